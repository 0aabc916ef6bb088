"""A run on files with personal columns: none of what they hold is anywhere past landing."""

import shutil
import tempfile
from pathlib import Path

import duckdb
import polars as pl
import pytest

from orchestration.run import run
from tests.fixtures.small_town import CITY, HEADER, SmallTown

# Planted so that they can be searched for; none is anybody's.
PLANTED = ("13800000000", "110101199003070003", "京A12345", "解放路12号3单元", "王某甲", "someone@example.org")
TOLD = "报警人称在街口与他人因停车发生争执并要求民警到场"
DROP = "drop: [报警人, 联系电话, 身份证号, 车牌号, 地址, 邮箱, 简要警情]\n"


def personal_month() -> str:
    """April: sixty good rows, and rows in which personal cells stand where date, category and area should."""
    personal = ",".join((*PLANTED, TOLD))
    told = (f"{personal}，第{n}次" for n in range(1_000))
    header = HEADER.strip() + ",联系电话,身份证号,车牌号,地址,报警人,邮箱,简要警情\n"
    good = [f"2024-04-{1 + n % 28:02} 10:00:00,1004,是,001,{next(told)}" for n in range(100)]
    slipped = [
        line
        for cell in (*PLANTED, TOLD)
        for line in (f"{cell},1004,是,001,{next(told)}", f"2024-04-01 10:00:00,{cell},是,{cell},{next(told)}")
    ]
    return header + "\n".join(good + slipped) + "\n"


def database_texts(path: Path) -> str:
    """Of a copy: the run's own connections to the warehouse may not be closed yet."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(shutil.copy(path, folder)) as connection:
        tables = connection.execute(
            "select table_schema, table_name from information_schema.tables where table_type = 'BASE TABLE'"
        ).fetchall()
        return "".join(
            str(connection.execute(f'select * from "{schema}"."{name}"').fetchall()) for schema, name in tables
        )


def everything_past_landing(town: SmallTown) -> dict[Path, str]:
    """File → all that can be read in it. Parquet and DuckDB compress texts, so their cells are read as well."""
    found = {}
    for path in town.home.root.rglob("*"):
        if not path.is_file() or {town.home.inbox, town.home.landing} & set(path.parents):
            continue
        text = path.read_bytes().decode("utf-8", errors="replace")
        if path.suffix == ".parquet":
            text += pl.read_parquet(path).write_csv()
        if path.suffix == ".duckdb":
            text += database_texts(path)
        found[path] = text
    return found


def test_nothing_of_a_personal_column_is_in_any_zone_past_landing(
    town: SmallTown, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    declaration = town.pack / "sources" / "alarms.yml"
    declaration.write_text(declaration.read_text(encoding="utf-8") + DROP, encoding="utf-8")
    town.put("202404.csv", personal_month())
    report = run(CITY)
    april = next(file for file in report.files if file.file_name == "alarms/202404.csv")
    assert (april.status, april.rows_accepted, april.rows_quarantined) == ("loaded", 100, 14)

    texts = everything_past_landing(town)
    suffixes = {path.suffix for path in texts}
    assert {".parquet", ".sqlite", ".duckdb"} <= suffixes
    assert any("unknown_category" in text for text in texts.values())
    captured = capfd.readouterr()
    texts[Path("messages")] = captured.out + captured.err + caplog.text + report.model_dump_json()
    for planted in (*PLANTED, TOLD, "停车"):
        assert [str(path) for path, text in texts.items() if planted in text] == []


def test_a_file_with_an_undeclared_personal_column_is_left_and_told_of(town: SmallTown) -> None:
    town.put("202404.csv", personal_month())
    report = run(CITY)
    (left,) = report.left
    assert "'联系电话' looks like phone numbers by its name" in left
    assert "drop: [联系电话, 身份证号, 车牌号, 地址, 报警人, 邮箱, 简要警情]" in left
    assert town.alarms() == {"2024-01": 30, "2024-02": 30, "2024-03": 30}
