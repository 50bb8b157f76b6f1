"""Publish: a verified folder becomes a release, and `current` points to it in one step.

`previous` leads to the one that was current before: pages of it are still open, and ask for its scripts.
`releases/<time>-<content>/` below the folder that is published are whole and never changed; what is not whole has a
name that begins with `.staging-`. All that changes anything here is done by whoever holds the lock.
"""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import mkdtemp

from waymarks.building.manifest import Manifest, damage, read_manifest
from waymarks.ledgers import changes, ledger
from waymarks.ledgers.ledger import SHORT
from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.problems import NotFound, counted

CURRENT = "current"
PREVIOUS = "previous"
RELEASES = "releases"
NO_RELEASE_YET = "Nothing is published yet. python3 scripts/build.py publishes."
_LINK = ".staging-link"
_TIME = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(r"\d{8}T\d{6}Z-[0-9a-f]{12}")


@dataclass(frozen=True)
class Release:
    """A built, verified site. `new` is False when it was the current one already.

    `new_addresses` is how many of its addresses had never been published before, `new_changes` how many lines the ledger of
    changes has got or lost. `gone` are the addresses, below the site, that were shown until then and are in no ledger. `undated`:
    nothing told when its content last changed, from which a security.txt counts.
    """

    folder: Path
    new: bool
    new_addresses: int = 0
    new_changes: int = 0
    gone: tuple[str, ...] = ()
    undated: bool = False

    @property
    def to_do(self) -> Iterator[str]:
        """What a person is told of the ledgers that have got something, and of what could not be made."""
        if self.new_addresses:
            yield f"{counted(self.new_addresses, 'address is', 'addresses are')} published for the first time. Commit docs/addresses.txt, which keeps them."
        if self.new_changes:
            yield "Commit docs/changes.txt too: it has got what is new, and on which day."
        if self.gone:
            more = f" (and {len(self.gone) - 1} more)" if self.gone[1:] else ""
            yield (
                f"What was shown until now is gone: /{self.gone[0]}{more}. docs/addresses.txt does not know it, as on another branch or "
                "after an undo. If it is to stay: python3 scripts/publish.py rollback shows it again."
            )
        if self.undated:
            yield "There is no security.txt: nothing tells when the content last changed. Build in a clone, or set SOURCE_DATE_EPOCH."


@contextmanager
def staging(public: Path) -> Iterator[Path]:
    """An empty folder on the file system of `public`; what is left in it at the end is deleted.

    Whatever a killed build left is deleted too: with the lock held there is no other. Raises OSError.
    """
    for left in public.glob(".staging-*"):
        _delete(left)
    folder = Path(mkdtemp(prefix=".staging-", dir=public))
    try:
        yield folder
    finally:
        _delete(folder)


def add(staged: Path, public: Path, name: str) -> Path:
    """Make `staged`, which is sealed, the release `name`, and wait until it is on the disk. Nobody is shown it yet.

    Raises OSError; there is then no such release.
    """
    disk.flush(staged)
    release = public / RELEASES / name
    disk.make(release.parent)
    for above in (public, release.parent):
        disk.let_in(above)
    disk.move(staged, release)
    return release


def keep_promises(root: Path) -> None:
    """Make true in the ledgers what was promised for the release that is shown, before another one is. Raises OSError."""
    shown = current(root / "public")
    for one in (ledger.LIST, changes.LIST):
        one.keep(root, shown.name if shown else None)


def gone(shown: Path, says: Manifest) -> tuple[str, ...]:
    """The addresses, below the site, of the pages and statements that the release `shown` has and one that `says` what it holds has
    not; none where nothing tells what was shown. Raises OSError."""
    try:
        before = read_manifest(shown)
    except Failure:
        return ()
    statements = {id for of_language in before.statements.values() for id in of_language}
    addresses = [*before.pages, *(f"{SHORT}{id}/" for id in sorted(statements))]
    return tuple(one for one in addresses if f"{one}index.html" not in says.files)


def make_current(release: Path) -> None:
    """Point `current`, which leads elsewhere, to the release in one step: whoever reads sees the whole old one or the whole new one.
    Raises OSError."""
    public = release.parent.parent
    if shown := current(public):
        _point(public / PREVIOUS, shown)  # first, so that what an open page asks for is never gone
    _point(public / CURRENT, release)


