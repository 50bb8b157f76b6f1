"""Pages of a built site, opened at random in a browser: each has its menu, leads to its twin and back, and is found by the
words of its title. Prints how many were opened, and what is wrong with which."""

from __future__ import annotations

import argparse
import random
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from terminal import run, set_up  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT, help="a project that is built already (this one)")
    parser.add_argument("--pages", type=int, default=100, help="how many (100)")
    parser.add_argument("--seed", type=int, default=1, help="the same pages for the same number (1)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    from waymarks.reading.settings import read_settings

    release, site_url = (given.site / "public" / "current").resolve(), read_settings(given.site).site_url
    found = list(opened(release, site_url, given.pages, given.seed))
    for address, wrong in found:
        for one in wrong:
            print(f"{address}: {one}")
    print(f"{len(found)} pages were opened, and {sum(1 for _, wrong in found if wrong)} have something wrong.")
    if any(wrong for _, wrong in found):
        sys.exit(1)


def opened(release: Path, site_url: str, number: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """The addresses of pages that the site map leads to, each with what is wrong there."""
    from lxml import etree
    from playwright.sync_api import sync_playwright

    import machine
    from waymarks.releases.server import server

    listed = [str(one.text) for one in etree.parse(release / "sitemap.xml").iterfind(".//{*}loc")]
    chosen = random.Random(seed).sample(listed, min(number, len(listed)))  # no secret  # noqa: S311
    web = server(release, 0, site_url)
    threading.Thread(target=web.serve_forever, daemon=True).start()
    host = f"http://127.0.0.1:{web.server_port}/"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=machine.QUIET)
        tab = chromium.new_page()
        complaints: list[str] = []
        tab.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        for address in chosen:
            complaints.clear()
            tab.goto(address.replace(site_url, host))
            yield address, [*_wrong(tab), *complaints]
        chromium.close()
    web.shutdown()


def _wrong(tab: Page) -> Iterator[str]:
    here, title = tab.url, tab.locator("h1").inner_text()
    if not tab.locator("details.menu a").count():
        yield "it has no menu"
    other = tab.locator(".languages a:not([aria-current])").first
    code = other.get_attribute("hreflang")
    other.click()
    tab.wait_for_url(lambda url: url != here)
    if tab.locator("html").get_attribute("lang") != code or not tab.locator("h1").inner_text():
        yield f"its twin is not in {code!r}"
    tab.locator(".languages a:not([aria-current])").first.click()
    tab.wait_for_url(here)
    tab.locator("#q").fill(title)
    try:
        tab.locator(".results a").first.wait_for(timeout=10_000)
    except Exception as error:  # whatever the browser says: the page is told of
        yield f"the search finds nothing for {title!r} ({type(error).__name__})"


if __name__ == "__main__":
    run(main)
