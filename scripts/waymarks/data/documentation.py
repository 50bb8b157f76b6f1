"""The page about the data: which files there are, and what a statement looks like in each, as the files have it."""

from collections.abc import Iterator
from dataclasses import dataclass

from waymarks.data.datasets import Dataset, datasets, first_statement
from waymarks.data.files import ENDINGS, INDEX, as_json, as_linked
from waymarks.data.tables import table
from waymarks.reading.schema import Kind
from waymarks.site import Site
from waymarks.source import Page


@dataclass(frozen=True)
class Files:
    """The files of a dataset, each with the name of its kind and its address below the site."""

    dataset: str
    count: int
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Example:
    """The line of a file that holds the first statement; of the CSV the line with the columns too. `name` is what such files
    are called."""

    ending: str
    name: str
    text: str


@dataclass(frozen=True)
class Documentation:
    """`places` has the name of each place that has files of its own; None are those of the whole site."""

    index: str
    places: tuple[tuple[str | None, tuple[Files, ...]], ...]
    examples: tuple[Example, ...]


def documentation(site: Site, page: Page, site_url: str) -> Documentation | None:
    """What `page` shows, or None if it is another page."""
    if not site.is_of_kind(page, Kind.data):
        return None
    found = [*datasets(site, site_url)]
    places = tuple(
        (site.organisations[id].name_in(page.language) if id else None, tuple(_files(found, id)))
        for id in dict.fromkeys(one.place for one in found)
    )
    example = first_statement(site, site_url)
    return Documentation(INDEX, places, _examples(example, site, site_url) if example else ())


def _files(found: list[Dataset], place: str | None) -> Iterator[Files]:
    for one in found:
        if one.place == place:
            yield Files(
                one.name, len(one.things), tuple((name, f"{one.path}.{ending}") for ending, name in ENDINGS.items())
            )


def _examples(dataset: Dataset, site: Site, site_url: str) -> tuple[Example, ...]:
    """What begins and ends the files is left out: the lines stand in them as they are here."""
    lines = {
        "csv": table(dataset, site.languages).replace("\r\n", "\n").strip(),
        "json": as_json(dataset, site_url).splitlines()[1],
        "jsonld": as_linked(dataset, site_url).splitlines()[1],
    }
    return tuple(Example(ending, name, lines[ending]) for ending, name in ENDINGS.items())
