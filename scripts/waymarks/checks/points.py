"""Points: each of a document's is accounted for, and is in the editors' own words or, if its owner wants it so, verbatim."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from waymarks.checks.unseen import unseen
from waymarks.problems import Problem, Weight
from waymarks.reading.drafts import is_gap
from waymarks.reading.schema import Facts
from waymarks.reading.working_texts import WAYS, Point, WorkingText
from waymarks.relations.addresses import Addresses, addresses
from waymarks.source import Content, Page, Statement, section_of
from waymarks.text.people import SIGN

# A run of so many words that both have is taken over, not restated.
LONGEST = 6
_QUOTED = re.compile(r"[”“\"»«][^”“\"»«]{1,200}[”“\"»«]")


@dataclass(frozen=True)
class _Place:
    page: Page
    statement: Statement


def check(content: Content) -> Iterator[Problem]:
    """What is wrong with a draft, or with a document of which something is a draft still, stops nothing yet."""
    drafts = {page.path for page in content.drafts}
    default = [page for page in content.with_drafts.pages if page.language.default]
    unread = unseen(content.with_drafts).unread
    places = {one.id: _Place(page, one) for page in reversed(default) for one in page.statements}
    presented = {page.front.source for page in default if isinstance(page.front, Facts)}
    ours = addresses(default, content.ledger)
    for text in content.working_texts:
        yield from text.problems
        own = [places[point.id].page.path for point in text.points if point.id in places]
        if not own and text.source not in presented and any(point.id for point in text.points):
            yield _without_pages(text)
            continue
        under_way = not own or any(path in drafts for path in own)
        for problem in (*_accounts(text, places, unread, ours), *_words(text, places, default)):
            is_draft = problem.path in drafts or (problem.path == text.path and under_way)
            yield replace(problem, weight=Weight.notice) if is_draft else problem


def _without_pages(text: WorkingText) -> Problem:
    message = f"No page presents the document `{text.source}` any more, and no statement carries a point of it."
    fix = "Put its pages back, or delete this file."
    return Problem(text.path, 1, "lost-point", message, fix, Weight.notice)


def _accounts(
    text: WorkingText, places: dict[str, _Place], unread: frozenset[str], ours: Addresses
) -> Iterator[Problem]:
    carried: dict[str, int] = {}
    known = unread.union(places, map(section_of, places))
    for point in text.points:
        if not point.ways:
            message = f"Nothing says what became of this point of the document: {point.text!r}."
            fix = "Add a line: `statement:` or `merged_into:` with an id, or `left_out:` with the reason."
            yield Problem(text.path, point.line, "unaccounted-point", message, fix)
        elif len(point.ways) > 1:
            message = f"The point is accounted for in several ways: {', '.join(point.ways)}."
            yield Problem(text.path, point.line, "accounted-twice", message, f"Keep one of: {', '.join(WAYS)}.")
        elif point.statement and carried.setdefault(point.statement, point.line) != point.line:
            message = f"`{point.statement}` carries the point in line {carried[point.statement]} already."
            fix = f"Write `merged_into: {point.statement}` here."
            yield Problem(text.path, point.line, "accounted-twice", message, fix)
        elif not known.issuperset(filter(None, (point.id, point.section))):
            message = f"The point is said to be in `{point.id or point.section}`, and no statement has that id: {point.text!r}."
            fix = "Put the statement back, or say what became of the point: `merged_into:` or `left_out:`."
            now = ours.now(point.id or "")
            if now not in (None, point.id):
                fix = f"It is called `{now}` now: write that id."
            yield Problem(text.path, point.line, "lost-point", message, fix)


def _words(text: WorkingText, places: dict[str, _Place], pages: list[Page]) -> Iterator[Problem]:
    said: dict[str, list[Point]] = defaultdict(list)
    for point in text.points:
        if point.id in places:
            said[point.id].append(point)
    for page in pages:
        facts = page.front
        if isinstance(facts, Facts) and facts.source == text.source:
            for one in page.statements:
                found = _not_verbatim if facts.wording else _not_restated
                yield from () if is_gap(one.text) else found(text, page, one, said.get(one.id, []))


def _not_restated(text: WorkingText, page: Page, one: Statement, points: list[Point]) -> Iterator[Problem]:
    words = " ".join((one.text, *one.below))
    for point in points:
        run = shared(point.text, words)
        if len(run) > LONGEST or (run and _plain(words) == _plain(point.text) and not is_name(point.text)):
            message = f"`{one.id}` has the document's own words ({text.path}:{point.line}): {' '.join(run)!r}."
            fix = "Say it in your own. If the owner has declared that the wording is theirs and to stand, write `wording: adopted` in the front matter."
            yield Problem(page.path, one.line, "not-restated", message, fix)


def _not_verbatim(text: WorkingText, page: Page, one: Statement, points: list[Point]) -> Iterator[Problem]:
    document = " ".join(point.text for point in points)
    if _plain(" ".join((one.text, *one.below))) != _plain(document):
        says = f"{document!r} ({text.path}:{points[0].line})" if points else f"nothing of it ({text.path})"
        message = f"The page says `wording: adopted`, and `{one.id}` is not word for word: the document says {says}."
        fix = (
            "Write it as the document has it, or delete the line `wording:` and say all of the page in your own words."
        )
        if SIGN in document:
            fix = "Somebody's number was taken out of it: delete the statement, and write `left_out:` and why in its place there."
        yield Problem(page.path, one.line, "not-verbatim", message, fix)


def shared(document: str, words: str) -> list[str]:
    """The longest run of words that both have, names in quotation marks apart."""
    ours, theirs = (_plain(_QUOTED.sub(" | ", one)).split() for one in (words, document))
    best: list[str] = []
    lengths = [0] * (len(theirs) + 1)
    for word in ours:
        lengths = [0, *(lengths[n] + 1 if word == other != "|" else 0 for n, other in enumerate(theirs))]
        longest = max(lengths)
        if longest > len(best):
            end = lengths.index(longest)
            best = theirs[end - longest : end]
    return best


def is_name(text: str) -> bool:
    """Whether it is no more than a name, such as that of a value, which nobody restates."""
    words = len(re.findall(r"\w+", text))
    return words <= (1 if text.rstrip().endswith(":") else 3) and not text.rstrip().endswith((".", "!", "?"))


def _plain(text: str) -> str:
    """The words in small letters, without signs."""
    return " ".join(re.findall(r"[\w|]+", unicodedata.normalize("NFC", text).replace("\u00ad", "").lower()))
