"""What the page of response times shows of the fictional city is what its snapshot says."""

import pytest

from dashboards.serving import Reader
from tests.fakes.rendering import text, with_class
from tests.fixtures.pages import CITY, Open, figure


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


def test_bands_go_from_half_to_nine_tenths_of_each_stage(reader: Reader, open_page: Open) -> None:
    tree = open_page("/response?period=2025&lang=en")
    rows = {
        row["stage"]: row
        for row in reader.rows(
            "select * from marts.mart_response where area_id = $area and category_id = 'all' and period_id = '2025'",
            {"area": CITY},
        )
    }
    found = [rows[stage] for stage in ("accept", "depart", "arrive", "feedback", "close")]
    bands, half, most = figure(tree, "response-bands")["data"]
    assert half["x"] == pytest.approx([row["p50"] / 60 for row in found])
    assert most["x"] == pytest.approx([row["p90"] / 60 for row in found])
    assert bands["base"] == half["x"]
    assert [base + length for base, length in zip(bands["base"], bands["x"], strict=True)] == pytest.approx(most["x"])
    assert half["error_x"]["array"] == pytest.approx([(row["p50_upper"] - row["p50"]) / 60 for row in found])
    assert "Half within" in text(with_class(tree, "panel-response-bands"))
