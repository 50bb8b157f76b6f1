"""Check the content: everything that is wrong, one line each. Nothing is built; `--confirm` alone writes something."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from terminal import below_docs, known_rule, run, set_up, statement_or_path
from waymarks.problems import FORMATS, Refused, below, faults

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    given = _arguments()
    if given.explain:
        print(given.explain)
        return
    with redirect_stdout(sys.stderr):  # what programs read holds nothing else
        set_up(ROOT, "requirements.txt")
    from waymarks.checks.checked import checked_as_set_up
    from waymarks.relations.confirmation import confirm

    content, found = checked_as_set_up(ROOT, datetime.now(UTC))
    if given.confirm and content:
        print(confirm(ROOT, content, found, given.confirm))
        return
    found = below(given.paths if content else (), found)
    stopping = faults(found, given.strict_language)
    if given.format in FORMATS:
        print(FORMATS[given.format](found))
        sys.exit(1 if stopping else 0)
    for one in (one for one in found if one not in stopping):
        print(one)
    if stopping:
        raise Refused(stopping)
    left, there = len(found) or "Nothing", " there" if given.paths else ""
    print(f"{len(content.pages)} pages are checked. {left} to look at{there}, nothing{there} that stops publishing.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    path, either, rule = below_docs(ROOT), statement_or_path(ROOT), known_rule(ROOT)
    parser.add_argument("paths", nargs="*", type=path, metavar="PATH", help="tell only of these files or folders")
    parser.add_argument("--format", choices=("text", *FORMATS), default="text", help="how to tell it (text)")
    parser.add_argument("--strict-language", action="store_true", help="let what is only about language fail too")
    parser.add_argument("--explain", type=rule, metavar="RULE", help="say what a rule is for, with examples")
    parser.add_argument("--confirm", nargs="+", type=either, metavar="ID|PATH", help="these translations are right")
    given = parser.parse_args()
    if given.paths and given.confirm:
        parser.error(f"{given.paths[0]} stands before --confirm and confirms nothing: write it behind that")
    return given


if __name__ == "__main__":
    run(main)
