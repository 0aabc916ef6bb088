"""The tables of the grid events: the month in short, units by their place, kinds of events."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table
from dashboards.i18n import Words
from dashboards.pages.grid_events._cells import RATES, rate_with_interval
from dashboards.pages.grid_events._content import Events
from dashboards.serving import Row
from dashboards.values import number, reason, share, share_interval


def headline(events: Events, month: Row) -> html.Section:
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


def units_section(events: Events) -> html.Section | None:
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
            words.term(row["responsible_unit"]),
            rate_with_interval(row, "on_time_rate", words),
            number(words, row["due"]),
            rate_with_interval(row, "rework_rate", words),
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


def categories_section(events: Events) -> html.Section:
    """Whether a rate is made by easy events: each kind of event on its own."""
    words = events.setting.words
    columns = [
        Column(words("filter.category")),
        *(
            Column(words(f"event.{name}"), is_number=True)
            for name in ("reported_count", "due", *RATES, "rework_rate", "loop_rate")
        ),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row),
            number(words, row["reported"]),
            number(words, row["due"]),
            *(rate_with_interval(row, name, words) for name in (*RATES, "rework_rate", "loop_rate")),
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
