"""The real content against the inventory: everything is there, once, well said and rightly attributed.

The inventory knows the documents that the site began with. What editors add from others is theirs to compare.
"""

from collections import Counter, defaultdict
from pathlib import Path

import pytest
import yaml
from lxml import html

import wording

DATA = Path(__file__).parent / "data"
INVENTORY = yaml.safe_load((DATA / "inventory.yml").read_text("utf-8"))
SECTIONS = [section for organisation in INVENTORY["organisations"] for section in organisation["sections"]]
ITEMS = {item["id"]: item for section in SECTIONS for item in section["items"]}
LANGUAGES = ("da", "en")


@pytest.fixture(scope="session")
def articles(site, built):
    """The text of every built page, by page."""
    return {page: wording.article(html.parse(built / page.url / "index.html").getroot()) for page in site.pages}


@pytest.fixture(scope="session")
def presenting(site):
    """The pages that present a document of the inventory."""
    sources = {source["id"] for source in INVENTORY["sources"]}
    return [page for page in site.pages if page.statements and site.facts(page).source in sources]


def of(articles, language):
    return {page: text for page, text in articles.items() if page.language.code == language}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_is_an_anchor_once(articles, language):
    anchors = Counter(id for text in of(articles, language).values() for id in text.xpath(".//@id"))
    assert len(ITEMS) == 248
    assert {id: anchors[id] for id in ITEMS if anchors[id] != 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_is_an_item_of_the_inventory(presenting, language):
    statements = {s.id for page in presenting if page.language.code == language for s in page.statements}
    assert statements == ITEMS.keys()


def test_every_statement_is_of_the_kind_that_the_inventory_gives_its_section(site, presenting):
    ours = {s.id: site.facts(page).kind_of(s.section) for page in presenting for s in page.statements}
    theirs = {item["id"]: section["kind"] for section in SECTIONS for item in section["items"]}
    assert ours == theirs


@pytest.mark.parametrize("language", LANGUAGES)
def test_items_stand_in_the_order_of_the_source(articles, language):
    for page, text in of(articles, language).items():
        here = [id for id in text.xpath(".//@id") if id in ITEMS]
        sections = [section["id"] for section in SECTIONS if any(item["id"] in here for item in section["items"])]
        assert here == [item["id"] for section in SECTIONS for item in section["items"] if item["id"] in here], (
            page.path
        )
        assert len(sections) == len(set(sections))


def test_a_section_stands_on_one_page(articles):
    pages = defaultdict(set)
    for page, text in articles.items():
        for id in set(text.xpath(".//@id")) & ITEMS.keys():
            pages[id.rpartition("-")[0], page.language.code].add(page.path)
    assert {section: found for section, found in pages.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_keeps_its_key_terms(articles, language):
    lost = []
    for text in of(articles, language).values():
        for ids, words in wording.sections(text):
            for id in ids & ITEMS.keys():
                lost += [
                    (id, term)
                    for term in ITEMS[id][f"key_terms_{language}"]
                    if not wording.has_term(term, words, language)
                ]
    assert lost == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_copied_from_the_sources(articles, language):
    sources = {run for file in (DATA / "sources").glob("*.txt") for run in wording.runs(file.read_text("utf-8"), 7)}
    names = [source["title"]["da"] for source in INVENTORY["sources"]]
    names += [body["name_da"] for body in INVENTORY["external_bodies"]]
    names += [organisation["names"]["da"] for organisation in INVENTORY["organisations"]]
    found = {page.path: wording.copied(text, sources, names, 7) for page, text in of(articles, language).items()}
    assert {path: runs for path, runs in found.items() if runs} == {}


def test_organisations_and_sources_are_those_of_the_inventory(site):
    ours = {one.id: (one.names["da"], one.parent, one.type.value) for one in site.organisations.values()}
    theirs = {
        one["slug"]: (one["names"]["da"], one["parent_municipality"], one["type"]) for one in INVENTORY["organisations"]
    }
    assert {id: ours.get(id) for id in theirs} == theirs
    documents = {one.id: (one.titles, one.day, one.organisation) for one in site.sources.values()}
    listed = {
        one["id"]: (one["title"], one["adopted"] and one["adopted"]["date"], one["organisation"])
        for one in INVENTORY["sources"]
    }
    assert {id: documents.get(id) for id in listed} == listed


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_statement_page_names_its_source(site, presenting, built, language):
    sources = {source["id"]: source for source in INVENTORY["sources"]}
    owner = {section["id"]: one["slug"] for one in INVENTORY["organisations"] for section in one["sections"]}
    for page in (page for page in presenting if page.language.code == language):
        aside = html.parse(built / page.url / "index.html").xpath("//aside[@aria-labelledby='source-note']")[0]
        note = " ".join(aside.text_content().split())
        source = sources[site.facts(page).source]
        section = page.statements[0].id.rpartition("-")[0]
        assert INVENTORY["meta"]["adopted_label" if source["adopted"] else "undated_label"][language] in note, page.path
        assert source["title"]["da"] in note, page.path
        assert site.organisations[owner[section]].names[language] in note, page.path


def test_a_date_is_not_given_to_a_text_that_the_document_only_reproduces(site):
    reproduced = {
        page.id
        for page in site.pages
        if page.language.default and (p := site.provenance(page)) and p.adopted and p.reproduced
    }
    assert reproduced == {"hoeje-taastrup/vision.md", "hoeje-taastrup/vaerdier.md"}


def test_nobody_writes_of_the_sources_as_if_they_were_of_today(articles):
    for page, text in articles.items():
        words = " ".join(text.text_content().lower().split())
        forbidden = ["i dag ", "gælder stadig", "nationalt"] if page.language.code == "da" else ["currently", "today"]
        assert [word for word in forbidden if word in words] == [], page.path


def test_a_danish_word_that_is_explained_in_english_is_read_aloud_as_danish(articles):
    """In a name it is a name; where it is said what the word means, it is a word of another language (WCAG 3.1.2)."""
    texts = of(articles, "en").values()
    marked = [one for text in texts for one in text.xpath(".//*[@lang='da'][translate(., 'K', 'k') = 'kommune']")]
    assert len(marked) > 10
    unmarked = ".//text()[not(ancestor::*[@lang='da'])][contains(., 'ommune means') or contains(concat(' ', ., ' '), ' kommune ')]"
    assert [one for text in texts for one in text.xpath(unmarked)] == []
