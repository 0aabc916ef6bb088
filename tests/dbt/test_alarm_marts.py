"""Alarms from rows to the trend mart, counted by hand on the hand-made city."""

from math import sqrt
from typing import Any

import pytest
from model_runs import Warehouse


def trend(warehouse: Warehouse, area: str, period: str, category: str = "all") -> dict[str, Any]:
    return warehouse.row(
        "from marts.mart_alarm_trend"
        f" where area_id = '{area}' and period_id = '{period}' and category_id = '{category}'"
    )


@pytest.mark.parametrize(
    ("area", "category", "count"),
    [
        ("elm", "all", 14),
        ("elm", "property", 10),
        ("elm", "criminal", 10),
        ("elm", "order", 4),
        ("north", "theft", 12),
        ("south", "all", 5),
        ("port", "noise", 5),
        ("unknown-district", "all", 1),
        # Counted once, though two hierarchies hang under it: 14 + 2 + 5 + 5 + 1.
        ("handmade", "all", 27),
        ("station-1", "all", 16),
        ("station-2", "all", 10),
        ("station-9", "all", 0),
    ],
)
def test_a_call_counts_in_its_areas_and_categories(first: Warehouse, area: str, category: str, count: int) -> None:
    assert trend(first, area, "2017-01", category)["alarm_count"] == count


def test_streets_publish_first_level_and_groups_only(first: Warehouse) -> None:
    rows = first.rows("select distinct category_id from marts.mart_alarm_trend where area_id = 'elm' order by all")
    assert [row["category_id"] for row in rows] == ["all", "criminal", "order", "property"]


def test_covered_months_are_dense_while_an_area_is_valid(first: Warehouse) -> None:
    rows = first.rows("""
        select area_id, count(*) as months, min(period_id) as first, max(period_id) as last
        from marts.mart_alarm_trend
        where period_type = 'M' and category_id = 'arson' and area_id in ('north', 'south', 'south-new')
        group by area_id order by area_id
    """)
    # North: 15 collected months and one that was not, where it had a row of the category's siblings only.
    assert [tuple(row.values()) for row in rows] == [
        ("north", 15, "2017-01", "2018-04"),
        ("south", 12, "2017-01", "2017-12"),
        ("south-new", 3, "2018-01", "2018-04"),
    ]


def test_a_month_nobody_collected_has_only_the_rows_there_are(first: Warehouse) -> None:
    rows = first.rows(
        "select area_id, is_complete, alarm_count from marts.mart_alarm_trend"
        " where period_id = '2018-02' and category_id = 'all' order by area_id"
    )
    assert [tuple(row.values()) for row in rows] == [
        ("elm", False, 8),
        ("handmade", False, 8),
        ("north", False, 8),
        ("station-1", False, 8),
    ]


@pytest.mark.parametrize(
    ("area", "period", "persons", "year", "is_projection"),
    [
        ("elm", "2017-01", 1000, 2017, False),
        ("elm", "2018-01", 1000, 2017, False),
        ("mill", "2017-01", 800, 2016, False),
        ("mill-new", "2018-01", 900, 2020, True),
        # Sums of residential parts: North 1000 + 500; the city also 800, or 900 in the new bounds.
        ("north", "2017-01", 1500, 2017, False),
        ("handmade", "2017-01", 2300, 2016, False),
        ("handmade", "2018-01", 2400, 2017, True),
        ("port", "2017-01", None, None, None),
        ("station-1", "2017-01", None, None, None),
    ],
)
def test_residents_say_which_year_they_are_of(
    first: Warehouse, area: str, period: str, persons: float | None, year: int | None, is_projection: bool | None
) -> None:
    row = trend(first, area, period)
    assert (row["population"], row["population_year"], row["population_is_projection"]) == (
        persons,
        year,
        is_projection,
    )
    assert row["rate_status"] == ("ok" if persons else "no_population")
    assert (row["rate_per_10k"] is None) == (persons is None)


def test_rates_have_exact_limits_below_ten_and_byar_from_ten(first: Warehouse) -> None:
    few = trend(first, "mill", "2017-01")
    assert few["rate_per_10k"] == pytest.approx(5 / 800 * 10_000, rel=1e-12)
    assert few["rate_lower"] == pytest.approx(1.6234863901184199 / 800 * 10_000, rel=1e-9)
    assert few["rate_upper"] == pytest.approx(11.668332079322669 / 800 * 10_000, rel=1e-9)
    ten = trend(first, "elm", "2017-01", "property")
    assert ten["rate_lower"] == pytest.approx(4.78745 * 10, abs=1e-4)
    assert ten["rate_upper"] == pytest.approx(18.39146 * 10, abs=1e-4)


def test_a_negative_count_is_shown_without_interval_or_comparison(first: Warehouse) -> None:
    may, june = trend(first, "ash", "2017-05"), trend(first, "ash", "2017-06")
    assert (may["alarm_count"], may["rate_status"], may["rate_lower"]) == (-1, "negative_count", None)
    assert (may["previous_status"], may["previous_z"]) == ("negative_count", None)
    assert (june["previous_status"], june["previous_change"]) == ("negative_count", None)


