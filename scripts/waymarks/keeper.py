"""The keeper of the releases: what a person asks to be done with them, and the lines that say what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from waymarks.destination import send
from waymarks.differences import differences
from waymarks.lock import Step, alone
from waymarks.machine import Failure
from waymarks.manifest import damage, damage_at, fetch, read_manifest
from waymarks.publish import before, current, make_current, named, prune, releases


@dataclass(frozen=True)
class Keeper:
    """For the releases of `root`. Everything it does raises Failure or OSError, and is then not done. `now` is in UTC."""

    root: Path
    now: datetime
    step: Step

    @property
    def public(self) -> Path:
        return self.root / "public"

    def list(self) -> Iterator[str]:
        """A line for each release, the newest last; that of the current one begins with a star."""
        shown = current(self.public)
        for release in releases(self.public):
            mark = "*" if release == shown else " "
            built = datetime.strptime(release.name[:16], "%Y%m%dT%H%M%SZ")
            yield f"{mark} {release.name}  {built:%Y-%m-%d %H:%M} UTC  {_summary(release)}"
        if not releases(self.public):
            yield "Nothing is published yet. python3 scripts/build.py publishes."

    def diff(self, a: str | None, b: str) -> Iterator[str]:
        """What has come, gone and changed on the way from `a` (the one before the current one) to `b`."""
        new = named(self.public, b)
        old = named(self.public, a) if a else before(self.public)
        yield f"From {old.name} to {new.name}:"
        yield from differences(read_manifest(old), read_manifest(new))

    def rollback(self, words: str | None) -> Iterator[str]:
        """Show a release again, the one before the current one without `words`."""
        with alone(self.public, self.now, self.step):
            release = named(self.public, words) if words else before(self.public)
            _refuse(release, damage(release))
            shown = current(self.public)
            if release != shown:
                make_current(release)
        if release == shown:
            yield f"{release.name} is shown already."
        else:
            yield f"The site is {release.name} again. The next build shows what docs/ holds then."

    def prune(self, keep: int) -> Iterator[str]:
        """Delete all but the newest `keep` releases and the current one."""
        with alone(self.public, self.now, self.step):
            gone = prune(self.public, keep)
        yield from (f"Deleted: {release.name}" for release in gone)
        yield f"{len(releases(self.public))} left."

    def verify(self, where: str) -> Iterator[str]:
        """Compare a release, or what a server on this machine gives of the current one, with the manifest."""
        if "://" not in where:
            release = named(self.public, where)
            _refuse(release, damage(release))
            yield f"{release.name} is as it was built: {_files(release)}."
            return
        release = named(self.public, "current")
        with self.step("Fetch"):
            found = list(damage_at(where, read_manifest(release), fetch))
        _refuse(release, found)
        yield f"{where} gives {release.name}: {_files(release)}."

    def to(self, destination: str, words: str) -> Iterator[str]:
        """Send a release to the destination and show it there."""
        yield send(self.root, named(self.public, words), destination, self.now, self.step)


def _summary(release: Path) -> str:
    try:
        says = read_manifest(release)
    except Failure:
        return "no manifest that can be read"
    commit = f"commit {says.commit[:12]}" if says.commit else "no commit"
    changed = " and changes that are in no commit" if says.commit and not says.clean else ""
    return f"{says.counts['pages']} pages, {says.counts['statements']} statements, {commit}{changed}"


def _files(release: Path) -> str:
    return f"{len(read_manifest(release).files)} files"


def _refuse(release: Path, found: list[str]) -> None:
    if found:
        more = f"\n{len(found)} files are not as {release.name} was built." if len(found) > 1 else ""
        raise Failure("\n".join(found) + more)
