"""What fills the board's frame: from what `_board` read to components. No query, no decision on numbers."""

from dataclasses import replace
from typing import Any

from dash import html
from dash.development.base_component import Component

from dashboards.components import chrome
from dashboards.components.filters import Offered, Option, filter_slots
from dashboards.components.notices import empty, notices
from dashboards.components.panel import Drawn, panel_slots
from dashboards.components.ranking import Headings, ranking
from dashboards.components.slots import Slot
from dashboards.i18n import CATALOGUES, Words
from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, Content
from dashboards.pages.district_board._choice import Choice, View, scope_name
from dashboards.pages.district_board._evidence import cut_off, evidence_card, evidence_line, sources
from dashboards.pages.district_board._frame import FILTERS, PANELS
from dashboards.pages.district_board._headline import headline, previous_period_name
from dashboards.pages.district_board._panels import dots_panel, map_panel, trend_panel
from dashboards.values import Written

# Rows of a ranking that leaves room under it beside the figures.
SHORT_RANKING = 16


def document_title(words: Words, city: dict[str, object]) -> str:
    key = "app.title_fictional" if city["is_fictional"] else "app.title"
    return words(key, page=words("board.page"), city=words.of(city))


def fill(board: Board) -> dict[Slot, Any]:
    """What fills each place of the frame; always the same places."""
    words, choice = board.words, board.choice
    links = {language: replace(choice.address, lang=language).search() for language in CATALOGUES}
    return {
        ("skip", "children"): html.A(words("app.skip"), href="#content", className="skip"),
        ("header", "children"): chrome.header(words, board.city, language_links=links),
        ("fictional", "children"): chrome.fictional_label(words, board.city),
        ("opening", "children"): _opening(board),
        ("filters", "hidden"): False,
        ("filters", "aria-label"): words("filter.heading"),
        **_filters(choice, words),
        ("problems", "children"): notices(choice.problems, kind="address"),
        **_content(board),
        ("footer", "children"): chrome.footer(words, board.build),
    }


def _opening(board: Board) -> html.Div:
    words, choice, view = board.words, board.choice, board.choice.view
    scope = [html.P(_scope_sentence(view, words), className="subtitle")] if view else []
    return html.Div(
        [
            html.Div(
                [
                    html.P(words("board.page"), className="eyebrow"),
                    html.H1(words.of(choice.indicator)),
                    *scope,
                ],
                className="titles",
            ),
            chrome.data_badge(words, board.build, cut_off(board) or board.city["as_of"], sources(board)),
        ],
        className="opening",
    )


def _scope_sentence(view: View, words: Words) -> str:
    return words(
        "board.subtitle",
        period=_period(view, words),
        level=words.of(view.level),
        scope=scope_name(view.scope, words),
    )


def _filters(choice: Choice, words: Words) -> dict[Slot, Any]:
    indicators = [
        Option(
            row["indicator_id"],
            words.of(row) if row["is_collected"] else words("filter.not_collected", indicator=words.of(row)),
        )
        for row in sorted(choice.indicators, key=lambda row: not row["is_collected"])
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
    slots = (filter_slots(parameter, offered.get(parameter)) for parameter in FILTERS)
    return {place: content for filled in slots for place, content in filled.items()}


def _periods(view: View, words: Words) -> list[Option]:
    options = []
    for row in view.periods:
        name = words.period(row["period_type"], row["period_id"])
        options.append(
            Option(row["period_id"], name if row["is_complete"] else words("filter.incomplete", period=name))
        )
    return options


def _content(board: Board) -> dict[Slot, Any]:
    """The numbers and figures, or why there are none."""
    choice, content, view = board.choice, board.content, board.choice.view
    written = Written(board.words, choice.indicator)
    absent = limits = summary = table = None
    drawn: dict[str, Drawn] = {}
    place = "alone"
    if content is None or view is None:
        absent = _absent(choice, written)
    else:
        limits = notices(_limits(content, view, written), kind="limits")
        summary = headline(content, written)
        table = _ranking_panel(board, content, view, written)
        drawn = {
            "map": map_panel(content, view, written),
            "trend": trend_panel(content, written),
            "dots": dots_panel(content, written),
        }
        # Under whichever column is shorter.
        place = "below" if len(content.rows) <= SHORT_RANKING else "beside"
    card = evidence_card(board)
    filled: dict[Slot, Any] = {
        ("absent", "children"): absent,
        ("limits", "children"): limits,
        ("summary", "children"): summary,
        ("columns", "hidden"): content is None,
        ("columns", "className"): "columns long" if place == "beside" else "columns",
        ("table", "children"): table,
    }
    filled |= {(f"evidence-{at}", "children"): card if at == place else None for at in ("below", "beside", "alone")}
    for name in PANELS:
        filled |= panel_slots(name, drawn.get(name))
    return filled


def _absent(choice: Choice, written: Written) -> html.Div:
    words, indicator = written.words, written.words.of(choice.indicator)
    if choice.indicator["is_collected"]:
        reason = words("empty.no_rows_note", indicator=indicator)
        return empty(reason, heading=words("empty.no_rows"))
    return empty(words("empty.not_collected_note", indicator=indicator), heading=words("empty.not_collected"))


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
    heading: list[Component] = [html.H2(words("table.heading")), html.Span(counted, className="counted")]
    return html.Section(
        [
            html.Div(heading, className="panel-head"),
            ranking(content.rows, written, headings, series=series, links=links),
            evidence_line(board, content),
        ],
        className="panel panel-ranking",
    )


def _with_or_without(address: Address, chosen: tuple[str, ...], area_id: str) -> str:
    """The address of the view with the area added to the trend, or taken out of it."""
    areas = tuple(area for area in chosen if area != area_id) if area_id in chosen else (*chosen, area_id)
    return replace(address, areas=areas).search()
