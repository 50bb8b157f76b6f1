"""The differences: what has been added, changed and removed between two releases, in words."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from babel import Locale

from waymarks.building.manifest import Manifest, StatementText, read_manifest
from waymarks.data.files import said
from waymarks.machine.refusals import Failure
from waymarks.problems import counted
from waymarks.search import FOLDER as SEARCHED

_MOST = 20


def differences(old: Path, new: Path) -> Iterator[str]:
    """Lines for a person who knows the content: pages, then statements in each language, then the rest. Raises Failure."""
    was, now = read_manifest(old), read_manifest(new)
    if was.files == now.files:
        yield "They hold the same, byte by byte."
        return
    lines = [*_pages(was, now), *_statements((was, now), (_said(old), _said(new)))]
    yield from lines or ["No page and no statement has been written anew."]
    yield from _files(was, now)


def _said(release: Path) -> Mapping[tuple[str, str], str]:
    try:
        return said(release)
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        told = f"python3 scripts/publish.py verify {release.name} tells more."
        raise Failure(f"{release.name} is not as it was built, and its data can't be read. {told}") from None


def _pages(old: Manifest, new: Manifest) -> Iterator[str]:
    for url, page in sorted({**old.pages, **new.pages}.items()):
        what = "added" if url not in old.pages else "removed" if url not in new.pages else "changed"
        if old.pages.get(url) != new.pages.get(url):
            yield f"Page {what}: {page.title} (/{url})"


def _statements(both: Sequence[Manifest], words: Sequence[Mapping[tuple[str, str], str]]) -> Iterator[str]:
    """`words` are those of the statements in both, by language code and id."""
    for code in sorted({code for one in both for code in one.statements}):
        language = Locale.parse(code).english_name
        before, after = (one.statements.get(code, {}) for one in both)
        for id in sorted(before.keys() | after.keys()):
            was, now = before.get(id), after.get(id)
            if was != now:
                yield from _statement(f"{id} in {language}", was, now, [one.get((code, id)) for one in words])


def _statement(
    called: str, was: StatementText | None, now: StatementText | None, words: Sequence[str | None]
) -> Iterator[str]:
    """`words` are what it said and what it says; None where the data have no such statement, as of a withdrawn page."""
    before, after = words
    if was is None and now is not None:
        yield f"Statement added: {called}, on /{now.page}{_quoted(after)}"
    elif now is None and was is not None:
        yield f"Statement removed: {called}, from /{was.page}{_quoted(before)}"
    elif was is not None and now is not None:
        if was.page != now.page:
            yield f"Statement moved: {called}, from /{was.page} to /{now.page}"
        if was.words != now.words:
            yield f"Statement changed: {called}, on /{now.page}"
            yield from (f"  before: {before}",) if before else ()
            yield from (f"  now:    {after}",) if after else ()


def _quoted(words: str | None) -> str:
    return f": {words}" if words else ""


def _files(old: Manifest, new: Manifest) -> Iterator[str]:
    """How many files of the site differ, and which, if they can be taken in: those of the search, which nobody knows by name, last."""
    paths = sorted(old.files.keys() | new.files.keys(), key=lambda path: (path.startswith(SEARCHED), path))
    other = [path for path in paths if old.files.get(path) != new.files.get(path)]
    count = counted(len(other), "file of the site differs", "files of the site differ")
    yield f"{count}: {', '.join(other[:_MOST])}{', …' if len(other) > _MOST else ''}"
