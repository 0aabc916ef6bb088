"""Quality of the sources."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table, rate_cell
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.serving import Row
from dashboards.values import number, share


def sources_section(checks: Checks) -> html.Section:
    """Each source: how much of it could be used, and how late it comes."""
    words = checks.setting.words
    names = ("quarantined", "duplicate", "unknown_area", "unmapped", "negative_duration")
    columns = [
        Column(words("checks.source")),
        *(Column(words(f"checks.{name}"), is_number=True) for name in ("files", "failed", "rows")),
        *(Column(words(f"quality.{name}"), is_number=True) for name in names),
        Column(words("checks.late"), is_number=True),
        Column(words("checks.reaches_to")),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row, "title"),
            number(words, row["files_loaded"]),
            number(words, row["files_failed"]),
            number(words, row["rows_read"]),
            *(_part(row, name, words) for name in names),
            words("late.days", days=words.number(row["median_days_late"]))
            if row["median_days_late"] is not None
            else words("table.absent"),
            words.day(row["last_event_date"]) if row["last_event_date"] else words("table.absent"),
        ]
        for row in checks.quality
    ]
    return html.Section(
        [
            html.H2(words("checks.sources")),
            data_table(words("checks.sources_caption"), columns, rows),
            checks.setting.line("marts.mart_source_quality"),
        ],
        className="panel panel-sources",
    )


def _part(row: Row, name: str, words: Words) -> Children:
    """How many rows and what part of those read; a bare zero where none."""
    count = row[f"rows_{name}"] if f"rows_{name}" in row else row[f"{name}_rows"]
    found = row[f"{name}_share"]
    if not count:
        return words.number(0)
    return words.number(count) if found is None else rate_cell(words.number(count), share(words, found))
