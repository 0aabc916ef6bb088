"""How a process that does one task and ends spends no time on garbage.

Python looks through all objects for it while modules load, and again at the end before it gives their memory back: an
eighth of a small run.
"""

import atexit
import gc
import os
import sys
from typing import NoReturn

_OBJECTS_BETWEEN_COLLECTIONS = 100_000


def collect_rarely() -> None:
    gc.set_threshold(_OBJECTS_BETWEEN_COLLECTIONS)


def leave(code: int) -> NoReturn:
    """End with an exit code, once what was registered for the end is done; objects are not taken down one by one."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(code)
