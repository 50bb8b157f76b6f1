"""The menu: pages below the page that their address stands under, in the editors' order, then alphabetically."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from waymarks.source import Page

# As MkDocs takes it: a page's path, or a section's title and what stands in it.
Navigation = list[str | dict[str, Any]]


def navigation(pages: Iterable[Page], place: Callable[[Page], Any]) -> Navigation:
    """The tree of one language's pages; `place` is the sort key of a page among its siblings."""
    by_address = {page.address: page for page in pages}
    below: dict[str, list[Page]] = defaultdict(list)
    for address, page in by_address.items():
        if address:
            below[_parent(address, by_address)].append(page)

    def branch(page: Page) -> str | dict[str, Any]:
        children = sorted(below[page.address], key=place)
        return {page.title: [page.id, *map(branch, children)]} if children else page.id

    home = [by_address[""].id] if "" in by_address else []
    return [*home, *map(branch, sorted(below[""], key=place))]


def _parent(address: str, pages: dict[str, Page]) -> str:
    """The nearest address above that is a page: "a/b/c/" → "a/b/", or "a/", or ""."""
    while address:
        address = address.rstrip("/").rpartition("/")[0]
        address += "/" if address else ""
        if address in pages:
            break
    return address
