"""Index: the pages become one search index per language, statement by statement."""

import json
from collections.abc import Iterator
from pathlib import Path

from waymarks.site import Site
from waymarks.source import Page


def write_index(folder: Path, site: Site) -> None:
    """Write assets/search/<language>.json into the built site `folder`. Raises OSError."""
    for language in site.languages:
        file = folder / "assets" / "search" / f"{language.code}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        entries = [entry for page in site.to_be_found(language) for entry in _entries(site, page)]
        file.write_text(json.dumps(entries, ensure_ascii=False, separators=(",", ":")), "utf-8")


def _entries(site: Site, page: Page) -> Iterator[dict[str, str]]:
    """The page itself, then each of its statements: address, title of the page, place, text."""
    place = " · ".join(owner.name_in(page.language) for owner in site.owners(page))
    shared = {"title": page.title, "place": place}
    yield {"url": page.url, **shared, "text": f"{page.title}. {page.description}"}
    for statement in page.statements:
        yield {"url": f"{page.url}#{statement.id}", **shared, "text": statement.words}
