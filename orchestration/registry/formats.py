"""What a source's `format` and `wide` declare: how the bytes of a file become a table of text cells.

One model a type of file, so that an editor offers the keys of that type alone. What a cell means does not
belong here; `source` declares that.
"""

import codecs
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from orchestration.registry.documents import Declaration, Identifier
from orchestration.registry.types import AsTuple, CellPatterns, EnvironmentVariable, Names, TextPattern

DETECT = "detect"


def _encoding(name: str) -> str:
    if name == DETECT:
        return name
    try:
        is_text = codecs.lookup(name)._is_text_encoding
    except LookupError:
        is_text = False
    if not is_text:
        raise ValueError(f"no encoding is called {name!r}; expected one like utf-8 or gb18030, or {DETECT}")
    return name


def _detection_last(encodings: tuple[str, ...]) -> tuple[str, ...]:
    if DETECT in encodings[:-1]:
        raise ValueError(f"{DETECT} comes last: what stands behind it would never be tried")
    if not encodings:
        raise ValueError("expected at least one encoding")
    return encodings


Encodings = Annotated[tuple[Annotated[str, AfterValidator(_encoding)], ...], AsTuple, AfterValidator(_detection_last)]
# A tab is a delimiter, so blanks are not stripped from such characters.
_Character = Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1, pattern="^[ -~\t]$")]


class _Table(Declaration):
    """What every type of file may declare."""

    decimal: Literal[".", ","] = Field(default=".", description="decimal mark of numbers that are written as text")
    null_values: tuple[str, ...] = Field(default=("",), description="cells with one of these texts are empty")
    footnote: CellPatterns = Field(
        default=(), description="patterns of the first filled cell of lines that are no data; such lines are left out"
    )
    ends_at: CellPatterns = Field(
        default=(),
        description="patterns of the first filled cell of the line at which the data end; it and all below are no data",
    )
    fill_down: Names = Field(
        default=(), description="headers whose empty cells mean the cell above, as merged cells leave them"
    )


class _Encoded(_Table):
    encodings: Encodings = Field(
        default=("utf-8",),
        description="tried in this order, the first that fits is used; `detect` finds it or refuses the file",
    )


class _Packed(Declaration):
    members: TextPattern | None = Field(
        default=None,
        description="pattern of the names of a zip archive's files that are read, one after the other; "
        "left out, the archive must hold one file",
    )


class _Headed(Declaration):
    """Where the header stands, for files in which a title may stand above it."""

    skip_rows: int = Field(default=0, ge=0, description="lines above the header row; blank ones after them are skipped")
    header_marker: str | None = Field(
        default=None,
        description="a header: the first of the first 100 lines with such a cell is the header row, however many stand "
        "above it",
    )
    header_rows: int = Field(
        default=1,
        ge=1,
        le=5,
        description="rows that make up the header; their names are joined, and an empty cell of an upper row takes the "
        "name to its left, as merged cells leave it",
    )
    header_separator: Annotated[str, StringConstraints(strip_whitespace=False)] = Field(
        default="_", description="stands between the joined names of several header rows"
    )
    skip_rows_after_header: int = Field(
        default=0,
        ge=0,
        description="lines below the header that are no data: a second header in another language, units",
    )


class DelimitedFormat(_Encoded, _Packed, _Headed):
    """CSV, TSV and their kind."""

    type: Literal["csv"] = Field(description="text with a delimiter")
    delimiter: _Character = Field(default=",", description='what separates cells; a tab is written "\\t"')
    quote: _Character | None = Field(
        default='"', description="what encloses cells that hold a delimiter; null if the file knows no such character"
    )

    @model_validator(mode="after")
    def _characters_differ(self) -> "DelimitedFormat":
        if self.delimiter == self.quote:
            raise ValueError("delimiter and quote must not be the same character")
        return self


class WorkbookFormat(_Table, _Packed, _Headed):
    """An Excel workbook, of the old form (XLS) or the new (XLSX): either word reads both."""

    type: Literal["xlsx", "xls"] = Field(description="Excel workbook")
    sheet: str | None = Field(default=None, description="sheet name; the first sheet if left out")
    sheet_pattern: TextPattern | None = Field(
        default=None, description="pattern that exactly one sheet's name must fit, where the name changes"
    )

    @model_validator(mode="after")
    def _one_way_to_the_sheet(self) -> "WorkbookFormat":
        if self.sheet is not None and self.sheet_pattern is not None:
            raise ValueError("give sheet or sheet_pattern, not both")
        return self


class ParquetFormat(_Table):
    """Parquet: columns of any type, read as text."""

    type: Literal["parquet"] = Field(description="Parquet")


class JsonLinesFormat(_Encoded, _Packed):
    """JSON Lines: one flat object a line."""

    type: Literal["jsonl"] = Field(description="one JSON object a line")


class GeoJsonFormat(_Encoded):
    """A GeoJSON feature collection: properties as columns, and `geometry`."""

    type: Literal["geojson"] = Field(description="GeoJSON feature collection")


class DatabaseFormat(_Table):
    """The result of a query on a database; each different result lands as a file of its own."""

    type: Literal["database"] = Field(description="query on a database")
    connection: EnvironmentVariable = Field(
        description="environment variable that holds the address, e.g. postgresql+psycopg://reader:…@host/alarms"
    )
    query: str = Field(min_length=1, description="SQL that reads; columns are taken by the names it gives")


Format = Annotated[
    DelimitedFormat | WorkbookFormat | ParquetFormat | JsonLinesFormat | GeoJsonFormat | DatabaseFormat,
    Field(discriminator="type"),
]


class Wide(Declaration):
    """Columns that hold one value each of a series (a month a column): turned into one row a value."""

    columns: TextPattern = Field(description="pattern of the headers to turn into rows")
    name: Identifier = Field(default="name", description="column that takes the headers")
    value: Identifier = Field(default="value", description="column that takes the cells")
