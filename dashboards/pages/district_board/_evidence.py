"""What the board's numbers stand on: formula, scope, cut-off, method, sources. No number is worked out here."""

from collections.abc import Sequence
from datetime import date

from dash import html

from dashboards.components.evidence import dictionary_link, evidence, source_files
from dashboards.components.point import key_of
from dashboards.i18n import Words
from dashboards.pages.district_board._board import Board, Content
from dashboards.pages.district_board._choice import scope_name
from dashboards.serving import Row

# Where the numbers are, and what finds those of one board again.
_TABLE = "serving.rpt_district_board"
_KEY = ("indicator_id", "scope_id", "level_id", "period_id")


def sources(board: Board) -> list[Row]:
    """The sources of the indicator's feed."""
    return [source for source in board.sources if source["feed"] == board.choice.indicator["feed"]]


def cut_off(board: Board) -> date | None:
    """The day to which the feed of the indicator reaches, not the city's latest day of any feed."""
    return board.content.rows[0]["as_of"] if board.content else None


def evidence_line(board: Board, content: Content) -> html.P:
    """The evidence in one line, so that a copied table does not lose it."""
    words, row = board.words, content.rows[0]
    line = words(
        "evidence.line",
        sources=words.listed([words.of(source, "title") for source in sources(board)]),
        date=words.day(row["as_of"]),
        version=row["method_version"],
        build=board.build.build_id,
    )
    return html.P(line, className="footnote")


def evidence_card(board: Board) -> html.Section:
    words, indicator, content = board.words, board.choice.indicator, board.content
    undeclared = words("evidence.none_declared")
    found = sources(board)
    as_of = cut_off(board)
    version = content.rows[0]["method_version"] if content else indicator["method_version"]

    def declared(column: str) -> str:
        return words.of(indicator, column) or undeclared

    return evidence(
        words("evidence.heading"),
        [
            (words("evidence.indicator"), dictionary_link(words, indicator)),
            (words("evidence.formula"), declared("formula")),
            (words("evidence.numerator"), declared("numerator")),
            (words("evidence.denominator"), declared("denominator")),
            (words("evidence.includes"), declared("includes")),
            (words("evidence.excludes"), declared("excludes")),
            (words("evidence.direction"), words(f"direction.{indicator['direction']}")),
            (words("evidence.scope"), _scope(board)),
            (words("evidence.many"), _many(board)),
            (words("evidence.as_of"), words.day(as_of) if as_of else None),
            (words("evidence.method"), words("evidence.method_value", version=version)),
            (words("evidence.source"), [html.Div(line) for line in _named(found, words)] or undeclared),
            (words("evidence.quality"), source_files(words, found) if found else None),
            (words("evidence.made_from"), html.Code(_TABLE) if content else None),
            (words("evidence.row"), key_of(content.rows[0], *_KEY) if content else None),
            (words("evidence.build"), board.build.build_id),
        ],
    )


def _scope(board: Board) -> str | None:
    words, view, content = board.words, board.choice.view, board.content
    if view is None or content is None:
        return None
    return words(
        "evidence.scope_value",
        level=words.of(view.level),
        scope=scope_name(view.scope, words),
        period=words.period(view.period["period_type"], view.period["period_id"]),
        total=len(content.rows),
        ranked=len(content.ranked),
    )


def _many(board: Board) -> str | None:
    """What is left of the verdicts when all areas are judged at once; None where there is no verdict."""
    if board.content is None or all(row["verdict"] is None for row in board.content.rows):
        return None
    words, rows = board.words, [row for row in board.content.rows if row["verdict"] in ("rise", "fall")]
    standing = [words.of(row, "area_name") for row in rows if row["verdict_adjusted"] == row["verdict"]]
    judged = sum(row["verdict"] is not None for row in board.content.rows)
    if not rows:
        return words("evidence.many_none", judged=judged)
    names = words.listed(standing) if standing else words("evidence.many_nobody")
    return words("evidence.many_value", judged=judged, alone=len(rows), standing=len(standing), names=names)


def _named(found: Sequence[Row], words: Words) -> list[str]:
    """Title, publisher and licence of each source, the same words once."""
    lines = []
    for source in found:
        key = "evidence.source_value" if source["licence"] else "evidence.source_without_licence"
        lines.append(
            words(
                key,
                title=words.of(source, "title"),
                publisher=words.term(source["publisher"]),
                licence=source["licence"],
            )
        )
    return list(dict.fromkeys(lines))
