"""Report on the content: what the editors look over from time to time. Nothing is built or changed."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

from terminal import run, set_up

ROOT = Path(__file__).resolve().parent.parent
REPORTS = {"translations": "the statements that await translation, with both texts"}  # modules of waymarks.reports


def main() -> None:
    given = _arguments()
    with redirect_stdout(sys.stderr):  # what programs read holds nothing else
        set_up(ROOT, "requirements.txt")
    from waymarks.settings import read_settings
    from waymarks.source import read_content

    content = read_content(ROOT, read_settings(ROOT).languages)
    report = import_module(f"waymarks.reports.{given.report}").report(content)
    print(report.as_json() if given.format == "json" else report.text)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    reports = parser.add_subparsers(dest="report", required=True, metavar="REPORT")
    for name, help in REPORTS.items():
        one = reports.add_parser(name, help=help, description=f"Report: {help}.")
        one.add_argument("--format", choices=("text", "json"), default="text", help="how to tell it (text)")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
