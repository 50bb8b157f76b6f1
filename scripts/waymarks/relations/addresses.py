"""Addresses: what each one that has been published leads to now, whatever has been moved, renamed or withdrawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeGuard

from waymarks.folders import DATA, EDITOR, FEEDS, LETTER, PAPERS
from waymarks.grouping import grouped
from waymarks.ledgers.ledger import SHORT, Ledger
from waymarks.reading.schema import Facts, Kind
from waymarks.relations.navigation import nearest_above
from waymarks.relations.paths import FOLDER
from waymarks.source import Page, with_facts


def is_taken(address: str) -> bool:
    """Whether derived pages may want this address below a language, so that no file can have it."""
    return address.startswith(SHORT) or any(f"/{folder}" in f"/{address}" for folder in (FOLDER, LETTER))


# Below a language, what a build writes there itself, or a server keeps for itself.
_KEPT = (".well-known/", "assets/", DATA, FEEDS, PAPERS, f"{EDITOR}/")
_FILES = {"404.html", "_headers", "_redirects", "manifest.json", "robots.txt", "sitemap.xml"}


def is_kept(address: str) -> bool:
    """Whether a page with this address below a language would be in the way of the site's own files."""
    parts = address.split("/")
    return address.startswith(_KEPT) or parts[0] in _FILES or "index.html" in parts


@dataclass(frozen=True)
class Addresses:
    """Pages are those of the default language; their addresses are below the language: "hus/vaerdier/".

    `moved` has the page that took over by the old address, `renamed` the id that took over by the old one, as declared.
    `places` has by the id of each place the page that declares it, `heirs` by a former id that of the place that took over.
    """

    ledger: Ledger
    pages: dict[str, Page]
    statements: dict[str, Page]
    moved: dict[str, Page]
    renamed: dict[str, str]
    places: dict[str, Page]
    heirs: dict[str, str]

    def page_at(self, address: str) -> Page | None:
        """The page that stands there, or that took over."""
        return self.pages.get(address) or self.moved.get(address)

    def now(self, id: str) -> str | None:
        """The id of the statement, standing or withdrawn, that `id` leads to: itself, or the last that took over."""
        seen = []
        while id not in self.statements and id in self.renamed and id not in seen:
            seen.append(id)
            id = self.renamed[id]
        return id if id in self.statements or id in self.withdrawn else None

    def page_of(self, id: str) -> Page | None:
        """The page on which the statement `id` stands, or that says that it is withdrawn."""
        return self.statements.get(id) or self.withdrawn.get(id)

    def place_now(self, id: str) -> str | None:
        """The id of the place that `id` leads to: itself, or what took over."""
        return id if id in self.places else self.heirs.get(id)

    @cached_property
    def withdrawn(self) -> dict[str, Page]:
        """By the id of a statement that is withdrawn: the page that says so, its own if that is withdrawn as a whole."""
        found = {id: page for page in self.pages.values() for id in _withdrawn_on(page)}
        for id, homes in self.ledger.homes.items():
            pages = [page for page in map(self.page_at, homes) if is_withdrawn(page)]
            lost = id not in self.statements and id not in self.renamed
            if lost and pages and len(pages) == len(homes):
                found.setdefault(id, pages[0])
        return found

    @cached_property
    def old_ids(self) -> dict[str, tuple[str, ...]]:
        """By the id of a statement, standing or withdrawn: the ids that lead to it, which it took over."""
        return grouped((id, old) for old in self.renamed if (id := self.now(old)) and id != old)

    def old_keys(self, code: str, id: str) -> tuple[str, ...]:
        """What the ledgers of changes and of twins may call the statement in the language `code` by the ids that it took over."""
        return tuple(f"{code}/{old}" for old in self.old_ids.get(id, ()))

    def derived_from(self, address: str) -> tuple[Page, str] | None:
        """For the address of a derived page: the page that it belongs to now, and where below that it would stand."""
        above = nearest_above(address, self._known)
        page, below = self.page_at(above), address.removeprefix(above)
        if page and is_taken(address):
            return page, below
        if page and isinstance(page.front, Facts) and Kind.two_places in page.front.kind:
            return page, f"{self.place_now(below[:-1]) or below[:-1]}/"
        return None

    @cached_property
    def _known(self) -> frozenset[str]:
        return frozenset((*self.pages, *self.moved))

    def leads_on(self, address: str) -> bool:
        """Whether there is something at the address of a page other than a short one, or will be when the site is built."""
        return bool(self.page_at(address) or self.derived_from(address))


def addresses(pages: Iterable[Page], ledger: Ledger) -> Addresses:
    """Never fails: of what the content says twice, the first counts, and what stands counts before what took over."""
    ours = [page for page in pages if page.language.default]
    facts = list(with_facts(ours))
    standing = {page.address: page for page in ours}
    moved: dict[str, Page] = {}
    renamed: dict[str, str] = {}
    places: dict[str, Page] = {}
    heirs: dict[str, str] = {}
    for page, front in facts:
        for old in front.replaces:
            moved.setdefault(old[1:], page)
        for old, new in front.replaces_statements.items():
            renamed.setdefault(old, new)
        for place in front.places:
            places.setdefault(place.id, page)
            for old in place.formerly:
                heirs.setdefault(old, place.id)
    statements = {one.id: page for page in ours for one in page.statements}
    return Addresses(ledger, standing, statements, moved, renamed, places, heirs)


def _withdrawn_on(page: Page) -> tuple[str, ...]:
    return tuple(one.id for one in page.front.withdrawn_statements) if isinstance(page.front, Facts) else ()


def is_withdrawn(page: Page | None) -> TypeGuard[Page]:
    return page is not None and isinstance(page.front, Facts) and page.front.is_withdrawn
