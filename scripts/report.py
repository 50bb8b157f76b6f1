"""Report on the content: what the editors look over from time to time. Nothing is built or changed."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from terminal import run, set_up, whole_number

ROOT = Path(__file__).resolve().parent.parent
REPORTS = {  # modules of waymarks.reports
    "translations": "the statements that await translation, with both texts",
    "reviews": "the pages that are to be gone through again, by whose they are",
    "sources": "what the site presents of each document",
    "readability": "each page's LIX and longest sentence",
    "links": "dead links to other sites; asks those sites, so it is made only when named",
}


def main() -> None:
    given = _arguments()
    with redirect_stdout(sys.stderr):  # what programs read holds nothing else
        set_up(ROOT, "requirements.txt")
    from waymarks.reports.report import Asked, as_json
    from waymarks.settings import read_settings, today
    from waymarks.site import relate
    from waymarks.source import read_content

    ours = read_settings(ROOT)
    site = relate(read_content(ROOT, ours.languages))
    asked = Asked(site, ours.review, today(datetime.now(UTC), os.environ), given.days, given.timeout)
    names = [given.report] if given.report else [name for name in REPORTS if name != "links"]
    made = {name: import_module(f"waymarks.reports.{name}").report(asked) for name in names}
    if given.format == "json":
        print(as_json(made[given.report].data if given.report else {name: one.data for name, one in made.items()}))
    else:
        print(made[given.report].text if given.report else "\n".join(f"{n}: {one.summary}" for n, one in made.items()))


def _arguments() -> argparse.Namespace:
    listed = "\n".join(f"  {name:13} {text}" for name, text in REPORTS.items())
    parser = argparse.ArgumentParser(
        description=f"{__doc__}\n\n{listed}", formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("report", nargs="?", choices=REPORTS, help="without one: a line of each, but for links")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it (text)")
    parser.add_argument("--days", type=whole_number, default=90, metavar="N", help="how far ahead reviews look (90)")
    parser.add_argument("--timeout", type=whole_number, default=10, metavar="S", help="seconds for each link (10)")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
