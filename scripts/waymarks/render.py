"""Render: MkDocs turns the content into a site, strictly, in a folder that nobody is served from."""

import os
import re
import subprocess
import sys
from pathlib import Path

from waymarks.machine import Failure, refusal_in
from waymarks.people import without_cpr_numbers
from waymarks.problems import Refused
from waymarks.revision import read_revision

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.*)")
_TOLD = re.compile(r"^INFO\s+-\s+(\S+:\d+: .*\[[a-z-]+\])$")
_SERVING = re.compile(r"Serving on (http\S+)")


def render(root: Path, folder: Path, lock: int) -> None:
    """Write the whole site to `folder`. Raises Refused with MkDocs's own lines, or Failure when the machine refuses.

    MkDocs has `lock` too: if this program is killed, nobody else begins before MkDocs has ended.
    """
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    environment = engine_environment(root)
    done = subprocess.run(command, cwd=root, env=environment, pass_fds=[lock], capture_output=True, text=True)
    if done.returncode == 0:
        # MkDocs writes the date into it, so that it changes when the site has not.
        (folder / "sitemap.xml.gz").unlink(missing_ok=True)
        return
    output = done.stdout + done.stderr
    complaints = [line for line in map(complaint, output.splitlines()) if line]
    refused = refusal_in(output)
    if refused:
        raise refused
    if complaints:
        raise Refused(complaints)
    raise Failure(f"MkDocs stopped: {output.strip().splitlines()[-1] if output.strip() else 'no message'}")


def pages_in(folder: Path) -> int:
    """How many pages are there already."""
    return sum("index.html" in files for _, _, files in os.walk(folder))


def complaint(line: str) -> str | None:
    """What is wrong according to a line of MkDocs's output, or None if nothing is."""
    match = _COMPLAINT.match(line)
    return without_cpr_numbers(match[1]) if match else None


def preview_line(line: str) -> str | None:
    """What an editor is told of a line that the live preview prints, or None if it is the engine's own business."""
    if match := _SERVING.search(line):
        return f"The preview is at {match[1]} (stop with Ctrl-C)."
    if "Detected file changes" in line:
        return "A file has changed:"
    if "Reloading browsers" in line:
        return "The browser shows it."
    if match := _TOLD.match(line):  # what stops nothing
        return without_cpr_numbers(match[1])
    return complaint(line)


def engine_environment(root: Path) -> dict[str, str]:
    """What MkDocs is started with: no banner about the engine's future, and the content's date for the clock."""
    epoch = read_revision(root).epoch or 0
    return {**os.environ, "SOURCE_DATE_EPOCH": str(epoch), "NO_MKDOCS_2_WARNING": "1"}
