"""Verify: the built folder is read as a browser would read it, before anyone is served from it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import chain
from pathlib import Path
from posixpath import normpath
from sys import intern
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit

from waymarks.data import files as data
from waymarks.ledgers.ledger import FILE as LEDGER
from waymarks.ledgers.ledger import SHORT
from waymarks.machine.disk import below
from waymarks.machine.workers import gathered
from waymarks.news import feeds
from waymarks.problems import Problem
from waymarks.reading.settings import Language
from waymarks.site import Site
from waymarks.source import Page
from waymarks.verification import findability, loading
from waymarks.verification.built import Attributes, Document, Expected, expected, read

# What a browser fetches by itself, by element and attribute. An <a> is fetched only when the reader follows it.
_FETCHED = frozenset(
    {(element, "src") for element in "script img iframe embed video audio source track input frame".split()}
    | {("object", "data"), ("video", "poster"), ("body", "background"), ("base", "href")}
)
_DRAWN = frozenset("use image feimage".split())  # in SVG, by `href` or `xlink:href`
_SETS = frozenset(["srcset", "imagesrcset"])
# Most attributes have another name, and are looked at no further.
_FETCHING = frozenset({name for _, name in _FETCHED} | _SETS | {"style", "ping"})
_FOLLOWED = frozenset({("a", "href"), ("area", "href"), ("form", "action")})
_NOT_FETCHED = frozenset("canonical alternate prev next".split())  # links to other pages
_CSS_ADDRESS = re.compile(r"(?:url\(\s*['\"]?|@import\s+['\"])([^'\")]+)")
_CSS_HOST = re.compile(rb"(?:url\(\s*['\"]?|@import\s+['\"])(?:https?:)?//([^/'\")]+)")
_HERE = "Keep a copy in docs/assets/ and use that."

# By the file of a page: the ids that stand on it.
Anchors = Mapping[str, tuple[str, ...]]


class Look(NamedTuple):
    """What looking at a page gave: what is wrong with it by itself, the ids that stand on it, and where it leads: to files,
    "a/index.html", and to places on pages, "a/index.html#b". `asked` stands for all that it was compared with."""

    asked: bytes
    problems: tuple[Problem, ...]
    ids: tuple[str, ...]
    leads: tuple[str, ...]


def look(folder: Path, site: Site, site_url: str, known: Mapping[str, Look]) -> tuple[list[Problem], dict[str, Look]]:
    """Everything that is wrong in the built site, by the page it comes from, and by its file how each page looks. `site_url` tells
    its path on its host. `known` are the looks of pages whose files are as they were then: they are looked at again only if
    something else is asked of them, or what they lead to has gone."""
    wanted = list(expected(site))
    there = [one for one in wanted if (folder / one.file).is_file()]
    findable = findability.Findable(wanted, site.languages, site_url)
    pages = {page.url + "index.html": page for page in site.pages}
    built = _Built(folder, urlsplit(site_url).path or "/", frozenset(one.file for one in there), pages, findable)
    same = built.same(there, known)
    looks = {**same, **gathered(built.look, [one for one in there if one.file not in same])}
    ids = {file: found.ids for file, found in looks.items()}
    found = chain(
        _missing(wanted, ids),
        *(one.problems for one in looks.values()),
        built.dead_anchors(there, looks, ids),
        _addresses(site, ids),
        built.places(site),
        findability.check_sitemap(folder / "sitemap.xml", findable),
        *(one.check(folder, site_url, lambda page, id: _stands(ids, page, id)) for one in (data, feeds)),
        _styles(folder),
        loading.check(folder),
    )
    return sorted(set(found)), looks


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

    def asks(self, one: Expected) -> bytes:
        """A digest of all that a page is compared with, but for the files it leads to."""
        page = self.pages.get(one.file)
        twins = self.findable.twins(one.url) if one.to_be_found else {}
        ids = [statement.id for statement in page.statements] if page else []
        return sha256(repr((one, twins, ids)).encode()).digest()

    def same(self, there: Iterable[Expected], known: Mapping[str, Look]) -> dict[str, Look]:
        """The known looks that are still right, and had nothing wrong in them."""
        found = {one.file: known[one.file] for one in there if one.file in known}
        lost = {lead for lead in _leads(found.values()) if not self.is_there(lead.partition("#")[0])}
        return {
            one.file: found[one.file]
            for one in there
            if one.file in found
            and found[one.file].asked == self.asks(one)
            and not found[one.file].problems
            and lost.isdisjoint(found[one.file].leads)
        }

    def look(self, share: Sequence[Expected]) -> dict[str, Look]:
        return {one.file: self._look(one) for one in share}

    def _look(self, one: Expected) -> Look:
        document = read(self.folder, one)
        page = self.pages.get(one.file)
        fetched = tuple(_fetched(document))
        links = self._links(document, fetched)
        dead = [address for address, (file, _) in links.items() if not self.is_there(file)]
        problems = chain(
            _page(document, fetched),
            self.findable.check(document),
            _statements(page, document) if page else (),
            (
                document.problem("dead-link", f"links to {address!r}, which is not in the site.", "Correct the link.")
                for address in dead
            ),
        )
        leads = (f"{file}#{fragment}" if fragment else file for file, fragment in links.values())
        return Look(
            self.asks(one),
            tuple(problems),
            tuple(intern(str(id)) for id in document.ids),  # a set would be ten times as large
            tuple(dict.fromkeys(map(intern, leads))),
        )

    def _links(self, document: Document, fetched: Iterable[str]) -> dict[str, tuple[str, str]]:
        """By every address on the page that leads to a file of the site: the file, and what stands after `#`."""
        return {
            address: (_file(document.file, unquote(parts.path), self.base), unquote(parts.fragment))
            for address, parts in _within(document, fetched)
        }

    def dead_anchors(self, there: Iterable[Expected], looks: Mapping[str, Look], ids: Anchors) -> Iterator[Problem]:
        """The places on pages that there are not. Only who leads to one is read once more, to say how that is written."""
        lost = {lead for lead in _leads(looks.values()) if not _is_place(ids, *lead.partition("#")[::2])}
        for one in (one for one in there if not lost.isdisjoint(looks[one.file].leads)):
            document = read(self.folder, one)
            for address, (file, fragment) in self._links(document, _fetched(document)).items():
                if not _is_place(ids, file, fragment):
                    message = f"links to {address!r}, and there is no such place."
                    yield one.problem("dead-anchor", message, "Correct the part after `#`.")

    def places(self, site: Site) -> Iterator[Problem]:
        """What has been published of places is there; a language may have no news yet."""
        for address in site.ledger.places:
            if not (self.folder / address).exists():
                yield _not_built(site, address, f"/{address}")


def _leads(looks: Iterable[Look]) -> Iterable[str]:
    """Wherever any of these pages leads, once."""
    return dict.fromkeys(chain.from_iterable(one.leads for one in looks))


def _is_place(ids: Anchors, file: str, fragment: str) -> bool:
    """Whether a link there finds its place; if the file is no page, nobody says."""
    return not fragment or file not in ids or fragment in ids[file]


def _missing(wanted: Iterable[Expected], ids: Anchors) -> Iterator[Problem]:
    for one in wanted:
        if one.file not in ids:
            fix = "Build again; if it is still so, tell a developer."
            yield Problem(one.source, 1, "page-not-built", f"{one.file} was not built.", fix)


def _page(document: Document, fetched: Iterable[str]) -> Iterator[Problem]:
    language = document.language
    if document.tree.get("lang") != language.code:
        yield document.problem(
            "wrong-language",
            f"says lang={document.tree.get('lang')!r} and stands among the {language.name} pages.",
            "Correct the language in mkdocs.yml.",
        )
    title, description = document.tree.findtext("head/title"), "".join(document.meta("description"))
    for what, said in (("title", title or ""), ("description", description)):
        if not said.strip():
            yield document.problem(f"no-{what}", f"has no {what}.", f"Write `{what}:` in the page's front matter.")
    for id, count in document.ids.items():
        if count > 1:
            message = f"has the id {id!r} {count} times, so that a link to it is to the first."
            yield document.problem("double-id", message, "Give each of them an id of its own.")
    for address in fetched:
        if _is_foreign(address):
            yield document.problem("foreign-request", f"fetches {address!r} from another host.", _HERE)


def _fetched(document: Document) -> Iterator[str]:
    """Every address that a browser asks for when it shows the page."""
    for element, attributes in document.elements:
        for name, value in attributes.items():
            if name not in _FETCHING and "href" not in name:
                continue
            if name in _SETS:
                yield from (one.split()[0] for one in value.split(",") if one.strip())
            elif name == "style":
                yield from _addresses_in(value)
            elif _is_fetched(element, name, attributes):
                yield value
        if element == "meta" and attributes.get("http-equiv", "").lower() == "refresh":
            yield attributes.get("content", "").partition("=")[2].strip(" '\"")
    for style in document.texts("style"):
        yield from _addresses_in(style)


def _is_fetched(element: str, name: str, attributes: Attributes) -> bool:
    if element == "link" and name == "href":
        words = attributes.get("rel", "").lower().split()
        return not _NOT_FETCHED.issuperset(words)  # without words it links to nothing
    return (element, name) in _FETCHED or name == "ping" or (element in _DRAWN and "href" in name)


def _addresses_in(style: str) -> Iterator[str]:
    return (match[1] for match in _CSS_ADDRESS.finditer(style))


def _is_foreign(address: str) -> bool:
    """Whether it is on another host. A browser reads `\\` as `/`, and an address with a scheme as one with a host."""
    parts = urlsplit(address.replace("\\", "/"))
    return bool(parts.netloc) or parts.scheme not in ("", "data")


def _within(document: Document, fetched: Iterable[str]) -> Iterator[tuple[str, SplitResult]]:
    """Every address on the page that leads to a file of the site, whole and in its parts."""
    followed = (
        value
        for element, attributes in document.elements
        for name, value in attributes.items()
        if (element, name) in _FOLLOWED
        or (name == "href" and element == "link" and attributes.get("type") == "application/atom+xml")
    )
    for address in dict.fromkeys([*followed, *fetched]):
        parts = urlsplit(address)
        if not parts.scheme and not _is_foreign(address):
            yield address, parts


def _file(here: str, path: str, base: str) -> str:
    """The file below the site that a link on page `here` means; "", which is none, if it leads out of the site's folder."""
    if not path:
        return here
    if not path.startswith("/"):
        if here.endswith("404.html"):
            return ""  # it is shown at any address, and so leads from there to another one each time
        path = f"{base}{here.rpartition('/')[0]}/{path}"
    is_folder = path.rpartition("/")[2] in ("", ".", "..")
    whole = normpath(f"/{path.lstrip('/')}/index.html" if is_folder else f"/{path.lstrip('/')}")
    return whole.removeprefix(base) if whole.startswith(base) else ""


