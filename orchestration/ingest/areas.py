"""The area register: all versions of all areas of a city, with their ids and parents.

Codes come back when a map is redrawn, so an area has a version for each map. Finding a row's area belongs in
`places`, shapes of areas in `polygons`.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

import polars as pl

from anlan.errors import InputError
from orchestration.raw_schema import AREA_REGISTER
from orchestration.registry.city import City, Level

_FAR_PAST = date.min
_TYPES = {"varchar": pl.String, "date": pl.Date, "boolean": pl.Boolean}
REGISTER_SCHEMA = {name: _TYPES[kind] for name, kind in AREA_REGISTER.items()}


def unknown_area_id(level_id: str, within: str | None = None) -> str:
    """The member of a level that holds rows whose area is not known, or is known only to lie in area `within`."""
    return f"unknown-{level_id}" if within is None else f"unknown-{level_id}-in-{within}"


@dataclass(frozen=True)
class AreaRegister:
    """All versions of all areas of a city, the unknown members included (columns as `raw.area_register`).

    `polygons`: the areas that have a shape: `area_id`, `geometry` (GeoJSON, longitude/latitude); None if not needed.
    `lookups`: tables that complete rows, by source_id (see `lookups`).
    """

    frame: pl.DataFrame
    polygons: pl.DataFrame | None = None
    lookups: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    # What `places` made of the register to find areas by code or name.
    searches: dict[tuple[str, bool], tuple[pl.DataFrame, list[date]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def fingerprint(self) -> str:
        return _hash(self.frame)

    @cached_property
    def polygons_fingerprint(self) -> str:
        return "" if self.polygons is None else _hash(self.polygons.sort("area_id", "geometry"))

    @cached_property
    def lookup_fingerprints(self) -> dict[str, str]:
        return {name: _hash(table.sort(pl.all())) for name, table in self.lookups.items()}


def _hash(frame: pl.DataFrame) -> str:
    return hashlib.sha256(frame.write_csv().encode()).hexdigest()[:12]


def build_register(
    city: City, declared: pl.DataFrame, unknown_within: Collection[tuple[str, str]] = ()
) -> AreaRegister:
    """Give the declared areas their ids and parents.

    Args:
        declared: `area_code`, `level`, `name_zh`, `name_en`, `parent_code`, `valid_from`, `valid_to`, `is_residential`.
        unknown_within: pairs (level, level around it): each area of the second gets a member of the first for rows
            of which no more is known than this area.

    Raises:
        InputError: the city itself is missing, or an area's parent is not in the register.
    """
    areas = (
        declared.sort("level", "area_code", "valid_from", nulls_last=False)
        .with_columns(version=pl.int_range(pl.len()).over("level", "area_code"))
        .with_columns(
            area_id=pl.format("{}-{}", "level", "area_code")
            + pl.when(pl.col("version") > 0)
            .then("-from-" + pl.col("valid_from").dt.to_string("%Y-%m-%d"))
            .otherwise(pl.lit(""))
        )
    )
    _refuse_overlaps(city, areas)
    top = city.top_level.level_id
    tops = areas.filter(pl.col("level") == top)
    if tops.height != 1:
        raise InputError(
            f"The area register of {city.city_id} has {tops.height} areas of level {top!r}; "
            f"it needs exactly one, the city."
        )
    city_area_id = tops["area_id"][0]
    with_parents = [
        _with_parents(areas.filter(pl.col("level") == level.level_id), level, areas, top, city_area_id)
        for level in city.levels
    ]
    known = pl.concat(with_parents).select(
        "area_id",
        "area_code",
        pl.col("level").alias("level_id"),
        "name_zh",
        "name_en",
        "parent_area_id",
        "valid_from",
        "valid_to",
        is_unknown=pl.lit(False),
        is_residential=pl.col("is_residential").fill_null(True),
    )
    unknown = pl.DataFrame(
        [
            {
                "area_id": unknown_area_id(level.level_id),
                "area_code": None,
                "level_id": level.level_id,
                "name_zh": f"{level.name.zh}不详",
                "name_en": f"{level.name.en} not known",
                "parent_area_id": city_area_id,
                "valid_from": None,
                "valid_to": None,
                "is_unknown": True,
                "is_residential": False,
            }
            for level in city.levels
            if level.level_id != top
        ],
        schema=REGISTER_SCHEMA,
    )
    register = pl.concat([known, unknown]).select(REGISTER_SCHEMA.keys())
    # From the top down, so that what is known in part has members below it too.
    for level, around in sorted(set(unknown_within), key=lambda pair: city.level(pair[1]).number):
        register = pl.concat([register, _unknown_members(register, city.level(level), around)])
    return AreaRegister(register.sort("area_id"))


def _unknown_members(register: pl.DataFrame, level: Level, around: str) -> pl.DataFrame:
    parents = register.filter((pl.col("level_id") == around) & (pl.col("area_id") != unknown_area_id(around)))
    return parents.select(
        area_id=pl.format("unknown-{}-in-{}", pl.lit(level.level_id), "area_id"),
        area_code=pl.lit(None, dtype=pl.String),
        level_id=pl.lit(level.level_id),
        name_zh=pl.format("{}（{}不详）", "name_zh", pl.lit(level.name.zh)),
        name_en=pl.format("{} ({} not known)", "name_en", pl.lit(level.name.en)),
        parent_area_id="area_id",
        valid_from="valid_from",
        valid_to="valid_to",
        is_unknown=pl.lit(True),
        is_residential=pl.lit(False),
    )


def _refuse_overlaps(city: City, areas: pl.DataFrame) -> None:
    """`areas` sorted by level, code and first day: each version ends before the next begins."""
    before = pl.col("valid_to").shift(1).over("level", "area_code").fill_null(date.max)
    overlap = areas.filter((pl.col("version") > 0) & (before >= pl.col("valid_from").fill_null(_FAR_PAST)))
    if overlap.height:
        first = overlap.row(0, named=True)
        raise InputError(
            f"Area register: {city.level(first['level']).name.en} {first['area_code']} stands for two areas on the "
            f"same day (the second is {first['name_zh']}). Remove one, or correct valid_from and valid_to so that one "
            f"ends before the next begins."
        )


def _with_parents(
    areas: pl.DataFrame, level: Level, everything: pl.DataFrame, top: str, city_area_id: str
) -> pl.DataFrame:
    if level.parent is None:
        return areas.with_columns(parent_area_id=pl.lit(None, dtype=pl.String))
    if level.parent == top:
        return areas.with_columns(parent_area_id=pl.lit(city_area_id))
    parents = everything.filter(pl.col("level") == level.parent).select(
        pl.col("area_code").alias("parent_code"),
        pl.col("area_id").alias("parent_area_id"),
        pl.col("valid_from").fill_null(_FAR_PAST).alias("parent_from"),
        pl.col("valid_to").alias("parent_to"),
    )
    # The parent is the version that was valid on the area's last day: an area outlives no parent it has.
    joined = areas.join(parents, on="parent_code", how="left").filter(
        pl.col("parent_from").is_null()
        | (
            (pl.col("parent_from") <= pl.col("valid_to").fill_null(date.max))
            & (pl.col("parent_to").is_null() | (pl.col("parent_to") >= pl.col("valid_to").fill_null(date.max)))
        )
    )
    orphans = areas.join(joined.drop_nulls("parent_area_id"), on="area_id", how="anti")
    if orphans.height:
        first = orphans.row(0, named=True)
        raise InputError(
            f"Area register: {level.name.en} {first['area_code']} ({first['name_zh']}) names parent "
            f"{first['parent_code']!r}, which is no {level.parent} valid to the same day; "
            f"{orphans.height} such area(s). "
            f"Add the parent, or correct the code or the dates."
        )
    return joined.drop("parent_from", "parent_to")
