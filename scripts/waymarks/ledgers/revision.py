"""The revision: which commit of the content is built, and when that was. Nothing here is of this machine or of today."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from waymarks.ledgers import changes, ledger
from waymarks.machine.git import git


@dataclass(frozen=True)
class Revision:
    """`commit` is None outside git. `clean` says whether the files are as committed.

    `epoch` is the date of the content in seconds since 1970: SOURCE_DATE_EPOCH (reproducible-builds.org), else the
    commit's; None where neither is known.
    """

    commit: str | None
    clean: bool
    epoch: int | None

    @property
    def changed(self) -> datetime | None:
        """`epoch` as a date, in UTC."""
        return datetime.fromtimestamp(self.epoch, UTC) if self.epoch is not None else None


def read_revision(root: Path, environment: Mapping[str, str] = os.environ) -> Revision:
    """The revision of the files in `root`."""
    head = git(root, "log", "-1", "--no-show-signature", "--format=%H %ct").split()
    given = given_epoch(environment)
    # The build itself writes these when it has published, and what it adds changes no page.
    changed = git(root, "status", "--porcelain", "--", ".", f":!{ledger.FILE}", f":!{changes.FILE}") if head else ""
    epoch = int(head[1]) if head and given is None else given
    return Revision(head[0] if head else None, bool(head) and not changed, epoch)


def given_epoch(environment: Mapping[str, str]) -> int | None:
    """SOURCE_DATE_EPOCH, in seconds since 1970; None if it is not given, or is no such number."""
    given = environment.get("SOURCE_DATE_EPOCH", "")
    return int(given) if given.isdecimal() and len(given) < 12 else None


def unsaved(root: Path, *paths: str) -> list[str] | None:
    """The files below these paths that are not as they are committed, also those that git is told to ignore; None outside of git,
    where nothing is."""
    if not git(root, "log", "-1", "--format=%H"):
        return None
    there = [path for path in paths if (root / path).exists()]
    told = git(root, "status", "--porcelain=v1", "--untracked-files=all", "--ignored", "--", *there).splitlines()
    found = (line.split(maxsplit=1) for line in told)
    # What is ignored and begins with a dot is what a killed command has left.
    return [path for mark, path in found if mark != "!!" or not path.rpartition("/")[2].startswith(".")]
