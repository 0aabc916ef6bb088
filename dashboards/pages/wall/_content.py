"""What the wall holds, read from one build: an overview, the ranking of its first indicator, and how it all went."""

from dataclasses import dataclass, replace

from dashboards.page import Address
from dashboards.pages.overview.content import Overview, read_overview
from dashboards.queries import district_board as ranking_questions
from dashboards.queries import wall as questions
from dashboards.serving import Reader, Row

NAMES = ("area", "period", "turn")
# Seconds that a board stays; none does not turn.
TURN = 20
SHORTEST, LONGEST = 5, 3600
# Charts of one board; more cannot be read from where one stands.
CHARTS = 4
# The finest kind of period that has so many values is drawn, of it the last so many.
_FEWEST, _MOST = 5, {"M": 36, "Q": 16, "Y": 10}


@dataclass(frozen=True)
class Wall:
    """The page's whole content. `lead` is the first indicator that areas below are ranked by, `ranked` its ranking;
    `histories` are by indicator, `outlines` polygons of the ranked areas.
    """

    overview: Overview
    address: Address
    turn: int
    lead: Row | None
    ranked: list[Row]
    outlines: list[Row]
    histories: dict[str, list[Row]]


def read_wall(reader: Reader, asked: Address) -> Wall:
    overview = read_overview(reader, asked)
    turn = _turn(asked["turn"], overview)
    lead = next((row for row in overview.values if _places(overview, row["indicator_id"])), None)
    ranked: list[Row] = []
    outlines: list[Row] = []
    if lead is not None and overview.level is not None:
        ranked = ranking_questions.ranked_areas(
            reader,
            indicator_id=lead["indicator_id"],
            level_id=overview.level["level_id"],
            scope_id="city" if overview.place.is_city else overview.place.area_id,
            period_id=lead["period_id"],
        )
        outlines = ranking_questions.outlines(reader, [row["area_id"] for row in ranked])
    histories: dict[str, list[Row]] = {}
    if overview.period is not None:
        rows = questions.histories(
            reader,
            area_id=overview.place.area_id,
            indicator_ids=[row["indicator_id"] for row in overview.values],
            until=overview.period["period_end"],
        )
        histories = {row["indicator_id"]: _drawn(row["indicator_id"], rows) for row in overview.values}
    address = overview.address.put_right({"turn": str(turn)})
    return Wall(replace(overview, address=address), address, turn, lead, ranked, outlines, histories)


def _turn(asked: str | None, overview: Overview) -> int:
    """Seconds a board stays: those asked for where they can be read in, 0 for not turning."""
    if asked is None:
        return TURN
    if asked.isdecimal() and (int(asked) == 0 or SHORTEST <= int(asked) <= LONGEST):
        return int(asked)
    words = overview.words
    problem = words("problem.turn", value=asked, shortest=SHORTEST, longest=LONGEST, shown=TURN)
    overview.problems.append(problem)
    return TURN


def _places(overview: Overview, indicator_id: str) -> list[Row]:
    return [row for key, row in overview.below.items() if key[0] == indicator_id and row["rank"] is not None]


def _drawn(indicator_id: str, rows: list[Row]) -> list[Row]:
    for kind, most in _MOST.items():
        of_kind = [row for row in rows if row["indicator_id"] == indicator_id and row["period_type"] == kind]
        if sum(row["value"] is not None for row in of_kind) >= _FEWEST:
            return of_kind[-most:]
    return []
