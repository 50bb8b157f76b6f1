"""The search, in a real browser: what people ask, how it is shown, how it is used without a mouse."""

import re

import pytest
import yaml
from playwright.sync_api import expect
from test_accessibility import axe, packed

import tiny

QUERIES = yaml.safe_load((tiny.REPOSITORY / "tests" / "data" / "queries.yml").read_text("utf-8"))
PREFIX = {"da": "", "en": "en/"}
ASK = """async ([file, queries, code, other]) => {
  const { open } = await import(new URL(`/${file}`, location.href));
  const folder = (one) => new URL(`/assets/search/${one}/`, location.href).href;
  const engine = await open(folder(code), code, { [other]: folder(other) });
  const found = {};
  for (const query of queries) found[query] = (await engine.search(query)).groups.map(({ url }) => url);
  return found;
}"""


def answers(page, address, built, code, queries):
    """By query: the addresses of the pages that are found, best first."""
    [engine] = (built / "assets").rglob("search-engine.js")
    page.goto(address)
    return page.evaluate(
        ASK, [engine.relative_to(built).as_posix(), list(queries), code, "en" if code == "da" else "da"]
    )


def test_there_are_enough_questions():
    assert sum(map(len, QUERIES.values())) >= 120


@pytest.mark.parametrize("code", ["da", "en"])
def test_what_people_ask_is_answered(page, address, built, code):
    judged = {query: {PREFIX[code] + one for one in pages} for query, pages in QUERIES[code].items()}
    for url in {url for pages in judged.values() for url in pages}:
        assert (built / url / "index.html").is_file(), f"{url} is gone: judge its queries again"
    found = answers(page, address, built, code, judged)
    places = {query: next((n for n, url in enumerate(found[query], 1) if url in judged[query]), 0) for query in judged}
    late = {query: (place, found[query][:3]) for query, place in places.items() if place != 1}
    assert sum(1 / place for place in places.values() if place) / len(places) >= 0.88, late
    assert sum(0 < place <= 5 for place in places.values()) / len(places) >= 0.94, late
    assert [query for query, urls in found.items() if not urls] == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("vaerdier", "værdi"),
        ("Hjorring", "Hjørring"),
        ("omsorgspilgt", "omsorgspligt"),
        ("bestemmelse", "selvbestemmelse"),
    ],
)
def test_the_match_is_marked_in_what_is_shown(page, address, asked, text):
    page.goto(f"{address}/soeg/?q={asked}")
    page.wait_for_selector("[data-search-results] mark")
    marks = page.locator("[data-search-results] mark").all_inner_texts()
    assert any(text.lower() in mark.lower() for mark in marks), marks


def test_a_slip_is_told_and_the_right_word_offered(page, address):
    page.goto(f"{address}/soeg/#q=omsorgspilgt")
    page.locator("[data-search-meant] button").click()
    page.wait_for_url(lambda url: "omsorgspligt" in url)
    assert page.locator("#q").input_value() == "omsorgspligt"


def test_a_filter_keeps_to_a_place_says_how_many_and_stands_in_the_address(page, address):
    page.goto(f"{address}/soeg/#q=værdier")
    page.locator("[data-search-filters] summary").click()
    option = page.locator("#by-municipality option[value='hjoerring-kommune']")
    option.wait_for(state="attached")
    count = int(option.inner_text().rpartition("(")[2].rstrip(")"))
    page.locator("#by-municipality").select_option("hjoerring-kommune")
    page.wait_for_url(lambda url: "municipality=hjoerring-kommune" in url)
    expect(page.locator("[data-search-status]")).to_have_text(re.compile(f"^{count} "))
    kept = page.url
    page.goto("about:blank")
    page.goto(kept)
    page.wait_for_selector("[data-search-results] a")
    assert page.locator("[data-search-status]").inner_text().startswith(f"{count} ")
    assert page.locator("#by-municipality").input_value() == "hjoerring-kommune"
    places = page.locator("[data-search-results] > li > .place").all_inner_texts()
    assert places
    assert all("Hjørring" in place for place in places)


@pytest.mark.parametrize("path", ["/herlev/", "/en/soeg/"])
def test_the_keyboard_opens_goes_through_and_leaves_the_results(page, address, path):
    page.goto(address + path)
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.type("recovery")
    page.wait_for_selector(".results a")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.matches('.results a')")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "soeg" not in url)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/herlev/", "/en/vaerdier/"])
def test_axe_finds_nothing_in_the_results_below_the_field(browser, address, scheme, path):
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 800})
    tab = context.new_page()
    tab.goto(address + path)
    tab.locator("#q").press_sequentially("recovry")
    tab.wait_for_selector(".found .results a")
    assert axe(tab) == []
    context.close()


def test_a_first_search_is_light(page, address, built):
    page.goto(f"{address}/herlev/")
    page.wait_for_load_state("networkidle")
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address).lstrip("/")))
    page.locator("#q").press_sequentially("omsorgspilgt")
    page.wait_for_selector(".found .results a")
    page.wait_for_load_state("networkidle")
    assert any("search" in file for file in asked)
    assert sum(packed(built / file) for file in {*asked}) <= 60 * 1024
