"""One reduced generation for all tests here: four months around the redrawing, some hundred alarms a week."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from orchestration.fictional import Config, Manifest, generate_with
from orchestration.fictional.city import City, lanwan

ReadCsv = Callable[[str], pl.DataFrame]


@pytest.fixture(scope="session")
def config() -> Config:
    return Config(
        valid_alarms_per_week=500,
        events_per_month=1_500,
        first_month=date(2023, 11, 1),
        last_month=date(2024, 2, 1),
        supplement_month=date(2024, 1, 1),
        copied_month=date(2023, 12, 1),
    )


@pytest.fixture(scope="session")
def generation(config: Config, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Manifest]:
    inbox = tmp_path_factory.mktemp("lanwan") / "inbox"
    return inbox, generate_with(config, inbox, lambda _: None)


@pytest.fixture(scope="session")
def inbox(generation: tuple[Path, Manifest]) -> Path:
    return generation[0]


@pytest.fixture(scope="session")
def city() -> City:
    return lanwan()


@pytest.fixture(scope="session")
def read_csv(inbox: Path) -> ReadCsv:
    """Reads a file of the inbox as texts."""

    def read(path: str) -> pl.DataFrame:
        text = (inbox / path).read_bytes().decode("gb18030")
        return pl.read_csv(io.StringIO(text), infer_schema=False)

    return read
