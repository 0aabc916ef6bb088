"""What the district board draws of the fictional city is what its snapshot says."""

from dashboards.serving import Reader
from tests.fakes.rendering import text, with_id
from tests.fixtures.pages import DISTRICT, Open, figure


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


def test_groups_of_peers_are_ranked_under_their_english_names(open_page: Open) -> None:
    said = text(open_page("/board?scope=peers-中心城区&lang=en"))
    assert "Inner city" in said
