"""The commands, run as a person runs them, on a tiny site: what they print, what they leave, how they fail."""

import errno
import os
import re
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import build, command, mkdocs, serving, shown, small_disk
from web_servers import answering

import tiny
from waymarks.equipment.policy import FOREVER, REVALIDATE
from waymarks.ledgers.revision import read_revision
from waymarks.machine.refusals import refusal, refusal_in
from waymarks.problems import Refused
from waymarks.reading.settings import PRINT, SITE_URL, not_taken_by_mkdocs, read_settings
from waymarks.releases.server import server


@pytest.fixture
def root(tmp_path) -> Path:
    return tiny.site(tmp_path)


CORRECTED = [
    ("", "om/#contact", "Fortæl, hvis noget er forkert"),
    ("en/", "om/#contact", "Tell us if something is wrong"),
]


@pytest.mark.parametrize(("prefix", "to", "words"), CORRECTED)
@pytest.mark.parametrize("told", [True, False])
def test_who_finds_something_wrong_learns_whose_the_site_is_and_is_led_there_where_somebody_can_be_asked(
    again, prefix, to, words, told
):
    tiny.write(
        again,
        {
            "docs/da/om/index.md": "---\ntitle: Om\ndescription: Om siden.\nkind: about\n---\n\n# Om\n",
            "docs/en/om/index.md": "---\ntitle: About\ndescription: On the site.\n---\n\n# About\n",
        },
    )
    if told:
        known = [
            (f'{key}: ""', f'{key}: "{value}"')
            for key, value in (("owner", "Husets Venner"), ("email", "vi@hus.example"))
        ]
        tiny.replace(again / "mkdocs.yml", *known)
    release = build(again)
    about, page = ((release / prefix / path / "index.html").read_text("utf-8") for path in ("om", "hus/vaerdier"))
    assert 'id="contact"' in about
    assert ("Husets Venner" in about) is told
    assert ('href="mailto:vi@hus.example"' in about) is told
    assert (f'href="../../{to}">{words}</a>' in page) is told


def test_build_shows_its_steps_and_where_the_site_is(root):
    done = command(root, "build")
    assert done.returncode == 0
    steps = re.findall(r"^(\w[\w ]*) … \d+\.\d s$", done.stdout, re.M)
    assert steps[-7:] == ["Read", "Check", "Render", "Index", "Equip", "Verify", "Publish"]
    assert "The site is in public/releases/" in done.stdout
    assert "python3 scripts/build.py --serve" in done.stdout
    for file in (
        "index.html",
        "en/index.html",
        "hus/vaerdier/index.html",
        "en/hus/vaerdier/index.html",
        "404.html",
        "en/404.html",
    ):
        assert (root / "public" / "current" / file).is_file()


