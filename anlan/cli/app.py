"""The command `anlan`: its commands by name, and how errors leave it."""

import os
import sys
from typing import NoReturn

import typer

from anlan.cli import builds, demo, packs, run, serve, sql
from anlan.cli.output import error
from anlan.errors import AnlanError
from anlan.process import leave

_INTERRUPTED = 130
_TRACEBACK = "--traceback"

app = typer.Typer(
    name="anlan",
    help="Anlan 安澜: a city's public-safety indicators, from agencies' files to a dashboard.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo", epilog=demo.EXAMPLES)(demo.demo)
app.command("run", epilog=run.EXAMPLES)(run.run)
app.command("replay", epilog=run.REPLAY_EXAMPLES)(run.replay)
app.command("check", epilog=packs.CHECK_EXAMPLES)(packs.check)
app.command("new-city", epilog=packs.NEW_CITY_EXAMPLES)(packs.new_city)
app.command("serve", epilog=serve.EXAMPLES)(serve.serve)
app.command("sql", epilog=sql.EXAMPLES)(sql.sql)
app.command("status", epilog=builds.STATUS_EXAMPLES)(builds.status)
app.command("rollback", epilog=builds.ROLLBACK_EXAMPLES)(builds.rollback)


@app.callback()
def options(
    traceback: bool = typer.Option(False, _TRACEBACK, help="Show the traceback of an error."),
) -> None:
    """Options of every command. `main` takes --traceback out of the arguments; here it is for the help."""


def main() -> None:
    """Entry point. Exit codes: 0 done, 1 failed, 2 wrong call or declaration, 3 busy, 4 done but something is
    left.
    """
    # Wherever it stands: who meets an error adds it behind the command that failed.
    if _TRACEBACK in sys.argv[1:]:
        os.environ["ANLAN_TRACEBACK"] = "1"
    try:
        app([argument for argument in sys.argv[1:] if argument != _TRACEBACK])
    except SystemExit as ended:
        # What Typer makes of Ctrl+C.
        if ended.code == _INTERRUPTED:
            error("Interrupted. Nothing half-done is published; the next run goes on from here.")
        raise
    except Exception as problem:
        if os.environ.get("ANLAN_TRACEBACK"):
            raise
        error(_message(problem))
        sys.exit(problem.exit_code if isinstance(problem, AnlanError) else 1)


def command() -> NoReturn:
    """What the script `anlan` runs: `main`, and the process is left at once."""
    try:
        main()
    except SystemExit as ended:
        leave(ended.code if isinstance(ended.code, int) else 0)
    leave(0)


def _message(problem: Exception) -> str:
    if isinstance(problem, AnlanError):
        return str(problem)
    if isinstance(problem, OSError):
        what = f"{problem.filename}: {problem.strerror}" if problem.filename else problem.strerror or str(problem)
        return f"{what}. Check the path, its permissions and the space left on the disk."
    return (
        f"{type(problem).__name__}: {problem}\n"
        f"This is a fault of Anlan, not of your files; please report it with what "
        f"`anlan --traceback {' '.join(sys.argv[1:])}` shows."
    )
