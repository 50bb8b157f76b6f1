"""Alike: twins have the same headings, on the same levels, and lead to the same pages. What a translation lacks besides statements is
seen by this alone."""

from collections.abc import Collection, Iterator
from itertools import zip_longest
from typing import NamedTuple

from waymarks.problems import Problem, Weight
from waymarks.source import Content, Page, file_meant
from waymarks.text.links import Link
from waymarks.text.markup import is_elsewhere

# An id by its page's language and path below that.
_Places = Collection[tuple[str, str]]


class _Stands(NamedTuple):
    """A heading by its signs, or a statement by its id, with its line and how an editor knows it."""

    line: int
    sign: str
    shown: str


def check(content: Content, wrong: Collection[str]) -> Iterator[Problem]:
    """`other-headings` and `other-links`, at the translation: mostly it is the one that lacks something. What is `wrong` by its path is
    not asked, nor is its twin: the difference follows from that."""
    by_place = {(page.language.code, page.id): page for page in content.pages}
    default = content.languages[0].code
    for (code, id), twin in by_place.items():
        page = by_place.get((default, id))
        if page and code != default and not {page.path, twin.path}.intersection(wrong):
            yield from _headings(page, twin)
            yield from _links(page, twin, by_place)


def _headings(page: Page, twin: Page) -> Iterator[Problem]:
    """The first that differs; the rest may follow from it. Statements tell where; those that differ themselves are told of as such."""
    shared = {one.id for one in page.statements} & {one.id for one in twin.statements}
    for ours, theirs in zip_longest(_outline(page, shared), _outline(twin, shared)):
        if not ours or not theirs or ours.sign != theirs.sign:
            if any(one and one.sign.startswith("#") for one in (ours, theirs)):
                there = f"{ours.shown} in line {ours.line}" if ours else "nothing more"
                here = theirs.shown if theirs else "nothing more"
                message = f"From here on the headings are not those of {page.path}: there is {there}, and here {here}."
                line = theirs.line if theirs else twin.headings[-1].line if twin.headings else 1
                fix = "Give both the same headings, on the same levels."
                yield Problem(twin.path, line, "other-headings", message, fix, Weight.notice)
            return


def _outline(page: Page, shared: Collection[str]) -> list[_Stands]:
    ids = {one.line: one.id for one in page.statements if one.id in shared}
    headings = {one.line: one for one in page.headings}
    outline = [_Stands(line, id, f"`{id}`") for line, id in ids.items() if line not in headings]
    for line, one in headings.items():
        signs = "#" * one.level
        outline.append(_Stands(line, f"{signs}{ids.get(line, '')}", f"'{signs} {one.text}'"))
    return sorted(outline)


def _links(page: Page, twin: Page, there: _Places) -> Iterator[Problem]:
    ours, theirs = _led_to(page, twin, there), _led_to(twin, page, there)
    lacking, more = ([of[id] for id in of if id not in other] for of, other in ((ours, theirs), (theirs, ours)))
    for lacks, has in zip_longest(lacking, more):
        if lacks and has:
            message = f"The link leads to {has.target!r}, and in {page.path}:{lacks.line} to {lacks.target!r}."
        elif lacks:
            message = f"{page.path}:{lacks.line} links to {lacks.target!r}, and nothing here does."
        else:
            message = f"The link leads to {has.target!r}, and no link in {page.path} does."
        fix = "Link to the same pages in both languages."
        yield Problem(twin.path, has.line if has else 1, "other-links", message, fix, Weight.notice)


def _led_to(page: Page, twin: Page, there: _Places) -> dict[str, Link]:
    """The pages that it links to, by id, each with the first such link: those that are there in both languages."""
    own = f"docs/{page.language.code}/"
    found: dict[str, Link] = {}
    for link in page.links:
        id = file_meant(page, link).removeprefix(own)
        if not is_elsewhere(link.target) and all((one.language.code, id) in there for one in (page, twin)):
            found.setdefault(id, link)
    return found
