"""Statement ids: well formed, once in the site, present where the kind of page demands them, and each of a kind."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from waymarks.problems import Problem
from waymarks.schema import Facts
from waymarks.source import Page

_WELL_FORMED = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+")


def check(pages: tuple[Page, ...]) -> Iterator[Problem]:
    first: dict[tuple[str, str], str] = {}
    for page in pages:
        if isinstance(page.front, Facts) and page.front.presents_source and not page.statements:
            kinds = ", ".join(page.front.kind)
            yield Problem(
                page.path,
                1,
                "no-statements",
                f"A page of kind {kinds} holds statements, and this one has none.",
                "Give each statement an id: a line `{: #place-subject-01 }` below it.",
            )
        if isinstance(page.front, Facts) and page.statements:
            yield from _kinds(page, page.front)
        for statement in page.statements:
            place = f"{page.path}:{statement.line}"
            if not _WELL_FORMED.fullmatch(statement.id):
                yield Problem(
                    page.path,
                    statement.line,
                    "bad-statement-id",
                    f"`{statement.id}` is not a statement id.",
                    "Use small letters a–z, digits and hyphens: `jh-vaerdier-02`.",
                )
            if not statement.text:
                yield Problem(
                    page.path,
                    statement.line,
                    "empty-statement",
                    f"The statement `{statement.id}` has no words.",
                    f"Put `{{: #{statement.id} }}` directly below its text, with no empty line between.",
                )
            earlier = first.setdefault((page.language.code, statement.id), place)
            if earlier != place:
                yield Problem(
                    page.path,
                    statement.line,
                    "id-used-twice",
                    f"The id `{statement.id}` is used already, in {earlier}.",
                    "Give this statement an id of its own.",
                )


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
