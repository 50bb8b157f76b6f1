"""What an audience is shown: groups of statements, each under the place whose text it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from waymarks.grouping import grouped
from waymarks.reading import schema
from waymarks.relations.organisations import Organisation
from waymarks.relations.paths import ReadingPath
from waymarks.site import Provenance, Quote, Site
from waymarks.source import Page
from waymarks.views.passages import Part, by_document, passages


@dataclass(frozen=True)
class Group:
    """Statements on one subject, `count` in all. `tone` is of whoever's they are; `see` are pages to go on to."""

    title: str
    tone: str
    text: str | None
    open: bool
    count: int
    parts: tuple[Part, ...]
    see: tuple[Page, ...]


@dataclass(frozen=True)
class Place:
    """A place with its groups. `near` names what tells it from others: what it belongs to, and whose texts it shows.

    `by` and `source` are those that all its parts share. `path` is its reading path, on pages that lead to one.
    """

    id: str
    name: str
    url: str | None
    tone: str
    near: tuple[str, ...]
    by: tuple[str, ...]
    source: Provenance | None
    groups: tuple[Group, ...]
    path: ReadingPath | None


@dataclass(frozen=True)
class Audience:
    """The whole page: `first` stands above the `choice` between places."""

    choice: str | None
    first: tuple[Group, ...]
    places: tuple[Place, ...]


def audience(site: Site, page: Page) -> Audience | None:
    """What the page's front matter asks for, in the page's language. None if it asks for nothing."""
    facts = site.facts(page)
    if not facts or not facts.groups:
        return None
    alike = _alike(site, page, facts)
    asked = grouped((group.place, group) for group in facts.groups)
    first = asked.pop(None, ())
    return Audience(
        choice=page.front.choice if page.front else None,
        first=tuple(_group(site, page, one, alike, _Told()) for one in first),
        places=tuple(
            _place(site, page, site.organisations[id], groups, alike)
            for id, groups in asked.items()
            if id in site.organisations
        ),
    )


def _alike(site: Site, page: Page, facts: schema.Facts) -> set[str]:
    """The words that more than one statement of the page has: "Respekt" is a value of two places."""
    words = {quote.url: quote.text for group in facts.groups for quote in _quotes(site, page, group)}
    return {text for text, times in Counter(words.values()).items() if times > 1}


def _place(site: Site, page: Page, place: Organisation, asked: Sequence[schema.Group], alike: set[str]) -> Place:
    name = place.name_in(page.language)
    above = site.organisations.get(place.parent or "")
    sources = [quote.provenance for one in asked for quote in _quotes(site, page, one)]
    owners = dict.fromkeys(one.organisations for one in sources)
    documents = {(one.document, one.reproduced): one for one in sources}
    by = next(iter(owners)) if len(owners) == 1 else (name,)
    source = next(iter(documents.values())) if len(documents) == 1 else None
    facts = site.facts(page)
    near = [above.name_in(page.language) if above else name, *(one for names in owners for one in names)]
    return Place(
        place.id,
        name,
        None if place.address is None else page.language.prefix + place.address,
        site.tone_of(place),
        near=tuple(dict.fromkeys(one for one in near if one != name)),
        by=() if by == (name,) else by,
        source=source,
        groups=tuple(_group(site, page, one, alike, _Told(by, source is not None)) for one in asked),
        path=site.path_of(place, page.language) if facts and facts.reading_paths else None,
    )


@dataclass(frozen=True)
class _Told:
    """What stands above a group and is not told again: whose text it is, and whether the document is named."""

    by: tuple[str, ...] = ()
    source: bool = False


def _group(site: Site, page: Page, asked: schema.Group, alike: set[str], told: _Told) -> Group:
    own = next((one for one in page.front.groups if one.id == asked.id), asked) if page.front else asked
    quotes = _quotes(site, page, asked)
    parts = tuple(_part(together, alike, told) for together in by_document(quotes))
    see = (site.by_path.get(f"docs/{page.language.code}/{id}") for id in asked.see)
    tone = site.tone_of(quotes[0].owner if quotes else None)
    return Group(own.title, tone, own.text, asked.open, len(quotes), parts, tuple(one for one in see if one))


def _quotes(site: Site, page: Page, asked: schema.Group) -> tuple[Quote, ...]:
    return site.quotes(site.statements_of(asked.statements), page.language)


def _part(quotes: tuple[Quote, ...], alike: set[str], told: _Told) -> Part:
    source = quotes[0].provenance
    by = () if source.organisations == told.by else source.organisations
    return Part(by, None if told.source else source, tuple(passages(quotes, alike)))
