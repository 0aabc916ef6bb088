"""The map of the hot spots, and the curve of how few places hold how many calls."""

from bisect import bisect_left

from dash import html

from dashboards.components.area_map import MapArea, area_map, classes
from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.legend import map_legend
from dashboards.components.navigation import of_area
from dashboards.components.notices import empty
from dashboards.components.outline import outlines
from dashboards.components.panel import Drawn
from dashboards.figures.share_curve import Curve, reached, share_curve
from dashboards.i18n import Words
from dashboards.pages.hot_spots._content import Spots
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number, reason, share

_MAP_HEIGHT = 380
_CURVE_HEIGHT = 340
_GINIS = ("gini", "gini_generalised", "gini_by_chance")


def map_panel(spots: Spots) -> Drawn:
    """How often each area, or the communities in it, was hot in the last 24 months."""
    words = spots.setting.words
    heading = words("hot.map")
    drawn = [row for row in spots.drawn if row["geometry"] is not None]
    if spots.drawn_level is None or not drawn:
        return Drawn(heading, None, heading, 0, notes=[empty(words("hot.map_none"))])
    label = words("hot.map_label", level=words.of(spots.drawn_level), category=words.of(spots.category))
    shapes = outlines({row["area_id"]: row["geometry"] for row in drawn})
    values = {row["area_id"]: _hot_share(row) for row in drawn}
    here = dict(spots.address.given)
    areas = [
        MapArea(row["area_id"], values[row["area_id"]], _map_tooltip(row, words), of_area(here, row)) for row in drawn
    ]
    missing = len(spots.drawn) - len(drawn)

    def written(share_hot: float) -> str:
        return words("unit.share", value=words.number(share_hot, 1))

    map_classes = classes([value for value in values.values() if value is not None])
    columns = [
        Column(words.of(spots.drawn_level)),
        Column(words("hot.share_hot"), is_number=True),
        Column(words("hot.months_hot"), is_number=True),
        Column(words("hot.communities"), is_number=True),
    ]
    table: list[list[Children]] = [
        [
            words.of(row),
            words("status.not_collected") if value is None else written(value),
            words(
                "table.ratio",
                numerator=number(words, row["months_in_hot"]),
                denominator=number(words, row["months_judged"]),
            ),
            number(words, row["communities"]),
        ]
        for row in sorted(drawn, key=lambda row: -(values[row["area_id"]] or 0))
        for value in (values[row["area_id"]],)
    ]
    evidence = spots.setting.evidence(
        table="marts.mart_hotspot",
        row=spots.month,
        more=[
            (words("evidence.numerator"), words("hot.map_numerator")),
            (words("evidence.denominator"), words("hot.map_denominator")),
            (words("evidence.period"), words("hot.months_to", period=period_name(spots.month, words))),
        ],
    )
    return Drawn(
        heading,
        area_map(areas, shapes, map_classes),
        label,
        _MAP_HEIGHT,
        unit=words("hot.map_unit"),
        notes=[
            map_legend(map_classes, values.values(), words, written, without=words("hot.not_judged")),
            html.P(words("map.some_missing", count=missing), className="footnote") if missing else None,
            behind(words, "hot-map", table=data_table(label, columns, table), evidence=evidence),
        ],
    )


def _hot_share(row: Row) -> float | None:
    return 100 * row["months_in_hot"] / row["months_judged"] if row["months_judged"] else None


def _map_tooltip(row: Row, words: Words) -> list[str]:
    name = words.of(row)
    if not row["months_judged"]:
        return [name, words("hot.not_judged")]
    return [
        name,
        words(
            "hot.map_point",
            hot=words.number(row["months_in_hot"]),
            judged=words.number(row["months_judged"]),
            communities=words.number(row["communities"]),
        ),
    ]


