"""What web servers are set up with, tried on real ones: nginx, Caddy and Apache, at a host's root and in a folder."""

import gzip
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import brotli
import pytest
import web_servers
from conftest import build, command
from lxml import html

import tiny
from waymarks.equipment import policy
from waymarks.equipment.whitespace import tightened, without_comments, without_end_tags
from waymarks.problems import Refused
from waymarks.reading.settings import read_settings

SERVERS = ("nginx", "caddy", "apache2")
FOLDER = "/pejlemaerker/"
VALUES = "herlev/juvelhuset/vaerdier/"


def ask(address: str, path: str, method: str = "GET", **headers: str) -> tuple[http.client.HTTPResponse, bytes]:
    """One answer, as it is: no redirect followed, nothing decompressed."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=20)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


@pytest.fixture(scope="module")
def open_folder():
    """A folder that a web server's own user can read, as pytest's are not."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.fixture(scope="module")
def at_root(built, open_folder) -> Path:
    """The real release, as a web server's root."""
    return Path(shutil.copytree(built, open_folder / "real"))


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory, open_folder) -> Path:
    """A tiny release that has a folder on its host, https and a contact for weaknesses; what contains it is the root."""
    root = tiny.site(tmp_path_factory.mktemp("folder"))
    said = ('security: ""', "security: sikkerhed@huset.example"), ('hsts: ""', 'hsts: "max-age=31536000"')
    tiny.replace(root / "mkdocs.yml", *said)
    page = "---\ntitle: WAS\ndescription: WAS.\n---\n\n# WAS\n"
    danish = page.replace("\n---\n\n", "\nkind: accessibility\n---\n\n")
    tiny.write(root, {"docs/da/was.md": danish, "docs/en/was.md": page})
    dated = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    build(root, "--site-url", f"https://huset.example{FOLDER}", env=dated)
    return Path(shutil.copytree(root / "public/current", open_folder / "host" / FOLDER.strip("/")))


@pytest.fixture(scope="module", params=SERVERS)
def server(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def real(server, at_root, open_folder):
    """The address of the real site on a real server."""
    with web_servers.serve(server, at_root, at_root, open_folder / f"{server}-real") as address:
        yield address


@pytest.fixture(scope="module")
def below(server, in_folder, open_folder):
    """The address of a real server on which the tiny site has a folder."""
    with web_servers.serve(server, in_folder.parent, in_folder, open_folder / f"{server}-folder") as address:
        yield address


def sent(release: Path) -> dict[str, str]:
    return json.loads((release / ".server/headers.json").read_text("utf-8"))["every"]


def styles(release: Path) -> str:
    return next(release.glob("assets/*/stylesheets/site.css")).relative_to(release).as_posix()


def missing_headers(answer: http.client.HTTPResponse, release: Path) -> dict[str, list[str]]:
    """The headers of the policy that are not there exactly once, with what is."""
    wanted = sent(release)
    return {name: found for name in wanted if (found := answer.headers.get_all(name, [])) != [wanted[name]]}


def test_every_page_is_there_in_both_languages(real, at_root):
    pages = [file.parent.relative_to(at_root).as_posix() for file in at_root.rglob("index.html")]
    assert len(pages) > 100
    for page in pages:
        answer, body = ask(real, "/" if page == "." else f"/{page}/")
        assert (page, answer.status) == (page, 200)
        assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8"
        assert body == (at_root / page / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("nej/", "da"),
        ("en/nej/", "en"),
        ("en/hus/nej", "en"),
        ("assets/nej.css", "da"),
        ("s/", "da"),
        ("data/", "da"),
        ("data/v1/", "da"),
        ("assets/", "da"),
        ("data/v1/nej.csv", "da"),
        ("feeds/nej.atom", "da"),
        ("en/nej.jsonld", "en"),
    ],
)
def test_what_is_not_there_is_told_in_the_language_of_the_address(real, below, in_folder, path, language):
    for address, base in ((real, "/"), (below, FOLDER)):
        answer, body = ask(address, base + path)
        assert answer.status == 404
        assert answer.headers["Content-Type"].lower() == "text/html; charset=utf-8"
        assert f'<html lang="{language}"'.encode() in body
        assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path", [".server/nginx.conf", ".server/Caddyfile", ".server/", ".htaccess", "_headers", "_redirects"]
)
def test_what_servers_are_set_up_with_is_not_served(real, path):
    assert ask(real, f"/{path}")[0].status == 404


