"""Answers already worked out, kept by the build and the question they belong to.

A snapshot never changes, so an answer stays right as long as its build is served. The key must hold
everything the answer depends on; what does not change the answer does not belong in it.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Answers(Generic[Answer]):
    """The most recently used answers, at most `size` of them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._kept: OrderedDict[tuple[str, Hashable], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, build_id: str, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question about a build; two requests may work out the same one at once."""
        key = (build_id, question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = work_out()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)
        return answer
