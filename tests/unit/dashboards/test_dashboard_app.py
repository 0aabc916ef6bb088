"""The app over HTTP without a browser: what comes first, what headers it has, what it refuses."""

import json
import re
import socket
from html import escape
from typing import Any

import brotli
import duckdb
import pytest
from flask.testing import FlaskClient

from anlan import snapshot
from anlan.errors import UsageError
from anlan.home import Home
from dashboards.app import create_app
from dashboards.serve import ensure_free, serve
from tests.fakes.snapshot import publish


@pytest.fixture(scope="module")
def app(home: Home) -> Any:
    return create_app(home)


@pytest.fixture
def client(app: Any) -> FlaskClient:
    return app.server.test_client()


def test_the_first_html_has_language_title_and_fictional_label(client: FlaskClient) -> None:
    chinese = client.get("/board").get_data(as_text=True)
    assert '<html lang="zh-CN" data-page="district_board"' in chinese
    assert "<title>区域排名 · 测试市（虚构城市 · 演示数据）· 安澜</title>" in chinese
    english = client.get("/board?lang=en").get_data(as_text=True)
    assert '<html lang="en" data-page="district_board"' in english
    assert "<title>District board · Testville (fictional city · demo data) · Anlan</title>" in english


def test_nothing_on_the_page_is_fetched_from_elsewhere(client: FlaskClient) -> None:
    html = client.get("/").get_data(as_text=True)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', html)
    assert len(addresses) > 5
    # Links of the page lead to views of it.
    assert all(address.startswith(("/", "?", "#")) for address in addresses)


def test_the_first_html_is_the_page_whole_and_its_figures_are_in_it(client: FlaskClient) -> None:
    html = client.get("/board?lang=en&period=2018").get_data(as_text=True)
    view = client.get(view_address(html, "/board?lang=en&period=2018")).get_json()
    for name, content in view["markup"].items():
        assert content in html, name
    told = first_view(html)
    assert told.pop("edition")
    assert told == {name: view[name] for name in told}
    assert all("<svg" in view["markup"][panel] for panel in ("trend", "ranks", "dots"))
    # What the page reads without scripts is in it; what is not shown is not.
    assert '<div id="absent-page" class="slot"></div>' in html
    assert re.search(r'<label id="filter-period-frame" class="filter filter-period">', html)


def test_no_name_in_the_data_becomes_markup(own_home: Home) -> None:
    publish(own_home)
    hostile = "</script><script>alert(1)</script>"
    changed = snapshot.database(own_home, snapshot.current_build_id(own_home) or "")
    changed.chmod(0o600)
    with duckdb.connect(changed) as connection:
        connection.execute("update serving.rpt_district_board set area_name_zh = $name", {"name": hostile})
    html = create_app(own_home).server.test_client().get("/board").get_data(as_text=True)
    assert "alert(1)" in html
    assert "<script>alert" not in html
    assert escape(hostile) in html
    assert first_view(html)["page"] == "district_board"


def first_view(html: str) -> dict[str, Any]:
    (text,) = re.findall(r'<script type="application/json" id="first-view">(.*?)</script>', html, re.DOTALL)
    view: dict[str, Any] = json.loads(text)
    return view


def view_address(html: str, address: str) -> str:
    """Where the view of a page's address is, as its first HTML has it."""
    return f"/view/{first_view(html)['edition']}{address}"


def test_scripts_run_only_from_here_or_by_their_hash(client: FlaskClient) -> None:
    response = client.get("/")
    policy = dict(part.split(" ", 1) for part in response.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert re.fullmatch(r"'self'( 'sha256-[A-Za-z0-9+/=]+')+", policy["script-src"])
    assert policy["connect-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("algorithm", ["br", "gzip"])
def test_scripts_are_compressed_and_kept_by_the_browser(client: FlaskClient, algorithm: str) -> None:
    html = client.get("/").get_data(as_text=True)
    (script,) = re.findall(r'src="(/assets/save[^"]+)"', html)
    plain = client.get(script)
    packed = client.get(script, headers={"Accept-Encoding": algorithm})
    if algorithm == "br":
        assert packed.headers["Content-Encoding"] == "br"
        assert len(packed.data) < len(plain.data) / 2
    assert packed.cache_control.max_age is not None
    assert packed.cache_control.max_age > 24 * 3600
    assert client.get("/").cache_control.no_cache


def test_a_path_that_is_no_page_is_not_found(client: FlaskClient) -> None:
    response = client.get("/secret?lang=en")
    assert response.status_code == 404
    assert "There is no such page." in response.get_data(as_text=True)
    assert client.get("/assets/../app.py").status_code == 404


def test_an_address_of_the_board_from_when_it_was_the_only_page_leads_there(client: FlaskClient) -> None:
    response = client.get("/?indicator=alarm_rate&areas=d1,d2&lang=en")
    assert response.status_code == 302
    assert response.headers["Location"] == "/board?indicator=alarm_rate&areas=d1,d2&lang=en"
    assert client.get("/?period=2018&lang=en").status_code == 200


def test_what_does_not_exist_is_put_right_in_the_address_and_told(client: FlaskClient) -> None:
    response = client.get(
        view_address(client.get("/dictionary").get_data(as_text=True), "/board?lang=en&indicator=murders")
    )
    view = response.get_json()
    assert view["head"]["lang"] == "en"
    assert view["head"]["search"] == "?indicator=alarm_rate&lang=en"
    assert "murders" in view["markup"]["problems"]


def test_a_view_is_kept_by_the_browser_as_long_as_its_build_is_served(client: FlaskClient) -> None:
    address = view_address(client.get("/dictionary").get_data(as_text=True), "/board?lang=en")
    kept = client.get(address)
    assert kept.cache_control.immutable
    assert kept.cache_control.private
    other = client.get(address.replace("/view/", "/view/of-another-build-"))
    assert other.get_json() == kept.get_json()
    assert not other.cache_control.immutable
    assert other.cache_control.no_cache


def test_a_view_comes_compressed_to_who_can_read_it_and_plain_to_others(client: FlaskClient) -> None:
    address = view_address(client.get("/dictionary").get_data(as_text=True), "/board?lang=en")
    packed = client.get(address, headers={"Accept-Encoding": "br"})
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.data) == client.get(address).data


def test_an_unexpected_error_is_logged_and_told_without_details(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("dashboards.pages.district_board.page.read_board", broken)
    response = client.get(
        view_address(client.get("/dictionary").get_data(as_text=True), "/board?lang=en&period=2017-03")
    )
    assert response.status_code == 200
    assert response.cache_control.no_cache
    assert "could not be made" in response.get_data(as_text=True)
    assert "secret detail" not in response.get_data(as_text=True)
    assert "secret detail" in caplog.text


def test_a_port_in_use_says_what_to_do(home: Home) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Port {port} .* in use.*--port"):
            ensure_free("127.0.0.1", port)
        with pytest.raises(UsageError, match=rf"Port {port} .* in use.*--port"):
            serve(home, "127.0.0.1", port, lambda _: None)


def test_a_free_port_is_free_and_stays_so() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    ensure_free("127.0.0.1", port)
    ensure_free("127.0.0.1", port)


def test_a_host_that_is_not_ours_is_refused(home: Home) -> None:
    with pytest.raises(UsageError, match="--host"):
        ensure_free("192.0.2.1", 8050)


def test_nothing_published_is_said_before_listening(own_home: Home) -> None:
    with pytest.raises(UsageError, match="anlan run testville"):
        serve(own_home, "127.0.0.1", 0, lambda _: None)
