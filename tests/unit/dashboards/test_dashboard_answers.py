"""Kept answers: different questions get different answers, each the right one."""

import re
from collections.abc import Callable

from anlan.home import Home
from dashboards.answers import Answers
from dashboards.callbacks import Answer, answer
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board.page import PAGE
from dashboards.serving import Serving
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


def test_every_view_gets_its_own_numbers_first_and_from_memory(serving: Serving) -> None:
    answers: Answers[Answer] = Answers(100)
    replies = [[answer(serving, answers, PAGE, Address.read(view)) for view in VIEWS] for _ in range(2)]
    for view, first, again in zip(VIEWS, *replies, strict=True):
        assert first is again
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
    assert len({str(shown_values(reply)) for reply in replies[0]}) == len(VIEWS)


def test_a_new_build_is_not_answered_from_the_old_ones_memory(own_home: Home) -> None:
    publish(own_home, "first")
    serving = Serving(own_home)
    answers: Answers[Answer] = Answers(100)
    asked = Address.read("?period=2018-11")
    before = shown_values(answer(serving, answers, PAGE, asked))["d1"]
    publish(own_home, "second", extra=5)
    assert shown_values(answer(serving, answers, PAGE, asked))["d1"] != before
