"""`anlan demo`: the fictional city, from generated files to the dashboard."""

from enum import StrEnum

import typer

from anlan.cli.output import out, progress
from anlan.cli.run import show
from anlan.home import Home

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
    from orchestration.fictional import Size, generate
    from orchestration.progress import say
    from orchestration.run import run

    if serve:
        ensure_free(host, port)
    home = Home.of(CITY)
    with progress():
        mark = home.inbox / ".size"
        if mark.exists() and mark.read_text() == size.value:
            say("the fictional city's files are there already")
        else:
            say(f"generating the fictional city's files ({size.value})")
            generate(home.inbox, Size(size.value), progress=say)
            mark.write_text(size.value)
        report = run(CITY)
    show(report)
    if serve:
        serve_city(
            home,
            host,
            port,
            ready=lambda address: out.print(f"Dashboard (fictional city): [bold]{address}[/]  Ctrl+C ends it."),
        )
