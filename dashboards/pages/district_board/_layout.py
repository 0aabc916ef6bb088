"""How the board is laid out: from what `_board` read to components. No query, no decision on numbers."""

from dataclasses import replace

from dash import html
from dash.development.base_component import Component

from dashboards.components import chrome
from dashboards.components.attributes import attributes
from dashboards.components.evidence import evidence
from dashboards.components.filters import Option, select
from dashboards.components.notices import empty, notices
from dashboards.components.ranking import Headings, ranking
from dashboards.i18n import CATALOGUES, Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, Content
from dashboards.pages.district_board._choice import Choice, View, scope_name
from dashboards.pages.district_board._headline import headline, previous_period_name
from dashboards.pages.district_board._panels import dots_panel, map_panel, trend_panel
from dashboards.serving import Row
from dashboards.values import Written

# Rows of a ranking that leaves room under it beside the figures.
SHORT_RANKING = 16


def document_title(words: Words, city: dict[str, object]) -> str:
    key = "app.title_fictional" if city["is_fictional"] else "app.title"
    return words(key, page=words("board.page"), city=words.of(city))


def page(board: Board) -> list[Component | None]:
    """The whole page of a board."""
    words, choice = board.words, board.choice
    links = {language: replace(choice.address, lang=language).search() for language in CATALOGUES}
    return [
        html.A(words("app.skip"), href="#content", className="skip"),
        chrome.header(words, board.city, language_links=links),
        chrome.fictional_label(words, board.city),
        html.Main([*_opening(board), *_content(board)], id="content", className="page"),
        chrome.footer(words, board.build),
    ]


def _opening(board: Board) -> list[Component | None]:
    words, choice, view = board.words, board.choice, board.choice.view
    scope = [html.P(_scope_sentence(view, words), className="subtitle")] if view else []
    return [
        html.Div(
            [
                html.Div(
                    [
                        html.P(words("board.page"), className="eyebrow"),
                        html.H1(words.of(choice.indicator)),
                        *scope,
                    ],
                    className="titles",
                ),
                chrome.data_badge(words, board.build, board.city, board.sources),
            ],
            className="opening",
        ),
        _filters(choice, words),
        notices(choice.problems, kind="address"),
    ]


def _scope_sentence(view: View, words: Words) -> str:
    period = words.period(view.period["period_type"], view.period["period_id"])
    return words("board.subtitle", period=period, level=words.of(view.level), scope=scope_name(view.scope, words))


def _filters(choice: Choice, words: Words) -> html.Section:
    indicators = [
        Option(
            row["indicator_id"],
            words.of(row) if row["is_collected"] else words("filter.not_collected", indicator=words.of(row)),
        )
        for row in sorted(choice.indicators, key=lambda row: not row["is_collected"])
    ]
    selects = [select("indicator", words("filter.indicator"), indicators, choice.indicator["indicator_id"])]
    if view := choice.view:
        levels = [Option(row["level_id"], words.of(row)) for row in view.levels]
        types = [Option(kind, words(f"period_type.{kind}")) for kind in view.period_types]
        scopes = [Option(row["scope_id"], scope_name(row, words)) for row in view.scopes]
        selects += [
            select("level", words("filter.level"), levels, view.level["level_id"], clears=("scope", "areas")),
            select("scope", words("filter.scope"), scopes, view.scope["scope_id"], clears=("areas",)),
            select("type", words("filter.period_type"), types, view.period["period_type"], clears=("period",)),
            select("period", words("filter.period"), _periods(view, words), view.period["period_id"]),
        ]
    return html.Section(selects, className="filters", **attributes(aria_label=words("filter.heading")))


def _periods(view: View, words: Words) -> list[Option]:
    options = []
    for row in view.periods:
        name = words.period(row["period_type"], row["period_id"])
        options.append(
            Option(row["period_id"], name if row["is_complete"] else words("filter.incomplete", period=name))
        )
    return options


def _content(board: Board) -> list[Component | None]:
    words, choice, content = board.words, board.choice, board.content
    written = Written(words, choice.indicator)
    if choice.view is None or content is None:
        indicator = words.of(choice.indicator)
        if choice.indicator["is_collected"]:
            reason = words("empty.no_rows_note", indicator=indicator)
        else:
            reason = words("empty.not_collected_note", indicator=indicator)
        return [empty(reason, heading=words("empty.not_collected")), _evidence(board)]
    view = choice.view
    return [
        notices(_limits(content, view, written), kind="limits"),
        headline(content, written),
        _columns(board, content, view, written),
    ]


