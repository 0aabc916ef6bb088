"""What a city pack's `sources/*.yml` declares: how the files of one feed are found, read and understood."""

import codecs
import re
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from orchestration.registry.documents import Declaration, Identifier, Text
from orchestration.registry.feeds import FEEDS, Feed, FieldType
from orchestration.registry.places import AreaReference
from orchestration.registry.times import NameFormat, TimeZoneName
from orchestration.registry.types import AsTuple, CellPattern, Names, TextPattern
from orchestration.registry.values import Value


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"no encoding is called {name!r}; expected one like utf-8 or gb18030") from None
    return name


def _below_inbox(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{pattern!r}: expected a path below the inbox, such as alarms/*.csv")
    return pattern


Encodings = Annotated[tuple[Annotated[str, AfterValidator(_encoding)], ...], AsTuple]
FilePatterns = Annotated[tuple[Annotated[str, AfterValidator(_below_inbox)], ...], AsTuple]


class Format(Declaration):
    """How the bytes of a file become a table of text cells."""

    type: Literal["csv", "xlsx", "geojson"]
    encodings: Encodings = Field(default=("utf-8",), description="tried in this order; the first that fits is used")
    # A tab is a delimiter, so blanks are not stripped from it.
    delimiter: Annotated[str, StringConstraints(strip_whitespace=False, min_length=1, max_length=1)] = ","
    decimal: Literal[".", ","] = "."
    skip_rows: int = Field(default=0, ge=0, description="lines above the header row")
    skip_rows_after_header: int = Field(
        default=0, ge=0, description="rows below the header row that are no data, such as headers in another language"
    )
    sheet: str | None = Field(default=None, description="sheet name; the first sheet if left out")
    footnote: CellPattern | None = Field(
        default=None, description="pattern of the first cell of lines that are no data"
    )
    null_values: tuple[str, ...] = ("",)


class Wide(Declaration):
    """Columns that hold one value each of a series (a month a column): turned into one row a value."""

    columns: TextPattern = Field(description="pattern of the headers to turn into rows")
    name: Identifier = "name"
    value: Identifier = "value"


class Identity(Declaration):
    """What makes two rows the same.

    `none`: equal rows are not duplicates; a new version of a file replaces the one of the same name.
    `key`: rows of the same key are versions of one thing and the newest file wins.
    """

    kind: Literal["none", "key"]
    fields: Names = ()

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

    by: Literal["file_name", "recorded", "events", "sample"]
    pattern: TextPattern = r"(\d{6})"
    format: NameFormat = "%Y%m"

    @field_validator("pattern")
    @classmethod
    def _holds_the_period(cls, pattern: str) -> str:
        if not re.compile(pattern).groups:
            raise ValueError(r"the pattern needs a group that holds the period, such as (\d{6})")
        return pattern


class Source(Declaration):
    """One `sources/*.yml`."""

    schema_version: Literal[1]
    source_id: Identifier
    feed: Feed
    title: Text
    publisher: str = ""
    licence: str = ""
    url: str = ""
    survey: Identifier | None = Field(
        default=None,
        description="the survey whose waves the file holds, where several sources hold it; else the source",
    )
    files: FilePatterns = Field(description="patterns of file paths under the inbox")
    location: Literal["inbox", "pack"] = "inbox"
    required: bool = Field(default=False, description="a run without any such file is an error")
    format: Format
    wide: Wide | None = None
    columns: dict[str, Value] = Field(default={})
    areas: tuple[AreaReference, ...] = ()
    unused: Names = Field(default=(), description="headers known and left out, so that others stand out as new")
    time_precision: Literal["minute", "day", "month"] = "minute"
    timezone: TimeZoneName | None = Field(
        default=None,
        description="time zone of the written times, if not the city's; wins over an offset written beside a time, so "
        "it also corrects a wrong one. Times are stored local to the city",
    )
    signed_counts: bool = Field(default=False, description="counts may be negative: corrections of earlier rows")
    coverage: Coverage | None = None
    identity: Identity = Identity(kind="none")

    @property
    def fields(self) -> dict[str, Value]:
        """The declared columns, and a polygon file's geometry, which is no property with a name of its own."""
        return self.columns | ({"geometry": Value(column=("geometry",))} if self.format.type == "geojson" else {})

    @property
    def finds_points(self) -> bool:
        return any(link.by == "point" for reference in self.areas for link in reference.chain)

    @property
    def keeps_unmapped(self) -> bool:
        return any(value.unmapped == "keep" for value in self.columns.values())

    @model_validator(mode="after")
    def _fits_its_feed(self) -> "Source":
        spec = FEEDS[self.feed]
        for name, value in self.columns.items():
            field = spec.fields.get(name)
            if field is None:
                raise ValueError(f"columns.{name}: feed {self.feed} has no such field; it has {', '.join(spec.fields)}")
            if value.unmapped == "keep" and field.type != FieldType.CATEGORY:
                raise ValueError(f"columns.{name}.unmapped: only a category may be kept unmapped")
            if value.thousands == self.format.decimal:
                raise ValueError(f"columns.{name}.thousands: {value.thousands!r} is the decimal mark (format.decimal)")
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
        if self.finds_points and not spec.event_time:
            raise ValueError(f"areas.by: feed {self.feed} takes no points; they are for feeds of events")
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
