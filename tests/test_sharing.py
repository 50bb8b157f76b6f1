"""Several machines render the pages, and one puts together what a single machine would have made."""

import json
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import reduce
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from conftest import build, command, copied, small_disk

import tiny
from waymarks.building.sharing import LABEL, Share, Shared, put_together, write_share
from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.problems import Refused


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if " … " not in line]


def files(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in disk.below(folder)}


def pages(folder: Path) -> set[str]:
    return {path for path in disk.below(folder) if path.endswith(".html") and not path.startswith("assets/")}


@pytest.fixture(scope="module")
def shares(published, tmp_path_factory) -> list[Path]:
    """The two shares of the tiny site, each rendered in a clone of its own."""
    folders = []
    for number in (1, 2):
        clone = copied(published, tmp_path_factory.mktemp(f"machine-{number}"))
        to = clone / "share"
        done = command(clone, "share", f"{number}/2", str(to))
        assert done.returncode == 0, done.stderr
        folders.append(to)
    return folders


@pytest.fixture
def bare(published, tmp_path) -> Path:
    """The tiny site on a machine that has never built it."""
    root = copied(published, tmp_path / "bare")
    shutil.rmtree(root / "public")
    shutil.rmtree(root / ".cache")
    return root


def test_every_page_is_in_one_share_and_what_all_need_in_each(shares, published):
    first, second = (pages(one) for one in shares)
    assert len(first) > 5
    assert len(second) > 5
    assert first & second == {"404.html", "en/404.html"}
    assert first | second == pages(published / "public" / "current")
    parts = [f"assets/javascripts/parts-{code}.txt" for code in ("da", "en")]
    assert all((one / part).is_file() for one in shares for part in parts)


def test_put_together_they_are_the_release_that_one_machine_makes(shares, bare, published):
    build(bare, "--shares", *map(str, shares))
    assert files(bare / "public" / "current") == files(published / "public" / "current")
    assert command(bare, "publish", "verify").returncode == 0
    assert "Nothing has changed" in command(bare, "build").stdout


def commands(pipeline: str, job: str) -> list[str]:
    """The commands of this project in a job of a pipeline that is shipped."""
    told = yaml.safe_load((tiny.REPOSITORY / pipeline).read_text("utf-8"))
    jobs = told.get("jobs", told)
    steps = jobs[job].get("script") or [step.get("run", "") for step in jobs[job]["steps"]]
    return [one for one in steps if "scripts/" in one]


# What each service puts there, for machine {n} of two.
GITHUB = {
    "${{ steps.pages.outputs.base_url }}": "https://pejlemaerker.example/",
    "${{ matrix.share }}": "{n}",
    "${{ strategy.job-total }}": "2",
}
GITLAB = {"$CI_PAGES_URL": "https://pejlemaerker.example/", "$CI_NODE_INDEX": "{n}", "$CI_NODE_TOTAL": "2"}


@pytest.mark.parametrize(
    ("pipeline", "last", "names"),
    [(".github/workflows/shares.yml", "publish", GITHUB), (".ci/gitlab-shares.yml", "pages", GITLAB)],
)
def test_the_pipelines_that_are_shipped_do_it(bare, tmp_path, pipeline, last, names):
    """Two local workers for the service's machines, and their artifacts carried over by hand."""

    def work(root: Path, job: str, n: str = "") -> None:
        for line in commands(pipeline, job):
            words = reduce(lambda line, name: line.replace(name, names[name].format(n=n)), names, line)
            words = words.replace("python3", sys.executable)
            done = subprocess.run(["bash", "-ec", words], cwd=root, capture_output=True, text=True, timeout=120)
            assert done.returncode == 0, done.stderr

    workers = {n: copied(bare, tmp_path / f"worker-{n}") for n in "12"}
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda n: work(workers[n], "render", n), workers))
    for n, root in workers.items():
        shutil.move(root / f"share-{n}", bare)
    work(bare, last)
    one = command(copied(bare, tmp_path / "one"), "build")
    assert "Nothing has changed" in one.stdout, one.stderr


