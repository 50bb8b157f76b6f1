"""Render: MkDocs turns the content into a site, strictly, in a folder that nobody is served from."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from waymarks.handover import Handover, all_urls, environment, write_handover
from waymarks.machine import Failure, refusal_in
from waymarks.people import without_cpr_numbers
from waymarks.problems import Refused
from waymarks.revision import read_revision
from waymarks.settings import engine
from waymarks.workers import shares

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.*)")
# What MkDocs needs to begin at all is worth rendering so many pages.
_FEWEST = 200


def render(root: Path, folder: Path, lock: int, handover: Handover | None = None) -> None:
    """Write the whole site to `folder`, with as many processes as it is worth. Without `handover` there is one, which
    reads and checks the content itself and makes the search index too.

    Raises Refused with MkDocs's own lines, or Failure when the machine refuses. Each MkDocs has `lock` too: if this program
    is killed, nobody else begins before MkDocs has ended.
    """
    urls = list(filter(handover.wants, all_urls(handover.site))) if handover else []
    parts = shares(urls, _FEWEST)
    # What is left of these folders is deleted as `folder` is, when its name begins as theirs do.
    folders = [folder, *(folder.with_name(f"{folder.name}-{n}") for n in range(1, len(parts)))]
    file = folder.with_name(f"{folder.name}-handover")
    try:
        if handover:
            write_handover(file, handover, parts)
        _run(root, folders, lock, file if handover else None)
        for one in folders[1:]:
            _merge(one, folder)
    finally:
        file.unlink(missing_ok=True)
        for one in folders[1:]:
            shutil.rmtree(one, ignore_errors=True)
    # MkDocs writes the date into it, so that it changes when the site has not.
    (folder / "sitemap.xml.gz").unlink(missing_ok=True)


def _run(root: Path, folders: list[Path], lock: int, file: Path | None) -> None:
    """Let a MkDocs write to each folder, all at once."""
    engines: list[subprocess.Popen[bytes]] = []
    with ExitStack() as files:
        # Into files: who writes to a pipe that nobody reads yet has to wait, and renders nothing meanwhile.
        said = [files.enter_context(TemporaryFile()) for _ in folders]
        try:
            for number, folder in enumerate(folders):
                share = environment(file, number) if file else {}
                engines.append(_engine(root, folder, lock, said[number], share))
            codes = [engine.wait() for engine in engines]
        finally:
            for engine in engines:
                engine.kill()  # nothing to one that has ended
                engine.wait()
        if any(codes):
            raise _refusal("".join(_text(one) for one in said))


def _text(written: IO[bytes]) -> str:
    written.seek(0)
    return written.read().decode(errors="replace")


def _engine(root: Path, folder: Path, lock: int, said: IO[bytes], share: Mapping[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", engine(os.environ), "build", "-f", "mkdocs.yml", "--strict", "--site-dir", str(folder)],
        cwd=root,
        env={**engine_environment(root), **share},
        pass_fds=[lock],
        stdout=said,
        stderr=subprocess.STDOUT,
    )


def _refusal(output: str) -> Exception:
    refused = refusal_in(output)
    complaints = list(dict.fromkeys(line for line in map(complaint, output.splitlines()) if line))
    if refused or complaints:
        return refused or Refused(complaints)
    return Failure(f"MkDocs stopped: {output.strip().splitlines()[-1] if output.strip() else 'no message'}")


def _merge(part: Path, whole: Path) -> None:
    """Move what is in `part` to `whole`. What is in both, of every page's surroundings, is the same."""
    for one in part.iterdir():
        there = whole / one.name
        if one.is_dir() and there.is_dir():
            _merge(one, there)
        else:
            one.replace(there)


def pages_in(folder: Path) -> int:
    """How many pages have been rendered already."""
    parts = folder.parent.glob(f"{folder.name}*")
    return sum("index.html" in files for part in parts for _, _, files in os.walk(part))


def complaint(line: str) -> str | None:
    """What is wrong according to a line of MkDocs's output, or None if nothing is."""
    match = _COMPLAINT.match(line)
    return without_cpr_numbers(match[1]) if match else None


def engine_environment(root: Path) -> dict[str, str]:
    """What MkDocs is started with: no banner about the engine's future, and the content's date for the clock."""
    epoch = read_revision(root).epoch or 0
    return {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
