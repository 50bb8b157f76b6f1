"""The destination: where a release is sent, and how it is switched to there."""

import os
import re
import subprocess
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from waymarks.building.manifest import FILE, damage, read_manifest
from waymarks.building.stamp import FOLDERS
from waymarks.machine import disk
from waymarks.machine.git import out_of_hooks
from waymarks.machine.lock import Step, alone
from waymarks.machine.refusals import Failure, refusal_in
from waymarks.problems import NotFound
from waymarks.publish import CURRENT, PREVIOUS, RELEASES, add, current, is_in_release, make_current, same, staging

GIT = "git:"
# As rsync takes them: host:/folder, user@host:/folder, rsync://host/module/folder. What begins with `-` would be an option.
_REMOTE = re.compile(r"(?!-)[^/]+:.*")
# What both ends of rsync say of a connection that has ended, each when it sees it, and what ssh says of a key: none of it is the cause.
_HARDLY_TELLING = re.compile(
    r"rsync error: |rsync: (\[\w+\] )?(connection unexpectedly closed|safe_(read|write) failed|(read|write) error)|Warning: "
)


def send(root: Path, release: Path, destination: str, now: datetime, step: Step) -> str:
    """Send the release and show it at the destination; gives a sentence on where it is. What has arrived is compared first.

    `destination` is a folder, what rsync takes for one on another machine, or `git:` with the name of a branch.
    `now` is in UTC. Raises NotFound if it can't be meant, Failure or OSError; what is shown there is then as it was.
    """
    complaint = _complaint(root, destination)
    if complaint:
        raise NotFound(f"{destination!r} {complaint}")
    found = damage(release)
    if found:
        raise Failure(f"{release.name} is not as it was built: {found[0]} Build the site again before you send it.")
    if destination.startswith(GIT):
        with step("Commit"):
            return _to_branch(root, release, destination.removeprefix(GIT))
    if _REMOTE.fullmatch(destination):
        # `host:` is the home folder there and `host:/` the whole disk; neither is the other.
        return _to_host(release, re.sub(r"(:/?)/*$", r"\1.", destination).rstrip("/"), step)
    return _to_folder(release, Path(destination), now, step)


def _complaint(root: Path, destination: str) -> str:
    """What is wrong with a destination that would be made and of no use, or harm what is there; "" if nothing is."""
    folder, _, last = destination.rstrip("/").rpartition("/")
    if _REMOTE.fullmatch(last):  # host:current, in the home folder there
        folder, _, last = f"{last.partition(':')[0]}:", "", last.partition(":")[2]
    if destination.startswith(GIT):
        right = _ended(["git", "check-ref-format", "--branch", destination.removeprefix(GIT)], root)
        return "names no branch. Write such as git:gh-pages." if right.returncode or "git:refs/" in destination else ""
    if not destination.strip() or ("://" in destination and not destination.startswith("rsync://")):
        return "is no destination. Write a folder, host:/folder or git:BRANCH."
    if last in (CURRENT, PREVIOUS):
        return f"is made by sending. Name the folder that it stands in: {folder or ('/' if destination.startswith('/') else '.')}"
    if _REMOTE.fullmatch(destination):
        return ""
    return why_not_into(root, Path(destination))


def why_not_into(root: Path, folder: Path) -> str:
    """Why a site is not to be written into the folder; "" if it may be."""
    there = folder.resolve()
    if is_in_release(there):
        return "is part of a release, which nothing is added to. Name the folder that holds `releases` and `current`."
    ours = there == root.resolve() or any(there.is_relative_to((root / name).resolve()) for name in FOLDERS)
    return "holds what the site is made from. Name a folder for the site alone." if ours else ""


def _to_folder(release: Path, folder: Path, now: datetime, step: Step) -> str:
    says = read_manifest(release)
    above = [one for one in folder.absolute().parents if not one.exists()]  # a server goes through them
    with alone(folder, now, step), staging(folder) as staged:
        for made in above:
            disk.let_in(made)
        there = same(folder, says)
        if there is None:
            with step("Copy"):
                disk.copy(release, staged)
                _refuse(damage(staged, says))
                there = add(staged, folder, release.name)
        if there != current(folder):
            make_current(there)
    return f"{folder / CURRENT} shows {there.name}."


def _to_host(release: Path, destination: str, step: Step) -> str:
    """By rsync alone, which gives a link its new goal in one step: no shell is needed there, so a daemon does as well."""
    public = release.parent.parent
    path = f"./{RELEASES}/{release.name}/"  # with --relative, what stands behind `./` is made there
    # Without --keep-dirlinks a `releases` there that is a link, to a larger disk, would be replaced by a folder.
    copy = ["--recursive", "--checksum", "--delete", "--relative", "--keep-dirlinks", "--chmod=D755,F644"]
    with step("Send"):
        # Without --perms, the umask there takes away some of what --chmod gives.
        _rsync(public, *copy, "--perms", path, f"{destination}/")
    with step("Compare"):
        other = _rsync(public, *copy, "--dry-run", "--out-format=%n", path, f"{destination}/")
        _refuse([f"{line} has not arrived." for line in other.splitlines() if not line.endswith("/")])
    with step("Switch"), TemporaryDirectory() as made:
        goals = {PREVIOUS: _shown_at(destination), CURRENT: f"{RELEASES}/{release.name}"}
        if goals[PREVIOUS] not in ("", goals[CURRENT]):
            _link(Path(made), PREVIOUS, goals[PREVIOUS], destination)
        _link(Path(made), CURRENT, goals[CURRENT], destination)
    return f"{destination}/{CURRENT} shows {release.name}."


