"""Fixtures shared by all tests."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from orchestration.transform import dbt

pytest_plugins = ["tests.fixtures.cities"]

# How long an example takes tells of the machine, not of the code.
settings.register_profile("anlan", deadline=None)
settings.load_profile("anlan")


@pytest.fixture(scope="session", autouse=True)
def parsed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """dbt parses its project once a session, not once for each home that a test makes: ten seconds each."""
    shared = tmp_path_factory.mktemp("parsed") / "dbt"
    parse = dbt.manifest_path

    def manifest_path() -> Path:
        own = dbt.target_folder()
        if shared.exists() and not own.exists():
            shutil.copytree(shared, own)
        path = parse()
        if not shared.exists():
            shutil.copytree(own, shared)
        return path

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dbt, "manifest_path", manifest_path)
        yield