BROKEN = {
    "a broken link": ("docs/da/index.md", "hus/index.md", "hus/nej.md", "docs/da/index.md:9: ", "[broken-link]"),
    "an unknown key": ("docs/da/index.md", "kind: overview", "knid: overview", "docs/da/index.md:4: ", "[unknown-key]"),
    "a missing English page": ("docs/en/hus/vaerdier.md", None, None, "docs/da/hus/vaerdier.md:1: ", "[missing-twin]"),
    "broken YAML": ("docs/da/index.md", "title: Forside", "title: a: b", "docs/da/index.md:2: ", "[bad-yaml]"),
    # A word may have an id too, and here it is the statement's. Only the built page shows it.
    "an anchor that is there twice": (
        "docs/da/hus/vaerdier.md",
        "for ro.",
        "for *ro.*{: #hus-vaerdier-02 }",
        "docs/da/hus/vaerdier.md:13: ",
        "[anchor-not-built]",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_names_file_and_line_and_leaves_what_is_published(again, fault):
    path, old, new, start, end = BROKEN[fault]
    before = shown(again)
    file = again / path
    if old is None:
        file.unlink()
    else:
        tiny.replace(file, (old, new))
    done = command(again, "build")
    assert done.returncode == 1
    assert [line for line in done.stderr.splitlines() if line.startswith(start) and line.endswith(end)]
    assert "Nothing is changed in what is published." in done.stderr
    assert "Traceback" not in done.stderr
    assert shown(again) == before
    assert not list((again / "public").glob(".staging*"))


def test_a_picture_may_be_shared_by_the_languages(again):
    tiny.write(again, {"docs/assets/hus.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>"})
    for language in ("da", "en"):
        file = again / "docs" / language / "hus" / "vaerdier.md"
        file.write_text(file.read_text("utf-8") + "\n![Hus](../../assets/hus.svg)\n", "utf-8")
    current = build(again)
    assert (current / "assets" / "hus.svg").is_file()
    assert 'src="../../assets/hus.svg"' in (current / "hus" / "vaerdier" / "index.html").read_text("utf-8")
    assert 'src="../../../assets/hus.svg"' in (current / "en" / "hus" / "vaerdier" / "index.html").read_text("utf-8")


def test_bare_mkdocs_is_as_strict(again):
    assert mkdocs(again, again / "bare").returncode == 0
    tiny.replace(
        again / "docs/en/hus/vaerdier.md", ("{: #hus-vaerdier-02 }", "")
    )  # of which MkDocs itself knows nothing
    done = mkdocs(again, again / "bare")
    assert done.returncode == 1
    assert "docs/en/hus/vaerdier.md:1: The statement `hus-vaerdier-02` is missing." in done.stderr


def test_the_address_can_be_given(root):
    build(root, "--site-url", "https://vaerdier.example/under/")
    home = (root / "public" / "current" / "index.html").read_text("utf-8")
    assert 'href="https://vaerdier.example/under/"' in home
    assert "pejlemaerker.example" not in home
    assert 'href="/under/en/"' in (root / "public" / "current" / "404.html").read_text("utf-8")


def test_what_is_given_and_not_taken_from_the_environment_is_told_of(tmp_path, monkeypatch):
    """Else the pages of a service would name another site's address."""
    file = tiny.content(tmp_path) / "mkdocs.yml"
    monkeypatch.setenv(SITE_URL, "https://vaerdier.example")
    monkeypatch.setenv(PRINT, "true")
    assert read_settings(tmp_path).site_url == "https://vaerdier.example/"
    plain = re.sub(r"!ENV \[\w+, (.*)\]", r"\1", file.read_text("utf-8"))
    file.write_text(plain, "utf-8")
    with pytest.raises(Refused) as refused:
        read_settings(tmp_path)
    assert [re.sub(r":\d+:", ":", line) for line in refused.value.lines] == [
        "mkdocs.yml: `site_url` stays 'https://pejlemaerker.example/', although this run is given 'https://vaerdier.example'. "
        'Write `site_url: !ENV [PEJLEMAERKER_SITE_URL, "https://pejlemaerker.example/"]`. [bad-setting]',
        "mkdocs.yml: `print` stays false, although this run is to make papers to print. "
        "Write `print: !ENV [PEJLEMAERKER_PRINT, false]` below `extra:`. [bad-setting]",
    ]
    file.write_text(plain.replace("pejlemaerker.example", "vaerdier.example").replace("print: false", "print: true"))
    assert read_settings(tmp_path).prints


def test_what_mkdocs_does_not_take_is_told_of_with_its_line(tmp_path):
    root = tiny.site(tmp_path)
    file = root / "mkdocs.yml"
    text = file.read_text("utf-8").replace("\ndocs_dir:", "\nstrikt: true\ndocs_dir:")
    text = text.replace("  - toc\n", "  - toc\n  - footnots\n")
    file.write_text(text, "utf-8")
    done = command(root, "build")
    assert done.returncode == 1
    fix = "Correct it, or delete the line. [bad-setting]"
    (listed,) = (n for n, line in enumerate(text.splitlines(), 1) if "footnots" in line)
    assert done.stderr.splitlines() == [
        f"mkdocs.yml:10: MkDocs does not take `strikt`: Unrecognised configuration name: strikt. {fix}",
        f"mkdocs.yml:{listed}: MkDocs does not take `markdown_extensions`: Failed to load extension 'footnots'. {fix}",
        "2 problems. Nothing is changed in what is published.",
    ]


def test_the_line_of_a_setting_is_found_by_all_that_mkdocs_says_of_its_place(tmp_path):
    lines = (tiny.content(tmp_path) / "mkdocs.yml").read_text("utf-8").splitlines()
    said = "Config value 'validation': Sub-option 'links': Sub-option 'not_found': Expected one of ['warn', 'info'], got 'x'"
    told = not_taken_by_mkdocs(tmp_path, said)
    assert told.line == lines.index("  links:") + 2
    assert told.message.endswith("Sub-option 'not_found': Expected one of ['warn', 'info'], got 'x'.")
    assert not_taken_by_mkdocs(tmp_path, "A page is lost.") == "A page is lost."


@pytest.mark.parametrize(
    "words",
    [
        ["--port", "x"],
        ["--site-url", "vaerdier"],
        ["--site-url", "https://x.dk/a/../b"],
        ["--site-url", "https://x.dk/værdier/"],
        ["--nonsense"],
        ["--port", "70000"],
    ],
)
def test_a_usage_error_exits_2(published, words):
    assert command(published, "build", *words).returncode == 2


def test_a_port_in_use_is_one_line(again):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        for name, words in (("build", ["--serve"]), ("serve", [])):
            done = command(again, name, *words, "--port", str(port))
            assert done.returncode == 1
            assert done.stderr == f"Port {port} is in use by another program. Choose another one: --port {port + 1}\n"


def test_a_missing_venv_module_is_one_line(tmp_path):
    root = tiny.site(tmp_path)
    (root / ".venv").unlink()
    # A Python that lacks ensurepip, as Debian's does without python3-venv.
    blocked = "import sys, runpy; sys.modules['ensurepip'] = None; sys.argv = ['scripts/build.py']; sys.path.insert(0, 'scripts'); "
    blocked += "import importlib.util as u; find = u.find_spec; u.find_spec = lambda name, *a: None if name == 'ensurepip' else find(name, *a); "
    blocked += "runpy.run_path('scripts/build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", blocked], cwd=root, capture_output=True, text=True)
    assert done.returncode == 1
    assert re.fullmatch(
        r"Python's `venv` module is missing\. Install it \(apt install python3\.\d+-venv\), then run the command again\.\n",
        done.stderr,
    )


