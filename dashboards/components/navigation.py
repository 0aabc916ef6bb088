"""Ways from page to page and from area to area: the menu and the breadcrumb."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from dashboards.components.attributes import attributes
from dashboards.components.point import POINT
from dashboards.i18n import Words
from dashboards.page import Page, parameters, query
from dashboards.serving import Row

# What a reader has chosen and keeps when turning to another page.
CARRIED = ("area", "period", "category", "indicator")


def link_to(page: Page[Any], search: str) -> str:
    """The address of a page with what of this view it understands."""
    kept = {
        name: value
        for name, value in parameters(search).items()
        if name == "lang" or (name in CARRIED and name in page.parameters)
    }
    return page.path + query(kept)


def menu(words: Words, pages: Sequence[Page[Any]], current: Page[Any], search: str) -> html.Nav:
    """The pages; `search` is the view that is left."""
    links = [
        html.A(
            words(f"page.{page.name}"),
            href=link_to(page, search),
            id=f"menu-{page.name}",
            className="menu-link",
            **attributes(data_in_place="yes"),
            **(attributes(aria_current="page") if page.name == current.name else {}),
        )
        for page in pages
    ]
    return html.Nav(links, className="menu", id="menu", **attributes(aria_label=words("menu.label")))


def breadcrumb(words: Words, path: Sequence[Row], search: str) -> html.Nav | None:
    """The areas above the one shown, each a link to the same page; None for the city itself or no area."""
    if len(path) < 2:
        return None
    here = parameters(search)
    crumbs = []
    for area in path[:-1]:
        crumbs.append(
            html.Li(
                html.A(
                    words.of(area),
                    href=of_area(here, area),
                    id=f"crumb-{area['area_id']}",
                    **attributes(data_in_place="yes"),
                )
            )
        )
    crumbs.append(html.Li(words.of(path[-1]), **attributes(aria_current="location")))
    return html.Nav(html.Ol(crumbs), className="breadcrumb", **attributes(aria_label=words("menu.breadcrumb")))


def area_link(words: Words, area: Row, here: Mapping[str, str]) -> html.A:
    """An area's name, leading to the same page of it."""
    return html.A(
        words.of(area),
        href=of_area(here, area),
        id=f"below-{area['area_id']}",
        **attributes(data_in_place="yes"),
    )


def of_area(here: Mapping[str, str], area: Row) -> str:
    """The address of the same view of another area; what is open is of this one."""
    return query({name: value for name, value in here.items() if name != POINT} | {"area": area["area_id"]})
