"""scripts/publish.py, run as a person runs it: what it prints, what it leaves, how it fails."""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import yaml
from conftest import build, command, git, serving, shown

import machine
import tiny
from waymarks.building.manifest import FILE, Manifest, StatementText, damage, read_manifest, seal
from waymarks.data.datasets import FOLDER
from waymarks.data.files import INDEX
from waymarks.ledgers.twin_ledger import fingerprint
from waymarks.machine.disk import lay
from waymarks.publish import releases
from waymarks.releases.differences import differences


def publish(root: Path, *words: str, **options) -> tuple[int, str, str]:
    """The exit code, and what is printed but for the set-up."""
    done = command(root, "publish", *words, **options)
    assert "Traceback" not in done.stderr
    return done.returncode, re.sub(r"^Set up … \S+ s\n", "", done.stdout), done.stderr


def names(root: Path, folder: str = "public") -> list[str]:
    return [release.name for release in releases(root / folder)]


def test_list_marks_the_release_that_is_shown(two):
    older, newer = names(two)
    code, said, _ = publish(two, "list")
    assert code == 0
    lines = said.splitlines()
    assert [line[:31] for line in lines] == [f"  {older}", f"* {newer}"]
    assert lines[0].endswith(" UTC  8 pages, 2 statements, no commit")
    assert lines[1].endswith(" UTC  10 pages, 2 statements, no commit")


NEW = [
    "Page added: New (/en/ny/)",
    "Page changed: Husets værdier (/hus/vaerdier/)",
    "Page added: Ny (/ny/)",
    "Statement changed: hus-vaerdier-02 in Danish, on /hus/vaerdier/",
    "  before: Huset arbejder for ro.",
    "  now:    Huset arbejder for fred.",
]


def test_diff_says_in_words_what_is_new(two):
    older, newer = names(two)
    code, said, _ = publish(two, "diff")
    assert code == 0
    *lines, last = said.splitlines()
    assert lines == [f"From {older} to {newer}:", *NEW]
    assert "files of the site differ: 404.html, " in last
    assert last.count(", ") == 20
    assert last.endswith(", …")
    assert "assets/search/" not in last  # there are enough that somebody knows by name
    code, said, _ = publish(two, "diff", newer[-6:], older)
    assert (code, said.splitlines()[1]) == (0, "Page removed: New (/en/ny/)")
    assert publish(two, "diff", newer, newer)[1].splitlines()[1:] == ["They hold the same, byte by byte."]


@pytest.mark.parametrize("damaged", ["{", '{"x": 1}'])
def test_diff_of_a_damaged_release_is_one_line(two, damaged):
    older = releases(two / "public")[0]
    (older / INDEX).write_text(damaged)
    told = f"{older.name} is not as it was built, and its data can't be read. python3 scripts/publish.py verify {older.name} tells more.\n"
    assert publish(two, "diff")[::2] == (1, told)


def test_diff_says_what_became_of_each_statement(tmp_path):
    older = holding(tmp_path / "older", {"a-01": ("hus/", "Ro"), "a-02": ("hus/", "Mod"), "a-03": ("hus/", "Tro")})
    newer = holding(tmp_path / "newer", {"a-02": ("by/", "Mod"), "a-01": ("hus/", "Ro"), "a-04": ("hus/", "Tillid")})
    assert [*differences(older, newer)] == [
        "Statement moved: a-02 in Danish, from /hus/ to /by/",
        "Statement removed: a-03 in Danish, from /hus/: Tro",
        "Statement added: a-04 in Danish, on /hus/: Tillid",
        f"1 file of the site differs: {FOLDER}statements.json",
    ]
    (newer / "ny.css").touch()
    seal(newer, read_manifest(newer), {})
    other = holding(tmp_path / "other", {"a-02": ("by/", "Mod"), "a-01": ("hus/", "Ro"), "a-04": ("hus/", "Tillid")})
    assert [*differences(other, newer)] == [
        "No page and no statement has been written anew.",
        "1 file of the site differs: ny.css",
    ]


def holding(release: Path, said: dict[str, tuple[str, str]]) -> Path:
    """A release of nothing but these statements: by id the page that each stands on, and its words."""
    records = [{"id": id, "texts": {"da": {"text": words}}} for id, (_, words) in said.items()]
    lay(
        release / INDEX,
        json.dumps({"site": "", "files": [{"dataset": "statements", "json": f"{FOLDER}statements.json"}]}).encode(),
    )
    lay(release / FOLDER / "statements.json", json.dumps({"records": records}).encode())
    statements = {id: StatementText(page, fingerprint(words)) for id, (page, words) in said.items()}
    seal(release, Manifest(None, False, None, "", {}, {}, {"da": statements}, {}), {})
    return release