def test_no_network_is_one_line(tmp_path):
    root = tiny.site(tmp_path)
    (root / ".venv").unlink()
    nowhere = {
        **os.environ,
        "PIP_INDEX_URL": "https://127.0.0.1:9/simple",
        "PIP_EXTRA_INDEX_URL": "",
        "PIP_FIND_LINKS": "",
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_CACHE_DIR": "1",
        "PIP_RETRIES": "0",
    }
    done = command(root, "build", env=nowhere)
    assert done.returncode == 1
    assert (
        done.stderr
        == "The packages can't be downloaded: there is no connection. Check the network, then run the command again.\n"
    )


def test_the_history_of_a_folder_that_is_somebody_elses_is_read(tmp_path, monkeypatch):
    """As where a server's owner builds what somebody else has fetched."""
    own = ["-c", "user.name=A", "-c", "user.email=a@example.dk"]
    for words in (["init", "-q"], [*own, "commit", "-q", "--allow-empty", "-m", "One"]):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    before = read_revision(tmp_path, {})
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert subprocess.run(["git", "log"], cwd=tmp_path, capture_output=True).returncode
    assert read_revision(tmp_path, {}) == before
    assert before.epoch
    assert read_revision(tmp_path, {"SOURCE_DATE_EPOCH": "²"}) == before


def test_the_history_is_read_where_git_says_whose_commit_it_is(tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / "key")], check=True)
    signed = {"user.name": "A", "user.email": "a@example.dk", "gpg.format": "ssh", "user.signingKey": tmp_path / "key"}
    own = [word for key, value in signed.items() for word in ("-c", f"{key}={value}")]
    for words in (
        ["init", "-q"],
        ["config", "log.showSignature", "true"],
        [*own, "commit", "-qS", "--allow-empty", "-m", "One"],
    ):
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert read_revision(tmp_path, {}).commit == head.stdout.strip()


