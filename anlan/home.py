"""Where things are: the runtime zones under `ANLAN_HOME` and the files that ship with Anlan.

Only paths belong here. What is in a zone, and who may write it, is the business of the zone's one writer.
"""

import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anlan.errors import UsageError

CHECKOUT = Path(__file__).resolve().parent.parent
# In an installed package the folders that stand at the checkout's top level are bundled beside this file.
BUNDLED = Path(__file__).resolve().parent / "_bundled"


def shipped(relative: str) -> Path:
    """Path of a file or folder that ships with Anlan, e.g. `dbt_project` or `data/cities`."""
    in_checkout = CHECKOUT / relative
    return in_checkout if in_checkout.exists() else BUNDLED / relative


def default_root() -> Path:
    """`ANLAN_HOME`, else `data/` of the checkout, else `~/anlan` for an installed package."""
    if configured := os.environ.get("ANLAN_HOME"):
        return Path(configured).expanduser().resolve()
    in_checkout = CHECKOUT / "data"
    return in_checkout if in_checkout.is_dir() else Path.home() / "anlan"


@dataclass(frozen=True)
class Home:
    """The zones of one city under one root."""

    root: Path
    city_id: str

    @classmethod
    def of(cls, city_id: str) -> "Home":
        return cls(root=default_root(), city_id=city_id)

    @cached_property
    def inbox(self) -> Path:
        return self.root / "inbox" / self.city_id

    @cached_property
    def landing(self) -> Path:
        return self.root / "landing" / self.city_id

    @cached_property
    def raw(self) -> Path:
        return self.root / "raw" / self.city_id

    @cached_property
    def ledger(self) -> Path:
        return self.raw / "ledger.sqlite"

    @cached_property
    def quarantine(self) -> Path:
        return self.root / "quarantine" / self.city_id

    @cached_property
    def warehouse(self) -> Path:
        return self.root / "warehouse" / self.city_id / "warehouse.duckdb"

    @cached_property
    def lock(self) -> Path:
        return self.root / "warehouse" / f"{self.city_id}.lock"

    @cached_property
    def serving(self) -> Path:
        return self.root / "serving" / self.city_id

    @cached_property
    def published_values(self) -> Path:
        return self.root / "published" / self.city_id / "values.parquet"

    @cached_property
    def logs(self) -> Path:
        return self.root / "logs" / self.city_id


def pack_folders(root: Path | None = None) -> list[Path]:
    """Folders that hold city packs, the user's own first."""
    own = (root or default_root()) / "cities"
    ours = shipped("data/cities")
    return [own] if own == ours else [own, ours]


def available_cities() -> dict[str, Path]:
    """Folders of all city packs by city_id; a user's own pack hides a shipped one of the same name."""
    found: dict[str, Path] = {}
    for folder in pack_folders():
        if folder.is_dir():
            for path in sorted(folder.glob("*/city.yml")):
                if not path.parent.name.startswith("_"):
                    found.setdefault(path.parent.name, path.parent)
    return found


def pack_folder(city_id: str) -> Path:
    """The folder of a city's pack. Raises `UsageError` where there is no such city."""
    cities = available_cities()
    if city_id not in cities:
        known = ", ".join(cities) or "none"
        raise UsageError(
            f"No city pack named {city_id!r}. There are: {known}. "
            f"`anlan new-city {city_id}` makes one from the template."
        )
    return cities[city_id]
