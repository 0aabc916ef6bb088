"""Load one feed: every landed file of it that is new, or that is read differently now, one transaction a file.

Which feeds there are in what order, and what happens after loading, does not belong here.
"""

import hashlib
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime

import polars as pl

from anlan.errors import InputError
from anlan.home import Home
from orchestration.ingest import parts, versions
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.lookups import lookup_tables
from orchestration.ingest.periods import period_of
from orchestration.ingest.privacy.gate import screened
from orchestration.ingest.reading import read_table
from orchestration.ingest.records import LedgerFile, Load, Part
from orchestration.ingest.replacing import refuse_partial_overlap, retire_replaced
from orchestration.ingest.rows import coverage_of, raw_rows
from orchestration.ingest.rules import Sorted, sort_rows
from orchestration.ingest.unmapped import most_frequent
from orchestration.registry.feeds import FEEDS, Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

# Part of every contract: raised when the code reads the same declaration differently.
READER_VERSION = "4"


@dataclass
class FeedReport:
    """What a run did with a feed's files."""

    feed: Feed
    loaded: list[LedgerFile] = field(default_factory=list)
    failed: list[LedgerFile] = field(default_factory=list)
    unchanged: int = 0
    # Columns that look personal and are let through, by the reasons their sources give.
    declared_not_personal: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class City:
    """The city whose files are loaded: its declarations, zones and ledger."""

    pack: CityPack
    home: Home
    ledger: Ledger

    def register(self) -> AreaRegister:
        """The area register as loaded so far.

        Raises:
            InputError: no register file was loaded, or it contradicts itself.
        """
        paths = [self.home.raw / part.path for part in self.ledger.parts(Feed.AREA_REGISTER)]
        if not paths:
            failed = [file.message for file in self.ledger.files(Feed.AREA_REGISTER) if file.status == "failed"]
            raise InputError(
                f"No area register is loaded for {self.pack.city_id}; without it no row's place is known. "
                + ("\n".join(filter(None, failed)) or "Put the file of feed area_register into the inbox.")
            )
        register = build_register(self.pack.city, pl.read_parquet(paths), self.pack.unknown_within)
        return self.with_polygons(register)

    def with_polygons(self, register: AreaRegister) -> AreaRegister:
        """The register with the tables and, for packs that find places by points, the shapes loaded so far."""
        register = replace(register, lookups=lookup_tables(self.pack, self.home, self.ledger))
        if not self.pack.finds_points:
            return register
        paths = [self.home.raw / part.path for part in self.ledger.parts(Feed.AREA_POLYGONS)]
        shapes = pl.read_parquet(paths, columns=["area_id", "geometry"]) if paths else None
        return replace(register, polygons=shapes)


def contract_version(pack: CityPack, source: Source, register: AreaRegister | None) -> str:
    """Hash over all that decides how a file of `source` is read; another one means reading it again."""
    digest = hashlib.sha256(READER_VERSION.encode())
    # What is usual for a source decides nothing about its rows.
    digest.update(source.model_dump_json(exclude={"quality"}).encode())
    digest.update(pack.city.timezone.encode())
    if source.identity.kind == "key":
        # Hashes of keys can be compared within one version of polars only.
        digest.update(pl.__version__.encode())
    for value in source.columns.values():
        if value.map:
            digest.update(repr(pack.crosswalk(value.map).entries).encode())
    if "category" in source.columns:
        digest.update(repr(sorted((kind, sorted(items)) for kind, items in pack.categories.items())).encode())
    if register is not None and source.areas:
        digest.update(register.fingerprint.encode())
        if source.finds_points:
            digest.update(register.polygons_fingerprint.encode())
    if register is not None:
        for lookup in source.lookups:
            digest.update(register.lookup_fingerprints.get(lookup.source, "").encode())
    return digest.hexdigest()[:12]


