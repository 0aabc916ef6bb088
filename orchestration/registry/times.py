"""Types of declared formats of dates and of time zones. How dates are read belongs in `orchestration.ingest.dates`."""

import re
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator

from orchestration.registry.types import AsTuple

# Written in place of a strptime format where a time is a number.
EXCEL, EXCEL_1904, UNIX, UNIX_MS = "excel", "excel-1904", "unix", "unix-ms"
NUMERIC_FORMATS = (EXCEL, EXCEL_1904, UNIX, UNIX_MS)
# Written in place of a format where a file's name calls its period by words.
WORDS = "words"
# What the reader of cells knows: parts of a date, of a time, offsets.
_DIRECTIVES = r"%-?[YymbBhdejGVuaAHIklpPMSTRFDf%]|%\.\d?f|%[:#]?z"


def _time_format(text: str) -> str:
    if text in NUMERIC_FORMATS:
        return text
    if "%" not in text:
        expected = ", ".join(NUMERIC_FORMATS)
        raise ValueError(f"{text!r} is no format of dates; expected one like '%Y-%m-%d', or one of {expected}")
    _, percent, letter = re.sub(_DIRECTIVES, "", text).partition("%")
    if percent:
        raise ValueError(f"{text!r} is no format of dates: '%{letter[:1]}' stands for no part of a date")
    return text


def _name_format(text: str) -> str:
    if text == WORDS:
        return text
    if unknown := re.sub(r"%[YymdbBj%]", "", text).partition("%")[2]:
        raise ValueError(f"{text!r}: '%{unknown[0]}' stands for no part of a period; expected a format like '%Y%m'")
    if "%Y" not in text and "%y" not in text:
        raise ValueError(f"{text!r} holds no year (%Y or %y); expected a format like '%Y%m', or {WORDS}")
    return text


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no time zone is called {name!r}; expected a name like Asia/Shanghai")
    return name


# Formats of cells, and of periods in file names, which Python reads.
TimeFormats = Annotated[tuple[Annotated[str, AfterValidator(_time_format)], ...], AsTuple]
NameFormat = Annotated[str, AfterValidator(_name_format)]
TimeZoneName = Annotated[str, AfterValidator(_time_zone)]
