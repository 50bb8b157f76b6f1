"""Restating: what is still to be written on pages, one statement after the other, and the pages with it written."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from waymarks import disk
from waymarks.drafts import GAP, is_gap
from waymarks.places import escaped
from waymarks.schema import Facts
from waymarks.settings import Language
from waymarks.source import Content, Page
from waymarks.working_texts import Point


@dataclass(frozen=True)
class Gap:
    """A statement or heading that lacks words in some languages. `lines` are those of the gaps, by language.

    `page` is its page's id, `statement` its id or None, `says` the document's words, or what the first language's page
    has, and `above` the statement before it on its page. `where` is the working text that has the point, if there is one.
    """

    page: str
    statement: str | None
    says: str
    lines: Mapping[Language, int]
    above: str | None = None
    where: str | None = None


def gaps(content: Content, source: str | None = None) -> Iterator[Gap]:
    """All of them, or those of one document, in the order of the document; what is of none comes last."""
    pages = content.with_drafts.pages
    points = {point.statement: (text.path, point) for text in content.working_texts for point in text.points}
    order = {id.rpartition("-")[0]: n for n, id in reversed(list(enumerate(filter(None, points))))}

    def place(page: Page) -> int:
        return min((order.get(one.section, len(order)) for one in page.statements), default=len(order))

    for page in sorted(pages, key=place):
        if page.language.default and isinstance(page.front, Facts) and (source in (None, page.front.source)):
            twins = [one for one in pages if one.id == page.id]
            yield from _of_statements(page, twins, points)
            yield from _of_headings(page, twins)


def _of_statements(page: Page, twins: list[Page], points: Mapping[str | None, tuple[str, Point]]) -> Iterator[Gap]:
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
            yield Gap(page.id, one.id, point.text if point else one.text, lines, above, path)
        above = one.id


def _of_headings(page: Page, twins: list[Page]) -> Iterator[Gap]:
    """A heading without an id stands at the same place among the headings of each language."""
    ids = {one.line for twin in twins for one in twin.statements if one.element == "heading"}
    for n, heading in enumerate(page.headings):
        lines = {
            twin.language: twin.headings[n].line
            for twin in twins
            if len(twin.headings) == len(page.headings)
            and is_gap(twin.headings[n].text)
            and twin.headings[n].line not in ids
        }
        if lines and heading.line not in ids:
            yield Gap(page.id, None, heading.text, lines)


def write(root: Path, gap: Gap, language: Language, words: str) -> None:
    """Put the words where the gap is. Raises OSError."""
    file = root / "docs" / language.code / gap.page
    lines = file.read_text("utf-8").split("\n")
    number = _line(lines, gap.lines[language])
    lines[number] = lines[number].replace(GAP, escaped(" ".join(words.split())), 1)
    disk.write(file, "\n".join(lines))


def take_out(root: Path, gap: Gap, languages: tuple[Language, ...], account: str) -> None:
    """Take the statement out of the pages, and let the working text say what became of it: `merged_into: …` or
    `left_out: …`. Raises OSError."""
    if gap.where:
        text = (root / gap.where).read_text("utf-8")
        disk.write(root / gap.where, text.replace(f"    statement: {gap.statement}\n", f"    {account}\n", 1))
    for language in languages:
        file = root / "docs" / language.code / gap.page
        if file.is_file():
            lines = file.read_text("utf-8").split("\n")
            disk.write(file, "\n".join(_without(lines, f"#{gap.statement}")))


def _line(lines: list[str], number: int) -> int:
    """Where the gap stands: on the line of its id, or the one above."""
    return number - 1 if GAP in lines[number - 1] else number - 2


def _without(lines: list[str], id: str) -> list[str]:
    at = next((n for n, line in enumerate(lines) if re.search(rf"{re.escape(id)}[ }}]", line)), None)
    if at is None:
        return lines
    first = at if lines[at].lstrip().startswith(("#", "-")) else at - 1
    last = at
    alone = not lines[first].lstrip().startswith("-")
    if alone and last + 1 < len(lines) and not lines[last + 1].strip():
        last += 1
    return [*lines[:first], *lines[last + 1 :]]
