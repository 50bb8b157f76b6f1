"""Twins stay fresh: what one change of the Danish marks, what clears it, and what stands where nothing is translated."""

import json
import shutil
from functools import partial
from pathlib import Path

import pytest
from conftest import build, built_page, command, git, serving
from lxml import etree, html
from playwright.sync_api import expect
from test_accessibility import axe

import tiny
from waymarks.ledgers.twin_ledger import TwinLedger, fingerprint, read_twin_ledger
from waymarks.reading.settings import read_settings
from waymarks.relations.addresses import addresses
from waymarks.relations.twins import State, pairs
from waymarks.source import read_content

NOTE = "The Danish text has changed since this translation. Read the Danish"

# Statements of every kind, in both languages, and pages that quote them.
DANISH = """\
    ---
    title: Husets ord
    description: Ord af hver slags.
    kind: values
    source: husets-ord
    ---

    # Husets ord

    Huset lover aldrig:

    - fred
      {: #hus-ord-01 }
    - [ro](../index.md)
      {: #hus-ord-02 }

    ## Tillid {#hus-ord-03}

    Tillid er godt.

    Her er, hvad huset vil:
    {: #hus-ord-04 }

    1. lytte
       {: #hus-ord-05 }

    ## Mere

    Slut.
    """
ENGLISH = """\
    ---
    title: The words of the house
    description: Words of every kind.
    ---

    # The words of the house

    The house never promises:

    - peace
      {: #hus-ord-01 }
    - [calm](../index.md)
      {: #hus-ord-02 }

    ## Trust {#hus-ord-03}

    Trust is good.

    This is what the house wants:
    {: #hus-ord-04 }

    1. to listen
       {: #hus-ord-05 }

    ## More

    The end.
    """
QUOTING = {
    "docs/da/vaerdi.md": "---\ntitle: Værdi\ndescription: Hvad.\nkind: named-value\nholds: [hus-ord-02]\n---\n\n# Værdi\n",
    "docs/en/vaerdi.md": "---\ntitle: Value\ndescription: What.\n---\n\n# Value\n",
    "docs/da/to.md": "---\ntitle: To steder\ndescription: To.\nkind: two-places\n---\n\n# To steder\n",
    "docs/en/to.md": "---\ntitle: Two places\ndescription: Two.\n---\n\n# Two places\n",
    "docs/da/tema.md": "---\ntitle: Tema\ndescription: Om ro.\nkind: theme\nrows: [{id: ro, title: Om ro, says: [hus-ord-02]}]\n---\n\n# Tema\n",
    "docs/en/tema.md": "---\ntitle: Theme\ndescription: On calm.\nrows: [{id: ro, title: About calm}]\n---\n\n# Theme\n",
}
WORDS = "docs/da/hus/ord.md"


@pytest.fixture
def root(tmp_path) -> Path:
    root = tiny.site(tmp_path)
    tiny.write(root, {WORDS: DANISH, "docs/en/hus/ord.md": ENGLISH, **QUOTING})
    tiny.confirm(root)
    return root


def change(root: Path, *changes: tuple[str, str], path: str = WORDS) -> None:
    tiny.replace(root / path, *changes)


def awaiting(root: Path) -> set[str]:
    content = read_content(root, read_settings(root).languages)
    return {
        pair.twin.id
        for pair in pairs(content.pages, content.twin_ledger, addresses(content.pages, content.ledger))
        if pair.state != State.confirmed
    }


def words(element: html.HtmlElement) -> str:
    """What is read there; a button's words are none of the text's."""
    return " ".join("".join(element.xpath(".//text()[not(ancestor::button)]")).split())


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("- fred", "- fred og ro", {"hus-ord-01"}),
        ("[ro]", "[hvile]", {"hus-ord-02"}),
        ("## Tillid", "## Fortrolighed", {"hus-ord-03"}),
        ("Tillid er godt.", "Tillid er bedst.", {"hus-ord-03"}),
        ("Her er, hvad huset vil:", "Her er, hvad huset måske vil:", {"hus-ord-04"}),  # not the points of its list
        ("Huset lover aldrig:", "Huset lover altid:", {"hus-ord-01", "hus-ord-02"}),  # which is no statement itself
        ("lytte", "LYTTE", {"hus-ord-05"}),
        ("Slut.", "Ikke slut.", set()),  # no statement
        ("(../index.md)", "(../vaerdier.md)", set()),
        ("[ro](../index.md)", "*ro*", set()),
        ("Tillid er godt.", "Tillid er\n    godt.", set()),
        ("Tillid er godt.", "Tillid\u00a0  er godt.", set()),
        ("Tillid er godt.", "Til\u00adlid er godt.", set()),
    ],
)
def test_one_change_marks_one_statement_and_what_is_no_word_marks_none(root, old, new, marked):
    change(root, (old, new))
    assert awaiting(root) == marked


