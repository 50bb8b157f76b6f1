"""Derived pages: what follows from the Site alone and has no file of its own. Which there are, and where."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from waymarks.paths import FOLDER, PRINT_FOLDER, ReadingPath
from waymarks.schema import Kind
from waymarks.settings import Language
from waymarks.site import Organisation, Site
from waymarks.source import Page, Statement


@dataclass(frozen=True)
class Derived:
    """A page at `address`, below its language. `page` is the one that it belongs to, `about` what it shows."""

    template: str
    address: str
    page: Page
    about: Statement | Organisation | ReadingPath | Page

    @property
    def language(self) -> Language:
        return self.page.language

    @property
    def url(self) -> str:
        return self.language.prefix + self.address


def derived(site: Site) -> Iterator[Derived]:
    """Every derived page in every language."""
    for page in site.pages:
        if page.language.default:
            yield from _short_addresses(page)
        facts = site.facts(page)
        if facts and Kind.two_places in facts.kind:
            yield from _places(site, page)
    for language in site.languages:
        for page in site.untranslated(language):
            yield _stub(page, language)
    for path in site.paths:
        yield Derived("path.html", path.address, path.page, path)
        yield Derived("path-print.html", path.address + PRINT_FOLDER, path.page, path)


def _stub(page: Page, language: Language) -> Derived:
    """What stands in `language` at the address of a page that is not translated: that it is not, and where to read it."""
    return Derived("untranslated.html", page.address, replace(page, language=language, statements=()), page)


def _short_addresses(page: Page) -> Iterator[Derived]:
    """The statement's id alone leads to it, for as long as the site stands. The address is the same in every language."""
    for statement in page.statements:
        yield Derived("short.html", f"s/{statement.id}/", page, statement)


def _places(site: Site, page: Page) -> Iterator[Derived]:
    """All that one organisation says, to be laid beside what another says."""
    for organisation in site.speaking(page.language):
        yield Derived("place.html", f"{page.address}{organisation.id}/", page, organisation)


def is_taken(address: str) -> bool:
    """Whether derived pages may want this address below a language, so that no file can have it."""
    return address.startswith("s/") or f"/{FOLDER}" in f"/{address}"
