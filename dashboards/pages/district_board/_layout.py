"""What fills the board's frame: from what `_board` read to components. No query, no decision on numbers."""

from dataclasses import replace
from functools import reduce
from operator import or_

from dash import html
from dash.development.base_component import Component

from dashboards.components import chrome
from dashboards.components.caption import caption
from dashboards.components.filters import Offered, Option, filter_view
from dashboards.components.notices import empty, notices
from dashboards.components.panel import panel_view
from dashboards.components.ranking import Headings, ranking
from dashboards.components.saving import save_button
from dashboards.components.view import View as PageView
from dashboards.components.view import hidden
from dashboards.i18n import Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, Content
from dashboards.pages.district_board._choice import Choice, View, scope_name
from dashboards.pages.district_board._evidence import cut_off, evidence_card, evidence_line, sources
from dashboards.pages.district_board._frame import EVIDENCE, FILTERS
from dashboards.pages.district_board._headline import headline, previous_period_name
from dashboards.pages.district_board._panels import dots_panel, map_panel, trend_panel
from dashboards.pages.district_board._ranks import ranks_panel
from dashboards.values import Written

# Rows of a ranking that leaves room under it beside the figures.
SHORT_RANKING = 16


def fill(board: Board) -> PageView:
    """What fills the frame for a view."""
    words, choice = board.words, board.choice
    around = PageView(
        {"opening": _opening(board), "problems": notices(choice.problems, kind="address")},
        {"filters": {**hidden(False), "aria-label": words("filter.heading")}},
        caption=caption(
            words,
            page=words("save.page_of", page=words("page.district_board"), indicator=words.of(choice.indicator)),
            area=_ranked(choice.view, words) if choice.view else words.of(board.city),
            period=_period(choice.view, words) if choice.view else None,
            city=board.city,
            as_of=cut_off(board) or board.city["as_of"],
            sources=sources(board),
            build=board.build,
        ),
    )
    content, view = board.content, choice.view
    written = Written(words, choice.indicator)
    if content is None or view is None:
        return around | _filters(choice, words) | _without_numbers(board, written)
    return around | _filters(choice, words) | _numbers(board, content, view, written)


def _opening(board: Board) -> html.Div:
    words, choice, view = board.words, board.choice, board.choice.view
    return chrome.opening(
        words("page.district_board"),
        heading=words.of(choice.indicator),
        subtitle=_scope_sentence(view, words) if view else None,
        badge=chrome.data_badge(words, board.build, cut_off(board) or board.city["as_of"], sources(board)),
    )


def _scope_sentence(view: View, words: Words) -> str:
    return words(
        "board.subtitle",
        period=_period(view, words),
        level=words.of(view.level),
        scope=scope_name(view.scope, words),
    )


def _ranked(view: View, words: Words) -> str:
    return words("save.level_in_scope", level=words.of(view.level), scope=scope_name(view.scope, words))


def _filters(choice: Choice, words: Words) -> PageView:
    # The catalogue is longer than what a city collects; of the rest only what was asked for.
    indicators = [
        Option(
            row["indicator_id"],
            words.of(row) if row["is_collected"] else words("filter.not_collected", indicator=words.of(row)),
        )
        for row in sorted(choice.indicators, key=lambda row: not row["is_collected"])
        if row["is_collected"] or row["indicator_id"] == choice.indicator["indicator_id"]
    ]
    offered = {"indicator": Offered(words("filter.indicator"), indicators, choice.indicator["indicator_id"])}
    if view := choice.view:
        levels = [Option(row["level_id"], words.of(row)) for row in view.levels]
        types = [Option(kind, words(f"period_type.{kind}")) for kind in view.period_types]
        scopes = [Option(row["scope_id"], scope_name(row, words)) for row in view.scopes]
        offered |= {
            "level": Offered(words("filter.level"), levels, view.level["level_id"]),
            "scope": Offered(words("filter.scope"), scopes, view.scope["scope_id"]),
            "type": Offered(words("filter.period_type"), types, view.period["period_type"]),
            "period": Offered(words("filter.period"), _periods(view, words), view.period["period_id"]),
        }
    return reduce(or_, (filter_view(parameter, offered.get(parameter)) for parameter in FILTERS))


def _periods(view: View, words: Words) -> list[Option]:
    options = []
    for row in view.periods:
        name = words.period(row["period_type"], row["period_id"])
        options.append(
            Option(row["period_id"], name if row["is_complete"] else words("filter.incomplete", period=name))
        )
    return options


def _numbers(board: Board, content: Content, view: View, written: Written) -> PageView:
    # Under whichever column is shorter.
    is_long = len(content.rows) > SHORT_RANKING
    place = "evidence-beside" if is_long else "evidence-below"
    card = evidence_card(board)
    return (
        PageView(
            {
                "absent": None,
                "limits": notices(_limits(content, view, written), kind="limits"),
                "summary": headline(content, written),
                "table": _ranking_panel(board, content, view, written),
                **{name: card if name == place else None for name in EVIDENCE},
            },
            {"columns": {**hidden(False), "class": "columns long" if is_long else "columns"}},
        )
        | panel_view("map", map_panel(content, view, written, board.choice.address))
        | panel_view("trend", trend_panel(content, written))
        | panel_view("ranks", ranks_panel(content, written))
        | panel_view("dots", dots_panel(content, written))
    )


def _without_numbers(board: Board, written: Written) -> PageView:
    """Why there are none, and what they would be."""
    words, indicator = written.words, board.choice.indicator
    kind = "no_rows" if indicator["is_collected"] else "not_collected"
    reason = words(f"empty.{kind}_note", indicator=words.of(indicator))
    emptied = dict.fromkeys(("limits", "summary", "table", *EVIDENCE))
    absent = [empty(reason, heading=words(f"empty.{kind}")), evidence_card(board)]
    return PageView({**emptied, "absent": absent}, {"columns": hidden(True)})


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
    headings = Headings(
        indicator=words.of(choice.indicator),
        period=_period(view, words),
        scope=scope_name(view.scope, words),
        previous_period=previous_period_name(content.rows, words),
    )
    links = {row["area_id"]: _with_or_without(choice.address, content.chosen, row["area_id"]) for row in content.rows}
    counted = words(
        "headline.ranked",
        scope=scope_name(view.scope, words),
        total=len(content.rows),
        ranked=len(content.ranked),
    )
    heading: list[Component] = [
        html.H2(words("table.heading")),
        html.Div([html.Span(counted, className="counted"), save_button("csv")], className="saves"),
    ]
    return html.Section(
        [
            html.Div(heading, className="panel-head"),
            ranking(content.rows, written, headings, series=series, links=links),
            evidence_line(board, content),
        ],
        className="panel panel-ranking tabled",
    )


def _with_or_without(address: Address, chosen: tuple[str, ...], area_id: str) -> str:
    """The address of the view with the area added to the trend, or taken out of it."""
    areas = tuple(area for area in chosen if area != area_id) if area_id in chosen else (*chosen, area_id)
    return replace(address, areas=areas).search()
