"""Serving the app over HTTP: one process, a few threads, the loopback address unless told otherwise."""

import errno
import logging
import socket
import sys
from collections.abc import Callable

from waitress.server import create_server  # type: ignore[import-untyped]

from anlan.errors import UsageError
from anlan.home import Home
from dashboards.app import create_app

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8050
_THREADS = 4
# How long a thread may keep the interpreter from the others. What takes requests in needs it several times for each: at
# Python's five milliseconds fifty readers got a third as many answers.
_SWITCH_SECONDS = 0.00005
# A browser leaves six open: a hundred and fifty readers. A system's usual limit of open files is 1,024.
_CONNECTIONS = 900
_IDLE_SECONDS = 20


def ensure_free(host: str, port: int) -> None:
    """Raise `UsageError` where the address cannot be listened on, before any long work."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise UsageError(_cannot_listen(error, host, port)) from None


def serve(home: Home, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address once requests are taken.

    Raises `UsageError` where nothing is published or the address cannot be listened on.
    """
    app = create_app(home)
    sys.setswitchinterval(_SWITCH_SECONDS)
    # It says each time that a request waits for a thread.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    try:
        server = create_server(
            app.server,
            host=host,
            port=port,
            threads=_THREADS,
            ident=None,
            connection_limit=_CONNECTIONS,
            channel_timeout=_IDLE_SECONDS,
            # `select` fails beyond a thousand files, and each connection is one.
            asyncore_use_poll=True,
        )
    except OSError as error:
        raise UsageError(_cannot_listen(error, host, port)) from None
    ready(f"http://{_named(host)}:{server.effective_port}/")
    try:
        server.run()
    finally:
        server.close()


def _named(host: str) -> str:
    """The host as a browser on this machine can use it."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 (only named here, never chosen)
        return LOOPBACK
    return f"[{host}]" if ":" in host else host


def _cannot_listen(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        free = port + 1 if port < 65535 else DEFAULT_PORT
        return f"Port {port} on {host} is in use. Stop what uses it, or choose another with `--port {free}`."
    if error.errno == errno.EACCES:
        return f"Port {port} needs an administrator's rights. Choose one above 1023: `--port {DEFAULT_PORT}`."
    return f"Cannot listen on {host}, port {port}: {error.strerror}. Check --host and --port."