def test_letters_that_look_the_same_are_the_same():
    assert fingerprint("Tro på det") == fingerprint("Tro pa\u030a  det\n")
    assert fingerprint("en gang") != fingerprint("engang")


def test_a_change_is_told_by_the_check_the_report_and_the_pages_until_it_is_confirmed(root):
    before = (root / "docs" / "twins.yml").read_bytes()
    change(root, ("- [ro]", "- [ro og hvile]"))
    done = command(root, "check")
    assert done.returncode == 0
    line = (
        "docs/en/hus/ord.md:13: `hus-ord-02` awaits translation: docs/da/hus/ord.md:15 now says 'Huset lover aldrig: ro og "
        "hvile', and the translation is of what stood there before: 'The house never promises: calm'. Translate it, then "
        "run: python3 scripts/check.py --confirm en/hus-ord-02 [awaiting-translation]"
    )
    assert [one for one in done.stdout.splitlines() if one.startswith("docs/")] == [line]
    report = json.loads(command(root, "report", "translations", "--format", "json").stdout)
    assert report == {
        "awaiting_translation": [
            {
                "id": "hus-ord-02",
                "language": "en",
                "path": "docs/da/hus/ord.md",
                "line": 15,
                "text": "Huset lover aldrig: ro og hvile",
                "twin_path": "docs/en/hus/ord.md",
                "twin_line": 13,
                "twin_text": "The house never promises: calm",
            }
        ],
        "awaiting_confirmation": [],
        "untranslated": [],
    }
    text = command(root, "report", "translations").stdout
    for shown in ("en/hus-ord-02", "docs/da/hus/ord.md:15", "ro og hvile", "docs/en/hus/ord.md:13", "promises: calm"):
        assert shown in text
    build(root)

    page = built_page(root, "en/hus/ord")
    notes = page.xpath("//main//*[@class='awaiting' or @class='awaiting text']")
    assert [words(note) for note in notes] == [
        "The Danish text has changed since 1 statement on this page was translated. There is a note at the statement. "
        "Read the whole page in Danish",
        NOTE,
    ]
    assert notes[1].getparent().get("id") == "hus-ord-02"
    links = [(link.get("href"), link.get("hreflang")) for note in notes for link in note.iter("a")]
    assert links == [("../../../hus/ord/", "da"), ("../../../hus/ord/#hus-ord-02", "da")]
    # Where it is quoted: the value's page, the comparison, the list of the place.
    for path, up in (("en/vaerdi", "../../"), ("en/tema", "../../"), ("en/to/huset", "../../../")):
        [note] = built_page(root, path).xpath("//main//p[@class='awaiting']")
        assert words(note) == NOTE
        assert note.xpath("(preceding-sibling::blockquote[1]//a | preceding-sibling::a[1])/@href")[0].endswith(
            "hus/ord/#hus-ord-02"
        )
        assert note.xpath("a/@href") == [f"{up}hus/ord/#hus-ord-02"]
    noted = {"en/hus/ord", "en/vaerdi", "en/tema", "en/to/huset"}
    current = root / "public" / "current"
    for file in current.rglob("index.html"):
        path = file.parent.relative_to(current).as_posix()
        assert ("awaiting" in file.read_text("utf-8")) == (path in noted), path
    assert "awaiting" not in tiny.searched(current, "en")
    assert not (current / "twins.yml").exists()

    done = command(root, "check", "--confirm", "hus-ord-02")
    assert (done.returncode, done.stdout) == (0, "1 translation is confirmed: hus-ord-02.\n")
    after = (root / "docs" / "twins.yml").read_bytes()
    assert [one for one in after.splitlines() if one not in before.splitlines()] == [
        b"en/hus-ord-02: " + fingerprint("Huset lover aldrig: ro og hvile").encode()
    ]
    assert len(after) == len(before)
    assert command(root, "report", "translations").stdout == "No statement awaits translation.\n"
    build(root)
    assert not built_page(root, "en/hus/ord").xpath("//*[contains(@class, 'awaiting')]")


