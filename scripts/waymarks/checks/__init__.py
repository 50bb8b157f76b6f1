"""Check: the content in, problems out. Each module owns one kind of rule; none of them stops another."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain

from waymarks.addresses import addresses
from waymarks.checks import (
    dates,
    drafts,
    files,
    glossary,
    language,
    links,
    markup,
    organisations,
    paths,
    people,
    points,
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
from waymarks.problems import Problem, Weight
from waymarks.settings import Settings
from waymarks.source import Content
from waymarks.twin_ledger import LEDGER

# Spaces and hyphens that Python does not count as printable.
_HARMLESS = "\u00a0\u00ad\u2009\u202f"


def check(content: Content, settings: Settings, today: date) -> list[Problem]:
    """Everything that is wrong in the content, in the order of path and line, each thing once.

    What would keep a draft from being published is told of, and stops nothing yet.
    """
    found = set(chain(_found(content, settings, today), points.check(content)))
    if content.drafts:
        told = {(one.path, one.line, one.rule) for one in found}
        new = (
            one for one in _found(content.with_drafts, settings, today) if (one.path, one.line, one.rule) not in told
        )
        found |= {replace(one, weight=Weight.notice) if one.weight == Weight.fault else one for one in new}
    return sorted({_to_be_shown(problem) for problem in found})


def _found(content: Content, settings: Settings, today: date) -> Iterable[Problem]:
    ours = addresses(content.pages, content.ledger)
    # A fingerprint may look like a telephone number.
    written = (*(file for file in content.files if file.path != LEDGER), *(one.file for one in content.working_texts))
    return chain(
        *(file.problems for file in content.files),
        published.check(content.pages, ours),
        *(page.problems for page in content.pages),
        files.check(content.files, content.languages),
        people.check(written, settings.contact),
        dates.check(content.pages, today),
        drafts.check(content),
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


def _to_be_shown(problem: Problem) -> Problem:
    """Whatever a problem quotes is on one line, and no CPR number is told on."""
    path, message, fix = map(_shown, (problem.path, problem.message, problem.fix))
    return replace(problem, path=path, message=message, fix=fix)


def _shown(text: str) -> str:
    return without_cpr_numbers("".join(sign if sign.isprintable() or sign in _HARMLESS else "·" for sign in text))
