"""Serving the app over HTTP: one process, a few threads, the loopback address unless told otherwise."""

import errno
from collections.abc import Callable

from waitress.server import create_server  # type: ignore[import-untyped]

from anlan.errors import UsageError
from anlan.home import Home
from dashboards.app import create_app

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8050
_THREADS = 8


def serve(home: Home, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address once requests are taken.

    Raises `UsageError` where nothing is published or the address cannot be listened on.
    """
    app = create_app(home)
    try:
        server = create_server(app.server, host=host, port=port, threads=_THREADS, ident=None)
    except OSError as error:
        raise UsageError(_cannot_listen(error, host, port, home.city_id)) from None
    ready(f"http://{_named(host)}:{server.effective_port}/")
    try:
        server.run()
    finally:
        server.close()


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else LOOPBACK if host == "0.0.0.0" else host


def _cannot_listen(error: OSError, host: str, port: int, city_id: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is in use. Stop what uses it, or choose another: "
            f"`anlan serve {city_id} --port {port + 1 if port < 65535 else DEFAULT_PORT}`."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs rights this user does not have. Choose one above 1023: `anlan serve {city_id} --port {DEFAULT_PORT}`."
    return f"Cannot listen on {host} port {port}: {error.strerror}. Check --host and --port."
