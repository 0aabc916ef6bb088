"""How a bench measures and what it says."""

import time
from collections.abc import Callable
from statistics import median


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Median wall time of `times` calls."""
    taken = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return median(taken)


def report(name: str, ratio: float, limit: float, aim: float | None = None) -> None:
    """Print a ratio and fail beyond the limit. `aim`: what it is to be, where it is not there yet."""
    aimed = f"aim {aim}, " if aim is not None else ""
    print(f"\n{name}: {ratio:.2f} ({aimed}limit {limit})")
    assert ratio <= limit
