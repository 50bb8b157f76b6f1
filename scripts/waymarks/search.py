"""Index: the built pages become one search index per language, statement by statement."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html

from waymarks.hyphens import SOFT_HYPHEN
from waymarks.settings import Language
from waymarks.site import Site
from waymarks.source import Page

_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")


def write_index(folder: Path, site: Site) -> None:
    """Write assets/search/<language>.json into the built site `folder`. Raises OSError."""
    for language in site.languages:
        file = folder / index_file(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        entries = [entry for page in site.in_language(language) for entry in _entries(folder, site, page)]
        file.write_text(json.dumps(entries, ensure_ascii=False, separators=(",", ":")), "utf-8")


def index_file(language: Language) -> str:
    """The address of a language's index, below the site."""
    return f"assets/search/{language.code}.json"


def _entries(folder: Path, site: Site, page: Page) -> Iterator[dict[str, str]]:
    """The page itself, then each of its statements: address, title of the page, place, text."""
    file = folder / page.url / "index.html"
    if not file.is_file():
        return
    article: Any = html.fromstring(file.read_bytes()).find(".//article")
    place = " · ".join(owner.names.get(page.language.code, owner.id) for owner in site.owners(page))
    yield {"url": page.url, "title": page.title, "place": place, "text": f"{page.title}. {page.description}"}
    for statement in page.statements:
        for element in article.xpath(".//*[@id=$id]", id=statement.id):
            yield {"url": f"{page.url}#{statement.id}", "title": page.title, "place": place, "text": _text(element)}


def _text(element: Any) -> str:
    """A statement's words. To a heading belongs what stands below it, up to the next heading or statement."""
    words = [element.text_content()]
    if element.tag in _HEADINGS:
        for below in element.itersiblings():
            if below.tag in _HEADINGS or below.get("id") or below.xpath(".//*[@id]"):
                break
            words.append(below.text_content())
    return " ".join(". ".join(words).replace(SOFT_HYPHEN, "").split())