def test_a_manifest_says_of_every_file_what_sha256sum_and_stat_say(two):
    release = shown(two)
    written = json.loads((release / FILE).read_text("utf-8"))["files"]
    listed = {f"{folder}{name}": file for folder, ours in written.items() for name, file in ours.items()}
    there = [path for path in release.rglob("*") if path.is_file() and path != release / FILE]
    assert listed == {
        path.relative_to(release).as_posix(): [hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size]
        for path in there
    }


def test_rollback_shows_the_release_before_and_a_named_one(two):
    older, newer = names(two)
    assert publish(two, "rollback") == (
        0,
        f"The site is {older} again. The next build shows what docs/ holds then.\n",
        "",
    )
    assert shown(two).name == older
    assert publish(two, "rollback") == (1, "", NO_OLDER)
    assert publish(two, "rollback", newer[-12:])[0] == 0
    assert shown(two).name == newer
    assert publish(two, "rollback", newer) == (0, f"{newer} is shown already.\n", "")
    # A build after a rollback shows the content as it is, without another release.
    publish(two, "rollback")
    build(two)
    assert (shown(two).name, names(two)) == (newer, [older, newer])


KILLED = """\
import os, sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from waymarks import pipeline
from waymarks.reading.settings import read_settings
root, keep, times = Path(sys.argv[1]), pipeline.keep_promises, []
def dying(where):
    times.append(where)
    if len(times) == 2:  # the new release is shown, and the ledger does not say so yet
        os._exit(9)
    keep(where)
pipeline.keep_promises = dying
pipeline.build(root, read_settings(root), datetime.now(UTC), lambda *_: nullcontext())
"""


def test_what_was_shown_is_in_the_ledger_though_the_build_was_killed_and_somebody_rolled_back(again):
    tiny.change(again)
    environment = {**os.environ, "PYTHONPATH": str(again / "scripts")}
    done = subprocess.run([sys.executable, "-c", KILLED, str(again)], env=environment, cwd=again)
    assert done.returncode == 9
    older, newer = names(again)
    assert shown(again).name == newer
    assert publish(again, "rollback")[0] == 0
    assert shown(again).name == older
    tiny.write(again, dict.fromkeys(tiny.NEW_PAGE))
    said = command(again, "build")
    assert said.returncode == 1
    assert "docs/addresses.txt" in said.stderr
    assert "The page /ny/ has been published and is gone." in said.stderr


def test_rollback_skips_what_was_rolled_back_from(two):
    first, second = names(two)
    bad, last = (second.replace("2", digit, 1) for digit in "34")
    for name in (bad, last):
        shutil.copytree(two / "public" / "releases" / second, two / "public" / "releases" / name)
    for words in ([bad], [], [last], []):
        assert publish(two, "rollback", *words)[0] == 0
    assert shown(two).name == second
    assert publish(two, "rollback")[0] == 0
    assert shown(two).name == first
    # The release that was shown before is a newer one: the newest of the older ones is meant.
    for words in ([last], [bad], []):
        assert publish(two, "rollback", *words)[0] == 0
    assert shown(two).name == second


def test_a_release_is_newer_than_those_before_it_although_the_clock_has_gone_back(again):
    release = shown(again)
    future = release.rename(release.with_name(release.name.replace("2", "3", 1)))
    (again / "public/current").unlink()
    (again / "public/current").symlink_to(f"releases/{future.name}")
    tiny.change(again)
    build(again)
    assert names(again) == [future.name, shown(again).name]
    assert publish(again, "rollback")[0] == 0
    assert shown(again) == future


NO_OLDER = "There is no older release. python3 scripts/publish.py list shows those that there are.\n"


def test_no_damaged_release_is_shown_or_sent(two, tmp_path):
    older, newer = names(two)
    (two / "public" / "releases" / older / "index.html").write_text("x")
    assert publish(two, "rollback") == (1, "", "index.html has been changed.\n")
    assert publish(two, "to", str(tmp_path / "web"), "--release", older) == (
        1,
        "",
        f"{older} is not as it was built: index.html has been changed. Build the site again before you send it.\n",
    )
    assert shown(two).name == newer
    assert not (tmp_path / "web").exists()


