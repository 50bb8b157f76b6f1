"""Reading paths: a place's own pages in order, with what the reader marks kept in the reader's browser only."""

import io
import re
from datetime import date
from urllib.parse import urlsplit

import pikepdf
import pytest
import zxingcpp
from conftest import build, withheld
from lxml import html
from PIL import Image
from playwright.sync_api import expect

import tiny
from waymarks.reading.settings import read_settings
from waymarks.relations.paths import FOLDER
from waymarks.site import relate
from waymarks.source import read_content

PLACES = ("herlev/juvelhuset/", "hoeje-taastrup/", "hoeje-taastrup/socialpsykiatri/", "hjoerring/", "halsnaes/")
KEPT = "JSON.parse(localStorage.getItem('pejlemaerker-laeserute'))"


def read(file):
    return html.parse(file / "index.html").getroot()


def links(tree, path: str) -> list[str]:
    return [link.get("href") for link in tree.xpath(path)]


def test_every_place_with_statements_has_a_path_in_both_languages(site):
    assert {path.url for path in site.paths} == {prefix + place + FOLDER for place in PLACES for prefix in ("", "en/")}


def test_a_path_goes_over_all_pages_with_statements_of_its_own_place_and_no_other(site):
    for path in site.paths:
        pages = [page for page in site.in_language(path.page.language) if page.statements]
        own = {page.id for page in pages if site.home(page).address == path.page.address}
        assert {step.page.id for step in path.steps} == own
        assert {step.page.language for step in path.steps} == {path.page.language}


def test_a_page_of_which_nobody_knows_what_it_is_is_no_step(tmp_path):
    """The preview shows the path also while what a page says of itself can't be used, and there is no question for that."""
    page = tiny.content(tmp_path) / "docs/da/hus/vaerdier.md"
    steps = []
    for old, new in (("kind: values", "kind: values"), ("kind: values", "kind: nej")):
        tiny.replace(page, (old, new))
        site = relate(read_content(tmp_path, read_settings(tmp_path).languages))
        steps.append([step.page.id for path in site.paths for step in path.steps])
    assert steps == [["hus/vaerdier.md"] * 2, []]


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("place", PLACES)
def test_each_page_leads_to_the_next_step_and_the_last_to_the_page_to_print(built, prefix, place):
    path = built / prefix / place / FOLDER
    tree = read(path)
    steps = [(path / link).resolve() for link in links(tree, "//ol[@class='path']/li/a")]
    assert (path / links(tree, "//p[@class='next-step']/a")[0]).resolve() == steps[0]
    assert len(tree.xpath("//ol[@class='path']/li/p[@class='question']")) == len(steps)
    for here, following in zip(steps, [*steps[1:], path / "udskrift"], strict=True):
        halt = read(here).xpath("//aside[contains(@class, 'halt')]")[0]
        assert (here / links(halt, "p[@class='next-step']/a")[0]).resolve() == following
        assert (here / links(halt, "p/a")[0]).resolve() == path
        questions = [
            tree.xpath("string(//ol/li[a/@href=$href]/p[@class='question'])", href=link)
            for link in links(tree, "//ol[@class='path']/li/a")
            if (path / link).resolve() == here
        ]
        assert questions == [halt.xpath("string(.//p[@class='question'])")]
    paper = path / "udskrift"
    assert [(paper / link).resolve() for link in links(read(paper), "//ol[@class='path']/li/a")] == steps


def test_a_path_says_its_twin_and_has_a_title_of_its_own(built, site):
    titles = set()
    for path in site.paths:
        for url in (path.url, path.print_url):
            tree = read(built / url)
            titles.add(tree.xpath("string(//title)"))
            address = url.removeprefix("en/")
            assert links(tree, "//link[@rel='canonical']") == [f"https://pejlemaerker.example/{url}"]
            assert {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")} == {
                "da": f"https://pejlemaerker.example/{address}",
                "en": f"https://pejlemaerker.example/en/{address}",
                "x-default": f"https://pejlemaerker.example/{address}",
            }
            assert not tree.xpath("//meta[@name='robots']")
    assert len(titles) == 2 * len(site.paths)


def test_a_phone_reads_the_qr_code(page, address, site):
    for path in site.paths:
        page.goto(f"{address}/{path.url}")
        picture = Image.open(io.BytesIO(page.locator("img.qr").screenshot()))
        codes = [(code.text, code.ec_level) for code in zxingcpp.read_barcodes(picture)]
        assert codes == [(f"https://pejlemaerker.example/{path.url}", "M")]


