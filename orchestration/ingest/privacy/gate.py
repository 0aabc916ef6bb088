"""The gate between a landed file's cells and everything that is written of them.

Every column of a file is judged, whether the declaration speaks of it or not. Columns named in `drop` are taken
out here, before any other code sees them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.fields import FieldReading, Reason
from orchestration.ingest.privacy.cells import ANY_FORM, kind_of_cell
from orchestration.ingest.privacy.columns import distinct_texts, judged, told_in_words
from orchestration.ingest.privacy.kinds import Kind
from orchestration.ingest.privacy.masking import masked_column
from orchestration.ingest.privacy.names import kind_of_header
from orchestration.ingest.reading import ROW, SURPLUS, Table
from orchestration.ingest.reading.table import with_own_texts
from orchestration.registry.feeds import FieldType
from orchestration.registry.source import Source

# Rows that are looked at; more would find no kind of column that these do not show.
SAMPLE = 1_000
# Of other fields raw keeps a date, a flag or an entry of a list, never what the cell says.
_KEEPS_CELLS = {FieldType.TEXT, FieldType.INTEGER, FieldType.NUMBER}


@dataclass(frozen=True)
class Finding:
    """A column that looks personal, and whether its header or its cells say so."""

    column: str
    kind: Kind
    by: str


class Gate:
    """Judges the columns of one file, whose rows come in pieces."""

    def __init__(self, source: Source, file_name: str) -> None:
        self._source, self._file_name = source, file_name
        self._samples: list[pl.DataFrame] = []

    def let_through(self, table: Table) -> Table:
        """A piece without the columns that the source drops. The first is judged at once, to refuse early.

        Raises:
            InputError: a column looks personal, or what should be headers are data.
        """
        if not self._samples:
            _refuse_data_as_headers(table.frame, self._source, self._file_name)
        sample = _sample(table.frame.select(_judged_columns(table.frame, self._source)))
        self._samples.append(with_own_texts(sample))
        if len(self._samples) == 1:
            self.decide()
        return replace(table, frame=table.frame.drop(_dropped(self._source), strict=False))

    def decide(self) -> None:
        """Judge all pieces together; nothing of the file may be kept before.

        Raises:
            InputError: a column looks personal and is neither dropped, nor read as an area only, nor vouched for.
        """
        found = findings(pl.concat(self._samples, how="diagonal"), self._source)
        if found:
            raise InputError(f"{self._file_name}: {_message(found, self._source)}")

    @property
    def has_judged_all(self) -> bool:
        return len(self._samples) <= 1


def screened(table: Table, source: Source, file_name: str) -> Table:
    """A whole table without the columns that the source drops.

    Raises:
        InputError: another column looks personal, or what should be headers are data.
    """
    return Gate(source, file_name).let_through(table)


def findings(frame: pl.DataFrame, source: Source) -> list[Finding]:
    """Columns of a file that look personal and are neither dropped, nor read as an area only, nor vouched for."""
    declared = source.field_columns
    columns = _judged_columns(frame, source)
    texts = distinct_texts(_sample(frame.select(columns)))
    in_words, by_cells = told_in_words(texts), judged(texts)
    found = []
    for column in columns:
        kind = None if column in declared else kind_of_header(column)
        if kind and not (kind is Kind.FREE_TEXT and column not in in_words):
            found.append(Finding(column, kind, "its name"))
        elif kind := by_cells.get(column):
            found.append(Finding(column, kind, "its values"))
    return found


def _judged_columns(frame: pl.DataFrame, source: Source) -> list[str]:
    declared = source.field_columns
    let_through = {ROW, SURPLUS, *source.drop, *source.not_personal, *(source.area_columns - declared)}
    let_through |= declared - _kept_columns(source)
    return [name for name in frame.columns if name not in let_through]


def _sample(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows from the whole of a table, its end included."""
    rows = frame.gather_every(max(1, frame.height // SAMPLE)).head(SAMPLE)
    stripped = rows.with_columns(pl.col(pl.String).str.strip_chars())
    return stripped.with_columns(pl.when(pl.col(pl.String) != "").then(pl.col(pl.String)))


def personal_cells(frame: pl.DataFrame, readings: Iterable[FieldReading], source: Source) -> list[Reason]:
    """Reasons that refuse rows (of typed fields) in which a text that raw would keep is somebody's number or address.

    A column of such cells fails the file before; this is for the odd one in a column of other things.
    """
    reasons = []
    for reading in readings:
        value = source.fields[reading.name]
        vouched = any(column in source.not_personal for column in value.headers)
        kept_as_text = source.spec.fields[reading.name].type == FieldType.TEXT and reading.name != "geometry"
        if vouched or not kept_as_text or reading.name in source.identity.fields:
            continue
        texts = frame[reading.name].unique().drop_nulls()
        formed = texts.filter(texts.str.normalize("NFKC").str.contains(ANY_FORM))
        if personal := [text for text in formed.to_list() if kind_of_cell(text, alone=True)]:
            column = pl.col(reading.name)
            reasons.append(Reason("personal_value", reading.name, column.is_in(personal), column))
    return reasons


def masked_refusals(refused: pl.DataFrame) -> pl.DataFrame:
    """Refused rows with their originals masked."""
    return refused.with_columns(masked_column(refused["value"]))


def _refuse_data_as_headers(frame: pl.DataFrame, source: Source, file_name: str) -> None:
    """A file without a header row has a row of data for headers, which later messages would quote."""
    headers = [name for name in frame.columns if name not in {ROW, SURPLUS}]
    declared = source.field_columns | source.area_columns
    if not any(map(kind_of_cell, headers)) and (not declared or declared.intersection(headers)):
        return
    raise InputError(
        f"{file_name}: has no header row, or not the declared one. The row read as headers says: "
        f"{', '.join(masked_column(pl.Series(headers)))}. Ask the sender for a file with headers, or correct "
        f"`format.skip_rows` and the names in the declaration of {source.source_id}."
    )


def _kept_columns(source: Source) -> set[str]:
    """Declared columns whose cells raw keeps as they are; a polygon's own shape is no text of anyone's."""
    spec = source.spec.fields
    values = [value for name, value in source.columns.items() if spec[name].type in _KEEPS_CELLS]
    return {column for value in values for column in value.headers}


def _dropped(source: Source) -> list[str]:
    """Columns that leave the table; an address that is dropped once its area is found is left to be read."""
    return [name for name in source.drop if name not in source.area_columns]


def _message(found: list[Finding], source: Source) -> str:
    columns = "; ".join(f"{finding.column!r} looks like {finding.kind} by {finding.by}" for finding in found)
    names = ", ".join(finding.column for finding in found)
    several = len(found) > 1
    return (
        f"{'columns' if several else 'column'} {columns}. Nothing of the file was loaded. Either drop "
        f"{'them' if several else 'it'}: write `drop: [{names}]` in the declaration of {source.source_id}; or, where "
        f"{'they tell' if several else 'it tells'} the place, coarsen {'them' if several else 'it'}: read "
        f"{'them' if several else 'it'} under `areas` only, which keeps the area alone. What is nothing about persons "
        f"after all can be let through with the reason: `not_personal: {{{found[0].column}: why}}`."
    )
