"""What fills the frame of the grid events: from what `_content` read to components and figures."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.filters import filter_view
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.view import View, hidden
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.figures.stacked_bars import Part, stacked_bars
from dashboards.figures.trend_lines import Line, Point, trend_lines
from dashboards.i18n import Words
from dashboards.pages.grid_events._content import Events
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import number, reason, share, share_interval

_HEIGHT = 320
_MOST_MONTHS = 36
_RATES = ("closure_rate", "on_time_rate")
_AGES = ("open_0_3", "open_4_7", "open_8_15", "open_16_30", "open_over_30")
_PANELS = ("event-rates", "event-ages", "event-areas")
_SLOTS = ("event-headline", "event-units", "event-categories")


def fill(events: Events) -> View:
    setting, words, month = events.setting, events.setting.words, events.month
    area = filter_view("area", setting.place.offered(words), of="grid_events")
    label = View(attributes={"grid_events-filters": {"aria-label": words("filter.heading")}})
    if month is None:
        opening = setting.opening("grid_events", subtitle=None, as_of=None)
        nothing: dict[str, Children] = {**dict.fromkeys(_SLOTS), "event-headline": empty(words("event.none"))}
        undrawn = View(nothing, {f"{name}-panel": hidden(True) for name in _PANELS})
        return opening | area | label | filter_view("period", None, of="grid_events") | undrawn
    newest_first = list(reversed(events.months))
    return (
        setting.opening("grid_events", subtitle=period_name(month, words), as_of=month["as_of"])
        | area
        | label
        | filter_view("period", offered_periods(newest_first, month, words), of="grid_events")
        | View(
            {
                "event-headline": _headline(events, month),
                "event-units": _units(events),
                "event-categories": _categories(events),
            },
            {f"{name}-panel": hidden(False) for name in _PANELS},
        )
        | panel_view("event-rates", _rates(events, month))
        | panel_view("event-ages", _ages(events))
        | panel_view("event-areas", _areas(events, month))
    )


def _rate(row: Row, name: str, words: Words) -> str:
    """A rate with its interval; without one the reason."""
    if row[name] is None:
        # Units have no status of their rates, only a reason why they have no place.
        why = row.get("rate_status") or row.get("unranked_reason")
        # A status of `ok` is of the other rates: this one's marks are not recorded.
        return reason(words, why) if why and why != "ok" else words("table.absent")
    interval = share_interval(words, row[f"{name}_lower"], row[f"{name}_upper"])
    return words("event.rate", rate=share(words, row[name]), interval=interval) if interval else share(words, row[name])


def _cell(row: Row, name: str, words: Words) -> Children:
    """A rate with its interval below it, as a table has it."""
    interval = share_interval(words, row[f"{name}_lower"], row[f"{name}_upper"])
    if row[name] is None or interval is None:
        return _rate(row, name, words)
    return rate_cell(share(words, row[name]), interval)


def _headline(events: Events, month: Row) -> html.Section:
    words = events.setting.words
    stock = next((row for row in events.backlog if row["period_id"] == month["period_id"]), None)
    tiles = [
        (
            words("event.reported"),
            words.number(month["reported"]),
            words("event.cancelled", count=number(words, month["cancelled"])),
        ),
        *(
            (
                words(f"event.{name}"),
                share(words, month[name]) if month[name] is not None else words("table.absent"),
                _tile_note(month, name, base, words),
            )
            for name, base in (("closure_rate", "due_closed"), ("on_time_rate", "due_on_time"))
        ),
    ]
    if stock is not None:
        note = words("event.oldest", days=number(words, stock["oldest_days"]))
        tiles.append((words("late.overdue"), number(words, stock["overdue"]), note))
    return html.Section(
        [
            html.Div(
                [
                    html.P(label, className="tile-label"),
                    html.P(figure, className="tile-figure"),
                    html.P(note, className="tile-note"),
                ],
                className="tile",
            )
            for label, figure, note in tiles
        ],
        className="headline",
    )


def _tile_note(month: Row, name: str, base: str, words: Words) -> str:
    parts = [words("table.ratio", numerator=words.number(month[base]), denominator=words.number(month["due"]))]
    if interval := share_interval(words, month[f"{name}_lower"], month[f"{name}_upper"]):
        parts.insert(0, words("tooltip.interval", interval=interval))
    return " · ".join(parts)


def _rates(events: Events, month: Row) -> Drawn:
    """Closed and in time, of what was due in each month."""
    words, rows = events.setting.words, events.months[-_MOST_MONTHS:]
    label = words("event.rates_label")
    lines = [
        Line(words(f"event.{name}"), place, [_rate_point(row, name, words) for row in rows])
        for place, name in enumerate(_RATES)
    ]
    columns = [
        Column(words("evidence.period")),
        *(Column(words(f"event.{name}"), is_number=True) for name in ("due", "due_closed", "due_on_time")),
        *(Column(words(f"event.{name}"), is_number=True) for name in _RATES),
    ]
    table: list[list[Children]] = [
        [
            period_name(row, words)
            if row["is_complete"]
            else words("filter.incomplete", period=period_name(row, words)),
            *(number(words, row[name]) for name in ("due", "due_closed", "due_on_time")),
            *(_cell(row, name, words) for name in _RATES),
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
        tooltip=[f"<b>{period_name(row, words)}</b>", words(f"event.{name}"), _rate(row, name, words)],
    )


def _ages(events: Events) -> Drawn:
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
                    f"<b>{period_name(row, words)}</b>",
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


def _areas(events: Events, month: Row) -> Drawn:
    """The areas below by their on-time rate with intervals."""
    words, here = events.setting.words, dict(events.address.given)
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
            series=None,
            tooltip=[f"<b>{words.of(row)}</b>", _rate(row, "on_time_rate", words)],
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
    ]
    table: list[list[Children]] = []
    for row in events.below:
        link = area_link(words, row, here)
        counts = ("due", "due_on_time", "open_events", "overdue", "oldest_days")
        table.append(
            [
                link,
                _cell(row, "on_time_rate", words),
                _cell(row, "closure_rate", words),
                *(number(words, row[name]) for name in counts),
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
            data_table(words("event.areas_caption"), columns, table),
            events.setting.line("marts.mart_event_closure"),
        ],
    )


def _units(events: Events) -> html.Section | None:
    """Responsible units by their place, as sets, with what they have open."""
    if not events.units:
        return None
    words = events.setting.words
    columns = [
        Column(words("table.rank")),
        Column(words("late.unit")),
        *(Column(words(f"event.{name}"), is_number=True) for name in ("on_time_rate", "due", "rework_rate")),
        Column(words("late.overdue"), is_number=True),
        Column(words("late.oldest"), is_number=True),
    ]
    rows: list[list[Children]] = [
        [
            _place(row, words),
            row["responsible_unit"],
            _cell(row, "on_time_rate", words),
            number(words, row["due"]),
            _cell(row, "rework_rate", words),
            number(words, row["overdue"]),
            number(words, row["oldest_days"]),
        ]
        for row in events.units
    ]
    return html.Section(
        [
            html.H2(words("event.units")),
            data_table(words("event.units_caption"), columns, rows),
            events.setting.line("marts.mart_event_closure_unit"),
        ],
        className="panel panel-units",
    )


def _place(row: Row, words: Words) -> str:
    if row["rank"] is None:
        return words("table.unranked_reason", reason=reason(words, row["unranked_reason"]))
    if row["rank_lower"] is None:
        return str(row["rank"])
    return words("table.rank_with_interval", rank=row["rank"], lower=row["rank_lower"], upper=row["rank_upper"])


def _categories(events: Events) -> html.Section:
    """Whether a rate is made by easy events: each kind of event on its own."""
    words = events.setting.words
    columns = [
        Column(words("filter.category")),
        *(
            Column(words(f"event.{name}"), is_number=True)
            for name in ("reported_count", "due", *_RATES, "rework_rate", "loop_rate")
        ),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row),
            number(words, row["reported"]),
            number(words, row["due"]),
            *(_cell(row, name, words) for name in (*_RATES, "rework_rate", "loop_rate")),
        ]
        for row in events.categories
    ]
    return html.Section(
        [
            html.H2(words("event.categories")),
            data_table(words("event.categories_caption"), columns, rows),
            events.setting.line("marts.mart_event_closure"),
        ],
        className="panel panel-categories",
    )
