"""The front page: the ways in, and what the site holds, all of it derived."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from waymarks.reading.schema import Kind, OrganisationType
from waymarks.relations.navigation import Branch
from waymarks.relations.organisations import Organisation
from waymarks.site import Site
from waymarks.source import Page


@dataclass(frozen=True)
class Municipality:
    """A municipality's entry. `holds` are the titles of the pages right below its own."""

    name: str
    url: str
    tone: str
    holds: tuple[str, ...]


@dataclass(frozen=True)
class Home:
    """What the front page shows beside its text. `more` are the other pages at the top of the menu.

    `places` counts the organisations whose statements the site holds, `statements` those in force of one language.
    """

    audiences: tuple[Page, ...]
    municipalities: tuple[Municipality, ...]
    more: tuple[Page, ...]
    places: int
    statements: int
    languages: int


def home(site: Site, page: Page) -> Home | None:
    """The front page in the language of `page`; None for a page of another kind."""
    if not site.is_of_kind(page, Kind.home):
        return None
    tree = site.menus[page.language.code].branches
    audiences = tuple(one for one in site.in_menu_order(page.language) if site.is_of_kind(one, Kind.audience))
    own = {one.address: one for one in site.organisations.values() if one.type == OrganisationType.municipality}
    municipalities = tuple(_municipalities(site, tree, own))
    shown = {page.url, *(one.url for one in audiences), *(one.url for one in municipalities)}
    return Home(
        audiences,
        municipalities,
        more=tuple(branch.page for branch in tree if branch.page.url not in shown),
        places=len(site.speaking(page.language)),
        statements=sum(len(one.statements) for one in site.to_be_found(page.language)),
        languages=len(site.languages),
    )


def _municipalities(
    site: Site, branches: Iterable[Branch], own: Mapping[str | None, Organisation]
) -> Iterator[Municipality]:
    """Those that have a page, from the top of the menu to the bottom. `own` are all, by address."""
    for branch in branches:
        if one := own.get(branch.page.address):
            holds = tuple(below.page.title for below in branch.children)
            yield Municipality(one.name_in(branch.page.language), branch.page.url, site.tone_of(one), holds)
        yield from _municipalities(site, branch.children, own)
