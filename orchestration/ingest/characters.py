"""Characters that are written in more than one way: full and half width, and variants of Chinese characters.

Numbers, dates, codes and names are compared after folding. What is stored is never folded: names come from
the register, categories from the declarations.
"""

import csv
from functools import cache
from pathlib import Path

import polars as pl

_VARIANTS = Path(__file__).with_name("character_variants.csv")
# U+FF01-U+FF5E are the full-width forms of ASCII's printable characters.
_FULL_WIDTH = {chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)} | {"\u3000": " ", "\u2212": "-"}
_HAN = r"\p{Han}"


def half_width(text: pl.Expr) -> pl.Expr:
    """Digits, letters and signs of full width (１２％) as plain ones, the ideographic blank as a blank."""
    return text.str.replace_many(_FULL_WIDTH)


def plain(frame: pl.DataFrame, text: pl.Expr) -> pl.Expr:
    """`text` in half width. Looks at the column first, as most columns need nothing and looking is cheaper."""
    full = frame.select((text.str.len_bytes() != text.str.len_chars()).any()).item()
    if full:
        full = frame.select(text.str.contains_any(list(_FULL_WIDTH)).any()).item()
    return half_width(text) if full else text


def name_key(text: pl.Expr) -> pl.Expr:
    """The form in which names are compared: one case, width, spacing and variant of each character."""
    folded = half_width(text).str.to_lowercase().str.replace_many(variants())
    spaced = folded.str.replace_all(r"\s+", " ").str.strip_chars()
    # Blanks separate words in English and mean nothing in Chinese.
    return spaced.str.replace_all(rf"({_HAN}) ", "$1").str.replace_all(rf" ({_HAN})", "$1")


@cache
def variants() -> dict[str, str]:
    """Variant characters → the one they are compared as."""
    with _VARIANTS.open(encoding="utf-8", newline="") as file:
        return {row["variant"]: row["compared_as"] for row in csv.DictReader(file)}
