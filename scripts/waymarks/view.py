"""What templates are given: everything is decided here, so that they only put it in place."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from pathlib import Path
from typing import Any

from babel import Locale
from babel.lists import format_list
from markdown import Extension

from waymarks.data.documentation import documentation
from waymarks.data.in_pages import in_page, page_facts
from waymarks.derived import Derived, Moved, Withdrawn, derived
from waymarks.grouping import grouped
from waymarks.news.feeds import feed_of
from waymarks.news.page import news_page
from waymarks.news.page_history import page_history
from waymarks.papers.papers import Paper, of_page
from waymarks.reading.glossary import Term
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.reading.strings import Strings
from waymarks.relations.organisations import Organisation
from waymarks.relations.paths import ReadingPath
from waymarks.relations.vocabulary import Vocabulary
from waymarks.reports.status import status
from waymarks.site import Alternate, Site, locale_of, written_date
from waymarks.source import Page, Statement
from waymarks.views import comparison
from waymarks.views.alphabet import Letter, by_letter, index, stands_apart
from waymarks.views.audience import audience
from waymarks.views.copy_links import CopyLinks
from waymarks.views.explanations import Explanations, explained_in
from waymarks.views.former import former, here_before, withdrawal
from waymarks.views.home import home
from waymarks.views.notes import Note, Notes
from waymarks.views.old_ids import OldIds

FIGURES = "tests/figures.json"  # what a test run has found, for the page on accessibility

# Beside a reading path: its address as a picture.
QR = "qr.svg"
# The reader's choices, as the style sheet knows them; "" is the site's own way and stored nowhere.
READING_CHOICES = (
    ("theme", ("", "light", "dark")),
    ("size", ("", "large", "larger")),
    ("lines", ("", "open", "opener")),
    ("width", ("", "narrow", "wide")),
    ("calm", ("", "on")),
)


def parts(language: Language) -> str:
    """Where the template parts.html goes, below the site: beside the scripts that read it. Its name is that of a text, so that
    nobody who looks for pages finds it."""
    return f"assets/javascripts/parts-{language.code}.txt"


@dataclass(frozen=True)
class Entry:
    """A term as readers see it. `others` is the word in the other languages, `url` its place in the glossary, below the
    site, and `value` the page of the value that it names."""

    id: str
    word: str
    definition: str
    others: tuple[tuple[Language, str], ...]
    url: str
    value: Page | None


def meta(site: Site, page: Page) -> dict[str, str]:
    """The page's front matter as MkDocs may see it."""
    facts = site.facts(page)
    return {"title": page.title, "description": page.description, "template": facts.template if facts else "main.html"}


@dataclass(frozen=True)
class Here:
    """What the page in front of the reader says of itself to browsers, search engines and those who share it."""

    title: str
    description: str
    address: str


def shell(site: Site, language: Language, page: Page | Derived | None, footer: Iterable[str]) -> dict[str, Any]:
    """What stands around the text of `page`, or of a template that is no page (None). `footer` are ids of pages."""
    menu = site.menus[language.code]
    below = (site.by_path.get(f"docs/{language.code}/{id}") for id in footer)
    file = page.page if isinstance(page, Derived) else page
    alternates = _elsewhere(site, page) if isinstance(page, Derived) else site.alternates(language, page)
    search = site.search_urls.get(language.code, "")
    return {
        "alternates": alternates,
        "twins": _twins(alternates),
        "here": _here(site, page) if isinstance(page, Page) else None,
        "menu": menu.shown_to(page),
        "all_places": f"{search}#alphabet" if search and site.crowded else "",
        "way": tuple(menu.way_to(page)) if page else (),
        "tone": site.tone(file) if file else "petrol",
        "home_url": language.prefix,
        "own_url": page.url if page else "",
        "search_url": search,
        "keeping": _keeping(site, page),
        "footer": [one for one in below if one],
        "reading_choices": READING_CHOICES,
    }


@dataclass(frozen=True)
class Around:
    """What all pages of a language are shown with: `figures` of the last recorded test run, `months` as in Settings.review, ids
    of the pages in the `footer`, the interface's `words`, and the site's address and name."""

    figures: dict[str, Any] | None
    months: Mapping[str, int]
    footer: Sequence[str]
    words: Strings
    site_url: str
    name: str


