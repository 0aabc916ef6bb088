"""Excel workbooks, old and new. Cells come out as stable text: dates as ISO, whole numbers without decimals.

What header names mean does not belong here.
"""

import io
import re
import zipfile
from collections import defaultdict
from xml.etree import ElementTree

import fastexcel
import polars as pl

from anlan.errors import InputError
from orchestration.ingest.reading.headers import (
    MARKER_LINES,
    Concerned,
    first_header_line,
    join_headers,
    unique_headers,
)
from orchestration.ingest.reading.table import ERROR_CELL, numbered
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


def read_workbook(
    content: bytes, name: str, declared: WorkbookFormat, concerned: Concerned, limits: Limits
) -> tuple[pl.DataFrame, int]:
    """The cells of one sheet, rows numbered, marks beside them; and the number of lines above the first data row.

    Raises:
        InputError: the file is no workbook, is protected, or has not the declared sheet or header.
    """
    is_new = content.startswith(b"PK")
    if is_new:
        _refuse_bomb(content, name, limits)
    elif content.startswith(_OLD_FORM) and _ENCRYPTED in content:
        raise InputError(f"{name}: the workbook is protected by a password. Save it without one, or ask for it so.")
    try:
        workbook = fastexcel.read_excel(content)
        sheet_name = _sheet(workbook.sheet_names, declared, name)
        # Row 0 is the sheet's first, be it blank, so that lines are those a clerk sees.
        sheet = workbook.load_sheet(
            sheet_name, header_row=None, skip_rows=0, dtypes="string", skip_whitespace_tail_rows=True
        )
        batch, errors = sheet.to_arrow_with_errors()
    except (fastexcel.FastExcelError, pl.exceptions.PanicException) as error:
        reason = str(error).splitlines()[0]
        raise InputError(f"{name}: cannot be read as an Excel workbook: {reason}.") from None
    if is_new and (cell := _formula_without_result(content, sheet_name)):
        raise InputError(
            f"{name}: cell {cell} of sheet {sheet_name!r} holds a formula whose result was not saved. Open the "
            f"workbook in Excel or WPS, save it, and put it into the inbox again."
        )
    grid = pl.DataFrame(batch)
    return _table(grid, _by_column(errors), name, declared, concerned)


def _refuse_bomb(content: bytes, name: str, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            refuse_archive(name, archive.infolist(), len(content), limits)
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
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
    wanted = f"named {declared.sheet!r}" if declared.sheet else f"fitting {declared.sheet_pattern!r}"
    raise InputError(
        f"{name}: {len(fitting) or 'no'} sheet(s) {wanted}; the workbook has: {', '.join(names)}. "
        f"Correct format.sheet or format.sheet_pattern, or the workbook."
    )


def _by_column(errors: fastexcel.CellErrors | None) -> dict[int, dict[int, str]]:
    """Texts of error cells, by column and row."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for error in errors.errors if errors else ():
        row, column = error.position
        kind = re.search(r"Error\((\w+)\)", error.detail)
        found[column][row] = _ERRORS.get(kind.group(1), "#ERROR!") if kind else "#ERROR!"
    return found


def _table(
    grid: pl.DataFrame,
    errors: dict[int, dict[int, str]],
    name: str,
    declared: WorkbookFormat,
    concerned: Concerned,
) -> tuple[pl.DataFrame, int]:
    top = grid.head(max(MARKER_LINES, declared.skip_rows + MARKER_LINES)).rows()
    first = first_header_line(top, declared, name)
    header = grid.slice(first, declared.header_rows).rows()
    if not header:
        raise InputError(f"{name}: there is no header below line {first}. Correct format.skip_rows, or the file.")
    names = unique_headers(join_headers(header, declared.header_separator), concerned, name)
    above = first + declared.header_rows + declared.skip_rows_after_header
    marks: dict[int, str] = {}
    for column, texts in errors.items():
        rows = list(texts)
        grid.replace_column(column, grid[:, column].clone().scatter(rows, list(texts.values())))
        # In a series the value is refused by itself, not the other values of the line.
        if names[column] in concerned.headers:
            marks |= {row: f"{text} in column {names[column]!r}" for row, text in texts.items()}
    if marks:
        nothing = pl.Series(ERROR_CELL, [None], dtype=pl.String).new_from_index(0, grid.height)
        grid = grid.with_columns(nothing.scatter(list(marks), list(marks.values())))
    body = grid.slice(above)
    # A time of day comes with the day that Excel counts from.
    cells = pl.all().exclude(ERROR_CELL).str.replace(r"^1899-12-3[01] ", "")
    body = body.rename(dict(zip(grid.columns, names, strict=False))).with_columns(cells)
    return numbered(body), above


def _formula_without_result(content: bytes, sheet_name: str) -> str | None:
    """The first cell of a sheet whose formula was written by a program that computes nothing."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            path = _sheet_path(archive, sheet_name)
            rest = b""
            with archive.open(path) as sheet:
                while block := sheet.read(BLOCK):
                    text = rest + block
                    if b"<f" in text and (found := _NO_RESULT.search(text)):
                        return found.group(1).decode()
                    # A cell may begin in one block and end in the next.
                    rest = text[text.rfind(b"<c ") :][-BLOCK:] if b"<c " in text else b""
        except (KeyError, ElementTree.ParseError, zipfile.BadZipFile, StopIteration):
            # Of another make than expected, and yet it was read.
            return None
    return None


def _sheet_path(archive: zipfile.ZipFile, sheet_name: str) -> str:
    # The workbook's own directory is small, and the parser limits what entities may expand to.
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    wanted = next(sheet.get(_RELATION) for sheet in book.iter(f"{_MAIN}sheet") if sheet.get("name") == sheet_name)
    target = next(relation.get("Target", "") for relation in relations if relation.get("Id") == wanted)
    return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
