"""What is wrong in the content: one value, one line."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Weight(str, Enum):  # noqa: UP042 - commands import this before they can say which Python they need
    """What a problem does: a fault keeps the site from being published, the others are only told of."""

    fault = "fault"
    language = "language"  # how something is written; a person decides whether it is wrong
    notice = "notice"  # what has to be seen to some day


@dataclass(frozen=True, order=True)
class Problem:
    """A fault that an editor can mend.

    `path` is as opened from the repository root, `line` counts from 1. `message` says what is wrong and
    quotes the value, `fix` says what to do. `rule` is the name people search for; it never changes.
    """

    path: str
    line: int
    rule: str
    message: str
    fix: str
    weight: Weight = Weight.fault

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} {self.fix} [{self.rule}]"


class Refused(Exception):
    """The content can't be published. `lines` say what is wrong, one thing each; `outcome` what that leads to. `problems` are
    those of the lines that are one."""

    def __init__(self, lines: Iterable[object], outcome: str = "Nothing is changed in what is published.") -> None:
        lines = list(lines)
        self.lines = [str(line) for line in lines]
        self.problems = [line for line in lines if isinstance(line, Problem)]
        self.outcome = outcome
        super().__init__("\n".join(self.lines))


class NotFound(Exception):
    """A command was asked for something that is not there. Its text is one line."""


def counted(count: int, one: str, many: str) -> str:
    """ "1 page is late", "2 pages are late"."""
    return f"{count} {one if count == 1 else many}"


def shortened(words: str, most: int) -> str:
    """The words, or as many of their letters as are allowed."""
    return words if len(words) <= most else f"{words[:most]}…"


def did_you_mean(near: Iterable[str], otherwise: str) -> str:
    """What to write in place of a word that is not known: the first of those `near` to it, or else what `otherwise` says."""
    return next((f"Did you mean `{one}`?" for one in near), otherwise)


def below(paths: Iterable[str], problems: Iterable[Problem]) -> list[Problem]:
    """The problems in these files or folders; all of them if none is named."""
    wanted = [f"{path}/" for path in paths]
    return [one for one in problems if not wanted or any(f"{one.path}/".startswith(path) for path in wanted)]


def faults(problems: Iterable[Problem], strict_language: bool = False) -> list[Problem]:
    """Those that keep the site from being published."""
    return [p for p in problems if p.weight == Weight.fault or (strict_language and p.weight == Weight.language)]


def as_github(problems: Iterable[Problem]) -> str:
    """Lines that GitHub shows at their place in the file. Source: docs.github.com, "Workflow commands"."""
    levels = {Weight.fault: "error", Weight.language: "warning", Weight.notice: "notice"}
    return "\n".join(
        f"::{levels[one.weight]} file={_escaped(one.path, ':,')},line={one.line},title={one.rule}"
        f"::{_escaped(f'{one.message} {one.fix}')}"
        for one in problems
    )


def _escaped(text: str, more: str = "") -> str:
    """`text` without the signs that end a command or, with `more`, one of its properties."""
    return re.sub(f"[%\r\n{more}]", lambda sign: f"%{ord(sign[0]):02X}", text)


def as_json(problems: Iterable[Problem]) -> str:
    """A list of objects for an editor's program: path, line, rule, message, fix, weight."""
    return json.dumps([vars(problem) for problem in problems], ensure_ascii=False, indent=2)


# For programs that show it at the place.
FORMATS = {"github": as_github, "json": as_json}
