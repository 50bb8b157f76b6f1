"""The ledger: every address that has been published, one a line, in a committed file that only grows."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from waymarks import disk
from waymarks.problems import Problem

FILE = "docs/addresses.txt"
# Where the short addresses of statements stand.
SHORT = "s/"
# A name that begins with a dot is none of the content.
_DRAFT = ".addresses.txt-"

_HEAD = """\
# Every address that has been published, without the language. scripts/build.py adds lines; nobody deletes any.
# When one of them is to go: README.md, "Move, rename or withdraw".
"""
_LINE = re.compile(r"/((?:[^/#?]+/)*(?:#\S+)?)")


@dataclass(frozen=True)
class Ledger:
    """`lines` has the line of each address, below its language: "", "hus/vaerdier/", "hus/vaerdier/#hus-vaerdier-02"."""

    lines: dict[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    @cached_property
    def pages(self) -> tuple[str, ...]:
        """The addresses without an anchor."""
        return tuple(address for address in self.lines if "#" not in address)

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
    file = root / FILE
    lines: dict[str, int] = {}
    problems = []
    for number, line in enumerate(_lines(file) if file.exists() else (), start=1):
        match = _LINE.fullmatch(line)
        if match:
            lines.setdefault(match[1], number)
        elif line and not line.startswith("# "):
            problems.append(_bad_line(number, line))
    return Ledger(lines, tuple(problems))


def promise(root: Path, release: str, addresses: Iterable[str]) -> int:
    """Write down, beside the ledger, what it will hold when `release` is published. Says how many addresses are new.

    All that can fail for want of space or rights fails here. Raises OSError.
    """
    known = read_ledger(root).lines.keys()
    new = set(addresses) - known
    if new:
        disk.write(_draft(root, release), _text(known | new))
    return len(new)


def keep(root: Path, release: str | None) -> None:
    """Make true what was promised for `release`, which is published, and forget what was promised for others.

    The promise of a build that was killed in between is kept by the next one. Raises OSError.
    """
    file = root / FILE
    for draft in file.parent.glob(f"{_DRAFT}*"):
        if release is not None and draft == _draft(root, release):
            known = read_ledger(root).lines.keys()
            promised = {address[1:] for address in _lines(draft) if address.startswith("/")}
            if not known <= promised:  # somebody has changed the ledger since
                disk.write(draft, _text(known | promised))
            disk.move(draft, file)
        else:
            draft.unlink()


def _draft(root: Path, release: str) -> Path:
    return (root / FILE).with_name(f"{_DRAFT}{release}")


def _text(addresses: Iterable[str]) -> str:
    return _HEAD + "".join(f"/{address}\n" for address in sorted(addresses))


def _lines(file: Path) -> list[str]:
    return [line.strip() for line in file.read_bytes().decode("utf-8-sig", "replace").splitlines()]


def _bad_line(number: int, line: str) -> Problem:
    message = f"The line is no address: {line!r}."
    fix = "Delete what is no address; keep every line that begins with `/`."
    return Problem(FILE, number, "bad-address", message, fix)
