"""Several processes share the work, and what they make is what one would have made."""

import fcntl
import multiprocessing
import os
import signal
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import comes_true, mkdocs

from waymarks.building.handover import Handover
from waymarks.data.files import write_data
from waymarks.machine import workers
from waymarks.machine.lock import alone
from waymarks.machine.refusals import Failure
from waymarks.news.feeds import write_feeds
from waymarks.reading.settings import read_settings
from waymarks.render import Engines
from waymarks.search.index import write_index
from waymarks.site import relate
from waymarks.source import read_content


@pytest.fixture
def two_processors(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})


def is_free(lock: Path) -> bool:
    """Whether no program holds it."""
    with lock.open() as opened:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def files(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_mkdocs_build_by_itself_makes_the_same_pages_as_the_processes_of_a_build(project, two_processors, tmp_path):
    settings = read_settings(project)
    content = read_content(project, settings.languages)
    site = relate(content)
    with alone(tmp_path, datetime.now(UTC), lambda _: nullcontext()) as lock:
        Engines(project, tmp_path / "shared", lock).render(Handover(site, content.published, settings.review))
    assert mkdocs(project, tmp_path / "plain").returncode == 0
    (tmp_path / "plain" / "sitemap.xml.gz").unlink()
    write_index(tmp_path / "shared", project, site, settings.languages)
    write_data(tmp_path / "shared", site, settings)
    write_feeds(tmp_path / "shared", project, site, settings.site_url)
    plain, shared = files(tmp_path / "plain"), files(tmp_path / "shared")
    assert plain.keys() == shared.keys()
    assert [path for path in plain if plain[path] != shared[path]] == []
    assert sorted(one.name for one in tmp_path.iterdir()) == [".lock", "plain", "shared"]


def test_no_mkdocs_waits_until_what_it_prints_is_read(site, two_processors, monkeypatch, tmp_path):
    engine = tmp_path / "engine"
    # More than a pipe holds; then it waits for the other one to have printed as much.
    engine.write_text(
        f"""#!/bin/sh
for folder; do :; done
mkdir "$folder"
head -c 200000 /dev/zero
touch "$folder/printed"
n=0
until [ -e "{tmp_path}/site/printed" ] && [ -e "{tmp_path}/site-1/printed" ]; do
  [ $((n+=1)) -lt 100 ] || exit 1
  sleep 0.1
done
"""
    )
    engine.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(engine))
    with alone(tmp_path, datetime.now(UTC), lambda _: nullcontext()) as lock:
        Engines(tmp_path, tmp_path / "site", lock).render(Handover(site, frozenset(), {}))
    assert [one.name for one in (tmp_path / "site").iterdir()] == ["printed"]


def test_mkdocs_that_waits_for_its_handover_ends_with_the_build_and_writes_nothing(project, tmp_path):
    def killed_soon() -> None:
        with alone(tmp_path, datetime.now(UTC), lambda _: nullcontext()) as lock:
            Engines(project, tmp_path / "site", lock).begin()
            os.kill(os.getpid(), signal.SIGKILL)

    build = multiprocessing.get_context("fork").Process(target=killed_soon)
    build.start()
    build.join()
    assert build.exitcode == -signal.SIGKILL
    assert comes_true(lambda: is_free(tmp_path / ".lock"))
    assert [one.name for one in tmp_path.iterdir()] == [".lock"]


def test_mkdocs_that_waits_is_ended_when_there_is_nothing_to_render(project, tmp_path):
    with (
        alone(tmp_path, datetime.now(UTC), lambda _: nullcontext()) as lock,
        Engines(project, tmp_path / "site", lock) as engines,
    ):
        engines.begin()
    assert is_free(tmp_path / ".lock")
    assert [one.name for one in tmp_path.iterdir()] == [".lock"]


def test_the_shares_are_of_the_same_size_and_none_is_too_small(two_processors):
    assert workers.shares("abcde", 2) == ["ace", "bd"]
    assert workers.shares("abcde", 3) == ["abcde"]
    assert workers.shares("", 3) == [""]


def test_each_share_is_worked_on_by_a_process_of_its_own(two_processors):
    here, there = workers.spread(lambda share: (os.getpid(), list(share)), range(100))
    assert here == (os.getpid(), list(range(0, 100, 2)))
    assert there[0] != os.getpid()
    assert there[1] == list(range(1, 100, 2))


def test_what_fails_in_another_process_fails_here(two_processors):
    def fail(share: range) -> None:
        if 1 in share:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        workers.spread(fail, range(100))


def test_a_killed_process_is_told_of(two_processors):
    def die(share: range) -> None:
        if 1 in share:
            os.kill(os.getpid(), signal.SIGKILL)

    with pytest.raises(Failure, match="A process of the build was stopped"):
        workers.spread(die, range(100))
