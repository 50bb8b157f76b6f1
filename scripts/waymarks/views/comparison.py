"""Truthful comparisons: a table of who says what, every cell nothing but statements."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from waymarks.grouping import grouped
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Organisation
from waymarks.site import Quote, Site
from waymarks.source import Page
from waymarks.text.collation import alphabetical_key
from waymarks.views.passages import Part, passages


@dataclass(frozen=True)
class Cell:
    """What one place says of a row: `says` it, or says something `near` it. Both empty: the source says nothing."""

    place: str
    says: tuple[Quote, ...]
    near: tuple[Quote, ...]


@dataclass(frozen=True)
class Line:
    """A row with its cells, one for each place. `url` is a page about it, below the site, or None."""

    title: str
    url: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class OnPage:
    """What one page says, and where it is: `url` is below the site."""

    title: str
    url: str
    part: Part


@dataclass(frozen=True)
class Said:
    """What a place says of one kind, page by page."""

    kind: Kind
    pages: tuple[OnPage, ...]


def by_kind(site: Site, place: Organisation, language: Language) -> tuple[Said, ...]:
    """All statements of `place`, in the order in which the schema has the kinds, so that two places can be compared."""
    said = ((site.facts(page), one) for page in site.said_by(place, language) for one in page.statements)
    ids = grouped((facts.kind_of(one.section), one.id) for facts, one in said if facts)
    quotes = {kind: site.quotes(ids[kind], language) for kind in Kind if kind in ids}
    return tuple(Said(kind, tuple(_by_page(found))) for kind, found in quotes.items())


def _by_page(quotes: Iterable[Quote]) -> Iterator[OnPage]:
    for url, together in groupby(quotes, key=lambda quote: quote.page_url):
        group = tuple(together)
        yield OnPage(group[0].title, url, Part((), group[0].provenance, tuple(passages(group))))


def theme(site: Site, page: Page) -> tuple[Line, ...]:
    """The comparison that the page's front matter asks for, in the page's language."""
    facts = site.facts(page)
    titles = {row.id: row.title for row in page.front.rows} if page.front else {}
    rows = facts.rows if facts else ()
    columns = _places(site, page.language)
    return tuple(
        Line(titles.get(row.id, row.title), None, _cells(site, page.language, columns, row.says, row.near))
        for row in rows
    )


def values(site: Site, language: Language) -> tuple[Line, ...]:
    """Each named value, in alphabetical order: who holds it, and where the word also appears."""
    order = alphabetical_key(language.code)
    pages = sorted(site.in_language(language), key=lambda page: order(page.title))
    columns = _places(site, language)
    return tuple(
        Line(page.title, page.url, _cells(site, language, columns, facts.holds, facts.mentions))
        for page in pages
        if (facts := site.facts(page)) and facts.holds
    )


def _cells(
    site: Site, language: Language, columns: dict[str, str], says: Iterable[str], near: Iterable[str]
) -> tuple[Cell, ...]:
    said, nearly = (_by_place(site, language, ids) for ids in (says, near))
    return tuple(Cell(name, said.get(place, ()), nearly.get(place, ())) for place, name in columns.items())


def _places(site: Site, language: Language) -> dict[str, str]:
    """The columns, name by id: each municipality with statements, by the name of whoever made them when that is one part of it alone."""
    makers = grouped((site.municipality(owner).id, owner) for owner in site.speaking(language))
    return {
        id: (owners[0] if len(owners) == 1 else site.organisations[id]).name_in(language)
        for id, owners in makers.items()
    }


def _by_place(site: Site, language: Language, ids: Iterable[str]) -> dict[str, tuple[Quote, ...]]:
    return grouped((site.municipality(quote.owner).id, quote) for quote in site.quotes(ids, language))
