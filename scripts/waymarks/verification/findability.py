"""Findability: what the built site tells search engines — each page's own address, its twins, and the site map."""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from waymarks.problems import Problem
from waymarks.reading.settings import Language
from waymarks.verification.built import Document, Expected

_SITEMAP = "overrides/sitemap.xml"
_NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
_TEMPLATE = "Correct the template, overrides/partials/meta.html."

# By language code, and "x-default" for readers of any other language (developers.google.com, "Localized versions"):
# where the same text stands.
Twins = dict[str, str]


class Findable:
    """The pages that are to be found, and their twins, by their addresses below the site. `site_url` ends with a slash;
    the built addresses begin with it."""

    def __init__(self, expected: Iterable[Expected], languages: tuple[Language, ...], site_url: str) -> None:
        self.languages, self.site_url = languages, site_url
        self.urls = {one.url: one.language for one in expected if one.to_be_found}

    def twins(self, url: str) -> Twins:
        """Itself and the others; none where it stands alone."""
        address = url.removeprefix(self.urls[url].prefix)
        there = {one.code: one.prefix + address for one in self.languages if one.prefix + address in self.urls}
        twins = {code: self.site_url + other for code, other in there.items()}
        default = self.languages[0].code
        with_default = {**twins, "x-default": twins[default]} if default in twins else twins
        return with_default if len(twins) > 1 else {}

    def check(self, document: Document) -> Iterator[Problem]:
        """What a page tells search engines, and should not."""
        yield from _noindex(document)
        if document.to_be_found:
            yield from _canonical(document, self.site_url + document.url)
            yield from _alternates(document, self.twins(document.url))


def _noindex(document: Document) -> Iterator[Problem]:
    hidden = any("noindex" in one for one in document.meta("robots"))
    if hidden == document.to_be_found:
        told = "asks search engines to leave it out" if hidden else "does not ask search engines to leave it out"
        meant = "is to be found" if hidden else "is not to be found by itself"
        yield document.problem("wrong-noindex", f"{told}, and it {meant}.", _TEMPLATE)


def _canonical(document: Document, address: str) -> Iterator[Problem]:
    given = [one.get("href", "") for one in document.each("link") if one.get("rel") == "canonical"]
    if given != [address]:
        message = f"says that its own address is {' and '.join(map(repr, given)) or 'nothing'}; it is {address!r}."
        yield document.problem("wrong-canonical", message, _TEMPLATE)


def _alternates(document: Document, twins: Twins) -> Iterator[Problem]:
    links = (one for one in document.each("link") if one.get("rel") == "alternate" and "hreflang" in one)
    for fault in _differences([(one["hreflang"], one.get("href", "")) for one in links], twins):
        yield document.problem("wrong-alternates", f"{fault}.", _TEMPLATE)


def _differences(given: list[tuple[str, str]], twins: Twins) -> Iterator[str]:
    """What is wrong with these pairs of hreflang and address, which should be `twins`."""
    for code, count in Counter(code for code, _ in given).items():
        if count > 1:
            yield f"names its twin for hreflang {code!r} {count} times"
    named = dict(given)
    for code in sorted(named.keys() | twins.keys()):
        if named.get(code) != twins.get(code):
            yield f"names {named.get(code)!r} as its twin for hreflang {code!r}; it is {twins.get(code)!r}"


def check_sitemap(file: Path, found: Findable) -> Iterator[Problem]:
    """Whether the site map names just the pages that are found."""
    try:
        tree = etree.parse(file)
    except OSError:
        yield _of_sitemap("was not built.")
        return
    except etree.XMLSyntaxError as error:
        yield _of_sitemap(f"is no XML; line {error.lineno} is wrong.")
        return
    entries: Any = tree.xpath("//s:url", namespaces=_NAMES)
    addresses = [entry.findtext("s:loc", namespaces=_NAMES) for entry in entries]
    there = {found.site_url + url: url for url in found.urls}
    for address, count in Counter(addresses).items():
        if count > 1:
            yield _of_sitemap(f"names {address!r} {count} times.")
        if address not in there:
            yield _of_sitemap(f"names {address!r}, which is not a page to be found.")
    yield from (_of_sitemap(f"does not name {address!r}.") for address in sorted(there.keys() - set(addresses)))
    for entry, address in zip(entries, addresses, strict=True):
        links = entry.findall("x:link", namespaces=_NAMES)
        given = [(link.get("hreflang"), link.get("href")) for link in links]
        for fault in _differences(given, found.twins(there[address])) if address in there else ():
            yield _of_sitemap(f"has {address!r}, which {fault}.")


def _of_sitemap(message: str) -> Problem:
    return Problem(_SITEMAP, 1, "wrong-sitemap", f"sitemap.xml {message}", "Correct the template.")
