"""A city pack: all declarations of one city, loaded and checked against each other.

Only what can be known without an agency's files is checked here.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from anlan.errors import DeclarationError
from anlan.home import pack_folder
from orchestration.registry.catalogue import (
    KIND_OF_FEED,
    KINDS,
    WHOLE,
    Category,
    CategoryGroup,
    CategoryKind,
    Indicator,
    IndicatorList,
    category_groups,
    pack_categories,
    standard_categories,
    standard_indicators,
    unmapped_categories,
)
from orchestration.registry.city import City, Measure
from orchestration.registry.crosswalk import Crosswalk, load_crosswalk
from orchestration.registry.documents import load_yaml
from orchestration.registry.feeds import Feed, FieldType
from orchestration.registry.safety_index import FILE_NAME, INDICATOR_ID, Component, SafetyIndex, standard_safety_index
from orchestration.registry.scales import Option, standard_scales
from orchestration.registry.source import Source

# Answers give the scores that a survey has not published.
_FILLED_BY = {Feed.SURVEY_SCORES: (Feed.SURVEY_SCORES, Feed.SURVEY_ANSWERS)}


@dataclass(frozen=True)
class CityPack:
    """The declarations of one city and the folder they stand in."""

    folder: Path
    city: City
    sources: tuple[Source, ...]
    categories: dict[CategoryKind, dict[str, Category]]
    indicators: dict[str, Indicator]
    # The pack's own; `safety_index` is the one that is computed.
    own_safety_index: SafetyIndex | None = None

    @property
    def city_id(self) -> str:
        return self.city.city_id

    def sources_of(self, feed: Feed) -> list[Source]:
        return [source for source in self.sources if source.feed == feed]

    @property
    def unknown_within(self) -> set[tuple[str, str]]:
        """Pairs (level, level around it) of places that may be known by the second alone."""
        links = [link for source in self.sources for reference in source.areas for link in reference.chain]
        return {(link.level[0], link.within.level[0]) for link in links if link.within}

    @property
    def finds_points(self) -> bool:
        return any(source.finds_points for source in self.sources)

    def groups(self, kind: CategoryKind) -> list[CategoryGroup]:
        """The groups that have at least one category in this city."""
        used = {group for category in self.categories[kind].values() for group in category.groups}
        return [group for group in category_groups(kind) if group.group_id in used]

    def fills(self, indicator: Indicator) -> bool:
        """Whether what the city declares can fill an indicator."""
        return self.feed_of(indicator) is not None

    def feed_of(self, indicator: Indicator) -> Feed | None:
        """The feed that fills an indicator: one with a source that has the fields it needs, for a rate of
        residents a source of population, and the measure or category it counts."""
        if indicator.indicator_id == INDICATOR_ID and indicator.value_kind == "index":
            return self._feed_of_index()
        # A rate of hazards is per visit, which the same rows count.
        is_per_resident = indicator.value_kind == "rate" and indicator.feed != Feed.PATROLS
        if is_per_resident and not self.sources_of(Feed.POPULATION):
            return None
        for feed, needs in ((indicator.or_feed, indicator.or_needs), (indicator.feed, indicator.needs)):
            feeds = _FILLED_BY.get(feed, (feed,)) if feed else ()
            sources = [source for one in feeds for source in self.sources_of(one)]
            if feed and any(set(needs) <= source.told for source in sources):
                return feed if self._counts(feed, indicator) else None
        return None

    def _feed_of_index(self) -> Feed | None:
        """That of what the index counts first."""
        if self.safety_index is None:
            return None
        (first, *_) = self.safety_index.components
        return self.feed_of(self.indicators[first.indicator]) if first.indicator else Feed.POLICE_ALARMS

    def _counts(self, feed: Feed, indicator: Indicator) -> bool:
        if feed == Feed.SURVEY_SCORES:
            return any(measure.indicator == indicator.indicator_id for measure in self.city.measures)
        kind = KIND_OF_FEED.get(feed)
        if kind is None:
            return True
        groups = {group.group_id for group in self.groups(kind)}
        return indicator.category in {None, WHOLE, *groups, *self.categories[kind]}

    @cached_property
    def safety_index(self) -> SafetyIndex | None:
        """The pack's own index, else the standard one if what the city declares can fill all of it."""
        if self.own_safety_index:
            return self.own_safety_index
        index = standard_safety_index()
        own_codes = [
            category for category in self.categories["alarm"].values() if category.category_id in _codes(index)
        ]
        # Another taxonomy may use a code of the standard for something else.
        if any(category.standard_code != category.category_id for category in own_codes):
            return None
        return None if any(self.lacks(component) for component in index.components) else index

    def lacks(self, component: Component) -> str | None:
        """What a component of the index needs that the city does not declare."""
        if component.indicator:
            indicator = self.indicators.get(component.indicator)
            if indicator is None:
                return f"indicator {component.indicator!r} is not in the catalogue"
            if indicator.value_kind != "share" or indicator.shortest_period not in {"W", "M"}:
                return f"indicator {component.indicator!r} is not a share that is known by month"
            if indicator.direction != component.direction:
                return f"direction of {component.indicator!r} is {indicator.direction} in the catalogue"
            return None if self.fills(indicator) else f"no source fills indicator {component.indicator!r}"
        for feed in (Feed.POLICE_ALARMS, Feed.POPULATION):
            if not self.sources_of(feed):
                return f"there is no source of feed {feed.value}"
        for category_id in component.categories:
            counted = self.counted_in(category_id)
            if not counted:
                return f"there is no category or group of alarms {category_id!r}"
            # Months of these are never shown below the district.
            if all("sensitive" in category.groups for category in counted):
                return f"{category_id!r} holds sensitive categories alone"
        return None

    def counted_in(self, category_id: str) -> list[Category]:
        """The categories of alarms without parts that count in a category, a group, or the whole."""
        categories = self.categories["alarm"].values()
        parents = {category.parent_category_id for category in categories}
        return [
            category
            for category in categories
            if category.category_id not in parents
            and category_id in {WHOLE, category.category_id, category.parent_category_id, *category.groups}
        ]

    def options(self, measure: Measure) -> dict[str, Option]:
        """The answers a measure's question offers, by option_id; none where only scores of it are known."""
        return (
            {option.option_id: option for option in standard_scales()[measure.scale].options} if measure.scale else {}
        )

    def crosswalk(self, name: str) -> Crosswalk:
        """A mapping table of the pack: source value → target, with validity."""
        return load_crosswalk(self.folder / name)

    @cached_property
    def fingerprint(self) -> str:
        """Hash over every declaration; another one means the warehouse must be built anew."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file() and path.suffix in {".yml", ".csv"}:
                digest.update(str(path.relative_to(self.folder)).encode())
                digest.update(path.read_bytes())
        for indicator in self.indicators.values():
            digest.update(indicator.model_dump_json().encode())
        digest.update(self.safety_index.model_dump_json().encode() if self.safety_index else b"")
        return digest.hexdigest()[:16]


def load_pack(city_id: str) -> CityPack:
    """Load and check a city's pack.

    Raises:
        UsageError: there is no such city.
        DeclarationError: a declaration is wrong.
    """
    return load_pack_folder(pack_folder(city_id))


def load_pack_folder(folder: Path) -> CityPack:
    """Load and check the pack in `folder`; see `load_pack`."""
    city = load_yaml(folder / "city.yml", City)
    if city.city_id != folder.name:
        raise DeclarationError(f"{folder / 'city.yml'}: city_id: expected the folder's name {folder.name!r}.")
    paths = sorted((folder / "sources").glob("*.yml"))
    sources = tuple(load_yaml(path, Source) for path in paths)
    indicators = standard_indicators()
    own_indicators = folder / "indicators.yml"
    if own_indicators.exists():
        declared = load_yaml(own_indicators, IndicatorList).indicators
        indicators |= {indicator.indicator_id: indicator for indicator in declared}
    pack = CityPack(
        folder=folder,
        city=city,
        sources=sources,
        categories={kind: _categories(folder, kind, sources) for kind in KINDS},
        indicators=indicators,
        own_safety_index=load_yaml(folder / FILE_NAME, SafetyIndex) if (folder / FILE_NAME).exists() else None,
    )
    _check_references(pack, paths)
    _check_safety_index(pack)
    return pack


def _categories(folder: Path, kind: CategoryKind, sources: tuple[Source, ...]) -> dict[str, Category]:
    path = folder / "categories.csv"
    own = pack_categories(path, kind) if path.exists() else {}
    keeps_unmapped = any(source.keeps_unmapped and KIND_OF_FEED.get(source.feed) == kind for source in sources)
    return (own or standard_categories(kind)) | (unmapped_categories(kind) if keeps_unmapped else {})


def _check_references(pack: CityPack, paths: list[Path]) -> None:
    """What one declaration says of another must be true. `paths`: the files of the sources."""
    if not pack.sources:
        raise DeclarationError(f"{pack.folder / 'sources'}: no source is declared; a city needs at least one *.yml.")
    if not pack.sources_of(Feed.AREA_REGISTER):
        raise DeclarationError(f"{pack.folder / 'sources'}: no source of feed area_register; areas are unknown.")
    level_ids = {level.level_id for level in pack.city.levels}
    for measure in pack.city.measures:
        key = f"{pack.folder / 'city.yml'}: measures.{measure.measure_id}.indicator: {measure.indicator!r}"
        if measure.scale and measure.scale not in standard_scales():
            expected = ", ".join(standard_scales())
            raise DeclarationError(
                f"{pack.folder / 'city.yml'}: measures.{measure.measure_id}.scale: {measure.scale!r}; expected one of "
                f"{expected}."
            )
        if measure.indicator not in pack.indicators:
            raise DeclarationError(f"{key} is not in the catalogue.")
        if pack.indicators[measure.indicator].feed != Feed.SURVEY_SCORES:
            fitting = [code for code, item in pack.indicators.items() if item.feed == Feed.SURVEY_SCORES]
            raise DeclarationError(
                f"{key} is not filled by survey scores; expected one of {', '.join(sorted(fitting))}."
            )
    for item in pack.city.series_breaks:
        if item.indicator is not None and item.indicator not in pack.indicators:
            raise DeclarationError(
                f"{pack.folder / 'city.yml'}: series_breaks: indicator {item.indicator!r} is not in the catalogue."
            )
    seen: set[str] = set()
    for source, where in zip(pack.sources, paths, strict=True):
        if source.source_id in seen:
            raise DeclarationError(f"{where}: source_id {source.source_id!r} stands twice; another source has it too.")
        seen.add(source.source_id)
        if source.finds_points and not pack.sources_of(Feed.AREA_POLYGONS):
            raise DeclarationError(f"{where}: areas.by: point needs a source of feed area_polygons; there is none.")
        _check_lookups(pack, source, where)
        for level in [level for reference in source.areas for link in reference.chain for level in link.level]:
            if level not in level_ids:
                expected = ", ".join(sorted(level_ids))
                raise DeclarationError(f"{where}: areas.level: no level {level!r}; expected one of {expected}.")
        for name, value in source.columns.items():
            targets = pack.crosswalk(value.map).targets if value.map else set(value.values.values())
            known = _known_targets(pack, source, name)
            if known is not None:
                _check_targets(where, name, targets, known)


def _codes(index: SafetyIndex) -> set[str]:
    return {category_id for component in index.components for category_id in component.categories}


def _check_safety_index(pack: CityPack) -> None:
    where = pack.folder / FILE_NAME
    counted: dict[str, str] = {}
    for component in pack.safety_index.components if pack.safety_index else ():
        if lack := pack.lacks(component):
            raise DeclarationError(f"{where}: {component.component_id}: {lack}.")
        for category_id in component.categories:
            for category in pack.counted_in(category_id):
                if category.category_id in counted:
                    raise DeclarationError(
                        f"{where}: {component.component_id}: {category_id!r} holds category {category.category_id!r}, "
                        f"which {counted[category.category_id]} counts already; no call may count twice."
                    )
                counted[category.category_id] = component.component_id


def _known_targets(pack: CityPack, source: Source, name: str) -> set[str] | None:
    """What a field's words can mean; None for one whose words are its own."""
    field = source.spec.fields[name]
    match field.type:
        case FieldType.CATEGORY:
            return set(pack.categories[KIND_OF_FEED[source.feed]])
        case FieldType.MEASURE:
            return {measure.measure_id for measure in pack.city.measures}
        case FieldType.OPTION:
            return {option for measure in pack.city.measures for option in pack.options(measure)}
        case FieldType.INDICATOR:
            return set(pack.indicators)
    if (source.feed, name) == (Feed.AREA_REGISTER, "level"):
        return {level.level_id for level in pack.city.levels}
    return set(field.words) or None