def test_the_note_stands_beside_the_statement_and_is_no_part_of_it(root):
    change(root, ("Tillid er godt.", "Tillid er bedst."), ("Her er, hvad huset vil:", "Her er, hvad vi vil:"))
    build(root)
    page = built_page(root, "en/hus/ord")
    for id, said in (("hus-ord-03", "Trust"), ("hus-ord-04", "This is what the house wants:")):
        [statement] = page.xpath(f"//*[@id='{id}']")
        assert words(statement) == said
        assert words(statement.getnext()) == NOTE
        assert statement.getnext().get("role") == "note"
    assert "2 statements" in words(page.xpath("//main/div[@class='awaiting text']")[0])


@pytest.mark.parametrize(
    ("named", "cleared"),
    [
        (["hus-ord-01"], {"hus-ord-01"}),
        (["en/hus-ord-01", "hus-ord-03"], {"hus-ord-01", "hus-ord-03"}),
        (["docs/da/hus/ord.md"], {"hus-ord-01", "hus-ord-03"}),
        (["docs/en/hus/ord.md"], {"hus-ord-01", "hus-ord-03"}),
        (["docs/en/hus"], {"hus-ord-01", "hus-ord-03", "hus-vaerdier-02"}),
        (["docs"], {"hus-ord-01", "hus-ord-03", "hus-vaerdier-02"}),
        (["docs/en/index.md"], set()),
    ],
)
def test_statements_pages_and_folders_are_confirmed(root, named, cleared):
    change(root, ("- fred", "- ro"), ("godt", "bedst"))
    change(root, ("arbejder", "kæmper"), path="docs/da/hus/vaerdier.md")
    marked = awaiting(root)
    done = command(root, "check", "--confirm", *named)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("\n") == 1
    assert marked - awaiting(root) == cleared
    assert not list((root / "docs").glob(".*"))


def test_what_is_not_there_cannot_be_confirmed(root):
    before = (root / "docs" / "twins.yml").read_bytes()
    done = command(root, "check", "--confirm", "hus-ord-01", "hus-ord-1")
    assert (done.returncode, done.stderr) == (
        2,
        "'hus-ord-1' is no statement with a translation, and no file or folder below docs/. Did you mean hus-ord-01?\n",
    )
    assert command(root, "check", "--confirm", "README.md").returncode == 2
    done = command(root, "check", "--confirm", "docs/da/hus/vaerdi.md", "hus-ord-01")
    assert (done.returncode, done.stderr) == (
        2,
        "'docs/da/hus/vaerdi.md' is no statement with a translation, and no file or folder below docs/. "
        "Did you mean docs/da/hus/vaerdier.md?\n",
    )
    done = command(root, "check", "docs/da/hus", "--confirm", "hus-ord-01")  # a path that would confirm nothing
    assert done.returncode == 2
    assert "docs/da/hus stands before --confirm and confirms nothing" in done.stderr
    assert (root / "docs" / "twins.yml").read_bytes() == before


def test_what_is_not_written_yet_is_not_confirmed_and_is_counted(root):
    (root / "docs" / "twins.yml").unlink()
    change(root, ("- fred", "- …"))
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("The house works for calm.", "…"))
    done = command(root, "check", "--confirm", "hus-vaerdier-02")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (
        0,
        "There is nothing to confirm in hus-vaerdier-02: nothing there is written in both languages. "
        "1 is not written yet: `…` or nothing stands there.",
    )
    assert not (root / "docs" / "twins.yml").exists()
    done = command(root, "check", "--confirm", "docs/da/hus")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == (
        "5 translations are confirmed: docs/da/hus. 2 are not written yet: `…` or nothing stands there."
    )
    assert len(read_twin_ledger(root).confirmed) == 5


