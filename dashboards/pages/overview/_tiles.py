"""The overview on top: the answer in short, and a tile an indicator with its evidence."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes
from dashboards.components.data import facts, opens
from dashboards.components.evidence import dictionary_link, source_files
from dashboards.components.notices import empty
from dashboards.components.point import key_of
from dashboards.components.verdict import change_said
from dashboards.page import query
from dashboards.pages.overview.content import Overview
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import Written, favour_of

_BOARD = "/board"
_TABLE = "marts.fct_indicator_values"


def answer_strip(overview: Overview) -> html.Section | None:
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


def tiles(overview: Overview) -> Component:
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
            html.P(change_said(row, written), className="card-change"),
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
    sources = [source for source in overview.sources if source["feed"] == row["feed"]]
    titles = [words.of(source, "title") for source in sources]
    return facts(
        [
            (words("evidence.indicator"), dictionary_link(words, row)),
            (words("evidence.formula"), words.of(row, "formula")),
            (words("tooltip.base_term"), written.base(row)),
            (words("evidence.period"), period_name(row, words)),
            (words("evidence.as_of"), words.day(row["as_of"])),
            (words("evidence.method"), words("evidence.method_value", version=row["method_version"])),
            (words("evidence.source"), words.listed(titles) or None),
            (words("evidence.files"), source_files(words, sources) if sources else None),
            (words("evidence.made_from"), html.Code(_TABLE)),
            (words("evidence.row"), key_of(row, "indicator_id", "area_id", "period_type", "period_id")),
            (words("evidence.build"), overview.build.build_id),
        ]
    )
