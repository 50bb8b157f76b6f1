"""What a page derives from statements is there: every id that it names is a statement."""

from collections.abc import Iterator
from difflib import get_close_matches

from waymarks.addresses import Addresses
from waymarks.problems import Problem
from waymarks.schema import Facts, Kind
from waymarks.source import Page


def check(pages: tuple[Page, ...], addresses: Addresses) -> Iterator[Problem]:
    for page in pages:
        if isinstance(page.front, Facts):
            yield from _ids(page, page.front, addresses)
            yield from _content(page, page.front)


def _ids(page: Page, front: Facts, addresses: Addresses) -> Iterator[Problem]:
    for place, id in _named(front):
        if id not in addresses.statements:
            fix = _successor(id, addresses)
            message = f"`{place[-2]}` names `{id}`, and no statement has that id."
            yield Problem(page.path, page.line_of(*place), "unknown-statement", message, fix)


def _successor(id: str, addresses: Addresses) -> str:
    """What to write instead of `id`, which is no statement's."""
    now = addresses.now(id)
    page = addresses.withdrawn.get(now or "")
    if now in addresses.statements:
        return f"It was renamed: write `{now}`."
    if page:
        return f"It is withdrawn, as {page.path} says. Delete it here."
    near = get_close_matches(id, addresses.statements, n=1)
    return f"Did you mean `{near[0]}`?" if near else "Write the id of a statement."


def _named(front: Facts) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Every id of a statement in the front matter, with its place there."""
    for key in ("holds", "mentions"):
        for n, id in enumerate(getattr(front, key)):
            yield (key, n), id
    for m, row in enumerate(front.rows):
        for key in ("says", "near"):
            for n, id in enumerate(getattr(row, key)):
                yield ("rows", m, key, n), id


def _content(page: Page, front: Facts) -> Iterator[Problem]:
    line = page.line_of("kind")
    if Kind.named_value in front.kind and not front.holds:
        message = "A page of kind named-value says in which statements it is a value, and this one does not."
        yield Problem(page.path, line, "no-holder", message, "Add a line `holds: [ids of statements]`.")
    if Kind.theme in front.kind and not front.rows:
        message = "A page of kind theme compares what places say, and this one has no rows."
        yield Problem(page.path, line, "no-rows", message, "Add `rows:`, each with `id`, `title` and `says`.")
