"""The Dagster resource that says which city a run is about.

It stands outside `defs/` because `defs/resources.py` may hold nothing but its `@dg.definitions` function:
other top-level definitions of such a module are silently lost.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import dagster as dg

from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City
from orchestration.lock import writing
from orchestration.registry.pack import load_pack


class CityResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """A city by its pack's name, the folder its files come from, and whether all months are built anew."""

    city_id: str
    inbox: str = ""
    full_refresh: bool = False

    @property
    def home(self) -> Home:
        return Home.of(self.city_id)

    @property
    def inbox_folder(self) -> Path:
        return Path(self.inbox) if self.inbox else self.home.inbox

    @contextmanager
    def writer(self) -> Iterator[City]:
        """The city with its ledger, while no other run may write it."""
        with writing(self.home):
            ledger = Ledger(self.home.ledger)
            try:
                yield City(load_pack(self.city_id), self.home, ledger)
            finally:
                ledger.close()
