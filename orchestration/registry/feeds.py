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
    SURVEY_ANSWERS = "survey_answers"
    SURVEY_CONTACTS = "survey_contacts"
    SURVEY_CONCERNS = "survey_concerns"
    REPORTED_INDICATORS = "reported_indicators"
    PUBLISHED_CLAIMS = "published_claims"
    RESPONSE_BANDS = "response_bands"
    DISPUTES = "disputes"
    PATROLS = "patrols"
    RECTIFICATIONS = "rectifications"
    FOCUS_AREAS = "focus_areas"
    AREA_RELATIONS = "area_relations"


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
    OPTION = "option"
    INDICATOR = "indicator"
    PERIOD = "period"


# Types whose values name something declared elsewhere; raw calls their columns `<field>_id`.
TARGETS = (FieldType.CATEGORY, FieldType.MEASURE, FieldType.OPTION, FieldType.INDICATOR)


@dataclass(frozen=True)
class Field:
    """One field of a feed; a required one must be declared, and a row without it fails.

    `words`: for a text, the only ones it may be. `least`: for a number, the least it may be.
    """

    type: FieldType
    required: bool = False
    words: tuple[str, ...] = ()
    least: float | None = None


@dataclass(frozen=True)
class FeedSpec:
    """What rows of a feed consist of.

    `areas`: how many places a row names: "many" (one a hierarchy), "one", or "none".
    `event_time`: the field whose month a row is stored under, for feeds of events.
    `period`: the field that says which period a row is of, for feeds of what was counted elsewhere.
    `day`: the day on which a row's area must have been valid, for feeds of neither.
    `parts`: (part, whole): the one can be no more than the other.
    `one_of`: fields of which a row needs one.
    """

    fields: dict[str, Field]
    areas: str = "none"
    event_time: str | None = None
    period: str | None = None
    day: str | None = None
    parts: tuple[tuple[str, str], ...] = ()
    one_of: tuple[str, ...] = ()


