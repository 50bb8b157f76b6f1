"""The ledger: every address that has been published, one a line, in a committed file that only grows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from waymarks.folders import FEEDS, PLACES
from waymarks.grouping import grouped
from waymarks.ledgers.committed import CommittedList
from waymarks.machine.git import git
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
# Where the content was emptied for a site of its own: what was published until that commit is another one's.
_BEGINS = "this site begins after "
_COMMIT = re.compile(rf"{_BEGINS}([0-9a-f]{{40,64}})")
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
    "feeds/huset.atom". Those that have been `taken_out` of the file are among them. The site `begins` after these commits."""

    lines: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    taken_out: frozenset[str] = frozenset()
    begins: tuple[str, ...] = ()

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
        short: dict[str, tuple[str, ...]] = {self.short(one): () for one in self.pages if one.startswith(SHORT)}
        parts = (address.partition("#") for address in self.lines)
        return short | grouped((id, page) for page, _, id in parts if id)

    @cached_property
    def ids(self) -> dict[str, tuple[str, ...]]:
        """By the address of a page: the ids of the statements that have been published on it."""
        return grouped((page, id) for id, pages in self.homes.items() for page in pages)

    @staticmethod
    def short(address: str) -> str:
        """The id of the statement that a short address is of."""
        return address.removeprefix(SHORT).rstrip("/")


def read_ledger(root: Path) -> Ledger:
    """The ledger of `root`; an empty one before the first build. Raises OSError if it can't be opened."""
    found: dict[str, int] = {}
    begins: list[str] = []
    problems = []
    for number, written in LIST.lines(root):
        line = written.strip()
        if _is_published(line):
            found.setdefault(line[1:], number)
        elif commit := _COMMIT.fullmatch(line):
            begins.append(commit[1])
        else:
            problems.append(_bad_line(number, line))
    return Ledger(found, tuple(problems), begins=tuple(begins))


def with_history(root: Path, ledger: Ledger) -> Ledger:
    """The ledger of `root`, and what git knows to have been committed in it: a line that somebody deletes together with its
    page would be missed by nobody. What no commit has, or a clone without history, is not known."""
    since = ("HEAD", *(f"^{commit}" for commit in filter(None, (_known(root, one) for one in ledger.begins))))
    # What a merge has not taken from another branch, such as a toolbox's, was never this one's: the first parents alone tell.
    way = "--first-parent -m --patch --unified=0 --format= --no-color --no-ext-diff --no-textconv".split()
    told = git(root, "log", *way, *since, "--", FILE).splitlines()
    lines = (line[1:].strip() for line in told if line.startswith("+/"))
    gone = dict.fromkeys((line[1:] for line in lines if _is_published(line) and line[1:] not in ledger.lines), 1)
    return replace(ledger, lines={**ledger.lines, **gone}, taken_out=frozenset(gone)) if gone else ledger


def _known(root: Path, commit: str) -> str:
    """The commit, or, where the history was written anew or begins later and lacks it, the first one that names it."""
    there = git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}")
    return there or git(root, "log", "--format=%H", f"-S{_BEGINS}{commit}", "--", FILE).rpartition("\n")[2]


def begun_anew(root: Path) -> str:
    """The ledger of a site that begins after the last commit of `root`, with nothing published."""
    return f"{LIST.about}{_BEGINS}{git(root, 'rev-parse', 'HEAD')}\n"


def promise(root: Path, release: str, addresses: Iterable[str]) -> int:
    """The ledger will hold these addresses too. Says how many are new. Raises OSError."""
    known = read_ledger(root)
    lines = (f"/{one}" for one in {*known.lines, *addresses})
    return LIST.promise(root, release, (*lines, *(f"{_BEGINS}{commit}" for commit in known.begins)))


def _is_published(line: str) -> bool:
    match, page = _LINE.fullmatch(line), line.partition("#")[0]
    return bool(_PLACE.fullmatch(line[1:]) or (match and (page == "/" or is_address(page))))


def _bad_line(number: int, line: str) -> Problem:
    message = f"The line is no address: {line!r}."
    fix = "Delete what is no address; keep every line that begins with `/`."
    return Problem(FILE, number, "bad-address", message, fix)
