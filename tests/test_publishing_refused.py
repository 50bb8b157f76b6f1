"""Publishing where the machine refuses: one line that says what to do, and what is shown is as it was."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import command, copied, shown, small_disk

import tiny
from waymarks.building.manifest import damage
from waymarks.publish import releases

WITHOUT_LOCKS = Path(__file__).with_name("without_locks.py")
QUICK = Path(__file__).with_name("quick_build.py")
NO_LOCKS = (
    "The file system here keeps no locks, so two builds could publish at once. Make `public` a link to a folder on a "
    "local disk, then run the command again.\n"
)


@pytest.fixture
def changed(published, tmp_path) -> Path:
    """A published site whose content is another one since."""
    tiny.change(copied(published, tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "words", [["build"], ["publish", "rollback"], ["publish", "prune", "--keep", "1"], ["publish", "to", "web"]]
)
def test_a_file_system_without_locks_is_not_published_on(two, words):
    before = shown(two), releases(two / "public")
    name, *rest = words
    run = [sys.executable, str(WITHOUT_LOCKS), sys.executable, f"scripts/{name}.py", *rest]
    done = subprocess.run(run, cwd=two, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (1, NO_LOCKS)
    assert (shown(two), releases(two / "public")) == before
    assert not list((two / "public").glob(".staging*"))
    assert not (two / "web" / "current").exists()


def test_a_full_disk_that_is_sent_to_is_one_line_and_keeps_nothing(two, tmp_path):
    with small_disk(tmp_path / "disk", "size=300k") as disk:
        done = command(two, "publish", "to", str(disk))
        line = "The disk is full. Free some space, then run the command again.\n"
        assert (done.returncode, done.stderr) == (1, line)
        assert [path.name for path in disk.iterdir()] == [".lock"]


def test_a_folder_in_the_place_of_the_link_is_left_alone(changed):
    public = changed / "public"
    release = shown(changed)
    (public / "current").unlink()
    shutil.copytree(release, public / "current")
    line = f"{public}/current is no link to a release. Move it away, then run the command again.\n"
    for name, *rest in (["build"], ["publish", "list"], ["publish", "verify"], ["publish", "rollback", release.name]):
        done = command(changed, name, *rest)
        assert (done.returncode, done.stderr) == (1, line)
    assert not damage(public / "current")
    assert [one.name for one in releases(public)] == [release.name]
    assert sorted(path.name for path in public.iterdir()) == [".lock", "current", "releases"]
    shutil.rmtree(public / "current")
    assert command(changed, "build").returncode == 0
    assert not damage(shown(changed))


@pytest.mark.parametrize("place", ["public", "public/releases"])
def test_a_file_in_the_place_of_a_folder_is_left_alone(changed, place):
    ledger = (changed / "docs/addresses.txt").read_bytes()
    shutil.rmtree(changed / "public")
    (changed / place).parent.mkdir(exist_ok=True)
    (changed / place).write_text("mine")
    done = command(changed, "build")
    line = f"The folder {changed / place} can't be made: a file is in its place. Move that away, then run the command again.\n"
    assert (done.returncode, done.stderr) == (1, line)
    assert (changed / place).read_text() == "mine"
    assert (changed / "docs/addresses.txt").read_bytes() == ledger


@pytest.mark.parametrize(("moved", "made_again"), [(True, False), (False, True)])
def test_a_folder_that_is_taken_away_during_a_build_is_told_of(changed, rendered, moved, made_again):
    public, away = changed / "public", changed / "away"
    with waiting(changed, rendered) as build:
        public.rename(away) if moved else shutil.rmtree(public)
        if made_again:
            public.mkdir()
        said = let_go(changed, build)
    assert said == (1, f"{public} was moved or deleted during the work. Run the command again.\n")
    assert not (public / "current").exists()
    if moved:
        assert not damage((away / "current").resolve())
    assert command(changed, "build").returncode == 0
    assert not damage(shown(changed))
    assert not list(public.glob(".staging*"))


def test_a_folder_that_may_not_be_written_any_more_is_told_of(changed, rendered):
    public, before = changed / "public", shown(changed)
    # Root may write everywhere unless it has let go of that right.
    bound = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    with waiting(changed, rendered, *bound) as build:
        public.chmod(0o555)
        code, said = let_go(changed, build)
    assert code == 1
    assert re.fullmatch(r"The folder can't be written: \S+\. Give yourself the right to write there[^\n]+\n", said)
    assert shown(changed) == before
    assert not damage(before)
    public.chmod(0o755)
    assert command(changed, "build").returncode == 0
    assert shown(changed) != before
    assert not damage(shown(changed)) + list(public.glob(".staging*"))


def waiting(root: Path, rendered: Path, *bound: str) -> subprocess.Popen[str]:
    """A build that has come to MkDocs, and goes on when it is let go. `bound` is a command that starts it."""
    (root / "wait").touch()
    words = [*bound, sys.executable, str(QUICK), str(root), str(rendered)]
    build = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    while "Render" not in (line := build.stdout.readline()):
        assert line, build.stderr.read()
    return build


def let_go(root: Path, build: subprocess.Popen[str]) -> tuple[int, str]:
    """The build's exit code, and what it complains of."""
    (root / "wait").unlink()
    complaint = build.communicate(timeout=120)[1]
    return build.returncode, complaint


def test_the_release_that_is_shown_is_known_where_public_is_a_link(two, tmp_path):
    (two / "public").rename(tmp_path / "disk")
    (two / "public").symlink_to(tmp_path / "disk")
    older, newer = (one.name for one in releases(two / "public"))
    assert command(two, "publish", "rollback").returncode == 0
    said = command(two, "publish", "list").stdout.splitlines()
    assert [line[:31] for line in said[-2:]] == [f"* {older}", f"  {newer}"]
    assert command(two, "publish", "prune", "--keep", "1").returncode == 0
    assert not damage(shown(two))
    assert [one.name for one in releases(two / "public")] == [older, newer]
