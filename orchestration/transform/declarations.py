"""A city pack as rows of schema `raw`, so that models, pages and exports read the same definitions."""

from calendar import monthrange
from datetime import date

from orchestration.registry.catalogue import KIND_OF_FEED, KINDS, CategoryKind, Indicator
from orchestration.registry.feeds import Feed
from orchestration.registry.pack import CityPack
from orchestration.registry.safety_index import INDICATOR_ID, Component

Rows = list[dict[str, object]]
Z_95 = 1.959963984540054


def declared_rows(pack: CityPack) -> dict[str, Rows]:
    """Rows by table of `raw_schema.RAW_TABLES`."""
    city = pack.city
    return {
        "city": [
            {
                "city_id": city.city_id,
                "name_zh": city.name.zh,
                "name_en": city.name.en,
                "is_fictional": city.fictional,
                "timezone": city.timezone,
                "note_zh": city.note.zh,
                "note_en": city.note.en,
                "verdict_colours": city.verdict_colours,
            }
        ],
        "area_levels": [
            {
                "level_id": level.level_id,
                "level_number": level.number,
                "hierarchy": level.hierarchy,
                "name_zh": level.name.zh,
                "name_en": level.name.en,
                "is_ranked_in_city": level.ranked_in_city,
                "is_ranked_in_parent": level.ranked_in_parent,
                "category_detail": level.category_detail,
            }
            for level in city.levels
        ],
        "categories": [row for kind in KINDS for row in _categories(pack, kind)],
        "category_groups": [row for kind in KINDS for row in _memberships(pack, kind)],
        "category_group_names": [row for kind in KINDS for row in _group_names(pack, kind)],
        "indicators": [_indicator(pack, item, order) for order, item in enumerate(pack.indicators.values())],
        "survey_measures": [
            {
                "measure_id": measure.measure_id,
                "indicator_id": measure.indicator,
                "name_zh": measure.name.zh,
                "name_en": measure.name.en,
                "sort_order": order,
            }
            for order, measure in enumerate(city.measures)
        ],
        "survey_options": [
            {
                "measure_id": measure.measure_id,
                "option_id": option.option_id,
                "option_number": number,
                "name_zh": option.name.zh,
                "name_en": option.name.en,
                "points_100": option.points_100,
                "points_10": option.points_10,
                "is_top_two": option.is_top_two,
                "is_top_three": option.is_top_three,
                "is_bottom": option.is_bottom,
                "is_no_opinion": option.is_no_opinion,
            }
            for measure in city.measures
            for number, option in enumerate(pack.options(measure).values(), start=1)
        ],
        "series_breaks": [
            {
                "break_number": number,
                "indicator_id": item.indicator,
                "feed": item.feed.value if item.feed else None,
                "level_id": item.level,
                "breaks_on": item.breaks_on,
                "reason_zh": item.reason.zh,
                "reason_en": item.reason.en,
            }
            for number, item in enumerate(city.series_breaks, start=1)
        ],
        "unusual_periods": [
            {
                "period_number": number,
                "starts_on": item.starts_on,
                "ends_on": item.ends_on,
                "reason_zh": item.reason.zh,
                "reason_en": item.reason.en,
            }
            for number, item in enumerate(city.unusual_periods, start=1)
        ],
        "terms": [{"written": term.written, "name_zh": term.name.zh, "name_en": term.name.en} for term in city.terms],
        **_safety_index(pack),
        "thresholds": [city.thresholds.model_dump() | {"z_95": Z_95}],
        "sources": [
            {
                "source_id": source.source_id,
                "feed": source.feed.value,
                "title_zh": source.title.zh,
                "title_en": source.title.en,
                "publisher": source.publisher,
                "licence": source.licence,
                "url": source.url,
            }
            for source in pack.sources
        ],
    }


