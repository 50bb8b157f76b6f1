"""Founding: new files are added to the content, if the content is as right with them as it was without."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from waymarks import disk
from waymarks.checks import check
from waymarks.pipeline import checked
from waymarks.problems import Problem, Refused, faults
from waymarks.schema import Facts
from waymarks.settings import Settings, today
from waymarks.source import Content

# A name in two languages may only look like one that nobody translated.
_TO_BE_WRITTEN = ("not-written", "not-translated")


@dataclass(frozen=True)
class Known:
    """What there is already: the folders of places with their ids, and the ids of their documents by folder."""

    places: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]
    statements: frozenset[str]

    def above(self, path: str) -> str | None:
        """The folder of the place that a file or folder stands in."""
        return next((str(one) for one in PurePosixPath(path).parents if str(one) in self.places), None)


def known(content: Content) -> Known:
    found: dict[str, str] = {}
    sources: dict[str, tuple[str, ...]] = {}
    pages = content.with_drafts.pages
    for page in pages:
        if isinstance(page.front, Facts) and page.front.organisation:
            folder = page.address.strip("/")
            found[folder] = page.front.organisation.id
            sources[folder] = tuple(one.id for one in page.front.sources)
    return Known(found, sources, frozenset(one.id for page in pages for one in page.statements))


def found(root: Path, settings: Settings, now: datetime, files: Mapping[str, str]) -> list[Problem]:
    """Write the files. Gives what is still to be done in them.

    Raises Refused, and nothing is written, if something in them could never be published as it stands, or would keep
    the rest from it; Failure or OSError.
    """
    before = set(_wrong(root, settings, now)[1])
    disk.write_new(root, files)
    try:
        after, wrong = _wrong(root, settings, now)
        new = [one for one in wrong if one not in before]
        if new:
            raise Refused(new, "Nothing is written.")
    except BaseException:
        disk.remove(root, [root / path for path in files])
        raise
    return [one for one in after if one.path in files]


def _wrong(root: Path, settings: Settings, now: datetime) -> tuple[list[Problem], list[Problem]]:
    """All that the check tells, and the faults that there would be if every draft were published, apart from what its
    editors are to write."""
    content, told = checked(root, settings, now)
    whole = check(content.with_drafts, settings, today(now, os.environ))
    return told, [one for one in (*faults(told), *faults(whole)) if one.rule not in _TO_BE_WRITTEN]
