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
from pathlib import Path

from waymarks.ledger import FILE as LEDGER
from waymarks.ledger import Ledger, read_ledger
from waymarks.revision import Revision
from waymarks.settings import ENGINE

FILE = ".cache/stamp.json"

# All that a release follows from, below the project's root.
_FOLDERS = ("docs", "overrides", "scripts", "sources")
_FILES = ("mkdocs.yml", "requirements.txt", ".venv/installed-site", "tests/figures.json")
# mkdocs.yml takes values of these from the environment: `!ENV [NAME, OTHER_NAME, "otherwise"]`.
_FROM_ENVIRONMENT = re.compile(r"!ENV\s+\[?([^\]\n]*)")


@dataclass(frozen=True)
class Inputs:
    """What a build reads, as digests: another build with the same `made_from` makes the same. `times` are another when a
    file has been touched, even if it is as it was."""

    made_from: str
    times: str


def read_inputs(root: Path, revision: Revision, today: date, given: Mapping[str, str] = os.environ) -> Inputs:
    """All that a release follows from but the ledger. `today` is the day by which content is judged, `given` the
    environment. Raises OSError."""
    total = sha256(f"{platform.python_version()}\0{revision.epoch}\0{today}\0".encode())
    times = _times(root)  # first, so that what is touched meanwhile is noticed
    for file in _read(root):
        total.update(f"{file.relative_to(root)}\0".encode("utf-8", "surrogateescape"))
        total.update(sha256(file.read_bytes()).digest())
    named = _FROM_ENVIRONMENT.findall((root / "mkdocs.yml").read_text("utf-8"))
    for name in (ENGINE, *re.findall(r"\w+", " ".join(named))):
        total.update(f"{name}\0{given.get(name)}\0".encode("utf-8", "surrogateescape"))
    return Inputs(total.hexdigest(), times)


def is_stamped(root: Path, inputs: Inputs, release: Path) -> bool:
    """Whether `release` was made from this and the ledger as it is, and nobody has touched any of its files since."""
    try:
        says: dict[str, str] = json.loads((root / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return False
    known = {"made_from": inputs.made_from, "ledger": _addresses(read_ledger(root)), "release": release.name}
    # The release comes last: to look at all of its files takes longest.
    return all(says.get(key) == value for key, value in known.items()) and says.get("files") == _state(release)


def write_stamp(root: Path, inputs: Inputs, addresses: Iterable[str], release: Path) -> None:
    """Say that `release`, which is whole, was made from this, when the ledger had no others than `addresses` after it;
    but not if a file was touched while it was made. Raises OSError."""
    if _times(root) != inputs.times:
        return
    file = root / FILE
    file.parent.mkdir(exist_ok=True)
    ledger = _addresses(Ledger(dict.fromkeys(addresses, 0)))
    says = {"made_from": inputs.made_from, "ledger": ledger, "release": release.name, "files": _state(release)}
    draft = file.with_name(f"{file.name}~")
    draft.write_text(json.dumps(says), "utf-8")
    draft.replace(file)


def _read(root: Path) -> Iterator[Path]:
    for name in _FOLDERS:
        for folder, folders, files in os.walk(root / name):
            folders[:] = sorted(one for one in folders if one[0] != "." and one != "__pycache__")
            yield from (Path(folder, one) for one in sorted(files) if one[0] != "." and f"{name}/{one}" != LEDGER)
    yield from (root / name for name in _FILES if (root / name).is_file())


def _times(root: Path) -> str:
    total = sha256()
    for file in _read(root):
        total.update(_line(str(file), file.stat()).encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _addresses(ledger: Ledger) -> str:
    return sha256("\n".join([*sorted(ledger.lines), *map(str, ledger.problems)]).encode()).hexdigest()


def _state(folder: Path) -> str:
    """A digest of the files' names, sizes and times. The kernel sets the time of a change; no program can set it back."""
    total = sha256()
    for line in sorted(_entries(str(folder), "")):
        total.update(line.encode("utf-8", "surrogateescape"))
    return total.hexdigest()


def _entries(folder: str, below: str) -> Iterator[str]:
    with os.scandir(folder) as found:
        for one in found:
            path = f"{below}/{one.name}"
            if one.is_dir(follow_symlinks=False):
                yield from _entries(one.path, path)
            else:
                yield _line(path, one.stat(follow_symlinks=False))


def _line(path: str, about: os.stat_result) -> str:
    return f"{path}\0{about.st_ino} {about.st_size} {about.st_mtime_ns} {about.st_ctime_ns}\n"
