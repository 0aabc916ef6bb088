"""What the wall shows of the fictional city is what its snapshot says."""

from dashboards.serving import Reader
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.pages import CITY, Open, one


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
    tree = with_id(open_page("/wall?lang=en"), "wall-map")
    names = {text(item) for item in elements(tree) if item._type == "Text"}
    assert names >= {"Yanxi District", "Wanglan District"}
