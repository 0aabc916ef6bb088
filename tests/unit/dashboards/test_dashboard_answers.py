"""Kept answers: different questions get different answers, each the right one."""

import json
import re
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import brotli
import pytest

from anlan.home import Home
from dashboards.answer import Answer, answer
from dashboards.answers import Answers
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board.page import PAGE
from dashboards.serving import Serving
from dashboards.views import Views, as_json
from tests.fakes.snapshot import publish


def counted(calls: list[str], value: str) -> Callable[[], str]:
    def work_out() -> str:
        calls.append(value)
        return value

    return work_out


def test_an_answer_is_worked_out_once_for_a_build_and_question() -> None:
    answers: Answers[str] = Answers(10)
    calls: list[str] = []
    assert answers.get("build", "question", counted(calls, "a")) == "a"
    assert answers.get("build", "question", counted(calls, "b")) == "a"
    assert answers.get("other build", "question", counted(calls, "c")) == "c"
    assert calls == ["a", "c"]


def test_the_least_recently_asked_is_forgotten_first() -> None:
    answers: Answers[str] = Answers(2)
    calls: list[str] = []
    for question in ("one", "two", "one", "three", "one", "two"):
        answers.get("build", question, counted(calls, question))
    assert calls == ["one", "two", "three", "two"]


def test_who_asks_what_is_being_answered_waits_for_that_answer() -> None:
    answers: Answers[int] = Answers(5)
    begun = threading.Barrier(8)
    calls: list[int] = []

    def ask(_: int) -> int:
        begun.wait()
        return answers.get("build", "question", work_out)

    def work_out() -> int:
        time.sleep(0.05)
        calls.append(1)
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(8))) == [1] * 8
    assert calls == [1]


def test_a_failed_answer_is_worked_out_anew() -> None:
    answers: Answers[int] = Answers(5)

    def fail() -> int:
        raise ZeroDivisionError

    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            answers.get("build", "question", fail)
    assert answers.get("build", "question", lambda: 2) == 2


VIEWS = [
    f"?indicator=alarm_rate&level={level}&scope={scope}&period={period}&lang={lang}"
    for level, scope in (("district", "city"), ("street", "city"), ("street", "d1"), ("street", "d3"))
    for period in ("2018-11", "2018-10", "2018")
    for lang in ("zh", "en")
]


def shown_values(reply: Answer) -> dict[str, str]:
    """The text of each row of the ranking, tags left out."""
    rows = re.findall(r'data-area="(\w+)">(.*?)</tr>', reply["markup"]["table"])
    return {area_id: re.sub("<[^>]+>", " ", row) for area_id, row in rows}


def test_what_is_kept_weighs_no_more_than_it_may() -> None:
    answers: Answers[str] = Answers(5, weigh=len)
    calls: list[str] = []
    for question in ("one", "two", "three", "two", "one"):
        answers.get("build", question, counted(calls, question))
    assert calls == ["one", "two", "three", "two", "one"]
    answers.get("build", "one", counted(calls, "again"))
    assert "again" not in calls


def test_every_view_gets_its_own_numbers_first_and_from_memory(serving: Serving) -> None:
    views = Views(serving)
    replies = [[views.packed(PAGE, view, as_json) for view in VIEWS] for _ in range(2)]
    for view, (_, packed), (_, again) in zip(VIEWS, *replies, strict=True):
        assert packed is again
        first = json.loads(brotli.decompress(packed))
        asked = Address.read(view)
        with serving.reader() as reader:
            expected = reader.rows(
                "select area_id, value from serving.rpt_district_board where indicator_id = $i and level_id = $l"
                " and scope_id = $s and period_id = $p",
                {"i": asked.indicator, "l": asked.level, "s": asked.scope, "p": asked.period},
            )
        shown = shown_values(first)
        assert set(shown) == {row["area_id"] for row in expected}
        for row in expected:
            if row["value"] is not None:
                assert f"{row['value']:.2f}" in shown[row["area_id"]]
    assert len({packed for _, packed in replies[0]}) == len(VIEWS)


def test_a_new_build_is_not_answered_from_the_old_ones_memory(own_home: Home) -> None:
    publish(own_home, "first")
    serving = Serving(own_home)
    asked = Address.read("?period=2018-11")

    def shown() -> str:
        with serving.reader() as reader:
            return shown_values(answer(reader, PAGE, asked))["d1"]

    before, edition = shown(), Views(serving).edition()
    publish(own_home, "second", extra=5)
    assert shown() != before
    assert Views(serving).edition().split("-")[0] != edition.split("-")[0]
