"""Published claims beside the figures worked out anew."""

from collections import Counter

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table, rate_cell
from dashboards.components.notices import empty
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import CLAIM_STATUSES, number, reason

# What is wrong comes first.
_CLAIM_ORDER = ("wrong", "impossible", "not_testable", "rounding", "equal")


def claims_section(checks: Checks) -> html.Section:
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
            words(f"bound.{row['bound'] or 'eq'}", number=words.number(row["claimed"], row["decimals"] or 0)),
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
