"""A city small enough to count by hand: rows of schema `raw`, and what changes in its second month of life.

Only rows belong here. Running the models is `model_runs`' business; the numbers expected of them stand in the tests.

Alarms cover 2017-01 to 2018-01 and 2018-03; 2018-02 was not collected, 2018-04 only in part. Grid events cover 2017-01
to 2018-03. District South was redrawn on 2018-01-01; Port has no residents; nine police stations are a side hierarchy.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

Row = dict[str, Any]

YEAR_2017 = [date(2017, month, 1) for month in range(1, 13)]
COLLECTED = [*YEAR_2017, date(2018, 1, 1), date(2018, 3, 1)]
REDRAWN = date(2018, 1, 1)
Z_95 = 1.959963984540054

# Calls of 2018-03 by place: a roster of stations wide enough for rank intervals to overlap.
STATION_CALLS = {
    "docks|station-3": 100,
    "docks|station-4": 100,
    "docks|station-5": 60,
    "docks|station-6": 45,
    "docks|station-7": 30,
    "docks|station-8": 3,
}
ELM, ASH, MILL = "elm|station-1", "ash|station-1", "mill|station-2"
MILL_NEW, DOCKS, NOWHERE = "mill-new|station-2", "docks|station-2", "unknown-district"


@dataclass
class City:
    """Rows of schema `raw` by table; `touched` are the months that changed since the last build, by feed."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    touched: dict[str, list[date]] = field(default_factory=dict)

    def add(self, table: str, *rows: Row) -> None:
        self.tables.setdefault(table, []).extend(rows)


def alarms(month: date, place: str, category: str, count: int, *, is_valid: bool = True) -> Row:
    return {
        "event_month": month,
        "place_key": place,
        "category_id": category,
        "alarm_count": count,
        "is_valid": is_valid,
        "time_precision": "month",
    }


def event(reported: str, due: str | None, closed: str | None = None, cancelled: str | None = None) -> Row:
    """A grid event in Elm. Times are ISO texts."""
    reported_at = datetime.fromisoformat(reported)
    return {
        "event_month": reported_at.date().replace(day=1),
        "reported_at": reported_at,
        "due_at": due and datetime.fromisoformat(due),
        "closed_at": closed and datetime.fromisoformat(closed),
        "cancelled_at": cancelled and datetime.fromisoformat(cancelled),
        "place_key": ELM,
        "category_id": "blocked_exit",
    }


def first_build() -> City:
    """The city as first built: all its months are touched."""
    city = City()
    _declarations(city)
    _areas(city)
    _alarms(city)
    _grid_events(city)
    _survey(city)
    _ledger(city)
    city.touched = {
        "police_alarms": sorted({row["event_month"] for row in city.tables["police_alarms"]} | set(COLLECTED)),
        "grid_events": sorted({row["event_month"] for row in city.tables["grid_events"]}),
    }
    return city


def second_build() -> City:
    """The same city after a correction of 2017-02, a withdrawn 2018-03 and a late closure of an event of 2017-12."""
    city = first_build()
    rows = [row for row in city.tables["police_alarms"] if row["event_month"] != date(2018, 3, 1)]
    rows.append(alarms(date(2017, 2, 1), ASH, "theft", 7))
    city.tables["police_alarms"] = rows
    for row in city.tables["grid_events"]:
        if row["reported_at"] == datetime(2018, 3, 30):
            row["closed_at"] = datetime(2018, 3, 31)
    city.touched = {"police_alarms": [date(2017, 2, 1), date(2018, 3, 1)], "grid_events": [date(2018, 3, 1)]}
    return city


def empty() -> City:
    """A city that has declared what it must and collected nothing."""
    city = City()
    city.add("city", {"city_id": "empty", "name_zh": "空城", "name_en": "Empty", "is_fictional": True})
    city.add("thresholds", {"minimum_sample": 30, "flag_sample": 100, "minimum_count": 5, "z_95": Z_95})
    return city


