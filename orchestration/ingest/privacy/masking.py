"""Originals of refused cells as quarantine, messages and reports may show them.

A clerk must recognise what is wrong with a cell; nobody may recognise a person. Which cells are shown at all does
not belong here.
"""

import re

import polars as pl

from orchestration.ingest.privacy.cells import kind_of_cell, normal
from orchestration.ingest.privacy.columns import PERSON_NAME, is_long_text

_LONGEST = 40
# A number long enough to be somebody's, such as a passport's, though no rule knows its form.
_LONG_NUMBER = re.compile(r"[A-Za-z]{0,3}\d{7,}[A-Za-z]?")
_SHORTEST_HIDDEN = 9


def masked(text: str) -> str:
    """The text with what may be personal hidden: `#` is a digit, `*` a letter or character.

    Texts that a rule on cells knows lose all of them and keep their shape; long numbers keep two characters at each
    end; what has the form of a name keeps its first character; long text only says how long it is.
    """
    return masked_column(pl.Series([text], dtype=pl.String)).item()  # type: ignore[no-any-return]


def masked_column(texts: pl.Series) -> pl.Series:
    """`masked` for a column; null stays null."""
    different = texts.drop_nulls().unique()
    plain = different.str.normalize("NFKC").str.strip_chars().to_frame("text")
    shown = plain.select(
        is_long=is_long_text(pl.col("text")) | (pl.col("text").str.len_chars() > _LONGEST),
        is_name=pl.col("text").str.contains(PERSON_NAME),
    )
    hidden = [
        _hidden(text, is_long=is_long, is_name=is_name)
        for text, is_long, is_name in zip(different.to_list(), shown["is_long"], shown["is_name"], strict=True)
    ]
    return texts.replace_strict(different, hidden, return_dtype=pl.String) if hidden else texts


def _hidden(text: str, *, is_long: bool, is_name: bool) -> str:
    if is_long:
        return f"[text of {len(text)} characters]"
    if kind_of_cell(text):
        return re.sub(r"[^\W\d_]", "*", re.sub(r"\d", "#", normal(text)))
    if is_name:
        return text[0] + re.sub(r"\w", "*", text[1:])
    return _LONG_NUMBER.sub(_ends, text)


def _ends(number: re.Match[str]) -> str:
    text = number.group()
    if len(text) < _SHORTEST_HIDDEN:
        return text
    return text[:2] + re.sub(r"[A-Za-z]", "*", re.sub(r"\d", "#", text[2:-2])) + text[-2:]
