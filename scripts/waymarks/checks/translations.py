"""Translations are translations, and those of the text as it is now: what awaits one is told with both texts."""

import re
from collections.abc import Iterator
from itertools import groupby

from waymarks.ledgers.twin_ledger import TwinLedger
from waymarks.problems import Problem, Weight
from waymarks.reading.drafts import is_gap
from waymarks.reading.schema import Facts
from waymarks.reading.settings import Language
from waymarks.relations.addresses import Addresses
from waymarks.relations.twins import Pair, State, is_needed, pairs
from waymarks.source import Page, Statement

_CONFIRM = "python3 scripts/check.py --confirm"  # and the twin's language and id, so that no other language is confirmed with it


def check(
    pages: tuple[Page, ...], languages: tuple[Language, ...], ledger: TwinLedger, ours: Addresses
) -> Iterator[Problem]:
    """`awaiting-translation` and `awaiting-confirmation`, what is declared untranslated and is not or can't be, and
    translations that are none. First, what is wrong in the ledger."""
    yield from ledger.problems
    for path, found in groupby(pairs(pages, ledger, ours), key=lambda pair: pair.twin_page.path):
        yield from _page(path, list(found))
    by_place = {(page.language.code, page.id): page for page in pages}
    for page in pages:
        if isinstance(page.front, Facts):
            yield from _declared(page, page.front, by_place, [one.code for one in languages if not one.default])
        else:
            yield from _words(page, by_place.get((languages[0].code, page.id)))


def _page(path: str, found: list[Pair]) -> Iterator[Problem]:
    changed = [pair for pair in found if pair.state == State.awaiting_translation]
    # What is not written yet is told of as such.
    new = [pair for pair in found if pair.state == State.awaiting_confirmation and not is_gap(pair.twin.text)]
    changed = [
        pair for pair in changed if not _is_cut(pair.page, pair.statement) and not _is_cut(pair.twin_page, pair.twin)
    ]
    for pair in found:
        if _is_copied(pair):
            yield _copied(pair.twin_page, pair.twin.line, pair.page, pair.twin.text)
    for pair in changed:
        now = f"{pair.page.path}:{pair.statement.line} now says {pair.statement.words!r}"
        message = f"`{pair.twin.id}` awaits translation: {now}, and the translation is of what stood there before: {pair.twin.words!r}."
        fix = f"Translate it, then run: {_CONFIRM} {pair.key}"
        yield Problem(path, pair.twin.line, "awaiting-translation", message, fix, Weight.notice)
    if new:
        ids = ", ".join(f"`{pair.twin.id}`" for pair in new)
        message = f"Nobody has confirmed that this says the same as {new[0].page.path}: {ids}."
        # The whole page, unless that would confirm what has changed with it.
        named = " ".join(pair.key for pair in new) if changed else path
        fix = f"Compare them, then run: {_CONFIRM} {named}"
        yield Problem(path, new[0].twin.line, "awaiting-confirmation", message, fix, Weight.notice)


def _is_cut(page: Page, statement: Statement) -> bool:
    """Whether it has no words, or those of the next one, which has none: an empty line stands before an id."""
    following = page.statements[page.statements.index(statement) + 1 :][:1]
    return not all(one.text for one in (statement, *following))


def _is_copied(pair: Pair) -> bool:
    text, twin = (" ".join((one.text, *one.below)) for one in (pair.statement, pair.twin))
    return text == twin and not is_name(text)


def is_name(text: str) -> bool:
    """Names may be the same in every language. A single word is one, or up to three that are no sentence, or more if
    all but the little ones have capitals."""
    words = re.findall(r"\w[\w’'-]*", text)
    if len(words) == 1 or text.endswith((".", "!", "?")):
        return len(words) == 1
    return len(words) <= 3 or not any(word[0].islower() for word in words if len(word) > 3)


def _words(page: Page, first: Page | None) -> Iterator[Problem]:
    """What the front matter of a page says in words."""
    if not page.front or not first:
        return
    for key, text, original in (
        ("title", page.title, first.title),
        ("description", page.description, first.description),
    ):
        if text == original and not is_name(text):
            yield _copied(page, page.line_of(key), first, text)


def _copied(page: Page, line: int, first: Page, text: str) -> Problem:
    translate = "Translate it; after a name that stays, write in brackets what it means."
    declare = f"Or delete this page and write `untranslated: [{page.language.code}]` in {first.path}."
    return not_translated((page.path, line), text, f"{translate} {declare}")


def not_translated(where: tuple[str, int], text: str, fix: str) -> Problem:
    return Problem(*where, "not-translated", f"This is the text of the other language: {text!r}.", fix)


def _declared(page: Page, front: Facts, by_place: dict[tuple[str, str], Page], codes: list[str]) -> Iterator[Problem]:
    """What the page says of its translations in `untranslated:`."""
    if front.untranslated and is_needed(page):
        message = "Every language needs this page: readers begin here, or search here."
        fix = "Translate it, and delete the line `untranslated:`."
        yield Problem(page.path, page.line_of("untranslated"), "needed-in-every-language", message, fix)
    for n, code in enumerate(front.untranslated):
        twin, line = by_place.get((code, page.id)), page.line_of("untranslated", n)
        if code not in codes:
            message = f"`untranslated` names {code!r}, and no other language of the site is called that."
            fix = f"Write one of: {', '.join(codes)}." if codes else "Delete it here."
            yield Problem(page.path, line, "unknown-language", message, fix)
        elif twin:
            message = f"The page is declared untranslated in {code!r}, and {twin.path} is its translation."
            fix = f"Delete {code!r} here, or delete {twin.path}."
            yield Problem(page.path, line, "translated-already", message, fix)
