"""Turns at the snapshot: a few at once, and alone for who found too little memory."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pytest

from dashboards.turns import Turns


class Question:
    """Takes a moment and knows how many were asked at once. It fails beside others, the first so many times."""

    def __init__(self, failures: int = 0) -> None:
        self.lock = threading.Lock()
        self.beside = self.most = self.asked = 0
        self.failures = failures

    def __call__(self) -> int:
        with self.lock:
            self.beside += 1
            self.asked += 1
            self.most = max(self.most, self.beside)
        time.sleep(0.01)
        with self.lock:
            was_beside, self.beside = self.beside, self.beside - 1
            if was_beside > 1 and self.failures:
                self.failures -= 1
                raise duckdb.OutOfMemoryException("too little")
        return was_beside


def test_so_many_at_once_and_no_more() -> None:
    turns, question = Turns(2), Question()
    with ThreadPoolExecutor(8) as pool:
        assert len(list(pool.map(lambda _: turns.take(question), range(24)))) == 24
    assert question.most == 2


def test_who_found_too_little_memory_asks_again_with_none_beside() -> None:
    turns, question = Turns(3), Question(failures=9)
    with ThreadPoolExecutor(12) as pool:
        assert len(list(pool.map(lambda _: turns.take(question), range(24)))) == 24
    failed = 9 - question.failures
    assert failed > 0
    assert question.asked == 24 + failed


def test_what_fails_alone_fails_and_turns_go_on() -> None:
    turns = Turns(2)

    def never() -> int:
        raise duckdb.OutOfMemoryException("too little")

    for _ in range(3):
        with pytest.raises(duckdb.OutOfMemoryException):
            turns.take(never)
    assert turns.take(lambda: 1) == 1
