"""Types that several declarations share: headers, patterns, names of environment variables.

A type that one declaration alone uses belongs beside it.
"""

import re
from typing import Annotated

import polars as pl
from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


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


def _one_group_of_text(pattern: str) -> str:
    _text_pattern(pattern)
    return _one_group(pattern)


def _environment_variable(name: str) -> str:
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", name):
        # An error of its own kind, because what was found is never shown: it may hold a password.
        raise PydanticCustomError(
            "secret",
            "expected the name of an environment variable that holds the address, such as ALARMS_DATABASE; "
            "never write the address itself here",
        )
    return name


AsTuple = BeforeValidator(_as_tuple)
Names = Annotated[tuple[str, ...], AsTuple]
CellPattern = Annotated[str, AfterValidator(_cell_pattern)]
CellPatterns = Annotated[tuple[CellPattern, ...], AsTuple]
ExtractPattern = Annotated[CellPattern, AfterValidator(_one_group)]
NamePattern = Annotated[str, AfterValidator(_one_group_of_text)]
TextPattern = Annotated[str, AfterValidator(_text_pattern)]
EnvironmentVariable = Annotated[str, AfterValidator(_environment_variable)]