def context(site: Site, one: Page | Derived, around: Around) -> dict[str, Any]:
    """All that the template of a page is given, but for its text and the words that are explained in it."""
    if isinstance(one, Derived):
        shown = derived_page(site, one, around.words, around.footer)
    else:
        shown = {
            **shell(site, one.language, one, around.footer),
            **page(site, one, around.figures, around.months),
            "news": news_page(site, one, around.words),
            "feed": feed_of(site, one),
            "data": documentation(site, one, around.site_url),
        }
    return {**shown, "linked": linked(site, one, shown, around.name)}


def linked(site: Site, page: Page | Derived, shown: Mapping[str, Any], publisher: str) -> str:
    """What `page` says of itself to programs; nothing if it only leads on or is not to be found. `shown` is what its template
    is given, `publisher` the site's name."""
    here: Here | None = shown["here"]
    match page:
        case Page() as file if here:
            of_page = site.facts(file)
            term = here.title if site.is_of_kind(file, Kind.named_value) else None
            source = of_page.source if of_page else None
            about = page_facts(page.url, publisher, site.modified(file), source, term)
        case Derived(is_page=True) if here:
            about = page_facts(page.url, publisher, None, None, None)
        case _:
            return ""
    return in_page(here.title, page.url, shown["way"], shown["alternates"], about)


@dataclass(frozen=True)
class Keeping:
    """The place that a search from here can be kept to: `filter` is the name of the filter, `id` its value."""

    filter: str
    id: str
    name: str


def _keeping(site: Site, page: Page | Derived | None) -> Keeping | None:
    """Whose text the page is; where that is several, the place in whose folder it stands."""
    match page:
        case Derived(about=Organisation() as shown):
            place: Organisation | None = shown
        case Derived():
            return _keeping(site, page.page)
        case Page():
            owners = site.owners(page)
            place = owners[0] if len(owners) == 1 else site.home(page)
        case None:
            return None
    if place is None:
        return None
    by = "municipality" if site.municipality(place) == place else "organisation"
    return Keeping(by, place.id, place.name_in(page.language))


def _here(site: Site, page: Page) -> Here | None:
    """Of a withdrawn page nobody outside is told: it stays for those who have its address. Nor of what is for the editors."""
    return Here(page.title, page.description, page.url) if site.is_to_be_found(page) else None


def derived_page(site: Site, one: Derived, words: Strings, footer: Iterable[str]) -> dict[str, Any]:
    """All that the template of a derived page is given. `words` are those of its language."""
    if isinstance(one.about, Statement):  # a short address has nothing around it
        return {"here": None, "short": list(_places(site, one.page, one.about))}
    around = shell(site, one.language, one if one.is_page else None, footer)
    match one.about:
        case Moved() as moved:
            # What it says of itself is what the page says to which it leads.
            here = Here(one.page.title, one.page.description, one.language.prefix + moved.to)
            anchors = here_before(site, one.page, moved.ids)
            return {**shell(site, one.language, one.page, footer), "here": here, "anchors": anchors}
        case Withdrawn(id):
            graves = {twin.language.code: (twin, withdrawal(site, twin, id)) for twin in site.twins(one.page)}
            return {**around, "graves": graves}
        case Organisation() as place:
            name, said = place.name_in(one.language), comparison.by_kind(site, place, one.language)
            return {**around, "here": _named(one, words, "place", name), "place": name, "said": said}
        case ReadingPath() as path:
            name = one.template.removesuffix(".html").replace("-", "_")
            here = _named(one, words, name, path.place)
            return {**around, "here": here, "path": path, "owners": _others(site, path)}
        case Letter() as letter:
            return {**around, "letter": letter, **_index(site, one.language)}
        case Page() as original:
            return {**around, "original": original}


def _named(one: Derived, words: Strings, what: str, place: str) -> Here:
    return Here(words(f"{what}_title", place=place), words(f"{what}_description", place=place), one.url)


def _others(site: Site, path: ReadingPath) -> dict[str, str]:
    """By the id of a step's page: whose text it is, where that is not simply the place whose path it is."""
    names = {step.page.id: site.owner_names(step.page) for step in path.steps}
    return {id: " · ".join(owners) for id, owners in names.items() if owners != (path.place,)}


def sitemap(site: Site) -> Iterator[tuple[Alternate, ...]]:
    """Every page that is to be found from outside, as its addresses in all languages."""
    default = site.languages[0]
    yield from (_there(site.alternates(default, page)) for page in site.to_be_found(default))
    for one in derived(site):
        if one.language == default and one.to_be_found:
            yield _there(_elsewhere(site, one))