def load_feed(
    city: City,
    feed: Feed,
    register: AreaRegister | None,
    progress: Callable[[str], None],
    *,
    everything: bool = False,
) -> FeedReport:
    """Load what is new of a feed; with `everything`, read all its landed files again.

    A file that cannot be read is noted as failed and leaves nothing in raw; the other files go on.
    """
    report = FeedReport(feed)
    if register is not None:
        # Shapes may have been loaded since.
        register = city.with_polygons(register)
    contracts = {s.source_id: contract_version(city.pack, s, register) for s in city.pack.sources_of(feed)}
    sources = {s.source_id: s for s in city.pack.sources_of(feed)}
    report.declared_not_personal = [
        f"{source.source_id}: {column}: {reason}"
        for source in sources.values()
        for column, reason in source.not_personal.items()
    ]
    _take_back_what_depends(city.ledger, feed, sources, contracts, everything=everything)
    live = versions.LiveRows(city.home, city.ledger, feed)
    for file in city.ledger.files(feed):
        if file.status == "superseded":
            continue
        contract = contracts[file.source_id]
        # The same bytes read by the same declaration fail the same way: there is nothing to try again.
        if file.contract_version == contract and not everything:
            report.unchanged += 1
            continue
        source = sources[file.source_id]
        try:
            _load_file(city, source, file, register, contract, live)
        except InputError as error:
            city.ledger.fail(file.file_id, file.source_id, contract, str(error))
            report.failed.append(_reread(city.ledger, file))
            progress(f"{file.file_name}: refused")
            continue
        retire_replaced(city.ledger, source, file)
        loaded = _reread(city.ledger, file)
        report.loaded.append(loaded)
        progress(f"{loaded.file_name}: {loaded.rows_accepted:,} of {loaded.rows_read:,} rows")
    return report


def _take_back_what_depends(
    ledger: Ledger, feed: Feed, sources: dict[str, Source], contracts: dict[str, str], *, everything: bool
) -> None:
    """Take out files whose source is gone; where one file with keys is to be read again, take back all of them.

    Rows that one file left out as older or equal are in no part of its own: were the other file to leave, or to come
    after it, they would be missing.
    """
    undeclared = [f for f in ledger.files(feed) if f.source_id not in sources and f.status != "superseded"]
    for file in undeclared:
        ledger.supersede(file.file_id, file.source_id, f"source {file.source_id} is no longer declared")
    keyed = [
        file
        for file in ledger.files(feed)
        if file.status in {"loaded", "failed"} and sources[file.source_id].identity.kind == "key"
    ]
    if undeclared or everything or any(file.contract_version != contracts[file.source_id] for file in keyed):
        ledger.take_back(keyed)


def _load_file(
    city: City,
    source: Source,
    file: LedgerFile,
    register: AreaRegister | None,
    contract: str,
    live: versions.LiveRows,
) -> None:
    started = time.monotonic()
    received = city.pack.city.day_of(datetime.fromisoformat(file.landed_at).replace(tzinfo=UTC))
    table = read_table(city.home.landing / file.landed_path, file.file_name, source)
    table = screened(table, source, file.file_name)
    sorted_rows = sort_rows(table, source, city.pack, register, file.file_name, received)
    counts = dict(sorted_rows.refused.group_by("reason_code").len().rows())
    refuse_if_mostly_wrong(sorted_rows, file.file_name, city.pack)

    rows = raw_rows(sorted_rows.accepted, source, file.file_id)
    new_parts: list[Part] = []
    load = Load(
        file_id=file.file_id,
        source_id=file.source_id,
        feed=file.feed,
        contract_version=contract,
        encoding=table.encoding,
        rows_read=sorted_rows.rows_read,
        rows_accepted=rows.height,
        rows_duplicate=0,
        quarantined=counts,
        first_event_date=None,
        last_event_date=None,
        seconds=0,
        new_parts=new_parts,
    )
    if source.identity.kind == "key":
        rows = _newest_only(city, source, live.outside(file), file.arrival, sorted_rows.accepted, rows, load)
    day_column = _day_column(source.feed)
    if day_column and not rows.is_empty():
        days = rows[day_column].dt.date() if rows[day_column].dtype != pl.Date else rows[day_column]
        load.first_event_date, load.last_event_date = _as_date(days.min()), _last_day(source, _as_date(days.max()))
    load.coverage = coverage_of(source, sorted_rows.accepted, file.file_name)
    refuse_partial_overlap(city.ledger, source, file, load.coverage)
    load.touched |= {month for part in city.ledger.parts(source.feed) if _is_of(part, file) for month in [part.period]}
    for period, period_rows in parts.split_by_period(rows, source.feed):
        if not period_rows.is_empty():
            new_parts.append(
                parts.write_part(city.home, source.feed, period, file.file_id, file.source_id, period_rows)
            )
            load.touched.add(period)
    load.places = _places(sorted_rows.accepted, source)
    load.unmapped = most_frequent(sorted_rows)
    parts.write_quarantine(city.home, source.feed, file.file_id, file.source_id, file.file_name, sorted_rows.refused)
    load.seconds = time.monotonic() - started
    city.ledger.commit(load)


