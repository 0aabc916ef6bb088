"""The fictional city's snapshot, served to the pages without a browser."""

from collections.abc import Callable, Iterator
from functools import partial

import pytest

from dashboards.serving import Reader, Serving
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import Open, opened


@pytest.fixture(scope="module")
def serving(built: Callable[[str], BuiltCity]) -> Serving:
    return Serving(built("lanwan").home)


@pytest.fixture
def reader(serving: Serving) -> Iterator[Reader]:
    with serving.reader() as reader:
        yield reader


@pytest.fixture
def open_page(reader: Reader) -> Open:
    return partial(opened, reader)
