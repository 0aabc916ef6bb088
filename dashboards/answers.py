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
    """The most recently used answers, of a weight of at most `size` together; without `weigh` each weighs one."""

    def __init__(self, size: int, weigh: Callable[[Answer], int] = lambda _: 1) -> None:
        self._size = size
        self._weigh = weigh
        self._kept: OrderedDict[tuple[str, Hashable], Answer] = OrderedDict()
        self._weight = 0
        self._lock = threading.Lock()
        # Of questions that are being answered.
        self._locks: dict[tuple[str, Hashable], threading.Lock] = {}

    def get(self, build_id: str, question: Hashable, work_out: Callable[[], Answer]) -> Answer:
        """The answer to a question about a build. Who asks what another is answering waits for that answer."""
        key = (build_id, question)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            lock = self._locks.setdefault(key, threading.Lock())
        with lock:
            with self._lock:
                if key in self._kept:
                    return self._kept[key]
            try:
                answer = work_out()
                with self._lock:
                    self._put(key, answer)
            finally:
                with self._lock:
                    self._locks.pop(key, None)
        return answer

    def _put(self, key: tuple[str, Hashable], answer: Answer) -> None:
        if key in self._kept:
            self._weight -= self._weigh(self._kept.pop(key))
        self._kept[key] = answer
        self._weight += self._weigh(answer)
        while self._weight > self._size and len(self._kept) > 1:
            _, oldest = self._kept.popitem(last=False)
            self._weight -= self._weigh(oldest)
