"""What a build keeps of the last one: the same bytes as if it had kept nothing, and no more than can be trusted."""

import os
import shutil
import subprocess
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from conftest import copied
from edits import Edits

import tiny
from waymarks.building import cache
from waymarks.building.cache import Digests
from waymarks.building.kept import Kept
from waymarks.building.manifest import damage, read_manifest
from waymarks.making import Making
from waymarks.pipeline import build
from waymarks.problems import Refused
from waymarks.reading.settings import read_settings

# What every page is made from.
OF_EVERY_PAGE = {"glossary", "template", "words", "configuration"}


def built(root: Path) -> Path:
    return build(root, read_settings(root), datetime.now(UTC), lambda *_: nullcontext()).folder


def cold(root: Path, to: Path) -> Path:
    """The same content, built where nothing is kept and nothing published."""
    shutil.copytree(root, to, symlinks=True, ignore=shutil.ignore_patterns("public", ".cache", "*.pyc.*"))
    return to


@pytest.fixture
def kept_pages(monkeypatch) -> list[int]:
    """How many pages each build has kept."""
    counts: list[int] = []
    of = Making.kept

    def counted(making: Making, shown: Path | None) -> Kept:
        found = of(making, shown)
        counts.append(len(found.pages))
        return found

    monkeypatch.setattr(Making, "kept", counted)
    return counts


def test_after_every_kind_of_edit_a_build_makes_what_it_would_have_made_from_nothing(published, tmp_path, kept_pages):
    """One edit after the other; tests/bench/edits.py makes as many as are asked for."""
    root = copied(published, tmp_path / "site")
    built(root)  # it is a copy, whose tools are others: its pages are made from something else
    edits = Edits(root, seed=8)
    for kind in edits.kinds:
        edits.make(kind)
        other = cold(root, tmp_path / kind)
        kept_pages.clear()
        release, whole = built(root), built(other)
        assert damage(release) == []
        assert read_manifest(release) == read_manifest(whole), kind
        kept, from_nothing = kept_pages
        assert from_nothing == 0
        assert (kept > 0) == (kind not in OF_EVERY_PAGE), kind


def test_a_page_of_the_release_that_was_changed_is_made_again(published, tmp_path, kept_pages):
    root = copied(published, tmp_path / "site")
    built(root)
    page = root / "public" / "current" / "kommuner-og-tilbud" / "index.html"
    tiny.replace(page, ("Her er alle huse", "Her er ingen huse"))
    (root / "public" / "current" / "en" / "index.html").touch()  # as it was, so that it is kept
    Edits(root, seed=1).make("text")
    whole = built(cold(root, tmp_path / "cold"))
    assert read_manifest(built(root)) == read_manifest(whole)
    assert kept_pages[-1] > 0
    assert "Her er alle huse" in page.resolve().read_text("utf-8")


def test_compressed_copies_are_shared_with_the_last_release_but_those_that_were_changed(published, tmp_path):
    root = copied(published, tmp_path / "site")
    before = built(root)
    changed, same = sorted((before / "data").rglob("schema/*.gz"))[:2]
    changed.write_bytes(b"other bytes")
    Edits(root, seed=1).make("text")
    whole = built(cold(root, tmp_path / "cold"))
    after = built(root)
    assert after != before
    assert read_manifest(after) == read_manifest(whole)
    assert (after / same.relative_to(before)).samefile(same)
    assert not (after / changed.relative_to(before)).samefile(changed)


KEY = """
import sys
from pathlib import Path
from waymarks import site, source
from waymarks.building import kept
from waymarks.reading import settings
root = Path(sys.argv[1])
ours = settings.read_settings(root)
content = source.read_content(root, ours.languages)
print(sorted(kept.made_from(root, content, site.relate(content), ours, b"").items()))
"""


def test_the_digests_are_the_same_whatever_the_order_of_sets(project):
    def keys(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(tiny.REPOSITORY / "scripts")}
        run = [sys.executable, "-c", KEY, str(project)]
        return subprocess.run(run, capture_output=True, text=True, check=True, env=environment).stdout

    assert keys("1") == keys("2")


def test_what_is_half_written_or_made_with_other_tools_is_not_believed(tmp_path):
    with_these, with_others = b"a" * 32, b"b" * 32
    values = [{"a": n} for n in range(1000)]  # more than are written at once
    cache.draft(tmp_path, "x", with_these, values)
    assert [*cache.load(tmp_path, "x", with_these)] == []  # it is only a draft
    cache.keep(tmp_path)
    assert [*cache.load(tmp_path, "x", with_these)] == values
    assert [*cache.load(tmp_path, "x", with_others)] == []
    file = tmp_path / cache.FOLDER / "x"
    file.write_bytes(file.read_bytes()[:-1])
    assert [*cache.load(tmp_path, "x", with_these)] == []


@dataclass(frozen=True)
class Value:
    text: str
    ids: frozenset[str]


def test_other_values_have_other_digests():
    digest = Digests(Value)
    one = Value("a", frozenset("bc"))
    others = [
        Value("a", frozenset("b")),
        Value("b", frozenset("bc")),
        [one],
        "a",
        {"a": one},
        ("a", "b"),
        "ab",
        1,
        "1",
        None,
    ]
    assert len({digest(one), *map(digest, others)}) == len(others) + 1
    assert digest(one) == Digests(Value)(Value("".join(["a"]), frozenset("cb")))


def test_what_a_refused_build_has_read_has_not_passed(again):
    """A number of a person is not let through because a build that was refused has seen the file before."""
    built(again)
    file = again / "docs" / "da" / "hus" / "index.md"
    good = file.read_text("utf-8")
    bad = f"{good}\nRing til Bo, 010190-1234.\n"
    for text in (bad, good, bad):
        file.write_text(text, "utf-8")
        if text == good:
            (again / "docs" / "addresses.txt").touch()
            built(again)
        else:
            with pytest.raises(Refused, match="cpr-number"):
                built(again)
