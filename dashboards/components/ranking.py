"""The ranked table: one row an area, every number with its evidence, the unranked below with the reason.

On a narrow screen the stylesheet lays each row out as a card; roles are written out so that it stays a table
for a screen reader.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import Children, attributes
from dashboards.i18n import Words
from dashboards.serving import Row
from dashboards.values import Written

_ARROWS = {"rise": "▲", "fall": "▼", "no_significant_change": "≈"}


@dataclass(frozen=True)
class Headings:
    """Words of the table that depend on the view."""

    caption: str
    previous_period: str | None


def ranking(
    rows: Sequence[Row],
    written: Written,
    headings: Headings,
    *,
    series: Mapping[str, int],
    links: Mapping[str, str],
) -> html.Table:
    """The table. `series`: place in the trend; `links`: address that adds or removes an area."""
    body = [_row(row, written, series=series.get(row["area_id"]), href=links[row["area_id"]]) for row in rows]
    return html.Table(
        [
            html.Caption(headings.caption),
            html.Thead(_head(written, headings), role="rowgroup"),
            html.Tbody(body, role="rowgroup"),
        ],
        className="ranking",
        role="table",
        id="ranking",
    )


def _head(written: Written, headings: Headings) -> html.Tr:
    words, previous = written.words, headings.previous_period
    is_count = written.indicator["value_kind"] == "count"
    columns: list[tuple[str, str, str | None]] = [
        ("rank", words("table.rank"), words("table.rank_hint")),
        ("area", words("table.area"), None),
        ("value", words("table.value"), words("table.value_hint", unit=written.unit)),
        ("base", words("table.base_count") if is_count else words("table.base"), None),
        (
            "previous",
            words("table.previous_rank", period=previous) if previous else words("table.previous_rank_none"),
            None,
        ),
        ("change", words("table.change"), words("table.change_hint", period=previous) if previous else None),
    ]
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


def _row(row: Row, written: Written, *, series: int | None, href: str) -> html.Tr:
    words = written.words
    is_ranked = row["rank"] is not None
    previous = row["previous_rank"]
    cells = [
        _cell("rank", _rank(row, written)),
        html.Th(_area(row, words, series=series, href=href), scope="row", role="rowheader", className="col-area"),
        _cell("value", _value(row, written)),
        _cell("base", written.base(row) or words("table.absent"), label=_base_label(written)),
        _cell(
            "previous",
            str(previous) if previous is not None else words("table.absent"),
            label=words("table.previous_rank_none"),
        ),
        _cell("change", change(row, written)),
    ]
    return html.Tr(
        cells,
        role="row",
        className="ranked" if is_ranked else "unranked",
        **attributes(data_area=row["area_id"]),
    )


def _cell(name: str, content: Children, *, label: str | None = None) -> html.Td:
    labelled = attributes(data_label=label) if label else {}
    return html.Td(content, role="cell", className=f"col-{name}", **labelled)


def _base_label(written: Written) -> str:
    return written.words("table.base_count" if written.indicator["value_kind"] == "count" else "table.base")


def _rank(row: Row, written: Written) -> Children:
    words = written.words
    if row["rank"] is None:
        return html.Span(words("table.absent"), className="rank-absent")
    parts = [html.Span(str(row["rank"]), className="rank-number")]
    whole = written.rank(row)
    if whole != str(row["rank"]):
        parts.append(html.Span(whole.removeprefix(str(row["rank"])).strip(), className="rank-interval"))
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


def _value(row: Row, written: Written) -> list[Component]:
    words = written.words
    if row["value"] is None:
        key = "table.suppressed" if row["is_suppressed"] else "table.absent"
        return [html.Span(words(key), className="value-absent"), *_reason(row, written)]
    interval = written.interval(row)
    return [
        html.Span(written.value(row["value"]), className="value-number"),
        html.Span(interval, className="value-interval") if interval else html.Span(),
        *_reason(row, written),
    ]


def _reason(row: Row, written: Written) -> list[Component]:
    if row["rank"] is not None:
        return []
    reason = row["unranked_reason"] or row["suppression_reason"]
    words = written.words
    sentence = words("table.unranked_reason", reason=written.reason(reason)) if reason else words("table.unranked")
    return [html.Span(sentence, className="reason")]


def change(row: Row, written: Written) -> list[Component]:
    """The verdict in words and symbol with the change it judges, else the reason and no symbol."""
    words, verdict = written.words, row["verdict"]
    changed = written.change(row)
    if verdict is None:
        status = row["verdict_status"]
        said = words("verdict.not_said", reason=written.reason(status)) if status else words("table.absent")
        return [
            html.Span(changed, className="change-number muted") if changed else html.Span(),
            html.Span(said, className="verdict none"),
        ]
    favour = written.favour(row)
    judged: list[Component | str] = [
        html.Span(_ARROWS[verdict], className="arrow", **attributes(aria_hidden="true")),
        words(f"verdict.{verdict}"),
    ]
    if favour:
        judged.append(html.Span(words(f"verdict.{favour}"), className="favour"))
    tone = favour or ("neutral" if verdict != "no_significant_change" else "unchanged")
    return [
        html.Span(changed, className="change-number") if changed else html.Span(),
        html.Span(judged, className=f"verdict {tone}"),
    ]
