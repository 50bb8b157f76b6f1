"""The comparisons: exactly the statements of the sitemap's table, in the right place, and usable on anything."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import expect
from test_accessibility import DOUBLED, SPACED, too_wide

PLACES = ("Juvelhuset", "Høje-Taastrup Kommune", "Hjørring Kommune", "Voksenområdet i Halsnæs Kommune")
PAGES = {
    "R": "recovery-og-rehabilitering",
    "S": "selvbestemmelse",
    "H": "ressourcer",
    "L": "laering",
    "I": "indflydelse",
    "F": "faellesskab",
}


def ids(text: str) -> list[str]:
    """The ids of a cell as the sitemap writes them: `ht-a-01`, `-11` and `hn-a-01` to `-06`."""
    found: list[str] = []
    for joint, written in re.findall(r"(to )?`([^`]+)`", text):
        section = found[-1].rpartition("-")[0] if found else ""
        full = section + written if written.startswith("-") else written
        if joint:
            first = int(found[-1].rpartition("-")[2])
            found += [f"{section}-{n:02}" for n in range(first + 1, int(full.rpartition("-")[2]) + 1)]
        else:
            found.append(full)
    return found


def table() -> dict[str, list[tuple[set[str], set[str]]]]:
    """By row: for each place, what says it, and in brackets what says something near it."""
    rows = {}
    for line in (Path(__file__).parent / "data" / "themes.md").read_text("utf-8").strip().splitlines()[2:]:
        row, _, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[row] = [
            (
                set(ids(re.sub(r"\([^)]*\)", "", cell))),
                {id for near in re.findall(r"\(([^)]*)\)", cell) for id in ids(near)},
            )
            for cell in cells
        ]
    return rows


def test_the_table_is_read_whole():
    rows = table()
    assert len(rows) == 20
    assert rows["R1"][1] == ({"ht-grundlag-01", "ht-strategi-01", "ht-strategi-11"}, set())
    assert rows["R3"][2] == (set(), {"hj-mission-02"})
    assert len(rows["S2"][3][0]) == 7


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("letter", PAGES)
def test_a_theme_holds_the_statements_of_the_table_and_no_other(built, prefix, letter):
    tree = html.parse(built / prefix / "paa-tvaers" / PAGES[letter] / "index.html").getroot()
    expected = [cells for row, cells in table().items() if row.startswith(letter)]
    rows = tree.xpath("//table[@class='matrix']/tbody/tr")
    assert len(rows) == len(expected)
    for row, cells in zip(rows, expected, strict=True):
        for cell, (says, near) in zip(row.xpath("td"), cells, strict=True):
            links = {link.partition("#")[2] for link in cell.xpath(".//blockquote//a/@href")}
            assert links == says | near
            assert len(cell.xpath("details")) == bool(says) + bool(near)
            assert ("–" in (cell.text or "")) == (not links)


def test_columns_are_the_places_and_rows_have_headers(built):
    tree = html.parse(built / "paa-tvaers" / "laering" / "index.html").getroot()
    columns = [text.replace("\u00ad", "") for text in tree.xpath("//thead//th[@scope='col']/text()")]
    assert tuple(columns[1:]) == PLACES
    assert len(tree.xpath("//tbody/tr/th[@scope='row']")) == 4
    assert tree.xpath("//table/caption")


def test_long_words_in_a_narrow_column_break_between_their_parts(built):
    tree = html.parse(built / "paa-tvaers" / "recovery-og-rehabilitering" / "index.html").getroot()
    words = " ".join(tree.xpath("//table//th//text()"))
    assert "recovery\u00adunderstøttende" in words
    assert "Voksen\u00adområdet" in words
    for part in ("quote-by", "quote-title", "quote-source"):
        assert "ocial\u00adpsykiatrien" in " ".join(tree.xpath("//table//*[@class=$part]//text()", part=part)), part
    assert not tree.xpath("//table//@*[contains(., '\u00ad')]")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_whose_words_they_are_and_the_document_are_told_once_for_all_that_follow(built, prefix):
    pages = [*(f"paa-tvaers/{slug}" for slug in PAGES.values()), "vaerdier/ansvar", "vaerdier/respekt"]
    told = 0
    for page in pages:
        tree = html.parse(built / prefix / page / "index.html").getroot()
        for place in tree.xpath("//main//*[div[@class='quote']]"):
            quotes = [
                [one.xpath(f"string(p[@class='{part}'])") for part in ("quote-by", "quote-source")]
                for one in place.xpath("div[@class='quote']")
            ]
            assert all(all(one) for one in quotes), page
            assert not [one for one, other in pairwise(quotes) if one == other], page
            told += len(quotes)
    assert told > 50


def test_every_comparison_says_what_a_dash_means(built):
    for page in ("", *(f"{slug}/" for slug in PAGES.values())):
        text = (built / "paa-tvaers" / page / "index.html").read_text("utf-8")
        assert "betyder, at kilden ikke siger noget om det." in text, page


def test_paper_shows_what_the_cells_hold(page, address):
    page.goto(f"{address}/paa-tvaers/indflydelse/")
    words = page.locator(".matrix blockquote").first
    assert not words.is_visible()
    page.emulate_media(media="print")
    assert words.bounding_box()["height"] > 10
    # Nothing on paper can be opened, and so nothing looks as if it could.
    look = "one => [getComputedStyle(one).listStyleType, getComputedStyle(one).textDecorationLine]"
    assert page.locator(".matrix summary").first.evaluate(look) == ["none", "none"]


@pytest.mark.parametrize("size", ["", "larger"])
def test_what_is_opened_gets_the_room_that_other_columns_can_spare(page, address, size):
    page.goto(f"{address}/paa-tvaers/laering/")
    page.evaluate("(size) => { document.documentElement.dataset.size = size; }", size)
    cell = page.locator("td[data-place='Høje-Taastrup Kommune']").first
    before = cell.bounding_box()["width"]
    cell.locator("summary").click()
    assert cell.bounding_box()["width"] > 1.25 * before
    page.locator(".matrix details").evaluate_all("all => { for (const one of all) one.open = true; }")
    for state in (DOUBLED, SPACED):
        table, main = (page.locator(one).bounding_box() for one in (".compared", "main"))
        assert table["width"] <= main["width"]
        assert too_wide(page, (1280,)) == []
        page.evaluate(state, True)
    assert too_wide(page, (1280,)) == []


def test_what_opens_a_cell_begins_where_the_row_does(page, address):
    page.goto(f"{address}/paa-tvaers/indflydelse/")
    row = page.locator(".matrix tbody tr").filter(has=page.locator("details")).first
    tops = row.evaluate(
        """row => [row.querySelector("th"), row.querySelector("summary")].map((one) => {
          const words = document.createRange();
          words.selectNodeContents(one);
          return words.getBoundingClientRect().top - row.getBoundingClientRect().top;
        })"""
    )
    assert tops[0] == pytest.approx(tops[1], abs=2)


@pytest.mark.parametrize("javascript", [True, False])
def test_a_cell_shows_its_statements_on_a_phone(browser, address, javascript):
    with browser.new_page(viewport={"width": 360, "height": 740}, java_script_enabled=javascript) as phone:
        phone.goto(f"{address}/paa-tvaers/recovery-og-rehabilitering/")
        cell = phone.locator("td[data-place='Juvelhuset']").first
        quote = cell.locator("blockquote").first
        assert not quote.is_visible()
        cell.locator("summary").click()
        expect(quote).to_be_visible()
        quote.locator("a").click()
        phone.wait_for_url(f"{address}/herlev/juvelhuset/tilgang/#jt-tilgang-01")
