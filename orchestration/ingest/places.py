"""The area each row lies in: found by code, by name, within a parent, by a point or in an address.

First `place_texts` takes what a row says of its place out of the file's cells: the rest of an address is left
behind there. Then `resolve` finds the area in the register at the row's day. The register itself belongs in
`areas`, the geometry of points in `polygons`.
"""

from collections.abc import Iterator
from datetime import date

import polars as pl

from anlan.errors import InputError
from orchestration.ingest.areas import AreaRegister, unknown_area_id
from orchestration.ingest.characters import name_key, plain
from orchestration.ingest.fields import Reason, find_column, text_in_name
from orchestration.ingest.numbers import number
from orchestration.ingest.polygons import areas_at
from orchestration.registry.places import AreaReference, Coordinate

_FAR_PAST = date.min
# In lookups of areas that need no area around them.
_ANYWHERE = ""


def place_texts(
    frame: pl.DataFrame, reference: AreaReference, name: str, decimal: str, file_name: str
) -> Iterator[pl.Expr]:
    """What rows say of their place, in columns `<name>:<depth>:<what>`: depth 0 of its area, 1 of the area around.

    Raises:
        InputError: a declared column is not in the file.
    """
    for depth, link in enumerate(reference.chain):
        here = f"{name}:{depth}"
        if link.longitude and link.latitude:
            cells = [_coordinate(frame, point, file_name) for point in (link.longitude, link.latitude)]
            for axis, cell in zip(("longitude", "latitude"), cells, strict=True):
                yield number(plain(frame, cell), decimal, None).alias(f"{here}:{axis}")
            yield pl.any_horizontal(cell.is_not_null() for cell in cells).alias(f"{here}:is_given")
        else:
            cells = [_cell(frame, link, file_name)]
            yield (cells[0].str.extract(link.extract, 1) if link.extract else cells[0]).alias(f"{here}:text")
        yield pl.any_horizontal(_says_unknown(cell, link) for cell in cells).alias(f"{here}:is_unknown")


def skipped(frame: pl.DataFrame, reference: AreaReference, file_name: str) -> pl.DataFrame:
    """The rows without those the source declares to be subtotals."""
    if not reference.skip_values:
        return frame
    return frame.filter(~_cell(frame, reference, file_name).is_in(reference.skip_values).fill_null(False))


def resolve(
    rows: pl.DataFrame, reference: AreaReference, register: AreaRegister, day: pl.Expr | None, name: str
) -> tuple[pl.DataFrame, list[Reason]]:
    """Add column `name`: the area_id each row lies in at `day`, and say which rows name no known area.

    Args:
        rows: with the columns of `place_texts` for `name`.
        day: the date on which the area must have been valid; None for the latest version, ended or not.

    Raises:
        InputError: a code or name stands for several areas at once, or there are no shapes to find points in.
    """
    reasons: list[Reason] = []
    for depth in reversed(range(len(reference.chain))):
        link, here, around = reference.chain[depth], f"{name}:{depth}", f"{name}:{depth + 1}"
        if link.by == "point":
            rows = _by_point(rows, link, register, day, here)
        else:
            rows = _by_text(rows, link, register, day, here, around)
        if link.unmatched == "unknown":
            is_unmatched = pl.col(here).is_null() & ~pl.col(f"{here}:is_unknown")
            rows = rows.with_columns(is_unmatched.alias(f"{here}:is_unmatched"))
        if link.within is not None or link.unmatched == "unknown" or rows[f"{here}:is_unknown"].any():
            rows = rows.with_columns(_with_unknown(link, register, here, around).alias(here))
        reasons += _reasons(link, here, around)
    return rows.with_columns(pl.col(f"{name}:0").alias(name)), reasons


def _cell(frame: pl.DataFrame, link: AreaReference, file_name: str) -> pl.Expr:
    if link.constant is not None:
        return pl.lit(link.constant)
    if link.file_name is not None:
        return text_in_name(link.file_name, file_name, "the area")
    return pl.col(find_column(frame, link.column, file_name, "the area"))


def _coordinate(frame: pl.DataFrame, point: Coordinate, file_name: str) -> pl.Expr:
    cell = pl.col(find_column(frame, point.column, file_name, "the area"))
    return cell.str.extract(point.extract, 1) if point.extract else cell


def _says_unknown(cell: pl.Expr, link: AreaReference) -> pl.Expr:
    words = [value for value in link.unknown_values if value]
    declared = cell.is_in(words).fill_null(False) if words else pl.lit(False)
    return declared | cell.is_null() if "" in link.unknown_values else declared


