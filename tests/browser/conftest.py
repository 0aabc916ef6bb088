"""A server with the test city and a browser that is watched: no console error, no request to any other host."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from queue import Queue
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, ConsoleMessage, Page

from anlan.home import Home
from dashboards.serve import LOOPBACK, serve
from tests.fakes.snapshot import publish
from tests.fixtures.cities import BuiltCity

ARTIFACTS = Path(__file__).parent.parent / "artifacts"
FAILED = pytest.StashKey[bool]()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The system's Chromium where there is one, else the one Playwright installed."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    own = {"executable_path": found} if found else {}
    return {**browser_type_launch_args, **own, "args": ["--no-sandbox", "--disable-dev-shm-usage"]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "viewport": {"width": 1440, "height": 900}, "color_scheme": "light"}


def start(home: Home) -> str:
    """Serve a city for the rest of the test run; its address."""
    ready: Queue[str] = Queue()
    threading.Thread(target=serve, args=(home, LOOPBACK, 0, ready.put), daemon=True).start()
    return ready.get(timeout=30)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Address of a server whose city has one build that no test changes."""
    home = Home(tmp_path_factory.mktemp("home"), "testville")
    publish(home)
    return start(home)


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    """A city with one build, for a test that publishes more."""
    home = Home(tmp_path, "testville")
    publish(home, "20190105T080000Z-a1")
    return home


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


@pytest.fixture(autouse=True)
def watched(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[None]:
    """After each test: no console error or warning, nothing asked of another host; a picture if the test failed."""
    said: list[str] = []
    hosts: set[str] = set()

    def heard(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            said.append(message.text)

    context.on("console", heard)
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("request", lambda asked: hosts.add(urlsplit(asked.url).hostname or ""))
    yield
    if request.node.stash.get(FAILED, False):
        ARTIFACTS.mkdir(exist_ok=True)
        for number, page in enumerate(context.pages):
            page.screenshot(path=ARTIFACTS / f"{request.node.name}-{number}.png", full_page=True)
    assert said == []
    assert hosts <= {LOOPBACK}


@pytest.fixture
def show(page: Page, address: str) -> Callable[[str], Page]:
    """Open a view of the board and wait until it is drawn."""

    def open_view(search: str = "") -> Page:
        page.goto(f"{address}board{search}")
        page.locator("#ranking, .empty").first.wait_for()
        return page

    return open_view


@dataclass(frozen=True)
class Served:
    """A city and the address of its dashboard."""

    city: BuiltCity
    address: str

    def rows(self, sql: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
        """Rows of a query on the snapshot that is served."""
        with self.city.connect() as connection:
            result = connection.execute(sql, parameters or {})
            names = [column[0] for column in result.description]
            return [dict(zip(names, row, strict=True)) for row in result.fetchall()]


@pytest.fixture(scope="session")
def served(built: Callable[[str], BuiltCity]) -> Callable[[str], Served]:
    return cache(lambda city_id: Served(built(city_id), f"{start(built(city_id).home)}board"))
