"""What one view of the board holds: everything the page draws, read from one build.

Reading only. Choosing is in `_choice`, drawing in `_layout`.
"""

from dataclasses import dataclass, field, replace

from anlan.snapshot import Build
from dashboards.i18n import Words
from dashboards.pages.district_board._address import MOST_AREAS, Address
from dashboards.pages.district_board._choice import Choice, View, choose
from dashboards.queries import catalogue
from dashboards.queries import city as city_questions
from dashboards.queries import district_board as questions
from dashboards.serving import Reader, Row

# Periods of the ranks over time: a year of months, three of quarters.
_RANKED_PERIODS = 12


@dataclass(frozen=True)
class Content:
    """The rows of a view."""

    ranked: list[Row]
    unranked: list[Row]
    whole: Row | None
    # Ids of the areas in the trend, in the order of their colours.
    chosen: tuple[str, ...]
    histories: list[Row]
    calendar: list[Row]
    outlines: list[Row] = field(repr=False)
    # Ranks of all areas of the scope in the last periods.
    ranks: list[Row] = field(repr=False)
    # Areas whose own parts are ranked.
    divided: set[str] = field(repr=False)

    @property
    def rows(self) -> list[Row]:
        return self.ranked + self.unranked


@dataclass(frozen=True)
class Board:
    """The page's whole content. `content` is None where the indicator has no rows to rank."""

    words: Words
    build: Build
    city: Row
    sources: list[Row]
    choice: Choice
    content: Content | None


def read_board(reader: Reader, asked: Address) -> Board:
    words = Words(asked.language, city_questions.terms(reader))
    choice = choose(reader, asked, words)
    content = None
    if choice.view is not None:
        content, problems, address = _content(reader, choice, choice.view, words)
        choice = replace(choice, problems=choice.problems + problems, address=address)
    return Board(words, reader.build, city_questions.city(reader), city_questions.sources(reader), choice, content)


def _content(reader: Reader, choice: Choice, view: View, words: Words) -> tuple[Content, list[str], Address]:
    indicator_id = choice.indicator["indicator_id"]
    scope_id, period = view.scope["scope_id"], view.period
    rows = questions.ranked_areas(
        reader,
        indicator_id=indicator_id,
        level_id=view.level["level_id"],
        scope_id=scope_id,
        period_id=period["period_id"],
    )
    ranked = [row for row in rows if row["rank"] is not None]
    chosen, problems = _chosen(choice.address, rows, ranked, words)
    address = choice.address if choice.address.areas is None else replace(choice.address, areas=chosen)
    content = Content(
        ranked=ranked,
        unranked=[row for row in rows if row["rank"] is None],
        whole=questions.whole(reader, indicator_id=indicator_id, scope_id=scope_id, period_id=period["period_id"]),
        chosen=chosen,
        histories=questions.histories(
            reader, indicator_id=indicator_id, period_type=period["period_type"], area_ids=chosen
        ),
        calendar=questions.collected_periods(reader, indicator_id=indicator_id, period_type=period["period_type"]),
        outlines=questions.outlines(reader, [row["area_id"] for row in rows]),
        ranks=questions.rank_histories(
            reader,
            indicator_id=indicator_id,
            level_id=view.level["level_id"],
            scope_id=scope_id,
            period_type=period["period_type"],
            periods=_RANKED_PERIODS,
        ),
        divided=catalogue.ranked_scopes(reader, indicator_id),
    )
    return content, problems, address


def _chosen(asked: Address, rows: list[Row], ranked: list[Row], words: Words) -> tuple[tuple[str, ...], list[str]]:
    """The trend's areas: those asked for, else the two best and the last of the ranking."""
    if asked.areas is None:
        defaults = [row["area_id"] for row in ranked[:2] + ranked[-1:]]
        return tuple(dict.fromkeys(defaults)), []
    here = {row["area_id"] for row in rows}
    known = tuple(area for area in asked.areas if area in here)
    problems = []
    if unknown := [area for area in asked.areas if area not in here]:
        problems.append(words("problem.unknown_areas", value=words.listed(unknown)))
    if len(known) > MOST_AREAS:
        problems.append(words("problem.too_many_areas", most=MOST_AREAS))
    return known[:MOST_AREAS], problems
