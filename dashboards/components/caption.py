"""What a picture or a table taken from a page says of itself: on its own it has no page around it any more.

The browser adds it to what it saves (`assets/save.js`); the words are made here.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from anlan.snapshot import Build
from dashboards.components.chrome import quality
from dashboards.i18n import Words
from dashboards.serving import Row

# What the browser says of files: names of the buttons, and of a column that a table has in small type.
_SAVES = ("png", "svg", "csv", "small")


@dataclass(frozen=True)
class Caption:
    """`page`, `area` and `period` name the file; `scope` stands above the picture, `lines` below."""

    page: str
    area: str
    period: str
    scope: str
    lines: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        return asdict(self)


def caption(
    words: Words,
    *,
    page: str,
    area: str,
    period: str | None,
    city: Row,
    as_of: date | None,
    sources: Sequence[Row],
    build: Build,
) -> Caption:
    """Scope, cut-off and quality, sources, build; that a city is fictional, where it is.

    Args:
        page: what the page is called, with the indicator where it is of one.
        sources: those of the page's feeds.
    """
    scope = [words.of(city) if words.of(city) != area else None, area, page, period]
    reach = [words("badge.as_of", date=words.day(as_of)) if as_of else None, quality(words, sources)]
    titles = list(dict.fromkeys(words.of(source, "title") for source in sources))
    made = [words("app.name"), words("badge.build", build=build.build_id)]
    lines = [
        " · ".join(filter(None, reach)),
        words("save.source", sources=words.listed(titles) or words("evidence.none_declared")),
        " · ".join(made),
    ]
    if city["is_fictional"]:
        lines.insert(0, words("app.fictional"))
    return Caption(page, area, period or "", " · ".join(filter(None, scope)), tuple(lines))


def words_of_saving(words: Words) -> dict[str, str]:
    return {name: words(f"save.{name}") for name in _SAVES}
