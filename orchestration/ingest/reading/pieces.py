"""Cuts a file's bytes into pieces of whole lines, so that no file of lines has to be held whole.

What a piece says does not belong here.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from orchestration.ingest.reading.encodings import decoded, is_cut_at_line_feeds, refuse_utf_16
from orchestration.ingest.reading.unpacking import Content

# Small enough that several are held at once, large enough that what is done once a piece costs nothing.
PIECE_BYTES = 24 << 20
# The first is small, so that what comes after reading has something to do soon.
_FIRST_BYTES = 2 << 20
_MARK = b"\xef\xbb\xbf"
_UTF_8 = "utf-8"


@dataclass(frozen=True)
class Piece:
    """Whole lines of a file, still in `codec`; `is_last`: no other piece follows."""

    data: bytes
    codec: str
    is_last: bool


def pieces_of(content: Content, codec: str, longest_line: int) -> Iterator[Piece]:
    """A file's bytes in pieces of whole lines, save for lines longer than `longest_line` bytes, which reading refuses.
    An empty file is one empty piece.

    Raises:
        UnfitError: bytes are no text in the encoding, where that shows before the pieces are decoded.
        InputError: the packed file is damaged.
    """
    if is_cut_at_line_feeds(codec):
        blocks, written = content.blocks(), codec
    else:
        blocks, written = decoded(content, codec), _UTF_8
    # Text that has to be decoded is held twice.
    enough = PIECE_BYTES if written == _UTF_8 else PIECE_BYTES // 2
    pieces = _whole_lines(blocks, longest_line, enough)
    waiting = next(pieces).removeprefix(_MARK)
    refuse_utf_16(waiting, written)
    for data in pieces:
        yield Piece(waiting, written, is_last=False)
        waiting = data
    yield Piece(waiting, written, is_last=True)


def _whole_lines(blocks: Iterator[bytes], longest_line: int, piece_bytes: int) -> Iterator[bytes]:
    parts: list[bytes] = []
    size, enough = 0, min(_FIRST_BYTES, piece_bytes)
    for block in blocks:
        parts.append(block)
        size += len(block)
        if size < enough:
            continue
        data = b"".join(parts)
        # A carriage return alone ends lines in few files; the last byte may be half of a pair.
        cut = data.rfind(b"\n") + 1 or data.rfind(b"\r", 0, len(data) - 1) + 1
        if not cut and len(data) > longest_line:
            cut = len(data)
        if cut:
            yield data[:cut]
            enough = piece_bytes
        parts, size = [data[cut:]], len(data) - cut
    yield b"".join(parts)
