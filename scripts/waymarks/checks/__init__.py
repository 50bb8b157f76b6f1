"""Check: pages in, problems out. Each module owns one kind of rule; none of them stops another."""

from itertools import chain

from waymarks.checks import links, organisations, statements, twins
from waymarks.problems import Problem
from waymarks.source import Page


def check(pages: tuple[Page, ...], assets: frozenset[str] = frozenset()) -> list[Problem]:
    """Everything that is wrong in the content, in the order of path and line, each thing once.

    `assets` are the paths of the other files that a page may link to.
    """
    found = chain(
        *(page.problems for page in pages),
        organisations.check(pages),
        statements.check(pages),
        twins.check(pages),
        links.check(pages, assets),
    )
    return sorted(set(found))
