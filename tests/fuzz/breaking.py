"""Ways in which files break on their way, each a function of good bytes and a random generator.

The same number always gives the same file. What must become of it belongs to the tests.
"""

import csv
import gzip
import io
from collections.abc import Callable
from random import Random

import polars as pl

Break = Callable[[bytes, Random], bytes]

_STRANGE_CELLS = (
    "",
    " ",
    "NaN",
    "inf",
    "-1",
    "1e308",
    "9" * 400,
    "0x1F",
    "1,234.5",
    "2024-13-45",
    "0000-00-00 00:00:00",
    "9999-12-31 23:59:59",
    "1900-01-01 00:00:00",
    "2024-02-30 10:00:00",
    "民國112年",
    "#REF!",
    "=1+1",
    'a "quoted" word',
    '"',
    "line\nbreak",
    "\x00",
    "\ufeff",
    "🚓" * 50,
    "x" * 100_000,
    "13800000000",
    "null",
    "',;\t|",
)


def cut_short(content: bytes, random: Random) -> bytes:
    return content[: random.randrange(len(content))]


def flip_bytes(content: bytes, random: Random) -> bytes:
    flipped = bytearray(content)
    for _ in range(random.randint(1, 20)):
        flipped[random.randrange(len(flipped))] = random.randrange(256)
    return bytes(flipped)


def take_out_a_piece(content: bytes, random: Random) -> bytes:
    start = random.randrange(len(content))
    return content[:start] + content[start + random.randint(1, 200) :]


def repeat_a_piece(content: bytes, random: Random) -> bytes:
    start, length = random.randrange(len(content)), random.randint(1, 200)
    return content[:start] + content[start : start + length] * random.randint(2, 5) + content[start + length :]


def insert_marks(content: bytes, random: Random) -> bytes:
    broken = bytearray(content)
    for _ in range(random.randint(1, 10)):
        place = random.randrange(len(broken))
        broken[place:place] = random.choice(
            [b'"', b"\n", b"\r", b"\r\n", b",", b";", b"\t", b"\x00", b"\xff\xfe", b"'"]
        )
    return bytes(broken)


def mix_line_ends(content: bytes, random: Random) -> bytes:
    return b"".join(line + random.choice([b"\n", b"\r\n", b"\r", b"\n\n"]) for line in content.splitlines())


def mix_encodings(content: bytes, random: Random) -> bytes:
    """A few lines in an encoding of their own."""
    lines = content.decode("utf-8", errors="replace").splitlines(keepends=True)
    encoded = [line.encode() for line in lines]
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(lines))
        encoded[place] = lines[place].encode(random.choice(["gb18030", "utf-16", "big5", "cp1252"]), errors="replace")
    return b"".join(encoded)


def in_another_encoding(content: bytes, random: Random) -> bytes:
    text = content.decode("utf-8", errors="replace")
    return text.encode(random.choice(["utf-16", "utf-16-be", "utf-32", "big5", "utf-8-sig", "cp037"]), errors="replace")


def compressed_and_cut(content: bytes, random: Random) -> bytes:
    packed = gzip.compress(content)
    return packed[: random.randint(3, len(packed))]


def no_rows(content: bytes, random: Random) -> bytes:
    return content.splitlines(keepends=True)[0] + b"\n" * random.randrange(50)


BYTES: tuple[Break, ...] = (
    cut_short,
    flip_bytes,
    take_out_a_piece,
    repeat_a_piece,
    insert_marks,
    mix_line_ends,
    mix_encodings,
    in_another_encoding,
    compressed_and_cut,
    no_rows,
)


def broken_bytes(good: bytes, number: int) -> bytes:
    """The good file broken in one way, and in half the files in a second one."""
    random = Random(number)
    content = random.choice(BYTES)(good, random)
    return random.choice(BYTES[:6])(content, random) if content and random.random() < 0.5 else content


def broken_cells(rows: list[list[str]], number: int) -> list[list[str]]:
    """The good table (header first) with cells, columns or rows that no agency meant to send."""
    random = Random(number)
    table = [list(row) for row in rows]
    for _ in range(random.randint(1, 3)):
        match random.randrange(6):
            case 0:
                for _ in range(random.randint(1, 15)):
                    row = random.choice(table)
                    if row:
                        row[random.randrange(len(row))] = random.choice(_STRANGE_CELLS)
            case 1:
                column = random.randrange(len(table[0]))
                table = [row[:column] + row[column + 1 :] for row in table]
            case 2:
                column = random.randrange(len(table[0]))
                table = [[*row, row[column] if column < len(row) else ""] for row in table]
            case 3:
                row = random.choice(table)
                row[random.randrange(len(row) + 1) :] = random.choices(_STRANGE_CELLS, k=random.randint(0, 6))
            case 4:
                header, *rest = table
                random.shuffle(header)
                table = [header, *rest]
            case _:
                table.insert(random.randrange(len(table) + 1), random.choice(table)[:])
        if not table[0]:
            table[0] = ["x"]
    return table


def as_csv(table: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(table)
    return text.getvalue().encode("utf-8", errors="replace")


def as_workbook(table: list[list[str]]) -> bytes:
    """The table as an Excel sheet without a header of its own; cells that a sheet cannot hold are cut."""
    width = max(map(len, table))
    cells = [[cell[:32_000] for cell in row] + [None] * (width - len(row)) for row in table]
    frame = pl.DataFrame(cells, schema=[f"c{i}" for i in range(width)], orient="row", infer_schema_length=None)
    workbook = io.BytesIO()
    frame.write_excel(workbook, include_header=False)
    return workbook.getvalue()
