"""The dashboard in a browser and under load, beside the same kind of page in plain Dash: as ratios within one run."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.ratios import report
from tests.browser.conftest import browser_type_launch_args
from tests.fixtures.cities import BuiltCity
from tests.fixtures.processes import free_port

__all__ = ["browser_type_launch_args"]

# The last change of what is seen of the document, seen from within; drawn is what has not changed for so long.
_WATCH = """
window.lastChange = 0;
const isSeen = change => !(change.target.closest && change.target.closest('body > [hidden]'));
new MutationObserver(changes => { if (changes.some(isSeen)) window.lastChange = performance.now(); })
  .observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
"""
_QUIET = 700
PERIODS = ("2024-03", "2023-11", "2025-06", "2022-08", "2024-12", "2023-02", "2025-09", "2022-05", "2024-07", "2023-06")


@dataclass(frozen=True)
class Served:
    """An app in a process of its own."""

    address: str
    process: subprocess.Popen[bytes]

    def megabytes(self) -> float:
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024


@contextmanager
def served(command: list[str], port: int) -> Iterator[Served]:
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}/"
    try:
        for _ in range(300):
            try:
                urlopen(address, timeout=5).close()
                break
            except OSError:
                time.sleep(0.1)
        yield Served(address, process)
    finally:
        process.kill()
        process.wait()


@pytest.fixture(scope="module")
def ours(built: Callable[[str], BuiltCity]) -> Iterator[Served]:
    city, port = built("lanwan"), free_port()
    anlan = str(Path(sys.executable).with_name("anlan"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ANLAN_HOME", str(city.home.root))
        with served([anlan, "serve", "lanwan", "--port", str(port)], port) as one:
            yield one


@pytest.fixture(scope="module")
def plain() -> Iterator[Served]:
    port = free_port()
    with served([sys.executable, "-m", "tests.bench.plain_dash", str(port)], port) as one:
        yield one


def settled(page: Page) -> float:
    """When the document last changed, in milliseconds of the page's clock, once it changes no more."""
    while not page.evaluate(f"window.lastChange && performance.now() - window.lastChange > {_QUIET}"):
        page.wait_for_timeout(50)
    return float(page.evaluate("window.lastChange"))


def drawn(browser: Browser, address: str, ready: str) -> tuple[float, float]:
    """Milliseconds until all is drawn: in a browser that was never here, and again in the same."""
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        page.locator(ready).first.wait_for()
        first = settled(page)
        page.reload()
        page.locator(ready).first.wait_for()
        return first, settled(page)


def changed(page: Page, choose: Callable[[], None]) -> float:
    """Milliseconds from a choice to the last change that it made."""
    settled(page)
    began = float(page.evaluate("performance.now()"))
    choose()
    while not page.evaluate(f"window.lastChange > {began}"):
        page.wait_for_timeout(20)
    return settled(page) - began


CODES = ("AL04", "AL06", "AL07", "EV04")
OURS = ("board?lang=en&type=M", "#trend .scatterlayer .trace")
PLAIN = ("", "#line .scatterlayer .trace")


def test_a_page_is_drawn_sooner_than_a_plain_one(browser: Browser, ours: Served, plain: Served) -> None:
    ours_taken, plain_taken = [], []
    for _ in range(5):
        ours_taken.append(drawn(browser, ours.address + OURS[0], OURS[1]))
        plain_taken.append(drawn(browser, plain.address + PLAIN[0], PLAIN[1]))
    for what, place, limit, aim in (("cold", 0, 0.75, 0.42), ("reload", 1, 1.1, 0.55)):
        own, other = (median(pair[place] for pair in taken) for taken in (ours_taken, plain_taken))
        print(f"\n{what}: {own:.0f} ms, plain Dash {other:.0f} ms")
        report(f"all drawn, {what}: ours / plain Dash", own / other, limit, aim)


def test_a_choice_is_drawn_sooner_than_a_plain_one(browser: Browser, ours: Served, plain: Served) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(ours.address + OURS[0])
        page.locator(OURS[1]).first.wait_for()
        own = [
            changed(
                page,
                lambda period=period: page.evaluate(  # type: ignore[misc]
                    "period => { const s = document.querySelector('select[data-parameter=period]'); s.value = period;"
                    " s.dispatchEvent(new Event('change', {bubbles: true})); }",
                    period,
                ),
            )
            for period in PERIODS
        ]
        page.goto(plain.address)
        page.locator(PLAIN[1]).first.wait_for()
        other = [
            changed(
                page,
                lambda period=period: page.evaluate(  # type: ignore[misc]
                    "period => dash_clientside.set_props('period', {value: period})", period
                ),
            )
            for period in PERIODS
        ]
    print(f"\na choice: {median(own):.0f} ms, plain Dash {median(other):.0f} ms")
    report("a choice, all drawn: ours / plain Dash", median(own) / median(other), 4, aim=0.6)


def test_pages_are_turned_in_a_quarter_of_a_second(browser: Browser, ours: Served, plain: Served) -> None:
    with browser.new_context(viewport={"width": 1440, "height": 900}) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(ours.address + "?lang=en")
        page.locator("#menu a").first.wait_for()
        names = page.locator("#menu a:not([aria-current])").evaluate_all("links => links.map(link => link.id)")
        taken = {name: [changed(page, lambda name=name: page.locator(f"#{name}").click())] for name in names}  # type: ignore[misc]
        for name in names:
            taken[name].append(changed(page, lambda name=name: page.locator(f"#{name}").click()))  # type: ignore[misc]
    for name, (first, again) in taken.items():
        print(f"\n{name}: {first:.0f} ms, again {again:.0f} ms")
    cold = drawn(browser, plain.address + PLAIN[0], PLAIN[1])[0]
    report("turning a page / plain Dash's page cold", median(first for first, _ in taken.values()) / cold, 0.3, 0.13)


def test_fifty_readers_who_click_without_pause(ours: Served, plain: Served) -> None:
    asked = [f"board?type=M&period={period}&indicator={code}&lang=en" for period in PERIODS for code in CODES]
    with urlopen(ours.address + "board") as first:
        view = next(line for line in first.read().decode().splitlines() if "/view/" in line)
    edition = view.split("/view/")[1].split("/")[0]

    def plain_body(period: str) -> str:
        outputs = [("table", "data"), ("bars", "figure"), ("line", "figure")]
        return json.dumps(
            {
                "output": ".." + "...".join(f"{name}.{prop}" for name, prop in outputs) + "..",
                "outputs": [{"id": name, "property": prop} for name, prop in outputs],
                "inputs": [{"id": "period", "property": "value", "value": period}],
                "changedPropIds": ["period.value"],
            }
        )

    def load(one: Served, requests: list[str]) -> dict[str, float]:
        command = [sys.executable, "-m", "tests.bench.clicks", one.address, "10", "50"]
        done = subprocess.run(command, input="\n".join(requests), capture_output=True, check=True, text=True)
        found: dict[str, float] = json.loads(done.stdout)
        return found

    own = load(ours, [f"/view/{edition}/{view}" for view in asked])
    other = load(plain, [plain_body(period) for period in PERIODS])
    print(f"\nours {own}, plain Dash {other}; {ours.megabytes():.0f} MB, plain Dash {plain.megabytes():.0f} MB")
    assert own["errors"] == 0
    report("milliseconds of 95 % of clicks: ours / plain Dash", own["p95"] / other["p95"], 0.8)
    report("server's memory / plain Dash", ours.megabytes() / plain.megabytes(), 3.2, aim=1.6)