def test_an_address_without_its_slash_leads_to_the_page(real, below):
    for address, base in ((real, "/"), (below, FOLDER)):
        for page in ("was", "en/was"):
            answer, _ = ask(address, base + page)
            assert answer.status in (301, 308)
            assert urlsplit(answer.headers["Location"]).path == f"{base}{page}/"
            assert ask(address, f"{base}{page}/")[0].status == 200


def test_a_site_in_a_folder_can_be_found_from_its_host(below, server):
    if server == "apache2":
        pytest.skip("an .htaccess speaks only of its own folder")
    for path, target in (("/", FOLDER), ("/was", f"{FOLDER}was/"), ("/en/was", f"{FOLDER}en/was/")):
        answer, _ = ask(below, path)
        assert (answer.status, answer.headers["Location"]) == (302, target)


@pytest.mark.parametrize(
    ("accepted", "encoding"), [("", None), ("gzip", "gzip"), ("gzip, deflate, br", "br"), ("br", "br")]
)
def test_texts_are_sent_as_the_browser_takes_them(real, at_root, accepted, encoding):
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
    for path, file in (("/", "index.html"), (f"/{styles(at_root)}", styles(at_root)), ("/sitemap.xml", "sitemap.xml")):
        answer, body = ask(real, path, Accept_Encoding=accepted)
        assert answer.headers["Content-Encoding"] == encoding
        assert "accept-encoding" in (answer.headers["Vary"] or "").lower()
        assert unpack(body) == (at_root / file).read_bytes()
        assert "gzip" not in answer.headers["Content-Type"]


DATA = {
    "data/v1/index.json": "application/json",
    "data/v1/places/herlev-kommune/statements.json": "application/json",
    "data/v1/places/herlev-kommune/statements.csv": "text/csv; charset=utf-8",
    "data/v1/places/herlev-kommune/statements.jsonld": "application/ld+json",
    "data/v1/schema/statements.json": "application/json",
}


@pytest.mark.parametrize("accepted", ["", "br"])
def test_programs_on_other_sites_may_read_the_data_and_nothing_else(real, at_root, accepted):
    for path, kind in DATA.items():
        answer, body = ask(real, f"/{path}", Accept_Encoding=accepted, Origin="https://other.example")
        assert answer.status == 200
        assert answer.headers["Content-Type"].lower().removesuffix("; charset=utf-8") == kind.removesuffix(
            "; charset=utf-8"
        )
        assert "csv" not in kind or answer.headers["Content-Type"].lower() == kind
        assert answer.headers.get_all("Access-Control-Allow-Origin") == ["*"]
        assert missing_headers(answer, at_root) == {}
        assert answer.headers.get_all("Cache-Control") == [policy.REVALIDATE]
        assert (brotli.decompress(body) if accepted else body) == (at_root / path).read_bytes()
    for path in ("", VALUES, "en/om/data/", "sitemap.xml", "nej/"):
        assert ask(real, f"/{path}", Origin="https://other.example")[0].headers["Access-Control-Allow-Origin"] is None


def test_a_program_on_another_site_reads_the_data(browser, real, below):
    """The tiny site stands in for the other one: its policy would not let it ask, so a page without one does."""
    with browser.new_page(bypass_csp=True) as tab:
        tab.goto(f"{below}{FOLDER}")
        asked = "address => fetch(address).then(answer => answer.json()).then(one => one.version, () => 'refused')"
        assert tab.evaluate(asked, f"{real}/data/v1/index.json") == 1
        page = "address => fetch(address).then(answer => answer.status, () => 'refused')"
        assert tab.evaluate(page, f"{real}/") == "refused"


def test_a_missing_page_is_compressed_too(real, at_root):
    answer, body = ask(real, "/en/nej/", Accept_Encoding="br")
    assert answer.status == 404
    assert brotli.decompress(body) == (at_root / "en/404.html").read_bytes()


