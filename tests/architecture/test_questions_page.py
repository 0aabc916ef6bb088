"""The pages of questions are what `questions.yml` says, and its queries read only what is published."""

import re
from typing import get_args

import pytest

from anlan.home import CHECKOUT
from docs.questions import PAGES, Language, Question, page, questions


@pytest.mark.parametrize("language", get_args(Language))
def test_the_pages_are_up_to_date(language: Language) -> None:
    assert (CHECKOUT / "docs" / PAGES[language]).read_text(encoding="utf-8") == page(language), "run `make docs`"


def test_each_figure_is_asked_once_and_in_order() -> None:
    ids = [question.id for question in questions().questions]
    assert ids == sorted(set(ids), key=lambda code: (code[0], int(code[1:])))
    assert {code[0] for code in ids} == set(questions().groups)


@pytest.mark.parametrize("question", questions().questions, ids=lambda question: question.id)
def test_a_query_names_no_date_and_reads_marts_as_of_a_day(question: Question) -> None:
    assert not re.search(r"'(19|20)\d\d", question.sql)
    assert "as_of" in question.sql
    assert '"' not in question.sql, "it is typed between double quotes"
    read = re.findall(r"\b(?:from|join) (\w+\.?\w*)", question.sql)
    made = re.findall(r"\b(\w+) as \($", question.sql, re.MULTILINE)
    assert [name for name in read if not name.startswith("marts.") and name not in made] == []
