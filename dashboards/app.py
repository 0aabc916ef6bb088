"""The app: one city's pages over its served snapshot. Put together here; every part has its own module."""

from pathlib import Path

import dash

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
    register(app, views)
    deliver(app)
    return app
