"""What stands around every page: header, fictional label, data badge, footer."""

from collections.abc import Sequence
from datetime import date

from dash import html

from anlan.snapshot import Build
from dashboards.components.attributes import attributes
from dashboards.i18n import Words
from dashboards.serving import Row


def header(words: Words, city: Row, *, language_links: dict[str, str], wall: str | None) -> html.Header:
    """The band on top. `language_links` is the address of this view in each language, `wall` that of the wall."""
    languages = [
        html.A(
            words(f"language.{language}"),
            href=href,
            lang=language,
            className="language",
            **attributes(data_in_place="yes", aria_current="true" if language == words.language else "false"),
        )
        for language, href in language_links.items()
    ]
    return html.Header(
        [
            html.Div(
                [
                    html.Span(words("app.name"), className="wordmark"),
                    html.Span(words.of(city), className="city-name"),
                ],
                className="identity",
            ),
            html.Div(
                [
                    html.A(words("page.wall"), href=wall, className="to-wall", **attributes(data_in_place="yes"))
                    if wall is not None
                    else None,
                    html.Nav(languages, className="languages", **attributes(aria_label=words("app.language"))),
                    html.Button(
                        html.Span(className="theme-icon", **attributes(aria_hidden="true")),
                        id="theme-toggle",
                        className="theme-toggle",
                        title=words("app.theme"),
                        disable_n_clicks=True,
                        **attributes(aria_label=words("app.theme")),
                    ),
                ],
                className="tools",
            ),
        ],
        className="band",
    )


def fictional_label(words: Words, city: Row) -> html.Section | None:
    """The label no screenshot of a fictional city may lack."""
    if not city["is_fictional"]:
        return None
    return html.Section(
        [html.Strong(words("app.fictional")), html.Span(words("app.fictional_note"))],
        className="fictional",
        id="fictional-label",
        **attributes(aria_label=words("app.fictional")),
    )


def opening(page: str, *, badge: html.Div, heading: str | None = None, subtitle: str | None = None) -> html.Div:
    """What a page begins with: its name, above what it is of where that has a name of its own, and the badge."""
    titles = [
        html.P(page, className="eyebrow") if heading else None,
        html.H1(heading or page),
        html.P(subtitle, className="subtitle") if subtitle else None,
    ]
    return html.Div([html.Div(titles, className="titles"), badge], className="opening")


def data_badge(words: Words, build: Build, as_of: date | None, sources: Sequence[Row]) -> html.Div:
    """How fresh the data shown are, which build they are, and what was refused of their sources."""
    return html.Div(
        [
            html.Span(words("badge.as_of", date=words.day(as_of)), className="badge-item") if as_of else None,
            html.Span(quality(words, sources), className="badge-item", title=quality_in_full(words, sources)),
            html.Span(words("badge.build", build=build.build_id), className="badge-item build", id="build-id"),
        ],
        className="badge",
    )


def quality(words: Words, sources: Sequence[Row]) -> str:
    quarantined, failed = _total(sources, "rows_quarantined"), _total(sources, "files_failed")
    if not quarantined and not failed:
        return words("badge.clean")
    return words("badge.refused", rows=words.number(quarantined), files=words.number(failed))


def quality_in_full(words: Words, sources: Sequence[Row]) -> str:
    return words(
        "badge.title",
        read=words.number(_total(sources, "rows_read")),
        accepted=words.number(_total(sources, "rows_accepted")),
        quarantined=words.number(_total(sources, "rows_quarantined")),
        duplicate=words.number(_total(sources, "rows_duplicate")),
        loaded=words.number(_total(sources, "files_loaded")),
        failed=words.number(_total(sources, "files_failed")),
    )


def _total(sources: Sequence[Row], column: str) -> int:
    return sum(source[column] or 0 for source in sources)


def footer(words: Words, build: Build) -> html.Footer:
    return html.Footer(
        [html.Span(words("footer.note")), html.Span(words("badge.build", build=build.build_id))],
        className="foot",
    )
