"""Status: the editors' own page, which shows what needs looking after, as the reports have it.

It holds days, and never how long there is to one: a site that nobody changes is the same site tomorrow.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import groupby

from babel import Locale
from babel.numbers import format_decimal

from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.relations.twins import Pair
from waymarks.reports.readability import readable
from waymarks.reports.reviews import reviews
from waymarks.reports.sources import Count, presented
from waymarks.reports.translations import awaiting
from waymarks.site import Site, written_date
from waymarks.source import Page


@dataclass(frozen=True)
class Statement:
    """A translated statement: its id, and the page that it stands on, as titled in the status page's language. `url` is
    below the site, and leads to text in `language`."""

    id: str
    title: str
    url: str
    language: Language


@dataclass(frozen=True)
class Untranslated:
    """A page that is not there in `language`, which is a name in words."""

    page: Page
    language: str


@dataclass(frozen=True)
class Review:
    """A page with the days, in words, on which it was last gone through and is to be again; None where nothing says."""

    page: Page
    reviewed: str | None
    due: str | None


@dataclass(frozen=True)
class Document:
    """What the site presents of a document: so many different statements in all, and so many in each language."""

    title: str
    owner: str | None
    total: int
    counts: tuple[Count, ...]


@dataclass(frozen=True)
class Readable:
    """`lix` is written as the language writes numbers, or None where there is too little text; `longest` is in words."""

    page: Page
    lix: str | None
    longest: int


@dataclass(frozen=True)
class Status:
    """All that the page shows, in its own language. `languages` are the site's with their names, in the order of a
    document's counts; `reviews` are by whose the pages are: their names, or none."""

    languages: tuple[tuple[Language, str], ...]
    changed: tuple[Statement, ...]
    new: tuple[Statement, ...]
    untranslated: tuple[Untranslated, ...]
    reviews: tuple[tuple[tuple[str, ...], tuple[Review, ...]], ...]
    documents: tuple[Document, ...]
    readable: tuple[Readable, ...]


def status(site: Site, page: Page, months: Mapping[str, int]) -> Status | None:
    """What `page` shows, or None if it is another page. `months` is as in Settings.review."""
    if not site.is_of_kind(page, Kind.status):
        return None
    changed, new = awaiting(site)
    return Status(
        languages=tuple((one, _named(one, page.language)) for one in site.languages),
        changed=tuple(_statement(site, pair, page.language) for pair in changed),
        new=tuple(_statement(site, pair, page.language) for pair in new),
        untranslated=tuple(
            Untranslated(one, _named(language, page.language))
            for language in site.languages
            for one in site.untranslated(language)
        ),
        reviews=tuple(_reviews(site, page.language, months)),
        documents=tuple(_documents(site, page.language)),
        readable=tuple(_readable(site, page.language)),
    )


def _named(language: Language, within: Language) -> str:
    """What the language is called in another: "engelsk" in Danish."""
    return Locale.parse(language.code).get_display_name(within.code) or language.name


def _statement(site: Site, pair: Pair, language: Language) -> Statement:
    title = site.title_in(pair.page, language)
    return Statement(pair.twin.id, title, f"{pair.twin_page.url}#{pair.twin.id}", pair.twin_page.language)


def _reviews(
    site: Site, language: Language, months: Mapping[str, int]
) -> list[tuple[tuple[str, ...], tuple[Review, ...]]]:
    found = []
    for _, group in groupby(reviews(site, months), key=lambda one: one.owners):
        of_one = list(group)
        days = [[written_date(day, language.code, "medium") for day in (one.reviewed, one.due)] for one in of_one]
        rows = (Review(site.read_in(one.page, language), *both) for one, both in zip(of_one, days, strict=True))
        found.append((site.owner_names(of_one[0].page, language), tuple(rows)))
    return found


def _documents(site: Site, language: Language) -> list[Document]:
    found = []
    for one in presented(site):
        owner = site.organisations.get(one.source.organisation or "")
        found.append(
            Document(one.source.title_in(language), owner.name_in(language) if owner else None, one.total, one.counts)
        )
    return found


def _readable(site: Site, language: Language) -> list[Readable]:
    def lix(page: Page) -> str | None:
        figure = page.figures.lix
        return None if figure is None else format_decimal(round(figure, 1), "0.0", locale=language.code)

    return [Readable(page, lix(page), page.figures.longest) for page in readable(site, language)]