def _check_lookups(pack: CityPack, source: Source, where: Path) -> None:
    tables = {table.source_id: table for table in pack.sources_of(Feed.LOOKUPS)}
    for lookup in source.lookups:
        table = tables.get(lookup.source)
        if table is None:
            expected = ", ".join(sorted(tables)) or "one, and there is none"
            raise DeclarationError(
                f"{where}: lookups.source: {lookup.source!r} is no source of feed lookups; expected {expected}."
            )
        if sorted(lookup.on.values()) != sorted(table.identity.fields):
            raise DeclarationError(
                f"{where}: lookups.on: names {', '.join(lookup.on.values())}; expected the key of {lookup.source}, "
                f"{', '.join(table.identity.fields)}."
            )
        if unknown := sorted(set(lookup.columns) - set(table.columns)):
            raise DeclarationError(
                f"{where}: lookups.columns: {lookup.source} has no {', '.join(unknown)}; it has "
                f"{', '.join(table.columns)}."
            )


def _check_targets(where: Path, name: str, targets: set[str], known: set[str]) -> None:
    if unknown := sorted(targets - known):
        raise DeclarationError(
            f"{where}: columns.{name}: maps to {', '.join(unknown)}, which is not declared; "
            f"expected one of {', '.join(sorted(known))}."
        )
