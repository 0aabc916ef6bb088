"""What the alarm trend shows of the fictional city is what its snapshot says."""

import pytest

from dashboards.queries import alarm_trend as alarm_questions
from dashboards.registry import BY_PATH
from dashboards.serving import Reader, Row
from tests.fakes.rendering import elements, text, with_class
from tests.fakes.small_multiples import read_off
from tests.fixtures.pages import CITY, DISTRICT, Open, figure, one


def test_the_months_drawn_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/alarms?area={DISTRICT}&category=property&lang=en")
    rows = reader.rows(
        """
        select trend.*, seasonal.seasonally_adjusted
        from marts.mart_alarm_trend as trend
        left join marts.mart_alarm_seasonal as seasonal using (area_id, category_id, period_id)
        where area_id = $area and category_id = 'property' and period_type = 'M'
        order by trend.period_start desc
        limit 36
        """,
        {"area": DISTRICT},
    )[::-1]
    lines = {trace["name"]: trace for trace in figure(tree, "alarm-months")["data"] if trace.get("name")}
    for name, column in (
        ("Calls", "alarm_count"),
        ("A year before", "year_ago_count"),
        ("Seasonally adjusted", "seasonally_adjusted"),
    ):
        assert lines[name]["y"] == [row[column] for row in rows]
    said = text(with_class(tree, "panel-alarm-months"))
    sure = [row for row in rows if row["year_ago_verdict"] in ("rise", "fall")]
    assert sure
    assert said.count("(Significant") == len(sure)


