"""The built pages: what a browser would be given, with the source that each comes from."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree, html

from waymarks.derived import derived
from waymarks.problems import Problem
from waymarks.settings import Language
from waymarks.site import Site


@dataclass(frozen=True)
class Expected:
    """A file that must be there. `url` is below the site; `source` is the file that a problem is told of.

    `to_be_found`: searches and the site map lead to it.
    """

    url: str
    file: str
    source: str
    language: Language
    to_be_found: bool

    def problem(self, rule: str, message: str, fix: str) -> Problem:
        return Problem(self.source, 1, rule, f"{self.file} {message}", fix)


@dataclass(frozen=True)
class Document:
    """A built page. Its tree takes a hundred times as much memory as its file: only a few are kept at once."""

    expected: Expected
    tree: html.HtmlElement
    ids: Counter[str]

    @property
    def file(self) -> str:
        return self.expected.file

    @property
    def language(self) -> Language:
        return self.expected.language

    def find(self, path: str) -> list[str]:
        """The attribute values that an XPath names."""
        values: Any = _xpath(path)(self.tree)
        return [str(value) for value in values]

    def problem(self, rule: str, message: str, fix: str) -> Problem:
        return self.expected.problem(rule, message, fix)


@cache  # an expression takes longer to read than to answer
def _xpath(path: str) -> etree.XPath:
    return etree.XPath(path)


def expected(site: Site) -> Iterator[Expected]:
    """Every page that must be there, in every language."""
    for language in site.languages:
        for page in site.in_language(language):
            yield Expected(page.url, page.url + "index.html", page.path, language, site.is_to_be_found(page))
        url = language.prefix + "404.html"
        yield Expected(url, url, "overrides/404.html", language, False)
    for one in derived(site):
        yield Expected(one.url, one.url + "index.html", one.page.path, one.language, one.to_be_found)


def read(folder: Path, one: Expected) -> Document:
    """Raises OSError."""
    tree = html.fromstring((folder / one.file).read_bytes())
    ids: Any = tree.xpath("//@id")
    return Document(one, tree, Counter(ids))
