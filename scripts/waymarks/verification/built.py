"""The built pages: what a browser would be given, with the source that each comes from."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from waymarks.derived import derived
from waymarks.problems import Problem
from waymarks.reading.settings import Language
from waymarks.site import Site

Attributes = Mapping[str, str]


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
class Document(Expected):
    """It, built. `elements` has the name and the attributes of each that has any, from top to bottom: to ask XPath for one
    attribute after the other takes three times as long. The tree takes a hundred times as much memory as the file: only a few are kept at once."""

    tree: etree._Element
    elements: Sequence[tuple[str, Attributes]]
    ids: Counter[str]

    def each(self, name: str) -> Iterator[Attributes]:
        """The attributes of each element of that name."""
        return (attributes for one, attributes in self.elements if one == name)

    def meta(self, name: str) -> list[str]:
        """What the page says of itself as `name`."""
        return [one.get("content", "") for one in self.each("meta") if one.get("name") == name]

    def texts(self, name: str) -> Iterator[str]:
        """What stands in each element of that name."""
        return ("".join(map(str, one.itertext())) for one in self.tree.iter(name))


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
    tree = etree.fromstring((folder / one.file).read_bytes(), etree.HTMLParser())
    elements = [(str(element.tag), dict(element.items())) for element in tree.iter("*") if element.attrib]
    ids = Counter(of["id"] for _, of in elements if "id" in of)
    return Document(**vars(one), tree=tree, elements=elements, ids=ids)
