"""The audiences' pages: exactly the statements of the sitemap, under the right place, and nothing promised."""

import pytest
from conftest import build
from lxml import html
from playwright.sync_api import expect
from test_content import SECTIONS

import tiny

HT_VALUES = "ht-sp-vaerdier ht-sp-menneskelighed ht-sp-engagement ht-sp-professionalisme ht-sp-helhed"
# By place, what the sitemap demands: ids, or sections of the inventory. "" is what stands above the choice of a place.
PAGES = {
    "medarbejdere": {
        "": "ht-expect-07",
        "juvelhuset": "jh-vaerdier jh-udvikling",
        "hoeje-taastrup-socialpsykiatri": f"{HT_VALUES} ht-expect ht-uddannelse",
        "hjoerring-kommune": "hj-vaerdier hj-mission",
        "halsnaes-kommune": "hn-intro hn-oensker hn-ressourcer hn-recovery",
    },
    "nye-medarbejdere": {
        "": "",
        "juvelhuset": "jh-vision jh-vaerdier",
        "hoeje-taastrup-socialpsykiatri": f"ht-sp-vision {HT_VALUES} ht-expect "
        "ht-expect-07 ht-sp-mission-02 ht-sp-menneskelighed-02 ht-sp-engagement-02",
        "hjoerring-kommune": "hj-vision hj-vaerdier",
        "halsnaes-kommune": "hn-intro hn-oensker-01 hn-ressourcer-01 hn-recovery-01",
    },
    "borgere": {
        "": "",
        "juvelhuset": "jt-tilbud jt-kontaktteam jt-behov",
        "hoeje-taastrup-socialpsykiatri": "ht-sp-mission",
        "hjoerring-kommune": "hj-mestring",
        "halsnaes-kommune": "hn-oensker hn-recovery-12",
    },
}
CITIZENS = {
    "": "Siden fortæller, hvad stederne har skrevet om deres arbejde. Den afgør ikke, hvilken hjælp du kan få. Spørg din kommune.",
    "en/": "This page tells you what the services have written about their work. It does not decide what help you can get. Ask your municipality.",
}


def ids(names: str) -> list[str]:
    sections = {section["id"]: [item["id"] for item in section["items"]] for section in SECTIONS}
    return [id for name in names.split() for id in sections.get(name, [name])]


def article(built, prefix, name) -> html.HtmlElement:
    return html.parse(built / prefix / "for" / name / "index.html").xpath("//article")[0]


def quoted(element) -> list[str]:
    return [link.partition("#")[2] for link in element.xpath(".//blockquote//a/@href")]


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_quotes_the_statements_of_the_sitemap_and_no_other(built, prefix, name):
    text = article(built, prefix, name)
    places = {section.xpath("h2/@id")[0]: quoted(section) for section in text.xpath("section[@class='place']")}
    alone = [id for section in text.xpath("section[@class='first']") for id in quoted(section)]
    assert {"": alone, **places} == {place: ids(names) for place, names in PAGES[name].items()}
    assert text.xpath("ul[@class='choices']//a/@href") == [f"#{place}" for place in places]


@pytest.mark.parametrize("name", PAGES)
def test_no_statement_stands_under_another_place(site, built, name):
    for section in article(built, "", name).xpath("section[@class='place']"):
        place = site.organisations[section.xpath("h2/@id")[0]]
        addresses = [link.partition("../../")[2] for link in section.xpath(".//blockquote//a/@href")]
        assert [one for one in addresses if not one.startswith(place.address)] == [], place.id
        assert place.name_in(site.languages[0]) in section.xpath("string(h2)").replace("\u00ad", "")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_the_expectations_stand_only_under_socialpsykiatrien_in_hoeje_taastrup(built, prefix):
    for section in article(built, prefix, "nye-medarbejdere").xpath("section[@class='place']"):
        has = any(id.startswith("ht-expect") for id in quoted(section))
        assert has == (section.xpath("h2/@id") == ["hoeje-taastrup-socialpsykiatri"])


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_citizens_are_told_what_the_page_does_not_decide(built, prefix):
    text = article(built, prefix, "borgere")
    assert " ".join(text.xpath("string(p[1])").split()) == CITIZENS[prefix]
    assert not text.xpath(".//details")  # there the statements are the point


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("name", PAGES)
def test_every_place_says_whose_text_it_is_and_its_date(built, prefix, name):
    for section in article(built, prefix, name).xpath(".//section"):
        sources = [" ".join(one.text_content().split()) for one in section.xpath(".//p[@class='quote-source']")]
        assert sources
        dated = "hoeje-taastrup" in "".join(section.xpath(".//blockquote//a/@href"))
        assert all(("2013" in one) == dated for one in sources), sources
    halsnaes = article(built, "", name).xpath("section[h2/@id='halsnaes-kommune']//p[@class='text-by']")
    assert [one.text for one in halsnaes] == ["Voksenområdet i Halsnæs Kommune"]


