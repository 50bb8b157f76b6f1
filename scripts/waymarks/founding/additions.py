"""Founding: new files are added to the content, if the content is as right with them as it was without."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath

from waymarks.checks import check
from waymarks.checks.checked import checked
from waymarks.machine import disk
from waymarks.problems import Problem, Refused, faults
from waymarks.reading.settings import Settings, today
from waymarks.site import relate
from waymarks.source import Content

# A name in two languages may only look like one that nobody translated.
_TO_BE_WRITTEN = ("not-written", "not-translated")


@dataclass(frozen=True)
class Known:
    """What there is already: the folders of places with their ids, the ids of their documents by folder, and of statements.
    `names` are those of the places, by folder and by language code; `pages` the ids of all pages."""

    names: Mapping[str, Mapping[str, str]]
    pages: frozenset[str]
    places: Mapping[str, str]
    sources: Mapping[str, tuple[str, ...]]
    statements: frozenset[str]

    def above(self, path: str) -> str | None:
        """The folder of the place that a file or folder stands in."""
        return next((str(one) for one in PurePosixPath(path).parents if str(one) in self.places), None)


def known(content: Content) -> Known:
    """Drafts are among it: what they have is taken."""
    site = relate(content.with_drafts)
    places = {one.address.strip("/"): one for one in site.organisations.values() if one.address}
    sources = {
        folder: tuple(source.id for source in facts.sources)
        for page in site.pages
        if (folder := page.address.strip("/")) in places and (facts := site.facts(page))
    }
    return Known(
        {
            folder: {language.code: one.name_in(language) for language in content.languages}
            for folder, one in places.items()
        },
        frozenset(page.id for page in site.pages),
        {folder: one.id for folder, one in places.items()},
        sources,
        frozenset(one.id for page in site.pages for one in page.statements),
    )


def found(
    root: Path, settings: Settings, now: datetime, files: Mapping[str, str], changed: Mapping[str, str] | None = None
) -> list[Problem]:
    """Write the files, and those that are there already and are `changed`. Gives what is still to be done in the new ones.

    Raises Refused, and nothing is written, if something in them could never be published as it stands, or would keep
    the rest from it; Failure or OSError.
    """
    before = {_said(one) for one in _wrong(root, settings, now)[1]}
    kept = {path: (root / path).read_text("utf-8") for path in changed or {}}
    disk.write_new(root, files)
    try:
        for path, text in (changed or {}).items():
            disk.write(root / path, text)
        after, wrong = _wrong(root, settings, now)
        new = [one for one in wrong if _said(one) not in before]
        if new:
            raise Refused(new, "Nothing is written.")
    except BaseException:
        disk.remove(root, [root / path for path in files])
        for path, text in kept.items():
            disk.write(root / path, text)
        raise
    return [one for one in after if one.path in files]


def _said(one: Problem) -> tuple[str, str, str]:
    """What is wrong, wherever it stands now and whatever else there is to choose from."""
    return one.path, one.rule, one.message


def _wrong(root: Path, settings: Settings, now: datetime) -> tuple[list[Problem], list[Problem]]:
    """All that the check tells, and the faults that there would be if every draft were published, apart from what its
    editors are to write."""
    content, told = checked(root, settings, now)
    whole = check(content.with_drafts, settings, today(now))
    both = dict.fromkeys((*faults(told), *faults(whole)))  # what is true of drafts too is told by both
    return told, [one for one in both if one.rule not in _TO_BE_WRITTEN]
