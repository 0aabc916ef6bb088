"""Who asks the snapshot when: a few at once, and alone who found too little memory beside the others."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import duckdb

Result = TypeVar("Result")


class Turns:
    """At most so many questions at once. More would not be answered sooner, and memory is shared by all of them."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._free = threading.Semaphore(at_once)
        self._alone = threading.Lock()

    def take(self, ask: Callable[[], Result]) -> Result:
        """The question's result. One that fails for want of memory is asked once more, with none beside it."""
        with self._free:
            try:
                return ask()
            except duckdb.OutOfMemoryException:
                pass
        with self._all():
            return ask()

    @contextmanager
    def _all(self) -> Iterator[None]:
        # Two that each held a part of the turns would wait for each other.
        with self._alone:
            for _ in range(self._at_once):
                self._free.acquire()
            try:
                yield
            finally:
                self._free.release(self._at_once)