def _shown_at(destination: str) -> str:
    """Where `current` leads there now; "" the first time."""
    names = _rsync(Path(), "--links", "--include", f"/{CURRENT}", "--exclude", "*", "--list-only", f"{destination}/")
    return names.rpartition(f" {CURRENT} -> ")[2] if f" {CURRENT} -> " in names else ""


def _link(made: Path, name: str, goal: str, destination: str) -> None:
    (made / name).symlink_to(goal)
    _rsync(made, "--links", name, f"{destination}/")


def _rsync(folder: Path, *words: str) -> str:
    """What rsync says. Where it names no cause it is asked once more, so that the other end tells it in the stream of the files.

    Else the other end writes to ssh, which rsync may stop before it has passed that on. Before rsync 3.2.3 it did not, and does not
    know the option.
    """
    done = _ended(["rsync", *words], folder)
    if done.returncode and not _causes(done.stderr):
        again = _ended(["rsync", "--stderr=client", *words], folder)
        done = done if "unknown option" in again.stderr else again
    return _said(done, "The release can't be sent")


def _to_branch(root: Path, release: Path, branch: str) -> str:
    """A commit with the release's files and nothing else, on top of what the branch holds. No file of the work tree is touched."""
    name = f"refs/heads/{branch}"
    if f"branch {name}" in _git(root, "worktree", "list", "--porcelain").splitlines():
        raise Failure(f"The branch {branch} is the one you work on. Choose one that holds the site only: git:gh-pages")
    ours = _git(root, "rev-parse", "--quiet", "--verify", name, wrong=None)
    # A fresh clone has the branch only as the one that it came from.
    old = ours or _git(root, "rev-parse", "--quiet", "--verify", f"refs/remotes/origin/{branch}", wrong=None)
    if old and not _git(root, "ls-tree", old, FILE):
        raise Failure(f"The branch {branch} holds something else than a site. Choose another one: git:gh-pages")
    tree = _tree(root, release)
    if old and _git(root, "rev-parse", f"{old}^{{tree}}") == tree:
        return f"Nothing has changed: the branch {branch} holds {release.name} already."
    parent = ["-p", old] if old else []
    commit = _git(root, "commit-tree", tree, *parent, "-m", f"Release {release.name}")
    # Only if it is still what it was: two who send at once can't lose each other's commit.
    _git(root, "update-ref", name, commit, ours or "0" * len(commit))
    return f"The branch {branch} holds {release.name}. Send it: git push origin {branch}"


def _tree(root: Path, release: Path) -> str:
    """The id of a git tree with the release's files, and the one that keeps GitHub from leaving out names that begin with `_`."""
    with TemporaryDirectory() as made:
        index = Path(made, "index")
        own = ["-c", "core.autocrlf=false", "-c", "core.fileMode=false", f"--work-tree={release.resolve()}"]
        _git(root, *own, "add", "--all", "--force", ".", index=index, folder=release.resolve())
        empty = _git(root, "hash-object", "-w", "--stdin", index=index)
        _git(root, "update-index", "--add", "--cacheinfo", f"100644,{empty},.nojekyll", index=index)
        return _git(root, "write-tree", index=index)


def _git(
    root: Path,
    *words: str,
    index: Path | None = None,
    folder: Path | None = None,
    wrong: str | None = "The branch can't be written",
) -> str:
    """What git says, with `index` as its index. Without `wrong`, "" when it fails."""
    base = _said(_ended(["git", "rev-parse", "--absolute-git-dir"], root), "This is no clone")
    more = {"GIT_INDEX_FILE": str(index)} if index else {}
    return _said(_ended(["git", f"--git-dir={base}", *words], folder or root, **more), wrong)


def _ended(command: list[str], folder: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command that has run in the folder, with `more` in its environment. Raises Failure when it is not installed."""
    environment = {**out_of_hooks(os.environ), **more}
    try:
        return subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
    except FileNotFoundError:
        raise Failure(
            f"{command[0]} is missing. Install it (apt install {command[0]}), then run the command again."
        ) from None


def _said(done: subprocess.CompletedProcess[str], wrong: str | None) -> str:
    if done.returncode and wrong:
        first = [*_causes(done.stderr), *_lines(done.stderr), "no message"][0]
        raise refusal_in(done.stderr) or Failure(f"{wrong}: {first}")
    return "" if done.returncode else done.stdout.strip()


def _causes(said: str) -> list[str]:
    return [line for line in _lines(said) if not _HARDLY_TELLING.match(line)]


def _lines(said: str) -> list[str]:
    return [line.strip() for line in said.splitlines() if line.strip()]


def _refuse(found: list[str]) -> None:
    if found:
        raise Failure(f"What has arrived is not what was sent: {found[0]} Run the command again.")
