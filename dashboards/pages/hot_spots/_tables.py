"""The tables of the hot spots: the four answers, the list of communities, when and where."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table, facts, opens, rate_cell
from dashboards.components.months import months_hot
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.when_where import ALL, when_where_map
from dashboards.pages.hot_spots._content import Spots
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number, reason, share, share_interval

# As `mart_hotspot` names them, the ones to act on first.
CLASSES = ("chronic", "emerging", "resolved", "intermittent")


def headline_section(spots: Spots) -> html.Section:
    """How many communities are chronic, new and fading, and on how few half of the calls fall."""
    words = spots.setting.words
    tiles = [(words(f"spot.{name}"), *_counted(spots, name), words(f"spot.{name}_note")) for name in CLASSES[:3]]
    held = spots.concentration[-1] if spots.concentration else None
    if held is not None and held["share_of_areas_with_50_percent"] is not None:
        places = round(held["share_of_areas_with_50_percent"] * held["areas"])
        note = words("hot.half_note", places=words.number(places), period=period_name(held, words))
        of_all = words("hot.of", count=words.number(held["areas"]))
        tiles.append((words("hot.half"), share(words, held["share_of_areas_with_50_percent"]), of_all, note))
    return html.Section(
        [
            html.Div(
                [
                    html.P(label, className="tile-label"),
                    html.P([figure, html.Span(unit, className="tile-unit")], className="tile-figure"),
                    html.P(note, className="tile-note"),
                ],
                className="tile",
            )
            for label, figure, unit, note in tiles
        ],
        className="headline",
    )


def _counted(spots: Spots, name: str) -> tuple[str, str]:
    """How many communities are of a class, and of how many; where none could be judged, no number."""
    words = spots.setting.words
    judged = sum(row["areas"] for row in spots.tally if row["class"] is not None)
    if not judged:
        return words("table.absent"), words("hot.not_judged")
    count = sum(row["areas"] for row in spots.tally if row["class"] == name)
    return words.number(count), words("hot.of", count=words.number(judged))


def unjudged(spots: Spots) -> str | None:
    """How many communities have no class, and why; None where all have one."""
    words = spots.setting.words
    found = []
    for row in spots.tally:
        if row["class"] is None:
            short = row["hot_status"] == "ok"
            why = words("hot.too_short", months=row["months_judged"]) if short else reason(words, row["hot_status"])
            found.append(words("hot.unjudged_part", count=words.number(row["areas"]), reason=why))
    return words("hot.unjudged", parts=words.listed(found)) if found else None


def list_section(spots: Spots) -> html.Section:
    """Communities that persist, are new or have faded, with the months they rest on; the intermittent behind them."""
    words, setting = spots.setting.words, spots.setting
    heading = html.H2(words("hot.list"))
    marked = [row for row in spots.spots if row["class"] != "intermittent"]
    others = [row for row in spots.spots if row["class"] == "intermittent"]
    caption = words("hot.list_caption", period=period_name(spots.month, words))
    why = unjudged(spots)
    if not spots.tally or all(row["class"] is None for row in spots.tally):
        shown: html.Div = empty(why or words("hot.no_communities", level=words.of(spots.level)))
    elif marked:
        shown = data_table(caption, _columns(spots), [_spot(row, spots) for row in marked])
    else:
        shown = empty(words("hot.none"))
    kept = opens(
        "hot-intermittent",
        words("hot.intermittent_list", count=len(others)),
        data_table(words("spot.intermittent_note"), _columns(spots), [_spot(row, spots) for row in others]),
    )
    basis = spots.spots[0]["basis"] if spots.spots else None
    evidence = setting.evidence(
        table="marts.mart_hotspot",
        row=spots.month,
        more=[
            (words("evidence.formula"), words("hot.formula")),
            (words("hot.basis"), words(f"hot_basis.{basis}") if basis else None),
            (words("filter.category"), words.of(spots.category)),
            (words("evidence.period"), words("hot.months_to", period=period_name(spots.month, words))),
        ],
    )
    return html.Section(
        [
            heading,
            shown,
            kept if others else None,
            html.P(words("hot.expected"), className="footnote") if spots.spots else None,
            html.P(why, className="footnote") if why and spots.spots else None,
            opens("hot-list-evidence", words("evidence.heading"), facts(evidence)) if spots.spots else None,
        ],
        className="panel panel-spots",
    )


def _columns(spots: Spots) -> list[Column]:
    words = spots.setting.words
    return [
        Column(words.of(spots.level)),
        Column(words("hot.class")),
        Column(words("hot.months")),
        Column(words("hot.calls"), is_number=True),
        Column(words("hot.share"), is_number=True),
    ]


def _spot(row: Row, spots: Spots) -> list[Children]:
    words = spots.setting.words
    has_parent = row["parent_zh"] is not None and not _is_city(spots, row)
    within = html.Span(words.of(row, "parent"), className="within") if has_parent else None
    absent = words("table.absent")
    return [
        html.Span([area_link(words, row, dict(spots.address.given)), within]),
        html.Span(words(f"spot.{row['class']}"), className=f"spot-class {row['class']}"),
        months_hot(words, row),
        number(words, row["calls_12_months"]),
        absent if row["share_of_calls"] is None else share(words, row["share_of_calls"]),
    ]


def _is_city(spots: Spots, row: Row) -> bool:
    top = spots.setting.place.path[0]
    return bool(row["parent_zh"] == top["name_zh"])


def when_section(spots: Spots) -> html.Section:
    """When and where the calls of the area fall, and for a part of the city how that is against the whole city."""
    words, setting = spots.setting.words, spots.setting
    if spots.year is None:
        return html.Section([html.H2(words("alarm.heat")), empty(words("hot.no_year"))], className="panel panel-heat")
    heading = html.H2(words("hot.when", category=words.of(spots.when_category), period=period_name(spots.year, words)))
    rows = [row for row in spots.when_and_where if row["share"] is not None]
    if not rows:
        key = "alarm.heat_small" if spots.when_and_where else "hot.when_none"
        return html.Section([heading, empty(words(key))], className="panel panel-heat")
    is_other = spots.when_category["category_id"] != spots.category["category_id"]
    return html.Section(
        [
            heading,
            html.P(words("hot.when_other", category=words.of(spots.category)), className="footnote")
            if is_other
            else None,
            when_where_map(words, rows),
            None
            if setting.place.is_city
            else opens("hot-index", words("hot.index_heading"), _index_table(spots, rows)),
            setting.line("marts.mart_alarm_when_where"),
        ],
        className="panel panel-heat",
    )


def _index_table(spots: Spots, rows: list[Row]) -> html.Div:
    """Shares of each part of the day and each kind of place against those of the whole city."""
    words = spots.setting.words
    single = [row for row in rows if (row["hour_band"] == ALL) != (row["place_type"] == ALL)]
    columns = [
        Column(words("hot.when_or_where")),
        Column(words("hot.share_here"), is_number=True),
        Column(words("hot.index"), is_number=True),
        Column(words("hot.calls_known"), is_number=True),
    ]
    table: list[list[Children]] = []
    for row in sorted(single, key=lambda row: (row["hour_band"] == ALL, -(row["index_to_city"] or 0))):
        name = row["place_type"] if row["hour_band"] == ALL else row["hour_band"]
        interval = share_interval(words, row["share_lower"], row["share_upper"])
        written = share(words, row["share"])
        table.append(
            [
                name,
                rate_cell(written, interval) if interval else written,
                _index(row, spots),
                words(
                    "table.ratio",
                    numerator=number(words, row["alarm_count"]),
                    denominator=number(words, row["known_count"]),
                ),
            ]
        )
    return data_table(words("hot.index_caption"), columns, table)


def _index(row: Row, spots: Spots) -> Children:
    words = spots.setting.words
    if row["index_to_city"] is None:
        return words("table.absent")
    written = words.number(row["index_to_city"], 2)
    if row["index_lower"] is None or row["index_upper"] is None:
        return written
    lower, upper = (words.number(row[f"index_{end}"], 2) for end in ("lower", "upper"))
    return rate_cell(written, words("table.interval", lower=lower, upper=upper))