def _with_unknown(link: AreaReference, register: AreaRegister, here: str, around: str) -> pl.Expr:
    """The area found, or the unknown member where the row's place is declared to be unknown."""
    unknown, nowhere = pl.col(f"{here}:is_unknown"), pl.lit(unknown_area_id(link.level[0]))
    if link.unmatched == "unknown":
        unknown = unknown | (pl.col(here).is_null() & ~_is_impossible(link, here))
    if link.within is None:
        return pl.when(unknown).then(nowhere).otherwise(here)
    outer = pl.col(around)
    unknown_outer = register.frame.filter("is_unknown")["area_id"].to_list()
    # Around it all is unknown, or one area is known.
    member = (
        pl.when(outer == unknown_area_id(link.within.level[0]))
        .then(nowhere)
        .otherwise(pl.format("unknown-{}-in-{}", pl.lit(link.level[0]), outer))
    )
    return pl.when(outer.is_not_null()).then(pl.when(unknown | outer.is_in(unknown_outer)).then(member).otherwise(here))


def _reasons(link: AreaReference, here: str, around: str) -> list[Reason]:
    level = "+".join(link.level)
    if link.by == "point":
        # A point is no text that may be kept, not even of a refused row.
        text = pl.lit(None, dtype=pl.String)
        impossible = _is_impossible(link, here) & ~pl.col(f"{here}:is_unknown")
        reasons = [Reason("impossible_coordinates", level, impossible, text)]
    else:
        text, reasons = pl.col(f"{here}:text"), []
    missing = pl.col(here).is_null()
    # Where the area around is not known, that is the reason.
    missing = missing & pl.col(around).is_not_null() if link.within else missing
    return [*reasons, Reason("unknown_area", level, missing, text)]


def _is_impossible(link: AreaReference, here: str) -> pl.Expr:
    """Coordinates are given, and are no numbers, nowhere on Earth, or those where both are zero for want of any."""
    if link.by != "point":
        return pl.lit(False)
    longitude, latitude = pl.col(f"{here}:longitude"), pl.col(f"{here}:latitude")
    is_possible = longitude.is_between(-180, 180) & latitude.is_between(-90, 90) & ~((longitude == 0) & (latitude == 0))
    return pl.col(f"{here}:is_given") & ~is_possible.fill_null(False)


def _by_point(
    rows: pl.DataFrame, link: AreaReference, register: AreaRegister, day: pl.Expr | None, here: str
) -> pl.DataFrame:
    """Add column `here`: of the areas valid at the day whose shape the point lies in, the first by id."""
    candidates = _candidates(link, register, is_dated=day is not None)
    shapes = None if register.polygons is None else register.polygons.join(candidates, on="area_id", how="semi")
    if shapes is None or shapes.is_empty():
        raise InputError(
            f"There are no shapes of level {' or '.join(link.level)} to find points in. "
            f"Put the file of area polygons of that level into the inbox."
        )
    located = (pl.col(f"{here}:longitude").is_not_null() & pl.col(f"{here}:latitude").is_not_null()) & ~_is_impossible(
        link, here
    )
    points = rows.select(
        f"{here}:longitude",
        f"{here}:latitude",
        located=located,
        day=pl.lit(None, dtype=pl.Date) if day is None else day,
    ).with_row_index("row")
    points = points.filter("located").with_row_index("point")
    found = (
        areas_at(shapes, points[f"{here}:longitude"], points[f"{here}:latitude"])
        .join(points.select("point", "row", "day"), on="point")
        .join(candidates.select("area_id", "valid_from", "valid_to"), on="area_id")
        .filter(
            (pl.col("valid_from") <= pl.col("day")).fill_null(True)
            & (pl.col("valid_to") >= pl.col("day")).fill_null(True)
        )
        .group_by("row")
        .agg(pl.col("area_id").min().alias(here))
    )
    return rows.with_row_index("row").join(found, on="row", how="left", maintain_order="left").drop("row")


def _by_text(
    rows: pl.DataFrame, link: AreaReference, register: AreaRegister, day: pl.Expr | None, here: str, around: str
) -> pl.DataFrame:
    """Add column `here`: the area that has the row's code or name at the day, in the area around if one is declared."""
    lookup, edges = _search(link, register, is_dated=day is not None)
    key = _aliased_key(rows, f"{here}:text", link)
    if not edges and link.within is None:
        # Codes are few: as members of an enumeration they are looked up faster than by a join.
        number = key.cast(pl.Enum(lookup["area_key"]), strict=False).to_physical()
        return rows.with_columns(pl.lit(lookup["area_id"]).gather(number).alias(here))
    epoch = pl.lit(len(edges), dtype=pl.UInt32)
    if day is not None:
        epoch = pl.sum_horizontal(pl.lit(0, dtype=pl.UInt32), *[(day >= edge).cast(pl.UInt32) for edge in edges])
    within = pl.lit(_ANYWHERE)
    if link.within:
        codes = register.frame.filter(~pl.col("is_unknown")).select("area_id", "area_code")
        within = pl.col(around).replace_strict(*codes, default=None, return_dtype=pl.String)
    # By itself: a join of the whole table would copy it.
    keys = rows.select(area_key=key, area_epoch=epoch, area_within=within)
    joined = keys.join(lookup, on=["area_key", "area_epoch", "area_within"], how="left", maintain_order="left")
    return rows.with_columns(joined["area_id"].alias(here))


