"""How scores, their intervals, changes and places are written in tables and figures."""

from dashboards.components.attributes import Children
from dashboards.components.data import rate_cell
from dashboards.components.verdict import verdict_mark
from dashboards.i18n import Words
from dashboards.serving import Row
from dashboards.values import reason, share

# Points are marks out of ten or a hundred, all else is a share.
POINTS = {"mean_10": 2, "mean_100": 1}


def written_score(row: Row, value: float | None, words: Words) -> str:
    if value is None:
        return words("table.absent")
    points = POINTS.get(row["scoring"])
    return share(words, value) if points is None else words.number(value, points)


def interval_of(row: Row, words: Words) -> str | None:
    if row["lower"] is None or row["upper"] is None:
        return None
    places, by = POINTS.get(row["scoring"], 1), 1 if row["scoring"] in POINTS else 100
    lower, upper = (words.number(row[end] * by, places) for end in ("lower", "upper"))
    return words("table.interval", lower=lower, upper=upper)


def score_cell(row: Row, words: Words) -> Children:
    interval = interval_of(row, words)
    if row["score"] is None:
        return reason(words, row["interval_status"])
    return (
        rate_cell(written_score(row, row["score"], words), interval)
        if interval
        else written_score(row, row["score"], words)
    )


def change_cell(row: Row, words: Words) -> Children:
    """The change against the wave before and its verdict, else the reason."""
    if row["change_verdict"] is None:
        why = row["change_status"]
        return words("verdict.not_said", reason=reason(words, why)) if why else words("table.absent")
    key = "survey.change_points" if row["scoring"] in POINTS else "change.points"
    by = 1 if row["scoring"] in POINTS else 100
    changed = words(key, change=words.number(row["change"] * by, 1, signed=True))
    return [changed, " ", verdict_mark(words, row["change_verdict"], row.get("direction") or "up_good")]
