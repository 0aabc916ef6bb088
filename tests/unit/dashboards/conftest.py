"""A published snapshot of the test city, and what reads it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from anlan.home import Home
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, read_board
from dashboards.serving import Reader, Serving
from tests.fakes.snapshot import publish


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A city with one build. Tests that publish make a home of their own."""
    city = Home(tmp_path_factory.mktemp("home"), "testville")
    publish(city)
    return city


@pytest.fixture
def own_home(tmp_path: Path) -> Home:
    """A city with nothing published."""
    return Home(tmp_path, "testville")


@pytest.fixture
def serving(home: Home) -> Serving:
    return Serving(home)


@pytest.fixture
def reader(serving: Serving) -> Iterator[Reader]:
    with serving.reader() as reader:
        yield reader


@pytest.fixture
def board(reader: Reader) -> Callable[[str], Board]:
    """The board of a query string."""
    return lambda search: read_board(reader, Address.read(search))
