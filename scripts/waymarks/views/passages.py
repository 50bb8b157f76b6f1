"""Passages: quotes that follow each other, as they are shown together, with nothing told twice."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from waymarks.site import Provenance, Quote


@dataclass(frozen=True)
class Line:
    """A statement. `title` is that of its page, where another statement has the same words, else ""."""

    quote: Quote
    title: str


@dataclass(frozen=True)
class Passage:
    """Statements that follow each other. `points` are those of a list, and `lead` the words that open it.

    `lead` is "" also where the statement above ends with those words.
    """

    lead: str
    points: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Part:
    """What a group takes from one document of the same people. `by` names them, and `source` is the document.

    Both are empty where they hold for all that stands under the place, and are told there.
    """

    by: tuple[str, ...]
    source: Provenance | None
    passages: tuple[Passage, ...]


def by_document(quotes: Iterable[Quote]) -> tuple[tuple[Quote, ...], ...]:
    """The quotes, cut where whose they are, the document or the language changes: what is told once for all of a run."""
    told = attrgetter("provenance.organisations", "provenance.document", "provenance.reproduced", "language.code")
    return tuple(tuple(together) for _, together in groupby(quotes, key=told))


def passages(quotes: Iterable[Quote], alike: Container[str] = ()) -> Iterator[Passage]:
    """The quotes, list by list. `alike` are words that stand for more than one statement where they are shown."""
    above = ""
    for lead, together in groupby(quotes, key=lambda one: one.lead):
        lines = tuple(Line(one, one.title if one.text in alike else "") for one in together)
        yield Passage("" if above.endswith(lead) else lead, bool(lead), lines)
        above = lines[-1].quote.end
