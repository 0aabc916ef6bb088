"""What the page says: ranks with intervals, verdicts only where there is one, else a reason, and the evidence."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dash.development.base_component import Component

from dashboards.pages.district_board._address import Address
from dashboards.pages.district_board._board import Board, read_board
from dashboards.pages.district_board._frame import frame
from dashboards.pages.district_board._layout import fill
from dashboards.serving import Reader
from tests.fakes.rendering import area_row, elements, filled, text, with_class, with_id
from tests.fakes.snapshot import ALARMS_TO, GAP, LATE, REDRAWN, SMALL, SURVEY_TO, alarm_count

Boards = Callable[[str], Board]

YEAR = "?period=2018"


def page(board: Board) -> list[Component]:
    """The whole page as it is shown."""
    return filled(frame(), fill(board))


def test_a_row_says_rank_interval_value_base_and_change(board: Boards) -> None:
    row = area_row(page(board(f"{YEAR}&lang=en")), "d1")
    count, before = alarm_count("d1", "2018", 12), alarm_count("d1", "2017", 12)
    said = text(row)
    assert said.startswith("5 (5–5) Eastlake")
    assert f"{count / 5:,.2f}" in said
    assert f"{count:,} / 50,000" in said
    assert f"+{(count / before - 1) * 100:.1f}%" in said
    assert "▲ Significant rise worsened" in said


def test_a_fall_of_what_should_fall_is_for_the_better(board: Boards) -> None:
    (verdict,) = with_class(area_row(page(board(YEAR)), "d2"), "verdict")
    assert text(verdict) == "▼ 显著下降 向好"
    assert "favourable" in verdict.className


def test_rise_and_fall_are_said_only_where_a_verdict_says_so(board: Boards) -> None:
    found = board(YEAR)
    assert found.content is not None
    tree = page(found)
    for row in found.content.rows:
        (verdict,) = with_class(area_row(tree, row["area_id"]), "verdict")
        said = text(verdict)
        assert ("上升" in said) == (row["verdict"] == "rise")
        assert ("下降" in said) == (row["verdict"] == "fall")
        assert ("▲" in said or "▼" in said) == (row["verdict"] in ("rise", "fall"))
        coloured = {"favourable", "unfavourable", "neutral"} & set(verdict.className.split())
        assert bool(coloured) == (row["verdict"] in ("rise", "fall"))
        if row["verdict"] is None:
            assert said.startswith("不作判定")


def test_a_redrawn_area_has_a_reason_instead_of_a_verdict(board: Boards) -> None:
    assert "区划已调整" in text(area_row(page(board(YEAR)), REDRAWN))


def test_an_unranked_area_stands_last_with_its_reason_and_no_number(board: Boards) -> None:
    tree = page(board(YEAR))
    rows = [item for item in elements(with_id(tree, "ranking")) if getattr(item, "data-area", None)]
    assert getattr(rows[-1], "data-area") == SMALL
    said = text(rows[-1])
    assert "不予公布" in said
    assert "未排名：件数过少" in said
    assert not any(character.isdigit() for character in said)


def test_the_headline_counts_verdicts_and_names_the_certain_top_three(board: Boards) -> None:
    found = board(YEAR)
    assert found.content is not None
    said = text(with_id(page(found), "headline"))
    verdicts = [row["verdict"] for row in found.content.rows]
    assert f"上升 {verdicts.count('rise')}" in said
    assert f"下降 {verdicts.count('fall')}" in said
    assert f"不能判定 {verdicts.count(None)}" in said
    certain = [row for row in found.content.ranked if row["rank_upper"] <= 3]
    assert certain
    assert all(row["area_name_zh"] in said for row in certain)


def test_the_whole_is_shown_within_a_parent(board: Boards) -> None:
    said = text(with_id(page(board("?level=street&scope=d1&period=2018")), "headline"))
    assert "东湖区整体" in said
    assert f"{alarm_count('d1', '2018', 12) / 5:,.2f}" in said


def test_the_cut_off_is_that_of_the_indicators_feed(board: Boards) -> None:
    for search, day in (("", ALARMS_TO), ("?indicator=safety", SURVEY_TO)):
        found = board(search)
        tree = page(found)
        for place in (with_id(tree, "evidence"), with_class(tree, "badge"), with_class(tree, "panel-ranking")):
            assert found.words.day(day) in text(place)
    # Without rows there is only the city's.
    assert "2018年12月20日" in text(with_class(page(board("?indicator=closure_rate")), "badge"))


def test_a_survey_without_sample_sizes_says_why_ranks_have_no_interval(board: Boards) -> None:
    tree = page(board("?indicator=safety&lang=en"))
    (notice,) = with_class(tree, "notice-limits")
    assert text(notice).endswith("so there are no rank intervals and no verdicts: survey publishes no sample size.")
    row = text(area_row(tree, "d1"))
    assert "(1" not in row
    assert row.endswith("+0.5 points No verdict")
    assert "rise" not in row.lower()
    assert text(with_class(tree, "panel-dots")).startswith("Values by area % PNG SVG Values only, no intervals")
    # The same reason in every row is said once, and no column stands empty.
    table = text(with_id(tree, "ranking"))
    assert table.count("survey publishes no sample size") == 1
    assert not with_class(tree, "col-base")
    assert "95%" not in table
    headline = text(with_id(tree, "headline"))
    assert "Cannot be judged survey publishes no sample size" in headline
    assert "Rises" not in headline


def test_reasons_that_differ_are_said_in_their_rows(board: Boards) -> None:
    tree = page(board(YEAR))
    assert "均不作" not in text(with_id(tree, "ranking"))
    assert "不作判定：区划已调整" in text(area_row(tree, REDRAWN))
    # The row has said it already.
    small = text(area_row(tree, SMALL))
    assert small.count("件数过少") == 1
    assert small.endswith("不作判定")


def test_where_nothing_can_be_ranked_the_reason_is_said_once(board: Boards) -> None:
    found = board("?level=street&scope=d5&period=2018")
    assert found.content is not None
    assert found.content.ranked == []
    tree = page(found)
    assert "各区域均未排名：件数过少。" in text(with_id(tree, "ranking"))
    assert text(with_id(tree, "ranking")).count("件数过少") == 1
    assert "没有可排名的区域" in text(with_class(tree, "panel-dots"))


def test_the_evidence_stands_under_the_shorter_column(reader: Reader) -> None:
    found = read_board(reader, Address.read(YEAR))
    assert found.content is not None
    assert "below" in places_of_evidence(found)
    many = replace(found.content, ranked=found.content.ranked * 4)
    long = replace(found, content=many)
    assert "beside" in places_of_evidence(long)
    assert with_id(page(long), "columns").className == "columns long"
    assert "absent" in places_of_evidence(read_board(reader, Address.read("?indicator=closure_rate")))


def places_of_evidence(board: Board) -> str:
    """The one place of the frame that holds the evidence."""
    (place,) = (name for name, content in fill(board).children.items() if with_class(content, "evidence"))
    return place


def test_an_incomplete_period_is_announced(board: Boards) -> None:
    (notice,) = with_class(page(board("?period=2018-12")), "notice-limits")
    assert text(notice).startswith("2018年12月的数据尚未完整")


def test_an_indicator_nobody_collects_says_so_and_keeps_its_definition(board: Boards) -> None:
    tree = page(board("?indicator=closure_rate"))
    assert "没有采集" in text(with_class(tree, "empty"))
    assert "事件办结率的算法" in text(with_id(tree, "evidence"))
    assert not [item for item in elements(tree) if getattr(item, "id", None) == "ranking"]


def test_the_list_of_indicators_has_those_that_are_collected_and_the_one_asked_for(board: Boards) -> None:
    def offered(search: str) -> list[str]:
        return [option.value for option in elements(with_id(page(board(search)), "filter-indicator").children)]

    assert offered("") == ["alarm_rate", "safety"]
    assert offered("?indicator=closure_rate") == ["alarm_rate", "safety", "closure_rate"]


def test_an_area_brought_from_another_page_is_the_scope_of_the_ranking(board: Boards) -> None:
    found = board("?area=d2&period=2018")
    assert found.choice.view is not None
    assert found.choice.view.scope["scope_id"] == "d2"
    assert found.choice.view.level["level_id"] == "street"
    assert found.choice.problems == []
    assert found.choice.address.search() == "?period=2018&area=d2"
    whole = board("?area=city-1")
    assert whole.choice.view is not None
    assert whole.choice.view.scope["scope_id"] == "city"
    assert whole.choice.problems == []


def test_a_scope_alone_brings_the_level_that_is_ranked_in_it(board: Boards) -> None:
    found = board("?scope=d3&period=2018")
    assert found.choice.view is not None
    assert (found.choice.view.scope["scope_id"], found.choice.view.level["level_id"]) == ("d3", "street")
    assert found.choice.problems == []


def test_an_area_without_parts_to_rank_is_told_and_left_out(board: Boards) -> None:
    found = board("?area=d1s1&lang=en")
    assert "“Within Eastlake 1”" in found.choice.problems[0]
    assert found.choice.address.search() == "?lang=en"
    assert "atlantis" in board("?area=atlantis").choice.problems[0]


def test_a_level_without_polygons_says_so(board: Boards) -> None:
    panel = with_class(page(board("?level=street")), "panel-map")
    assert "没有边界数据" in text(panel)
    assert "没有边界数据" not in text(with_class(page(board("?level=district")), "panel-map"))


def test_the_evidence_names_formula_scope_cut_off_method_source_and_build(board: Boards) -> None:
    found = board(f"{YEAR}&lang=en")
    said = text(with_id(page(found), "evidence"))
    for part in (
        "how Alarms per 10,000 is worked out",
        "what is counted",
        "what it is divided by",
        "valid alarms",
        "invalid alarms",
        "lower is better",
        "District, Whole city, 2018; 6 areas, 5 ranked",
        "20 December 2018",
        "2026.1",
        "Monthly alarms, 测试局 (CC0-1.0)",
        "7 quarantined",
        found.build.build_id,
    ):
        assert part in said
    # The survey's source is no source of the alarms.
    assert "Survey" not in said


def test_the_evidence_says_which_verdicts_stand_when_all_areas_are_judged_at_once(board: Boards) -> None:
    said = text(with_id(page(board(f"{YEAR}&lang=en")), "evidence"))
    # The rise stands, the fall does not.
    assert "2 rose or fell significantly; standing when corrected for testing all at once" in said
    assert "false discoveries): 1 (Eastlake)" in said
    survey = text(with_id(page(board("?indicator=safety&lang=en")), "evidence"))
    assert "tested one by one" not in survey


def test_the_evidence_leads_to_the_indicator_in_the_dictionary_and_to_the_files(board: Boards) -> None:
    links = [item for item in elements(with_id(page(board(YEAR)), "evidence")) if getattr(item, "href", None)]
    assert [link.href for link in links] == [
        "/dictionary?indicator=alarm_rate&lang=zh",
        "/checks?source=alarms&lang=zh#source-files",
    ]


def figure(tree: Any, name: str) -> dict[str, Any]:
    return with_id(tree, name).figure


def test_the_trend_breaks_at_the_month_nobody_collected_and_at_new_bounds(board: Boards) -> None:
    tree = page(board(f"?period=2018-11&areas=d1,{REDRAWN}"))
    lines = [trace for trace in figure(tree, "trend")["data"] if trace["mode"] == "lines" and "fill" not in trace]
    assert [line["name"] for line in lines] == ["东湖区", "新河区"]
    for trace in lines:
        values = dict(zip(trace["x"], trace["y"], strict=True))
        assert values[f"{GAP}-01"] is None
        assert values["2017-04-01"] is not None
        assert values["2018-12-01"] is not None
    assert "新河区于2018年1月1日调整区划" in text(with_class(tree, "panel-trend"))
    assert "东湖区于" not in text(with_class(tree, "panel-trend"))


def test_the_trend_begins_with_the_first_complete_period(board: Boards) -> None:
    found = board("?period=2018-11&areas=d1")
    assert found.content is not None
    assert any(row["period_id"] == LATE for row in found.content.histories)
    starts = [start for trace in figure(page(found), "trend")["data"] for start in trace["x"] if start]
    assert min(start for start in starts if start[8:] == "01") == "2017-01-01"
    assert f"{LATE}-01" not in starts


def test_the_figures_show_the_tables_numbers(board: Boards) -> None:
    found = board(YEAR)
    assert found.content is not None
    dots = figure(page(found), "dots")["data"][0]
    assert dots["x"] == [row["value"] for row in found.content.ranked]
    drawn = with_class(with_id(page(found), "map"), "area")
    assert len(drawn) == len(found.content.rows)
    (hatched,) = [area for area in drawn if "map-none" in area.className]
    told = hatched.attributes["data-tip"]
    assert told.startswith("小岛区\n")
    assert "件数过少" in told


def test_an_area_of_the_map_leads_to_its_parts_where_they_are_ranked(board: Boards) -> None:
    tree = with_id(page(board("?period=2018&lang=en&areas=d1,d2")), "map")
    links = {link.href: getattr(link.children, "data-area") for link in elements(tree) if link._type == "A"}
    assert links["?period=2018&area=d2&lang=en"] == "d2"
    assert len(links) == len(with_class(tree, "area"))


def test_choosing_an_area_keeps_everything_else(board: Boards) -> None:
    tree = page(board("?period=2018&lang=en&areas=d1,d2"))
    links = {
        getattr(row, "data-area"): with_class(row, "area-link")[0].href
        for row in elements(with_id(tree, "ranking"))
        if getattr(row, "data-area", None)
    }
    assert links["d1"] == "?period=2018&areas=d2&lang=en"
    assert links["d3"] == "?period=2018&areas=d1,d2,d3&lang=en"


def test_the_badge_says_how_fresh_and_how_clean_the_data_are(board: Boards) -> None:
    found = board("")
    said = text(with_class(page(found), "badge"))
    assert said == f"数据截至 2018年12月20日 隔离 7 行 · 失败 1 个文件 版本 {found.build.build_id}"


def test_english_pages_hold_no_chinese_but_names(board: Boards) -> None:
    tree = page(board("?lang=en&period=2018"))
    allowed = {"中文", "测试局"}
    chinese = {word for word in text(tree).split() if any("\u4e00" <= c <= "\u9fff" for c in word)}
    assert {word.strip(",()") for word in chinese} <= allowed