def _columns(board: Board, content: Content, view: View, written: Written) -> html.Div:
    """Ranking and figures side by side, the evidence under whichever is shorter."""
    left: list[Component] = [_ranking_panel(board, content, view, written)]
    right: list[Component] = [
        map_panel(content, view, written),
        trend_panel(content, written),
        dots_panel(content, written),
    ]
    (left if len(content.rows) <= SHORT_RANKING else right).append(_evidence(board))
    return html.Div([html.Div(left, className="side"), html.Div(right, className="side")], className="columns")


def _limits(content: Content, view: View, written: Written) -> list[str]:
    """What limits the numbers shown, in words."""
    words, sentences = written.words, []
    if not view.period["is_complete"]:
        sentences.append(words("note.incomplete", period=_period(view, words)))
    without = {row["rank_interval_status"] for row in content.ranked if row["rank_lower"] is None}
    for status in sorted(status for status in without if status):
        sentences.append(words("note.rank_interval", reason=written.reason(status)))
    return sentences


def _period(view: View, words: Words) -> str:
    return words.period(view.period["period_type"], view.period["period_id"])


def _ranking_panel(board: Board, content: Content, view: View, written: Written) -> html.Section:
    words, choice = written.words, board.choice
    series = {area_id: place for place, area_id in enumerate(content.chosen)}
    caption = words(
        "table.caption",
        indicator=words.of(choice.indicator),
        period=_period(view, words),
        scope=scope_name(view.scope, words),
    )
    headings = Headings(caption, previous_period_name(content.rows, words))
    links = {row["area_id"]: _with_or_without(choice.address, content.chosen, row["area_id"]) for row in content.rows}
    counted = words(
        "headline.ranked",
        scope=scope_name(view.scope, words),
        total=len(content.rows),
        ranked=len(content.ranked),
    )
    return html.Section(
        [
            html.Div(
                [html.H2(words("table.heading")), html.Span(counted, className="counted")],
                className="panel-head",
            ),
            ranking(content.rows, written, headings, series=series, links=links),
            _evidence_line(board, content),
        ],
        className="panel panel-ranking",
    )


def _with_or_without(address: Address, chosen: tuple[str, ...], area_id: str) -> str:
    """The address of the view with the area added to the trend, or taken out of it."""
    areas = tuple(area for area in chosen if area != area_id) if area_id in chosen else (*chosen, area_id)
    return replace(address, areas=areas).search()


def _sources(board: Board) -> list[Row]:
    """The sources of the indicator's feed."""
    return [source for source in board.sources if source["feed"] == board.choice.indicator["feed"]]


def _evidence_line(board: Board, content: Content) -> html.P:
    """The evidence in one line, so that a copied table does not lose it."""
    words, row = board.words, content.rows[0]
    line = words(
        "evidence.line",
        sources=words.listed([words.of(source, "title") for source in _sources(board)]),
        date=words.day(row["as_of"]),
        version=row["method_version"],
        build=board.build.build_id,
    )
    return html.P(line, className="footnote")


def _evidence(board: Board) -> html.Section:
    words, indicator, view, content = board.words, board.choice.indicator, board.choice.view, board.content
    sources = _sources(board)
    undeclared = words("evidence.none_declared")

    def declared(column: str) -> str:
        return words.of(indicator, column) or undeclared

    scope = as_of = None
    version = indicator["method_version"]
    if view is not None and content is not None:
        scope = words(
            "evidence.scope_value",
            level=words.of(view.level),
            scope=scope_name(view.scope, words),
            period=_period(view, words),
            total=len(content.rows),
            ranked=len(content.ranked),
        )
        as_of, version = content.rows[0]["as_of"], content.rows[0]["method_version"]
    return evidence(
        words("evidence.heading"),
        [
            (words("evidence.formula"), declared("formula")),
            (words("evidence.numerator"), declared("numerator")),
            (words("evidence.denominator"), declared("denominator")),
            (words("evidence.includes"), declared("includes")),
            (words("evidence.excludes"), declared("excludes")),
            (words("evidence.direction"), words(f"direction.{indicator['direction']}")),
            (words("evidence.scope"), scope),
            (words("evidence.as_of"), words.day(as_of) if as_of else None),
            (words("evidence.method"), words("evidence.method_value", version=version)),
            (words("evidence.source"), [html.Div(_source(source, words)) for source in sources] or undeclared),
            (words("evidence.quality"), chrome.quality_in_full(words, sources) if sources else None),
            (words("evidence.build"), board.build.build_id),
        ],
    )


def _source(source: Row, words: Words) -> str:
    key = "evidence.source_value" if source["licence"] else "evidence.source_without_licence"
    return words(key, title=words.of(source, "title"), publisher=source["publisher"], licence=source["licence"])
