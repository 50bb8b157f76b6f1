"""Dates: what has been done was done on a day that has been."""

from collections.abc import Iterator
from datetime import date

from waymarks.problems import Problem
from waymarks.reading.schema import Facts
from waymarks.source import Page, with_facts


def check(pages: tuple[Page, ...], today: date) -> Iterator[Problem]:
    """`future-date` and `two-notes-a-day`. A page whose front matter can't be used says nothing of days."""
    for page in pages:
        yield from _two_notes(page)
    for page, front in with_facts(pages):
        for place, done in _days(front):
            day = str(done)
            if day > today.isoformat()[: len(day)]:
                message = f"`{place[-1]}` is {day}, and today is {today}."
                fix = "Write the day on which it was done."
                yield Problem(page.path, page.line_of(*place), "future-date", message, fix)


def _two_notes(page: Page) -> Iterator[Problem]:
    """The news have one note for a page and a day."""
    first: dict[date, int] = {}
    for n, note in enumerate(page.front.changes if page.front else ()):
        line = page.line_of("changes", n, "on")
        if first.setdefault(note.on, line) != line:
            message = f"The note of {note.on} stands in line {first[note.on]} already."
            yield Problem(page.path, line, "two-notes-a-day", message, "Write what both say in one of them.")


def _days(front: Facts) -> Iterator[tuple[tuple[str | int, ...], date | str]]:
    """Every date in the front matter of what has been done, or the month or year of it, with its place there."""
    if front.reviewed:
        yield ("reviewed",), front.reviewed
    if front.superseded:
        yield ("superseded", "on"), front.superseded.on
    if front.withdrawn:
        yield ("withdrawn", "on"), front.withdrawn.on
    for key in ("changes", "withdrawn_statements"):
        for n, entry in enumerate(getattr(front, key)):
            yield (key, n, "on"), entry.on
    for n, source in enumerate(front.sources):
        if source.adopted:
            yield ("sources", n, "adopted"), source.adopted
