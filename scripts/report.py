"""Report on the content: what the editors look over from time to time. `searches --confirm` alone writes something."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace, RawDescriptionHelpFormatter
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from terminal import run, set_up, whole_number

ROOT = Path(__file__).resolve().parent.parent
REPORTS = {  # modules of waymarks.reports
    "translations": "the statements that await translation, with both texts",
    "reviews": "the pages that are to be gone through again, by whose they are",
    "sources": "what the site presents of each document",
    "readability": "each page's LIX and longest sentence",
    "searches": "the judgements of the search that are to be looked at again",
}
ONLY_WHEN_NAMED = {
    "links": "dead links to other sites, which it asks",
    "zensical": "what another engine, Zensical, makes of the content",
}


def main() -> None:
    given = _arguments()
    with redirect_stdout(sys.stderr):  # what programs read holds nothing else
        set_up(ROOT, "requirements.txt", *(["tests/requirements.txt"] if given.report == "zensical" else []))
    from waymarks.reports.report import read_asked, told
    from waymarks.search.judgements import confirm

    asked = read_asked(ROOT, datetime.now(UTC), given.days, given.timeout)
    if given.confirm is not None:
        print(confirm(ROOT, asked.site, asked.judged, given.confirm))
        return
    print(told([given.report] if given.report else [*REPORTS], asked, given.format))


def _arguments() -> Namespace:
    every = REPORTS | ONLY_WHEN_NAMED
    listed = "\n".join(f"  {name:13} {text}" for name, text in every.items())
    parser = ArgumentParser(description=f"{__doc__}\n\n{listed}", formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument("report", nargs="?", choices=every, help="without one: a line of each of the first five")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it (text)")
    parser.add_argument("--days", type=whole_number, default=90, metavar="N", help="how far ahead reviews look (90)")
    parser.add_argument("--timeout", type=whole_number, default=10, metavar="S", help="seconds for each link (10)")
    parser.add_argument("--confirm", nargs="*", metavar="PAGE", help="with searches: these are judged right (all)")
    given = parser.parse_args()
    if given.confirm is not None and given.report != "searches":
        parser.error("--confirm belongs to searches")
    return given


if __name__ == "__main__":
    run(main)
