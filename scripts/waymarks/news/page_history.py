"""The history of a page of statements: since when it is shown, what has been changed since, and other versions of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from waymarks.news.news import Event, happened
from waymarks.reading.settings import Language
from waymarks.site import Site, written_date
from waymarks.source import Page
from waymarks.text.mixed import cut, joined

# Letters by which a statement is known again.
_ENOUGH = 60


@dataclass(frozen=True)
class Line:
    """What happened on a day, which is written, to statements: the id of each, and its first words."""

    day: str
    event: Event
    statements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Version:
    """Another version of the text: the page, and the written day on which one took over from the other."""

    page: Page
    title: str
    day: str


@dataclass(frozen=True)
class PageHistory:
    """`presented` is a written day, None where nothing tells. Of each statement `lines` tell the last that happened to it
    after that, the newest first. `successor` is what is in force instead, if the page is not; `earlier` are the versions
    that it took over from."""

    presented: str | None
    lines: tuple[Line, ...]
    successor: Version | None
    earlier: tuple[Version, ...]


def page_history(site: Site, page: Page) -> PageHistory:
    """All days are of the page's own language."""
    first = _presented(site, page)
    return PageHistory(
        written_date(first, page.language.code),
        tuple(_lines(site, page, first)) if first else (),
        _successor(site, page),
        tuple(_earlier(site, page)),
    )


def _presented(site: Site, page: Page) -> date | None:
    days = (one.day for statement in page.statements for one in site.changes_to(statement.id, page.language))
    return min(filter(None, days), default=None)


def _lines(site: Site, page: Page, first: date) -> Iterator[Line]:
    since: list[tuple[date, Event, tuple[str, str]]] = []
    for one in page.statements:
        *_, (event, change) = (None, None), *happened(site.changes_to(one.id, page.language))
        if event and change and change.day and change.day > first:
            since.append((change.day, event, (one.id, _short(one.text))))
    since.sort(key=lambda one: (-one[0].toordinal(), one[1]))
    for (day, event), of_day in groupby(since, key=lambda one: one[:2]):
        yield Line(written_date(day, page.language.code) or "", event, tuple(told for *_, told in of_day))


def _short(words: str) -> str:
    if len(words) <= _ENOUGH:
        return words
    whole = words[:_ENOUGH].rpartition(" ")[0] or words[:_ENOUGH]
    return joined((cut(words, 0, len(whole)), " …"))


def _successor(site: Site, page: Page) -> Version | None:
    facts, found = site.facts(page), site.in_force(page)
    if not found or not facts or not facts.superseded:
        return None
    return _version(site, found, page.language, facts.superseded.on)


def _earlier(site: Site, page: Page) -> Iterator[Version]:
    for one in site.earlier(page):
        facts = site.facts(one)
        if facts and facts.superseded:
            yield _version(site, one, page.language, facts.superseded.on)


def _version(site: Site, page: Page, language: Language, day: date) -> Version:
    return Version(site.read_in(page, language), site.title_in(page, language), written_date(day, language.code) or "")