def test_scripts_and_styles_are_kept_and_pages_asked_for_anew(real, at_root):
    for path, rule in (
        ("/", policy.REVALIDATE),
        (f"/{VALUES}", policy.REVALIDATE),
        (f"/{styles(at_root)}", policy.FOREVER),
    ):
        answer, _ = ask(real, path)
        assert answer.headers.get_all("Cache-Control") == [rule]
        again, body = ask(real, path, If_None_Match=answer.headers["ETag"])
        assert (again.status, body) == (304, b"")
    gone, _ = ask(real, "/assets/0123456789ab/stylesheets/site.css")
    assert (gone.status, gone.headers["Cache-Control"]) == (404, policy.REVALIDATE)


def test_every_kind_of_answer_has_every_header(real, below, at_root, in_folder):
    for address, base, release in ((real, "/", at_root), (below, FOLDER, in_folder)):
        tag = ask(address, base)[0].headers["ETag"]
        kinds = {
            "page": (base, {}, 200),
            "compressed": (base, {"Accept_Encoding": "br"}, 200),
            "asset": (base + styles(release), {}, 200),
            "icon": (base + "assets/images/icon.svg", {}, 200),
            "missing": (base + "nej/", {}, 404),
            "missing asset": (base + "assets/0123456789ab/nej.js", {}, 404),
            "hidden": (base + ".server/nginx.conf", {}, 404),
            "redirect": (base + "was", {}, (301, 308)),
            "not changed": (base, {"If_None_Match": tag}, 304),
            "part": (base, {"Range": "bytes=0-9"}, 206),
        }
        for kind, (path, headers, status) in kinds.items():
            answer, _ = ask(address, path, **headers)
            assert answer.status in (status if isinstance(status, tuple) else (status,)), kind
            assert (kind, missing_headers(answer, release)) == (kind, {})
            assert len(answer.headers.get_all("Cache-Control")) == 1, kind


def test_https_is_promised_only_when_the_owner_says_so(at_root, in_folder):
    assert "Strict-Transport-Security" not in sent(at_root)
    assert sent(in_folder)["Strict-Transport-Security"] == "max-age=31536000"


def test_who_to_tell_of_a_weakness(below, real):
    answer, body = ask(below, f"{FOLDER}.well-known/security.txt")
    assert answer.status == 200
    assert answer.headers["Content-Type"].lower() == "text/plain; charset=utf-8"
    assert re.fullmatch(
        r"Contact: mailto:sikkerhed@huset\.example\n"
        r"Expires: 2024-11-12T22:13:20Z\n"
        r"Preferred-Languages: da, en\n"
        rf"Canonical: https://huset\.example{FOLDER}\.well-known/security\.txt\n",
        body.decode(),
    )
    assert ask(real, "/.well-known/security.txt")[0].status == 404


def test_without_git_the_ledger_of_changes_tells_how_long_a_weakness_may_be_told(again):
    configuration, ledger = again / "mkdocs.yml", again / "docs/changes.txt"
    file = again / "public/current/.well-known/security.txt"
    tiny.replace(configuration, ('security: ""', "security: x@y.example"))
    done = command(again, "build")
    assert "\nThere is no security.txt: nothing tells when the content last changed. " in done.stdout
    assert not file.exists()
    tiny.replace(ledger, ("\n- da/", "\n2025-03-01 da/"), times=1)
    done = command(again, "build")
    assert "security.txt" not in done.stdout
    assert "\nExpires: 2026-02-28T00:00:00Z\n" in file.read_text("utf-8")


def test_a_reader_meets_no_refusal_of_the_policy(page, real):
    page.add_init_script(
        "addEventListener('securitypolicyviolation', event => console.error(`refused: ${event.violatedDirective} ${event.blockedURI}`))"
    )
    complaints, failures = [], []
    page.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    page.on("response", lambda answer: answer.status >= 400 and failures.append(answer.url))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _walk(page, real)
    assert (complaints, failures) == ([], [])


