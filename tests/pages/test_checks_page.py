"""What the page of index, claims and data quality shows is what the snapshot says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from anlan.home import Home
from dashboards.registry import BY_PATH
from dashboards.serving import Reader, Serving
from tests.fakes.rendering import elements, text, with_class, with_id
from tests.fixtures.builds import publish_changed
from tests.fixtures.cities import BuiltCity
from tests.fixtures.pages import CITY, DISTRICT, Open, figure


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


@pytest.mark.parametrize("is_of_one", [False, True])
def test_the_files_of_a_source_are_listed_with_their_fingerprints(
    reader: Reader, open_page: Open, is_of_one: bool
) -> None:
    known = {row["source_id"] for row in reader.rows("select source_id from marts.dim_source where files_loaded > 1")}
    asked = min(known) if is_of_one else None
    rows = reader.rows(
        "select * from marts.dim_source_file where $source is null or source_id = $source"
        " order by landed_at desc, file_name, file_id",
        {"source": asked},
    )
    tree = open_page(f"/checks?lang=en{f'&source={asked}' if asked else ''}")
    said = with_id(tree, "source-files")
    listed = [item for item in elements(said) if item._type == "Tr"][1:]
    assert f"{min(len(rows), 100)} of {len(rows):,}" in text(said)
    for row, line in zip(rows[:100], listed, strict=True):
        told = text(line)
        assert told.startswith(row["file_name"])
        assert row["sha256"][:16] in told
        assert f"{row['rows_accepted']:,}" in told


def test_a_source_that_does_not_exist_is_told_and_all_are_listed(reader: Reader, open_page: Open) -> None:
    page = BY_PATH["/checks"]
    shown = page.work_out(reader, page.read("?source=nothing&lang=en"))
    assert shown.search == "?lang=en"
    assert "“nothing” that does not exist" in text(with_class(list(shown.view.children.values()), "notice-address"))


def test_evidence_leads_to_the_files_that_it_rests_on(open_page: Open) -> None:
    links = [item.href for item in elements(open_page("/events?lang=en")) if item._type == "A"]
    assert any(href.startswith("/checks?") and href.endswith("#source-files") for href in links)
