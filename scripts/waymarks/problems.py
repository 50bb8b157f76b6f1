"""What is wrong in the content: one value, one line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


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

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message} {self.fix} [{self.rule}]"


class Refused(Exception):
    """The content can't be published. `lines` say what is wrong, one thing each."""

    def __init__(self, lines: Iterable[object]) -> None:
        self.lines = [str(line) for line in lines]
        super().__init__("\n".join(self.lines))
