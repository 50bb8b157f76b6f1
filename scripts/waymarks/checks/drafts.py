"""Drafts: nothing is published in which something is still to be written."""

from collections.abc import Iterator

from waymarks.problems import Problem
from waymarks.reading.drafts import is_gap
from waymarks.reading.glossary import FILE, Glossary
from waymarks.reading.working_texts import Point
from waymarks.source import Content, Page
from waymarks.text.leftovers import leftovers
from waymarks.text.slips import short


def check(content: Content) -> Iterator[Problem]:
    """Gaps, each with what the document says there, if it has a working text, and what was to be replaced by a text."""
    yield from _gaps(content)
    found = [(page.path, one) for page in content.pages for one in page.leftovers]
    explained = [*_explained(content.glossary)]
    found += [
        (FILE, one) for one in (*leftovers(explained), *((line, text) for line, text in explained if is_gap(text)))
    ]
    for path, (line, words) in found:
        message = f"Something is still to be written where {short(words)} stands."
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
        yield from (_gap(page, line) for line in page.gaps if line not in told)


def _gap(page: Page, line: int, id: str | None = None, says: tuple[str, Point] | None = None) -> Problem:
    what = f"The statement `{id}` is" if id else "Here something is"
    fix = f"Write it instead of `…`, in this page's language ({page.language.name})."
    message = f"{what} not written yet."
    if says:
        path, point = says
        message = f"{message} The document says (in {path}:{point.line}): {point.text!r}."
        fix = f"{fix} python3 scripts/new.py restate asks you for one after the other."
    return Problem(page.path, line, "not-written", message, fix)
