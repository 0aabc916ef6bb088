"""Keep what published builds said, so that a later build can tell what it says differently.

One Parquet file a city, written here alone and outside the builds, which are pruned. Only the values of the first two
levels of areas in complete periods are kept: those are what bulletins quote. What became of them is said by
`mart_revision`, not here.
"""

import os
from datetime import UTC, datetime

import duckdb

from anlan import snapshot
from anlan.home import Home

# A year to date is complete to another day each time and is no value that could be revised.
_SAID = """
    select indicator_id, area_id, period_type, period_id, numerator, denominator, value, method_version, as_of
    from build.marts.fct_indicator_values
    inner join build.marts.dim_area using (area_id)
    where level_number <= 2 and is_complete and not is_suppressed and value is not null and period_type <> 'YTD'
"""
_KEPT_LAST = """
    select * from read_parquet($kept)
    qualify row_number() over (
        partition by indicator_id, area_id, period_type, period_id order by published_at desc
    ) = 1
"""
# Sums of doubles depend on their order, which threads do not keep.
_DIFFERS = """
    said.{0} is distinct from kept_last.{0}
    and coalesce(abs(said.{0} - kept_last.{0}) > 1e-9 * greatest(abs(said.{0}), abs(kept_last.{0})), true)
"""
_NEWS = f"""
    select said.* exclude (as_of), $build_id as build_id, $published_at as published_at, said.as_of
    from ({_SAID}) as said
    left join ({{kept_last}}) as kept_last using (indicator_id, area_id, period_type, period_id)
    where
        kept_last.build_id is null
        or {" or ".join(f"({_DIFFERS.format(column)})" for column in ("value", "numerator", "denominator"))}
"""
_NOTHING_KEPT = f"select *, '' as build_id, null::timestamp as published_at from ({_SAID}) where false"


def keep_published(home: Home) -> int:
    """Add what the served build says and the last one before it did not.

    To be called once a build is served, and safe to call again: the second time it has nothing to do. A file of before
    is replaced whole or not at all.

    Returns:
        how many values were added; 0 too where the build's database is gone or cannot be read.
    """
    build_id = snapshot.current_build_id(home)
    if build_id is None or not snapshot.database(home, build_id).exists():
        return 0
    served_since = (home.serving / snapshot.CURRENT).stat().st_mtime
    kept = home.published_values
    is_first = not kept.exists()
    if not is_first and kept.stat().st_mtime > served_since:
        return 0
    published_at = datetime.fromtimestamp(served_since, UTC).replace(tzinfo=None)
    parameters: dict[str, str | datetime] = {"build_id": build_id, "published_at": published_at}
    if not is_first:
        parameters["kept"] = str(kept)
    with duckdb.connect() as connection:
        path = str(snapshot.database(home, build_id)).replace("'", "''")
        try:
            connection.execute(f"attach '{path}' as build (read_only)")
        except duckdb.Error:
            # A damaged build is said elsewhere; what it said cannot be kept.
            return 0
        news = _NEWS.format(kept_last=_NOTHING_KEPT if is_first else _KEPT_LAST)
        connection.execute(f"create temp table news as {news}", parameters)
        row = connection.execute("select count(*) from news").fetchone()
        assert row is not None
        if row[0]:
            _append(connection, home, is_first=is_first)
        elif not is_first:
            # Looked through: not to be asked again before another build is served.
            kept.touch()
    return int(row[0])


def _append(connection: duckdb.DuckDBPyConnection, home: Home, *, is_first: bool) -> None:
    kept = home.published_values
    kept.parent.mkdir(parents=True, exist_ok=True)
    partial = kept.with_suffix(".partial")
    before = "" if is_first else "select * from read_parquet($kept) union all by name "
    paths = {"partial": str(partial)} | ({} if is_first else {"kept": str(kept)})
    connection.execute(f"copy ({before}from news) to $partial (format parquet, compression zstd)", paths)
    with partial.open("rb") as file:
        os.fsync(file.fileno())
    partial.replace(kept)
