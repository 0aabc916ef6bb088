"""`anlan sql`: read-only SQL over the published snapshot."""

from collections.abc import Iterator
from pathlib import Path

import typer

from anlan import snapshot
from anlan.cli.output import Format, note
from anlan.errors import UsageError
from anlan.home import Home, pack_folder

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "anlan sql lanwan \"select * from marts.mart_rankings where indicator_id = 'AL04' limit 10\"\n\n"
    'anlan sql london "from marts.mart_survey_score" --format parquet --output scores.parquet\n\n'
    "anlan sql lanwan        (a prompt; .tables lists the tables, .quit leaves)\n\n"
    "The snapshot cannot be written, and SQL reaches neither files nor the network."
)


def sql(
    city: str = typer.Argument(help="The city's name."),
    query: str | None = typer.Argument(None, help="The query; a prompt if left out."),
    format: Format = typer.Option(Format.TABLE, help="How the result is written."),
    output: Path | None = typer.Option(None, help="File to write to instead of the screen."),
) -> None:
    """Read-only SQL over the published snapshot; a prompt without a query."""
    # Frames are loaded where they are used: a server of pages needs none.
    from anlan.cli.result import ask, write

    pack_folder(city)
    home = Home.of(city)
    build = snapshot.current_build(home)
    if format == Format.PARQUET and output is None:
        raise UsageError("Parquet is written to a file: add --output FILE.")
    if format == Format.TABLE and output is not None:
        raise UsageError("A table goes to the screen; choose --format csv, json or parquet for a file.")
    connection = snapshot.connect(snapshot.database(home, build.build_id), is_bounded=False)
    if query is not None:
        write(ask(connection, query), format, output)
        return
    note(f"{city}, build {build.build_id}, data to {build.as_of}. .tables lists the tables, .quit leaves.")
    for line in _lines():
        try:
            asked = _TABLES if line == ".tables" else line
            write(ask(connection, asked), format, output)
        except UsageError as error:
            note(str(error))


_TABLES = (
    "select table_schema || '.' || table_name as table_name, count(*) as columns"
    " from information_schema.columns group by all order by all"
)


def _lines() -> Iterator[str]:
    while True:
        try:
            line = input("anlan> ").strip().rstrip(";")
        except EOFError:
            return
        if line in {".quit", ".exit"}:
            return
        if line:
            yield line
