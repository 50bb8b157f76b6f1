"""Restating: what is still to be written on pages, one statement after the other, and the pages with it written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path

from waymarks.founding.places import escaped
from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.reading.drafts import GAP, is_gap
from waymarks.reading.schema import Facts
from waymarks.reading.settings import Language
from waymarks.reading.working_texts import Point, quoted
from waymarks.source import Content, Page, section_of

# Where a point or a heading begins; and what no paragraph or point goes on from: a blank line, a heading, the line below one.
_POINT = r"\s*(?:[-*+]|\d+[.)])\s"
_BEGINS = re.compile(rf"\s*#|{_POINT}")
_ENDS = re.compile(r"\s*(?:#|-{3}|={3}|$)")
# A gap as it stands in a line; an editor may have typed three points.
_GAP = re.compile(rf"{GAP}|(?<!\S)\.+(?=[\s:]|$)")


@dataclass(frozen=True)
class Gap:
    """A statement or heading that lacks words in some languages. `lines` are those of the gaps, by language.

    `page` is its page's id, `statement` its id or None, `says` the document's words, or what the first language's page
    has, and `above` the statement before it on its page. `where` is the working text that has the point, if there is one.
    `headings` are the lines of a heading in all languages, and `nth` says which of the page's headings it is.
    """

    page: str
    statement: str | None
    says: str
    lines: Mapping[Language, int]
    above: str | None = None
    where: str | None = None
    headings: Mapping[Language, int] = field(default_factory=dict)
    nth: int | None = None


def gaps(content: Content, source: str | None = None) -> Iterator[Gap]:
    """All of them, or those of one document, in the order of the document; what is of none comes last."""
    pages = content.with_drafts.pages
    points = {point.statement: (text.path, point) for text in content.working_texts for point in text.points}
    heads = {(one.section, one.text.lower()): (text.path, one) for text in content.working_texts for one in text.points}
    order = {section_of(id): n for n, id in reversed(list(enumerate(filter(None, points))))}

    def place(page: Page) -> int:
        return min((order.get(one.section, len(order)) for one in page.statements), default=len(order))

    for page in sorted(pages, key=place):
        if page.language.default and isinstance(page.front, Facts) and (source in (None, page.front.source)):
            twins = [one for one in pages if one.id == page.id]
            found = [*_of_statements(page, twins, points), *_of_headings(page, twins, heads)]
            yield from (gap for _, gap in sorted(found, key=lambda one: one[0]))


def _of_statements(
    page: Page, twins: list[Page], points: Mapping[str | None, tuple[str, Point]]
) -> Iterator[tuple[int, Gap]]:
    """With the line on the first language's page."""
    above: str | None = None
    for one in page.statements:
        lines = {
            twin.language: each.line
            for twin in twins
            for each in twin.statements
            if each.id == one.id and is_gap(each.text)
        }
        if lines:
            path, point = points.get(one.id, (None, None))
            yield one.line, Gap(page.id, one.id, point.text if point else one.text, lines, above, path)
        above = one.id


def _of_headings(
    page: Page, twins: list[Page], heads: Mapping[tuple[str | None, str], tuple[str, Point]]
) -> Iterator[tuple[int, Gap]]:
    """A heading without an id stands at the same place among the headings of each language."""
    section = page.statements[0].section if page.statements else None
    ids = {(twin.language, one.line) for twin in twins for one in twin.statements if one.element == "heading"}
    for n, heading in enumerate(page.headings):
        there = {one.language: one.headings[n] for one in twins if len(one.headings) == len(page.headings)}
        lines = {one: each.line for one, each in there.items() if is_gap(each.text) and (one, each.line) not in ids}
        if lines and (page.language, heading.line) not in ids:
            path, point = heads.get((section, heading.text.lower()), (None, None))
            every = {one: each.line for one, each in there.items()}
            yield heading.line, Gap(page.id, None, point.text if point else heading.text, lines, None, path, every, n)


def write(root: Path, gap: Gap, language: Language, words: str) -> None:
    """Put the words where the gap is now: somebody may have written on the page since. Raises Failure, OSError."""
    file = root / "docs" / language.code / gap.page
    lines = file.read_text("utf-8").split("\n")
    at = _marked(lines, f"#{gap.statement}") if gap.statement else gap.lines[language] - 1
    places = [n for n in (at, at - 1) if 0 <= n < len(lines) and _GAP.search(lines[n])] if at is not None else []
    if not places:
        raise Failure(f"docs/{language.code}/{gap.page} has changed meanwhile, and nothing is written. Run it again.")
    lines[places[0]] = _GAP.sub(lambda _: escaped(" ".join(words.split())), lines[places[0]], count=1)
    disk.write(file, "\n".join(lines))


def take_out(root: Path, gap: Gap, languages: tuple[Language, ...], account: str) -> None:
    """Take the statement or heading out of the pages, and let the working text say what became of it: `merged_into: …` or
    `left_out: …`. Raises OSError."""
    if gap.where:
        disk.write(root / gap.where, accounted((root / gap.where).read_text("utf-8"), gap, account))
    for language in languages:
        file = root / "docs" / language.code / gap.page
        if file.is_file() and (gap.statement or language in gap.headings):
            lines = file.read_text("utf-8").split("\n")
            rest = (
                _without(lines, f"#{gap.statement}")
                if gap.statement
                else _without_heading(lines, gap.headings[language])
            )
            disk.write(file, "\n".join(rest))


def accounted(text: str, gap: Gap, account: str) -> str:
    """The working text that says so of the gap's point."""
    way = f"statement: {gap.statement}" if gap.statement else r"section: \S+"
    before = "" if gap.statement else re.escape(f"    text: {quoted(gap.says)}\n")
    return re.sub(rf"(?m)^({before})    {way}$", lambda found: f"{found[1]}    {account}", text, count=1)


def _without_heading(lines: list[str], number: int) -> list[str]:
    """And without the empty line below it."""
    rest = number + 1 if number < len(lines) and not lines[number].strip() else number
    return [*lines[: number - 1], *lines[rest:]]


def _marked(lines: list[str], id: str) -> int | None:
    """The line with the id."""
    return next((n for n, line in enumerate(lines) if re.search(rf"{re.escape(id)}[ }}]", line)), None)


def _without(lines: list[str], id: str) -> list[str]:
    at = _marked(lines, id)
    if at is None:
        return lines
    first = last = at
    while first and not _BEGINS.match(lines[first]) and not _ENDS.match(lines[first - 1]):
        first -= 1
    alone = not re.match(_POINT, lines[first])
    if alone and last + 1 < len(lines) and not lines[last + 1].strip():
        last += 1
    rest = lines[last + 1 :]
    return [*lines[:first], *(rest if alone else _raised(rest, lines[first]))]


def _raised(lines: list[str], point: str) -> list[str]:
    """With what stood below the point, which is gone, in its place: else it would belong to the point above, or be code."""
    deeper = " " * (len(point) - len(point.lstrip()) + 4)
    below = list(takewhile(lambda line: line.startswith(deeper), lines))
    return [*(line[4:] for line in below), *lines[len(below) :]]
