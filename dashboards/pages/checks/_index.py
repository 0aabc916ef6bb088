"""The safety index of the areas below: its figure, and behind it its colours, places and pillars."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.components.verdict import verdict_mark
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.serving import Row
from dashboards.values import number, reason


def index_panel(checks: Checks) -> Drawn:
    """The safety index of the areas below with its interval, its colour, its place and its pillars."""
    words, here = checks.setting.words, dict(checks.address.given)
    heading, label = words("checks.index"), words("checks.index_label")
    rows = [row for row in checks.index if row["index_value"] is not None]
    if checks.month is None or not rows:
        key = "checks.no_index" if checks.month is None else "checks.no_index_here"
        return Drawn(heading, None, label, 0, notes=[empty(words(key))])
    dots = [
        Dot(
            name=words.of(row),
            value=row["index_value"],
            lower=row["index_lower"],
            upper=row["index_upper"],
            series=None,
            tooltip=[
                words.of(row),
                words.number(row["index_value"], 1),
                words("tooltip.rank", rank=_place(row, words)),
                words(f"colour.{row['colour']}"),
            ],
        )
        for row in rows
    ]
    names = {row["pillar_id"]: words.of(row) for row in checks.pillars.values()}
    columns = [
        Column(words("filter.area")),
        Column(words("checks.index_value"), is_number=True),
        Column(words("checks.colour")),
        Column(words("table.rank")),
        Column(words("checks.year_ago")),
        Column(words("checks.streak"), is_number=True),
        Column(words("checks.step")),
        *(Column(name, is_number=True) for name in names.values()),
    ]
    table: list[list[Children]] = [
        [
            area_link(words, row, here),
            _index_cell(row, words),
            words(
                "checks.colour_sure" if row["is_colour_sure"] else "checks.colour_unsure",
                colour=words(f"colour.{row['colour']}"),
            ),
            _place(row, words),
            _year_ago(row, words),
            number(words, row["red_streak"]),
            words(f"step.{row['suggested_step']}") if row["suggested_step"] else words("table.absent"),
            *(_pillar(checks.pillars.get((row["area_id"], pillar)), words) for pillar in names),
        ]
        for row in rows
    ]
    evidence = checks.setting.evidence(
        table="marts.mart_safety_index",
        row=rows[0],
        more=[
            (words("evidence.formula"), words("checks.index_formula")),
            (words("checks.colour"), _limits(rows[0], words)),
        ],
    )
    return Drawn(
        heading,
        ranked_dots(dots, whole=None, whole_label=""),
        label,
        height(len(dots)),
        unit=words("checks.index_unit"),
        lead=html.P(words("dots.note"), className="footnote"),
        notes=[
            html.P(words("checks.step_note"), className="footnote"),
            behind(words, "index-areas", table=data_table(label, columns, table), evidence=evidence),
        ],
    )


def _limits(row: Row, words: Words) -> str:
    green, yellow, orange = (words.number(row[f"{name}_from"]) for name in ("green", "yellow", "orange"))
    return words("checks.colour_limits", green=green, yellow=yellow, orange=orange)


def _index_cell(row: Row, words: Words) -> Children:
    written = words.number(row["index_value"], 1)
    if row["index_lower"] is None:
        return written
    lower, upper = (words.number(row[f"index_{end}"], 1) for end in ("lower", "upper"))
    return rate_cell(written, words("table.interval", lower=lower, upper=upper))


def _place(row: Row, words: Words) -> str:
    if row["rank"] is None:
        return words("table.absent")
    if row["rank_lower"] is None:
        return str(row["rank"])
    return words("table.rank_with_interval", rank=row["rank"], lower=row["rank_lower"], upper=row["rank_upper"])


def _year_ago(row: Row, words: Words) -> Children:
    if row["year_ago_verdict"] is None:
        why = row["year_ago_status"]
        return words("verdict.not_said", reason=reason(words, why)) if why else words("table.absent")
    changed = words.number(row["year_ago_change"], 1, signed=True)
    return [changed, " ", verdict_mark(words, row["year_ago_verdict"], "up_good")]


def _pillar(row: Row | None, words: Words) -> str:
    return words("table.absent") if row is None or row["score"] is None else words.number(row["score"], 1)
