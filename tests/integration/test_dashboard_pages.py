"""What the pages show of the fictional city is what its snapshot says: each figure is asked for again in SQL."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from dash.development.base_component import Component

from anlan.home import Home
from dashboards.page import Page
from dashboards.queries import alarm_trend as alarm_questions
from dashboards.registry import BY_PATH, PAGES
from dashboards.serving import Reader, Row, Serving
from tests.fakes.rendering import elements, filled, text, with_class, with_id
from tests.fixtures.builds import publish_changed
from tests.fixtures.cities import BuiltCity

# The board is of the parts of an area, and says itself where there are none.
OF_AN_AREA = [page for page in PAGES if "area" in page.parameters and page.name != "district_board"]
CITY, DISTRICT = "city-980100", "district-980105"


@pytest.fixture(scope="module")
def serving(built: Callable[[str], BuiltCity]) -> Serving:
    return Serving(built("lanwan").home)


@pytest.fixture
def reader(serving: Serving) -> Iterator[Reader]:
    with serving.reader() as reader:
        yield reader


@pytest.fixture
def open_page(reader: Reader) -> Callable[[str], list[Component]]:
    """The elements of a page at an address, as they are shown."""

    def opened(address: str) -> list[Component]:
        path, _, search = address.partition("?")
        page = BY_PATH[path]
        return filled(page.frame(), page.work_out(reader, page.read(f"?{search}")).view)

    return opened


Open = Callable[[str], list[Component]]


def one(reader: Reader, sql: str, **parameters: Any) -> dict[str, Any]:
    (row,) = reader.rows(sql, parameters)
    return row


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_fictional_city_fills_every_page_in_both_languages(reader: Reader, page: Page, language: str) -> None:
    assert page.is_filled(reader)
    shown = page.work_out(reader, page.read(f"?lang={language}"))
    assert shown.search == f"?lang={language}"
    tree = filled(page.frame(), shown.view)
    assert not with_class(tree, "notice-address")
    assert {item.id for item in with_class(tree, "graph")} == set(page.panels)
    # Whatever is drawn says what it is, and its numbers stand behind it.
    for panel in page.panels:
        if panel in shown.view.figures:
            assert getattr(with_id(tree, f"{panel}-figure"), "aria-label")


@pytest.mark.real_data
@pytest.mark.parametrize("city_id", ["london", "st-louis"])
@pytest.mark.parametrize("search", ["?lang=en", "?lang=zh", "?area=nowhere&period=1066&type=X&lang=en"])
def test_real_cities_fill_the_pages_of_what_they_collect(
    built: Callable[[str], BuiltCity], city_id: str, search: str
) -> None:
    with Serving(built(city_id).home).reader() as reader:
        filled_pages = [page for page in PAGES if page.is_filled(reader)]
        assert "alarm_trend" in {page.name for page in filled_pages}, "calls by month are enough of it"
        assert 3 < len(filled_pages) < len(PAGES)
        for page in filled_pages:
            view = page.work_out(reader, page.read(search)).view
            told = with_class(list(view.children.values()), "notice-address")
            asked_in_vain = {"area", "period"} & set(page.parameters) and "nowhere" in search
            assert bool(told) == bool(asked_in_vain), page.name


@pytest.mark.parametrize("page", OF_AN_AREA, ids=lambda page: page.name)
def test_an_area_that_does_not_exist_is_told_and_the_city_is_shown(reader: Reader, page: Page) -> None:
    shown = page.work_out(reader, page.read("?area=atlantis&lang=en"))
    assert shown.search == f"?area={CITY}&lang=en"
    (notice,) = with_class(list(shown.view.children.values()), "notice-address")
    assert "“atlantis” that does not exist; “Lanwan” is shown" in text(notice)


@pytest.mark.parametrize("page", OF_AN_AREA, ids=lambda page: page.name)
@pytest.mark.parametrize("area", [DISTRICT, "subdistrict-980105001", "community-980102001001"])
def test_every_level_of_areas_is_shown_or_says_why_not(reader: Reader, page: Page, area: str) -> None:
    shown = page.work_out(reader, page.read(f"?area={area}&lang=en"))
    steps = [step["area_id"] for step in shown.path]
    assert (steps[0], steps[-1]) == (CITY, area)
    assert text(filled(page.frame(), shown.view))


@pytest.mark.parametrize("page", [page for page in PAGES if "period" in page.parameters], ids=lambda page: page.name)
def test_a_period_that_does_not_exist_is_told(reader: Reader, page: Page) -> None:
    shown = page.work_out(reader, page.read("?period=1066&lang=en"))
    assert "1066" in text(with_class(list(shown.view.children.values()), "notice-address"))
    assert "1066" not in shown.search


def test_the_overview_shows_the_values_intervals_and_verdicts_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/?period=2025&lang=en")
    card = next(item for item in with_class(tree, "card") if getattr(item, "data-indicator") == "AL04")
    value = one(
        reader,
        "select * from marts.fct_indicator_values where area_id = $area and indicator_id = 'AL04'"
        " and period_id = '2025'",
        area=CITY,
    )
    trend = one(
        reader,
        "select * from marts.mart_alarm_trend where area_id = $area and category_id = 'criminal_public_order'"
        " and period_type = 'Y' and period_id = '2025'",
        area=CITY,
    )
    said = text(card)
    assert f"{value['value']:.2f}" in said
    assert f"95% interval {value['lower']:.2f}–{value['upper']:.2f}" in said
    assert f"{value['numerator']:,.0f} / {value['denominator']:,.0f}" in said
    assert f"{trend['year_ago_change'] * 100:+.1f}%".replace("-", "−") in said
    assert ("No significant change" in said) == (trend["year_ago_verdict"] == "no_significant_change")


def test_the_overview_of_a_district_has_its_rank_as_a_set(reader: Reader, open_page: Open) -> None:
    rank = one(
        reader,
        "select * from marts.mart_rankings where scope_id = 'city' and area_id = $area and indicator_id = 'AL04'"
        " and period_id = '2025'",
        area=DISTRICT,
    )
    said = text(with_class(open_page(f"/?area={DISTRICT}&period=2025&lang=en"), "card")[0])
    assert f"Rank {rank['rank']} ({rank['rank_lower']}–{rank['rank_upper']}) of {rank['areas_ranked']}" in said


def test_the_overview_names_the_districts_that_moved_beyond_chance_and_no_others(
    reader: Reader, open_page: Open
) -> None:
    tree = open_page("/?period=2025&lang=en")
    for card in with_class(tree, "card"):
        code = getattr(card, "data-indicator")
        rows = reader.rows(
            """
            select area.name_en, indicator.direction, ranking.verdict_adjusted
            from marts.mart_rankings as ranking
            inner join marts.dim_area as area using (area_id)
            inner join marts.dim_indicator as indicator using (indicator_id)
            where indicator_id = $code and scope_id = 'city' and ranking.level_id = 'district'
                and period_id = case when indicator.feed like 'survey%' then '2025-Q4' else '2025' end
            """,
            {"code": code},
        )
        bad = {"up_good": "fall", "down_good": "rise"}
        moved = {row["name_en"] for row in rows if row["verdict_adjusted"] in ("rise", "fall")}
        worse = {row["name_en"] for row in rows if row["verdict_adjusted"] == bad[row["direction"]]}
        lines = {text(item) for item in with_class(card, "unfavourable")}
        assert {name for name in moved if any(name in line for line in lines)} == worse, code


def test_what_is_overdue_is_the_backlog_of_the_last_complete_month(reader: Reader, open_page: Open) -> None:
    total = one(
        reader,
        "select * from marts.mart_event_backlog where area_id = $area and responsible_unit = 'all'"
        " and period_id = '2025-12'",
        area=CITY,
    )
    said = text(with_id(open_page("/?lang=en"), "late-units"))
    assert f"All units {total['open_events']:,} {total['overdue']:,} {total['overdue_share'] * 100:.1f}%" in said
    late = one(reader, "select count(*) as items from marts.mart_rectification where is_overdue and not is_done")
    assert f"({late['items']})" in text(with_id(open_page("/?lang=en"), "late-items"))


def figure(tree: list[Component], name: str) -> dict[str, Any]:
    drawn: dict[str, Any] = with_id(tree, name).figure
    return drawn


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


def test_a_withheld_count_is_shown_as_withheld_with_the_reason(reader: Reader, open_page: Open) -> None:
    withheld = reader.rows(
        """
        select trend.area_id, trend.category_id, trend.period_id, category.category_level
        from marts.mart_alarm_trend as trend
        inner join marts.dim_area as area on area.area_id = trend.area_id and area.hierarchy = 'main'
        inner join marts.dim_category as category
            on category.category_id = trend.category_id and category.category_kind = 'alarm'
        where trend.rate_status = 'disclosure' and not area.is_unknown and area.is_current
        order by trend.period_id desc, 1, 2
        limit 1
        """
    )[0]
    category, period = withheld["category_id"], withheld["period_id"]
    tree = open_page(f"/alarms?area={withheld['area_id']}&category={category}&type=Y&period={period}&lang=en")
    row = next(
        item
        for item in elements(with_class(tree, "panel-changes"))
        if item._type == "Tr" and any(getattr(part, "id", None) == f"category-{category}" for part in elements(item))
    )
    assert "small count of a sensitive category" in text(row)
    assert "—" in text(row)


def test_rates_and_ages_of_events_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/events?area={DISTRICT}&lang=en")
    months = reader.rows(
        "select * from marts.mart_event_closure where area_id = $area and category_id = 'all'"
        " order by month desc limit 36",
        {"area": DISTRICT},
    )[::-1]
    lines = {trace["name"]: trace for trace in figure(tree, "event-rates")["data"] if trace.get("name")}
    for name, column in (("Closure rate", "closure_rate"), ("On-time rate", "on_time_rate")):
        assert lines[name]["y"] == pytest.approx([row[column] * 100 for row in months])
    backlog = reader.rows(
        "select * from marts.mart_event_backlog where area_id = $area and responsible_unit = 'all'"
        " order by month desc limit 36",
        {"area": DISTRICT},
    )[::-1]
    bars = figure(tree, "event-ages")["data"]
    assert [sum(found) for found in zip(*(bar["y"] for bar in bars), strict=True)] == [
        row["open_events"] for row in backlog
    ]
    assert bars[-1]["y"] == [row["open_over_30"] for row in backlog]


def test_units_and_areas_of_events_stand_in_the_order_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/events?period=2025-12&lang=en")
    units = reader.rows(
        "select unit.*, term.name_en from marts.mart_event_closure_unit as unit"
        " inner join marts.dim_term as term on term.written = unit.responsible_unit"
        " where area_id = $area and period_id = '2025-12' order by rank",
        {"area": CITY},
    )
    assert units
    said = text(with_class(tree, "panel-units"))
    for unit in units:
        assert f"{unit['rank']} ({unit['rank_lower']}–{unit['rank_upper']}) {unit['name_en']}" in said
    districts = reader.rows(
        """
        select closure.on_time_rate, area.name_en
        from marts.mart_event_closure as closure
        inner join marts.dim_area as area using (area_id)
        where area.level_id = 'district' and not area.is_unknown and category_id = 'all' and period_id = '2025-12'
        order by on_time_rate desc, area_code desc
        """
    )
    dots = figure(tree, "event-areas")["data"][0]
    assert dots["x"] == pytest.approx([row["on_time_rate"] * 100 for row in districts])
    assert figure(tree, "event-areas")["layout"]["yaxis"]["ticktext"] == [row["name_en"] for row in districts]


def test_a_period_of_another_kind_shows_the_newest_month_in_it_and_says_so(open_page: Open) -> None:
    tree = open_page("/events?period=2024&lang=en")
    assert "This page has nothing for 2024; December 2024 is shown instead." in text(with_class(tree, "notice-address"))
    assert text(with_class(tree, "subtitle")) == "December 2024"


def test_scores_of_the_survey_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/survey?period=2025-Q4&lang=en"), "panel-scores"))
    rows = reader.rows(
        """
        select score.*, measure.name_en
        from marts.mart_survey_score as score
        inner join marts.dim_survey_measure as measure using (measure_id)
        where area_id = $area and period_id = '2025-Q4' and is_headline
        """,
        {"area": CITY},
    )
    assert len(rows) == 7
    for row in rows:
        score, lower, upper = (f"{row[name] * 100:.1f}" for name in ("score", "lower", "upper"))
        assert f"{row['name_en']} {score}% {lower}–{upper}" in said
        assert f"{row['answers']:,}" in said


def test_scorings_of_a_question_stand_side_by_side(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/survey?period=2025-Q4&measure=safety&lang=en"), "panel-scorings"))
    rows = reader.rows(
        "select * from marts.mart_survey_score where area_id = $area and period_id = '2025-Q4'"
        " and measure_id = 'safety'",
        {"area": CITY},
    )
    assert len(rows) > 4
    for row in rows:
        places = {"mean_10": f"{row['score']:.2f}", "mean_100": f"{row['score']:.1f}"}
        assert places.get(row["scoring"], f"{row['score'] * 100:.1f}%") in said
    assert said.count("house figure") == 1


def test_areas_of_the_survey_have_places_as_sets(reader: Reader, open_page: Open) -> None:
    tree = open_page("/survey?period=2025&measure=safety&lang=en")
    rows = reader.rows(
        "select rank.*, area.name_en from marts.mart_survey_rank as rank"
        " inner join marts.dim_area as area using (area_id)"
        " where scope_id = 'city' and not is_published and measure_id = 'safety' and rank.period_id = '2025'"
    )
    said = text(with_class(tree, "panel-survey-areas"))
    for row in rows:
        assert f"{row['rank']} ({row['rank_lower']}–{row['rank_upper']}) {row['name_en']}" in said
    dots = figure(tree, "survey-areas")["data"][0]
    assert sorted(dots["x"], reverse=True) == dots["x"]
    assert sorted(dots["x"]) == pytest.approx(sorted(row["score"] * 100 for row in rows))


def test_a_question_that_was_not_asked_is_told(reader: Reader, open_page: Open) -> None:
    tree = open_page("/survey?period=2025-Q4&measure=horoscope&lang=en")
    assert "“horoscope” that was not asked then" in text(with_class(tree, "notice-address"))


def test_stages_of_the_response_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/response?period=2025&lang=en")
    said = text(with_class(tree, "panel-stages"))
    rows = {
        row["stage"]: row
        for row in reader.rows(
            "select * from marts.mart_response where area_id = $area and category_id = 'all' and period_id = '2025'",
            {"area": CITY},
        )
    }
    for stage, name, limit in (("accept", "Accepted", 60), ("depart", "Departed", 180), ("arrive", "Arrived", 300)):
        row = rows[stage]
        share, lower, upper = (f"{row[f'share_{limit}{end}'] * 100:.1f}" for end in ("", "_lower", "_upper"))
        median, least, most = (f"{row[f'p50{end}'] / 60:.1f}" for end in ("", "_lower", "_upper"))
        assert f"{name} within {limit // 60} min {share}% {lower}–{upper} {median} min {least}–{most}" in said
    # Closing has no limit, so its quantiles are drawn.
    dots = figure(open_page("/response?period=2025&stage=close"), "response-areas")["data"][0]
    medians = reader.rows(
        """
        select p50
        from marts.mart_response as response
        inner join marts.dim_area as area using (area_id)
        where area.level_id = 'district' and not area.is_unknown and stage = 'close' and category_id = 'all'
            and period_id = '2025'
        order by p50
        """
    )
    assert dots["x"] == pytest.approx([row["p50"] / 60 for row in medians])


def test_a_stage_that_is_not_recorded_is_told(open_page: Open) -> None:
    tree = open_page("/response?stage=teleport&lang=en")
    assert "“teleport”" in text(with_class(tree, "notice-address"))


def test_every_claim_stands_beside_the_figure_worked_out_anew(reader: Reader, open_page: Open) -> None:
    panel = with_class(open_page("/checks?lang=en"), "panel-claims")
    said = text(panel)
    rows = reader.rows("select * from marts.mart_claim_check")
    words = {
        "equal": "equal to the figure worked out anew",
        "rounding": "differs by rounding only",
        "wrong": "differs from the figure worked out anew",
        "impossible": "cannot come of the base it names",
        "not_testable": "cannot be tested",
    }
    for row in rows:
        line = next(text(item) for item in elements(panel) if item._type == "Tr" and row["claim"] in text(item))
        assert words[row["status"]] in line
        assert {"ge": "≥ ", "le": "≤ ", "approx": "about "}.get(row["bound"], "") in line
        if row["recomputed"] is not None:
            assert f"{row['recomputed']:,.{row['decimals'] or 0}f}" in line
    for status, sentence in words.items():
        count = sum(row["status"] == status for row in rows)
        assert f"{sentence}: {count}" in said


def test_the_index_is_drawn_with_its_interval(reader: Reader, open_page: Open) -> None:
    tree = open_page("/checks?period=2025-12&lang=en")
    rows = reader.rows(
        "select * from marts.mart_safety_index where level_id = 'district' and period_id = '2025-12' order by rank"
    )
    dots = figure(tree, "index-areas")["data"][0]
    assert dots["x"] == pytest.approx([row["index_value"] for row in rows])
    upper = [value + above for value, above in zip(dots["x"], dots["error_x"]["array"], strict=True)]
    assert upper == pytest.approx([row["index_upper"] for row in rows])


def test_the_quality_of_every_source_is_there(reader: Reader, open_page: Open) -> None:
    said = text(with_class(open_page("/checks?lang=en"), "panel-sources"))
    rows = reader.rows(
        "select quality.*, title_en from marts.mart_source_quality as quality join marts.dim_source using (source_id)"
    )
    assert all(f"{row['title_en']} {row['files_loaded']:,}" in said for row in rows)
    assert "under 0.1%" in said


def test_concerns_and_the_list_are_those_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page("/concerns?period=2025&lang=en")
    rows = reader.rows(
        "select * from marts.mart_concern_top where area_id = $area and period_id = '2025' order by place",
        {"area": CITY},
    )
    dots = figure(tree, "concern-rates")["data"][0]
    assert dots["x"] == pytest.approx([row["rate"] * 100 for row in rows])
    items = reader.rows("select * from marts.mart_rectification")
    done = sum(row["is_done"] for row in items)
    assert f"{done} / {len(items)}" in text(tree)
    said = text(with_class(tree, "panel-items"))
    assert all(row["item"] in said for row in items)
    assert said.count("Significant fall") == sum(
        (row["concern_verdict"] == "fall") + (row["alarm_verdict"] == "fall") for row in items
    )


def test_a_district_has_its_own_list(reader: Reader, open_page: Open) -> None:
    items = reader.rows("select item from marts.mart_rectification where area_id = $area", {"area": DISTRICT})
    assert f"The list ({len(items)})" in text(open_page(f"/concerns?area={DISTRICT}&lang=en"))


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


def test_ranks_over_time_are_those_of_the_rankings_with_their_sets(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/board?indicator=AL04&type=Q&areas={DISTRICT}&lang=en")
    rows = reader.rows(
        """
        select * from marts.mart_rankings
        where indicator_id = 'AL04' and scope_id = 'city' and level_id = 'district' and period_type = 'Q'
        qualify dense_rank() over (order by period_start desc) <= 12
        order by period_start
        """
    )
    behind, line = figure(tree, "ranks")["data"]
    chosen = [row for row in rows if row["area_id"] == DISTRICT]
    assert len(chosen) == 12
    assert line["y"] == [row["rank"] for row in chosen]
    assert line["error_y"]["array"] == [row["rank_upper"] - row["rank"] for row in chosen]
    assert line["error_y"]["arrayminus"] == [row["rank"] - row["rank_lower"] for row in chosen]
    others = sorted(row["rank"] for row in rows if row["area_id"] != DISTRICT)
    assert sorted(rank for rank in behind["y"] if rank is not None) == others
    last = chosen[-1]
    said = text(with_id(tree, "ranks-data"))
    assert said.count("(") >= len(rows)
    assert f"{last['rank']} ({last['rank_lower']}–{last['rank_upper']})" in said


def test_the_wall_shows_values_and_sets_of_the_snapshot(reader: Reader, open_page: Open) -> None:
    tree = open_page(f"/wall?area={CITY}&period=2025&lang=en")
    value = one(
        reader,
        "select * from marts.fct_indicator_values where area_id = $area and indicator_id = 'AL04'"
        " and period_id = '2025'",
        area=CITY,
    )
    tile = text(with_class(tree, "wall-tile")[0])
    assert f"{value['value']:.2f}" in tile
    assert f"{value['lower']:.2f}–{value['upper']:.2f}" in tile
    places = reader.rows(
        """
        select area.name_en, ranking.rank_lower, ranking.rank_upper
        from marts.mart_rankings as ranking
        inner join marts.dim_area as area using (area_id)
        where
            ranking.indicator_id = 'AL04'
            and ranking.scope_id = 'city'
            and ranking.period_id = '2025'
            and ranking.level_id = 'district'
            and ranking.rank is not null
        order by ranking.rank
        """
    )
    first = [row["name_en"] for row in places if row["rank_upper"] <= 3]
    last = [row["name_en"] for row in places if row["rank_lower"] > len(places) - 3]
    rows = [item for item in elements(with_id(tree, "wall-sets")) if item._type == "Tr"]
    said = next(text(row) for row in rows if "Criminal" in text(row))
    assert (", ".join(first) or "None") in said
    assert said.endswith(f"{len(places) - len(first) - len(last)}, not sure")


def test_the_map_of_the_wall_names_its_areas(open_page: Open) -> None:
    layout = figure(open_page("/wall?lang=en"), "wall-map")["layout"]
    assert {note["text"] for note in layout["annotations"]} >= {"Yanxi District", "Wanglan District"}


@pytest.mark.parametrize(
    ("path", "table", "more", "numerator", "denominator", "decimals"),
    [
        (
            "/response?stage=arrive&period=2025",
            "mart_response",
            "stage = 'arrive' and period_id = '2025' and category_id = 'all'",
            "within_300",
            "alarms",
            0,
        ),
        (
            "/events?period=2025-10",
            "mart_event_closure",
            "period_id = '2025-10' and category_id = 'all'",
            "due_on_time",
            "due",
            0,
        ),
        (
            "/survey?measure=safety",
            "mart_survey_score",
            "measure_id = 'safety' and is_headline and period_type = 'Q'"
            " and period_end = (select max(period_end) from marts.mart_survey_score where period_type = 'Q')",
            "numerator",
            "denominator",
            1,
        ),
    ],
)
def test_a_point_of_a_figure_opens_what_it_rests_on(
    reader: Reader,
    open_page: Open,
    path: str,
    table: str,
    more: str,
    numerator: str,
    denominator: str,
    decimals: int,
) -> None:
    row = one(reader, f"select * from marts.{table} where area_id = $area and {more}", area=DISTRICT)
    page = BY_PATH[path.partition("?")[0]]
    tree = open_page(f"{path}&point={DISTRICT}&lang=en")
    (card,) = with_class(tree, "point")
    said = text(card)
    for value in (row[numerator], row[denominator]):
        assert f"{value:,.{decimals}f}:" in said
    assert f"area_id = '{DISTRICT}'" in said
    for fact in ("Interval", "Scope", "Cut-off", "Method version", "Source files", "Build"):
        assert fact in said, fact
    # Every point of the figure and every row of its table leads to its own.
    areas = next(name for name in page.panels if name.endswith("-areas"))
    hrefs = figure(tree, areas)["data"][0]["customdata"]
    openers = [item for item in with_class(tree, "opener") if getattr(item, "aria-expanded", None)]
    assert set(hrefs) <= {item.href for item in openers}
    assert [getattr(item, "aria-expanded") for item in openers].count("true") == 1
    assert len(hrefs) > 5


@pytest.mark.parametrize("path", ["/response", "/events", "/survey"])
def test_a_point_that_is_not_in_the_figure_is_told(reader: Reader, path: str) -> None:
    page = BY_PATH[path]
    shown = page.work_out(reader, page.read("?point=atlantis&lang=en"))
    assert shown.search == "?lang=en"
    assert "atlantis" in text(with_class(list(shown.view.children.values()), "notice-address"))
    assert not with_class(filled(page.frame(), shown.view), "point")


def test_small_trends_are_the_rates_of_the_areas_below_over_three_years(reader: Reader, open_page: Open) -> None:
    data = figure(open_page("/alarms?category=property&lang=en"), "alarm-areas")["data"]
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
    drawn = [(trace["name"], trace["y"]) for trace in data if trace.get("name")]
    assert drawn == [(row["name_en"], row["rates"]) for row in rows]
    assert len(drawn) == 10


def test_values_told_otherwise_than_at_first_are_on_the_checks(
    built: Callable[[str], BuiltCity], tmp_path: Path
) -> None:
    home = Home(tmp_path, "lanwan")
    revised = (
        "insert into marts.mart_revision by name select 'AL04' as indicator_id, $area as area_id, 'Y' as period_type,"
        " '2024' as period_id, date '2024-01-01' as period_start, 1.5 as first_value, 'b1' as first_build_id,"
        " date '2025-01-10' as first_published_on, 2 as revisions, 1.75 as previous_value, {now} as value,"
        " {now} - 1.75 as difference, {now} - 1.5 as difference_from_first, date '2025-03-01' as revised_since,"
        " {method} as is_method_changed, '{status}' as revision_status, '1' as method_version"
    )
    publish_changed(
        built("lanwan").home,
        home,
        "20990101T000000-aaaaaa",
        [
            "delete from marts.mart_revision",
            revised.format(now="1.25", method="true", status="ok").replace("$area", f"'{CITY}'"),
            revised.format(now="cast(null as double)", method="null", status="disclosure").replace(
                "$area", f"'{DISTRICT}'"
            ),
        ],
    )
    checks = BY_PATH["/checks"]

    def said_of(search: str) -> str:
        view = checks.work_out(reader, checks.read(search)).view
        return text(view.children["checks-revisions"])

    with Serving(home).reader() as reader:
        of_city = said_of("?lang=en")
        assert "differ from what was first published: 1; in the whole city: 2." in of_city
        assert "1.50 10 January 2025 1.75 1.25 −0.25 1 March 2025, revision 2 method changed" in of_city
        assert "not told any more: small count of a sensitive category" in said_of(f"?area={DISTRICT}&lang=en")
        assert "没有修订" in said_of("?area=district-980104&lang=zh")


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/wall",
        "/alarms?period=2025",
        "/board?level=district",
        "/response",
        "/events",
        "/survey",
        "/hot-spots",
        "/focus-areas",
    ],
)
def test_an_english_page_has_no_word_in_chinese(open_page: Open, address: str) -> None:
    said = text(open_page(f"{address}{'&' if '?' in address else '?'}lang=en"))
    # The other language is named in itself.
    assert set(re.findall(r"[\u3400-\u9fff]+", said)) <= {"中文"}


def test_groups_of_peers_are_ranked_under_their_english_names(open_page: Open) -> None:
    said = text(open_page("/board?scope=peers-中心城区&lang=en"))
    assert "Inner city" in said
