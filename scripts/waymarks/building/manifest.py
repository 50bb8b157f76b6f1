"""The manifest: what a release holds and what it was built from, written into it and compared with it."""

import hashlib
import json
import platform
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from http.client import HTTPException
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any, NamedTuple
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import ProxyHandler, Request, build_opener

from waymarks.equip import is_for_readers
from waymarks.ledgers.revision import Revision
from waymarks.machine import disk
from waymarks.machine.compact import compact
from waymarks.machine.refusals import Failure
from waymarks.machine.workers import gathered
from waymarks.site import Site
from waymarks.source import Content

FILE = "manifest.json"
_FORM = 2  # how it is written
_FEW = ("commit", "clean", "date", "site_url", "tools")


class File(NamedTuple):
    """A file of the release: its SHA-256 in hexadecimal, its size in bytes."""

    sha256: str
    size: int


# A link is no file of a release, whatever it leads to.
_LINK = File("", 0)


class PageText(NamedTuple):
    """A page of content. `text` is the SHA-256 of what its author wrote."""

    title: str
    text: str


class StatementText(NamedTuple):
    """A statement in one language. `page` is the address of its page below the site, `words` are twelve hexadecimal digits that stand
    for what it says, which is in the release's data."""

    page: str
    words: str


# By language and id.
Statements = dict[str, dict[str, StatementText]]


@dataclass(frozen=True)
class Manifest:
    """`pages` are by address below the site, `statements` by language and id, `files` by path below the release.

    `clean` says whether the content was as `commit` has it. `date` is the content's, never the clock's.
    """

    commit: str | None
    clean: bool
    date: str | None
    site_url: str
    tools: dict[str, str]
    pages: dict[str, PageText]
    statements: Statements
    files: dict[str, File]

    @property
    def content(self) -> str:
        """Twelve hexadecimal digits that stand for every path and every byte: the same site, the same digits."""
        total = hashlib.sha256()
        for path in sorted(self.files):
            total.update(f"{path}\0{self.files[path].sha256}\n".encode())
        return total.hexdigest()[:12]

    @property
    def counts(self) -> dict[str, int]:
        """How many pages there are in all languages, and how many statements, each with its twins counted once."""
        return {
            "pages": len(self.pages),
            "statements": len({id for of_language in self.statements.values() for id in of_language}),
        }


def manifest(root: Path, content: Content, site: Site, revision: Revision, site_url: str) -> Manifest:
    """What the release of this content says of itself; its files are still to come. Raises OSError."""
    texts = {file.path: file.sha256 for file in content.files}
    return Manifest(
        commit=revision.commit,
        clean=revision.clean,
        date=revision.changed.isoformat() if revision.changed else None,
        site_url=site_url,
        tools=_tools(root),
        pages={page.url: PageText(page.title, texts[page.path]) for page in site.pages},
        statements={
            language.code: {
                one.id: StatementText(page.url, _sha256(one.words.encode())[:12])
                for page in site.in_language(language)
                for one in page.statements
            }
            for language in site.languages
        },
        files={},
    )


def seal(folder: Path, says: Manifest, known: Mapping[str, File]) -> Manifest:
    """Write the manifest into `folder`, with every file that is there; of those in `known` this is what they are. Nothing
    may be changed in it after that."""
    files = sorted(path for path in disk.below(folder) if path != FILE)
    files.sort(key=lambda path: _parted(path)[0])  # they are written folder by folder
    read = _read_all(folder, [path for path in files if path not in known])
    whole = replace(says, files={path: read.get(path) or known[path] for path in files})
    disk.write_all(folder / FILE, _written(whole))
    return whole


def _written(says: Manifest) -> Iterator[str]:
    """As JSON, of a page and of a folder all on one line. In pieces: whole it would take more memory than what it is made of."""
    few = {"form": _FORM, "counts": says.counts, **{name: getattr(says, name) for name in _FEW}}
    yield compact(few)[:-1]
    yield ',\n"pages":{'
    yield from _lines((url, page._asdict()) for url, page in says.pages.items())
    yield '},\n"statements":{'
    for n, (code, statements) in enumerate(says.statements.items()):
        yield f'{"," if n else ""}"{code}":{{'
        yield from _lines(
            (page, {id: one.words for id, one in ours})
            for page, ours in groupby(statements.items(), key=lambda statement: statement[1].page)
        )
        yield "}"
    yield '},\n"files":{'
    by_folder = groupby(says.files.items(), key=lambda file: _parted(file[0])[0])
    yield from _lines((folder, {_parted(path)[1]: file for path, file in ours}) for folder, ours in by_folder)
    yield "}}\n"


