"""The ledger docs/changes.txt: on which day each statement got its words, and each document its date of adoption.

Git knows that too, but not in a shallow clone, and not without git. A committed list is the same in all of them.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from waymarks.grouping import grouped
from waymarks.ledgers.committed import CommittedList
from waymarks.problems import Problem
from waymarks.text.days import day_of

FILE = "docs/changes.txt"
WITHDRAWN = "withdrawn"
# What the keys of documents begin with; those of statements begin with a language.
SOURCE = "source"
_UNDATED = "-"

LIST = CommittedList(
    FILE,
    """\
# On which day each statement got its words, by fingerprint, and each document its date of adoption. scripts/build.py adds
# lines when it publishes; nobody deletes any. A "-" stands for a day that nothing told.
""",
    # Also of what git left there and is no line, "=======", which the check tells of.
    by=lambda line: line.partition(" ")[2].partition(" ")[0],
)
_LINE = re.compile(r"(\d{4}-\d\d-\d\d|-) ([A-Za-z-]+/[^\s/]+) ([0-9a-f]{12}|withdrawn|\d{4}-\d\d-\d\d)")


class Change(NamedTuple):
    """`key` is a language and a statement, "da/jh-vaerdier-02", or a document, "source/jh-vaerdier".

    `state` is the fingerprint of the statement's words from `day` on, or WITHDRAWN; of a document, when it was adopted.
    """

    key: str
    day: date | None
    state: str

    @property
    def of(self) -> str:
        """The language or SOURCE."""
        return self.key.partition("/")[0]

    @property
    def id(self) -> str:
        """The id of the statement or document."""
        return self.key.partition("/")[2]

    @property
    def line(self) -> str:
        return f"{self.day.isoformat() if self.day else _UNDATED} {self.key} {self.state}"


@dataclass(frozen=True)
class State:
    """How a statement or a document is now. `day` is the day on which a change that is found now is taken to have been made,
    None where nothing tells; `olds` are the keys that it took over."""

    now: str
    day: date | None
    olds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Changes:
    """In the order of the keys, those of one key as they came. `overtaken` are lines of the ledger that no longer count."""

    all: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = field(default=(), compare=False)
    overtaken: tuple[str, ...] = field(default=(), compare=False)

    @cached_property
    def by_key(self) -> dict[str, tuple[Change, ...]]:
        return grouped((one.key, one) for one in self.all)

    def of(self, key: str, olds: Iterable[str] = ()) -> tuple[Change, ...]:
        """What happened to the statement `key`, also when it was called by one of `olds`."""
        before = (one for old in olds for one in self.by_key.get(old, ()))
        return (*sorted(before, key=lambda one: one.day or date.min), *self.by_key.get(key, ()))

    @property
    def lines(self) -> tuple[str, ...]:
        return tuple(one.line for one in self.all)

    def brought_up(self, states: Mapping[str, State]) -> "Changes":
        """These and what has changed since. Words overtake all that was on the same day, also that they were withdrawn; where
        they are as they were before that day, nothing has happened."""
        found, overtaken = {key: list(of_key) for key, of_key in self.by_key.items()}, list(self.overtaken)
        for key, state in states.items():
            known = [*self.of(key, state.olds)]
            if (known[-1].state if known else WITHDRAWN) == state.now:
                continue
            days = [day for day in (state.day, *(one.day for one in known)) if day]
            new, own = Change(key, max(days) if state.day else None, state.now), found.setdefault(key, [])
            while own and own[-1].day == new.day and new.state not in (WITHDRAWN, own[-1].state):
                known.pop()
                overtaken.append(own.pop().line)
            if not known or known[-1].state != new.state:
                own.append(new)
        return Changes(tuple(one for key in sorted(found) for one in found[key]), self.problems, tuple(overtaken))


def read_changes(root: Path) -> Changes:
    """The ledger of `root`; nothing where there is none. Raises OSError if there is one that can't be read."""
    changes: list[Change] = []
    problems = tuple(_read(LIST.lines(root), changes))
    return Changes(tuple(sorted(dict.fromkeys(changes), key=lambda one: one.key)), problems)


def _read(lines: Iterable[tuple[int, str]], changes: list[Change]) -> Iterator[Problem]:
    """Fill `changes`; yield what is wrong."""
    for number, line in lines:
        found = _LINE.fullmatch(line.strip())
        day = day_of(found[1]) if found else None
        if not found or (day is None and found[1] != _UNDATED):
            message = f"The line is not `day key fingerprint`: {line!r}."
            yield Problem(FILE, number, "broken-ledger", message, "Delete it.")
        else:
            changes.append(Change(found[2], day, found[3]))
