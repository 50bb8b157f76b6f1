"""The live preview, in a real browser: what is saved is there, what is wrong is told there and in the terminal."""

import errno
import http.client
import json
import multiprocessing
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from live_pages import LivePages
from playwright.sync_api import Page, expect

import tiny
from waymarks.building.handover import Handover, all_urls
from waymarks.checks import check, check_again
from waymarks.preview.draft import Draft
from waymarks.preview.failures import failure
from waymarks.preview.panel import WITHOUT_TABLE
from waymarks.preview.panel import panel as panel_of
from waymarks.preview.renewal import renewed
from waymarks.reading.settings import read_settings
from waymarks.reading.strings import read_strings
from waymarks.site import relate
from waymarks.source import read_content

VALUES = "docs/da/hus/vaerdier.md"
DAY = date(2026, 11, 24)
PATIENCE = 30_000  # milliseconds, on a machine that does other things too


@dataclass
class Preview:
    root: Path
    address: str
    lines: list[str]

    def edit(self, path: str, old: str, new: str) -> None:
        tiny.replace(self.root / path, (old, new))

    def told(self, words: str) -> str:
        return told(self.lines, words)

    def status(self, path: str, host: str = "", method: str = "GET") -> int:
        connection = http.client.HTTPConnection(self.address.split("/")[2], timeout=30)
        connection.putrequest(method, path, skip_host=bool(host))
        if host:
            connection.putheader("Host", host)
        connection.endheaders()
        return connection.getresponse().status


def told(lines: list[str], words: str) -> str:
    """The first of the lines that has these words, once there is one."""
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end:
        if found := next((line for line in lines if words in line), None):
            return found.rstrip()
        time.sleep(0.05)
    raise AssertionError("".join(lines))


