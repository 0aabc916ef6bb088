"""Crosswalks of a pack: what an agency writes → what it means here, and from when to when."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anlan.errors import DeclarationError
from orchestration.registry.documents import load_csv


@dataclass(frozen=True, order=True)
class Entry:
    """`source_value` means `target` from `valid_from` to `valid_to`, both days included."""

    source_value: str
    target: str
    valid_from: date = date.min
    valid_to: date = date.max


@dataclass(frozen=True)
class Crosswalk:
    """The entries of one table, in order; at most one of a source value on any day."""

    entries: tuple[Entry, ...]

    @property
    def targets(self) -> set[str]:
        return {entry.target for entry in self.entries}

    @property
    def starts(self) -> list[date]:
        """First days of the spans in which no entry begins or ends; the first is the beginning of time."""
        begins = {entry.valid_from for entry in self.entries}
        ends = {date.fromordinal(e.valid_to.toordinal() + 1) for e in self.entries if e.valid_to != date.max}
        return sorted(begins | ends | {date.min})

    def on(self, day: date) -> dict[str, str]:
        """What each source value means on a day."""
        return {e.source_value: e.target for e in self.entries if e.valid_from <= day <= e.valid_to}


def load_crosswalk(path: Path) -> Crosswalk:
    """Read a CSV of source_value, target and, if there are any, valid_from and valid_to (YYYY-MM-DD).

    Raises:
        DeclarationError: the table is not there, a day is none, or a source value means two things on one day.
    """
    rows = load_csv(path, ("source_value", "target"), ("valid_from", "valid_to"))
    entries = {
        Entry(
            row["source_value"],
            row["target"],
            _day(path, row, "valid_from", date.min),
            _day(path, row, "valid_to", date.max),
        )
        for row in rows
    }
    crosswalk = Crosswalk(tuple(sorted(entries)))
    for day in crosswalk.starts:
        seen: dict[str, str] = {}
        for entry in crosswalk.entries:
            if not entry.valid_from <= day <= entry.valid_to:
                continue
            if seen.setdefault(entry.source_value, entry.target) != entry.target:
                when = "" if day == date.min else f" on {day}"
                raise DeclarationError(
                    f"{path}: source_value {entry.source_value!r} stands twice with different targets{when}."
                )
    return crosswalk


def _day(path: Path, row: dict[str, str], column: str, default: date) -> date:
    if not row[column]:
        return default
    try:
        return date.fromisoformat(row[column])
    except ValueError:
        raise DeclarationError(
            f"{path}: {column} of {row['source_value']!r} is {row[column]!r}; expected a day like 2020-12-31."
        ) from None
