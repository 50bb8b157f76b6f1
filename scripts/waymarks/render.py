"""Render: MkDocs turns the content into a site, strictly, in a folder that nobody is served from."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Self

from waymarks.building.handover import Handover, all_urls, environment, write_handover
from waymarks.machine.disk import merge
from waymarks.machine.refusals import Failure, refusal_in
from waymarks.machine.workers import shares
from waymarks.problems import Refused
from waymarks.reading.settings import engine, not_taken_by_mkdocs
from waymarks.text.people import without_cpr_numbers

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.*)")
# What MkDocs needs to begin at all is worth rendering so many pages.
_FEWEST = 200


@dataclass(frozen=True)
class _Engine:
    """A MkDocs, and the file that it prints into: who writes to a pipe that nobody reads yet has to wait, and renders nothing
    meanwhile."""

    process: subprocess.Popen[bytes]
    said: IO[bytes]

    def text(self) -> str:
        self.said.seek(0)
        return self.said.read().decode(errors="replace")

    def end(self) -> None:
        self.process.kill()  # nothing to one that has ended
        self.process.wait()
        self.said.close()
        if self.process.stdin:
            self.process.stdin.close()


class Engines:
    """MkDocs's processes, which write the site of `root` to `folder`. At the end none is left.

    Each has `lock` too: if this program is killed, nobody else begins before MkDocs has ended.
    """

    def __init__(self, root: Path, folder: Path, lock: int) -> None:
        self.root, self.folder, self.lock = root, folder, lock
        self._file = folder.with_name(f"{folder.name}-handover")
        self._running: list[_Engine] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        while self._running:
            self._running.pop().end()

    def begin(self, number: int = 1) -> None:
        """Let so many MkDocs begin. To find its libraries takes each as long as rendering a hundred pages; until what it is to
        render is known, it waits. Raises OSError."""
        for n in range(len(self._running), number):
            said = TemporaryFile()  # noqa: SIM115 - it is closed with the engine
            to = ["-f", "mkdocs.yml", "--strict", "--site-dir", str(self._folder(n))]
            process = subprocess.Popen(
                [sys.executable, "-m", engine(os.environ), "build", *to],
                cwd=self.root,
                # No banner about the engine's future.
                env={**os.environ, "NO_MKDOCS_2_WARNING": "1", **environment(self._file, n)},
                pass_fds=[self.lock],
                stdin=subprocess.PIPE,
                stdout=said,
                stderr=subprocess.STDOUT,
            )
            self._running.append(_Engine(process, said))

    def render(self, handover: Handover, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Write what is handed over, with as many processes as it is worth. `meanwhile` is done here, while they render.

        Raises Refused with MkDocs's own lines, or Failure when the machine refuses; OSError.
        """
        parts = shares(list(filter(handover.wants, all_urls(handover.site))), _FEWEST)
        # What is left of these folders is deleted as the first is, when its name begins as theirs do.
        others = [self._folder(n) for n in range(1, len(parts))]
        try:
            self.begin(len(parts))
            write_handover(self._file, handover, parts)
            self._wait(meanwhile)
            for one in others:
                merge(one, self.folder)  # what is in both, of every page's surroundings, is the same
        finally:
            self._file.unlink(missing_ok=True)
            for one in others:
                shutil.rmtree(one, ignore_errors=True)
        # MkDocs writes the date into it, so that it changes when the site has not.
        (self.folder / "sitemap.xml.gz").unlink(missing_ok=True)

    def _folder(self, number: int) -> Path:
        return self.folder.with_name(f"{self.folder.name}-{number}") if number else self.folder

    def _wait(self, meanwhile: Callable[[], None]) -> None:
        """Tell all that they may go on, and wait until they have ended."""
        with self:
            for engine in self._running:
                if engine.process.stdin:
                    engine.process.stdin.close()
            meanwhile()
            if any([engine.process.wait() for engine in self._running]):
                raise _refusal(self.root, "".join(engine.text() for engine in self._running))


def _refusal(root: Path, output: str) -> Exception:
    refused = refusal_in(output)
    complaints = list(dict.fromkeys(line for line in map(complaint, output.splitlines()) if line))
    if refused or complaints:
        return refused or Refused(not_taken_by_mkdocs(root, one) for one in complaints)
    return Failure(f"MkDocs stopped: {output.strip().splitlines()[-1] if output.strip() else 'no message'}")


def pages_in(folder: Path) -> int:
    """How many pages have been rendered already."""
    parts = folder.parent.glob(f"{folder.name}*")
    return sum("index.html" in files for part in parts for _, _, files in os.walk(part))


def complaint(line: str) -> str | None:
    """What is wrong according to a line of MkDocs's output, or None if nothing is."""
    match = _COMPLAINT.match(line)
    return without_cpr_numbers(match[1]) if match else None