def _newest_only(
    city: City,
    source: Source,
    live: pl.DataFrame,
    arrival: int,
    accepted: pl.DataFrame,
    rows: pl.DataFrame,
    load: Load,
) -> pl.DataFrame:
    """Leave out rows that are there already; note which older rows these replace."""
    area = "area_id" if FEEDS[source.feed].areas == "one" else "place_key"
    key = tuple(area if name == "area" else name for name in source.key)
    keyed = rows.with_columns(accepted.select(name for name in key if name not in rows.columns))
    hashed = versions.add_hashes(keyed, key).drop([name for name in key if name not in rows.columns])
    merged = versions.merge(hashed, arrival, live)
    if not merged.superseded.is_empty():
        feed_parts = city.ledger.parts(source.feed)
        rewritten, replaced, lost = versions.rewrite_without(city.home, feed_parts, merged.superseded)
        load.new_parts += rewritten
        load.replaced_paths, load.superseded_by_file = replaced, lost
        load.touched |= {part.period for part in feed_parts if part.path in set(replaced)}
    load.rows_accepted, load.rows_duplicate = merged.fresh.height, merged.duplicates
    return merged.fresh


def refuse_if_mostly_wrong(rows: Sorted, name: str, pack: CityPack) -> None:
    """A file most of whose rows fail is not dirty but misread: the declaration or the export has changed.

    Raises:
        InputError: more rows fail than the pack's `quarantine_limit` allows, or there are none.
    """
    refused, rows_read = rows.refused, rows.rows_read
    if rows_read == 0:
        raise InputError(f"{name}: has a header but no rows. Ask the sender for a complete file.")
    if refused.height <= pack.city.thresholds.quarantine_limit * rows_read:
        return
    counted = refused.group_by("reason_code", "field", "value", maintain_order=True).len("rows")
    commonest = counted.sort("rows", descending=True, maintain_order=True)
    code, field_name, value, count = commonest.row(0)
    raise InputError(
        f"{name}: {refused.height:,} of {rows_read:,} rows would be refused, so the file is refused whole. Most often: "
        f"{code} in {field_name}, e.g. {value!r} ({count:,} rows). "
        f"Correct the declaration (or the mapping it names), or the file."
    )


def _places(accepted: pl.DataFrame, source: Source) -> list[tuple[str, str]]:
    if FEEDS[source.feed].areas != "many":
        return []
    columns = [f"area_{i}" for i in range(len(source.areas))]
    places: Iterable[tuple[str, ...]] = accepted.select("place_key", *columns).unique().rows()
    return [(place_key, area_id) for place_key, *area_ids in places for area_id in area_ids]


def _day_column(feed: Feed) -> str | None:
    return FEEDS[feed].event_time or ("period_end" if feed == Feed.SURVEY_SCORES else None)


def _last_day(source: Source, day: date | None) -> date | None:
    """A month that is named by its first day was counted to its last."""
    if day is None or source.time_precision != "month":
        return day
    return period_of("M", day.year, day.month).end


def _as_date(value: object) -> date | None:
    return value if isinstance(value, date) else None


def _is_of(part: Part, file: LedgerFile) -> bool:
    return (part.file_id, part.source_id) == (file.file_id, file.source_id)


def _reread(ledger: Ledger, file: LedgerFile) -> LedgerFile:
    found = ledger.file(file.file_id, file.source_id)
    assert found is not None
    return found
