"""Renewal: content that has been read already, with the files read again that have changed."""

from collections.abc import Set
from dataclasses import dataclass, replace
from pathlib import Path

from waymarks.reading.files import File, Key, read_files_at
from waymarks.source import Content, Page, read_content, read_page, with_facts


@dataclass(frozen=True)
class Renewed:
    """`judged` are the paths of the texts that must be judged anew, None is all of them. `same_files`: none came or went."""

    content: Content
    judged: frozenset[str] | None
    same_files: bool


def renewed(root: Path, content: Content, changed: Set[str]) -> Renewed:
    """The content of `root`, of which only the files at the paths `changed` are other ones than they were.

    A page costs itself; any other file, such as the glossary, means that all is looked at. Raises OSError.
    """
    read = read_files_at(root, changed)
    new = _pages(read, content)
    drafts = content.drafts or any(front.draft for _, front in with_facts(new))
    if drafts or not all(path.startswith("docs/") and path.endswith(".md") for path in changed):
        now = read_content(root, content.languages, _known(content))
        return Renewed(now, None, now.with_drafts.published == content.with_drafts.published)
    files = (*(file for file in content.files if file.path not in changed), *read)
    pages = {page.path: page for page in content.pages if page.path not in changed}
    pages |= {page.path: page for page in new}
    known = replace(
        content,
        files=tuple(sorted(files, key=lambda file: Path(file.path))),
        pages=tuple(_in_order(pages, content)),
    )
    return Renewed(known, _judged(content, known, changed), known.published == content.published)


def _known(content: Content) -> dict[Key, Page]:
    """What has been read of each page: of a file that is the same, the page is."""
    files = {file.path: file for file in content.files}
    return {files[page.path].key: page for page in content.with_drafts.pages}


def _pages(files: tuple[File, ...], content: Content) -> list[Page]:
    found = ((file, language) for file in files for language in content.languages)
    return [read_page(file, one) for file, one in found if file.path.startswith(f"docs/{one.code}/")]


def _in_order(pages: dict[str, Page], content: Content) -> list[Page]:
    """By language, then by path, as they are read."""
    order = {language: number for number, language in enumerate(content.languages)}
    return sorted(pages.values(), key=lambda page: (order[page.language], Path(page.path)))


def _judged(before: Content, now: Content, changed: Set[str]) -> frozenset[str] | None:
    """What changed, and its twins; all when the name of a place did, which is then a word that everybody may use."""
    were, are = ({page.path: page for page in one.pages if page.path in changed} for one in (before, now))
    if {page.names for page in were.values()} != {page.names for page in are.values()}:
        return None
    ids = {page.id for page in (*were.values(), *are.values())}
    return frozenset(changed) | {page.path for page in now.pages if page.id in ids}
