"""What a city pack's `sources/*.yml` declares: how the files of one feed are found, read and understood."""

import re
from fnmatch import fnmatchcase
from pathlib import PurePosixPath
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from orchestration.registry.documents import Declaration, Identifier, Text
from orchestration.registry.feeds import FEEDS, Feed, FeedSpec, FieldType
from orchestration.registry.feeds import Field as FeedField
from orchestration.registry.formats import Format, Wide
from orchestration.registry.places import AreaReference
from orchestration.registry.times import WORDS, NameFormat, TimeZoneName
from orchestration.registry.types import AsTuple, Names, TextPattern
from orchestration.registry.values import Value

# The field of a lookup's rows that says whose table they are of.
LOOKUP = "lookup"


def _below_inbox(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{pattern!r}: expected a path below the inbox, such as alarms/*.csv")
    return pattern


def _fits(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Whether a path fits a pattern as `Path.glob` understands it: ** stands for any number of folders."""
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_fits(parts[depth:], pattern[1:]) for depth in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _fits(parts[1:], pattern[1:])


FilePatterns = Annotated[tuple[Annotated[str, AfterValidator(_below_inbox)], ...], AsTuple]


class Identity(Declaration):
    """What makes two rows the same.

    `none`: equal rows are not duplicates; a new version replaces a whole file or period (`replaces`).
    `key`: rows of the same key are versions of one thing and the newest file wins. Where corrections come as signed
    rows, `alarm_count` is part of the key, and what tells two corrections apart.
    """

    kind: Literal["none", "key"] = Field(description="whether rows have a key")
    fields: Names = Field(default=(), description="fields that make the key; `area` is the row's place")
    replaces: Literal["file", "period"] = Field(
        default="file",
        description="for kind none: a new file replaces the one of the same name (`file`), or also those all of whose "
        "days it covers (`period`); one that covers a part of another's days is then refused",
    )

    @model_validator(mode="after")
    def _key_has_fields(self) -> "Identity":
        if (self.kind == "key") != bool(self.fields):
            raise ValueError("kind key needs fields; kind none takes none")
        if self.kind == "key" and self.replaces == "period":
            raise ValueError("replaces: goes with kind none; with a key the newest row wins, in whatever file it comes")
        return self


class Coverage(Declaration):
    """Which days a file tells all about, so that a month nobody sent is not read as zero.

    `file_name`: the period stands in the name: a day where `format` has %d, a month where it has %m, else a year.
    `recorded`: the months of field `recorded_on`. `events`: from the first to the last event day in the file.
    `sample`: the file does not hold all there was, so its months are shown but never complete.
    """

    by: Literal["file_name", "recorded", "events", "sample"] = Field(description="where the period stands")
    pattern: TextPattern = Field(
        default=r"(\d{6})",
        description="for file_name: pattern with one group, the period, or two: the first period and the last",
    )
    format: NameFormat = Field(
        default="%Y%m",
        description="for file_name: strptime format of the period, or `words` for names such as 2022年11月, 2022-Q3, "
        "2022上半年, 2022年度",
    )
    calendar: Literal["gregorian", "roc"] = Field(
        default="gregorian", description="for file_name: `roc` where 111 is 2022"
    )

    @field_validator("pattern")
    @classmethod
    def _holds_the_period(cls, pattern: str) -> str:
        if re.compile(pattern).groups not in (1, 2):
            raise ValueError(
                r"the pattern needs a group that holds the period, such as (\d{6}), or two: first and last"
            )
        return pattern

    @model_validator(mode="after")
    def _has_a_republican_year(self) -> "Coverage":
        if self.calendar == "roc" and self.format != WORDS and "%Y" not in self.format:
            raise ValueError("format: with calendar roc it needs %Y, which then is the ROC year")
        return self


class Lookup(Declaration):
    """Cells of another file that complete a row: a station's district, the times of arrival of an alarm."""

    source: Identifier = Field(description="source_id of the source of feed `lookups` that holds them")
    on: dict[str, str] = Field(min_length=1, description="header here → field of that source's key")
    columns: Names = Field(
        default=(), description="fields of that source that are taken, used here by these names as headers; else all"
    )
    unmatched: Literal["quarantine", "keep"] = Field(
        default="quarantine",
        description="a row whose key is not there: `quarantine` refuses it, `keep` leaves its cells empty",
    )


Cadence = Literal["daily", "weekly", "monthly", "quarterly", "half_yearly", "yearly"]


class Quality(Declaration):
    """What is usual for a source. Checks warn of what is not; no file is refused for it."""

    cadence: Cadence | None = Field(
        default=None, description="how often data comes; without it the source is never called late"
    )
    grace_days: int = Field(default=7, ge=0, description="days after a period's end in which its data is still in time")
    rows_at_least: float = Field(
        default=0.5, ge=0, description="a month or file with fewer rows, as a share of the usual number, is warned of"
    )
    rows_at_most: float = Field(
        default=2, gt=0, description="a month or file with more rows, as a multiple of the usual number, is warned of"
    )

    @model_validator(mode="after")
    def _limits_in_order(self) -> "Quality":
        if self.rows_at_least >= self.rows_at_most:
            raise ValueError("rows_at_least must be less than rows_at_most")
        return self


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
    files: FilePatterns = Field(
        default=(), description="patterns of file paths under the inbox; none where `format` is a database's query"
    )
    location: Literal["inbox", "pack"] = Field(
        default="inbox", description="whether `files` are below the inbox or stand in the pack"
    )
    shares_files: bool = Field(
        default=False,
        description="other sources read the same files: another sheet, other columns, or other rows (`only`). Each of "
        "them says so; a file that two sources claim without is taken by none",
    )
    only: dict[str, Names] = Field(
        default={},
        description='header → words: rows with one of them ("" for an empty cell) are of this source, the others are '
        "not read",
    )
    lookups: tuple[Lookup, ...] = Field(default=(), description="other files whose cells complete a row")
    required: bool = Field(default=False, description="a run is an error as long as no such file has ever come")
    format: Format = Field(description="how the bytes of a file become a table of cells")
    wide: Wide | None = Field(default=None, description="columns of a series that become rows")
    columns: dict[str, Value] = Field(
        default={},
        description="field of the feed → where it stands and how it is written; fields of feed `lookups` have names "
        "of your own",
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
    timezone: TimeZoneName | None = Field(
        default=None,
        description="time zone of the written times, if not the city's; wins over an offset written beside a time, so "
        "it also corrects a wrong one. Times are stored local to the city",
    )
    signed_counts: bool = Field(default=False, description="counts may be negative: corrections of earlier rows")
    coverage: Coverage | None = Field(default=None, description="which days a file tells all about; feeds of events")
    identity: Identity = Field(default=Identity(kind="none"), description="what makes two rows the same")
    quality: Quality = Field(default=Quality(), description="what is expected of the source's deliveries")

    def claims(self, name: str) -> bool:
        """Whether the source takes a file of this name: its path below the inbox, or below the pack."""
        if not self.files:
            return name == self.result_name
        return any(_fits(PurePosixPath(name).parts, PurePosixPath(pattern).parts) for pattern in self.files)

    @property
    def result_name(self) -> str:
        """What the result of a database's query is called as a file."""
        return f"{self.source_id}.parquet"

    @property
    def spec(self) -> FeedSpec:
        """What rows consist of; of a lookup's table the declared columns, all text."""
        if self.feed != Feed.LOOKUPS:
            return FEEDS[self.feed]
        return FeedSpec({name: FeedField(FieldType.TEXT) for name in self.fields})

    @property
    def fields(self) -> dict[str, Value]:
        """The declared columns; of a polygon file its geometry, which is no property with a name of its own; of a
        lookup's table whose it is.
        """
        own = {"geometry": Value(column=("geometry",))} if self.format.type == "geojson" else {}
        return self.columns | own | ({LOOKUP: Value(constant=self.source_id)} if self.feed == Feed.LOOKUPS else {})

    @property
    def key(self) -> tuple[str, ...]:
        """Fields that make a row's key. Tables of lookups stand side by side in one feed, each with keys of its own."""
        return (*self.identity.fields, LOOKUP) if self.feed == Feed.LOOKUPS else self.identity.fields

    @property
    def told(self) -> frozenset[str]:
        """What an indicator may need of a source: its fields, and `hour` where times are known to the minute."""
        return frozenset(self.columns) | ({"hour"} if self.time_precision == "minute" else set())

    @property
    def field_columns(self) -> frozenset[str]:
        """Headers whose cells become values of fields."""
        return frozenset(name for value in self.fields.values() for name in value.headers)

    @property
    def time_columns(self) -> frozenset[str]:
        """Headers whose cells are read as a date or time as they stand, and for nothing else."""
        if self.wide or self.format.footnote or self.format.ends_at or self.feed == Feed.LOOKUPS:
            return frozenset()
        times = {
            name
            for name, value in self.columns.items()
            if self.spec.fields[name].type in (FieldType.DATE, FieldType.DATETIME) and value.is_plain
        }
        others = [value.headers for name, value in self.fields.items() if name not in times]
        elsewhere = {
            *self.area_columns,
            *self.only,
            *self.format.fill_down,
            *(h for headers in others for h in headers),
        }
        elsewhere |= {header for lookup in self.lookups for header in lookup.on}
        return frozenset(header for name in times for header in self.columns[name].column) - elsewhere

    @property
    def area_columns(self) -> frozenset[str]:
        """Headers whose cells say in which area a row lies; the area alone is kept."""
        return frozenset(name for reference in self.areas for name in reference.headers)

    @model_validator(mode="after")
    def _drops_nothing_it_needs(self) -> "Source":
        dropped = set(self.drop)
        for key, names in (
            ("columns", self.field_columns),
            ("only", tuple(self.only)),
            ("unused", self.unused),
            ("not_personal", self.not_personal),
        ):
            if both := sorted(dropped & set(names)):
                raise ValueError(f"drop: {', '.join(both)} stands under {key} too; name it in one of the two")
        return self

    @model_validator(mode="after")
    def _has_an_origin(self) -> "Source":
        if bool(self.files) == (self.format.type == "database"):
            raise ValueError("files: give patterns of file paths, or none where format is a database's query")
        return self

    @property
    def finds_points(self) -> bool:
        return any(link.by == "point" for reference in self.areas for link in reference.chain)

    @property
    def keeps_unmapped(self) -> bool:
        return any(value.unmapped == "keep" for value in self.columns.values())

    @model_validator(mode="after")
    def _fits_its_feed(self) -> "Source":
        spec = self.spec
        if self.feed == Feed.LOOKUPS and self.identity.kind != "key":
            raise ValueError("identity: feed lookups needs kind key; the newest row of a key completes the others")
        if self.lookups and self.feed in (Feed.LOOKUPS, Feed.AREA_REGISTER):
            raise ValueError(f"lookups: rows of feed {self.feed} are not completed from other files")
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
        if self.signed_counts and "event_key" in self.identity.fields and "alarm_count" not in self.identity.fields:
            raise ValueError("identity.fields: add alarm_count; a signed correction would replace the row it corrects")
        if self.identity.replaces == "period" and (self.coverage is None or self.coverage.by == "sample"):
            raise ValueError("identity.replaces: period needs coverage that says which days a file tells all about")
        # All rows would have the same empty key and replace each other.
        undeclared = [name for name in self.identity.fields if name not in self.columns and name != "area"]
        if undeclared:
            raise ValueError(f"identity.fields: {', '.join(undeclared)} is not among columns")
        return self
