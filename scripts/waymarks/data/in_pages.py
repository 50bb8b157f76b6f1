"""What a page says of itself to programs, in the words of schema.org, in a script of data that no browser runs.

Source: JSON-LD 1.1, section 7, "Embedding JSON-LD in HTML Documents". Addresses are from the page on, so that it stays small.
"""

from collections.abc import Iterable
from datetime import date
from posixpath import relpath
from typing import Any

from waymarks.data.linked import named
from waymarks.machine.compact import compact
from waymarks.site import Alternate
from waymarks.source import Page

# In HTML none of these may stand in a script as it is: they could end it, or begin what it does not mean.
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def in_page(title: str, url: str, way: Iterable[Page], alternates: Iterable[Alternate], facts: dict[str, Any]) -> str:
    """The page `title` at `url`, below the site, as JSON-LD that can stand in HTML. `way` are the pages above it, `facts` what
    is known of it besides."""
    translations = [{"@id": _from(url, one.url)} for one in alternates if one.translated and not one.current]
    above = [{"name": page.title, "item": _from(url, page.url)} for page in way]
    said = {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": "",
        "name": None if above else title,  # it is the last of the breadcrumbs
        "inLanguage": next((one.language.code for one in alternates if one.current), None),
        "workTranslation": translations,
        **facts,
        "breadcrumb": _breadcrumb([*above, {"name": title}]) if above else None,
    }
    kept = {name: value for name, value in said.items() if value or name == "@id"}
    return compact(kept).translate(_ESCAPED)


def page_facts(url: str, publisher: str, modified: date | None, source: str | None, term: str | None) -> dict[str, Any]:
    """Who publishes the page at `url`, when it changed last, the id of the document that it presents, and the name of the value
    that it is about."""
    return {
        "publisher": {"@type": "Organization", "name": publisher},
        "dateModified": modified.isoformat() if modified else None,
        "isBasedOn": {"@id": _from(url, named("sources", source))} if source else None,
        "about": {"@type": "DefinedTerm", "name": term} if term else None,
    }


def _from(url: str, other: str) -> str:
    """The way from one address below the site to another."""
    file, place, id = other.partition("#")
    way = relpath(f"/{file}", f"/{url}")
    return f"{way}/" if file.endswith("/") else f"{way}{place}{id}"


def _breadcrumb(items: Iterable[dict[str, str]]) -> dict[str, Any]:
    numbered = [{"@type": "ListItem", "position": number, **item} for number, item in enumerate(items, start=1)]
    return {"@type": "BreadcrumbList", "itemListElement": numbered}
