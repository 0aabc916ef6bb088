"""What a page is to the app around it, and what it answers with. The pages themselves are in `pages/`, which of them
there are in `registry`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar
from urllib.parse import parse_qsl, urlencode

from dash.development.base_component import Component

from dashboards.components.view import View
from dashboards.i18n import CATALOGUES, DEFAULT_LANGUAGE
from dashboards.serving import Reader, Row


class Asked(Protocol):
    """A page's address taken apart. Hashable: answers are kept by it."""

    @property
    def language(self) -> str: ...

    def search(self) -> str: ...


AskedOf = TypeVar("AskedOf", bound=Asked)


@dataclass(frozen=True)
class Shown:
    """A page's answer: what fills its frame, what the browser's title calls it, and the address that it is of."""

    view: View
    title: str
    # Every value that was asked for and does not exist put right.
    search: str
    # The areas from the city down to the one shown; empty where the page is not of an area.
    path: Sequence[Row] = field(default=())


@dataclass(frozen=True)
class Page(Generic[AskedOf]):
    """A page: its address, its frame (graphs and filters that stay), and what works out a view of it.

    `parameters` are those it understands of the ones that go from page to page; `panels` are the ids of its graphs;
    `is_filled` says whether the city collects what it shows; one that `is_bare` stands without header, menu and footer.
    """

    name: str
    path: str
    parameters: tuple[str, ...]
    panels: tuple[str, ...]
    frame: Callable[[], list[Component]]
    read: Callable[[str], AskedOf]
    work_out: Callable[[Reader, AskedOf], Shown]
    is_filled: Callable[[Reader], bool]
    is_bare: bool = False


@dataclass(frozen=True)
class Address:
    """The address of a page with plain parameters: those it knows, in its order, and the language."""

    given: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, search: str, names: Sequence[str]) -> "Address":
        """From a query string; of what the page does not know nothing is kept, of repeated parameters the last."""
        found = dict(parse_qsl(search.removeprefix("?"), keep_blank_values=True))
        return cls(tuple((name, found[name]) for name in (*names, "lang") if found.get(name)))

    def __getitem__(self, name: str) -> str | None:
        return dict(self.given).get(name)

    @property
    def language(self) -> str:
        lang = self["lang"]
        return lang if lang is not None and lang in CATALOGUES else DEFAULT_LANGUAGE

    def search(self) -> str:
        return query(dict(self.given))

    def put_right(self, right: Mapping[str, str | None]) -> "Address":
        """With the right values of what was asked for, without what has none; what was not asked for stays unsaid."""
        given = ((name, right.get(name, value)) for name, value in self.given)
        return Address(tuple((name, value) for name, value in given if value is not None))


def query(given: Mapping[str, str]) -> str:
    """A query string, `?` included; empty without parameters."""
    return f"?{urlencode(given, safe=',')}" if given else ""


def parameters(search: str) -> dict[str, str]:
    """The parameters of a query string."""
    return dict(parse_qsl(search.removeprefix("?")))
