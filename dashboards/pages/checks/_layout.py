"""What fills the frame of the checks: from what `_content` read to components and figures."""

from collections import Counter

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.filters import filter_view
from dashboards.components.navigation import area_link
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.verdict import verdict_mark
from dashboards.components.view import View
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import CLAIM_STATUSES, number, reason, share

# What is wrong comes first.
_CLAIM_ORDER = ("wrong", "impossible", "not_testable", "rounding", "equal")


def fill(checks: Checks) -> View:
    setting, words, month = checks.setting, checks.setting.words, checks.month
    subtitle = period_name(month, words) if month else None
    offered = offered_periods(checks.months, month, words) if month else None
    return (
        setting.opening("checks", subtitle=subtitle, as_of=None)
        | filter_view("area", setting.place.offered(words), of="checks")
        | filter_view("period", offered, of="checks")
        | View(
            {"checks-claims": _claims(checks), "checks-sources": _sources(checks)},
            {"checks-filters": {"aria-label": words("filter.heading")}},
        )
        | panel_view("index-areas", _index(checks))
    )


def _claims(checks: Checks) -> html.Section:
    """Every published claim beside the figure worked out anew, what is wrong first."""
    words, rows = checks.setting.words, checks.claims
    heading = html.H2(words("checks.claims"))
    if not rows:
        return html.Section([heading, empty(words("checks.no_claims"))], className="panel panel-claims")
    found = Counter(row["status"] for row in rows)
    counted = words.listed(
        [
            words("checks.counted", status=words(f"claim.{status}"), count=found[status])
            for status in _CLAIM_ORDER
            if found[status]
        ]
    )
    columns = [
        Column(words("checks.claim")),
        Column(words("checks.verdict")),
        Column(words("checks.claimed"), is_number=True),
        Column(words("checks.recomputed"), is_number=True),
        Column(words("checks.base"), is_number=True),
        Column(words("checks.about")),
        Column(words("checks.document")),
    ]
    ordered = sorted(rows, key=lambda row: (_CLAIM_ORDER.index(row["status"]), row["claim_number"]))
    table: list[list[Children]] = [
        [
            row["claim"],
            _status(row, words),
            words.number(row["claimed"], row["decimals"] or 0),
            _recomputed(row, words),
            _base(row, words),
            _about(row, words),
            row["document"],
        ]
        for row in ordered
    ]
    return html.Section(
        [
            heading,
            html.P(counted, className="footnote"),
            data_table(words("checks.claims_caption"), columns, table),
            checks.setting.line("marts.mart_claim_check"),
        ],
        className="panel panel-claims",
    )


def _status(row: Row, words: Words) -> Children:
    status = row["status"]
    said = words(f"claim.{status}") if status in CLAIM_STATUSES else words("reason.other", code=status)
    if status == "not_testable" and row["test_status"] and row["test_status"] != "ok":
        said = words("verdict.because", verdict=said, reason=reason(words, row["test_status"]))
    tone = {"wrong": "unfavourable", "impossible": "unfavourable", "equal": "neutral"}.get(status, "none")
    return html.Span(said, className=f"verdict {tone}")


def _recomputed(row: Row, words: Words) -> Children:
    if row["recomputed"] is None:
        return words("table.absent")
    places = row["decimals"] or 0
    written = words.number(row["recomputed"], places)
    if row["recomputed_lower"] is None or row["recomputed_upper"] is None:
        return written
    lower, upper = (words.number(row[f"recomputed_{end}"], places) for end in ("lower", "upper"))
    return rate_cell(written, words("table.interval", lower=lower, upper=upper))


def _base(row: Row, words: Words) -> Children:
    """The base named and, where the figure needs a larger one, the least that could give it."""
    claimed = number(words, row["claimed_base"])
    if row["smallest_base"] is None:
        return claimed
    return rate_cell(claimed, words("checks.least_base", base=words.number(row["smallest_base"])))


def _about(row: Row, words: Words) -> str:
    return " · ".join(
        part
        for part in (words.of(row), words.of(row, "area"), period_name(row, words) if row["period_id"] else "")
        if part
    )


def _index(checks: Checks) -> Drawn:
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
                f"<b>{words.of(row)}</b>",
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


def _sources(checks: Checks) -> html.Section:
    """Each source: how much of it could be used, and how late it comes."""
    words = checks.setting.words
    names = ("quarantined", "duplicate", "unknown_area", "unmapped", "negative_duration")
    columns = [
        Column(words("checks.source")),
        *(Column(words(f"checks.{name}"), is_number=True) for name in ("files", "failed", "rows")),
        *(Column(words(f"quality.{name}"), is_number=True) for name in names),
        Column(words("checks.late"), is_number=True),
        Column(words("checks.reaches_to")),
    ]
    rows: list[list[Children]] = [
        [
            words.of(row, "title"),
            number(words, row["files_loaded"]),
            number(words, row["files_failed"]),
            number(words, row["rows_read"]),
            *(_part(row, name, words) for name in names),
            words("late.days", days=words.number(row["median_days_late"]))
            if row["median_days_late"] is not None
            else words("table.absent"),
            words.day(row["last_event_date"]) if row["last_event_date"] else words("table.absent"),
        ]
        for row in checks.quality
    ]
    return html.Section(
        [
            html.H2(words("checks.sources")),
            data_table(words("checks.sources_caption"), columns, rows),
            checks.setting.line("marts.mart_source_quality"),
        ],
        className="panel panel-sources",
    )


def _part(row: Row, name: str, words: Words) -> Children:
    """How many rows and what part of those read; a bare zero where none."""
    count = row[f"rows_{name}"] if f"rows_{name}" in row else row[f"{name}_rows"]
    found = row[f"{name}_share"]
    if not count:
        return words.number(0)
    return words.number(count) if found is None else rate_cell(words.number(count), share(words, found))
