"""What a city pack's `city.yml` declares: names, area levels, survey measures, thresholds, breaks of series,
calendar. Which days a country's calendar has is said in `working_days`.
"""

from datetime import date, datetime
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, StringConstraints, field_validator, model_validator

from orchestration.registry.documents import Declaration, Identifier, Text
from orchestration.registry.feeds import Feed


class Level(Declaration):
    """A level of areas. Levels of one hierarchy are nested; side hierarchies stand beside the main one under
    the city.
    """

    level_id: Identifier = Field(description="name of the level, unique in the city")
    number: int = Field(ge=1, le=5, description="1 city, 2 district, 3 sub-district, 4 community, 5 grid")
    name: Text = Field(description="what readers see")
    hierarchy: Identifier = Field(default="main", description="`main`, or the name of a side hierarchy")
    parent: Identifier | None = Field(default=None, description="level_id of the level above; none for the city")
    ranked_in_city: bool = Field(default=False, description="areas are ranked among all of the city")
    ranked_in_parent: bool = Field(default=False, description="areas are ranked among those of the same parent")
    category_detail: Literal["all", "groups"] = Field(
        default="all", description="`all`: every category is counted; `groups`: the whole, groups and the first level"
    )


class Measure(Declaration):
    """One question or score of a survey, and the indicator of the catalogue it fills."""

    measure_id: Identifier = Field(description="name of the measure, unique in the city")
    name: Text = Field(description="the question as readers see it")
    indicator: str = Field(description="indicator_id in the catalogue")
    scale: str | None = Field(
        default=None,
        description="the answers the question offers, for feed survey_answers: `safety`, `satisfaction`, `yes_no`, "
        "`change`",
    )


class SeriesBreak(Declaration):
    """A day on which what is counted changed, so that figures before and after are of different things."""

    indicator: str | None = Field(default=None, description="indicator_id in the catalogue, or give a feed")
    feed: Feed | None = Field(default=None, description="all indicators that the feed fills")
    level: Identifier | None = Field(default=None, description="level_id, where only areas of one level are concerned")
    breaks_on: date = Field(description="the first day counted the new way")
    reason: Text = Field(description="what changed")

    @model_validator(mode="after")
    def _is_of_one_thing(self) -> "SeriesBreak":
        if (self.indicator is None) == (self.feed is None):
            raise ValueError("give exactly one of indicator and feed")
        return self


class OwnDay(Declaration):
    """A day off or a working day of the city that its country's calendar does not have."""

    day: date = Field(description="the day")
    is_working_day: bool = Field(default=False, description="work goes on, though the calendar has a day off")
    name: Text = Field(description="what readers see")
    reason: str = Field(description="the notice or decision by which it is so")


class Holidays(Declaration):
    """Whose public holidays and swapped working days the city keeps."""

    country: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")] = Field(
        description="ISO 3166-1 code of the country, such as CN"
    )
    subdivision: str | None = Field(default=None, description="part of the country with days of its own, such as ENG")
    names_zh: dict[str, str] = Field(
        default={}, description="Chinese names by the English ones, of a calendar that has none in Chinese"
    )
    own_days: tuple[OwnDay, ...] = Field(default=(), description="days that the country's calendar does not have")
    announced_years: tuple[int, ...] = Field(
        default=(),
        description="years whose days off are announced though the library has none of them swapped yet; days that are "
        "swapped go to own_days",
    )

    @model_validator(mode="after")
    def _own_days_stand_once(self) -> "Holidays":
        days = [own.day for own in self.own_days]
        if twice := next((day for i, day in enumerate(days) if day in days[:i]), None):
            raise ValueError(f"own_days: {twice} stands twice")
        return self


class UnusualPeriod(Declaration):
    """Days in which so little was as usual that they are no base for a comparison."""

    starts_on: date = Field(description="the first day")
    ends_on: date = Field(description="the last day")
    reason: Text = Field(description="what was unusual")

    @model_validator(mode="after")
    def _ends_after_it_starts(self) -> "UnusualPeriod":
        if self.ends_on < self.starts_on:
            raise ValueError(f"ends_on {self.ends_on} is before starts_on {self.starts_on}")
        return self


class Term(Declaration):
    """A word that files write as plain text, and its names: a kind of place, a unit, a group of areas, a publisher."""

    written: str = Field(min_length=1, description="the word as the files write it")
    name: Text = Field(description="what readers see")


