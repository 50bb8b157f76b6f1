"""Build the site: set up, read, check, render, verify, publish to public/. `--serve` then shows it on this machine."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from terminal import folder, port, run, set_up, step, web_address

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    given = _arguments()
    set_up(ROOT, "requirements.txt")
    # Only from here on are the libraries there.
    from waymarks import pipeline
    from waymarks.reading import settings
    from waymarks.releases import server

    os.environ[settings.ENGINE] = given.engine
    if given.print:
        os.environ[settings.PRINT] = "true"
    if given.site_url:
        os.environ[settings.SITE_URL] = given.site_url
    ours = settings.read_settings(ROOT)
    web = server.server(ROOT / "public" / "current", given.port, ours.site_url) if given.serve else None
    release = pipeline.build(ROOT, ours, datetime.now(UTC), step, given.shares)
    there = release.folder.relative_to(ROOT)
    print(f"The site is in {there}." if release.new else f"Nothing has changed: the site is still in {there}.")
    for line in release.to_do:
        print(line)
    if web:
        print(f"Look at it: http://127.0.0.1:{web.server_port}/ (stop with Ctrl-C)", flush=True)
        web.serve_forever()
    print("public/current points there. Look at it: python3 scripts/build.py --serve")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--serve", action="store_true", help="show the site on this machine when it is built")
    parser.add_argument("--print", action="store_true", help="make booklets, posters and cards too, as PDF")
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="where --serve shows it (8000)")
    parser.add_argument(
        "--site-url", type=web_address, metavar="ADDRESS", help="the site's address, instead of the one in mkdocs.yml"
    )
    parser.add_argument(
        "--engine", choices=("mkdocs", "properdocs"), default="mkdocs", help="what renders the pages (mkdocs)"
    )
    parser.add_argument("--shares", nargs="+", type=folder, default=(), help="take the pages from what share.py made")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
