"""From text cells to typed fields, by a source's declaration.

Each field becomes a typed column and, beside it, a reason where its text could not be taken. Rules that
compare fields of a row belong in `rules`, areas in `areas`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, reduce

import polars as pl

from anlan.errors import InputError
from orchestration.ingest import dates, numbers
from orchestration.ingest.characters import plain
from orchestration.ingest.periods import Period, parse_period, period_containing
from orchestration.ingest.reading.table import cells_of
from orchestration.registry.catalogue import KIND_OF_FEED
from orchestration.registry.crosswalk import Crosswalk
from orchestration.registry.feeds import FEEDS, Field, FieldType
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source
from orchestration.registry.values import ANY_OTHER_WORD, UNMAPPED, Value

_TRUE = ("true", "t", "yes", "y", "1", "是", "有")
_FALSE = ("false", "f", "no", "n", "0", "否", "无", "無")
_INVALID = {
    FieldType.INTEGER: "invalid_number",
    FieldType.NUMBER: "invalid_number",
    FieldType.BOOLEAN: "invalid_flag",
    FieldType.DATE: "invalid_date",
    FieldType.DATETIME: "invalid_date",
    FieldType.CATEGORY: "unknown_category",
    FieldType.MEASURE: "unknown_measure",
    FieldType.OPTION: "unknown_option",
    FieldType.INDICATOR: "unknown_indicator",
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
    """How one field is read: its typed expression, over the table with texts, and the reasons that refuse a row, over
    what that gives.
    """

    name: str
    typed: pl.Expr
    reasons: tuple[Reason, ...]
    # The field's text once more, where reading it showed that blanks have to be taken off first.
    text: pl.Expr | None = None


def text_of(name: str) -> str:
    """The column that holds a field's text as the file has it."""
    return f"text:{name}"


def with_texts(frame: pl.DataFrame, source: Source, file_name: str) -> pl.DataFrame:
    """The table `frame` of text cells, and the text of each field the source declares.

    Raises:
        InputError: a declared column is not in the file.
    """
    texts = _Texts(frame, file_name)
    return frame.with_columns(texts.of(name, value).alias(text_of(name)) for name, value in source.fields.items())


def read_fields(frame: pl.DataFrame, source: Source, pack: CityPack, file_name: str) -> list[FieldReading]:
    """How all fields the source declares are read, over the table with their texts.

    Raises:
        InputError: a declared column is not in the file.
    """
    reader = _Reader(frame, source, pack, file_name)
    return [reader.read(name, value) for name, value in source.fields.items()]


def find_column(frame: pl.DataFrame, names: tuple[str, ...], file_name: str, what: str) -> str:
    """The first of `names` that the file has.

    Raises:
        InputError: it has none of them; the message lists the headers found.
    """
    for name in names:
        if name in frame.columns:
            return name
    headers = ", ".join(column for column in cells_of(frame) if not column.startswith(text_of("")))
    raise InputError(
        f"{file_name}: column {' or '.join(repr(name) for name in names)} is missing (needed for {what}). "
        f"The file has: {headers}. Correct the file's header, or add its name to the source's declaration."
    )


def text_in_name(pattern: str, file_name: str, what: str) -> pl.Expr:
    """What the pattern's group matches in the file's name.

    Raises:
        InputError: the name does not hold it.
    """
    match = re.search(pattern, file_name)
    if match is None:
        raise InputError(
            f"{file_name}: the file's name does not hold {pattern!r} (needed for {what}). Rename the file, or correct "
            f"file_name in the source's declaration."
        )
    return pl.lit(match.group(1))


