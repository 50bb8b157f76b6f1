"""Committed lists: files of one fact a line, which git merges line by line. A build adds to some of them when it publishes.

What it adds is promised before its release is shown, and kept afterwards: a build that is killed in between has promised,
and the next one keeps it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from waymarks import disk


@dataclass(frozen=True)
class CommittedList:
    """The list in `file`, as opened from the repository root. `about` is what it says of itself first; its lines stand in
    the order of what `by` makes of each, and those for which that is the same as they came. A line that begins with
    `comment` says nothing."""

    file: str
    about: str
    by: Callable[[str], str] = str
    comment: str = "#"

    def lines(self, root: Path) -> Iterator[tuple[int, str]]:
        """Those that say something, with their numbers; none where there is no list. One bad line, as of two changes that met in git,
        spoils no other. Raises OSError if there is a list that can't be read."""
        file = root / self.file
        return self._lines(file.read_bytes()) if file.is_file() else iter(())

    def _lines(self, data: bytes) -> Iterator[tuple[int, str]]:
        for number, line in enumerate(data.decode("utf-8-sig", "replace").splitlines(), start=1):
            if line.strip() and not line.startswith(self.comment):
                yield number, line.rstrip()

    def promise(self, root: Path, release: str, wanted: Iterable[str]) -> int:
        """Write down, beside the list, what it will hold when `release` is published: the `wanted` lines. Says how many are new.

        All that can fail for want of space or rights fails here. Raises OSError.
        """
        known, wanted = {line.strip() for _, line in self.lines(root)}, list(wanted)
        if known != set(wanted):
            disk.write(self._draft(root, release), self._text(wanted))
        return len(set(wanted) - known)

    def keep(self, root: Path, release: str | None) -> None:
        """Make true what was promised for `release`, which is published, and forget what was promised for others. Raises OSError."""
        file = root / self.file
        for draft in file.parent.glob(f"{self._name}*"):
            if release is not None and draft == self._draft(root, release):
                known, promised = (
                    [line.strip() for _, line in there] for there in (self.lines(root), self._lines(draft.read_bytes()))
                )
                if not set(known) <= set(promised):  # somebody has changed the list since
                    disk.write(draft, self._text(dict.fromkeys((*known, *promised))))
                disk.move(draft, file)
            else:
                draft.unlink()

    def _draft(self, root: Path, release: str) -> Path:
        return (root / self.file).with_name(f"{self._name}{release}")

    @property
    def _name(self) -> str:
        """A name that begins with a dot is none of the content."""
        return f".{Path(self.file).name}-"

    def _text(self, wanted: Iterable[str]) -> str:
        return self.about + "".join(f"{line}\n" for line in sorted(wanted, key=self.by))