def _lines(entries: Iterable[tuple[str, Any]]) -> Iterator[str]:
    for n, (name, value) in enumerate(entries):
        yield f"{',' if n else ''}\n{compact(name)}:{compact(value)}"


def _parted(path: str) -> tuple[str, str]:
    """ "a/b/index.html" → "a/b/" and "index.html"."""
    folder, slash, name = path.rpartition("/")
    return folder + slash, name


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a release. Raises Failure when it has none that can be read."""
    try:
        known: dict[str, Any] = json.loads((folder / FILE).read_text("utf-8"))
        return Manifest(
            **{name: known[name] for name in _FEW},
            pages={url: PageText(**page) for url, page in known["pages"].items()},
            statements={
                code: {id: StatementText(page, words) for page, ours in pages.items() for id, words in ours.items()}
                for code, pages in known["statements"].items()
            },
            files={
                f"{folder}{name}": File(*file) for folder, ours in known["files"].items() for name, file in ours.items()
            },
        )
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError, AttributeError):
        raise Failure(f"{folder.name} has no manifest that can be read. Build the site again.") from None


def damage(folder: Path, says: Manifest | None = None) -> list[str]:
    """How the release in `folder` differs from its manifest, or from another that it shall hold. Raises Failure, OSError."""
    says = says or read_manifest(folder)
    found = _read_all(folder, sorted(path for path in disk.below(folder) if path != FILE))
    changed = [
        f"{path} has been changed." for path in says.files if found.get(path, says.files[path]) != says.files[path]
    ]
    missing = [f"{path} is missing." for path in says.files if path not in found]
    foreign = [f"{path} does not belong to the release." for path in found if path not in says.files]
    return sorted(changed + missing + foreign)


def damage_at(address: str, says: Manifest, fetched: Callable[[str], bytes | None]) -> Iterator[str]:
    """How what a server gives differs from the manifest. `fetched` gives the bytes at an address, None when there is nothing.

    What servers keep to themselves is not asked for.
    """
    for path, file in sorted(says.files.items()):
        if not is_for_readers(path):
            continue
        body = fetched(address.rstrip("/") + "/" + quote(path))
        if body is None:
            yield f"{path} is missing."
        elif _file(body) != file:
            yield f"{path} is another one."


def fetch(address: str) -> bytes | None:
    """What stands at an address of this machine, no proxy asked. Raises Failure when there is no server."""
    try:
        with build_opener(ProxyHandler({})).open(Request(address), timeout=30) as answer:  # noqa: S310 - only loopback
            body: bytes = answer.read()
            return body
    except HTTPError as error:
        # A server may give its 404 page only as that: the bytes are the file's all the same.
        return error.read() if address.endswith("/404.html") else None
    except (OSError, HTTPException) as error:
        why = getattr(error, "reason", error)  # a URLError says it without signs of Python around it
        raise Failure(f"Nothing answers at {address}: {why}. Start the server, then run the command again.") from None


def _tools(root: Path) -> dict[str, str]:
    """The versions of Python and of each library in scripts/requirements.in."""
    lines = (root / "scripts" / "requirements.in").read_text("utf-8").splitlines()
    names = sorted(match[0] for match in (re.match(r"[a-z][\w-]*", line) for line in lines) if match)
    return {"python": platform.python_version(), **{name: version(name) for name in names}}


def _read_all(folder: Path, paths: Sequence[str]) -> dict[str, File]:
    def read(share: Sequence[str]) -> dict[str, File]:
        files = {path: folder / path for path in share}
        return {path: _LINK if one.is_symlink() else _file(one.read_bytes()) for path, one in files.items()}

    return gathered(read, paths, fewest=1000)


def _file(content: bytes) -> File:
    return File(_sha256(content), len(content))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
