"""Statement ids: well formed, once in the site, present where the kind of page demands them, and each of a kind."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from difflib import SequenceMatcher, get_close_matches
from itertools import count

from waymarks.problems import Problem, did_you_mean, shortened
from waymarks.reading.files import is_whole
from waymarks.reading.schema import LONGEST, Facts
from waymarks.relations.addresses import Addresses
from waymarks.source import Page, Statement
from waymarks.text.slugs import slug

_WELL_FORMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def as_meant(page: Page) -> Page:
    """The page with the ids that are meant by those that are none (`HUS-01`): one mistake is told once, and not in each
    place that names the right one."""
    if all(_WELL_FORMED.fullmatch(one.id) for one in page.statements):
        return page
    meant = [_meant(one.id) for one in page.statements]
    count = Counter(meant)
    statements = tuple(
        one._replace(id=id) if count[id] == 1 else one for one, id in zip(page.statements, meant, strict=True)
    )
    return replace(page, statements=statements, anchors=page.anchors.union(meant))


def _meant(id: str) -> str:
    """`hus-01` for `HUS_01`; what can't be mended stays."""
    return found if _WELL_FORMED.fullmatch(found := slug(id)) else id


def similar(id: str, known: Iterable[str], cutoff: float = 0.6) -> list[str]:
    """The one of the `known` ids that is most likely meant by `id`, if there is one. It is of the same place, whose ids begin with the
    same word: that of another place would make an editor write that the other place has said so."""
    word = id.partition("-")[0]
    ours = [one for one in known if SequenceMatcher(None, word, one.partition("-")[0]).ratio() >= 0.8]
    return get_close_matches(id, ours, n=1, cutoff=cutoff)


def unclear(pages: Iterable[Page]) -> frozenset[str]:
    """The paths of pages on which an id is none, or stands elsewhere too: of those nobody knows which statements they lack."""
    ids = [(page.language.code, one.id, page.path) for page in pages for one in page.statements]
    times = Counter((code, id) for code, id, _ in ids)
    return frozenset(path for code, id, path in ids if times[code, id] > 1 or not _WELL_FORMED.fullmatch(id))


def check(pages: tuple[Page, ...], addresses: Addresses) -> Iterator[Problem]:
    """`bad-statement-id`, `id-used-twice`, `empty-statement`; `no-statements` where a page should have some; and sections of
    no kind."""
    for page in pages:
        free = _free_ids(page, addresses)
        if isinstance(page.front, Facts) and page.front.presents_source and not page.statements:
            kinds = ", ".join(page.front.kind)
            message = f"A page of kind {kinds} holds statements, and this one has none."
            fix = "Give each statement an id: a line `{: #place-subject-01 }` below it."
            yield Problem(page.path, 1, "no-statements", message, fix)
        if isinstance(page.front, Facts) and page.statements:
            yield from _kinds(page, page.front)
        for statement in page.statements:
            yield from _form(page.path, statement, free)
    yield from _used_twice(pages, addresses)


def _free_ids(page: Page, addresses: Addresses) -> Iterator[str]:
    """Ids that a statement of the page may be given: those that the page has lost, then some that nothing has had."""
    yield from (id for id in addresses.ledger.ids.get(page.address, ()) if not addresses.now(id))
    section = next((one.section for one in page.statements if _WELL_FORMED.fullmatch(one.id)), "place-subject")
    used = addresses.statements.keys() | addresses.ledger.homes.keys()
    yield from (id for number in count(1) if (id := f"{section}-{number:02}") not in used)


def _used_twice(pages: tuple[Page, ...], addresses: Addresses) -> Iterator[Problem]:
    """The id belongs to the page on which it has been published, else to the first that has it in most languages, since a copy has no
    twin. A page with another's ids is told of once."""
    places: dict[tuple[str, str], list[tuple[Page, Statement]]] = defaultdict(list)
    for page in pages:
        for one in page.statements:
            places[page.language.code, one.id].append((page, one))
    twins = Counter((page.id, id) for (_, id), found in places.items() for page, _ in found)
    told: dict[tuple[str, str], list[tuple[Page, Statement, int]]] = defaultdict(list)
    for (_, id), found in places.items():
        if len(found) > 1:
            homes = {home.id for home in map(addresses.page_at, addresses.ledger.homes.get(id, ())) if home}
            owner = max(found, key=lambda place: (place[0].id in homes, twins[place[0].id, id]))
            for page, one in (place for place in found if place is not owner):
                told[page.path, owner[0].path].append((page, one, owner[1].line))
    for (path, original), twice in told.items():
        free = _free_ids(twice[0][0], addresses)
        together = 1 if path == original else len(twice)
        for _, one, line in twice[::together]:
            others, what = (f" (and {together - 1} more)", "each of them") if together > 1 else ("", "this statement")
            message = f"The id `{one.id}`{others} is used already, in {original}:{line}."
            fix = f"Give {what} an id of its own, such as `{next(free)}`."
            yield Problem(path, one.line, "id-used-twice", message, fix)


def _form(path: str, statement: Statement, free: Iterator[str]) -> Iterator[Problem]:
    # A character that no text has is told of as such.
    if not _WELL_FORMED.fullmatch(statement.id) and is_whole(statement.id):
        message = f"`{statement.id}` is not a statement id."
        meant = _meant(statement.id)
        example = f": `{meant}`" if meant != statement.id else f", such as `{next(free)}`"
        fix = f"Use small letters a–z, digits and hyphens{example}."
        yield Problem(path, statement.line, "bad-statement-id", message, fix)
    elif len(statement.id) > LONGEST:
        message = (
            f"The id `{shortened(statement.id, 20)}` has {len(statement.id)} characters, and {LONGEST} is the most."
        )
        yield Problem(path, statement.line, "bad-statement-id", message, "Shorten it.")
    if not statement.text:
        message = f"The statement `{statement.id}` has no words."
        fix = f"Put `{{: #{statement.id} }}` directly below its text, with no empty line between."
        yield Problem(path, statement.line, "empty-statement", message, fix)


def _kinds(page: Page, front: Facts) -> Iterator[Problem]:
    """Where sections are of different kinds, every section has one, and every one is a section."""
    sections = list(dict.fromkeys(statement.section for statement in page.statements))
    if "" in front.sections:
        return
    unknown = [section for section in front.sections if section not in sections]
    without = [section for section in sections if section not in front.sections]
    for section in unknown:
        fix = did_you_mean(get_close_matches(section, sections, n=1), f"Write one of: {', '.join(sections)}.")
        message = f"`kind` names the section `{section}`, and no statement's id begins so."
        yield Problem(page.path, page.line_of("kind", section), "unknown-section", message, fix)
    for section in without[len(unknown) :]:  # an unknown one may be meant for any of them
        line = next(one.line for one in page.statements if one.section == section)
        message = f"`kind` does not say of which kind the statements of `{section}` are."
        fix = f"Add a line `  {section}: …` below `kind:`."
        yield Problem(page.path, line, "section-without-kind", message, fix)
