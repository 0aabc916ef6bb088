"""How commands speak: results on standard output, everything else on standard error."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from rich.console import Console
from rich.table import Table

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Format(StrEnum):
    """How the rows of a query are written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"
    PARQUET = "parquet"


def address(line: str) -> None:
    """Print a line that somebody waits for, even where the output is a pipe."""
    out.print(line)
    out.file.flush()


def error(message: str) -> None:
    err.print(f"[bold red]Error[/]  {_plain(message)}")


def note(message: str) -> None:
    err.print(_plain(message))


def warn(message: str) -> None:
    err.print(f"[bold yellow]Note[/]   {_plain(message)}")


def _plain(text: str) -> str:
    """Square brackets in file names and values are no markup."""
    return text.replace("[", r"\[")


def unmapped_words(words: list[dict[str, Any]]) -> None:
    """Print words that map to nothing, and what to write about each."""
    for word in words:
        shown = "other words" if word["value"] is None else repr(word["value"])
        state = "kept as not known" if word["is_kept"] else "quarantined"
        out.print(
            f"  maps to nothing: {_plain(shown)} in {word['field']}, {word['rows']:,} rows {state} "
            f"({word['source_id']}). {_plain(word['advice']['en'])}"
        )


def table(*headers: str, title: str | None = None) -> Table:
    return Table(*headers, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__()
        self._started = time.monotonic()

    def emit(self, record: logging.LogRecord) -> None:
        seconds = time.monotonic() - self._started
        err.print(f"[dim]{seconds:6.1f} s[/]  {_plain(record.getMessage())}")


@contextmanager
def progress(*, quiet: bool = False) -> Iterator[None]:
    """Show what a run says, with the seconds since it began."""
    logger = logging.getLogger("anlan.progress")
    handler = _Lines()
    if not quiet:
        logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False
    try:
        yield
    finally:
        logger.removeHandler(handler)
