"""Render a share of the pages into a folder, for `build.py --shares` to put it together with those of other machines."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime
from pathlib import Path

from terminal import run, set_up, share, step, web_address, word

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("share", type=share, metavar="N/M", help="which share of how many: 2/4 is the second of four")
    parser.add_argument("folder", type=word, metavar="FOLDER", help="where it is put; nothing may be in it")
    parser.add_argument(
        "--site-url", type=web_address, metavar="ADDRESS", help="the site's address, instead of the one in mkdocs.yml"
    )
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks import pipeline
    from waymarks.building import sharing
    from waymarks.reading import settings

    if given.site_url:
        os.environ[settings.SITE_URL] = given.site_url
    shared = sharing.Shared(given.share, Path(given.folder))
    pipeline.build_share(ROOT, settings.read_settings(ROOT), datetime.now(UTC), step, shared)
    print(f"Share {given.share} of the pages is in {given.folder}. With the others: build.py --shares {given.folder} …")


if __name__ == "__main__":
    run(main)
