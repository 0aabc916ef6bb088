"""From typed fields to rows of a feed as raw keeps them, and the rules a row must pass.

Each rule is a reason code; a row is refused by the first that applies, in this order: a field's own reasons,
its place, then what its fields say of each other. Writing rows anywhere does not belong here.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from orchestration.ingest.areas import AreaRegister
from orchestration.ingest.durations import is_negative
from orchestration.ingest.fields import Reason, find_column, read_fields, text_of, with_texts
from orchestration.ingest.lookups import completed
from orchestration.ingest.places import place_texts, resolve, skipped
from orchestration.ingest.privacy.gate import masked_refusals, personal_cells
from orchestration.ingest.reading import MARKS, ROW, Table
from orchestration.ingest.reading.table import marks_of
from orchestration.registry.feeds import FEEDS, Feed, FieldType
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source
from orchestration.registry.values import UNMAPPED

PLACE_SEPARATOR = "|"
_REFUSED = {
    ROW: pl.Int64,
    "line_number": pl.Int64,
    "reason_code": pl.String,
    "field": pl.String,
    "value": pl.String,
}
_REASON, _IS_GOOD = "reason_number", "is_good"
# Older dates are placeholders of the sending system (1900-01-01), not events.
EARLIEST = datetime(1949, 10, 1)
# Stages of an event that cannot come before it is known.
_STAGES = {
    Feed.POLICE_ALARMS: ("accepted_at", "dispatched_at", "departed_at", "arrived_at", "feedback_at", "closed_at"),
    Feed.GRID_EVENTS: ("accepted_at", "filed_at", "dispatched_at", "handled_at", "verified_at"),
}
# Population is projected for decades, not for centuries.
LATEST_YEAR = 2199
_POLARS: dict[FieldType, pl.DataType] = {
    FieldType.TEXT: pl.String(),
    FieldType.CATEGORY: pl.String(),
    FieldType.MEASURE: pl.String(),
    FieldType.OPTION: pl.String(),
    FieldType.INDICATOR: pl.String(),
    FieldType.INTEGER: pl.Int64(),
    FieldType.NUMBER: pl.Float64(),
    FieldType.BOOLEAN: pl.Boolean(),
    FieldType.DATE: pl.Date(),
    FieldType.DATETIME: pl.Datetime("us"),
}


@dataclass(frozen=True)
class Sorted:
    """The rows of one file, taken and refused.

    `accepted`: the feed's fields, `area_id` or `place_key`, `row_number`.
    `refused`: `row_number`, `line_number`, `reason_code`, `field`, `value` (the text of that field alone,
    masked).
    `kept_unmapped`: `reason_code`, `field`, `value` (masked), `rows`: words that map to nothing and whose rows are
    accepted as declared.
    """

    accepted: pl.DataFrame
    refused: pl.DataFrame
    rows_read: int
    kept_unmapped: pl.DataFrame


def sort_rows(
    table: Table, source: Source, pack: CityPack, register: AreaRegister | None, file_name: str, received: date
) -> Sorted:
    """Apply a source's declaration and the feed's rules to a file's table.

    Args:
        register: areas to find places in; None for the register's own feed.
        received: the day the file came; nothing in it can have happened later.

    Raises:
        InputError: a declared column is missing.
    """
    frame = table.frame
    frame = of_source(frame, source, file_name)
    if register is not None:
        frame = completed(frame, source, register.lookups, file_name)
    for reference in source.areas:
        frame = skipped(frame, reference, file_name)
    frame = with_texts(frame, source, file_name)
    readings = read_fields(frame, source, pack, file_name)
    marks = [mark for mark in MARKS if mark in frame.columns]
    rows = _complete(
        frame.select(
            ROW,
            *marks,
            *[reading.text if reading.text is not None else pl.col(text_of(reading.name)) for reading in readings],
            *[reading.typed for reading in readings],
            *[
                column
                for i, reference in enumerate(source.areas)
                for column in place_texts(frame, reference, f"area_{i}", source.format.decimal, file_name)
            ],
        ),
        source,
    )
    # What the cells of such a line are is not known, so no other reason would be true.
    reasons = [Reason(MARKS[mark], "line", pl.col(mark).is_not_null(), pl.coalesce(marks)) for mark in marks]
    reasons += [reason for reading in readings for reason in reading.reasons]
    reasons += personal_cells(rows, readings, source)
    if register is not None and source.areas:
        rows, area_reasons = _add_places(rows, source, register)
        reasons += area_reasons
    reasons += _row_rules(rows, source, pack, received)

    number = _first_failed(rows, reasons)
    accepted = rows.select(ROW, *source.spec.fields, *_place_columns(source, register))
    if number is None:
        return Sorted(accepted, pl.DataFrame(schema=_REFUSED), rows.height, _kept_unmapped(rows, source))
    is_good = number.is_null()
    return Sorted(
        accepted.filter(is_good),
        _refused(rows, number, reasons, table.header_lines),
        rows.height,
        _kept_unmapped(rows.with_columns(is_good.alias(_IS_GOOD)), source),
    )


def _first_failed(rows: pl.DataFrame, reasons: list[Reason]) -> pl.Series | None:
    """The number of the first reason that applies to each row, null for a good one; None where all are good."""
    failed = rows.select(reason.failed.fill_null(False).alias(str(i)) for i, reason in enumerate(reasons))
    some = [name for name in failed.columns if failed[name].any()]
    if not some:
        return None
    branches = [pl.when(pl.col(name)).then(pl.lit(int(name), dtype=pl.Int32)) for name in some]
    return failed.select(pl.coalesce(branches)).to_series()


def _refused(rows: pl.DataFrame, number: pl.Series, reasons: list[Reason], header_lines: int) -> pl.DataFrame:
    refused = rows.with_columns(number.alias(_REASON)).filter(pl.col(_REASON).is_not_null())
    texts = [
        pl.when(pl.col(_REASON) == i).then(reason.text)
        for i, reason in enumerate(reasons)
        if i in set(number.drop_nulls())
    ]
    return masked_refusals(
        refused.select(
            ROW,
            (pl.col(ROW) + header_lines).alias("line_number"),
            _named({i: reason.code for i, reason in enumerate(reasons)}).alias("reason_code"),
            _named({i: reason.field for i, reason in enumerate(reasons)}).alias("field"),
            pl.coalesce(texts).alias("value"),
        )
    )


def of_source(frame: pl.DataFrame, source: Source, file_name: str) -> pl.DataFrame:
    """The rows that are of this source; a line that cannot be read is, for nobody knows whose it is."""
    for header, words in source.only.items():
        cell = pl.col(find_column(frame, (header,), file_name, "`only`"))
        is_ours = cell.fill_null("").is_in(words)
        frame = frame.filter(pl.any_horizontal(is_ours, *[pl.col(mark).is_not_null() for mark in marks_of(frame)]))
    return frame


def _kept_unmapped(rows: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Words of accepted rows that map to nothing: of categories, and of areas that are then unknown."""
    of_category = [("unknown_category", "category", "text:category", pl.col("category") == UNMAPPED)]
    of_areas = [
        ("unknown_area", "+".join(link.level), f"area_{i}:{depth}:text", pl.col(f"area_{i}:{depth}:is_unmatched"))
        for i, reference in enumerate(source.areas)
        for depth, link in enumerate(reference.chain)
        if link.by != "point" and link.unmatched == "unknown"
    ]
    is_good = pl.col(_IS_GOOD) if _IS_GOOD in rows.columns else pl.lit(True)
    frames = [
        rows.filter(is_unmapped & is_good)
        .group_by(pl.col(text).alias("value"))
        .agg(pl.len().cast(pl.Int64).alias("rows"))
        .select(pl.lit(code).alias("reason_code"), pl.lit(field).alias("field"), "value", "rows")
        for code, field, text, is_unmapped in [*(of_category if source.keeps_unmapped else []), *of_areas]
    ]
    schema = {"reason_code": pl.String, "field": pl.String, "value": pl.String, "rows": pl.Int64}
    return masked_refusals(pl.concat([pl.DataFrame(schema=schema), *frames]))


