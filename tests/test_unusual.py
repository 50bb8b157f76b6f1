"""What stands on unusual pages: two tables, a list right below a statement's heading, nothing to compare, an id that a template has."""

import re
from pathlib import Path

import pytest
from conftest import build, built_once, built_page, serving
from playwright.sync_api import expect

import tiny
from waymarks.text.slugs import anchor

TABLE = "Tabel: {}\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
DANISH = f"""\
---
title: Om huset
description: Hvad huset er.
kind: about
---

# Om huset

## Kontakt

{TABLE.format("Et")}
{TABLE.format("To")}
> {TABLE.format("Tre").replace(chr(10), chr(10) + "> ")}
"""
PAGES = {
    "docs/da/om.md": DANISH,
    "docs/en/om.md": DANISH.replace("kind: about\n", "")
    .replace("Om huset", "About the house")
    .replace("Hvad huset er.", "What the house is.")
    .replace("Kontakt", "Contact")
    .replace("Tabel: ", "Table: "),
    "docs/da/paa-tvaers.md": "---\ntitle: På tværs\ndescription: Alt.\nkind: themes\n---\n\n# På tværs\n",
    "docs/en/paa-tvaers.md": "---\ntitle: Across\ndescription: All.\n---\n\n# Across\n",
    "docs/da/kun.md": "---\ntitle: Kun\ndescription: Kun dansk.\nkind: overview\nuntranslated: [en]\n---\n\n# Kun\n",
    "docs/da/hus/ord.md": """\
        ---
        title: Husets ord
        description: Ord.
        kind: values
        source: husets-ord
        ---

        # Husets ord

        ## Mod {#hus-ord-01}

        - et punkt
        - et punkt til

        ## Håb {#hus-ord-02}

        ---

        ## Mere

        Slut.
        """,
    "docs/en/hus/ord.md": """\
        ---
        title: Words
        description: Words.
        ---

        # Words

        ## Courage {#hus-ord-01}

        - one point
        - one more point

        ## Hope {#hus-ord-02}

        ---

        ## More

        The end.
        """,
}
HELD = "---\ntitle: {}\ndescription: {}.\n{}---\n\n# {}\n"


def unusual(root: Path) -> None:
    tiny.site(root)
    tiny.write(root, {**PAGES, **tiny.SEARCH})
    tiny.confirm(root)


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return built_once(tmp_path_factory, "unusual", unusual)


def test_each_table_has_its_caption_and_its_name(root):
    about = built_page(root, "om")
    assert about.xpath("//table/caption/text()") == ["Et", "To", "Tre"]
    ids = about.xpath("//caption/@id")
    assert len(set(ids)) == 3
    assert about.xpath("//div[@class='scroller'][@tabindex='0']/@aria-labelledby") == ids
    assert "Tabel:" not in about.text_content()


def test_a_heading_does_not_get_the_id_that_a_template_has(root):
    about = built_page(root, "en/om")
    assert about.xpath("//h2[text()='Contact']/@id") == ["contact-2"]
    assert len(about.xpath("//*[@id='contact']")) == 1


def test_every_id_that_a_template_gives_is_left_to_it():
    templates = (tiny.REPOSITORY / "overrides").rglob("*.html")
    ids = {id for file in templates for id in re.findall(r'\sid="([a-z-]+)"', file.read_text("utf-8"))}
    assert len(ids) > 20
    assert {id for id in ids if anchor(id) == id} == set()


def test_the_button_of_a_heading_stands_in_the_last_point_of_the_list_below_it(root):
    words = built_page(root, "hus/ord")
    parents = {one.get("value"): one.getparent() for one in words.xpath("//button[@class='copy-link']")}
    assert parents.keys() == {"hus-ord-01", "hus-ord-02"}
    assert parents["hus-ord-01"].tag == "li"
    assert parents["hus-ord-01"].text_content().startswith("et punkt til")
    assert parents["hus-ord-02"].get("id") == "hus-ord-02"  # a line below it holds nothing


def test_where_nothing_can_be_compared_nothing_is(root):
    across = built_page(root, "paa-tvaers")
    assert across.xpath("//main//table") == []


def test_a_place_is_named_once_beside_a_value_that_two_of_its_statements_hold(tmp_path):
    tiny.site(tmp_path)
    rows = {"vaerdi": ("Ro", "Calm", "kind: named-value\nholds: [hus-vaerdier-01, hus-vaerdier-02]\n"), "alle": ("Alle", "All", "kind: named-values\n")}  # fmt: skip
    for name, (danish, english, facts) in rows.items():
        tiny.write(tmp_path, {f"docs/da/{name}.md": HELD.format(danish, danish, facts, danish)})
        tiny.write(tmp_path, {f"docs/en/{name}.md": HELD.format(english, english, "", english)})
    build(tmp_path)
    assert built_page(tmp_path, "alle").xpath("//main//dd/text()") == ["Huset"]


def test_on_a_page_that_is_not_translated_the_search_knows_the_other_language_too(page, root):
    with serving(root / "public" / "current") as address:
        page.goto(f"{address}/kun/")
        page.locator("#q").fill("calm")
        expect(page.locator(".found a").first).to_have_attribute("href", f"{address}/en/hus/vaerdier/")
