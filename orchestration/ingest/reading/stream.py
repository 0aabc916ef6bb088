"""A delimited file as a stream of frames: pieces are read side by side and come in the order of the file.

How the lines of one piece become cells belongs in `delimited`.
"""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.delimited import (
    MOST_BROKEN_LINES,
    UNREADABLE,
    BrokenLinesError,
    Lines,
    read_header,
    read_lines,
)
from orchestration.ingest.reading.encodings import (
    LongLineError,
    UnfitError,
    as_utf_8,
    choose,
    long_line,
    refuse_empty,
    refuse_unless_utf_8,
)
from orchestration.ingest.reading.headers import Concerned
from orchestration.ingest.reading.pieces import Piece, pieces_of
from orchestration.ingest.reading.shaping import null_cells
from orchestration.ingest.reading.table import ROW, cells_of
from orchestration.ingest.reading.transcoding import Transcoder
from orchestration.ingest.reading.unpacking import Content, Limits
from orchestration.registry.formats import DelimitedFormat

# Pieces that are read before they are asked for.
_AHEAD = 2
_UTF_8 = "utf-8"
_T = TypeVar("_T")


@dataclass(frozen=True)
class _Read:
    """A piece, the text before it that the piece before left to it, and what reading both gives."""

    piece: Piece
    carried: bytes
    result: Future[tuple[Lines, bytes]]


class Stream:
    """One delimited file. `lines`: those below the header read so far.

    Columns that are not concerned may be in the first frame only.
    """

    def __init__(self, content: Content, declared: DelimitedFormat, concerned: Concerned, limits: Limits) -> None:
        self._content, self._declared = content, declared
        self._longest_line = limits.line_bytes
        self._concerned = concerned
        self.encoding = choose(content, declared.encodings)
        self._transcoder = Transcoder(self.encoding.codec)
        self._pieces = pieces_of(content, self.encoding.codec, limits.line_bytes)
        self._above = 0
        self.lines = 0
        self._broken = self._first_broken = 0
        first = self._next_piece()
        text = self._guarded(lambda: as_utf_8(first.data, first.codec, self._longest_line))
        # The header is read line by line, before any reader has tested the text.
        self._guarded(lambda: refuse_unless_utf_8(text))
        refuse_empty(content.name, text)
        self.header = read_header(text, content.name, declared, concerned)
        self._above = self.header.lines
        self._first = Piece(text[self.header.size :], _UTF_8, first.is_last)

    def frames(self) -> Iterator[pl.DataFrame]:
        """The rows in pieces, numbered through; at least one frame.

        Raises:
            InputError: bytes do not fit the encoding, a line has no end, or too many lines cannot be read.
        """
        with self._transcoder, ThreadPoolExecutor(_AHEAD) as pool:
            waiting = deque([self._begin(pool, self._first, b"")])
            while waiting:
                while len(waiting) < _AHEAD and not waiting[-1].piece.is_last:
                    waiting.append(self._begin(pool, self._next_piece(), b""))
                done = waiting.popleft()
                lines, left = self._guarded(done.result.result)
                if left:
                    # The record goes on in the next piece, which may have been begun without it.
                    following = waiting.popleft().piece if waiting else self._next_piece()
                    waiting.appendleft(self._begin(pool, following, left))
                yield self._numbered(lines)

    def _next_piece(self) -> Piece:
        # Where pieces are decoded before they are cut, lines are counted from the first of the file.
        return self._guarded(lambda: next(self._pieces), lines_before=0)

    def _begin(self, pool: ThreadPoolExecutor, piece: Piece, carried: bytes) -> _Read:
        return _Read(piece, carried, pool.submit(self._read, piece, carried))

    def _read(self, piece: Piece, carried: bytes) -> tuple[Lines, bytes]:
        text = as_utf_8(piece.data, piece.codec, self._longest_line, self._transcoder)
        text = carried + text if carried else text
        # The first piece shows all columns, to be judged.
        wanted = None if piece is self._first else self._concerned.wanted(self.header.names)
        lines = read_lines(text, self._declared, self.header.names, is_last=piece.is_last, wanted=wanted)
        columns = self._concerned.stripped(cells_of(lines.frame))
        frame = null_cells(lines.frame, columns, self._declared)
        return replace(lines, frame=frame), text[lines.size :]

    def _numbered(self, read: Lines) -> pl.DataFrame:
        if read.broken:
            self._first_broken = self._first_broken or self._above + self.lines + read.first_broken
            self._broken += read.broken
            if self._broken > MOST_BROKEN_LINES:
                raise self._too_many_broken(self._first_broken)
        frame = read.frame.with_columns(pl.col(ROW) + self.lines) if self.lines else read.frame
        self.lines += read.lines
        return frame

    def _guarded(self, work: Callable[[], _T], lines_before: int | None = None) -> _T:
        """What a piece says of its lines, said of the file's."""
        before = self._above + self.lines if lines_before is None else lines_before
        try:
            return work()
        except UnfitError as unfit:
            raise self.encoding.unfit(f"{self.encoding.label} (line {before + unfit.line})") from None
        except LongLineError as long:
            raise long_line(self._content.name, before + long.line, self._longest_line) from None
        except BrokenLinesError as broken:
            raise self._too_many_broken(self._first_broken or before + broken.line) from None

    def _too_many_broken(self, first: int) -> InputError:
        return InputError(
            f"{self._content.name}: in more than {MOST_BROKEN_LINES:,} lines {UNREADABLE} (the first is line {first}). "
            f"Ask the sender to double the marks within cells, or declare `quote: null` if the file does not use them "
            f"to enclose cells."
        )
