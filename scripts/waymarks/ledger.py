"""The ledger: every address that has been published, one a line, in a committed file that only grows."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from waymarks.committed import CommittedList
from waymarks.folders import FEEDS, PLACES
from waymarks.problems import Problem

FILE = "docs/addresses.txt"
# Where the short addresses of statements stand.
SHORT = "s/"
LIST = CommittedList(
    FILE,
    """\
# Every address that has been published, without the language. scripts/build.py adds lines; nobody deletes any.
# When one of them is to go: README.md, "Move, rename or withdraw".
""",
    comment="# ",  # without the space it is what is left of an address
)
_LINE = re.compile(r"/((?:[^/#?]+/)*(?:#\S+)?)")
# The feed of a place, and the folder of its data.
_PLACE = re.compile(rf"{FEEDS}([a-z0-9-]+)\.atom|{PLACES}([a-z0-9-]+)/")
# What stands after the site's name, below the language: "/hus/vaerdier/". No part of it leads upwards, is hidden by servers or
# called as a page's own file, has a sign that no address holds as it is, or is longer than what a disk can take.
_ADDRESS = re.compile(r"/(?:(?!\.|index\.html/)[^\s/#?%*|\"<>\\]+/){1,20}")
_LONGEST = 200  # in bytes


def is_address(text: str) -> bool:
    """Whether `text` can be the address of a page other than the front page."""
    return bool(_ADDRESS.fullmatch(text)) and all(len(part.encode()) <= _LONGEST for part in text.split("/"))


@dataclass(frozen=True)
class Ledger:
    """`lines` has the line of each address, below its language: "", "hus/vaerdier/", "hus/vaerdier/#hus-vaerdier-02",
    "feeds/huset.atom"."""

    lines: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The addresses of pages, without an anchor."""
        return tuple(address for address in self.lines if "#" not in address and address not in self.places)

    @cached_property
    def places(self) -> dict[str, str]:
        """By each address of a place's feed or data: the id of the place."""
        found = ((address, _PLACE.fullmatch(address)) for address in self.lines)
        return {address: match[1] or match[2] for address, match in found if match}

    @cached_property
    def folders(self) -> frozenset[str]:
        """The addresses below which pages have been published: that of the front page, and those of folders."""
        above = (address[: at + 1] for address in self.pages for at, sign in enumerate(address[:-1]) if sign == "/")
        return frozenset(("", *above))

    @cached_property
    def homes(self) -> dict[str, tuple[str, ...]]:
        """By the id of a statement: the addresses of the pages on which it has been published."""
        found: dict[str, list[str]] = {self.short(address): [] for address in self.pages if address.startswith(SHORT)}
        for address in self.lines:
            page, _, id = address.partition("#")
            if id:
                found.setdefault(id, []).append(page)
        return {id: tuple(pages) for id, pages in found.items()}

    @cached_property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """By the address of a page: the ids of the statements that have been published on it."""
        found: dict[str, list[str]] = defaultdict(list)
        for id, pages in self.homes.items():
            for page in pages:
                found[page].append(id)
        return {page: tuple(ids) for page, ids in found.items()}

    @staticmethod
    def short(address: str) -> str:
        """The id of the statement that a short address is of."""
        return address.removeprefix(SHORT).rstrip("/")


def read_ledger(root: Path) -> Ledger:
    """The ledger of `root`; an empty one before the first build. Raises OSError if it can't be opened."""
    found: dict[str, int] = {}
    problems = []
    for number, written in LIST.lines(root):
        line = written.strip()
        match, page = _LINE.fullmatch(line), line.partition("#")[0]
        if _PLACE.fullmatch(line[1:]) or (match and (page == "/" or is_address(page))):
            found.setdefault(line[1:], number)
        else:
            problems.append(_bad_line(number, line))
    return Ledger(found, tuple(problems))


def promise(root: Path, release: str, addresses: Iterable[str]) -> int:
    """The ledger will hold these addresses too. Says how many are new. Raises OSError."""
    return LIST.promise(root, release, (f"/{one}" for one in {*read_ledger(root).lines, *addresses}))


def _bad_line(number: int, line: str) -> Problem:
    message = f"The line is no address: {line!r}."
    fix = "Delete what is no address; keep every line that begins with `/`."
    return Problem(FILE, number, "bad-address", message, fix)