def test_a_path_is_made_when_none_is_declared_and_kept_to_when_one_is(tmp_path):
    root = tiny.site(tmp_path)
    text = "---\ntitle: {}\ndescription: D.\n{}---\n\n# {}\n\n{}\n{{: #hus-mission-01 }}\n"
    facts = "kind: mission\nsource: husets-ord\n"
    words = " ".join(["ord"] * 500)
    tiny.write(
        root,
        {
            "docs/da/hus/mission.md": text.format("Husets mission", facts, "Husets mission", words),
            "docs/en/hus/mission.md": text.format("The mission of the house", "", "Mission", words),
        },
    )
    build(root)
    tree = read(root / "public" / "current" / "hus" / "laeserute")
    assert tree.xpath("//ol[@class='path']/li/a/text()") == ["Husets mission", "Husets værdier"]
    times = [re.findall(r"\d+", text)[0] for text in tree.xpath("//ol/li/p[@class='small']/text()[1]")]
    assert times == ["3", "1"]  # 503 words, and 10
    assert "Læsetid i alt: cirka 4 min." in tree.xpath("string(//article)")
    declared = "  path:\n    - page: vaerdier.md\n      question: {}\n"
    for path, name, question in (
        ("docs/da/hus/index.md", "  name: Huset\n", "Hvad er ro?"),
        ("docs/en/hus/index.md", "  name: The house\n", "What is calm?"),
    ):
        file = root / path
        tiny.replace(file, (name, name + declared.format(question)))
    build(root)
    for prefix, title, question in (
        ("", "Husets værdier", "Hvad er ro?"),
        ("en", "The values of the house", "What is calm?"),
    ):
        tree = read(root / "public" / "current" / prefix / "hus" / "laeserute")
        assert tree.xpath("//ol[@class='path']/li/a/text()") == [title]
        assert question in tree.xpath("string(//ol//p[@class='question'])")
        page = read(root / "public" / "current" / prefix / "hus" / "mission")
        assert not page.xpath("//aside[contains(@class, 'halt')]")


WORDS = {
    "": (
        "Markér siden som læst",
        "Jeg har læst siden",
        "Mine tanker",
        "Læst den",
        "Du har læst 1 af 4 trin.",
        "Slet det, jeg har",
    ),
    "/en": (
        "Mark the page as read",
        "I have read the page",
        "My thoughts",
        "Read on",
        "You have read 1 of 4 steps.",
        "Delete what I have",
    ),
}


def opened(tab, address: str):
    """Also the script that keeps what a reader does: it is fetched by another, for which a page does not wait."""
    tab.goto(address, wait_until="networkidle")


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("prefix", WORDS)
def test_progress_is_kept_in_the_browser_shown_and_cleared(page, address, width, prefix):
    _, done, thoughts, read_on, _, delete = WORDS[prefix]
    page.set_viewport_size({"width": width, "height": 740})
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto(f"{address}{prefix}/halsnaes/{FOLDER}")
    page.locator(".next-step a").click()
    page.wait_for_url(f"{address}{prefix}/halsnaes/principper/", wait_until="networkidle")
    halt = page.locator(".halt")
    assert page.evaluate("localStorage.length") == 0
    halt.locator("summary").click()
    halt.get_by_label(done).check()
    halt.get_by_label(thoughts).fill("Min tanke <b>")
    assert page.evaluate(KEPT) == {
        "halsnaes/": {"halsnaes/principper/": {"read": date.today().isoformat(), "thoughts": "Min tanke <b>"}}
    }
    here = page.url
    halt.locator(".next-step a").click()
    page.wait_for_url(lambda url: url != here)
    page.goto(f"{address}{prefix}/halsnaes/{FOLDER}")
    first = page.locator("[data-step='halsnaes/principper/'] [data-read-on]")
    first.get_by_text(read_on).wait_for()
    assert str(date.today().year) in first.inner_text()
    assert re.search(r"\b1\b.*\b4\b", page.locator("[data-count]").inner_text())
    page.goto(f"{address}{prefix}/halsnaes/{FOLDER}udskrift/")
    page.wait_for_selector("input:checked")
    expect(page.locator("textarea").first).to_have_value("Min tanke <b>")
    assert page.locator("input:checked").count() == 1
    # The same reader in the other language.
    page.goto(f"{address}{'' if prefix else '/en'}/halsnaes/{FOLDER}udskrift/")
    page.wait_for_selector("input:checked")
    opened(page, f"{address}{prefix}/halsnaes/{FOLDER}")
    page.get_by_role("button", name=delete).click()  # which asks, and is not answered
    assert page.evaluate("localStorage.length") == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name=delete).click()
    assert page.evaluate("localStorage.length") == 0
    assert first.inner_text() == ""
    assert {urlsplit(url).netloc for _, url in asked} == {urlsplit(address).netloc}
    assert {method for method, _ in asked} == {"GET"}
    assert not [url for _, url in asked if "tanke" in url]


