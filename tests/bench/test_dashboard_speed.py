"""The dashboard in a browser and under load, beside the same kind of page in plain Dash: as ratios within one run."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.bench.ratios import report
from tests.browser.conftest import browser_type_launch_args
from tests.fixtures.cities import BuiltCity
from tests.fixtures.processes import free_port

__all__ = ["browser_type_launch_args"]

# The changes of what is shown, seen from within; drawn is what has changed no more for so long.
_WATCH = """
window.changes = [];
window.lastChange = 0;
const isHeardOnly = change => ['title', 'aria-label'].includes(change.attributeName);
const isShown = change => !isHeardOnly(change) && !(change.target.closest && change.target.closest('body > [hidden]'));
new MutationObserver(found => {
  const shown = found.filter(isShown);
  if (!shown.length) return;
  window.lastChange = performance.now();
  window.changes.push([window.lastChange, new Set(shown.map(change => change.target))]);
}).observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
const isOnScreen = target => {
  const element = target.nodeType === 1 ? target : target.parentElement;
  if (!element || !element.isConnected || element.closest('head')) return false;
  const place = element.getBoundingClientRect();
  return place.width > 0 && place.bottom > 0 && place.top < innerHeight;
};
const isSeen = ([, targets]) => [...targets].some(isOnScreen);
window.lastOnScreen = () => Math.max(0, ...window.changes.filter(isSeen).map(([at]) => at));
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


@dataclass(frozen=True)
class Drawn:
    """When the last change was made, in milliseconds: of all that is shown, and of what is on the screen."""

    all: float
    on_screen: float


def settled(page: Page) -> Drawn:
    """By the page's clock, once it changes no more."""
    while not page.evaluate(f"window.lastChange && performance.now() - window.lastChange > {_QUIET}"):
        page.wait_for_timeout(50)
    return Drawn(float(page.evaluate("window.lastChange")), float(page.evaluate("window.lastOnScreen()")))


def opened(browser: Browser, address: str, ready: str) -> tuple[Drawn, Drawn]:
    """From the address to the page drawn: in a browser that was never here, and again in the same."""
    with browser.new_context(viewport=SCREEN) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(address)
        page.locator(ready).first.wait_for()
        first = settled(page)
        page.reload()
        page.locator(ready).first.wait_for()
        return first, settled(page)


def changed(page: Page, choose: Callable[[], None]) -> Drawn:
    """From a choice to the page drawn."""
    settled(page)
    page.evaluate("window.changes = []")
    began = float(page.evaluate("performance.now()"))
    choose()
    while not page.evaluate(f"window.lastChange > {began}"):
        page.wait_for_timeout(20)
    found = settled(page)
    return Drawn(found.all - began, max(found.on_screen - began, 0.0))


def told(what: str, taken: Sequence[Drawn]) -> Drawn:
    """The medians of some, printed."""
    found = Drawn(median(one.all for one in taken), median(one.on_screen for one in taken))
    print(f"\n{what}: all {found.all:.0f} ms, on the screen {found.on_screen:.0f} ms")
    return found


SCREEN = {"width": 1440, "height": 900}
CODES = ("AL04", "AL06", "AL07", "EV04")
OURS = ("board?lang=en&type=M", "#trend .field path")
PLAIN = ("", "#line .scatterlayer .trace")
_PERIOD = "select[data-parameter=period]"


def test_a_page_is_drawn_sooner_than_a_plain_one(browser: Browser, ours: Served, plain: Served) -> None:
    ours_taken, plain_taken = [], []
    for _ in range(5):
        ours_taken.append(opened(browser, ours.address + OURS[0], OURS[1]))
        plain_taken.append(opened(browser, plain.address + PLAIN[0], PLAIN[1]))
    for what, place, limit, aim in (("cold", 0, 0.4, 0.42), ("reload", 1, 0.35, 0.55)):
        own = told(f"{what}, ours", [pair[place] for pair in ours_taken])
        other = told(f"{what}, plain Dash", [pair[place] for pair in plain_taken])
        report(f"all drawn, {what}: ours / plain Dash", own.all / other.all, limit, aim)
        report(f"on the screen, {what}: ours / plain Dash", own.on_screen / other.on_screen, limit, aim)


