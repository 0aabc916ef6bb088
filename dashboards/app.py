"""The app: one city's pages over its served snapshot. Put together here; every part has its own module."""

from pathlib import Path
from typing import Any

import dash
from dash import Input, Output, State, no_update

from anlan.home import Home
from dashboards.callbacks import register
from dashboards.delivery import deliver
from dashboards.serving import Serving
from dashboards.shell import Shell
from dashboards.views import Views

ASSETS = Path(__file__).parent / "assets"


def create_app(home: Home) -> dash.Dash:
    """The dashboard of a city. Raises `UsageError` where nothing is published for it yet."""
    serving = Serving(home)
    views = Views(serving)
    app = Shell(
        serving,
        views,
        assets_folder=str(ASSETS),
        serve_locally=True,
        update_title="",
        suppress_callback_exceptions=True,
        add_log_handler=False,
    )
    views.register(app)
    register(app)

    @app.callback(  # type: ignore[untyped-decorator]
        Output("served-edition", "data"),
        Input("poll", "n_intervals"),
        State("served-edition", "data"),
        prevent_initial_call=True,
    )
    def notice_new_build(_: int, shown: str) -> Any:
        served = views.edition()
        return no_update if served == shown else served

    deliver(app)
    return app