def curve_panel(spots: Spots) -> Drawn:
    """What part of the calls of a whole year falls on the first so many communities."""
    words = spots.setting.words
    held = spots.concentration[-1] if spots.concentration else None
    heading = words("hot.curve")
    if held is None:
        key = "hot.no_year" if spots.year is None else "hot.curve_one"
        return Drawn(heading, None, heading, 0, notes=[empty(words(key))])
    label = words("hot.curve_label", category=words.of(spots.category), period=period_name(held, words))
    compared = [row for row in spots.funnel if row["is_within"] and row["funnel_status"] != "area_redrawn"]
    calls = [row["alarm_count"] for row in compared]
    half = held["share_of_areas_with_50_percent"]
    table = _years(spots)
    behind_it = behind(
        words,
        "hot-curve",
        table=table,
        evidence=spots.setting.evidence(
            table="marts.mart_concentration",
            row=held,
            more=[
                (words("evidence.numerator"), words("hot.curve_numerator", category=words.of(spots.category))),
                (words("evidence.denominator"), words("hot.curve_denominator", level=words.of(spots.level))),
                (words("evidence.period"), period_name(held, words)),
                (words("hot.gini"), words("hot.gini_formula")),
            ],
        ),
    )
    if half is None or None in calls or not sum(calls):
        why = held["concentration_status"]
        sentence = words("hot.curve_none", reason=reason(words, why if why != "ok" else "disclosure"))
        return Drawn(heading, None, label, 0, notes=[empty(sentence), behind_it])
    curves = [Curve(words("hot.curve_calls"), [max(count, 0) for count in calls])]
    residents = [_expected(row) for row in compared]
    known = [float(found) for found in residents if found is not None]
    sentences = [_half_sentence(held, spots)]
    # Snapshots older than the column lack it.
    if (by_chance := held.get("gini_by_chance")) is not None:
        sentences.append(words("hot.chance_sentence", gini=words.number(by_chance, 2)))
    if len(known) == len(residents) and any(known):
        curves.append(Curve(words("hot.curve_residents"), known))
        places = bisect_left(reached(known), 0.5) + 1
        sentences.append(words("hot.residents_sentence", share=share(words, places / len(known))))
    if held["concentration_status"] == "count_too_small":
        sentences.append(words("hot.gini_small"))
    figure = share_curve(
        curves,
        half=half,
        half_label=words("hot.half_mark", share=share(words, half)),
        even_name=words("hot.curve_even"),
        tooltip=words("hot.curve_point", name="{name}", places="{places}", share="{share}"),
    )
    return Drawn(
        heading,
        figure,
        label,
        _CURVE_HEIGHT,
        unit=words("hot.curve_unit"),
        notes=[
            *(html.P(sentence, className="footnote") for sentence in sentences),
            html.P(words("hot.curve_note"), className="footnote"),
            behind_it,
        ],
    )


def _expected(row: Row) -> float | None:
    """Calls that the residents would make at the city's mean rate; none where nobody lives."""
    return 0.0 if row["funnel_status"] == "not_residential" else row["expected"]


def _half_sentence(held: Row, spots: Spots) -> str:
    words = spots.setting.words
    return words(
        "hot.half_sentence",
        period=period_name(held, words),
        share=share(words, held["share_of_areas_with_50_percent"]),
        areas=words.number(held["areas"]),
        gini=words.number(held["gini"], 2),
    )


def _years(spots: Spots) -> html.Div:
    words = spots.setting.words
    columns = [
        Column(words("evidence.period")),
        Column(words("hot.half_of"), is_number=True),
        Column(words("hot.quarter_of"), is_number=True),
        Column(words("hot.gini"), is_number=True),
        Column(words("hot.gini_generalised"), is_number=True),
        Column(words("hot.gini_by_chance"), is_number=True),
        Column(words("hot.communities"), is_number=True),
        Column(words("hot.calls_in_them"), is_number=True),
        Column(words("hot.calls_elsewhere"), is_number=True),
        Column(words("hot.status")),
    ]
    absent = words("table.absent")
    rows: list[list[Children]] = [
        [
            period_name(row, words),
            *(
                absent if row[name] is None else share(words, row[name])
                for name in ("share_of_areas_with_50_percent", "share_of_areas_with_25_percent")
            ),
            *(absent if row.get(name) is None else words.number(row[name], 3) for name in _GINIS),
            *(number(words, row[name]) for name in ("areas", "alarm_count", "calls_elsewhere")),
            reason(words, row["concentration_status"]),
        ]
        for row in reversed(spots.concentration)
    ]
    return data_table(words("hot.years_caption"), columns, rows)
