"""Look after what is published: list, compare, check, roll back, delete and send releases. None of it builds anything."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

from terminal import part, release_or_local, run, set_up, step, whole_number, word

ROOT = Path(__file__).resolve().parent.parent
RELEASE = "a release: its name, or the beginning or end of it; `current` is the one that is shown"
BEFORE = f"{RELEASE} (the one before the current one)"
OR_SERVED = f"http://127.0.0.1:PORT/, or {RELEASE} (current)"


def main() -> None:
    given = _arguments()
    set_up(ROOT, "requirements.txt")
    from waymarks.releases.keeper import Keeper

    # Each command is what a Keeper does, and its arguments are what that takes.
    words = vars(given)
    do = getattr(Keeper(ROOT, datetime.now(UTC), step), words.pop("command"))
    print(*do(**words), sep="\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    part(commands, "list", "every release, the newest last; * is the one that is shown")
    diff = part(commands, "diff", "which pages and statements differ between two releases, in words")
    diff.add_argument("old", nargs="?", type=word, metavar="A", help=BEFORE)
    diff.add_argument("new", nargs="?", type=word, metavar="B", default="current", help="another one (the current one)")
    rollback = part(commands, "rollback", "show an older release again")
    rollback.add_argument("release", nargs="?", type=word, metavar="RELEASE", help=BEFORE)
    prune = part(commands, "prune", "delete old releases, never the one that is shown")
    prune.add_argument("--keep", type=whole_number, required=True, metavar="N", help="how many of the newest stay")
    verify = part(commands, "verify", "compare a release, or what a server on this machine gives, with the manifest")
    verify.add_argument("where", nargs="?", type=release_or_local, default="current", metavar="WHICH", help=OR_SERVED)
    to = part(commands, "to", "send a release and show it there")
    to.add_argument("destination", metavar="DESTINATION", help="a folder, host:/folder (by rsync) or git:BRANCH")
    to.add_argument("--release", type=word, default="current", metavar="RELEASE", help=f"{RELEASE} (current)")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