def _walk(tab, address: str) -> None:
    """Language switch, palette, a statement beside its twin, search, two places side by side."""
    tab.goto(f"{address}/{VALUES}#jh-vaerdier-06")
    tab.locator("header a[hreflang]:not([aria-current])").click()
    tab.wait_for_url(f"{address}/en/{VALUES}*")
    tab.get_by_text("Reading help").click()
    tab.get_by_label("Colours").select_option("Dark")
    tab.get_by_role("button", name="Delete my choices").click()
    tab.locator("[data-both]").first.click()
    tab.wait_for_selector("[data-both][aria-pressed=true]")
    tab.goto(f"{address}/soeg/#q=respekt")
    tab.locator("ol.results li a").first.wait_for()
    tab.locator("ol.results li a").first.click()
    tab.wait_for_url(lambda url: "soeg" not in url)
    tab.goto(f"{address}/paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune")
    tab.wait_for_selector(".kind")
    tab.goto(f"{address}/s/jh-vaerdier-06/")
    tab.wait_for_url(f"**/{VALUES}#jh-vaerdier-06")


def test_the_policy_refuses_what_it_is_for(browser, real):
    """The walk would see a violation: an inline script, a style and a foreign host are refused and told of."""
    with browser.new_page() as tab:
        tab.goto(f"{real}/")
        refused = tab.evaluate(
            """async () => {
              const refused = [];
              addEventListener("securitypolicyviolation", event => refused.push(event.effectiveDirective));
              const script = document.createElement("script");
              try { script.textContent = "window.bad = 1"; } catch { refused.push("sink"); }
              document.head.append(script);
              document.body.setAttribute("style", "color: red");
              await fetch("https://foreign.example/").catch(() => {});
              const frame = document.createElement("iframe");
              frame.src = location.href;
              document.body.append(frame);
              for (let n = 0; n < 300 && !refused.includes("frame-src"); n++) await new Promise(done => setTimeout(done, 100));
              return [...new Set(refused)].sort();
            }"""
        )
        assert {"connect-src", "frame-src", "style-src-attr", "require-trusted-types-for", "sink"} <= set(refused)
        assert tab.evaluate("window.bad") is None


def test_scripts_are_published_without_comments_and_else_as_they_are_written(built):
    folder = tiny.REPOSITORY / "overrides/assets/javascripts"
    files = sorted(built.glob("assets/*/javascripts/*.js"))
    assert [file.name for file in files] == sorted(file.name for file in folder.glob("*.js"))
    for file in files:
        written = (folder / file.name).read_text("utf-8").splitlines()
        comments = [number for number, line in enumerate(written) if line.lstrip().startswith("//")]
        assert comments, file.name
        # None of them is a line of a text.
        assert all("\n".join(written[:number]).count("`") % 2 == 0 for number in comments), file.name
        kept = [line.partition(" // ") for number, line in enumerate(written) if number not in comments]
        # No text of these scripts has such a sign.
        assert file.read_text("utf-8").splitlines() == [code.rstrip() for code, _, _ in kept]


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("  // all of it\ngo();\n", "go();\n"),
        ("go(); // it's on\nstop();\n", "go();\nstop();\n"),
        ('go("a // b"); // "so"\n', 'go("a // b");\n'),
        ("go('a // b', `c // d`);\n", "go('a // b', `c // d`);\n"),
        ("open(`https://${host}`);\n", "open(`https://${host}`);\n"),
        ("/['’]/.test(word); // it may be of any kind\n", "/['’]/.test(word); // it may be of any kind\n"),
    ],
)
def test_a_comment_is_what_no_text_holds(written, sent):
    assert without_comments(written.encode()).decode() == sent


def test_a_style_sheet_is_published_without_comments_and_indentation():
    written = "/* All\n   of it */\n\n@media print {\n  p { color: #000; } /* ink */\n}\n"
    assert tightened(written.encode()) == b"@media print {\np { color: #000; } }\n"


def test_a_release_has_one_style_sheet(built):
    (sheet,) = built.glob("assets/*/stylesheets/*.css")
    first, last = (
        (tiny.REPOSITORY / "overrides/assets/stylesheets" / name).read_text("utf-8")
        for name in ("tokens.css", "site.css")
    )
    joined = first + last.partition("\n")[2]
    assert re.sub(r"\s", "", sheet.read_text("utf-8")) == re.sub(r"/\*[^*]*\*/|\s", "", joined)


