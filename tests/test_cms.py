"""The page on which texts are changed in a browser: Sveltia CMS at /redaktion/, in a real one, with the real content."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from mimetypes import guess_type
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
import web_servers
import yaml
from conftest import command, copied, serving
from playwright.sync_api import Page, expect
from test_hosts_of_files import headers_of
from test_preview import PATIENCE, VALUES, previewed

import tiny
from waymarks.building.manifest import damage, read_manifest
from waymarks.editing.described import FOLDER, described, places, read_keys
from waymarks.editing.editor import add_editor, configuration
from waymarks.editing.editor import editor as prepared
from waymarks.editing.form import read_labels
from waymarks.problems import Refused
from waymarks.reading.schema import Facts, Kind, OrganisationType, Tone, Wording, Words, keys_of
from waymarks.reading.settings import read_settings
from waymarks.source import read_content

pytestmark = pytest.mark.skipif(not shutil.which("npm"), reason="npm is not on PATH: the editor can't be installed.")
LOCAL = "cms: {backend: local}"
PAGE = "herlev/juvelhuset/vaerdier.md"
# What the folder picker would give is a folder of the browser's own, with the content in it.
PICKER = """
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => violations.push(`${event.violatedDirective} ${event.blockedURI}`));
    globalThis.showDirectoryPicker = () => navigator.storage.getDirectory();
"""
FILE = """
    globalThis.file = async (path, create) => {
        let folder = await navigator.storage.getDirectory();
        const parts = path.split("/");
        const name = parts.pop();
        for (const part of parts) folder = await folder.getDirectoryHandle(part, { create });
        return folder.getFileHandle(name, { create });
    };
