"""The stamp: what the release that is shown was built from, so that nothing is built when nothing has changed.

It is kept in .cache/, which may be deleted at any time.
"""

import json
import os
import platform
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from itertools import chain
from pathlib import Path

from waymarks.ledgers.changes import FILE as CHANGES
from waymarks.ledgers.changes import Changes, read_changes
from waymarks.ledgers.ledger import FILE as LEDGER
from waymarks.ledgers.ledger import Ledger, read_ledger
from waymarks.ledgers.revision import Revision
from waymarks.machine import disk
from waymarks.problems import Problem
from waymarks.reading.settings import engine
from waymarks.view import FIGURES

FILE = ".cache/stamp.json"

# The build writes these itself.
_LEDGERS = {LEDGER, CHANGES}

# All that a release follows from, below the project's root.
FOLDERS = ("docs", "overrides", "scripts", "sources")
_FILES = ("mkdocs.yml", "requirements.txt", ".venv/installed-site", FIGURES)
# mkdocs.yml takes values of these from the environment: `!ENV [NAME, OTHER_NAME, "otherwise"]`.
_FROM_ENVIRONMENT = re.compile(r"!ENV\s+\[?([^\]\n]*)")


@dataclass(frozen=True)
class Inputs:
    """What a build reads, as digests: another build with the same `made_from` makes the same, and one with the same
    `made_with` makes the same of the same content. `times` are another when a file has been touched, even if it is as it was."""

    made_from: str
    made_with: bytes
    times: str


def read_inputs(root: Path, revision: Revision, today: date, given: Mapping[str, str] = os.environ) -> Inputs:
    """All that a release follows from but the ledgers. `today` is the day by which content is judged, `given` the
    environment. Raises OSError."""
    tools, content = sha256(platform.python_version().encode()), sha256(f"{revision.epoch}\0{today}\0".encode())
    times = _times(root)  # first, so that what is touched meanwhile is noticed
    for path, file in _read(root):
        total = content if path.startswith("docs/") else tools
        with open(file, "rb", buffering=0) as read:  # noqa: PTH123 - a Path for each of so many costs more than reading it
            total.update(f"{path}\0".encode("utf-8", "surrogateescape") + sha256(read.read()).digest())
    named = _FROM_ENVIRONMENT.findall((root / "mkdocs.yml").read_text("utf-8"))
    tools.update(engine(given).encode())
    for name in re.findall(r"\w+", " ".join(named)):
        tools.update(f"{name}\0{given.get(name)}\0".encode("utf-8", "surrogateescape"))
    content.update(tools.digest())
    return Inputs(content.hexdigest(), tools.digest(), times)


def is_stamped(root: Path, inputs: Inputs, release: Path) -> bool:
    """Whether `release` was made from this and the ledgers as they are, and nobody has touched any of its files since."""
    try:
        says: dict[str, str] = json.loads((root / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    known = {
        "made_from": inputs.made_from,
        "ledger": _ledgers(read_ledger(root), read_changes(root)),
        "release": release.name,
    }
    # The release comes last: to look at all of its files takes longest.
    return all(says.get(key) == value for key, value in known.items()) and says.get("files") == _all(release)


def identity(root: Path, inputs: Inputs) -> str:
    """A digest of all that the site of `root` follows from, its ledgers too. Raises OSError."""
    return sha256(f"{inputs.made_from}{_ledgers(read_ledger(root), read_changes(root))}".encode()).hexdigest()


def write_stamp(root: Path, inputs: Inputs, ledgers: tuple[Iterable[str], Iterable[str]], release: Path) -> None:
    """Say that `release`, which is whole, was made from this, when the `ledgers` had no other addresses and no other lines of
    changes after it. Raises OSError."""
    file = root / FILE
    file.parent.mkdir(exist_ok=True)
    ledger = _digest(ledgers[0], (), ledgers[1])
    says = {"made_from": inputs.made_from, "ledger": ledger, "release": release.name, "files": _all(release)}
    disk.write(file, json.dumps(says))


def is_untouched(root: Path, inputs: Inputs) -> bool:
    """Whether no file has been touched since `inputs` were read: what was made since was made from them. Raises OSError."""
    return _times(root) == inputs.times


def state(file: str) -> str:
    """The size and the times of a file, and which one it is to the kernel; "" if it is not there. The kernel sets the time of a
    change; no program can set it back. Raises OSError."""
    try:
        return _state(os.stat(file, follow_symlinks=False))  # noqa: PTH116 - a Path for each of so many costs more than the answer
    except FileNotFoundError:
        return ""


def _read(root: Path) -> Iterator[tuple[str, str]]:
    """Each file that a build reads, as it is named from `root`, and where it is: texts, as there are so many."""
    yield from ((name, str(root / name)) for name in _FILES if (root / name).is_file())
    for folder, folders, files in chain.from_iterable(os.walk(root / name) for name in FOLDERS):
        folders[:] = sorted(one for one in folders if one[0] != "." and one != "__pycache__")
        below = folder[len(str(root)) + 1 :]
        paths = (f"{below}/{one}" for one in sorted(files) if one[0] != ".")
        yield from ((path, f"{root}/{path}") for path in paths if path not in _LEDGERS)


def _times(root: Path) -> str:
    total = sha256()
    for path, file in _read(root):
        total.update(f"{path}\0{_state(os.stat(file))}\n".encode("utf-8", "surrogateescape"))  # noqa: PTH116
    return total.hexdigest()


def _ledgers(ledger: Ledger, recorded: Changes) -> str:
    return _digest(ledger.lines, (*ledger.problems, *recorded.problems), recorded.lines)


def _digest(addresses: Iterable[str], problems: Iterable[Problem], lines: Iterable[str]) -> str:
    return sha256("\n".join([*sorted(addresses), *map(str, problems), *lines]).encode()).hexdigest()


def _all(release: Path) -> str:
    """What stands for the states of all its files."""
    total = sha256()
    for path, one in disk.entries(release):
        total.update(f"{path}\0{_state(one.stat(follow_symlinks=False))}\n".encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _state(about: os.stat_result) -> str:
    return f"{about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}"
