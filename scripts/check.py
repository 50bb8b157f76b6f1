"""Check the content: everything that is wrong, one line each. Nothing is built or changed."""

from __future__ import annotations

import argparse
from pathlib import Path

from terminal import run, set_up

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks.checks import check
    from waymarks.problems import Refused
    from waymarks.settings import read_settings
    from waymarks.source import read_content

    content = read_content(ROOT, read_settings(ROOT).languages)
    problems = check(content)
    if problems:
        raise Refused(problems)
    print(f"No problems in {len(content.pages)} pages.")


if __name__ == "__main__":
    run(main)
