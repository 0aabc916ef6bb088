"""The dictionary: every indicator, word, table and column of the snapshot, found by code and by word."""

import pytest
from dash.development.base_component import Component

from dashboards.i18n import CATALOGUES
from dashboards.pages.dictionary.page import PAGE, frame, read, work_out
from dashboards.queries.dictionary import columns, tables
from dashboards.serving import Reader
from dashboards.values import CLAIM_STATUSES, STATUSES, VERDICTS
from tests.fakes.rendering import filled, text, with_class, with_id


def page(reader: Reader, search: str = "") -> list[Component]:
    return filled(frame(), work_out(reader, read(search)).view)


def test_every_indicator_is_there_with_what_it_counts(reader: Reader) -> None:
    tree = page(reader, "?lang=en")
    entry = text(with_id(tree, "indicator-alarm_rate"))
    for part in (
        "Alarms per 10,000",
        "what is counted",
        "valid alarms",
        "invalid alarms",
        "Street office × Month",
        "30",
    ):
        assert part in entry
    assert "Not collected" in text(with_id(tree, "indicator-closure_rate"))


def test_every_table_and_column_is_there_with_its_description(reader: Reader) -> None:
    tree = page(reader)
    for table in tables(reader):
        said = text(with_id(tree, f"table-{table['table_name'].replace('.', '-')}"))
        names = [row["column_name"] for row in columns(reader) if row["table_name"] == table["table_name"]]
        assert names
        assert all(name in said for name in names)
    assert "数据截至日期。" in text(with_id(tree, "table-marts-dim_city"))
    assert "Day the data reach to." in text(with_id(page(reader, "?lang=en"), "table-marts-dim_city"))


def test_every_word_of_status_verdict_and_claim_columns_is_explained(reader: Reader) -> None:
    said = text(page(reader))
    assert all(word in said.split() for word in (*STATUSES, *VERDICTS, *CLAIM_STATUSES))


def test_an_address_with_a_code_opens_that_entry_only(reader: Reader) -> None:
    tree = page(reader, "?indicator=safety")
    opened = [item.id for item in with_class(tree, "entry") if getattr(item, "open", False)]
    assert opened == ["indicator-safety"]


def test_an_unknown_code_is_told_and_put_right(reader: Reader) -> None:
    shown = work_out(reader, read("?indicator=<b>&lang=en"))
    assert "<b>" in text(with_class(shown.view.children["dictionary-problems"], "notice"))
    assert shown.search == "?lang=en"


@pytest.mark.parametrize("language", CATALOGUES)
def test_an_indicator_is_found_by_its_code_and_by_its_name_in_either_language(reader: Reader, language: str) -> None:
    entry = with_id(page(reader, f"?lang={language}"), "indicator-alarm_rate")
    found_by = getattr(entry, "data-found-by")
    assert all(word in found_by for word in ("alarm_rate", "万人警情率", "alarms per 10,000"))


def test_the_page_has_no_figure_and_is_in_every_menu(reader: Reader) -> None:
    assert PAGE.panels == ()
    assert PAGE.is_filled(reader)
    assert not with_class(frame(), "graph")
