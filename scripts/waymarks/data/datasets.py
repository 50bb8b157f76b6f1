"""Datasets: the records of the whole site, and of each municipality what is its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from waymarks.data import records
from waymarks.folders import DATA, PLACES
from waymarks.grouping import grouped
from waymarks.ledgers.ledger import SHORT
from waymarks.reading.schema import Facts, Kind
from waymarks.relations.twins import State, key_of
from waymarks.site import Site
from waymarks.source import Page, Statement
from waymarks.views.former import withdrawal

FOLDER = f"{DATA}v1/"


@dataclass(frozen=True)
class Dataset:
    """Records of one kind: what `told` tells of each of the `things`. `place` is the id of the organisation at the top whose they
    are, or None for those of the site."""

    name: str
    record: type[records.Record]
    things: Sequence[Any]
    told: Callable[[Any], records.Record]
    place: str | None = None

    @cached_property
    def records(self) -> tuple[records.Record, ...]:
        """They are made when they are asked for: all of a country take more memory than its pages."""
        return tuple(map(self.told, self.things))

    @property
    def path(self) -> str:
        """Where its files are, below the site and without their endings."""
        return self.path_in(f"{PLACES}{self.place}/" if self.place else FOLDER)

    def path_in(self, folder: str) -> str:
        return f"{folder}{self.name}"

    @property
    def modified(self) -> date | None:
        texts = (one for record in self.records for one in getattr(record, "texts", {}).values())
        return max(filter(None, (one.modified for one in texts)), default=None)


def datasets(site: Site, site_url: str) -> Iterator[Dataset]:
    """Everything, first what is of the whole site. `site_url` ends with a slash."""
    return _Told(site, site_url).datasets()


def places(site: Site) -> tuple[str, ...]:
    """The ids of the organisations at the top. Each has data of its own, even when all its pages are withdrawn."""
    return tuple(dict.fromkeys(site.municipality(one).id for one in site.organisations.values()))


def folders_before(site: Site) -> Mapping[str, tuple[str, ...]]:
    """By the id of an organisation at the top: the folders that have been published whose data it has now."""
    ledger, ours = site.ledger.places.items(), site.addresses
    heirs = ((address, site.organisations.get(ours.place_now(id) or "")) for address, id in ledger)
    return _turned(
        (address, [site.municipality(heir).id]) for address, heir in heirs if heir and address.startswith(PLACES)
    )


def first_statement(site: Site, site_url: str) -> Dataset | None:
    """A dataset of the first statement alone, for an example; None where there is no statement."""
    told = _Told(site, site_url)
    page = next((page for page in told.pages if page.statements and site.is_to_be_found(page)), None)
    if page is None:
        return None
    return told.statements([(page, page.statements[0])], told.place(page))


@dataclass(frozen=True)
class _Told:
    """What is told of the site, as records."""

    site: Site
    site_url: str

    @cached_property
    def pages(self) -> list[Page]:
        """Those that are to be found, and earlier versions of them, in the default language, whose ids are everybody's."""
        ours = ((page, self.site.facts(page)) for page in self.site.in_language(self.site.languages[0]))
        return [page for page, facts in ours if facts and (facts.to_be_found or facts.superseded)]

    @cached_property
    def states(self) -> Mapping[str, State]:
        return {pair.key: pair.state for pair in self.site.pairs}

    @cached_property
    def values(self) -> Mapping[str, tuple[str, ...]]:
        """By the id of a statement: the values that it holds."""
        return _turned((page.slug, facts.holds) for page, facts in self.of_kind(Kind.named_value))

    @cached_property
    def themes(self) -> Mapping[str, tuple[str, ...]]:
        """By the id of a statement: the themes in which it is compared."""
        rows = ((page.slug, row) for page, facts in self.of_kind(Kind.theme) for row in facts.rows)
        return _turned((slug, (*row.says, *row.near)) for slug, row in rows)

    @cached_property
    def former_places(self) -> Mapping[str, tuple[str, ...]]:
        """By the id of a place: those that lead to it."""
        return _turned((old, [id]) for old, id in self.site.addresses.heirs.items())

    @cached_property
    def formerly(self) -> Mapping[str, tuple[str, ...]]:
        """By the address of a page: those that it had before."""
        return _turned((f"/{old}", (page.address,)) for old, page in self.site.addresses.moved.items())

    def datasets(self) -> Iterator[Dataset]:
        yield Dataset("organisations", records.Organisation, [*self.site.organisations], self.organisation)
        yield Dataset("sources", records.Source, [*self.site.sources], self.source)
        yield Dataset("values", records.Value, [*self.of_kind(Kind.named_value)], self.value)
        yield Dataset("themes", records.Theme, [*self.of_kind(Kind.theme)], self.theme)
        yield Dataset("withdrawn", records.Withdrawn, [*self.graves()], self.withdrawn)
        by_place = grouped((self.place(page), page) for page in self.pages)
        for place in (None, *places(self.site)):
            pages = by_place.get(place, ())
            yield Dataset("pages", records.Page, pages, self.page, place)
            statements = [(page, one) for page in pages for one in page.statements]
            if statements:
                yield self.statements(statements, place)

    def statements(self, things: Sequence[tuple[Page, Statement]], place: str | None) -> Dataset:
        return Dataset("statements", records.Statement, things, self.statement, place)

    def of_kind(self, kind: Kind) -> Iterator[tuple[Page, Facts]]:
        of_pages = ((page, self.site.facts(page)) for page in self.pages)
        return ((page, facts) for page, facts in of_pages if facts and kind in facts.kind)

    def place(self, page: Page) -> str | None:
        owners = self.site.owners(page)
        return self.site.municipality(owners[0]).id if owners else None

    def texts(self, page: Page) -> dict[str, records.PageText]:
        return {
            twin.language.code: records.PageText(
                address=self.site_url + twin.url,
                title=twin.title,
                description=twin.description,
                modified=self.site.modified(twin),
            )
            for twin in self.site.twins(page)
        }

    def there(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Those of the ids that are of statements."""
        return tuple(id for id in ids if id in self.site.addresses.statements)

    def organisation(self, id: str) -> records.Organisation:
        one = self.site.organisations[id]
        index = self.site.addresses.pages.get(one.address or "-")
        return records.Organisation(
            id=id,
            formerly=self.former_places.get(id, ()),
            type=one.type,
            parent=one.parent,
            place=self.site.municipality(one).id,
            names=one.names,
            addresses={twin.language.code: self.site_url + twin.url for twin in self.site.twins(index)}
            if index
            else {},
        )

    def source(self, id: str) -> records.Source:
        one = self.site.sources[id]
        return records.Source(
            id=id,
            organisation=one.organisation,
            titles=one.titles,
            adopted=one.day,
            adopted_in=None if one.day else one.adopted,
            adopted_at=one.adopted_at,
        )

    def page(self, page: Page) -> records.Page:
        facts = self.site.facts(page)
        return records.Page(
            id=_id(page),
            formerly=self.formerly.get(page.address, ()),
            kinds=facts.kind if facts else (),
            organisations=tuple(one.id for one in self.site.owners(page)),
            source=facts.source if facts else None,
            reviewed=facts.reviewed if facts else None,
            superseded=_superseded(facts),
            statements=tuple(one.id for one in page.statements),
            texts=self.texts(page),
        )

    def statement(self, thing: tuple[Page, Statement]) -> records.Statement:
        page, one = thing
        facts = self.site.facts(page)
        source = self.site.sources.get((facts.source if facts else None) or "")
        return records.Statement(
            id=one.id,
            formerly=self.site.addresses.old_ids.get(one.id, ()),
            short_address=f"{self.site_url}{SHORT}{one.id}/",
            kind=facts.kind_of(one.section) if facts else None,
            page=_id(page),
            organisations=tuple(owner.id for owner in self.site.owners(page)),
            source=source.id if source else None,
            adopted=source.day if source else None,
            superseded=_superseded(facts),
            values=self.values.get(one.id, ()),
            themes=self.themes.get(one.id, ()),
            texts=dict(self.statement_texts(page, one.id)),
        )

    def statement_texts(self, page: Page, id: str) -> Iterator[tuple[str, records.StatementText]]:
        for twin in self.site.twins(page):
            for one in twin.statements:
                if one.id == id:
                    changes = self.site.changes_to(id, twin.language)
                    day = changes[-1].day if changes else None
                    address = f"{self.site_url}{twin.url}#{id}"
                    state: Any = self.states.get(key_of(twin, one), "original")
                    told = records.StatementText(address=address, text=one.words, translation=state, modified=day)
                    yield twin.language.code, told

    def value(self, thing: tuple[Page, Facts]) -> records.Value:
        page, facts = thing
        return records.Value(
            id=page.slug,
            page=_id(page),
            holds=self.there(facts.holds),
            mentions=self.there(facts.mentions),
            texts=self.texts(page),
        )

    def theme(self, thing: tuple[Page, Facts]) -> records.Theme:
        page, facts = thing
        titles: dict[str, dict[str, str]] = defaultdict(dict)
        for twin in self.site.twins(page):
            for row in twin.front.rows if twin.front else ():
                titles[row.id][twin.language.code] = row.title
        rows = (
            records.Row(id=row.id, titles=titles[row.id], says=self.there(row.says), near=self.there(row.near))
            for row in facts.rows
        )
        return records.Theme(id=page.slug, page=_id(page), rows=tuple(rows), texts=self.texts(page))

    def graves(self) -> Iterator[tuple[str, Page, date]]:
        """The ids of the statements that were withdrawn, each with the page it stood on and the day."""
        for id, page in self.site.addresses.withdrawn.items():
            facts = self.site.facts(page)
            named = facts.withdrawal_of(id) if facts else None
            if named:
                yield id, page, named.on

    def withdrawn(self, thing: tuple[str, Page, date]) -> records.Withdrawn:
        id, page, on = thing
        graves = {twin.language.code: withdrawal(self.site, twin, id) for twin in self.site.twins(page)}
        return records.Withdrawn(
            id=id,
            short_address=f"{self.site_url}{SHORT}{id}/",
            on=on,
            by={code: one.by for code, one in graves.items() if one},
            because={code: one.because for code, one in graves.items() if one},
        )


def _superseded(facts: Facts | None) -> date | None:
    return facts.superseded.on if facts and facts.superseded else None


def _id(page: Page) -> str:
    return f"/{page.address}"


def _turned(named: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, tuple[str, ...]]:
    """By each of the second: all the first that have it, once."""
    return grouped(dict.fromkeys((other, one) for one, many in named for other in many))
