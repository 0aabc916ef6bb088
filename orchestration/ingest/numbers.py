"""Numbers as people write them: decimal and thousands marks, percent signs, digits of full width.

A number that fits the declared marks in one way only is read; every other text is none, never a guess.
"""

import re
from functools import reduce

import polars as pl

_SHARES = {"%": 0.01, "‰": 0.001}


def number(text: pl.Expr, decimal: str, thousands: str | None, multiply: float = 1) -> pl.Expr:
    """Finite numbers of texts in half width; null where a text is none.

    `multiply` is not applied to a number that carries its own % or ‰.
    """
    if decimal == ".":
        # Most texts are numbers as they stand; only the others are looked at more closely.
        plain = text.cast(pl.Float64, strict=False)
        read = pl.coalesce(plain * multiply, _marked(pl.when(plain.is_null()).then(text), decimal, thousands, multiply))
    else:
        read = _marked(text, decimal, thousands, multiply)
    return pl.when(read.is_finite()).then(read)


def whole(numbers: pl.Expr) -> pl.Expr:
    """Whole numbers only: 3.0 is 3, 3.5 is no count."""
    return pl.when(numbers == numbers.round()).then(numbers.cast(pl.Int64, strict=False))


def _marked(text: pl.Expr, decimal: str, thousands: str | None, multiply: float) -> pl.Expr:
    shares = [pl.when(text.str.ends_with(sign)).then(pl.lit(share)) for sign, share in _SHARES.items()]
    digits = reduce(lambda rest, sign: rest.str.strip_suffix(sign), _SHARES, text).str.strip_chars_end()
    if thousands:
        digits = _without_thousands(digits, decimal, thousands)
    if decimal == ",":
        # A point would be a thousands mark that was not declared.
        digits = pl.when(~digits.str.contains(".", literal=True)).then(digits.str.replace(",", ".", literal=True))
    return digits.cast(pl.Float64, strict=False) * pl.coalesce(*shares, pl.lit(float(multiply)))


def _without_thousands(text: pl.Expr, decimal: str, thousands: str) -> pl.Expr:
    mark, point = re.escape(thousands), re.escape(decimal)
    grouped = text.str.contains(rf"^[+-]?\d{{1,3}}({mark}\d{{3}})+({point}\d*)?$")
    has_mark = text.str.contains(thousands, literal=True)
    stripped = text.str.replace_all(thousands, "", literal=True)
    return pl.when(~has_mark).then(text).when(grouped).then(stripped)