def _declarations(city: City) -> None:
    city.add(
        "city",
        {
            "city_id": "handmade",
            "name_zh": "手算市",
            "name_en": "Handmade",
            "is_fictional": True,
            # No Spring Festival: its January to March are compared with those of the year before as any month is.
            "timezone": "Europe/London",
        },
    )
    city.add("thresholds", {"minimum_sample": 30, "flag_sample": 100, "minimum_count": 5, "z_95": Z_95})
    for number, (kind, category, parent) in enumerate(
        [
            ("alarm", "criminal", None),
            ("alarm", "theft", "criminal"),
            ("alarm", "arson", "criminal"),
            ("alarm", "order", None),
            ("alarm", "noise", "order"),
            ("event", "hazard", None),
            ("event", "blocked_exit", "hazard"),
        ]
    ):
        city.add(
            "categories",
            {
                "category_kind": kind,
                "category_id": category,
                "parent_category_id": parent,
                "category_level": 2 if parent else 1,
                "name_zh": category,
                "name_en": category,
                "sort_order": number,
            },
        )
    city.add("category_groups", {"category_kind": "alarm", "group_id": "property", "category_id": "theft"})
    city.add("category_group_names", {"category_kind": "alarm", "group_id": "property", "name_zh": "侵财"})
    city.add(
        "indicators",
        _indicator("AL01", "police_alarms", "count", "context", 0, category_id="all"),
        _indicator("AL02", "police_alarms", "share", "context", 1),
        _indicator("AL04", "police_alarms", "rate", "down_good", 2, category_id="property", scale=10_000.0),
        _indicator("EV01", "grid_events", "count", "context", 0, category_id="all"),
        _indicator("EV03", "grid_events", "share", "up_good", 1, category_id="all"),
        _indicator("EV04", "grid_events", "share", "up_good", 1, category_id="all"),
        _indicator("SV01", "survey_scores", "share", "up_good", 1),
        _indicator("SV04", "survey_scores", "share", "up_good", 1),
        _indicator("SV06", "survey_scores", "share", "up_good", 1),
        _indicator("AL05", None, "change", "down_good", 1),
    )


def _indicator(indicator_id: str, feed: str | None, kind: str, direction: str, decimals: int, **more: Any) -> Row:
    return {
        "indicator_id": indicator_id,
        "feed": feed,
        "name_en": indicator_id,
        "value_kind": kind,
        "scale": 1.0,
        "shortest_period": "M",
        "direction": direction,
        "decimals": decimals,
        "method_version": "1",
        "category_kind": {"police_alarms": "alarm", "grid_events": "event"}.get(feed or ""),
        **more,
    }


def _areas(city: City) -> None:
    for level, number, hierarchy, in_city, in_parent, detail in [
        ("city", 1, "main", False, False, "all"),
        ("district", 2, "main", True, False, "all"),
        ("street", 3, "main", False, True, "groups"),
        ("station", 3, "police", True, False, "all"),
    ]:
        city.add(
            "area_levels",
            {
                "level_id": level,
                "level_number": number,
                "hierarchy": hierarchy,
                "name_en": level,
                "is_ranked_in_city": in_city,
                "is_ranked_in_parent": in_parent,
                "category_detail": detail,
            },
        )
    last_day = date(2017, 12, 31)
    areas: list[tuple[str, str | None, str, str | None, Row]] = [
        ("handmade", "0", "city", None, {}),
        ("north", "1", "district", "handmade", {}),
        ("south", "2", "district", "handmade", {"valid_to": last_day}),
        ("south-new", "2", "district", "handmade", {"valid_from": REDRAWN}),
        ("port", "3", "district", "handmade", {"is_residential": False}),
        ("unknown-district", None, "district", "handmade", {"is_unknown": True}),
        ("elm", "11", "street", "north", {}),
        ("ash", "12", "street", "north", {}),
        ("mill", "21", "street", "south", {"valid_to": last_day}),
        ("mill-new", "21", "street", "south-new", {"valid_from": REDRAWN}),
        ("docks", "31", "street", "port", {"is_residential": False}),
        *((f"station-{number}", f"P{number}", "station", "handmade", {}) for number in range(1, 10)),
    ]
    for area, code, level, parent, more in areas:
        city.add(
            "area_register",
            {
                "area_id": area,
                "area_code": code,
                "level_id": level,
                "parent_area_id": parent,
                "name_zh": area,
                "name_en": area,
                "is_unknown": False,
                "is_residential": True,
                **more,
            },
        )
    for place in (ELM, ASH, MILL, MILL_NEW, DOCKS, NOWHERE, *STATION_CALLS):
        city.add("place_areas", *({"place_key": place, "area_id": area} for area in place.split("|")))
    for area, year, persons, is_projection in [
        ("elm", 2016, 900, False),
        ("elm", 2017, 1000, False),
        ("ash", 2017, 500, False),
        ("mill", 2015, 700, False),
        ("mill", 2016, 800, False),
        ("mill-new", 2020, 900, True),
    ]:
        city.add("population", {"area_id": area, "year": year, "persons": persons, "is_projection": is_projection})
    city.add("area_polygons", {"area_id": "north", "geometry": '{"type": "Polygon", "coordinates": []}'})


