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


def create_app(home: Home) -> dash.Dash:
    """The dashboard of a city. Raises `UsageError` where nothing is published for it yet."""
    serving = Serving(home)
    app = Shell(
        serving,
        assets_folder=str(Path(__file__).parent / "assets"),
        serve_locally=True,
        update_title="",
        suppress_callback_exceptions=True,
        add_log_handler=False,
    )
    register(app, serving)

    @app.callback(  # type: ignore[untyped-decorator]
        Output("served-build", "data"),
        Input("poll", "n_intervals"),
        State("served-build", "data"),
        prevent_initial_call=True,
    )
    def notice_new_build(_: int, shown: str) -> Any:
        served = serving.build_id()
        return no_update if served == shown else served

    deliver(app)
    return app
