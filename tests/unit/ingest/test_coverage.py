"""Which days a file tells all about, by the period in its name."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from pydantic import ValidationError

from anlan.errors import InputError
from orchestration.ingest.rows import coverage_of
from orchestration.registry.source import Coverage, Source

SOURCE: dict[str, Any] = {
    "schema_version": 1,
    "source_id": "alarms",
    "feed": "police_alarms",
    "title": {"zh": "警情", "en": "alarms"},
    "files": "*.csv",
    "format": {"type": "csv"},
    "columns": {
        "occurred_at": {"column": "time", "formats": "%Y-%m-%d"},
        "category": {"constant": "1004"},
    },
    "areas": [{"level": "city", "constant": "0"}],
}
ROWS = pl.DataFrame({"occurred_at": [date(2024, 2, 1)]})


def covered(name: str, **coverage: str) -> list[tuple[date, date]]:
    source = Source.model_validate(SOURCE | {"coverage": {"by": "file_name"} | coverage})
    return coverage_of(source, ROWS, name)


@pytest.mark.parametrize(
    ("name", "coverage", "first", "last"),
    [
        ("202402.csv", {}, date(2024, 2, 1), date(2024, 2, 29)),
        ("2024.csv", {"pattern": r"(\d{4})", "format": "%Y"}, date(2024, 1, 1), date(2024, 12, 31)),
        ("24.csv", {"pattern": r"(\d{2})", "format": "%y"}, date(2024, 1, 1), date(2024, 12, 31)),
        (
            "2024-02-07.csv",
            {"pattern": r"(\d{4}-\d{2}-\d{2})", "format": "%Y-%m-%d"},
            date(2024, 2, 7),
            date(2024, 2, 7),
        ),
        (
            "20240115-20240214.csv",
            {"pattern": r"(\d{8})-(\d{8})", "format": "%Y%m%d"},
            date(2024, 1, 15),
            date(2024, 2, 14),
        ),
        ("202402.csv", {"pattern": r"(\d{6})(?:-(\d{6}))?"}, date(2024, 2, 1), date(2024, 2, 29)),
        ("2023至2024.csv", {"pattern": "(.{4})至(.{4})", "format": "%Y"}, date(2023, 1, 1), date(2024, 12, 31)),
        ("警情_2022年11月.csv", {"pattern": "_(.+)\\.", "format": "words"}, date(2022, 11, 1), date(2022, 11, 30)),
        ("警情_2022年第3季度.csv", {"pattern": "_(.+)\\.", "format": "words"}, date(2022, 7, 1), date(2022, 9, 30)),
        ("警情_2022上半年.csv", {"pattern": "_(.+)\\.", "format": "words"}, date(2022, 1, 1), date(2022, 6, 30)),
        ("11110.csv", {"pattern": r"(\d{4,5})", "calendar": "roc"}, date(2022, 10, 1), date(2022, 10, 31)),
        ("9910.csv", {"pattern": r"(\d{4,5})", "calendar": "roc"}, date(2010, 10, 1), date(2010, 10, 31)),
        ("111年.csv", {"pattern": "(.+年)", "format": "%Y年", "calendar": "roc"}, date(2022, 1, 1), date(2022, 12, 31)),
        (
            "111年第2季.csv",
            {"pattern": "(.+季)", "format": "words", "calendar": "roc"},
            date(2022, 4, 1),
            date(2022, 6, 30),
        ),
    ],
)
def test_a_period_in_the_name_covers_all_its_days(name: str, coverage: dict[str, str], first: date, last: date) -> None:
    assert covered(name, **coverage) == [(first, last)]


@pytest.mark.parametrize(
    ("name", "coverage", "said"),
    [
        ("202413.csv", {}, "the period does not stand in the file's name"),
        ("May.csv", {}, "the period does not stand in the file's name"),
        ("1113.csv", {"pattern": r"(\d{4})", "calendar": "roc"}, "the period does not stand in the file's name"),
        ("202402-202401.csv", {"pattern": r"(\d{6})-(\d{6})"}, "ends before it begins"),
    ],
)
def test_a_name_without_its_period_is_told(name: str, coverage: dict[str, str], said: str) -> None:
    with pytest.raises(InputError, match=said):
        covered(name, **coverage)


@pytest.mark.parametrize(
    ("coverage", "said"),
    [
        ({"format": "%m"}, r"'%m' holds no year \(%Y or %y\)"),
        ({"format": "%Y%Q"}, r"'%Y%Q': '%Q' stands for no part of a period"),
        ({"format": "YYYYMM"}, "holds no year"),
        ({"format": "%y%m", "calendar": "roc"}, "with calendar roc it needs %Y"),
        ({"pattern": "(a)(b)(c)"}, "needs a group that holds the period"),
    ],
)
def test_a_period_that_cannot_be_read_is_a_wrong_declaration(coverage: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Coverage.model_validate({"by": "file_name"} | coverage)
