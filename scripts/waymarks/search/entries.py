"""What can be found: every page of the built site, with its statements and its other text in passages."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from lxml import etree

from waymarks.derived import Derived, derived
from waymarks.grouping import grouped
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Organisation
from waymarks.site import Site
from waymarks.source import Page
from waymarks.text.mixed import Run, joined, tidied

_INLINE = frozenset("a abbr b bdi br button cite code dfn em i label mark q small span strong sub sup time".split())
_LEFT_OUT = frozenset("script style svg template noscript nav aside label".split())
_ADDED = frozenset(["copy-link", "quote-title", "terms"])  # is not a part of the text in which it stands
_HEADINGS = frozenset("h2 h3 h4 h5 h6 dt caption".split())
_ANCHORS = frozenset("h2 h3 h4 h5 h6 dt section".split())
_NAME = 2  # words: what a value is called, which what stands below it explains
_RANKS = (
    (9, [kind for kind in Kind if kind.presents_source]),
    (8, [Kind.theme]),
    (7, [Kind.named_values]),
    (6, [Kind.named_value]),
    (5, [Kind.glossary]),
    (4, [Kind.audience]),
    (2, [Kind.guide]),
)


@dataclass(frozen=True)
class Passage:
    """Words that are shown as a hit. `anchor` is the id that leads there, or "". `field` is what the words are:
    "statement", "heading", "term", "quote" or "text". `text` is Mixed where some are of another language."""

    anchor: str
    text: str
    field: str


@dataclass(frozen=True)
class Entry:
    """A page that can be found. `rank` (1–9) is how much of it is its own.

    `quoted` is what it repeats of other pages, `names` are statements that are no more than a name ("Helhed"), and `asked` are words
    that the page answers and may not have itself. Hits are filtered by `organisations`, `kinds` and `values`, which are ids. `home` is
    the id of the organisation whose front page it is, or "". `below` is the title of the page above it, where it has no place.
    """

    url: str
    title: str
    description: str
    place: str
    date: str
    rank: int
    passages: tuple[Passage, ...] = ()
    quoted: str = ""
    names: str = ""
    asked: str = ""
    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    home: str = ""
    below: str = ""

    @property
    def texts(self) -> tuple[str, ...]:
        return (self.title, self.description, self.place, self.quoted, *(one.text for one in self.passages))


@dataclass(frozen=True)
class Read:
    """What a built page says: its `body`, and what stands `around` it."""

    title: str
    description: str
    body: tuple[Passage, ...]
    around: tuple[Passage, ...]


def entries(
    site: Site, language: Language, read: Callable[[str], Read], asked: Mapping[str, str]
) -> Iterator[tuple[Read, Entry]]:
    """All pages of `language` that searches lead to, one after the other: what they say, and how searches find them. `read` gives
    the first by the page's address; `asked` has the words that people use for a page, by its address below the language."""
    said = frozenset(text for page in site.in_language(language) for text in _said(page))
    values = _values(site)
    for page in site.searched(language):
        says = read(page.url)
        found = _page(site, page, _Text(says, said), values)
        yield says, replace(found, asked=asked.get(page.address, ""))
    for one in derived(site):
        if one.language == language and one.to_be_found:
            says = read(one.url)
            yield says, _derived(site, one, _Text(says, said))


def _said(page: Page) -> Iterator[str]:
    """What other pages repeat of this one: in lists of pages, and as quotes."""
    yield from (page.title, page.description)
    for one in page.statements:
        yield from (one.text, *one.below)


def read(folder: Path, url: str) -> Read:
    """The page at `url` as it stands in the built site `folder`. Raises OSError."""
    tree = etree.parse(folder / url / "index.html", etree.HTMLParser()).getroot()
    main = found if (found := tree.find(".//main")) is not None else tree
    body = found if (found := main.find(".//article")) is not None else main
    heading = next((_plain("".join(map(str, one.itertext()))) for one in body.iter("h1")), "")
    description = next((one.get("content", "") for one in tree.iter("meta") if one.get("name") == "description"), "")
    runs = _Runs(main, body, tree.get("lang", ""))
    title = next((run.text for run in runs.inside if run.text == heading), heading)  # the same, with its languages
    own = [run for run in runs.inside if run.text != title]
    # Around the text stand what it is about and what it quotes, and words that are on every page.
    had = {*own}
    return Read(title, description, tuple(own), tuple(run for run in runs.around if run not in had))


class _Text:
    """The text of a built page. `said` are texts of all pages: where another page has them, it repeats them."""

    def __init__(self, read: Read, said: frozenset[str]) -> None:
        self.title, self.description = read.title, read.description
        runs = (*read.body, *(run for run in read.around if run.field != "text" or run.text in said))
        quoted = [run.field == "quote" or run.text in said for run in runs]
        self.own = [run for run, is_quoted in zip(runs, quoted, strict=True) if not is_quoted]
        self.quoted = " ".join(run.text for run, is_quoted in zip(runs, quoted, strict=True) if is_quoted)


