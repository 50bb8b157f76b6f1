"""The tree of pages: each below the nearest page above it in the address, in the editors' order."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from waymarks.source import Page


@dataclass(frozen=True)
class Branch:
    """A page and the pages that stand below it."""

    page: Page
    children: tuple["Branch", ...]


@dataclass(frozen=True)
class MenuItem:
    """A line of the menu. `url` is below the site; `current` is the page being read; `children` are shown below it."""

    title: str
    url: str
    current: bool
    children: tuple["MenuItem", ...]


class Placed(Protocol):
    """Whatever has an address below its language: a page with a file, or a derived one."""

    @property
    def address(self) -> str: ...


def tree(pages: Iterable[Page], place: Callable[[Page], Any]) -> tuple[Branch, ...]:
    """The front page, then the pages below it; `place` is the sort key of a page among its siblings."""
    by_address = {page.address: page for page in pages}
    below: dict[str, list[Page]] = defaultdict(list)
    for address, page in by_address.items():
        if address:
            below[nearest_above(address, by_address)].append(page)

    def branch(page: Page) -> Branch:
        return Branch(page, tuple(map(branch, sorted(below[page.address], key=place))))

    home = (Branch(by_address[""], ()),) if "" in by_address else ()
    return (*home, *map(branch, sorted(below[""], key=place)))


def unfolded(branches: Iterable[Branch]) -> Iterator[Page]:
    """Every page, as the menu would show them from top to bottom."""
    for branch in branches:
        yield branch.page
        yield from unfolded(branch.children)


def menu(
    branches: Iterable[Branch], reading: Placed | None, crowded: Container[str] = frozenset()
) -> tuple[MenuItem, ...]:
    """The menu as the page `reading` shows it: only the way to that page is unfolded, so that it stays short, and of the
    pages at the addresses `crowded` only those on the way are shown."""

    def is_on_the_way(branch: Branch) -> bool:
        return bool(reading and branch.page.address and reading.address.startswith(branch.page.address))

    return tuple(
        _item(branch, menu(branch.children, reading, crowded) if is_on_the_way(branch) else (), branch.page == reading)
        for branch in branches
        if branch.page.address not in crowded or is_on_the_way(branch)
    )


def levels(branches: tuple[Branch, ...]) -> Iterator[tuple[Branch, ...]]:
    """Every group of pages that stand beside each other."""
    yield branches
    for branch in branches:
        yield from levels(branch.children)


def _item(branch: Branch, below: tuple[MenuItem, ...], current: bool = False) -> MenuItem:
    return MenuItem(branch.page.title, branch.page.url, current, below)


def way_to(branches: Iterable[Branch], reading: Placed) -> Iterator[Page]:
    """The pages above `reading`, from the top."""
    for branch in branches:
        if branch.page.address and branch.page != reading and reading.address.startswith(branch.page.address):
            yield branch.page
            yield from way_to(branch.children, reading)


def nearest_above(address: str, known: Container[str]) -> str:
    """The nearest address above that is known: "a/b/c/" → "a/b/", or "a/", or ""."""
    while address:
        address = address.rstrip("/").rpartition("/")[0]
        address += "/" if address else ""
        if address in known:
            break
    return address
