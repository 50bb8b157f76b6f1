"""The values' pages: exactly the statements of the sitemap's table, in the statements' own words."""

import pytest
from conftest import build
from lxml import html

import tiny

# Where each is a named value, and where the word also appears.
TABLE = {
    "faelles-vaerdier": ("jh-vaerdier-03 hj-vaerdier-04", ""),
    "respekt": ("jh-vaerdier-06 hj-vaerdier-05", "ht-sp-engagement-02 ht-sp-professionalisme-01 ht-expect-02"),
    "faglighed": ("jh-vaerdier-04 hj-vaerdier-06", "ht-sp-professionalisme-01"),
    "ansvar": (
        "jh-vaerdier-05 hj-vaerdier-07",
        "ht-sp-vaerdier-02 ht-ledelse-02 ht-expect-08 ht-kommune-vaerdier-10 ht-kommune-vision-08 ht-kommune-vision-13 "
        "ht-sp-vision-02 hj-mestring-01 hj-livskvalitet-01",
    ),
    "anerkendelse": ("jh-vaerdier-08", "ht-sp-professionalisme-01 ht-expect-02"),
    "tillid": ("jh-vaerdier-09", ""),
    "menneskelighed-og-et-positivt-livssyn": (
        "ht-kommune-vaerdier-05 ht-sp-menneskelighed-00",
        "ht-kommune-vaerdier-01 ht-sp-vaerdier-01",
    ),
    "engagement": ("ht-kommune-vaerdier-06 ht-sp-engagement-00", "ht-sp-vaerdier-02 ht-ledelse-02"),
    "professionalisme": ("ht-kommune-vaerdier-07 ht-sp-professionalisme-00", "ht-sp-vaerdier-02 ht-uddannelse-01"),
    "helhed": ("ht-kommune-vaerdier-08 ht-sp-helhed-00", "jh-ambition-04 ht-sp-mission-02 ht-sp-vaerdier-03"),
}


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("value", TABLE)
def test_a_value_quotes_the_statements_of_the_table_and_no_other(built, prefix, value):
    tree = html.parse(built / prefix / "vaerdier" / value / "index.html").getroot()
    quoted = {"held": [], "mentioned": []}
    for link in tree.xpath("//blockquote//a"):
        block = link.xpath("preceding::h2[@id='held' or @id='mentioned'][1]/@id")[0]
        quoted[block].append(link.get("href").partition("#")[2])
    assert (" ".join(quoted["held"]), " ".join(quoted["mentioned"])) == TABLE[value]
    assert bool(tree.xpath("//h2[@id='mentioned']")) == bool(TABLE[value][1])


def test_halsnaes_holds_no_value(built):
    tree = html.parse(built / "vaerdier" / "index.html").getroot()
    holders = set(tree.xpath("//dl//dd/text()"))
    assert holders == {
        "Juvelhuset",
        "Hjørring Kommunes Socialpsykiatri",
        "Høje-Taastrup Kommune",
        "Socialpsykiatrien i Høje-Taastrup Kommune",
    }


FRONT = "---\ntitle: {}\ndescription: D.\n{}---\n\n# {}\n"
QUOTING = {
    "ro": ("Ro", "kind: named-value\nholds: [hus-vaerdier-01]\nmentions: [hus-vaerdier-02]\n", ""),
    "tema": (
        "Tema",
        "kind: theme\nrows: [{id: ro, title: Om ro, says: [hus-vaerdier-02]}]\n",
        "rows: [{id: ro, title: About calm}]\n",
    ),
    "to": ("To steder", "kind: two-places\n", ""),
}


def test_a_statement_is_worded_in_one_place(tmp_path):
    """On its page, its value's page, in its cell of the comparison, in the list that two places are compared by."""
    root = tiny.site(tmp_path)
    for name, (title, facts, words) in QUOTING.items():
        pages = {f"docs/da/{name}.md": FRONT.format(title, facts, title)}
        tiny.write(root, {**pages, f"docs/en/{name}.md": FRONT.format(title, words, title)})
    page = root / "docs" / "da" / "hus" / "vaerdier.md"
    for words in ("Huset arbejder for ro.", "Huset vil gerne have fred og ro."):
        tiny.replace(page, ("Huset arbejder for ro.", words))
        current = build(root)
        for place in (
            "hus/vaerdier//p[@id='hus-vaerdier-02']",
            "ro//blockquote",
            "tema//td//blockquote",
            "to/huset//blockquote//a",
        ):
            folder, _, path = place.partition("//")
            tree = html.parse(current / folder / "index.html").getroot()
            shown = [" ".join(one.text_content().split()) for one in tree.xpath(f"//{path}")]
            assert any(one.startswith(words) for one in shown), place
        assert words in tiny.searched(current, "da")


def test_a_danish_name_in_an_english_text_is_marked_as_danish(built, site):
    urls = {f"vaerdier/{value}/" for value in TABLE}
    names = {page.title for page in site.pages if page.url in urls}
    found = []
    for page in site.pages:
        if page.language.code == "en":
            body = html.parse(built / page.url / "index.html").getroot().xpath("//body")[0]
            texts = body.xpath(".//text()[not(ancestor::*[@lang='da'] or ancestor::code)]")
            found += [(page.url, name) for name in names for text in texts if f"({name})" in text.replace("\u00ad", "")]
    assert found == []
    assert html.parse(built / "en/vaerdier/helhed/index.html").xpath("//h1/span[@lang='da']/text()") == ["Helhed"]
