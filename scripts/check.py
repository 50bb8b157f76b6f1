"""Check the content: everything that is wrong, one line each. Nothing is built; `--confirm` alone writes something."""

from __future__ import annotations

import argparse
import sys
from contextlib import redirect_stdout
from datetime import UTC, datetime
from pathlib import Path

from terminal import below_docs, known_rule, run, set_up, statement_or_path
from waymarks.problems import Problem, Refused, as_github, as_json, below, faults

ROOT = Path(__file__).resolve().parent.parent
FORMATS = {"github": as_github, "json": as_json}  # for programs that show it at the place


def main() -> None:
    given = _arguments()
    if given.explain:
        print(given.explain)
        return
    with redirect_stdout(sys.stderr):  # what programs read holds nothing else
        set_up(ROOT, "requirements.txt")
    from waymarks.checked import checked
    from waymarks.confirmation import confirm
    from waymarks.settings import read_settings

    try:
        content, found = checked(ROOT, read_settings(ROOT), datetime.now(UTC))
    except Refused as refused:  # the settings, without which nothing is judged
        if given.format in FORMATS:
            _tell(given, refused.problems)
        raise
    if given.confirm:
        print(confirm(ROOT, content, found, given.confirm))
        return
    found = below(given.paths, found)
    if given.format in FORMATS:
        _tell(given, found)
    stopping = faults(found, given.strict_language)
    for one in found:
        if one not in stopping:
            print(one)
    if stopping:
        raise Refused(stopping)
    print(
        f"{len(content.pages)} pages are checked. {len(found) or 'Nothing'} to look at, nothing that stops publishing."
    )


def _tell(given: argparse.Namespace, found: list[Problem]) -> None:
    """Tell it to a program, and end."""
    print(FORMATS[given.format](found))
    sys.exit(1 if faults(found, given.strict_language) else 0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    path, either, rule = below_docs(ROOT), statement_or_path(ROOT), known_rule(ROOT)
    parser.add_argument("paths", nargs="*", type=path, metavar="PATH", help="tell only of these files or folders")
    parser.add_argument("--format", choices=("text", *FORMATS), default="text", help="how to tell it (text)")
    parser.add_argument("--strict-language", action="store_true", help="let what is only about language fail too")
    parser.add_argument("--explain", type=rule, metavar="RULE", help="say what a rule is for, with examples")
    parser.add_argument("--confirm", nargs="+", type=either, metavar="ID|PATH", help="these translations are right")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
