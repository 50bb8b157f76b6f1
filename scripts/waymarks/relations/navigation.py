"""The tree of pages: each below the nearest page above it in the address, in the editors' order."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Protocol

from waymarks.grouping import grouped
from waymarks.source import Page

# More places than this beside each other are no menu to choose from.
_CROWD = 20


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
    below = grouped((nearest_above(address, by_address), page) for address, page in by_address.items() if address)

    def branches(address: str) -> tuple[Branch, ...]:
        there = sorted(below.get(address, ()), key=place)
        return tuple(Branch(page, branches(page.address)) for page in there)

    home = (Branch(by_address[""], ()),) if "" in by_address else ()
    return (*home, *branches(""))


def unfolded(branches: Iterable[Branch]) -> Iterator[Page]:
    """Every page, as the menu would show them from top to bottom."""
    for branch in branches:
        yield branch.page
        yield from unfolded(branch.children)


def levels(branches: tuple[Branch, ...]) -> Iterator[tuple[Branch, ...]]:
    """Every group of pages that stand beside each other."""
    yield branches
    for branch in branches:
        yield from levels(branch.children)


def crowded(trees: Iterable[tuple[Branch, ...]], places: Container[str]) -> frozenset[str]:
    """The addresses of places of which so many stand beside each other that no menu can show them all.

    Every page has a menu: with all places in it, the site would grow with their number times the number of pages.
    """
    beside = (
        [branch.page.address for branch in level if branch.page.address in places]
        for branches in trees
        for level in levels(branches)
    )
    return frozenset(address for level in beside if len(level) > _CROWD for address in level)


class Menu:
    """The menu of a language. Only the way to the page that is read is unfolded, so that it stays short, and of the pages at
    the addresses `crowded` only those on the way are shown. What it costs does not grow with the pages.

    `branches` are the top of it with all that stands below, `pages` the same from top to bottom."""

    def __init__(self, branches: tuple[Branch, ...], crowded: frozenset[str]) -> None:
        self.branches, self.pages, self.crowded = branches, tuple(unfolded(branches)), crowded
        turns = [*pairwise(self.pages)]
        self._before = {after.path: before for before, after in turns}
        self._after = {before.path: after for before, after in turns}
        self._top = _Level.of(branches, crowded)

    def shown_to(self, reading: Placed | None) -> tuple[MenuItem, ...]:
        """The top of it, with the way to `reading` unfolded; None is a page that is in no menu."""
        return self._top.shown_to(reading)

    def before(self, page: Page) -> Page | None:
        return self._before.get(page.path)

    def after(self, page: Page) -> Page | None:
        return self._after.get(page.path)

    def way_to(self, reading: Placed) -> Iterator[Page]:
        """The pages above `reading`, from the top."""
        level = self._top
        while (place := level.place(reading)) is not None:
            page = level.branches[place].page
            if page == reading or not page.address:
                return
            yield page
            level = level.below[place]


@dataclass(frozen=True)
class _Level:
    """Pages that stand beside each other: the `items` are they as those see them that are elsewhere, `always` the places of those that are always shown,
    `at` the places of all by their addresses, and `below` has what stands below each."""

    branches: tuple[Branch, ...]
    items: tuple[MenuItem, ...]
    always: tuple[int, ...]
    at: Mapping[str, int]
    below: tuple["_Level", ...]

    @classmethod
    def of(cls, branches: tuple[Branch, ...], crowded: Container[str]) -> "_Level":
        items = tuple(MenuItem(branch.page.title, branch.page.url, False, ()) for branch in branches)
        always = tuple(n for n, branch in enumerate(branches) if branch.page.address not in crowded)
        at = {branch.page.address: n for n, branch in enumerate(branches)}
        return cls(branches, items, always, at, tuple(cls.of(branch.children, crowded) for branch in branches))

    def place(self, reading: Placed) -> int | None:
        """Of the page that is read, or of the one here that it stands below: there is at most one."""
        here = reading.address if reading.address in self.at else nearest_above(reading.address, self.at)
        return self.at.get(here) if here == reading.address or here else None

    def shown_to(self, reading: Placed | None) -> tuple[MenuItem, ...]:
        own = self.place(reading) if reading else None
        shown = self.always if own is None or own in self.always else sorted((*self.always, own))
        return tuple(self._own(own, reading) if place == own else self.items[place] for place in shown)

    def _own(self, place: int, reading: Placed | None) -> MenuItem:
        item, below = self.items[place], self.below[place].shown_to(reading)
        return replace(item, current=self.branches[place].page == reading, children=below)


def nearest_above(address: str, known: Container[str]) -> str:
    """The nearest address above that is known: "a/b/c/" → "a/b/", or "a/", or ""."""
    while address:
        address = address.rstrip("/").rpartition("/")[0]
        address += "/" if address else ""
        if address in known:
            break
    return address
