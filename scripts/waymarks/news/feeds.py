"""Feeds: the news as Atom, for each language and each organisation. Sources: RFC 4287 (Atom), RFC 4151 (the ids)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree

from waymarks.data.files import dead, wrong_data
from waymarks.folders import FEEDS
from waymarks.machine.disk import lay
from waymarks.news.news import Event, News, by_place, news
from waymarks.problems import Problem
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.reading.strings import Strings, read_strings
from waymarks.relations.organisations import Organisation
from waymarks.site import Site, on_or_in, written_period
from waymarks.source import Page

ALL = "all"  # what the feed of the whole site is called, and so no place
_ATOM = "http://www.w3.org/2005/Atom"
# A reader asks again every day; what is older stands on the site.
_MOST = 30
# The words of so many statements are told; the others are where the link leads.
MOST_WORDS = 3


@dataclass(frozen=True)
class Feed:
    """A feed in `language`, of all of the site (`place` is None) or of one place. `news` are the newest, and there are some."""

    language: Language
    place: Organisation | None
    news: tuple[News, ...]

    @property
    def url(self) -> str:
        """Below the site."""
        return _url(self.language, self.place.id if self.place else ALL)


def feeds(site: Site, language: Language) -> tuple[Feed, ...]:
    """Those that there are, first that of the site: none of a place of which there is no news, and none at all where no page
    shows them and none has been published in any language. They are worked out once."""
    return site.once(f"{__name__} {language.code}", lambda: _feeds(site, language))


def _feeds(site: Site, language: Language) -> tuple[Feed, ...]:
    shown = site.first_of(Kind.news, language) or any(one.startswith(FEEDS) for one in site.ledger.places)
    told = news(site, language) if shown else ()
    own = by_place(told, site)
    places = (Feed(language, site.organisations[id], own[id][:_MOST]) for id in site.organisations if id in own)
    return (Feed(language, None, told[:_MOST]), *places) if told else ()


def feed_of(site: Site, page: Page) -> Feed | None:
    """The feed that `page` tells programs of: that of the place whose own page it is, or that of the site."""
    facts, home = site.facts(page), site.home(page)
    if facts and {Kind.home, Kind.news} & {*facts.kind}:
        return next((one for one in feeds(site, page.language) if one.place is None), None)
    if home and home.address == page.address:
        return next((one for one in feeds(site, page.language) if one.place == home), None)
    return None


def write_feeds(folder: Path, root: Path, site: Site, site_url: str) -> None:
    """Write every feed into the built site `folder`, also where it was before; the words are those of the project `root`. Raises
    OSError."""
    for language in site.languages:
        words = read_strings(root, language.code)
        for url, feed in _by_url(site, language).items():
            lay(folder / url, _atom(feed, site, site_url, words))


def _by_url(site: Site, language: Language) -> dict[str, Feed]:
    """Each feed, and at every address that a feed had once that of the place that took over, or else of the nearest above it."""
    found = {one.url: one for one in feeds(site, language)}
    for address, id in site.ledger.places.items() if found else ():
        if address.startswith(FEEDS):
            heir = site.organisations.get(site.addresses.place_now(id) or "")
            above = [place.id for place in site.upwards(heir)] if heir else []
            nearest = next(found[url] for one in (*above, ALL) if (url := _url(language, one)) in found)
            found.setdefault(language.prefix + address, nearest)
    return found


def _url(language: Language, id: str) -> str:
    return f"{language.prefix}{FEEDS}{id}.atom"


def what_happened(one: News, words: Strings) -> str:
    """In a few words: "2 nye udsagn"."""
    if one.document:
        title, when = one.document
        return words("news_adopted", title=title, when=words(on_or_in(when), date=written_period(when, words.code)))
    if one.event == Event.noted:
        return words("news_noted")
    count = len(one.statements)
    return words(f"news_{one.event}_one") if count == 1 else words(f"news_{one.event}_many", count=str(count))


def _atom(feed: Feed, site: Site, site_url: str, words: Strings) -> bytes:
    page = site.first_of(Kind.news, feed.language)
    name = feed.place.name_in(feed.language) if feed.place else words("site")
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})  # type: ignore[dict-item]
    root.set("{http://www.w3.org/XML/1998/namespace}lang", feed.language.code)
    _add(root, "id", site_url + feed.url)
    _add(root, "title", words("news_feed", name=name))
    _add(root, "updated", _time(feed.news[0].day))
    _add(_add(root, "author"), "name", words("site"))
    _add(root, "link", rel="self", type="application/atom+xml", href=site_url + feed.url)
    if page:
        _add(root, "link", rel="alternate", type="text/html", hreflang=words.code, href=site_url + page.url)
    for one in feed.news:
        _entry(_add(root, "entry"), one, site_url, words)
    return etree.tostring(root, xml_declaration=True, encoding="utf-8")


def _entry(entry: etree._Element, one: News, site_url: str, words: Strings) -> None:
    host = urlsplit(site_url).hostname
    _add(entry, "id", f"tag:{host},{one.day}:{words.code}/{one.event}/{one.key}")
    _add(entry, "title", words("news_headline", title=one.page.title, what=what_happened(one, words)))
    _add(entry, "updated", _time(one.day))
    _add(entry, "link", rel="alternate", type="text/html", hreflang=words.code, href=site_url + one.url)
    _add(entry, "category", term=one.event)
    told = [one.note] if one.note else [statement.words for statement in one.quoted[:MOST_WORDS]]
    if told:
        _add(entry, "summary", "\n".join(told))


def _add(parent: etree._Element, name: str, text: str | None = None, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    element.text = text
    return element


def _time(day: date) -> str:
    return f"{day}T00:00:00Z"


def check(folder: Path, site_url: str, stands: Callable[[str, str], bool]) -> Iterator[Problem]:
    """What is no XML, and addresses at which nothing stands; `stands` is asked as in data.files."""
    for file in sorted(folder.glob(f"{FEEDS}*.atom")) + sorted(folder.glob(f"*/{FEEDS}*.atom")):
        path = file.relative_to(folder).as_posix()
        try:
            tree = etree.parse(file)
        except etree.XMLSyntaxError as error:
            yield wrong_data(path, f"is no XML; line {error.lineno} is wrong.")
            continue
        links = tree.iterfind(f".//{{{_ATOM}}}link[@rel='alternate']")
        yield from dead(path, (link.get("href", "") for link in links), site_url, stands)