def test_words_that_open_a_list_are_said_once(built):
    values = article(built, "", "medarbejdere").xpath("section[h2/@id='juvelhuset']//blockquote")[0]
    assert values.text_content().count("De fælles værdier er:") == 1
    mastery = article(built, "", "borgere").xpath("section[h2/@id='hjoerring-kommune']//blockquote")[0]
    assert mastery.text_content().count("betyder det ifølge kommunen, at de:") == 1


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("name", PAGES)
def test_no_two_links_of_a_page_have_the_same_words_and_different_ends(built, prefix, name):
    ends: dict[str, set[str]] = {}
    for link in article(built, prefix, name).xpath(".//a"):
        words = " ".join(link.text_content().split())
        ends.setdefault(words, set()).add(link.get("href"))
    assert {words: found for words, found in ends.items() if len(found) > 1} == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_the_wording_on_care_and_self_determination_is_there_at_once_on_a_phone(browser, address, javascript):
    with browser.new_page(viewport={"width": 360, "height": 800}, java_script_enabled=javascript) as phone:
        phone.goto(f"{address}/for/medarbejdere/")
        link = phone.locator("blockquote a").first
        assert link.is_visible()
        assert phone.locator("section.first h2").bounding_box()["y"] < 600
        assert phone.locator("section.first a", has_text="Selvbestemmelse og egne ønsker").is_visible()
        link.click()
        phone.wait_for_url(f"{address}/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/#ht-expect-07")
        phone.goto(f"{address}/for/medarbejdere/")
        phone.locator(".choices a", has_text="Juvelhuset").click()
        group = phone.locator("section[aria-labelledby=juvelhuset] details").first
        assert not group.locator("blockquote").is_visible()
        group.locator("summary").click()
        expect(group.locator("blockquote")).to_be_visible()


def test_paper_shows_what_is_folded(page, address):
    page.goto(f"{address}/for/medarbejdere/")
    folded = page.locator("details.group blockquote").first
    height = "one => one.getBoundingClientRect().height"
    page.emulate_media(media="print")
    assert folded.evaluate(height) > 50
    assert not page.locator(".choices").is_visible()


TINY = """\
---
title: {title}
description: {description}
{kind}choice: {choice}
groups:
  - id: ro
    title: {title}
    text: {text}
{facts}---

# {title}
"""
FACTS = "    place: huset\n    statements: [hus-vaerdier]\n    open: {}\n    see: [hus/vaerdier.md]\n"


@pytest.mark.parametrize("unfolded", ["true", "false"])
def test_a_page_changes_with_the_statement(tmp_path, unfolded):
    root = tiny.site(tmp_path)
    danish = {"title": "Om ro", "description": "D.", "choice": "Find huset", "text": "Se ordene."}
    english = {"title": "Calm", "description": "E.", "choice": "Find the house", "text": "See the words."}
    tiny.write(
        root,
        {
            "docs/da/for/alle.md": TINY.format(kind="kind: audience\n", facts=FACTS.format(unfolded), **danish),
            "docs/en/for/alle.md": TINY.format(kind="", facts="", **english),
        },
    )
    page = root / "docs" / "da" / "hus" / "vaerdier.md"
    for words in ("Huset arbejder for ro.", "Huset vil gerne have fred og ro."):
        tiny.replace(page, ("Huset arbejder for ro.", words))
        build(root)
        tree = html.parse(root / "public" / "current" / "for" / "alle" / "index.html")
        place = tree.xpath("//section[h2/@id='huset']")[0]
        assert quoted(place) == ["hus-vaerdier-01", "hus-vaerdier-02"]
        assert " ".join(" ".join(place.xpath(".//blockquote//text()")).split()) == f"Ro {words}"
        assert "Husets ord, vedtaget den 1. maj 2020" in " ".join(place.text_content().split())
        assert bool(place.xpath(".//details")) == (unfolded == "false")
        english_page = html.parse(root / "public" / "current" / "en" / "for" / "alle" / "index.html")
        assert "See the words." in english_page.xpath("string(//section[h2/@id='huset'])")


@pytest.mark.parametrize("prefix", ["", "en/"])
def test_new_employees_are_led_to_the_reading_path_of_their_place(built, prefix):
    def paths(name):
        folder = built / prefix / "for" / name
        links = html.parse(folder / "index.html").xpath("//section[@class='place']//a/@href")
        return [(folder / link).resolve() for link in links if link.endswith("laeserute/")]

    places = ("herlev/juvelhuset", "hoeje-taastrup/socialpsykiatri", "hjoerring", "halsnaes")
    assert paths("nye-medarbejdere") == [built / prefix / place / "laeserute" for place in places]
    assert paths("borgere") == []