def test_comparison_weighs_days_and_residents(first: Warehouse) -> None:
    elm = trend(first, "elm", "2018-01")
    assert (elm["alarm_count"], elm["year_ago_count"]) == (40, 14)
    assert elm["year_ago_change"] == pytest.approx(40 / 14 - 1)
    assert elm["year_ago_z"] == pytest.approx(26 / sqrt(54))
    assert (elm["year_ago_verdict"], elm["year_ago_status"]) == ("rise", "ok")
    city = trend(first, "handmade", "2018-01")
    expected = (47 * 31 * 2300 - 27 * 31 * 2400) / sqrt(31 * 2300 * 31 * 2400 * (47 + 27))
    assert city["year_ago_z"] == pytest.approx(expected)
    february = trend(first, "elm", "2017-02")
    assert february["previous_z"] == pytest.approx((14 * 31 - 14 * 28) / sqrt(31 * 28 * 28))


@pytest.mark.parametrize(
    ("area", "period", "previous", "year_ago"),
    [
        ("elm", "2017-01", "not_collected", "not_collected"),
        ("elm", "2018-02", "incomplete", "incomplete"),
        ("elm", "2018-03", "not_collected", "ok"),
        ("elm", "2018-04", "incomplete", "incomplete"),
        ("south-new", "2018-01", "area_redrawn", "area_redrawn"),
        # A late row of bounds that were over.
        ("south", "2018-01", "area_redrawn", "area_redrawn"),
        ("station-3", "2018-03", "not_collected", "zero_base"),
    ],
)
def test_status_says_why_a_comparison_is_absent(
    first: Warehouse, area: str, period: str, previous: str, year_ago: str
) -> None:
    row = trend(first, area, period)
    assert (row["previous_status"], row["year_ago_status"]) == (previous, year_ago)
    for name in ("previous", "year_ago"):
        assert (row[f"{name}_change"] is not None) == (row[f"{name}_status"] == "ok")
        assert (row[f"{name}_verdict"] is not None) == (row[f"{name}_status"] in {"ok", "zero_base"})


def test_sources_count_loaded_files_only(first: Warehouse) -> None:
    calls = first.row("from marts.dim_source where source_id = 'calls'")
    assert (calls["files_loaded"], calls["files_failed"]) == (1, 1)
    assert [calls[f"rows_{kind}"] for kind in ("read", "accepted", "quarantined", "duplicate")] == [100, 90, 7, 3]
    files = first.rows("select status, rows_accepted from marts.dim_source_file where source_id = 'calls' order by all")
    assert [tuple(row.values()) for row in files] == [("failed", 0), ("loaded", 90), ("superseded", 50)]
    refused = first.rows("select reason_code, rows, files from marts.mart_data_quality order by all")
    assert [tuple(row.values()) for row in refused] == [("bad_date", 2, 1), ("unknown_category", 5, 1)]


def test_projected_population_does_not_date_the_city(first: Warehouse) -> None:
    assert str(first.row("from marts.dim_city")["as_of"]) == "2018-04-09"


def test_dispersion_is_that_of_the_two_years_before(first: Warehouse) -> None:
    """φ = Σ(x − rn)²/(rn)/(m − 1) over complete months before the period, never under 1, from twelve on."""
    series: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in first.rows("from marts.mart_alarm_trend where period_type = 'M' order by period_start"):
        series.setdefault((row["area_id"], row["category_id"]), []).append(row)
    found = []
    for rows in series.values():
        for row in rows:
            oldest = row["period_start"].replace(year=row["period_start"].year - 2)
            before = [x for x in rows if oldest <= x["period_start"] < row["period_start"] and x["is_complete"]]
            exposures = [x["days"] * (x["population"] or 1) for x in before]
            events = [x["alarm_count"] for x in before]
            if len(before) < 12 or not sum(events):
                assert row["dispersion"] is None
                continue
            rate = sum(events) / sum(exposures)
            pairs = zip(events, exposures, strict=True)
            dispersion = sum((x - rate * n) ** 2 / (rate * n) for x, n in pairs) / (len(before) - 1)
            assert row["dispersion"] == pytest.approx(max(dispersion, 1.0))
            found.append(dispersion)
    assert max(found) > 1 > min(found)


def test_twelve_months_add_up_only_if_all_are_complete(first: Warehouse) -> None:
    december, january, april = (trend(first, "elm", period) for period in ("2017-12", "2018-01", "2018-04"))
    # Twelve times 14 and one arson; then 40 in place of a January of 14.
    assert (december["rolling_12_month_count"], january["rolling_12_month_count"]) == (169, 195)
    assert april["rolling_12_month_count"] is None
    assert trend(first, "elm", "2018-01-R12M")["alarm_count"] == 195


def test_longer_periods_are_sums_of_their_months(first: Warehouse) -> None:
    quarter, half, year = (trend(first, "elm", period) for period in ("2017-Q3", "2017-H1", "2017"))
    assert (quarter["alarm_count"], half["alarm_count"], year["alarm_count"]) == (43, 84, 169)
    assert quarter["previous_change"] == pytest.approx(43 / 42 - 1)
    assert quarter["previous_change_per_day"] == pytest.approx(43 / 92 / (42 / 91) - 1)
    assert (year["is_complete"], trend(first, "elm", "2018")["is_complete"]) == (True, False)


def test_nothing_is_cut_into_weeks_that_tells_its_month_only(first: Warehouse) -> None:
    assert first.rows("from marts.mart_alarm_trend where period_type in ('W', 'R28')") == []