def test_january_is_not_compared_alone_and_says_where_it_is_compared(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/alarms?area={DISTRICT}&category=property&type=M&period=2025-01&lang=en")
    assert "No row has a verdict of rise or fall: Spring Festival moved, see Jan–Feb" in text(
        with_class(tree, "panel-changes")
    )
    rows = reader.rows(
        "select * from marts.mart_alarm_calendar where area_id = $area and category_id = 'property'"
        " and period_id in ('2025-JF', '2025-CNY40')",
        {"area": DISTRICT},
    )
    said = text(with_class(tree, "panel-alarm-months"))
    for row in rows:
        change = f"{row['year_ago_change_per_day'] * 100:+.1f}%".replace("-", "−")
        assert f"2025: {row['alarm_count']:,} calls" in said or f"after: {row['alarm_count']:,} calls" in said
        assert f"{row['year_ago_count']:,} a year before, {change} a day" in said
    assert len(rows) == 2
    below = text(with_class(open_page("/alarms?area=subdistrict-980105001&lang=en"), "panel-alarm-months"))
    assert "see the area or category above" in below


def test_the_waterfall_adds_up_to_the_change_of_the_whole(reader: Reader, open_page: Open) -> None:
    whole = one(
        reader,
        "select * from marts.mart_alarm_trend where area_id = $area and category_id = 'all' and period_type = 'Y'"
        " and period_id = '2025'",
        area=CITY,
    )
    (bars,) = figure(open_page("/alarms?period=2025"), "alarm-mix")["data"]
    *parts, total = bars["x"]
    assert total == pytest.approx(whole["year_ago_change"] * 100)
    assert sum(parts) == pytest.approx(total)
    # The last part ends where the whole does.
    assert bars["base"][-2] + parts[-1] == pytest.approx(total)


def test_when_and_where_writes_the_shares_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/alarms?period=2025&category=20&lang=en"), "panel-heat"))
    rows = reader.rows(
        "select * from marts.mart_alarm_when_where where area_id = $area and category_id = '20'"
        " and period_id = '2025' and share is not null",
        {"area": CITY},
    )
    assert len(rows) > 20
    written = said.split()
    assert all(f"{row['share'] * 100:.1f}%" in written for row in rows)


@pytest.mark.parametrize(
    ("search", "shown"),
    [
        ("type=YTD", "2025"),
        ("type=M&period=2024-05", None),
        ("type=W&period=2025-W10", "2025"),
        ("type=H&period=2025-H1", "2025"),
    ],
)
def test_parts_of_the_day_and_places_are_of_the_last_whole_year_where_the_period_has_none(
    reader: Reader, open_page: Open, search: str, shown: str | None
) -> None:
    said = text(with_class(open_page(f"/alarms?{search}&lang=en"), "panel-heat"))
    assert said.startswith("When and where" + (f": All calls, {shown}" if shown else ""))
    period = shown or "2024-05"
    row = one(
        reader,
        "select share from marts.mart_alarm_when_where where area_id = $area and category_id = 'all'"
        " and period_id = $period and hour_band = 'all' and place_type = '街面'",
        area=CITY,
        period=period,
    )
    assert f"{100 * row['share']:.1f}%" in said


def test_an_area_without_calls_is_told_and_the_city_is_shown(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = alarm_questions.categories

    def none_of_the_district(reader: Reader, area_id: str) -> list[Row]:
        return [] if area_id == DISTRICT else asked(reader, area_id)

    monkeypatch.setattr(alarm_questions, "categories", none_of_the_district)
    page = BY_PATH["/alarms"]
    shown = page.work_out(reader, page.read(f"?area={DISTRICT}&lang=en"))
    assert shown.search == f"?area={CITY}&lang=en"
    assert "No calls are counted for “Fangang District”" in text(shown.view.children["alarm_trend-problems"])


@pytest.mark.parametrize("category", ["all", "criminal_public_order"])
def test_weeks_are_drawn_with_their_limits_and_warnings(reader: Reader, open_page: Open, category: str) -> None:
    tree = open_page(f"/alarms?area={DISTRICT}&category={category}&lang=en")
    rows = reader.rows(
        "select * from marts.mart_early_warning where area_id = $area and category_id = $category"
        " order by period_start",
        {"area": DISTRICT, "category": category},
    )
    assert len(rows) > 100
    traces = {trace.get("name"): trace for trace in figure(tree, "alarm-weeks")["data"]}
    for name, column in (
        ("Calls", "alarm_count"),
        ("Mean of the season", "history_mean"),
        ("Upper limit of the season", "history_upper"),
    ):
        assert traces[name]["y"] == [row[column] for row in rows]
    levels = ("blue", "yellow", "orange", "red")
    marked = {name.split(" (")[0]: trace["x"] for name, trace in traces.items() if name and name.startswith(levels)}
    assert sum(map(len, marked.values())) > 0
    for level in levels:
        here = [row["period_start"].isoformat() for row in rows if row["warning_level"] == level]
        assert marked.get(level, []) == here


def test_small_trends_are_the_rates_of_the_areas_below_over_three_years(reader: Reader, open_page: Open) -> None:
    drawn = figure(open_page("/alarms?category=property&lang=en"), "alarm-areas")
    rows = reader.rows(
        """
        select area.name_en, list(round(rate_per_10k, 3) order by period_start) as rates
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area using (area_id)
        where category_id = 'property' and period_type = 'M' and level_id = 'district' and is_current and not is_unknown
            and period_start >= date '2023-01-01'
        group by area.name_en, area_code
        order by area_code
        """
    )
    assert [name["text"] for name in drawn["layout"]["annotations"]] == [row["name_en"] for row in rows]
    for values, row in zip(read_off(drawn), rows, strict=True):
        assert values == pytest.approx(row["rates"], abs=0.01)
    assert len(rows) == 10


def test_the_period_before_is_compared_with_where_that_is_asked_for(reader: Reader, open_page: Open) -> None:
    address = f"/alarms?area={CITY}&category=property&type=Q&period=2025-Q3&against=previous&lang=en"
    tree = open_page(address)
    rows = reader.rows(
        """
        select category_id, alarm_count, previous_count, previous_change, previous_verdict, year_ago_change
        from marts.mart_alarm_trend
        where area_id = $area and period_type = 'Q' and period_id = '2025-Q3'
        """,
        {"area": CITY},
    )
    before = {row["category_id"]: row for row in rows}
    assert any(row["previous_change"] != row["year_ago_change"] for row in rows)
    (changes,) = with_class(tree, "panel-changes")
    assert "Change on the period before" in text(changes)
    assert "a rise or fall may be the season alone" in text(changes)
    assert "A year before" not in text(changes)
    for category_id, row in before.items():
        link = next((item for item in elements(changes) if getattr(item, "id", "") == f"category-{category_id}"), None)
        if link is None:
            continue
        line = text(next(item for item in elements(changes) if item._type == "Tr" and link in list(elements(item))))
        assert line.endswith(f"{row['alarm_count']:,} {row['previous_count']:,}"), line
        if row["previous_change"] is not None:
            assert f"{row['previous_change'] * 100:+.1f}%".replace("-", "−") in line
    # The choice goes along with what leads on, and the parts of the change add up to it.
    assert all("against=previous" in item.href for item in elements(changes) if item._type == "A")
    (bars,) = figure(tree, "alarm-mix")["data"]
    assert bars["x"][-1] == pytest.approx(before["all"]["previous_change"] * 100)
    below = reader.rows(
        """
        select area.name_en
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area using (area_id)
        where
            area.parent_area_id = $area and area.is_current and not area.is_unknown and area.hierarchy = 'main'
            and category_id = 'property' and period_type = 'Q' and period_id = '2025-Q3'
        order by previous_z desc nulls last, area.area_code
        """,
        {"area": CITY},
    )
    links = [text(item) for item in elements(with_class(tree, "panel-below")) if item._type == "A"]
    assert links == [row["name_en"] for row in below]


def test_what_cannot_be_compared_with_is_told(open_page: Open) -> None:
    tree = open_page("/alarms?against=never&lang=en")
    assert "to compare with “never”" in text(with_class(tree, "notice-address"))
    assert "Change on a year" in text(with_class(tree, "panel-changes"))
