"""Drafts: nothing is published in which something is still to be written."""

import re
from collections.abc import Iterable, Iterator

from waymarks.problems import Problem
from waymarks.reading.drafts import is_gap
from waymarks.reading.glossary import FILE, Glossary
from waymarks.reading.working_texts import Point
from waymarks.source import Content, Page
from waymarks.text.blocks import texts_of
from waymarks.text.slips import short

# What nobody means who publishes it. In square brackets whatever is to be done; in round ones, in which a text may ask its reader
# to write, only with the words that a writer has for his own. "XXX" is no thirty here, and "TODO-liste" is a word.
_LEFT = re.compile(
    r"\[(?:indsæt|skriv(?! til\b)|udfyld|tilføj|uddyb|insert|write(?! to\b)|fill in|add)\b[^][]*\](?!\s*\()"
    r"|\((?:indsæt|skriv|udfyld|tilføj|insert|write|fill in|add)(?: (?:mere|noget|tekst|teksten|more|something|text|the text))+"
    r"(?: (?:her|here))?[.!…]*\)"
    r"|\blorem ipsum\b|\bklik (?:eller tryk )?her for at (?:skrive|angive) (?:tekst|en dato)\b"
    r"|\bclick (?:or tap )?here to enter (?:text|a date)\b"
    r"|(?-i:(?<![\w.-])(?:TODO|FIXME)(?![\w-]))|(?<![\w./-])x{3,}(?![\w-]|\.\w)|(?<![^\s(])\?{3,}(?=[\s.,;:)]|$)",
    re.IGNORECASE,
)


def check(content: Content) -> Iterator[Problem]:
    """Gaps, each with what the document says there, if it has a working text, and what was to be replaced by a text."""
    yield from _gaps(content)
    for page in content.pages:
        front = page.front.model_dump() if page.front else {}
        written = [(page.line_of(*place), text) for place, text in texts_of(front)]
        yield from _left(page.path, (*written, *((one.line, one.text) for one in page.blocks)))
    yield from _left(FILE, _explained(content.glossary))


def _left(path: str, texts: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    for line, text in texts:
        for found in _LEFT.finditer(text):
            message = f"Something is still to be written where {short(found[0])} stands."
            yield Problem(path, line, "not-written", message, "Write it, or delete this.")


def _explained(glossary: Glossary) -> Iterator[tuple[int, str]]:
    """What readers see of it, each with its line."""
    for term in glossary.terms:
        for code, wording in term.wordings.items():
            yield term.line_of(code), wording.word
            yield term.line_of(f"def_{code}"), wording.definition


def _gaps(content: Content) -> Iterator[Problem]:
    says = {point.statement: (one.path, point) for one in content.working_texts for point in one.points}
    for page in content.pages:
        gaps = [one for one in page.statements if is_gap(one.text)]
        yield from (_gap(page, one.line, one.id, says.get(one.id)) for one in gaps)
        # A statement's line is that of its id, which is the next one where that stands below its text.
        told = {line for one in gaps for line in (one.line, one.line - 1)}
        yield from (_gap(page, one.line) for one in page.texts if is_gap(one.text) and one.line not in told)


def _gap(page: Page, line: int, id: str | None = None, says: tuple[str, Point] | None = None) -> Problem:
    what = f"The statement `{id}` is" if id else "Here something is"
    fix = f"Write it instead of `…`, in this page's language ({page.language.name})."
    message = f"{what} not written yet."
    if says:
        path, point = says
        message = f"{message} The document says (in {path}:{point.line}): {point.text!r}."
        fix = f"{fix} python3 scripts/new.py restate asks you for one after the other."
    return Problem(page.path, line, "not-written", message, fix)
