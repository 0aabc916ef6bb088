"""What Dash does in an open page: it asks now and then which build is served, and has the page follow
(`assets/view.js`). Everything else a reader does is a view asked for by its address (`views`).
"""

from dash import ClientsideFunction, Dash, Input, Output

from dashboards.views import Views


def register(app: Dash, views: Views) -> None:
    """Add the callbacks to the app."""

    @app.callback(  # type: ignore[untyped-decorator]
        Output("served-edition", "data"),
        Input("poll", "n_intervals"),
        prevent_initial_call=True,
    )
    def notice_new_build(_: int) -> str:
        # Also where it is the same: that an answer comes is told by it.
        return views.edition()

    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("anlan", "follow"),
        Output("followed-edition", "data"),
        Input("served-edition", "data"),
    )
