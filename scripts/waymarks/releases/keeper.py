"""The keeper of the releases: what a person asks to be done with them, and the lines that say what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from waymarks.building.manifest import damage, damage_at, fetch, read_manifest
from waymarks.machine.lock import Step, alone
from waymarks.machine.refusals import Failure
from waymarks.publish import NO_RELEASE_YET, before, built, current, keep_promises, make_current, named, prune, releases
from waymarks.releases.destination import send
from waymarks.releases.differences import differences


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
            yield f"{mark} {release.name}  {built(release):%Y-%m-%d %H:%M} UTC  {_summary(release)}"
        if not releases(self.public):
            yield NO_RELEASE_YET

    def diff(self, old: str | None, new: str) -> Iterator[str]:
        """What has come, gone and changed on the way from `old` (the one before the current one) to `new`."""
        first = named(self.public, old) if old else before(self.public)
        last = named(self.public, new)
        yield f"From {first.name} to {last.name}:"
        yield from differences(first, last)

    def rollback(self, release: str | None) -> Iterator[str]:
        """Show a release again, without a name the one before the current one."""
        with alone(self.public, self.now, self.step):
            chosen = named(self.public, release) if release else before(self.public)
            _refuse(chosen, damage(chosen))
            shown = current(self.public)
            if chosen != shown:
                keep_promises(self.root)  # a build may have been killed when it had shown what goes now
                make_current(chosen)
        if chosen == shown:
            yield f"{chosen.name} is shown already."
        else:
            yield f"The site is {chosen.name} again. The next build shows what docs/ holds then."

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

    def to(self, destination: str, release: str) -> Iterator[str]:
        """Send a release to the destination and show it there."""
        yield send(self.root, named(self.public, release), destination, self.now, self.step)


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
