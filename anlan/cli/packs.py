"""`anlan check` and `anlan new-city`: writing a city pack."""

from pathlib import Path

import typer

from anlan.cli.check_report import Language, show
from anlan.cli.output import out, warn
from anlan.cli.run import SOMETHING_LEFT

CHECK_EXAMPLES = (
    "[bold]Examples[/]\n\nanlan check london\n\nanlan check london exports/PAS_Total.csv\n\n"
    "anlan check lanwan inbox/lanwan --lang zh\n\n"
    "Nothing is written. Exit codes: 0 all well; 2 a declaration is wrong; 4 a file could not be taken."
)
NEW_CITY_EXAMPLES = "[bold]Example[/]\n\nanlan new-city my-city"


def check(
    city: str = typer.Argument(help="The city's name."),
    files: list[Path] | None = typer.Argument(
        None, help="Files to try, or folders of them; their names must fit a source's `files`."
    ),
    language: Language | None = typer.Option(
        None, "--lang", help="Language of the report [default: that of the environment, else en]."
    ),
) -> None:
    """Check a pack's declarations and, if files are given, say what ingesting them would do. Writes nothing."""
    from orchestration.check import check_files
    from orchestration.registry.pack import load_pack
    from orchestration.registry.working_days import check_holidays

    pack = load_pack(city)
    if pack.city.holidays is not None:
        check_holidays(pack.city.holidays)
    filled = sum(map(pack.fills, pack.indicators.values()))
    out.print(
        f"{pack.city.name.zh} {pack.city.name.en}: {len(pack.sources)} sources, {len(pack.city.levels)} levels, "
        f"{filled} of {len(pack.indicators)} indicators; all declarations are valid."
    )
    for source in pack.sources:
        for column, reason in source.not_personal.items():
            out.print(f"  {source.source_id}: column {column!r} is declared not personal: {reason}", markup=False)
    if not files:
        return
    refused = 0
    for result in check_files(pack, files):
        show(result, language or Language.preferred())
        refused += result.refused is not None
    if refused:
        warn(f"{refused} file(s) could not be taken; what is wrong with each stands above.")
        raise typer.Exit(SOMETHING_LEFT)


def new_city(name: str = typer.Argument(help="Name of the new pack: small letters, digits, hyphens.")) -> None:
    """Make a city pack from the template, ready to be filled in."""
    from orchestration.registry.template import new_pack

    folder = new_pack(name)
    out.print(f"Made {folder}. Fill in city.yml and sources/, then: anlan check {name}")
