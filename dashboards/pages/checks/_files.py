"""The files that numbers come from: what each held, and the fingerprint that tells it from any other."""

from dash import html

from dashboards.components.attributes import Children
from dashboards.components.data import Column, data_table
from dashboards.components.filters import Offered, Option
from dashboards.components.notices import empty
from dashboards.i18n import Words
from dashboards.pages.checks._content import Checks
from dashboards.serving import Row
from dashboards.values import number

ALL = ""
_FINGERPRINT = 16


def offered_sources(checks: Checks) -> Offered:
    words = checks.setting.words
    options = [Option(ALL, words("checks.all_sources"))]
    options += [Option(row["source_id"], words.of(row, "title")) for row in checks.quality]
    return Offered(words("checks.files_of"), options, checks.source_id or ALL)


def files_section(checks: Checks) -> html.Section:
    """The newest files of the source asked for, else of all."""
    words, files = checks.setting.words, checks.files
    heading = html.H2(words("checks.source_files"))
    if not files:
        key = "checks.no_file_table" if files is None else "checks.no_file"
        return html.Section([heading, empty(words(key))], className="panel panel-files", id="source-files")
    columns = [
        Column(words("checks.file")),
        Column(words("checks.source")),
        Column(words("checks.landed")),
        Column(words("checks.file_status")),
        *(Column(words(f"checks.{name}"), is_number=True) for name in ("rows", "accepted", "refused")),
        Column(words("checks.fingerprint")),
    ]
    in_all = files[0]["files_in_all"]
    caption = words("checks.files_caption", shown=words.number(len(files)), files=words.number(in_all))
    return html.Section(
        [
            heading,
            data_table(caption, columns, [_file(row, words) for row in files]),
            checks.setting.line("marts.dim_source_file"),
        ],
        className="panel panel-files",
        id="source-files",
    )


def _file(row: Row, words: Words) -> list[Children]:
    return [
        row["file_name"],
        words.of(row, "title"),
        words.day(row["landed_at"].date()),
        words(f"file_status.{row['status']}"),
        *(number(words, row[f"rows_{name}"]) for name in ("read", "accepted", "quarantined")),
        html.Code(row["sha256"][:_FINGERPRINT], title=row["sha256"]),
    ]