@dataclass(frozen=True)
class _Texts:
    """The texts of fields in one file's table."""

    frame: pl.DataFrame
    file_name: str

    def of(self, name: str, value: Value) -> pl.Expr:
        """The field's text; of several columns their cells joined, null if all are empty."""
        if value.constant is not None:
            return pl.lit(value.constant)
        if value.file_name is not None:
            text: pl.Expr = text_in_name(value.file_name, self.file_name, name)
        elif value.join:
            joined = pl.concat_str(
                [self._translated(cell, value) for cell in self.cells(name, value)], separator=" ", ignore_nulls=True
            )
            text = pl.when(joined != "").then(joined)
        elif value.sum:
            joined = pl.concat_str(self.cells(name, value), separator=" + ", ignore_nulls=True)
            return pl.when(joined != "").then(joined)
        else:
            (text,) = self.cells(name, value)
        if value.extract:
            text = text.str.extract(value.extract, 1)
        if value.pad:
            text = text.str.zfill(value.pad)
        return text if value.join else self._translated(text, value)

    def cells(self, name: str, value: Value) -> list[pl.Expr]:
        """The cells of each column the value stands in, without the words that mean nothing was entered."""
        alternatives = [value.column] if value.column else [(header,) for header in value.join + value.sum]
        cells = [pl.col(find_column(self.frame, headers, self.file_name, name)) for headers in alternatives]
        if not value.null_values:
            return cells
        return [pl.when(~cell.is_in(value.null_values)).then(cell) for cell in cells]

    @staticmethod
    def _translated(text: pl.Expr, value: Value) -> pl.Expr:
        return text.replace(value.values) if value.values else text


@dataclass(frozen=True)
class _Reader:
    """Reads the fields of one file's table, in which their texts stand."""

    frame: pl.DataFrame
    source: Source
    pack: CityPack
    file_name: str

    def read(self, name: str, value: Value) -> FieldReading:
        field = self.source.spec.fields[name]
        text, typed = pl.col(text_of(name)), pl.col(name)
        reasons = []
        # Rows without their key would all pass for versions of one thing.
        if field.required or name in self.source.identity.fields:
            reasons.append(Reason("missing_value", name, text.is_null(), text))
        is_unread = text.is_not_null() & typed.is_null()
        if field.type in _INVALID:
            reasons.append(Reason(_INVALID[field.type], name, is_unread, text))
        elif field.words:
            reasons.append(Reason("unknown_word", name, is_unread, text))
        if field.least == 0:
            reasons.append(Reason("negative_count", name, typed < 0, text))
        elif field.least is not None:
            reasons.append(Reason("number_too_small", name, typed < field.least, text))
        typed_text = self._typed(name, text, value, field).alias(name)
        stripped = self._stripped(name) if field.type in (FieldType.DATE, FieldType.DATETIME) else None
        return FieldReading(name, typed_text, tuple(reasons), stripped)

    def _stripped(self, name: str) -> pl.Expr | None:
        """The texts of a time, which are left as they stand in reading, without blanks if some are no times."""
        if self.frame[text_of(name)].null_count() == self._times[name].null_count():
            return None
        text = pl.col(text_of(name)).str.strip_chars()
        return pl.when(~text.is_in(self.source.format.null_values)).then(text).alias(text_of(name))

    def _typed(self, name: str, text: pl.Expr, value: Value, field: Field) -> pl.Expr:
        match field.type:
            case FieldType.TEXT:
                return pl.when(text.is_in(field.words)).then(text) if field.words else text
            case FieldType.NUMBER:
                return self._number(name, text, value)
            case FieldType.INTEGER:
                return numbers.whole(self._number(name, text, value))
            case FieldType.BOOLEAN:
                return _flag(text, value)
            case FieldType.DATE | FieldType.DATETIME:
                times: pl.Expr = pl.lit(self._times[name])
                if value.end_of_day:
                    times = times.dt.truncate("1d") + timedelta(days=1, microseconds=-1)
                return times.dt.date() if field.type == FieldType.DATE else times
            case FieldType.PERIOD:
                return self._period(text, value)
            case FieldType.CATEGORY | FieldType.MEASURE | FieldType.OPTION | FieldType.INDICATOR:
                return self._target(text, value, field.type)

    def _number(self, name: str, text: pl.Expr, value: Value) -> pl.Expr:
        decimal = self.source.format.decimal
        cells = _Texts(self.frame, self.file_name).cells(name, value) if value.sum else [text]
        parts = [numbers.number(plain(self.frame, c), decimal, value.thousands, value.multiply) for c in cells]
        # A sum with a part missing would be too small.
        return parts[0] if len(parts) == 1 else pl.sum_horizontal(parts, ignore_nulls=False)

    @cached_property
    def _times(self) -> dict[str, pl.Series]:
        """The times of all fields that are times."""
        fields = self.source.spec.fields
        kinds = (FieldType.DATE, FieldType.DATETIME)
        values = {name: value for name, value in self.source.fields.items() if fields[name].type in kinds}
        return dates.times_of_many(
            self.frame, {name: (pl.col(text_of(name)), value, self._zones(value)) for name, value in values.items()}
        )

    def _zones(self, value: Value) -> dates.Zones:
        return dates.Zones(value.timezone or self.source.timezone, self.pack.city.timezone)

    def _period(self, text: pl.Expr, value: Value) -> pl.Expr:
        """Periods are few: each different text is read once."""
        waves = self.frame.select(text.drop_nulls().unique().alias("wave"))
        if value.formats:
            waves = waves.with_columns(day=dates.times(waves, pl.col("wave"), value, self._zones(value)).dt.date())
        else:
            waves = waves.with_columns(day=pl.lit(None, dtype=pl.Date))
        periods = {
            wave: parse_period(wave, value.calendar) if day is None else period_containing(day, value.period or "M")
            for wave, day in waves.rows()
        }
        found = {wave: _struct(period) for wave, period in periods.items() if period is not None}
        return text.replace_strict(list(found), list(found.values()), default=None, return_dtype=PERIOD_STRUCT)

    def _target(self, text: pl.Expr, value: Value, kind: FieldType) -> pl.Expr:
        if value.map:
            found = _mapped(text, self.pack.crosswalk(value.map), self._event_day)
        else:
            known = _targets(self.pack, self.source, kind)
            found = text.replace_strict({target: target for target in known}, default=None, return_dtype=pl.String)
        if value.unmapped == "keep":
            return pl.coalesce(found, pl.when(text.is_not_null()).then(pl.lit(UNMAPPED)))
        return found

    def _event_day(self) -> pl.Expr:
        """The day by which codes are understood."""
        spec = FEEDS[self.source.feed]
        name = spec.event_time or spec.period or spec.day
        assert name is not None, f"{self.source.feed}: rows of feeds with categories have a day"
        if name != spec.period:
            return pl.lit(self._times[name]).dt.date()
        return self._period(pl.col(text_of(name)), self.source.columns[name]).struct.field("period_end")


