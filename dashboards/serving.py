"""The served snapshot: opened once, replaced when `CURRENT` moves, closed when nobody reads it any more.

Here belongs the life of the connection only. Which questions are asked of it is in `queries/`; where a
snapshot lies and how it is opened is in `anlan.snapshot`.
"""

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import duckdb

from anlan import snapshot
from anlan.errors import AnlanError, UsageError
from anlan.home import Home
from dashboards.answers import Answers
from dashboards.turns import Turns

Row = dict[str, Any]

# Rows; one takes about two kilobytes.
_REMEMBERED = 10_000
# Questions that the snapshot is asked at once, each in one thread.
_AT_ONCE = 2

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reader:
    """One request's view of one build. It stays on that build, whatever is published meanwhile."""

    build: snapshot.Build
    cursor: duckdb.DuckDBPyConnection
    remembered: Answers[list[Row]]
    turns: Turns

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """Rows of a query as dicts, in the query's order. They are not to be changed: who asks again gets the same."""
        question = (sql, repr(parameters))
        ask = partial(self.turns.take, partial(self._ask, sql, parameters))
        return self.remembered.get(self.build.build_id, question, ask)

    def _ask(self, sql: str, parameters: Sequence[Any] | dict[str, Any]) -> list[Row]:
        result = self.cursor.execute(sql, parameters)
        names = [column[0] for column in result.description]
        return [dict(zip(names, values, strict=True)) for values in result.fetchall()]


class _Opened:
    """A snapshot's connection, how many requests use it, and what they asked before: half of a page's questions are the
    same for each of its views.
    """

    def __init__(self, build: snapshot.Build, connection: duckdb.DuckDBPyConnection) -> None:
        self.build = build
        self.connection = connection
        self.readers = 0
        self.remembered: Answers[list[Row]] = Answers(_REMEMBERED, weigh=len)
        self.turns = Turns(_AT_ONCE)


class Serving:
    """Hands out readers on the build that `CURRENT` names.

    Raises `UsageError` on creation where nothing is published or the snapshot is of a newer form than this
    version reads.
    """

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = threading.Lock()
        self._opened = self._open(snapshot.current_build(home).build_id)
        self._refused: str | None = None

    @contextmanager
    def reader(self) -> Iterator[Reader]:
        """A cursor on the served build, for one request."""
        with self._lock:
            self._follow_current()
            opened = self._opened
            opened.readers += 1
            cursor = opened.connection.cursor()
        try:
            yield Reader(build=opened.build, cursor=cursor, remembered=opened.remembered, turns=opened.turns)
        finally:
            cursor.close()
            with self._lock:
                opened.readers -= 1
                self._close_if_retired(opened)

    def build_id(self) -> str:
        """Id of the build that a reader would get now."""
        with self._lock:
            self._follow_current()
            return self._opened.build.build_id

    def _follow_current(self) -> None:
        """Swap to the build `CURRENT` names. One small file is read; where it has not moved that is all."""
        build_id = snapshot.current_build_id(self._home)
        if build_id in (None, self._opened.build.build_id, self._refused):
            return
        assert build_id is not None
        try:
            opened = self._open(build_id)
        except (AnlanError, duckdb.Error, OSError, ValueError) as error:
            # The last good build stays: readers are not failed because a new one cannot be read.
            _log.error("Build %s cannot be served, %s stays: %s", build_id, self._opened.build.build_id, error)
            self._refused = build_id
            return
        previous, self._opened = self._opened, opened
        self._close_if_retired(previous)

    def _open(self, build_id: str) -> _Opened:
        build = snapshot.read_build(self._home, build_id)
        if build.format_version > snapshot.FORMAT_VERSION:
            raise UsageError(
                f"Build {build_id} was written by a newer Anlan ({build.anlan_version}). Upgrade this "
                f"installation, or serve an earlier build: `anlan rollback {self._home.city_id} BUILD`."
            )
        return _Opened(build, snapshot.connect(snapshot.database(self._home, build_id)))

    def _close_if_retired(self, opened: _Opened) -> None:
        if opened is not self._opened and opened.readers == 0:
            opened.connection.close()
