"""Texts as people write them, and the values they are taken for: never a guess, never a crash."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from anlan.errors import InputError
from anlan.home import shipped
from orchestration.ingest.fields import find_column, read_fields, with_texts
from orchestration.ingest.periods import parse_period, period_containing, period_of
from orchestration.ingest.reading import SURPLUS
from orchestration.registry.pack import CityPack, load_pack_folder
from orchestration.registry.source import Source
from orchestration.registry.values import Value

TIMES = st.datetimes(min_value=datetime(1949, 10, 1), max_value=datetime(2200, 1, 1)).map(
    lambda t: t.replace(microsecond=0)
)


@pytest.fixture(scope="module")
def pack() -> CityPack:
    """Any pack: what it declares does not matter here."""
    return load_pack_folder(shipped("data/cities") / "lanwan")


def alarms(decimal: str = ".", **columns: Any) -> Source:
    needed = {"occurred_at": {"constant": "2020-01-01", "formats": "%Y-%m-%d"}, "category": {"constant": "1004"}}
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "alarms",
            "feed": "police_alarms",
            "title": {"zh": "警情", "en": "alarms"},
            "files": "*.csv",
            "format": {"type": "csv", "decimal": decimal},
            "columns": needed | columns,
            "areas": [{"level": "district", "column": "area"}],
            "coverage": {"by": "events"},
        }
    )


def typed(pack: CityPack, source: Source, field: str, *texts: str | None) -> list[Any]:
    """The values a field takes from cells of column `x`."""
    frame = with_texts(pl.DataFrame({"x": texts}, schema={"x": pl.String}), source, "f.csv")
    (reading,) = [reading for reading in read_fields(frame, source, pack, "f.csv") if reading.name == field]
    return frame.select(reading.typed)[field].to_list()


@pytest.mark.parametrize(
    "pattern", ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%Y年%m月%d日 %H时%M分%S秒"]
)
@given(time=TIMES)
def test_a_time_written_in_a_declared_format_is_read_back(pack: CityPack, pattern: str, time: datetime) -> None:
    source = alarms(occurred_at={"column": "x", "formats": [pattern, "%Y%m%d"]})
    assert typed(pack, source, "occurred_at", time.strftime(pattern)) == [time]
    assert typed(pack, source, "occurred_at", f"{time:%Y%m%d}") == [datetime(time.year, time.month, time.day)]


@given(text=st.text(max_size=12))
def test_whatever_stands_in_a_time_it_is_a_time_or_nothing(pack: CityPack, text: str) -> None:
    source = alarms(occurred_at={"column": "x", "formats": ["%Y-%m-%d %H:%M:%S", "%d/%m/%Y", "%Y-%m"]})
    (value,) = typed(pack, source, "occurred_at", text)
    assert value is None or isinstance(value, datetime)


@pytest.mark.parametrize("text", ["2023-02-29", "2023-13-01", "2023-00-10", "昨天", "2023-1-1x"])
def test_a_day_that_does_not_exist_is_no_date(pack: CityPack, text: str) -> None:
    assert typed(pack, alarms(occurred_at={"column": "x", "formats": "%Y-%m-%d"}), "occurred_at", text) == [None]


def test_a_month_stands_for_its_first_day(pack: CityPack) -> None:
    source = alarms(occurred_at={"column": "x", "formats": "%Y-%m"})
    assert typed(pack, source, "occurred_at", "2024-02") == [datetime(2024, 2, 1)]


@given(number=st.integers(-(10**9), 10**9))
def test_a_count_is_a_whole_number_however_it_is_written(pack: CityPack, number: int) -> None:
    source = alarms(alarm_count={"column": "x"})
    assert typed(pack, source, "alarm_count", str(number), f"{number}.0", f"{number}.5") == [number, number, None]


@pytest.mark.parametrize(
    "text", ["NaN", "nan", "inf", "-Infinity", "1e400", "1,234", "1.5.2", "十二", "0x10", "1_000", "--"]
)
def test_what_is_no_finite_number_is_none(pack: CityPack, text: str) -> None:
    assert typed(pack, alarms(alarm_count={"column": "x"}), "alarm_count", text) == [None]


@given(text=st.text(max_size=8) | st.floats().map(str))
def test_whatever_stands_in_a_number_it_is_a_whole_number_or_nothing(pack: CityPack, text: str) -> None:
    (value,) = typed(pack, alarms(alarm_count={"column": "x"}), "alarm_count", text)
    assert value is None or isinstance(value, int)


def survey(decimal: str) -> Source:
    return Source.model_validate(
        {
            "schema_version": 1,
            "source_id": "survey",
            "feed": "survey_scores",
            "title": {"zh": "调查", "en": "survey"},
            "files": "*.csv",
            "format": {"type": "csv", "decimal": decimal},
            "columns": {
                "wave": {"constant": "2020"},
                "measure": {"constant": "safe"},
                "score": {"column": "x", "multiply": 0.01},
            },
            "areas": [{"level": "district", "column": "area"}],
        }
    )


@given(hundredths=st.integers(0, 10000))
def test_a_decimal_comma_is_a_point_where_declared(pack: CityPack, hundredths: int) -> None:
    text = f"{hundredths // 100},{hundredths % 100:02}"
    (value,) = typed(pack, survey(","), "score", text)
    assert value == pytest.approx(hundredths / 10000)
    assert typed(pack, survey("."), "score", text) == [None]


def test_a_flag_is_true_for_the_declared_words_in_any_case(pack: CityPack) -> None:
    source = alarms(is_valid={"column": "x", "true_values": ["是", "Yes"], "false_values": ["否"]})
    assert typed(pack, source, "is_valid", "是", "YES", "否", "maybe", None) == [True, True, False, None, None]


def test_codes_are_taken_out_padded_and_translated_in_this_order(pack: CityPack) -> None:
    source = alarms(channel={"column": "x", "extract": r"(\d+)", "pad": 3, "values": {"007": "phone"}})
    assert typed(pack, source, "channel", "No. 7", "No. 12", "none") == ["phone", "012", None]


def test_a_missing_column_is_named_with_those_there_are() -> None:
    frame = pl.DataFrame({"row_number": [1], "时间": ["x"], SURPLUS: [None]})
    with pytest.raises(InputError) as caught:
        find_column(frame, ("发生时间", "报警时间"), "a.csv", "occurred_at")
    assert str(caught.value) == (
        "a.csv: column '发生时间' or '报警时间' is missing (needed for occurred_at). The file has: 时间. "
        "Correct the file's header, or add its name to the source's declaration."
    )


# Periods


@pytest.mark.parametrize(
    ("text", "period_id", "first", "last"),
    [
        ("2021年度", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021年", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021", "2021", date(2021, 1, 1), date(2021, 12, 31)),
        ("2021年上半年", "2021-H1", date(2021, 1, 1), date(2021, 6, 30)),
        ("2021下半年度", "2021-H2", date(2021, 7, 1), date(2021, 12, 31)),
        ("2021年第三季度", "2021-Q3", date(2021, 7, 1), date(2021, 9, 30)),
        ("2021 年四季度", "2021-Q4", date(2021, 10, 1), date(2021, 12, 31)),
        ("2024年2月", "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2018-Q3", "2018-Q3", date(2018, 7, 1), date(2018, 9, 30)),
        ("2018-H2", "2018-H2", date(2018, 7, 1), date(2018, 12, 31)),
        ("2018-07", "2018-07", date(2018, 7, 1), date(2018, 7, 31)),
        ("2024-W05", "2024-W05", date(2024, 1, 29), date(2024, 2, 4)),
        ("2024年第5周", "2024-W05", date(2024, 1, 29), date(2024, 2, 4)),
        ("2026年第1周", "2026-W01", date(2025, 12, 29), date(2026, 1, 4)),
        ("2020-W53", "2020-W53", date(2020, 12, 28), date(2021, 1, 3)),
    ],
)
def test_waves_as_agencies_call_them(text: str, period_id: str, first: date, last: date) -> None:
    period = parse_period(text)
    assert period is not None
    assert (period.period_id, period.start, period.end) == (period_id, first, last)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2021-13",
        "2021-00",
        "2021年13月",
        "第五季度",
        "2021-Q5",
        "21年",
        "0000年",
        "0000-Q1",
        "2021-W53",
        "2021年第0周",
        "0000-W01",
    ],
)
def test_what_is_no_period_is_none(text: str) -> None:
    assert parse_period(text) is None


@given(text=st.text("0123456789年月季度周上下半一二三四第-QHW ", max_size=10))
def test_whatever_a_wave_is_called_it_is_a_period_or_nothing(text: str) -> None:
    period = parse_period(text)
    assert period is None or period.start <= period.end


@given(kind=st.sampled_from("MQHYW"), year=st.integers(1950, 2200), data=st.data())
def test_the_id_of_a_period_reads_back_as_the_period(kind: str, year: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, {"M": 12, "Q": 4, "H": 2, "Y": 1, "W": 52}[kind]))
    period = period_of(kind, year, number)
    assert parse_period(period.period_id) == period


@given(day=st.dates(date(1950, 1, 1), date(2200, 1, 1)), kind=st.sampled_from("MQHYW"))
def test_a_date_lies_in_the_period_it_is_taken_for(day: date, kind: str) -> None:
    period = period_containing(day, kind)
    assert period.start <= day <= period.end
    assert period.period_type == kind


@pytest.mark.parametrize(
    ("text", "period_id"),
    [
        ("110年上半年", "2021-H1"),
        ("民國110年第3季", "2021-Q3"),
        ("110年度", "2021"),
        ("99年12月", "2010-12"),
        ("113年第5周", "2024-W05"),
        ("１１０Ｑ２", "2021-Q2"),
    ],
)
def test_waves_named_by_years_of_the_republic(text: str, period_id: str) -> None:
    period = parse_period(text, "roc")
    assert period is not None
    assert period.period_id == period_id


@pytest.mark.parametrize("text", ["2021", "1年", "2021-Q3"])
def test_a_western_year_is_none_of_the_republic(text: str) -> None:
    assert parse_period(text, "roc") is None


@pytest.mark.parametrize(
    ("declared", "text", "period_id"),
    [
        ({"formats": "%Y/%m/%d", "period": "Q"}, "2021/08/31", "2021-Q3"),
        ({"formats": "%Y%m%d", "calendar": "roc", "period": "H"}, "1100831", "2021-H2"),
        ({"formats": "%Y/%m/%d", "period": "Q"}, "2021年第三季度", "2021-Q3"),
        ({"calendar": "roc"}, "110年第三季", "2021-Q3"),
        ({"formats": "%Y/%m/%d", "period": "W"}, "2021/01/03", "2020-W53"),
    ],
)
def test_a_wave_is_named_or_dated_in_either_calendar(
    pack: CityPack, declared: dict[str, Any], text: str, period_id: str
) -> None:
    source = survey(".")
    wave = Value.model_validate({"column": "x"} | declared)
    (found,) = typed(pack, source.model_copy(update={"columns": source.columns | {"wave": wave}}), "wave", text)
    assert found["period_id"] == period_id