def _complete(typed: pl.DataFrame, source: Source) -> pl.DataFrame:
    """Every field of the feed, those not declared empty or at their default."""
    defaults: dict[str, object] = {
        "alarm_count": 1,
        "is_valid": True,
        "is_handled_on_scene": None,
        "is_projection": False,
        "is_residential": True,
        "is_rework": None,
        "is_extended": None,
    }
    spec = source.spec
    missing = [
        pl.lit(defaults.get(name), dtype=_POLARS.get(field.type)).alias(name)
        for name, field in spec.fields.items()
        if name not in typed.columns
    ]
    return typed.with_columns(missing)


def _event_day(source: Source) -> pl.Expr | None:
    """The day on which a row's area must have been valid."""
    spec = source.spec
    if spec.event_time:
        return pl.col(spec.event_time).dt.date()
    if spec.period:
        return pl.col(spec.period).struct.field("period_end")
    # Lists that give no day speak of the areas of today.
    if spec.day in source.columns:
        return pl.col(spec.day)
    if source.feed == Feed.POPULATION:
        # Years that no calendar has are refused by a rule of their own.
        return pl.date(pl.col("year").clip(EARLIEST.year, LATEST_YEAR), 7, 1)
    return None


def _add_places(rows: pl.DataFrame, source: Source, register: AreaRegister) -> tuple[pl.DataFrame, list[Reason]]:
    reasons: list[Reason] = []
    names = []
    for i, reference in enumerate(source.areas):
        name = f"area_{i}"
        day = pl.col(reference.valid_on).cast(pl.Date) if reference.valid_on else _event_day(source)
        rows, found = resolve(rows, reference, register, day, name)
        reasons += found
        names.append(name)
    place = pl.concat_str(names, separator=PLACE_SEPARATOR, ignore_nulls=False)
    return rows.with_columns(place_key=place, area_id=pl.col(names[0])), reasons


