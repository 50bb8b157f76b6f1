"""What a search costs, and how that grows with the site: types the judged queries into built sites of several sizes.

Ratios within one run are what counts: this machine is not yours.
"""

from __future__ import annotations

import argparse
import math
import os
import re
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(HERE)]

from terminal import run, set_up  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page

# From the last letter to the results that belong to it.
WATCH = """(list) => new Promise((done) => {
  const begun = performance.now();
  new MutationObserver((_, watcher) => { watcher.disconnect(); done(performance.now() - begun); }).observe(list, { childList: true });
  setTimeout(() => done(NaN), 3000); // nothing found before and after
})"""

SEARCHES = re.compile(r"/(search-|asking|results|last-searches)[^/]*\.js")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[0, 8000], help="sizes; 0 is the site itself (0 8000)")
    parser.add_argument("--site", type=Path, help="a project that is built already, instead")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    print(
        "| pages | indexing, CPU s | of the build | first search, KB | half within | 95 % within | against the first |"
    )
    print("|---|---|---|---|---|---|---|")
    first = 0.0
    for pages in given.pages if not given.site else [0]:
        with project(pages, given.site) as (root, seconds):
            first = report(root, seconds, first)


@contextmanager
def project(pages: int, built: Path | None) -> Iterator[tuple[Path, float]]:
    """A built project of about so many pages, and the CPU seconds of its build."""
    import corpus
    import scale

    with TemporaryDirectory() as folder:
        root = built or Path(folder)
        if not built:
            corpus.write_corpus(root, corpus.municipalities_for(pages) if pages else 0)
        yield root, 0.0 if built else scale.cold(root).cpu


def report(root: Path, building: float, first: float) -> float:
    """Print a line of the table. `first` is the last figure of its first line, in milliseconds, or 0; the same is given back."""
    release = (root / "public" / "current").resolve()
    indexing = index_seconds(root, release)
    weights, waits = searched(release)
    half, most = statistics.median(waits), statistics.quantiles(waits, n=20)[-1]
    first = first or most
    share = f"{indexing / building:.0%}" if building else "–"
    pages = sum(1 for _ in (root / "docs").rglob("*.md"))
    weight = " / ".join(f"{one / 1024:.0f}" for one in weights)
    print(
        f"| {pages} | {indexing:.1f} | {share} | {weight} | {half:.0f} ms | {most:.0f} ms | {most / first:.1f} × |",
        flush=True,
    )
    return first


def index_seconds(root: Path, release: Path) -> float:
    """CPU seconds of making the search index of the built site anew, in all its processes."""
    from waymarks.reading.settings import read_settings
    from waymarks.search.index import write_index
    from waymarks.site import relate
    from waymarks.source import read_content

    site = relate(read_content(root, read_settings(root).languages))
    begun = os.times()
    write_index(release, root, site, site.languages)
    ended = os.times()
    return sum(ended[:4]) - sum(begun[:4])


def searched(release: Path) -> tuple[list[int], list[float]]:
    """By language the compressed bytes that a first search for one word needs, its code included; and how long a quarter of
    the judged queries took, in milliseconds, typed letter by letter on the search page."""
    import yaml
    from playwright.sync_api import sync_playwright

    import machine
    import tiny
    from waymarks.releases.server import server

    queries = yaml.safe_load((ROOT / "tests" / "data" / "queries.yml").read_text("utf-8"))
    web = server(release, 0, "https://preview.example/")
    threading.Thread(target=web.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{web.server_port}"
    weights, waits = [], []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=machine.QUIET)
        for code, path in (("da", "/soeg/"), ("en", "/en/soeg/")):
            page = chromium.new_page()
            asked: list[str] = []
            page.on("request", lambda request, asked=asked: asked.append(request.url.removeprefix(f"{address}/")))
            page.goto(address + path, wait_until="networkidle")
            asked[:] = filter(SEARCHES.search, asked)  # the code of the search comes with its page
            typed(page, min((query for query in queries[code] if " " not in query), key=len))
            weights.append(sum(tiny.packed(release / file.partition("?")[0]) for file in {*asked}))
            waits += [typed(page, query) for query in [*queries[code]][::4]]
        chromium.close()
    web.shutdown()
    return weights, [wait for wait in waits if not math.isnan(wait)]


def typed(page: Page, query: str) -> float:
    """Milliseconds from the query's last letter to its results."""
    field = page.locator("#q")
    field.fill("")
    field.press_sequentially(query[:-1], delay=60)
    time.sleep(0.4)  # the results of what is typed so far have come
    shown = page.locator("[data-search-results]").element_handle()
    wait = page.evaluate_handle(f"(list) => ({{ done: ({WATCH})(list) }})", shown)
    field.press_sequentially(query[-1])
    return float(wait.evaluate("({ done }) => done"))


if __name__ == "__main__":
    run(main)
