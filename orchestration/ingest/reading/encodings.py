"""Text as UTF-8, whatever encoding a file is written in, with one kind of line end and no endless lines.

How an undeclared encoding is found belongs in `detection`, cells in the formats' own modules.
"""

import codecs
import io
import re
from dataclasses import dataclass

from anlan.errors import InputError
from orchestration.ingest.reading.detection import detect
from orchestration.ingest.reading.unpacking import Content
from orchestration.registry.formats import DETECT

_UTF_16 = {"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"}
_MARK = "\ufeff".encode()


@dataclass(frozen=True)
class Text:
    """A file's text in UTF-8, without mark, lines ended by line feeds; and how the file says it."""

    utf8: bytes
    encoding: str


def read_text(content: Content, encodings: tuple[str, ...], *, longest_line: int | None) -> Text:
    """Decode a file by the first of `encodings` that fits it.

    The text is held once: bytes are decoded block by block.

    Raises:
        InputError: none fits, detection is in doubt, the file is empty, or a line is longer than `longest_line` bytes.
    """
    problems = []
    for encoding in encodings:
        found = detect(content) if encoding == DETECT else encoding
        try:
            utf8 = _transcode(content, found, longest_line)
        except _UnfitError as unfit:
            problems.append(f"{found} (line {unfit.line})")
            continue
        if not re.search(rb"\S", utf8):
            raise InputError(f"{content.name}: the file is empty. Ask the sender for a complete file.")
        return Text(utf8, f"{found} (detected)" if encoding == DETECT else found)
    raise InputError(
        f"{content.name}: is not written in {', '.join(encodings)}. Declare its encoding in format.encodings, "
        f"e.g. gb18030 or utf-8. First line that does not fit: {', '.join(problems)}."
    )


class _UnfitError(Exception):
    """Bytes that are no text in an encoding."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


def _transcode(content: Content, encoding: str, longest_line: int | None) -> bytes:
    codec = codecs.lookup(encoding).name
    blocks = content.blocks()
    # Some files open with UTF-8's byte order mark and go on in a Windows code page.
    first = next(blocks, b"").removeprefix(codecs.BOM_UTF8)
    if codec == "utf-16" and not first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # Without a mark it is that of Windows.
        codec = "utf-16-le"
    if codec not in _UTF_16 and _looks_like_utf_16(first):
        raise _UnfitError(1)
    decoder = codecs.getincrementaldecoder(codec)()
    lines = _Lines(content.name, longest_line)
    utf8 = io.BytesIO()

    def take(block: bytes, *, final: bool = False) -> None:
        try:
            text = decoder.decode(block, final)
            # UTF-8 needs to be checked only.
            encoded = block if codec == "utf-8" else text.encode()
        except UnicodeError as error:
            good = error.object[: error.start] if isinstance(error, UnicodeDecodeError) else b""
            raise _UnfitError(lines.ended + 1 + good.decode(codec, "ignore").count("\n")) from None
        utf8.write(lines.unified(encoded if utf8.tell() else encoded.removeprefix(_MARK)))

    take(first)
    for block in blocks:
        take(block)
    take(b"", final=True)
    utf8.write(lines.end())
    return utf8.getvalue()


def _looks_like_utf_16(block: bytes) -> bool:
    head = block[:4096]
    return head.count(0) * 5 > len(head)


class _Lines:
    """Makes the three line ends one, and refuses lines that no table has: such a file would fill the memory."""

    def __init__(self, name: str, longest: int | None) -> None:
        self._name, self._longest = name, longest
        self._carriage_return = b""
        self._open_bytes = 0
        self.ended = 0

    def unified(self, block: bytes) -> bytes:
        if self._carriage_return or b"\r" in block:
            block = self._carriage_return + block
            # The line feed of a pair may open the next block.
            self._carriage_return = b"\r" if block.endswith(b"\r") else b""
            block = block.removesuffix(self._carriage_return).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        self._measure(block)
        return block

    def end(self) -> bytes:
        return b"\n" if self._carriage_return else b""

    def _measure(self, block: bytes) -> None:
        start = -self._open_bytes
        while self._longest is not None and len(block) - start > self._longest:
            end = block.rfind(b"\n", max(start, 0), start + self._longest + 1)
            if end < 0:
                line = self.ended + 1 + block.count(b"\n", 0, max(start, 0))
                raise InputError(
                    f"{self._name}: line {line:,} is longer than {self._longest:,} bytes, so this is no table, or its "
                    f"line ends are lost. Ask the sender to export it again."
                )
            start = end + 1
        last = block.rfind(b"\n")
        self._open_bytes = len(block) - last - 1 if last >= 0 else self._open_bytes + len(block)
        self.ended += block.count(b"\n")
