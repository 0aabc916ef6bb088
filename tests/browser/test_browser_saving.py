"""What is taken from a page says of itself what the page around it said."""

import csv
import re
import struct
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from playwright.sync_api import Download, Page, expect

from tests.fakes.snapshot import alarm_count

pytestmark = pytest.mark.browser

Show = Callable[..., Page]

SAID = {
    "zh": ("虚构城市 · 演示数据", "数据截至 2018年12月20日", "数据来源：", "版本 "),
    "en": ("Fictional city · demo data", "Data to 20 December 2018", "Source: ", "Build "),
}


def saved(page: Page, button: str) -> Download:
    with page.expect_download() as download:
        page.locator(button).click()
    return download.value


def content(download: Download) -> bytes:
    path: Path = download.path()
    return path.read_bytes()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_drawing_carries_title_unit_scope_cut_off_source_and_build(
    show: Show, page: Page, language: str, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    show(f"?period=2018&lang={language}")
    page.locator("#dots .field [data-tip]").first.wait_for()
    unit = page.locator("#dots-heading .unit").inner_text()
    heading = page.locator("#dots-heading").inner_text().removesuffix(unit).strip()
    download = saved(page, "#dots-save [data-save=svg]")
    text = content(download).decode("utf-8")
    for said in (*SAID[language], heading, unit, page.locator("h1").inner_text(), "2018"):
        assert said in text, said
    # On white with dark type whatever the theme, and nothing of it is fetched from anywhere.
    assert 'fill="#ffffff"' in text
    assert "var(--" not in text
    assert not re.search(r"href=|url\(['\"]?http", text)
    assert "<path" in text
    # Programs other than browsers draw it too: all lengths are plain numbers.
    assert text.count("<circle") >= page.locator("#dots .field circle").count() > 2
    assert not re.search(r'="[^"]*\d(%|em)"', text.replace('width="100%" height="100%"', ""))
    for part in (heading.split()[0], "2018"):
        assert part in download.suggested_filename
    assert download.suggested_filename.endswith(".svg")


def test_a_picture_is_as_large_as_print_needs_and_not_blank(show: Show, page: Page) -> None:
    show("?period=2018")
    page.locator("#map .area").first.wait_for()
    picture = content(saved(page, "#map-save [data-save=png]"))
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = struct.unpack(">II", picture[16:24])
    assert (width, height > 800) == (1920, True)
    # A blank picture of that size takes a tenth of it.
    assert len(picture) > 30_000


def test_the_drawing_of_a_map_has_the_keys_of_its_colours(show: Show, page: Page) -> None:
    show("?period=2018&lang=en")
    page.locator("#map .area").first.wait_for()
    keys = page.locator(".panel-map .legend-entry").all_inner_texts()
    text = content(saved(page, "#map-save [data-save=svg]")).decode("utf-8")
    assert len(keys) > 2
    for key in keys:
        assert key.strip() in text


def test_a_table_is_read_by_spreadsheets_and_says_what_it_is_of(show: Show, page: Page) -> None:
    show("?period=2018-11&lang=en")
    download = saved(page, ".panel-ranking [data-save=csv]")
    raw = content(download)
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(StringIO(raw.decode("utf-8-sig"))))
    table, said = rows[: rows.index([])], rows[rows.index([]) + 1 :]
    assert len(table) == 1 + page.locator("#ranking tbody tr").count()
    assert len({len(row) for row in table}) == 1
    east = next(row for row in table if "Eastlake" in row)
    # Value and interval in cells of their own, so that a spreadsheet can reckon with the value.
    assert east[table[0].index("Area") + 1] == f"{alarm_count('d1', '2018-11', 1, 0) / 5:.2f}"
    together = " ".join(cell for row in said for cell in row)
    for part in (*SAID["en"], "November 2018", "Whole city"):
        assert part in together, part
    assert download.suggested_filename.endswith("November-2018.csv")


def test_no_cell_of_a_saved_table_is_a_formula(show: Show, page: Page) -> None:
    show("?period=2018&lang=en")
    name = page.locator("#ranking tbody .area-link").first
    name.evaluate("element => { element.textContent = '=HYPERLINK(\"http://x\")'; }")
    rows = csv.reader(StringIO(content(saved(page, ".panel-ranking [data-save=csv]")).decode("utf-8-sig")))
    cells = [cell for row in rows for cell in row]
    assert '\'=HYPERLINK("http://x")' in cells
    assert any(re.match(r"\+\d", cell) for cell in cells), "a change with its sign stays a number"


def test_the_numbers_behind_a_trend_open_and_are_saved(show: Show, page: Page) -> None:
    show("?period=2018-11&areas=d1,d2&lang=en")
    page.locator("#trend-data summary").click()
    table = page.locator("#trend-data table")
    expect(table.get_by_role("columnheader")).to_have_text(["Period", "Eastlake", "Westridge"])
    value = f"{alarm_count('d1', '2018-11', 1, 0) / 5:.2f}"
    expect(table.get_by_role("row", name="November 2018")).to_contain_text(value)
    assert value in content(saved(page, "#trend-data [data-save=csv]")).decode("utf-8")


def test_saving_is_done_with_the_keyboard_and_buttons_say_what_they_save(show: Show, page: Page) -> None:
    show("?period=2018&lang=en")
    page.locator("#trend .field path").first.wait_for()
    button = page.locator("#trend-panel").get_by_role("button", name="Save the drawing (SVG)")
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "Trend" in download.value.suggested_filename
    expect(button).to_be_focused()
    page.get_by_role("link", name="中文").click()
    expect(page.locator("#trend-save [data-save=png]")).to_have_attribute("aria-label", "下载图片（PNG）")


def test_where_nothing_is_drawn_nothing_is_saved(show: Show) -> None:
    page = show("?period=2018&level=street")
    expect(page.locator(".panel-map .empty")).to_be_visible()
    expect(page.locator("#map-save")).to_be_hidden()
