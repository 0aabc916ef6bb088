"""What happens in the browser, by name; the functions are in `assets/view.js`.

The address asks for its view, the view brings the frame of its page, and is put into it. The frame of every page comes
with the first load, so turning to a page asks the server once.
"""

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboards.registry import PAGES


def register(app: Dash) -> None:
    """Add the callbacks of all pages to the app."""
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("anlan", "view"),
        Output("view", "data"),
        Input("address", "pathname"),
        Input("address", "search"),
        Input("served-edition", "data"),
    )
    app.clientside_callback(  # type: ignore[no-untyped-call]
        ClientsideFunction("anlan", "frame"),
        Output("frame", "children"),
        Input("view", "data"),
        State("frames", "data"),
    )
    for page in PAGES:
        app.clientside_callback(  # type: ignore[no-untyped-call]
            ClientsideFunction("anlan", "show"),
            Output(f"shown-{page.name}", "data"),
            Input("view", "data"),
            Input(f"mounted-{page.name}", "data"),
        )
