"""A small published snapshot for tests of readers: `serving/<city>/<build>/` with the tables that the pages
read.

The numbers are made by a few lines of arithmetic, so a test can say what a page must show; they claim no
statistical truth. The real tables come from the dbt models. What belongs here: the edge cases a reader meets
(an area too small to rank, an area redrawn, months not collected, a level without polygons, a survey without
sample sizes, an indicator nobody collects).
"""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import polars

from anlan import snapshot
from anlan.home import Home

METHOD = "2026.1"
DISTRICTS = {"d1": "东湖区", "d2": "西岭区", "d3": "南港区", "d4": "北原区", "d5": "小岛区", "d6": "新河区"}
DISTRICTS_EN = {
    "d1": "Eastlake",
    "d2": "Westridge",
    "d3": "Southport",
    "d4": "Northfield",
    "d5": "Islet",
    "d6": "Newriver",
}
# Too few alarms to rank; its bounds changed on 2018-01-01.
SMALL, REDRAWN = "d5", "d6"
# No alarms were collected in this month.
GAP = "2017-05"
# The alarms begin in 2017; one was reported later and happened in this month.
LATE = "2016-12"
# Days to which the feeds reach.
ALARMS_TO, SURVEY_TO = date(2018, 12, 20), date(2018, 11, 30)


TABLES = {
    "marts.dim_city": (
        "city_id varchar, name_zh varchar, name_en varchar, is_fictional boolean, timezone varchar, note_zh "
        "varchar, note_en varchar, as_of date"
    ),
    "marts.dim_area_level": (
        "level_id varchar, level_number integer, hierarchy varchar, name_zh varchar, name_en varchar, "
        "is_ranked_in_city boolean, is_ranked_in_parent boolean, category_detail varchar, has_polygons "
        "boolean, area_count bigint"
    ),
    "marts.dim_area": (
        "area_id varchar, area_code varchar, level_id varchar, level_number integer, hierarchy varchar, "
        "name_zh varchar, name_en varchar, parent_area_id varchar, valid_from date, valid_to date, is_current "
        "boolean, is_unknown boolean, is_residential boolean"
    ),
    "marts.bridge_area_tree": (
        "descendant_area_id varchar, ancestor_area_id varchar, depth integer, hierarchy varchar"
    ),
    "marts.dim_area_geometry": ("area_id varchar, geometry varchar"),
    "marts.dim_period": (
        "period_type varchar, period_id varchar, period_start date, period_end date, days integer, "
        "previous_period_id varchar, year_ago_period_id varchar"
    ),
    "marts.dim_indicator": (
        "indicator_id varchar, feed varchar, records_zh varchar, records_en varchar, lowest_level varchar, "
        "shortest_period varchar, name_zh varchar, name_en varchar, formula_zh varchar, formula_en "
        "varchar, numerator_zh varchar, numerator_en varchar, denominator_zh varchar, denominator_en varchar, "
        "unit_zh varchar, unit_en varchar, value_kind varchar, scale double, direction varchar, decimals "
        "integer, minimum_base double, method_version varchar, includes_zh varchar, includes_en varchar, "
        "excludes_zh varchar, excludes_en varchar, category_kind varchar, category_id varchar, sort_order "
        "integer, is_collected boolean"
    ),
    "marts.dim_source": (
        "source_id varchar, feed varchar, title_zh varchar, title_en varchar, publisher varchar, licence "
        "varchar, url varchar, files_loaded bigint, files_failed bigint, rows_read bigint, rows_accepted "
        "bigint, rows_quarantined bigint, rows_duplicate bigint, first_event_date date, last_event_date date, "
        "last_landed_at timestamp"
    ),
    "marts.fct_indicator_values": (
        "indicator_id varchar, area_id varchar, period_type varchar, period_id varchar, period_start date, "
        "period_end date, value double, numerator double, denominator double, lower double, upper double, "
        "interval_status varchar, is_suppressed boolean, suppression_reason varchar, is_complete boolean, "
        "method_version varchar, as_of date"
    ),
    "marts.dim_peer_group": (
        "peer_group_id varchar, area_id varchar, level_id varchar, name_zh varchar, name_en varchar, "
        "member_from date, member_to date"
    ),
    "marts.mart_rankings": (
        "indicator_id varchar, level_id varchar, scope_id varchar, period_type varchar, period_id varchar, "
        "area_id varchar, verdict_adjusted varchar"
    ),
    "serving.rpt_district_board": (
        "indicator_id varchar, level_id varchar, scope_id varchar, period_type varchar, period_id varchar, "
        "period_start date, area_id varchar, area_name_zh varchar, area_name_en varchar, value double, "
        "numerator double, denominator double, lower double, upper double, interval_status varchar, "
        "is_complete boolean, rank integer, rank_lower integer, rank_upper integer, rank_interval_status "
        "varchar, areas_ranked integer, areas_in_scope integer, previous_period_id varchar, previous_rank "
        "integer, previous_value double, change double, change_z double, verdict varchar, verdict_status "
        "varchar, unranked_reason varchar, is_suppressed boolean, suppression_reason varchar, method_version "
        "varchar, as_of date"
    ),
}

