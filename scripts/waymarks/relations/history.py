"""History: how every statement and document is now, to be compared with what the ledger of changes says it was."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from waymarks.ledgers.changes import SOURCE, WITHDRAWN, State
from waymarks.reading.schema import Facts
from waymarks.reading.settings import Language
from waymarks.relations.addresses import Addresses
from waymarks.source import Page


def states(
    pages: Iterable[Page],
    facts: Callable[[Page], Facts | None],
    addresses: Addresses,
    languages: Iterable[Language],
    changed: date | None,
) -> Iterator[tuple[str, State]]:
    """Of each statement in each language, and of those that are withdrawn. `changed` is the day of the revision.

    Where an id is used twice, which is wrong, it is the last.
    """
    for page in pages:
        day, code = _day(facts(page), changed), page.language.code
        for one in page.statements:
            yield f"{code}/{one.id}", State(page.fingerprints[one], day, addresses.old_keys(code, one.id))
    for id, page in addresses.withdrawn.items():
        for language in languages:
            code = language.code
            yield f"{code}/{id}", State(WITHDRAWN, _day(facts(page), changed), addresses.old_keys(code, id))


def adoptions(adopted: Mapping[str, str | None], changed: date | None) -> Iterator[tuple[str, State]]:
    """Of each document that has a date of adoption; `adopted` is by its id."""
    for id, when in adopted.items():
        if when:
            yield f"{SOURCE}/{id}", State(when, changed)


def _day(facts: Facts | None, changed: date | None) -> date | None:
    """An editor who says when the page was last read or changed has worked since the revision, which is of what is committed."""
    if not changed or not facts:
        return changed
    return max(filter(None, (changed, facts.reviewed, *(note.on for note in facts.changes))))
