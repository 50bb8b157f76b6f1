"""People: nobody's CPR number, and nobody's telephone or e-mail address but those the owner has declared."""

import re
from collections.abc import Iterator

from waymarks.problems import Problem
from waymarks.reading.files import File
from waymarks.reading.pictures import words
from waymarks.source import Page
from waymarks.text.people import cpr_numbers, email_addresses, phone_numbers, same_number

# What draws a picture is figures, and none of them are people's.
_DRAWING = re.compile(r"""\s(?:d|points|transform|viewBox|values|x|y|width|height)\s*=\s*(?:"[^"]*"|'[^']*')""")


def check(files: tuple[File, ...], pages: tuple[Page, ...], contact: tuple[str, ...]) -> Iterator[Problem]:
    """`contact` is what may be told of the owner. A number is never part of the message."""
    for page in pages:
        yield from (_number(page.path, line) for line in page.read_numbers)
    for file in files:
        yield from _cpr(file.path, 1, file.path)
        text = file.text or ""
        picture = file.path.endswith(".svg")
        if picture:
            yield from () if any(cpr_numbers(text)) else _cpr(file.path, 1, words(text))
            text = _DRAWING.sub(lambda match: "\n" * match[0].count("\n"), text)
        for number, line in enumerate(text.split("\n"), start=1):
            yield from _cpr(file.path, number, line)
            yield from () if picture else _contact(file.path, number, line, contact)


def check_beside(files: tuple[File, ...]) -> Iterator[Problem]:
    """`cpr-number` in what is no content and has words that reach readers. What the owner declares stands there too."""
    for file in files:
        for number, line in enumerate((file.text or "").split("\n"), start=1):
            yield from _cpr(file.path, number, line)


def _cpr(path: str, number: int, text: str) -> Iterator[Problem]:
    if any(cpr_numbers(text)):
        yield _number(path, number)


def _number(path: str, line: int) -> Problem:
    fix = "Delete it. If it has been committed, tell a developer: it is still in the history."
    return Problem(path, line, "cpr-number", "Here stands what looks like a CPR number.", fix)


def _contact(path: str, number: int, line: str, contact: tuple[str, ...]) -> Iterator[Problem]:
    declared = {one.lower() for one in contact}
    found = [("e-mail address", one[0]) for one in email_addresses(line) if one[0].lower() not in declared]
    found += [
        ("telephone number", one[0])
        for one in phone_numbers(line)
        if not any(same_number(one[0], other) for other in contact)
    ]
    for what, one in found:
        message = f"The {what} {one!r} may be a person's: it is not declared in mkdocs.yml."
        fix = "Delete it, or, if it is the site owner's, write it below `extra.contact` there."
        yield Problem(path, number, "private-contact", message, fix)
