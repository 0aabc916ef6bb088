"""Text as UTF-8, whatever encoding a file is written in, with one kind of line end and no endless lines.

How an undeclared encoding is found belongs in `detection`, where a file is cut in `pieces`, cells in the formats' own
modules.
"""

import codecs
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from anlan.errors import InputError
from orchestration.ingest.reading.detection import detect
from orchestration.ingest.reading.transcoding import Transcoder
from orchestration.ingest.reading.unpacking import Content
from orchestration.registry.formats import DETECT

# Encodings in which the byte of a line feed also stands within other characters.
_WIDE = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_UTF_8 = "utf-8"
_MARK = "\ufeff".encode()


@dataclass(frozen=True)
class Encoding:
    """How a file is written: the codec to decode it by, and what the ledger says of it."""

    name: str
    codec: str
    label: str
    declared: tuple[str, ...]

    def unfit(self, lines: str) -> InputError:
        return InputError(
            f"{self.name}: is not written in {', '.join(self.declared)}. Declare its encoding in format.encodings, "
            f"e.g. gb18030 or utf-8. First line that does not fit: {lines}."
        )


class UnfitError(Exception):
    """Bytes that are no text in an encoding; `line` counts from the first of the piece they stand in."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class LongLineError(Exception):
    """A line longer than any table has; `line` counts from the first of the piece it stands in."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def choose(content: Content, encodings: tuple[str, ...]) -> Encoding:
    """The first of `encodings` that the whole file fits; a single one is taken at its word and tested in reading.

    Raises:
        InputError: none fits, or detection is in doubt.
    """
    problems = []
    for declared in encodings:
        found = detect(content) if declared == DETECT else declared
        codec = _codec(found, content)
        encoding = Encoding(content.name, codec, f"{found} (detected)" if declared == DETECT else found, encodings)
        if len(encodings) == 1:
            return encoding
        line = _first_unfit_line(content, codec)
        if line is None:
            return encoding
        problems.append(f"{found} (line {line})")
    raise Encoding(content.name, "", "", encodings).unfit(", ".join(problems))


def _codec(encoding: str, content: Content) -> str:
    codec = codecs.lookup(encoding).name
    first = next(content.blocks(), b"")
    if codec == "utf-16" and not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Without a mark it is that of Windows.
        return "utf-16-le"
    return codec


def _first_unfit_line(content: Content, codec: str) -> int | None:
    try:
        for _ in decoded(content, codec):
            pass
    except UnfitError as unfit:
        return unfit.line
    return None


def is_cut_at_line_feeds(codec: str) -> bool:
    """Whether bytes in this encoding can be cut behind a line feed before they are decoded."""
    return codec not in _WIDE and "\n".encode(codec) == b"\n"


def decoded(content: Content, codec: str) -> Iterator[bytes]:
    """The file in blocks of UTF-8.

    Raises:
        UnfitError: bytes are no text in the encoding; the line counts from the first of the file.
    """
    decoder = codecs.getincrementaldecoder(codec)()
    lines = 0
    for number, block in enumerate(_blocks(content, codec)):
        try:
            text = decoder.decode(block, final=not block).encode()
        except UnicodeError as error:
            raise UnfitError(lines + _line_of(error, codec)) from None
        lines += text.count(b"\n")
        yield text if number else text.removeprefix(_MARK)


def _blocks(content: Content, codec: str) -> Iterator[bytes]:
    """The bytes as they are, an empty block last. Some files open with UTF-8's mark and go on in a code page."""
    blocks = content.blocks()
    first = next(blocks, b"").removeprefix(codecs.BOM_UTF8)
    refuse_utf_16(first, codec)
    if first:
        yield first
    yield from blocks
    yield b""


def refuse_utf_16(block: bytes, codec: str) -> None:
    """Other encodings decode UTF-16 without complaint, into nonsense.

    Raises:
        UnfitError: the first bytes of a file look like UTF-16, which is not declared.
    """
    head = block[:4096]
    if codec not in _WIDE and head.count(0) * 5 > len(head):
        raise UnfitError(1)


def as_utf_8(data: bytes, codec: str, longest_line: int | None, transcoder: Transcoder | None = None) -> bytes:
    """Whole lines as UTF-8 with line feeds as their ends. UTF-8 is taken as it is: reading it tests it.

    Raises:
        UnfitError: bytes are no text in the encoding.
        LongLineError: a line is longer than `longest_line` bytes.
    """
    if codec != _UTF_8:
        text = transcoder.utf_8(data) if transcoder else None
        data = _decoded_here(data, codec) if text is None else text
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    _refuse_long_lines(data, longest_line)
    return data


def _decoded_here(data: bytes, codec: str) -> bytes:
    try:
        return data.decode(codec).encode()
    except UnicodeError as error:
        raise UnfitError(_line_of(error, codec)) from None


def refuse_unless_utf_8(data: bytes) -> None:
    """
    Raises:
        UnfitError: bytes are no UTF-8.
    """
    try:
        data.decode()
    except UnicodeDecodeError as error:
        raise UnfitError(_line_of(error, _UTF_8)) from None


def _line_of(error: UnicodeError, codec: str) -> int:
    good = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
    return 1 + good.decode(codec, "ignore").count("\n")


def _refuse_long_lines(data: bytes, longest: int | None) -> None:
    start = 0
    while longest is not None and len(data) - start > longest:
        end = data.rfind(b"\n", start, start + longest + 1)
        if end < 0:
            raise LongLineError(1 + data.count(b"\n", 0, start))
        start = end + 1


@dataclass(frozen=True)
class Text:
    """A file's whole text in UTF-8, without mark, lines ended by line feeds; and how the file says it."""

    utf8: bytes
    encoding: str


def read_text(content: Content, encodings: tuple[str, ...], *, longest_line: int | None) -> Text:
    """All of a file, for formats that are not read in pieces.

    Raises:
        InputError: no encoding fits, the file is empty, or a line is longer than `longest_line` bytes.
    """
    encoding = choose(content, encodings)
    memory = io.BytesIO()
    try:
        for block in decoded(content, encoding.codec):
            memory.write(block)
        utf8 = as_utf_8(memory.getvalue(), _UTF_8, longest_line)
    except UnfitError as unfit:
        raise encoding.unfit(f"{encoding.label} (line {unfit.line})") from None
    except LongLineError as long:
        raise long_line(content.name, long.line, longest_line) from None
    refuse_empty(content.name, utf8)
    return Text(utf8, encoding.label)


def refuse_empty(name: str, utf8: bytes) -> None:
    """
    Raises:
        InputError: there is nothing but blanks.
    """
    if not re.search(rb"\S", utf8):
        raise InputError(f"{name}: the file is empty. Ask the sender for a complete file.")


def long_line(name: str, line: int, longest: int | None) -> InputError:
    return InputError(
        f"{name}: line {line:,} is longer than {longest or 0:,} bytes, so this is no table, or its line ends are "
        f"lost. Ask the sender to export it again."
    )
