"""What the evaluation of a programme supports, in sentences: the difference, the fall that would come anyway, the areas
around.
"""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.verdict import verdict_mark
from dashboards.i18n import Words
from dashboards.pages.focus_areas._content import Focus
from dashboards.serving import Row
from dashboards.values import reason

# Fewer calls are better.
DIRECTION = "down_good"


def finding_section(focus: Focus) -> html.Section:
    """The verdict and its four parts."""
    words, row = focus.setting.words, focus.effect
    heading = html.H2(words("focus.finding", category=words.of(row)))
    if row["status"] != "ok":
        said = words("focus.no_finding", reason=reason(words, row["status"]))
        sentences = [said, *([words("focus.no_control")] if not row["control_areas"] else []), *_by_chance(row, words)]
        return html.Section([heading, *(html.P(sentence) for sentence in sentences)], className="panel panel-finding")
    mark = verdict_mark(words, row["verdict"], DIRECTION) if row["verdict"] else None
    judged: Children = [mark, " ", html.Span(_difference(row, words), className="value-interval")]
    sentences = [
        _supported(row, words),
        *([words("focus.bold")] if row["verdict"] in ("rise", "fall") else []),
        *([words("focus.with_buffer")] if row["has_displacement"] else []),
        *_both_ways(row, words),
        *_by_chance(row, words),
        *_next_door(row, words),
    ]
    if not row["is_complete"]:
        sentences.append(words("focus.short", months=row["months"]))
    return html.Section(
        [
            heading,
            html.P(judged),
            *(html.P(sentence) for sentence in sentences),
        ],
        className="panel panel-finding",
    )


def _difference(row: Row, words: Words) -> str:
    return words(
        "focus.difference",
        difference=signed(row["difference"], words),
        lower=signed(row["difference_lower"], words),
        upper=signed(row["difference_upper"], words),
    )


def signed(value: float, words: Words) -> str:
    return words.number(value, 1, signed=True)


def _supported(row: Row, words: Words) -> str:
    """What may be said and what may not, by the verdict of the mart."""
    return words(f"effect.{row['verdict'] or 'untested'}")


def _both_ways(row: Row, words: Words) -> list[str]:
    """The ratio beside the difference, and a word where their intervals do not say the same."""
    if row["ratio"] is None:
        return []
    ratio, lower, upper = (words.number(row[name], 2) for name in ("ratio", "ratio_lower", "ratio_upper"))
    said = [words("focus.ratio", ratio=ratio, lower=lower, upper=upper)]
    ratio_apart = row["ratio_lower"] > 1 or row["ratio_upper"] < 1
    difference_apart = row["difference_lower"] > 0 or row["difference_upper"] < 0
    if ratio_apart != difference_apart:
        said.append(words("focus.ways_differ"))
    return said


def _by_chance(row: Row, words: Words) -> list[str]:
    if row["expected_by_chance"] is None or row["treated_before"] is None:
        return []
    return [
        words(
            "focus.by_chance",
            before=words.number(row["treated_before"]),
            expected=words.number(row["expected_by_chance"], 1),
            regression=signed(row["expected_regression"], words),
            change=signed(row["treated_after"] - row["treated_before"], words),
        )
    ]


def _next_door(row: Row, words: Words) -> list[str]:
    """Whether calls moved to the areas around."""
    if not row["buffer_areas"]:
        return [words("focus.no_buffer")]
    if row["displacement_quotient"] is None:
        return [words("focus.no_quotient")]
    return [
        words(
            "focus.next_door",
            reading=words(f"displacement.{row['displacement_reading']}"),
            quotient=signed(row["displacement_quotient"], words)
            if abs(row["displacement_quotient"]) >= 0.05
            else words.number(row["displacement_quotient"], 2, signed=True),
            net=words.number(row["total_net_effect"], 1),
        )
    ]
