"""Files: names that are addresses on every system, and every page in a language."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from unicodedata import normalize

from waymarks.problems import Problem, Weight
from waymarks.reading.files import File
from waymarks.reading.schema import LONGEST
from waymarks.reading.settings import Language
from waymarks.source import Content
from waymarks.text.slugs import slug

_WELL_FORMED = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")


def check(files: tuple[File, ...], languages: tuple[Language, ...]) -> Iterator[Problem]:
    """`bad-file-name`, `same-name` and `outside-languages`, of whatever lies in docs/, read or not."""
    named: dict[str, str] = {}
    bad: set[str] = set()
    for file in files:
        yield from _names(file.path, bad)
        yield from _same(file.path, named)
        yield from _language(file.path, languages)


def unused(content: Content) -> Iterator[Problem]:
    """A file that no page leads to, nor a draft. It is not published, so that nothing is wrong with the site."""
    told = {file.path for file in content.files if file.problems or file.refused}
    for path in content.assets - content.with_drafts.shown - told:
        message = "No page shows the file or links to it, so that it is not published."
        fix = "Take it out of docs/, or link to it: `[Words](file.pdf)`, `![Words](picture.png)`."
        yield Problem(path, 1, "unused-file", message, fix, Weight.notice)


def _names(path: str, bad: set[str]) -> Iterator[Problem]:
    """Folders are told of once, at the first file in them."""
    for place in _places(path):
        name = PurePosixPath(place).name
        if not _WELL_FORMED.fullmatch(name) and place not in bad:
            bad.add(place)
            what = "file" if place == path else "folder"
            message = f"The name of the {what} {name!r} has more in it than small letters a–z, digits and hyphens."
            yield Problem(path, 1, "bad-file-name", message, f"Name it {_address_form(name)!r}.")
        elif len(name) > LONGEST and place not in bad:
            bad.add(place)
            message = f"The name has {len(name)} characters, and {LONGEST} is the most: {name[:20]!r}…"
            yield Problem(path, 1, "bad-file-name", message, "Shorten it.")


def _address_form(name: str) -> str:
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
