"""The areas below on all indicators of the overview: where it is worse, and whether that is real."""

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table
from dashboards.components.navigation import area_link
from dashboards.components.verdict import verdict_symbol
from dashboards.pages.overview.content import Overview
from dashboards.serving import Row
from dashboards.values import Written, favour_of


def below_section(overview: Overview) -> Component | None:
    """Areas below × indicators: the verdict that stands when all areas are judged at once, and the change."""
    words, level = overview.words, overview.level
    if level is None or not overview.below:
        return None
    shown = [row for row in overview.values if any(key[0] == row["indicator_id"] for key in overview.below)]
    columns = [Column(words.of(level)), *(Column(words.of(row)) for row in shown)]
    here = dict(overview.address.given)
    rows: list[list[Children]] = []
    for area in overview.place.children:
        link = area_link(words, area, here)
        rows.append(
            [link, *(_cell(overview.below.get((row["indicator_id"], area["area_id"])), row, overview) for row in shown)]
        )
    bad = Counter(key[1] for key, row in overview.below.items() if _is_bad(row, shown))
    order = [area["area_id"] for area in overview.place.children]
    ordered = sorted(zip(order, rows, strict=True), key=lambda pair: -bad[pair[0]])
    heading = words("overview.below", level=words.of(level))
    return html.Section(
        [
            html.H2(heading),
            data_table(words("overview.below_caption"), columns, [row for _, row in ordered]),
        ],
        className="panel panel-below",
    )


def _is_bad(stands: Row, shown: Sequence[Row]) -> bool:
    direction = next((row["direction"] for row in shown if row["indicator_id"] == stands["indicator_id"]), "context")
    return favour_of(direction, stands["verdict_adjusted"]) == "unfavourable"


def _cell(stands: Row | None, indicator: Row, overview: Overview) -> Children:
    words, written = overview.words, Written(overview.words, indicator)
    if stands is None:
        return html.Span(words("table.absent"), className="value-absent", title=words("status.not_collected"))
    if stands["verdict_adjusted"] is None:
        status = stands["verdict_status"] or stands["unranked_reason"]
        return verdict_symbol(words, None, indicator["direction"], said=written.reason(status) if status else None)
    return [
        verdict_symbol(words, stands["verdict_adjusted"], indicator["direction"]),
        " ",
        html.Span(written.change(stands) or "", className="cell-change"),
    ]
