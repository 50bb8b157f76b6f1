"""The front matter schema: every key an editor may write, in one place.

The default language's page holds the facts; the page in another language holds only what is language.
"""

import re
from contextlib import suppress
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from waymarks.ledgers.ledger import is_address


class Kind(StrEnum):
    """What a page, or a section of one, holds."""

    # By its name the string tables know each: `kind_view_of_humanity`.

    mission = "mission"
    vision = "vision"
    values = "values"
    principles = "principles"
    goals = "goals"
    professional_ambition = "professional-ambition"
    professional_development = "professional-development"
    view_of_humanity = "view-of-humanity"
    collegial_expectations = "collegial-expectations"
    organisation = "organisation"
    policies = "policies"
    strategy = "strategy"
    management = "management"
    offer = "offer"
    approach = "approach"
    community = "community"
    training = "training"
    knowledge = "knowledge"
    background = "background"
    process = "process"
    overview = "overview"
    about = "about"
    privacy = "privacy"
    home = "home"
    audience = "audience"
    named_value = "named-value"
    named_values = "named-values"
    theme = "theme"
    themes = "themes"
    two_places = "two-places"
    glossary = "glossary"
    search = "search"
    accessibility = "accessibility"
    status = "status"
    data = "data"
    news = "news"
    guide = "guide"
    withdrawn = "withdrawn"

    @property
    def presents_source(self) -> bool:
        """Whether a page of the kind presents a document, in statements."""
        return self.template == "main.html" and self not in (Kind.overview, Kind.privacy, Kind.guide)

    @property
    def template(self) -> str:
        """Special pages have templates of their own."""
        special = {
            Kind.home: "home.html",
            Kind.audience: "audience.html",
            Kind.named_value: "value.html",
            Kind.named_values: "values.html",
            Kind.theme: "theme.html",
            Kind.themes: "themes.html",
            Kind.two_places: "two-places.html",
            Kind.glossary: "glossary.html",
            Kind.search: "search.html",
            Kind.about: "about.html",
            Kind.accessibility: "was.html",
            Kind.status: "status.html",
            Kind.data: "data.html",
            Kind.news: "news.html",
            Kind.withdrawn: "withdrawn.html",
        }
        return special.get(self, "main.html")


class Tone(StrEnum):
    """A place's colour, from the site's own palette: nobody's logo is borrowed."""

    petrol = "petrol"
    moss = "moss"
    plum = "plum"
    rust = "rust"
    indigo = "indigo"
    ochre = "ochre"


class Wording(StrEnum):
    """Whose the words of a page's statements are, when they are not the editors'."""

    adopted = "adopted"  # the owner has declared that they are to stand as the document has them


class OrganisationType(StrEnum):
    municipality = "municipality"
    facility = "facility"
    department = "department"
    area = "area"


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
LONGEST = 100  # of a name that becomes a file's: no system has room for more than 255, and endings come to it
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=LONGEST)]


OLDEST = "1900-01-01"


def _iso_date(value: Any) -> Any:
    """Pydantic would take any number for a time; only 2026-11-22 is meant, and no day that nobody living has seen."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) and value >= OLDEST:
        return value
    raise PydanticCustomError("date", "not a date")


Date = Annotated[date, BeforeValidator(_iso_date)]


def _iso_period(value: Any) -> Any:
    """A day, or a month or a year, which is all that many a document says."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}(-\d\d){0,2}", value) and value >= OLDEST[: len(value)]:
        with suppress(ValueError):
            first_day(value)
            return value
    raise PydanticCustomError("date_or_year", "not a date")


# 2026-11-22, 2026-11 or 2026 (ISO 8601), so that the order of the texts is that of the days. A number is a year to who writes YAML.
Period = Annotated[
    str,
    BeforeValidator(_iso_period),
    WithJsonSchema({"type": ["string", "integer"], "pattern": r"^\d{4}(-\d\d){0,2}$"}),
]


def first_day(period: str) -> date:
    """The day on which a Period begins. Raises ValueError for what the calendar does not have."""
    return date.fromisoformat(f"{period}-01-01"[:10])


def is_day(period: str) -> bool:
    """Whether a Period is one, and no month or year."""
    return period.count("-") == 2


def _told(rule: str, what: str, fix: str) -> PydanticCustomError:
    """What is wrong with a value, in an editor's words; `what` follows the key."""
    return PydanticCustomError("told", "wrong", {"rule": rule, "what": what, "fix": fix})


def _address(value: Any) -> Any:
    if isinstance(value, str) and not is_address(value):
        fix = "Write what stands after the site's name and the language, such as `/hus/vaerdier/`."
        raise _told("bad-address", f"names no address of a page: {value!r}", fix)
    return value


