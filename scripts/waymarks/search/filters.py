"""What a search can be kept to, page by page, and the names that say where to look. Each search fetches what its results need
of it, so that no file grows for all with the number of pages or places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from waymarks.grouping import grouped
from waymarks.machine.compact import base36, compact
from waymarks.reading.settings import Language
from waymarks.search.entries import Entry
from waymarks.search.synonyms import phrase
from waymarks.site import Site

# So many pages and places stand in a file.
PAGES_EACH = 1_000
PLACES_EACH = 200


class Filters:
    """`found` are the pages of one language; a page's number is its place among them. Kinds, values and places have numbers too,
    by which pages and places name them."""

    def __init__(self, site: Site, language: Language, found: Sequence[Entry]) -> None:
        self._site, self._language, self._found = site, language, found
        own = [site.organisations[id] for id in _each(one.organisations for one in found)]
        self._above = {one.id: site.municipality(one) for one in own}
        self._places = {one.id: one for place in own for one in (place, self._above[place.id])}
        self._numbers = {id: number for number, id in enumerate(self._places)}
        # Ids, each at its number.
        self.kinds, self._values = _each(one.kinds for one in found), _each(one.values for one in found)

    def values(self) -> list[tuple[str, str]]:
        """Id and title of each, at its number."""
        titles = {page.slug: page.title for page in self._site.in_language(self._language)}
        return [(id, titles[id]) for id in self._values]

    def pages(self, subjects: Iterable[int]) -> Iterator[str]:
        """A line a page: its rank, how many words say its subject (`subjects`), and the numbers of its places, kinds and values: "93 0,4 2 -"."""
        kinds, values = _numbered(self.kinds), _numbered(self._values)
        for one, words in zip(self._found, subjects, strict=True):
            of = ((self._numbers, one.organisations), (kinds, one.kinds), (values, one.values))
            facts = (",".join(base36(numbers[id]) for id in ids) or "-" for numbers, ids in of)
            yield " ".join([f"{one.rank}{base36(min(words, 35))}", *facts])

    def places(self) -> Iterator[str]:
        """A line a place: its id and name, the numbers of its municipality, of its front page or null, of its pages (as the distance
        from the one before) and of the places in it."""
        homes = {one.home: number for number, one in enumerate(self._found) if one.home}
        pages = grouped((id, number) for number, one in enumerate(self._found) for id in one.organisations)
        inside = grouped((above.id, self._numbers[id]) for id, above in self._above.items() if id != above.id)
        for id, place in self._places.items():
            name, above = place.name_in(self._language), self._numbers[self._above.get(id, place).id]
            yield compact([id, name, above, homes.get(id), _gaps(pages.get(id, ())), inside.get(place.id, ())])

    def names(self) -> Iterator[str]:
        """A line a word, in the order of the index: the numbers of the places that have the word in their names, "@hojetastrup 0 2", and of
        the one that has an id, "#juvelhuset 4". A word of several municipalities' names says not where to look: it has no numbers."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, place in self._places.items():
            found[f"#{id}"].append(id)
            for word in dict.fromkeys(_name_words(place.name_in(self._language))):
                found[f"@{word}"].append(id)
        for word, ids in sorted(found.items()):
            above = {self._above.get(id, self._places[id]).id for id in ids}
            yield " ".join([word, *(base36(self._numbers[id]) for id in ids if len(above) == 1)])


def _name_words(name: str) -> Iterator[str]:
    """The words of a name, folded; names are written in one word too: "Høje-Taastrup" → hoje, tastrup, hojetastrup."""
    words = phrase(name).split()
    yield from words
    yield from map("".join, pairwise(words))


def _each(ids: Iterable[tuple[str, ...]]) -> list[str]:
    """Every id once, in the order in which they come."""
    return list(dict.fromkeys(id for of_page in ids for id in of_page))


def _numbered(ids: Iterable[str]) -> dict[str, int]:
    return {id: number for number, id in enumerate(ids)}


def _gaps(numbers: Sequence[int]) -> list[int]:
    """Each number less the one before, of which many are alike."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
