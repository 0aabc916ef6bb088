"""The evidence card: what a number is, where it comes from, how far it reaches."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from anlan.snapshot import Build
from dashboards.components.attributes import Children, attributes
from dashboards.components.chrome import quality_in_full
from dashboards.i18n import Words
from dashboards.page import query
from dashboards.serving import Row

DICTIONARY, CHECKS = "/dictionary", "/checks"


def evidence(heading: str, facts: Sequence[tuple[str, Children]]) -> html.Section:
    """A list of terms and what they are; a fact that is None is left out."""
    entries: list[Component] = []
    for term, fact in facts:
        if fact is not None:
            entries.append(html.Div([html.Dt(term), html.Dd(fact)], className="fact"))
    return html.Section([html.H2(heading), html.Dl(entries)], className="panel evidence", id="evidence")


def dictionary_link(words: Words, indicator: Row) -> html.A:
    """An indicator's code and name, linked to its entry in the dictionary."""
    code = indicator["indicator_id"]
    return html.A(
        words("evidence.indicator_value", code=code, name=words.of(indicator)),
        href=DICTIONARY + query({"indicator": code, "lang": words.language}),
        **attributes(data_in_place="yes"),
    )


def source_files(words: Words, sources: Sequence[Row]) -> Children:
    """What was read of the sources, and the way to the list of their files."""
    one = {"source": sources[0]["source_id"]} if len(sources) == 1 else {}
    link = html.A(
        words("evidence.files_list"),
        href=f"{CHECKS}{query({**one, 'lang': words.language})}#source-files",
        **attributes(data_in_place="yes"),
    )
    return [quality_in_full(words, sources), " ", link]


def table_line(words: Words, table: str, build: Build) -> html.P:
    """Which table of which build numbers come from, so that they can be asked for again."""
    return html.P(words("evidence.table", table=table, build=build.build_id), className="footnote")