def _flag(text: pl.Expr, value: Value) -> pl.Expr:
    declared_yes = [word.lower() for word in value.true_values]
    declared_no = [word.lower() for word in value.false_values]
    # What is declared for one is not taken for the other.
    yes = declared_yes or [word for word in _TRUE if word not in declared_no]
    no = declared_no or [word for word in _FALSE if word not in declared_yes]
    word = text.str.to_lowercase()
    is_no = word.is_not_null() if ANY_OTHER_WORD in no else word.is_in(no)
    return pl.when(word.is_in(yes)).then(True).when(is_no).then(False)


def _mapped(text: pl.Expr, crosswalk: Crosswalk, event_day: Callable[[], pl.Expr]) -> pl.Expr:
    """What a text means on the day of the event."""
    meanings = [
        text.replace_strict(crosswalk.on(start), default=None, return_dtype=pl.String) for start in crosswalk.starts
    ]
    if len(meanings) == 1:
        return meanings[0]
    day = event_day()
    later = zip(crosswalk.starts[1:], meanings[1:], strict=True)
    return reduce(lambda earlier, span: pl.when(day >= span[0]).then(span[1]).otherwise(earlier), later, meanings[0])


PERIOD_STRUCT = pl.Struct(
    {"period_type": pl.String, "period_id": pl.String, "period_start": pl.Date, "period_end": pl.Date}
)


def _struct(period: Period) -> dict[str, str | date]:
    return {
        "period_type": period.period_type,
        "period_id": period.period_id,
        "period_start": period.start,
        "period_end": period.end,
    }


def _targets(pack: CityPack, source: Source, kind: FieldType) -> set[str]:
    if kind == FieldType.MEASURE:
        return {measure.measure_id for measure in pack.city.measures}
    if kind == FieldType.OPTION:
        return {option for measure in pack.city.measures for option in pack.options(measure)}
    if kind == FieldType.INDICATOR:
        return set(pack.indicators)
    return set(pack.categories[KIND_OF_FEED[source.feed]])
