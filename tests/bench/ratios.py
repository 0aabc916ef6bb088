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


def report(name: str, ratio: float, limit: float) -> None:
    print(f"\n{name}: {ratio:.2f} (limit {limit})")
    assert ratio <= limit
