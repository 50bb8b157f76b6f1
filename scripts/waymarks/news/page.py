"""The page of the news: the newest on the site, by day, and which feeds there are."""

from dataclasses import dataclass
from itertools import groupby

from waymarks.news.feeds import MOST_WORDS, Feed, feeds, what_happened
from waymarks.news.news import News, Told
from waymarks.reading.schema import Kind
from waymarks.reading.strings import Strings
from waymarks.site import Site, written_date
from waymarks.source import Page


@dataclass(frozen=True)
class Shown:
    """A line of the news. `what` is in words, `place` is whose page it is, or "". Of many statements the first are shown, of those
    whose words are still the ones that they got then; `more` is how many are not."""

    title: str
    url: str
    place: str
    what: str
    note: str | None
    statements: tuple[Told, ...]
    more: int


@dataclass(frozen=True)
class NewsPage:
    """`days` are written dates, each with its anchor. `feeds` are those of the site and of what stands at the top."""

    days: tuple[tuple[str, str, tuple[Shown, ...]], ...]
    feeds: tuple[Feed, ...]


def news_page(site: Site, page: Page, words: Strings) -> NewsPage | None:
    """What `page` shows, or None if it is another page."""
    if not site.is_of_kind(page, Kind.news):
        return None
    found = feeds(site, page.language)
    newest = next((feed.news for feed in found if feed.place is None), ())
    days = tuple(
        (day.isoformat(), written_date(day, words.code) or "", tuple(_shown(one, words) for one in of_day))
        for day, of_day in groupby(newest, key=lambda one: one.day)
    )
    return NewsPage(days, tuple(feed for feed in found if feed.place is None or not feed.place.parent))


def _shown(one: News, words: Strings) -> Shown:
    place = " · ".join(owner.name_in(one.page.language) for owner in one.owners)
    shown = one.quoted[:MOST_WORDS]
    more = len(one.statements) - len(shown)
    return Shown(one.page.title, one.url, place, what_happened(one, words), one.note, shown, more)
