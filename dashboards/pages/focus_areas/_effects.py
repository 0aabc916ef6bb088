"""The effect on each group of calls with its interval, and the counts that it is made of."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, rate_cell
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn
from dashboards.components.verdict import verdict_mark
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.i18n import Words
from dashboards.pages.focus_areas._content import Focus
from dashboards.pages.focus_areas._finding import DIRECTION, signed
from dashboards.serving import Row
from dashboards.values import number, reason

# As `mart_focus_area` names its columns.
ROLES = ("treated", "control", "buffer", "control_buffer")


def effects_panel(focus: Focus) -> Drawn:
    """The difference of each group of calls with its interval, the largest fall first."""
    words, setting = focus.setting.words, focus.setting
    heading = words("focus.effects")
    label = words("focus.effects_label", programme=words.term(focus.programme["programme"]))
    drawn = sorted(
        (row for row in focus.effects if row["difference"] is not None), key=lambda row: float(row["difference"])
    )
    table = _table(focus)
    evidence = setting.evidence(
        table="marts.mart_focus_area",
        row=focus.effect,
        more=[
            (words("evidence.formula"), words("focus.formula")),
            (words("evidence.period"), _windows(focus.effect, words)),
            (words("evidence.interval"), words("focus.interval")),
            (words("focus.weight"), words("focus.weight_value")),
        ],
    )
    behind_it = behind(words, "focus-effects", table=table, evidence=evidence)
    if not drawn:
        why = words("focus.no_finding", reason=reason(words, focus.effect["status"]))
        return Drawn(heading, None, label, 0, notes=[empty(why), behind_it])
    dots = [
        Dot(
            name=words.of(row),
            value=row["difference"],
            lower=row["difference_lower"],
            upper=row["difference_upper"],
            series=0 if row["category_id"] == focus.effect["category_id"] else None,
            tooltip=[
                words.of(row),
                words(
                    "focus.difference",
                    difference=signed(row["difference"], words),
                    lower=signed(row["difference_lower"], words),
                    upper=signed(row["difference_upper"], words),
                ),
                words(f"verdict.{row['verdict']}"),
            ],
        )
        for row in drawn
    ]
    return Drawn(
        heading,
        ranked_dots(dots, whole=0.0, whole_label=words("focus.as_control")),
        label,
        height(len(dots)),
        unit=words("focus.unit"),
        notes=[html.P(words("focus.effects_note"), className="footnote"), behind_it],
    )


def _windows(row: Row, words: Words) -> str | None:
    if row["before_from"] is None:
        return None
    days = {name: words.day(row[name]) for name in ("before_from", "before_to", "after_from", "after_to")}
    return words("focus.windows", months=row["months"], **days)


def _table(focus: Focus) -> html.Div:
    words = focus.setting.words
    columns = [
        Column(words("filter.category")),
        Column(words("alarm.verdict")),
        Column(words("focus.difference_heading"), is_number=True),
        Column(words("focus.ratio_heading"), is_number=True),
        Column(words("focus.regression_heading"), is_number=True),
        Column(words("focus.quotient_heading"), is_number=True),
        Column(words("focus.net_heading"), is_number=True),
    ]
    return data_table(words("focus.effects_caption"), columns, [_effect(row, words) for row in focus.effects])


def _effect(row: Row, words: Words) -> list[Children]:
    absent = words("table.absent")
    if row["verdict"] is None:
        judged: Children = words("verdict.not_said", reason=reason(words, row["status"]))
    else:
        judged = verdict_mark(words, row["verdict"], DIRECTION)
    return [
        words.of(row),
        judged,
        _with_interval(row, "difference", 1, words, is_signed=True),
        _with_interval(row, "ratio", 2, words, is_signed=False),
        absent if row["expected_regression"] is None else signed(row["expected_regression"], words),
        absent if row["displacement_quotient"] is None else words.number(row["displacement_quotient"], 2, signed=True),
        absent if row["total_net_effect"] is None else words.number(row["total_net_effect"], 1),
    ]


def _with_interval(row: Row, name: str, decimals: int, words: Words, *, is_signed: bool) -> Children:
    if row[name] is None:
        return words("table.absent")
    value, lower, upper = (
        words.number(row[column], decimals, signed=is_signed) for column in (name, f"{name}_lower", f"{name}_upper")
    )
    key = "focus.signed_interval" if is_signed else "table.interval"
    return rate_cell(value, words(key, lower=lower, upper=upper))


def counts_section(focus: Focus) -> html.Section:
    """Before and after of each kind of areas, so that anyone can work the difference out anew."""
    words, row = focus.setting.words, focus.effect
    columns = [
        Column(words("focus.role")),
        Column(words("focus.areas"), is_number=True),
        Column(words("focus.before"), is_number=True),
        Column(words("focus.after"), is_number=True),
        Column(words("focus.change"), is_number=True),
        Column(words("focus.weight"), is_number=True),
    ]
    rows = [_counts(row, role, words) for role in ROLES if row[f"{role}_areas"]]
    windows = _windows(row, words)
    return html.Section(
        [
            html.H2(words("focus.counts", category=words.of(row))),
            data_table(windows or reason(words, row["status"]), columns, rows),
            html.P(words("focus.withheld", reason=reason(words, row["status"])), className="footnote")
            if row["status"] in ("disclosure", "not_collected")
            else None,
            html.P(words("focus.overlap"), className="footnote") if row["has_overlap"] else None,
            focus.setting.line("marts.mart_focus_area"),
        ],
        className="panel panel-counts",
    )


def _counts(row: Row, role: str, words: Words) -> list[Children]:
    before, after = row[f"{role}_before"], row[f"{role}_after"]
    change = words("table.absent") if before is None or after is None else words.number(after - before, signed=True)
    weight = row.get(f"{role}_weight")
    return [
        words(f"role.{role}"),
        number(words, row[f"{role}_areas"]),
        number(words, before),
        number(words, after),
        change,
        words("table.absent") if weight is None else words.number(weight, 2),
    ]
