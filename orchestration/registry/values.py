"""What a source declares of one field: in which columns its value stands and how it is written there.

How such text is read belongs in `orchestration.ingest.fields` and the modules beside it; where a row's place
stands belongs in `places`.
"""

from typing import Literal

from pydantic import Field, model_validator

from orchestration.registry.documents import Declaration
from orchestration.registry.times import TimeFormats, TimeZoneName
from orchestration.registry.types import ExtractPattern, NamePattern, Names

# Among `false_values`: every word that is not among `true_values`.
ANY_OTHER_WORD = "*"
# The category, and its parent, of what a crosswalk does not know and the declaration keeps.
UNMAPPED = "unmapped"


class Value(Declaration):
    """Where a field's value stands and how it is written.

    Exactly one of `column`, `join`, `sum`, `constant` and `file_name` says where. The text found there goes through
    `null_values`, `extract`, `pad` and `values` in this order and is then read by the field's type.
    """

    column: Names = Field(
        default=(), description="the header of the column, or several: the first of them that a file has is used"
    )
    join: Names = Field(
        default=(),
        description="headers of columns whose cells make one value, joined by a blank in this order, e.g. date, part "
        "of the day and hour; empty cells are left out",
    )
    sum: Names = Field(default=(), description="headers of columns whose numbers are added up; all must be filled")
    constant: str | None = Field(default=None, description="the same text for every row")
    file_name: NamePattern | None = Field(
        default=None,
        description="pattern; what its one group matches in the file's name is the text for every row of the file",
    )
    null_values: Names = Field(
        default=(), description="words that mean 'no value' in this field, besides those of `format.null_values`"
    )
    extract: ExtractPattern | None = Field(
        default=None, description="pattern (regular expression); what its one group matches is the value"
    )
    pad: int | None = Field(default=None, ge=1, description="fill up with leading zeros to this many characters")
    values: dict[str, str] = Field(
        default={}, description="what is written → what it means; with `join` applied to each cell before joining"
    )
    formats: TimeFormats = Field(
        default=(),
        description="formats of dates and times in order of preference (strptime: %Y-%m-%d %H:%M:%S), or `excel` "
        "(serial days since 1900), `excel-1904`, `unix` (seconds), `unix-ms`. The first that fits a text reads it",
    )
    calendar: Literal["gregorian", "roc"] = Field(
        default="gregorian", description="`roc`: years count from 1912 (民國 111 is 2022), in two or three digits"
    )
    pivot: int | None = Field(
        default=None,
        ge=0,
        le=99,
        description="for formats with %y: two-digit years below it are 20.., the others 19..; needed, never guessed",
    )
    timezone: TimeZoneName | None = Field(
        default=None,
        description="time zone of the written times, if not the source's; wins over an offset written beside the time, "
        "so it also corrects a wrong one",
    )
    thousands: Literal[",", ".", " ", "'", "，"] | None = Field(
        default=None, description="mark between groups of three digits; a number grouped otherwise is refused"
    )
    multiply: float = Field(
        default=1,
        gt=0,
        description="a number's factor, e.g. 0.01 where 93 stands for 93 %; not for numbers with their own % or ‰",
    )
    true_values: Names = Field(
        default=(),
        description="words for yes, in any case; without them true, t, yes, y, 1, 是, 有, as far as they are not "
        "declared for no",
    )
    false_values: Names = Field(
        default=(),
        description='words for no, in any case, or "*" for every other word; without them false, f, no, n, 0, 否, '
        "无, 無, as far as they are not declared for yes. A word in neither refuses the row",
    )
    map: str | None = Field(
        default=None,
        description="crosswalk in the pack: a CSV with columns source_value, target and, where codes were redefined, "
        "valid_from and valid_to (first and last day, by the day of the event)",
    )
    unmapped: Literal["quarantine", "keep"] = Field(
        default="quarantine",
        description="a category not known: `quarantine` refuses the row, `keep` counts it in category `unmapped`",
    )
    period: Literal["W", "M", "Q", "H", "Y"] | None = Field(
        default=None,
        description="the period (week, month, quarter, half-year, year) in which the date of a survey wave lies",
    )
    end_of_day: bool = Field(
        default=False, description="a day stands for its last moment: due on it is due by midnight"
    )

    @property
    def is_plain(self) -> bool:
        """Whether nothing is done to the cells before they are read."""
        return bool(self.column) and not (self.null_values or self.values or self.extract or self.pad)

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers the value may stand under."""
        return self.column + self.join + self.sum

    @model_validator(mode="after")
    def _one_origin(self) -> "Value":
        origins = (self.column, self.join, self.sum, self.constant is not None, self.file_name)
        if sum(map(bool, origins)) != 1:
            raise ValueError("give exactly one of column, join, sum, constant and file_name")
        return self

    @model_validator(mode="after")
    def _years_have_a_century(self) -> "Value":
        has_short_year = any("%y" in form for form in self.formats)
        if has_short_year and self.pivot is None:
            raise ValueError("pivot: missing; say from which two-digit year on the years are 19.., e.g. 50")
        if self.calendar == "roc" and any("%Y" not in form for form in self.formats):
            raise ValueError("formats: with calendar roc each needs %Y, which then is the ROC year")
        return self

    @model_validator(mode="after")
    def _words_mean_one_thing(self) -> "Value":
        if both := {word.lower() for word in self.true_values} & {word.lower() for word in self.false_values}:
            raise ValueError(
                f"{', '.join(sorted(both))}: stands in true_values and false_values; leave it in the one it means"
            )
        return self