def test_what_a_draft_lacks_is_not_written_yet_and_keeps_nothing_else_from_being_confirmed(root):
    (root / "docs" / "twins.yml").unlink()
    change(root, ("kind: values", "kind: values\ndraft: true"), path="docs/da/hus/vaerdier.md")
    change(root, ("The house works for calm.\n{: #hus-vaerdier-02 }\n", ""), path="docs/en/hus/vaerdier.md")
    done = command(root, "check", "--confirm", "hus-vaerdier-01", "hus-vaerdier-02")
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "1 translation is confirmed: hus-vaerdier-01, hus-vaerdier-02. "
        "1 is not written yet: `…` or nothing stands there.\n",
        "",
    )
    assert read_twin_ledger(root).confirmed.keys() == {"en/hus-vaerdier-01"}
    (root / "docs" / "en" / "hus" / "vaerdier.md").unlink()
    done = command(root, "check", "--confirm", "docs/da/hus/vaerdier.md")
    assert done.stdout.endswith("2 are not written yet: `…` or nothing stands there.\n"), done.stderr


def test_what_is_wrong_cannot_be_confirmed(root):
    change(root, ("- fred", "- ro"))
    change(root, ("{: #hus-ord-04 }", ""), path="docs/en/hus/ord.md")
    before = (root / "docs" / "twins.yml").read_bytes()
    done = command(root, "check", "--confirm", "docs/da/hus")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2:] == [
        "docs/en/hus/ord.md:1: The statement `hus-ord-04` is missing. Translate it from docs/da/hus/ord.md:22. [missing-statement]",
        "1 problem. Nothing is confirmed.",
    ]
    assert (root / "docs" / "twins.yml").read_bytes() == before
    assert command(root, "check", "--confirm", "hus-ord-01").returncode == 0  # nothing is wrong with that one
    tiny.write(root, {"docs/twins.yml": "en/hus-ord-01: nej\n"})
    assert "[broken-ledger]" in command(root, "check", "--confirm", "hus-ord-01").stderr
    (root / "docs" / "en" / "hus" / "ord.md").unlink()
    assert "[missing-twin]" in command(root, "check", "--confirm", "hus-ord-01").stderr


def test_what_two_editors_confirm_at_a_time_is_confirmed(root):
    shutil.copy(tiny.REPOSITORY / ".gitattributes", root)
    ours = partial(git, root)

    def edited(branch: str, id: str, *changes: tuple[str, str]) -> None:
        ours("checkout", "-qb", branch, "begun")
        change(root, *changes)
        assert command(root, "check", "--confirm", id).returncode == 0
        ours("commit", "-qam", branch)

    ours("init", "-q")
    ours("add", "-A")
    ours("commit", "-qm", "begun")
    ours("tag", "begun")
    edited("one", "hus-ord-01", ("- fred", "- stilhed"))
    edited("other", "hus-ord-02", ("[ro]", "[hvile]"))
    ours("merge", "-q", "one")
    assert awaiting(root) == set()
    assert len(read_twin_ledger(root).confirmed["en/hus-ord-01"]) == 2
    # The next confirmation, of whatever it is, leaves one line for each.
    assert command(root, "check", "--confirm", "hus-vaerdier-01").returncode == 0
    assert {len(one) for one in read_twin_ledger(root).confirmed.values()} == {1}
    assert awaiting(root) == set()
    # And what somebody changes afterwards is to be translated anew, also back to what it was.
    change(root, ("- stilhed", "- fred"))
    assert awaiting(root) == {"hus-ord-01"}


def test_what_is_gone_leaves_the_ledger_with_the_next_confirmation(root):
    for language in ("da", "en"):
        (root / "docs" / language / "hus" / "ord.md").unlink()
        for name in ("vaerdi", "tema"):
            (root / "docs" / language / f"{name}.md").unlink()
    assert command(root, "check").stdout.splitlines() == [
        "10 pages are checked. Nothing to look at, nothing that stops publishing."
    ]
    # But not while a file can't be read: nobody knows what stands in it.
    tiny.write(root, {"docs/da/latin.md": "Før".encode("cp1252")})
    assert command(root, "check", "--confirm", "hus-vaerdier-02").returncode == 0
    assert len(read_twin_ledger(root).confirmed) == 7
    (root / "docs" / "da" / "latin.md").unlink()
    assert command(root, "check", "--confirm", "hus-vaerdier-02").returncode == 0
    assert read_twin_ledger(root).confirmed.keys() == {"en/hus-vaerdier-01", "en/hus-vaerdier-02"}