_TIME = Field(FieldType.DATETIME)
_TEXT = Field(FieldType.TEXT)
_FLAG = Field(FieldType.BOOLEAN)
_DAY = Field(FieldType.DATE)
_PERIOD = Field(FieldType.PERIOD, required=True)
_INDICATOR = Field(FieldType.INDICATOR, required=True)
_COUNT = Field(FieldType.INTEGER, least=0)
_NEEDED_COUNT = Field(FieldType.INTEGER, required=True, least=0)
# Sums of weights, and of estimates.
_AMOUNT = Field(FieldType.NUMBER, least=0)
_NUMBER = Field(FieldType.NUMBER)
# How a published number is meant: "80余" is at least 80, "约300" about.
_BOUND = Field(FieldType.TEXT, words=("eq", "ge", "le", "approx"))

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
            "is_handled_on_scene": _FLAG,
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
        period="wave",
    ),
    Feed.SURVEY_ANSWERS: FeedSpec(
        {
            "wave": _PERIOD,
            "measure": Field(FieldType.MEASURE, required=True),
            "option": Field(FieldType.OPTION, required=True),
            "answers": _NEEDED_COUNT,
            "weight": _AMOUNT,
            "squared_weight": _AMOUNT,
            "stratum": _TEXT,
            "stratum_population": _AMOUNT,
        },
        areas="one",
        period="wave",
    ),
    Feed.SURVEY_CONTACTS: FeedSpec(
        {
            "wave": _PERIOD,
            "mode": Field(FieldType.TEXT, words=("face_to_face", "telephone", "online", "mixed")),
            "dialled": _COUNT,
            "contacted": _COUNT,
            "completed": _NEEDED_COUNT,
            "refused": _COUNT,
            "partial": _COUNT,
        },
        areas="one",
        period="wave",
        parts=(
            ("contacted", "dialled"),
            ("completed", "contacted"),
            ("refused", "contacted"),
            ("partial", "contacted"),
        ),
    ),
    Feed.SURVEY_CONCERNS: FeedSpec(
        {
            "wave": _PERIOD,
            "concern": Field(FieldType.CATEGORY, required=True),
            "mentions": _NEEDED_COUNT,
            "answers": _NEEDED_COUNT,
            "mentions_weight": _AMOUNT,
            "answers_weight": _AMOUNT,
        },
        areas="one",
        period="wave",
        parts=(("mentions", "answers"), ("mentions_weight", "answers_weight")),
    ),
    Feed.REPORTED_INDICATORS: FeedSpec(
        {
            "period": _PERIOD,
            "indicator": _INDICATOR,
            "value": _NUMBER,
            "numerator": _AMOUNT,
            "denominator": _AMOUNT,
            "bound": _BOUND,
            "scope": _TEXT,
            "rank": Field(FieldType.INTEGER, least=1),
            "roster_size": Field(FieldType.INTEGER, least=1),
            "document": _TEXT,
        },
        areas="one",
        period="period",
        parts=(("rank", "roster_size"),),
        one_of=("value", "numerator", "rank"),
    ),
    Feed.PUBLISHED_CLAIMS: FeedSpec(
        {
            "claim": Field(FieldType.TEXT, required=True),
            "period": _PERIOD,
            "indicator": _INDICATOR,
            "kind": Field(FieldType.TEXT, required=True, words=("value", "change", "rank")),
            "claimed": Field(FieldType.NUMBER, required=True),
            "decimals": Field(FieldType.INTEGER, least=0),
            "bound": _BOUND,
            "base": _COUNT,
            "document": _TEXT,
        },
        areas="one",
        period="period",
    ),
    Feed.RESPONSE_BANDS: FeedSpec(
        {
            "period": _PERIOD,
            "stage": Field(FieldType.TEXT, required=True, words=("accept", "depart", "arrive", "feedback", "close")),
            "band_from": Field(FieldType.INTEGER, required=True, least=0),
            "band_to": Field(FieldType.INTEGER, least=1),
            "alarms": _NEEDED_COUNT,
        },
        areas="one",
        period="period",
        parts=(("band_from", "band_to"),),
    ),
    Feed.DISPUTES: FeedSpec(
        {
            "period": _PERIOD,
            "kind": _TEXT,
            "accepted": _NEEDED_COUNT,
            "resolved": _NEEDED_COUNT,
            "resolved_on_time": _COUNT,
            "settled_locally": _COUNT,
            "reopened": _COUNT,
            "open_at_end": _COUNT,
        },
        areas="one",
        period="period",
        parts=(("resolved_on_time", "resolved"), ("settled_locally", "resolved")),
    ),
    Feed.PATROLS: FeedSpec(
        {
            "period": _PERIOD,
            "visits": _NEEDED_COUNT,
            "units": _COUNT,
            "hazards_found": _COUNT,
            "hazards_reported": _COUNT,
            "hazards_due": _COUNT,
            "hazards_fixed": _COUNT,
        },
        areas="one",
        period="period",
        parts=(("units", "visits"), ("hazards_reported", "hazards_found"), ("hazards_fixed", "hazards_due")),
    ),
    Feed.RECTIFICATIONS: FeedSpec(
        {
            "item": Field(FieldType.TEXT, required=True),
            "concern": Field(FieldType.CATEGORY, required=True),
            "opened_on": Field(FieldType.DATE, required=True),
            "due_on": _DAY,
            "done_on": _DAY,
            "responsible_unit": _TEXT,
        },
        areas="one",
        day="opened_on",
    ),
    Feed.FOCUS_AREAS: FeedSpec(
        {
            "programme": Field(FieldType.TEXT, required=True),
            "role": Field(FieldType.TEXT, required=True, words=("treated", "control", "buffer", "control_buffer")),
            "starts_on": Field(FieldType.DATE, required=True),
            "ends_on": _DAY,
        },
        areas="one",
        day="starts_on",
    ),
    # Between areas, or an area and a group, that no tree of areas holds: `related` is a group's name or an area's code.
    Feed.AREA_RELATIONS: FeedSpec(
        {
            "relation": Field(FieldType.TEXT, required=True, words=("peer_group", "successor", "police_beat")),
            "related": Field(FieldType.TEXT, required=True),
            "related_name": _TEXT,
            "weight": Field(FieldType.NUMBER, least=0),
            "basis": Field(FieldType.TEXT, words=("population", "area", "count")),
            "valid_from": _DAY,
            "valid_to": _DAY,
        },
        areas="one",
        day="valid_from",
    ),
}
