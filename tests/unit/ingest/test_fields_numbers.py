"""Numbers with marks and signs, flags, crosswalks with validity, and texts that stand in several columns."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from anlan.errors import DeclarationError
from orchestration.ingest.characters import plain
from orchestration.ingest.fields import FieldReading, read_fields, with_texts
from orchestration.ingest.numbers import number
from orchestration.registry.crosswalk import load_crosswalk
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack, load_pack_folder
from orchestration.registry.source import Source
from orchestration.registry.values import Value


def read(text: str, decimal: str = ".", thousands: str | None = None, multiply: float = 1) -> float | None:
    frame = pl.DataFrame({"x": [text]})
    found: float | None = frame.select(number(plain(frame, pl.col("x")), decimal, thousands, multiply)).item()
    return found


@pytest.mark.parametrize(
    ("text", "decimal", "thousands", "expected"),
    [
        ("1,234", ".", ",", 1234),
        ("-1,234,567.8", ".", ",", -1234567.8),
        ("12", ".", ",", 12),
        ("1.234,5", ",", ".", 1234.5),
        ("1 234 567", ".", " ", 1234567),
        ("1'234", ".", "'", 1234),
        ("１，２３４", ".", ",", 1234),
        ("１２．５", ".", None, 12.5),
        ("−5", ".", None, -5),
        ("1,5", ",", None, 1.5),
        ("1e3", ".", None, 1000),
        ("93.5%", ".", None, 0.935),
        ("９３．５％", ".", None, 0.935),
        ("5 %", ".", None, 0.05),
        ("12‰", ".", None, 0.012),
    ],
)
def test_numbers_as_they_are_written(text: str, decimal: str, thousands: str | None, expected: float) -> None:
    assert read(text, decimal, thousands) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "decimal", "thousands"),
    [
        ("1,234", ".", None),
        ("1,23", ".", ","),
        ("1234,567", ".", ","),
        (",123", ".", ","),
        ("1,,234", ".", ","),
        ("1.5", ",", "."),
        ("1.234", ",", None),
        ("%", ".", None),
        ("5%%", ".", None),
        ("nan%", ".", None),
        ("inf", ".", None),
        ("1e999", ".", None),
    ],
)
def test_a_number_that_could_be_two_or_is_none_is_refused(text: str, decimal: str, thousands: str | None) -> None:
    assert read(text, decimal, thousands) is None


def test_a_number_with_its_own_sign_is_not_multiplied() -> None:
    assert read("93", multiply=0.01) == pytest.approx(0.93)
    assert read("93%", multiply=0.01) == pytest.approx(0.93)


@given(
    value=st.integers(-(10**12), 10**12), hundredths=st.integers(0, 99), marks=st.sampled_from([(".", ","), (",", ".")])
)
def test_a_grouped_number_is_read_back(value: int, hundredths: int, marks: tuple[str, str]) -> None:
    decimal, thousands = marks
    text = f"{value:,}".replace(",", thousands) + f"{decimal}{hundredths:02}"
    sign = -1 if value < 0 else 1
    assert read(text, decimal, thousands) == pytest.approx(value + sign * hundredths / 100)


@given(text=st.text("0123456789.,%‰ -+eE'１２，．％nainf", max_size=12))
@pytest.mark.parametrize("thousands", [None, ",", ".", " ", "'"])
@pytest.mark.parametrize("decimal", [".", ","])
def test_whatever_is_written_it_is_a_finite_number_or_nothing(decimal: str, thousands: str | None, text: str) -> None:
    if thousands == decimal:
        return
    found = read(text, decimal, thousands)
    assert found is None or abs(found) < float("inf")


@pytest.fixture
def pack(city: Any) -> CityPack:
    (city.folder / "codes.csv").write_text(
        "source_value,target,valid_from,valid_to\n"
        "A,1004,,2019-12-31\nA,1005,2020-01-01,\nB,1006,,\nC,1007,2020-06-01,2020-06-30\n",
        encoding="utf-8",
    )
    return load_pack_folder(city.folder)


def alarms(**columns: Any) -> Source:
    needed = {"occurred_at": {"column": "day", "formats": "%Y-%m-%d"}, "category": {"column": "x"}}
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "alarms",
            "feed": Feed.POLICE_ALARMS,
            "title": {"zh": "警情", "en": "alarms"},
            "files": "*.csv",
            "format": {"type": "csv"},
            "columns": needed | columns,
            "areas": [{"level": "district", "column": "area"}],
            "coverage": {"by": "events"},
        }
    )


Cells = list[str | None]


def reading_of(pack: CityPack, source: Source, field: str, **cells: Cells) -> tuple[pl.DataFrame, FieldReading]:
    """A table of these columns, with a day and a category where they are not given, and how a field of it is read."""
    rows = len(next(iter(cells.values())))
    table: dict[str, Cells] = {"day": ["2020-06-15"] * rows, "x": ["1004"] * rows}
    cells_as_text = pl.DataFrame(table | cells, schema_overrides=dict.fromkeys(cells, pl.String))
    frame = with_texts(cells_as_text, source, "f.csv")
    (reading,) = [reading for reading in read_fields(frame, source, pack, "f.csv") if reading.name == field]
    return frame, reading


def typed(pack: CityPack, source: Source, field: str, **cells: Cells) -> list[Any]:
    frame, reading = reading_of(pack, source, field, **cells)
    return frame.select(reading.typed)[field].to_list()


def refused(pack: CityPack, source: Source, field: str, **cells: Cells) -> list[str | None]:
    """The text of each row that the field refuses; null for others."""
    frame, reading = reading_of(pack, source, field, **cells)
    (invalid,) = reading.reasons
    rows = frame.with_columns(reading.typed)
    return rows.select(pl.when(invalid.failed).then(invalid.text)).to_series().to_list()


def test_a_code_means_what_it_meant_on_the_day_of_the_event(pack: CityPack) -> None:
    source = alarms(category={"column": "x", "map": "codes.csv"})
    found = typed(
        pack,
        source,
        "category",
        x=["A", "A", "B", "C", "C", "D", None],
        day=["2019-12-31", "2020-01-01", "2020-01-01", "2020-06-30", "2020-07-01", "2020-01-01", "2020-01-01"],
    )
    assert found == ["1004", "1005", "1006", "1007", None, None, None]


def test_a_category_not_known_is_kept_where_declared(pack: CityPack) -> None:
    source = alarms(category={"column": "x", "map": "codes.csv", "unmapped": "keep"})
    assert typed(pack, source, "category", x=["B", "new", None]) == ["1006", "unmapped", None]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("A,1004,,2020-01-01\nA,1005,2020-01-01,\n", "'A' stands twice with different targets on 2020-01-01"),
        ("A,1004,,\nA,1005,,\n", "'A' stands twice with different targets."),
        ("A,1004,1.1.2020,\n", "valid_from of 'A' is '1.1.2020'; expected a day like 2020-12-31"),
    ],
)
def test_a_crosswalk_that_means_two_things_on_a_day_is_refused(tmp_path: Path, rows: str, said: str) -> None:
    path = tmp_path / "codes.csv"
    path.write_text(f"source_value,target,valid_from,valid_to\n{rows}", encoding="utf-8")
    with pytest.raises(DeclarationError, match=said):
        load_crosswalk(path)


@given(data=st.data())
def test_on_every_day_a_crosswalk_means_what_its_entries_say(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    cuts = sorted(data.draw(st.sets(st.dates(date(2000, 1, 1), date(2030, 1, 1)), max_size=4)))
    starts = [None, *cuts]
    lines = [
        f"A,{i},{start or ''},{date.fromordinal(after.toordinal() - 1) if after else ''}"
        for i, (start, after) in enumerate(zip(starts, [*cuts, None], strict=True))
    ]
    path = tmp_path_factory.mktemp("codes") / "codes.csv"
    path.write_text("\n".join(["source_value,target,valid_from,valid_to", *lines]), encoding="utf-8")
    day = data.draw(st.dates(date(1999, 1, 1), date(2031, 1, 1)))
    assert load_crosswalk(path).on(day) == {"A": str(sum(day >= cut for cut in cuts))}


def test_day_part_of_the_day_and_hour_make_one_time(pack: CityPack) -> None:
    source = alarms(
        occurred_at={
            "join": ["d", "slot", "h"],
            "values": {"早": "上午", "晚": "下午"},
            "formats": ["%Y/%m/%d %p %I", "%Y/%m/%d"],
        }
    )
    found = typed(
        pack,
        source,
        "occurred_at",
        d=["2022/11/8", "2022/11/8", "2022/11/8", None],
        slot=["早", "下午", None, "晚"],
        h=["8", "3", None, "9"],
    )
    assert found == [datetime(2022, 11, 8, 8), datetime(2022, 11, 8, 15), datetime(2022, 11, 8), None]


def test_words_of_a_field_that_mean_nothing_was_entered_are_no_value(pack: CityPack) -> None:
    source = alarms(closed_at={"column": "y", "formats": "%Y-%m-%d", "null_values": ["无", "1900-01-01"]})
    cells: Cells = ["无", "1900-01-01", "2022-11-08", "later"]
    assert typed(pack, source, "closed_at", y=cells) == [None, None, datetime(2022, 11, 8), None]
    assert refused(pack, source, "closed_at", y=cells) == [None, None, None, "later"]


def test_a_sum_with_a_part_missing_is_refused_and_one_without_any_is_no_value(pack: CityPack) -> None:
    source = alarms(alarm_count={"sum": ["a", "b"]})
    cells: dict[str, Cells] = {"a": ["1", "1", "1", None], "b": ["2", None, "x", None]}
    assert typed(pack, source, "alarm_count", **cells) == [3, None, None, None]
    assert refused(pack, source, "alarm_count", **cells) == [None, "1", "1 + x", None]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({}, [True, True, False, False, None, None]),
        ({"true_values": ["是"], "false_values": ["否", "0"]}, [True, None, False, False, None, None]),
        ({"true_values": ["是"], "false_values": "*"}, [True, False, False, False, False, None]),
        ({"true_values": ["maybe", "0"]}, [None, None, False, True, True, None]),
        ({"false_values": ["maybe", "是"]}, [False, True, None, None, False, None]),
    ],
)
def test_a_word_that_is_neither_yes_nor_no_is_no_flag(
    pack: CityPack, words: dict[str, Any], expected: list[bool | None]
) -> None:
    source = alarms(is_valid={"column": "x"} | words)
    assert typed(pack, source, "is_valid", x=["是", "YES", "否", "0", "maybe", None]) == expected


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (
            {"true_values": ["是", "Y"], "false_values": "y"},
            "y: stands in true_values and false_values; leave it in the one",
        ),
        ({"column": "x", "join": ["a", "b"]}, "give exactly one of column, join, sum, constant and file_name"),
    ],
)
def test_flags_and_origins_are_declared_whole(declared: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Value.model_validate({"column": "x"} | declared)


def test_the_mark_of_thousands_is_not_that_of_decimals() -> None:
    with pytest.raises(ValidationError, match=r"columns\.alarm_count\.thousands: '\.' is the decimal mark"):
        alarms(alarm_count={"column": "x", "thousands": "."})
