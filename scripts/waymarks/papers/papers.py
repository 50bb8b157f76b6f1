"""Papers: what is there to print of each place, out of the same statements as the pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from waymarks.folders import PAPERS
from waymarks.ledgers.ledger import SHORT
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Organisation
from waymarks.site import Quote, Site
from waymarks.source import Page
from waymarks.views.comparison import by_kind
from waymarks.views.passages import Passage


class Form(StrEnum):
    """`booklet`: all statements of a place. `poster`: its values. `card`: what colleagues expect of each other there."""

    booklet = "haefte"
    poster = "plakat"
    card = "kort"


@dataclass(frozen=True)
class Paper:
    """One file to print. In several `languages`, each statement stands beside its twin. `size` is as CSS has it."""

    form: Form
    place: Organisation
    languages: tuple[Language, ...]
    size: str

    @property
    def url(self) -> str:
        """Its address below the site; the names are Danish, as all addresses are."""
        codes = "-".join(one.code for one in self.languages)
        size = f"-{self.size.lower()}" if self.form == Form.poster else ""
        return f"{PAPERS}{self.place.id}/{self.form}{size}-{codes}.pdf"


@dataclass(frozen=True)
class Row:
    """A statement, once for each language of the paper. `leads` open the list that it begins, else they are empty.
    `short` is its address below the site."""

    short: str
    leads: tuple[str, ...]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True)
class Section:
    """What stands on one page: `heads` has the page's title and source, once for each language of the paper."""

    heads: tuple[Quote, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Chapter:
    """All sections of one kind."""

    kind: Kind
    sections: tuple[Section, ...]


def papers(site: Site) -> Iterator[Paper]:
    """All that can be printed."""
    for place in site.speaking(site.languages[0]):
        yield from _of_place(site, place)


def _of_place(site: Site, place: Organisation) -> Iterator[Paper]:
    languages = site.languages
    each = [(one,) for one in languages]
    yield from (Paper(Form.booklet, place, of, "A5") for of in ([*each, languages] if len(languages) > 1 else each))
    if named_values(site, place, languages[0]):
        yield from (Paper(Form.poster, place, of, size) for size in ("A3", "A4") for of in each)
    if _expectations(site, place, languages[:1]):
        yield from (Paper(Form.card, place, of, "A5") for of in each)


def of_page(site: Site, page: Page) -> list[Paper]:
    """Those that the page leads to: of the place whose page it is, and of the parts of it that have none of their own."""
    facts = site.facts(page)
    if not facts or not page.is_index or not facts.organisation:
        return []
    own = {facts.organisation.id, *(unit.id for unit in facts.units)}
    places = (place for place in site.speaking(site.languages[0]) if place.id in own)
    return [paper for place in places for paper in _of_place(site, place)]


def chapters(site: Site, paper: Paper) -> list[Chapter]:
    """What the paper says, in the order of its first language: a card only what colleagues expect of each other."""
    found = _chapters if paper.form == Form.booklet else _expectations
    return found(site, paper.place, paper.languages)


def _expectations(site: Site, place: Organisation, languages: tuple[Language, ...]) -> list[Chapter]:
    return [one for one in _chapters(site, place, languages) if one.kind == Kind.collegial_expectations]


def _chapters(site: Site, place: Organisation, languages: tuple[Language, ...]) -> list[Chapter]:
    return [
        Chapter(
            said.kind,
            tuple(_section(site, page.part.passages, languages) for page in said.pages),
        )
        for said in by_kind(site, place, languages[0])
    ]


def _section(site: Site, passages: Iterable[Passage], languages: tuple[Language, ...]) -> Section:
    """The `passages` are those of the first language."""
    rows: list[Row] = []
    for passage in passages:
        ids = [line.quote.id for line in passage.lines]
        for n, row in enumerate(zip(*(site.quotes(ids, language) for language in languages), strict=True)):
            leads = tuple(one.lead for one in row) if passage.lead and not n else ()
            rows.append(Row(f"{SHORT}{row[0].id}/", leads, row))
    return Section(rows[0].quotes, tuple(rows))


@dataclass(frozen=True)
class NamedValue:
    """A value by its name, and the words that stand below it."""

    quote: Quote
    says: tuple[str, ...]


def named_values(site: Site, place: Organisation, language: Language) -> list[NamedValue]:
    """The values that have a name, in the order in which the place has them. What a heading names is explained below it."""
    held = {id for page in site.of_kind(Kind.named_value) if (facts := site.facts(page)) for id in facts.holds}
    found: list[NamedValue] = []
    chapters = _chapters(site, place, (language,))
    for row in (row for chapter in chapters for section in chapter.sections for row in section.rows):
        (quote,) = row.quotes
        if quote.id in held and (quote.is_heading or quote.lead):
            found.append(NamedValue(quote, quote.below))
        elif found and found[-1].quote.is_heading and quote.page_url == found[-1].quote.page_url:
            found[-1] = replace(found[-1], says=(*found[-1].says, *row.leads, quote.text, *quote.below))
    return found
