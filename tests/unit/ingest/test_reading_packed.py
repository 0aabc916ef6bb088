"""Compressed files and archives, honest and not."""

import gzip
import io
import zipfile
from typing import Any

import polars as pl
import pytest

from anlan.errors import InputError
from orchestration.ingest.reading import ROW
from orchestration.ingest.reading.unpacking import Limits
from orchestration.ingest.zstandard import ZstdFile
from tests.fixtures.reading import cells


def test_a_compressed_file_is_opened_be_it_packed_by_the_sender_or_twice(read: Any) -> None:
    content = b"a,b\n1,2\n"
    assert cells(read(gzip.compress(content))) == [("1", "2")]
    assert cells(read(gzip.compress(gzip.compress(content)))) == [("1", "2")]
    assert cells(read(zstandard(content))) == [("1", "2")]
    assert cells(read(zstandard(gzip.compress(content)))) == [("1", "2")]


def zstandard(content: bytes) -> bytes:
    memory = io.BytesIO()
    with ZstdFile(memory, "wb") as packed:
        packed.write(content)
    return memory.getvalue()


@pytest.mark.parametrize("end", [5, -4], ids=["header", "checksum"])
@pytest.mark.parametrize("pack", [gzip.compress, zstandard])
def test_a_compressed_file_cut_short_is_refused(read: Any, pack: Any, end: int) -> None:
    with pytest.raises(InputError, match=r"damaged or cut short\. Ask the sender for it again"):
        read(pack(b"a,b\n1,2\n" * 1000)[:end])


def archive(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", compression) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return memory.getvalue()


SMALL = Limits(ratio=20, free_bytes=10_000, whole_bytes=50_000)


def test_a_file_packed_again_and_again_is_refused(read: Any) -> None:
    content = b"a,b\n1,2\n"
    for _ in range(4):
        content = gzip.compress(content)
    with pytest.raises(InputError, match="compressed more than 3 times over"):
        read(content)


@pytest.mark.parametrize("pack", [gzip.compress, lambda content: archive({"a.csv": content})], ids=["gzip", "zip"])
def test_a_bomb_is_refused(read: Any, pack: Any) -> None:
    bomb = b"a,b\n" + b"1,2\n" * 500_000
    with pytest.raises(InputError, match="so many times its size that it cannot be an honest file"):
        read(pack(bomb), limits=SMALL)
    assert read(pack(bomb)).frame.height == 500_000


def test_a_file_that_must_be_held_whole_has_a_largest_size(read: Any) -> None:
    with pytest.raises(InputError, match="too much for a file of its type"):
        read(b"x" * 60_000, limits=SMALL, type="parquet")


def test_the_one_file_of_an_archive_is_read_whatever_systems_leave_beside_it(read: Any) -> None:
    content = archive({"2024/": b"", "2024/a.csv": b"a,b\n1,2\n", "__MACOSX/2024/._a.csv": b"x", ".DS_Store": b"x"})
    assert cells(read(content)) == [("1", "2")]
    assert cells(read(gzip.compress(content))) == [("1", "2")]


def test_of_several_files_the_declaration_says_which(read: Any) -> None:
    content = archive({"b.csv": b"a,b\n5,6\n", "a.csv": b"b,a\n2,1\n\n4,3\n", "readme.txt": b"hello"})
    with pytest.raises(InputError, match=r"holds 3 files \(b\.csv, a\.csv, readme\.txt\)\. Declare format\.members"):
        read(content)
    with pytest.raises(InputError, match=r"no file in the archive fits format\.members; it holds b\.csv"):
        read(content, members=r"\.xml$")
    table = read(content, members=r"\.csv$")
    # Lines are counted through both files: header, 3 lines, header, 1 line.
    assert table.frame.select(pl.col(ROW) + table.header_lines, "a", "b").rows() == [
        (2, "1", "2"),
        (4, "3", "4"),
        (6, "5", "6"),
    ]


def test_names_in_an_archive_may_be_in_the_code_page_of_a_chinese_windows(read: Any) -> None:
    content = archive({"aaaa.csv": b"a\n1\n", "bbbb.csv": b"a\n2\n"}).replace(b"aaaa", "警情".encode("gbk"))
    assert cells(read(content, members="^警情")) == [("1",)]


@pytest.mark.parametrize("path", ["../a.csv", "x/../../a.csv", "/etc/a.csv", "..\\a.csv", "C:\\a.csv"])
def test_an_archive_with_a_path_that_leads_out_of_it_is_refused(read: Any, path: str) -> None:
    with pytest.raises(InputError, match="a path that leads out of it"):
        read(archive({"b.csv": b"a\n1\n", path: b"a\n1\n"}), members=r"b\.csv")


def test_an_archive_with_a_password_is_refused(read: Any) -> None:
    content = bytearray(archive({"a.csv": b"a\n1\n"}))
    # The flag of an encrypted file, in its own head and in the archive's directory.
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(InputError, match="protected by a password"):
        read(bytes(content))


def test_an_archive_that_is_damaged_or_empty_is_refused(read: Any) -> None:
    content = archive({"a.csv": b"a,b\n1,2\n" * 1000})
    with pytest.raises(InputError, match="damaged or cut short"):
        read(content[:-30])
    spoilt = bytearray(content)
    spoilt[60] ^= 0xFF
    with pytest.raises(InputError, match="damaged or cut short"):
        read(bytes(spoilt))
    with pytest.raises(InputError, match="it holds nothing"):
        read(archive({}))
