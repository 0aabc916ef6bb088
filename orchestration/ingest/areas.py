"""The area register and the places of rows in it.

Codes come back when a map is redrawn, so an area is found by level, code and day. Shapes of areas (polygons)
do not belong here.
"""

import hashlib
from dataclasses import dataclass
from datetime import date

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.fields import Reason, find_column
from orchestration.raw_schema import AREA_REGISTER
from orchestration.registry.city import City, Level
from orchestration.registry.source import AreaReference

_FAR_PAST = date.min
_TYPES = {"varchar": pl.String, "date": pl.Date, "boolean": pl.Boolean}
REGISTER_SCHEMA = {name: _TYPES[kind] for name, kind in AREA_REGISTER.items()}


def unknown_area_id(level_id: str) -> str:
    """The member of a level that holds rows whose area is not known."""
    return f"unknown-{level_id}"


@dataclass(frozen=True)
class AreaRegister:
    """All versions of all areas of a city, the unknown members included (columns as `raw.area_register`)."""

    frame: pl.DataFrame

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.frame.write_csv().encode()).hexdigest()[:12]


def build_register(city: City, declared: pl.DataFrame) -> AreaRegister:
    """Give the declared areas their ids and parents.

    Args:
        declared: `area_code`, `level`, `name_zh`, `name_en`, `parent_code`, `valid_from`, `valid_to`, `is_residential`.

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
    return AreaRegister(pl.concat([known, unknown]).select(REGISTER_SCHEMA.keys()).sort("area_id"))


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


def resolve(
    frame: pl.DataFrame,
    reference: AreaReference,
    register: AreaRegister,
    day: pl.Expr | None,
    decided_by: str,
    file_name: str,
) -> tuple[pl.DataFrame, Reason]:
    """Add column `decided_by`: the area_id each row lies in at `day`, and say which rows name no known area.

    Args:
        day: the date on which the area must have been valid; None for the latest version, ended or not.
    """
    text = (
        pl.lit(reference.constant)
        if reference.constant is not None
        else pl.col(find_column(frame, reference.column, file_name, "the area"))
    )
    candidates = register.frame.filter(pl.col("level_id").is_in(reference.level) & ~pl.col("is_unknown"))
    lookup, edges = _lookup(candidates if day is not None else _latest(candidates), reference)
    key = _aliased_key(text, reference)
    epoch = pl.lit(len(edges), dtype=pl.UInt32)
    if day is not None:
        epoch = pl.sum_horizontal(pl.lit(0, dtype=pl.UInt32), *[(day >= edge).cast(pl.UInt32) for edge in edges])
    found = (
        frame.with_columns(area_key=key, area_epoch=epoch)
        .join(lookup.rename({"area_id": decided_by}), on=["area_key", "area_epoch"], how="left", maintain_order="left")
        .drop("area_key", "area_epoch")
    )
    is_unknown = pl.lit(False)
    if reference.unknown_values:
        wanted = [value for value in reference.unknown_values if value]
        is_unknown = text.is_in(wanted)
        if "" in reference.unknown_values:
            is_unknown = is_unknown.fill_null(True) | text.is_null()
    found = found.with_columns(
        pl.when(is_unknown.fill_null(False))
        .then(pl.lit(unknown_area_id(reference.level[0])))
        .otherwise(pl.col(decided_by))
        .alias(decided_by)
    )
    return found, Reason("unknown_area", "+".join(reference.level), pl.col(decided_by).is_null(), text)


def skipped(frame: pl.DataFrame, reference: AreaReference, file_name: str) -> pl.DataFrame:
    """The rows without those the source declares to be subtotals."""
    if not reference.skip_values:
        return frame
    text = pl.col(find_column(frame, reference.column, file_name, "the area"))
    return frame.filter(~text.is_in(reference.skip_values).fill_null(False))


def _key(text: pl.Expr, reference: AreaReference) -> pl.Expr:
    if reference.by == "name":
        return text.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars()
    if reference.strip_zeros:
        stripped = text.str.strip_chars_start("0")
        return pl.when(stripped == "").then(pl.lit("0")).otherwise(stripped)
    return text


def _latest(candidates: pl.DataFrame) -> pl.DataFrame:
    """The last version of each area as if it had always been: for what is known of an area, not of a day."""
    last = candidates.sort("valid_from", nulls_last=False).unique(["level_id", "area_code"], keep="last")
    return last.with_columns(pl.lit(None, dtype=pl.Date).alias(column) for column in ("valid_from", "valid_to"))


def _aliased_key(text: pl.Expr, reference: AreaReference) -> pl.Expr:
    """Aliases of codes are taken exactly, aliases of names in any case and spacing, as names are."""
    if reference.by == "code":
        return _key(text.replace(reference.aliases), reference)
    spellings = pl.DataFrame(
        list(reference.aliases.items()), schema={"alias": pl.String, "name": pl.String}, orient="row"
    )
    return _key(text, reference).replace(dict(spellings.select(_key(pl.all(), reference)).rows()))


def _lookup(candidates: pl.DataFrame, reference: AreaReference) -> tuple[pl.DataFrame, list[date]]:
    """One row a key and epoch; epochs are the spans between the days on which any candidate begins or has ended."""
    begins = candidates["valid_from"].drop_nulls().to_list()
    ends = [date.fromordinal(day.toordinal() + 1) for day in candidates["valid_to"].drop_nulls().to_list()]
    edges = sorted(set(begins) | set(ends))
    names = ("name_zh", "name_en") if reference.by == "name" else ("area_code",)
    keyed = pl.concat(
        [
            candidates.select("area_id", "valid_from", "valid_to", area_key=_key(pl.col(name), reference))
            for name in names
        ]
    ).unique(["area_id", "area_key"])
    starts = [_FAR_PAST, *edges]
    epochs = pl.DataFrame(
        {"area_epoch": range(len(starts)), "epoch_start": starts},
        schema={"area_epoch": pl.UInt32, "epoch_start": pl.Date},
    )
    valid = keyed.join(epochs, how="cross").filter(
        (pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("epoch_start")))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("epoch_start")))
    )
    clash = valid.filter(pl.len().over("area_key", "area_epoch") > 1)
    if clash.height:
        first = clash.row(0, named=True)
        raise InputError(
            f"Area register: {first['area_key']!r} stands for several areas at once (e.g. {first['area_id']}). "
            f"Refer to areas by code, or give their dates so that one at a time is valid."
        )
    return valid.select("area_key", "area_epoch", "area_id"), edges
