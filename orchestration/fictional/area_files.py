"""Register, borders and residents as files.

Only their layout belongs here: what is in them comes from `areas`, `polygons` and `population`.
"""

from datetime import date

import numpy as np
import polars as pl
import shapely

from orchestration.fictional.areas import CITY_NAME, Area
from orchestration.fictional.arrays import Floats
from orchestration.fictional.city import City
from orchestration.fictional.config import Config
from orchestration.fictional.exports import Exporter
from orchestration.fictional.polygons import community_polygons, union_by


def write_register(areas: tuple[Area, ...], exporter: Exporter) -> None:
    """All versions of all areas."""
    frame = pl.DataFrame(
        {
            "区划代码": [area.code for area in areas],
            "名称": [area.name_zh for area in areas],
            "英文名称": [area.name_en for area in areas],
            "级别": [area.level for area in areas],
            "上级代码": [area.parent_code or None for area in areas],
            "启用日期": [area.valid_from.isoformat() for area in areas],
            "停用日期": [area.valid_to.isoformat() if area.valid_to else None for area in areas],
        }
    )
    exporter.csv("行政区划/行政区划.csv", frame)


def write_borders(city: City, exporter: Exporter) -> None:
    """Polygons of all versions of districts, sub-districts and communities."""
    layout, register = city.layout, city.register
    cells = community_polygons(layout)
    districts = zip(register.districts, union_by(cells, layout.district), strict=True)
    subdistricts = list(zip(register.subdistricts, union_by(cells, layout.subdistrict), strict=True))
    split = [cells[index] for index in np.flatnonzero(np.isin(layout.subdistrict, register.split))]
    subdistricts.append((register.former_subdistrict, shapely.coverage_union_all(split)))
    communities = dict(zip(register.codes.tolist(), zip(register.names, cells, strict=True), strict=True))
    communities |= dict(zip(register.former_codes.tolist(), zip(register.names, cells, strict=True), strict=True))

    exporter.geojson("行政区划/边界_区.geojson", ((area.code, area.name_zh, shape) for area, shape in districts))
    exporter.geojson(
        "行政区划/边界_街道.geojson",
        ((area.code, area.name_zh, shape) for area, shape in sorted(subdistricts, key=lambda pair: pair[0].code)),
    )
    exporter.geojson(
        "行政区划/边界_社区.geojson",
        ((code, name, shape) for code, (name, shape) in sorted(communities.items())),
    )


def write_population(city: City, config: Config, population: dict[int, Floats], exporter: Exporter) -> None:
    """One workbook a year, with the codes in force at its end."""
    for year in config.years:
        end = date(year, 12, 31)
        rows = sorted(
            (code, name, parent.name_zh, year, int(residents))
            for code, name, parent, residents in zip(
                city.register.codes_on(end).tolist(),
                city.register.names,
                city.register.subdistrict_of(city.layout, end),
                population[year],
                strict=True,
            )
        )
        exporter.xlsx(
            f"人口/实有人口_{year}.xlsx",
            f"{CITY_NAME[0]}{year}年末社区实有人口",
            ("区划代码", "社区名称", "所属街道", "年份", "实有人口"),
            rows,
            footnote=f"注：实有人口为{year}年12月31日时点数，单位：人。",
        )
