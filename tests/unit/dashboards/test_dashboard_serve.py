"""The server under many readers."""

import socket
import threading
from contextlib import ExitStack
from queue import Queue
from urllib.parse import urlsplit

from anlan.home import Home
from dashboards.serve import LOOPBACK, serve


def asked(connection: socket.socket) -> bytes:
    """The first line of an answer; the connection stays open."""
    connection.sendall(b"GET /assets/icon.svg HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return connection.recv(65536).split(b"\r\n", 1)[0]


def test_connections_that_browsers_leave_open_keep_nobody_out(home: Home) -> None:
    ready: Queue[str] = Queue()
    threading.Thread(target=serve, args=(home, LOOPBACK, 0, ready.put), daemon=True).start()
    port = urlsplit(ready.get(timeout=30)).port
    with ExitStack() as opened:
        # A browser leaves six: these are fifty readers.
        for _ in range(300):
            connection = opened.enter_context(socket.create_connection((LOOPBACK, port), timeout=10))
            assert asked(connection) == b"HTTP/1.1 200 OK"
