"""Files as agencies export them: GB18030 CSV, workbooks with a title row, GeoJSON.

Only the writing of files belongs here. Every file is the same byte for byte for the same content: no clock
gets in.
"""

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import shapely
import xlsxwriter

from orchestration.fictional.manifest import WrittenFile

FICTIONAL_NOTE = "（虚构城市，仅供演示）"

_WORKBOOK_CREATED = datetime(2021, 1, 1, tzinfo=UTC)
Cell = str | int | float


class Exporter:
    """Writes files under one folder and remembers what it wrote."""

    def __init__(self, root: Path, progress: Callable[[str], None]) -> None:
        self._root = root
        self._progress = progress
        self.written: list[WrittenFile] = []

    def csv(self, path: str, frame: pl.DataFrame, encoding: str = "gb18030") -> None:
        """A table as CSV, as most agencies' systems write it in GB18030."""
        self._write(path, frame.write_csv().encode(encoding), frame.height)

    def copy(self, path: str, new_path: str) -> None:
        """The same file once more under another name."""
        rows = next(file.rows for file in self.written if file.path == path)
        self._write(new_path, (self._root / path).read_bytes(), rows)

    def xlsx(
        self,
        path: str,
        title: str,
        header: Sequence[str],
        rows: Sequence[Sequence[Cell]],
        footnote: str | None = None,
    ) -> None:
        """A workbook of one sheet: title row, header row, rows, and a footnote row where there is one."""
        buffer = io.BytesIO()
        workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
        workbook.set_properties({"created": _WORKBOOK_CREATED})
        sheet = workbook.add_worksheet("Sheet1")
        sheet.merge_range(0, 0, 0, len(header) - 1, title + FICTIONAL_NOTE)
        sheet.write_row(1, 0, header)
        for number, row in enumerate(rows, 2):
            for column, value in enumerate(row):
                # Codes are texts: as numbers their zeros would go.
                if isinstance(value, str):
                    sheet.write_string(number, column, value)
                else:
                    sheet.write_number(number, column, value)
        if footnote:
            sheet.write_string(len(rows) + 2, 0, footnote)
        workbook.close()
        self._write(path, buffer.getvalue(), len(rows))

    def geojson(self, path: str, areas: Iterable[tuple[str, str, shapely.Geometry]]) -> None:
        """Code, name and polygon of each area as a FeatureCollection."""
        features = [
            {
                "type": "Feature",
                "properties": {"区划代码": code, "名称": name},
                "geometry": shapely.geometry.mapping(geometry),
            }
            for code, name, geometry in areas
        ]
        collection = {"type": "FeatureCollection", "features": features}
        text = json.dumps(collection, ensure_ascii=False, separators=(",", ":"))
        self._write(path, text.encode("utf-8"), len(features))

    def _write(self, path: str, content: bytes, rows: int) -> None:
        target = self._root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        self.written.append(WrittenFile(path, rows, len(content), hashlib.sha256(content).hexdigest()))
        self._progress(f"{path}: {rows:,} rows")
