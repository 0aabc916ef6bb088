"""How `anlan check` shows what it found, in Chinese or English, for people who write declarations and no programs.

What is found belongs in `orchestration.check`.
"""

import os
from enum import StrEnum
from typing import TYPE_CHECKING

from anlan.cli.output import out

if TYPE_CHECKING:
    from orchestration.check import Columns, FileCheck, MissingWord, Problem
    from orchestration.registry.documents import Text

_HEADERS_SHOWN = 12


class Language(StrEnum):
    """The language of a report."""

    ZH = "zh"
    EN = "en"

    @classmethod
    def preferred(cls) -> "Language":
        """That of the environment (LC_ALL, LC_MESSAGES, LANG), English where it says neither."""
        said = next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := os.environ.get(name))), "")
        return cls.ZH if said.startswith("zh") else cls.EN


_WORDS: dict[str, tuple[str, str]] = {
    "unclaimed": ("没有来源认领", "no source takes it"),
    "read as": ("读法", "read as"),
    "rows from": ("数据从第 {line:,} 行起", "rows from line {line:,}"),
    "left out": ("不算数据的行", "no rows"),
    "blank": ("空行 {n:,}", "{n:,} blank"),
    "footnote": ("脚注 {n:,}", "{n:,} of footnotes"),
    "below_end": ("结束行及其下 {n:,}", "{n:,} at and below the end"),
    "used": ("用到的列", "columns used"),
    "unused": ("声明不用", "declared unused"),
    "dropped": ("丢弃（个人信息）", "dropped (personal)"),
    "not_personal": ("声明与个人无关", "declared not personal"),
    "undeclared": ("未声明的列", "not declared"),
    "undeclared advice": (
        "无害的写进 unused；像个人信息的写进 drop",
        "add harmless ones to `unused`, personal ones to `drop`",
    ),
    "rows": ("行数", "rows"),
    "sum": (
        "读到 {read:,} = 可入库 {accepted:,} + 隔离 {refused:,}",
        "{read:,} read = {accepted:,} accepted + {refused:,} quarantined",
    ),
    "events": ("事件日期", "events"),
    "covers": ("完整覆盖", "tells all of"),
    "to": ("至", "to"),
    "series": ("成行的列", "columns turned into rows"),
    "problem": (
        "{rows:,} 行：{meaning}（{code}，字段 {field}{column}）",
        "{rows:,} row(s): {meaning} ({code}, field {field}{column})",
    ),
    "column": ("，列 {columns}", ", column {columns}"),
    "example": ("第 {line:,} 行：{value}", "line {line:,}: {value}"),
    "hidden": ("（空，或不显示）", "(empty, or not shown)"),
    "others": ("其余的词", "other words"),
    "write": ("怎么办", "to do"),
    "word": ("{word}，{rows:,} 行{state}", "{word}, {rows:,} rows {state}"),
    "words": ("对不上的词", "words that map to nothing"),
    "kept": ("按“不详”收下", "kept as not known"),
    "refused row": ("隔离", "quarantined"),
    "refused": ("整份文件不收", "the whole file is refused"),
    "and more": ("等 {n:,} 列", "and {n:,} more"),
}


def show(check: "FileCheck", language: Language) -> None:
    """Print what was found of one file."""
    _Report(language).show(check)


class _Report:
    def __init__(self, language: Language) -> None:
        self._position = 0 if language == Language.ZH else 1
        self._language = language

    def _say(self, key: str, **values: object) -> str:
        return _WORDS[key][self._position].format(**values)

    def _text(self, text: "Text") -> str:
        return str(getattr(text, self._language))

    def show(self, check: "FileCheck") -> None:
        source = check.source
        whose = f"{source.source_id}, {self._text(source.title)}" if source else self._say("unclaimed")
        out.print()
        out.print(f"{check.file_name}  ({whose})", style="bold", markup=False)
        if check.encoding:
            self._line("read as", f"{check.encoding}; {self._say('rows from', line=check.first_line)}")
            if source and source.wide:
                self._line("series", source.wide.columns)
            self._columns(check.columns)
        if check.left_out:
            self._line("left out", ", ".join(self._say(what, n=lines) for what, lines in check.left_out.items()))
        if check.rows_read:
            refused = check.rows_read - check.rows_accepted
            self._line("rows", self._say("sum", read=check.rows_read, accepted=check.rows_accepted, refused=refused))
        if check.days:
            self._line("events", self._span(*check.days))
        if check.covered:
            self._line("covers", ", ".join(self._span(*span) for span in check.covered[:3]))
        for problem in check.problems:
            self._problem(problem)
        if check.missing_words:
            self._line("words", "")
            for missing in check.missing_words:
                self._word(missing)
        if check.refused:
            out.print(f"  {self._say('refused')}: {check.refused}", style="yellow", markup=False)

    def _line(self, key: str, text: str) -> None:
        out.print(f"  {self._say(key)}: {text}".rstrip(), markup=False)

    def _span(self, first: object, last: object) -> str:
        return f"{first} {self._say('to')} {last}"

    def _columns(self, columns: "Columns") -> None:
        if columns.used:
            self._line("used", self._some([f"{header} → {use}" for header, use in columns.used.items()]))
        for key, headers in (
            ("unused", columns.unused),
            ("dropped", columns.dropped),
            ("not_personal", columns.not_personal),
        ):
            if headers:
                self._line(key, self._some(list(headers)))
        if columns.undeclared:
            self._line("undeclared", f"{self._some(list(columns.undeclared))} – {self._say('undeclared advice')}")

    def _some(self, headers: list[str]) -> str:
        more = len(headers) - _HEADERS_SHOWN
        shown = ", ".join(headers[:_HEADERS_SHOWN])
        return f"{shown} {self._say('and more', n=more)}" if more > 0 else shown

    def _problem(self, problem: "Problem") -> None:
        what = self._say(
            "problem",
            rows=problem.rows,
            meaning=self._text(problem.meaning),
            field=problem.field,
            column=self._say("column", columns=", ".join(problem.columns)) if problem.columns else "",
            code=problem.reason_code,
        )
        out.print(f"  {what}", style="yellow", markup=False)
        for line, value in problem.examples:
            shown = self._say("hidden") if value is None else repr(value)
            out.print(f"    {self._say('example', line=line, value=shown)}", markup=False)
        out.print(f"    {self._say('write')}: {self._text(problem.advice)}", markup=False)

    def _word(self, missing: "MissingWord") -> None:
        word = missing.word
        shown = self._say("others") if word.value is None else repr(word.value)
        state = self._say("kept" if word.is_kept else "refused row")
        counted = self._say("word", word=shown, rows=word.rows, state=state)
        out.print(f"    {counted}: {self._text(missing.advice)}", markup=False)
