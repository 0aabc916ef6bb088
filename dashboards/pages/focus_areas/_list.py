"""Which areas may leave the list and which may enter it, each with the months that the proposal rests on."""

from dash import html

from dashboards.components.attributes import Children, attributes
from dashboards.components.data import Column, data_table, facts, opens
from dashboards.components.months import months_hot
from dashboards.components.notices import empty
from dashboards.page import query
from dashboards.pages.focus_areas._content import Focus
from dashboards.serving import Row
from dashboards.values import number, reason

HOT_SPOTS = "/hot-spots"


def list_section(focus: Focus) -> html.Section:
    words, rows = focus.setting.words, focus.proposals
    heading = html.H2(words("focus.list", category=words.of(focus.effect)))
    if not rows:
        return html.Section([heading, empty(words("focus.list_none"))], className="panel panel-focus-list")
    columns = [
        Column(words("filter.area")),
        Column(words("focus.proposal")),
        Column(words("hot.class")),
        Column(words("hot.months")),
        Column(words("focus.recent"), is_number=True),
        Column(words("focus.last_hot")),
        Column(words("hot.calls"), is_number=True),
        Column(words("focus.on_list")),
    ]
    evidence = focus.setting.evidence(
        table="marts.mart_focus_list",
        row=rows[0],
        more=[
            (words("evidence.formula"), words("focus.list_formula")),
            (words("evidence.period"), words("hot.months_to", period=words.period("M", rows[0]["period_id"]))),
        ],
    )
    caption = words("focus.list_caption", period=words.period("M", rows[0]["period_id"]))
    return html.Section(
        [
            heading,
            data_table(caption, columns, [_area(row, focus) for row in rows]),
            html.P(words("focus.list_note"), className="footnote"),
            opens("focus-list-evidence", words("evidence.heading"), facts(evidence)),
        ],
        className="panel panel-focus-list",
    )


def _area(row: Row, focus: Focus) -> list[Children]:
    words, absent = focus.setting.words, focus.setting.words("table.absent")
    there = {"area": row["area_id"], "category": row["category_id"], "period": row["period_id"]}
    link = html.A(
        words.of(row),
        href=HOT_SPOTS + query(there | {"lang": words.language}),
        id=f"spot-{row['area_id']}",
        **attributes(data_in_place="yes"),
    )
    proposal = row["proposal"]
    return [
        html.Span([link, html.Span(words.of(row, "parent"), className="within")]),
        html.Span(words(f"proposal.{proposal}"), className=f"proposal {proposal}")
        if proposal
        else words("verdict.not_said", reason=reason(words, row["proposal_status"])),
        absent if row["class"] in (None, "none") else words(f"spot.{row['class']}"),
        months_hot(words, row),
        absent
        if row["recent_months_in_hot"] is None
        else words("table.ratio", numerator=row["recent_months_in_hot"], denominator=row["recent_months_judged"]),
        absent if row["last_hot_month"] is None else words.period("M", f"{row['last_hot_month']:%Y-%m}"),
        number(words, row["calls_12_months"]),
        _listing(row, focus),
    ]


def _listing(row: Row, focus: Focus) -> Children:
    """By which programme, from when to when."""
    words = focus.setting.words
    if row["programme"] is None:
        return words("focus.never_listed")
    until = words.day(row["ends_on"]) if row["ends_on"] else words("focus.open_end")
    return words("focus.listed", programme=words.term(row["programme"]), start=words.day(row["starts_on"]), end=until)
