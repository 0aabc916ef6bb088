"""Shapes of areas, and which of them a point lies in. Points are looked at here and kept nowhere."""

from typing import TYPE_CHECKING

import polars as pl

from anlan.errors import InputError

if TYPE_CHECKING:
    import shapely


def areas_at(polygons: pl.DataFrame, longitude: pl.Series, latitude: pl.Series) -> pl.DataFrame:
    """All areas at each point, those included on whose border it lies.

    Args:
        polygons: `area_id`, `geometry` (GeoJSON, longitude/latitude).
        longitude, latitude: degrees, none missing.

    Returns:
        `point` (position in the series), `area_id`; a point outside all shapes has no row.

    Raises:
        InputError: a shape is no GeoJSON geometry.
    """
    # Importing it is a fifth of what starting costs, and few cities find places by points.
    import shapely

    shapes = shapely.make_valid([_shape(*row) for row in polygons.select("area_id", "geometry").rows()])
    # The tree holds the points: a query prepares the shape it is asked with, and shapes are few and large.
    points = shapely.STRtree(shapely.points(longitude.to_numpy(), latitude.to_numpy()))
    shape_numbers, point_numbers = points.query(shapes, predicate="intersects")
    return pl.DataFrame(
        {"point": pl.Series(point_numbers, dtype=pl.UInt32), "area_id": polygons["area_id"].gather(shape_numbers)}
    )


def _shape(area_id: str, geometry: str) -> "shapely.Geometry":
    import shapely

    try:
        return shapely.from_geojson(geometry)
    except shapely.GEOSException:
        raise InputError(
            f"The shape of area {area_id} is no GeoJSON geometry. Correct it in the file of area polygons."
        ) from None
