"""The boards of the wall that are words and numbers: where the area stands, places as sets, what is overdue."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from dashboards.components.attributes import attributes
from dashboards.components.chrome import quality
from dashboards.components.verdict import change_said
from dashboards.i18n import Words
from dashboards.pages.overview.content import Overview
from dashboards.pages.wall._content import Wall
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import Written

# Rows that fit a board and can be read across a room.
_MOST_ROWS = 6
_MOST_SETS = 5
# Of places from the end as from the front.
_THREE = 3


def standing(overview: Overview) -> html.Div:
    """The value of each indicator with its interval, and whether it moved beyond chance."""
    return html.Div([_tile(overview, row) for row in overview.values], className="wall-tiles")


def _tile(overview: Overview, row: Row) -> html.Article:
    words, written = overview.words, Written(overview.words, row)
    is_other = overview.period is not None and row["period_id"] != overview.period["period_id"]
    interval = written.interval(row)
    return html.Article(
        [
            html.H3(
                [
                    words.of(row),
                    html.Span(period_name(row, words), className="wall-period") if is_other else None,
                ]
            ),
            html.P(
                [
                    html.Span(written.value(row["value"]), className="wall-value"),
                    None if written.is_share else html.Span(written.unit, className="wall-unit"),
                ]
            ),
            html.P(words("tooltip.interval", interval=interval), className="wall-note") if interval else None,
            html.P(change_said(row, written), className="wall-moved"),
        ],
        className="wall-tile",
    )


def places(wall: Wall) -> html.Div | None:
    """Which areas are surely among the first three and the last three; the others cannot be told apart from them."""
    overview, words = wall.overview, wall.overview.words
    names = {area["area_id"]: words.of(area) for area in overview.place.children}
    rows = []
    for row in overview.values:
        ranked = [
            found
            for (indicator_id, _), found in overview.below.items()
            if indicator_id == row["indicator_id"] and found["rank"] is not None and found["rank_lower"] is not None
        ]
        # Of so few the first three and the last three are the same.
        if len(ranked) <= 2 * _THREE:
            continue
        first = [found for found in ranked if found["rank_upper"] <= _THREE]
        last = [found for found in ranked if found["rank_lower"] > len(ranked) - _THREE]
        between = len(ranked) - len(first) - len(last)
        rows.append(
            html.Tr(
                [
                    html.Th([words.of(row), html.Span(period_name(row, words), className="wall-period")], scope="row"),
                    _set(first, names, words),
                    _set(last, names, words),
                    html.Td(words("wall.between_value", count=between), className="wall-between"),
                ]
            )
        )
    if not rows:
        return None
    heads = [words(f"wall.{name}") for name in ("indicator", "first", "last", "between")]
    return _table(heads, rows[:_MOST_SETS], "wall-table")


def _set(found: Sequence[Row], names: dict[str, str], words: Words) -> html.Td:
    ordered = sorted(found, key=lambda row: row["rank"])
    listed = [names[row["area_id"]] for row in ordered if row["area_id"] in names]
    return html.Td(words.listed(listed) if listed else words("overview.nobody"))


def late(overview: Overview) -> html.Div | None:
    """Units with what is overdue, and items of the list."""
    words = overview.words
    parts: list[Component] = []
    if overview.units:
        rows = [_unit(row, words) for row in overview.units[:_MOST_ROWS]]
        heads = [words(f"late.{name}") for name in ("unit", "open", "overdue", "share", "oldest")]
        caption = words("late.units_caption", date=words.day(overview.units[0]["counted_on"]))
        parts.append(_half(words("late.units"), caption, _table(heads, rows, "wall-table wall-numbers")))
    if overview.items:
        rows = [_item(row, words) for row in overview.items[:_MOST_ROWS]]
        heads = [words(f"late.{name}") for name in ("concern", "area", "owner", "due")]
        caption = words("late.items_caption", date=words.day(overview.items[0]["as_of"]))
        parts.append(_half(words("late.items", count=len(overview.items)), caption, _table(heads, rows, "wall-table")))
    return html.Div(parts, className="wall-halves") if parts else None


def _unit(row: Row, words: Words) -> html.Tr:
    absent = words("table.absent")
    share = absent
    if row["overdue_share"] is not None:
        share = words("unit.share", value=words.number(row["overdue_share"] * 100, 1))
    if row["overdue_share_lower"] is not None:
        lower, upper = (words.number(row[f"overdue_share_{end}"] * 100, 1) for end in ("lower", "upper"))
        share = words("late.share_interval", share=share, lower=lower, upper=upper)
    return html.Tr(
        [
            html.Th(
                words("late.all_units") if row["responsible_unit"] == "all" else words.term(row["responsible_unit"]),
                scope="row",
            ),
            html.Td(words.number(row["open_events"]), className="number"),
            html.Td(words.number(row["overdue"]) if row["overdue"] is not None else absent, className="number late"),
            html.Td(share, className="number"),
            html.Td(
                words("late.days", days=words.number(row["oldest_days"])) if row["oldest_days"] is not None else absent,
                className="number",
            ),
        ]
    )


def _item(row: Row, words: Words) -> html.Tr:
    due = words("late.due_value", date=words.day(row["due_on"]), days=words.number(row["days_overdue"]))
    cells = [words.of(row), words.unit_of(row["responsible_unit"] or words("table.absent"), row), due]
    return html.Tr([html.Th(words.of(row, "concern"), scope="row"), *(html.Td(cell) for cell in cells)])


def _half(heading: str, caption: str, table: html.Div) -> html.Div:
    return html.Div([html.H3(heading), html.P(caption, className="wall-note"), table])


def _table(heads: Sequence[str], rows: Sequence[html.Tr], name: str) -> html.Div:
    head = html.Tr([html.Th(heading, scope="col") for heading in heads])
    return html.Div(html.Table([html.Thead(head), html.Tbody(list(rows))], className=name))


def evidence_of(wall: Wall, rows: Sequence[Row], *, scope: str) -> html.P:
    """What a board's numbers rest on: scope, the day that all of them reach, sources, method, quality, build."""
    overview, words = wall.overview, wall.overview.words
    feeds = {row["feed"] for row in rows if row.get("feed")} or {source["feed"] for source in overview.sources}
    sources = [source for source in overview.sources if source["feed"] in feeds]
    days = [row["as_of"] for row in rows if row.get("as_of")]
    versions = sorted({str(row["method_version"]) for row in rows if row.get("method_version")})
    titles = list(dict.fromkeys(words.of(source, "title") for source in sources))
    said = [
        scope,
        words("badge.as_of", date=words.day(min(days, default=overview.city["as_of"]))),
        words("save.source", sources=words.listed(titles) or words("evidence.none_declared")),
        words("wall.method", version=words.listed(versions)) if versions else None,
        quality(words, sources),
        words("badge.build", build=overview.build.build_id),
    ]
    return html.P([html.Span(part) for part in said if part], className="wall-evidence")


def controls(words: Words, *, language_links: dict[str, str], away: str) -> html.Nav:
    """Turning by hand and the way out; the keys are named where they are."""
    buttons = [
        html.Button(
            sign,
            type="button",
            className="wall-button",
            title=words(f"wall.{name}_key"),
            **attributes(data_wall=name, aria_label=words(f"wall.{name}")),
        )
        for name, sign in (("back", "‹"), ("pause", "⏸"), ("next", "›"))
    ]
    languages = [
        html.A(words(f"language.{language}"), href=href, lang=language, **attributes(data_in_place="yes"))
        for language, href in language_links.items()
        if language != words.language
    ]
    place = html.Span(className="wall-place", **attributes(aria_hidden="true"))
    leave = html.A(words("app.to_page", page=words("page.overview")), href=away, **attributes(data_in_place="yes"))
    label = attributes(aria_label=words("page.wall"))
    return html.Nav([*buttons, place, *languages, leave], className="wall-controls", **label)
