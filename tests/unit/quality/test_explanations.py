"""What clerks are told of refused rows: every reason has its words, and advice fits what stood in the cell."""

import ast
from pathlib import Path
from typing import Any

import pytest

from orchestration.ingest.fields import _INVALID
from orchestration.ingest.reading import MARKS
from orchestration.quality.explanations import formats_of, meaning, reasons, what_to_write
from orchestration.registry.source import Source

INGEST = Path(__file__).resolve().parents[3] / "orchestration" / "ingest"


def source(**columns: Any) -> Source:
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "alarms",
            "feed": "police_alarms",
            "title": {"zh": "警情", "en": "alarms"},
            "files": "*.csv",
            "format": {"type": "csv"},
            "columns": {
                "occurred_at": {"column": "时间", "formats": "%Y-%m-%d"},
                "category": {"column": "类型"},
                "alarm_count": {"column": "件数"},
            }
            | columns,
            "areas": [{"level": "district", "column": "区"}],
            "coverage": {"by": "events"},
        }
    )


def codes() -> set[str]:
    """Every reason code that stands in the code of the ingestion."""
    found = set(_INVALID.values()) | set(MARKS.values())
    for path in INGEST.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            is_reason = isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Reason", "_rule"}
            if is_reason and isinstance(node.args[0], ast.Constant):
                found.add(str(node.args[0].value))
    return found


def test_every_reason_has_its_words_in_both_languages() -> None:
    assert len(codes()) > 20
    for code in codes():
        said = [meaning(code), what_to_write(source(), code, "category", "x")]
        assert all(text.zh and text.en and text.zh != text.en for text in said), code


def test_no_words_are_left_without_a_reason() -> None:
    cases = {code for code, entry in reasons().items() if entry.meaning is None}
    assert {code for code in reasons() if code not in cases} - codes() == set()
    assert cases == {
        "ask",
        "map",
        "values",
        "invalid_date.fits",
        "invalid_date.several",
        "invalid_date.roc",
        "invalid_number.mark",
    }


@pytest.mark.parametrize(
    ("text", "formats"),
    [
        ("2022年11月8日", ["%Y年%m月%d日"]),
        ("2022/11/8 9:05", ["%Y/%m/%d %H:%M"]),
        ("20221108", ["%Y%m%d"]),
        ("03/04/2022 10:00", ["%d/%m/%Y %H:%M", "%m/%d/%Y %H:%M"]),
        ("13/04/2022", ["%d/%m/%Y"]),
        ("44873", ["excel"]),
        ("44873.5", ["excel"]),
        ("2022-11", ["%Y-%m"]),
        ("99999", []),
        ("soon", []),
        ("", []),
    ],
)
def test_formats_that_a_text_may_be_in(text: str, formats: list[str]) -> None:
    assert formats_of(text) == formats


@pytest.mark.parametrize(
    ("code", "field", "value", "zh", "en"),
    [
        ("invalid_date", "occurred_at", "２０２２／１１／８", '加 "%Y/%m/%d"', 'Add "%Y/%m/%d" to columns.occurred_at'),
        ("invalid_date", "occurred_at", "03/04/2022", "先问清来文单位", "ask the sender which"),
        ("invalid_date", "occurred_at", "111/11/8", "calendar: roc", 'add "%Y/%m/%d" to its formats'),
        ("invalid_date", "occurred_at", "早上", "把这种写法加进", "Add its format"),
        ("invalid_number", "alarm_count", "1,200", 'thousands: ","', 'thousands: ","'),
        ("invalid_number", "alarm_count", "若干", "null_values", "null_values"),
        ("unknown_category", "category", "盗窃", "values: {盗窃: <目标编号>}", "`values: {盗窃: <target id>}`"),
        ("unknown_area", "district", "台东", "aliases: {台东: ", "`aliases: {台东: <code"),
        ("unknown_area", "district", None, "aliases: {…", "{…"),
        ("unknown_area", "district", "", 'unknown_values: ""', 'unknown_values: ""'),
        ("unknown_category", "category", "盗窃: 入室", 'values: {"盗窃: 入室": ', 'values: {"盗窃: 入室": '),
        ("missing_value", "category", None, "“类型”", '"类型"'),
        ("closed_before_reported", "closed_at", "2020-01-01", "请来文单位更正", "Ask the sender to correct it"),
    ],
)
def test_what_to_write_follows_from_what_stood_in_the_cell(
    code: str, field: str, value: str | None, zh: str, en: str
) -> None:
    said = what_to_write(source(), code, field, value)
    assert zh in said.zh
    assert en in said.en


def test_a_word_of_a_crosswalk_has_its_line() -> None:
    mapped = source(category={"column": "类型", "map": "crosswalks/types.csv"})
    assert (
        "Add a line to crosswalks/types.csv: 盗窃,<target id>"
        in what_to_write(mapped, "unknown_category", "category", "盗窃").en
    )
