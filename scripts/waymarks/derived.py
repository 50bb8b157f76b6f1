"""Derived pages: what follows from the Site alone and has no file of its own. Which there are, and where."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, replace

from waymarks.data.datasets import places
from waymarks.folders import PLACES
from waymarks.ledgers.ledger import SHORT
from waymarks.news.feeds import feeds
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Organisation
from waymarks.relations.paths import PRINT_FOLDER, ReadingPath
from waymarks.site import Site
from waymarks.source import Page, Statement
from waymarks.views.alphabet import Letter, index, stands_apart


@dataclass(frozen=True)
class Moved:
    """An address that leads to `to`, below the language. `ids` are the statements that have been published there."""

    to: str
    ids: tuple[str, ...]


@dataclass(frozen=True)
class Withdrawn:
    """A statement that is withdrawn."""

    id: str


@dataclass(frozen=True)
class Derived:
    """A page at `address`, below its language. `page` is the one that it belongs to, `about` what it shows."""

    template: str
    address: str
    page: Page
    about: Statement | Organisation | ReadingPath | Page | Letter | Moved | Withdrawn

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def url(self) -> str:
        return self.language.prefix + self.address

    @property
    def is_page(self) -> bool:
        """Whether it is read like any other page; the others only lead on."""
        return isinstance(self.about, Organisation | ReadingPath | Page | Letter)

    @property
    def to_be_found(self) -> bool:
        """Whether the site map leads there."""
        return isinstance(self.about, Organisation | ReadingPath)


def derived(site: Site) -> tuple[Derived, ...]:
    """Every derived page in every language. Nearly every step asks for them, so they are worked out once."""
    return site.once(__name__, lambda: tuple(_derived(site)))


def _derived(site: Site) -> Iterator[Derived]:
    standing = list(_standing(site))
    yield from standing
    yield from _old_ids(site)
    yield from _moved(site, {*(page.url for page in site.pages), *(one.url for one in standing)})


def published(site: Site) -> Iterator[str]:
    """Every address that the site promises to keep, below its language: pages, derived pages and statements, and of
    places the feeds and the data."""
    default = site.languages[0]
    for page in site.in_language(default):
        yield page.address
        yield from (f"{page.address}#{statement.id}" for statement in page.statements)
    yield from (one.address for one in derived(site) if one.language == default)
    yield from (one.url for one in feeds(site, default) if one.place)
    yield from (f"{PLACES}{id}/" for id in places(site))


def _standing(site: Site) -> Iterator[Derived]:
    for page in site.pages:
        if page.language.default:
            # A statement's id alone leads to it, for as long as the site stands, at the same address in every language.
            yield from (Derived("short.html", f"{SHORT}{one.id}/", page, one) for one in page.statements)
        if site.is_of_kind(page, Kind.two_places):
            yield from _places(site, page)
    for language in site.languages:
        for page in site.untranslated(language):
            yield _stub(page, language)
    for path in site.paths:
        yield Derived("path.html", path.address, path.page, path)
        yield Derived("path-print.html", path.address + PRINT_FOLDER, path.page, path)
    if stands_apart(site):
        yield from _letters(site)


def _stub(page: Page, language: Language) -> Derived:
    """What stands in `language` at the address of a page that is not translated: that it is not, and where to read it."""
    return Derived("untranslated.html", page.address, replace(page, language=language, statements=()), page)


def _places(site: Site, page: Page) -> Iterator[Derived]:
    """All that one organisation says, to be laid beside what another says."""
    for organisation in site.speaking(page.language):
        yield Derived("place.html", f"{page.address}{organisation.id}/", page, organisation)


def _letters(site: Site) -> Iterator[Derived]:
    """The index from A to Å, a page a letter."""
    for page in site.of_kind(Kind.search):
        for letter in index(site, page.language):
            yield Derived("letter.html", page.address + letter.address, page, letter)


def _old_ids(site: Site) -> Iterator[Derived]:
    """The short addresses of statements that have been renamed, each straight to what took over, or withdrawn."""
    statements = {one.id: one for page in site.in_language(site.languages[0]) for one in page.statements}
    ours = site.addresses
    for old in dict.fromkeys((*ours.renamed, *ours.withdrawn)):
        id = ours.now(old)
        page = ours.page_of(id) if id else None
        if id and page and old not in statements:
            about = statements.get(id) or Withdrawn(id)
            template = "gone.html" if isinstance(about, Withdrawn) else "short.html"
            yield Derived(template, f"{SHORT}{old}/", page, about)


def _moved(site: Site, taken: Container[str]) -> Iterator[Derived]:
    """The old addresses of pages, and of derived pages, which go where their page went."""
    ours = site.addresses
    for page, old, to in (*_declared(site), *_followed(site)):
        for twin in site.twins(page):
            prefix = twin.language.prefix
            if prefix + old not in taken:
                stands = prefix + to in taken
                about = Moved(to if stands else page.address, ours.ledger.ids.get(old, ()))
                yield Derived("moved.html", old, twin, about)


def _declared(site: Site) -> Iterator[tuple[Page, str, str]]:
    for old, page in site.addresses.moved.items():
        yield page, old, page.address


def _followed(site: Site) -> Iterator[tuple[Page, str, str]]:
    ours = site.addresses
    for old in ours.ledger.pages:
        gone = not (old.startswith(SHORT) or ours.page_at(old))
        if gone and (found := ours.derived_from(old)):
            page, below = found
            yield page, old, page.address + below
