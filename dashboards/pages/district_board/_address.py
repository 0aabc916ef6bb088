"""The page's address: which view a query string asks for, and the query string of a view.

Nothing here knows what exists; whether the asked-for values do is decided in `_choice`.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from dashboards.i18n import CATALOGUES, DEFAULT_LANGUAGE

# Areas drawn in the trend at once.
MOST_AREAS = 5


@dataclass(frozen=True)
class Address:
    """What the query string asks for; None where it says nothing. Hashable: answers are kept by it."""

    indicator: str | None = None
    level: str | None = None
    type: str | None = None
    period: str | None = None
    scope: str | None = None
    # The area whose parts are ranked, as other pages name it; `scope` and `level` hold before it.
    area: str | None = None
    # None: the page chooses; empty: none.
    areas: tuple[str, ...] | None = None
    lang: str | None = None

    @classmethod
    def read(cls, search: str) -> "Address":
        """From a query string; unknown parameters are ignored, of repeated ones the last holds."""
        given = dict(parse_qsl(search.removeprefix("?"), keep_blank_values=True))
        areas = given.get("areas")
        chosen = None if areas is None else tuple(dict.fromkeys(part for part in areas.split(",") if part))
        text = {
            name: given.get(name) or None for name in ("indicator", "level", "type", "period", "scope", "area", "lang")
        }
        return cls(areas=chosen, **text)

    @property
    def language(self) -> str:
        return self.lang if self.lang is not None and self.lang in CATALOGUES else DEFAULT_LANGUAGE

    def search(self) -> str:
        """The query string, `?` included; empty for a view that asks for nothing."""
        given = {name: getattr(self, name) for name in self.__dataclass_fields__}
        pairs = [
            (name, ",".join(value) if name == "areas" else value) for name, value in given.items() if value is not None
        ]
        return f"?{urlencode(pairs, safe=',')}" if pairs else ""
