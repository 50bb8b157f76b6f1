"""What has not changed is not built again, and whatever has changed is."""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import build, command, shown

import tiny
from waymarks import pipeline
from waymarks.building.stamp import Inputs, is_stamped, is_untouched, read_inputs, write_stamp
from waymarks.ledgers.changes import read_changes
from waymarks.ledgers.revision import Revision
from waymarks.reading.settings import ENGINE, SITE_URL, read_settings


def test_an_unchanged_site_is_not_even_rendered_again(again):
    command(again, "build")  # it is a copy, whose files are others to the kernel
    done = command(again, "build")
    assert re.findall(r"^(\w+) … \d", done.stdout, re.M) == ["Read"]
    assert "Nothing has changed" in done.stdout


TOUCHED = {
    "a text": ("docs/da/hus/vaerdier.md", "ro", "fred"),
    "a line of the ledger": ("docs/addresses.txt", "/hus/\n", "/hus/\n/hus/nej/\n"),
    "a bad line of the ledger": ("docs/addresses.txt", "/hus/\n", "/hus/\nhus nej\n"),
    "a line of the ledger of changes": ("docs/changes.txt", "- da/", "2026-11-22 da/"),
    "a bad line of the ledger of changes": ("docs/changes.txt", "- da/", "= da/"),
    "a template": ("overrides/partials/footer.html", "footer", "footer "),
    "a style": ("overrides/assets/stylesheets/site.css", "{", " {"),
    "the configuration": ("mkdocs.yml", "Pejlemærker", "Mærker"),
    "the tools": ("scripts/waymarks/text/slugs.py", "def", " def"),
    "a library": ("requirements.txt", "==", "== "),
    "a page of the release": ("public/current/index.html", "h1", "h2"),
}


def inputs_of(root: Path) -> Inputs:
    return read_inputs(root, Revision(None, False, None), date(2026, 11, 22), {})


def stamp(root: Path, inputs: Inputs) -> bool:
    """Stamp the release that is shown; whether it is stamped then."""
    addresses = [line[1:] for line in (root / "docs/addresses.txt").read_text("utf-8").split() if line[0] == "/"]
    changes = read_changes(root).lines
    release = shown(root)
    if is_untouched(root, inputs):
        write_stamp(root, inputs, (addresses, changes), release)
    return is_stamped(root, inputs_of(root), release)


@pytest.mark.parametrize("what", TOUCHED)
def test_what_is_built_depends_on(again, what):
    assert stamp(again, inputs_of(again))
    path, old, new = TOUCHED[what]
    tiny.replace(again / path, (old, new), times=1)
    assert not is_stamped(again, inputs_of(again), shown(again))


@pytest.mark.parametrize("path", ["sources/husets-ord.yml", "tests/figures.json", ".venv/installed-site"])
def test_what_is_built_depends_on_what_comes_later(again, path):
    (again / ".venv").unlink()  # a link
    before = inputs_of(again)
    tiny.write(again, {path: "x"})
    assert inputs_of(again).made_from != before.made_from


def test_what_is_built_depends_on_the_day_the_revision_and_the_environment(again):
    made_from = {
        read_inputs(again, Revision(None, False, epoch), date(2026, 11, day), {SITE_URL: url, ENGINE: engine}).made_from
        for epoch, day, url, engine in (
            (1, 1, "a", "mkdocs"),
            (2, 1, "a", "mkdocs"),
            (1, 2, "a", "mkdocs"),
            (1, 1, "b", "mkdocs"),
            (1, 1, "a", "properdocs"),
        )
    }
    assert len(made_from) == 5


def test_what_is_touched_while_it_is_built_is_built_again(again):
    inputs = inputs_of(again)
    (again / "docs" / "da" / "index.md").touch()
    assert not stamp(again, inputs)


def test_a_time_that_is_set_back_hides_no_change(again):
    inputs, text = inputs_of(again), again / "docs" / "da" / "hus" / "vaerdier.md"
    about = text.stat()
    text.write_bytes(text.read_bytes().replace(b"ro", b"fo"))
    os.utime(text, ns=(about.st_atime_ns, about.st_mtime_ns))
    assert not is_untouched(again, inputs)


def test_what_is_changed_and_changed_back_while_it_is_built_is_built_again(again):
    text = again / "docs" / "da" / "hus" / "vaerdier.md"
    turns = {"Render": ("for ro", "for fred"), "Index": ("for fred", "for ro")}

    @contextmanager
    def step(name: str, how_far: object = None) -> Iterator[None]:
        if name in turns:
            tiny.replace(text, turns[name])
        yield

    shutil.rmtree(again / ".cache")  # every page is rendered
    pipeline.build(again, read_settings(again), datetime.now(UTC), step)
    assert "for fred" in (shown(again) / "hus" / "vaerdier" / "index.html").read_text("utf-8")
    build(again)
    assert "for fred" not in (shown(again) / "hus" / "vaerdier" / "index.html").read_text("utf-8")
