"""Which area a page is of: the one its address asks for where it exists, else the whole city and a sentence."""

from dataclasses import dataclass

from dashboards.components.filters import Offered, Option
from dashboards.i18n import Words
from dashboards.queries import places as questions
from dashboards.serving import Reader, Row


@dataclass(frozen=True)
class Place:
    """An area, the areas from the city down to it, and those directly below."""

    area: Row
    path: list[Row]
    children: list[Row]

    @property
    def area_id(self) -> str:
        return str(self.area["area_id"])

    @property
    def is_city(self) -> bool:
        return len(self.path) == 1

    def offered(self, words: Words) -> Offered:
        """The filter of areas: those above, this one, those below."""
        listed = [*self.path, *self.children]
        options = [Option(area["area_id"], words.of(area)) for area in listed]
        return Offered(words("filter.area"), options, self.area_id)


def place(reader: Reader, asked: str | None, words: Words, problems: list[str]) -> Place | None:
    """The area asked for; None for a city whose map has no top. What is wrong is added to `problems`."""
    whole = questions.top(reader)
    if whole is None:
        return None
    path = questions.path(reader, asked) if asked else []
    if not path or path[0]["area_id"] != whole["area_id"] or path[-1]["is_unknown"]:
        if asked:
            problems.append(words("problem.unknown_area", value=asked, shown=words.of(whole)))
        path = [whole]
    return Place(path[-1], path, questions.children(reader, path[-1]["area_id"]))