def test_a_statement_with_another_id_and_the_same_words_is_confirmed_still(root):
    for language in ("da", "en"):
        tiny.replace(root / "docs" / language / "hus" / "ord.md", ("#hus-ord-02", "#hus-ord-09"))
    tiny.replace(root / "docs/da/hus/ord.md", ("\nsource:", "\nreplaces_statements: {hus-ord-02: hus-ord-09}\nsource:"))
    assert awaiting(root) == set()
    assert command(root, "check", "--confirm", "hus-ord-01").returncode == 0
    ledger = read_twin_ledger(root).confirmed
    assert ("en/hus-ord-02" in ledger, "en/hus-ord-09" in ledger) == (False, True)
    assert awaiting(root) == set()
    change(root, ("- [ro]", "- [ro og hvile]"))
    assert awaiting(root) == {"hus-ord-09"}


def test_a_statement_that_had_several_ids_is_confirmed_by_any_of_them(root):
    for language in ("da", "en"):
        tiny.replace(root / "docs" / language / "hus" / "ord.md", ("#hus-ord-02", "#hus-ord-09"))
    renamed = "\nreplaces_statements: {hus-ord-02: hus-ord-08, hus-ord-08: hus-ord-09}\nsource:"
    tiny.replace(root / "docs/da/hus/ord.md", ("\nsource:", renamed))
    assert awaiting(root) == set()


def test_new_pairs_await_confirmation_and_readers_are_not_told(root):
    (root / "docs" / "twins.yml").unlink()
    done = command(root, "check")
    assert done.returncode == 0
    assert done.stdout.count("[awaiting-confirmation]") == 2
    assert "New, and confirmed by nobody yet (7): en/hus-ord-01" in command(root, "report", "translations").stdout
    build(root)
    assert not built_page(root, "en/hus/ord").xpath("//*[contains(@class, 'awaiting')]")


def test_a_language_is_confirmed_by_itself(root):
    """Nothing knows that there are two languages."""
    english = (root / "docs" / "en" / "hus" / "ord.md").read_text("utf-8")
    tiny.write(root, {"docs/de/hus/ord.md": english})
    shutil.copyfile(root / "overrides/locales/en.yml", root / "overrides/locales/de.yml")
    config = (root / "mkdocs.yml").read_text("utf-8")
    german = "        - locale: de\n          name: Deutsch\n          build: true\n        - locale: en"
    (root / "mkdocs.yml").write_text(config.replace("        - locale: en", german), "utf-8")
    content = read_content(root, read_settings(root).languages)
    states = {
        pair.key: pair.state
        for pair in pairs(content.pages, content.twin_ledger, addresses(content.pages, content.ledger))
    }
    assert states["en/hus-ord-01"] == State.confirmed
    assert states["de/hus-ord-01"] == State.awaiting_confirmation
    assert command(root, "check", "--confirm", "de/hus-ord-01").returncode == 0
    assert {key for key in read_twin_ledger(root).confirmed if key.startswith("de/")} == {"de/hus-ord-01"}


@pytest.fixture(scope="module")
def untranslated(tmp_path_factory) -> Path:
    """A built site of which one page is not translated, though an English page links to it and others quote it."""
    root = tiny.site(tmp_path_factory.mktemp("untranslated"))
    tiny.write(root, {WORDS: DANISH, **QUOTING})
    change(root, ("kind: values", "kind: values\nuntranslated: [en]"))
    change(
        root,
        ("[The house](hus/index.md)", "[The house](hus/index.md), [The words](hus/ord.md)"),
        path="docs/en/index.md",
    )
    build(root)
    return root


def test_an_untranslated_page_has_a_stub_that_claims_nothing(untranslated):
    stub, danish = built_page(untranslated, "en/hus/ord"), built_page(untranslated, "hus/ord")
    assert stub.get("lang") == "en"
    assert stub.xpath("//meta[@name='robots']/@content") == ["noindex"]
    [title] = stub.xpath("//h1")
    assert (title.text_content(), title.get("lang")) == ("Husets ord", "da")
    link, *statements = stub.xpath("//article//a")
    assert (link.get("href"), link.get("hreflang")) == ("../../../hus/ord/", "da")
    # Who has an address of a statement on the page finds it there, and the way on.
    ids = [f"hus-ord-0{number}" for number in (1, 2, 3, 4, 5)]
    assert [one.get("href") for one in statements] == [f"../../../hus/ord/#{id}" for id in ids]
    assert stub.xpath("//article//li[@lang='da']/@id") == ids
    for page in (stub, danish):
        assert not page.xpath("//link[@hreflang]|//*[@hreflang='en']")
        links = page.xpath("//header//nav[@class='languages']//a")
        assert [one.get("lang") for one in links] == ["da", "en"]
    assert danish.xpath("//meta[@name='robots']") == []
    assert danish.xpath("//link[@rel='canonical']")
    assert not danish.xpath("//*[@data-both] | //script[contains(., 'workTranslation')]")
    assert [words(above) for above in stub.xpath("//nav[@class='breadcrumbs']//a")] == ["The house"]


