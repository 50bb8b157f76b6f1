"""Structure: what those who listen to a page find their way by: its headings, and the headers of its tables."""

from collections.abc import Collection, Iterator
from itertools import pairwise, zip_longest

from waymarks.problems import Problem, Weight
from waymarks.source import Page, with_facts


def check(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Main headings that are missing or stand twice, `empty-heading`, `skipped-level` and `table-without-headers`."""
    for page in pages:
        if page.readable and page.front:
            yield from _main(page)
        yield from _levels(page)
        yield from _tables(page)


def _main(page: Page) -> Iterator[Problem]:
    main = [heading for heading in page.headings if heading.level == 1]
    if not main:
        message = "The page has no main heading."
        yield Problem(page.path, 1, "no-main-heading", message, f"Write `# {page.title}` above its text.")
    for heading in main[1:]:
        message = f"The page has a main heading already, in line {main[0].line}."
        yield Problem(page.path, heading.line, "second-main-heading", message, "Begin this one with `##`.")


def _levels(page: Page) -> Iterator[Problem]:
    told = {statement.line for statement in page.statements if not statement.text}  # [empty-statement] says it
    for heading in page.headings:
        if not heading.text and heading.line not in told:
            message = "The heading has no words."
            yield Problem(page.path, heading.line, "empty-heading", message, "Write it, or delete the line.")
    for above, heading in pairwise(page.headings):
        if heading.level > above.level + 1:
            signs = "#" * (above.level + 1)
            message = f"The heading is on level {heading.level}, and the one above it on level {above.level}."
            yield Problem(page.path, heading.line, "skipped-level", message, f"Begin it with `{signs}`.")


def nothing_below(pages: tuple[Page, ...], wrong: Collection[str]) -> Iterator[Problem]:
    """Headings of which nothing is said. What is `wrong` by its path is not asked."""
    special = {page.id for page, front in with_facts(pages) if front.template != "main.html"}
    for page in pages:
        yield from _nothing_below(page, page.id in special) if page.path not in wrong else ()


def _nothing_below(page: Page, goes_on: bool) -> Iterator[Problem]:
    """A statement may be a heading alone, and so may the title. A page of a special kind `goes_on` below its text."""
    statements = {statement.line for statement in page.statements}
    for heading, following in zip_longest(page.headings, page.headings[1:]):
        is_last = following is None and not goes_on
        is_empty = heading.alone and (is_last or (following and following.level <= heading.level))
        if is_empty and heading.text and heading.level > 1 and heading.line not in statements:
            message = f"Nothing stands below the heading {heading.text!r}."
            fix = "Write it, or delete the heading."
            yield Problem(page.path, heading.line, "empty-heading", message, fix, Weight.notice)


def _tables(page: Page) -> Iterator[Problem]:
    for table in page.tables:
        if not table.headers:
            message = "These rows are no table: no line of hyphens stands below the first."
            fix = "Write `|` between the cells, a row of headers, and below it a line such as `|---|---|`."
            yield Problem(page.path, table.line, "table-without-headers", message, fix)
        elif not all(table.headers):
            empty = ", ".join(str(n) for n, words in enumerate(table.headers, start=1) if not words)
            message = f"The table has no header above column {empty}."
            yield Problem(page.path, table.line, "table-without-headers", message, "Say in a word what stands there.")
