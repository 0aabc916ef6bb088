"""Dates and times as people write them, as times local to the city.

Formats are tried in the declared order and the first that fits a text reads it. Where times are of another
zone than the city's, an hour that comes twice in autumn is taken for the first of the two, and one that is
left out in spring is read by the clock before the change (02:30 is 03:30). Times of the city's own zone
are kept as they are written: what day it was does not depend on the clock. Periods of surveys belong in
`periods`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import polars as pl

from orchestration.ingest.characters import half_width
from orchestration.ingest.numbers import number
from orchestration.registry.times import EXCEL, EXCEL_1904, NUMERIC_FORMATS, UNIX, UNIX_MS
from orchestration.registry.values import Value

DEFAULT_FORMATS = ("%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f%z", "%Y-%m-%d")
_ROC_EPOCH = 1911
_UTC = "UTC"
# Origin and length in milliseconds of a unit. Excel's serials count a 29 February 1900 that never was.
_EPOCHS = {
    EXCEL: (datetime(1899, 12, 30), 86_400_000),
    EXCEL_1904: (datetime(1904, 1, 1), 86_400_000),
    UNIX: (datetime(1970, 1, 1), 1000),
    UNIX_MS: (datetime(1970, 1, 1), 1),
}
# What Python's calendar holds, a day less for its zones.
_FIRST, _LAST = datetime(1, 1, 2), datetime(9999, 12, 30)
# Milliseconds that lead beyond it from any origin.
_LONGEST = 3e14
_HALVES_OF_THE_DAY = {"上午": "AM", "下午": "PM", "a.m.": "AM", "p.m.": "PM", "A.M.": "AM", "P.M.": "PM"}
_DIRECTIVE = re.compile(r"%[.:#-]?\d?[a-zA-Z%]")
_CLOCK = re.compile(r"%-?[HIklTR]")
_OFFSET = re.compile(r"%[:#]?z")
_MONTH, _DAY, _HOUR, _MINUTE = (re.compile(rf"%-?[{letters}]") for letters in ("mbBhjFDV", "dejFDV", "HIkl", "M"))
_TWO_DIGITS = frozenset("mdejHIklMS")
# No clock changes by more than a day.
_BEFORE_THE_CHANGE = timedelta(hours=25)


@dataclass(frozen=True)
class Zones:
    """The zone in which times are declared to be written, if any is, and that of the city, in which they are kept."""

    written: str | None
    city: str


def times_of_many(frame: pl.DataFrame, texts: Mapping[str, tuple[pl.Expr, Value, Zones]]) -> dict[str, pl.Series]:
    """`times` of several columns, by name. Their first formats, which mostly read all of them, are tried at once."""
    forms = {name: (value.formats or DEFAULT_FORMATS)[0] for name, (_, value, _) in texts.items()}
    first = frame.select(
        _time(text, forms[name], value, zones).cast(pl.Datetime("us")).alias(name)
        for name, (text, value, zones) in texts.items()
    )
    is_left = frame.with_columns(first.select(pl.all().name.prefix("time:"))).select(
        (
            (text.is_not_null() & pl.col(f"time:{name}").is_null()).any()
            | (~pl.col(f"time:{name}").is_between(_FIRST, _LAST)).any()
        ).alias(name)
        for name, (text, _, _) in texts.items()
    )
    return {name: times(frame, *texts[name]) if is_left[name].item() else first[name].alias("time") for name in texts}


def times(frame: pl.DataFrame, text: pl.Expr, value: Value, zones: Zones) -> pl.Series:
    """Times (microseconds, no zone, local to the city) of texts; null where no format fits.

    A format is tried on what those before it could not read, which mostly is nothing. Blanks and characters of full
    width are looked for in what none could read.
    """
    texts = frame.select(text.alias("text"))
    found = pl.Series("time", [None], dtype=pl.Datetime("us")).new_from_index(0, texts.height)
    found, unread = _read(texts, found, texts["text"].is_not_null().arg_true(), value, zones)
    if not unread.is_empty():
        found, _ = _read(texts.select(half_width(pl.col("text")).str.strip_chars()), found, unread, value, zones)
    return found


def _read(
    texts: pl.DataFrame, found: pl.Series, unread: pl.Series, value: Value, zones: Zones
) -> tuple[pl.Series, pl.Series]:
    """`found`, with the times of texts at the places `unread`; and the places that are still unread."""
    for form in value.formats or DEFAULT_FORMATS:
        if unread.is_empty():
            break
        is_all = len(unread) == texts.height
        rest = texts if is_all else texts[unread]
        time = _time(pl.col("text"), form, value, zones).cast(pl.Datetime("us")).alias("time")
        read = _within_calendar(rest.select(time).to_series())
        found = read if is_all else found.scatter(unread, read)
        unread = unread.filter(read.is_null())
    return found, unread


def _within_calendar(times: pl.Series) -> pl.Series:
    is_outside = times.to_frame().select(~pl.col("time").is_between(_FIRST, _LAST)).to_series()
    if not is_outside.any():
        return times
    return times.to_frame().select(pl.when(pl.col("time").is_between(_FIRST, _LAST)).then("time")).to_series()


def _time(text: pl.Expr, form: str, value: Value, zones: Zones) -> pl.Expr:
    if form in NUMERIC_FORMATS:
        # Seconds since 1970 are counted in UTC, days of a worksheet by the clock of who wrote it.
        written = zones.written or (_UTC if form in (UNIX, UNIX_MS) else zones.city)
        return _local(_since_epoch(text, form), written, zones.city)
    if value.calendar == "roc":
        text = _with_full_year(text, form, "%Y", r"\d{2,3}", lambda year: year + _ROC_EPOCH)
    if "%y" in form:
        text = _with_full_year(
            text, form, "%y", r"\d{2}", lambda year: year + pl.when(year < value.pivot).then(2000).otherwise(1900)
        )
        form = form.replace("%y", "%Y")
    if "%p" in form or "%P" in form:
        text = text.str.replace_many(_HALVES_OF_THE_DAY)
    if _OFFSET.search(form):
        return _with_offset(text, form, zones)
    parsed = _parsed(text, form)
    has_clock = _CLOCK.search(form) is not None
    return _local(parsed, zones.written or zones.city, zones.city) if has_clock else parsed


def _parsed(text: pl.Expr, form: str) -> pl.Expr:
    """By a format without offset. What it leaves out is the first: of January, of the month, minute 0 of the hour."""
    for needed, first, directive in ((_MONTH, " 01", " %m"), (_DAY, " 01", " %d")):
        if not needed.search(form):
            text, form = text + first, form + directive
    if _HOUR.search(form) and not _MINUTE.search(form):
        text, form = text + " 00", form + " %M"
    return text.str.to_datetime(form, strict=False, time_unit="us")


def _with_offset(text: pl.Expr, form: str, zones: Zones) -> pl.Expr:
    offset = r"\s*(Z|UTC|GMT|[+-]\d{2}(:?\d{2})?)$"
    if zones.written:
        return _local(_parsed(text.str.replace(offset, ""), _OFFSET.sub("", form).rstrip()), zones.written, zones.city)
    # %z knows neither Z nor a bare +08.
    named = text.str.replace(r"(Z|UTC|GMT)$", "+0000").str.replace(r"([+-]\d{2})$", "${1}00")
    moments = named.str.to_datetime(_OFFSET.sub("%z", form), strict=False, time_unit="us")
    return moments.dt.convert_time_zone(zones.city).dt.replace_time_zone(None)


def _local(written: pl.Expr, zone: str, city: str) -> pl.Expr:
    if zone == city:
        return written
    placed = written.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    before = (written - _BEFORE_THE_CHANGE).dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return pl.coalesce(placed, before + _BEFORE_THE_CHANGE).dt.convert_time_zone(city).dt.replace_time_zone(None)


def _since_epoch(text: pl.Expr, form: str) -> pl.Expr:
    origin, unit = _EPOCHS[form]
    milliseconds = (number(text, ".", None) * unit).round()
    inside = pl.when(milliseconds.abs() < _LONGEST).then(milliseconds)
    return pl.lit(origin, dtype=pl.Datetime("us")) + inside.cast(pl.Int64).cast(pl.Duration("ms"))


def _with_full_year(text: pl.Expr, form: str, directive: str, year: str, full: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    """The text with its short year in four digits, where it fits the format; else null."""
    pieces = re.findall(rf"{_DIRECTIVE.pattern}|[^%]+|%", form)
    patterns = [_pattern(piece, *pieces[max(i - 1, 0) : i], *pieces[i + 1 : i + 2]) for i, piece in enumerate(pieces)]
    at = pieces.index(directive)
    before, after = "".join(patterns[:at]), "".join(patterns[at + 1 :])
    parts = text.str.extract_groups(f"^(?<before>{before})(?<year>{year})(?<after>{after})$")
    years = full(parts.struct.field("year").cast(pl.Int32, strict=False)).cast(pl.String)
    return pl.concat_str(parts.struct.field("before"), years, parts.struct.field("after"))


def _pattern(piece: str, *neighbours: str) -> str:
    """A regular expression of the texts a piece of a format may stand for. Numbers that touch have two digits."""
    if not _DIRECTIVE.fullmatch(piece):
        return re.escape(piece)
    if piece[-1] not in _TWO_DIGITS:
        return ".*?"
    return r"\d{2}" if any(_DIRECTIVE.fullmatch(neighbour) for neighbour in neighbours) else r"\d{1,2}"