"""
FILL = """async (docs) => {
    await (await navigator.storage.getDirectory()).getDirectoryHandle(".git", { create: true });
    for (const [path, text] of Object.entries(docs)) {
        const stream = await (await file(path, true)).createWritable();
        await stream.write(text);
        await stream.close();
    }
}"""
READ = "async (path) => (await (await file(path, false)).getFile()).text()"


def asks(root, line: str) -> None:
    config = root / "mkdocs.yml"
    tiny.replace(config, ("cms: {}", line))


def has_installed(root) -> None:
    """What npm has installed here before is not downloaded again."""
    installed = tiny.REPOSITORY / ".cache" / "cms"
    if installed.is_dir():
        shutil.copytree(installed, root / ".cache" / "cms", symlinks=True)


def docs_of(root) -> dict[str, str]:
    return {file.relative_to(root).as_posix(): file.read_text("utf-8") for file in (root / "docs").rglob("*.md")}


def build(root, **environment: str) -> subprocess.CompletedProcess[str]:
    return command(root, "build", env={**os.environ, **environment})


@pytest.fixture(scope="module")
def docs() -> dict[str, str]:
    return docs_of(tiny.REPOSITORY)


@pytest.fixture(scope="module")
def root(published, tmp_path_factory):
    """A tiny site whose mkdocs.yml asks for a folder on this machine, built."""
    root = copied(published, tmp_path_factory.mktemp("redaktion"))
    has_installed(root)
    asks(root, LOCAL)
    done = build(root)
    if "no connection" in done.stderr:
        pytest.skip("npm has no connection: the editor can't be installed.")
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture(scope="module")
def editing(root, tmp_path_factory) -> Iterator[str]:
    """That release, with the editor of the real content in it."""
    folder = copied(root / "public" / "current", tmp_path_factory.mktemp("real"))
    shutil.rmtree(folder / "redaktion")
    settings = read_settings(root)
    content = read_content(tiny.REPOSITORY, settings.languages)
    add_editor(root, folder, prepared(root, settings).page, content, settings)
    with serving(folder, "https://pejlemaerker.example/") as address:
        yield address


@pytest.fixture(scope="module")
def editor(browser, editing, docs) -> Iterator[Page]:
    """The editor with the folder opened. Whatever it asks others for, or its policy stops, fails the test."""
    with browser.new_page(locale="da-DK", viewport={"width": 1280, "height": 900}) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: asked.append(str(error)))
        page.add_init_script(PICKER + FILE)
        page.goto(f"{editing}/redaktion/")
        page.evaluate(FILL, docs)
        page.get_by_role("button", name="Arbejd med lokalt repository").click()
        expect(page.get_by_text("Juvelhuset", exact=True)).to_be_visible()
        yield page
        assert page.evaluate("violations") == []
        assert [url for url in asked if not url.startswith((f"{editing}/redaktion/", "blob:", "data:"))] == []


def test_a_release_has_nothing_of_it_unless_asked(published):
    built = published / "public" / "current"
    assert not (built / "redaktion").exists()
    assert not [file for file in (built / ".server").iterdir() if "redaktion" in file.read_text("utf-8")]
    assert "redaktion" not in (built / ".htaccess").read_text("utf-8")


def test_taken_out_again_it_leaves_no_trace(root, published, tmp_path):
    there = copied(root, tmp_path)
    config = there / "mkdocs.yml"
    tiny.replace(config, (LOCAL, "cms: {}"))
    done = build(there)
    assert done.returncode == 0, done.stderr
    before, after = (read_manifest(one / "public" / "current").files for one in (published, there))
    assert after == before


LOST = "Delete .cache/cms, then build again; if it is still so, tell a developer."
REACT = "redaktion/sveltia/npm/chunks/react-B5rWoXIC.js"
WRONG = {
    "no page": ("redaktion/index.html", None, "", ["was not built. {fix} [page-not-built]"]),
    "no program": ("redaktion/sveltia/npm/index.js", None, "",
        ["redaktion/start.js:1: redaktion/start.js loads './sveltia/npm/index.js', which is not in the site. {fix} [dead-link]"]),
    "no form": ("redaktion/config.en.yml", None, "", ["index.html loads 'config.en.yml', which is not in the site. {fix} [dead-link]"]),
    "no words": ("redaktion/sveltia/locales/da.js", None, "",
        ["redaktion/index.html loads './sveltia/locales/da.js', which is not in the site. {fix} [dead-link]",
         "redaktion/sveltia/npm/index.js loads '../locales/da.json', which is not in the site. {fix} [dead-link]"]),
    "no font": ("redaktion/sveltia/npm/assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2", None, "",
        ["loads 'assets/source-sans-3-latin-wght-normal-BqRLTx4X.woff2', which is not in the site. {fix} [dead-link]"]),
    "no part": (REACT, None, "",
        ["react-dom-DwWAebfb.js loads './react-B5rWoXIC.js', which is not in the site. {fix} [dead-link]",
         "index.js loads './chunks/react-B5rWoXIC.js', which is not in the site. {fix} [dead-link]"]),
    "another's script": ("redaktion/index.html", "</head>", '<script src="https://cdn.example/x.js"></script></head>',
        ["redaktion/index.html fetches from 'cdn.example'. {fix} [foreign-request]"]),
    "another's font": (REACT, "", "const css = `@font-face { src: url(https://cdn.example/x.woff2) }`;",
        [f"{REACT} fetches from 'cdn.example'. {{fix}} [foreign-request]"]),
    "another's module": (REACT, "", 'import("https://cdn.example/x.js");', [f"{REACT} fetches from 'cdn.example'. {{fix}} [foreign-request]"]),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_it_is_verified_as_every_page_is(root, tmp_path, case):
    name, old, new, told = WRONG[case]
    release = copied(root / "public" / "current", tmp_path / "release")
    assert tiny.verified(root, release) == []
    file = release / name
    says = read_manifest(release)
    if old is None:
        file.unlink()
    else:
        tiny.replace(file, (old, new), times=1)
    found = [str(one) for one in tiny.verified(root, release)]
    assert len(found) == len(told)
    assert [line for line, end in zip(found, told, strict=True) if not line.endswith(end.format(fix=LOST))] == []
    assert damage(release, says) == [f"{name} is missing." if old is None else f"{name} has been changed."]


def test_publish_verify_finds_what_is_not_as_it_was_built_there_too(root, tmp_path):
    there = copied(root, tmp_path / "there")
    with serving(copied(there / "public" / "current", tmp_path / "live"), "https://pejlemaerker.example/") as live:
        for folder, asked, other in (
            (there / "public" / "current", (), "has been changed"), (tmp_path / "live", (f"{live}/",), "is another one"),
        ):  # fmt: skip
            assert command(there, "publish", "verify", *asked).returncode == 0
            (folder / REACT).unlink()
            (folder / "redaktion" / "start.js").write_text("x", "utf-8")
            done = command(there, "publish", "verify", *asked)
            assert done.returncode == 1
            assert done.stderr.splitlines()[:2] == [f"redaktion/start.js {other}.", f"{REACT} is missing."]


def test_searches_and_menus_do_not_lead_to_it(root):
    current = root / "public" / "current"
    assert 'name="robots" content="noindex' in (current / "redaktion" / "index.html").read_text("utf-8")
    assert "redaktion/" not in (current / "sitemap.xml").read_text("utf-8")
    assert 'href="/redaktion' not in (current / "index.html").read_text("utf-8")


def test_the_policy_is_sent_and_stands_in_the_page(root, editing, page):
    answer = page.request.get(f"{editing}/redaktion/")
    sent = answer.headers["content-security-policy"]
    written = re.search(r'Content-Security-Policy" content="([^"]*)"', answer.text())[1]
    assert written == sent.replace("; frame-ancestors 'none'", "")
    assert "unsafe-eval" not in sent and "http" not in sent and "script-src 'self' 'sha256-" in sent
    assert "unsafe-inline" not in page.request.get(f"{editing}/").headers["content-security-policy"]


def test_hosts_of_static_files_send_all_pages_what_none_can_say_of_itself(root, published):
    policies = {
        release: re.findall(
            "Content-Security-Policy: (.*)", (one / "public" / "current" / "_headers").read_text("utf-8")
        )
        for release, one in (("with", root), ("without", published))
    }
    assert policies["with"] == ["frame-ancestors 'none'"]
    assert len(policies["without"]) == 1
    assert "default-src 'none'" in policies["without"][0]
    pages = [file.read_text("utf-8") for file in (root / "public" / "current").rglob("*.html")]
    assert len(pages) > 10
    assert all(page.count('http-equiv="Content-Security-Policy"') == 1 for page in pages)


def test_on_such_a_host_the_editor_starts_and_the_other_pages_keep_their_policy(root, page):
    release = root / "public" / "current"

    def answer(route) -> None:
        path = urlsplit(route.request.url).path
        file = release / (f"{path}index.html" if path.endswith("/") else path).lstrip("/")
        route.fulfill(path=file, headers={"Content-Type": guess_type(file.name)[0] or "", **headers_of(release, path)})

    page.route("https://pejlemaerker.example/**", answer)
    page.add_init_script(PICKER)
    page.goto("https://pejlemaerker.example/redaktion/")
    expect(page.get_by_role("button", name=re.compile("Sign In"))).to_be_visible()
    assert page.evaluate("violations") == []
    page.goto("https://pejlemaerker.example/")
    refused = page.evaluate("""() => {
        try { document.head.append(Object.assign(document.createElement("script"), { text: "globalThis.ran = true" })); } catch {}
        return globalThis.ran === undefined;
    }""")
    assert refused
    assert page.evaluate("violations.length") > 0


@pytest.mark.parametrize("server_name", ["nginx", "caddy", "apache2"])
def test_web_servers_send_it_with_its_own_policy_and_no_other(root, server_name):
    current = root / "public" / "current"
    says = json.loads((current / ".server" / "headers.json").read_text("utf-8"))
    # A web server's own user can't read pytest's folders.
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        release = copied(current, Path(name) / "release")
        with web_servers.serve(server_name, release, release, Path(name) / "work") as address:
            for path, wanted in (
                ("", says["every"]),
                ("redaktion/sveltia/npm/index.js", {**says["every"], **says["editor"]}),
            ):
                with urlopen(f"{address}/{path}") as answer:
                    assert {name: answer.headers.get_all(name) for name in wanted} == {
                        name: [value] for name, value in wanted.items()
                    }


def test_what_is_saved_at_a_host_is_checked_there():
    pipeline = yaml.safe_load((tiny.REPOSITORY / ".github/workflows/check.yml").read_text("utf-8"))
    assert pipeline["jobs"]["check"]["steps"][-1] == {"run": "python3 scripts/check.py --format github"}
    gitlab = yaml.safe_load((tiny.REPOSITORY / ".gitlab-ci.yml").read_text("utf-8"))
    assert gitlab["check"]["script"] == ["python3 scripts/check.py"]
    assert "rules" not in gitlab["check"]  # every branch
    # The image has Python alone; GitHub's machines have npm.
    asked, _, install = gitlab["pages"]["before_script"][0].partition(" || ")
    assert "apt-get install -y --no-install-recommends npm" in install
    assert (
        subprocess.run(["bash", "-c", asked], cwd=tiny.REPOSITORY).returncode == 0
    )  # nobody has asked for an editor here


def test_every_key_of_the_front_matter_has_a_label_and_no_other():
    """A new key wants a line in scripts/cms/labels.yml; its English is that of keys.yml."""
    page = json.loads(described(read_keys(tiny.REPOSITORY), ())[f"{FOLDER}/page.schema.json"])
    keys = [place for place, _ in places(page, page)]
    for code, labels in read_labels(tiny.REPOSITORY).items():
        own = {"body", "choices", "site"}
        used = {place if place in labels else place.rpartition(".")[2] for place in keys}
        assert sorted((used | own) - labels.keys()) == [], f"scripts/cms/labels.yml has no {code} label for these."
        assert sorted(labels.keys() - used - own) == [], f"scripts/cms/labels.yml has {code} labels of no key."
        assert [key for key, one in labels.items() if not one.get("label")] == ["choices"]
        assert [key for key, one in labels.items() if key not in own and "hint" not in one] == []


def test_every_choice_has_a_label_and_no_other():
    """In English a word that readers do not meet is called what it is called."""
    words = [*Kind, *Tone, *Wording, *OrganisationType, "true", "false"]
    labels = {code: one["choices"] for code, one in read_labels(tiny.REPOSITORY).items()}
    assert sorted(labels["da"]) == sorted(words)
    assert labels["da"]["values"] == "Værdier"  # as readers see it
    assert labels["en"]["offer"] == "Service and support"


@pytest.mark.parametrize("code", ["da", "en"])
def test_every_key_of_the_front_matter_has_a_field(code):
    """Those of pairs are on pages that have such."""
    settings = read_settings(tiny.REPOSITORY)
    content = read_content(tiny.REPOSITORY, settings.languages)
    labels = read_labels(tiny.REPOSITORY)[code]
    made = configuration(content, replace(settings, cms={"backend": "local"}), labels)
    pages = {one["file"]: one["fields"] for collection in made["collections"] for one in collection["files"]}
    assert len(pages) == len({page.id for page in content.pages})
    for fields in pages.values():
        spoken = {field["name"]: field["i18n"] for field in fields}
        assert spoken.keys() == {*keys_of(Facts), "body"} - {"replaces_statements"}
        assert {key for key, translated in spoken.items() if translated} == {*keys_of(Words), "body"}


@pytest.mark.parametrize(
    ("browser_language", "words"),
    [("da-DK", ["Arbejd med lokalt repository", "Hele sitet", "Senest gennemgået", "Værdier"]),
     ("en-GB", ["Work with Local Repository", "The whole site", "Reviewed", "Values"]),
     ("de-DE", ["Work with Local Repository", "The whole site", "Reviewed", "Values"])],
)  # fmt: skip
def test_the_form_speaks_the_language_of_the_browser(browser, editing, docs, browser_language, words):
    with browser.new_page(locale=browser_language, viewport={"width": 1280, "height": 900}) as page:
        page.add_init_script(PICKER + FILE)
        page.goto(f"{editing}/redaktion/")
        page.evaluate(FILL, docs)
        page.get_by_role("button", name=words[0]).click()
        expect(page.get_by_text(words[1], exact=True).first).to_be_visible()
        page.evaluate("() => { location.hash = '/collections/herlev_juvelhuset/entries/vaerdier'; }")
        expect(page.get_by_text(words[2], exact=True).first).to_be_visible()
        expect(page.get_by_role("combobox").first).to_have_text(words[3])


def opened(page: Page, folder: str, name: str) -> None:
    page.evaluate("(hash) => { location.hash = hash; }", f"/collections/{folder}/entries/{name}")
    expect(page.get_by_role("button", name="Gem").first).to_be_visible()
    expect(page.get_by_role("textbox").nth(2)).to_be_visible()


def save(page: Page) -> None:
    page.get_by_role("button", name="Gem").first.click()
    expect(page.get_by_role("button", name="Gem")).to_have_count(0)


def test_what_is_changed_is_all_that_changes(editor, docs):
    opened(editor, "herlev_juvelhuset", "vaerdier")
    text = editor.get_by_role("textbox").nth(2)
    words = text.input_value()
    assert "{: #jh-vaerdier-02 }" in words
    text.fill(words.replace("Juvelhuset har fem værdier.", "Juvelhuset har netop fem værdier."))
    before = docs[f"docs/da/{PAGE}"]
    save(editor)
    front, body = before.rsplit("---\n", 1)
    expected = front + "---\n" + body.replace("Juvelhuset har fem værdier.", "Juvelhuset har netop fem værdier.")
    assert editor.evaluate(READ, f"docs/da/{PAGE}") == expected != before
    assert editor.evaluate(READ, f"docs/en/{PAGE}") == docs[f"docs/en/{PAGE}"]


@pytest.mark.parametrize(
    ("folder", "name"),
    [("herlev_juvelhuset", "index"), ("hjoerring", "index"), ("herlev_juvelhuset", "mission-og-vision"), ("for", "borgere"),
     ("paa-tvaers", "laering"), ("vaerdier", "respekt")],
)  # fmt: skip
def test_every_shape_of_front_matter_survives(editor, docs, folder, name):
    """Lists may be written in another style; what they say, and the text, is the same."""
    opened(editor, folder, name)
    title = editor.get_by_role("textbox").first
    title.fill(title.input_value() + " nu")
    save(editor)
    for code in ("da", "en"):
        path = f"docs/{code}/{folder.replace('_', '/')}/{name}.md"
        before, after = docs[path], editor.evaluate(READ, path)
        (was, old_text), (now, new_text) = split(before), split(after)
        assert new_text == old_text
        assert now == {**was, "title": was["title"] + (" nu" if code == "da" else "")}
        assert list(now) == list(was)


def test_what_is_saved_passes_the_check(editor, tmp_path):
    """With all that the tests before have saved."""
    there = copied(tiny.REPOSITORY / "docs", tmp_path / "docs").parent
    tiny.tools(there)
    opened(editor, "halsnaes", "index")
    title = editor.get_by_role("textbox").first
    title.fill(title.input_value() + " nu")
    save(editor)
    for path in docs_of(there):
        (there / path).write_text(editor.evaluate(READ, path), "utf-8")
    done = subprocess.run([sys.executable, "scripts/check.py"], cwd=there, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "nothing that stops publishing" in done.stdout


def split(text: str) -> tuple[dict, str]:
    _, front, body = text.split("---\n", 2)
    return yaml.safe_load(front), body


def test_in_the_preview_the_check_tells_beside_the_form_what_is_wrong(page, root, tmp_path):
    """Saved into the browser's own folder; from there the test lays the file where a picked folder would have it."""
    there = tiny.site(tmp_path)
    shutil.copytree(root / ".cache" / "cms", there / ".cache" / "cms", symlinks=True)
    asks(there, LOCAL)
    page.set_default_timeout(PATIENCE)
    page.add_init_script(PICKER + FILE)
    with previewed(there) as preview:
        page.goto(f"{preview.address}redaktion/")
        page.evaluate(FILL, docs_of(there))
        page.get_by_role("button", name="Work with Local Repository").click()
        expect(page.get_by_text("Huset", exact=True)).to_be_visible()
        page.evaluate("() => { location.hash = '/collections/hus/entries/vaerdier'; globalThis.same = true; }")
        source, told = page.get_by_role("textbox", name="Source"), page.locator("section.preview-panel li")
        for words, lines in (
            ("nej", [f"{VALUES}:5: No source is declared as `nej`."]), ("husets-ord", []),
        ):  # fmt: skip
            source.fill(words)
            page.get_by_role("button", name="Save").first.click()
            expect(page).to_have_url(f"{preview.address}redaktion/#/collections/hus")
            (there / VALUES).write_text(page.evaluate(READ, VALUES), "utf-8")
            expect(told).to_have_count(len(lines), timeout=PATIENCE)
            expect(told).to_contain_text(lines)
            page.evaluate("() => { location.hash = '/collections/hus/entries/vaerdier'; }")
            here = page.get_by_role("heading", name="1 problem på denne side")
            expect(here).to_have_count(len(lines), timeout=PATIENCE)
        assert page.evaluate("[same, violations]") == [True, []]
        tiny.write(
            there, {"docs/da/hus/ny.md": "---\ntitle: Ny\ndescription: Ny.\nkind: overview\ndraft: true\n---\n\n# Ny\n"}
        )
        preview.told("docs/da/hus/ny.md has changed.")
        with urlopen(f"{preview.address}redaktion/config.da.yml") as answer:
            assert b'"file":"docs/{{locale}}/hus/ny.md"' in answer.read()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("cms: local", "`cms` must be a group of `key: value` lines, not 'local'."),
        ("cms: {backend: [local]}", "`backend` must be text, not a list."),
        ("cms: {backend: ftp}", "`backend` is not a place for the texts: 'ftp'. Write one of: local, github, gitlab."),
        ("cms: {backend: local, token: x}", "`token` is not a key that is known here."),
        ("cms: {backend: github}", "`cms` is not of use without a repository. Write `repo: owner/name`."),
    ],
)
def test_what_can_not_be_meant_is_told_in_one_line(tmp_path, line, told):
    asks(tiny.content(tmp_path), line)
    with pytest.raises(Refused, match=rf"^mkdocs.yml:39: {re.escape(told)}"):
        read_settings(tmp_path)


def test_without_npm_one_line_says_what_to_install(again):
    asks(again, LOCAL)
    done = build(again, PATH="/nowhere")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert "Install it: apt install npm" in done.stderr


def test_the_package_is_pinned_and_names_no_registry():
    folder = tiny.REPOSITORY / "scripts" / "cms"
    package, lock = (json.loads((folder / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    assert all(re.fullmatch(r"[\d.]+", version) for version in package["dependencies"].values())
    pinned = {path: entry for path, entry in lock["packages"].items() if path}
    assert [path for path, entry in pinned.items() if "integrity" not in entry or "resolved" in entry] == []
    # It is shipped as one program: what it was made of is not installed.
    assert list(pinned) == [f"node_modules/{name}" for name in package["dependencies"]]
