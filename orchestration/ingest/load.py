"""Load one feed: every landed file of it that is new, or that is read differently now, one transaction a file.

Which feeds there are in what order, and what happens after loading, does not belong here.
"""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import polars as pl

from anlan.errors import InputError
from anlan.home import Home
from orchestration.ingest import versions
from orchestration.ingest.areas import AreaRegister, build_register
from orchestration.ingest.batches import Reader, Tally
from orchestration.ingest.key_index import KeyIndex
from orchestration.ingest.ledger import Ledger
from orchestration.ingest.lookups import lookup_tables
from orchestration.ingest.privacy.gate import Gate
from orchestration.ingest.reading import Reading
from orchestration.ingest.records import LedgerFile, Load, Part
from orchestration.ingest.replacing import refuse_partial_overlap, replaced_files
from orchestration.ingest.rows import coverage_of, first_and_last_day
from orchestration.ingest.staging import Staging, staging
from orchestration.ingest.unmapped import most_frequent
from orchestration.raw_schema import RAW_TABLES
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.source import Source

# Part of every contract: raised when the code reads the same declaration differently.
READER_VERSION = "5"


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
        return self.with_what_was_loaded(register)

    def with_what_was_loaded(self, register: AreaRegister) -> AreaRegister:
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
    # Parts are read together: those written before a column was added have to be written anew.
    digest.update(repr(RAW_TABLES.get(source.feed)).encode())
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
        # Since it was made, tables and shapes may have come.
        register = city.with_what_was_loaded(register)
    contracts = {s.source_id: contract_version(city.pack, s, register) for s in city.pack.sources_of(feed)}
    sources = {s.source_id: s for s in city.pack.sources_of(feed)}
    report.declared_not_personal = [
        f"{source.source_id}: {column}: {reason}"
        for source in sources.values()
        for column, reason in source.not_personal.items()
    ]
    _take_back_what_depends(city.ledger, feed, sources, contracts, everything=everything)
    index = KeyIndex(city.home, city.ledger, feed)
    keyed = {source_id for source_id, source in sources.items() if source.identity.kind == "key"}
    index.cover([file for file in city.ledger.files(feed) if file.source_id in keyed])
    unchanged: set[tuple[str, str]] = set()
    for file in city.ledger.files(feed):
        if file.status == "superseded":
            continue
        contract = contracts[file.source_id]
        # The same bytes read by the same declaration fail the same way: there is nothing to try again.
        if file.contract_version == contract and not everything:
            unchanged.add((file.file_id, file.source_id))
            continue
        source = sources[file.source_id]
        try:
            retired = _load_file(city, source, file, register, contract, index)
        except InputError as error:
            city.ledger.fail(file.file_id, file.source_id, contract, str(error))
            report.failed.append(_reread(city.ledger, file))
            progress(f"{file.file_name}: refused")
            continue
        unchanged.difference_update(retired)
        loaded = _reread(city.ledger, file)
        report.loaded.append(loaded)
        progress(f"{loaded.file_name}: {loaded.rows_accepted:,} of {loaded.rows_read:,} rows")
    report.unchanged = len(unchanged)
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
    index: KeyIndex,
) -> set[tuple[str, str]]:
    """Load one file; returns the files that it retired, (file_id, source_id)."""
    started = time.monotonic()
    received = city.pack.city.day_of(datetime.fromisoformat(file.landed_at).replace(tzinfo=UTC))
    reader = Reader(source, city.pack, register, file.file_id, file.file_name, received)
    reading = Reading(city.home.landing / file.landed_path, file.file_name, source)
    gate, tally = Gate(source, file.file_name), Tally()
    with staging(city.home, source.feed) as staged:
        for batch in reader.batches(reading, gate):
            tally.add(batch)
            of_file = (pl.lit(file.file_name).alias("file_name"), pl.lit(source.source_id).alias("source_id"))
            staged.add(batch.rows, batch.refused.with_columns(of_file))
        staged.close()
        if not gate.has_judged_all:
            gate.decide()
        refuse_if_mostly_wrong(tally, file.file_name, city.pack)

        load = Load(
            file_id=file.file_id,
            source_id=file.source_id,
            feed=file.feed,
            contract_version=contract,
            encoding=reading.encoding,
            rows_read=tally.rows_read,
            rows_accepted=tally.rows_read - tally.rows_refused,
            rows_duplicate=0,
            quarantined=tally.quarantined,
            first_event_date=None,
            last_event_date=None,
            seconds=0,
            new_parts=[],
            coverage=coverage_of(source, tally.days, file.file_name),
            places=sorted(tally.places),
            unmapped=most_frequent(tally.words),
        )
        refuse_partial_overlap(city.ledger, source, file, load.coverage)
        load.retired = replaced_files(city.ledger, source, file, load.coverage)
        load.first_event_date, load.last_event_date = first_and_last_day(source, tally.days["event_day"])
        if source.identity.kind == "key":
            _keep_newest_only(city, index, file, tally.take_keys(), staged, load)
        load.touched |= {part.period for part in city.ledger.parts(source.feed) if _is_of(part, file)}
        parts_of_file = staged.move_parts(city.home, file.file_id, file.source_id)
        load.new_parts += parts_of_file
        load.touched |= {part.period for part in parts_of_file}
        staged.move_refused(city.home, file.file_id, file.source_id)
        load.seconds = time.monotonic() - started
        city.ledger.commit(load)
    return set(load.retired)


def _keep_newest_only(
    city: City, index: KeyIndex, file: LedgerFile, keys: pl.DataFrame, staged: Staging, load: Load
) -> None:
    """Leave out rows that are there already; note which older rows these replace."""
    compared = versions.compare(index, file, keys, staged)
    if not compared.superseded.is_empty():
        feed_parts = city.ledger.parts(file.feed)
        rewritten, replaced, lost = versions.rewrite_without(city.home, feed_parts, compared.superseded)
        load.new_parts += rewritten
        load.replaced_paths, load.superseded_by_file = replaced, lost
        load.touched |= {part.period for part in feed_parts if part.path in set(replaced)}
    if not compared.left_out.is_empty():
        staged.drop(compared.left_out)
    load.rows_duplicate = len(compared.left_out)
    load.rows_accepted -= load.rows_duplicate
    load.key_segment = index.add(compared.kept, file)


def refuse_if_mostly_wrong(tally: Tally, name: str, pack: CityPack) -> None:
    """A file most of whose rows fail is not dirty but misread: the declaration or the export has changed.

    Raises:
        InputError: more rows fail than the pack's `quarantine_limit` allows, or there are none.
    """
    if tally.rows_read == 0:
        raise InputError(f"{name}: has a header but no rows. Ask the sender for a complete file.")
    if tally.rows_refused <= pack.city.thresholds.quarantine_limit * tally.rows_read:
        return
    code, field_name, value, count = tally.commonest_refusal()
    raise InputError(
        f"{name}: {tally.rows_refused:,} of {tally.rows_read:,} rows would be refused, so the file is refused whole. "
        f"Most often: {code} in {field_name}, e.g. {value!r} ({count:,} rows). "
        f"Correct the declaration (or the mapping it names), or the file."
    )


def _is_of(part: Part, file: LedgerFile) -> bool:
    return (part.file_id, part.source_id) == (file.file_id, file.source_id)


def _reread(ledger: Ledger, file: LedgerFile) -> LedgerFile:
    found = ledger.file(file.file_id, file.source_id)
    assert found is not None
    return found
