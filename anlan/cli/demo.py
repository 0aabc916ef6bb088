"""`anlan demo`: the fictional city, from generated files to the dashboard."""

import shutil
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from anlan.cli.output import address, progress
from anlan.cli.run import show
from anlan.errors import UsageError
from anlan.home import Home

if TYPE_CHECKING:
    from orchestration.fictional import Size

EXAMPLES = "[bold]Examples[/]\n\nanlan demo\n\nanlan demo --size medium --port 8060\n\nanlan demo --no-serve"
CITY = "lanwan"


class DemoSize(StrEnum):
    """How many alarms the fictional city has; see its pack's README."""

    SMALL = "small"
    MEDIUM = "medium"
    LARGE = "large"


def demo(
    size: DemoSize = typer.Option(DemoSize.SMALL, help="How much data to generate."),
    host: str = typer.Option("127.0.0.1", help="Address to listen on."),
    port: int = typer.Option(8050, min=1, max=65535, help="Port to listen on."),
    serve: bool = typer.Option(True, help="Serve the dashboard at the end."),
) -> None:
    """Generate the fictional city 澜湾市, run the pipeline on it, and serve its dashboard."""
    from dashboards.serve import ensure_free
    from dashboards.serve import serve as serve_city
    from orchestration.fictional import Size
    from orchestration.run import run

    if serve:
        ensure_free(host, port)
    home = Home.of(CITY)
    with progress():
        _generate(home, Size(size.value))
        report = run(CITY)
    show(report)
    if serve:
        serve_city(home, host, port, ready=lambda url: address(f"Dashboard (fictional city): [bold]{url}[/]"))


def _generate(home: Home, size: "Size") -> None:
    """Make the city's files unless they are there. One home holds the city in one size: sizes are different cities."""
    from orchestration.fictional import generate
    from orchestration.progress import say

    mark = home.inbox / ".size"
    made = mark.read_text(encoding="utf-8") if mark.exists() else None
    if made == size:
        say("the fictional city's files are there already")
        return
    if made is not None:
        raise UsageError(
            f"The fictional city is there already, in size {made}. For size {size} choose another place: "
            f"ANLAN_HOME=DIR anlan demo --size {size}"
        )
    say(f"generating the fictional city's files ({size})")
    # Made aside and then renamed, so that a killed demo leaves no city without its mark.
    aside = home.inbox.with_name(f".{CITY}.demo")
    shutil.rmtree(aside, ignore_errors=True)
    generate(aside, size)
    (aside / mark.name).write_text(size, encoding="utf-8")
    aside.rename(home.inbox)
