"""What fills the overview's frame: the answer in a sentence, a tile an indicator, the areas below, what is overdue."""

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components import chrome
from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table, facts, opens
from dashboards.components.evidence import dictionary_link, table_line
from dashboards.components.filters import filter_view
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty, notices
from dashboards.components.verdict import verdict_mark, verdict_symbol
from dashboards.components.view import View
from dashboards.page import query
from dashboards.pages.overview._content import Overview
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import Written, favour_of

_BOARD = "/board"


def fill(overview: Overview) -> View:
    words, place, period = overview.words, overview.place, overview.period
    subtitle = words("overview.subtitle", period=period_name(period, words)) if period else None
    view = View(
        {
            "overview-opening": chrome.opening(
                words("page.overview"),
                heading=words.of(place.area),
                subtitle=subtitle,
                badge=chrome.data_badge(words, overview.build, overview.city["as_of"], overview.sources),
            ),
            "overview-problems": notices(overview.problems, kind="address"),
            "overview-answer": _answer(overview),
            "overview-tiles": _tiles(overview),
            "overview-below": _below(overview),
            "overview-late": _late(overview),
        },
        {"overview-filters": {"aria-label": words("filter.heading")}},
    )
    offered = offered_periods(overview.periods, period, words) if period else None
    return (
        view | filter_view("area", place.offered(words), of="overview") | filter_view("period", offered, of="overview")
    )


def _answer(overview: Overview) -> html.Section | None:
    """Better or worse than a year ago: how many indicators, and which."""
    words = overview.words
    if not overview.values:
        return None
    groups: dict[str, list[str]] = {"unfavourable": [], "favourable": [], "same": [], "untested": []}
    for row in overview.values:
        verdict = row["verdict"]
        group = favour_of(row["direction"], verdict) or ("same" if verdict else "untested")
        groups[group].append(words.of(row))
    tiles = [
        html.Div(
            [
                html.P(words(f"answer.{name}"), className="tile-label"),
                html.P(str(len(found)), className=f"tile-figure count {name if found else 'zero'}"),
                html.P(words.listed(found) if found else words("overview.nobody"), className="tile-note"),
            ],
            className="tile",
        )
        for name, found in groups.items()
        if found or name != "untested"
    ]
    return html.Section(tiles, className="headline", id="overview-headline")


def _tiles(overview: Overview) -> Component:
    words = overview.words
    if not overview.values:
        return empty(words("overview.none"))
    return html.Section(
        [_tile(overview, row) for row in overview.values],
        className="cards",
        id="overview-cards",
        **attributes(aria_label=words("overview.indicators")),
    )


def _tile(overview: Overview, row: Row) -> html.Article:
    words, written = overview.words, Written(overview.words, row)
    interval = written.interval(row)
    name = words.of(row)
    # Not every indicator is counted by every kind of period.
    is_other = overview.period is not None and row["period_id"] != overview.period["period_id"]
    return html.Article(
        [
            html.H2(html.A(name, href=_board_link(overview, row), **attributes(data_in_place="yes"))),
            html.P(period_name(row, words), className="card-period") if is_other else None,
            html.P(
                [
                    html.Span(written.value(row["value"]), className="card-value"),
                    None if written.is_share else html.Span(written.unit, className="tile-unit"),
                ],
                className="card-figure",
            ),
            html.P(words("tooltip.interval", interval=interval), className="tile-note") if interval else None,
            html.P(_change(row, written), className="card-change"),
            html.P(words("overview.rank", rank=written.rank(row), ranked=row["areas_ranked"]), className="tile-note")
            if row["rank"] is not None
            else None,
            _moved(overview, row),
            opens(f"evidence-{row['indicator_id']}", words("evidence.heading"), _evidence(overview, row, written)),
        ],
        className="card",
        **attributes(data_indicator=row["indicator_id"]),
    )


def _board_link(overview: Overview, row: Row) -> str:
    """The ranking of the areas below on this indicator, or of the level that the area is ranked in."""
    given = {"indicator": row["indicator_id"], "period": row["period_id"]}
    if overview.level is not None and any(key[0] == row["indicator_id"] for key in overview.below):
        given["level"] = overview.level["level_id"]
        if not overview.place.is_city:
            given["scope"] = overview.place.area_id
    return _BOARD + query(given | {"lang": overview.words.language})