# What may stand around an end tag that is left out, and around one that is not.
ENDS = """<!doctype html><title>x</title><main><section><h2>a</h2><p>b <b>c</b></p><p>d</p><ul><li>e</li><li><p>f</p></li><li>g<ol><li>h</li></ol></li></ul>
<p>i</p><div><p>j</p></div></section><p>k</p><aside>l</aside><p>m</p><details><summary>n</summary><p>o</p></details><p>p</p> q <p>r</p><button>s</button>
<a href="/"><p>t</p></a><dl><dt>u</dt><dd>v</dd><dt>w</dt><dt>x</dt><dd><p>y</p></dd><dd>æ</dd><dd>ø</dd></dl><ul><li>z</li> </ul><table><thead><tr><th>1</th><th>2</th></tr>
</thead><tbody><tr><td>3</td><td><p>4</p></td></tr><tr><td>5</td><td></td></tr></tbody></table><blockquote><p>6</p></blockquote></main>"""


def test_no_end_tag_is_left_out_that_anybody_misses(page):
    left = without_end_tags(ENDS.encode()).decode()
    assert ENDS.count("</") - left.count("</") == 24
    as_browsers_read = "(text) => new DOMParser().parseFromString(text, 'text/html').documentElement.outerHTML"
    assert page.evaluate(as_browsers_read, left) == page.evaluate(as_browsers_read, ENDS)
    assert html.tostring(html.document_fromstring(left)) == html.tostring(html.document_fromstring(ENDS))


def test_only_the_templates_own_scripts_get_a_hash():
    head = '<head><script src="a.js"></script><script type="application/ld+json">{}</script><script>alert(1)</script></head>'
    # printf 'alert(1)' | openssl dgst -sha256 -binary | base64
    assert policy.inline_scripts(f"{head}<body><script>alert(2)</script></body>".encode()) == {
        "'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"
    }


def test_every_rule_of_the_policy_is_there():
    """Pages work without any of them, so that nobody would miss one."""
    rules = (
        "default-src 'none'; script-src 'self' 'sha256-x='; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )
    sent = policy.headers(["'sha256-x='"], "")
    assert sent.pop("Permissions-Policy").startswith(
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), "
    )
    assert sent == {
        "Content-Security-Policy": rules,
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    in_page = rules.replace("frame-ancestors 'none'; ", "")
    assert policy.in_pages(["'sha256-x='"]).decode().splitlines()[1:] == [
        f'<meta http-equiv="Content-Security-Policy" content="{in_page}">',
        '<meta name="referrer" content="no-referrer">',
    ]


UNSENDABLE = [
    ("security", "a@b.dk\\nX: y"),
    ("security", "ring til os"),
    ("hsts", 'max-age=1\\"; x'),
    ("hsts", "forever"),
]


def declare(root: Path, key: str, value: str) -> None:
    file = root / "mkdocs.yml"
    tiny.replace(file, (f'{key}: ""', f'{key}: "{value}"'))


@pytest.mark.parametrize(("key", "value"), UNSENDABLE)
def test_what_cannot_be_sent_is_told_in_one_line(tmp_path, key, value):
    declare(tiny.content(tmp_path), key, value)
    with pytest.raises(Refused) as refused:
        read_settings(tmp_path)
    (line,) = refused.value.lines
    assert re.match(rf"mkdocs.yml:\d+: `{key}` is not ", line)
    assert line.endswith(('or nothing: "". [bad-setting]', "https: address. [bad-setting]"))


def test_what_cannot_be_sent_is_told_by_mkdocs_itself(tmp_path):
    declare(tiny.site(tmp_path), *UNSENDABLE[0])
    mkdocs = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path / "bare")]
    done = subprocess.run(mkdocs, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 1
    assert done.stdout.strip().endswith("https: address. [bad-setting]")
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize("name", ["build", "check", "report", "serve"])
def test_what_cannot_be_sent_ends_every_command(tmp_path, name):
    declare(tiny.site(tmp_path), *UNSENDABLE[0])
    done = command(tmp_path, name)
    assert done.returncode == 1
    line, count = [line for line in done.stderr.splitlines() if line]
    assert line.startswith("mkdocs.yml:34: `security` is not an address to tell of a weakness: ")
    assert count == "1 problem. Nothing is changed in what is published."
