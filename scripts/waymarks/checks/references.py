"""References: what a page names (statements, sections of them, other pages) is there and in force, and what it derives from them shows something."""

from collections.abc import Iterable, Iterator, Mapping, Set
from difflib import get_close_matches

from waymarks.checks.statements import similar
from waymarks.checks.unseen import Unseen
from waymarks.problems import Problem, did_you_mean
from waymarks.reading.schema import Facts, Kind
from waymarks.relations.addresses import Addresses, is_withdrawn
from waymarks.source import Page, section_of, with_facts


def check(pages: tuple[Page, ...], addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    """Statements, sections and pages that are named and are not there, are named twice or no longer in force; and pages that
    would have nothing to show."""
    default = [page for page in pages if page.language.default]
    superseded = [page for page, front in with_facts(default) if front.superseded]
    in_force = _said_on(page for page in default if page not in superseded)
    old = {name: page for name, page in _said_on(superseded).items() if name not in in_force}
    known, ids = {*in_force, *old, *addresses.statements}, {page.id for page in default}
    for page in pages:
        front = page.front or page.rest
        if isinstance(front, Facts):
            yield from _ids(page, front, addresses, known, hidden)
            yield from _pages(page, front, ids, hidden)
    for page, facts in with_facts(pages):
        yield from _twice(page, facts)
        yield from _superseded(page, facts, addresses, old)
        yield from _successors(page, facts, addresses, hidden)
        yield from _content(page, facts)


def _said_on(pages: Iterable[Page]) -> dict[str, Page]:
    """By the ids of their statements, and of the sections of these: the pages."""
    return {name: page for page in pages for one in page.statements for name in (one.id, one.section)}


def _ids(page: Page, front: Facts, addresses: Addresses, known: set[str], hidden: Unseen) -> Iterator[Problem]:
    """`known` are the ids of sections too, which only an audience's groups may name."""
    of_statements = (addresses.statements, "no statement", "Write the id of a statement.")
    of_sections = "Write the id of a statement, or what the ids of a section begin with."
    of_both = (known, "no statement and no section", of_sections)
    named = (*((of_statements, *one) for one in _named(front)), *((of_both, *one) for one in _grouped(front)))
    for (there, none, otherwise), place, id in named:
        line, said = page.line_of(*place), f"`{place[-2]}` names `{id}`"
        if id in there or id in hidden.unread:
            continue
        if id in hidden.statements:
            yield hidden.only_in_draft(page.path, line, said, hidden.statements[id])
        else:
            fix = _successor(id, addresses, there, otherwise)
            yield Problem(page.path, line, "unknown-statement", f"{said}, and {none} has that id.", fix)


def _twice(page: Page, front: Facts) -> Iterator[Problem]:
    """Each list names an id once, and of two that stand together, such as `holds` and `mentions`, only one does."""
    first: dict[tuple[tuple[str | int, ...], str], tuple[str | int, ...]] = {}
    for place, id in (*_named(front), *_grouped(front)):
        earlier = first.setdefault((place[:-2], id), place)
        if earlier != place:
            again = " twice" if earlier[-2] == place[-2] else f", which `{earlier[-2]}` names too"
            message = f"`{place[-2]}` names `{id}`{again}."
            yield Problem(page.path, page.line_of(*place), "named-twice", message, "Delete one of the two.")


def _superseded(page: Page, front: Facts, addresses: Addresses, old: Mapping[str, Page]) -> Iterator[Problem]:
    """What is compared and shown to an audience is in force. `old` has what is not; only an audience is shown whole sections."""
    named = ((place, id) for place, id in _named(front) if id in addresses.statements)
    for place, id in (*named, *_grouped(front)):
        if home := old.get(id):
            message = f"`{place[-2]}` names `{id}`, which is no longer in force, as {home.path} says."
            fix = "Write the id of what is said now, or delete it."
            yield Problem(page.path, page.line_of(*place), "superseded-statement", message, fix)


def _successors(page: Page, front: Facts, addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    """A page that is no longer in force leads to one that is."""
    if not front.superseded:
        return
    line, way = page.line_of("superseded", "by"), [page.address]
    while True:
        facts = addresses.pages[way[-1]].front
        if not isinstance(facts, Facts) or not facts.superseded:
            return
        found = addresses.page_at(facts.superseded.by[1:])
        draft = hidden.at(facts.superseded.by[1:])
        if draft and not found:
            yield hidden.only_in_draft(page.path, line, f"`superseded` leads to {facts.superseded.by}", draft)
            return
        if not found or is_withdrawn(found):
            message = f"`superseded` leads to {facts.superseded.by}, and no page stands there."
            fix = "Write the address of the page that is in force now."
            yield Problem(page.path, line, "no-successor", message, fix)
            return
        way.append(found.address)
        if found.address in way[:-1]:
            message = f"`superseded` goes in a circle: {' → '.join(f'/{one}' for one in way)}."
            fix = "Delete `superseded:` in the page that is in force."
            yield Problem(page.path, line, "superseded-in-circle", message, fix)
            return


def _successor(id: str, addresses: Addresses, known: Iterable[str], otherwise: str) -> str:
    """What to write instead of `id`, which is none of the `known`."""
    now = addresses.now(id)
    page = addresses.withdrawn.get(now or "")
    if now in addresses.statements:
        return f"It was renamed: write `{now}`."
    if page:
        return f"It is withdrawn, as {page.path} says. Delete it here."
    if ids := [one for one in known if section_of(one) == id]:
        return f"With it begin the ids of others. Write such as `{ids[0]}`."
    published = addresses.ledger.homes
    if id in published or id in map(section_of, published):
        return "It has been published and is gone: write the id of what took over, or delete it here."
    return did_you_mean(similar(id, known), otherwise)


def _named(front: Facts) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every id of a statement in the front matter, with its place there."""
    for key in ("holds", "mentions"):
        for n, id in enumerate(getattr(front, key)):
            yield (key, n), id
    for m, row in enumerate(front.rows):
        for key in ("says", "near"):
            for n, id in enumerate(getattr(row, key)):
                yield ("rows", m, key, n), id


def _grouped(front: Facts) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every id of a statement or a section in an audience's groups, with its place."""
    for m, group in enumerate(front.groups):
        for n, id in enumerate(group.statements):
            yield ("groups", m, "statements", n), id


def _pages(page: Page, front: Facts, known: set[str], hidden: Unseen) -> Iterator[Problem]:
    for m, group in enumerate(front.groups):
        for n, id in enumerate(group.see):
            where = page.path, page.line_of("groups", m, "see", n)
            yield from named_page(where, "see", id, known, hidden)


def named_page(where: tuple[str, int], key: str, id: str, known: Set[str], hidden: Unseen) -> Iterator[Problem]:
    """That the page `id`, which `key` names at the path and line `where`, is in a draft or not there. `known` are the ids of all
    pages in the default language."""
    draft = hidden.page(id)
    if draft:
        yield hidden.only_in_draft(*where, f"`{key}` names `{id}`", draft)
    elif id not in known:
        fix = did_you_mean(
            get_close_matches(id, known, n=1), "Write its path below its language's folder, such as `index.md`."
        )
        yield Problem(*where, "unknown-page", f"`{key}` names `{id}`, and there is no such page.", fix)


# What is shown on a page of one kind alone.
_SHOWN = {
    Kind.named_value: ("holds", "mentions"),
    Kind.theme: ("rows",),
    Kind.audience: ("choice", "groups", "reading_paths"),
}


def _content(page: Page, front: Facts) -> Iterator[Problem]:
    line = page.line_of("kind")
    if Kind.named_value in front.kind and not front.holds:
        message = "A page of kind named-value says in which statements it is a value, and this one does not."
        yield Problem(page.path, line, "no-holder", message, "Add a line `holds: [ids of statements]`.")
    if Kind.theme in front.kind and not front.rows:
        message = "A page of kind theme compares what places say, and this one has no rows."
        yield Problem(page.path, line, "no-rows", message, "Add `rows:`, each with `id`, `title` and `says`.")
    if Kind.audience in front.kind and not front.groups:
        message = "A page of kind audience shows groups of statements, and this one has none."
        yield Problem(page.path, line, "no-groups", message, "Add `groups:`, each with `id`, `title` and `statements`.")
    for m, row in enumerate(front.rows):
        if not (row.says or row.near):
            message = f"The row `{row.id}` names no statement, and would be empty."
            yield Problem(
                page.path, page.line_of("rows", m, "says"), "no-rows", message, "Name some, or delete the row."
            )
    yield from _not_shown(page, front)


def _not_shown(page: Page, front: Facts) -> Iterator[Problem]:
    for kind, key in ((kind, key) for kind, keys in _SHOWN.items() if kind not in front.kind for key in keys):
        if getattr(front, key):
            message = f"A page of kind {', '.join(front.kind)} shows no `{key}:`, and readers would get nothing of it."
            fix = f"Delete it, or write `kind: {kind.value}`."
            yield Problem(page.path, page.line_of(key), "not-shown", message, fix)
