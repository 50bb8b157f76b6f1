"""Verify: the built folder is read as a browser would read it, before anyone is served from it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from posixpath import normpath
from sys import intern
from urllib.parse import unquote, urlsplit

from waymarks import feeds, findability
from waymarks.built import Document, Expected, expected, read
from waymarks.data import files as data
from waymarks.ledger import FILE as LEDGER
from waymarks.ledger import SHORT
from waymarks.problems import Problem
from waymarks.settings import Language
from waymarks.site import Site
from waymarks.source import Page
from waymarks.workers import spread

# What a browser fetches by itself. An <a> is fetched only when the reader follows it.
_FETCHED = (
    "//script/@src|//img/@src|//iframe/@src|//embed/@src|//object/@data|//video/@src|//audio/@src|//source/@src"
    "|//track/@src|//input/@src|//frame/@src|//video/@poster|//body/@background|//base/@href|//@ping"
    "|//*[local-name()='use' or local-name()='image' or local-name()='feimage']/@*[contains(name(), 'href')]"
    "|//link[not(contains('canonical alternate prev next', normalize-space(@rel)))]/@href"
)
_CSS_ADDRESS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])([^'\")]+)")
_CSS_HOST = re.compile(rb"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//([^/'\")]+)")
_HERE = "Keep a copy in docs/assets/ and use that."

# By the file of a page: the ids that stand on it.
Anchors = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Reference:
    """A link as it stands on a page, to the place `fragment` on the page in `file`."""

    expected: Expected
    address: str
    file: str
    fragment: str


def verify(folder: Path, site: Site, site_url: str) -> list[Problem]:
    """Everything that is wrong in the built site, by the page it comes from. `site_url` tells its path on its host."""
    wanted = list(expected(site))
    there = [one for one in wanted if (folder / one.file).is_file()]
    findable = findability.Findable(wanted, site.languages, site_url)
    pages = {page.url + "index.html": page for page in site.pages}
    built = _Built(folder, urlsplit(site_url).path or "/", frozenset(one.file for one in there), pages, findable)
    problems, anchors, references = zip(*spread(built.look, there), strict=True)
    ids = {file: own for share in anchors for file, own in share.items()}
    found = chain(
        _missing(wanted, ids),
        *problems,
        _dead_anchors(chain(*references), ids),
        _addresses(site, ids),
        findable.check_sitemap(folder / "sitemap.xml"),
        *(one.check(folder, site_url, lambda page, id: _stands(ids, page, id)) for one in (data, feeds)),
        _styles(folder),
    )
    return sorted(set(found))


@dataclass(frozen=True)
class _Built:
    """The built site. `base` is its path on its host, `files` are those of pages, and `pages` what they are made of."""

    folder: Path
    base: str
    files: frozenset[str]
    pages: Mapping[str, Page]
    findable: findability.Findable

    def is_there(self, file: str) -> bool:
        return file in self.files or (self.folder / file).is_file()

    def look(self, share: Sequence[Expected]) -> tuple[list[Problem], Anchors, list[Reference]]:
        """What is wrong with each page by itself; its anchors, and its references to those of others."""
        problems: list[Problem] = []
        anchors: Anchors = {}
        references: list[Reference] = []
        for one in share:
            document = read(self.folder, one)
            page = self.pages.get(one.file)
            problems += chain(_page(document), self.findable.check(document))
            problems += _statements(page, document) if page else ()
            problems += _links(document, self.is_there, self.base, references)
            anchors[one.file] = frozenset(intern(str(id)) for id in document.ids)
        return problems, anchors, references


def _missing(wanted: Iterable[Expected], ids: Anchors) -> Iterator[Problem]:
    for one in wanted:
        if one.file not in ids:
            fix = "Build again; if it is still so, tell a developer."
            yield Problem(one.source, 1, "page-not-built", f"{one.file} was not built.", fix)


def _page(document: Document) -> Iterator[Problem]:
    language = document.language
    if document.tree.get("lang") != language.code:
        yield document.problem(
            "wrong-language",
            f"says lang={document.tree.get('lang')!r} and stands among the {language.name} pages.",
            "Correct the language in mkdocs.yml.",
        )
    for what, path in (("title", "//head/title/text()"), ("description", "//meta[@name='description']/@content")):
        if not "".join(document.find(path)).strip():
            yield document.problem(f"no-{what}", f"has no {what}.", f"Write `{what}:` in the page's front matter.")
    for id, count in document.ids.items():
        if count > 1:
            message = f"has the id {id!r} {count} times, so that a link to it is to the first."
            yield document.problem("double-id", message, "Give each of them an id of its own.")
    for address in _fetched(document):
        if _is_foreign(address):
            yield document.problem("foreign-request", f"fetches {address!r} from another host.", _HERE)


def _fetched(document: Document) -> Iterator[str]:
    """Every address that a browser asks for when it shows the page."""
    yield from document.find(_FETCHED)
    for candidates in document.find("//@srcset|//@imagesrcset"):
        yield from (one.split()[0] for one in candidates.split(",") if one.strip())
    for style in document.find("//@style|//style/text()"):
        yield from (match[1] for match in _CSS_ADDRESS.finditer(style))
    for refresh in document.find("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']/@content"):
        yield refresh.partition("=")[2].strip(" '\"")


def _is_foreign(address: str) -> bool:
    """Whether it is on another host. A browser reads `\\` as `/`, and an address with a scheme as one with a host."""
    parts = urlsplit(address.replace("\\", "/"))
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _links(
    document: Document, is_there: Callable[[str], bool], base: str, references: list[Reference]
) -> Iterator[Problem]:
    """The links that lead nowhere. Those to a place on a page are added to `references`."""
    followed = document.find("//a/@href|//area/@href|//form/@action|//link[@type='application/atom+xml']/@href")
    for address in dict.fromkeys([*followed, *_fetched(document)]):
        parts = urlsplit(address)
        if parts.scheme or _is_foreign(address):
            continue
        file = _file(document.file, unquote(parts.path), base)
        if not is_there(file):
            yield document.problem("dead-link", f"links to {address!r}, which is not in the site.", "Correct the link.")
        elif parts.fragment:
            references.append(Reference(document.expected, address, file, unquote(parts.fragment)))


def _dead_anchors(references: Iterable[Reference], ids: Anchors) -> Iterator[Problem]:
    for one in references:
        if one.file in ids and one.fragment not in ids[one.file]:
            message = f"links to {one.address!r}, and there is no such place."
            yield one.expected.problem("dead-anchor", message, "Correct the part after `#`.")


def _file(here: str, path: str, base: str) -> str:
    """The file below the site that a link on page `here` means."""
    if not path:
        return here
    below = path.removeprefix(base) if path.startswith("/") else f"{here.rpartition('/')[0]}/{path}"
    is_folder = path.rpartition("/")[2] in ("", ".", "..")
    return normpath(f"/{below}/index.html" if is_folder else f"/{below}").lstrip("/")


def _statements(page: Page, document: Document) -> Iterator[Problem]:
    for statement in page.statements:
        count = document.ids[statement.id]
        if count != 1:
            yield Problem(
                page.path,
                statement.line,
                "anchor-not-built",
                f"`{statement.id}` is an anchor {count} times on the built page, not once.",
                "Put `{: #id }` directly below the paragraph, or indented below the list item.",
            )


def _addresses(site: Site, ids: Anchors) -> Iterator[Problem]:
    """What has been published is there, in every language; the short addresses are the same in all."""
    for address, line in site.ledger.lines.items():
        page, _, id = address.partition("#")
        for language in site.languages[:1] if page.startswith(SHORT) else site.languages:
            url = f"{language.prefix}{page}"
            own = ids.get(url + "index.html")
            is_there = _stands(ids, url, id)
            # The page that stands for an untranslated one has its statements, not what stood there before them.
            known = own is not None and id in site.addresses.statements
            if not is_there and (known or not _is_untranslated(site, page, language)):
                where = f"/{language.prefix}{address}"
                message = f"{where} has been published, and the built site does not have it."
                yield Problem(LEDGER, line, "address-not-built", message, "Tell a developer; it is kept as it was.")


def _stands(ids: Anchors, page: str, id: str) -> bool:
    own = ids.get(page + "index.html")
    return own is not None and (not id or id in own)


def _is_untranslated(site: Site, address: str, language: Language) -> bool:
    """Whether the page at `address`, or the one that a derived page there belongs to, says that it is not translated.
    One page then stands for it and what was made for it."""
    derived = site.addresses.derived_from(address)
    page = site.addresses.page_at(address) or (derived[0] if derived else None)
    return any(page == one for one in site.untranslated(language))


def _styles(folder: Path) -> Iterator[Problem]:
    for file in sorted(folder.rglob("*.css")):
        for match in _CSS_HOST.finditer(file.read_bytes()):
            yield Problem(
                file.relative_to(folder).as_posix(),
                1,
                "foreign-request",
                f"The style sheet fetches from {match[1].decode()!r}.",
                _HERE,
            )
