"""What a page derives from statements is there: every id that it names is a statement."""

from collections.abc import Iterator
from difflib import get_close_matches

from waymarks.problems import Problem
from waymarks.schema import Facts, Kind
from waymarks.source import Page


def check(pages: tuple[Page, ...]) -> Iterator[Problem]:
    known = {statement.id for page in pages if page.language.default for statement in page.statements}
    for page in pages:
        front = page.front
        if not isinstance(front, Facts):
            continue
        for key in ("holds", "mentions"):
            for n, id in enumerate(getattr(front, key)):
                if id not in known:
                    near = get_close_matches(id, known, n=1)
                    fix = f"Did you mean `{near[0]}`?" if near else "Write the id of a statement."
                    message = f"`{key}` names `{id}`, and no statement has that id."
                    yield Problem(page.path, page.line_of(key, n), "unknown-statement", message, fix)
        if Kind.named_value in front.kind and not front.holds:
            message = "A page of kind named-value says in which statements it is a value, and this one does not."
            yield Problem(
                page.path, page.line_of("kind"), "no-holder", message, "Add a line `holds: [ids of statements]`."
            )
