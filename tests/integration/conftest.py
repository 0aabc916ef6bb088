"""A small city made from the template, published once, and copies of it that tests may change.

The cities that ship with Anlan are in `tests/fixtures/cities.py`.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from anlan import snapshot
from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.registry.template import new_pack
from orchestration.run import RunReport, run

CITY = "smalltown"
HEADER = "报警时间,警情类型代码,是否有效,所属区代码\n"


def month_file(month: str, alarms: int = 30, *, category: str = "1004") -> str:
    """An export of one month (`202401`): so many alarms, in two districts by turns."""
    lines = [f"{month[:4]}-{month[4:]}-{1 + n % 28:02} 10:00:00,{category},是,00{1 + n % 2}" for n in range(alarms)]
    return HEADER + "\n".join(lines) + "\n"


@dataclass(frozen=True)
class SmallTown:
    """The city's zones, its inbox and its pack, as a clerk sees them."""

    home: Home

    @property
    def pack(self) -> Path:
        return self.home.root / "cities" / CITY

    def put(self, name: str, content: str | bytes) -> None:
        path = self.home.inbox / "alarms" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def run(self) -> RunReport:
        return run(CITY)

    def served(self) -> str | None:
        return snapshot.current_build_id(self.home)

    def build_folders(self) -> list[str]:
        """Everything in the serving zone that is or may become a build."""
        return sorted(path.name for path in self.home.serving.iterdir() if path.is_dir())

    def alarms(self) -> dict[str, int]:
        """Alarms of the whole city by month, as the served snapshot tells them."""
        build_id = self.served()
        assert build_id is not None
        with snapshot.connect(snapshot.database(self.home, build_id)) as connection:
            return dict(
                connection.execute(
                    "select period_id, alarm_count from marts.mart_alarm_trend join marts.dim_area using (area_id)"
                    " where level_id = 'city' and category_id = 'all' order by period_id"
                ).fetchall()
            )

    def touched(self) -> list[tuple[str, str]]:
        ledger = Ledger(self.home.ledger)
        try:
            return ledger.touched()
        finally:
            ledger.close()

    def orphans(self) -> set[Path]:
        """Parts in raw that no ledger row names."""
        ledger = Ledger(self.home.ledger)
        try:
            live = {self.home.raw / path for path in ledger.all_part_paths()}
        finally:
            ledger.close()
        return set(self.home.raw.rglob("*.parquet")) - live


@pytest.fixture(scope="session")
def published_town(tmp_path_factory: pytest.TempPathFactory) -> SmallTown:
    """Three months, published. Not to be changed: tests take a copy, `town`."""
    root = tmp_path_factory.mktemp("small")
    town = SmallTown(Home(root, CITY))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANLAN_HOME", str(root))
        new_pack(CITY)
        for month in ("202401", "202402", "202403"):
            town.put(f"{month}.csv", month_file(month))
        town.run()
    return town


@pytest.fixture
def town(published_town: SmallTown, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallTown:
    """A copy of the published city, for one test."""
    root = tmp_path / "home"
    shutil.copytree(published_town.home.root, root)
    monkeypatch.setenv("ANLAN_HOME", str(root))
    return SmallTown(Home(root, CITY))