def _place_columns(source: Source, register: AreaRegister | None) -> list[str]:
    if register is None or not source.areas:
        return []
    if FEEDS[source.feed].areas == "one":
        return ["area_id"]
    return ["place_key", *[f"area_{i}" for i in range(len(source.areas))]]


def _row_rules(rows: pl.DataFrame, source: Source, pack: CityPack, received: date) -> list[Reason]:
    return [*_feed_rules(rows, source, pack, received), *_declared_rules(source, received)]


def _declared_rules(source: Source, received: date) -> list[Reason]:
    """What the feed's specification alone says of its fields."""
    spec = source.spec
    rules = [_rule("part_exceeds_whole", part, pl.col(part) > pl.col(whole)) for part, whole in spec.parts]
    if spec.one_of:
        rules.append(_rule("missing_value", spec.one_of[0], pl.all_horizontal(pl.col(spec.one_of).is_null())))
    if spec.period:
        start = pl.col(spec.period).struct.field("period_start")
        text = start.cast(pl.String)
        rules.append(Reason("implausible_date", spec.period, start < EARLIEST.date(), text))
        rules.append(Reason("future_date", spec.period, start > received, text))
    return rules


def _feed_rules(rows: pl.DataFrame, source: Source, pack: CityPack, received: date) -> list[Reason]:
    match source.feed:
        case Feed.POLICE_ALARMS:
            rules = [*_time_rules("occurred_at", received), *_stage_rules(rows, source, pack, "occurred_at")]
            if not source.signed_counts:
                rules.append(_rule("negative_count", "alarm_count", pl.col("alarm_count") < 0))
            return rules
        case Feed.GRID_EVENTS:
            early = pl.col("closed_at") < pl.col("reported_at")
            times = [*_time_rules("reported_at", received), *_stage_rules(rows, source, pack, "reported_at")]
            return [*times, _rule("closed_before_reported", "closed_at", early)]
        case Feed.SURVEY_SCORES:
            nothing = pl.col("score").is_null() & pl.col("numerator").is_null()
            too_many = pl.col("numerator") > pl.col("denominator")
            return [
                _rule("missing_value", "score", nothing),
                _rule("numerator_exceeds_denominator", "numerator", too_many),
                _rule("no_answers", "denominator", pl.col("denominator") <= 0),
                _rule("share_out_of_range", "score", ~pl.col("score").is_between(0, 1)),
            ]
        case Feed.POPULATION:
            implausible = ~pl.col("year").is_between(EARLIEST.year, LATEST_YEAR)
            return [
                _rule("implausible_date", "year", implausible),
                _rule("negative_count", "persons", pl.col("persons") < 0),
            ]
        case Feed.SURVEY_ANSWERS:
            known = [f"{m.measure_id}:{option}" for m in pack.city.measures for option in pack.options(m)]
            pair = pl.format("{}:{}", "measure", "option")
            return [_rule("unknown_option", "option", ~pair.is_in(known))]
        case Feed.RECTIFICATIONS:
            return [
                *_time_rules("opened_on", received),
                _rule("negative_duration", "due_on", pl.col("due_on") < pl.col("opened_on")),
                _rule("negative_duration", "done_on", pl.col("done_on") < pl.col("opened_on")),
            ]
        case Feed.FOCUS_AREAS:
            return [_rule("negative_duration", "ends_on", pl.col("ends_on") < pl.col("starts_on"))]
        case Feed.AREA_RELATIONS:
            return [_rule("negative_duration", "valid_to", pl.col("valid_to") < pl.col("valid_from"))]
        case Feed.AREA_REGISTER:
            levels = [level.level_id for level in pack.city.levels]
            return [_rule("unknown_level", "level", ~pl.col("level").is_in(levels))]
    return []


def _time_rules(field: str, received: date) -> list[Reason]:
    tomorrow = datetime.combine(received, time()) + timedelta(days=1)
    return [
        _rule("implausible_date", field, pl.col(field) < EARLIEST),
        _rule("future_date", field, pl.col(field) >= tomorrow),
    ]


def _stage_rules(rows: pl.DataFrame, source: Source, pack: CityPack, begin: str) -> list[Reason]:
    stages = [stage for stage in _STAGES[source.feed] if stage in source.columns]
    # A rule that knows of summer time costs something; most files need it nowhere.
    early = rows.select((pl.col(stage) < pl.col(begin)).any().alias(stage) for stage in stages)
    return [
        _rule("negative_duration", stage, is_negative(begin, stage, pack.city.timezone))
        for stage in stages
        if early[stage].item()
    ]


def _rule(code: str, field: str, failed: pl.Expr) -> Reason:
    return Reason(code, field, failed, pl.col(field).cast(pl.String))


def _named(names: dict[int, str]) -> pl.Expr:
    return pl.col(_REASON).replace_strict(names, return_dtype=pl.String)