def _categories(pack: CityPack, kind: CategoryKind) -> Rows:
    return [
        {
            "category_kind": kind,
            "category_id": category.category_id,
            "parent_category_id": category.parent_category_id,
            "category_level": category.level,
            "name_zh": category.name.zh,
            "name_en": category.name.en,
            "standard_code": category.standard_code,
            "sort_order": order,
        }
        for order, category in enumerate(pack.categories[kind].values())
    ]


def _memberships(pack: CityPack, kind: CategoryKind) -> Rows:
    return [
        {"category_kind": kind, "group_id": group_id, "category_id": category.category_id}
        for category in pack.categories[kind].values()
        for group_id in sorted(category.groups)
    ]


def _group_names(pack: CityPack, kind: CategoryKind) -> Rows:
    return [
        {
            "category_kind": kind,
            "group_id": group.group_id,
            "name_zh": group.name.zh,
            "name_en": group.name.en,
            "sort_order": order,
        }
        for order, group in enumerate(pack.groups(kind))
    ]


def _safety_index(pack: CityPack) -> dict[str, Rows]:
    """No rows where the city cannot fill the index."""
    index = pack.safety_index
    if index is None:
        return {"safety_index": [], "safety_index_components": [], "safety_index_categories": []}
    reference = index.reference
    return {
        "safety_index": [
            {
                "reference_start": _first_day(reference.first_month) if reference else None,
                "reference_end": _last_day(reference.last_month) if reference else None,
                "green_from": index.bands.green,
                "yellow_from": index.bands.yellow,
                "orange_from": index.bands.orange,
                "decimals": pack.indicators[INDICATOR_ID].decimals,
            }
        ],
        "safety_index_components": [
            {
                "pillar_id": pillar.pillar_id,
                "pillar_name_zh": pillar.name.zh,
                "pillar_name_en": pillar.name.en,
                "pillar_weight": pillar.weight,
                "component_id": component.component_id,
                "name_zh": component.name.zh,
                "name_en": component.name.en,
                "component_weight": component.weight,
                "feed": _feed_of(pack, component),
                "indicator_id": component.indicator,
                "direction": component.direction,
                "months": component.months,
                "lowest": component.goalposts.lowest if component.goalposts else None,
                "highest": component.goalposts.highest if component.goalposts else None,
                "sort_order": 100 * pillar_order + order,
            }
            for pillar_order, pillar in enumerate(index.pillars, start=1)
            for order, component in enumerate(pillar.components, start=1)
        ],
        "safety_index_categories": [
            {"component_id": component.component_id, "category_id": category_id}
            for component in index.components
            for category_id in component.categories
        ],
    }


def _feed_of(pack: CityPack, component: Component) -> str | None:
    if component.indicator is None:
        return Feed.POLICE_ALARMS.value
    feed = pack.feed_of(pack.indicators[component.indicator])
    return feed.value if feed else None


def _first_day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")


def _last_day(month: str) -> date:
    first = _first_day(month)
    return first.replace(day=monthrange(first.year, first.month)[1])


def _indicator(pack: CityPack, indicator: Indicator, order: int) -> dict[str, object]:
    texts = ("records", "name", "formula", "numerator", "denominator", "unit", "includes", "excludes")
    both = {
        f"{text}_{language}": getattr(getattr(indicator, text), language) for text in texts for language in ("zh", "en")
    }
    return both | {
        "indicator_id": indicator.indicator_id,
        # Without a feed no model computes it: all valid calls are no valid share where nobody says which are valid.
        "feed": feed.value if (feed := pack.feed_of(indicator)) else None,
        "lowest_level": indicator.lowest_level,
        "shortest_period": indicator.shortest_period,
        "value_kind": indicator.value_kind,
        "scale": indicator.scale,
        "direction": indicator.direction,
        "decimals": indicator.decimals,
        "minimum_base": indicator.minimum_base,
        "method_version": indicator.method_version,
        "category_kind": KIND_OF_FEED.get(indicator.feed) if indicator.feed else None,
        "category_id": indicator.category,
        "sort_order": order,
    }
