"""The figures of the grid events: rates by month, backlog by age, areas below."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.components.point import key_of
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.stacked_bars import Part, stacked_bars
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.pages.grid_events._cells import RATES, rate_of, rate_with_interval
from dashboards.pages.grid_events._content import Events
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import number, share

_HEIGHT = 320
_MOST_MONTHS = 36
_AGES = ("open_0_3", "open_4_7", "open_8_15", "open_16_30", "open_over_30")


def rates_panel(events: Events, month: Row) -> Drawn:
    """Closed and in time, of what was due in each month."""
    words, rows = events.setting.words, events.months[-_MOST_MONTHS:]
    label = words("event.rates_label")
    lines = [
        Line(words(f"event.{name}"), place, [_rate_point(row, name, words) for row in rows])
        for place, name in enumerate(RATES)
    ]
    columns = [
        Column(words("evidence.period")),
        *(Column(words(f"event.{name}"), is_number=True) for name in ("due", "due_closed", "due_on_time")),
        *(Column(words(f"event.{name}"), is_number=True) for name in RATES),
    ]
    table: list[list[Children]] = [
        [
            period_name(row, words)
            if row["is_complete"]
            else words("filter.incomplete", period=period_name(row, words)),
            *(number(words, row[name]) for name in ("due", "due_closed", "due_on_time")),
            *(rate_with_interval(row, name, words) for name in RATES),
        ]
        for row in reversed(events.months)
    ]
    evidence = events.setting.evidence(
        table="marts.mart_event_closure",
        row=month,
        more=[
            (words("evidence.numerator"), words("event.numerators")),
            (words("evidence.denominator"), words("event.denominator")),
            (words("evidence.interval"), words("event.wilson")),
        ],
    )
    return Drawn(
        words("event.rates"),
        trend_lines(lines, from_zero=False),
        label,
        _HEIGHT,
        unit="%",
        notes=[
            html.P(words("event.rates_note"), className="footnote"),
            behind(words, "event-rates", table=data_table(label, columns, table), evidence=evidence),
        ],
    )


def _rate_point(row: Row, name: str, words: Words) -> Point:
    def percent(value: float | None) -> float | None:
        return None if value is None else value * 100

    return Point(
        start=row["period_start"],
        value=percent(row[name]),
        lower=percent(row[f"{name}_lower"]),
        upper=percent(row[f"{name}_upper"]),
        is_complete=bool(row["is_complete"]),
        is_redrawn=False,
        tooltip=[period_name(row, words), words(f"event.{name}"), rate_of(row, name, words)],
    )


def ages_panel(events: Events) -> Drawn:
    """What was open at the end of each month, by the days since it was reported."""
    words, rows = events.setting.words, events.backlog[-_MOST_MONTHS:]
    label = words("event.ages_label")
    if not rows:
        return Drawn(words("event.ages"), None, label, _HEIGHT, notes=[empty(words("event.none"))])
    parts = [
        Part(
            words(f"age.{age}"),
            [row[age] for row in rows],
            [
                [
                    period_name(row, words),
                    words("event.age_point", age=words(f"age.{age}"), count=number(words, row[age])),
                    words("event.open_in_all", count=number(words, row["open_events"])),
                ]
                for row in rows
            ],
        )
        for age in _AGES
    ]
    columns = [
        Column(words("evidence.period")),
        Column(words("late.open"), is_number=True),
        *(Column(words(f"age.{age}"), is_number=True) for age in _AGES),
        Column(words("late.overdue"), is_number=True),
        Column(words("event.inflow"), is_number=True),
        Column(words("event.outflow"), is_number=True),
        Column(words("late.oldest"), is_number=True),
    ]
    names = ("open_events", *_AGES, "overdue", "inflow", "outflow", "oldest_days")
    table: list[list[Children]] = [
        [period_name(row, words), *(number(words, row[name]) for name in names)] for row in reversed(events.backlog)
    ]
    evidence = events.setting.evidence(
        table="marts.mart_event_backlog",
        row=rows[-1],
        more=[(words("evidence.numerator"), words("event.ages_counted"))],
    )
    return Drawn(
        words("event.ages"),
        stacked_bars([row["period_start"] for row in rows], parts),
        label,
        _HEIGHT,
        unit=words("event.unit"),
        notes=[behind(words, "event-ages", table=data_table(label, columns, table), evidence=evidence)],
    )


def areas_panel(events: Events, month: Row) -> Drawn:
    """The areas below by their on-time rate with intervals."""
    words, here, points = events.setting.words, dict(events.address.given), events.points
    rated = [row for row in reversed(events.below) if row["on_time_rate"] is not None]
    # The query puts those without a rate last, so the reverse has them first: they are named below.
    unrated = [words.of(row) for row in events.below if row["on_time_rate"] is None]
    label = words("event.areas_label", period=period_name(month, words))
    heading = words("event.areas")
    if not events.below:
        return Drawn(heading, None, label, 0, notes=[empty(words("event.no_areas"))])
    dots = [
        Dot(
            name=words.of(row),
            value=row["on_time_rate"] * 100,
            lower=None if row["on_time_rate_lower"] is None else row["on_time_rate_lower"] * 100,
            upper=None if row["on_time_rate_upper"] is None else row["on_time_rate_upper"] * 100,
            series=points.series(row["area_id"]),
            tooltip=[words.of(row), rate_of(row, "on_time_rate", words)],
            href=points.href(row["area_id"]),
        )
        for row in rated
    ]
    whole = month["on_time_rate"]
    figure = ranked_dots(
        dots,
        whole=None if whole is None else whole * 100,
        whole_label="" if whole is None else words("dots.whole", value=share(words, whole)),
    )
    columns = [
        Column(words("filter.area")),
        *(
            Column(words(f"event.{name}"), is_number=True)
            for name in ("on_time_rate", "closure_rate", "due", "due_on_time")
        ),
        Column(words("late.open"), is_number=True),
        Column(words("late.overdue"), is_number=True),
        Column(words("late.oldest"), is_number=True),
        Column(words("evidence.heading")),
    ]
    table: list[list[Children]] = []
    for row in events.below:
        link = area_link(words, row, here)
        counts = ("due", "due_on_time", "open_events", "overdue", "oldest_days")
        table.append(
            [
                link,
                rate_with_interval(row, "on_time_rate", words),
                rate_with_interval(row, "closure_rate", words),
                *(number(words, row[name]) for name in counts),
                points.opener(row["area_id"], words.of(row)),
            ]
        )
    return Drawn(
        heading,
        figure if dots else None,
        label,
        height(len(dots)),
        unit="%",
        lead=html.P(words("dots.note"), className="footnote"),
        notes=[
            html.P(words("event.unrated", areas=words.listed(unrated)), className="footnote") if unrated else None,
            _point(events, month),
            data_table(words("event.areas_caption"), columns, table),
            events.setting.line("marts.mart_event_closure"),
        ],
    )


def _point(events: Events, month: Row) -> html.Section | None:
    """What the open point rests on."""
    words, points = events.setting.words, events.points
    row = next((row for row in events.below if points.is_open(row["area_id"])), None)
    if row is None:
        return None
    count, due = number(words, row["due_on_time"]), number(words, row["due"])
    found: list[tuple[str, Children]] = [
        (words("evidence.value"), rate_with_interval(row, "on_time_rate", words)),
        (words("evidence.numerator"), words("evidence.counted", count=count, meaning=words("event.on_time"))),
        (words("evidence.denominator"), words("evidence.counted", count=due, meaning=words("event.denominator"))),
        (words("evidence.interval"), words("event.wilson")),
        (words("evidence.scope"), words("event.areas")),
        (words("evidence.period"), period_name(month, words)),
        (words("evidence.row"), key_of(row, "area_id", "category_id", "period_id")),
    ]
    evidence = events.setting.evidence(table="marts.mart_event_closure", row=row, more=found, area=row)
    return points.card(words("point.of", area=words.of(row)), evidence)
