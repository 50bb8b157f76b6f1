"""A word of another language that a statement or a title marks is marked wherever the words are shown: else it is read aloud wrongly."""

import pickle
from pathlib import Path

import pytest
from conftest import build, built_once, copied, serving, shown
from lxml import html
from playwright.sync_api import expect

import tiny
from waymarks.building.cache import Digests
from waymarks.ledgers.twin_ledger import fingerprint
from waymarks.reading.files import read_files
from waymarks.reading.settings import read_settings
from waymarks.source import Statement, read_content, read_page
from waymarks.text.mixed import Mixed, Run, cut, filled, mixed, runs, tidied

MARKED = '<span lang="da">{}</span>'.format
FRONT = "---\ntitle: {}\ndescription: D.\n{}---\n\n# {}\n"
GROUPS = "groups:\n  - id: gruppe\n    title: {}\n    text: {}\n"
# Danish facts, and what is language of them in English.
PAGES = {
    "ro": ("kind: named-value\nholds: [hus-vaerdier-01]\nmentions: [hus-vaerdier-02]\n", ""),
    "tema": ("kind: theme\nrows: [{id: ro, title: R, says: [hus-vaerdier-01]}]\n", "rows: [{id: ro, title: R}]\n"),
    "temaer": ("kind: themes\n", ""),
    "vaerdier": ("kind: named-values\n", ""),
    "alle": (
        f"kind: audience\nchoice: C\n{GROUPS.format('G', 'T')}    place: huset\n    statements: [hus-vaerdier]\n    see: [ro.md]\n",
        f"choice: C\n{GROUPS.format('G', 'T')}",
    ),
    "to": ("kind: two-places\n", ""),
    "nyt": ("kind: news\n", ""),
    "soeg": ("kind: search\n", ""),
}
TITLES = {"ro": ("Calm (Stilhed)", f"Calm ({MARKED('Stilhed')})")}


def prepared(root: Path) -> None:
    tiny.site(root)
    for name, (facts, words) in PAGES.items():
        title, heading = TITLES.get(name, (name, name))
        tiny.write(root, {f"docs/da/{name}.md": FRONT.format(name, facts, name)})
        tiny.write(root, {f"docs/en/{name}.md": FRONT.format(title, words, heading)})
    house = root / "docs" / "en" / "hus" / "vaerdier.md"
    tiny.replace(
        house,
        ("title: The values of the house", "title: The values (Stilhed) of the house"),
        ("# The values of the house", f"# The values ({MARKED('Stilhed')}) of the house"),
        ("## Calm", f"## Calm ({MARKED('Stilhed')})"),
        (
            "works for calm.",
            f"works for calm, in Danish “{MARKED('Stilhed')}”, without which there is no house at all.",
        ),
    )
    for code in ("da", "en"):
        unit = "units:\n  - id: hytten\n    name: Hytten\n" + "    type: area\n" * (code == "da")
        tiny.replace(root / f"docs/{code}/hus/index.md", ("sources:\n", f"{unit}sources:\n"))
    facts = "kind: values\nsource: husets-ord\norganisations: [hytten]\nuntranslated: [en]\n"
    only_danish = FRONT.format("Ord", facts, "Ord")
    said = '\nVi vil <span lang="en">recovery</span>.\n{: #hus-ord-01 }\n'
    tiny.write(root, {"docs/da/hus/ord.md": only_danish + said})
    tiny.confirm(root)
    (page,) = (one for one in contents(root).pages if one.path == "docs/en/hus/vaerdier.md")
    days = [
        f"2026-11-22 en/{one.id} {'0' * 12}\n2026-11-24 en/{one.id} {page.fingerprints[one]}\n"
        for one in page.statements
    ]
    (root / "docs" / "changes.txt").write_text("".join(days), "utf-8")


def contents(root: Path):
    return read_content(root, read_settings(root).languages)


@pytest.fixture(scope="module")
def marked(tmp_path_factory) -> Path:
    return built_once(tmp_path_factory, "marked", prepared)


def language(text) -> str:
    """The language in which a text of a page is read aloud."""
    own = text.getparent() if text.is_text else text.getparent().getparent()
    return own.xpath("string(ancestor-or-self::*[@lang][1]/@lang)")


