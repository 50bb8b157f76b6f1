"""Statement ids: well formed, once in the site, and present where the kind of page demands them."""

import re
from collections.abc import Iterator

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
            earlier = first.setdefault((page.language.code, statement.id), place)
            if earlier != place:
                yield Problem(
                    page.path,
                    statement.line,
                    "id-used-twice",
                    f"The id `{statement.id}` is used already, in {earlier}.",
                    "Give this statement an id of its own.",
                )
