"""Publishing cannot hurt: killed, crowded, short of space, read while it switches, what is shown is one whole release."""

import filecmp
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

import pytest
from conftest import command

import tiny
from waymarks.keeper import Keeper
from waymarks.manifest import FILE, damage, read_manifest
from waymarks.publish import releases
from waymarks.server import server

KILLING = Path(__file__).with_name("killing.py")
NEW_PAGE = {
    "docs/da/ny.md": "---\ntitle: Ny\ndescription: En ny side.\nkind: overview\n---\n\n# Ny\n",
    "docs/en/ny.md": "---\ntitle: New\ndescription: A new page.\n---\n\n# New\n",
}


def change(root: Path) -> None:
    """Another page, and other words in one statement."""
    tiny.write(root, NEW_PAGE)
    file = root / "docs" / "da" / "hus" / "vaerdier.md"
    file.write_text(file.read_text("utf-8").replace("arbejder for ro", "arbejder for fred"), "utf-8")


@pytest.fixture(scope="module")
def twice(published, tmp_path_factory) -> Path:
    """A tiny site with two releases. Tests that change it take a copy."""
    root = tmp_path_factory.mktemp("twice")
    shutil.copytree(published, root, symlinks=True, dirs_exist_ok=True)
    change(root)
    done = command(root, "build")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def two(twice, tmp_path) -> Path:
    shutil.copytree(twice, tmp_path / "two", symlinks=True)
    return tmp_path / "two"


def shown(root: Path) -> Path:
    return (root / "public" / "current").resolve()


def left(root: Path) -> list[Path]:
    return [*(root / "public").glob(".staging*"), *(root / "docs").glob(".*")]


@pytest.fixture
def rendered(twice, tmp_path) -> Path:
    """What MkDocs has made of the changed site."""
    folder = tmp_path / "rendered"
    shutil.copytree(shown(twice), folder)
    (folder / FILE).unlink()
    return folder


def test_a_build_killed_at_any_of_100_moments_leaves_the_old_release_or_the_new_one(published, twice, rendered):
    with TemporaryDirectory(dir=next((disk for disk in ("/dev/shm",) if Path(disk).is_dir()), None)) as folder:  # noqa: S108
        root = Path(folder) / "root"
        shutil.copytree(published, root, symlinks=True)
        change(root)
        run = [sys.executable, str(KILLING), str(root), str(rendered), "100"]
        done = subprocess.run(run, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    whole, *found = json.loads(done.stdout)
    old, new = read_manifest(shown(published)).content, read_manifest(shown(twice)).content
    ledgers = [(root / "docs" / "addresses.txt").read_text("utf-8") for root in (published, twice)]
    assert (whole["code"], whole["killed"]["content"]) == (0, new)
    assert len(found) == 100
    assert {one["code"] for one in found} == {-signal.SIGKILL}
    assert {one["killed"]["content"] for one in found} == {old, new}
    for one in found:
        assert not one["killed"]["damage"] + one["killed"]["broken"], one
        assert one["killed"]["ledger"] in ledgers, one
        # An address is never shown without being in the ledger once the next build is done.
        assert (one["after"], one["next"]["content"], one["next"]["ledger"]) == (0, new, ledgers[1]), one
        assert not one["next"]["damage"] + one["next"]["broken"], one
        assert one["next"]["left"] == [".lock", "current", "releases"], one
