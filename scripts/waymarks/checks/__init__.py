"""Check: the content in, problems out. Each module owns one kind of rule; none of them stops another."""

from collections.abc import Container, Iterable, Iterator, Set
from dataclasses import replace
from datetime import date
from itertools import chain

from waymarks.checks import (
    alike,
    configured,
    copies,
    dates,
    drafts,
    files,
    glossary,
    groups,
    language,
    links,
    lists,
    markup,
    organisations,
    paths,
    people,
    places,
    points,
    published,
    references,
    reviews,
    statements,
    structure,
    translations,
    twins,
    wording,
)
from waymarks.checks.unseen import unseen
from waymarks.ledgers import changes
from waymarks.ledgers.twin_ledger import LEDGER
from waymarks.problems import Problem, Weight, faults
from waymarks.reading.files import File, Key
from waymarks.reading.settings import Settings
from waymarks.relations.addresses import addresses
from waymarks.site import Site
from waymarks.source import Content
from waymarks.text.people import without_cpr_numbers

# What makes a line one of which nothing follows, and what stands there whatever follows.
_UNSURE, _PRIVATE = ("double-key", "cut-value"), ("cpr-number", "private-contact")
# Spaces and hyphens that Python does not count as printable.
_HARMLESS = "\u00a0\u00ad\u2009\u202f"

# The rules that look at each text by itself, and take the longest.
ALONE = frozenset(
    "avoided-word cpr-number heavy-page long-sentence private-contact unknown-word vague-link word-twice wrong-rendering".split()
)


def check(content: Content, settings: Settings, today: date, only: Container[str] | None = None) -> list[Problem]:
    """Everything that is wrong in the content, in the order of path and line, each thing once.

    What would keep a draft from being published is a notice: it stops nothing yet. Where a folder can't be opened, nothing else is
    told. With `only`, the rules of `ALONE` are asked of these paths and no others.
    """
    if closed := _closed(content):
        return closed
    apart = {file.key for file in content.files if only is not None and file.path not in only}

    def found(of: Content) -> Iterator[Problem]:
        return chain(_rules(of, settings, today, apart), _advice(of, settings, today, only))

    everything = set(chain(found(content), points.check(_as_meant(content))))
    wrong = {one.path for one in faults(everything)}
    everything.update(chain(alike.check(content, wrong), structure.nothing_below(content.pages, wrong)))
    everything.update(() if wrong else places.unlinked(content.pages))  # a link that is broken may be the one
    if content.drafts:
        told = {(one.path, one.line, one.rule) for one in everything}
        new = (one for one in found(content.with_drafts) if (one.path, one.line, one.rule) not in told)
        everything |= {replace(one, weight=Weight.notice) if one.weight == Weight.fault else one for one in new}
    return _in_order(everything)


def stopping(content: Content, settings: Settings, today: date, passed: Set[Key]) -> list[Problem]:
    """The faults alone, in the same order: notices take longest to find. The files that have `passed` had none, by the same rules and
    settings, and are not asked again."""
    if closed := _closed(content):
        return closed
    return _in_order(faults(chain(_rules(content, settings, today, passed), points.check(_as_meant(content)))))


def _closed(content: Content) -> list[Problem]:
    """The folders that can't be opened. Of what is in them, every rule would say that it is missing."""
    return _in_order(problem for file in content.files if file.closed for problem in file.problems)


def _as_meant(content: Content) -> Content:
    content = files.as_named(content)
    pages, drafts = (tuple(map(statements.as_meant, of)) for of in (content.pages, content.drafts))
    return replace(content, pages=pages, drafts=drafts)


def _rules(content: Content, settings: Settings, today: date, passed: Set[Key]) -> Iterator[Problem]:
    """`passed` are not looked at by the rules of `ALONE`."""
    written_pages, content = content.pages, _as_meant(content)
    site, hidden = Site(content.languages, content.pages, ledger=content.ledger), unseen(content)
    return chain(
        _told_by_reading(content),
        published.check(content, site.addresses, hidden),
        files.check(content.files, content.languages),
        people.check(_written(content, passed), content.pages, settings.contact),
        people.check_beside(content.beside),
        dates.check(content.pages, today),
        drafts.check(content),
        structure.check(content.pages),
        markup.check(content.pages, content.glossary),
        organisations.check(content.pages, hidden),
        statements.check(written_pages, site.addresses),
        references.check(content.pages, site.addresses, hidden),
        groups.check(site),
        places.check(site),
        paths.check(content.pages, hidden),
        twins.check(content.pages, content.languages, hidden),
        translations.check(content.pages, content.languages, content.twin_ledger, site.addresses),
        links.check(content, site.addresses, settings.site_url, hidden),
        glossary.check(content.glossary, content.pages, hidden),
        configured.check(content.pages, settings, hidden),
    )


def _told_by_reading(content: Content) -> Iterator[Problem]:
    files, pages = (file.problems for file in content.files), (page.problems for page in content.pages)
    return chain(*files, *pages, content.changes.problems, content.wrong_lists)


def _written(content: Content, passed: Set[Key]) -> tuple[File, ...]:
    """What people write. Not the ledgers: a fingerprint may look like a telephone number."""
    files = (one for one in content.files if one.path not in (LEDGER, changes.FILE) and one.key not in passed)
    return (*files, *(one.file for one in content.working_texts))


def _advice(content: Content, settings: Settings, today: date, only: Container[str] | None) -> Iterator[Problem]:
    """Rules that find no fault."""
    meant = _as_meant(content)
    return chain(
        files.unused(content),
        copies.check(content.pages),
        lists.check(meant, addresses(meant.pages, meant.ledger)),
        language.check(content, settings, only),
        configured.dictionaries(settings),
        wording.check(content, only),
        reviews.check(content.pages, settings, today),
    )


def _in_order(found: Iterable[Problem]) -> list[Problem]:
    """Of a line that stands twice, or that is cut off, nothing follows: nobody knows yet what it says."""
    every = {_to_be_shown(problem) for problem in found}
    unsure = {(one.path, one.line) for one in every if one.rule in _UNSURE}
    return sorted(one for one in every if one.rule in (*_UNSURE, *_PRIVATE) or (one.path, one.line) not in unsure)


def check_again(
    content: Content, settings: Settings, today: date, before: Iterable[Problem], changed: Container[str]
) -> list[Problem]:
    """What `check` gives, when it gave `before` and since then only the pages at the paths `changed` are other ones.

    A page's twin is among them. Not for a change of what other pages are judged by, such as an organisation's name.
    """
    there = {file.path for file in content.files}
    kept = {one for one in before if one.rule in ALONE and one.path in there and one.path not in changed}
    return sorted({*kept, *check(content, settings, today, changed)})


def _to_be_shown(problem: Problem) -> Problem:
    """Whatever a problem quotes is on one line, and no CPR number is told on."""
    path, message, fix = map(_shown, (problem.path, problem.message, problem.fix))
    return replace(problem, path=path, message=message, fix=fix)


def _shown(text: str) -> str:
    if not text.isprintable():
        text = "".join(sign if sign.isprintable() or sign in _HARMLESS else "·" for sign in text)
    return without_cpr_numbers(text)
