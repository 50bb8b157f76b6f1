"""Check: the content in, problems out. Each module owns one kind of rule; none of them stops another."""

from dataclasses import replace
from datetime import date
from itertools import chain

from waymarks import changes
from waymarks.addresses import addresses
from waymarks.checks import (
    dates,
    files,
    glossary,
    language,
    links,
    markup,
    organisations,
    paths,
    people,
    published,
    reviews,
    statements,
    structure,
    translations,
    twins,
    values,
    wording,
)
from waymarks.people import without_cpr_numbers
from waymarks.problems import Problem
from waymarks.settings import Settings
from waymarks.source import Content
from waymarks.twin_ledger import LEDGER

# Spaces and hyphens that Python does not count as printable.
_HARMLESS = "\u00a0\u00ad\u2009\u202f"


def check(content: Content, settings: Settings, today: date) -> list[Problem]:
    """Everything that is wrong in the content, in the order of path and line, each thing once."""
    ours = addresses(content.pages, content.ledger)
    found = chain(
        *(file.problems for file in content.files),
        published.check(content.pages, ours),
        *(page.problems for page in content.pages),
        files.check(content.files, content.languages),
        # A fingerprint may look like a telephone number.
        people.check(
            tuple(file for file in content.files if file.path not in (LEDGER, changes.FILE)), settings.contact
        ),
        content.changes.problems,
        dates.check(content.pages, today),
        structure.check(content.pages),
        markup.check(content.pages),
        organisations.check(content.pages),
        statements.check(content.pages),
        values.check(content.pages, ours),
        paths.check(content.pages),
        twins.check(content.pages, content.languages),
        translations.check(content.pages, content.languages, content.twin_ledger),
        links.check(content.pages, content.assets, settings.site_url),
        glossary.check(content.glossary, content.pages),
        language.check(content, settings),
        wording.check(content),
        reviews.check(content.pages, settings, today),
    )
    return sorted({_to_be_shown(problem) for problem in found})


def _to_be_shown(problem: Problem) -> Problem:
    """Whatever a problem quotes is on one line, and no CPR number is told on."""
    path, message, fix = map(_shown, (problem.path, problem.message, problem.fix))
    return replace(problem, path=path, message=message, fix=fix)


def _shown(text: str) -> str:
    return without_cpr_numbers("".join(sign if sign.isprintable() or sign in _HARMLESS else "·" for sign in text))