def _page(site: Site, page: Page, text: _Text, values: dict[str, tuple[str, ...]]) -> Entry:
    facts, provenance = site.facts(page), site.provenance(page)
    kinds = facts.kind if facts else ()
    place = _place(site, site.owners(page), page.language)
    own = [Passage(one.id, one.words, "statement") for one in page.statements]
    leads = {one.lead for one in page.statements}
    held = [value for one in page.statements for value in values.get(one.id, ())]
    return Entry(
        url=page.url,
        title=page.title,
        description=page.description,
        place=place,
        date=(provenance and provenance.adopted) or "",
        rank=_rank(kinds),
        passages=(*own, *(run for run in text.own if run.text not in leads)),
        quoted="" if page.statements else text.quoted,
        names=" ".join(one.text for one in page.statements if len(one.text.split()) <= _NAME),
        organisations=tuple(owner.id for owner in site.owners(page)),
        kinds=tuple(kind.value for kind in kinds if kind.presents_source),
        values=tuple(dict.fromkeys([*([page.slug] if Kind.named_value in kinds else []), *held])),
        home=home.id if (home := site.home(page)) and home.address == page.address else "",
        below="" if place else _above(site, page),
    )


def _above(site: Site, page: Page) -> str:
    above = [*site.menus[page.language.code].way_to(page)]
    return above[-1].title if above else ""


def _derived(site: Site, one: Derived, text: _Text) -> Entry:
    owner = one.about if isinstance(one.about, Organisation) else site.home(one.page)
    owners = (owner,) if owner else ()
    return Entry(
        url=one.url,
        title=text.title,
        description=text.description,
        place=_place(site, owners, one.language),
        date="",
        rank=1,
        passages=tuple(text.own),
        quoted=text.quoted,
        organisations=tuple(owner.id for owner in owners),
    )


def _rank(kinds: tuple[Kind, ...]) -> int:
    """Pages whose text is their own come before those that repeat it, and these before those about the site."""
    return next((rank for rank, those in _RANKS if {*those} & {*kinds}), 3)


def _values(site: Site) -> dict[str, tuple[str, ...]]:
    """By statement: the values whose pages hold or mention it."""
    pages = ((page, site.facts(page)) for page in site.of_kind(Kind.named_value) if page.language.default)
    return grouped((id, page.slug) for page, facts in pages if facts for id in (*facts.holds, *facts.mentions))


def _place(site: Site, owners: Iterable[Organisation], language: Language) -> str:
    """The names of the owners, each with the municipality that it is a part of."""
    names: dict[str, None] = {}
    for owner in owners:
        for one in (owner, site.municipality(owner)):
            names[one.name_in(language)] = None
    return " · ".join(names)


class _Runs:
    """Reads the blocks of text of `main`, which is in `language`, from top to bottom, each with the nearest id above: those `inside`
    of `body`, which is a block in it, and those `around` it."""

    def __init__(self, main: etree._Element, body: etree._Element, language: str) -> None:
        self.inside: list[Passage] = []
        self.around: list[Passage] = []
        self._found, self._body = self.around, body
        self._anchor, self._words, self._quotes = "", "", 0
        self._page_language, self._language = language, ""  # of another than the page's, or ""
        self._turns = [(0, "")]  # from which letter on the words are of which language
        self._read(main)
        self._close("text")

    def _read(self, element: etree._Element) -> None:
        if element is not self._body:
            self._read_on(element)
            return
        self._close("text")
        self._found, self._anchor = self.inside, ""
        self._read_on(element)
        self._close("text")
        self._found = self.around

    def _read_on(self, element: etree._Element) -> None:
        if not isinstance(element.tag, str) or element.tag in _LEFT_OUT or _is_added(element):
            return
        block = element.tag not in _INLINE
        if block:
            self._close("text")
        outer, own = self._language, element.get("lang")
        if own:
            self._turn("" if own == self._page_language else own)
        self._quotes += element.tag == "blockquote"
        if element.tag in _ANCHORS and element.get("id"):
            self._anchor = element.get("id", "")
        self._words += element.text or ""
        for child in element:
            self._read(child)
            self._words += child.tail or ""
        if block:
            self._close("definition" if element.tag == "dd" else "heading" if element.tag in _HEADINGS else "text")
        self._quotes -= element.tag == "blockquote"
        if own:
            self._turn(outer)

    def _turn(self, language: str) -> None:
        self._language = language
        self._turns.append((len(self._words), language))

    def _taken(self) -> str:
        """The words since the last block, which are then none any more."""
        words, turns = self._words, self._turns
        self._words, self._turns = "", [(0, self._language)]
        if not any(language for _, language in turns):
            return _plain(words)
        ends = (*(start for start, _ in turns[1:]), len(words))
        return tidied(Run(words[start:end], language) for (start, language), end in zip(turns, ends, strict=True))

    def _close(self, field: str) -> None:
        text = self._taken()
        if not text:
            return
        if field == "definition" and self._found:
            word = self._found.pop()  # an explanation is not understood without the word that it explains
            between = ": " if word.field == "heading" else ". " if word.text[-1].isalnum() else " "
            self._found.append(replace(word, text=joined((word.text, between, text)), field="term"))
        else:
            self._found.append(Passage(self._anchor, text, "quote" if self._quotes else field))


def _is_added(element: etree._Element) -> bool:
    classes = element.get("class", "")  # most have none
    return bool(classes) and not _ADDED.isdisjoint(classes.split())


def _plain(text: str) -> str:
    return " ".join(text.replace("\u00ad", "").split())
