"""What ingesting a file would do, without doing it: for `anlan check`. Writes no zone.

How a check is shown belongs in `anlan.cli.check_report`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.batches import Tally
from orchestration.ingest.claims import contested_message, is_contested
from orchestration.ingest.load import refuse_if_mostly_wrong
from orchestration.ingest.privacy.gate import screened
from orchestration.ingest.privacy.masking import masked_column
from orchestration.ingest.reading import Table, read_table
from orchestration.ingest.reading.table import cells_of
from orchestration.ingest.records import UnmappedWord
from orchestration.ingest.rows import coverage_of, days_of_rows
from orchestration.ingest.rules import Sorted, sort_rows
from orchestration.ingest.unmapped import most_frequent, words_of
from orchestration.quality.explanations import meaning, what_to_write
from orchestration.registry.documents import Text
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

_EXAMPLES_A_REASON = 3
_WORDS = 10


@dataclass(frozen=True)
class Columns:
    """Headers of a file by what becomes of them, in the order of the file.

    `used`: header → fields and levels of areas that take something from it. `undeclared`: of which nothing is said.
    """

    used: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    dropped: tuple[str, ...] = ()
    not_personal: tuple[str, ...] = ()
    undeclared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Problem:
    """Rows refused for one reason in one field. `examples`: line and value (masked; None where it is not shown).

    `field`: of the feed, or the levels of the area. `columns`: where it stands in the file.
    """

    reason_code: str
    field: str
    columns: tuple[str, ...]
    rows: int
    examples: list[tuple[int, str | None]]
    meaning: Text
    advice: Text


@dataclass(frozen=True)
class MissingWord:
    """A word that maps to nothing, and what to write about it."""

    word: UnmappedWord
    advice: Text


@dataclass(frozen=True)
class FileCheck:
    """How one file would be taken. `refused`: why it would be refused whole.

    `first_line`: of the rows. `left_out`: lines that are no rows, by what they are. `days`: of the first and the last
    event. `covered`: spans of days of which the file tells all.
    """

    file_name: str
    source: Source | None = None
    encoding: str = ""
    first_line: int = 0
    left_out: dict[str, int] = field(default_factory=dict)
    columns: Columns = Columns()
    rows_read: int = 0
    rows_accepted: int = 0
    days: tuple[date, date] | None = None
    covered: list[tuple[date, date]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    missing_words: list[MissingWord] = field(default_factory=list)
    refused: str | None = None


@dataclass(frozen=True)
class _Claim:
    """A file, its name as it would be below the inbox, and the sources that take it."""

    path: Path
    name: str
    sources: tuple[Source, ...]


def check_files(pack: CityPack, paths: list[Path]) -> Iterator[FileCheck]:
    """Try each file, and each in a folder, against the source that claims it. Areas and tables of lookups come from the
    pack itself or from the files given.
    """
    files = [file for path in paths for file in (_files_in(path) if path.is_dir() else [path])]
    claims = [_claim(pack, path) for path in files]
    register = _register(pack, claims)
    for claim in claims:
        if not claim.sources:
            yield FileCheck(claim.name, refused=_unclaimed(pack, claim))
        elif is_contested(claim.sources):
            yield FileCheck(claim.name, refused=contested_message(claim.name, claim.sources))
        else:
            yield from (_check_file(pack, source, claim, register) for source in claim.sources)


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))


def _claim(pack: CityPack, path: Path) -> _Claim:
    """The sources one of whose patterns fits the end of the path: where the inbox begins is not known here."""
    parts = path.resolve().parts
    for depth in range(len(parts) - 1, -1, -1):
        name = "/".join(parts[depth:])
        if sources := tuple(source for source in pack.sources if source.claims(name)):
            return _Claim(path, name, sources)
    return _Claim(path, path.name, ())


def _unclaimed(pack: CityPack, claim: _Claim) -> str:
    patterns = "\n".join(f"  {source.source_id}: {pattern}" for source in pack.sources for pattern in source.files)
    return (
        f"{claim.path}: no source's `files` pattern fits this file's path. Add one to the declaration it belongs to, "
        f"or rename the file. The patterns are:\n{patterns}"
    )


def _check_file(pack: CityPack, source: Source, claim: _Claim, register: AreaRegister | None) -> FileCheck:
    check = FileCheck(claim.name, source)
    try:
        table = _table(claim, source)
        check = replace(
            check,
            encoding=table.encoding,
            first_line=table.header_lines + 1,
            left_out=table.left_out,
            columns=_columns(table, source),
        )
        if source.areas and register is None:
            raise InputError(
                f"{claim.name}: its areas cannot be checked without the area register; name the register's file too."
            )
        rows = _sorted(pack, source, claim, table, register)
        check = replace(
            check,
            rows_read=rows.rows_read,
            rows_accepted=rows.accepted.height,
            days=_days(source, rows.accepted),
            problems=_problems(source, check.columns, rows.refused),
            missing_words=[
                MissingWord(word, what_to_write(source, word.reason_code, word.field, word.value))
                for word in most_frequent(words_of(rows))[:_WORDS]
            ],
        )
        tally = Tally()
        tally.count(rows.rows_read, rows.refused)
        refuse_if_mostly_wrong(tally, claim.name, pack)
        is_sample = source.coverage is not None and source.coverage.by == "sample"
        return replace(
            check, covered=[] if is_sample else coverage_of(source, days_of_rows(source, rows.accepted), claim.name)
        )
    except InputError as error:
        return replace(check, refused=str(error))


def _table(claim: _Claim, source: Source) -> Table:
    try:
        return read_table(claim.path, claim.name, source)
    except OSError as error:
        raise InputError(f"{claim.path}: cannot be read ({error.strerror}). Check its path and permissions.") from None


def _sorted(pack: CityPack, source: Source, claim: _Claim, table: Table, register: AreaRegister | None) -> Sorted:
    today = pack.city.day_of(datetime.now(UTC))
    places = None if source.feed in (Feed.AREA_REGISTER, Feed.LOOKUPS) else register
    return sort_rows(screened(table, source, claim.name), source, pack, places, claim.name, today)


def _columns(table: Table, source: Source) -> Columns:
    headers = cells_of(table.frame)
    # Where the header row is missing, a row of data stands in its place.
    shown = dict(zip(headers, masked_column(pl.Series(headers, dtype=pl.String)).to_list(), strict=True))
    empty = {name for name in headers if not table.frame[name].str.strip_chars().is_in([""]).not_().any()}
    uses = {name: ", ".join(_uses(source, name)) for name in headers}
    said = {*source.drop, *source.unused}
    return Columns(
        used={shown[name]: uses[name] for name in headers if uses[name]},
        unused=tuple(shown[name] for name in headers if name in source.unused),
        dropped=tuple(shown[name] for name in headers if name in source.drop),
        not_personal=tuple(shown[name] for name in headers if name in source.not_personal),
        undeclared=tuple(shown[n] for n in headers if not uses[n] and n not in said | empty | set(source.not_personal)),
    )


def _uses(source: Source, header: str) -> Iterator[str]:
    yield from (name for name, value in source.fields.items() if header in value.headers)
    yield from ("+".join(link.level) for area in source.areas for link in area.chain if header in link.own_headers)
    yield from (lookup.source for lookup in source.lookups if header in lookup.on)
    if header in source.only:
        yield "only"


def _days(source: Source, accepted: pl.DataFrame) -> tuple[date, date] | None:
    event_time = FEEDS[source.feed].event_time
    if event_time is None or accepted.is_empty():
        return None
    days = accepted[event_time].dt.date()
    first, last = days.min(), days.max()
    return (first, last) if isinstance(first, date) and isinstance(last, date) else None


def _problems(source: Source, columns: Columns, refused: pl.DataFrame) -> list[Problem]:
    """The reasons with the most rows first; of each its first rows with different values."""
    found = []
    for (code, name), rows in refused.group_by("reason_code", "field", maintain_order=True):
        different = rows.sort("row_number").unique("value", keep="first", maintain_order=True).head(_EXAMPLES_A_REASON)
        examples = list(different.select("line_number", "value").rows())
        advice = what_to_write(source, str(code), str(name), examples[0][1])
        headers = tuple(header for header, use in columns.used.items() if str(name) in use.split(", "))
        found.append(Problem(str(code), str(name), headers, rows.height, examples, meaning(str(code)), advice))
    return sorted(found, key=lambda problem: -problem.rows)


def _register(pack: CityPack, claims: list[_Claim]) -> AreaRegister | None:
    """The areas, tables of lookups and shapes that stand in the pack or among the files given."""
    areas = _rows_at_hand(pack, claims, Feed.AREA_REGISTER, None)
    if not areas:
        return None
    register = build_register(pack.city, pl.concat(areas.values()), pack.unknown_within)
    keys = {source.source_id: source.identity.fields for source in pack.sources_of(Feed.LOOKUPS)}
    columns = {source.source_id: list(source.columns) for source in pack.sources_of(Feed.LOOKUPS)}
    tables = {
        source_id: rows.select(columns[source_id]).unique(keys[source_id], keep="last", maintain_order=True)
        for source_id, rows in _rows_at_hand(pack, claims, Feed.LOOKUPS, None).items()
    }
    register = replace(register, lookups=tables)
    if not pack.finds_points:
        return register
    shapes = _rows_at_hand(pack, claims, Feed.AREA_POLYGONS, register)
    return replace(register, polygons=pl.concat(shapes.values()) if shapes else None)


def _rows_at_hand(
    pack: CityPack, claims: list[_Claim], feed: Feed, register: AreaRegister | None
) -> dict[str, pl.DataFrame]:
    """Accepted rows of a feed by source: of files in the pack and of those given, as far as they can be read."""
    found: dict[str, pl.DataFrame] = {}
    for source in pack.sources_of(feed):
        in_pack = source.location == "pack"
        paths = {path.resolve() for pattern in source.files for path in pack.folder.glob(pattern)} if in_pack else set()
        paths |= {claim.path.resolve() for claim in claims if source in claim.sources and claim.path.is_file()}
        for path in sorted(paths):
            claim = _Claim(path, path.name, (source,))
            try:
                rows = _sorted(pack, source, claim, _table(claim, source), register).accepted
            except InputError:
                # Told of when its turn comes.
                continue
            before = found.get(source.source_id)
            found[source.source_id] = rows if before is None else pl.concat([before, rows])
    return found
