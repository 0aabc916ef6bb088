"""The ranked table: one row an area, every number with its evidence, the unranked below with the reason.

On a narrow screen the stylesheet lays each row out as a card; roles are written out so that it stays a table
for a screen reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children, attributes
from dashboards.components.verdict import verdict_mark
from dashboards.i18n import Words
from dashboards.serving import Row
from dashboards.values import Written


@dataclass(frozen=True)
class Headings:
    """Names of the table that depend on the view."""

    indicator: str
    period: str
    scope: str
    previous_period: str | None


@dataclass(frozen=True)
class _Shared:
    """What holds for the whole table, so that its rows need not repeat it."""

    # Not for a count: its value is the base.
    has_base: bool
    has_previous_rank: bool
    has_interval: bool
    has_rank_interval: bool
    # Why no ranked area has a verdict, where it is the same for all.
    no_verdict: str | None
    # Why no area is ranked, where it is the same for all.
    no_rank: str | None

    @classmethod
    def of(cls, rows: Sequence[Row], written: Written) -> "_Shared":
        ranked = [row for row in rows if row["rank"] is not None]
        no_verdict = {None if row["verdict"] else row["verdict_status"] for row in ranked}
        no_rank = {None if row["rank"] is not None else _unranked_reason(row) for row in rows}
        return cls(
            has_base=not written.is_count and any(row["numerator"] is not None for row in rows),
            has_previous_rank=any(row["previous_rank"] is not None for row in rows),
            has_interval=any(row["lower"] is not None for row in rows),
            has_rank_interval=any(row["rank_lower"] is not None for row in rows),
            no_verdict=no_verdict.pop() if len(no_verdict) == 1 and len(ranked) > 1 else None,
            no_rank=no_rank.pop() if len(no_rank) == 1 and len(rows) > 1 else None,
        )


def ranking(
    rows: Sequence[Row],
    written: Written,
    headings: Headings,
    *,
    series: Mapping[str, int],
    links: Mapping[str, str],
) -> html.Table:
    """The table. `series`: place in the trend; `links`: address that adds or removes an area. A column that
    would be empty in every row is left out.
    """
    shared = _Shared.of(rows, written)
    body = [_row(row, written, shared, series=series.get(row["area_id"]), href=links[row["area_id"]]) for row in rows]
    return html.Table(
        [
            html.Caption(_caption(written, headings, shared)),
            html.Thead(_head(written, headings, shared), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        className="ranking",
        role="table",
        id="ranking",
    )


def _caption(written: Written, headings: Headings, shared: _Shared) -> list[Component | str]:
    words = written.words
    names = {"indicator": headings.indicator, "period": headings.period, "scope": headings.scope}
    said: list[Component | str] = [words("table.caption", **names)]
    if shared.has_rank_interval:
        said.append(words("table.caption_interval"))
    said.append(words("table.caption_choose"))
    for key, status in (("table.no_rank", shared.no_rank), ("table.no_verdict", shared.no_verdict)):
        if status:
            said.append(html.Strong(words(key, reason=written.reason(status)), className="caption-reason"))
    return said


def _head(written: Written, headings: Headings, shared: _Shared) -> html.Tr:
    words, previous = written.words, headings.previous_period
    hint = "table.value_hint" if shared.has_interval else "table.value_hint_no_interval"
    columns: list[tuple[str, str, str | None]] = [
        ("rank", words("table.rank"), words("table.rank_hint") if shared.has_rank_interval else None),
        ("area", words("table.area"), None),
        ("value", words("table.value"), words(hint, unit=written.unit)),
    ]
    if shared.has_base:
        columns.append(("base", words("table.base"), None))
    if shared.has_previous_rank:
        title = words("table.previous_rank", period=previous) if previous else words("table.previous_rank_none")
        columns.append(("previous", title, None))
    columns.append(("change", words("table.change"), words("table.change_hint", period=previous) if previous else None))
    return html.Tr(
        [
            html.Th(
                [title, html.Span(hint, className="hint") if hint else None],
                scope="col",
                role="columnheader",
                className=f"col-{name}",
            )
            for name, title, hint in columns
        ],
        role="row",
    )


def _row(row: Row, written: Written, shared: _Shared, *, series: int | None, href: str) -> html.Tr:
    words, previous = written.words, row["previous_rank"]
    area = [_area(row, words, series=series, href=href), *([] if shared.no_rank else _reason(row, written))]
    cells = [
        _cell("rank", _rank(row, written)),
        html.Th(area, scope="row", role="rowheader", className="col-area"),
        _cell("value", _value(row, written)),
    ]
    if shared.has_base:
        cells.append(_cell("base", written.base(row) or words("table.absent"), label=words("table.base")))
    if shared.has_previous_rank:
        place = str(previous) if previous is not None else words("table.absent")
        cells.append(_cell("previous", place, label=words("table.previous_rank_none")))
    cells.append(_cell("change", _change(row, written, shared)))
    return html.Tr(
        cells,
        role="row",
        className="ranked" if row["rank"] is not None else "unranked",
        **attributes(data_area=row["area_id"]),
    )


def _cell(name: str, content: Children, *, label: str | None = None) -> html.Td:
    labelled = attributes(data_label=label) if label else {}
    return html.Td(content, role="cell", className=f"col-{name}", **labelled)


def _rank(row: Row, written: Written) -> Children:
    words = written.words
    if row["rank"] is None:
        return html.Span(words("table.absent"), className="rank-absent")
    parts: list[Component | str] = [html.Span(str(row["rank"]), className="rank-number")]
    whole = written.rank(row)
    if whole != str(row["rank"]):
        # The space is for those who copy the table.
        parts += [" ", html.Span(whole.removeprefix(str(row["rank"])).strip(), className="rank-interval")]
    return parts


def _area(row: Row, words: Words, *, series: int | None, href: str) -> html.A:
    name, area_id = words.of(row, "area_name"), row["area_id"]
    is_chosen = series is not None
    return html.A(
        [
            html.Span(className=f"swatch swatch-{series if is_chosen else 'none'}", **attributes(aria_hidden="true")),
            name,
        ],
        href=href,
        id=f"area-{area_id}",
        className="area-link chosen" if is_chosen else "area-link",
        role="button",
        title=words("table.deselect" if is_chosen else "table.select", area=name),
        **attributes(data_in_place="yes", aria_pressed="true" if is_chosen else "false"),
    )


def _value(row: Row, written: Written) -> Children:
    words = written.words
    if row["value"] is None:
        key = "table.suppressed" if row["is_suppressed"] else "table.absent"
        return html.Span(words(key), className="value-absent")
    interval = written.interval(row)
    return [
        html.Span(written.value(row["value"]), className="value-number"),
        html.Span(interval, className="value-interval") if interval else None,
    ]


def _reason(row: Row, written: Written) -> list[Component]:
    """Why an area is not ranked."""
    if row["rank"] is not None:
        return []
    reason = _unranked_reason(row)
    words = written.words
    sentence = words("table.unranked_reason", reason=written.reason(reason)) if reason else words("table.unranked")
    return [html.Span(sentence, className="reason")]


def _unranked_reason(row: Row) -> str | None:
    reason: str | None = row["unranked_reason"] or row["suppression_reason"]
    return reason


def _change(row: Row, written: Written, shared: _Shared) -> list[Component]:
    """The verdict in words and symbol with the change it judges, else the reason and no symbol. A reason that
    the caption or the row itself already gives is not said again.
    """
    words, verdict = written.words, row["verdict"]
    changed = written.change(row)
    if verdict is None:
        status = row["verdict_status"]
        is_said = status in (shared.no_verdict, None if row["rank"] is not None else _unranked_reason(row))
        said = words("verdict.none") if is_said else words("verdict.not_said", reason=written.reason(status))
        return [
            *([html.Span(changed, className="change-number muted")] if changed else []),
            html.Span(said, className="verdict none"),
        ]
    return [
        *([html.Span(changed, className="change-number")] if changed else []),
        verdict_mark(words, verdict, written.indicator["direction"]),
    ]