def test_what_is_taken_back_is_not_kept(page, address):
    opened(page, f"{address}/halsnaes/principper/")
    page.locator(".halt summary").click()
    page.locator(".halt input").check()
    page.locator(".halt textarea").fill("x")
    page.locator(".halt textarea").fill("")
    page.locator(".halt input").uncheck()
    assert page.evaluate("localStorage.length") == 0


def test_what_another_tab_has_written_is_not_written_over(page, address):
    thoughts = []
    for tab in (page, page.context.new_page()):
        opened(tab, f"{address}/halsnaes/principper/")
        tab.locator(".halt summary").click()
        thoughts.append(tab.locator(".halt textarea"))
    mine, others = thoughts
    others.focus()
    mine.fill("Først.")
    expect(others).to_have_value("Først.")
    others.press_sequentially(" Så.")
    expect(mine).to_have_value("Først. Så.")


def test_what_was_taken_back_or_deleted_does_not_return_with_the_page(page, address):
    opened(page, f"{address}/halsnaes/{FOLDER}udskrift/")
    page.locator("[data-step='halsnaes/principper/'] input").check()
    opened(page, f"{address}/halsnaes/principper/")
    page.locator(".halt summary").click()
    page.locator(".halt input").uncheck()
    page.go_back(wait_until="networkidle")  # for which a browser keeps what was ticked
    expect(page.locator("[data-step='halsnaes/principper/'] input")).not_to_be_checked()
    assert page.evaluate("localStorage.length") == 0


def test_the_paths_of_two_places_do_not_mix(page, address):
    for path in ("halsnaes/principper/", "hjoerring/mission/"):
        opened(page, f"{address}/{path}")
        page.locator(".halt summary").click()
        page.locator(".halt input").check()
    opened(page, f"{address}/halsnaes/{FOLDER}")
    questions = []
    page.on("dialog", lambda dialog: (questions.append(dialog.message), dialog.accept()))
    for _ in range(2):  # when there is nothing left to delete, nothing is asked
        page.locator("[data-clear]").click()
        expect(page.locator("[data-count]")).to_have_text("Alt, hvad der var gemt om læseruten her, er slettet.")
        assert list(page.evaluate(KEPT)) == ["hjoerring/"]
        assert len(questions) == 1


def test_where_nothing_can_be_kept_it_holds_for_the_page_which_says_so(page, address):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('', 'SecurityError'); } })"
    )
    opened(page, f"{address}/halsnaes/{FOLDER}udskrift/")
    told = page.get_by_text("Din browser vil ikke gemme noget.")
    expect(told).to_be_hidden()
    groups = page.get_by_role("group", name=re.compile("."))
    groups.nth(0).get_by_label("Mine tanker").fill("Min tanke")
    groups.nth(1).get_by_label("Jeg har læst siden").check()
    expect(groups.nth(0).get_by_label("Mine tanker")).to_have_value("Min tanke")
    expect(groups.nth(1).get_by_label("Jeg har læst siden")).to_be_checked()
    expect(told).to_be_visible()
    opened(page, f"{address}/halsnaes/principper/")
    page.locator(".halt summary").click()
    page.locator(".halt input").check()
    expect(page.locator(".halt input")).to_be_checked()
    expect(page.get_by_text("Din browser vil ikke gemme noget.")).to_be_visible()


def test_what_a_browser_has_damaged_or_does_not_tell_is_not_missed(page, address):
    page.add_init_script("localStorage['pejlemaerker-laeserute'] ??= '\"x\"'; performance.getEntriesByType = () => [];")
    opened(page, f"{address}/halsnaes/principper/")
    page.locator(".halt summary").click()
    page.locator(".halt input").check()
    expect(page.locator(".halt [data-read-on]")).to_contain_text(str(date.today().year))
    opened(page, f"{address}/halsnaes/{FOLDER}")
    expect(page.locator("[data-count]")).to_have_text("Trin, du har læst: 1 af 4.")


