"""Relate: all pages become one frozen Site of organisations, sources, twins, navigation and reading paths."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache, cached_property
from typing import Any, Literal, TypeVar

from babel.dates import format_date, format_skeleton

from waymarks.grouping import grouped
from waymarks.ledgers.changes import Change, Changes
from waymarks.ledgers.ledger import Ledger
from waymarks.ledgers.twin_ledger import TwinLedger
from waymarks.reading.glossary import Term, terms_in
from waymarks.reading.schema import Facts, Kind, OrganisationType, first_day, is_day
from waymarks.reading.settings import Language
from waymarks.relations.addresses import Addresses, addresses
from waymarks.relations.history import adoptions, states
from waymarks.relations.navigation import Menu, crowded, nearest_above, tree, unfolded
from waymarks.relations.organisations import Organisation, Source, organisations, sources
from waymarks.relations.paths import Halt, ReadingPath, steps
from waymarks.relations.twins import Pair, State, pairs, untranslated
from waymarks.relations.vocabulary import Vocabulary
from waymarks.source import Content, Page, Statement, with_facts
from waymarks.text.collation import danish_key
from waymarks.text.mixed import Run, mixed

Worked = TypeVar("Worked")


def locale_of(code: str) -> str:
    """What Babel is to write the language `code` by: its plain "en" is American."""
    return {"en": "en_GB"}.get(code, code)


@cache  # there are few days on which anything was adopted or read again
def written_date(day: date | None, code: str, form: Literal["long", "medium"] = "long") -> str | None:
    """A date in words, in the language `code`: "20. august 2013", or "20. aug. 2013" if medium. None stays None."""
    return format_date(day, form, locale=locale_of(code)) if day else None


def written_period(period: str, code: str) -> str:
    """A day, a month or a year, as schema.Period has them, in words: "20. august 2013", "august 2013", "2013"."""
    if is_day(period):
        return written_date(first_day(period), code) or ""
    return format_skeleton("yMMMM" if "-" in period else "y", first_day(period), locale=locale_of(code))


def on_or_in(period: str) -> Literal["on_day", "in_period"]:
    """The interface's words in which it is said that something happened then: "den {date}", "i {date}"."""
    return "on_day" if is_day(period) else "in_period"


@dataclass(frozen=True)
class Provenance:
    """What a reader is told of where a page's text comes from, in the page's language.

    `document` is the title as the source has it, `translation` what it means in the page's language, if that
    is another. `adopted` is a written date, or None for a document without one, and `on_or_in` as that function gives it.
    `reproduced`: the document belongs to another organisation than the text, so that the document's date is not the text's own. `reviewed` is when the
    editors last read the page against it. `verbatim`: the words are the document's own, as its owner has declared.
    """

    organisations: tuple[str, ...]
    document: str
    translation: str | None
    adopted: str | None
    on_or_in: str
    adopted_at: str | None
    reproduced: bool
    reviewed: str | None
    verbatim: bool


@dataclass(frozen=True)
class Quote:
    """A statement as another page shows it: its words, where it stands (`url` is below the site) and whose it is.

    `language` is that of its words: another than the page's own when it is not translated yet. `original` is where the
    text stands that has changed since this translation of it, or None if it has not.
    """

    lead: str
    text: str
    below: tuple[str, ...]
    url: str
    title: str
    owner: Organisation
    provenance: Provenance
    is_heading: bool
    language: Language
    original: str | None

    @property
    def end(self) -> str:
        """Its last words, and those that stand below a heading: they may open the list that follows."""
        return (self.text, *self.below)[-1]

    @property
    def page_url(self) -> str:
        return self.url.partition("#")[0]

    @property
    def id(self) -> str:
        return self.url.partition("#")[2]


@dataclass(frozen=True)
class Alternate:
    """A page in one language: `url` is below the site, `current` marks the one being read.

    Where it is not `translated`, a page stands at `url` that says so.
    """

    language: Language
    url: str
    current: bool
    translated: bool


