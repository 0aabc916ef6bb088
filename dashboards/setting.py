"""What every page of an area and a period reads first and shows around its figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dash import html

from anlan.snapshot import Build
from dashboards.components import chrome
from dashboards.components.attributes import Children
from dashboards.components.caption import caption
from dashboards.components.evidence import source_files, table_line
from dashboards.components.notices import notices
from dashboards.components.point import POINT
from dashboards.components.view import View
from dashboards.i18n import Words
from dashboards.page import Address
from dashboards.places import Place, place
from dashboards.queries import city as city_questions
from dashboards.serving import Reader, Row


@dataclass(frozen=True)
class Setting:
    """Language, build, city, the sources of the page's feeds, the area; sentences on what was asked for in vain."""

    words: Words
    build: Build
    city: Row
    sources: list[Row]
    place: Place
    asked: Address
    problems: list[str]

    def put_right(self, **right: str | None) -> Address:
        """The address with the area shown, the language and what the page adds."""
        return self.asked.put_right({"area": self.place.area_id, "lang": self.words.language, **right})

    def opening(self, page: str, *, subtitle: str | None, as_of: date | None) -> View:
        """What fills `<page>-opening` and `<page>-problems`, and the caption of what is taken from the page."""
        reaches = as_of or self.city["as_of"]
        badge = chrome.data_badge(self.words, self.build, reaches, self.sources)
        name, heading = self.words(f"page.{page}"), self.words.of(self.place.area)
        return View(
            {
                f"{page}-opening": chrome.opening(name, heading=heading, subtitle=subtitle, badge=badge),
                f"{page}-problems": notices(self.problems, kind="address"),
            },
            caption=caption(
                self.words,
                page=name,
                area=heading,
                period=subtitle,
                city=self.city,
                as_of=reaches,
                sources=self.sources,
                build=self.build,
            ),
        )

    def point(self, rows: Sequence[Row]) -> str | None:
        """The area of the point that the address opens, where it is one of the rows; else what is wrong is told."""
        asked = self.asked[POINT]
        if asked is None or any(row["area_id"] == asked for row in rows):
            return asked
        self.problems.append(self.words("problem.unknown_point", value=asked))
        return None

    def evidence(
        self, *, table: str, row: Row, more: Sequence[tuple[str, Children]], area: Row | None = None
    ) -> list[tuple[str, Children]]:
        """What numbers of a table rest on; `row` is one of them, `more` is what only its page knows.

        `area` is that of the numbers where it is not the page's.
        """
        words = self.words
        titles = list(dict.fromkeys(words.of(source, "title") for source in self.sources))
        of_page = words.listed([words.of(found) for found in self.place.path])
        return [
            *more,
            (words("evidence.area"), of_page if area is None else words.of(area)),
            (words("evidence.as_of"), words.day(row["as_of"])),
            (words("evidence.method"), words("evidence.method_value", version=row["method_version"])),
            (words("evidence.source"), words.listed(titles) or words("evidence.none_declared")),
            (words("evidence.files"), source_files(words, self.sources)),
            (words("evidence.made_from"), html.Code(table)),
            (words("evidence.build"), self.build.build_id),
        ]

    def line(self, table: str) -> html.P:
        return table_line(self.words, table, self.build)


def read_setting(reader: Reader, asked: Address, *, feeds: Sequence[str]) -> Setting:
    """Of a page that is shown only where the city's map has a top."""
    words = Words(asked.language, city_questions.terms(reader))
    problems: list[str] = []
    here = place(reader, asked["area"], words, problems)
    assert here is not None, "a page of areas is filled only where there is a top area"
    sources = [row for row in city_questions.sources(reader) if row["feed"] in feeds]
    return Setting(words, reader.build, city_questions.city(reader), sources, here, asked, problems)