Row = dict[str, Any]


def publish(home: Home, build_id: str = "20190105T080000Z-a1", *, extra: int = 0, is_fictional: bool = True) -> str:
    """Write a snapshot and move CURRENT to it; `extra` is added to every count, so that builds differ.
    Returns the build id.
    """
    folder = snapshot.folder(home, build_id)
    folder.mkdir(parents=True)
    tables = _tables(home.city_id, extra=extra, is_fictional=is_fictional)
    _write(folder / snapshot.DATABASE, tables)
    manifest = {
        "format_version": snapshot.FORMAT_VERSION,
        "build_id": build_id,
        "city_id": home.city_id,
        "built_at": datetime(2019, 1, 5, 8, tzinfo=UTC).isoformat(),
        "as_of": "2018-12-20",
        "is_fictional": is_fictional,
        "tables": {name: len(rows) for name, rows in tables.items()},
        "tests_passed": 12,
        "tests_warned": 0,
        "anlan_version": "0.1.0",
    }
    (folder / snapshot.MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    pointer = home.serving / "CURRENT.next"
    pointer.write_text(build_id, encoding="utf-8")
    pointer.replace(home.serving / snapshot.CURRENT)
    return build_id


def _write(path: Path, tables: dict[str, list[Row]]) -> None:
    with duckdb.connect(str(path)) as connection:
        connection.execute("create schema marts; create schema serving")
        for name, columns in TABLES.items():
            connection.execute(f"create table {name} ({columns})")
            frame = polars.DataFrame(tables[name], infer_schema_length=None)
            connection.register("frame", frame)
            connection.execute(f"insert into {name} by name select * from frame")
        connection.execute("comment on table marts.dim_city is '城市。The city.'")
        connection.execute("comment on column marts.dim_city.as_of is '数据截至日期。Day the data reach to.'")


def _tables(city_id: str, *, extra: int, is_fictional: bool) -> dict[str, list[Row]]:
    board = _alarm_rows(extra) + _survey_rows()
    return {
        "marts.dim_city": [
            {
                "city_id": city_id,
                "name_zh": "测试市",
                "name_en": "Testville",
                "is_fictional": is_fictional,
                "timezone": "Asia/Shanghai",
                "note_zh": "",
                "note_en": "",
                "as_of": max(ALARMS_TO, SURVEY_TO),
            }
        ],
        "marts.dim_area_level": _levels(),
        "marts.dim_area": _areas(),
        "marts.bridge_area_tree": _tree(),
        "marts.dim_area_geometry": [
            {"area_id": area, "geometry": json.dumps(_square(number))} for number, area in enumerate(DISTRICTS)
        ],
        "marts.dim_period": _periods(),
        "marts.dim_peer_group": [
            {
                "peer_group_id": "peers-old-town",
                "area_id": area,
                "level_id": "district",
                "name_zh": "老城",
                "name_en": "Old town",
                "member_from": date(1, 1, 1),
                "member_to": date(9999, 12, 31),
            }
            for area in ("d1", "d2", "d3")
        ],
        "marts.mart_rankings": [_adjusted(row) for row in board],
        "marts.dim_indicator": _indicators(),
        "marts.dim_source": _sources(),
        "marts.fct_indicator_values": _values(board),
        "serving.rpt_district_board": board,
    }


def _levels() -> list[Row]:
    named = [
        ("city", 1, "全市", "City"),
        ("district", 2, "区", "District"),
        ("street", 3, "街道", "Street office"),
    ]
    return [
        {
            "level_id": level,
            "level_number": number,
            "hierarchy": "main",
            "name_zh": zh,
            "name_en": en,
            "is_ranked_in_city": number > 1,
            "is_ranked_in_parent": number > 2,
            "category_detail": "all",
            "has_polygons": level == "district",
            "area_count": {1: 1, 2: 6, 3: 12}[number],
        }
        for level, number, zh, en in named
    ]


def _streets() -> dict[str, str]:
    return {f"{district}s{number}": district for district in DISTRICTS for number in (1, 2)}


def _areas() -> list[Row]:
    rows = [_area("city-1", "330000", "city", 1, "测试市", "Testville", None)]
    for number, area in enumerate(DISTRICTS, start=1):
        rows.append(_area(area, f"33000{number}", "district", 2, DISTRICTS[area], DISTRICTS_EN[area], "city-1"))
    for street, district in _streets().items():
        name, name_en = f"{DISTRICTS[district]}{street[-1]}街道", f"{DISTRICTS_EN[district]} {street[-1]}"
        rows.append(_area(street, f"{street}-code", "street", 3, name, name_en, district))
    return rows


def _tree() -> list[Row]:
    """Every area with itself and those above it."""
    parents = {row["area_id"]: row["parent_area_id"] for row in _areas()}
    rows: list[Row] = []
    for area in parents:
        above: str | None = area
        depth = 0
        while above is not None:
            rows.append({"descendant_area_id": area, "ancestor_area_id": above, "depth": depth, "hierarchy": "main"})
            above, depth = parents[above], depth + 1
    return rows


def _area(area: str, code: str, level: str, number: int, zh: str, en: str, parent: str | None) -> Row:
    start = date(2018, 1, 1) if area == REDRAWN else date(2010, 1, 1)
    return {
        "area_id": area,
        "area_code": code,
        "level_id": level,
        "level_number": number,
        "hierarchy": "main",
        "name_zh": zh,
        "name_en": en,
        "parent_area_id": parent,
        "valid_from": start,
        "valid_to": None,
        "is_current": True,
        "is_unknown": False,
        "is_residential": True,
    }


def _square(number: int) -> dict[str, Any]:
    x, y = 120 + number % 3 * 0.1, 30 + number // 3 * 0.1
    ring = [[x, y], [x + 0.1, y], [x + 0.1, y + 0.1], [x, y + 0.1], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def _months() -> list[tuple[str, date, date]]:
    starts = [date(year, month, 1) for year in (2017, 2018) for month in range(1, 13)]
    ends = [date(s.year + s.month // 12, s.month % 12 + 1, 1) - timedelta(days=1) for s in starts]
    return [(f"{s:%Y-%m}", s, e) for s, e in zip(starts, ends, strict=True)]


def _periods() -> list[Row]:
    years = [(str(year), date(year, 1, 1), date(year, 12, 31)) for year in (2017, 2018)]
    late = (LATE, date.fromisoformat(f"{LATE}-01"), date.fromisoformat(f"{LATE}-31"))
    typed = [("Y", *period) for period in years] + [("M", *period) for period in (late, *_months())]
    return [
        {
            "period_type": kind,
            "period_id": period,
            "period_start": start,
            "period_end": end,
            "days": (end - start).days + 1,
            "previous_period_id": None,
            "year_ago_period_id": _year_ago(period),
        }
        for kind, period, start, end in typed
    ]


def _year_ago(period: str) -> str | None:
    return period.replace("2018", "2017") if period.startswith("2018") else None


def _indicators() -> list[Row]:
    def row(order: int, key: str, feed: str, zh: str, en: str, kind: str, direction: str, **more: Any) -> Row:
        text = {
            "records_zh": "测试记录",
            "records_en": "test records",
            "lowest_level": "street",
            "shortest_period": "M",
            "formula_zh": f"{zh}的算法",
            "formula_en": f"how {en} is worked out",
            "numerator_zh": "分子说明",
            "numerator_en": "what is counted",
            "denominator_zh": "分母说明",
            "denominator_en": "what it is divided by",
            "includes_zh": "有效警情",
            "includes_en": "valid alarms",
            "excludes_zh": "无效警情",
            "excludes_en": "invalid alarms",
        }
        return {
            "indicator_id": key,
            "feed": feed,
            "name_zh": zh,
            "name_en": en,
            **text,
            "unit_zh": "件/万人",
            "unit_en": "per 10,000",
            "value_kind": kind,
            "scale": 10000.0,
            "direction": direction,
            "decimals": 2,
            "minimum_base": 30.0,
            "method_version": METHOD,
            "category_kind": "alarm",
            "category_id": "all",
            "sort_order": order,
            "is_collected": True,
            **more,
        }

    share = {
        "unit_zh": "%",
        "unit_en": "%",
        "scale": 1.0,
        "decimals": 1,
        "category_kind": None,
        "category_id": None,
    }
    return [
        row(1, "alarm_rate", "police_alarms", "万人警情率", "Alarms per 10,000", "rate", "down_good"),
        row(2, "safety", "survey_scores", "群众安全感", "Sense of safety", "share", "up_good", **share),
        row(
            3,
            "closure_rate",
            "grid_events",
            "事件办结率",
            "Closure rate",
            "share",
            "up_good",
            **{**share, "is_collected": False},
        ),
    ]


def _sources() -> list[Row]:
    def row(key: str, feed: str, zh: str, en: str, quarantined: int, failed: int) -> Row:
        return {
            "source_id": key,
            "feed": feed,
            "title_zh": zh,
            "title_en": en,
            "publisher": "测试局",
            "licence": "CC0-1.0",
            "url": "",
            "files_loaded": 24,
            "files_failed": failed,
            "rows_read": 1000,
            "rows_accepted": 1000 - quarantined,
            "rows_quarantined": quarantined,
            "rows_duplicate": 0,
            "first_event_date": date(2017, 1, 1),
            "last_event_date": ALARMS_TO,
            "last_landed_at": datetime(2018, 12, 21, 6),
        }

    return [
        row("alarms", "police_alarms", "警情月报", "Monthly alarms", 7, 1),
        row("survey", "survey_scores", "群众测评", "Survey", 0, 0),
    ]


def _alarm_rows(extra: int) -> list[Row]:
    rows: list[Row] = []
    years = [("Y", "2017", date(2017, 1, 1), 12), ("Y", "2018", date(2018, 1, 1), 12)]
    months = [("M", period, start, 1) for period, start, _ in _months() if period != GAP]
    for kind, period, start, length in years + months:
        rows += _ranked("district", "city", list(DISTRICTS), kind, period, start, length, extra)
        rows += _ranked("street", "city", list(_streets()), kind, period, start, length, extra)
        for district in DISTRICTS:
            members = [street for street, parent in _streets().items() if parent == district]
            rows += _ranked("street", district, members, kind, period, start, length, extra)
    return rows


def alarm_count(area: str, period: str, length: int, extra: int = 0) -> int:
    """Alarms of an area in a period: more in lower districts' numbers, and in d1 a rise, in d2 a fall between
    the years.
    """
    if area == SMALL or area.startswith(f"{SMALL}s"):
        return length * 2 + extra
    number = int(area[1])
    yearly = {1: 60, 2: -60}.get(number, 1) if period.startswith("2018") else 0
    month = int(period[5:7]) if len(period) > 4 else 6
    return length * (180 - 20 * number + yearly + 2 * month) // (2 if "s" in area else 1) + extra


def _ranked(
    level: str, scope: str, areas: list[str], kind: str, period: str, start: date, length: int, extra: int
) -> list[Row]:
    population = 50_000.0
    counts = {area: alarm_count(area, period, length, extra) for area in areas}
    rated = {area: count / population * 10_000 for area, count in counts.items() if not area.startswith(SMALL)}
    complete = period != "2018-12"
    before = _year_ago(period)
    if before == GAP:
        before_counts: dict[str, int] = {}
    else:
        before_counts = {area: alarm_count(area, before, length, extra) for area in rated} if before else {}
    rows = []
    for area in areas:
        name_zh, name_en = _names(area)
        row: Row = {
            "indicator_id": "alarm_rate",
            "level_id": level,
            "scope_id": scope,
            "period_type": kind,
            "period_id": period,
            "period_start": start,
            "area_id": area,
            "area_name_zh": name_zh,
            "area_name_en": name_en,
            "value": rated.get(area),
            "numerator": float(counts[area]),
            "denominator": population,
            "interval_status": "ok",
            "is_complete": complete,
            "areas_ranked": len(rated),
            "areas_in_scope": len(areas),
            "previous_period_id": before,
            "is_suppressed": area not in rated,
            "method_version": METHOD,
            "as_of": ALARMS_TO,
        }
        if area not in rated:
            reason = "count_too_small"
            row |= {
                "unranked_reason": reason,
                "suppression_reason": reason,
                "verdict_status": reason,
                "numerator": None,
                "interval_status": reason,
                "rank_interval_status": reason,
            }
        else:
            value, spread = rated[area], 1.96 * counts[area] ** 0.5 / population * 10_000
            row |= {
                "lower": value - spread,
                "upper": value + spread,
                "rank": 1 + sum(v < value for v in rated.values()),
                "rank_lower": 1 + sum(v < value - 2 * spread for v in rated.values()),
                "rank_upper": len(rated) - sum(v > value + 2 * spread for v in rated.values()),
                "rank_interval_status": "ok",
            }
            row |= _compared(area, counts[area], before_counts, before, population, complete)
        rows.append(row)
    return rows


def _compared(
    area: str, count: int, before: dict[str, int], period: str | None, population: float, complete: bool
) -> Row:
    if area.startswith(REDRAWN):
        return {"verdict_status": "area_redrawn"}
    if period is None or area not in before:
        return {"verdict_status": "not_collected"}
    earlier = before[area]
    row: Row = {
        "previous_value": earlier / population * 10_000,
        "previous_rank": 1 + sum(v < earlier for v in before.values()),
    }
    if not complete:
        return row | {"verdict_status": "incomplete"}
    z = (count - earlier) / (count + earlier) ** 0.5
    verdict = "rise" if z > 1.96 else "fall" if z < -1.96 else "no_significant_change"
    return row | {"change": count / earlier - 1, "change_z": z, "verdict": verdict, "verdict_status": "ok"}


def _names(area: str) -> tuple[str, str]:
    if "s" in area:
        return f"{DISTRICTS[area[:2]]}{area[-1]}街道", f"{DISTRICTS_EN[area[:2]]} {area[-1]}"
    return DISTRICTS[area], DISTRICTS_EN[area]


def _adjusted(row: Row) -> Row:
    """A fall that does not stand when all areas are judged at once; every other verdict does."""
    keys = ("indicator_id", "level_id", "scope_id", "period_type", "period_id", "area_id")
    verdict = row.get("verdict")
    return {key: row[key] for key in keys} | {
        "verdict_adjusted": "no_significant_change" if verdict == "fall" else verdict
    }


def _survey_rows() -> list[Row]:
    rows = []
    for year in (2017, 2018):
        for place, (area, name) in enumerate(DISTRICTS.items(), start=1):
            score = 0.95 - 0.01 * place + 0.005 * (year - 2017)
            rows.append(
                {
                    "indicator_id": "safety",
                    "level_id": "district",
                    "scope_id": "city",
                    "period_type": "Y",
                    "period_id": str(year),
                    "period_start": date(year, 1, 1),
                    "area_id": area,
                    "area_name_zh": name,
                    "area_name_en": DISTRICTS_EN[area],
                    "value": score,
                    "interval_status": "sample_size_not_published",
                    "is_complete": True,
                    "rank": place,
                    "rank_interval_status": "sample_size_not_published",
                    "areas_ranked": 6,
                    "areas_in_scope": 6,
                    "previous_period_id": "2017" if year == 2018 else None,
                    "previous_rank": place if year == 2018 else None,
                    "previous_value": score - 0.005 if year == 2018 else None,
                    "change": 0.005 if year == 2018 else None,
                    "verdict_status": "sample_size_not_published",
                    "is_suppressed": False,
                    "method_version": METHOD,
                    "as_of": SURVEY_TO,
                }
            )
    return rows


def _values(board: list[Row]) -> list[Row]:
    kept = (
        "indicator_id",
        "area_id",
        "period_type",
        "period_id",
        "period_start",
        "value",
        "numerator",
        "denominator",
        "lower",
        "upper",
        "interval_status",
        "is_suppressed",
        "suppression_reason",
        "is_complete",
        "method_version",
        "as_of",
    )
    ends = {row["period_id"]: row["period_end"] for row in _periods()}
    late = next(row for row in board if row["period_type"] == "M") | {
        "period_id": LATE,
        "period_start": date.fromisoformat(f"{LATE}-01"),
        "is_complete": False,
    }
    return [
        {**{key: row.get(key) for key in kept}, "period_end": ends[row["period_id"]]}
        for row in (late, *board)
        if row["scope_id"] == "city"
    ]
