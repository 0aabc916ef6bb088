"""Large pieces are decoded by a process beside; what it gives is what decoding here would."""

import os
import signal
from collections.abc import Iterator

import pytest

from orchestration.ingest.reading import transcoding
from orchestration.ingest.reading.encodings import UnfitError, as_utf_8
from orchestration.ingest.reading.transcoding import Transcoder

LINES = "".join(f"{n},入室盗窃,禾渡区\n" for n in range(500))


@pytest.fixture
def transcoder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Transcoder]:
    monkeypatch.setattr(transcoding, "_WORTH_SENDING", 100)
    with Transcoder("gb18030") as transcoder:
        yield transcoder


def test_pieces_come_back_as_they_would_be_decoded_here(transcoder: Transcoder) -> None:
    for text in (LINES, LINES[:-7] * 3, LINES.replace(",", "，")):
        assert transcoder.utf_8(text.encode("gb18030")) == text.encode()


def test_a_small_piece_is_not_sent(transcoder: Transcoder) -> None:
    assert transcoder.utf_8("盗".encode("gb18030")) is None


def test_a_line_that_is_no_text_is_named(transcoder: Transcoder) -> None:
    data = LINES.encode("gb18030") + b"501,\xff\xff\n"
    assert transcoder.utf_8(data) is None
    with pytest.raises(UnfitError) as unfit:
        as_utf_8(data, "gb18030", None, transcoder)
    assert unfit.value.line == 501
    assert transcoder.utf_8(LINES.encode("gb18030")) == LINES.encode()


def test_without_the_process_text_is_decoded_here(transcoder: Transcoder) -> None:
    data = LINES.encode("gb18030")
    assert transcoder.utf_8(data) is not None
    assert transcoder._process is not None
    os.kill(transcoder._process.pid, signal.SIGKILL)
    transcoder._process.wait()
    assert as_utf_8(data, "gb18030", None, transcoder) == LINES.encode()
    assert transcoder.utf_8(data) is None


def test_the_process_ends_with_its_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transcoding, "_WORTH_SENDING", 100)
    with Transcoder("big5") as transcoder:
        assert transcoder.utf_8(("臺北市\n" * 100).encode("big5")) is not None
        process = transcoder._process
    assert process is not None
    assert process.returncode is not None
