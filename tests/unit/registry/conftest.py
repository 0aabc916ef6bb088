"""A valid city pack on disk, to be spoilt one key at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.registry.template import new_pack


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a pack made from the template."""
    monkeypatch.setenv("ANLAN_HOME", str(tmp_path))
    return new_pack("testville")


@pytest.fixture
def spoil(pack: Path) -> Callable[[str, str, str], Path]:
    """Replaces text in one of the pack's files."""

    def replace(name: str, old: str, new: str) -> Path:
        path = pack / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} does not stand in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path

    return replace
