"""Publishing cannot hurt: killed, crowded, short of space, read while it switches, what is shown is one whole release."""

import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from conftest import build, comes_true, command, copied, git, serving, shown, small_disk

import machine
import tiny
from waymarks.building.manifest import FILE, damage, read_manifest
from waymarks.machine.lock import alone
from waymarks.publish import releases
from waymarks.releases.keeper import Keeper

KILLING = Path(__file__).with_name("killing.py")
QUICK = Path(__file__).with_name("quick_build.py")


def blocks(file: Path) -> int:
    """How many bytes of a tmpfs the file takes."""
    return 0 if file.is_dir() else -(-file.stat().st_size // 4096) * 4096


def waiting_for(lock: int) -> int:
    """How many programs the kernel keeps waiting for it. Source: proc_locks(5)."""
    inode = os.fstat(lock).st_ino
    return sum("->" in line and f":{inode} " in line for line in Path("/proc/locks").read_text("utf-8").splitlines())


def left(root: Path) -> list[Path]:
    return [*(root / "public").glob(".staging*"), *(root / "docs").glob(".*")]


def test_a_build_killed_at_any_of_100_moments_leaves_the_old_release_or_the_new_one(published, twice, rendered):
    with TemporaryDirectory(dir=next((disk for disk in ("/dev/shm",) if Path(disk).is_dir()), None)) as folder:  # noqa: S108
        root = Path(folder) / "root"
        copied(published, root)
        tiny.change(root)
        run = [sys.executable, str(KILLING), str(root), str(rendered), "100"]
        done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    whole, *found = json.loads(done.stdout)
    old, new = read_manifest(shown(published)).content, read_manifest(shown(twice)).content
    ledgers = [(root / "docs" / "addresses.txt").read_text("utf-8") for root in (published, twice)]
    changes = [(root / "docs" / "changes.txt").read_text("utf-8") for root in (published, twice)]
    assert (whole["code"], whole["killed"]["content"]) == (0, new)
    assert len(found) == 100
    assert {one["code"] for one in found} == {-signal.SIGKILL}
    # Among them are all states that publishing goes through: by what is shown, and whether the ledger is promised beside it.
    promised = {
        (one["killed"]["content"], any(".addresses.txt-" in name for name in one["killed"]["left"])) for one in found
    }
    assert promised == {(old, False), (old, True), (new, True), (new, False)}
    for one in found:
        assert not one["killed"]["damage"] + one["killed"]["broken"], one
        assert one["killed"]["ledger"] in ledgers, one
        assert (one["killed"]["changes"] in changes, one["next"]["changes"]) == (True, changes[1]), one
        # An address is never shown without being in the ledger once the next build is done.
        assert (one["after"], one["next"]["content"], one["next"]["ledger"]) == (0, new, ledgers[1]), one
        assert not one["next"]["damage"] + one["next"]["broken"], one
        assert one["next"]["left"] == [".lock", "current", "previous", "releases"], one


def test_mkdocs_that_outlives_a_killed_build_keeps_the_next_one_waiting(published, rendered, tmp_path):
    root = tmp_path / "root"
    copied(published, root)
    tiny.change(root)
    before = shown(root)
    (root / "wait").touch()
    build = [sys.executable, str(QUICK), str(root), str(rendered)]
    with subprocess.Popen(build, stdout=subprocess.PIPE, text=True) as first:
        while "Render" not in first.stdout.readline():
            assert first.poll() is None
        first.kill()
    with subprocess.Popen(build, stdout=subprocess.PIPE, text=True) as second:
        said = second.stdout.readline()
        assert re.fullmatch(rf"Wait for process {first.pid} on \S+, since 20\S+ \S+ UTC …\n", said)
        assert shown(root) == before
        (root / "wait").unlink()
        assert "Publish" in second.stdout.read()
    assert second.returncode == 0
    assert shown(root) != before
    assert not damage(shown(root)) + left(root)


def test_twenty_builds_at_once_make_one_release(published, rendered, tmp_path):
    root = tmp_path / "root"
    copied(published, root)
    tiny.change(root)
    with alone(root / "public", datetime.now(UTC), lambda _: nullcontext()) as lock:
        builds = [
            subprocess.Popen(
                [sys.executable, str(QUICK), str(root), str(rendered)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
            )
            for _ in range(20)
        ]
        comes_true(lambda: waiting_for(lock) == 20)  # else the last may come when the first have gone
    said = [build.communicate(timeout=300)[0] for build in builds]
    assert [build.returncode for build in builds] == [0] * 20, said
    assert len(releases(root / "public")) == 2
    assert not damage(shown(root)) + left(root)
    assert Counter("Nothing has changed" in words for words in said) == {True: 19, False: 1}
    assert sum("Wait for process" in words for words in said) == 20
    assert [words for words in said if "2 addresses" in words or "1 address is" in words]


def test_a_disk_that_fills_up_or_can_not_be_written_leaves_what_is_published(published, twice, rendered, tmp_path):
    root = tmp_path / "root"
    copied(published, root)
    tiny.change(root)
    with small_disk(tmp_path / "disk") as disk:
        # The published folder and the ledger are on the small disk.
        for name in ("docs", "public"):
            shutil.move(root / name, disk / name)
            (root / name).symlink_to(disk / name)
        before, ledger = shown(root), (root / "docs" / "addresses.txt").read_bytes()

        def refuses(size: str) -> None:
            subprocess.run(["mount", "-o", f"remount,{size}", str(disk)], check=True)
            done = subprocess.run(
                [sys.executable, str(QUICK), str(root), str(rendered)], capture_output=True, text=True
            )
            subprocess.run(["mount", "-o", "remount,rw,size=100m", str(disk)], check=True)
            assert done.returncode == 1
            assert re.fullmatch(r"(The disk is full|The folder can't be written)[^\n]*\n", done.stderr), done.stderr
            assert shown(root) == before
            assert not damage(before) + left(root)
            assert (root / "docs" / "addresses.txt").read_bytes() == ledger

        used = shutil.disk_usage(disk).used
        pages = sum(map(blocks, rendered.rglob("*")))
        refuses("ro")
        for part in range(10):
            refuses(f"size={used + pages * part // 10}")
        # All but the manifest has room, then all but the ledger.
        refuses(f"size={used + pages}")
        refuses(f"size={used + pages + blocks(shown(twice) / FILE)}")
        build(root)
        assert not damage(shown(root)) + left(root)
        assert shown(root).name[-12:] == shown(twice).name[-12:]


def test_what_can_not_be_kept_for_the_next_build_stops_none(again):
    """The site is published by then: to say that the disk is full would say that it is not."""
    before = shown(again)
    tiny.change(again)
    with small_disk(again / ".cache", "size=44k"):
        done = command(again, "build")
    assert (done.returncode, done.stderr) == (0, "")
    assert shown(again) != before
    assert not damage(shown(again)) + left(again)
    build(again)
    assert not damage(shown(again)) + left(again)


def test_two_clones_in_other_places_at_other_times_give_the_same_bytes(tmp_path):
    origin = tiny.site(tmp_path / "origin")
    (origin / ".venv").unlink()
    shutil.copy(tiny.REPOSITORY / ".gitignore", origin)

    git(origin, "init", "-qb", "main")
    git(origin, "add", "-A")
    git(origin, "commit", "-qm", "all")
    made = []
    for place, zone, mask, day in (
        ("a", "Pacific/Kiritimati", 0o022, "2026-11-25"),
        ("a much longer/place", "America/Adak", 0o077, "2031-02-03"),
    ):
        clone = tmp_path / place
        git(tmp_path, "clone", "-q", str(origin), str(clone))
        (clone / ".venv").symlink_to(tiny.REPOSITORY / ".venv")
        (clone / ".git" / "info" / "exclude").write_text(".venv\n")  # as a folder it is ignored, as a link it is not
        for number, file in enumerate(sorted(clone.rglob("*"))):
            if not file.is_symlink() and ".git" not in file.parts:
                os.utime(file, (number, number * len(place)))
        clock = [machine.program("faketime"), f"{day} 12:00:00"]
        done = subprocess.run(
            [*clock, sys.executable, "scripts/build.py"],
            cwd=clone,
            env={**os.environ, "TZ": zone},
            umask=mask,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        made.append(shown(clone))
    assert subprocess.run(["diff", "-r", *map(str, made)], capture_output=True, text=True).stdout == ""
    assert read_manifest(made[0]).clean
    assert (made[0] / FILE).read_bytes() == (made[1] / FILE).read_bytes()
    for release in made:
        assert {oct(path.stat().st_mode & 0o777) for path in release.rglob("*")} == {"0o755", "0o644"}


def test_a_commit_that_changes_nothing_on_the_site_makes_no_release(two):
    before = shown(two), releases(two / "public")
    for epoch in ("1700000000", "1800000000"):
        done = command(two, "build", env={**os.environ, "SOURCE_DATE_EPOCH": epoch})
        assert "Nothing has changed" in done.stdout
        assert (shown(two), releases(two / "public")) == before


def test_a_reader_meets_no_error_and_no_mixed_page_during_50_switches(two):
    older, newer = releases(two / "public")
    paths = sorted({page.relative_to(older) for page in older.rglob("*.html")})
    whole = {path: {(release / path).read_bytes() for release in (older, newer)} for path in paths}
    keeper = Keeper(two, datetime.now(UTC), lambda *_: nullcontext())
    with serving(two / "public" / "current", "https://a.example/") as address:
        stop, wrong, read = threading.Event(), [], Counter()

        def reader() -> None:
            while not stop.is_set():
                for path in paths:
                    line = http.client.HTTPConnection(address.removeprefix("http://"), timeout=30)
                    line.request("GET", f"/{path}")
                    answer = line.getresponse()
                    body = answer.read()
                    line.close()
                    if answer.status != 200 or body not in whole[path]:
                        wrong.append((path, answer.status))
                    elif len(whole[path]) == 2:
                        read[body] += 1

        readers = [threading.Thread(target=reader) for _ in range(3)]
        for one in readers:
            one.start()
        for number in range(50):
            seen = read.total()
            assert list(keeper.rollback((older, newer)[number % 2].name))
            while read.total() < seen + 5 and not wrong:
                pass
        stop.set()
        for one in readers:
            one.join()
    assert wrong == []
    assert len(read) > len([path for path in paths if len(whole[path]) == 2])  # of some pages both were read
