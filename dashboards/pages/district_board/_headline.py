"""The strip on top: the whole, who leads, who is certainly in the top three, what changed beyond chance."""

from collections import Counter
from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children
from dashboards.i18n import Words
from dashboards.pages.district_board._board import Content
from dashboards.serving import Row
from dashboards.values import Written

_TOP = 3


def headline(content: Content, written: Written) -> html.Section:
    tiles = [
        _whole(content.whole, written),
        _leading(content.ranked, written),
        _top_three(content.ranked, written),
        _changes(content.rows, written),
    ]
    return html.Section([tile for tile in tiles if tile is not None], className="headline", id="headline")


def _tile(label: str, figure: Children, note: Children) -> html.Div:
    return html.Div(
        [
            html.P(label, className="tile-label"),
            html.P(figure, className="tile-figure"),
            html.P(note, className="tile-note"),
        ],
        className="tile",
    )


def _whole(whole: Row | None, written: Written) -> html.Div | None:
    if whole is None or whole["value"] is None:
        return None
    words = written.words
    interval, base = written.interval(whole), written.base(whole)
    note = [words("tooltip.interval", interval=interval)] if interval else []
    if base and whole["denominator"] is not None:
        note.append(base)
    figure: list[str | Component] = [written.value(whole["value"])]
    if not written.is_share:
        figure.append(html.Span(written.unit, className="tile-unit"))
    return _tile(words("headline.city", area=words.of(whole)), figure, " · ".join(note))


def _leading(ranked: Sequence[Row], written: Written) -> html.Div | None:
    first = [row for row in ranked if row["rank"] == 1]
    if not first:
        return None
    words = written.words
    label = words("headline.leading" if len(first) == 1 else "headline.leading_tied")
    names = words.listed([words.of(row, "area_name") for row in first])
    return _tile(
        label,
        names,
        f"{written.value(first[0]['value'])} · {words('tooltip.rank', rank=written.rank(first[0]))}",
    )


def _top_three(ranked: Sequence[Row], written: Written) -> html.Div | None:
    words = written.words
    if len(ranked) <= _TOP or written.indicator["direction"] == "context":
        return None
    if all(row["rank_upper"] is None for row in ranked):
        reasons = [row["rank_interval_status"] for row in ranked if row["rank_interval_status"]]
        return _tile(
            words("headline.top_three"),
            words("headline.top_three_unknown"),
            written.reason(reasons[0]) if reasons else None,
        )
    certain = [
        words.of(row, "area_name") for row in ranked if row["rank_upper"] is not None and row["rank_upper"] <= _TOP
    ]
    names = words.listed(certain) if certain else words("headline.top_three_none")
    return _tile(words("headline.top_three"), names, words("headline.top_three_note"))


def _changes(rows: Sequence[Row], written: Written) -> html.Div:
    words = written.words
    previous = previous_period_name(rows, words)
    if previous is None:
        return _tile(words("headline.changes_none"), words("table.absent"), None)
    found = Counter(row["verdict"] or "untested" for row in rows)
    label = words("headline.changes", period=previous)
    if found["untested"] == len(rows):
        return _tile(label, words("headline.changes_untested"), _reason_of_all(rows, written))
    parts: list[Component] = []
    for verdict, key in (("rise", "headline.rises"), ("fall", "headline.falls")):
        favour = written.favour({"verdict": verdict})
        parts.append(
            html.Span(words(key, count=found[verdict]), className=f"count {favour if found[verdict] else 'zero'}")
        )
    rest = [words("headline.unchanged", count=found["no_significant_change"])]
    if found["untested"]:
        rest.append(words("headline.untested", count=found["untested"]))
    return _tile(label, parts, " · ".join(rest))


def _reason_of_all(rows: Sequence[Row], written: Written) -> str | None:
    """Why no row has a verdict, where it is the same for all."""
    reasons = {row["verdict_status"] for row in rows}
    return written.reason(reasons.pop()) if len(reasons) == 1 else None


def previous_period_name(rows: Sequence[Row], words: Words) -> str | None:
    """Name of the period compared with: the same for all rows of a board."""
    for row in rows:
        if row["previous_period_id"]:
            return words.period(row["period_type"], row["previous_period_id"])
    return None
