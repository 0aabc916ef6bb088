"""What a source declares of the area a row lies in: by code, by name, within a parent, by a point, in an address.

How an area is found belongs in `orchestration.ingest.places`.
"""

from typing import Literal

from pydantic import Field, model_validator

from orchestration.registry.documents import Declaration
from orchestration.registry.types import ExtractPattern, NamePattern, Names


class Coordinate(Declaration):
    """Where one coordinate of a point stands."""

    column: Names = Field(
        min_length=1, description="the header of the column, or several: the first a file has is used"
    )
    extract: ExtractPattern | None = Field(
        default=None, description="pattern; its one group is the number, e.g. where a cell says POINT (-79.4 43.7)"
    )


class AreaReference(Declaration):
    """Which area of a level a row lies in."""

    level: Names = Field(description="level_id, or several where the file mixes levels")
    column: Names = Field(
        default=(), description="the header of the column, or several: the first of them that a file has is used"
    )
    constant: str | None = Field(default=None, description="the same area for every row")
    file_name: NamePattern | None = Field(
        default=None, description="pattern; its one group, found in the file's name, is the area of all its rows"
    )
    by: Literal["code", "name", "point"] = Field(
        default="code",
        description="what the row says of its area: the register's code, its name (in either language, in any case, "
        "width, spacing and variant of characters: 台/臺), or a point within it",
    )
    longitude: Coordinate | None = Field(
        default=None, description="for `by: point`: degrees east (WGS 84); the point itself is never stored"
    )
    latitude: Coordinate | None = Field(default=None, description="for `by: point`: degrees north (WGS 84)")
    within: "AreaReference | None" = Field(
        default=None,
        description="the area around it, where a name or code is unique only there. A row whose area is not known then "
        "counts in this one's total",
    )
    extract: ExtractPattern | None = Field(
        default=None, description="pattern; its one group is the code or name, e.g. in an address, which is not kept"
    )
    strip_zeros: bool = Field(default=False, description="leading zeros do not count: 07, 007 and 7 are the same code")
    aliases: dict[str, str] = Field(default={}, description="other spellings → the register's code or name")
    unknown_values: Names = Field(
        default=(),
        description='cells that say the place is not known ("" for an empty one); such rows stay in the total of the '
        "area around, else in the city's",
    )
    unmatched: Literal["quarantine", "unknown"] = Field(
        default="quarantine",
        description="a code or name that is not in the register, or a point in no area: `quarantine` refuses the row, "
        "`unknown` keeps it as one whose place is not known",
    )
    skip_values: Names = Field(default=(), description="rows of these areas are subtotals and not read")
    valid_on: str | None = Field(
        default=None,
        description="field whose day says of which version of the map the code is; the event's own day if left out",
    )

    @property
    def headers(self) -> tuple[str, ...]:
        """All headers that say something of the place."""
        return self.own_headers + (self.within.headers if self.within else ())

    @property
    def own_headers(self) -> tuple[str, ...]:
        """The headers that say which area of the level it is, those of the area around it left out."""
        points = tuple(name for point in (self.longitude, self.latitude) if point for name in point.column)
        return self.column + points

    @property
    def chain(self) -> "tuple[AreaReference, ...]":
        """The reference and those around it, innermost first."""
        return (self, *self.within.chain) if self.within else (self,)

    @model_validator(mode="after")
    def _one_origin(self) -> "AreaReference":
        is_point = self.longitude is not None or self.latitude is not None
        if [bool(self.column), self.constant is not None, bool(self.file_name), is_point].count(True) != 1:
            raise ValueError("give exactly one of column, constant, file_name, and longitude with latitude")
        if is_point != (self.by == "point") or is_point != (self.longitude is not None and self.latitude is not None):
            raise ValueError("by point goes with longitude and latitude, both of them")
        if is_point and (self.extract or self.aliases or self.strip_zeros or self.skip_values):
            raise ValueError("by point takes no extract, aliases, strip_zeros or skip_values")
        if self.within and len(self.level) > 1:
            raise ValueError("within goes with one level")
        if self.within and (len(self.within.level) > 1 or self.within.skip_values or self.within.valid_on):
            raise ValueError("within takes one level, no skip_values and no valid_on")
        return self
