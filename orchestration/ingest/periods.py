"""Periods: from what a survey calls a wave, or a file's name its month, to the days it stands for."""

import calendar
import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from orchestration.registry.times import WORDS

_CHINESE_DIGITS = {"一": 1, "二": 2, "三": 3, "四": 4}
_PATTERNS: list[tuple[str, str]] = [
    (r"(?P<year>YEAR)\s*年?\s*(?P<half>[上下])半年度?", "H"),
    (r"(?P<year>YEAR)\s*年?\s*第?(?P<chinese_quarter>[一二三四])季度?", "Q"),
    (r"(?P<year>YEAR)\s*年\s*第?(?P<number>[1-4])季度?", "Q"),
    (r"(?P<year>YEAR)\s*年\s*(?P<month>\d{1,2})\s*月", "M"),
    (r"(?P<year>YEAR)\s*年\s*第?(?P<number>\d{1,2})周", "W"),
    (r"(?P<year>YEAR)\s*年?度?", "Y"),
    (r"(?P<year>YEAR)[- ]?H(?P<number>[12])", "H"),
    (r"(?P<year>YEAR)[- ]?Q(?P<number>[1-4])", "Q"),
    (r"(?P<year>YEAR)[-/](?P<month>\d{2})", "M"),
    (r"(?P<year>YEAR)[- ]?W(?P<number>\d{2})", "W"),
]
# Years by calendar, and what is added to them.
_YEARS = {"gregorian": (r"[12]\d{3}", 0), "roc": (r"(?:民[國国])?\d{2,3}", 1911)}
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12}


@dataclass(frozen=True)
class Period:
    """A calendar period: `period_type` (W, M, Q, H, Y), `period_id` (`2018-Q3`), first and last day."""

    period_type: str
    period_id: str
    start: date
    end: date


def period_of(period_type: str, year: int, number: int = 1) -> Period:
    """The `number`-th period of its type in a year, e.g. ("Q", 2018, 3). Weeks are ISO weeks, Monday to Sunday."""
    if period_type == "W":
        monday = date.fromisocalendar(year, number, 1)
        return Period(period_type, f"{year:04}-W{number:02}", monday, monday + timedelta(days=6))
    length = _MONTHS[period_type]
    first, last = (number - 1) * length + 1, number * length
    label = {"M": f"{year:04}-{number:02}", "Y": f"{year:04}"}.get(period_type, f"{year:04}-{period_type}{number}")
    return Period(period_type, label, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def period_containing(day: date, period_type: str) -> Period:
    """The period of a type in which a day lies."""
    if period_type == "W":
        return period_of(period_type, *day.isocalendar()[:2])
    return period_of(period_type, day.year, (day.month - 1) // _MONTHS[period_type] + 1)


def parse_period(text: str, years: str = "gregorian") -> Period | None:
    """The period a wave's name stands for; None where it stands for none.

    Args:
        text: e.g. `2021年度`, `2021上半年`, `2018-Q3`, `2024年第5周`, in any width of characters.
        years: `gregorian`, or `roc` where 110年 is 2021.
    """
    name = unicodedata.normalize("NFKC", text).strip().upper()
    year_pattern, added = _YEARS[years]
    for pattern, kind in _PATTERNS:
        match = re.fullmatch(pattern.replace("YEAR", year_pattern), name)
        if match is None:
            continue
        found = match.groupdict()
        year = int(re.sub(r"\D", "", found["year"])) + added
        number = 1
        if "half" in found:
            number = 1 if found["half"] == "上" else 2
        elif "chinese_quarter" in found:
            number = _CHINESE_DIGITS[found["chinese_quarter"]]
        elif "month" in found or "number" in found:
            number = int(found.get("month") or found["number"])
        if 1 <= number <= _periods_in(year, kind):
            return period_of(kind, year, number)
    return None


def _periods_in(year: int, period_type: str) -> int:
    """How many periods of a type a year has. 28 December always lies in its last week."""
    return date(year, 12, 28).isocalendar().week if period_type == "W" else 12 // _MONTHS[period_type]


def span_of(text: str, form: str, years: str = "gregorian") -> tuple[date, date] | None:
    """First and last day of the day, month or year that a text names; None where it names none.

    Args:
        form: a strptime format, or `words` for what `parse_period` knows.
        years: `gregorian`, or `roc` where %Y is the year of the republic.
    """
    if form == WORDS:
        period = parse_period(text, years)
        return (period.start, period.end) if period else None
    name = _in_western_years(text, form) if years == "roc" else text
    try:
        day = datetime.strptime(name, form).date()
    except ValueError:
        return None
    if re.search("%[dj]", form):
        return day, day
    period = period_containing(day, "M" if re.search("%[mbB]", form) else "Y")
    return period.start, period.end


def _in_western_years(text: str, form: str) -> str:
    """The text with its year of the republic as a western one; of any other text nothing."""
    widths = {"%Y": r"(?P<year>\d{2,3})", "%j": r"\d{3}", "%b": r"\w+", "%B": r"\w+"}
    parts = (widths.get(p, r"\d{2}" if p.startswith("%") else re.escape(p)) for p in re.findall("%.|[^%]+", form))
    match = re.fullmatch("".join(parts), text)
    if match is None:
        return ""
    return f"{text[: match.start('year')]}{int(match['year']) + _YEARS['roc'][1]}{text[match.end('year') :]}"
