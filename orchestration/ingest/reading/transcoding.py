"""A process beside this one that turns text into UTF-8: Python decodes on one core at a time, and meanwhile the other
threads of the same process stand still.

What is no text in the encoding is told, not raised: where it stands is found out by who asks.
"""

import subprocess
import sys
import threading
from contextlib import suppress
from io import FileIO
from types import TracebackType
from typing import IO, cast

# Less is done sooner here than it is sent there and back.
_WORTH_SENDING = 4 << 20
_LENGTH = 8
_UNFIT = (1 << 64) - 1
# Lengths and bytes come in, lengths and bytes go out. It imports nothing of ours: a start takes no time.
_WORKER = f"""
import codecs, sys
read, write = sys.stdin.buffer.read, sys.stdout.buffer.write
while len(size := read({_LENGTH})) == {_LENGTH}:
    data = read(int.from_bytes(size, "big"))
    decoder, slices = codecs.getincrementaldecoder(sys.argv[1])(), range(0, len(data), 1 << 20)
    try:
        texts = [decoder.decode(data[start : start + (1 << 20)]).encode() for start in slices]
        texts.append(decoder.decode(b"", final=True).encode())
    except UnicodeError:
        write(({_UNFIT}).to_bytes({_LENGTH}, "big"))
    else:
        write(sum(map(len, texts)).to_bytes({_LENGTH}, "big"))
        for text in texts:
            write(text)
    sys.stdout.buffer.flush()
"""


class Transcoder:
    """Decodes large pieces of whole characters elsewhere. Threads may share it; one piece is under way at a time."""

    def __init__(self, codec: str) -> None:
        self._codec = codec
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._is_usable = True

    def __enter__(self) -> "Transcoder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.communicate()

    def utf_8(self, data: bytes) -> bytes | None:
        """The text as UTF-8; None where it has to be decoded here: it is small, unfit, or no process can be had."""
        if len(data) < _WORTH_SENDING:
            return None
        with self._lock:
            if not self._is_usable:
                return None
            try:
                return self._sent(data)
            except OSError:
                self._is_usable = False
                return None

    def _sent(self, data: bytes) -> bytes | None:
        if self._process is None:
            command = [sys.executable, "-I", "-S", "-c", _WORKER, self._codec]
            # What it would say when it is interrupted with the run is nobody's to read.
            self._process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
            )
            _widen(self._process)
        there, back = self._process.stdin, self._process.stdout
        assert there is not None
        assert back is not None
        _write(there, len(data).to_bytes(_LENGTH, "big"))
        _write(there, data)
        size = int.from_bytes(_read(back, _LENGTH), "big")
        return None if size == _UNFIT else _read(back, size)


def _write(pipe: IO[bytes], data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[pipe.write(view) :]


def _read(pipe: IO[bytes], size: int) -> bytes:
    """
    Raises:
        OSError: the process is gone.
    """
    data = bytearray(size)
    view = memoryview(data)
    while view:
        # Unbuffered, so that what is there is taken as it comes.
        count = cast("FileIO", pipe).readinto(view)
        if not count:
            raise OSError("the process that decodes has ended")
        view = view[count:]
    return bytes(data)


def _widen(process: "subprocess.Popen[bytes]") -> None:
    """Larger pipes, where the system has them: fewer changes from one process to the other."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        for pipe in (process.stdin, process.stdout):
            assert pipe is not None
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, 1 << 20)
