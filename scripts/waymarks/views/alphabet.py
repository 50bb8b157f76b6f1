"""The index from A to Å: every page, the values among them, and every word that the glossary explains."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import TypeVar

from waymarks.folders import LETTER
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.site import Site
from waymarks.source import Page
from waymarks.text.collation import alphabetical_key, initial
from waymarks.text.slugs import slug

One = TypeVar("One")

_ANCHOR = "letter-"


@dataclass(frozen=True)
class Line:
    """`owners` are the names of those whose text a page is, none for the site's own; `url` is below the site. A title may
    stand twice: as a named value's page, and as a word of the glossary."""

    title: str
    url: str
    owners: tuple[str, ...] = ()
    is_value: bool = False
    is_term: bool = False


@dataclass(frozen=True)
class Letter:
    """`anchor` is the id by which its part of the index is found."""

    name: str
    anchor: str
    lines: tuple[Line, ...]

    @property
    def address(self) -> str:
        """Where it stands apart: below the page of the search."""
        return f"{LETTER}{self.anchor.removeprefix(_ANCHOR)}/"


def index(site: Site, language: Language) -> tuple[Letter, ...]:
    """All that can be looked up in `language`, in its alphabetical order. Each letter's page asks, so it is worked out once."""
    return site.once(f"{__name__} {language.code}", lambda: _letters(site, language))


def stands_apart(site: Site) -> bool:
    """Whether each letter has a page of its own: where no menu can show all places, no page that searches are made on shows all
    pages."""
    return site.crowded


def _letters(site: Site, language: Language) -> tuple[Letter, ...]:
    pages = [
        _line(site, page) for page in site.to_be_found(language) if page.url != site.search_urls.get(language.code)
    ]
    glossary = site.glossary_urls.get(language.code)
    words = [
        Line(one.wordings[language.code].plain, f"{glossary}#{one.id}", is_term=True) for one in site.terms_in(language)
    ]
    found = by_letter([*pages, *(words if glossary else ())], lambda line: line.title, language)
    return tuple(Letter(name, anchor, lines) for anchor, name, lines in found)


def _line(site: Site, page: Page) -> Line:
    return Line(page.title, page.url, site.owner_names(page), site.is_of_kind(page, Kind.named_value))


def by_letter(
    found: Iterable[One], word: Callable[[One], str], language: Language
) -> tuple[tuple[str, str, tuple[One, ...]], ...]:
    """In alphabetical order by `word`: the anchor of each letter, the letter, and what begins with it."""
    order = alphabetical_key(language.code)
    grouped = groupby(
        sorted(found, key=lambda one: order(word(one))), key=lambda one: initial(word(one), language.code)
    )
    return tuple((f"{_ANCHOR}{_anchor(letter)}", letter, tuple(group)) for letter, group in grouped)


def _anchor(letter: str) -> str:
    """In ASCII: a letter of another script by its number."""
    return slug(letter) or "-".join(f"{ord(sign):x}" for sign in letter)
