"""Take pictures of the published site, so that a person can look at a change: two languages, widths and schemes, and paper."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from terminal import run, set_up, step, word
from waymarks.machine import disk

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=word, default=ROOT / "screenshots", help="where (screenshots/)")
    parser.add_argument("--guide", action="store_true", help="take those of the guide and the README instead")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    sys.path.insert(0, str(ROOT / "tests"))
    import pictures
    from playwright.sync_api import sync_playwright

    import machine

    place = ROOT if given.guide else Path(given.folder)
    disk.make(place)
    machine.install_browser()
    with step(f"Pictures in {place}"), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=machine.QUIET)
        (pictures.take_guide if given.guide else pictures.take_site)(chromium, place)


if __name__ == "__main__":
    run(main)
