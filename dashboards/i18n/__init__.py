"""Every word a user sees, in Chinese and English, and how numbers, dates and periods are written in each.

Catalogues are `zh.py` and `en.py`, one dict each with the same keys. A sentence that depends on a number or a
name takes it as a named placeholder: word order is the catalogue's business, never the caller's.
"""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from babel.dates import format_date, format_skeleton

from dashboards.i18n.en import MESSAGES as EN
from dashboards.i18n.zh import MESSAGES as ZH

DEFAULT_LANGUAGE = "zh"
CATALOGUES = MappingProxyType({"zh": ZH, "en": EN})
_NO_TERMS: Mapping[str, dict[str, Any]] = MappingProxyType({})
_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}


class Words:
    """One language: `words("key", name=…)` gives a sentence, the methods write values."""

    def __init__(self, language: str, terms: Mapping[str, dict[str, Any]] = _NO_TERMS) -> None:
        """`terms` are the names of words that files write as plain text, by the word."""
        self.language = language
        self._terms = terms
        self._messages = CATALOGUES[language]
        self._locale = _LOCALES[language]

    def __call__(self, key: str, **values: Any) -> str:
        """The sentence of a key. Raises KeyError for a key the catalogue does not have."""
        return self._messages[key].format(**values)

    def of(self, row: dict[str, Any], column: str = "name") -> str:
        """A declared text, e.g. `name_zh`; in the other language where this one is not declared."""
        other = "en" if self.language == "zh" else "zh"
        return row.get(f"{column}_{self.language}") or row.get(f"{column}_{other}") or ""

    def term(self, written: str) -> str:
        """What readers see of a word of the files; the word itself where the city declares no name."""
        return self.of(self._terms[written]) if written in self._terms else written

    def unit_of(self, written: str, area: dict[str, Any], column: str = "name") -> str:
        """A responsible unit; one called by its area's name before the office's is named by both."""
        office = written.removeprefix(area[f"{column}_zh"] or "")
        if office in (written, "") or office not in self._terms:
            return self.term(written)
        return self("unit.of_area", area=self.of(area, column), unit=self.term(office))

    def number(self, value: float, decimals: int = 0, *, signed: bool = False) -> str:
        """A number with its thousands separated and exactly `decimals` places; a true minus sign."""
        # Both languages group and point alike; a page writes thousands of numbers, and babel takes fifty times as long.
        text = f"{abs(value):,.{decimals}f}"
        is_zero = not any(digit in "123456789" for digit in text)
        sign = "" if is_zero else "−" if value < 0 else "+" if signed else ""
        return sign + text

    def day(self, day: date) -> str:
        return str(format_date(day, format="long", locale=self._locale))

    def period(self, period_type: str, period_id: str) -> str:
        """A period's name: 2018年第3季度, July 2018, 12 months to July 2018."""
        year, part, *_ = [*period_id.split("-"), ""]
        if period_type in {"M", "R12M"}:
            month = _month(int(year), int(part), self._locale)
            return month if period_type == "M" else self("period.R12M", month=month)
        if period_type == "H":
            return self(f"period.{part}", year=year)
        return self(f"period.{period_type}", year=year, part=part[1:].lstrip("0"))

    def listed(self, names: list[str]) -> str:
        return self("list.separator").join(names)


@lru_cache(maxsize=2_000)
def _month(year: int, month: int, locale: str) -> str:
    return str(format_skeleton("yMMMM", date(year, month, 1), locale=locale))