def test_the_history_is_that_of_the_files_also_in_a_hook_of_another_repository(tmp_path, monkeypatch):
    site, hook = tmp_path / "site", tmp_path / "hook"
    own = ["-c", "user.name=A", "-c", "user.email=a@example.dk"]
    subprocess.run(["git", "init", "-q", str(site)], check=True)
    subprocess.run(["git", "init", "-q", "--bare", str(hook)], check=True)
    subprocess.run(["git", *own, "commit", "-q", "--allow-empty", "-m", "One"], cwd=site, check=True)
    before = read_revision(site, {})
    monkeypatch.chdir(hook)
    for name, path in (("DIR", "."), ("INDEX_FILE", "index"), ("WORK_TREE", "."), ("OBJECT_DIRECTORY", "objects")):
        monkeypatch.setenv(f"GIT_{name}", path)
    assert read_revision(site, {}) == before
    assert before.epoch


@pytest.mark.parametrize(
    ("number", "begins"), [(errno.ENOSPC, "The disk is full: /x."), (errno.EROFS, "The folder can't be written: /x.")]
)
def test_what_the_machine_refuses_is_one_line(number, begins):
    assert str(refusal(OSError(number, os.strerror(number), "/x"))).startswith(begins)
    assert str(refusal_in(f"OSError: [Errno {number}] {os.strerror(number)}")).startswith(begins.partition(":")[0])


@pytest.mark.parametrize("disk", ["size=300k", "size=8m,ro"])
def test_a_full_or_read_only_disk_leaves_what_is_published(again, disk, tmp_path):
    (again / "public").rename(tmp_path / "kept")
    with small_disk(again / "public", disk) as public:
        done = command(again, "build")
        assert done.returncode == 1
        assert re.fullmatch(r"(The disk is full|The folder can't be written)[^\n]*\n", done.stderr)
        assert not (public / "current").exists()
        assert not list(public.glob(".staging*"))