def test_a_choice_is_drawn_as_soon_as_in_a_plain_page(browser: Browser, ours: Served, plain: Served) -> None:
    """One step by the keyboard, an option of a list that was opened, and one that nobody has turned to or asked for."""
    with browser.new_context(viewport=SCREEN) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(ours.address + OURS[0])
        page.locator(OURS[1]).first.wait_for()
        steps, choices, jumps = [], [], []
        for _ in PERIODS:
            page.locator("h1").click()
            page.locator(_PERIOD).focus()
            page.wait_for_timeout(_TURNING_TO)
            steps.append(changed(page, lambda: page.keyboard.press("ArrowDown")))
        for further in FURTHER:
            page.locator("h1").click()
            page.locator(_PERIOD).focus()
            page.wait_for_timeout(_CHOOSING)
            shown = int(page.locator(_PERIOD).evaluate("filter => filter.selectedIndex"))
            choices.append(changed(page, partial(_choose, page, index=shown + further)))
        page.locator("h1").click()
        page.goto(ours.address + OURS[0] + "&indicator=AL07")
        for period in PERIODS:
            jumps.append(changed(page, partial(_choose, page, value=period)))
        page.goto(plain.address)
        page.locator(PLAIN[1]).first.wait_for()
        others = [
            changed(
                page,
                lambda period=period: page.evaluate(  # type: ignore[misc]
                    "period => dash_clientside.set_props('period', {value: period})", period
                ),
            )
            for period in PERIODS
        ]
    step, choice, jump = told("a step", steps), told("one of a list", choices), told("a jump", jumps)
    other = told("plain Dash", others)
    report("a step, all drawn: ours / plain Dash", step.all / other.all, 0.9, aim=0.6)
    report("one of a list, all drawn: ours / plain Dash", choice.all / other.all, 0.9, aim=0.6)
    report("a jump, all drawn: ours / plain Dash", jump.all / other.all, 1.6, aim=0.6)


def _choose(page: Page, **option: Any) -> None:
    page.locator(_PERIOD).select_option(**option)


# Milliseconds that a hand rests on what it is about to choose, and in which a list is opened and one of it found.
_TURNING_TO, _CHOOSING = 250, 1000
# How many options from the one shown.
FURTHER = (5, -3, 9, -7, 11, 2, -10, 6, 8, -4)


def test_pages_are_turned_in_a_quarter_of_a_second(browser: Browser, ours: Served, plain: Served) -> None:
    with browser.new_context(viewport=SCREEN) as context:
        page = context.new_page()
        page.add_init_script(_WATCH)
        page.goto(ours.address + "?lang=en")
        page.locator("#menu a").first.wait_for()
        names = page.locator("#menu a:not([aria-current])").evaluate_all("links => links.map(link => link.id)")
        taken: dict[str, list[Drawn]] = {name: [] for name in names}
        for name in (*names, *names):
            page.locator(f"#{name}").hover()
            page.wait_for_timeout(_TURNING_TO)
            taken[name].append(changed(page, lambda name=name: page.locator(f"#{name}").click()))  # type: ignore[misc]
    for name, (first, again) in taken.items():
        on_screen = f"on the screen {first.on_screen:.0f} and {again.on_screen:.0f} ms"
        print(f"\n{name}: all {first.all:.0f} ms, again {again.all:.0f} ms; {on_screen}")
    cold = opened(browser, plain.address + PLAIN[0], PLAIN[1])[0].all
    report(
        "turning a page / plain Dash's page cold", median(first.all for first, _ in taken.values()) / cold, 0.2, 0.13
    )


def test_fifty_readers_who_click_without_pause(ours: Served, plain: Served) -> None:
    asked = [f"board?type=M&period={period}&indicator={code}&lang=en" for period in PERIODS for code in CODES]
    with urlopen(ours.address + "board") as first:
        edition = first.read().decode().split('"edition":"')[1].split('"')[0]

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
    report("milliseconds of 95 % of clicks: ours / plain Dash", own["p95"] / other["p95"], 0.6)
    report("clicks a second: plain Dash / ours", other["clicks_a_second"] / own["clicks_a_second"], 0.55)
    # Memory does not depend on how fast a machine is.
    report("server's memory / 250 MB", ours.megabytes() / 250, 1)