def test_a_stub_is_found_by_links_alone(untranslated):
    current = untranslated / "public" / "current"
    assert built_page(untranslated, "en").xpath("//article//a/@href") == ["hus/", "hus/ord/"]
    menus = built_page(untranslated, "en/hus/ord").xpath("//details[@data-menu]//nav//a/@href")
    assert not [address for address in menus if "ord" in address]
    assert built_page(untranslated, "hus").xpath("//details[@data-menu]//nav//a[contains(@href, 'ord/')]")
    assert "hus/ord/" not in tiny.searched(current, "en")
    sitemap = etree.parse(current / "sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    entries = [url for url in sitemap.getroot() if "hus/ord/" in url.xpath("string(s:loc)", namespaces=names)]
    [entry] = entries
    assert entry.xpath("string(s:loc)", namespaces=names) == "https://pejlemaerker.example/hus/ord/"
    assert not entry.xpath("x:link", namespaces=names)
    short = built_page(untranslated, "s/hus-ord-02")
    assert short.xpath("//main//li//a/@hreflang") == ["da"]


def test_what_is_not_translated_is_quoted_in_danish_and_said_to_be(untranslated):
    for path in ("en/vaerdi", "en/tema", "en/to/huset"):
        page = built_page(untranslated, path)
        [quote] = page.xpath("//blockquote[.//a[contains(@href, '#hus-ord-02')]]")
        [link] = quote.xpath(".//a[contains(@href, '#hus-ord-02')]")
        assert link.xpath("ancestor-or-self::*/@lang")[-1] == "da"
        assert words(link).startswith("ro")
        assert link.get("href").startswith("../../") and "/en/" not in link.get("href")
        assert "Not translated yet. The words are in Danish." in words(page.xpath("//main")[0])
    quote = built_page(untranslated, "en/vaerdi").xpath("//div[@class='quote']")[0]
    assert words(quote.xpath("p[@class='quote-by']")[0]) == "The house"
    assert "adopted on 1 May 2020" in words(quote)
    done = command(untranslated, "check")
    assert done.stdout.splitlines()[-1] == "15 pages are checked. Nothing to look at, nothing that stops publishing."
    assert "Not translated into en: docs/da/hus/ord.md" in command(untranslated, "report", "translations").stdout
    done = command(untranslated, "check", "--confirm", "docs/da/hus/ord.md")
    assert done.stdout == "There is nothing to confirm in docs/da/hus/ord.md: no statement there has a translation.\n"


def test_a_whole_place_can_be_untranslated(tmp_path):
    root = tiny.site(tmp_path)
    for name, line in (("index", "kind: overview"), ("vaerdier", "kind: values")):
        change(root, (line, f"{line}\nuntranslated: [en]"), path=f"docs/da/hus/{name}.md")
        (root / "docs" / "en" / "hus" / f"{name}.md").unlink()
    tiny.write(root, QUOTING)
    change(root, ("hus-ord-02", "hus-vaerdier-02"), path="docs/da/vaerdi.md")
    change(root, ("hus-ord-02", "hus-vaerdier-02"), path="docs/da/tema.md")
    build(root)
    assert built_page(root, "en/hus").xpath("string(//h1[@lang='da'])") == "Huset"
    assert words(built_page(root, "en/vaerdi").xpath("//p[@class='quote-by']")[0]) == "Huset"
    current = root / "public" / "current"
    assert (current / "hus" / "laeserute").is_dir()
    assert not (current / "en" / "hus" / "laeserute").exists()  # it would begin on a page that is not there


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """A site on this machine, with an English page whose Danish has changed and one that is not translated."""
    root = tiny.site(tmp_path_factory.mktemp("served"))
    pages = {WORDS: DANISH, "docs/en/hus/ord.md": ENGLISH, **QUOTING}
    tiny.write(root, pages)
    tiny.confirm(root)
    change(root, ("[ro]", "[hvile]"), ("godt", "bedst"), ("hvad huset vil", "hvad vi vil"))
    change(root, ("kind: values", "kind: values\nuntranslated: [en]"), path="docs/da/hus/vaerdier.md")
    (root / "docs" / "en" / "hus" / "vaerdier.md").unlink()
    build(root)
    with serving(root / "public" / "current", "https://twins.example/") as address:
        yield address


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_notes_and_stubs_are_seen_by_everyone(browser, address, width, scheme):
    with browser.new_page(viewport={"width": width, "height": 740}, color_scheme=scheme) as tab:
        for path in ("hus/ord/", "hus/vaerdier/", "vaerdi/", "to/huset/"):
            tab.goto(f"{address}/en/{path}")
            assert axe(tab) == [], path
            assert tab.evaluate("document.scrollingElement.scrollWidth") <= width, path
            assert path == "hus/vaerdier/" or tab.locator(".awaiting").first.is_visible()
    with browser.new_page(viewport={"width": width, "height": 740}, java_script_enabled=False) as plain:
        plain.goto(f"{address}/en/hus/ord/")
        assert [note.is_visible() for note in plain.locator(".awaiting").all()] == [True] * 4
        plain.locator("#hus-ord-02 .awaiting a").click()
        plain.wait_for_url(f"{address}/hus/ord/#hus-ord-02")
        plain.goto(f"{address}/hus/vaerdier/")
        plain.locator(".languages a[lang=en]").click()
        expect(plain.locator("h1")).to_have_text("Husets værdier")
        plain.locator("article a").first.click()
        plain.wait_for_url(f"{address}/hus/vaerdier/")


def test_a_statement_with_a_note_is_copied_by_its_own_words(page, address):
    page.goto(f"{address}/en/hus/ord/")
    page.wait_for_selector(".copy-link")
    names = page.locator(".copy-link").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert names == [
        f"Copy link: {words}" for words in ("peace", "calm", "Trust", "This is what the house wants:", "to listen")
    ]


def test_a_quotation_has_the_words_of_its_statement_and_not_those_of_its_note(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}/en/hus/ord/")
    for id, words in (
        ("02", "“The house never promises: calm”"),
        ("03", "“Trust – Trust is good.”"),
        ("05", "“This is what the house wants: to listen”"),
    ):
        button = page.locator(f".copy-link[value=hus-ord-{id}]")
        button.click()
        expect(button).to_have_text("Copy text and source")
        button.click()
        expect(page.locator("[data-share]")).to_contain_text("with its source")
        assert page.evaluate("navigator.clipboard.readText()").startswith(f"{words} Source: ")


@pytest.mark.parametrize("prefix", ["en/", ""])
def test_notes_stay_where_they_are_in_both_languages(page, address, prefix):
    page.goto(f"{address}/{prefix}hus/ord/")
    before = page.locator("article").inner_html()
    page.locator("[data-both]").click()
    page.wait_for_selector(".twin")
    for id, danish, english in (
        ("hus-ord-02", "hvile", "calm"),
        ("hus-ord-03", "Tillid", "Trust"),
        ("hus-ord-04", "Her er, hvad vi vil:", "This is what the house wants:"),
    ):
        pair = page.locator(f".pair:has(#{id}), #{id} > .pair")
        twin = pair.locator(".twin")
        assert twin.inner_text().strip().startswith(danish if prefix else english)
        # The note is the English text's, wherever that stands.
        assert twin.locator(".awaiting").count() == (0 if prefix else 1)
    last = page.locator(".pair:has-text('Mere')")
    assert "More" in last.inner_text()  # what follows a note is still beside its own twin
    assert page.locator(".awaiting").count() == (4 if prefix else 3)
    if not prefix:
        page.locator(".twin .awaiting a").first.click()
        page.wait_for_url(f"{address}/hus/ord/#hus-ord-02")
        return
    page.locator("[data-both]").click()
    expect(page.locator(".twin")).to_have_count(0)
    assert page.locator("article").inner_html() == before


def test_an_empty_ledger_is_no_fault(tmp_path):
    assert read_twin_ledger(tiny.content(tmp_path)).confirmed
    (tmp_path / "docs" / "twins.yml").write_text("")
    assert read_twin_ledger(tmp_path) == TwinLedger()
