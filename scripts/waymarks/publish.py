"""Publish: a verified folder becomes a release, and `current` points to it in one step."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import mkdtemp


@dataclass(frozen=True)
class Release:
    """A built, verified site. `new` is False when the content was published already.

    `new_addresses` is how many of its addresses had never been published before.
    """

    folder: Path
    new: bool
    new_addresses: int = 0


@contextmanager
def staging(public: Path) -> Iterator[Path]:
    """An empty folder on the file system of `public`; what is left in it at the end is deleted."""
    public.mkdir(parents=True, exist_ok=True)
    folder = Path(mkdtemp(prefix=".staging-", dir=public))
    folder.chmod(0o755)  # mkdtemp's 0700 would keep a web server out of the release
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def publish(staged: Path, public: Path, now: datetime) -> Release:
    """Move `staged` to `public/releases/<time>-<content>` and make `public/current` point there.

    `now` is in UTC. Whoever reads `current` sees the whole old release or the whole new one. Raises OSError.
    """
    digest = _digest(staged)
    current = public / "current"
    if current.exists() and current.resolve().name.endswith(digest):
        return Release(current.resolve(), new=False)
    release = public / "releases" / f"{now:%Y%m%dT%H%M%SZ}-{digest}"
    release.parent.mkdir(exist_ok=True)
    staged.rename(release)
    link = public / f".current-{os.getpid()}"
    link.unlink(missing_ok=True)
    link.symlink_to(release.relative_to(public))
    link.replace(current)
    return Release(release, new=True)


def _digest(folder: Path) -> str:
    """Twelve hexadecimal digits of SHA-256 over every file's path and bytes."""
    total = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        content = file.read_bytes()
        total.update(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
        total.update(content)
    return total.hexdigest()[:12]
