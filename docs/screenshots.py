"""The README's pictures of the board: `make screenshots`.

Only of the fictional city, whose label is in every picture. An existing build of it is taken; where there is
none, the demo makes it.
"""

import shutil
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from playwright.sync_api import Browser, sync_playwright

from anlan import snapshot
from anlan.cli.demo import CITY, DemoSize, demo
from anlan.home import Home
from dashboards.serve import DEFAULT_PORT, LOOPBACK, serve

IMAGES = Path(__file__).parent / "images"
# A README that loads slowly is not read.
MOST_BYTES = 300_000


@dataclass(frozen=True)
class Picture:
    """One view: language, theme, width and height in CSS pixels, and device pixels to one of them."""

    language: str
    theme: str
    width: int
    height: int
    scale: int = 1

    @property
    def name(self) -> str:
        return f"district-board-{self.language}-{self.theme}-{self.width}.png"


PICTURES = (
    Picture("zh", "light", 1440, 1200),
    Picture("en", "dark", 1440, 1200),
    Picture("zh", "light", 390, 844, scale=2),
)


def main() -> None:
    """Write the pictures and say how large each is. Raises `SystemExit` for one that is too large."""
    home = Home.of(CITY)
    if snapshot.current_build_id(home) is None:
        demo(size=DemoSize.SMALL, host=LOOPBACK, port=DEFAULT_PORT, serve=False)
    ready: Queue[str] = Queue()
    threading.Thread(target=serve, args=(home, LOOPBACK, 0, ready.put), daemon=True).start()
    address = ready.get(timeout=60)
    IMAGES.mkdir(exist_ok=True)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


def take(browser: Browser, address: str, picture: Picture) -> None:
    """Open the view as it is opened first, and keep what a reader sees without scrolling."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address}board?lang={picture.language}")
    for figure in ("map", "trend", "dots"):
        page.locator(f"#{figure} .scatterlayer .trace").first.wait_for()
    page.wait_for_load_state("networkidle")
    path = IMAGES / picture.name
    size = len(page.screenshot(path=path))
    context.close()
    print(f"{path}: {size:,} bytes")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES:,} bytes: lower its height or scale.")


if __name__ == "__main__":
    main()
