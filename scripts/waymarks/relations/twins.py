"""Twins: each statement with its translation, and whether that was confirmed against the text as it is now."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from waymarks.ledgers.twin_ledger import TwinLedger
from waymarks.reading.schema import Facts, Kind
from waymarks.reading.settings import Language
from waymarks.relations.addresses import Addresses
from waymarks.source import Page, Statement


class State(StrEnum):
    """Whether a translation can be relied on."""

    confirmed = "confirmed"
    awaiting_translation = "awaiting-translation"  # the text has changed since
    awaiting_confirmation = "awaiting-confirmation"  # nobody has ever confirmed it: both are new


@dataclass(frozen=True)
class Pair:
    """A statement in the site's first language and its twin in another. `fingerprint` is of the text as it is now."""

    page: Page
    statement: Statement
    twin_page: Page
    twin: Statement
    fingerprint: str
    state: State

    @property
    def key(self) -> str:
        return key_of(self.twin_page, self.twin)


def key_of(page: Page, statement: Statement) -> str:
    """What the ledger calls a statement's twin on `page`: "en/jh-vaerdier-02"."""
    return f"{page.language.code}/{statement.id}"


def pairs(pages: Iterable[Page], ledger: TwinLedger, ours: Addresses) -> Iterator[Pair]:
    """Every statement that has a twin, once for each language that it has one in, in the order of the pages. `ours` knows what
    ids it had before.

    Where an id is used twice, which is wrong, it is the first.
    """
    pages = tuple(pages)
    first = {page.id: page for page in pages if page.language.default}
    twins = (page for page in pages if page.id in first and not page.language.default)
    seen: set[str] = set()
    for pair in (pair for twin in twins for pair in _pairs(first[twin.id], twin, ledger, ours)):
        if pair.key not in seen:
            seen.add(pair.key)
            yield pair


def _pairs(page: Page, twin_page: Page, ledger: TwinLedger, ours: Addresses) -> Iterator[Pair]:
    twins = {twin.id: twin for twin in reversed(twin_page.statements)}
    for statement in page.statements:
        twin = twins.get(statement.id)
        if twin:
            now = page.fingerprints[statement]
            then = ledger.confirmed.get(key_of(twin_page, twin), ())
            changed = State.awaiting_translation if then else State.awaiting_confirmation
            # With another id, and the same words, it is what somebody has confirmed.
            former = ours.old_keys(twin_page.language.code, statement.id)
            is_confirmed = now in then or any(now in ledger.confirmed.get(key, ()) for key in former)
            state = State.confirmed if is_confirmed else changed
            yield Pair(page, statement, twin_page, twin, now, state)


def untranslated(pages: Iterable[Page], languages: Iterable[Language]) -> set[tuple[str, str]]:
    """The pages that are declared not yet translated, each by itself or with all that its language lacks: language code and id."""
    pages = tuple(pages)
    first = [page for page in pages if page.language.default]
    declared = {(code, page.id) for page in first if (front := _facts(page)) for code in front.untranslated}
    lacking = {(one.code, page.id) for one in languages if one.begun for page in first if not is_needed(page)}
    return declared | lacking.difference((page.language.code, page.id) for page in pages)


def is_needed(page: Page) -> bool:
    """Whether every language needs the page: readers begin there, or search there."""
    front = _facts(page)
    return page.id == "index.md" or (front is not None and Kind.search in front.kind)


def _facts(page: Page) -> Facts | None:
    """What is right of its front matter, also where another value is wrong."""
    front = page.front or page.rest
    return front if isinstance(front, Facts) else None