Address = Annotated[str, BeforeValidator(_address)]


# What parts two words that are to be `key: value`.
_JOINED = re.compile(r"\s*(?::|[-=]+>|[=→])\s*")


def pairs(what: str, fix: str) -> BeforeValidator:
    """Of a key below which `key: value` lines stand: what they are, and how they are written."""

    def judged(value: Any) -> Any:
        keys = [key for key, word in value.items() if not word] if isinstance(value, dict) else [value]
        joined = next((key for key in keys if isinstance(key, str) and _JOINED.search(key)), None)
        if joined:
            spaced = f"Write `{': '.join(_JOINED.split(joined, maxsplit=1))}`."
            raise _told("wrong-type", f"has no colon with a space after it: {joined!r}", spaced)
        if not isinstance(value, dict):
            raise PydanticCustomError("pairs", "not pairs", {"what": what, "fix": fix})
        return value

    return BeforeValidator(judged)


def _by_section(value: Any) -> Any:
    """One word holds for the whole page: for the section with no name."""
    return {"": value} if isinstance(value, str) else value


_SECTIONS = pairs(
    "one word, or a word for each section",
    "Write such as `kind: values`, or below `kind:` lines such as `  jh-mission: mission`.",
)
_SUCCESSORS = pairs("old ids with the ids that took over", "Write `replaces_statements: {old-id: new-id}`.")


class Strict(BaseModel):
    """What an editor writes below a key: these keys and no others. `fact_keys` stand only in the default language's page."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    fact_keys: ClassVar[frozenset[str]] = frozenset()


def keys_of(model: type[BaseModel]) -> list[str]:
    """The keys that an editor may write there."""
    return [field.alias or name for name, field in model.model_fields.items()]


class Unit(Strict):
    """An organisation without a folder of its own, declared on the page of the one it belongs to.

    `formerly` are ids that it had before, or that were those of places which it took over.
    """

    id: Id
    type: OrganisationType
    name: Text
    formerly: tuple[Id, ...] = ()


class Step(Strict):
    """A step of a reading path: a page, as a link from the organisation's index.md would name it, and a question."""

    page: Text
    question: Text

    @property
    def id(self) -> str:
        return self.page


class Organisation(Unit):
    """What an organisation's index.md says it is. `parent` is the id of the organisation above it.

    `path` is what a new employee reads of its pages, in order; without it, all that hold statements.
    """

    parent: Id | None = None
    tone: Tone | None = None
    path: tuple[Step, ...] = ()


class Source(Strict):
    """A document that pages present. `organisation` is whose it is, when not the page's own."""

    id: Id
    title: Text
    adopted: Period | None = None
    adopted_at: Text | None = None
    organisation: Id | None = None


class Row(Strict):
    """A line of a comparison. `says` are the statements that say it, `near` those that say something close to it."""

    id: Id
    title: Text
    says: tuple[Id, ...]
    near: tuple[Id, ...] = ()


class Group(Strict):
    """What an audience is shown on one subject. `statements` are ids, or a section of them: `jt-tilbud` for all from
    `jt-tilbud-01` on. `place` is the organisation to stand under; a group without one stands above them all. `open`
    shows the statements unfolded. `see` are the ids of pages to go on to.
    """

    id: Id
    title: Text
    text: Text | None = None
    place: Id | None = None
    statements: Annotated[tuple[Id, ...], Field(min_length=1)]
    open: bool = False
    see: tuple[Text, ...] = ()


class Withdrawal(Strict):
    """Why there is nothing any more at an address that has been published: since when, by whom, and the reason."""

    on: Date
    by: Text
    because: Text


class WithdrawnStatement(Withdrawal):
    id: Id


class Superseded(Strict):
    """Since when the page is no longer in force, and the address of the page that is."""

    on: Date
    by: Address


class Note(Strict):
    """What the editors say of a change that they made to the page on a day."""

    on: Date
    note: Text

    @property
    def id(self) -> str:
        return self.on.isoformat()