@pytest.mark.parametrize(
    ("page", "where"),
    [
        ("alle", "//blockquote//a"),
        ("alle", "//main//p[contains(., 'See also')]/a"),
        ("to/huset", "//blockquote//a"),
        ("to/huset", "//main//h3"),
        ("tema", "//td//blockquote//a"),
        ("temaer", "//th"),
        ("ro", "//h1"),
        ("ro", "//blockquote//a"),
        ("vaerdier", "//dl//dt"),
        ("nyt", "//main//li/ul/li"),
        ("nyt", "//main//li/a"),
        ("hus/vaerdier", "//aside//dd/a"),
        ("hus/vaerdier", "//details[@data-menu]//a"),
        ("soeg", "//ul[@class='plain']//a"),
        ("alle", "//nav[@class='page-turn']//a"),
        ("hus", "//nav[@class='page-turn']//a"),
        ("hus/laeserute", "//main//li/a"),
        ("hus/laeserute", "//p[@class='next-step']"),
        ("hus/laeserute/udskrift", "//main//li/a"),
    ],
)
def test_a_danish_word_is_danish_wherever_it_is_repeated(marked, page, where):
    tree = html.parse(shown(marked) / "en" / page / "index.html").getroot()
    texts = [one for one in tree.xpath(f"{where}//text()") if "Stilhed" in one.replace("\u00ad", "")]
    assert texts
    assert {language(one) for one in texts} == {"da"}
    assert {one.replace("\u00ad", "") for one in texts} == {"Stilhed"}


def test_no_page_says_it_in_the_language_around_it(marked):
    lost = []
    for file in (shown(marked) / "en").rglob("*.html"):
        tree = html.parse(file).getroot()
        texts = tree.xpath("//body//text()[not(ancestor::script or ancestor::code)]")
        lost += [(file.parent.name, one) for one in texts if "Stilhed" in one and language(one) != "da"]
    assert lost == []


def test_in_what_is_not_translated_an_english_word_is_english(marked):
    tree = html.parse(shown(marked) / "en" / "hus" / "ord" / "index.html").getroot()
    assert {language(one) for one in tree.xpath("//li//text()") if "recovery" in one} == {"en"}
    assert {language(one) for one in tree.xpath("//li//text()") if "Vi vil" in one} == {"da"}


def test_two_places_side_by_side_keep_the_languages(marked, page):
    with serving(shown(marked)) as address:
        page.goto(f"{address}/en/to/#a=huset&b=hytten")
        said = page.locator(".columns blockquote span[lang]")
        expect(said).to_have_text(["Stilhed", "Stilhed", "recovery"])
        assert said.evaluate_all("all => all.map((one) => one.lang)") == ["da", "da", "en"]
        titles = page.locator(".columns h4")
        expect(titles).to_have_text(["The values (Stilhed) of the house", "Ord"])
        assert titles.evaluate_all("all => all.map((one) => one.getAttribute('lang'))") == [None, "da"]


def test_a_page_that_quotes_changes_with_the_mark_alone(marked, tmp_path):
    root = copied(marked, tmp_path)
    tiny.replace(root / "docs" / "en" / "hus" / "vaerdier.md", (f"## Calm ({MARKED('Stilhed')})", "## Calm (Stilhed)"))
    current = build(root)
    for page, where in (
        ("alle", "//blockquote"),
        ("tema", "//td"),
        ("ro", "//blockquote"),
        ("to/huset", "//blockquote"),
    ):
        tree = html.parse(current / "en" / page / "index.html").getroot()
        assert [*tree.xpath(f"{where}//a//text()[contains(., 'Calm (Stilhed)')]")], page


def test_what_compares_and_counts_words_does_not_see_the_mark(marked):
    pages = {page.path: page for page in contents(marked).pages}
    page = pages["docs/en/hus/vaerdier.md"]
    first, _ = page.statements
    assert first.text == "Calm (Stilhed)"
    assert page.title == "The values (Stilhed) of the house"
    assert page.fingerprints[first] == fingerprint("Calm (Stilhed)")
    assert first.words == "Calm (Stilhed)"
    for folder in ("data", "feeds", "assets/search"):
        for file in (shown(marked) / folder).rglob("*.*"):
            assert b"<span" not in file.read_bytes(), file