def test_serve_shows_the_release_with_its_404_pages(again):
    serving = subprocess.Popen(
        [sys.executable, "scripts/build.py", "--serve", "--port", "0"],
        cwd=again,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        found = next(
            match for line in serving.stdout if (match := re.search(r"Look at it: (http://127\.0\.0\.1:\d+/)", line))
        )
        home = found[1]
        with urllib.request.urlopen(home) as answer:
            assert "<title>Forside" in answer.read().decode()
        for address, words in (("nej/", "Siden findes ikke"), ("en/no/no/", "Page not found")):
            with pytest.raises(urllib.error.HTTPError) as caught:
                urllib.request.urlopen(home + address)
            assert caught.value.code == 404
            assert f"<h1>{words}</h1>" in caught.value.read().decode()
    finally:
        serving.terminate()
        serving.wait()


def test_the_preview_tells_of_problems_and_does_not_die_of_them(root):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    # From the start: a file that is not UTF-8, a page outside the languages, an impossible date, no front matter.
    tiny.write(
        root,
        {
            "docs/da/latin.md": "---\ntitle: Før\n---\n".encode("cp1252"),
            "docs/vild.md": "# Vild\n",
            "docs/da/dato.md": "---\ntitle: Dato\nkind: overview\ndescription: D.\nreviewed: 2026-02-30\n---\n# Dato\n",
            "docs/da/bar.md": "# Bar\n",
        },
    )
    (root / "docs" / "da" / "tom.md").symlink_to("/nowhere")
    lines: list[str] = []
    preview = subprocess.Popen(
        [sys.executable, "scripts/serve.py", "--port", str(port)],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    threading.Thread(target=lambda: lines.extend(preview.stdout), daemon=True).start()

    def wait_for(words: str) -> None:
        end = time.monotonic() + 40
        while not any(words in line for line in lines):
            assert preview.poll() is None, "".join(lines)
            assert time.monotonic() < end, "".join(lines)
            time.sleep(0.05)

    try:
        wait_for("The preview is at http://127.0.0.1:")
        for rule in ("[not-utf8]", "[wrong-type]", "[no-front-matter]", "[not-opened]"):
            wait_for(rule)
        page = root / "docs" / "da" / "hus" / "vaerdier.md"
        tiny.replace(page, ("source: husets-ord", "source: nej"))
        wait_for("docs/da/hus/vaerdier.md:5: No source is declared as `nej`.")
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/hus/vaerdier/") as answer:
            assert "Huset arbejder for ro" in answer.read().decode()
        assert not [line for line in lines if "Traceback" in line or "end of life" in line]
    finally:
        preview.terminate()
        preview.wait()
    with socket.socket() as port_again:  # the engine is gone with it
        port_again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        port_again.bind(("127.0.0.1", port))


def test_a_browser_that_goes_away_is_not_worth_a_word(tmp_path, capsys):
    (tmp_path / "large.css").write_bytes(b"x" * 50_000_000)
    web = server(tmp_path, 0, "https://pejlemaerker.example/")
    ends: list[None] = []
    ended = web.finish_request
    web.finish_request = lambda *about: (ended(*about), ends.append(None))
    # Its end waits for what is still being sent.
    with answering(web), socket.create_connection(("127.0.0.1", web.server_port)) as tab:
        tab.sendall(b"GET /large.css HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert tab.recv(9) == b"HTTP/1.0 "
        tab.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    assert capsys.readouterr().err == ""
    assert ends == []  # it was broken off


@pytest.mark.parametrize(
    "path", ["/%00", "/hus/%00/", f"/{'x' * 5000}", f"/{'x' * 70_000}", "/hus/", "/.server/x", "/%2Eserver/x"]
)
def test_whatever_a_browser_asks_for_is_a_page_or_not_there(tmp_path, capsys, path):
    (tmp_path / "404.html").write_text("Ikke her")
    (tmp_path / "hus").mkdir()  # a folder that is no page
    (tmp_path / ".server").mkdir()
    (tmp_path / ".server" / "x").touch()
    with serving(tmp_path) as address, socket.create_connection(("127.0.0.1", urlsplit(address).port)) as tab:
        tab.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        said = b"".join(iter(lambda: tab.recv(9999), b""))
    assert said.startswith((b"HTTP/1.0 404 ", b"HTTP/1.0 414 "))
    assert b"Ikke her" in said or b" 414 " in said
    assert capsys.readouterr().err == ""


def test_the_server_on_this_machine_gives_nothing_outside_the_sites_folder(published):
    with serving(shown(published), "https://example.org/x/y/") as address:
        assert urllib.request.urlopen(f"{address}/x/y/hus/").status == 200
        for outside in ("/hus/", "/x/hus/"):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(address + outside)


def test_the_server_on_this_machine_sends_what_others_do(published):
    release = shown(published)
    style = next(release.glob("assets/*/stylesheets/site.css")).relative_to(release).as_posix()
    sent = {}
    with serving(release, read_settings(published).site_url) as address:
        for path in ("", style, f"{style}.nej", "data/v1/organisations.csv"):
            try:
                answer = urllib.request.urlopen(f"{address}/{path}")
            except urllib.error.HTTPError as refused:
                answer = refused
            names = ("Content-Type", "Cache-Control", "Access-Control-Allow-Origin", "X-Content-Type-Options")
            sent[path] = tuple(answer.headers[name] for name in names)
            answer.close()
    assert sent == {
        "": ("text/html", REVALIDATE, None, "nosniff"),
        style: ("text/css", FOREVER, None, "nosniff"),
        f"{style}.nej": ("text/html; charset=utf-8", REVALIDATE, None, "nosniff"),
        "data/v1/organisations.csv": ("text/csv; charset=utf-8", REVALIDATE, "*", "nosniff"),
    }


@pytest.mark.parametrize(
    ("words", "begins", "is_all"),
    [
        ("HEAD /nej/ HTTP/1.1", b"HTTP/1.0 404 ", True),
        # A rollback shows an older page than the browser has.
        ("GET / HTTP/1.1\r\nIf-Modified-Since: Tue, 01 Jan 2999 00:00:00 GMT", b"HTTP/1.0 200 ", False),
    ],
)
def test_a_head_comes_alone_and_a_page_whatever_its_day(tmp_path, words, begins, is_all):
    for name in ("index.html", "404.html"):
        (tmp_path / name).write_text("x")
    with serving(tmp_path) as address, socket.create_connection(("127.0.0.1", urlsplit(address).port)) as tab:
        tab.sendall(f"{words}\r\nHost: localhost\r\n\r\n".encode())
        said = b"".join(iter(lambda: tab.recv(9999), b""))
    assert said.startswith(begins)
    assert said.endswith(b"\r\n\r\n") == is_all
