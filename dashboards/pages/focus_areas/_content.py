"""What a view of the focus areas holds, read from one build: which programme and group of calls, and their rows."""

from dataclasses import dataclass

from dashboards.page import Address
from dashboards.queries import focus_areas as questions
from dashboards.serving import Reader, Row
from dashboards.setting import Setting, read_setting

NAMES = ("programme", "category")
_DEFAULT_CATEGORY = "criminal_public_order"
_FEEDS = ("focus_areas", "police_alarms")


@dataclass(frozen=True)
class Focus:
    """The page's whole content. `effect` is that of the category chosen."""

    setting: Setting
    address: Address
    programme: Row
    programmes: list[Row]
    effects: list[Row]
    effect: Row
    proposals: list[Row]


def read_focus(reader: Reader, asked: Address) -> Focus:
    setting = read_setting(reader, asked, feeds=_FEEDS)
    programmes = questions.programmes(reader)
    programme = _programme(setting, programmes)
    effects = questions.effects(reader, programme=programme["programme"])
    effect = _effect(setting, effects)
    category_id = effect["category_id"]
    return Focus(
        setting=setting,
        address=setting.put_right(programme=programme["programme"], category=category_id),
        programme=programme,
        programmes=programmes,
        effects=effects,
        effect=effect,
        proposals=questions.proposals(reader, category_id=category_id),
    )


def _programme(setting: Setting, programmes: list[Row]) -> Row:
    """The one asked for, else the newest that can be compared."""
    asked, words = setting.asked["programme"], setting.words
    default = next((row for row in programmes if row["compared"]), programmes[0])
    found = next((row for row in programmes if row["programme"] == asked), None)
    if found is None and asked is not None:
        setting.problems.append(words("problem.unknown_programme", value=asked, shown=words.term(default["programme"])))
    return found or default


def _effect(setting: Setting, effects: list[Row]) -> Row:
    asked, words = setting.asked["category"], setting.words
    by_id = {row["category_id"]: row for row in effects}
    default = by_id.get(_DEFAULT_CATEGORY, effects[0])
    if asked is not None and asked not in by_id:
        setting.problems.append(words("problem.unknown_category", value=asked, shown=words.of(default)))
    return by_id.get(asked or "", default)
