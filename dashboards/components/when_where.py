"""Parts of the day × kinds of place, from rows of `mart_alarm_when_where`: a heat map that is a table."""

from collections.abc import Sequence

from dash import html

from dashboards.components.heat import Cell, heat_map
from dashboards.i18n import Words
from dashboards.serving import Row

ALL = "all"


def when_where_map(words: Words, rows: Sequence[Row]) -> html.Div:
    """Shares of the calls of which both are known. `rows` have a share each and are not empty."""
    found = {(row["place_type"], row["hour_band"]): row for row in rows}
    places = sorted({key[0] for key in found} - {ALL}, key=lambda name: (-_share(found, (name, ALL)), name))
    bands = sorted({key[1] for key in found} - {ALL})
    # The city that records neither has only one of the two.
    across = [*bands, *([ALL] if any(key[1] == ALL for key in found) else [])]
    down = [*places, *([ALL] if any(key[0] == ALL for key in found) else [])]
    known = next((row for key, row in found.items() if ALL not in key), rows[0])
    caption = words(
        "alarm.heat_caption", known=words.number(known["known_count"]), total=words.number(known["total_count"])
    )
    cells = {
        key: Cell(row["share"], words("unit.share", value=words.number(row["share"] * 100, 1)), is_total=ALL in key)
        for key, row in found.items()
    }
    return heat_map(
        caption,
        words("alarm.place"),
        columns=[(band, words("alarm.all_day") if band == ALL else band) for band in across],
        rows=[(place, words("alarm.everywhere") if place == ALL else words.term(place)) for place in down],
        cells=cells,
        absent=words("table.absent"),
    )


def _share(rows: dict[tuple[str, str], Row], key: tuple[str, str]) -> float:
    return float(rows[key]["share"]) if key in rows else 0.0
