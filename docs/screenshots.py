"""Pictures of the pages: `make screenshots` makes the README's, of the board; `python -m docs.screenshots FOLDER`
one of every page in both languages, light and dark, at 1440 and 390 pixels, to be looked at.

Only of the fictional city, whose label is in every picture. An existing build of it is taken; where there is
none, the demo makes it.
"""

import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from anlan import snapshot
from anlan.cli.demo import CITY, DemoSize, demo
from anlan.home import Home
from dashboards.i18n import CATALOGUES
from dashboards.page import Page
from dashboards.registry import BY_PATH, PAGES
from dashboards.serve import DEFAULT_PORT, LOOPBACK, serve

IMAGES = Path(__file__).parent / "images"
# A README that loads slowly is not read.
MOST_BYTES = 300_000


@dataclass(frozen=True)
class Picture:
    """One view: language, theme, width and height in CSS pixels, and device pixels to one of them.

    `is_whole`: the page to its end, not only what is seen without scrolling.
    """

    language: str
    theme: str
    width: int
    height: int
    scale: int = 1
    page: Page[Any] = BY_PATH["/board"]
    is_whole: bool = False

    @property
    def name(self) -> str:
        return f"{self.page.name.replace('_', '-')}-{self.language}-{self.theme}-{self.width}.png"


PICTURES = (
    Picture("zh", "light", 1440, 1200),
    Picture("en", "dark", 1440, 1200),
    Picture("zh", "light", 390, 844, scale=2),
)


EVERY_PAGE = tuple(
    Picture(language, theme, width, 900, page=page, is_whole=True)
    for page in PAGES
    for language in CATALOGUES
    for theme in ("light", "dark")
    for width in (1440, 390)
)


def main(folder: Path | None = None) -> None:
    """Write the README's pictures and say how large each is, or into a folder those of every page.

    Raises `SystemExit` for one of the README's that is too large.
    """
    home = Home.of(CITY)
    if snapshot.current_build_id(home) is None:
        demo(size=DemoSize.SMALL, host=LOOPBACK, port=DEFAULT_PORT, serve=False)
    ready: Queue[str] = Queue()
    threading.Thread(target=serve, args=(home, LOOPBACK, 0, ready.put), daemon=True).start()
    address = ready.get(timeout=60)
    images, pictures = (IMAGES, PICTURES) if folder is None else (folder, EVERY_PAGE)
    images.mkdir(parents=True, exist_ok=True)
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        for picture in pictures:
            size = take(browser, address, picture, images / picture.name)
            print(f"{images / picture.name}: {size:,} bytes")
            if folder is None and size > MOST_BYTES:
                raise SystemExit(f"{picture.name} is larger than {MOST_BYTES:,} bytes: lower its height or scale.")
        browser.close()


def take(browser: Browser, address: str, picture: Picture, path: Path) -> int:
    """Open the page as it is opened first and keep a picture of it; its size in bytes."""
    context = browser.new_context(
        viewport={"width": picture.width, "height": picture.height},
        device_scale_factor=picture.scale,
        color_scheme="dark" if picture.theme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.goto(f"{address.removesuffix('/')}{picture.page.path}?lang={picture.language}")
    page.locator("h1").wait_for()
    for panel in picture.page.panels:
        page.locator(f"#{panel} :is(.field :is(path, rect, circle), .area)").first.wait_for(state="attached")
    page.wait_for_load_state("networkidle")
    size = len(page.screenshot(path=path, full_page=picture.is_whole))
    context.close()
    return size


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
