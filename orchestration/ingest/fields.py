"""From text cells to typed fields, by a source's declaration.

Each field becomes a typed column and, beside it, a reason where its text could not be taken. Rules that
compare fields of a row belong in `rules`, areas in `areas`.
"""

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.periods import Period, parse_period
from orchestration.ingest.reading import MARKS, ROW
from orchestration.registry.catalogue import KIND_OF_FEED
from orchestration.registry.feeds import FEEDS, Field, FieldType
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source, Value

_INVALID = {
    FieldType.INTEGER: "invalid_number",
    FieldType.NUMBER: "invalid_number",
    FieldType.BOOLEAN: "invalid_flag",
    FieldType.DATE: "invalid_date",
    FieldType.DATETIME: "invalid_date",
    FieldType.CATEGORY: "unknown_category",
    FieldType.MEASURE: "unknown_measure",
    FieldType.PERIOD: "invalid_period",
}


@dataclass(frozen=True)
class Reason:
    """Why a row may have to be refused: true where `failed`, named by `code`, at `field`, with its original
    text.
    """

    code: str
    field: str
    failed: pl.Expr
    text: pl.Expr


@dataclass(frozen=True)
class FieldReading:
    """How one field is read: its typed expression and the reasons that refuse a row."""

    name: str
    typed: pl.Expr
    reasons: tuple[Reason, ...]


def read_fields(frame: pl.DataFrame, source: Source, pack: CityPack, file_name: str) -> list[FieldReading]:
    """Expressions for all fields the source declares, over the table `frame` of text cells.

    Raises:
        InputError: a declared column is not in the file.
    """
    return [
        _read_field(frame, source, pack, file_name, name, value, FEEDS[source.feed].fields[name])
        for name, value in source.fields.items()
    ]


def find_column(frame: pl.DataFrame, names: tuple[str, ...], file_name: str, what: str) -> str:
    """The first of `names` that the file has.

    Raises:
        InputError: it has none of them; the message lists the headers found.
    """
    for name in names:
        if name in frame.columns:
            return name
    headers = ", ".join(column for column in frame.columns if column != ROW and column not in MARKS)
    raise InputError(
        f"{file_name}: column {' or '.join(repr(name) for name in names)} is missing (needed for {what}). "
        f"The file has: {headers}. Correct the file's header, or add its name to the source's declaration."
    )


def _read_field(
    frame: pl.DataFrame, source: Source, pack: CityPack, file_name: str, name: str, value: Value, field: Field
) -> FieldReading:
    text = _text(frame, source, value, file_name, name)
    typed = _typed(frame, text, source, pack, value, field.type)
    reasons = []
    # Rows without their key would all pass for versions of one thing.
    if field.required or name in source.identity.fields:
        reasons.append(Reason("missing_value", name, text.is_null(), text))
    if field.type in _INVALID:
        reasons.append(Reason(_INVALID[field.type], name, text.is_not_null() & typed.is_null(), text))
    return FieldReading(name, typed.alias(name), tuple(reasons))


def _text(frame: pl.DataFrame, source: Source, value: Value, file_name: str, name: str) -> pl.Expr:
    if value.sum:
        columns = [find_column(frame, (column,), file_name, name) for column in value.sum]
        parts = [_number(pl.col(column), source) for column in columns]
        return pl.sum_horizontal(parts, ignore_nulls=False).cast(pl.String)
    if value.constant is not None:
        return pl.lit(value.constant)
    text = pl.col(find_column(frame, value.column, file_name, name))
    if value.extract:
        text = text.str.extract(value.extract, 1)
    if value.pad:
        text = text.str.zfill(value.pad)
    if value.values:
        text = text.replace(value.values)
    return text


def _typed(
    frame: pl.DataFrame, text: pl.Expr, source: Source, pack: CityPack, value: Value, kind: FieldType
) -> pl.Expr:
    if kind == FieldType.TEXT:
        return text
    if kind in (FieldType.NUMBER, FieldType.INTEGER):
        number = _number(text, source) * value.multiply
        return number if kind == FieldType.NUMBER else _whole(number)
    if kind == FieldType.BOOLEAN:
        return text.str.to_lowercase().is_in([word.lower() for word in value.true_values or ("true", "1")])
    if kind in (FieldType.DATE, FieldType.DATETIME):
        formats = value.formats or ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d")
        times = pl.coalesce(_time(text, pattern) for pattern in formats)
        if value.end_of_day:
            times = times.dt.truncate("1d") + timedelta(days=1, microseconds=-1)
        return times.dt.date() if kind == FieldType.DATE else times
    if kind == FieldType.PERIOD:
        return _mapped(frame, text, lambda wave: _period_struct(wave, value))
    known = _targets(pack, source, kind)
    if value.map:
        crosswalk = pack.crosswalk(value.map)
        return text.replace_strict(crosswalk, default=None, return_dtype=pl.String)
    return text.replace_strict({target: target for target in known}, default=None, return_dtype=pl.String)


def _number(text: pl.Expr, source: Source) -> pl.Expr:
    if source.format.decimal == ",":
        text = text.str.replace(",", ".", literal=True)
    number = text.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def _whole(number: pl.Expr) -> pl.Expr:
    """Whole numbers only: 3.0 is 3, 3.5 is no count."""
    return pl.when(number == number.round()).then(number.cast(pl.Int64, strict=False))


def _time(text: pl.Expr, pattern: str) -> pl.Expr:
    if "%d" not in pattern:
        # A month stands for its first day.
        return (text + "-01").str.to_datetime(f"{pattern}-%d", strict=False, time_unit="us")
    return text.str.to_datetime(pattern, strict=False, time_unit="us")


def _mapped(frame: pl.DataFrame, text: pl.Expr, function) -> pl.Expr:  # type: ignore[no-untyped-def]
    """Apply a Python function to the distinct texts only; for fields with few different values."""
    distinct = frame.select(text.drop_nulls().unique().alias("text"))["text"].to_list()
    mapping = {item: function(item) for item in distinct}
    found = {item: result for item, result in mapping.items() if result is not None}
    return text.replace_strict(list(found), list(found.values()), default=None, return_dtype=PERIOD_STRUCT)


PERIOD_STRUCT = pl.Struct(
    {"period_type": pl.String, "period_id": pl.String, "period_start": pl.Date, "period_end": pl.Date}
)


def _period_struct(wave: str, value: Value) -> dict[str, object] | None:
    period: Period | None = parse_period(wave, value.formats, value.period)
    if period is None:
        return None
    return {
        "period_type": period.period_type,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
    }


def _targets(pack: CityPack, source: Source, kind: FieldType) -> set[str]:
    if kind == FieldType.MEASURE:
        return {measure.measure_id for measure in pack.city.measures}
    return set(pack.categories[KIND_OF_FEED[source.feed]])
