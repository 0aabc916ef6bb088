"""Encodings, declared and detected; line ends; lines without end."""

from typing import Any

import pytest

from anlan.errors import InputError
from orchestration.ingest.reading import ROW
from orchestration.ingest.reading.unpacking import BLOCK, Limits
from tests.fixtures.reading import cells


def test_encodings_are_tried_in_the_order_declared(read: Any) -> None:
    content = "名称,值\n东城,1\n"
    for encoding in ("utf-8", "gb18030"):
        table = read(content.encode(encoding), encodings=["utf-8", "gb18030"])
        assert (table.encoding, cells(table)) == (encoding, [("东城", "1")])
    # The same bytes are text in many encodings: the first that fits is used.
    assert read("é\n1\n".encode("cp1252"), encodings=["utf-8", "cp1252", "gb18030"]).encoding == "cp1252"


def test_a_byte_order_mark_is_no_part_of_the_first_header(read: Any) -> None:
    assert read("﻿名称\n东城\n".encode()).frame.columns == [ROW, "名称"]


def test_a_mark_of_utf_8_may_stand_before_a_windows_code_page(read: Any) -> None:
    table = read(b"\xef\xbb\xbf" + "name\ncafé\n".encode("cp1252"), encodings=["utf-8", "cp1252"])
    assert (table.encoding, table.frame.columns, cells(table)) == ("cp1252", [ROW, "name"], [("café",)])


def test_utf_16_as_spreadsheets_save_unicode_text(read: Any) -> None:
    table = read("名称\t值\n东城\t1\n".encode("utf-16"), encodings=["utf-16"], delimiter="\t")
    assert cells(table) == [("东城", "1")]


def test_bytes_of_no_declared_encoding_say_which_were_tried(read: Any) -> None:
    with pytest.raises(InputError, match=r"alarms\.csv: is not written in utf-8, ascii\. Declare its encoding"):
        read("东城\n1\n".encode("gb18030"), encodings=["utf-8", "ascii"])


def test_the_first_line_that_does_not_fit_is_told(read: Any) -> None:
    with pytest.raises(InputError, match=r"First line that does not fit: utf-8 \(line 3\)\.$"):
        read("a,b\n1,2\n东城,1\n".encode("gb18030"))


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
    ],
)
def test_the_encoding_of_a_mainland_file_is_found_and_reported(read: Any, encoding: str, found: str) -> None:
    text = "报警时间,社区,警情类型\n2024-01-01 08:00:00,东城社区,盗窃\n2024-01-02 09:30:00,西城社区,纠纷\n"
    table = read(text.encode(encoding), encodings="detect")
    assert (table.encoding, table.frame.columns[1]) == (f"{found} (detected)", "报警时间")
    assert cells(table)[1] == ("2024-01-02 09:30:00", "西城社区", "纠纷")


@pytest.mark.parametrize("encoding", ["cp950", "gb18030"])
def test_traditional_characters_are_found_in_either_encoding(read: Any, encoding: str) -> None:
    text = "案類,發生縣市,區\n住宅竊盜,臺中市,豐原區\n機車竊盜,新北市,板橋區\n"
    table = read(text.encode(encoding), encodings="detect")
    assert (table.encoding, cells(table)[0]) == (f"{encoding} (detected)", ("住宅竊盜", "臺中市", "豐原區"))


def test_western_text_is_found_and_plain_ascii_is_utf_8(read: Any) -> None:
    assert read("name\nMüller\nCafé\n".encode("cp1252"), encodings="detect").encoding == "cp1252 (detected)"
    assert read(b"name\nMiller\n", encodings="detect").encoding == "utf-8 (detected)"


def test_text_that_may_be_in_either_of_two_encodings_is_refused_and_both_are_named(read: Any) -> None:
    # One character in GB 18030, another in Big5, both common.
    content = b"name\n" + "男".encode("gb18030") + b"\n"
    assert content.decode("cp950")
    with pytest.raises(InputError, match=r"cannot be told for certain; it could be gb18030 or cp950.*declare"):
        read(content, encodings="detect")
    assert cells(read(content, encodings="gb18030")) == [("男",)]


def test_bytes_of_no_known_encoding_are_refused(read: Any) -> None:
    with pytest.raises(InputError, match="is written in none of UTF-8, UTF-16, GB18030, Big5 and Windows-1252"):
        read(b"name\n\x81\xff\x8d\n", encodings="detect")


def test_a_declared_encoding_comes_before_detection(read: Any) -> None:
    assert read("é\n1\n".encode("latin-1"), encodings=["latin-1", "detect"]).encoding == "latin-1"


def test_bytes_of_utf_16_are_no_utf_8_though_they_can_be_decoded(read: Any) -> None:
    with pytest.raises(InputError, match="is not written in utf-8"):
        read("a,b\n1,2\n".encode("utf-16-le"))


def test_line_ends_may_be_mixed_and_fall_between_blocks(read: Any) -> None:
    assert cells(read(b"a,b\r\n1,2\n3,4\r5,6\r\n")) == [("1", "2"), ("3", "4"), ("5", "6")]
    filler = b"x" * (BLOCK - len(b"a,b\n") - 3)
    content = b"a,b\n" + filler + b",1\r" + b"\n3,4\r"
    assert content[BLOCK - 1 : BLOCK + 1] == b"\r\n"
    table = read(content)
    assert table.frame.select("b").rows() == [("1",), ("4",)]


def test_a_character_may_fall_between_blocks(read: Any) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16-le"):
        text = "a,b\n" + "".join(f"{n},东城区\n" for n in range(100_000))
        table = read(text.encode(encoding), encodings=encoding)
        assert table.frame.height == 100_000
        assert table.frame["b"].n_unique() == 1


@pytest.mark.parametrize("position", [0, 5_000])
@pytest.mark.parametrize("type_", ["csv", "jsonl"])
def test_a_line_without_end_is_refused_before_it_fills_the_memory(read: Any, position: int, type_: str) -> None:
    short = b"1,2\n" * position
    limits = Limits(line_bytes=1000)
    assert read(b"a,b\n" + short + b"x" * 998 + b",1\n", limits=limits).frame.height == position + 1
    with pytest.raises(InputError, match=rf"alarms\.csv: line {position + 2:,} is longer than 1,000 bytes"):
        read(b"a,b\n" + short + b"x" * 1001, limits=limits, type=type_)


def test_a_line_without_end_may_span_blocks(read: Any) -> None:
    with pytest.raises(InputError, match="line 2 is longer than 1,048,576 bytes"):
        read(b"a,b\n" + b"x" * (3 * BLOCK))