def test_a_share_publishes_nothing_and_overwrites_nothing(published, shares, tmp_path):
    there = tmp_path / "there"
    tiny.write(there, {"mine.txt": "x"})
    clone = copied(published, tmp_path / "clone")
    done = command(clone, "share", "1/2", str(there))
    assert done.returncode == 1
    assert done.stderr == f"{there} is not empty, and nothing is written over it. Name another folder, or empty it.\n"
    assert files(there) == {"mine.txt": b"x"}
    assert files(clone / "public" / "current") == files(published / "public" / "current")


@pytest.mark.parametrize(
    ("folder", "told"),
    [
        ("public/current/x", "public/current/x is part of a release, which nothing is added to."),
        ("docs/da/x", "docs/da/x holds what the site is made from. Name a folder for the site alone."),
    ],
)
def test_a_share_is_not_written_into_what_is_shown_or_what_the_site_is_made_from(published, tmp_path, folder, told):
    clone = copied(published, tmp_path / "clone")
    done = command(clone, "share", "1/1", folder)
    assert done.returncode == 2
    assert told in done.stderr
    assert not (clone / folder).exists()


def test_a_share_for_which_the_disk_has_no_room_is_one_line(published, tmp_path):
    with small_disk(tmp_path / "disk", "size=100k") as disk:
        done = command(copied(published, tmp_path / "clone"), "share", "1/1", str(disk / "x"))
    assert (done.returncode, done.stderr[:17]) == (1, "The disk is full.")


def test_a_share_is_written_to_an_empty_folder_and_not_over_a_file(tmp_path):
    (tmp_path / "empty").mkdir()
    Shared(Share(1, 1), tmp_path / "empty").refuse_overwriting()
    tiny.write(tmp_path, {"file": "x"})
    with pytest.raises(Failure, match="file is not empty"):
        Shared(Share(1, 1), tmp_path / "file").refuse_overwriting()


def test_what_does_not_fit_is_told_of_all_at_once_and_nothing_is_published(shares, bare, tmp_path):
    one = shutil.copytree(shares[0], tmp_path / "one")
    (one / "index.html").write_text("x", "utf-8")
    done = command(bare, "build", "--shares", str(one), str(shares[0]))
    assert done.returncode == 1
    assert lines(done.stderr) == [
        f"{one}/index.html: The file is not as it was rendered. Render share 1/2 again.",
        f"{shares[0]}: Share 1/2 is in {one} too. Name each share once.",
        "Share 2/2 is missing. Render it: share.py 2/2 FOLDER",
        "3 problems. Nothing is changed in what is published.",
    ]
    assert not (bare / "public" / "current").exists()


def test_a_share_of_other_content_and_a_folder_that_is_none_are_told_of(shares, bare, tmp_path):
    other = shutil.copytree(shares[1], tmp_path / "other")
    says = json.loads((other / LABEL).read_text("utf-8"))
    (other / LABEL).write_text(json.dumps({**says, "made_from": "0"}), "utf-8")
    none = tmp_path / "none"
    none.mkdir()
    done = command(bare, "build", "--shares", str(shares[0]), str(other), str(none))
    assert done.returncode == 1
    assert lines(done.stderr) == [
        f"{other}: Share 2/2 was rendered from other content, or with other tools, than are here. Render it again.",
        f"{none}: This is no whole share of a build. Render it again: share.py 1/3 FOLDER",
        "2 problems. Nothing is changed in what is published.",
    ]


@pytest.fixture
def small(tmp_path) -> Path:
    """A share, the only one, of two files."""
    tiny.write(tmp_path / "rendered", {"index.html": "x", "hus/index.html": "y"})
    write_share(tmp_path / "rendered", Shared(Share(1, 1), tmp_path / "small"), "0")
    return tmp_path / "small"


def refused(folders: list[Path], whole: Path) -> list[str]:
    with pytest.raises(Refused) as refusal:
        put_together(folders, "0", whole)
    assert not whole.exists()
    return refusal.value.lines


