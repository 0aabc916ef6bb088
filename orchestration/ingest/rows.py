"""The shape in which accepted rows are stored, feed by feed, and the days a file covers.

Columns and types are those of `raw_schema`; what a row must fulfil to be accepted belongs in `rules`.
"""

import re
from datetime import date

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.ledger import months_between
from orchestration.ingest.periods import period_of, span_of
from orchestration.raw_schema import EVENT_FEEDS, POPULATION, TALLY_FEEDS
from orchestration.registry.feeds import FEEDS, TARGETS, Feed
from orchestration.registry.source import Coverage, Source

_TYPES: dict[str, pl.DataType] = {
    "varchar": pl.String(),
    "bigint": pl.Int64(),
    "integer": pl.Int32(),
    "double": pl.Float64(),
    "boolean": pl.Boolean(),
    "date": pl.Date(),
    "timestamp": pl.Datetime("us"),
}


def raw_rows(accepted: pl.DataFrame, source: Source, file_id: str) -> pl.DataFrame:
    """Accepted rows with the columns and types of the feed's raw table, in the order of the file."""
    spec = FEEDS[source.feed]
    frame = accepted.with_columns(
        pl.lit(file_id).alias("file_id"),
        *[pl.col(name).alias(f"{name}_id") for name, field in spec.fields.items() if field.type in TARGETS],
    )
    if spec.period:
        frame = frame.unnest(spec.period)
    if spec.period == "wave":
        frame = frame.with_columns(
            wave_id=pl.format("{}:{}", pl.lit(source.survey or source.source_id), pl.col("period_id"))
        )
    if spec.event_time:
        frame = frame.with_columns(
            event_month=pl.col(spec.event_time).dt.truncate("1mo").dt.date(),
            time_precision=pl.lit(source.time_precision),
        )
        if source.feed == Feed.GRID_EVENTS:
            # Some senders say that an event was cancelled and not when: it then was from its report on.
            without_date = pl.when("is_cancelled").then("reported_at")
            frame = frame.with_columns(cancelled_at=pl.coalesce("cancelled_at", without_date))
        columns = EVENT_FEEDS[source.feed]
    elif source.feed in TALLY_FEEDS:
        if source.feed == Feed.SURVEY_SCORES:
            frame = frame.with_columns(score=pl.coalesce(pl.col("numerator") / pl.col("denominator"), "score"))
        columns = TALLY_FEEDS[source.feed]
    elif source.feed == Feed.POPULATION:
        columns = POPULATION
    else:
        return frame
    return frame.select(pl.col(name).cast(_TYPES[kind]) for name, kind in columns.items())


def days_of_rows(source: Source, accepted: pl.DataFrame) -> pl.DataFrame:
    """The different days that accepted rows tell of: `event_day`, and `recorded_on` where that says what is covered."""
    spec = FEEDS[source.feed]
    if spec.event_time:
        event_day = pl.col(spec.event_time).dt.date()
    elif spec.period:
        event_day = pl.col(spec.period).struct.field("period_end")
    elif spec.day:
        event_day = pl.col(spec.day)
    else:
        event_day = pl.lit(None, dtype=pl.Date)
    is_by_record = source.coverage is not None and source.coverage.by == "recorded"
    recorded_on = pl.col("recorded_on") if is_by_record else pl.lit(None, dtype=pl.Date)
    return accepted.select(event_day=event_day, recorded_on=recorded_on).unique()


def coverage_of(source: Source, days: pl.DataFrame, file_name: str) -> list[tuple[date, date]]:
    """Spans of days for which the file tells all there was.

    Args:
        days: as `days_of_rows` gives them.

    Raises:
        InputError: the days should stand in the file's name and do not.
    """
    coverage = source.coverage
    if coverage is None or days.is_empty():
        return []
    if coverage.by == "file_name":
        return [_span_in_name(coverage, file_name)]
    if coverage.by == "recorded":
        months = days["recorded_on"].drop_nulls().dt.truncate("1mo").unique().sort()
        return [_month(day) for day in months]
    event_days = days["event_day"]
    if coverage.by == "sample":
        # One day of each month: enough to show the month, never enough to complete it.
        return [(month, month) for month in event_days.dt.truncate("1mo").unique().sort()]
    first, last = event_days.min(), event_days.max()
    assert isinstance(first, date)
    assert isinstance(last, date)
    if source.time_precision == "month":
        last = _month(last)[1]
    return [(first, last)]


def first_and_last_day(source: Source, days: pl.Series) -> tuple[date | None, date | None]:
    """What events are told of, from when to when; a month that is named by its first day was counted to its last."""
    first, last = days.min(), days.max()
    if not isinstance(first, date) or not isinstance(last, date):
        return None, None
    return first, _month(last)[1] if source.time_precision == "month" else last


def days_of(row: dict[str, object]) -> tuple[date, date]:
    """The first and last day of a row of the ledger's coverage."""
    return date.fromisoformat(str(row["first_day"])), date.fromisoformat(str(row["last_day"]))


def complete_months(spans: list[tuple[date, date]]) -> dict[str, bool]:
    """Months that any span reaches, and whether the spans together hold every day of them."""
    days: set[date] = set()
    for first, last in spans:
        days.update(date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    months = {month for first, last in spans for month in months_between(first, last)}
    return {month: _holds_whole(days, *_month(date.fromisoformat(month))) for month in sorted(months)}


def _holds_whole(days: set[date], first: date, last: date) -> bool:
    return all(date.fromordinal(n) in days for n in range(first.toordinal(), last.toordinal() + 1))


def _month(day: date) -> tuple[date, date]:
    period = period_of("M", day.year, day.month)
    return period.start, period.end


def _span_in_name(coverage: Coverage, file_name: str) -> tuple[date, date]:
    match = re.search(coverage.pattern, file_name)
    # The second group may be one that need not be there.
    texts = [text for text in match.groups() if text is not None] if match else []
    spans = [span_of(text, coverage.format, coverage.calendar) for text in texts]
    found = [span for span in spans if span is not None]
    if not found or len(found) < len(spans):
        raise InputError(
            f"{file_name}: the period does not stand in the file's name as {coverage.pattern!r} ({coverage.format}). "
            f"Rename the file, or correct `coverage` in the source's declaration."
        )
    (first, _), (_, last) = found[0], found[-1]
    if last < first:
        raise InputError(f"{file_name}: the period in the file's name ends before it begins. Rename the file.")
    return first, last
