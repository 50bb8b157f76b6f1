"""Linked data: the same records in the words of schema.org, as JSON-LD.

A statement is a CreativeWork based on the document, and no Quotation: it is an edited presentation. Sources: schema.org;
JSON-LD 1.1 (w3.org/TR/json-ld11).
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import singledispatch
from typing import Any

from waymarks.data import records
from waymarks.data.datasets import FOLDER, Dataset

Node = dict[str, Any]


def document(dataset: Dataset, site_url: str) -> dict[str, Any]:
    """All of the dataset, its addresses below `site_url`."""
    return {
        "@context": {"@vocab": "https://schema.org/", "@base": site_url},
        "@graph": [node for record in dataset.records for node in nodes(record)],
    }


@singledispatch
def nodes(record: records.Record) -> Iterator[Node]:
    """What the record says. What it does not know is left out."""
    raise TypeError(record)


@nodes.register
def _(one: records.Organisation) -> Iterator[Node]:
    yield _node(
        "GovernmentOrganization",
        _organisation(one.id),
        identifier=one.id,
        name=_words(one.names),
        url=_links(one.addresses.values()),
        parentOrganization=_link(_organisation(one.parent)) if one.parent else None,
    )


@nodes.register
def _(one: records.Source) -> Iterator[Node]:
    yield _node(
        "CreativeWork",
        named("sources", one.id),
        identifier=one.id,
        name=_words(one.titles),
        author=_link(_organisation(one.organisation)) if one.organisation else None,
        dateCreated=_day(one.adopted) or one.adopted_in,
    )


@nodes.register
def _(one: records.Page) -> Iterator[Node]:
    addresses = [text.address for text in one.texts.values()]
    for code, text in one.texts.items():
        yield _node(
            "CreativeWork",
            text.address,
            identifier=one.id,
            inLanguage=code,
            name=_words({code: text.title}),
            description=_words({code: text.description}),
            dateModified=_day(text.modified),
            expires=_day(one.superseded),
            about=_links(map(_organisation, one.organisations)),
            isBasedOn=_link(named("sources", one.source)) if one.source else None,
            workTranslation=_links(other for other in addresses if other != text.address),
        )


@nodes.register
def _(one: records.Statement) -> Iterator[Node]:
    days = [text.modified for text in one.texts.values() if text.modified]
    yield _node(
        "CreativeWork",
        one.short_address,
        identifier=one.id,
        genre=one.kind,
        text=_words({code: text.text for code, text in one.texts.items()}),
        isBasedOn=_link(named("sources", one.source)) if one.source else None,
        about=_links((*map(_organisation, one.organisations), *(named("values", value) for value in one.values))),
        dateModified=_day(max(days, default=None)),
        expires=_day(one.superseded),
    )


@nodes.register
def _(one: records.Withdrawn) -> Iterator[Node]:
    yield _node("CreativeWork", one.short_address, identifier=one.id, expires=_day(one.on))


@nodes.register
def _(one: records.Value) -> Iterator[Node]:
    yield _term(one, "values")


@nodes.register
def _(one: records.Theme) -> Iterator[Node]:
    yield _term(one, "themes")


def _term(one: records.Value | records.Theme, terms: str) -> Node:
    return _node(
        "DefinedTerm",
        named(terms, one.id),
        identifier=one.id,
        name=_words({code: text.title for code, text in one.texts.items()}),
        description=_words({code: text.description for code, text in one.texts.items()}),
        url=_links(text.address for text in one.texts.values()),
        inDefinedTermSet={"@id": f"{FOLDER}{terms}.jsonld", "@type": "DefinedTermSet"},
    )


def _node(type: str, id: str, **said: Any) -> Node:
    return {"@type": type, "@id": id, **{name: value for name, value in said.items() if value}}


def _organisation(id: str) -> str:
    return named("organisations", id)


def named(dataset: str, id: str) -> str:
    """What stands for an organisation, a document or a term: it has no address of its own in every case."""
    return f"{FOLDER}{dataset}.jsonld#{id}"


def _link(id: str) -> Node:
    return {"@id": id}


def _links(ids: Iterable[str]) -> list[Node]:
    return [_link(id) for id in ids]


def _words(by_language: Mapping[str, str]) -> list[Node]:
    return [{"@value": words, "@language": code} for code, words in by_language.items()]


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None
