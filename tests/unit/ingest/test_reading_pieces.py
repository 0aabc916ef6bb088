"""A file read in pieces is the file read whole, wherever the pieces are cut."""

from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anlan.errors import InputError
from orchestration.ingest.reading import ROW, Reading, Table, pieces, read_table, unpacking
from orchestration.ingest.reading.table import with_own_texts
from tests.fixtures.reading import NAME, source

HEADER = "year,persons,area,note\n"
Cut = Callable[[int], None]


@pytest.fixture
def cut(monkeypatch: pytest.MonkeyPatch) -> Cut:
    """Sets the size of pieces, and of the blocks they are made of."""

    def set_size(size: int) -> None:
        monkeypatch.setattr(pieces, "PIECE_BYTES", size)
        monkeypatch.setattr(unpacking, "BLOCK", max(1, size // 2))

    return set_size


def whole_and_in_pieces(path: Path, cut: Cut, size: int, **file_format: object) -> tuple[Table, Table]:
    declared = source(dict(file_format))
    cut(1 << 20)
    whole = read_table(path, NAME, declared)
    cut(size)
    return whole, read_table(path, NAME, declared)


CELL = st.one_of(
    st.sampled_from(["2020", "1,5", "澜湾区", "a\nb", 'say "so"', " ", "", "长" * 30, "x\r\ny"]),
    st.text(st.characters(codec="gb18030", exclude_characters="\r\x00"), max_size=8),
)
ROWS = st.lists(st.tuples(CELL, CELL, CELL, CELL), min_size=1, max_size=30)


def enclosed(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n\r') else cell


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=ROWS, size=st.integers(40, 400), encoding=st.sampled_from(["utf-8", "gb18030", "utf-16"]), strays=st.data())
def test_cells_rows_and_marks_do_not_depend_on_where_a_file_is_cut(
    tmp_path: Path, cut: Cut, rows: list[tuple[str, ...]], size: int, encoding: str, strays: st.DataObject
) -> None:
    lines = [",".join(map(enclosed, row)) for row in rows]
    if strays.draw(st.booleans()):
        # A line whose quotation marks do not fit.
        lines.insert(strays.draw(st.integers(0, len(lines))), '1,"open,2,3')
    path = tmp_path / "landed"
    path.write_bytes((HEADER + "\n".join(lines) + "\n").encode(encoding))
    whole, cut_up = whole_and_in_pieces(path, cut, size, encodings=encoding)
    assert (
        cut_up.frame.select(sorted(cut_up.frame.columns)).rows()
        == whole.frame.select(sorted(whole.frame.columns)).rows()
    )
    assert (cut_up.encoding, cut_up.header_lines, cut_up.left_out) == (
        whole.encoding,
        whole.header_lines,
        whole.left_out,
    )


def test_footnotes_filled_cells_and_the_end_of_data_reach_over_pieces(tmp_path: Path, cut: Cut) -> None:
    path = tmp_path / "landed"
    lines = [f"{2000 + n if n % 10 == 0 else ''},{n},区{n}," for n in range(40)]
    path.write_text(HEADER + "\n".join([*lines[:25], "注：暂估,,,", *lines[25:], "合计,,,", *lines]), "utf-8")
    whole, cut_up = whole_and_in_pieces(
        path, cut, 60, fill_down=["year"], footnote=["^注"], ends_at=["^合计"], encodings="utf-8"
    )
    assert cut_up.frame["year"].to_list() == [str(2000 + n // 10 * 10) for n in range(40)]
    assert cut_up.frame.rows() == whole.frame.rows()
    assert cut_up.left_out == whole.left_out == {"footnote": 1, "below_end": 41}


def test_a_line_is_told_by_its_number_in_the_file(tmp_path: Path, cut: Cut) -> None:
    path = tmp_path / "landed"
    lines = [f"2020,{n},区,".encode("gb18030") for n in range(50)]
    path.write_bytes(HEADER.encode() + b"\n".join([*lines, b"2020,1,\xff\xff,"]))
    cut(100)
    with pytest.raises(InputError, match=r"gb18030 \(line 52\)"):
        read_table(path, NAME, source({"encodings": "gb18030"}))


def test_lines_ended_by_carriage_returns_are_cut_too(tmp_path: Path, cut: Cut) -> None:
    path = tmp_path / "landed"
    path.write_bytes((HEADER.strip() + "\r" + "\r".join(f"2020,{n},区," for n in range(50))).encode())
    cut(64)
    reading = Reading(path, NAME, source())
    frames = [table.frame for table in reading.tables()]
    assert len(frames) > 5
    assert [number for frame in frames for number in frame[ROW]] == list(range(1, 51))


@pytest.mark.parametrize("header", ["区", "", "a\x00b", "0"])
def test_rows_with_their_own_texts_are_the_same_rows(header: str) -> None:
    frame = pl.DataFrame({ROW: [1, 2], header: ["a text that is longer than twelve bytes", None], "1": ["", "b"]})
    assert with_own_texts(frame).equals(frame)
    assert with_own_texts(frame.clear()).schema == frame.schema