def _alarms(city: City) -> None:
    """Each month of 2017: Elm 10 thefts and 4 noise, Ash 2 thefts, Mill 5 thefts, Docks 5 noise, one noise nowhere."""
    for month in YEAR_2017:
        city.add(
            "police_alarms",
            alarms(month, ELM, "theft", 9),
            alarms(month, ELM, "theft", 1),
            alarms(month, ELM, "noise", 4),
            alarms(month, ASH, "theft", 2),
            alarms(month, MILL, "theft", 5),
            alarms(month, DOCKS, "noise", 5),
            alarms(month, NOWHERE, "noise", 1),
        )
    city.add(
        "police_alarms",
        alarms(date(2017, 1, 1), ELM, "noise", 3, is_valid=False),
        # A correction larger than what was counted.
        alarms(date(2017, 5, 1), ASH, "theft", -3),
        alarms(date(2017, 7, 1), ELM, "arson", 1),
        alarms(date(2018, 1, 1), ELM, "theft", 40),
        alarms(date(2018, 1, 1), MILL_NEW, "theft", 6),
        # A late row of a district that is no more.
        alarms(date(2018, 1, 1), MILL, "theft", 1),
        # A month nobody collected, and one collected in part.
        alarms(date(2018, 2, 1), ELM, "theft", 8),
        alarms(date(2018, 3, 1), ELM, "theft", 12),
        alarms(date(2018, 4, 1), ELM, "theft", 1),
        *(alarms(date(2018, 3, 1), place, "noise", calls) for place, calls in STATION_CALLS.items()),
    )
    city.add("coverage", *({"feed": "police_alarms", "month": month, "is_complete": True} for month in COLLECTED))
    city.add("coverage", {"feed": "police_alarms", "month": date(2018, 4, 1), "is_complete": False})


def _grid_events(city: City) -> None:
    city.add(
        "grid_events",
        event("2017-01-10", "2017-01-20", closed="2017-01-15"),
        event("2017-01-12", "2017-01-25", closed="2017-02-03"),
        event("2017-01-15", "2017-02-10", cancelled="2017-02-01"),
        # Closed on the dot.
        event("2017-01-31T23:59:59", "2017-02-28", closed="2017-02-28"),
        event("2017-12-20", "2017-12-30", closed="2018-01-05"),
        # Cancelled after it was closed: it left once.
        event("2018-01-02", "2018-01-10", closed="2018-01-03", cancelled="2018-01-04"),
        # Due after the data end.
        event("2018-03-30", "2018-06-01"),
        event("2018-03-31", None),
    )
    months = [*YEAR_2017, date(2018, 1, 1), date(2018, 2, 1), date(2018, 3, 1)]
    city.add("coverage", *({"feed": "grid_events", "month": month, "is_complete": True} for month in months))


def _survey(city: City) -> None:
    for number, (measure, indicator) in enumerate([("safety", "SV01"), ("awareness", "SV04")]):
        city.add("survey_measures", {"measure_id": measure, "indicator_id": indicator, "sort_order": number})
    for measure, year, area, positive, answers, score in [
        ("safety", 2014, "north", 60.0, 100.0, 0.60),
        ("safety", 2016, "north", 65.0, 100.0, 0.65),
        ("safety", 2017, "north", 90.0, 100.0, 0.90),
        ("safety", 2016, "south", 70.0, 100.0, 0.70),
        ("safety", 2017, "south", 20.0, 25.0, 0.80),
        ("safety", 2017, "port", 180.0, 200.0, 0.90),
        ("awareness", 2016, "north", None, None, 0.40),
        ("awareness", 2017, "north", None, None, 0.45),
        ("awareness", 2017, "port", 50.0, 100.0, 0.50),
    ]:
        city.add(
            "survey_scores",
            {
                "wave_id": f"{year}",
                "period_type": "Y",
                "period_id": f"{year}",
                "period_start": date(year, 1, 1),
                "period_end": date(year, 12, 31),
                "area_id": area,
                "measure_id": measure,
                "score": score,
                "numerator": positive,
                "denominator": answers,
            },
        )


def _ledger(city: City) -> None:
    city.add("sources", {"source_id": "calls", "feed": "police_alarms"}, {"source_id": "census", "feed": "population"})
    for file_id, source, feed, status, read, accepted, quarantined, last in [
        ("f1", "calls", "police_alarms", "loaded", 100, 90, 7, date(2018, 4, 9)),
        ("f2", "calls", "police_alarms", "superseded", 50, 50, 0, date(2018, 4, 30)),
        ("f3", "calls", "police_alarms", "failed", 10, 0, 0, None),
        ("f4", "census", "population", "loaded", 6, 6, 0, date(2020, 12, 31)),
    ]:
        city.add(
            "ledger_files",
            {
                "file_id": file_id,
                "source_id": source,
                "feed": feed,
                "status": status,
                "rows_read": read,
                "rows_accepted": accepted,
                "rows_quarantined": quarantined,
                "rows_duplicate": read - accepted - quarantined,
                "last_event_date": last,
                "landed_at": datetime(2018, 4, 10, 8),
            },
        )
    city.add(
        "ledger_quarantine",
        {"file_id": "f1", "reason_code": "unknown_category", "rows": 5},
        {"file_id": "f1", "reason_code": "bad_date", "rows": 2},
        {"file_id": "f2", "reason_code": "bad_date", "rows": 9},
    )
