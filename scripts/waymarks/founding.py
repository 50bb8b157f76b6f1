"""Founding: new files are added to the content, if the content is as right with them as it was without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from waymarks import disk
from waymarks.pipeline import checked
from waymarks.problems import Problem, Refused, faults
from waymarks.schema import Facts
from waymarks.settings import Settings
from waymarks.source import Content


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

    Raises Refused, and nothing is written, if that would keep the site from being published; Failure or OSError.
    """
    before = set(faults(checked(root, settings, now)[1]))
    disk.write_new(root, files)
    try:
        after = checked(root, settings, now)[1]
        wrong = [one for one in faults(after) if one not in before]
        if wrong:
            raise Refused(wrong, "Nothing is written.")
    except BaseException:
        disk.remove(root, [root / path for path in files])
        raise
    return [one for one in after if one.path in files]