def _elsewhere(site: Site, one: Derived) -> tuple[Alternate, ...]:
    """A derived page has the same address in every language that has the page it belongs to, and what it is made of."""
    alternates = site.alternates(one.language, one.page)
    if isinstance(one.about, Page):
        return alternates
    return tuple(_beside(site, one, twin) for twin in _there(alternates))


def _beside(site: Site, one: Derived, twin: Alternate) -> Alternate:
    """Where none of a place's pages is translated there is no reading path, and no page for a letter that nothing begins with;
    the page to which they belong stands for them."""
    page = site.twin(one.page, twin.language)
    match one.about:
        case ReadingPath():
            is_there = page is None or site.path_from(page) is not None
        case Letter(address=address):
            is_there = any(letter.address == address for letter in index(site, twin.language))
        case _:
            is_there = True
    return replace(twin, url=twin.language.prefix + one.address) if is_there else replace(twin, translated=False)


def _there(alternates: tuple[Alternate, ...]) -> tuple[Alternate, ...]:
    return tuple(one for one in alternates if one.translated)


def _twins(alternates: tuple[Alternate, ...]) -> tuple[Alternate, ...]:
    """The same text in several languages, which search engines are told of; none if there is only one."""
    there = _there(alternates)
    return there if len(there) > 1 else ()


def _places(site: Site, page: Page, statement: Statement) -> Iterator[dict[str, Any]]:
    """Where a statement stands, in every language that has it."""
    for twin in site.twins(page):
        if any(other.id == statement.id for other in twin.statements):
            yield {"language": twin.language, "url": f"{twin.url}#{statement.id}", "title": twin.title}


def _notes(site: Site, page: Page, words: Strings) -> dict[str, Note]:
    """By id: what is told at the statements of `page` whose text has changed since they were translated."""
    text, link = words("twin_changed"), words("twin_read_changed")
    up = "../" * page.url.count("/")  # from the page's address to the site's
    return {
        id: Note(text, link, f"{up}{pair.page.url}#{id}", pair.page.language.code)
        for id, pair in site.awaiting(page).items()
    }


def page(site: Site, page: Page, figures: dict[str, Any] | None, months: Mapping[str, int]) -> dict[str, Any]:
    """What the page itself shows beside its text. `figures` are those of the last recorded test run, `months` is as in
    Settings.review."""
    facts = site.facts(page)
    template, menu = facts.template if facts else "", site.menus[page.language.code]
    return {
        "draft": page.draft,
        "provenance": site.provenance(page),
        "history": page_history(site, page),
        "statements": [statement.id for statement in page.statements],
        "awaiting": list(site.awaiting(page).values()),
        "figures": {**figures, "date": written_date(figures["date"], page.language.code)} if figures else None,
        "status": status(site, page, months),
        "before": menu.before(page),
        "after": menu.after(page),
        "halt": site.halt(page),
        "path": site.path_from(page),
        "former": former(site, page),
        "withdrawal": withdrawal(site, page),
        "kinds": list(Kind),
        "held": site.quotes(facts.holds, page.language) if facts else (),
        "mentioned": site.quotes(facts.mentions, page.language) if facts else (),
        "audience": audience(site, page),
        "home": home(site, page),
        **_ways_on(site, page),
        **_shown_by(template, site, page),
    }


def _shown_by(template: str, site: Site, page: Page) -> dict[str, Any]:
    """What one template alone shows of a page."""
    return {
        "places": _speaking(site, page) if template == "two-places.html" else (),
        "lines": _lines(site, page, template),
        "letters": _letters(site, page.language) if template == "glossary.html" else (),
        **(_search(site, page) if template == "search.html" else {}),
    }


@dataclass(frozen=True)
class PrintedPaper:
    """A link to a paper: `size` is in kB, `languages` are named in the page's own."""

    paper: Paper
    languages: str
    size: int


def _papers(site: Site, page: Page) -> list[tuple[str, list[PrintedPaper]]]:
    """What can be printed of the place whose page this is, and of its parts: by their names."""
    code, found = page.language.code, dict[str, list[PrintedPaper]]()
    for paper in of_page(site, page) if site.printed else ():
        names = [Locale.parse(one.code).get_language_name(code) or one.name for one in paper.languages]
        size = ceil(site.printed[paper.url] / 1000)
        link = PrintedPaper(paper, format_list(names, locale=locale_of(code)), size)
        found.setdefault(paper.place.name_in(page.language), []).append(link)
    return list(found.items())