def test_links_lead_on_where_the_script_does_not_come(page, address):
    page.route("**/path.js", lambda route: route.abort())
    opened(page, f"{address}/halsnaes/{FOLDER}")
    expect(page.locator("article > .told")).to_contain_text("Det kunne ikke hentes.")
    methods = []
    page.on("request", lambda request: methods.append(request.method))
    page.locator("article h1").click()
    page.locator("ol.path a").first.click()
    page.wait_for_url("**/halsnaes/principper/")
    assert set(methods) == {"GET"}  # else the page is loaded anew, and the link may not be followed
    page.go_back(wait_until="networkidle")
    with page.expect_request(lambda request: request.method == "HEAD"):
        page.locator("[data-clear]").click()


def test_each_field_to_print_is_named_by_its_step(page, address):
    page.goto(f"{address}/halsnaes/{FOLDER}udskrift/")
    titles = page.locator(".path > li > a").all_inner_texts()
    for title in titles:
        assert page.get_by_role("group", name=title, exact=True).get_by_role("textbox", name="Mine tanker").count() == 1


def test_what_is_ticked_before_the_script_has_come_counts(page, address):
    held = withheld(page, "**/path.js")
    page.goto(f"{address}/halsnaes/{FOLDER}udskrift/")
    step = page.locator("[data-step='halsnaes/principper/']")
    step.locator("input").check()
    step.locator("textarea").fill("Hurtig tanke")
    expect(page.locator("[data-read-on]").first).to_be_empty()
    held[0].continue_()
    expect(step.locator("[data-read-on]")).to_contain_text(str(date.today().year))
    expect(step.locator("input")).to_be_checked()
    assert page.evaluate(KEPT) == {
        "halsnaes/": {"halsnaes/principper/": {"read": date.today().isoformat(), "thoughts": "Hurtig tanke"}}
    }


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("prefix", WORDS)
def test_the_path_is_complete_without_javascript(browser, address, width, prefix):
    with browser.new_page(java_script_enabled=False, viewport={"width": width, "height": 740}) as tab:
        tab.goto(f"{address}{prefix}/halsnaes/{FOLDER}")
        assert not tab.locator("[data-clear]").is_visible()
        assert tab.locator(".needs-no-js").is_visible()
        steps = tab.locator("ol.path > li").count()
        for _ in range(steps + 1):
            link = tab.locator(".next-step a")
            to = link.evaluate("one => one.href")
            link.click()
            tab.wait_for_url(to)
        tab.wait_for_url(f"{address}{prefix}/halsnaes/{FOLDER}udskrift/")
        assert not tab.locator("[data-print]").is_visible()
        tab.locator("input[type=checkbox]").first.check()
        tab.locator("textarea").first.fill("i hånden")
        assert tab.locator("textarea").count() == steps


def test_thoughts_take_no_more_paper_than_they_need(page, address):
    opened(page, f"{address}/halsnaes/{FOLDER}udskrift/")
    for number, text in enumerate(page.locator("textarea").all()):
        text.fill("En tanke, som fylder en linje på siden.\n" * (8 if number else 18))
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    for text in page.locator("textarea").all():
        assert text.evaluate(
            "text => text.clientHeight - text.scrollHeight + text.getBoundingClientRect().height < 1.2 * text.value.split('\\n').length * parseFloat(getComputedStyle(text).lineHeight)"
        )
    with pikepdf.open(io.BytesIO(page.pdf(format="A4"))) as paper:
        assert len(paper.pages) <= 4
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert {text.evaluate("text => text.style.height") for text in page.locator("textarea").all()} == {
        ""
    }  # they grow again


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("prefix", WORDS)
def test_the_page_to_print_is_what_was_read_and_room_to_sign(page, address, width, prefix):
    page.set_viewport_size({"width": width, "height": 740})
    page.add_init_script("window.print = () => { window.printed = true; }")
    opened(page, f"{address}{prefix}/halsnaes/{FOLDER}udskrift/")
    page.locator("textarea").first.fill("En lang tanke.\n" * 12)
    page.locator("[data-print]").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    for gone in (".search", "details.menu", ".footer", ".off-paper"):
        assert not page.locator(gone).first.is_visible(), gone
    assert page.locator(".signature dt").count() == 4  # the leader signs too
    assert page.locator(".on-paper").get_by_text("https://pejlemaerker.example").is_visible()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    box = page.locator("textarea").first
    assert box.evaluate("text => text.clientHeight >= text.scrollHeight")
    assert len(page.pdf()) > 1000
