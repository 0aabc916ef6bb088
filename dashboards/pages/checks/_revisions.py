"""Values told otherwise than when they were first published."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table
from dashboards.components.evidence import dictionary_link
from dashboards.components.notices import empty
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.periods import period_name
from dashboards.serving import Row
from dashboards.values import Written, reason


def revisions_section(checks: Checks) -> html.Section | None:
    """What was published first, before and now, and since when; of the area shown."""
    words, rows = checks.setting.words, checks.revisions
    if rows is None:
        return None
    heading = html.H2(words("checks.revisions"))
    area = words.of(checks.setting.place.area)
    if not rows:
        return html.Section(
            [heading, empty(words("checks.no_revisions", area=area))], className="panel panel-revisions"
        )
    here, in_all = rows[0]["revised_here"], rows[0]["revised_in_all"]
    counted = words("checks.revised", area=area, here=words.number(here), all=words.number(in_all))
    cut = words("checks.revisions_cut", shown=words.number(len(rows))) if here > len(rows) else ""
    names = ("first", "before", "now", "difference")
    columns = [
        Column(words("evidence.indicator")),
        Column(words("evidence.period")),
        *(Column(words(f"revision.{name}"), is_number=True) for name in names),
        Column(words("revision.since")),
        Column(words("revision.why")),
    ]
    return html.Section(
        [
            heading,
            html.P(counted + cut, className="footnote"),
            data_table(words("checks.revisions_caption"), columns, [_revision(row, words) for row in rows]),
            checks.setting.line("marts.mart_revision"),
        ],
        className="panel panel-revisions",
    )


def _revision(row: Row, words: Words) -> list[Children]:
    written = Written(words, row)

    def number(name: str) -> str:
        return words("table.absent") if row[name] is None else written.value(row[name])

    difference = written.plotted(row["difference_from_first"])
    changed = words("table.absent")
    if difference is not None:
        changed = words.number(difference, row["decimals"], signed=True)
        changed = words("change.points", change=changed) if written.is_share else changed
    return [
        dictionary_link(words, row),
        period_name(row, words),
        [
            html.Span(number("first_value")),
            " ",
            html.Span(words.day(row["first_published_on"]), className="value-interval"),
        ],
        number("previous_value"),
        number("value"),
        changed,
        words("revision.times", date=words.day(row["revised_since"]), times=words.number(row["revisions"])),
        _why(row, words),
    ]


def _why(row: Row, words: Words) -> str:
    """New data or a new method; of a value that is not told any more, why."""
    if row["revision_status"] != "ok":
        return words("revision.gone", reason=reason(words, row["revision_status"]))
    return words("revision.method" if row["is_method_changed"] else "revision.data")
