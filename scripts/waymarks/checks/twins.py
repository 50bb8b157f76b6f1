"""Every page and every statement has its twin: same place, same order, same kind of element; or says that it has none."""

from collections.abc import Iterable, Iterator, Mapping

from waymarks.checks.unseen import Unseen
from waymarks.grouping import grouped
from waymarks.problems import Problem
from waymarks.reading.schema import Facts
from waymarks.reading.settings import Language
from waymarks.relations.addresses import is_withdrawn
from waymarks.relations.twins import is_needed, untranslated
from waymarks.source import Page, Statement


def check(pages: tuple[Page, ...], languages: tuple[Language, ...], hidden: Unseen) -> Iterator[Problem]:
    """Problems stand at the page that must be written or changed, or at its twin when it does not exist."""
    by_place = {(page.language, page.id): page for page in pages}
    yield from _front_page(by_place, languages[0])
    yield from _addresses(pages)
    declared = untranslated(pages, languages)
    called = dict(_called_otherwise(pages, by_place, languages[0]))
    yield from (_called(page, twin) for twin, page in called.items())
    others = {(page.id, twin.language) for twin, page in called.items()}
    for page in (one for one in pages if one not in called):
        for language in languages:
            twin = by_place.get((language, page.id))
            if twin is None and ((language.code, page.id) in declared or (page.id, language) in others):
                continue
            if twin is None and not _may_be_declared(page, languages):
                yield _missing_page(page, language)
            elif twin and page.language.default and not language.default and _are_clear((page, twin), hidden):
                yield from _statements(page, twin)


def _called_otherwise(
    pages: Iterable[Page], by_place: Mapping[tuple[Language, str], Page], first: Language
) -> Iterator[tuple[Page, Page]]:
    """The pages that hold the statements of one in the `first` language and are called otherwise, with that."""
    lone = [one for one in pages if one.statements and (first, one.id) not in by_place]
    held = grouped((_ids(one), one) for one in pages if one.language == first) if lone else {}
    for twin in lone:
        originals = held.get(_ids(twin), ())
        if len(originals) == 1 and (twin.language, originals[0].id) not in by_place:
            yield twin, originals[0]


def _ids(page: Page) -> tuple[str, ...]:
    return tuple(one.id for one in page.statements)


def _called(page: Page, twin: Page) -> Problem:
    message = f"The page has the statements of {page.path}, and another name."
    return Problem(twin.path, 1, "missing-twin", message, f"Call it docs/{twin.language.code}/{page.id}.")


def _may_be_declared(page: Page, languages: tuple[Language, ...]) -> bool:
    """Whether the page says `untranslated:`, or may do so, and it can't be read of which languages; that is told of there."""
    known = {one.code for one in languages if not one.default}
    is_clear = isinstance(page.front, Facts) and known.issuperset(page.front.untranslated)
    return page.language.default and not is_clear and (not page.readable or ("untranslated",) in page.lines)


def _are_clear(both: tuple[Page, Page], hidden: Unseen) -> bool:
    """Whether it is known of both which statements they have, and that they are to have them."""
    return not any(map(is_withdrawn, both)) and all(page.readable and page.path not in hidden.unclear for page in both)


def _front_page(by_place: Mapping[tuple[Language, str], Page], default: Language) -> Iterator[Problem]:
    if not any(place == "index.md" for _, place in by_place):
        message = "The site has no front page."
        yield Problem(f"docs/{default.code}/index.md", 1, "no-front-page", message, "Write this file.")


def _addresses(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Two files can claim one address: a/b.md and a/b/index.md."""
    first: dict[str, Page] = {}
    for page in pages:
        if first.setdefault(page.url, page) is not page:
            message = f"The page has the same address as {first[page.url].path}: /{page.url}."
            yield Problem(page.path, 1, "same-address", message, "Rename one of the two files.")


def _missing_page(page: Page, language: Language) -> Problem:
    message = f"The page has no twin: docs/{language.code}/{page.id} does not exist."
    # Only a page of the first language says what is not translated yet, and there only of the others.
    later = (
        f", or, if it is to come later, write `untranslated: [{language.code}]` here"
        if page.language.default and not is_needed(page)
        else ""
    )
    return Problem(page.path, 1, "missing-twin", message, f"Write it, {'' if later else 'or '}delete this page{later}.")


def _statements(page: Page, twin: Page) -> Iterator[Problem]:
    here, there = ({s.id: s for s in p.statements} for p in (page, twin))
    renamed = {ours.id: theirs.id for ours, theirs in _renamed(page, twin)}
    moved = _moved(page, twin, here.keys() & there.keys())
    astray = {one.id for both in moved for one in both}  # an id that stands at another's text says nothing of its own
    for statement in page.statements:
        if statement.id in renamed:
            message = f"The statement `{statement.id}` is missing: its id is `{renamed[statement.id]}` here."
            fix = f"Write `#{statement.id}`: an id is the same in every language."
            line = there[renamed[statement.id]].line
            yield Problem(twin.path, line, "missing-statement", message, fix)
        elif statement.id not in there:
            fix = f"Translate it from {page.path}:{statement.line}."
            yield Problem(twin.path, 1, "missing-statement", f"The statement `{statement.id}` is missing.", fix)
        elif statement.id not in astray and _differ(statement, there[statement.id]):
            message = f"`{statement.id}` is a {there[statement.id].element} here and a {statement.element} in {page.path}:{statement.line}."
            yield Problem(twin.path, there[statement.id].line, "different-element", message, "Make both the same.")
    for statement in twin.statements:
        if statement.id not in here and statement.id not in renamed.values():
            fix = f"Write it, or delete it from {twin.path}:{statement.line}."
            yield Problem(page.path, 1, "missing-statement", f"The statement `{statement.id}` is missing.", fix)
    for first, second in moved[:1]:  # the rest follows from it
        message = f"`{second.id}` stands where {page.path} has `{first.id}`."
        fix = "Put the statements in the same order in both."
        yield Problem(twin.path, second.line, "other-order", message, fix)


def _renamed(page: Page, twin: Page) -> Iterator[tuple[Statement, Statement]]:
    """Of as many statements in both, those that stand in the same place, with an id that only one language has. They are translated by
    programs, ids and all."""
    here, there = ({one.id for one in of.statements} for of in (page, twin))
    if len(page.statements) == len(twin.statements):
        for ours, theirs in zip(page.statements, twin.statements, strict=True):
            if ours.id not in there and theirs.id not in here and ours.element == theirs.element:
                yield ours, theirs


def _differ(statement: Statement, twin: Statement) -> bool:
    """An id without words has lost its element with them, and is told of as empty."""
    return bool(statement.text and twin.text) and statement.element != twin.element


def _moved(page: Page, twin: Page, shared: set[str]) -> list[tuple[Statement, Statement]]:
    """Of those that are in both, the ones at whose place another stands, with that."""
    ours, theirs = ([one for one in of.statements if one.id in shared] for of in (page, twin))
    return [(first, second) for first, second in zip(ours, theirs, strict=False) if first.id != second.id]