def statements(tmp_path: Path, body: str) -> tuple[Statement, ...]:
    root = tiny.content(tmp_path)
    tiny.write(root, {"docs/en/hus/vaerdier.md": f"---\ntitle: x\ndescription: x\n---\n\n{body}"})
    (file,) = (one for one in read_files(root) if one.path == "docs/en/hus/vaerdier.md")
    return read_page(file, read_settings(root).languages[1]).statements


@pytest.mark.parametrize(
    ("body", "parts"),
    [
        ("Calm. {: #a-01 }", [("Calm.", "")]),
        ('<span lang="da">Ro</span>\n{: #a-01 }', [("Ro", "da")]),
        ('Ro is <span lang="da">Ro</span>.\n{: #a-01 }', [("Ro is ", ""), ("Ro", "da"), (".", "")]),
        (
            "A <span lang='da'>*ro  og*\nfred</span> {b} <span lang=sv>lugn</span>\n{: #a-01 }",
            [("A ", ""), ("ro og fred", "da"), (" {b} ", ""), ("lugn", "sv")],
        ),
        (
            '<span lang="da">ro <span lang="en">now</span> og <span>fred</span></span>\n{: #a-01 }',
            [("ro", "da"), (" ", ""), ("now", "en"), (" ", ""), ("og fred", "da")],
        ),
        ("Ro og fred\n{: #a-01 lang=da }", [("Ro og fred", "da")]),
        ("Ro</span> og <span>fred</span>\n{: #a-01 }", [("Ro og fred", "")]),
        ("What is a language?\n{: #a-01 }", [("What is a language?", "")]),
    ],
)
def test_a_statement_knows_which_words_are_of_another_language(tmp_path, body, parts):
    (one,) = statements(tmp_path, body)
    assert [*runs(one.text)] == [Run(*part) for part in parts]
    assert "".join(words for words, _ in parts) == one.text
    assert isinstance(one.text, Mixed) == any(code for _, code in parts)


def test_so_do_the_words_that_open_its_list_and_those_below_it(tmp_path):
    ro = MARKED("ro")
    heading, point = statements(tmp_path, f"## A {{#a-01}}\n\nOf {ro}\n\nThe {ro} is:\n\n- calm {ro}\n  {{: #a-02 }}\n")
    assert [runs(one)[1] for one in (*heading.below, point.lead, point.text)] == [Run("ro", "da")] * 4
    assert runs(heading.words) == (*runs("A. Of "), Run("ro", "da"), *runs(". The "), Run("ro", "da"), Run(" is:", ""))
    assert point.words == "The ro is: calm ro"


def test_what_opens_a_list_is_said_once_where_it_is_a_statement_itself(tmp_path):
    opening, point = statements(tmp_path, "The house is:\n{: #a-01 }\n\n- calm\n  {: #a-02 }\n")
    assert (opening.words, point.words) == ("The house is:", "The house is: calm")


RO = mixed([Run("Calm (", ""), Run("ro", "da"), Run(")", "")])


def test_it_is_kept_and_told_from_one_without_the_mark():
    again = pickle.loads(pickle.dumps(RO))  # noqa: S301 - its own
    assert (again, runs(again)) == (RO, runs(RO))
    digest = Digests()
    assert digest(RO) == digest(again)
    assert digest(RO) != digest(str(RO))


def test_it_can_be_put_into_other_words_and_cut():
    assert runs(filled("{n}: {title}!", {"title": RO, "n": 1})) == (
        Run("1: Calm (", ""),
        Run("ro", "da"),
        Run(")!", ""),
    )
    assert filled("{n}", {"n": "x"}) == "x"
    assert runs(cut(RO, 2, 7)) == (Run("lm (", ""), Run("r", "da"))
    assert not isinstance(cut(RO, 0, 6), Mixed)


def test_blanks_are_tidied_across_languages():
    parts = [Run("\n  Wholeness\u00ad  ", ""), Run(" (Hel\u00adhed ", "da"), Run("  ", ""), Run(" )\n ", "")]
    assert runs(tidied(parts)) == (Run("Wholeness ", ""), Run("(Helhed ", "da"), Run(")", ""))
    assert not isinstance(tidied([Run(" a ", ""), Run(" b ", "")]), Mixed)
    assert tidied([Run(" ", "da")]) == tidied([]) == ""
