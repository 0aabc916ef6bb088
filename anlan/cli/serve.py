"""`anlan serve`: the dashboard."""

import typer

from anlan.cli.output import address
from anlan.home import Home, pack_folder

EXAMPLES = "[bold]Examples[/]\n\nanlan serve lanwan\n\nanlan serve lanwan --host 0.0.0.0 --port 8080"


def serve(
    city: str = typer.Argument(help="The city's name."),
    host: str = typer.Option("127.0.0.1", help="Address to listen on; only this machine by default."),
    port: int = typer.Option(8050, min=1, max=65535, help="Port to listen on."),
) -> None:
    """Serve the dashboard of a city. A newly published build appears without a restart."""
    from dashboards.serve import serve as serve_city

    pack_folder(city)
    serve_city(Home.of(city), host, port, ready=lambda url: address(f"Dashboard: [bold]{url}[/]"))
