"""The page of questions in `docs/questions.md` and `docs/questions.zh.md`: what public reports state, and the one query
that asks it of a city with all that the number needs beside it.

Questions and queries stand in `questions.yml`; `make docs` writes the pages, and tests run each query on the fictional
city.
"""

from functools import cache
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from anlan.home import CHECKOUT
from orchestration.registry.documents import Declaration, Text, load_yaml

Language = Literal["zh", "en"]
PAGES: dict[Language, str] = {"en": "questions.md", "zh": "questions.zh.md"}
_INTRODUCTION: dict[Language, str] = {
    "zh": "# 公开通报里的数，怎样问\n\n"
    "本页由 `make docs` 生成。每一条是公开通报里常见的一种说法、它没有说的，以及在 Anlan 里问它的一条查询；"
    '查询都在虚构城市上\n测试过，用 `anlan sql lanwan "…"` 即可运行。结果带着分子、分母、区间或“为何没有”，'
    "期间总是数据里最近的一期。\n[English](questions.md)。",
    "en": "# Figures of public reports, and how to ask for them\n\n"
    "Made by `make docs`. Each entry is a kind of statement that public reports make, what it leaves out, and the one\n"
    'query that asks it of Anlan. All are tested on the fictional city: run them with `anlan sql lanwan "…"`. Results\n'
    "carry numerator, denominator and interval, or the reason why there is none; the period is the latest there is.\n"
    "[中文](questions.zh.md).",
}
_STATED: dict[Language, str] = {"zh": "通报的说法", "en": "Reports state"}
_FIGURE: dict[Language, str] = {"zh": "数在", "en": "The figure is in"}
_COLON: dict[Language, str] = {"zh": "：", "en": ": "}
_NOT_ASKED: dict[Language, str] = {"zh": "未问的数与原因", "en": "Not asked here, and why"}


class Question(Declaration):
    """One figure of public reports."""

    id: str = Field(pattern=r"^[A-E]\d+$", description="number of the figure")
    title: Text = Field(description="what is asked")
    stated: Text = Field(description="how reports put it, and what they leave out")
    figure: tuple[str, ...] = Field(min_length=1, description="columns of the result that carry the figure")
    sql: Annotated[str, StringConstraints(strip_whitespace=True)] = Field(description="the query, on a snapshot")


class NotAsked(Declaration):
    """Figures that the data cannot give."""

    ids: tuple[str, ...] = Field(description="numbers of the figures")
    what: Text = Field(description="what reports state")
    why: Text = Field(description="why it cannot be asked")


class QuestionList(Declaration):
    """`questions.yml`."""

    schema_version: Literal[1]
    groups: dict[str, Text]
    questions: tuple[Question, ...]
    not_asked: tuple[NotAsked, ...]


@cache
def questions() -> QuestionList:
    return load_yaml(CHECKOUT / "docs" / "questions.yml", QuestionList)


def page(language: Language) -> str:
    """The page in Markdown."""
    listed = questions()
    lines = [_INTRODUCTION[language], ""]
    for letter, name in listed.groups.items():
        lines += [f"## {getattr(name, language)}", ""]
        for question in listed.questions:
            if question.id.startswith(letter):
                lines += _entry(question, language)
    lines += [f"## {_NOT_ASKED[language]}", ""]
    for item in listed.not_asked:
        ids = ", ".join(item.ids)
        colon = _COLON[language]
        lines.append(f"- {getattr(item.what, language)} ({ids}){colon}{getattr(item.why, language)}")
    return "\n".join([*lines, ""])


def _entry(question: Question, language: Language) -> list[str]:
    title, stated = getattr(question.title, language), getattr(question.stated, language)
    columns = ", ".join(f"`{column}`" for column in question.figure)
    colon = _COLON[language]
    return [
        f"### {question.id} {title}",
        "",
        f"{_STATED[language]}{colon}{stated}",
        "",
        f"{_FIGURE[language]}{colon}{columns}",
        "",
        "```sql",
        question.sql,
        "```",
        "",
    ]


if __name__ == "__main__":
    for each, name in PAGES.items():
        (CHECKOUT / "docs" / name).write_text(page(each), encoding="utf-8")
