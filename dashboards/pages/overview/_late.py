"""What is overdue: units with their backlog, items of the list."""

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table
from dashboards.components.evidence import table_line
from dashboards.pages.overview.content import Overview
from dashboards.serving import Row


def late_sections(overview: Overview) -> Component | None:
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
                words("late.all_units") if row["responsible_unit"] == "all" else words.term(row["responsible_unit"]),
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
            words.unit_of(row["responsible_unit"] or words("table.absent"), row),
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
