"""Committed lists: files of one fact a line, which git merges line by line. A build adds to some of them when it publishes.

What it adds is promised before its release is shown, and kept afterwards: a build that is killed in between has promised,
and the next one keeps it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from waymarks.machine import disk


@dataclass(frozen=True)
class CommittedList:
    """The list in `file`, as opened from the repository root. `about` is what it says of itself first; its lines stand in
    the order of what `by` makes of each, and those for which that is the same as they came. A line that begins with
    `comment` says nothing."""

    file: str
    about: str
    by: Callable[[str], Any] = str
    comment: str = "#"

    def lines(self, root: Path) -> Iterator[tuple[int, str]]:
        """Those that say something, with their numbers; none where there is no list. One bad line, as of two changes that met in git,
        spoils no other. Raises OSError if there is a list that can't be read."""
        return self._lines(root / self.file)

    def _lines(self, file: Path) -> Iterator[tuple[int, str]]:
        text = file.read_bytes().decode("utf-8-sig", "replace") if file.is_file() else ""
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and not line.startswith(self.comment):
                yield number, line.rstrip()

    def write(self, root: Path, wanted: Iterable[str]) -> None:
        """Let it hold the `wanted` lines and no others. Whoever reads sees all of it or the old one. Raises OSError."""
        file, text = root / self.file, self._text(wanted)
        if not (file.is_file() and file.read_bytes() == text.encode()):
            disk.write(file, text)

    def promise(self, root: Path, release: str, wanted: Iterable[str], gone: Collection[str] = ()) -> int:
        """Write down, beside the list, what it will hold when `release` is published: the `wanted` lines and none that is `gone`.
        Says how many are new or go.

        All that can fail for want of space or rights fails here. Raises OSError.
        """
        known, wanted = {line.strip() for _, line in self.lines(root)}, list(wanted)
        if known != set(wanted):
            if gone:
                disk.write(self._gone(root, release), self._text(gone))
            disk.write(self._draft(root, release), self._text(wanted))
        return len(set(wanted) - known) + len(known.intersection(gone))

    def keep(self, root: Path, release: str | None) -> None:
        """Make true what was promised for `release`, which is published, and forget what was promised for others. Raises OSError."""
        file = root / self.file
        if release is not None and (draft := self._draft(root, release)).is_file():
            known, promised, gone = (
                dict.fromkeys(line.strip() for _, line in self._lines(there))
                for there in (file, draft, self._gone(root, release))
            )
            if not {*known} <= {*promised, *gone}:  # somebody has changed the list since
                disk.write(draft, self._text(line for line in {**known, **promised} if line not in gone))
            disk.move(draft, file)
        for left in file.parent.glob(f"{self._name}*"):
            left.unlink()

    def _draft(self, root: Path, release: str) -> Path:
        return (root / self.file).with_name(f"{self._name}{release}")

    def _gone(self, root: Path, release: str) -> Path:
        """Without these lines nobody could tell, afterwards, what goes from what somebody has added since."""
        return (root / self.file).with_name(f"{self._name}{release}-gone")

    @property
    def _name(self) -> str:
        """A name that begins with a dot is none of the content."""
        return f".{Path(self.file).name}-"

    def _text(self, wanted: Iterable[str]) -> str:
        return self.about + "".join(f"{line}\n" for line in sorted(wanted, key=self.by))
