"""Take pictures of the published site, so that a person can look at a change: two languages, widths and schemes, and paper."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path

from terminal import run, set_up, step

ROOT = Path(__file__).resolve().parent.parent
STATEMENTS = "hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/"
PAGES = ["", STATEMENTS, "soeg/#q=recovery", "paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune"]
PAGES += """
herlev/juvelhuset/ for/medarbejdere/ for/nye-medarbejdere/ for/borgere/ vaerdier/respekt/ paa-tvaers/ ordliste/
halsnaes/laeserute/ halsnaes/laeserute/udskrift/ was/ findes-ikke/
""".split()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "screenshots", help="where (screenshots/)")
    folder = parser.parse_args().folder
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    sys.path.insert(0, str(ROOT / "tests"))
    from playwright.sync_api import sync_playwright

    import machine
    from waymarks.server import server

    machine.install_browser()
    web = server(ROOT / "public" / "current", 0, "https://127.0.0.1/")
    threading.Thread(target=web.serve_forever, daemon=True).start()
    with step(f"Pictures in {folder}"), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=machine.QUIET)
        for width in (360, 1280):
            for scheme in ("light", "dark"):
                tab = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
                _take(tab, f"http://127.0.0.1:{web.server_port}/", folder, f"{width}-{scheme}")


def _take(tab, address: str, folder: Path, kind: str) -> None:
    for language, prefix in (("da", ""), ("en", "en/")):
        for path in PAGES:
            name = path.partition("#")[0].strip("/").replace("/", "-") or "front-page"
            tab.emulate_media(media="screen")
            tab.goto("about:blank")
            tab.goto(address + prefix + path, wait_until="networkidle")
            tab.screenshot(path=folder / f"{name}-{language}-{kind}.png", full_page=True)
        tab.goto(address + prefix + STATEMENTS)
        tab.emulate_media(media="print")
        tab.screenshot(path=folder / f"paper-{language}-{kind}.png", full_page=True)


if __name__ == "__main__":
    run(main)
