"""The front page: what the site holds and the ways into it, nothing of it typed twice."""

import functools
import socket
import time
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from lxml import html
from playwright.sync_api import expect
from web_servers import answering

from waymarks.reading.schema import Kind, OrganisationType

LABEL = {
    "": (
        "Siderne er redigerede fremstillinger af kilderne. Er der forskel, gælder kilden.",
        "Mål er ikke løfter. Pejlemærker afgør ikke, hvilken hjælp du kan få. Spørg din kommune.",
    ),
    "en/": (
        "The pages are edited presentations of the sources. If the two differ, the source, which is in Danish, governs.",
        "Aims are not promises. Waymarks does not decide what help you can get. Ask your municipality.",
    ),
}
PREFIXES = pytest.mark.parametrize("prefix", ["", "en/"])


@pytest.fixture(scope="session")
def homes(built):
    return {prefix: html.parse(built / prefix / "index.html").getroot() for prefix in ("", "en/")}


@PREFIXES
def test_the_numbers_are_those_of_the_site(site, homes, prefix):
    sayings = [page for page in site.pages if page.language.default and page.statements]
    places = {owner.id for page in sayings for owner in site.owners(page)}
    numbers = [int(number) for number in homes[prefix].xpath("//dl[@class='numbers']//dd/text()")]
    assert numbers == [len(places), sum(len(page.statements) for page in sayings), len(site.languages)] == [7, 248, 2]


@PREFIXES
def test_the_ways_in_are_the_audiences_the_municipalities_and_the_rest_of_the_menu(site, homes, prefix):
    language = next(one for one in site.languages if one.prefix == prefix)
    addresses = [page.address for page in site.in_menu_order(language)]
    audiences = [
        page.address for page in site.in_menu_order(language) if (f := site.facts(page)) and Kind.audience in f.kind
    ]
    municipalities = [one for one in site.organisations.values() if one.type == OrganisationType.municipality]
    by_menu = sorted(municipalities, key=lambda one: addresses.index(one.address))
    shown = [section.xpath("ul/li//a/@href") for section in homes[prefix].xpath("//main//*[contains(@class, 'ways')]")]
    assert shown[0] == audiences == ["for/medarbejdere/", "for/nye-medarbejdere/", "for/borgere/"]
    assert shown[1] == [one.address for one in by_menu] == ["herlev/", "hoeje-taastrup/", "hjoerring/", "halsnaes/"]
    assert {"kommuner-og-tilbud/", "vaerdier/", "paa-tvaers/"} <= set(shown[2])
    arms = homes[prefix].xpath("//section[contains(@class, 'arms')]/ul/li")
    assert [arm.get("data-tone") for arm in arms] == [one.tone for one in by_menu]
    held = {page.title for page in site.pages if page.language == language}
    assert all(title in held for title in homes[prefix].xpath("//section[contains(@class, 'arms')]//li/ul/li/text()"))


@PREFIXES
def test_the_label_rule_stands_in_two_lines(homes, prefix):
    lines = [" ".join(one.text_content().split()) for one in homes[prefix].xpath("//article/p")]
    assert tuple(lines[-2:]) == LABEL[prefix]
    assert len(lines) == 3


def test_there_is_one_search_field_on_every_page_and_the_front_page_has_it_in_its_text(built, site, homes):
    for page in site.pages:
        tree = html.parse(built / page.url / "index.html")
        assert len(tree.xpath("//*[@id='q']")) == len(tree.xpath("//form[@role='search']")) == 1, page.path
    for home in homes.values():
        assert home.xpath("//main//form[@role='search']//input[@id='q']")


def test_a_card_holds_one_link(homes):
    for home in homes.values():
        for card in home.xpath("//main//*[contains(@class, 'ways')]/ul/li"):
            assert len(card.xpath(".//a|.//button|.//summary")) == 1


@pytest.mark.parametrize("width", [360, 1280])
@PREFIXES
def test_the_front_page_works_without_javascript(browser, address, width, prefix):
    with browser.new_page(viewport={"width": width, "height": 800}, java_script_enabled=False) as plain:
        plain.goto(f"{address}/{prefix}")
        assert plain.locator("h1").is_visible()
        for words in ("main h3 a", "#q", ".numbers", "details.menu summary"):
            assert plain.locator(words).first.is_visible(), words
        assert not plain.locator("details.menu nav a").first.is_visible()
        plain.locator("details.menu summary").click()
        expect(plain.locator("details.menu nav a").first).to_be_visible()
        plain.locator("#q").fill("respekt")
        plain.keyboard.press("Enter")
        plain.wait_for_url(f"{address}/{prefix}soeg/?q=respekt")
        plain.goto(f"{address}/{prefix}")
        plain.locator(".ways li").first.scroll_into_view_if_needed()
        box = plain.locator(".ways li").first.bounding_box()
        plain.mouse.click(box["x"] + box["width"] - 12, box["y"] + box["height"] - 12)  # the whole card leads on
        plain.wait_for_url(f"{address}/{prefix}for/medarbejdere/")


class InPieces(SimpleHTTPRequestHandler):
    """Sends pages as a slow line does: one piece, a wait, and the next. What a browser draws after each is seen so."""

    def setup(self):
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def copyfile(self, source, outputfile):
        page = self.path.endswith("/")
        while piece := source.read(300 if page else -1):
            outputfile.write(piece)
            time.sleep(0.004)

    def log_message(self, *_):
        pass


@pytest.fixture
def slow_line(built):
    with answering(ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(InPieces, directory=built))) as address:
        yield address


@pytest.mark.parametrize("width", [360, 1280])
def test_nothing_moves_while_a_page_loads(page, slow_line, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver((list) => { for (const one of list.getEntries()) window.moved += one.value; })"
        ".observe({ type: 'layout-shift', buffered: true })"
    )
    for path in ("/", "/en/", "/for/borgere/", "/for/medarbejdere/", "/en/paa-tvaers/", "/en/herlev/"):
        page.goto(slow_line + path, wait_until="networkidle")
        page.wait_for_timeout(200)
        assert page.evaluate("window.moved") == 0, path
