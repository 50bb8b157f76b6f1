"""The differences: what has been added, changed and removed between two releases, in words."""

from collections.abc import Iterator

from babel import Locale

from waymarks.manifest import Manifest, StatementText

_MOST = 20


def differences(old: Manifest, new: Manifest) -> Iterator[str]:
    """Lines for a person who knows the content: pages, then statements in each language, then the rest."""
    if old.files == new.files:
        yield "They hold the same, byte by byte."
        return
    lines = [*_pages(old, new), *_statements(old, new)]
    yield from lines or ["No page and no statement has been written anew."]
    yield from _files(old, new)


def _pages(old: Manifest, new: Manifest) -> Iterator[str]:
    for url in sorted(old.pages.keys() | new.pages.keys()):
        was, now = old.pages.get(url), new.pages.get(url)
        if was is None and now is not None:
            yield f"Page added: {now.title} (/{url})"
        elif now is None and was is not None:
            yield f"Page removed: {was.title} (/{url})"
        elif was != now and now is not None:
            yield f"Page changed: {now.title} (/{url})"


def _statements(old: Manifest, new: Manifest) -> Iterator[str]:
    for code in sorted(old.statements.keys() | new.statements.keys()):
        language = Locale.parse(code).english_name
        before, after = old.statements.get(code, {}), new.statements.get(code, {})
        for id in sorted(before.keys() | after.keys()):
            yield from _statement(f"{id} in {language}", before.get(id), after.get(id))


def _statement(called: str, was: StatementText | None, now: StatementText | None) -> Iterator[str]:
    if was is None and now is not None:
        yield f"Statement added: {called}, on /{now.page}: {now.words}"
    elif now is None and was is not None:
        yield f"Statement removed: {called}, from /{was.page}: {was.words}"
    elif was is not None and now is not None:
        if was.page != now.page:
            yield f"Statement moved: {called}, from /{was.page} to /{now.page}"
        if was.words != now.words:
            yield f"Statement changed: {called}, on /{now.page}"
            yield f"  before: {was.words}"
            yield f"  now:    {now.words}"


def _files(old: Manifest, new: Manifest) -> Iterator[str]:
    """How many files of the site differ, and which, if they can be taken in."""
    paths = sorted(old.files.keys() | new.files.keys())
    other = [path for path in paths if old.files.get(path) != new.files.get(path)]
    count = "1 file of the site differs" if len(other) == 1 else f"{len(other)} files of the site differ"
    yield f"{count}: {', '.join(other[:_MOST])}{', …' if len(other) > _MOST else ''}"
