"""A generation as a whole: repeatable, all or nothing, in the form agencies export, without a person."""

import hashlib
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from anlan.errors import UsageError
from anlan.home import CHECKOUT
from orchestration.fictional import Config, Manifest, Size, generate_with, generator
from orchestration.fictional.city import City
from orchestration.fictional.config import config_for
from orchestration.fictional.exports import FICTIONAL_NOTE

PERSONAL = re.compile("姓名|电话|手机|身份证|证件|住址|地址|车牌|报警人|当事人|民警|网格员$|警号|坐标|简要")


# What the platform of the online survey writes.
UTF_8 = "网络问卷_20"


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8-sig" if path.name.startswith(UTF_8) else "gb18030")


def _header(path: Path) -> list[str]:
    if path.suffix == ".csv":
        return _text(path).splitlines()[0].split(",")
    return pl.read_excel(path, read_options={"header_row": 1}).columns


def test_same_seed_gives_the_same_bytes(generation: tuple[Path, Manifest], config: Config, tmp_path: Path) -> None:
    inbox, manifest = generation
    assert generate_with(config, tmp_path / "again", lambda _: None) == manifest
    on_disk = {str(path.relative_to(inbox)) for path in inbox.rglob("*") if path.is_file()}
    assert on_disk == {file.path for file in manifest.files}
    for file in manifest.files:
        content = (inbox / file.path).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size_in_bytes, file.sha256)


def test_another_seed_gives_other_data_of_the_same_city(
    generation: tuple[Path, Manifest], config: Config, tmp_path: Path
) -> None:
    other = generate_with(replace(config, seed=7), tmp_path / "other", lambda _: None)
    hashes = {file.path: file.sha256 for file in generation[1].files}
    same = {file.path for file in other.files if file.sha256 == hashes[file.path]}
    assert same == {path for path in hashes if path.startswith(("行政区划/", "区域关系/"))}


def test_workbooks_carry_a_fixed_creation_time(inbox: Path) -> None:
    for path in inbox.rglob("*.xlsx"):
        core = zipfile.ZipFile(path).read("docProps/core.xml").decode()
        assert "2021-01-01T00:00:00Z" in core


def test_an_inbox_with_files_is_left_alone(config: Config, tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("a\n")
    with pytest.raises(UsageError, match="not an empty folder"):
        generate_with(config, tmp_path, lambda _: None)
    assert [path.name for path in tmp_path.iterdir()] == ["own.csv"]


def test_a_killed_generation_leaves_nothing_and_the_next_succeeds(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(generator, "write_survey", killed)
        with pytest.raises(KeyboardInterrupt):
            generate_with(config, inbox, lambda _: None)
    assert not inbox.exists()
    short = replace(config, first_month=config.last_month)
    generate_with(short, inbox, lambda _: None)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]


def test_tables_are_gb18030_and_not_utf_8(inbox: Path) -> None:
    paths = [path for path in inbox.rglob("*.csv") if not path.name.startswith(UTF_8)]
    # Register; grid events; alarms; concerns, disputes and visits by year; contacts; relations; sentences.
    assert len(paths) == 1 + 4 + 6 + 3 * 2 + 2 + 2 + 1
    for path in paths:
        content = path.read_bytes()
        assert "代码" in content.decode("gb18030")
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")


def test_no_column_is_about_a_person(inbox: Path) -> None:
    for path in [*inbox.rglob("*.csv"), *inbox.rglob("*.xlsx")]:
        assert [name for name in _header(path) if PERSONAL.search(name)] == []


def test_no_cell_looks_like_a_telephone_or_identity_number(inbox: Path) -> None:
    number = re.compile(r"(?<!\d)(1[3-9]\d{9}|\d{17}[\dXx])(?!\d)")
    for path in inbox.rglob("*.csv"):
        assert number.search(_text(path)) is None


def test_workbooks_say_in_their_title_that_the_city_is_fictional(inbox: Path) -> None:
    for path in inbox.rglob("*.xlsx"):
        title = pl.read_excel(io.BytesIO(path.read_bytes()), has_header=False)[0, 0]
        assert title.startswith("澜湾市")
        assert title.endswith(FICTIONAL_NOTE)


def test_sizes_grow() -> None:
    small, medium, large = (config_for(size, 1) for size in Size)
    assert small.valid_alarms_per_week * 4 == medium.valid_alarms_per_week
    weeks = 5 * 365.25 / 7
    calls = {c: c.valid_alarms_per_week * weeks / (1 - c.invalid_share) for c in (small, medium, large)}
    assert 380_000 < calls[small] < 480_000
    assert calls[large] > 10_000_000
    assert 1_600 < medium.valid_alarms_per_week < 3_400


def test_the_description_names_the_hot_spots_and_columns(inbox: Path, city: City) -> None:
    description = (CHECKOUT / "data/cities/lanwan/README.md").read_text(encoding="utf-8")
    spots = city.hot_spots
    for number in (*spots.persistent, *spots.fading, *spots.emerging):
        assert f"`{city.register.codes[number]}` {city.register.names[number]}" in description
    for area in (
        city.register.former_subdistrict,
        *(city.register.subdistricts[i] for i in city.register.split),
    ):
        assert f"`{area.code}`" in description
    for path in [*inbox.rglob("*.csv"), *inbox.rglob("*.xlsx")]:
        assert ", ".join(_header(path)) in description.replace(",\n", ", ")