def test_prune_keeps_the_newest_and_the_one_that_is_shown(two):
    older, newer = names(two)
    third = newer.replace("2", "3", 1)
    shutil.copytree(two / "public" / "releases" / newer, two / "public" / "releases" / third)
    assert publish(two, "prune", "--keep", "3") == (0, "3 left.\n", "")
    assert publish(two, "prune", "--keep", "1") == (0, f"Deleted: {older}\n2 left.\n", "")
    assert names(two) == [newer, third]
    assert not (two / "public" / "previous").is_symlink()  # it led to the deleted one
    assert not damage(shown(two))
    assert not list((two / "public").glob(".staging*"))


def test_verify_finds_every_file_that_is_not_as_it_was_built(two):
    newer = shown(two)
    count = len(read_manifest(newer).files)
    assert publish(two, "verify") == (0, f"{newer.name} is as it was built: {count} files.\n", "")
    (newer / "robots.txt").unlink()
    (newer / "index.html").write_text("x")
    (newer / "mere.html").write_text("x")
    code, said, problem = publish(two, "verify", newer.name)
    assert (code, said) == (1, "")
    assert problem.splitlines() == [
        "index.html has been changed.",
        "mere.html does not belong to the release.",
        "robots.txt is missing.",
        f"3 files are not as {newer.name} was built.",
    ]
    (newer / FILE).write_text("{")
    assert publish(two, "verify")[2] == f"{newer.name} has no manifest that can be read. Build the site again.\n"
    # The next build does not take it for the site, although its name says so.
    build(two)
    assert not damage(shown(two))


def test_verify_finds_every_link(two):
    release = shown(two)
    (release / "logs").symlink_to("/var/log")
    (release / "nowhere").symlink_to("/nowhere")
    (release / "index.html").rename(two / "index.html")
    (release / "index.html").symlink_to(two / "index.html")
    problem = publish(two, "verify")[2]
    assert problem.splitlines()[:-1] == [
        "index.html has been changed.",
        "logs does not belong to the release.",
        "nowhere does not belong to the release.",
    ]


def test_verify_asks_a_server_on_this_machine(two):
    live = two / "live"
    shutil.copytree(shown(two), live)
    with serving(live, "https://a.example/") as server:
        address = f"{server}/"
        code, said, _ = publish(two, "verify", address)
        assert (code, said.splitlines()[-1].partition(": ")[0]) == (0, f"{address.rstrip(':')} gives {shown(two).name}")
        (live / "ny" / "index.html").unlink()
        (live / "en" / "index.html").write_text("x")
        code, _, problem = publish(two, "verify", address)
    assert code == 1
    assert problem.splitlines()[:2] == ["en/index.html is another one.", "ny/index.html is missing."]
    code, _, problem = publish(two, "verify", address)
    assert code == 1
    assert problem.startswith("Nothing answers at ")
    assert "<" not in problem
    assert problem.count("\n") == 1


