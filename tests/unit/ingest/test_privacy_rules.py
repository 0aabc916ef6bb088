"""What the privacy rules take for personal, and what they must not."""

from datetime import date
from random import Random

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from orchestration.ingest.privacy.cells import is_identity_number, is_luhn, kind_of_cell
from orchestration.ingest.privacy.columns import distinct_texts, judged
from orchestration.ingest.privacy.kinds import Kind
from orchestration.ingest.privacy.masking import masked, masked_column
from orchestration.ingest.privacy.names import kind_of_header

WEIGHTS = [2 ** (17 - i) % 11 for i in range(17)]


def with_check_character(seventeen: str) -> str:
    """ISO 7064 MOD 11-2 by its definition: the weighted sum of all 18 characters is 1 modulo 11."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, seventeen, strict=True))
    return seventeen + "0123456789X"[(1 - total) % 11]


# Province 34, a county that does not exist.
identity_numbers = st.builds(
    lambda area, born, number: with_check_character(f"{area}9999{born:%Y%m%d}{number:03}"),
    st.sampled_from(["11", "34", "44", "65"]),
    st.dates(date(1920, 1, 1), date(2020, 12, 31)),
    st.integers(0, 999),
)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("姓名", Kind.PERSON),
        ("报警人", Kind.PERSON),
        ("报警人姓名", Kind.PERSON),
        ("当事人", Kind.PERSON),
        ("当事人性别", Kind.PERSON),
        ("处警民警", Kind.PERSON),
        ("BJRXM", Kind.PERSON),
        ("name", Kind.PERSON),
        ("caller", Kind.PERSON),
        ("CallerName", Kind.PERSON),
        ("victim_age", Kind.PERSON),
        ("SUSPECT", Kind.PERSON),
        ("last name", Kind.PERSON),
        ("联系电话", Kind.PHONE),
        ("报警人手机号", Kind.PHONE),
        ("联系方式", Kind.PHONE),
        ("lxdh", Kind.PHONE),
        ("Phone No.", Kind.PHONE),
        ("CALLERPHONE", Kind.PHONE),
        ("mobile", Kind.PHONE),
        ("身份证号码", Kind.IDENTITY_NUMBER),
        ("证件号码", Kind.IDENTITY_NUMBER),
        ("SFZH", Kind.IDENTITY_NUMBER),
        ("passport_no", Kind.IDENTITY_NUMBER),
        ("车牌号", Kind.PLATE),
        ("号牌号码", Kind.PLATE),
        ("license_plate", Kind.PLATE),
        ("地址", Kind.ADDRESS),
        ("现住址", Kind.ADDRESS),
        ("案发地点", Kind.ADDRESS),
        ("标准地址编码", Kind.ADDRESS),
        ("ILEADSStreet", Kind.ADDRESS),
        ("PROBADDRESS", Kind.ADDRESS),
        ("house number", Kind.ADDRESS),
        ("LocationComment", Kind.ADDRESS),
        ("经度", Kind.COORDINATES),
        ("latitude", Kind.COORDINATES),
        ("X-Coord", Kind.COORDINATES),
        ("IMEI", Kind.DEVICE),
        ("MAC地址", Kind.ADDRESS),
        ("手机串号", Kind.DEVICE),
        ("电子邮箱", Kind.EMAIL),
        ("e-mail", Kind.EMAIL),
        ("简要警情", Kind.FREE_TEXT),
        ("报警内容", Kind.FREE_TEXT),
        ("备注", Kind.FREE_TEXT),
        ("description", Kind.FREE_TEXT),
        ("Comments", Kind.FREE_TEXT),
        ("出生日期", Kind.BIRTH),
        ("date_of_birth", Kind.BIRTH),
        ("DOB", Kind.BIRTH),
        ("Ｐｈｏｎｅ", Kind.PHONE),
    ],
)
def test_a_header_that_speaks_of_persons_is_known(header: str, kind: Kind) -> None:
    assert kind_of_header(header) == kind


@pytest.mark.parametrize(
    "header",
    [
        "接警单编号",
        "事件编号",
        "request id",
        "Complaint",
        "报警时间",
        "报警方式",
        "报警人数",
        "报警人类型",
        "当事人数量",
        "出警人次",
        "发案地点类型",
        "警情类型",
        "警情级别",
        "所属街道",
        "社区名称",
        "街道",
        "管辖派出所",
        "处置部门",
        "处理结果",
        "正向人数",
        "实有人口",
        "人口",
        "区划代码",
        "CALLERTYPE",
        "probaddtype",
        "NewCrimeIndicator",
        "BoroughName",
        "neighborhood_name",
        "PLAIN_ENGLISH_NAME_FOR_PROBLEMCODE",
        "number_of_responding_personnel",
        "method_of_fire_control",
        "platform",
        "estate",
        "latest_status",
        "Population_per_square_kilometre",
        "phone_calls",
        "",
    ],
)
def test_a_header_of_places_times_kinds_and_counts_is_let_through(header: str) -> None:
    assert kind_of_header(header) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("13800000000", Kind.PHONE),
        ("报警人电话13800000000，在现场", Kind.PHONE),
        ("１３８００００００００", Kind.PHONE),
        ("+86 138-0000-0000", Kind.PHONE),
        ("138 0000 0000", Kind.PHONE),
        ("0755-82000000", Kind.PHONE),
        ("(010) 82000000", Kind.PHONE),
        ("075582000000", Kind.PHONE),
        ("0912345678", Kind.PHONE),
        ("(314) 555-0123", Kind.PHONE),
        ("+44 20 7946 0958", Kind.PHONE),
        ("京A12345", Kind.PLATE),
        ("粤B·12345", Kind.PLATE),
        ("粤BD12345", Kind.PLATE),
        ("沪AF00001", Kind.PLATE),
        ("someone@example.org", Kind.EMAIL),
        ("490154203237518", Kind.DEVICE),
        ("00:1A:2B:3C:4D:5E", Kind.DEVICE),
        ("解放路12号3单元", Kind.ADDRESS),
        ("和平里十二号楼", Kind.ADDRESS),
        ("2232 S GRAND BLVD", Kind.ADDRESS),
        ("75 Willmore Rd.", Kind.ADDRESS),
        ("POINT (121.47 31.23)", Kind.COORDINATES),
        ("31.230416, 121.473701", Kind.COORDINATES),
    ],
)
def test_a_cell_of_a_person_is_known(text: str, kind: Kind) -> None:
    assert kind_of_cell(text) == kind


@pytest.mark.parametrize(
    "text",
    [
        "J2310-0000001",
        "18-016789",
        "344709",
        "980110001002",
        "2023-10-01 00:10:30",
        "20231001001030",
        "10/01/2023 0:10",
        "894672.5",
        "0.13812345678",
        "-90.13812345678",
        "110电话",
        "地铁1号线",
        "松岗街道2号网格",
        "107国道",
        "商业",
        "京剧",
        "ASSAULT, CHILD, AGE 16 AND UNDR-DOMESTIC",
        "Barking and Dagenham",
        "500000",
        "110101123456789",
        "000000000000000",
        "S BROADWAY",
    ],
)
def test_a_cell_of_codes_times_and_places_is_let_through(text: str) -> None:
    assert kind_of_cell(text) is None


@given(identity_numbers)
def test_an_identity_number_with_its_check_character_is_always_known(number: str) -> None:
    assert is_identity_number(number)
    assert kind_of_cell(f"证件{number.lower()}。") == Kind.IDENTITY_NUMBER


@given(identity_numbers, st.integers(0, 17), st.integers(1, 9))
def test_an_identity_number_with_one_wrong_digit_is_none(number: str, place: int, added: int) -> None:
    if number[place] == "X":
        return
    wrong = number[:place] + str((int(number[place]) + added) % 10) + number[place + 1 :]
    assert not is_identity_number(wrong)


@given(st.dates(date(1930, 1, 1), date(1998, 12, 31)), st.integers(0, 999))
def test_an_identity_number_of_fifteen_digits_is_known(born: date, number: int) -> None:
    assert is_identity_number(f"449999{born:%y%m%d}{number:03}")


def test_codes_made_of_area_and_day_are_no_identity_numbers() -> None:
    """Alarm numbers of systems: district, day, sequence. One in ten meets the check character by chance."""
    days = [date(2023, 1 + i % 12, 1 + i % 28) for i in range(400)]
    eighteen = [f"440300{day:%Y%m%d}{i:04}" for i, day in enumerate(days)]
    fifteen = [f"440300{day:%y%m%d}{i % 1000:03}" for i, day in enumerate(days)]
    assert judged_column(eighteen) is None
    assert judged_column(fifteen) is None


@example(13, 61902)
@given(st.integers(6, 24), st.integers(0, 2**32))
def test_a_column_of_random_codes_is_let_through(digits: int, seed: int) -> None:
    random = Random(seed)
    assert judged_column([f"{random.randrange(10**digits):0{digits}}" for _ in range(200)]) is None


@given(st.from_regex(r"\A\d{14}\Z"))
def test_luhn_takes_one_check_digit_of_ten(digits: str) -> None:
    assert sum(is_luhn(f"{digits}{check}") for check in range(10)) == 1


def judged_column(values: list[str]) -> Kind | None:
    return judged(distinct_texts(pl.DataFrame({"values": values}))).get("values")


def test_a_column_of_names_is_known_by_what_its_cells_have_in_common() -> None:
    names = [surname + given for surname in "王李张刘陈" for given in ("某甲", "某乙", "某", "某丙", "某丁")]
    assert judged_column(names) == Kind.PERSON
    assert judged_column([f"Smith, {letter}ohn" for letter in "ABCDEFGHIJKLMNOPQRSTU"]) == Kind.PERSON


@pytest.mark.parametrize(
    "values",
    [
        [f"{name}{ending}" for name in "王李张刘陈杨赵黄周吴徐孙" for ending in ("家村", "庄", "镇")],
        [f"{name}派出所" for name in "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁"],
        [f"{year}-01-01" for year in range(2010, 2035)],
        ["盗窃", "诈骗", "打架", "火灾", "噪音"] * 10,
        [f"类别之{n}" for n in range(40)],
    ],
)
def test_a_column_of_areas_days_and_kinds_is_let_through(values: list[str]) -> None:
    assert judged_column(values) is None


def test_long_varied_text_is_free_text_and_a_long_category_is_not() -> None:
    told = [f"报警人称在第{n}街口与他人因停车发生争执并要求民警到场处理" for n in range(8)]
    assert judged_column(told) == Kind.FREE_TEXT
    assert judged_column([f"The caller says that {n} people argue about a parked car" for n in range(8)]) == "free text"
    assert judged_column(told + ["无效警情"] * 500) == Kind.FREE_TEXT
    assert judged_column(["因停车引起的邻里之间口角争执以及其他未列明的民事纠纷", "盗窃", "诈骗"] * 20) is None


def test_dates_over_generations_are_dates_of_birth() -> None:
    assert judged_column([f"{year}-05-17" for year in range(1940, 2010)]) == Kind.BIRTH
    assert judged_column([f"{year}0517" for year in range(1940, 2010)]) == Kind.BIRTH


def test_a_few_phone_numbers_among_other_words_are_enough() -> None:
    assert judged_column(["电话", "微信", "网络", "13800000000"]) == Kind.PHONE


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("0301", "0301"),
        ("盗窃", "盗窃"),
        ("2023-13-45 10:00:00", "2023-13-45 10:00:00"),
        ("440300202301010001", "44##############01"),
        ("E12345678", "E1#####78"),
        ("13800000000", "###########"),
        ("电话 13800000000 转2", "** ########### *#"),
        ("0755-82000000", "####-########"),
        ("京A12345", "**#####"),
        ("解放路12号3单元", "***##*#**"),
        ("someone@example.org", "*******@*******.***"),
        ("王某甲", "王**"),
        ("报警人称在街口与他人因停车发生争执并要求民警到场处理", "[text of 26 characters]"),
        ("one two three four five six seven eight", "[text of 39 characters]"),
    ],
)
def test_what_is_shown_of_a_refused_cell(text: str, shown: str) -> None:
    assert masked(text) == shown


@given(identity_numbers)
def test_no_digit_of_an_identity_number_is_shown(number: str) -> None:
    assert not any(character.isdigit() for character in masked(number))


def test_masking_a_column_keeps_what_is_empty() -> None:
    assert masked_column(pl.Series(["0301", None, "13800000000"])).to_list() == ["0301", None, "###########"]
    assert masked_column(pl.Series([None], dtype=pl.String)).to_list() == [None]
