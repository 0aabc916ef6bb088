"""`anlan run`: take what is new, build, test, publish. `anlan replay`: the same from what has landed already."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.table import Table

from anlan.cli.output import out, progress, table, unmapped_words, warn
from anlan.home import Home, pack_folders
from anlan.process import collect_rarely

if TYPE_CHECKING:
    from orchestration.run import RunReport

EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "anlan run lanwan\n\n"
    "anlan run london --inbox /data/exports/london\n\n"
    "anlan run st-louis --json > summary.json\n\n"
    "Exit codes: 0 published or nothing new; 1 failed, nothing published; 2 wrong call or declaration; "
    "3 another run is at work; 4 published, but a file could not be taken."
)
REPLAY_EXAMPLES = (
    "[bold]Examples[/]\n\n"
    "anlan replay lanwan\n\n"
    "anlan replay st-louis --source police_crime --from 2017-01-01 --to 2017-06-30\n\n"
    "Files are chosen by the days of their events and those they cover; without days and source, all. The inbox is not "
    "looked at. Exit codes are those of `anlan run`."
)
SOMETHING_LEFT = 4


def run(
    city: str = typer.Argument(help="The city's name, as its pack's folder is called."),
    inbox: Path | None = typer.Option(None, help="Folder with the agencies' files [default: inbox/CITY]."),
    full_refresh: bool = typer.Option(False, "--full-refresh", help="Build all months anew."),
    json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Take what is new in the inbox, ingest, build, test, publish."""
    with progress(quiet=json), _with_dbt(city):
        from orchestration.run import run as run_city

        report = run_city(city, inbox.resolve() if inbox else None, full_refresh=full_refresh)
    _finish(report, json=json)


def replay(
    city: str = typer.Argument(help="The city's name, as its pack's folder is called."),
    source: str | None = typer.Option(None, help="Only the files of this source."),
    first: datetime | None = typer.Option(
        None, "--from", formats=["%Y-%m-%d"], help="Only files that tell of this day or later ones."
    ),
    last: datetime | None = typer.Option(
        None, "--to", formats=["%Y-%m-%d"], help="Only files that tell of this day or earlier ones."
    ),
    json: bool = typer.Option(False, "--json", help="Print the summary as JSON."),
) -> None:
    """Read landed files again, build, test, publish. Unchanged declarations give the same rows."""
    with progress(quiet=json), _with_dbt(city):
        from orchestration.ingest.replay import Selection
        from orchestration.run import replay as replay_city

        selection = Selection(source, first.date() if first else None, last.date() if last else None)
        report = replay_city(city, selection)
    _finish(report, json=json)


@contextmanager
def _with_dbt(city: str) -> Iterator[None]:
    """dbt loads from here on in a process of its own, before anything else is imported."""
    from orchestration.transform.beside import dbt_beside

    collect_rarely()
    # What a city that is not there is told is the run's business.
    is_known = any((folder / city / "city.yml").is_file() for folder in pack_folders()) and city == Path(city).name
    with dbt_beside(Home.of(city)) if is_known else nullcontext():
        yield


def _finish(report: "RunReport", *, json: bool) -> None:
    if json:
        print(report.model_dump_json(indent=2))
    else:
        show(report)
    if report.left:
        raise typer.Exit(SOMETHING_LEFT)


def show(report: "RunReport") -> None:
    """Print a run's summary for people; every line of it adds up."""
    if report.files:
        out.print(_by_source(report))
    for code, rows in sorted(report.quarantined.items(), key=lambda item: -item[1]):
        out.print(f"  quarantined: {rows:,} rows, {code}")
    unmapped_words(report.unmapped)
    for name, first in report.repeated:
        out.print(f"  {name}: same content as {first}, not read again")
    for name in report.unclaimed[:5]:
        warn(f"{name}: no source of {report.city_id} takes this file.")
    if len(report.unclaimed) > 5:
        warn(f"… and {len(report.unclaimed) - 5} more files that no source takes.")
    for message in report.left:
        warn(message)
    if report.status == "nothing_new":
        out.print(f"Nothing new for {report.city_id}; build {report.build_id} stays. ({report.seconds:.1f} s)")
    else:
        out.print(
            f"Published build [bold]{report.build_id}[/] of {report.city_id}, data to {report.as_of}. "
            f"({report.seconds:.1f} s; {', '.join(report.reasons)})"
        )


def _by_source(report: "RunReport") -> Table:
    lines = table("source", "files", "rows read", "= accepted", "+ quarantined", "+ duplicates")
    sums: dict[str, list[int]] = {}
    for file in report.files:
        counts = sums.setdefault(file.source_id, [0, 0, 0, 0, 0])
        numbers = (1, file.rows_read, file.rows_accepted, file.rows_quarantined, file.rows_duplicate)
        for i, number in enumerate(numbers):
            counts[i] += number
    for source_id, counts in sums.items():
        lines.add_row(source_id, *[f"{count:,}" for count in counts])
    for column in lines.columns[1:]:
        column.justify = "right"
    return lines