class Thresholds(Declaration):
    """Small-base and tolerance rules of the city."""

    minimum_sample: float = Field(default=30, ge=0, description="a share on fewer answers or cases is not shown")
    flag_sample: float = Field(default=100, ge=0, description="below it a share is shown with a warning")
    minimum_count: float = Field(default=5, ge=0, description="a rate on fewer cases is flagged as unstable")
    quarantine_limit: float = Field(
        default=0.2, gt=0, le=1, description="a file in which more than this share of rows fails is refused whole"
    )
    quarantine_warning: float = Field(
        default=0.05, ge=0, le=1, description="a larger share of a feed's rows in quarantine is warned of"
    )
    unmapped_warning: float = Field(
        default=0.01,
        ge=0,
        le=1,
        description="a larger share of a feed's rows refused for an unknown area, category or measure is warned of",
    )


class City(Declaration):
    """`city.yml`: what is known of the city before any file is read."""

    schema_version: Literal[1] = Field(description="version of this form of declaration")
    city_id: Identifier = Field(description="name of the city; the folder has the same")
    name: Text = Field(description="what readers see")
    fictional: bool = Field(default=False, description="the city does not exist, and every page says so")
    timezone: str = Field(description="IANA name, such as Asia/Shanghai")
    note: Text = Field(description="where the data come from and what they count")
    levels: tuple[Level, ...] = Field(min_length=1, description="levels of areas, the city first")
    measures: tuple[Measure, ...] = Field(default=(), description="questions of the city's surveys")
    thresholds: Thresholds = Field(default=Thresholds(), description="small-base and tolerance rules")
    series_breaks: tuple[SeriesBreak, ...] = Field(
        default=(), description="days on which what is counted changed, shown beside figures before and after"
    )
    verdict_colours: Literal["orange_teal", "red_green"] = Field(
        default="orange_teal",
        description="colours of what became worse and better: `orange_teal` is told apart by all readers, `red_green` "
        "is what readers in China expect; arrows and words say it in any case",
    )
    holidays: Holidays | None = Field(
        default=None, description="calendar of working days; without it which days were worked is not known"
    )
    unusual_periods: tuple[UnusualPeriod, ...] = Field(
        default=(), description="times that are no base for a comparison, marked where a year-ago period lies in one"
    )

    terms: tuple[Term, ...] = Field(
        default=(), description="names of what files write as plain text; a word without any is shown as it is written"
    )

    @model_validator(mode="after")
    def _terms_stand_once(self) -> "City":
        written = [term.written for term in self.terms]
        if twice := next((word for place, word in enumerate(written) if word in written[:place]), None):
            raise ValueError(f"terms: {twice} stands twice")
        return self

    @model_validator(mode="after")
    def _levels_form_trees(self) -> "City":
        by_id = {level.level_id: level for level in self.levels}
        if len(by_id) != len(self.levels):
            raise ValueError("levels: each level_id may stand once")
        tops = [level for level in self.levels if level.parent is None]
        if len(tops) != 1 or tops[0].hierarchy != "main" or tops[0].number != 1:
            raise ValueError("levels: exactly one level, the city (number 1, hierarchy main), has no parent")
        for level in self.levels:
            if level.parent is None:
                continue
            parent = by_id.get(level.parent)
            if parent is None:
                raise ValueError(f"levels: {level.level_id}.parent names no level: {level.parent}")
            if parent.number >= level.number:
                raise ValueError(f"levels: {level.level_id} must have a higher number than its parent {level.parent}")
            if parent.parent is not None and parent.hierarchy != level.hierarchy:
                raise ValueError(f"levels: {level.level_id} and its parent are of different hierarchies")
        return self

    @model_validator(mode="after")
    def _breaks_are_of_levels(self) -> "City":
        known = {level.level_id for level in self.levels}
        for item in self.series_breaks:
            if item.level is not None and item.level not in known:
                raise ValueError(f"series_breaks: level names no level: {item.level}")
        return self

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("no such time zone; expected a name like Asia/Shanghai")
        return name

    def day_of(self, moment: datetime) -> date:
        """The date in the city at a moment."""
        return moment.astimezone(ZoneInfo(self.timezone)).date()

    @property
    def top_level(self) -> Level:
        """The level of the city itself."""
        return next(level for level in self.levels if level.parent is None)

    def level(self, level_id: str) -> Level:
        return next(level for level in self.levels if level.level_id == level_id)
