"""Statement ids: well formed, once in the site, present where the kind of page demands them, and each of a kind."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from difflib import get_close_matches

from waymarks.files import is_whole
from waymarks.problems import Problem
from waymarks.schema import LONGEST, Facts
from waymarks.slugs import slug
from waymarks.source import Page, Statement

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


def check(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """`bad-statement-id`, `id-used-twice`, `empty-statement`; `no-statements` where a page should have some; and sections of
    no kind."""
    first: dict[tuple[str, str], str] = {}
    for page in pages:
        if isinstance(page.front, Facts) and page.front.presents_source and not page.statements:
            kinds = ", ".join(page.front.kind)
            message = f"A page of kind {kinds} holds statements, and this one has none."
            fix = "Give each statement an id: a line `{: #place-subject-01 }` below it."
            yield Problem(page.path, 1, "no-statements", message, fix)
        if isinstance(page.front, Facts) and page.statements:
            yield from _kinds(page, page.front)
        for statement in page.statements:
            yield from _form(page.path, statement)
            place = f"{page.path}:{statement.line}"
            earlier = first.setdefault((page.language.code, statement.id), place)
            if earlier != place:
                message = f"The id `{statement.id}` is used already, in {earlier}."
                fix = "Give this statement an id of its own."
                yield Problem(page.path, statement.line, "id-used-twice", message, fix)


def _form(path: str, statement: Statement) -> Iterator[Problem]:
    # A character that no text has is told of as such.
    if not _WELL_FORMED.fullmatch(statement.id) and is_whole(statement.id):
        message = f"`{statement.id}` is not a statement id."
        meant = _meant(statement.id)
        example = meant if meant != statement.id else "jh-vaerdier-02"
        fix = f"Use small letters a–z, digits and hyphens: `{example}`."
        yield Problem(path, statement.line, "bad-statement-id", message, fix)
    elif len(statement.id) > LONGEST:
        message = f"The id `{statement.id[:20]}…` has {len(statement.id)} characters, and {LONGEST} is the most."
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
    for section in front.sections:
        if section not in sections:
            near = get_close_matches(section, sections, n=1)
            fix = f"Did you mean `{near[0]}`?" if near else f"Write one of: {', '.join(sections)}."
            message = f"`kind` names the section `{section}`, and no statement's id begins so."
            yield Problem(page.path, page.line_of("kind", section), "unknown-section", message, fix)
    for section in sections:
        if section not in front.sections:
            line = next(one.line for one in page.statements if one.section == section)
            message = f"`kind` does not say of which kind the statements of `{section}` are."
            yield Problem(
                page.path, line, "section-without-kind", message, f"Add a line `  {section}: …` below `kind:`."
            )
