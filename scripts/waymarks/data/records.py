"""Records: what other systems are told of each organisation, document, page, statement, value and theme.

The names, the types and the descriptions here are those of the JSON Schemas. What is published must go on to mean what
it says: a field that is to mean something else, or to go, is a new version, with a folder beside v1.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from waymarks.reading.schema import Kind, OrganisationType
from waymarks.relations.twins import State

Id = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://")]
Words = Annotated[dict[str, str], Field(description="Words by language code.")]
Modified = Annotated[
    date | None, Field(description="The last day on which this is known to have changed; null where nothing tells.")
]
Formerly = Annotated[tuple[Id, ...], Field(description="Ids that this had before. They still lead here.")]
Organisations = Annotated[tuple[Id, ...], Field(description="Ids of the organisations whose text it is.")]
SourceId = Annotated[Id | None, Field(description="Id of the document that the text presents.")]
Adopted = Annotated[date | None, Field(description="When the document was adopted; null where it names no day.")]
Superseded = Annotated[
    date | None, Field(description="Since when it is no longer in force; null as long as nothing has taken over.")
]
Statements = Annotated[tuple[Id, ...], Field(description="Ids of statements.")]


class Record(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PageText(Record):
    address: Address
    title: str
    description: str
    modified: Modified


class StatementText(Record):
    address: Annotated[Address, Field(description="The statement's place on its page.")]
    text: str
    translation: Annotated[
        Literal["original"] | State,
        Field(description="Whether this is the original, or a translation confirmed against it as it is now."),
    ]
    modified: Modified


class Organisation(Record):
    """A municipality, or a facility, department or area of one."""

    id: Id
    formerly: Formerly
    type: OrganisationType
    parent: Annotated[Id | None, Field(description="Id of the organisation that this is a part of.")]
    place: Annotated[Id, Field(description="Id of the organisation at the top: the municipality.")]
    names: Words
    addresses: Annotated[dict[str, Address], Field(description="The organisation's page, by language code.")]


class Source(Record):
    """A document that the site presents."""

    id: Id
    organisation: Annotated[Id | None, Field(description="Id of the organisation whose document it is.")]
    titles: Words
    adopted: Adopted
    adopted_in: Annotated[
        str | None,
        Field(
            description="The month or year of adoption, 2019-05 or 2019, where the document names no day; else null."
        ),
    ]
    adopted_at: Annotated[dict[str, str], Field(description="The meeting or body, by language code.")]


class Page(Record):
    """A page, with what is in each language that has it."""

    id: Annotated[Id, Field(description="The page's address after the language: /herlev/.")]
    formerly: Formerly
    kinds: tuple[Kind, ...]
    organisations: Organisations
    source: SourceId
    reviewed: Annotated[date | None, Field(description="When the editors last read it against the document.")]
    superseded: Superseded
    statements: Statements
    texts: Annotated[dict[str, PageText], Field(description="By language code.")]


class Statement(Record):
    """One value, aim, principle or expectation: an edited presentation of the document, which governs."""

    id: Annotated[Id, Field(description="The same in every language. It is never given to another statement.")]
    formerly: Formerly
    short_address: Annotated[Address, Field(description="Leads to the statement for as long as the site stands.")]
    kind: Kind | None
    page: Annotated[Id, Field(description="Id of the page on which it stands.")]
    organisations: Organisations
    source: SourceId
    adopted: Adopted
    superseded: Superseded
    values: Annotated[tuple[Id, ...], Field(description="Ids of the named values that it holds.")]
    themes: Annotated[tuple[Id, ...], Field(description="Ids of the themes in which it is compared.")]
    texts: Annotated[dict[str, StatementText], Field(description="The twins, by language code.")]


class Value(Record):
    """A named value, such as respect."""

    id: Id
    page: Annotated[Id, Field(description="Id of the page about it.")]
    holds: Annotated[Statements, Field(description="Ids of the statements in which it is a named value.")]
    mentions: Annotated[Statements, Field(description="Ids of the statements in which the word also appears.")]
    texts: Annotated[dict[str, PageText], Field(description="By language code; the title is the value's name.")]


class Withdrawn(Record):
    """A statement that is withdrawn. Its id is never used again."""

    id: Id
    short_address: Annotated[Address, Field(description="Says that it is withdrawn, and why.")]
    on: date
    by: Words
    because: Words


class Row(Record):
    """A line of a comparison."""

    id: Id
    titles: Words
    says: Annotated[Statements, Field(description="Ids of the statements that say it.")]
    near: Annotated[Statements, Field(description="Ids of the statements that say something close to it.")]


class Theme(Record):
    """A theme on which the organisations are compared."""

    id: Id
    page: Annotated[Id, Field(description="Id of the page about it.")]
    rows: tuple[Row, ...]
    texts: Annotated[dict[str, PageText], Field(description="By language code.")]


class File(Record):
    """A file of the data. `place` is set where the file is of one municipality alone."""

    dataset: str
    place: Id | None
    records: Annotated[int, Field(ge=0)]
    modified: Modified
    json_: Annotated[Address, Field(alias="json")]
    csv: Address
    jsonld: Address
    json_schema: Address


class Licence(Record):
    """What may be done with the data, as the site's owner has declared it."""

    name: str
    address: Address | None


class Index(Record):
    """All files of the data."""

    schema_: Annotated[Address, Field(alias="$schema")]
    version: Literal[1]
    site: Address
    languages: tuple[str, ...]
    documentation: Annotated[dict[str, Address], Field(description="A page about the data, by language code.")]
    licence: Annotated[Licence | None, Field(description="Null as long as the owner has declared none.")]
    modified: Modified
    files: tuple[File, ...]