@pytest.fixture
def ssh(tmp_path):
    """The command that reaches a real ssh server on this machine, with keys that are made for it."""
    for name in ("host", "reader"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)], check=True)
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # without it a server of root's does not start
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    configuration = tmp_path / "sshd"
    configuration.write_text(
        f"ListenAddress 127.0.0.1:{port}\nHostKey {tmp_path}/host\nAuthorizedKeysFile {tmp_path}/reader.pub\n"
        "PidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen([machine.program("sshd"), "-D", "-e", "-f", str(configuration)], stderr=log)
    while "listening" not in (tmp_path / "log").read_text():
        assert process.poll() is None, (tmp_path / "log").read_text()
        time.sleep(0.05)
    known = f"-o UserKnownHostsFile={tmp_path}/known -o StrictHostKeyChecking=accept-new"
    yield f"ssh -F none -p {port} -i {tmp_path}/reader -o IdentitiesOnly=yes -o BatchMode=yes {known}"
    process.terminate()
    process.wait(20)


@pytest.mark.parametrize(
    "words",
    [
        [], ["nonsense"], ["verify", "http://localhost:8000/æ/"], ["prune"], ["prune", "--keep", "0"], ["verify", "https://example.org/"], ["to"], ["list", "x"],
        ["rollback", ""], ["diff", ""], ["diff", "current", " "], ["verify", ""], ["to", ""], ["to", "x", "--release", ""],
        ["prune", "--keep", ""],
    ],
)  # fmt: skip
def test_a_usage_error_exits_2(published, words):
    assert publish(published, *words)[0] == 2


@pytest.mark.parametrize("words", [["rollback", "x"], ["diff", "x"], ["verify", "x"], ["to", "/x", "--release", "x"]])
def test_a_release_that_is_not_there_is_one_line(two, words):
    line = "No release is called 'x'. python3 scripts/publish.py list shows them all; write as much as tells one.\n"
    assert publish(two, *words) == (2, "", line)


@pytest.mark.parametrize(
    ("words", "code"), [("verify", 1), ("to x", 1), ("diff", 1), ("rollback", 1), ("diff x", 2), ("rollback x", 2)]
)
def test_before_the_first_release_it_says_how_to_make_one(tmp_path, words, code):
    tiny.tools(tmp_path)
    line = "Nothing is published yet. python3 scripts/build.py publishes.\n"
    assert publish(tmp_path, *words.split()) == (code, "", line)


def test_to_a_folder_is_published_there_in_the_same_way(two, tmp_path):
    older, newer = names(two)
    web = tmp_path / "web" / "site"
    code, said, _ = publish(two, "to", str(web), "--release", older)
    assert (code, said.splitlines()[-1]) == (0, f"{web}/current shows {older}.")
    assert publish(two, "to", str(web))[0] == 0
    assert (web / "current").resolve().name == newer
    assert [damage(release) for release in releases(web)] == [[], []]
    assert sorted(path.name for path in web.iterdir()) == [".lock", "current", "previous", "releases"]
    assert publish(two, "to", str(web), "--release", older)[1] == f"{web}/current shows {older}.\n"  # it is there


def test_a_web_server_can_read_what_is_published_whatever_the_umask(again, tmp_path):
    def opened(folder: Path) -> set[str]:
        return {oct(path.stat().st_mode & 0o777) for path in (folder, *folder.rglob("*")) if path.name != ".lock"}

    shutil.rmtree(again / "public")
    build(again, umask=0o077)
    assert publish(again, "to", str(tmp_path / "folder" / "new"), umask=0o077)[0] == 0
    (tmp_path / "host").mkdir()
    way = tmp_path / "way"
    way.write_text('#!/bin/sh\numask 077\nshift\nexec sh -c "$*"\n', "utf-8")
    way.chmod(0o755)
    to_host = publish(again, "to", f"host:{tmp_path}/host", env={**os.environ, "RSYNC_RSH": str(way)})
    assert to_host[0] == 0, to_host
    for folder in (again / "public", tmp_path / "folder", tmp_path / "host"):
        assert opened(folder) == {"0o755", "0o644"}, folder


def test_what_looks_like_an_option_of_rsync_is_a_folder(two):
    assert publish(two, "to", "--", "--rsh=sh:/web")[::2] == (0, "")
    assert (two / "--rsh=sh:" / "web" / "current").resolve().name == shown(two).name


@pytest.mark.parametrize(
    ("destination", "told"),
    [
        ("", "is no destination. Write a folder, host:/folder or git:BRANCH."),
        (" ", "is no destination. Write a folder, host:/folder or git:BRANCH."),
        ("sftp://host/web", "is no destination. Write a folder, host:/folder or git:BRANCH."),
        ("web/current", "is made by sending. Name the folder that it stands in: web"),
        ("web/previous/", "is made by sending. Name the folder that it stands in: web"),
        ("current", "is made by sending. Name the folder that it stands in: ."),
        ("/current", "is made by sending. Name the folder that it stands in: /"),
        ("host:current", "is made by sending. Name the folder that it stands in: host:"),
        ("host:/web/current/", "is made by sending. Name the folder that it stands in: host:/web"),
        ("public/current/en", "is part of a release, which nothing is added to."),
        (".", "holds what the site is made from. Name a folder for the site alone."),
        ("docs/web", "holds what the site is made from. Name a folder for the site alone."),
        ("git:", "names no branch. Write such as git:gh-pages."),
        ("git:my branch", "names no branch. Write such as git:gh-pages."),
        ("git:--force", "names no branch. Write such as git:gh-pages."),
        ("git:refs/heads/gh-pages", "names no branch. Write such as git:gh-pages."),
    ],
)
def test_a_destination_that_cannot_be_meant_is_a_usage_error_and_nothing_is_written(two, destination, told):
    before = sorted(two.rglob("*"))
    code, _, problem = publish(two, "to", destination)
    assert (code, problem.partition(" Name the folder that holds")[0].strip()) == (2, f"{destination!r} {told}")
    assert sorted(two.rglob("*")) == before
    assert not damage(shown(two))


@pytest.mark.parametrize(
    ("written", "meant"), [("host:", "host:./"), ("host:/", "host:/./"), ("host:/web//", "host:/web/")]
)
def test_a_host_alone_is_the_home_folder_there(two, tmp_path, written, meant):
    words = tmp_path / "words"
    way = tmp_path / "way"
    way.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >{words}\nexit 255\n', "utf-8")
    way.chmod(0o755)
    publish(two, "to", written, env={**os.environ, "RSYNC_RSH": str(way)})
    assert words.read_text().splitlines()[-1] == meant.partition(":")[2]


def test_where_the_releases_are_kept_on_another_disk_they_stay_there(two, tmp_path, ssh):
    web, disk = tmp_path / "web", tmp_path / "disk"
    for folder in (web, disk):
        folder.mkdir()
    (web / "releases").symlink_to(disk)
    for release in names(two):
        code, _, problem = publish(
            two, "to", f"127.0.0.1:{web}", "--release", release, env={**os.environ, "RSYNC_RSH": ssh}
        )
        assert (code, problem) == (0, "")
    assert (web / "releases").is_symlink()
    assert [name.name for name in sorted(disk.iterdir())] == names(two)
    assert (web / "previous" / "index.html").is_file()


def test_to_another_machine_arrives_beside_and_is_switched_to(two, tmp_path, ssh):
    older, newer = names(two)
    environment = {**os.environ, "RSYNC_RSH": ssh}
    web = tmp_path / "web"
    web.mkdir()

    def to(release: str) -> None:
        code, said, problem = publish(two, "to", f"127.0.0.1:{web}", "--release", release, env=environment)
        assert (code, problem) == (0, "")
        assert said.splitlines()[-1] == f"127.0.0.1:{web}/current shows {release}."

    to(older)
    assert not damage(web / "releases" / older)
    pages = {(release / "hus/vaerdier/index.html").read_bytes() for release in releases(two / "public")}
    stop, wrong = threading.Event(), []

    def reader() -> None:
        while not stop.is_set():
            try:
                if (web / "current" / "hus/vaerdier/index.html").read_bytes() not in pages:
                    wrong.append("mixed")
            except OSError as error:
                wrong.append(error)
            time.sleep(0.0005)

    one = threading.Thread(target=reader)
    one.start()
    for release in (newer, older, newer):
        to(release)
    stop.set()
    one.join()
    assert wrong == []
    assert (web / "current").readlink() == Path("releases", newer)
    assert (web / "previous").readlink() == Path("releases", older)
    assert [damage(release) for release in releases(web)] == [[], []]
    # What an upload that was cut short has left is mended by the next.
    (web / "releases" / newer / "index.html").write_text("half")
    (web / "releases" / newer / "foreign.html").write_text("x")
    to(newer)
    assert not damage(web / "releases" / newer)
    assert (web / "previous").readlink() == Path("releases", older)  # what was shown before is another one still
    code, _, problem = publish(two, "to", f"127.0.0.1:{tmp_path}/nowhere/at/all", env=environment)
    cause = f'rsync: [Receiver] mkdir "{tmp_path}/nowhere/at/all" failed: No such file or directory (2)'
    assert (code, problem) == (1, f"The release can't be sent: {cause}\n")


@pytest.mark.parametrize(
    ("other_end", "told"),
    [
        ("Warning: a key is kept\nssh: no such host", "ssh: no such host"),
        ("rsync error: code 11\nrsync: [Receiver] no room", "rsync: [Receiver] no room"),
        ("rsync: connection unexpectedly closed\nrsync: [Receiver] no room", "rsync: [Receiver] no room"),
        ("rsync: [sender] write error: Broken pipe (32)\nno shell", "no shell"),
    ],
)
def test_the_cause_is_told_whichever_end_of_the_connection_speaks_first(two, tmp_path, other_end, told):
    assert refused_by(two, tmp_path, f"printf '%s\\n' '{other_end}' >&2") == f"The release can't be sent: {told}\n"


@pytest.mark.parametrize(
    ("other_end", "told"),
    [
        ("*--no-msgs2stderr*) echo 'rsync: no room' >&2", "rsync: no room"),
        ("*--no-msgs2stderr*) echo 'rsync: --no-msgs2stderr: unknown option' >&2", r"rsync: .*\[sender\].*"),
    ],
)
def test_an_end_that_has_not_said_why_is_asked_again(two, tmp_path, other_end, told):
    """As `rsync --stderr=client` asks it; an older one does not know how."""
    problem = refused_by(two, tmp_path, f'case "$*" in {other_end};; esac')
    assert re.fullmatch(f"The release can't be sent: {told}\n", problem)


def refused_by(root: Path, folder: Path, other_end: str) -> str:
    """What is told of a send whose other end is these words of a shell, and no rsync."""
    way = folder / "way"
    way.write_text(f"#!/bin/sh\n{other_end}\nexit 255\n", "utf-8")
    way.chmod(0o755)
    code, _, problem = publish(root, "to", "host:/web", env={**os.environ, "RSYNC_RSH": str(way)})
    assert code == 1
    return problem


def test_to_a_branch_is_a_commit_that_holds_the_release_and_nothing_else(two):
    older, newer = names(two)
    assert publish(two, "to", "git:gh-pages")[::2] == (
        1,
        "This is no clone: fatal: not a git repository (or any of the parent directories): .git\n",
    )
    for words in (["init", "-qb", "main"], ["add", "mkdocs.yml"], ["commit", "-qm", "one"]):
        git(two, *words)
    git(two, "config", "core.autocrlf", "input")  # as many have it: no line end of the release may be another
    someone = {f"GIT_{who}_{what}": "x@x.example" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    environment = {
        **os.environ,
        **someone,
        "GIT_DIR": ".",
        "GIT_INDEX_FILE": "index",
    }  # as in a hook of another repository
    for release in (older, newer):
        code, said, problem = publish(two, "to", "git:gh-pages", "--release", release, env=environment)
        assert (code, problem) == (0, "")
        assert said.splitlines()[-1] == f"The branch gh-pages holds {release}. Send it: git push origin gh-pages"
    said = publish(two, "to", "git:gh-pages", env=environment)[1]
    assert said.splitlines()[-1] == f"Nothing has changed: the branch gh-pages holds {newer} already."
    clone = two / "clone"
    git(two, "clone", "-q", "-b", "gh-pages", str(two), str(clone))
    shutil.rmtree(clone / ".git")
    (clone / ".nojekyll").unlink()
    assert not damage(clone)
    log = git(two, "log", "--format=%s", "gh-pages")
    assert log.splitlines() == [f"Release {newer}", f"Release {older}"]
    status = git(two, "status", "--porcelain", "-uno")
    assert status == ""
    line = "The branch main is the one you work on. Choose one that holds the site only: git:gh-pages\n"
    assert publish(two, "to", "git:main")[::2] == (1, line)
    git(two, "worktree", "add", "-q", str(two / "pages"), "gh-pages")  # somebody works on it there
    line = line.replace("main", "gh-pages")
    assert publish(two, "to", "git:gh-pages", "--release", older)[::2] == (1, line)
    git(two, "branch", "other")
    line = "The branch other holds something else than a site. Choose another one: git:gh-pages\n"
    assert publish(two, "to", "git:other")[::2] == (1, line)


def test_the_ready_made_pipelines_only_call_the_commands_of_the_readme(two):
    github = yaml.safe_load((tiny.REPOSITORY / ".github/workflows/pages.yml").read_text("utf-8"))
    gitlab = yaml.safe_load((tiny.REPOSITORY / ".gitlab-ci.yml").read_text("utf-8"))
    *called, make_plain = gitlab["pages"]["script"]
    called += [one["run"] for one in github["jobs"]["publish"]["steps"] if "run" in one]
    assert len(called) == 4
    readme = (tiny.REPOSITORY / "README.md").read_text("utf-8")
    for line in called:
        assert " ".join(line.split()[:2]) in readme
    # GitLab's own step leaves a folder `public` that is the release, without a link in it.
    release = shown(two).name
    subprocess.run(make_plain, shell=True, cwd=two, check=True)  # noqa: S602 - a line of ours
    assert not (two / "public").is_symlink()
    assert not damage(two / "public")
    assert release in names(two, "releases")