def _statements(page: Page, document: Document) -> Iterator[Problem]:
    for statement in page.statements:
        count = document.ids[statement.id]
        if count != 1:
            message = f"`{statement.id}` is an anchor {count} times on the built page, not once."
            fix = "Put `{: #id }` directly below the paragraph, or indented below the list item."
            yield Problem(page.path, statement.line, "anchor-not-built", message, fix)


def _addresses(site: Site, ids: Anchors) -> Iterator[Problem]:
    """What has been published is there, in every language; the short addresses are the same in all."""
    for address in (one for one in site.ledger.lines if one not in site.ledger.places):
        page, _, id = address.partition("#")
        for language in site.languages[:1] if page.startswith(SHORT) else site.languages:
            url = f"{language.prefix}{page}"
            own = ids.get(url + "index.html")
            is_there = _stands(ids, url, id)
            # The page that stands for an untranslated one has its statements, not what stood there before them.
            known = own is not None and id in site.addresses.statements
            if not is_there and (known or not _is_untranslated(site, page, language)):
                yield _not_built(site, address, f"/{language.prefix}{address}")


def _not_built(site: Site, address: str, where: str) -> Problem:
    message = f"{where} has been published, and the built site does not have it."
    fix = "Tell a developer; it is kept as it was."
    return Problem(LEDGER, site.ledger.lines[address], "address-not-built", message, fix)


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
    for path in (one for one in below(folder) if one.endswith(".css")):
        for match in _CSS_HOST.finditer((folder / path).read_bytes()):
            message = f"The style sheet fetches from {match[1].decode()!r}."
            yield Problem(path, 1, "foreign-request", message, _HERE)
