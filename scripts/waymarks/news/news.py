"""News: what has changed on the site, day by day, from the ledger of changes and the editors' notes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from waymarks.grouping import grouped
from waymarks.ledgers.changes import SOURCE, WITHDRAWN, Change
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Organisation
from waymarks.site import Site
from waymarks.source import Page
from waymarks.views.former import withdrawal

# A note is written on the day of a change, or on the days before it is committed.
_NOTED = timedelta(days=7)


class Event(StrEnum):
    """What happened. What an editor has to say of a change is told first."""

    reworded = "reworded"
    added = "added"
    withdrawn = "withdrawn"
    adopted = "adopted"
    noted = "noted"


@dataclass(frozen=True)
class Told:
    """A statement of which something is told, in the language of the news: its words, if these are still those that it got then, or
    why it is withdrawn. `url` is below the site."""

    id: str
    words: str
    url: str


@dataclass(frozen=True)
class News:
    """What happened to a page on a day. `key` names it for ever: what the page's first statement was called in the ledger, a
    document's id, or the address of a page without statements.

    `statements` are those it happened to; `document` is what was adopted, and when, as in schema.Period. `note` is the editors'.
    """

    day: date
    event: Event
    key: str
    page: Page
    owners: tuple[Organisation, ...]
    statements: tuple[Told, ...] = ()
    document: tuple[str, str] | None = None
    note: str | None = None

    @property
    def id(self) -> str:
        return f"{self.day}-{self.event}-{self.key}"

    @property
    def quoted(self) -> tuple[Told, ...]:
        """The statements whose words can be told, and of those with the same only the first: why a page is withdrawn is said once."""
        found: dict[str, Told] = {}
        for one in self.statements:
            found.setdefault(one.words, one)
        return tuple(one for one in found.values() if one.words)

    @property
    def url(self) -> str:
        """Where to read it, below the site."""
        return self.statements[0].url if self.statements else self.page.url


# A statement that something happened to, the page that it stands on or is withdrawn from, and all that happened to it, of which
# there is some.
Changed = tuple[Page, Told, tuple[Change, ...]]


def news(site: Site, language: Language) -> tuple[News, ...]:
    """All that is known to have happened, the newest first. What happened on a day that nothing tells is not news."""
    told = tuple(_changed(site, language))
    keys = _keys(told)
    found = [*_of_statements(site, told, keys), *_of_documents(site, language)]
    return tuple(
        sorted(_noted(site, language, found, keys), key=lambda one: (-one.day.toordinal(), one.key, one.event))
    )


def by_place(told: Iterable[News], site: Site) -> dict[str, tuple[News, ...]]:
    """By the id of each organisation: the news of it and of what is part of it."""
    return grouped(
        (id, one)
        for one in told
        for id in dict.fromkeys(above.id for owner in one.owners for above in site.upwards(owner))
    )


def happened(changes: tuple[Change, ...]) -> Iterator[tuple[Event, Change]]:
    """What the changes to one statement were, the first one first; without those of which no day is known."""
    for before, one in zip((None, *changes), changes, strict=False):
        if one.day:
            yield _event(before.state if before else WITHDRAWN, one.state), one


def _event(before: str, now: str) -> Event:
    if now == WITHDRAWN:
        return Event.withdrawn
    return Event.added if before == WITHDRAWN else Event.reworded


def _changed(site: Site, language: Language) -> Iterator[Changed]:
    for page, told in (*_standing(site, language), *_withdrawn(site, language)):
        changes = site.changes_to(told.id, language)
        if changes:
            yield page, told, changes


def _keys(told: Iterable[Changed]) -> dict[str, str]:
    """By the path of each page: what the first of its statements was called in the ledger, withdrawn or not. So neither what
    else happens on a day nor what becomes of the page or its statements makes old news new."""
    firsts: dict[str, Change] = {}
    for page, _, (first, *_) in told:
        known = firsts.get(page.path, first)
        firsts[page.path] = min(known, first, key=lambda one: (one.day or date.min, one.id))
    return {path: first.id for path, first in firsts.items()}


def _of_statements(site: Site, all_told: Iterable[Changed], keys: Mapping[str, str]) -> Iterator[News]:
    """One for each page, day and event."""
    found: dict[tuple[date, Event, str], list[Told]] = defaultdict(list)
    for page, told, changes in all_told:
        for event, change in happened(changes):
            # Of a statement that is withdrawn, what happened before is no longer of interest.
            if change.day and (event == Event.withdrawn or told.id in site.addresses.statements):
                found[(change.day, event, page.path)].append(told if change == changes[-1] else replace(told, words=""))
    for (day, event, path), of_page in found.items():
        page = site.by_path[path]
        yield News(day, event, keys[path], page, site.owners(page), tuple(of_page))


def _standing(site: Site, language: Language) -> Iterator[tuple[Page, Told]]:
    for page in site.in_language(language):
        for one in page.statements:
            yield page, Told(one.id, one.words, f"{page.url}#{one.id}")


def _withdrawn(site: Site, language: Language) -> Iterator[tuple[Page, Told]]:
    for id, default in site.addresses.withdrawn.items():
        page = site.twin(default, language)
        grave = withdrawal(site, page, id) if page else None
        if page and grave:
            yield page, Told(id, grave.because, f"{page.url}#{id}")


def _of_documents(site: Site, language: Language) -> Iterator[News]:
    presenting: dict[str, Page] = {}
    for page in site.in_menu_order(language):
        facts = site.facts(page)
        if facts and facts.source:
            presenting.setdefault(facts.source, page)
    for id, source in site.sources.items():
        for change in site.changes.by_key.get(f"{SOURCE}/{id}", ()):
            if id in presenting and change.day:
                owner = site.organisations.get(source.organisation or "")
                owners = (owner,) if owner else ()
                document = source.title_in(language), change.state
                yield News(change.day, Event.adopted, id, presenting[id], owners, document=document)


def _noted(site: Site, language: Language, found: list[News], keys: Mapping[str, str]) -> Iterator[News]:
    """With the editors' notes: at the page's first change on the note's day or soon after it, or else by itself."""
    left = sorted(found, key=lambda one: (one.day, list(Event).index(one.event)))
    for page in site.in_language(language):
        for note in page.front.changes if page.front else ():
            until = note.on + _NOTED
            own = (one for one in left if one.page.path == page.path and note.on <= one.day <= until and not one.note)
            change = next(own, None)
            if change:
                left.remove(change)
                left.append(replace(change, note=note.note))
            else:
                key = keys.get(page.path) or page.address or "/"
                yield News(note.on, Event.noted, key, page, site.owners(page), note=note.note)
    yield from left
