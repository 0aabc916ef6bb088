"""Which encoding a file is written in, where none is declared: found by trial, refused if in doubt.

Libraries that guess take short Chinese files for Korean and French ones for Central European
(docs/decisions/0007-encodings.md), and a wrong guess is not seen before the figures are wrong.
"""

import codecs
from functools import cache
from itertools import chain, groupby

from anlan.errors import InputError
from orchestration.ingest.reading.unpacking import BLOCK, Content

# A byte order mark decides; UTF-8's is not among them, because it also stands before other encodings.
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be", b"\x84\x31\x95\x33": "gb18030"}
_CHINESE = ("gb18030", "cp950")
_WESTERN = "cp1252"
# Text beyond ASCII that is enough to tell encodings apart.
_SAMPLE_BYTES = 256 << 10
# Of the characters beyond ASCII, the share that is common in the language. A reading is believed that has at least the
# first and leads the second-best by at least the second.
_PLAUSIBLE, _LEAD = 0.8, 0.15


def detect(content: Content) -> str:
    """The one encoding of UTF-8, UTF-16, GB18030, cp950 (Big5) and cp1252 in which the text makes sense.

    Raises:
        InputError: several are plausible, or none.
    """
    head = next(content.blocks(), b"")
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if order := _order_of_utf_16(head):
        return order
    sample = _lines_beyond_ascii(content)
    if _decoded(sample, "utf-8") is not None:
        return "utf-8"
    return _most_plausible(sample, content.name)


def _order_of_utf_16(head: bytes) -> str | None:
    """ASCII characters, which every table has, leave every other byte zero."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 10 < len(head) // 2 or min(even, odd) * 10 > max(even, odd) or not head:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _lines_beyond_ascii(content: Content) -> bytes:
    sample = bytearray()
    rest = b""
    for block in chain(content.blocks(), (b"\n",)):
        data = rest + block
        cut = max(data.rfind(b"\n"), data.rfind(b"\r")) + 1
        rest = data[cut:]
        for line in data[:cut].splitlines():
            if not line.isascii():
                sample += line + b"\n"
        if len(sample) >= _SAMPLE_BYTES or len(rest) > BLOCK:
            break
    return bytes(sample).removeprefix(codecs.BOM_UTF8)


def _decoded(sample: bytes, encoding: str) -> str | None:
    try:
        return sample.decode(encoding)
    except UnicodeDecodeError:
        return None


def _most_plausible(sample: bytes, name: str) -> str:
    shares: dict[str, float] = {}
    for encoding in _CHINESE:
        if (text := _decoded(sample, encoding)) is not None:
            shares[encoding] = _share_of_common_chinese(text)
    if (text := _decoded(sample, _WESTERN)) is not None:
        shares[_WESTERN] = _share_of_western_words(text)
    ranked = sorted(shares, key=lambda encoding: -shares[encoding])
    plausible = [encoding for encoding in ranked if shares[encoding] >= _PLAUSIBLE]
    if plausible and all(shares[plausible[0]] - shares[other] >= _LEAD for other in ranked[1:]):
        return plausible[0]
    if ranked:
        raise InputError(
            f"{name}: its encoding cannot be told for certain; it could be {' or '.join(ranked)}. Open it, see which "
            f"reads well, and declare that one in format.encodings (gb18030: mainland China; cp950: Taiwan, Hong Kong; "
            f"cp1252: Western Europe)."
        )
    raise InputError(
        f"{name}: is written in none of UTF-8, UTF-16, GB18030, Big5 and Windows-1252. Ask the sender which encoding "
        f"it is and declare it in format.encodings, or ask for UTF-8."
    )


def _share_of_common_chinese(text: str) -> float:
    beyond = [character for character in text if character > "\x7f"]
    return sum(character in _common_chinese() for character in beyond) / len(beyond)


@cache
def _common_chinese() -> frozenset[str]:
    """The first levels of GB 2312 and Big5, which hold the characters in daily use, and Chinese punctuation."""
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    simplified = bytes(byte for lead in range(0xB0, 0xD8) for trail in range(0xA1, 0xFF) for byte in (lead, trail))
    traditional = bytes(byte for lead in range(0xA4, 0xC6) for trail in trails for byte in (lead, trail))
    punctuation = map(chr, chain(range(0x2010, 0x2040), range(0x3000, 0x3020), range(0xFF00, 0xFFEF), (0xB7,)))
    hanzi = simplified.decode("gb2312", "ignore") + traditional.decode("cp950", "ignore")
    return frozenset(hanzi) | frozenset(punctuation)


def _share_of_western_words(text: str) -> float:
    """Accented letters stand alone or in pairs within words of plain letters; misread Chinese gives longer runs."""
    runs = [(is_ascii, "".join(run)) for is_ascii, run in groupby(text, str.isascii)]
    good = total = 0
    for i, (is_ascii, run) in enumerate(runs):
        if is_ascii:
            continue
        total += len(run)
        before = runs[i - 1][1][-1:] if i else ""
        after = runs[i + 1][1][:1] if i + 1 < len(runs) else ""
        in_word = (before + after).isascii() and any(map(str.isalpha, before + after))
        good += len(run) if len(run) == 1 or (len(run) == 2 and in_word) else 0
    return good / total
