"""A page tells its history, and an earlier version keeps its address and says that it is not in force."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import built_once, command, serving
from lxml import html
from test_accessibility import SCHEMES, axe_in, failing
from test_read_aloud import DANISH, reading

import tiny
from waymarks.news.page_history import page_history
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content

SUPERSEDED = "superseded:\n  on: 2026-11-20\n  by: /hus/vaerdier/\n"


def tree(release: Path, path: str) -> html.HtmlElement:
    return html.fromstring((release / path / "index.html").read_bytes())


def text(element) -> str:
    return " ".join(element.text_content().split())


def adopted_anew(root: Path) -> None:
    """What an editor does, as the README says: the old page moves to a folder of its own, the new one takes its address."""
    tiny.site(root)
    for code in ("da", "en"):
        folder = root / f"docs/{code}/hus"
        (folder / "2020").mkdir()
        old = (folder / "vaerdier.md").read_text("utf-8")
        new = re.sub(r"hus-vaerdier-(\d\d)", r"hus-ord-\1", old).replace("arbejder for ro", "arbejder for fred")
        moved = old.replace("kind: values\n", f"kind: values\n{SUPERSEDED}").replace("\ntitle: ", "\ntitle: 2020, ")
        (folder / "2020" / "vaerdier.md").write_text(moved, "utf-8")
        (folder / "vaerdier.md").write_text(new, "utf-8")
    tiny.confirm(root)


@pytest.fixture(scope="module")
def release(tmp_path_factory) -> Path:
    return (built_once(tmp_path_factory, "adopted-anew", adopted_anew) / "public" / "current").resolve()


def test_a_page_says_since_when_it_is_shown_and_what_was_changed_since_statement_by_statement(built, site):
    shown = [page for page in site.pages if page.statements and site.is_to_be_found(page)]
    changed = 0
    for page in shown:
        told, aside = (
            page_history(site, page),
            tree(built, page.url).xpath("//aside[@aria-labelledby='source-note']")[0],
        )
        label = {"da": "Vist her siden", "en": "Shown here since"}[page.language.code]
        assert f"{label}{told.presented}" in text(aside).replace(f"{label} ", label)
        links = aside.xpath(".//a[starts-with(@href, '#')]/@href")
        wanted = [f"#{id}" for line in told.lines for id, _ in line.statements]
        assert links == wanted
        assert len(set(wanted)) == len(wanted)
        # What happened is named once, however many days it happened on.
        named = [one.text for one in aside.iter("dt")]
        assert all(before != after for before, after in pairwise(named))
        again = [one.id for one in page.statements if len(site.changes_to(one.id, page.language)) > 1]
        assert {*wanted} == {f"#{id}" for id in again}
        changed += len(wanted)
    assert changed >= 62


def test_an_earlier_version_keeps_its_address_and_says_what_is_in_force(release):
    for prefix, says, leads in (
        ("", "Denne udgave gælder ikke længere. Den blev afløst den 20. november 2026.", "Husets værdier"),
        (
            "en/",
            "This version is no longer in force. It was replaced on 20 November 2026.",
            "The values of the house",
        ),
    ):
        page = tree(release, f"{prefix}hus/2020/vaerdier")
        (banner,) = page.xpath("//main/*[1][@role='note']")
        assert text(banner).startswith(says)
        (link,) = banner.xpath(".//a")
        assert text(link).endswith(leads)
        assert (release / prefix / "hus/2020/vaerdier" / link.get("href") / "index.html").samefile(
            release / prefix / "hus/vaerdier/index.html"
        )
        assert page.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert page.xpath("//head/title/text()")[0].strip()
        assert [page.get_element_by_id(id) is not None for id in ("hus-vaerdier-01", "hus-vaerdier-02")] == [True, True]
        now = tree(release, f"{prefix}hus/vaerdier")
        earlier = now.xpath("//aside[@aria-labelledby='source-note']//a/@href")
        assert earlier == ["../2020/vaerdier/"]
        assert now.xpath("//main/*[1][@role='note']") == []


def test_an_earlier_version_is_in_no_menu_search_comparison_or_site_map(release):
    assert "/hus/2020/" not in (release / "sitemap.xml").read_text("utf-8")
    for code in ("da", "en"):
        assert "hus/2020/" not in tiny.searched(release, code)
    for file in release.rglob("index.html"):
        page = html.fromstring(file.read_bytes())
        # The old page itself has a switch to its twin.
        assert "2020" in str(file) or [one for one in page.xpath("//nav//a/@href") if "2020" in one] == [], file
    data = release / "data/v1/places/huset/statements.json"
    superseded = dict(re.findall(r'"id":"(hus-[a-z]+-01)".*?"superseded":(null|"[\d-]+")', data.read_text("utf-8")))
    assert superseded == {"hus-vaerdier-01": '"2026-11-20"', "hus-ord-01": "null"}


@pytest.mark.parametrize(("width", "size"), [(360, ""), (1280, ""), (320, "larger")])
def test_who_comes_by_the_short_address_of_an_old_statement_sees_the_banner_and_the_statement(
    page, release, width, size
):
    with serving(release) as address:
        page.set_viewport_size({"width": width, "height": 300})
        page.add_init_script(f"localStorage.pejlemaerker = JSON.stringify({{ size: '{size}' }})")
        page.goto(f"{address}/s/hus-vaerdier-02/")
        page.wait_for_url("**/hus/2020/vaerdier/#hus-vaerdier-02")
        page.wait_for_load_state()
        banner, statement = (page.locator(one).bounding_box() for one in (".superseded", "#hus-vaerdier-02"))
        assert 0 <= banner["y"] < 300 - 20
        assert banner["y"] + banner["height"] <= statement["y"] < 300
        assert failing(axe_in(page, [(scheme, width) for scheme in SCHEMES])) == {}


@pytest.mark.parametrize(("width", "height", "size"), [(360, 740, ""), (320, 640, "larger"), (640, 320, "")])
def test_the_banner_and_the_bar_of_reading_aloud_do_not_lie_over_each_other_or_the_text(
    browser, release, width, height, size
):
    with serving(release) as address, reading(browser, address) as reader:
        reader.tab.set_viewport_size({"width": width, "height": height})
        reader.tab.emulate_media(reduced_motion="reduce")
        reader.open(
            [DANISH], "/hus/2020/vaerdier/", f"localStorage.pejlemaerker = JSON.stringify({{ size: '{size}' }})"
        )
        reader.tab.evaluate("document.querySelector('#hus-vaerdier-02').textContent = 'Huset arbejder. '.repeat(200)")
        reader.press("Læs siden op")
        for _ in range(100):
            reader.sentence_ends()
        banner, bar = (reader.tab.locator(one).bounding_box() for one in (".superseded", "[data-read-aloud]"))
        sentence = reader.tab.evaluate("[...CSS.highlights.get('reading')][0].getBoundingClientRect().top")
        assert reader.tab.evaluate("scrollY") > 0
        assert banner["y"] + banner["height"] <= bar["y"]
        assert max(banner["y"] + banner["height"], bar["y"] + bar["height"]) <= sentence


def test_versions_of_versions_lead_to_the_one_in_force(tmp_path):
    root = tiny.content(tmp_path)
    (root / "docs/da/gammel.md").write_text(
        "---\ntitle: Gammel\ndescription: G.\nkind: overview\nuntranslated: [en]\nsuperseded:\n"
        "  on: 2026-01-01\n  by: /kommuner-og-tilbud/\n---\n\n# Gammel\n",
        "utf-8",
    )
    page = root / "docs/da/kommuner-og-tilbud.md"
    tiny.replace(page, ("kind: overview\n", f"kind: overview\n{SUPERSEDED}"))
    content = read_content(root, read_settings(root).languages)
    site = relate(content)
    now, oldest, older = (site.by_path[f"docs/da/{id}"] for id in ("hus/vaerdier.md", "gammel.md", page.name))
    assert [site.in_force(one) for one in (now, oldest, older)] == [now, now, now]
    assert site.earlier(now) == [older, oldest]
    english = site.by_path["docs/en/hus/vaerdier.md"]
    assert [(one.page.language.code, one.day) for one in page_history(site, english).earlier] == [
        ("en", "20 November 2026"),
        ("da", "1 January 2026"),
    ]


def test_the_site_says_how_many_statements_are_in_force(tmp_path):
    adopted_anew(tmp_path)
    done = command(tmp_path, "check")
    assert done.returncode == 0, done.stderr
    site = relate(read_content(tmp_path, read_settings(tmp_path).languages))
    assert site.sections == {"hus-ord": ("hus-ord-01", "hus-ord-02")}
    assert [
        one.id for page in site.said_by(site.organisations["huset"], site.languages[0]) for one in page.statements
    ] == [
        "hus-ord-01",
        "hus-ord-02",
    ]
