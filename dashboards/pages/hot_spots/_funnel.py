"""The funnel of the hot spots: which communities stand out for their size in a whole year, and which do not."""

from collections import Counter

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.figures.funnel import FunnelPoint, Limit, funnel
from dashboards.i18n import Words
from dashboards.pages.hot_spots._content import Spots
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number, reason

_HEIGHT = 460
_PER = 10_000
# Of a normal distribution, as `z_value` of the models has them.
_Z_95, _Z_998 = 1.959963984540054, 3.090232306167813
FLAGS = ("high_99.8", "high_95", "low_95", "low_99.8", "within_limits")
# A table of more rows keeps to those outside the limits.
_MOST_ROWS = 120


def funnel_panel(spots: Spots) -> Drawn:
    words, year = spots.setting.words, spots.year
    heading = words("hot.funnel")
    if year is None:
        return Drawn(heading, None, heading, 0, notes=[empty(words("hot.no_year"))])
    heading = words("hot.funnel_of", period=period_name(year, words))
    label = words("hot.funnel_label", category=words.of(spots.category), level=words.of(spots.level))
    compared = [row for row in spots.funnel if row["flag"] is not None]
    within = [row for row in compared if row["is_within"]]
    if not within:
        return Drawn(heading, None, label, 0, notes=[empty(_absent(spots) or words("hot.funnel_none"))])
    any_row = within[0]
    dispersion = any_row["dispersion"] or 1.0
    mean = any_row["expected"] / any_row["population"] * _PER
    figure = funnel(
        [_point(row, words) for row in compared],
        mean=mean,
        per=_PER,
        dispersion=dispersion,
        pairs=[Limit(_Z_95, words("hot.limit_95")), Limit(_Z_998, words("hot.limit_998"))],
        names={flag: words(f"flag.{flag}") for flag in FLAGS},
        mean_name=words("hot.mean", rate=words.number(mean, 1)),
    )
    outside = [row for row in within if row["flag"] != "within_limits"]
    return Drawn(
        heading,
        figure,
        label,
        _HEIGHT,
        unit=words("hot.funnel_unit"),
        lead=html.P(_counted(outside, within, spots), className="footnote"),
        notes=[
            html.P(words("hot.funnel_note"), className="footnote"),
            None if len(within) == len(compared) else html.P(words("hot.funnel_elsewhere"), className="footnote"),
            html.P(absent, className="footnote") if (absent := _absent(spots)) else None,
            behind(
                words,
                "hot-funnel",
                table=_table(within, outside, spots),
                evidence=spots.setting.evidence(
                    table="marts.mart_rate_funnel",
                    row=any_row,
                    more=[
                        (words("evidence.numerator"), words("hot.funnel_numerator", category=words.of(spots.category))),
                        (words("evidence.denominator"), words("hot.funnel_denominator")),
                        (words("evidence.period"), period_name(year, words)),
                        (words("evidence.interval"), words("hot.funnel_interval")),
                        (words("hot.dispersion"), words("hot.dispersion_value", phi=words.number(dispersion, 2))),
                        (words("hot.compared"), words.number(any_row["areas_compared"])),
                    ],
                ),
            ),
        ],
    )


def _point(row: Row, words: Words) -> FunnelPoint:
    return FunnelPoint(
        name=words.of(row),
        residents=row["population"],
        rate=row["rate_per_10k"],
        flag=row["flag"],
        is_within=row["is_within"],
        tooltip=[
            words.of(row),
            words("hot.funnel_rate", rate=words.number(row["rate_per_10k"], 1)),
            words(
                "hot.funnel_counts",
                count=words.number(row["alarm_count"]),
                expected=words.number(row["expected"], 1),
                residents=words.number(row["population"]),
            ),
            words(f"flag.{row['flag']}"),
        ]
        if row["is_within"]
        else (),
    )


def _counted(outside: list[Row], within: list[Row], spots: Spots) -> str:
    """How many stand outside, above and below; by chance few do."""
    words, flags = spots.setting.words, Counter(row["flag"] for row in outside)
    if len(within) == 1:
        return words("hot.funnel_single", area=words.of(within[0]), flag=words(f"flag.{within[0]['flag']}"))
    return words(
        "hot.funnel_counted",
        areas=words.number(len(within)),
        high=words.number(flags["high_95"] + flags["high_99.8"]),
        high_sure=words.number(flags["high_99.8"]),
        low=words.number(flags["low_95"] + flags["low_99.8"]),
        low_sure=words.number(flags["low_99.8"]),
    )


def _absent(spots: Spots) -> str | None:
    """Communities of the area that are not in the funnel, by reason."""
    words = spots.setting.words
    found = Counter(row["funnel_status"] for row in spots.funnel if row["is_within"] and row["flag"] is None)
    if not found:
        return None
    parts = [
        words("hot.unjudged_part", count=words.number(count), reason=reason(words, status))
        for status, count in sorted(found.items())
    ]
    return words("hot.not_drawn", parts=words.listed(parts))


def _table(within: list[Row], outside: list[Row], spots: Spots) -> html.Div:
    words = spots.setting.words
    is_long = len(within) > _MOST_ROWS
    rows = sorted(outside if is_long else within, key=lambda row: -row["ratio"])
    columns = [
        Column(words.of(spots.level)),
        Column(words("hot.flag")),
        Column(words("hot.rate"), is_number=True),
        Column(words("hot.ratio"), is_number=True),
        Column(words("hot.observed"), is_number=True),
        Column(words("hot.expected_count"), is_number=True),
        Column(words("hot.residents"), is_number=True),
    ]
    table: list[list[Children]] = [
        [
            words.of(row),
            words(f"flag.{row['flag']}"),
            words.number(row["rate_per_10k"], 1),
            rate_cell(
                words.number(row["ratio"], 2),
                words(
                    "table.interval",
                    lower=words.number(row["ratio_lower"], 2),
                    upper=words.number(row["ratio_upper"], 2),
                ),
            ),
            number(words, row["alarm_count"]),
            words.number(row["expected"], 1),
            number(words, row["population"]),
        ]
        for row in rows
    ]
    key = "hot.funnel_outside" if is_long else "hot.funnel_all"
    return data_table(words(key, count=words.number(len(rows))), columns, table)