@dataclass(frozen=True)
class Site:
    """Everything that templates may ask for. Facts are read from the default language's page.

    `recorded` are the changes in the ledger, `changed` is the day of the revision, None where nothing tells it.
    `printed` has the sizes in bytes of the papers that are published with the pages, by address below the site.
    """

    languages: tuple[Language, ...]
    pages: tuple[Page, ...]
    terms: tuple[Term, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    twin_ledger: TwinLedger = field(default_factory=TwinLedger)
    recorded: Changes = field(default_factory=Changes)
    changed: date | None = None
    printed: Mapping[str, int] = field(default_factory=dict)
    # What other modules have worked out of this site, by their names.
    _known: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def once(self, name: str, work: Callable[[], Worked]) -> Worked:
        """What `work` gives for this site, which is asked the first time; `name` is nobody else's."""
        if name not in self._known:
            self._known[name] = work()
        found: Worked = self._known[name]
        return found

    @cached_property
    def addresses(self) -> Addresses:
        return addresses(self.pages, self.ledger)

    @cached_property
    def changes(self) -> Changes:
        """Those in the ledger, and those that it does not have yet."""
        of_statements = states(self.pages, self.facts, self.addresses, self.languages, self.changed)
        adopted = {id: source.adopted for id, source in self.sources.items()}
        return self.recorded.brought_up(dict((*of_statements, *adoptions(adopted, self.changed))))

    def changes_to(self, id: str, language: Language) -> tuple[Change, ...]:
        """What happened to a statement in `language`, by all names that it has had."""
        return self.changes.of(f"{language.code}/{id}", self.addresses.old_keys(language.code, id))

    def modified(self, page: Page) -> date | None:
        """The last day on which the page is known to have changed: one of its statements, or as its editors say."""
        facts = self.facts(page)
        days = [changes[-1].day for one in page.statements if (changes := self.changes_to(one.id, page.language))]
        told = (facts.reviewed, *(note.on for note in facts.changes)) if facts else ()
        return max(filter(None, (*days, *told)), default=None)

    @cached_property
    def by_path(self) -> dict[str, Page]:
        return {page.path: page for page in self.pages}

    def in_language(self, language: Language) -> Iterable[Page]:
        """Those that are written in it; what is not translated is in `untranslated`."""
        return (page for page in self.pages if page.language == language)

    def to_be_found(self, language: Language) -> Iterable[Page]:
        """The pages that search engines and the site map lead to."""
        return filter(self.is_to_be_found, self.in_language(language))

    def searched(self, language: Language) -> Iterable[Page]:
        """The pages that the site's own search leads to."""
        return (page for page in self.in_language(language) if (facts := self.facts(page)) is None or facts.is_searched)

    def is_to_be_found(self, page: Page) -> bool:
        """Whether search engines and the site map lead to it. What says nothing of itself is to be found."""
        facts = self.facts(page)
        return facts is None or facts.to_be_found

    def in_force(self, page: Page) -> Page | None:
        """The page that is in force instead of this one, which is superseded; None if none is. In the default language."""
        seen: list[Page] = []
        found: Page | None = page
        while found and (facts := self.facts(found)) and facts.superseded:
            seen.append(found)
            found = self.addresses.page_at(facts.superseded.by[1:])
            if found in seen:
                return None
        return found

    @cached_property
    def _earlier(self) -> dict[str, list[Page]]:
        """By the id of a page in force: the pages that it took over from, in the default language, the newest first."""
        found = grouped(
            (now.id, (facts.superseded.on, page))
            for page, facts in with_facts(self.pages)
            if facts.superseded and (now := self.in_force(page))
        )
        return {
            id: [page for _, page in sorted(of, key=lambda one: (one[0], one[1].id), reverse=True)]
            for id, of in found.items()
        }

    def earlier(self, page: Page) -> list[Page]:
        """The versions of the page that are no longer in force, in the default language."""
        return self._earlier.get(page.id, [])

    def twin(self, page: Page, language: Language) -> Page | None:
        """The same page in `language`; the page itself when it is in that language."""
        return self.by_path.get(f"docs/{language.code}/{page.id}")

    def read_in(self, page: Page, language: Language) -> Page:
        """The page in `language`, or as it is where it is not translated."""
        return self.twin(page, language) or page

    def title_in(self, page: Page, language: Language) -> str:
        """The page's title in `language`, or as it is, marked as what it is, where the page is not translated."""
        found = self.read_in(page, language)
        return found.title if found.language == language else mixed([Run(found.title, found.language.code)])

    def twins(self, page: Page) -> Iterable[Page]:
        """The same page in every language that has it."""
        return filter(None, (self.twin(page, language) for language in self.languages))

    def untranslated(self, language: Language) -> Iterable[Page]:
        """The pages that are not there in `language` and say so, as they are in the site's first language."""
        return (one for one in self.in_language(self.languages[0]) if self._lacks(one, language))

    @cached_property
    def _declared(self) -> set[tuple[str, str]]:
        return untranslated(self.pages, self.languages)

    def _lacks(self, page: Page, language: Language) -> bool:
        return (language.code, page.id) in self._declared and not self.twin(page, language)

    def _shown_in(self, language: Language) -> Iterable[Page]:
        """The pages whose statements readers of `language` are shown: what is not translated, untranslated."""
        return (*self.in_language(language), *self.untranslated(language))

    def facts(self, page: Page) -> Facts | None:
        """What the front matter says of the page or, if that is a translation, of its twin; None where there is none that
        can be used."""
        twin = self.twin(page, self.languages[0])
        return twin.front if twin and isinstance(twin.front, Facts) else None

    @cached_property
    def organisations(self) -> dict[str, Organisation]:
        return organisations(self.pages, self.twins)

    @cached_property
    def sources(self) -> dict[str, Source]:
        return sources(self.pages, self.twins)

    def owners(self, page: Page) -> tuple[Organisation, ...]:
        """Whose text it is: as the page says, or the organisation of the nearest index.md above."""
        facts = self.facts(page)
        if facts and facts.organisations:
            return tuple(self.organisations[id] for id in facts.organisations if id in self.organisations)
        home = self.home(page)
        return (home,) if home else ()

    def owner_names(self, page: Page, language: Language | None = None) -> tuple[str, ...]:
        """Their names, in `language` or in the page's own."""
        return tuple(owner.name_in(language or page.language) for owner in self.owners(page))

    @cached_property
    def _by_address(self) -> dict[str, Organisation]:
        return {one.address: one for one in self.organisations.values() if one.address}

    def home(self, page: Page) -> Organisation | None:
        """The place in whose folder the page stands: the organisation of the nearest index.md above."""
        return self._by_address.get(page.address) or self.above(page)

    def above(self, page: Page) -> Organisation | None:
        """The place in whose folder the page stands, other than the one whose own page this is."""
        return self._by_address.get(nearest_above(page.address, self._by_address))

    def upwards(self, one: Organisation) -> Iterator[Organisation]:
        """It, and each that it is part of, the nearest first."""
        yield one
        while one.parent in self.organisations:
            one = self.organisations[one.parent]
            yield one

    def municipality(self, one: Organisation) -> Organisation:
        """The municipality that an organisation is a part of, or what stands highest above it."""
        *below, top = self.upwards(one)
        return next((place for place in below if place.type == OrganisationType.municipality), top)

    @cached_property
    def _said(self) -> dict[str, dict[str, tuple[Page, ...]]]:
        """By language code and organisation: the pages that hold its statements, in the order of the menu."""
        return {
            language.code: grouped(
                (owner.id, page)
                for page in unfolded(tree(filter(self._in_menu, self._shown_in(language)), self._place))
                if page.statements and self.provenance(page)
                for owner in self.owners(page)
            )
            for language in self.languages
        }

    def speaking(self, language: Language) -> list[Organisation]:
        """The organisations that have statements in `language`, each once, in the order of the menu."""
        return [self.organisations[id] for id in self._said[language.code]]

    def speaking_within(self, id: str, language: Language) -> tuple[Organisation, ...]:
        """Of these, the place with the `id` and its parts."""
        return self._speaking_within[language.code].get(id, ())

    @cached_property
    def _speaking_within(self) -> dict[str, dict[str, tuple[Organisation, ...]]]:
        return {
            language.code: grouped((place.id, one) for one in self.speaking(language) for place in self.upwards(one))
            for language in self.languages
        }

    def said_by(self, organisation: Organisation, language: Language) -> tuple[Page, ...]:
        """The pages that hold its statements in `language`, in the order of the menu."""
        return self._said[language.code].get(organisation.id, ())

    @cached_property
    def paths(self) -> tuple[ReadingPath, ...]:
        """The reading path of every place that has pages to read, in every language."""
        found = []
        for language in self.languages:
            # A path begins on the place's own page, so where that is not translated there is none.
            own = grouped(
                (home.id, page)
                for page in self.in_menu_order(language)
                if (home := self.home(page)) and f"docs/{language.code}/{home.address}index.md" in self.by_path
            )
            found += [self._path(self.organisations[id], language, pages) for id, pages in own.items()]
        return tuple(path for path in found if path.steps)

    def _path(self, place: Organisation, language: Language, own: Iterable[Page]) -> ReadingPath:
        index = self.by_path[f"docs/{language.code}/{place.address}index.md"]
        facts = self.facts(index)
        declared = facts.organisation.path if facts and facts.organisation else ()
        words = index.front.organisation if index.front else None
        questions = {step.page: step.question for step in words.path} if words else {}
        chosen = {step.page: questions.get(step.page) for step in declared}
        return ReadingPath(index, place.name_in(index.language), steps(index, own, chosen, self._first_kind))

    def _first_kind(self, page: Page) -> Kind:
        facts = self.facts(page)
        return facts.kind[0] if facts else Kind.overview

    @cached_property
    def _halts(self) -> dict[str, Halt]:
        return {
            step.page.path: Halt(path, number) for path in self.paths for number, step in enumerate(path.steps, start=1)
        }

    @cached_property
    def _paths(self) -> dict[str, ReadingPath]:
        return {path.page.path: path for path in self.paths}

    def path_from(self, page: Page) -> ReadingPath | None:
        """The reading path of the place whose own page this is."""
        return self._paths.get(page.path)

    def path_of(self, place: Organisation, language: Language) -> ReadingPath | None:
        """The reading path of `place`, if it has a folder and pages to read."""
        return self._paths.get(f"docs/{language.code}/{place.address}index.md")

    def halt(self, page: Page) -> Halt | None:
        """Where the page stands on its place's reading path, if it does."""
        return self._halts.get(page.path)

    def provenance(self, page: Page, language: Language | None = None) -> Provenance | None:
        """Where the page's text comes from, told in `language` or in the page's own; None if it presents no source."""
        language = language or page.language
        facts, code = self.facts(page), language.code
        source = self.sources.get(facts.source) if facts and facts.source else None
        if not source:
            return None
        owners = self.owners(page)
        document, title = source.titles.get(self.languages[0].code, source.id), source.titles.get(code)
        return Provenance(
            organisations=self.owner_names(page, language),
            document=document,
            translation=None if language.default or title == document else title,
            adopted=written_period(source.adopted, code) if source.adopted else None,
            on_or_in=on_or_in(source.adopted or ""),
            adopted_at=source.adopted_at.get(code),
            reproduced=source.organisation not in [owner.id for owner in owners],
            reviewed=written_date(facts.reviewed, code) if facts else None,
            verbatim=bool(facts and facts.wording),
        )

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[Page, Statement]]:
        """By language code and id. The page is in another language where it is not translated."""
        return {
            (language.code, one.id): (page, one)
            for language in self.languages
            for page in self._shown_in(language)
            for one in page.statements
        }

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """As `twins.pairs` gives them."""
        return tuple(pairs(self.pages, self.twin_ledger, self.addresses))

    @cached_property
    def _awaiting(self) -> dict[str, dict[str, Pair]]:
        """By the path of the translated page, and by id: the statements whose text has changed since."""
        found: dict[str, dict[str, Pair]] = defaultdict(dict)
        for pair in self.pairs:
            if pair.state == State.awaiting_translation:
                found[pair.twin_page.path][pair.twin.id] = pair
        return found

    def awaiting(self, page: Page) -> dict[str, Pair]:
        """By id: the statements of `page` that await translation, because the text has changed."""
        return self._awaiting.get(page.path, {})

    def quotes(self, ids: Iterable[str], language: Language) -> tuple[Quote, ...]:
        """The statements with these ids, in `language`, or as they are if they are not translated; what is not there
        is left out."""
        found = (self._places.get((language.code, id)) for id in ids)
        quotes = (self._quote(page, one, language) for page, one in filter(None, found))
        return tuple(filter(None, quotes))

    def _quote(self, page: Page, one: Statement, language: Language) -> Quote | None:
        provenance, owners, awaiting = self.provenance(page, language), self.owners(page), self.awaiting(page)
        original = f"{awaiting[one.id].page.url}#{one.id}" if one.id in awaiting else None
        if not provenance or not owners:
            return None
        url, is_heading = f"{page.url}#{one.id}", one.element == "heading"
        return Quote(
            one.lead, one.text, one.below, url, page.title, owners[0], provenance, is_heading, page.language, original
        )

    @cached_property
    def sections(self) -> dict[str, tuple[str, ...]]:
        """The ids of the statements in force of each section, in the order of its page."""
        return grouped((one.section, one.id) for page in self.to_be_found(self.languages[0]) for one in page.statements)

    def statements_of(self, names: Iterable[str]) -> Iterable[str]:
        """The ids that `names` stand for: each is a statement's, or that of a section of them."""
        default = self.languages[0].code
        return (
            id for name in names for id in ([name] if (default, name) in self._places else self.sections.get(name, ()))
        )

    def alternates(self, current: Language, page: Page | None) -> tuple[Alternate, ...]:
        """The page in every language that has it or says that it has not; without a page, each language's front page."""
        address = page.address if page else ""
        there = {one.code: page is None or self.twin(page, one) is not None for one in self.languages}
        return tuple(
            Alternate(one, one.prefix + address, one == current, there[one.code])
            for one in self.languages
            if there[one.code] or (page and self._lacks(page, one))
        )

    @cached_property
    def menus(self) -> dict[str, Menu]:
        """By language code: the pages that stand in the menu, by their `order`, then in Danish alphabetical order."""
        trees = {one.code: tree(filter(self._in_menu, self.in_language(one)), self._place) for one in self.languages}
        too_many = crowded(trees.values(), self._by_address)
        return {code: Menu(branches, too_many) for code, branches in trees.items()}

    @property
    def crowded(self) -> bool:
        """Whether there are places that no menu shows but on the way to them."""
        return any(menu.crowded for menu in self.menus.values())

    def in_menu_order(self, language: Language) -> Iterable[Page]:
        """The pages that stand in the menu, from the top to the bottom of it unfolded."""
        return self.menus[language.code].pages

    @cached_property
    def search_urls(self) -> dict[str, str]:
        """By language code: the address of the page that searches, below the site."""
        return {page.language.code: page.url for page in self.of_kind(Kind.search)}

    @cached_property
    def glossary_urls(self) -> dict[str, str]:
        """By language code: the address of the glossary, below the site."""
        return {page.language.code: page.url for page in self.of_kind(Kind.glossary)}

    @cached_property
    def _value_pages(self) -> dict[str, Page]:
        """The values' pages in the default language, by slug and by title."""
        of_values = [page for page in self.of_kind(Kind.named_value) if page.language.default]
        return {page.title: page for page in of_values} | {page.slug: page for page in of_values}

    def value_page(self, term: Term, language: Language) -> Page | None:
        """The page of the value that the term names: they share the id, or the title in the default language."""
        word = term.wordings[self.languages[0].code].word
        found = self._value_pages.get(term.id) or self._value_pages.get(word)
        return self.twin(found, language) if found else None

    @cached_property
    def vocabularies(self) -> dict[str, Vocabulary]:
        """By language code: the terms as texts have them."""
        return {language.code: Vocabulary(language.code, self.terms_in(language)) for language in self.languages}

    def terms_in(self, language: Language) -> tuple[Term, ...]:
        """The terms that are explained in `language`."""
        return terms_in(language.code, self.terms)

    def explained_on(self, page: Page) -> frozenset[str]:
        """The ids of the terms that may be explained on the page."""
        facts = self.facts(page)
        if facts is None or Kind.glossary in facts.kind:
            return frozenset()
        return frozenset(term.id for term in self.terms if term.is_meant_in(facts.source))

    def tone(self, page: Page) -> str:
        """The colour of the place that the page belongs to, or "petrol", the site's own."""
        return self.tone_of(next(iter(self.owners(page)), None))

    def tone_of(self, one: Organisation | None) -> str:
        """The colour of the place, or of the nearest above it that has one."""
        while one and not one.tone:
            one = self.organisations.get(one.parent or "")
        return one.tone if one and one.tone else "petrol"

    def first_of(self, kind: Kind, language: Language) -> Page | None:
        """The page of that kind that stands highest in `language`, if there is one."""
        there = (one for one in self.of_kind(kind) if one.language == language)
        return min(there, key=lambda page: page.address, default=None)

    def of_kind(self, kind: Kind) -> Sequence[Page]:
        """In every language. A page may be of several kinds."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[Kind, Sequence[Page]]:
        return grouped((kind, page) for page in self.pages if (facts := self.facts(page)) for kind in facts.kind)

    def is_of_kind(self, page: Page, kind: Kind) -> bool:
        facts = self.facts(page)
        return facts is not None and kind in facts.kind

    def _in_menu(self, page: Page) -> bool:
        facts = self.facts(page)
        return facts is None or (facts.in_menu and facts.to_be_found)

    def _place(self, page: Page) -> tuple[float, str]:
        facts = self.facts(page)
        return facts.order if facts and facts.order is not None else float("inf"), danish_key(page.title)


def relate(content: Content, changed: datetime | None = None) -> Site:
    """Everything that could be read, related. `changed` is when the revision is of: what has changed has changed then."""
    pages = tuple(page for page in content.pages if page.readable)
    ledgers = (content.ledger, content.twin_ledger, content.changes)
    day = changed.astimezone(UTC).date() if changed else None
    return Site(content.languages, pages, content.glossary.terms, *ledgers, day)
