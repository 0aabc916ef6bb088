"""One sheet of an Excel workbook as a grid of text cells: which sheet, and whether it can be read at all.

A broken workbook of the old form can make its reader ask for any amount of memory and end the process with it.
Such workbooks are therefore read in a process of their own, which may fail. Headers do not belong here.
"""

import io
import os
import pickle
import re
import resource
import subprocess
import sys
import zipfile
import zlib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree

import fastexcel
import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.unpacking import BLOCK, Limits, refuse_archive
from orchestration.registry.formats import WorkbookFormat

_ERRORS = {
    "Div0": "#DIV/0!",
    "NA": "#N/A",
    "Name": "#NAME?",
    "Null": "#NULL!",
    "Num": "#NUM!",
    "Ref": "#REF!",
    "Value": "#VALUE!",
}
_OLD_FORM = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# A formula whose result is missing; one whose result is an empty text has the type "str".
_NO_RESULT = re.compile(
    rb'<c (?![^>]*t="str")[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>'
)
_COLUMN = re.compile(rb'<c r="([A-Z]+)')
_ROW = re.compile(rb'<row r="(\d+)"')
# The reader lays a sheet out from its first cell to its last; one stray cell in the last corner makes 17 billion.
_MOST_CELLS = 100_000_000
_OWN_PROCESS_BYTES = 4 << 30
_OWN_PROCESS_SECONDS = 600


@dataclass(frozen=True)
class Grid:
    """All rows of a sheet from its first on. `errors`: texts of error cells, by column and row."""

    sheet: str
    cells: pl.DataFrame
    errors: dict[int, dict[int, str]]


def load_grid(content: bytes, name: str, declared: WorkbookFormat, limits: Limits) -> Grid:
    """The declared sheet of a workbook.

    Raises:
        InputError: the file is no workbook, is protected, or has not the sheet; or a formula's result is missing.
    """
    if content.startswith(b"PK"):
        _refuse_bomb(content, name, limits)
        return _load(content, name, declared)
    if not content.startswith(_OLD_FORM):
        raise InputError(f"{name}: cannot be read as an Excel workbook: it is none, whatever its name says.")
    if _ENCRYPTED in content:
        raise InputError(f"{name}: the workbook is protected by a password. Save it without one, or ask for it so.")
    return _load_in_own_process(content, name, declared)


def _load(content: bytes, name: str, declared: WorkbookFormat) -> Grid:
    try:
        workbook = fastexcel.read_excel(content)
        sheet_name = _sheet(workbook.sheet_names, declared, name)
        if content.startswith(b"PK"):
            _inspect(content, sheet_name, name)
        # Row 0 is the sheet's first, be it blank, so that lines are those a clerk sees.
        sheet = workbook.load_sheet(
            sheet_name, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True
        )
        batch, errors = sheet.to_arrow_with_errors()
    except (fastexcel.FastExcelError, pl.exceptions.PanicException) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name}: cannot be read as an Excel workbook: {reason}.") from None
    return Grid(sheet_name, pl.DataFrame(batch), _by_column(errors))


def _load_in_own_process(content: bytes, name: str, declared: WorkbookFormat) -> Grid:
    try:
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", f"from {__name__} import serve; serve()"],
            input=pickle.dumps((content, name, declared)),
            capture_output=True,
            check=False,
            timeout=_OWN_PROCESS_SECONDS,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )
        answer = pickle.loads(done.stdout) if done.returncode == 0 else None  # noqa: S301 - written by `serve`
    except subprocess.TimeoutExpired:
        answer = None
    if isinstance(answer, Grid):
        return answer
    raise answer or InputError(
        f"{name}: cannot be read as an Excel workbook: it is damaged. Open it in Excel or WPS, save it as XLSX, and "
        f"put it into the inbox again."
    )


def serve() -> None:
    """Load what stands in standard input, within bounds; the grid or the error goes to standard output."""
    resource.setrlimit(resource.RLIMIT_AS, (_OWN_PROCESS_BYTES, _OWN_PROCESS_BYTES))
    answer: Grid | InputError
    try:
        answer = _load(*pickle.load(sys.stdin.buffer))  # noqa: S301 - written by `_load_in_own_process`
    except InputError as error:
        answer = error
    pickle.dump(answer, sys.stdout.buffer)


def _refuse_bomb(content: bytes, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_archive(name, archive.infolist(), len(content), limits)
    except (zipfile.BadZipFile, NotImplementedError, OSError, ValueError):
        raise InputError(f"{name}: cannot be read as an Excel workbook: it is damaged or cut short.") from None


def _sheet(names: list[str], declared: WorkbookFormat, name: str) -> str:
    if declared.sheet is not None:
        fitting = [sheet for sheet in names if sheet == declared.sheet]
    elif declared.sheet_pattern is not None:
        fitting = [sheet for sheet in names if re.search(declared.sheet_pattern, sheet)]
    else:
        fitting = names[:1]
    if len(fitting) == 1:
        return fitting[0]
    wanted = f" named {declared.sheet!r}" if declared.sheet else ""
    wanted += f" fitting {declared.sheet_pattern!r}" if declared.sheet_pattern else ""
    raise InputError(
        f"{name}: {len(fitting) or 'no'} sheet(s){wanted}; the workbook has: {', '.join(names)}. "
        f"Correct format.sheet or format.sheet_pattern, or the workbook."
    )


def _by_column(errors: fastexcel.CellErrors | None) -> dict[int, dict[int, str]]:
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for error in errors.errors if errors else ():
        row, column = error.position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        found[column][row] = _ERRORS.get(kind.group(1), "#ERROR!") if kind else "#ERROR!"
    return dict(found)


def _inspect(content: bytes, sheet_name: str, name: str) -> None:
    """Refuse a sheet with formulas nobody computed, or with cells so far apart that it cannot be laid out."""
    rows, columns = 0, set[bytes]()
    for text in _sheet_blocks(content, sheet_name):
        columns.update(_COLUMN.findall(text))
        rows = max(map(int, _ROW.findall(text)), default=rows)
        if b"<f" in text and (found := _NO_RESULT.search(text)):
            raise InputError(
                f"{name}: cell {found.group(1).decode()} of sheet {sheet_name!r} holds a formula whose result was not "
                f"saved. Open the workbook in Excel or WPS, save it, and put it into the inbox again."
            )
    width = max(map(_column_number, columns), default=0)
    if rows * width > _MOST_CELLS:
        raise InputError(
            f"{name}: sheet {sheet_name!r} reaches to row {rows:,} and column {width:,}, most of it empty. Delete the "
            f"stray cells far from the table, save the workbook, and put it into the inbox again."
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _sheet_blocks(content: bytes, sheet_name: str) -> Iterator[bytes]:
    """A sheet's XML in blocks that end between cells. Nothing for a workbook of another make, if it could be opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(_sheet_path(archive, sheet_name)) as sheet:
            rest = b""
            while block := sheet.read(BLOCK):
                text = rest + block
                cut = text.rfind(b"<c ")
                rest = text[cut:] if 0 <= cut and len(text) - cut < BLOCK else b""
                yield text.removesuffix(rest)
            yield rest
    except (KeyError, StopIteration, ElementTree.ParseError, zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return


def _sheet_path(archive: zipfile.ZipFile, sheet_name: str) -> str:
    # The workbook's own directory is small, and the parser limits what entities may expand to.
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    wanted = next(sheet.get(_RELATION) for sheet in book.iter(f"{_MAIN}sheet") if sheet.get("name") == sheet_name)
    target = next(relation.get("Target", "") for relation in relations if relation.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