def name(public: Path, says: Manifest, now: datetime) -> str:
    """The name of a new release. `now` is in UTC; where the clock has gone back, a second after the newest release stands for it."""
    times = [now, *(built(one) + timedelta(seconds=1) for one in releases(public)[-1:])]
    return f"{max(times):{_TIME}}-{says.content}"


def built(release: Path) -> datetime:
    """When the release was built, in UTC."""
    return datetime.strptime(release.name.partition("-")[0], _TIME).replace(tzinfo=UTC)


def same(public: Path, says: Manifest) -> Path | None:
    """The release that holds the same, the current one if it does, and is as it was built. Raises OSError."""
    now = current(public)
    known = [release for release in releases(public) if release.name.endswith(says.content)]
    return next((one for one in sorted(known, key=lambda one: one != now) if not damage(one, says)), None)


def releases(public: Path) -> list[Path]:
    """Every release, the oldest first."""
    folder = public / RELEASES
    return sorted(one for one in folder.iterdir() if _NAME.fullmatch(one.name)) if folder.is_dir() else []


def is_in_release(folder: Path) -> bool:
    """Whether the folder, a whole path without links, is a release or below one."""
    return any(_NAME.fullmatch(one.name) and one.parent.name == RELEASES for one in (folder, *folder.parents))


def current(public: Path) -> Path | None:
    """The release that is shown now. Raises Failure when something else stands in its place."""
    link, folder = public / CURRENT, public / RELEASES
    if not link.exists():
        return None
    goal = link.resolve()
    if not link.is_symlink() or goal.parent != folder.resolve():
        raise Failure(f"{link} is no link to a release. Move it away, then run the command again.")
    # Not `goal`: where `public` is a link itself, the releases' own paths are others.
    return folder / goal.name


def before(public: Path) -> Path:
    """The release that was shown before the current one if it is older, else the newest that is. Raises Failure when there is none."""
    now = current(public)
    if not releases(public):
        raise Failure(NO_RELEASE_YET)
    older = [one for one in releases(public) if now is None or one.name < now.name]
    if not older:
        raise Failure("There is no older release. python3 scripts/publish.py list shows those that there are.")
    # Not always the newest: it may be one that was rolled back from.
    last = (public / PREVIOUS).resolve().name
    return next((one for one in older if one.name == last), older[-1])


def named(public: Path, words: str) -> Path:
    """The one release whose name begins or ends with `words`, or for `current` the one that is shown. Raises NotFound, or
    Failure where that is asked for while nothing is published."""
    if words == CURRENT:  # nobody may have written it: it is meant where nothing is said
        now = current(public)
        if now is None:
            raise Failure(NO_RELEASE_YET)
        return now
    found = [one for one in releases(public) if one.name.startswith(words) or one.name.endswith(words)]
    if len(found) == 1:
        return found[0]
    if not releases(public):
        raise NotFound(NO_RELEASE_YET)
    count = f"{len(found)} releases are" if found else "No release is"
    raise NotFound(
        f"{count} called {words!r}. python3 scripts/publish.py list shows them all; write as much as tells one."
    )


def prune(public: Path, keep: int) -> list[Path]:
    """Delete all but the newest `keep` releases, never the current one. Gives those that are gone. Raises OSError.

    If what `previous` leads to is among them, nothing does any more.
    """
    now = current(public)
    old = [one for one in releases(public)[:-keep] if one != now]
    for release in old:
        # In one step it is no release any more; what is left of it, should this be stopped, the next build deletes.
        gone = release.rename(public / f".staging-{release.name}")
        _delete(gone)
    if not (public / PREVIOUS).exists():
        (public / PREVIOUS).unlink(missing_ok=True)
    return old


def _point(link: Path, release: Path) -> None:
    made = link.with_name(_LINK)
    made.unlink(missing_ok=True)
    made.symlink_to(Path(RELEASES, release.name))
    disk.move(made, link)


def _delete(path: Path) -> None:
    """Delete as much as can be deleted: the next who holds the lock tries again."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)
