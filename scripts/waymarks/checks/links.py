"""Links between pages: the page exists, in the same language, and holds the anchor."""

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import normpath, relpath
from urllib.parse import unquote, urlsplit

from waymarks.problems import Problem
from waymarks.source import Link, Page


def check(pages: tuple[Page, ...], assets: frozenset[str]) -> Iterator[Problem]:
    by_path = {page.path: page for page in pages}
    for page in pages:
        for link in page.links:
            parts = urlsplit(link.target)
            if not parts.scheme and not parts.netloc:
                yield from _check(page, link, by_path, assets)


def _check(page: Page, link: Link, by_path: dict[str, Page], assets: frozenset[str]) -> Iterator[Problem]:
    parts = urlsplit(link.target)
    path = page.path
    if parts.path:
        path = normpath(f"{page.path.rpartition('/')[0]}/{unquote(parts.path)}")
    target = by_path.get(path)
    if path in assets:
        return
    if target is None:
        yield _broken(page, link, path, [*by_path, *assets])
    elif target.language != page.language:
        yield Problem(
            page.path,
            link.line,
            "link-to-other-language",
            f"The link leads into another language: {link.target!r}.",
            f"Link to docs/{page.language.code}/{target.id}; the language switch leads to its twin.",
        )
    elif parts.fragment and target.readable and unquote(parts.fragment) not in target.anchors:
        yield Problem(
            page.path,
            link.line,
            "broken-anchor",
            f"{target.path} has no place named {parts.fragment!r}.",
            "Link to the id of one of its statements, or leave out the `#…`.",
        )


def _broken(page: Page, link: Link, path: str, known: list[str]) -> Problem:
    near = get_close_matches(path, known, n=1, cutoff=0.8)
    fix = "Link to a file below docs/, seen from this one: `../index.md`."
    if near:
        fix = f"Did you mean `{relpath(near[0], page.path.rpartition('/')[0])}`?"
    return Problem(page.path, link.line, "broken-link", f"The link leads to no file: {unquote(link.target)!r}.", fix)
