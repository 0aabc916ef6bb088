"""Rules on single cells: texts that have the form of a person's number, plate or address, and hold its checksum.

Patterns are written in what Rust's and Python's regular expressions have in common, so that polars searches
columns and Python decides on what it found. What only a whole column can show belongs in `columns`.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from orchestration.ingest.privacy.kinds import Kind

# ISO 7064 MOD 11-2 over seventeen digits (GB 11643).
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10X98765432"
# Codes of provinces (GB/T 2260).
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]")
_PLATE_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
# A run of digits that is no part of a longer one nor of a decimal fraction.
_BEFORE, _AFTER = r"(?:^|[^\d.])", r"(?:\D|$)"


@dataclass(frozen=True)
class CellRule:
    """Texts of one form.

    `form`: pattern whose one group is the text that `holds` decides on. A column is personal where at least
    half of its texts of the form hold (a sequence of codes meets a checksum by chance one time in ten) and these
    stand in at least `share` of its filled cells.
    """

    kind: Kind
    form: str
    holds: Callable[[str], bool]
    share: float = 0.01
    # Whether a single such cell is a person's; an address may be that of a place, a number a code.
    decides_alone: bool = True

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        return re.compile(self.form)


def is_identity_number(text: str) -> bool:
    """A resident identity number: 18 characters with province, day of birth and check character, or the 15 digits of
    before 1999. Of the latter only births from 1930 on: earlier ones are days of this century in codes of systems.
    """
    if not _PROVINCE.match(text):
        return False
    if len(text) == 15:
        return text[6:8] >= "30" and _is_day("19" + text[6:12])
    if len(text) != 18 or not ("1900" <= text[6:10] <= "2099") or not _is_day(text[6:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, text[:17], strict=True))
    return _CHECK_CHARACTERS[total % 11] == text[17].upper()


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of the others (ISO/IEC 7812), as in an IMEI."""
    doubled = [int(digit) * 2 if i % 2 else int(digit) for i, digit in enumerate(reversed(digits))]
    return sum(number - 9 if number > 9 else number for number in doubled) % 10 == 0


def _is_imei(digits: str) -> bool:
    return not is_identity_number(digits) and len(set(digits)) > 2 and is_luhn(digits)


def _is_mobile(digits: str) -> bool:
    return digits[0] == "1" and digits[1] > "2"


def _is_landline(digits: str) -> bool:
    """A Chinese area code and seven or eight digits, or a mobile number of Taiwan, without separators."""
    return bool(re.fullmatch(r"0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}|09\d{8}", digits))


def _always(_: str) -> bool:
    return True


_STREET_EN = (
    r"(?:ST|STR|STREET|AVE?|AVENUE|RD|ROAD|BLVD|BOULEVARD|DR|DRIVE|LN|LANE|CT|COURT|PL|PLACE|WAY|PKWY|PARKWAY|TER|"
    r"TERRACE|CIR|CIRCLE|HWY|HIGHWAY|SQ|SQUARE|CLOSE|CRES|CRESCENT|GROVE|GDNS|GARDENS)"
)
_NUMBER_ZH = r"(?:\d+|[一二三四五六七八九十百]+)"

CELL_RULES: tuple[CellRule, ...] = (
    CellRule(Kind.IDENTITY_NUMBER, rf"{_BEFORE}(\d{{17}}[\dXx]|\d{{15}})(?:[^\dXx]|$)", is_identity_number),
    CellRule(Kind.PHONE, rf"{_BEFORE}(?:\+86[ -]?|86[ -])?(\d{{11}}){_AFTER}", _is_mobile),
    # One code of thirteen digits in a thousand has this form too.
    CellRule(Kind.PHONE, rf"{_BEFORE}86(\d{{11}}){_AFTER}", _is_mobile, share=0.1, decides_alone=False),
    CellRule(
        Kind.PHONE,
        r"(?:^|[^\d.-])("
        r"(?:\+?86[ -]?)?1[3-9]\d[ -]\d{4}[ -]\d{4}|"
        r"\(?0\d{2,3}\)?[ -]\d{7,8}|"
        r"\(?[2-9]\d{2}\)?[ .-][2-9]\d{2}[ .-]\d{4}|"
        r"\+\d{1,3}[ -]?\(?\d{1,4}\)?(?:[ -]?\d{2,4}){2,4}"
        r")(?:[^\d-]|$)",
        _always,
    ),
    # Half the codes that are padded with a zero have this form too.
    CellRule(Kind.PHONE, rf"{_BEFORE}(0\d{{9,11}}){_AFTER}", _is_landline, share=0.5, decides_alone=False),
    CellRule(
        Kind.PLATE,
        rf"([{_PLATE_PROVINCES}][A-HJ-NP-Za-hj-np-z][·• -]?"
        r"[A-HJ-NP-Za-hj-np-z0-9]{4,5}[A-HJ-NP-Za-hj-np-z0-9挂学警港澳])"
        r"(?:[^A-Za-z0-9]|$)",
        lambda text: sum(character.isdigit() for character in text) >= 2,
    ),
    CellRule(Kind.DEVICE, rf"{_BEFORE}(\d{{15}}){_AFTER}", _is_imei),
    CellRule(
        Kind.DEVICE, r"(?:^|[^0-9A-Fa-f:-])((?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2})(?:[^0-9A-Fa-f:-]|$)", _always
    ),
    CellRule(Kind.EMAIL, r"([A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})", _always),
    CellRule(
        Kind.ADDRESS,
        rf"([路街巷弄道村里苑区园厦寓坊同].{{0,8}}?{_NUMBER_ZH}(?:号院?[楼门]?(?:$|[^网线口文令机])|弄|栋|幢|单元|室))",
        _always,
        share=0.2,
        decides_alone=False,
    ),
    CellRule(
        Kind.ADDRESS,
        rf"(?i)^(\d{{1,6}}[A-Z]?(?:[ -]+(?:BLOCK OF|BLK|BLOCK))?(?: +[A-Z0-9.']+){{1,5}} +{_STREET_EN}\.?)(?:[ ,#]|$)",
        _always,
        share=0.2,
        decides_alone=False,
    ),
    CellRule(
        Kind.COORDINATES,
        r"(?i)^((?:SRID=\d+;)?POINT ?\(.+\)|[(\[]?-?\d{1,3}\.\d{3,} *[,; ] *-?\d{1,3}\.\d{3,}[)\]]?)$",
        _always,
        share=0.2,
        decides_alone=False,
    ),
)
# One search that finds every text any rule may hold for, so that most texts are looked at once.
ANY_FORM = "|".join(f"(?:{rule.form})" for rule in CELL_RULES)


def normal(text: str) -> str:
    """The text as the rules want it: full-width digits and letters are the plain ones."""
    return unicodedata.normalize("NFKC", text).strip()


def kind_of_cell(text: str, *, alone: bool = False) -> Kind | None:
    """The kind of personal data a text has the form of.

    Args:
        alone: by the rules only that hold for a single cell, without its column.
    """
    plain = normal(text)
    for rule in CELL_RULES:
        if alone and not rule.decides_alone:
            continue
        if any(rule.holds(match) for match in rule.pattern.findall(plain)):
            return rule.kind
    return None
