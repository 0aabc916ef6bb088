"""What fills the dictionary's frame: entries that open, each with the words it can be found by."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from anlan.snapshot import Build
from dashboards.components import chrome
from dashboards.components.attributes import Children, attributes
from dashboards.components.notices import notices
from dashboards.components.view import View
from dashboards.i18n import CATALOGUES, Words
from dashboards.serving import Row
from dashboards.values import CLAIM_STATUSES, STATUSES, VERDICTS

_FACTS = ("formula", "numerator", "denominator", "includes", "excludes")


def fill(
    words: Words,
    *,
    build: Build,
    as_of: date | None,
    sources: Sequence[Row],
    indicators: Sequence[Row],
    tables: Sequence[Row],
    columns: Sequence[Row],
    opened: str | None,
    problems: Sequence[str],
) -> View:
    """`opened` is the indicator that stands open."""
    opening = chrome.opening(
        words("page.dictionary"),
        subtitle=words("dictionary.subtitle", indicators=len(indicators), tables=len(tables), columns=len(columns)),
        badge=chrome.data_badge(words, build, as_of, sources),
    )
    entries = html.Div(
        [
            _section(words("dictionary.indicators"), [_indicator(row, words, opened) for row in indicators]),
            _section(words("dictionary.words"), _vocabulary(words)),
            _section(words("dictionary.tables"), _tables(tables, columns, words)),
            html.P(words("dictionary.nothing"), className="empty", id="dictionary-nothing", hidden=True),
        ],
        id="dictionary-entries",
        className="dictionary",
    )
    return View(
        {
            "dictionary-opening": opening,
            "dictionary-problems": notices(problems, kind="address"),
            "dictionary-query-label": words("dictionary.search"),
            "dictionary-content": entries,
        }
    )


def _section(heading: str, entries: Sequence[Component]) -> html.Section:
    return html.Section([html.H2(heading), *entries], className="panel dictionary-section")


def _entry(
    name: str, heading: Children, content: Children, *, found_by: Sequence[str], is_open: bool = False
) -> html.Details:
    """An entry that opens; `found_by` are the words that the search looks through."""
    found = " ".join(filter(None, found_by)).lower()
    return html.Details(
        [html.Summary(heading), content],
        id=name,
        open=is_open,
        className="entry",
        **attributes(data_found_by=found, **({"data_shown": "yes"} if is_open else {})),
    )


def _indicator(row: Row, words: Words, opened: str | None) -> html.Details:
    code = row["indicator_id"]
    other = {"zh": "en", "en": "zh"}[words.language]
    heading = [
        html.Span(code, className="entry-code"),
        html.Span(words.of(row), className="entry-name"),
        html.Span(row[f"name_{other}"] or "", lang=CATALOGUES[other]["app.html_lang"], className="entry-other"),
        None if row["is_collected"] else html.Span(words("empty.not_collected"), className="entry-mark"),
    ]
    return _entry(
        f"indicator-{code}",
        heading,
        html.Dl(
            [_fact(words(f"evidence.{fact}"), words.of(row, fact), words) for fact in _FACTS] + _settings(row, words)
        ),
        found_by=[code, row["name_zh"], row["name_en"], *(words.of(row, fact) for fact in _FACTS)],
        is_open=code == opened,
    )


def _settings(row: Row, words: Words) -> list[Component]:
    base = words.number(row["minimum_base"]) if row["minimum_base"] else ""
    # A level of another city's map has no name here.
    level = words.of(row, "level") or row["lowest_level"] or ""
    shortest = row["shortest_period"]
    is_named = f"period_type.{shortest}" in CATALOGUES["zh"]
    period = words(f"period_type.{shortest}") if is_named else words("dictionary.wave")
    return [
        _fact(words("dictionary.unit"), words.of(row, "unit"), words),
        _fact(words("evidence.direction"), words(f"direction.{row['direction']}"), words),
        _fact(words("dictionary.base"), base, words),
        _fact(words("dictionary.grain"), words("dictionary.grain_value", level=level, period=period), words),
        _fact(words("dictionary.records"), words.of(row, "records"), words),
        _fact(words("evidence.method"), row["method_version"], words),
    ]


def _fact(term: str, fact: str, words: Words) -> html.Div:
    return html.Div([html.Dt(term), html.Dd(fact or words("evidence.none_declared"))], className="fact")


def _vocabulary(words: Words) -> list[Component]:
    kinds = (
        ("dictionary.statuses", [(status, words(f"status.{status}")) for status in STATUSES]),
        ("dictionary.verdicts", [(verdict, words(f"verdict.{verdict}")) for verdict in VERDICTS]),
        ("dictionary.claims", [(status, words(f"claim.{status}")) for status in CLAIM_STATUSES]),
    )
    return [
        _entry(
            f"words-{key.partition('.')[2]}",
            html.Span(words(key), className="entry-name"),
            html.Dl([html.Div([html.Dt(html.Code(word)), html.Dd(said)], className="fact") for word, said in found]),
            found_by=[part for pair in found for part in pair],
        )
        for key, found in kinds
    ]


def _tables(tables: Sequence[Row], columns: Sequence[Row], words: Words) -> list[Component]:
    of_table: dict[str, list[Row]] = defaultdict(list)
    for column in columns:
        of_table[column["table_name"]].append(column)
    return [_table(row, of_table[row["table_name"]], words) for row in tables]


def _table(row: Row, columns: Sequence[Row], words: Words) -> html.Details:
    heads = [html.Th(words(f"dictionary.{name}"), scope="col") for name in ("column", "type", "meaning")]
    body = [
        html.Tr(
            [
                html.Th(html.Code(column["column_name"]), scope="row"),
                html.Td(column["data_type"]),
                html.Td(words.of(column, "text") or words("evidence.none_declared")),
            ]
        )
        for column in columns
    ]
    heading = [
        html.Code(row["table_name"], className="entry-code"),
        html.Span(words("dictionary.rows", rows=words.number(row["rows"])), className="entry-other"),
    ]
    return _entry(
        f"table-{row['table_name'].replace('.', '-')}",
        heading,
        [
            html.P(words.of(row, "text"), className="entry-text"),
            html.Div(html.Table([html.Thead(html.Tr(heads)), html.Tbody(body)], className="data"), className="scroll"),
        ],
        found_by=[row["table_name"], words.of(row, "text"), *(column["column_name"] for column in columns)],
    )
