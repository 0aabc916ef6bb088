"""The feeds Anlan takes and the fields a source may fill in each.

A field's type belongs to the feed, not to the source: a source says where the value stands and how it is
written. Nothing about a person is a field of any feed, so nothing about a person can be loaded.
"""

from dataclasses import dataclass
from enum import StrEnum


class Feed(StrEnum):
    """What a source tells of."""

    LOOKUPS = "lookups"
    AREA_REGISTER = "area_register"
    AREA_POLYGONS = "area_polygons"
    POPULATION = "population"
    POLICE_ALARMS = "police_alarms"
    GRID_EVENTS = "grid_events"
    SURVEY_SCORES = "survey_scores"


class FieldType(StrEnum):
    """How a field's text is turned into a value."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    CATEGORY = "category"
    MEASURE = "measure"
    PERIOD = "period"


@dataclass(frozen=True)
class Field:
    """One field of a feed; a required one must be declared, and a row without it fails."""

    type: FieldType
    required: bool = False


@dataclass(frozen=True)
class FeedSpec:
    """What rows of a feed consist of.

    `areas`: how many places a row names: "many" (one a hierarchy), "one", or "none".
    `event_time`: the field whose month a row is stored under, for feeds of events.
    """

    fields: dict[str, Field]
    areas: str = "none"
    event_time: str | None = None


_TIME = Field(FieldType.DATETIME)
_TEXT = Field(FieldType.TEXT)
_FLAG = Field(FieldType.BOOLEAN)

FEEDS: dict[Feed, FeedSpec] = {
    # Tables that complete rows of other feeds: each source names the columns of its own (`Source.spec`).
    Feed.LOOKUPS: FeedSpec({}),
    Feed.AREA_REGISTER: FeedSpec(
        {
            "area_code": Field(FieldType.TEXT, required=True),
            "level": Field(FieldType.TEXT, required=True),
            "name_zh": Field(FieldType.TEXT, required=True),
            "name_en": Field(FieldType.TEXT, required=True),
            "parent_code": _TEXT,
            "valid_from": Field(FieldType.DATE),
            "valid_to": Field(FieldType.DATE),
            "is_residential": _FLAG,
        }
    ),
    Feed.AREA_POLYGONS: FeedSpec({"geometry": Field(FieldType.TEXT, required=True)}, areas="one"),
    Feed.POPULATION: FeedSpec(
        {
            "year": Field(FieldType.INTEGER, required=True),
            "persons": Field(FieldType.NUMBER, required=True),
            "is_projection": _FLAG,
        },
        areas="one",
    ),
    Feed.POLICE_ALARMS: FeedSpec(
        {
            "occurred_at": Field(FieldType.DATETIME, required=True),
            "recorded_on": Field(FieldType.DATE),
            "category": Field(FieldType.CATEGORY, required=True),
            "alarm_count": Field(FieldType.INTEGER),
            "is_valid": _FLAG,
            "accepted_at": _TIME,
            "dispatched_at": _TIME,
            "departed_at": _TIME,
            "arrived_at": _TIME,
            "feedback_at": _TIME,
            "closed_at": _TIME,
            "priority": _TEXT,
            "channel": _TEXT,
            "place_type": _TEXT,
            "event_key": _TEXT,
        },
        areas="many",
        event_time="occurred_at",
    ),
    Feed.GRID_EVENTS: FeedSpec(
        {
            "reported_at": Field(FieldType.DATETIME, required=True),
            "category": Field(FieldType.CATEGORY, required=True),
            "accepted_at": _TIME,
            "filed_at": _TIME,
            "dispatched_at": _TIME,
            "handled_at": _TIME,
            "verified_at": _TIME,
            "closed_at": _TIME,
            "due_at": _TIME,
            "cancelled_at": _TIME,
            "is_cancelled": _FLAG,
            "responsible_unit": _TEXT,
            "is_rework": _FLAG,
            "is_extended": _FLAG,
            "event_key": _TEXT,
        },
        areas="many",
        event_time="reported_at",
    ),
    Feed.SURVEY_SCORES: FeedSpec(
        {
            "wave": Field(FieldType.PERIOD, required=True),
            "measure": Field(FieldType.MEASURE, required=True),
            "score": Field(FieldType.NUMBER),
            "numerator": Field(FieldType.NUMBER),
            "denominator": Field(FieldType.NUMBER),
        },
        areas="one",
    ),
}
