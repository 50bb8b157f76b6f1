"""Render: MkDocs turns the content into a site, strictly, in a folder that nobody is served from."""

import os
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from waymarks.ledger import FILE as LEDGER
from waymarks.machine import Failure, refusal_in
from waymarks.people import without_cpr_numbers
from waymarks.problems import Refused

_COMPLAINT = re.compile(r"^(?:WARNING|ERROR)\s+-\s+(.*)")
_TOLD = re.compile(r"^INFO\s+-\s+(\S+:\d+: .*\[[a-z-]+\])$")
_SERVING = re.compile(r"Serving on (http\S+)")


def render(root: Path, folder: Path) -> None:
    """Write the whole site to `folder`. Raises Refused with MkDocs's own lines, or Failure when the machine refuses."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    done = subprocess.run(command, cwd=root, env=engine_environment(root), capture_output=True, text=True)
    if done.returncode == 0:
        return
    output = done.stdout + done.stderr
    complaints = [line for line in map(complaint, output.splitlines()) if line]
    refused = refusal_in(output)
    if refused:
        raise refused
    if complaints:
        raise Refused(complaints)
    raise Failure(f"MkDocs stopped: {output.strip().splitlines()[-1] if output.strip() else 'no message'}")


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
    return {"SOURCE_DATE_EPOCH": _epoch(root), **os.environ, "NO_MKDOCS_2_WARNING": "1"}


def changed(root: Path) -> datetime:
    """When the content last changed, or what SOURCE_DATE_EPOCH says instead."""
    return datetime.fromtimestamp(int(engine_environment(root)["SOURCE_DATE_EPOCH"]), UTC)


def _epoch(root: Path) -> str:
    """When the site last changed, in seconds since 1970: the same commit gives the same bytes on any day."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    try:
        found = subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:  # a copy of the files on a machine without git
        found = ""
    # The ledger is written after publishing, and says nothing new of what was published.
    files = (file for file in (root / "docs").rglob("*") if file != root / LEDGER)
    newest = max((file.lstat().st_mtime for file in files), default=0)
    return found or str(int(newest))