def test_what_no_share_rendered_and_what_a_link_leads_to_is_told_of(small, tmp_path):
    tiny.write(tmp_path, {"secret.txt": "s", "apart/index.html": "y"})
    put_together([small], "0", tmp_path / "whole")
    assert files(tmp_path / "whole") == {"index.html": b"x", "hus/index.html": b"y"}
    shutil.rmtree(small / "hus")
    (small / "hus").symlink_to(tmp_path / "apart")
    (small / "b.txt").symlink_to(tmp_path / "secret.txt")
    tiny.write(small, {"a/evil.html": "e"})
    assert refused([small], tmp_path / "new") == [
        f"{small}/hus/index.html: The file is not as it was rendered. Render share 1/1 again.",
        *(
            f"{small}/{path}: The file was not rendered with share 1/1. Move it away, or render the share again."
            for path in ("a/evil.html", "b.txt", "hus")
        ),
    ]


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "hus/../../secret.txt", LABEL])
def test_a_share_cannot_name_what_is_not_its_own(small, tmp_path, path):
    tiny.write(tmp_path, {"secret.txt": "s"})
    says = json.loads((small / LABEL).read_text("utf-8"))
    file = small / path
    says["files"][path] = sha256(file.read_bytes()).hexdigest() if file.exists() else ""
    (small / LABEL).write_text(json.dumps(says), "utf-8")
    assert refused([small], tmp_path / "new") == [
        f"{small}/{path}: The file is not as it was rendered. Render share 1/1 again."
    ]


def test_of_many_the_first_are_told_of_a_line_each(small, tmp_path):
    write_share(tmp_path / "rendered", Shared(Share(1, 999), tmp_path / "one"), "0")
    told = refused([tmp_path / "one"], tmp_path / "new")
    assert told[0] == "Share 2/999 is missing. Render it: share.py 2/999 FOLDER"
    assert told[-2:] == ["Share 21/999 is missing. Render it: share.py 21/999 FOLDER", "978 more shares are missing."]
    tiny.write(small, {f"{n:02}.html": "" for n in range(30)})
    told = refused([small], tmp_path / "new")
    assert (len(told), told[-1]) == (21, f"{small}: 10 more files are wrong too.")


def test_a_link_to_a_page_of_another_share_is_verified(shares, bare, tmp_path):
    """A page that is lost on the way would leave links that lead nowhere."""
    lost = shutil.copytree(shares[1], tmp_path / "lost")
    says = json.loads((lost / LABEL).read_text("utf-8"))
    page = next(path for path in says["files"] if path.endswith("/index.html") and not path.startswith("s/"))
    (lost / page).unlink()
    says["files"].pop(page)
    (lost / LABEL).write_text(json.dumps(says), "utf-8")
    done = command(bare, "build", "--shares", str(shares[0]), str(lost))
    assert done.returncode == 1
    assert page in done.stderr
    assert not (bare / "public" / "current").exists()


@pytest.mark.parametrize(
    ("name", "words"),
    [("share", ("3/2", "x")), ("share", ("0/2", "x")), ("share", ("1/2",)), ("build", ("--shares", "nowhere")),
     ("share", ("5/4", "x")), ("share", ("-1/2", "x")), ("share", ("", "x")), ("share", ("1/2", "")), ("build", ("--shares", "")),
     ("build", ("--port", "")), ("build", ("--site-url", "")), ("serve", ("--port", "")), ("check", ("",)),
     ("check", ("--confirm", "")), ("report", ("",)), ("report", ("reviews", "--days", "")), ("new", ("",)),
     ("new", ("restate", "")), ("new", ("facility", "--folder", ""))],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_at_once(published, name, words):
    done = command(published, name, *words)
    assert done.returncode == 2
    assert done.stderr.count("error:") == 1


def test_the_shares_of_any_number_are_all_there_is():
    urls = [str(n) for n in range(17)]
    for of in (1, 2, 5, 40):
        parts = [Share(n, of).part(urls) for n in range(1, of + 1)]
        assert sorted(url for part in parts for url in part) == sorted(urls)
