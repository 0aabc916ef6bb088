"""The Dagster resource that says which city a run is about.

It stands outside `defs/` because `defs/resources.py` may hold nothing but its `@dg.definitions` function:
other top-level definitions of such a module are silently lost.
"""

import os
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from anlan.errors import BusyError
from anlan.home import Home
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.load import City
from orchestration.lock import writing
from orchestration.registry.pack import load_pack

# The concurrency pool of all steps that write; its limit is 1 (see dagster.yaml).
WAREHOUSE = "warehouse"
# For a writer that is at work (a run of a large city takes minutes), or a file that is still being copied.
RETRIES = 20
SECONDS_BETWEEN = 30


def served_city() -> str:
    """The city that `dg dev` is about: `ANLAN_CITY`, by default the fictional one."""
    return os.environ.get("ANLAN_CITY", "lanwan")


class CityResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """A city by its pack's name, the folder its files come from, and whether all months are built anew.

    `waits`: a step tries again later what may pass by itself. Nobody sits before a scheduled run; somebody at a
    command line rather reads the message at once.
    """

    city_id: str
    inbox: str = ""
    full_refresh: bool = False
    waits: bool = True
    _held: ExitStack = PrivateAttr(default_factory=ExitStack)

    @property
    def home(self) -> Home:
        return Home.of(self.city_id)

    @property
    def inbox_folder(self) -> Path:
        return Path(self.inbox) if self.inbox else self.home.inbox

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Generator["CityResource", None, None]:  # noqa: ARG002
        """From its first writing step on a run holds the city's lock to its end, so that no other comes in between."""
        with self._held:
            yield self

    @contextmanager
    def writer(self) -> Iterator[City]:
        """The city with its ledger, while no other run may write it.

        Raises:
            BusyError: another run is writing it, and the step does not wait.
            RetryRequested: the same, and it does.
        """
        try:
            self._held.enter_context(writing(self.home))
        except BusyError as busy:
            self.try_later(busy)
            raise
        ledger = Ledger(self.home.ledger)
        try:
            yield City(load_pack(self.city_id), self.home, ledger)
        finally:
            ledger.close()

    def try_later(self, cause: Exception, seconds: float = SECONDS_BETWEEN) -> None:
        """Have Dagster repeat the step in so many seconds, if this run waits.

        Raises:
            RetryRequested: it does.
        """
        if self.waits:
            raise dg.RetryRequested(max_retries=RETRIES, seconds_to_wait=seconds) from cause
