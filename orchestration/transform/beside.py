"""dbt in a process beside this one.

Importing it and reading the parsed project takes as long as Dagster's imports and reading a small file; a run of the
command line has both done at once. What dbt does there is what `dbt.build` does here.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection, wait

from anlan.errors import BuildError
from anlan.home import Home
from anlan.process import collect_rarely, leave
from orchestration.transform import dbt
from orchestration.transform.dbt import BuildReport

_SECONDS_TO_END = 5
# dbt's locks outlive a process that is killed, and Python says so on standard error.
_QUIET_END = {"PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker"}


class _Process:
    """A second interpreter with dbt loaded for one build of one city."""

    def __init__(self, home: Home) -> None:
        self._has_answered = False
        # Not forked: the threads of what is loaded here would be missing there.
        context = get_context("spawn")
        self._connection, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(home, theirs), daemon=True)
        with dbt.environment(_QUIET_END):
            self._process.start()
        theirs.close()

    def build(self, models: list[str] | None) -> BuildReport:
        # One that could not load the project has answered already, and is gone.
        with suppress(OSError):
            self._connection.send(models)
        try:
            outcome = self._connection.recv()
        except (EOFError, OSError):
            raise BuildError(
                "The process that builds the models was ended from outside, for want of memory perhaps. Nothing is "
                "published; run again."
            ) from None
        self._has_answered = True
        if isinstance(outcome, BuildReport):
            return outcome
        raise outcome

    def end(self) -> None:
        """It ends by itself when it has answered; where nobody asked it anything, it is not waited for."""
        self._connection.close()
        if self._has_answered:
            self._process.join(_SECONDS_TO_END)
        self._process.kill()
        self._process.join()


_BESIDE: ContextVar[_Process | None] = ContextVar("dbt beside", default=None)


@contextmanager
def dbt_beside(home: Home) -> Iterator[None]:
    """Have dbt load beside from here on. Models of this home that are built within are built there."""
    process = _Process(home)
    token = _BESIDE.set(process)
    try:
        yield
    finally:
        _BESIDE.reset(token)
        process.end()


def build(home: Home, models: list[str] | None = None) -> BuildReport:
    """`dbt.build`, beside where a process for it is there, else here."""
    process = _BESIDE.get()
    return dbt.build(home, models) if process is None else process.build(models)


def _serve(home: Home, requests: Connection) -> None:
    # Who presses Ctrl+C means the run, which ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    collect_rarely()
    threading.Thread(target=_end_with_parent, daemon=True).start()
    with suppress(EOFError):
        requests.send(_answer(home, requests))
    leave(0)


def _answer(home: Home, requests: Connection) -> BuildReport | BuildError:
    try:
        project = dbt.load(home)
        return dbt.build(home, requests.recv(), project)
    except EOFError:
        raise
    except BuildError as error:
        return error
    except Exception as error:
        return BuildError(f"dbt could not run: {type(error).__name__}: {error}")


def _end_with_parent() -> None:
    """A killed run must not go on writing beside the next one."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
