"""Check: the content in, problems out. Each module owns one kind of rule; none of them stops another."""

from itertools import chain

from waymarks.checks import links, organisations, paths, statements, translations, twins, values
from waymarks.problems import Problem
from waymarks.source import Content


def check(content: Content) -> list[Problem]:
    """Everything that is wrong in the content, in the order of path and line, each thing once."""
    found = chain(
        *(page.problems for page in content.pages),
        organisations.check(content.pages),
        statements.check(content.pages),
        values.check(content.pages),
        paths.check(content.pages),
        twins.check(content.pages, content.languages),
        translations.check(content.pages, content.languages, content.ledger),
        links.check(content.pages, content.assets),
    )
    return sorted(set(found))