def _change(row: Row, written: Written) -> list[Component | str | None]:
    words = written.words
    if row["verdict"] is None:
        reason = row["verdict_status"]
        said = words("verdict.not_said", reason=written.reason(reason)) if reason and reason != "ok" else None
        return [html.Span(said or words("overview.untested_here"), className="verdict none")]
    # Of a survey the change is of a share, of calls of their count.
    changed = written.change(row)
    return [
        html.Span(changed, className="change-number") if changed else None,
        verdict_mark(words, row["verdict"], row["direction"]),
        html.Span(words(f"basis.{row['change_basis']}"), className="basis"),
    ]


def _moved(overview: Overview, row: Row) -> html.Ul | None:
    """The areas below that rose or fell beyond chance, all of them judged at once."""
    words = overview.words
    found: dict[str, list[str]] = {"unfavourable": [], "favourable": []}
    for area in overview.place.children:
        stands = overview.below.get((row["indicator_id"], area["area_id"]))
        if stands and (favour := favour_of(row["direction"], stands["verdict_adjusted"])):
            found[favour].append(words.of(area))
    lines = [
        html.Li(words(f"moved.{favour}", names=words.listed(names)), className=f"count {favour}")
        for favour, names in found.items()
        if names
    ]
    return html.Ul(lines, className="moved") if lines else None


def _evidence(overview: Overview, row: Row, written: Written) -> html.Dl:
    words = overview.words
    titles = [words.of(source, "title") for source in overview.sources if source["feed"] == row["feed"]]
    return facts(
        [
            (words("evidence.indicator"), dictionary_link(words, row)),
            (words("evidence.formula"), words.of(row, "formula")),
            (words("tooltip.base_term"), written.base(row)),
            (words("evidence.period"), period_name(row, words)),
            (words("evidence.as_of"), words.day(row["as_of"])),
            (words("evidence.method"), words("evidence.method_value", version=row["method_version"])),
            (words("evidence.source"), words.listed(titles) or None),
            (words("evidence.build"), overview.build.build_id),
        ]
    )


def _below(overview: Overview) -> Component | None:
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


def _late(overview: Overview) -> Component | None:
    parts = [part for part in (_units(overview), _items(overview)) if part is not None]
    return html.Div(parts, className="columns even") if parts else None


def _units(overview: Overview) -> html.Section | None:
    words, rows = overview.words, overview.units
    if not rows:
        return None
    as_of = words.day(rows[0]["counted_on"])
    columns = [
        Column(words("late.unit")),
        *(Column(words(f"late.{name}"), is_number=True) for name in ("open", "overdue", "share", "oldest")),
    ]
    body: list[list[Children]] = []
    for row in rows:
        body.append(
            [
                words("late.all_units") if row["responsible_unit"] == "all" else row["responsible_unit"],
                words.number(row["open_events"]),
                words.number(row["overdue"]) if row["overdue"] is not None else words("table.absent"),
                _share(row, overview),
                words("late.days", days=words.number(row["oldest_days"])) if row["oldest_days"] is not None else "",
            ]
        )
    return html.Section(
        [
            html.H2(words("late.units")),
            data_table(words("late.units_caption", date=as_of), columns, body),
            table_line(words, "marts.mart_event_backlog", overview.build),
        ],
        className="panel",
        id="late-units",
    )


def _share(row: Row, overview: Overview) -> str:
    words = overview.words
    if row["overdue_share"] is None:
        return words("table.absent")
    share = words("unit.share", value=words.number(row["overdue_share"] * 100, 1))
    if row["overdue_share_lower"] is None:
        return share
    lower, upper = (words.number(row[f"overdue_share_{end}"] * 100, 1) for end in ("lower", "upper"))
    return words("late.share_interval", share=share, lower=lower, upper=upper)


def _items(overview: Overview) -> html.Section | None:
    words, rows = overview.words, overview.items
    if not rows:
        return None
    columns = [Column(words(f"late.{name}")) for name in ("concern", "area", "owner", "due")]
    body: list[list[Children]] = [
        [
            words.of(row, "concern"),
            words.of(row),
            row["responsible_unit"],
            words("late.due_value", date=words.day(row["due_on"]), days=words.number(row["days_overdue"])),
        ]
        for row in rows
    ]
    as_of = words.day(rows[0]["as_of"])
    return html.Section(
        [
            html.H2(words("late.items", count=len(rows))),
            data_table(words("late.items_caption", date=as_of), columns, body),
            table_line(words, "marts.mart_rectification", overview.build),
        ],
        className="panel",
        id="late-items",
    )
