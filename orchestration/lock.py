"""One writer a city: the lock that runs hold."""

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from anlan.errors import BusyError
from anlan.home import Home


@contextmanager
def writing(home: Home) -> Iterator[None]:
    """Hold a city's lock. The operating system frees it when a process dies, so a killed run blocks nobody.

    Raises:
        BusyError: another process holds it.
    """
    home.lock.parent.mkdir(parents=True, exist_ok=True)
    # A singleton a path is re-entrant: a run holds it as a whole, its steps take it again.
    lock = FileLock(home.lock, timeout=0, is_singleton=True, thread_local=False)
    try:
        lock.acquire()
    except Timeout:
        raise BusyError(
            f"Another run is writing {home.city_id} at this moment. Wait for it to end; nothing was done."
        ) from None
    try:
        yield
    finally:
        lock.release()