def _search(link: AreaReference, register: AreaRegister, *, is_dated: bool) -> tuple[pl.DataFrame, list[date]]:
    """What is searched is the same for all pieces of a file."""
    key = (link.model_dump_json(), is_dated)
    if key not in register.searches:
        register.searches[key] = _lookup(link, register, is_dated=is_dated)
    return register.searches[key]


def _candidates(link: AreaReference, register: AreaRegister, *, is_dated: bool) -> pl.DataFrame:
    """The areas a row may lie in; without a day the last version of each, as if it had always been."""
    candidates = register.frame.filter(pl.col("level_id").is_in(link.level) & ~pl.col("is_unknown"))
    if is_dated:
        return candidates
    last = candidates.sort("valid_from", nulls_last=False).unique(["level_id", "area_code"], keep="last")
    return last.with_columns(pl.lit(None, dtype=pl.Date).alias(column) for column in ("valid_from", "valid_to"))


def _key(text: pl.Expr, link: AreaReference) -> pl.Expr:
    if link.by == "name":
        return name_key(text)
    if link.strip_zeros:
        stripped = text.str.strip_chars_start("0")
        return pl.when(stripped == "").then(pl.lit("0")).otherwise(stripped)
    return text


def _aliased_key(rows: pl.DataFrame, column: str, link: AreaReference) -> pl.Expr:
    """Aliases of codes are taken exactly, aliases of names in any case, width and spacing, as names are."""
    if link.by == "code":
        code = plain(rows, pl.col(column))
        return _key(code.replace(link.aliases) if link.aliases else code, link)
    spellings = pl.DataFrame(list(link.aliases.items()), schema={"alias": pl.String, "name": pl.String}, orient="row")
    return _key(pl.col(column), link).replace(dict(spellings.select(_key(pl.all(), link)).rows()))


def _lookup(link: AreaReference, register: AreaRegister, *, is_dated: bool) -> tuple[pl.DataFrame, list[date]]:
    """One row a key, epoch and area around; epochs are the spans between the days on which any candidate begins or has
    ended.
    """
    candidates = _candidates(link, register, is_dated=is_dated)
    begins = candidates["valid_from"].drop_nulls().to_list()
    ends = [date.fromordinal(last.toordinal() + 1) for last in candidates["valid_to"].drop_nulls().to_list()]
    edges = sorted(set(begins) | set(ends))
    names = ("name_zh", "name_en") if link.by == "name" else ("area_code",)
    keyed = pl.concat(
        [candidates.select("area_id", "valid_from", "valid_to", area_key=_key(pl.col(name), link)) for name in names]
    ).unique(["area_id", "area_key"])
    if link.within:
        keyed = keyed.join(_codes_around(register, link.within.level[0]), on="area_id")
    else:
        keyed = keyed.with_columns(area_within=pl.lit(_ANYWHERE))
    starts = [_FAR_PAST, *edges]
    epochs = pl.DataFrame(
        {"area_epoch": range(len(starts)), "epoch_start": starts},
        schema={"area_epoch": pl.UInt32, "epoch_start": pl.Date},
    )
    valid = keyed.join(epochs, how="cross").filter(
        (pl.col("valid_from").is_null() | (pl.col("valid_from") <= pl.col("epoch_start")))
        & (pl.col("valid_to").is_null() | (pl.col("valid_to") >= pl.col("epoch_start")))
    )
    clash = valid.filter(pl.len().over("area_key", "area_epoch", "area_within") > 1)
    if clash.height:
        first = clash.row(0, named=True)
        raise InputError(
            f"Area register: {first['area_key']!r} stands for several areas at once (e.g. {first['area_id']}). "
            f"Refer to areas by code, name the area around them (`within`), or give their dates so that one at a time "
            f"is valid."
        )
    return valid.select("area_key", "area_epoch", "area_within", "area_id"), edges


def _codes_around(register: AreaRegister, level: str) -> pl.DataFrame:
    """`area_id` and, as `area_within`, the code of the area of `level` that it lies in, however far above."""
    areas = register.frame.select("area_id", "parent_area_id")
    above = register.frame.select(
        pl.col("area_id").alias("above_id"),
        pl.col("parent_area_id").alias("next_id"),
        pl.col("area_code").alias("above_code"),
        pl.col("level_id").alias("above_level"),
    )
    found = []
    climbing = areas
    while not climbing.is_empty():
        step = climbing.join(above, left_on="parent_area_id", right_on="above_id")
        found.append(step.filter(pl.col("above_level") == level).select("area_id", area_within="above_code"))
        climbing = step.filter(pl.col("above_level") != level).select("area_id", parent_area_id="next_id")
    return pl.concat(found)
