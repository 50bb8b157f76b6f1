"""Organisations and sources: those that front matter declares, with their words in every language."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from waymarks.reading.schema import OrganisationType, first_day, is_day
from waymarks.reading.settings import Language
from waymarks.relations.circles import circle
from waymarks.source import Page, with_facts

# The same page in every language that has it, in the order of the site's languages.
_Twins = Callable[[Page], Iterable[Page]]


@dataclass(frozen=True)
class Organisation:
    """A municipality, facility, department or area. `names` is by language code; a unit has no `address`."""

    id: str
    type: OrganisationType
    parent: str | None
    names: dict[str, str]
    address: str | None
    tone: str | None = None

    def name_in(self, language: Language) -> str:
        """Its name in `language`; where its page is not translated its own, or its id where nobody has named it."""
        return self.names.get(language.code) or next(iter(self.names.values()), self.id)


@dataclass(frozen=True)
class Source:
    """A document. `titles` and `adopted_at` (the meeting or body) are by language code; `adopted` is a day, a month or a year."""

    id: str
    titles: dict[str, str]
    adopted: str | None
    adopted_at: dict[str, str]
    organisation: str | None

    @property
    def day(self) -> date | None:
        """When it was adopted, where it names a day."""
        return first_day(self.adopted) if self.adopted and is_day(self.adopted) else None

    def title_in(self, language: Language) -> str:
        """Its title in `language`; where its page is not translated its own, or its id where nobody has named it."""
        return self.titles.get(language.code) or next(iter(self.titles.values()), self.id)


def organisations(pages: Iterable[Page], twins: _Twins) -> dict[str, Organisation]:
    """By id."""
    found = {}
    for page, front in with_facts(pages):
        own = front.organisation
        if own:
            names = _in_languages(twins(page), lambda f: f.organisation and f.organisation.name)
            found[own.id] = Organisation(own.id, own.type, own.parent, names, page.address, own.tone)
        for unit in front.units:
            names = _in_languages(twins(page), _text_of("units", unit.id, "name"))
            found[unit.id] = Organisation(unit.id, unit.type, own.id if own else None, names, None)
    # Previews and reports show what the check refuses too, and whoever goes upwards is to arrive.
    above = {id: one.parent for id, one in found.items()}
    return {id: replace(one, parent=None) if circle(id, above) else one for id, one in found.items()}


def sources(pages: Iterable[Page], twins: _Twins) -> dict[str, Source]:
    """By id."""
    found = {}
    for page, front in with_facts(pages):
        for one in front.sources:
            titles = _in_languages(twins(page), _text_of("sources", one.id, "title"))
            bodies = _in_languages(twins(page), _text_of("sources", one.id, "adopted_at"))
            owner = one.organisation or (front.organisation.id if front.organisation else None)
            found[one.id] = Source(one.id, titles, one.adopted, bodies, owner)
    return found


def _in_languages(twins: Iterable[Page], text: Callable[[Any], str | None]) -> dict[str, str]:
    """What `text` finds in the front matter of a page in each language."""
    found = ((twin.language.code, text(twin.front)) for twin in twins if twin.front)
    return {code: words for code, words in found if words}


def _text_of(entries: str, id: str, key: str) -> Callable[[Any], str | None]:
    """A function that finds `key` of the entry `id` in front matter's list `entries`."""
    return lambda front: next((getattr(entry, key) for entry in getattr(front, entries) if entry.id == id), None)
