"""What each reason for refusing a row means, and what to write into the declaration about it, in both languages.

The words stand in `reasons.yml`; the rules themselves belong in `orchestration.ingest`.
"""

import json
import re
import unicodedata
from datetime import datetime
from functools import cache
from pathlib import Path

import yaml

from orchestration.registry.documents import Declaration, Text
from orchestration.registry.source import Source

_REASONS = Path(__file__).with_name("reasons.yml")
# Formats that agencies are known to write, tried on a value that none of the declared ones fits.
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%d-%b-%Y")
_CLOCKS = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", " %H时%M分", "%H:%M:%S", "%H:%M", "%H时%M分", "%H%M%S")
_MONTHS = ("%Y-%m", "%Y/%m", "%Y年%m月")
_EXCEL_DAYS = range(10_000, 70_000)
_ROC_YEAR = re.compile(r"\d{2,3}(?=[年/.-]\d)")
_MARKS = (",", " ", "'")


class Reason(Declaration):
    """An entry of `reasons.yml`; one without a meaning is advice for a special case of another."""

    meaning: Text | None = None
    advice: Text | None = None


@cache
def reasons() -> dict[str, Reason]:
    """All entries by reason code."""
    entries = yaml.safe_load(_REASONS.read_text(encoding="utf-8"))
    return {code: Reason.model_validate(entry) for code, entry in entries.items()}


def meaning(code: str) -> Text:
    """What a reason code says of a row."""
    found = reasons()[code].meaning
    assert found is not None, code
    return found


def what_to_write(source: Source, code: str, field: str, value: str | None) -> Text:
    """What a clerk can do about rows refused for a reason, by one of their values.

    Args:
        field: the field of the feed, or the levels of the area.
        value: what stood in the cell, masked; None where it may not be shown.
    """
    declared = source.fields.get(field)
    case, words = code, {"mark": "", "formats": ""}
    if code.startswith("unknown_") and code != "unknown_area":
        case = "map" if declared is not None and declared.map else "values"
    elif code == "invalid_number" and (mark := next((mark for mark in _MARKS if mark in (value or "")), None)):
        case, words["mark"] = "invalid_number.mark", mark
    elif code == "invalid_date":
        case, formats = _dated(value or "")
        words["formats"] = ", ".join(f'"{form}"' for form in formats)
    advice = reasons()[case].advice or reasons()["ask"].advice
    assert advice is not None
    words |= {
        "field": field,
        "word": "…" if value is None else _in_csv(value) if case == "map" else _in_yaml(value),
        "column": " / ".join(declared.headers) if declared is not None else field,
        "map": declared.map or "" if declared is not None else "",
    }
    return Text(zh=advice.zh.format(**words), en=advice.en.format(**words))


def _in_yaml(word: str) -> str:
    """The word as it may stand in a declaration."""
    is_plain = re.fullmatch(r"[\w][\w /.()-]*", word) and word not in {"true", "false", "null"}
    return word if is_plain else json.dumps(word, ensure_ascii=False)


def _in_csv(word: str) -> str:
    return '"' + word.replace('"', '""') + '"' if re.search(r'[",\n]', word) else word


def _dated(value: str) -> tuple[str, list[str]]:
    plain = unicodedata.normalize("NFKC", value).strip()
    formats = formats_of(plain)
    if not formats and (year := _ROC_YEAR.match(plain)):
        western = f"{int(year.group()) + 1911}{plain[year.end() :]}"
        if formats := [form for form in formats_of(western) if form.startswith("%Y")]:
            return "invalid_date.roc", formats
    return ("invalid_date", "invalid_date.fits", "invalid_date.several")[min(len(formats), 2)], formats


def formats_of(text: str) -> list[str]:
    """Formats in which a date or time is written, of those that agencies are known to use."""
    if re.fullmatch(r"\d{5}(\.\d+)?", text) and int(text[:5]) in _EXCEL_DAYS:
        return ["excel"]
    if found := [form for form in _MONTHS if _fits(text, form)]:
        return found
    return [day + clock for day in _DAYS for clock in _CLOCKS if _fits(text, day + clock)]


def _fits(text: str, form: str) -> bool:
    try:
        year = datetime.strptime(text, form).year
    except ValueError:
        return False
    return 1900 <= year <= 2100
