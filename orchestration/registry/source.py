"""What a city pack's `sources/*.yml` declares: how the files of one feed are found, read and understood."""

import codecs
import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

import polars as pl
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, field_validator, model_validator

from orchestration.registry.documents import Declaration, Identifier, Text
from orchestration.registry.feeds import FEEDS, Feed, FieldType


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"no encoding is called {name!r}; expected one like utf-8 or gb18030") from None
    return name


def _time_format(text: str) -> str:
    if "%" not in text:
        raise ValueError(f"{text!r} is no format of dates; expected one like '%Y-%m-%d'")
    return text


def _below_inbox(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{pattern!r}: expected a path below the inbox, such as alarms/*.csv")
    return pattern


def _cell_pattern(pattern: str) -> str:
    """A pattern that polars applies to cells: it knows no look-around, which Python's does."""
    try:
        pl.select(pl.lit("").str.contains(pattern))
    except pl.exceptions.ComputeError:
        raise ValueError(f"{pattern!r} is no pattern (regular expression without look-around)") from None
    return pattern


def _text_pattern(pattern: str) -> str:
    """A pattern that Python applies to file names and headers."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no pattern (regular expression): {error}") from None
    return pattern


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Encodings = Annotated[tuple[Annotated[str, AfterValidator(_encoding)], ...], BeforeValidator(_as_tuple)]
TimeFormats = Annotated[tuple[Annotated[str, AfterValidator(_time_format)], ...], BeforeValidator(_as_tuple)]
FilePatterns = Annotated[tuple[Annotated[str, AfterValidator(_below_inbox)], ...], BeforeValidator(_as_tuple)]
CellPattern = Annotated[str, AfterValidator(_cell_pattern)]
TextPattern = Annotated[str, AfterValidator(_text_pattern)]


class Format(Declaration):
    """How the bytes of a file become a table of text cells."""

    type: Literal["csv", "xlsx", "geojson"] = Field(description="kind of file")
    encodings: Encodings = Field(default=("utf-8",), description="tried in this order; the first that fits is used")
    # A tab is a delimiter, so blanks are not stripped from it.
    delimiter: Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1)] = Field(
        default=",", description="character between cells"
    )
    decimal: Literal[".", ","] = Field(default=".", description="decimal mark")
    skip_rows: int = Field(default=0, ge=0, description="lines above the header row")
    sheet: str | None = Field(default=None, description="sheet name; the first sheet if left out")
    footnote: CellPattern | None = Field(
        default=None, description="pattern of the first cell of lines that are no data"
    )
    null_values: tuple[str, ...] = Field(default=("",), description="cells that mean nothing was filled in")


class Wide(Declaration):
    """Columns that hold one value each of a series (a month a column): turned into one row a value."""

    columns: TextPattern = Field(description="pattern of the headers to turn into rows")
    name: Identifier = Field(default="name", description="column that takes the headers")
    value: Identifier = Field(default="value", description="column that takes the cells")


class Value(Declaration):
    """Where a field's value stands and how it is written.

    Exactly one of `column` (the first of these headers that the file has), `constant`, or `sum` (headers added up).
    """

    column: Names = Field(default=(), description="header, or several: the first that the file has")
    constant: str | None = Field(default=None, description="the same value for every row")
    sum: Names = Field(default=(), description="headers whose numbers are added up")
    formats: TimeFormats = Field(default=(), description="strptime formats of dates and times, in order of preference")
    extract: CellPattern | None = Field(default=None, description="pattern; its first group is the value")
    pad: int | None = Field(default=None, ge=1, description="pad with leading zeros to this width")
    values: dict[str, str] = Field(default={}, description="what is written → what it means")
    map: str | None = Field(default=None, description="crosswalk in the pack: source_value, target")
    true_values: Names = Field(default=(), description="words for yes; all others mean no")
    multiply: float = Field(default=1, gt=0, description="a number's factor, e.g. 0.01 where 93 stands for 93 %")
    period: Literal["M", "Q", "H", "Y"] | None = Field(
        default=None, description="the period in which the date of a survey wave lies"
    )
    end_of_day: bool = Field(
        default=False, description="a day stands for its last moment: due on it is due by midnight"
    )

    @model_validator(mode="after")
    def _one_origin(self) -> "Value":
        if [bool(self.column), self.constant is not None, bool(self.sum)].count(True) != 1:
            raise ValueError("give exactly one of column, constant and sum")
        if self.extract and re.compile(self.extract).groups != 1:
            raise ValueError("extract: the pattern needs exactly one group")
        return self


class AreaReference(Declaration):
    """Which area of a level a row lies in."""

    level: Names = Field(description="level_id, or several where the file mixes levels")
    column: Names = Field(default=(), description="header, or several: the first that the file has")
    constant: str | None = Field(default=None, description="the same area for every row")
    by: Literal["code", "name"] = Field(default="code", description="what the cells give of the area")
    strip_zeros: bool = Field(default=False, description="07 and 7 are the same code")
    aliases: dict[str, str] = Field(default={}, description="other spellings → the register's code or name")
    unknown_values: tuple[str, ...] = Field(
        default=(), description="values that say the place is not known; such rows stay in the city's total"
    )
    skip_values: tuple[str, ...] = Field(default=(), description="rows of these areas are subtotals and not read")
    valid_on: str | None = Field(
        default=None,
        description="field whose day says of which version of the map the code is; the event's own day if left out",
    )

    @model_validator(mode="after")
    def _one_origin(self) -> "AreaReference":
        if bool(self.column) == (self.constant is not None):
            raise ValueError("give exactly one of column and constant")
        return self


class Identity(Declaration):
    """What makes two rows the same.

    `none`: equal rows are not duplicates; a new version of a file replaces the one of the same name.
    `key`: rows of the same key are versions of one thing and the newest file wins.
    """

    kind: Literal["none", "key"] = Field(description="whether rows have a key")
    fields: Names = Field(default=(), description="fields that make the key; `area` is the row's place")

    @model_validator(mode="after")
    def _key_has_fields(self) -> "Identity":
        if (self.kind == "key") != bool(self.fields):
            raise ValueError("kind key needs fields; kind none takes none")
        return self


class Coverage(Declaration):
    """Which days a file tells all about, so that a month nobody sent is not read as zero.

    `file_name`: the month (or, with %d in `format`, the day) stands in the name. `recorded`: the months of
    field `recorded_on`. `events`: from the first to the last event day in the file. `sample`: the file does
    not hold all there was, so its months are shown but never complete.
    """

    by: Literal["file_name", "recorded", "events", "sample"] = Field(description="where the period stands")
    pattern: TextPattern = Field(
        default=r"(\d{6})", description="for file_name: pattern whose first group is the period"
    )
    format: Annotated[str, AfterValidator(_time_format)] = Field(
        default="%Y%m", description="for file_name: strptime format of that group"
    )

    @field_validator("pattern")
    @classmethod
    def _holds_the_period(cls, pattern: str) -> str:
        if not re.compile(pattern).groups:
            raise ValueError(r"the pattern needs a group that holds the period, such as (\d{6})")
        return pattern


class Source(Declaration):
    """One `sources/*.yml`."""

    schema_version: Literal[1] = Field(description="version of this form of declaration")
    source_id: Identifier = Field(description="name of the source, unique in the city")
    feed: Feed = Field(description="what the rows are")
    title: Text = Field(description="what readers see as the source's name")
    publisher: str = Field(default="", description="who publishes or sends the files")
    licence: str = Field(default="", description="terms under which they may be used")
    url: str = Field(default="", description="where they are offered")
    survey: Identifier | None = Field(
        default=None,
        description="the survey whose waves the file holds, where several sources hold it; else the source",
    )
    files: FilePatterns = Field(description="patterns of file paths under the inbox")
    location: Literal["inbox", "pack"] = Field(
        default="inbox", description="whether `files` are below the inbox or stand in the pack"
    )
    required: bool = Field(default=False, description="a run without any such file is an error")
    format: Format = Field(description="how the bytes of a file become a table of cells")
    wide: Wide | None = Field(default=None, description="columns of a series that become rows")
    columns: dict[str, Value] = Field(
        default={}, description="field of the feed → where it stands and how it is written"
    )
    areas: tuple[AreaReference, ...] = Field(default=(), description="in which area a row lies, one entry a hierarchy")
    unused: Names = Field(
        default=(), description="harmless headers known and left out, so that others stand out as new"
    )
    drop: Names = Field(default=(), description="headers of personal columns: left in landing, never looked at again")
    not_personal: dict[str, Annotated[str, StringConstraints(min_length=1)]] = Field(
        default={}, description="header → why a column that looks personal is not"
    )
    time_precision: Literal["minute", "day", "month"] = Field(
        default="minute", description="how exactly the times of events are known"
    )
    signed_counts: bool = Field(default=False, description="counts may be negative: corrections of earlier rows")
    coverage: Coverage | None = Field(default=None, description="which days a file tells all about; feeds of events")
    identity: Identity = Field(default=Identity(kind="none"), description="what makes two rows the same")

    @property
    def fields(self) -> dict[str, Value]:
        """The declared columns, and a polygon file's geometry, which is no property with a name of its own."""
        return self.columns | ({"geometry": Value(column=("geometry",))} if self.format.type == "geojson" else {})

    @property
    def field_columns(self) -> frozenset[str]:
        """Headers whose cells become values of fields."""
        return frozenset(name for value in self.fields.values() for name in (*value.column, *value.sum))

    @property
    def area_columns(self) -> frozenset[str]:
        """Headers whose cells say in which area a row lies; the area alone is kept."""
        return frozenset(name for reference in self.areas for name in reference.column)

    @model_validator(mode="after")
    def _drops_nothing_it_needs(self) -> "Source":
        dropped = set(self.drop)
        for key, names in (
            ("columns", self.field_columns),
            ("unused", self.unused),
            ("not_personal", self.not_personal),
        ):
            if both := sorted(dropped & set(names)):
                raise ValueError(f"drop: {', '.join(both)} stands under {key} too; name it in one of the two")
        return self

    @model_validator(mode="after")
    def _fits_its_feed(self) -> "Source":
        spec = FEEDS[self.feed]
        for name, value in self.columns.items():
            field = spec.fields.get(name)
            if field is None:
                raise ValueError(f"columns.{name}: feed {self.feed} has no such field; it has {', '.join(spec.fields)}")
            is_time = field.type in (FieldType.DATE, FieldType.DATETIME)
            if is_time and not value.formats and self.format.type == "csv":
                raise ValueError(f"columns.{name}.formats: a date needs at least one format, e.g. '%Y-%m-%d'")
        missing = [name for name, field in spec.fields.items() if field.required and name not in self.fields]
        if missing:
            raise ValueError(f"columns: {', '.join(missing)} missing; feed {self.feed} requires it")
        if bool(self.areas) != (spec.areas != "none"):
            raise ValueError(f"areas: feed {self.feed} takes {spec.areas} area reference(s)")
        if spec.areas == "one" and len(self.areas) > 1:
            raise ValueError(f"areas: feed {self.feed} takes one area reference")
        if spec.event_time and self.coverage is None:
            raise ValueError("coverage: missing; say which months a file completes")
        if self.coverage and self.coverage.by == "recorded" and "recorded_on" not in self.columns:
            raise ValueError("coverage: by recorded needs columns.recorded_on")
        for reference in self.areas:
            day = spec.fields.get(reference.valid_on or "")
            is_time = day is not None and day.type in (FieldType.DATE, FieldType.DATETIME)
            if reference.valid_on and not (is_time and reference.valid_on in self.columns):
                raise ValueError(f"areas.valid_on: {reference.valid_on} is no date or time among columns")
        unknown = [name for name in self.identity.fields if name not in spec.fields and name != "area"]
        if unknown:
            raise ValueError(f"identity.fields: feed {self.feed} has no {', '.join(unknown)}")
        # All rows would have the same empty key and replace each other.
        undeclared = [name for name in self.identity.fields if name not in self.columns and name != "area"]
        if undeclared:
            raise ValueError(f"identity.fields: {', '.join(undeclared)} is not among columns")
        return self