def _ways_on(site: Site, page: Page) -> dict[str, Any]:
    """What leads on from the page: to the first page about the site, to what can be printed, to all that is said at one place."""
    return {
        "about": site.first_of(Kind.about, page.language),
        "papers": _papers(site, page),
        **_collected(site, page),
    }


def _collected(site: Site, page: Page) -> dict[str, Any]:
    """Of a place's own page: the place and its parts, as far as they say something, and where they are laid beside others."""
    facts, compared = site.facts(page), site.first_of(Kind.two_places, page.language)
    if not facts or not facts.organisation or not compared:
        return {}
    return {"collected": site.speaking_within(facts.organisation.id, page.language), "compared": compared}


def _search(site: Site, page: Page) -> dict[str, Any]:
    """What the page of the search has beside results: the index, and where to go when nothing is found."""
    return {
        **_index(site, page.language),
        "topics": site.first_of(Kind.themes, page.language),
    }


def _index(site: Site, language: Language) -> dict[str, Any]:
    return {"index": index(site, language), "apart": stands_apart(site)}


def _speaking(site: Site, page: Page) -> list[tuple[str, tuple[dict[str, str], ...]]]:
    """The places that can be compared, by municipality, each with where all that it says stands."""
    language = page.language
    found = grouped(
        (
            site.municipality(one).name_in(language),
            {"id": one.id, "name": one.name_in(language), "url": f"{page.url}{one.id}/"},
        )
        for one in site.speaking(language)
    )
    return list(found.items())


def _lines(site: Site, page: Page, template: str) -> tuple[comparison.Line, ...]:
    """The comparison that a special page shows."""
    if template == "theme.html":
        return comparison.theme(site, page)
    if template in ("values.html", "themes.html"):
        return comparison.values(site, page.language)
    return ()


@dataclass(frozen=True)
class Written:
    """What is of the page itself in its Markdown: the terms, and the ids of those that may be explained on it, its
    statements and what their copy buttons say, the ids that they took over, and the notes at them."""

    terms: tuple[Term, ...]
    explained: frozenset[str]
    statements: frozenset[str]
    copy: str
    old_ids: Mapping[str, tuple[str, ...]]
    notes: Mapping[str, Note]


def written(site: Site, page: Page, words: Strings) -> Written:
    """`words` are those of the page's language."""
    statements = frozenset(statement.id for statement in page.statements)
    old_ids = {id: olds for id, olds in site.addresses.old_ids.items() if id in statements}
    explained = site.explained_on(page)
    return Written(site.terms, explained, statements, words("share_copy"), old_ids, _notes(site, page, words))


def markdown_extensions(vocabulary: Vocabulary, own: Written) -> list[Extension]:
    """What makes it so. `vocabulary` has the terms as the page's language has them."""
    explanations = Explanations(vocabulary, own.explained)
    return [explanations, OldIds(own.old_ids), CopyLinks(own.statements, own.copy), Notes(own.notes)]


def entries(site: Site, language: Language) -> dict[str, Entry]:
    """The glossary by the ids of its terms."""
    return {term.id: _entry(site, language, term) for term in site.terms_in(language)}


def explained(entries: Mapping[str, Entry], content: str) -> list[Entry]:
    """The entries of the terms that a page's `content` explains."""
    return [entries[id] for id in explained_in(content) if id in entries]


def _letters(site: Site, language: Language) -> tuple[tuple[str, str, tuple[Entry, ...]], ...]:
    """The glossary in the language's alphabetical order: the anchor of each letter, the letter, its entries."""
    found = by_letter(site.terms_in(language), lambda term: term.wordings[language.code].plain, language)
    return tuple(
        (anchor, letter, tuple(_entry(site, language, term) for term in terms)) for anchor, letter, terms in found
    )


def _entry(site: Site, language: Language, term: Term) -> Entry:
    own = term.wordings[language.code]
    return Entry(
        id=term.id,
        word=own.word,
        definition=own.definition,
        others=tuple(
            (other, term.wordings[other.code].word)
            for other in site.languages
            if other != language and other.code in term.wordings
        ),
        url=f"{site.glossary_urls[language.code]}#{term.id}" if language.code in site.glossary_urls else "",
        value=site.value_page(term, language),
    )


def read_figures(root: Path) -> dict[str, Any] | None:
    """What the last recorded test run found, or None before the first."""
    file = root / FIGURES
    if not file.is_file():
        return None
    figures = json.loads(file.read_text("utf-8"))
    return {**figures, "date": date.fromisoformat(figures["date"])}