class Facts(Strict):
    """The front matter of a page in the default language.

    `kind:` is one word, or one for each section of the page (`jh-mission: mission`), a section being what the ids of
    its statements begin with. `untranslated` are the codes of the languages in which there is no page yet. Of a value's
    page, `holds` are the statements in which it is a named value, `mentions` those in which the word also appears. Of an
    audience's page, `choice` is the heading of the choice between places, and `reading_paths: true` leads from each place
    to its reading path. `replaces` are addresses of pages, and `replaces_statements` ids, old with new, that have been
    published and now lead here. `reviewed` is the day on which someone last went through the page, `review_by` the last
    day to do it again, when that is not as for other pages. `changes` are notes about what was changed.
    A page that is `superseded` is an earlier version of another. `draft: true` keeps the page, and of an index.md all that
    stands in its folder, from being published. `wording: adopted` says that the statements are the document's own words.
    """

    title: Text
    description: Text
    sections: Annotated[dict[str, Kind], _SECTIONS, BeforeValidator(_by_section)] = Field(alias="kind", min_length=1)
    draft: bool = False
    source: Id | None = None
    wording: Wording | None = None
    organisations: tuple[Id, ...] = ()
    holds: tuple[Id, ...] = ()
    mentions: tuple[Id, ...] = ()
    order: int | None = None
    in_menu: bool = True
    reviewed: Date | None = None
    review_by: Date | None = None
    untranslated: tuple[Text, ...] = ()
    organisation: Organisation | None = None
    units: tuple[Unit, ...] = ()
    sources: tuple[Source, ...] = ()
    rows: tuple[Row, ...] = ()
    choice: Text | None = None
    groups: tuple[Group, ...] = ()
    reading_paths: bool = False
    replaces: tuple[Address, ...] = ()
    replaces_statements: Annotated[dict[Id, Id], _SUCCESSORS] = Field(default_factory=dict)
    withdrawn: Withdrawal | None = None
    withdrawn_statements: tuple[WithdrawnStatement, ...] = ()
    changes: tuple[Note, ...] = ()
    superseded: Superseded | None = None

    @property
    def places(self) -> tuple[Unit, ...]:
        """The organisations that the page declares: its own, and its units."""
        return (self.organisation, *self.units) if self.organisation else self.units

    @property
    def is_withdrawn(self) -> bool:
        """Whether the page only says that it is withdrawn."""
        return Kind.withdrawn in self.kind

    def withdrawal_of(self, id: str | None) -> Withdrawal | None:
        """Why the statement is withdrawn: as it is said of it, or of the page as a whole."""
        return next((one for one in self.withdrawn_statements if one.id == id), self.withdrawn)

    @property
    def to_be_found(self) -> bool:
        """Whether menus, search engines and the site map lead to it: not to what is withdrawn or superseded, nor to what is
        for the editors."""
        return self.is_searched and Kind.guide not in self.kind

    @property
    def is_searched(self) -> bool:
        """Whether the site's own search leads to it: to the guide too, for whoever edits asks there how it is done."""
        return not (self.is_withdrawn or self.superseded or Kind.status in self.kind)

    @property
    def kind(self) -> tuple[Kind, ...]:
        return tuple(dict.fromkeys(self.sections.values()))

    def kind_of(self, section: str) -> Kind | None:
        """The kind of the statements of a section; None if the page does not say it."""
        return self.sections.get(section, self.sections.get(""))

    @property
    def presents_source(self) -> bool:
        return any(kind.presents_source for kind in self.kind)

    @property
    def template(self) -> str:
        if self.superseded:
            return "superseded.html"
        return next((kind.template for kind in self.kind if kind.template != "main.html"), "main.html")


class OrganisationWords(Strict):
    name: Text
    path: tuple[Step, ...] = ()


class UnitWords(Strict):
    id: Id
    name: Text


class RowWords(Strict):
    id: Id
    title: Text


class SourceWords(RowWords):
    adopted_at: Text | None = None


class GroupWords(RowWords):
    text: Text | None = None


class WithdrawalWords(Strict):
    by: Text
    because: Text


class WithdrawnStatementWords(WithdrawalWords):
    id: Id


class Words(Strict):
    """The front matter of a page in another language: only what is language."""

    title: Text
    description: Text
    organisation: OrganisationWords | None = None
    units: tuple[UnitWords, ...] = ()
    sources: tuple[SourceWords, ...] = ()
    rows: tuple[RowWords, ...] = ()
    choice: Text | None = None
    groups: tuple[GroupWords, ...] = ()
    withdrawn: WithdrawalWords | None = None
    withdrawn_statements: tuple[WithdrawnStatementWords, ...] = ()
    changes: tuple[Note, ...] = ()


_TRANSLATED: tuple[tuple[type[Strict], type[Strict]], ...] = (
    (Facts, Words),
    (Organisation, OrganisationWords),
    (Unit, UnitWords),
    (Source, SourceWords),
    (Row, RowWords),
    (Group, GroupWords),
    (Withdrawal, WithdrawalWords),
    (WithdrawnStatement, WithdrawnStatementWords),
)
for _facts, _words in _TRANSLATED:
    _words.fact_keys = frozenset(keys_of(_facts)).difference(keys_of(_words))
