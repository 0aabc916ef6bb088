"""What fills the frame of the concerns: from what `_content` read to components and figures."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, behind, data_table, opens, rate_cell
from dashboards.components.filters import filter_view
from dashboards.components.notices import empty
from dashboards.components.panel import Drawn, panel_view
from dashboards.components.verdict import verdict_mark
from dashboards.components.view import View
from dashboards.figures.ranked_dots import Dot, height, ranked_dots
from dashboards.i18n import Words
from dashboards.pages.concerns._content import Concerns
from dashboards.periods import offered_periods, period_name
from dashboards.serving import Row
from dashboards.values import number, reason, share, share_interval

# A concern that fewer name, and fewer calls, are better.
_DIRECTION = "down_good"


def fill(concerns: Concerns) -> View:
    setting, words, period = concerns.setting, concerns.setting.words, concerns.period
    rows = (*concerns.concerns, *concerns.items)
    return (
        setting.opening(
            "concerns",
            subtitle=period_name(period, words) if period else None,
            as_of=max((row["as_of"] for row in rows), default=None),
        )
        | filter_view("area", setting.place.offered(words), of="concerns")
        | filter_view("period", offered_periods(concerns.periods, period, words) if period else None, of="concerns")
        | View(
            {"concern-headline": _headline(concerns), "concern-items": _items(concerns)},
            {"concerns-filters": {"aria-label": words("filter.heading")}},
        )
        | panel_view("concern-rates", _rates(concerns))
    )


def _headline(concerns: Concerns) -> html.Section | None:
    """What worries most, how much of the list is done, what is overdue, what helped beyond chance."""
    words, items = concerns.setting.words, concerns.items
    leading = [row for row in concerns.concerns if row["is_top_three"]]
    tiles = []
    if leading:
        tiles.append(
            (words("concern.top_three"), words.listed([words.of(row) for row in leading]), words("concern.top_note"))
        )
    if items:
        done = sum(bool(row["is_done"]) for row in items)
        late = sum(bool(row["is_overdue"]) and not row["is_done"] for row in items)
        tested = [row for row in items if row["concern_verdict"] is not None]
        helped = sum(row["concern_verdict"] == "fall" for row in tested)
        tiles += [
            (
                words("concern.done"),
                words("table.ratio", numerator=words.number(done), denominator=words.number(len(items))),
                words("concern.done_note"),
            ),
            (words("concern.late"), words.number(late), words("concern.late_note")),
            (
                words("concern.helped"),
                words("table.ratio", numerator=words.number(helped), denominator=words.number(len(tested))),
                words("concern.helped_note"),
            ),
        ]
    if not tiles:
        return None
    return html.Section(
        [
            html.Div(
                [
                    html.P(label, className="tile-label"),
                    html.P(figure, className="tile-figure"),
                    html.P(note, className="tile-note"),
                ],
                className="tile",
            )
            for label, figure, note in tiles
        ],
        className="headline",
    )


def _rates(concerns: Concerns) -> Drawn:
    """What part of those asked named each concern."""
    words, rows = concerns.setting.words, [row for row in concerns.concerns if row["rate"] is not None]
    heading, label = words("concern.rates"), words("concern.rates_label")
    if not rows:
        return Drawn(heading, None, label, 0, notes=[empty(words("concern.none"))])
    dots = [
        Dot(
            name=_name(row, words),
            value=row["rate"] * 100,
            lower=None if row["lower"] is None else row["lower"] * 100,
            upper=None if row["upper"] is None else row["upper"] * 100,
            # The first three stand out, as a leader is asked for them.
            series=0 if row["is_top_three"] else None,
            tooltip=[words.of(row), share(words, row["rate"]), _listed(row, words)],
        )
        for row in rows
    ]
    columns = [
        Column(words("late.concern")),
        Column(words("concern.place")),
        Column(words("concern.rate"), is_number=True),
        Column(words("tooltip.base_term"), is_number=True),
        Column(words("concern.on_list")),
    ]
    table: list[list[Children]] = [
        [
            words.of(row),
            _place(row, words),
            _rate(row, words),
            words(
                "table.ratio", numerator=number(words, row["numerator"]), denominator=number(words, row["denominator"])
            ),
            _listed(row, words),
        ]
        for row in rows
    ]
    evidence = concerns.setting.evidence(
        table="marts.mart_concern_top",
        row=rows[0],
        more=[
            (words("evidence.numerator"), words("concern.numerator")),
            (words("evidence.denominator"), words("concern.denominator")),
        ],
    )
    has_interval = any(dot.lower is not None for dot in dots)
    return Drawn(
        heading,
        ranked_dots(dots, whole=None, whole_label=""),
        label,
        height(len(dots)),
        unit="%",
        lead=html.P(words("concern.note"), className="footnote") if has_interval else None,
        notes=[behind(words, "concern-rates", table=data_table(label, columns, table), evidence=evidence)],
    )


def _name(row: Row, words: Words) -> str:
    return words.of(row) if row["place"] is None else f"{row['place']}  {words.of(row)}"


def _place(row: Row, words: Words) -> str:
    if row["place"] is None:
        return words("table.absent")
    return words("concern.tied", place=row["place"]) if row["is_tied"] else str(row["place"])


def _rate(row: Row, words: Words) -> Children:
    interval = share_interval(words, row["lower"], row["upper"])
    return rate_cell(share(words, row["rate"]), interval) if interval else share(words, row["rate"])


def _listed(row: Row, words: Words) -> str:
    return (
        words("concern.items_on_list", count=words.number(row["items_on_list"]))
        if row["is_on_list"]
        else words("concern.not_on_list")
    )


def _items(concerns: Concerns) -> html.Section:
    """The list: owners, days, and whether the concern and the calls of its category fell after."""
    words, rows = concerns.setting.words, concerns.items
    heading = html.H2(words("concern.list", count=len(rows)))
    if not rows:
        return html.Section([heading, empty(words("concern.no_items"))], className="panel panel-items")
    columns = [
        Column(words("late.concern")),
        Column(words("concern.state")),
        Column(words("concern.before_after")),
        Column(words("concern.calls")),
        Column(words("late.area")),
        Column(words("late.owner")),
        Column(words("concern.opened")),
        Column(words("late.due")),
        Column(words("concern.item")),
    ]
    open_items, done_items = ([row for row in rows if bool(row["is_done"]) is done] for done in (False, True))
    still = data_table(words("concern.list_caption"), columns, [_item(row, words) for row in open_items])
    done = data_table(words("concern.done_caption"), columns, [_item(row, words) for row in done_items])
    return html.Section(
        [
            heading,
            still if open_items else html.P(words("concern.all_done"), className="footnote"),
            # The many that are done stand behind the few that are not.
            opens("concern-done", words("concern.done_items", count=len(done_items)), done) if done_items else None,
            concerns.setting.line("marts.mart_rectification"),
        ],
        className="panel panel-items",
    )


def _item(row: Row, words: Words) -> list[Children]:
    return [
        words.of(row),
        _state(row, words),
        _before_after(row, words),
        _calls(row, words),
        words.of(row, "area"),
        words.unit_of(row["responsible_unit"] or words("table.absent"), row, "area"),
        words.day(row["opened_on"]) if row["opened_on"] else words("table.absent"),
        words.day(row["due_on"]) if row["due_on"] else words("table.absent"),
        row["item"],
    ]


def _state(row: Row, words: Words) -> Children:
    """Done or not, and how late."""
    late = number(words, row["days_overdue"])
    if row["is_done"]:
        done = words.day(row["done_on"]) if row["done_on"] else ""
        key = "concern.done_late" if row["is_overdue"] else "concern.done_on"
        return words(key, date=done, days=late)
    if row["is_overdue"]:
        return html.Span(words("concern.overdue", days=late), className="verdict unfavourable")
    return words("concern.open", days=number(words, row["days_open"]))


def _before_after(row: Row, words: Words) -> Children:
    if row["concern_verdict"] is None:
        why = row["concern_status"]
        return words("verdict.not_said", reason=reason(words, why)) if why else words("table.absent")
    moved = words("concern.from_to", before=share(words, row["rate_before"]), after=share(words, row["rate_after"]))
    return [moved, " ", verdict_mark(words, row["concern_verdict"], _DIRECTION)]


def _calls(row: Row, words: Words) -> Children:
    if row["linked_category_id"] is None:
        return words("concern.no_calls")
    if row["alarm_verdict"] is None:
        why = row["alarm_status"]
        return words("verdict.not_said", reason=reason(words, why)) if why else words("table.absent")
    moved = words(
        "concern.from_to", before=number(words, row["alarms_before"]), after=number(words, row["alarms_after"])
    )
    return [moved, " ", verdict_mark(words, row["alarm_verdict"], _DIRECTION)]
