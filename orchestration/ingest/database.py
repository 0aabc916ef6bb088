"""The result of a query on a database as a Parquet file, so that it lands, is counted and replayed as files are.

Cells become text here, because no file type keeps every type of every database. What they mean does not belong
here. The database is read and never written.
"""

import json
import os
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from anlan.errors import InputError
from orchestration.registry.formats import DatabaseFormat

_BATCH = 50_000


def save_result(declared: DatabaseFormat, name: str, path: Path) -> None:
    """Run a source's query and write its rows to `path`, in an order of their own.

    A query without `order by` gives the same rows in another order each time; sorted, they are the same file.

    Raises:
        InputError: the address is not set or wrong, the database does not answer, or it refuses the query.
    """
    address = os.environ.get(declared.connection)
    if not address:
        raise InputError(
            f"{name}: the environment variable {declared.connection} is not set. Set it to the database's address, "
            f"e.g. postgresql+psycopg://user:password@host/database."
        )
    # Imported here: most cities have no database among their sources.
    from sqlalchemy import create_engine, exc
    from sqlalchemy.pool import NullPool

    try:
        engine = create_engine(address, poolclass=NullPool)
        with engine.connect() as connection:
            streamed = connection.execution_options(stream_results=True, postgresql_readonly=True)
            # As it is written: neither a colon nor, where drivers take it for one, a percent sign is a parameter.
            has_percent_parameters = engine.dialect.paramstyle in {"format", "pyformat"}
            query = declared.query.replace("%", "%%") if has_percent_parameters else declared.query
            result = streamed.exec_driver_sql(query)
            if not result.returns_rows:
                raise InputError(f"{name}: the query gives no table. Write one that selects.")
            columns = _columns(list(result.keys()), name)
            schema = dict.fromkeys(columns, pl.String)
            frames = [pl.DataFrame(schema=schema)]
            for rows in result.partitions(_BATCH):
                cells = [[as_text(value) for value in row] for row in rows]
                frames.append(pl.DataFrame(cells, schema=schema, orient="row"))
    except exc.DBAPIError as error:
        raise InputError(f"{name}: the database refused: {_reason(error)}.") from None
    except ModuleNotFoundError as error:
        raise InputError(
            f"{name}: the driver for this database is not installed ({error.name}). Install it with pip, or write "
            f"another driver into {declared.connection}."
        ) from None
    except exc.SQLAlchemyError:
        # Its message may repeat the address, and with it the password.
        raise InputError(
            f"{name}: {declared.connection} holds no address of a database that can be reached. Expected one like "
            f"postgresql+psycopg://user:password@host/database."
        ) from None
    pl.concat(frames).sort(columns, nulls_last=True).write_parquet(path)


def _columns(names: list[str], name: str) -> list[str]:
    if twice := next((column for i, column in enumerate(names) if column in names[:i]), None):
        raise InputError(f"{name}: the query gives two columns called {twice!r}. Name them apart with `as`.")
    return names


def _reason(error: Any) -> str:
    """What the database said; but no cell's value, which it repeats where a value does not fit."""
    from sqlalchemy import exc

    if isinstance(error, (exc.DataError, exc.IntegrityError)):
        return f"{type(error.orig).__name__} (a value does not fit what the query does with it)"
    return (str(error.orig).strip().splitlines() or [type(error.orig).__name__])[0]


def as_text(value: object) -> str | None:
    """A value as text from which it could be had back; times are ISO with a blank between day and time."""
    match value:
        case None | str():
            return value
        case bool():
            return str(value).lower()
        case float():
            # As from a spreadsheet: a column of whole numbers becomes one of floats where one is missing.
            return str(int(value)) if value.is_integer() else repr(value)
        case datetime():
            return value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"PT{value.total_seconds():.6f}".rstrip("0").rstrip(".") + "S"
        case bytes() | memoryview():
            return bytes(value).hex()
        case dict() | list() | tuple():
            return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=as_text)
    return str(value)