@contextmanager
def previewed(root: Path) -> Iterator[Preview]:
    """The preview of the project in `root`, whose mkdocs.yml has the site in a folder of its host."""
    file = root / "mkdocs.yml"
    tiny.replace(file, ("pejlemaerker.example/", "pejlemaerker.example/ord/"))
    process = subprocess.Popen(
        [sys.executable, "scripts/serve.py", "--port", "0"],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown = Preview(root, "", [])
    threading.Thread(target=lambda: shown.lines.extend(process.stdout), daemon=True).start()
    try:
        shown.address = re.search(r"http\S+", shown.told("The preview is at "))[0]
        yield shown
        assert not [line for line in shown.lines if "Traceback" in line]
    finally:
        process.terminate()
        assert process.wait(20) == 143


@pytest.fixture(scope="module")
def preview(tmp_path_factory) -> Iterator[Preview]:
    with previewed(tiny.site(tmp_path_factory.mktemp("preview"))) as shown:
        yield shown


@pytest.fixture
def tab(page, preview) -> Iterator[Page]:
    """A page whose policy refuses nothing, and whose scripts fail nowhere."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: "Content Security" in said.text and complaints.append(said.text))
    page.set_default_timeout(PATIENCE)
    yield page
    assert complaints == []


def panel(tab: Page):
    return tab.locator("section.preview-panel")


@pytest.mark.parametrize(
    ("path", "prefix", "old"), [(VALUES, "", "arbejder for ro"), ("docs/en/hus/vaerdier.md", "en/", "works for calm")]
)
def test_what_is_saved_is_shown_without_a_reload_by_hand(preview, tab, path, prefix, old):
    tab.goto(f"{preview.address}{prefix}hus/vaerdier/")
    expect(tab.locator("article")).to_contain_text(old)
    preview.edit(path, old, f"{old} ZZZ")
    expect(tab.locator("article")).to_contain_text("ZZZ", timeout=PATIENCE)
    preview.edit(path, " ZZZ", "")
    expect(tab.locator("article")).not_to_contain_text("ZZZ", timeout=PATIENCE)


@pytest.mark.parametrize(
    ("prefix", "heading", "close"), [("", "1 problem på denne side", "Luk"), ("en/", "1 problem on this page", "Close")]
)
def test_a_problem_is_above_the_page_and_in_the_terminal_until_it_is_mended(preview, tab, prefix, heading, close):
    tab.goto(f"{preview.address}{prefix}hus/vaerdier/")
    preview.lines.clear()
    preview.edit(VALUES, "source: husets-ord", "source: nej")
    line = preview.told("No source is declared")
    assert line.startswith(f"{VALUES}:5: No source is declared as `nej`.")
    shown = panel(tab)
    expect(shown.locator("li")).to_have_text([line], timeout=PATIENCE)
    expect(shown.get_by_role("heading", name=heading)).to_be_visible()
    expect(tab.get_by_role("region", name="Hvad der skal ses på" if not prefix else "What to look at")).to_be_visible()
    expect(tab.locator("p.preview-said[role=status]")).to_contain_text(heading)
    expect(tab.locator("article h1")).to_be_visible()
    shown.get_by_role("button", name=close).focus()
    tab.keyboard.press("Escape")
    expect(shown).to_have_count(0)
    preview.edit(VALUES, "# Husets værdier", "# Husets  værdier")  # another change brings back nothing that was closed
    tab.reload()
    expect(tab.locator("p.preview-said")).to_contain_text(heading)
    expect(shown).to_have_count(0)
    preview.edit(VALUES, "# Husets  værdier", "# Husets værdier")
    preview.edit(VALUES, "source: nej", "source: husets-ord")
    preview.told("mended.")
    expect(tab.locator("p.preview-said")).to_be_empty(timeout=PATIENCE)


def test_a_page_that_cannot_be_read_is_told_of_where_it_would_be(preview, tab):
    file = preview.root / "docs/en/hus/vaerdier.md"
    right = file.read_bytes()
    tab.goto(f"{preview.address}en/hus/vaerdier/")
    file.write_bytes(right.decode().encode("utf-16"))
    expect(tab.locator("h1")).to_have_text("Page not found", timeout=PATIENCE)
    expect(panel(tab)).to_contain_text("1 problem on this page", timeout=PATIENCE)
    expect(panel(tab).locator("li").first).to_contain_text("docs/en/hus/vaerdier.md:1: The file is not saved as UTF-8")
    file.write_bytes(right)
    expect(panel(tab)).to_have_count(0, timeout=PATIENCE)
    expect(tab.locator("h1")).not_to_have_text("Page not found", timeout=PATIENCE)


def test_pages_come_and_go(preview, tab):
    answer = tab.goto(f"{preview.address}ny/")
    assert answer.status == 404
    expect(tab.locator("h1")).to_have_text("Siden findes ikke")
    tiny.write(preview.root, tiny.NEW_PAGE)
    expect(tab.locator("h1")).to_have_text("Ny", timeout=PATIENCE)
    (preview.root / "docs/en/ny.md").rename(preview.root / "docs/en/nyere.md")
    (preview.root / "docs/da/ny.md").rename(preview.root / "docs/da/nyere.md")
    expect(tab.locator("h1")).to_have_text("Siden findes ikke", timeout=PATIENCE)
    tab.goto(f"{preview.address}en/nyere/")
    expect(tab.locator("h1")).to_have_text("New")
    tiny.write(preview.root, {"docs/da/nyere.md": None, "docs/en/nyere.md": None})
    expect(tab.locator("h1")).to_have_text("Page not found", timeout=PATIENCE)


def test_a_draft_says_that_it_is_one_until_it_is_published(preview, tab):
    tab.goto(f"{preview.address}en/hus/vaerdier/")
    expect(tab.locator("article")).to_be_visible()
    expect(tab.get_by_text("This page is not published.")).to_have_count(0)
    preview.edit(VALUES, "kind: values", "kind: values\ndraft: true")
    expect(tab.get_by_text("This page is not published.")).to_be_visible(timeout=PATIENCE)
    preview.edit(VALUES, "\ndraft: true", "")
    expect(tab.get_by_text("This page is not published.")).to_have_count(0, timeout=PATIENCE)


def test_templates_words_and_styles_are_followed(preview, tab):
    tab.goto(f"{preview.address}hus/vaerdier/")
    preview.edit("overrides/main.html", "{% block main %}", '{% block main %}<p id="tried">x</p>')
    expect(tab.locator("#tried")).to_be_visible(timeout=PATIENCE)
    preview.edit("overrides/locales/da.yml", "skip: Gå til indholdet", "skip: Spring hen")
    expect(tab.locator("a.skip")).to_have_text("Spring hen", timeout=PATIENCE)
    preview.edit("overrides/assets/stylesheets/site.css", "html {", "#tried { opacity: 0.5 }\nhtml {")
    expect(tab.locator("#tried")).to_have_css("opacity", "0.5", timeout=PATIENCE)


def test_a_template_that_cannot_be_read_leaves_the_page_as_it_was(preview, tab):
    tab.goto(f"{preview.address}hus/vaerdier/")
    preview.edit("overrides/main.html", "{% extends", "{% if %}\n{% extends")
    line = preview.told("overrides/main.html:1: The page can't be rendered: TemplateSyntaxError")
    expect(panel(tab).locator("li").first).to_have_text(line, timeout=PATIENCE)
    expect(tab.locator("article")).to_contain_text("Huset arbejder for ro")
    preview.edit("overrides/main.html", "{% if %}\n", "")
    expect(panel(tab)).to_have_count(0, timeout=PATIENCE)


def test_a_template_without_a_word_leaves_the_page_as_it_was(preview, tab):
    tab.goto(f"{preview.address}hus/vaerdier/")
    file = preview.root / "overrides/base.html"
    right = file.read_text("utf-8")
    file.write_text("", "utf-8")
    line = preview.told("overrides/base.html:1: The page comes out empty.")
    expect(panel(tab).locator("li").first).to_have_text(line, timeout=PATIENCE)
    expect(tab.locator("article")).to_contain_text("Huset arbejder for ro")
    file.write_text(right, "utf-8")
    expect(panel(tab)).to_have_count(0, timeout=PATIENCE)


def test_a_configuration_that_is_gone_is_told_of_in_plain_english(preview, tab):
    tab.goto(f"{preview.address}hus/vaerdier/")
    file = preview.root / "mkdocs.yml"
    file.rename(preview.root / "mkdocs.bak")
    line = preview.told("mkdocs.yml:1:")
    assert (
        line
        == "mkdocs.yml:1: The file can't be opened: No such file or directory. Put it back, as it last was. [not-rendered]"
    )
    preview.lines.clear()
    (preview.root / "mkdocs.bak").rename(file)
    preview.told("The preview is at ")  # it starts anew, and what is changed meanwhile would be another test's


def test_a_file_that_may_not_be_read_is_there_and_needs_no_other(tmp_path):
    tiny.content(tmp_path)
    refused = PermissionError(errno.EACCES, "Permission denied", str(tmp_path / "docs/da/index.md"))
    assert (
        str(failure(tmp_path, refused))
        == "docs/da/index.md:1: The file can't be opened: Permission denied. Give yourself the right to read it. [not-rendered]"
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("\nskip: [Skip", r":\d+: The string table can't be read from here: .* \[bad-yaml\]"),
        ("", r":1: `skip` is missing\. Translate it from overrides/locales/da\.yml: .* \[missing-key\]"),
    ],
)
def test_a_table_of_words_that_cannot_be_used_is_told_of_as_a_build_does(preview, tab, wrong, said):
    preview.lines.clear()
    tab.goto(f"{preview.address}en/hus/vaerdier/")
    table = preview.root / "overrides/locales/en.yml"
    right = table.read_text("utf-8")
    preview.edit("overrides/locales/en.yml", "\nskip: Skip to the content", wrong)
    line = preview.told("overrides/locales/en.yml:")
    assert re.fullmatch(f"overrides/locales/en.yml{said}", line)
    expect(panel(tab).locator("li").first).to_have_text(line, timeout=PATIENCE)
    expect(tab.locator("article")).to_contain_text("works for calm")
    table.write_text(right, "utf-8")
    expect(panel(tab)).to_have_count(0, timeout=PATIENCE)


def test_while_no_table_of_words_can_be_used_it_is_told_in_plain_english(preview):
    preview.lines.clear()
    preview.edit("overrides/locales/en.yml", "\nskip: ", "\nskip: [")
    line = preview.told("overrides/locales/en.yml:")
    assert preview.status("/ord/assets/search/en/index.json") == 503
    assert preview.told("The search can't be made") == f"The search can't be made. {line}"
    preview.edit("overrides/locales/da.yml", "\npreview_heading: ", "\npreview_title: ")
    assert preview.status("/ord/aldrig-set/") == 503
    with urlopen(f"{preview.address}.preview/events?page=/ord/aldrig-set/") as events:
        shown = json.loads(events.readline().removeprefix(b"data: "))["panel"]
    assert (shown["language"], shown["heading"], shown["groups"][0]["lines"]) == ("en", "What to look at", [line])
    preview.edit("overrides/locales/da.yml", "\npreview_title: ", "\npreview_heading: ")
    preview.edit("overrides/locales/en.yml", "\nskip: [", "\nskip: ")


def test_what_is_told_without_a_table_is_what_the_english_one_has():
    words = read_strings(tiny.REPOSITORY, "en").words
    assert {key: text for key, text in words.items() if key.startswith("preview_")} == WITHOUT_TABLE


def test_what_keeps_an_answer_from_a_browser_is_told_of(preview):
    with pytest.raises(http.client.RemoteDisconnected):
        preview.status("http://[/", host=urlsplit(preview.address).netloc)
    assert re.fullmatch(
        r"A browser could not be answered: ValueError: Invalid IPv6 URL \(parse\.py:\d+\)\. "
        r"Load the page again; if this is told again, tell a developer\.",
        preview.told("could not be answered"),
    )


def test_a_page_whose_name_no_header_can_hold_is_led_to_all_the_same(preview):
    tiny.write(preview.root, {f"docs/{code}/жар.md": tiny.NEW_PAGE[f"docs/{code}/ny.md"] for code in ("da", "en")})
    preview.told("docs/da/жар.md:")
    assert preview.status("/ord/%D0%B6%D0%B0%D1%80") == 302
    for code in ("da", "en"):
        (preview.root / f"docs/{code}/жар.md").unlink()
    preview.lines.clear()
    preview.told("mended.")


def test_working_texts_are_followed_from_the_first_one_on(preview):
    text = "source: husets-ord\ndocument: ord.docx\npoints:\n  - at: line 1\n    text: Ro\n"
    preview.lines.clear()
    tiny.write(preview.root, {"sources/husets-ord.yml": text})
    preview.told("sources/husets-ord.yml:4: Nothing says what became of this point")
    preview.edit("sources/husets-ord.yml", "text: Ro\n", "text: Ro\n    statement: hus-ro-01\n")
    preview.told("sources/husets-ord.yml:4: The point is said to be in `hus-ro-01`")
    preview.lines.clear()
    (preview.root / "sources/husets-ord.yml").unlink()
    (preview.root / "sources").rmdir()
    preview.told("mended.")


def test_a_tool_that_changes_starts_it_anew_at_the_same_address(preview, tab):
    tab.goto(f"{preview.address}hus/vaerdier/")
    preview.edit("mkdocs.yml", "site_name: Pejlemærker", "site_name: [")
    preview.told("mkdocs.yml:")
    expect(panel(tab).locator("li").first).to_contain_text("mkdocs.yml:", timeout=PATIENCE)
    preview.edit("mkdocs.yml", "site_name: [", "site_name: Nordlys")
    preview.told("mkdocs.yml has changed: the preview starts anew.")
    expect(tab).to_have_title(re.compile("Nordlys"), timeout=PATIENCE)


def test_what_mkdocs_does_not_take_is_told_of_with_its_line(preview):
    preview.edit("mkdocs.yml", "\ndocs_dir:", "\nstrikt: true\ndocs_dir:")
    preview.told("mkdocs.yml:10: MkDocs does not take `strikt`: Unrecognised configuration name: strikt. ")
    assert preview.status("/ord/") == 503
    preview.lines.clear()
    preview.edit("mkdocs.yml", "\nstrikt: true", "")
    preview.told("The preview is at ")
    assert preview.status("/ord/") == 200


def test_search_and_what_leads_on_work_as_in_a_release(preview, tab):
    assert preview.status("/ord/assets/search/en/index.json") == 200
    assert preview.status("/ord/sitemap.xml") == 200
    assert preview.status("/ord/robots.txt") == 200
    assert preview.status("/ord/hus") == 302
    assert preview.status("/ord/redaktion/") == 404  # unless mkdocs.yml asks for it
    assert preview.status("/") == 302
    tab.goto(f"{preview.address}s/hus-vaerdier-01/")
    tab.wait_for_url("**/hus/vaerdier/#hus-vaerdier-01")


def test_it_is_for_this_machine_and_these_files_alone(preview):
    (preview.root / "overrides/assets/ud.css").symlink_to("/etc/passwd")
    assert preview.status("/ord/", host="evil.example") == 421
    assert preview.status("/ord/", method="POST") == 501
    for path in (
        "../mkdocs.yml",
        "assets/../../mkdocs.yml",
        "assets/%2e%2e/main.html",
        "assets/%2e%2e/locales/da.yml",
        "assets//etc/passwd",
        "assets/ud.css",
        ".preview/draft.py",
        ".preview/../servers/nginx",
        ".preview//etc/passwd",
        "//etc/passwd",
        f"assets/search/{'../' * 20}etc/passwd",
        f"assets/search/{'..%2f' * 20}etc/passwd",
        "assets/search//etc/passwd",
        *(f"{folder}{name}" for folder in ("assets/search/", "assets/", ".preview/") for name in ("%00", "a" * 400)),
    ):
        assert preview.status(f"/ord/{path}") == 404


CHANGES = [
    {VALUES: tiny.PAGES[VALUES].replace("arbejder for ro", "arbejder for blafreværdi, tlf. 12 34 56 78,")},
    {VALUES: None},
    {"docs/en/hus/vaerdier.md": tiny.PAGES["docs/en/hus/vaerdier.md"].replace("{: #hus-vaerdier-02 }", "")},
    {"docs/da/hus/index.md": tiny.PAGES["docs/da/hus/index.md"].replace("name: Huset", "name: Blafrehuset")},
    {"docs/da/a/b.md": "# B\n"},
    {"docs/glossary.yml": "version: 1\nterms: []\n"},
]


@pytest.mark.parametrize("change", CHANGES)
def test_what_is_read_again_is_what_would_be_read_anew(tmp_path, change):
    front = (
        "docs/da/index.md"  # has a word that is known for as long as a place is called that, and another problem else
    )
    tiny.write(tiny.content(tmp_path), {front: tiny.PAGES[front].replace("[Huset]", "Blafrehuset: [Huset]")})
    settings = read_settings(tmp_path)
    before = read_content(tmp_path, settings.languages)
    tiny.write(tmp_path, change)
    now, anew = renewed(tmp_path, before, set(change)), read_content(tmp_path, settings.languages)
    assert now.content == anew
    assert now.same_files == (before.published == anew.published)
    found, day = check(before, settings, DAY), DAY
    again = check(anew, settings, day) if now.judged is None else check_again(anew, settings, day, found, now.judged)
    assert again == check(anew, settings, day)


def test_what_is_found_while_the_next_change_is_read_is_not_forgotten(tmp_path):
    tiny.write(tiny.site(tmp_path), {VALUES: tiny.PAGES[VALUES].replace("for ro", "for blafrero")})
    lines: list[str] = []
    draft = Draft(tmp_path, "http://127.0.0.1/", LivePages, lambda: DAY, lines.append)
    told(lines, "`blafrero`")
    with draft.lock:
        tiny.write(tmp_path, {VALUES: tiny.PAGES[VALUES].replace("for ro", "for blafrefred")})
        draft.follow({VALUES})
        for check in multiprocessing.active_children():
            check.join()
        front = "docs/da/index.md"
        tiny.write(tmp_path, {front: tiny.PAGES[front].replace("[Huset]", "Blafrehus: [Huset]")})
        draft.follow({front})
    told(lines, "`Blafrehus`")
    assert told(lines, "mended.") == "2 problems are mended."  # of both texts that are no more
    assert [one.path for one in draft.problems if "`blafrefred`" in one.message] == [VALUES]


def test_what_stops_publishing_comes_first_and_of_other_pages_alone(tmp_path):
    front = "docs/da/index.md"
    wrong = {
        VALUES: tiny.PAGES[VALUES].replace("for ro", "for blafrero") + "\n[Mere](nej.md)\n",
        front: tiny.PAGES[front].replace("[Huset]", "Blafrehus: [Huset]"),
    }
    tiny.write(tiny.site(tmp_path), wrong)
    lines: list[str] = []
    draft = Draft(tmp_path, "http://127.0.0.1/", LivePages, lambda: DAY, lines.append)
    told(lines, "nej.md")
    shown = {url: [one["lines"] for one in panel_of(draft, url)["groups"]] for url in ("hus/vaerdier/", "")}
    rules = {url: [[line.rpartition(" ")[2] for line in lines] for lines in groups] for url, groups in shown.items()}
    assert rules == {
        "hus/vaerdier/": [["[broken-link]", "[unknown-word]", "[vague-link]", "[awaiting-translation]"]],
        "": [["[unknown-word]"], ["[broken-link]"]],
    }


def test_a_picture_is_there_for_as_long_as_a_page_shows_it(tmp_path):
    draft = Draft(tiny.components(tmp_path), "http://127.0.0.1/", LivePages, lambda: DAY, lambda _: None)
    assert draft.files == {"assets/firkant.svg": tmp_path / "docs/assets/firkant.svg"}
    tiny.write(tmp_path, {"docs/da/dele.md": None, "docs/en/dele.md": None})
    draft.follow({"docs/da/dele.md", "docs/en/dele.md"})
    assert draft.files == {}
    draft.stop()


def test_a_page_that_is_asked_for_is_what_a_build_writes(again, tmp_path):
    """Every page, MkDocs's own and derived ones, in both languages."""
    settings = read_settings(again)
    content = read_content(again, settings.languages)
    given = Handover(relate(content), content.published, settings.review)
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "-d", str(tmp_path / "site")]
    subprocess.run(command, cwd=again, check=True, env={**os.environ, "NO_MKDOCS_2_WARNING": "1"})
    live = LivePages(again, settings.site_url, given)
    assert len(all_urls(given.site)) > 10
    built = {url: (tmp_path / "site" / url / "index.html").read_text("utf-8") for url in all_urls(given.site)}
    assert [url for url, text in built.items() if live.text(url) != text] == []
    assert live.not_found("en/nej/") == (tmp_path / "site/en/404.html").read_text("utf-8")
    assert live.text("sitemap.xml") == (tmp_path / "site/sitemap.xml").read_text("utf-8")


def test_the_panel_is_part_of_no_published_page(published):
    pages = list((published / "public/current").rglob("*.html"))
    assert pages
    assert not [page for page in pages if b".preview" in page.read_bytes()]
