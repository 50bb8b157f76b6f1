"""Files: names that are addresses on every system, and every page in a language."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from unicodedata import normalize

from waymarks.problems import Problem, Weight, shortened
from waymarks.reading.files import File
from waymarks.reading.schema import LONGEST
from waymarks.reading.settings import Language
from waymarks.source import Content, Page
from waymarks.text.slugs import slug

# How a page ends that a program has given another ending than its own.
_PAGE = re.compile(r"\.(?:md\.txt|md\.md|markdown)$", re.I)
_WELL_FORMED = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def check(files: tuple[File, ...], languages: tuple[Language, ...]) -> Iterator[Problem]:
    """`bad-file-name`, `same-name` and `outside-languages`, of whatever lies in docs/, read or not."""
    named: dict[str, str] = {}
    bad = {one.path for one in files if any(problem.rule == "unknown-file-type" for problem in one.problems)}
    there = {place for file in files for place in _places(file.path)}
    for file in files:
        yield from _names(file.path, bad, there)
        yield from _same(file.path, named)
        yield from _language(file.path, languages)


def as_named(content: Content) -> Content:
    """The content as if every file had the name that it should have: a wrong one is told of once, and not in each place that
    names the right one. What ends in another way than a page (`.MD`, `.md.txt`) is a page that can't be read."""
    there = {file.path for file in content.files}
    meant = {path: right for path in there if (right := _meant(path)) != path and right not in there}
    if not meant:
        return content
    pages, drafts = (tuple(_named(page, meant) for page in of) for of in (content.pages, content.drafts))
    unread = [
        Page(path, one, right.removeprefix(f"docs/{one.code}/"), None, readable=False)
        for path, right in sorted(meant.items())
        for one in content.languages
        if right.startswith(f"docs/{one.code}/") and right.endswith(".md") and not path.endswith(".md")
    ]
    assets = content.assets.union(meant[path] for path in content.assets & meant.keys())
    return replace(content, pages=(*pages, *unread), drafts=drafts, assets=assets)


def _named(page: Page, meant: Mapping[str, str]) -> Page:
    right = meant.get(page.path)
    return replace(page, id=right.removeprefix(f"docs/{page.language.code}/")) if right else page


def _meant(path: str) -> str:
    """`docs/da/hus/om-ro.md` for `docs/da/Hus/Om ro.MD`."""
    folder, *parts = path.split("/")
    return "/".join((folder, *map(_right_name, parts)))


def _right_name(name: str) -> str:
    return name if _WELL_FORMED.fullmatch(name) and not _PAGE.search(name) else _address_form(name)


def unused(content: Content) -> Iterator[Problem]:
    """A file that no page leads to, nor a draft. It is not published, so that nothing is wrong with the site."""
    told = {one.path for one in content.files if one.problems or one.refused or _meant(one.path) != one.path}
    for path in content.assets - content.with_drafts.shown - told:
        message = "No page shows the file or links to it, so that it is not published."
        fix = "Take it out of docs/, or link to it: `[Words](file.pdf)`, `![Words](picture.png)`."
        yield Problem(path, 1, "unused-file", message, fix, Weight.notice)


def _names(path: str, bad: set[str], there: Collection[str]) -> Iterator[Problem]:
    """Folders are told of once, at the first file in them. `there` is all that lies in docs/."""
    for place in _places(path):
        name = PurePosixPath(place).name
        if not _WELL_FORMED.fullmatch(name) and place not in bad:
            bad.add(place)
            what = "file" if place == path else "folder"
            message = f"The name of the {what} {name!r} has more in it than small letters a–z, digits and hyphens."
            yield Problem(path, 1, "bad-file-name", message, _other_name(place, there))
        elif place == path and _PAGE.search(name):
            message = f"A page's file ends in '.md', and the name of this one is {name!r}."
            yield Problem(path, 1, "bad-file-name", message, _other_name(place, there))
        elif len(name) > LONGEST and place not in bad:
            bad.add(place)
            message = f"The name has {len(name)} characters, and {LONGEST} is the most: {shortened(name, 20)!r}."
            yield Problem(path, 1, "bad-file-name", message, "Shorten it.")


def _other_name(place: str, there: Collection[str]) -> str:
    right = _address_form(PurePosixPath(place).name)
    if _meant(place) in there:
        return f"{right!r} is there already: make one of the two, or give this one another name."
    return f"Name it {right!r}."


def _address_form(name: str) -> str:
    name = _PAGE.sub(".md", name)
    stem, dot, end = name.rpartition(".")
    return f"{slug(stem if dot else name) or 'side'}{dot}{slug(end) if dot else ''}"


def _same(path: str, named: dict[str, str]) -> Iterator[Problem]:
    """Macs and Windows take these for one name, so that one of the two is lost there."""
    for place in _places(path):
        other = named.setdefault(normalize("NFC", place).casefold(), place)
        if other != place:
            named[normalize("NFC", place).casefold()] = place
            message = f"On a Mac and in Windows {place} is the same as {other}."
            yield Problem(path, 1, "same-name", message, "Give one of the two another name.")


def _places(path: str) -> list[str]:
    """The file and the folders below docs/ that it stands in: "docs/da", "docs/da/hus", "docs/da/hus/index.md"."""
    parts = path.split("/")
    return ["/".join(parts[:n]) for n in range(2, len(parts) + 1)]


def _language(path: str, languages: tuple[Language, ...]) -> Iterator[Problem]:
    folders = [f"docs/{language.code}/" for language in languages]
    if path.endswith(".md") and not path.startswith(tuple(folders)):
        message = "The page stands in no language's folder, so that nobody will see it."
        yield Problem(path, 1, "outside-languages", message, f"Move it to one of: {', '.join(folders)}.")
