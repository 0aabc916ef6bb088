"""The ledger: which files came, what became of every row, which months changed.

SQLite, because readers (`anlan status`, the asset checks) must not wait for a writer. It is the commit log of
the raw zone: a Parquet part that no row here names does not exist. What rows look like does not belong here.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

from orchestration.ingest.records import KeySegment, LedgerFile, Load, Part

_SCHEMA = """
create table if not exists files (
    arrival integer primary key autoincrement,
    file_id text not null,
    source_id text not null,
    feed text not null,
    file_name text not null,
    sha256 text not null,
    size_bytes integer not null,
    landed_at text not null,
    landed_path text not null,
    status text not null check (status in ('landed', 'loaded', 'failed', 'superseded')),
    contract_version text,
    encoding text,
    rows_read integer not null default 0,
    rows_accepted integer not null default 0,
    rows_quarantined integer not null default 0,
    rows_duplicate integer not null default 0,
    rows_superseded integer not null default 0,
    first_event_date text,
    last_event_date text,
    seconds real,
    message text,
    unique (file_id, source_id)
);
create table if not exists quarantine_counts (
    file_id text not null, source_id text not null, reason_code text not null, rows integer not null,
    primary key (file_id, source_id, reason_code)
);
create table if not exists unmapped_words (
    file_id text not null, source_id text not null, reason_code text not null, field text not null, value text,
    rows integer not null, is_kept integer not null
);
create table if not exists parts (
    path text primary key, feed text not null, period text not null,
    file_id text not null, source_id text not null, rows integer not null
);
create table if not exists key_segments (path text primary key, feed text not null, rows integer not null);
create table if not exists key_segment_files (
    path text not null, arrival integer not null, primary key (path, arrival)
) without rowid;
create table if not exists coverage (
    feed text not null, first_day text not null, last_day text not null,
    file_id text not null, source_id text not null
);
create table if not exists touched_periods (feed text not null, month text not null, primary key (feed, month));
create table if not exists place_areas (
    place_key text not null, area_id text not null, primary key (place_key, area_id)
);
create table if not exists facts (key text primary key, value text not null);
"""

_CHANGES = "changes"
_NOTHING_READ = (
    "rows_read = 0, rows_accepted = 0, rows_quarantined = 0, rows_duplicate = 0, rows_superseded = 0,"
    " first_event_date = null, last_event_date = null"
)


class Ledger:
    """The ledger of one city. One writer; readers may come at any time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        # Dagster runs steps on worker threads; the city's lock already keeps writers apart.
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("pragma journal_mode = wal")
        self._connection.executescript(_SCHEMA)
        self._files: tuple[tuple[int, int], list[LedgerFile]] | None = None

    def close(self) -> None:
        self._connection.close()

    @contextmanager
    def _transaction(self, *, changes: bool = True) -> Iterator[sqlite3.Connection]:
        self._connection.execute("begin immediate")
        try:
            yield self._connection
            if changes:
                self._connection.execute(
                    "insert into facts (key, value) values (?, '1')"
                    " on conflict (key) do update set value = cast(value as integer) + 1",
                    (_CHANGES,),
                )
        except BaseException:
            self._connection.execute("rollback")
            raise
        self._connection.execute("commit")

    # Files

    def register_landed(
        self,
        *,
        file_id: str,
        source_id: str,
        feed: str,
        file_name: str,
        sha256: str,
        size: int,
        landed_path: str,
        landed_at: datetime | None = None,
    ) -> None:
        """Note that a file has come (now, if not said when); a file already known keeps its row."""
        when = _moment(landed_at or datetime.now(UTC))
        with self._transaction() as connection:
            connection.execute(
                "insert into files (file_id, source_id, feed, file_name, sha256, size_bytes, landed_at, landed_path,"
                " status) values (?, ?, ?, ?, ?, ?, ?, ?, 'landed') on conflict do nothing",
                (file_id, source_id, feed, file_name, sha256, size, when, landed_path),
            )

    def files(self, feed: str | None = None) -> list[LedgerFile]:
        """All files in the order they came."""
        return [file for file in self._all_files() if feed is None or file.feed == feed]

    def _all_files(self) -> list[LedgerFile]:
        """Read anew once this connection or another has written: each step of a load asks for them."""
        (others_wrote,) = self._connection.execute("pragma data_version").fetchone()
        version = (others_wrote, self._connection.total_changes)
        if self._files is not None and self._files[0] == version:
            return self._files[1]
        columns = ", ".join(LedgerFile.__dataclass_fields__)
        files = [LedgerFile(*row) for row in self._connection.execute(f"select {columns} from files order by arrival")]
        if not self._connection.in_transaction:
            self._files = (version, files)
        return files

    def file(self, file_id: str, source_id: str) -> LedgerFile | None:
        columns = ", ".join(LedgerFile.__dataclass_fields__)
        query = f"select {columns} from files where (file_id, source_id) = (?, ?)"
        row = self._connection.execute(query, (file_id, source_id)).fetchone()
        return LedgerFile(**row) if row else None

    def fail(self, file_id: str, source_id: str, contract_version: str, message: str) -> None:
        """A file that could not be read: nothing of it is in raw, and what an earlier reading brought is
        taken out.
        """
        with self._transaction() as connection:
            self._take_out(connection, file_id, source_id)
            connection.execute(
                f"update files set status = 'failed', contract_version = ?, message = ?, {_NOTHING_READ}"
                " where file_id = ? and source_id = ?",
                (contract_version, message, file_id, source_id),
            )

    def take_back(self, files: Iterable[LedgerFile]) -> None:
        """Take files out of raw as if they had come and not been read yet."""
        with self._transaction() as connection:
            for file in files:
                self._take_out(connection, file.file_id, file.source_id)
                connection.execute(
                    f"update files set status = 'landed', contract_version = null, message = null, {_NOTHING_READ}"
                    " where file_id = ? and source_id = ?",
                    (file.file_id, file.source_id),
                )

    def forget(self, file_id: str, source_id: str) -> None:
        """Take a file out of raw and of the ledger: when it comes again, it comes as the newest."""
        with self._transaction() as connection:
            self._take_out(connection, file_id, source_id)
            connection.execute("delete from files where file_id = ? and source_id = ?", (file_id, source_id))

    def supersede(self, file_id: str, source_id: str, reason: str) -> None:
        """Something else counts instead of the file: its rows leave raw, its row stays here."""
        with self._transaction() as connection:
            self._supersede(connection, file_id, source_id, reason)

    def commit(self, load: Load) -> None:
        """Make one file's load true: parts, counts, touched months, coverage and which files it replaces, in one
        transaction.
        """
        key = (load.file_id, load.source_id)
        with self._transaction() as connection:
            self._take_out(connection, *key)
            connection.executemany("delete from parts where path = ?", [(path,) for path in load.replaced_paths])
            connection.executemany(
                "insert into parts (path, feed, period, file_id, source_id, rows) values (?, ?, ?, ?, ?, ?)",
                [(p.path, p.feed, p.period, p.file_id, p.source_id, p.rows) for p in load.new_parts],
            )
            if load.key_segment:
                self._insert_segment(connection, load.key_segment)
            connection.executemany(
                "update files set rows_superseded = rows_superseded + ? where file_id = ? and source_id = ?",
                [(rows, *file_key) for file_key, rows in load.superseded_by_file.items()],
            )
            connection.executemany(
                "insert into quarantine_counts (file_id, source_id, reason_code, rows) values (?, ?, ?, ?)",
                [(*key, reason, rows) for reason, rows in load.quarantined.items()],
            )
            connection.executemany(
                "insert into unmapped_words (file_id, source_id, reason_code, field, value, rows, is_kept)"
                " values (?, ?, ?, ?, ?, ?, ?)",
                [(*key, word.reason_code, word.field, word.value, word.rows, word.is_kept) for word in load.unmapped],
            )
            connection.executemany(
                "insert into coverage (feed, first_day, last_day, file_id, source_id) values (?, ?, ?, ?, ?)",
                [(load.feed, first.isoformat(), last.isoformat(), *key) for first, last in load.coverage],
            )
            covered = {month for first, last in load.coverage for month in months_between(first, last)}
            self._touch(connection, load.feed, load.touched | covered)
            connection.executemany(
                "insert into place_areas (place_key, area_id) values (?, ?) on conflict do nothing", load.places
            )
            connection.execute(
                "update files set status = 'loaded', contract_version = ?, encoding = ?, rows_read = ?,"
                " rows_accepted = ?, rows_quarantined = ?, rows_duplicate = ?, rows_superseded = 0,"
                " first_event_date = ?, last_event_date = ?, seconds = ?, message = null"
                " where file_id = ? and source_id = ?",
                (
                    load.contract_version,
                    load.encoding,
                    load.rows_read,
                    load.rows_accepted,
                    sum(load.quarantined.values()),
                    load.rows_duplicate,
                    _iso(load.first_event_date),
                    _iso(load.last_event_date),
                    load.seconds,
                    *key,
                ),
            )
            # The file itself may be among them.
            for retired, reason in load.retired.items():
                self._supersede(connection, *retired, reason)

    def _supersede(self, connection: sqlite3.Connection, file_id: str, source_id: str, reason: str) -> None:
        self._take_out(connection, file_id, source_id)
        connection.execute(
            "update files set status = 'superseded', message = ? where file_id = ? and source_id = ?",
            (reason, file_id, source_id),
        )

    def _take_out(self, connection: sqlite3.Connection, file_id: str, source_id: str) -> None:
        key = (file_id, source_id)
        where = "where file_id = ? and source_id = ?"
        for row in connection.execute(f"select distinct feed, period from parts {where}", key).fetchall():
            self._touch(connection, row["feed"], [row["period"]])
        spans = connection.execute(f"select feed, first_day, last_day from coverage {where}", key).fetchall()
        for row in spans:
            first, last = date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])
            self._touch(connection, row["feed"], months_between(first, last))
        for table in ("parts", "quarantine_counts", "unmapped_words", "coverage"):
            connection.execute(f"delete from {table} where file_id = ? and source_id = ?", key)
        # What else a segment covers is indexed anew when it is needed.
        segments = connection.execute(
            f"select path from key_segment_files where arrival in (select arrival from files {where})", key
        ).fetchall()
        self._delete_segments(connection, [row["path"] for row in segments])

    def _touch(self, connection: sqlite3.Connection, feed: str, months: Iterable[str]) -> None:
        connection.executemany(
            "insert into touched_periods (feed, month) values (?, ?) on conflict do nothing",
            [(feed, month) for month in months],
        )

    # Parts and periods

    def parts(self, feed: str) -> list[Part]:
        rows = self._connection.execute("select * from parts where feed = ? order by period, path", (feed,))
        return [Part(**row) for row in rows]

    def key_segments(self, feed: str) -> list[KeySegment]:
        """Segments of the index over a feed's keys."""
        arrivals: dict[str, list[int]] = {}
        for row in self._connection.execute(
            "select path, arrival from key_segment_files join key_segments using (path) where feed = ?", (feed,)
        ):
            arrivals.setdefault(row["path"], []).append(row["arrival"])
        rows = self._connection.execute("select * from key_segments where feed = ? order by path", (feed,))
        return [KeySegment(**row, arrivals=tuple(arrivals.get(row["path"], ()))) for row in rows]

    def replace_key_segments(self, paths: list[str], segment: KeySegment) -> None:
        """One segment in place of others; nothing else that is known of files changes."""
        with self._transaction(changes=False) as connection:
            self._delete_segments(connection, paths)
            self._insert_segment(connection, segment)

    def _insert_segment(self, connection: sqlite3.Connection, segment: KeySegment) -> None:
        connection.execute(
            "insert into key_segments (path, feed, rows) values (?, ?, ?)", (segment.path, segment.feed, segment.rows)
        )
        connection.executemany(
            "insert into key_segment_files (path, arrival) values (?, ?)",
            [(segment.path, arrival) for arrival in segment.arrivals],
        )

    def _delete_segments(self, connection: sqlite3.Connection, paths: list[str]) -> None:
        for table in ("key_segments", "key_segment_files"):
            connection.executemany(f"delete from {table} where path = ?", [(path,) for path in paths])

    def all_part_paths(self) -> set[str]:
        return {row["path"] for row in self._connection.execute("select path from parts")}

    def touched(self) -> list[tuple[str, str]]:
        """(feed, month) pairs changed since the last published build."""
        rows = self._connection.execute("select feed, month from touched_periods order by feed, month")
        return [(row["feed"], row["month"]) for row in rows]

    def strike_off(self, touched: list[tuple[str, str]]) -> None:
        """Forget touched months once a build that used them is published."""
        with self._transaction(changes=False) as connection:
            connection.executemany("delete from touched_periods where feed = ? and month = ?", touched)

    def coverage(self, feed: str) -> list[tuple[date, date]]:
        """Spans of days (first, last) that the feed's live files tell all about."""
        rows = self._connection.execute("select first_day, last_day from coverage where feed = ?", (feed,))
        return [(date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"])) for row in rows]

    def rows_of(self, table: str) -> list[dict[str, object]]:
        """All rows of one ledger table, for showing the ledger to the models."""
        tables = {"files", "quarantine_counts", "unmapped_words", "coverage", "touched_periods", "place_areas"}
        assert table in tables, table
        return [dict(row) for row in self._connection.execute(f"select * from {table}")]

    # Facts about the last published build

    @property
    def changes(self) -> int:
        """How often what is known of files changed: two moments with one number are one state."""
        return int(self.fact(_CHANGES) or 0)

    def fact(self, key: str) -> str | None:
        row = self._connection.execute("select value from facts where key = ?", (key,)).fetchone()
        return row["value"] if row else None

    def set_fact(self, key: str, value: str) -> None:
        with self._transaction(changes=False) as connection:
            connection.execute(
                "insert into facts (key, value) values (?, ?) on conflict (key) do update set value = excluded.value",
                (key, value),
            )


def months_between(first: date, last: date) -> list[str]:
    """First days of the months from `first` to `last`, as ISO dates: the names of periods in the raw zone."""
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [date(month // 12, month % 12 + 1, 1).isoformat() for month in range(start, end + 1)]


def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
