"""Types of declared keys: texts that must be a pattern, a format of dates, an encoding, a time zone, a path.

Each checks itself when the declaration is read, so that no file is opened with a key that cannot work. What
the keys mean belongs in the models that use them.
"""

import codecs
import re
from pathlib import PurePosixPath
from typing import Annotated
from zoneinfo import available_timezones

import polars as pl
from pydantic import AfterValidator, BeforeValidator

# Written in place of a strptime format where a time is a number.
EXCEL, EXCEL_1904, UNIX, UNIX_MS = "excel", "excel-1904", "unix", "unix-ms"
NUMERIC_FORMATS = (EXCEL, EXCEL_1904, UNIX, UNIX_MS)
# What the reader of cells knows: parts of a date, of a time, offsets.
_DIRECTIVES = r"%-?[YymbBhdejGVuaAHIklpPMSTRFDf%]|%\.\d?f|%[:#]?z"


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _encoding(name: str) -> str:
    try:
        codecs.lookup(name)
    except LookupError:
        raise ValueError(f"no encoding is called {name!r}; expected one like utf-8 or gb18030") from None
    return name


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
    if "%" not in text:
        raise ValueError(f"{text!r} is no format of dates; expected one like '%Y%m'")
    return text


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(f"no time zone is called {name!r}; expected a name like Asia/Shanghai")
    return name


def _below_inbox(pattern: str) -> str:
    path = PurePosixPath(pattern)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ValueError(f"{pattern!r}: expected a path below the inbox, such as alarms/*.csv")
    return pattern


def _cell_pattern(pattern: str) -> str:
    """A pattern that polars applies to cells: it knows no look-around, which Python's does."""
    try:
        pl.select(pl.lit("").str.contains(pattern))
    except pl.exceptions.ComputeError:
        raise ValueError(f"{pattern!r} is no pattern (regular expression without look-around)") from None
    return pattern


def _one_group(pattern: str) -> str:
    if re.compile(pattern).groups != 1:
        raise ValueError(f"{pattern!r}: the pattern needs exactly one group, which is what is taken out")
    return pattern


def _text_pattern(pattern: str) -> str:
    """A pattern that Python applies to file names and headers."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"{pattern!r} is no pattern (regular expression): {error}") from None
    return pattern


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]
Encodings = Annotated[tuple[Annotated[str, AfterValidator(_encoding)], ...], BeforeValidator(_as_tuple)]
# Formats of cells, and of periods in file names, which Python reads.
TimeFormats = Annotated[tuple[Annotated[str, AfterValidator(_time_format)], ...], BeforeValidator(_as_tuple)]
NameFormat = Annotated[str, AfterValidator(_name_format)]
TimeZoneName = Annotated[str, AfterValidator(_time_zone)]
FilePatterns = Annotated[tuple[Annotated[str, AfterValidator(_below_inbox)], ...], BeforeValidator(_as_tuple)]
CellPattern = Annotated[str, AfterValidator(_cell_pattern)]
ExtractPattern = Annotated[str, AfterValidator(_cell_pattern), AfterValidator(_one_group)]
TextPattern = Annotated[str, AfterValidator(_text_pattern)]
