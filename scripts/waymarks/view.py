"""What templates are given: everything is decided here, so that they only put it in place."""

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from waymarks import comparison
from waymarks.audience import audience
from waymarks.collation import danish_key
from waymarks.home import home
from waymarks.navigation import index, menu, way_to
from waymarks.settings import Language
from waymarks.site import Site, written_date
from waymarks.source import Page

# The reader's choices, as the style sheet knows them; "" is the site's own way and stored nowhere.
READING_CHOICES = (
    ("theme", ("", "light", "dark")),
    ("size", ("", "large", "larger")),
    ("lines", ("", "open", "opener")),
    ("width", ("", "narrow", "wide")),
    ("calm", ("", "on")),
)


def meta(site: Site, page: Page) -> dict[str, str]:
    """The page's front matter as MkDocs may see it."""
    facts = site.facts(page)
    return {"title": page.title, "description": page.description, "template": facts.template if facts else "main.html"}


def shell(site: Site, language: Language, page: Page | None, footer: Iterable[str]) -> dict[str, Any]:
    """What stands around the text of `page`, or of a template that is no page (None). `footer` are ids of pages."""
    tree = site.trees[language.code]
    below = (site.by_path.get(f"docs/{language.code}/{id}") for id in footer)
    return {
        "alternates": site.alternates(language, page),
        "menu": menu(tree, page),
        "tone": site.tone(page) if page else "petrol",
        "home_url": language.prefix,
        "search_url": site.search_urls.get(language.code, ""),
        "footer": [one for one in below if one],
        "reading_choices": READING_CHOICES,
    }


def short_addresses(site: Site, footer: Iterable[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every statement's id, and what the page of its short address shows."""
    default = site.languages[0]
    around = shell(site, default, None, footer)
    for one in site.in_language(default):
        for statement in one.statements:
            twins = [(language, site.twin(one, language)) for language in site.languages]
            places = [
                {"language": language, "url": f"{twin.url}#{statement.id}", "title": twin.title}
                for language, twin in twins
                if twin and any(other.id == statement.id for other in twin.statements)
            ]
            yield statement.id, {**around, "short": places}


def page(site: Site, page: Page, figures: dict[str, Any] | None) -> dict[str, Any]:
    """What the page itself shows beside its text. `figures` are those of the last recorded test run."""
    tree, facts = site.trees[page.language.code], site.facts(page)
    return {
        "provenance": site.provenance(page),
        "statements": [statement.id for statement in page.statements],
        "figures": {**figures, "date": written_date(figures["date"], page.language.code)} if figures else None,
        "way": tuple(way_to(tree, page)),
        "held": site.quotes(facts.holds, page.language) if facts else (),
        "mentioned": site.quotes(facts.mentions, page.language) if facts else (),
        "audience": audience(site, page),
        "home": home(site, page),
        "lines": _lines(site, page, facts.template if facts else ""),
        "index": index(tree) if facts and facts.template == "search.html" else (),
    }


def _lines(site: Site, page: Page, template: str) -> tuple[comparison.Line, ...]:
    """The comparison that a special page shows."""
    if template == "theme.html":
        return comparison.theme(site, page)
    if template in ("values.html", "themes.html"):
        named = (one for one in site.in_language(page.language) if (facts := site.facts(one)) and facts.holds)
        return comparison.values(site, page.language, sorted(named, key=lambda one: danish_key(one.title)))
    return ()


def read_figures(root: Path) -> dict[str, Any] | None:
    """What the last recorded test run found (tests/figures.json), or None before the first."""
    file = root / "tests" / "figures.json"
    if not file.is_file():
        return None
    figures = json.loads(file.read_text("utf-8"))
    return {**figures, "date": date.fromisoformat(figures["date"])}
