"""The indicator catalogue and the standard taxonomies that ship with Anlan.

What one city counts differently belongs in its pack, not here.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, model_validator

from anlan.errors import DeclarationError
from orchestration.registry.documents import Declaration, Text, load_csv, load_yaml
from orchestration.registry.feeds import Feed
from orchestration.registry.values import UNMAPPED

STANDARD = Path(__file__).resolve().parent / "standard"
CategoryKind = Literal["alarm", "event", "concern"]
# The category that holds all others.
WHOLE = "all"
# Kinds of value that models compute from a feed.
COMPUTED = ("count", "rate", "share", "change", "duration")
KIND_OF_FEED: dict[Feed, CategoryKind] = {
    Feed.POLICE_ALARMS: "alarm",
    Feed.GRID_EVENTS: "event",
    Feed.SURVEY_CONCERNS: "concern",
    Feed.RECTIFICATIONS: "concern",
}
KINDS: tuple[CategoryKind, ...] = tuple(dict.fromkeys(KIND_OF_FEED.values()))


class Indicator(Declaration):
    """What an indicator counts, over what, and how it may be read.

    A share or rate under its `minimum_base` is withheld or marked; 0 is none. `lowest_level` and `shortest_period` say
    how fine it is fit to be published, in levels of the standard; indicators of alarms hold to the second, none to the
    first yet.
    """

    indicator_id: str = Field(
        pattern=r"^[A-Z]{2,}[A-Z0-9-]*$",
        description="code; one of the catalogue's replaces its entry, another adds one",
    )
    feed: Feed | None = Field(default=None, description="the feed whose rows fill it; without one nothing does")
    records: Text = Field(description="the records it is counted from")
    needs: tuple[str, ...] = Field(
        default=(), description="fields that a source of the feed must declare to fill it; `hour`: times to the minute"
    )
    or_feed: Feed | None = Field(default=None, description="a feed whose rows fill it before `feed` does, if they can")
    or_needs: tuple[str, ...] = Field(default=(), description="fields that a source of `or_feed` must declare for that")
    lowest_level: Literal["city", "district", "subdistrict", "community", "grid", "unit"] = Field(
        description="lowest level fit to be published; `unit` is the responsible unit"
    )
    shortest_period: Literal["W", "M", "Q", "H", "Y", "YTD", "wave"] = Field(
        description="shortest period fit to be published; `wave` is that of a survey"
    )
    name: Text = Field(description="name")
    formula: Text = Field(description="formula in words")
    numerator: Text = Field(description="what the numerator counts")
    denominator: Text = Field(description="what the denominator counts")
    unit: Text = Field(description="unit of the value")
    value_kind: Literal["count", "rate", "share", "change", "duration", "index"] = Field(
        description="models compute all but an index from a feed; the index of the catalogue is composed of others"
    )
    scale: float = Field(
        default=1, gt=0, description="a rate is per this many residents or visits; seconds in the unit of a duration"
    )
    category: str | None = Field(default=None, description="category, group or `all`, for feeds of events")
    direction: Literal["up_good", "down_good", "context"] = Field(description="which way is better; `context`: neither")
    decimals: int = Field(ge=0, le=4, description="decimals of the published value; of the percentage for shares")
    minimum_base: float | None = Field(
        default=None, description="shares over fewer are withheld, rates of fewer events are marked; 0 is none"
    )
    method_version: str = Field(default="1", description="raised when the definition changes")
    includes: Text = Field(description="what is counted")
    excludes: Text = Field(description="what is not")

    @model_validator(mode="after")
    def _models_compute_it(self) -> Self:
        if self.feed and self.value_kind not in COMPUTED:
            raise ValueError(
                f"{self.indicator_id}.value_kind: models compute {', '.join(COMPUTED)}; "
                f"leave feed out for {self.value_kind!r}"
            )
        return self


class IndicatorList(Declaration):
    """`indicators.yml`, the project's or a pack's."""

    schema_version: Literal[1] = Field(description="version of this form")
    indicators: tuple[Indicator, ...] = Field(description="the entries")


@dataclass(frozen=True)
class Category:
    """A category of alarms or grid events; second-level categories carry the groups they count in."""

    kind: CategoryKind
    category_id: str
    parent_category_id: str | None
    name: Text
    groups: frozenset[str]
    standard_code: str

    @property
    def level(self) -> int:
        return 1 if self.parent_category_id is None else 2


@dataclass(frozen=True)
class CategoryGroup:
    """A named set of categories that cuts across the tree, such as 侵财."""

    kind: CategoryKind
    group_id: str
    name: Text


def standard_indicators() -> dict[str, Indicator]:
    """The catalogue, by indicator_id."""
    return {indicator.indicator_id: indicator for indicator in _standard_list().indicators}


@cache
def _standard_list() -> IndicatorList:
    # Ships with the code and never changes; every step of a run loads its pack, and this would be most of it.
    return load_yaml(STANDARD / "indicators.yml", IndicatorList)


def standard_categories(kind: CategoryKind) -> dict[str, Category]:
    """The standard taxonomy of a kind, by category_id; membership in whole-level groups resolved."""
    rows = load_csv(
        STANDARD / f"{kind}_categories.csv",
        ("category_id", "parent_category_id", "name_zh", "name_en", "groups"),
    )
    wholes = _groups_of_whole_levels(kind)
    return {
        row["category_id"]: Category(
            kind=kind,
            category_id=row["category_id"],
            parent_category_id=row["parent_category_id"] or None,
            name=Text(zh=row["name_zh"], en=row["name_en"]),
            groups=frozenset(row["groups"].split()) | wholes.get(row["parent_category_id"], frozenset()),
            standard_code=row["category_id"],
        )
        for row in rows
    }


def category_groups(kind: CategoryKind) -> list[CategoryGroup]:
    rows = load_csv(STANDARD / "category_groups.csv", ("category_kind", "group_id", "name_zh", "name_en"))
    return [
        CategoryGroup(kind=kind, group_id=row["group_id"], name=Text(zh=row["name_zh"], en=row["name_en"]))
        for row in rows
        if row["category_kind"] == kind
    ]


def pack_categories(path: Path, kind: CategoryKind) -> dict[str, Category]:
    """A city's own categories of a kind; they join groups through the standard code they stand for.

    Raises:
        DeclarationError: a parent or a standard code does not exist.
    """
    standard = standard_categories(kind)
    rows = load_csv(path, ("category_kind", "category_id", "parent_category_id", "name_zh", "name_en", "standard_code"))
    if wrong := next((row["category_kind"] for row in rows if row["category_kind"] not in KINDS), None):
        raise DeclarationError(f"{path}: category_kind {wrong!r}; expected one of {', '.join(KINDS)}.")
    own = [row for row in rows if row["category_kind"] == kind]
    ids = {row["category_id"] for row in own}
    counted = Counter(row["category_id"] for row in own)
    if twice := next((category_id for category_id, rows_of_it in counted.items() if rows_of_it > 1), None):
        raise DeclarationError(f"{path}: category_id {twice!r} stands twice; each {kind} category has one row.")
    # Marts name a category, a group and the whole in one column.
    if taken := sorted(ids & {WHOLE, *(group.group_id for group in category_groups(kind))}):
        raise DeclarationError(
            f"{path}: category_id {', '.join(taken)}: names a group of categories already; choose another."
        )
    categories: dict[str, Category] = {}
    for row in own:
        parent, code = row["parent_category_id"] or None, row["standard_code"]
        if parent and parent not in ids:
            raise DeclarationError(f"{path}: {row['category_id']}: parent_category_id names no category: {parent}.")
        if parent and code not in standard:
            raise DeclarationError(
                f"{path}: {row['category_id']}: standard_code {code!r} is not in the standard taxonomy of {kind}s."
            )
        categories[row["category_id"]] = Category(
            kind=kind,
            category_id=row["category_id"],
            parent_category_id=parent,
            name=Text(zh=row["name_zh"], en=row["name_en"]),
            groups=standard[code].groups if parent else frozenset(),
            standard_code=code,
        )
    return categories


def unmapped_categories(kind: CategoryKind) -> dict[str, Category]:
    """The category of rows whose own is not known, where a source keeps them, and the first-level one it lies in."""
    parent = f"{UNMAPPED}-all"
    names = {parent: Text(zh="未归类", en="Unmapped"), UNMAPPED: Text(zh="未归类", en="Unmapped")}
    return {
        category_id: Category(
            kind=kind,
            category_id=category_id,
            parent_category_id=parent if category_id == UNMAPPED else None,
            name=name,
            groups=frozenset(),
            standard_code=category_id,
        )
        for category_id, name in names.items()
    }


def _groups_of_whole_levels(kind: CategoryKind) -> dict[str, frozenset[str]]:
    rows = load_csv(STANDARD / "category_groups.csv", ("category_kind", "group_id", "whole_level_1"))
    groups: dict[str, set[str]] = {}
    for row in rows:
        if row["category_kind"] == kind:
            for category_id in row["whole_level_1"].split():
                groups.setdefault(category_id, set()).add(row["group_id"])
    return {category_id: frozenset(ids) for category_id, ids in groups.items()}
