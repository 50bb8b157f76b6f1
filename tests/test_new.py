"""new.py as an editor runs it: from nothing, or from a document, to pages that are published."""

import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import documents
import pytest
from conftest import build, command
from prompts import file_path

import tiny
from waymarks.documents.passages import Passage
from waymarks.founding.outline import adoption, outline, proposed, read_kinds
from waymarks.founding.places import Document, escaped, with_source
from waymarks.founding.restating import Gap, gaps, take_out, write
from waymarks.machine.refusals import Failure
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language, read_settings
from waymarks.source import read_content

MUNICIPALITY = ("municipality", "--name", "Silkeborg Kommune", "--from", "ord.docx", "--adopted", "2024-03-14")


def files(root: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(root)): file.read_bytes()
        for folder in ("docs", "sources")
        for file in sorted((root / folder).rglob("*"))
        if file.is_file()
    }


def new(root: Path, *words: str, answers: str = ""):
    return command(root, "new", *words, input=answers)


@pytest.fixture
def root(tmp_path) -> Path:
    tiny.site(tmp_path)
    (tmp_path / "ord.docx").write_bytes(documents.docx())
    return tmp_path


def still(root: Path):
    return list(gaps(read_content(root, read_settings(root).languages)))


def answers(root: Path) -> str:
    words = {"da": "Det siger huset med ord nummer {}.", "en": "The house says it with word number {}."}
    asked = [language.code for gap in still(root) for language in gap.lines]
    return "".join(words[code].format(n) + "\n" for n, code in enumerate(asked))


def test_from_a_document_to_a_published_place(root):
    done = new(root, *MUNICIPALITY)
    assert done.returncode == 0, done.stderr
    assert "The document has 19 points: 18 on the pages and 1 left out:" in done.stdout
    working = (root / "sources" / "silkeborg-vaerdigrundlag.yml").read_text("utf-8")
    for _, text in documents.PASSAGES:
        assert working.count(f'text: "{text}"') == 1
    assert "Vi holder det, vi lover" not in "".join(
        one.decode() for path, one in files(root).items() if path.startswith("docs")
    )

    checked = command(root, "check")
    assert checked.returncode == 0, checked.stderr
    assert (
        "docs/da/silkeborg/mission.md:12: The statement `silkeborg-mission-01` is not written yet. The document says"
        in checked.stdout
    )
    build(root)
    assert not (root / "public" / "current" / "silkeborg").exists()

    index = root / "docs" / "da" / "silkeborg" / "index.md"
    tiny.replace(index, ("draft: true\n", ""))
    refused = command(root, "build")
    assert refused.returncode == 1
    assert refused.stderr.count("[not-written]") == sum(len(gap.lines) for gap in still(root))

    asked = new(root, "restate", answers=answers(root))
    assert asked.returncode == 0, asked.stderr
    assert "Every statement and heading is written." in asked.stdout
    built = command(root, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    place = root / "public" / "current" / "silkeborg"
    shown = "".join(file.read_text("utf-8") for file in (root / "public" / "current").rglob("*.html"))
    assert (place / "laeserute" / "index.html").is_file()
    assert (root / "public" / "current" / "en" / "silkeborg" / "vaerdier" / "index.html").is_file()
    assert "14. marts 2024" in shown
    assert "Vi holder det, vi lover" not in shown
    assert not (root / "public" / "current" / "sources").exists()


def test_what_its_owner_has_adopted_is_shown_word_for_word_and_said_to_be(root):
    done = new(root, *MUNICIPALITY, "--wording", "adopted")
    assert done.returncode == 0, done.stderr
    page = (root / "docs" / "da" / "silkeborg" / "mission.md").read_text("utf-8")
    assert documents.PASSAGES[1][1] in page
    assert new(root, "restate", answers=answers(root)).returncode == 0
    index = root / "docs" / "da" / "silkeborg" / "index.md"
    tiny.replace(index, ("draft: true\n", ""))
    built = command(root, "build", "--print")
    assert built.returncode == 0, built.stderr
    html = (root / "public" / "current" / "silkeborg" / "mission" / "index.html").read_text("utf-8")
    assert "Ordlyden er stedets egen." in html
    assert "redigeret fremstilling. Er der" not in html
    for name, verbatim in (("silkeborg-kommune", True), ("huset", False)):  # nor is it said in its booklet
        booklet = root / "public" / "current" / "tryk" / name / "haefte-da.pdf"
        said = subprocess.run(["pdftotext", booklet, "-"], capture_output=True, text=True, check=True).stdout
        said = " ".join(said.replace("-\n", "").split())
        assert ("Ordlyden er stedets egen." in said, "skrevet om" in said) == (verbatim, not verbatim)
    mission = root / "docs" / "da" / "silkeborg" / "mission.md"
    mission.write_text(page.replace("selv har valgt", "selv vil have"), "utf-8")
    assert "[not-verbatim]" in command(root, "check").stderr


SIGNS = "Mød mig <som menneske>, ikke som <script>alert(1)</script> & &lt;diagnose"


@pytest.mark.parametrize(
    ("name", "text"), [("ord.txt", "{}"), ("ord.html", "<h1>Ord</h1><h2>Værdier</h2><ul><li>{}</li></ul>")]
)
def test_what_looks_like_html_is_shown_as_it_was_written(root, name, text):
    words = SIGNS if name.endswith("txt") else SIGNS.replace("&", "&amp;").replace("<", "&lt;")
    text = text.format(words) if name.endswith("html") else f"Ord\n\nVærdier\n\n- {words}\n"
    (root / name).write_text(text, "utf-8")
    done = new(
        root,
        "municipality",
        "--name",
        'Åbenrå "<b>" Kommune',
        "--folder",
        "aabenraa",
        "--from",
        name,
        "--wording",
        "adopted",
    )
    assert done.returncode == 0, done.stderr
    assert still(root) != []
    assert new(root, "restate", answers=f"Meet <me> & &lt;\n{answers(root)}").returncode == 0
    assert still(root) == []
    index = root / "docs" / "da" / "aabenraa" / "index.md"
    tiny.replace(index, ("draft: true\n", ""))
    done = command(root, "check")
    assert done.returncode == 0, done.stderr
    content = read_content(root, read_settings(root).languages)
    said = {one.text for page in content.pages if page.id.startswith("aabenraa/") for one in page.statements}
    assert {SIGNS, "Meet <me> & &lt;"} <= said


@pytest.mark.parametrize("line", ["-", "+", "1.", "1)", "{: #x }"])
def test_a_line_of_signs_alone_is_words(root, line):
    (root / "ord.txt").write_text(f"Ord\n\nVærdier\n\nRo.\n\n{line}\n\nMod.\n", "utf-8")
    words = ("municipality", "--name", "Åbenrå Kommune", "--folder", "aabenraa", "--from", "ord.txt")
    done = new(root, *words, "--wording", "adopted")
    assert done.returncode == 0, done.stderr
    content = read_content(root, read_settings(root).languages).with_drafts
    assert line in {one.text for page in content.pages if page.id.startswith("aabenraa/") for one in page.statements}


def test_numbers_directly_below_points_are_points(root):
    """Markdown takes both for one list, so that the check refuses it."""
    (root / "ord.txt").write_text(
        "Ord\n\nVærdier\n\n- Vi lytter.\n1) Vi spørger.\n2) Vi svarer.\n\nNu:\n\n1) Gå.\n", "utf-8"
    )
    done = new(root, "facility", "--name", "Gården", "--parent", "hus", "--from", "ord.txt", "--wording", "adopted")
    assert done.returncode == 0, done.stderr
    text = (root / "docs/da/hus/gaarden/vaerdier.md").read_text("utf-8")
    assert re.findall("^[-1].*", text, re.M)[2:] == ["- Vi lytter.", "- Vi spørger.", "- Vi svarer.", "1. Gå."]


def test_a_place_without_a_document_and_a_page(root):
    done = new(root, "facility", "--name", "Gården", "--name", "en:The Farm", "--parent", "hus", "--from", "")
    assert done.returncode == 0, done.stderr
    shutil.rmtree(root / "docs" / "da" / "hus" / "gaarden")
    shutil.rmtree(root / "docs" / "en" / "hus" / "gaarden")
    done = new(root, "facility", answers="Gården\nThe Farm\nhus\n\n")
    assert done.returncode == 0, done.stderr
    index = (root / "docs" / "en" / "hus" / "gaarden" / "index.md").read_text("utf-8")
    assert "title: The Farm" in index
    assert "parent: huset" in (root / "docs" / "da" / "hus" / "gaarden" / "index.md").read_text("utf-8")
    words = ("--title", "Ro", "--title", "en:Calm", "--description", "Om ro.", "--description", "en:On calm.")
    done = new(root, "page", "hus/ro", *words, "--kind", "approach")
    assert done.returncode == 0, done.stderr
    assert "list of places" not in done.stdout
    assert (
        "Link to it from docs/da/hus/index.md before that, and name it below `path:` if that is there." in done.stdout
    )
    assert (root / "docs" / "da" / "hus" / "ro.md").read_text("utf-8") == (
        "---\ntitle: Ro\ndescription: Om ro.\nkind: approach\ndraft: true\nsource: husets-ord\n---\n\n# Ro\n\n…\n{: #hus-ro-01 }\n"
    )
    assert command(root, "check").returncode == 0


# A page may show how front matter is written.
EXAMPLE = "\n# Huset\n\n```\n---\nsources:\n  - id: a\n---\n```\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("sources:\n  - id: a\n", "sources:\n  - id: ny\n    title: Ny\n  - id: a\n"),
        ("sources:  # two\n# the first\n  - id: a\n", "sources:  # two\n# the first\n  - id: ny\n    title: Ny\n  - id: a\n"),
        ("sources:\n- id: a\n  title: A\n", "sources:\n- id: ny\n  title: Ny\n- id: a\n  title: A\n"),
        ("sources:\n\n  - id: a\n", "sources:\n\n  - id: ny\n    title: Ny\n  - id: a\n"),
        ("sources:\n  -\n    id: a\n", "sources:\n  - id: ny\n    title: Ny\n  -\n    id: a\n"),
        ("sources: []\n", "sources:\n  - id: ny\n    title: Ny\n"),
        ("sources:\n", "sources:\n  - id: ny\n    title: Ny\n"),
        ("kind: overview\n", "kind: overview\nsources:\n  - id: ny\n    title: Ny\n"),
    ],
)  # fmt: skip
def test_one_more_document_comes_into_the_list_however_it_is_written(before, after):
    text = with_source(
        f"---\n{before}---\n{EXAMPLE}", Document("ny", "ny.docx", {"da": "Ny"}), Language("da", "Dansk", True)
    )
    assert text == f"---\n{after}---\n{EXAMPLE}"


def test_a_place_is_named_as_a_terminal_completes_it(root):
    done = new(root, "facility", "--name", "Stuen", "--parent", "hus/")
    assert done.returncode == 0, done.stderr
    assert "parent: huset" in (root / "docs" / "da" / "hus" / "stuen" / "index.md").read_text("utf-8")


def test_letters_in_another_encoding_are_told_of_and_nothing_is_written(root):
    before = files(root)
    for words, typed in (
        (["municipality"], "Ærø\n".encode("latin-1")),
        (["municipality", "--name", "Ærø".encode("latin-1")], b""),
    ):
        done = subprocess.run([sys.executable, "scripts/new.py", *words], cwd=root, input=typed, capture_output=True)
        assert done.returncode == 2
        assert done.stderr.decode().endswith("is not in UTF-8. Set the terminal to UTF-8, then write it again.\n")
    assert files(root) == before


def test_on_a_terminal_a_wrong_answer_is_asked_again_and_ctrl_d_makes_nothing(root):
    before = files(root)
    ours, theirs = os.openpty()
    asked = subprocess.Popen(
        [sys.executable, "scripts/new.py", "municipality"], cwd=root, stdin=theirs, stdout=subprocess.PIPE
    )
    os.write(ours, b"\xc6r\xf8\n" + "Ærø\n\n".encode() + b"\x04")
    said = asked.communicate(timeout=100)[0].decode()
    assert asked.returncode == 130
    assert said.count("What is the municipality called (Dansk)?") == 2
    assert "is not in UTF-8. Set the terminal to UTF-8, then write it again." in said
    assert said.count("Its document") == 1
    assert files(root) == before


def test_an_arrow_key_moves_in_what_is_typed_and_is_no_part_of_it(root):
    ours, theirs = os.openpty()
    asked = subprocess.Popen(
        [sys.executable, "scripts/new.py", "municipality"],
        cwd=root,
        stdin=theirs,
        stdout=theirs,
        env={**os.environ, "LC_ALL": "C", "TERM": "xterm"},
    )
    os.close(theirs)
    said = b""
    for question, answer in ((b"(Dansk)?", "Ærk\x1b[Dø\r"), (b"(English)?", "\r"), (b"Its document", "\r")):
        while question not in said:
            said += os.read(ours, 1000)
        os.write(ours, answer.encode())
    with suppress(OSError):  # the terminal is closed
        while os.read(ours, 1000):
            pass
    assert asked.wait(100) == 0
    assert "name: Ærøk\n" in (root / "docs" / "da" / "aeroek" / "index.md").read_text("utf-8")


TWICE = (
    "The place has pages of this document already: sources/hus-kilde.yml has the same points. "
    "Go on with those: python3 scripts/new.py restate hus-kilde.\n"
)


def test_a_fault_that_was_there_and_moves_down_stops_nothing(root):
    index = root / "docs" / "da" / "hus" / "index.md"
    index.write_text(index.read_text("utf-8") + "\nSe [siden](findes-ikke.md).\n", "utf-8")
    assert "[broken-link]" in command(root, "check").stderr
    done = new(root, "page", "hus", "--from", "ord.docx", "--title", "Nye ord", "--title", "en:New words")
    assert done.returncode == 0, done.stderr


def test_one_more_document_of_a_place_that_is_there(root):
    english = root / "docs" / "en" / "hus" / "index.md"
    english.write_text(english.read_text("utf-8"), "utf-8-sig")  # as an editor's program may save it
    done = new(root, "page", "hus", "--from", "ord.docx", "--title", "Nye ord", "--title", "en:New words")
    assert done.returncode == 0, done.stderr
    page = (root / "docs" / "da" / "hus" / "vaerdier-2.md").read_text("utf-8")
    assert "draft: true\nsource: hus-kilde\n" in page
    assert "{: #hus-vaerdier-2-02 }" in page
    for language, title in (("da", "Nye ord"), ("en", "New words")):
        index = (root / "docs" / language / "hus" / "index.md").read_text("utf-8")
        assert f"sources:\n  - id: hus-kilde\n    title: {title}\n  - id: husets-ord\n" in index
    assert command(root, "check").returncode == 0
    build(root)
    assert not (root / "public" / "current" / "hus" / "mission").exists()
    before = files(root)
    shutil.copy(root / "ord.docx", root / "ord-igen.docx")
    again = new(root, "page", "hus", "--from", "ord-igen.docx", "--title", "Ord igen", "--title", "en:Words again")
    assert (again.returncode, again.stderr) == (1, TWICE)
    assert files(root) == before


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "municipality|facility|page|restate|site"),
        (("municipality",), 2, "--name is missing."),
        (("municipality", "--name", "X", "--folder", "Æ b"), 2, "--folder: 'Æ b' is no address."),
        (("municipality", "--name", "X", "--folder", "x//../y"), 2, "digits and hyphens: 'x/y'."),
        (("page", "hus//ro", "--title", "V", "--description", "D"), 2, "'hus//ro' is no address."),
        (("municipality", "--name", "X", "--tone", "pink"), 2, "--tone: 'pink' is none of them; write one of: petrol"),
        ((*MUNICIPALITY[:5], "--adopted", "14. marts"), 2, "--adopted: '14. marts' is no date; write it as 2024-05-31"),
        ((*MUNICIPALITY[:5], "--adopted", "ca. 14. marts 2024"), 2, "--adopted: 'ca. 14. marts 2024' is no date"),
        (("municipality", "--name", "X", "--from", "docs"), 2, "docs is a folder. Write the path of one document in it, such as docs/vaerdier.docx."),
        (("municipality", "--name", "X", "--from", "nej.docx"), 2, "There is no file nej.docx."),
        (("municipality", "--name", "X", "--folder", "hus"), 1, "There is a place in docs/da/hus already."),
        (("page", "hus/vaerdier", "--title", "V", "--description", "D", "--description", "en:E"), 1, "docs/da/hus/vaerdier.md is there already"),
        (("municipality", "--name", "Data"), 1, "The address /data/ is kept for what the site makes itself."),
        (("municipality", "--name", "X", "--folder", "en"), 1, "The address /en/ is kept for what the site makes itself."),
        (("page", "hus/laeserute", "--title", "V", "--description", "D"), 1, "The address /hus/laeserute/ is kept"),
        (("page", "hus/ro", "--title", "V", "--description", "D", "--kind", "home"), 2, "--kind: 'home' is none of them"),
        (("page", "nosuch/natur2", "--title", "V", "--description", "D"), 2, "There is no place in docs/da/nosuch. Write its address below one of: hus,"),
        (("municipality", "--name", "A" * 300 + " Kommune"), 2, " has 300 characters, and 60 is the most. Write a shorter one."),
        (("page", "/", "--title", "V", "--description", "D"), 2, "'' is no address. Write small letters a–z, digits and hyphens."),
        (("restate", "nej"), 2, "There is no working text of a document 'nej'."),
    ],
)  # fmt: skip
def test_what_cannot_be_made_is_said_in_a_line_and_nothing_is_written(root, words, code, said):
    before = files(root)
    done = new(root, *words)
    assert done.returncode == code, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert files(root) == before


def test_a_working_text_that_cannot_be_read_is_told_with_its_line(root):
    assert new(root, *MUNICIPALITY).returncode == 0
    file = root / "sources" / "silkeborg-vaerdigrundlag.yml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("  - at: paragraph 2", "  - at: [paragraph 2", 1), "utf-8")
    assert file.read_text("utf-8") != text
    line = text.split("\n").index("  - at: paragraph 2") + 1
    for words in ((), ("silkeborg-vaerdigrundlag",)):
        done = new(root, "restate", *words)
        assert done.returncode == 1
        assert "Every statement and heading is written" not in done.stdout
        told, count = done.stderr.splitlines()
        assert told.startswith(
            f"sources/silkeborg-vaerdigrundlag.yml:{line}: The working text can't be read from here: "
        )
        assert told.endswith("[bad-yaml]")
        assert count == "1 problem. Nothing is asked until it can be read."


def test_all_is_written_or_nothing(root):
    """A file is in the way of the last one, and another would make the content wrong."""
    (root / "sources").mkdir()
    (root / "sources" / "silkeborg-vaerdigrundlag.yml").write_text("source: x\ndocument: y\npoints: []\n")
    before = files(root)
    done = new(root, *MUNICIPALITY)
    assert (done.returncode, files(root)) == (1, before)
    assert "sources/silkeborg-vaerdigrundlag.yml is there already, and nothing is written over it." in done.stderr
    words = [
        "--title",
        "Ro",
        "--title",
        "en:Calm",
        "--description",
        "Ring 010190-1234.",
        "--description",
        "en:Call 010190-1234.",
    ]
    done = new(root, "page", "hus/ro", *words, "--kind", "overview")
    assert (done.returncode, files(root)) == (1, before)
    assert done.stderr.count("[cpr-number]\n") == 2
    assert done.stderr.splitlines()[-1] == "2 problems. Nothing is written."
    done = new(root, "page", "s/ro", *words, "--kind", "overview")
    assert (done.returncode, files(root)) == (1, before)
    assert done.stderr == "The address /s/ro/ is kept for what the site makes itself. Choose another one.\n"


def test_nobody_is_named_by_numbers(root):
    document = documents.Document()
    document.add_paragraph("Kontakt Ida på 20 30 12 34 eller ida@silkeborg.dk, cpr 010190-1234.")
    (root / "ord.docx").write_bytes(documents.saved(document))
    done = new(root, *MUNICIPALITY, "--wording", "adopted")
    assert done.returncode == 0, done.stderr
    text = "".join(one.decode() for one in files(root).values())
    assert "taken out of 1 of them" in done.stdout
    assert not re.search("20 30 12 34|ida@|010190", text)
    assert "Kontakt Ida på ×× ×× ×× ×× eller ××@××, cpr ××××××-××××." in text


def test_a_statement_is_left_out_or_merged_when_asked(root):
    assert new(root, *MUNICIPALITY).returncode == 0
    first, second = still(root)[:2]
    done = new(root, "restate", answers="-\nDet er ikke med\nVi vil:\nWe want:\n.\n")
    assert done.returncode == 0, done.stderr
    working = (root / "sources" / "silkeborg-vaerdigrundlag.yml").read_text("utf-8")
    assert 'left_out: "Det er ikke med"' in working
    assert f"statement: {first.statement}\n" not in working
    assert first.statement not in (root / "docs" / "da" / first.page).read_text("utf-8")
    assert f"We want:\n{{: #{second.statement} }}" in (root / "docs" / "en" / second.page).read_text("utf-8")
    assert new(root, "restate", answers="+\n.\n").returncode == 0
    assert f"merged_into: {second.statement}" in (root / "sources" / "silkeborg-vaerdigrundlag.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("# A\nen\nto\n{: #a-01 }\n\nB\n", "# A\nB\n"),
        ("## A\n\nB {: #a-02 }\n\nen\nto\n{: #a-01 }\n\nC\n", "## A\n\nB {: #a-02 }\n\nC\n"),
        ("A\n---\nen\nto {: #a-01 }\n\nB\n", "A\n---\nB\n"),
        ("- B\n  {: #a-02 }\n- en\n  to\n  {: #a-01 }\n- C\n", "- B\n  {: #a-02 }\n- C\n"),
        ("* B\n* en\n  to\n  {: #a-01 }\n", "* B\n"),
        ("B\n\n## En {#a-01}\n\nC\n", "B\n\nC\n"),
        (
            "- B\n  {: #a-02 }\n- en\n  {: #a-01 }\n    - D\n      {: #a-03 }\n- C\n",
            "- B\n  {: #a-02 }\n- D\n  {: #a-03 }\n- C\n",
        ),
    ],
)
def test_a_statement_is_taken_out_whole_and_nothing_else(tmp_path, text, rest):
    tiny.write(tmp_path, {"docs/da/a.md": text})
    language = Language("da", "Dansk", True)
    take_out(tmp_path, Gap("a.md", "a-01", "…", {language: 1}), (language,), "")
    assert (tmp_path / "docs/da/a.md").read_text("utf-8") == rest


VALUES = "docs/da/hus/vaerdier.md"
DANISH = Language("da", "Dansk", True)


def test_an_answer_comes_to_its_statement_wherever_that_stands_now_or_nowhere(tmp_path):
    tiny.content(tmp_path)
    page = tmp_path / VALUES
    tiny.replace(page, ("Huset arbejder for ro.", "..."), ("{: #hus-vaerdier-02 }", "{: #hus-vaerdier-02 }\n\n…\n{: #hus-vaerdier-03 }"))  # fmt: skip
    points, gap = still(tmp_path)
    assert [points.statement, gap.statement] == ["hus-vaerdier-02", "hus-vaerdier-03"]
    write(tmp_path, points, DANISH, "Huset vil ro.")
    tiny.replace(
        page, ("# Husets værdier\n", "# Husets værdier\n\nFør.\n\nSiden.\n")
    )  # an editor saves while somebody is asked
    write(tmp_path, gap, DANISH, "Huset vil fred.")
    text = page.read_text("utf-8")
    assert "Huset vil ro.\n{: #hus-vaerdier-02 }\n\nHuset vil fred.\n{: #hus-vaerdier-03 }\n" in text
    with pytest.raises(Failure, match="has changed meanwhile, and nothing is written"):
        write(tmp_path, gap, DANISH, "Huset vil mere.")
    assert page.read_text("utf-8") == text


def test_every_heading_is_asked_for_that_has_no_words(tmp_path):
    """Also one on the line on which the other language has a heading with an id, and each of two that say the same."""
    tiny.content(tmp_path)
    tiny.replace(tmp_path / VALUES, ("## Ro {#hus-vaerdier-01}\n", "## …\n\n## …\n\n## Ro {#hus-vaerdier-01}\n"))
    english = ("## Calm {#hus-vaerdier-01}\n", "## One\n\n## Two\n\n## Calm {#hus-vaerdier-01}\n")
    tiny.replace(tmp_path / "docs/en/hus/vaerdier.md", english)
    ours, theirs = (page for page in read_content(tmp_path, read_settings(tmp_path).languages).pages if page.id == "hus/vaerdier.md")  # fmt: skip
    assert {one.line for one in ours.headings} & {one.line for one in theirs.statements}
    assert [(one.statement, one.nth) for one in still(tmp_path)] == [(None, 1), (None, 2)]


def test_a_heading_is_left_out_and_a_reason_may_hold_any_sign(root):
    document = documents.Document()
    document.add_heading("Grundlag", 1)
    document.add_heading("Mål", 2)
    document.add_paragraph("Flere kommer i job i byen.", "List Number")
    document.add_paragraph("Flere lærer naboerne at kende.", "List Number")
    document.add_heading("Noget om det gamle papir", 2)
    document.add_paragraph("Huset skrev det samlet i foråret.")
    (root / "ord.docx").write_bytes(documents.saved(document))
    assert new(root, *MUNICIPALITY).returncode == 0
    goals = (root / "docs" / "da" / "silkeborg" / "maal.md").read_text("utf-8")
    assert "\n1. …\n  {: #silkeborg-maal-01 }\n1. …\n" in goals
    heading = next(gap for gap in still(root) if gap.says == "Noget om det gamle papir")
    assert heading.statement is None
    before = [gap.says for gap in still(root)]
    skipped = "".join("\n" * len(gap.lines) for gap in still(root)[: before.index("Noget om det gamle papir")])
    done = new(root, "restate", answers=skipped + '-\nDen står i "foden"\\her\n.\n')
    assert "It is taken out, in every language." in done.stdout
    assert [gap.says for gap in still(root)] == [says for says in before if says != "Noget om det gamle papir"]
    for code in ("da", "en"):
        assert "## " not in (root / "docs" / code / heading.page).read_text("utf-8").partition("\n---\n")[2].replace(
            "# ", "", 1
        )
    text = next(one for one in read_content(root, read_settings(root).languages).working_texts)
    assert [one.left_out for one in text.points if one.text == "Noget om det gamle papir"] == [
        'Den står i "foden"\\her'
    ]
    assert "[unaccounted-point]" not in command(root, "check").stdout


def test_what_somebody_has_written_is_taken_out_only_if_they_say_so(root):
    """In the question before, or on another day."""
    assert new(root, *MUNICIPALITY).returncode == 0
    first = still(root)[0]
    page = root / "docs" / "da" / first.page
    for answers in ("Vi vil noget.\n-\nNej\nno\n.\n", "-\nNej\n\n.\n"):
        done = new(root, "restate", answers=answers)
        assert "It is taken out" not in done.stdout
        assert f"Vi vil noget.\n{{: #{first.statement} }}" in page.read_text("utf-8")
    assert "It is taken out" in new(root, "restate", answers="-\nNej\nyes\n.\n").stdout
    assert "Vi vil noget." not in page.read_text("utf-8")


def test_a_page_of_which_nothing_is_left_is_to_be_deleted(root):
    document = documents.Document()
    document.add_heading("Grundlag", 0)
    for heading, text in (("Mission", "Vi er her for alle."), ("Vision", "Alle får et hjem.")):
        document.add_heading(heading, 1)
        document.add_paragraph(text)
    (root / "ord.docx").write_bytes(documents.saved(document))
    assert new(root, *MUNICIPALITY).returncode == 0
    done = new(root, "restate", answers="-\nNej\n.\n")
    assert "No statement is left on silkeborg/mission.md: delete the page, also in other languages." in done.stdout
    for code in ("da", "en"):
        (root / "docs" / code / "silkeborg" / "mission.md").unlink()
    told = {line.rpartition(" ")[2] for line in command(root, "check").stdout.splitlines()}
    assert {"[broken-link]", "[unknown-step]", "[lost-point]"} <= told
    assert "[no-statements]" not in told


def test_a_page_presents_a_document_of_its_own_municipality(root):
    assert new(root, *MUNICIPALITY).returncode == 0
    page = ("page", "silkeborg/natur", "--title", "Natur", "--description", "Natur.", "--kind", "values", "--source")
    done = new(root, *page, "husets-ord")
    assert done.returncode == 2
    assert "--source: 'husets-ord' is none of them; write one of: silkeborg-vaerdigrundlag." in done.stderr
    assert new(root, *page, "silkeborg-vaerdigrundlag").returncode == 0


def test_what_cannot_be_taken_out_is_said_and_stays(root):
    assert new(root, *MUNICIPALITY).returncode == 0
    before = files(root)
    done = new(root, "restate", answers="+\n-\n\n.\n")
    assert "There is no statement before it." in done.stdout
    done = new(root, "restate", answers="-\n\n.\n")
    assert "It stays: what is left out needs a reason." in done.stdout
    assert files(root) == before


def test_what_a_document_says_of_its_adoption_is_proposed(root):
    def told(text: str) -> tuple[str, str]:
        one = adoption([Passage("paragraph", text, "1")])
        return one.when, one.body

    assert told("Vedtaget af Social- og Sundhedsudvalget den 12. marts 2024.") == (
        "2024-03-12",
        "Social- og Sundhedsudvalget",
    )
    assert told("Godkendt 1.2.2020") == ("2020-02-01", "")
    assert told("Approved by the council on 3 May 2021") == ("2021-05-03", "the council")
    assert told("Værdigrundlaget er vedtaget i maj 2019.") == ("2019-05", "")
    assert told("Godkendt af Byrådet i 2019") == ("2019", "Byrådet")
    assert told("Vedtaget i Hovedudvalget, maj 2019") == ("2019-05", "Hovedudvalget")
    assert told("I 2019 var vi 2000 borgere. Vedtaget af 2000 borgere.") == ("", "")
    assert (
        told("Vi mødes 12. marts 2024.") == told("Vedtaget i enighed.") == told("Vedtaget 31. februar 2024") == ("", "")
    )
    document = documents.Document()
    document.add_heading("Vores mål", 1)
    document.add_paragraph("Flere kommer i job.")
    document.add_paragraph("Vedtaget af Byrådet 12. marts 2024.")
    (root / "ord.docx").write_bytes(documents.saved(document))
    done = new(root, *MUNICIPALITY[:5])
    assert done.returncode == 0, done.stderr
    index = (root / "docs" / "da" / "silkeborg" / "index.md").read_text("utf-8")
    assert "    adopted: 2024-03-12\n    adopted_at: Byrådet\n" in index
    assert '    adopted_at: "…"\n' in (root / "docs" / "en" / "silkeborg" / "index.md").read_text("utf-8")
    missing = command(root, "check", "docs/en/silkeborg/index.md").stdout
    assert "docs/en/silkeborg/index.md:12: Here something is not written yet." in missing
    assert new(root, *MUNICIPALITY[:1], "--name", "Rold", *MUNICIPALITY[3:5], "--adopted", "maj 2019").returncode == 0
    assert "    adopted: 2019-05\n" in (root / "docs" / "da" / "rold" / "index.md").read_text("utf-8")
    declined = new(root, "municipality", answers="Vejle Kommune\n\nord.docx\n\n\n-\n")
    assert declined.returncode == 0, declined.stderr
    assert "adopted:" not in (root / "docs" / "da" / "vejle" / "index.md").read_text("utf-8")


def test_a_path_may_be_as_a_terminal_writes_it(root):
    (root / "vores ord.docx").write_bytes(documents.docx())
    assert file_path("V\\(1\\).docx") == "V(1).docx"
    for n, path in enumerate(("'vores ord.docx'", '"vores ord.docx"', "vores\\ ord.docx", "vores ord.docx")):
        done = new(root, "municipality", answers=f"By{n} Kommune\n\n{path}\n")
        assert done.returncode == 0, done.stderr
        assert (root / "docs" / "da" / f"by{n}" / "vaerdier.md").is_file()


def test_nobody_there_to_answer_is_no_accident(root):
    done = subprocess.run(
        ["bash", "-c", f"exec {sys.executable} scripts/new.py facility 0<&-"], cwd=root, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "--name is missing." in done.stderr


def test_what_is_wrong_in_the_list_of_kinds_is_told_with_its_line(root):
    list_of_kinds = root / "scripts" / "kinds.yml"
    list_of_kinds.write_text("# Words.\nmission: [mission]\nvalus: [værdier]\nvision: vision\n", "utf-8")
    before = files(root)
    done = new(root, *MUNICIPALITY)
    assert (done.returncode, files(root)) == (1, before)
    assert [line.partition(" ")[0] for line in done.stderr.splitlines()[:-1]] == [
        f"scripts/kinds.yml:{n}:" for n in (3, 4)
    ]
    assert "Did you mean `values`?" in done.stderr
    assert done.stderr.endswith("2 problems. Nothing is written.\n")
    list_of_kinds.write_text("mission: [\n", "utf-8")
    done = new(root, *MUNICIPALITY)
    assert (done.returncode, files(root)) == (1, before)
    assert "The list can't be read from here" in done.stderr


def test_kinds_are_proposed_by_the_first_word_that_is_known():
    kinds = read_kinds(tiny.REPOSITORY)
    assert set(kinds.values()) == {kind for kind in Kind if kind.presents_source}
    assert proposed("Vores værdier og mål", kinds) == Kind.values
    assert proposed("Faglig udvikling", kinds) == Kind.professional_development
    assert proposed("Målgruppen", kinds) == Kind.offer
    assert proposed("Parkering", kinds) is None


def test_every_passage_is_in_the_outline_once():
    passages = [
        Passage("heading", "Grundlag", "1", 1),
        Passage("paragraph", "Et. To, bl.a. Tre. Fire!", "2"),
        Passage("heading", "Værdier", "3", 2),
        Passage("heading", "Respekt", "4", 2),
        Passage("paragraph", "Vi lytter.", "5"),
        Passage("heading", "Hverdagen hos os i huset", "6", 2),
        Passage("point", "Morgenmad", "7", 1),
        Passage("paragraph", "Side 1", "8", left_out="It stands at the foot."),
    ]
    found = outline(passages, read_kinds(tiny.REPOSITORY))
    assert found.title == "Grundlag"
    assert [one.text for one in found.left_out] == ["Grundlag", "Side 1"]
    assert {
        section.kind: [(part.passage.text, part.carried) for part in section.parts] for section in found.sections
    } == {
        Kind.background: [("Et.", True), ("To, bl.a. Tre.", True), ("Fire!", True)],
        Kind.values: [("Værdier", False), ("Respekt", True), ("Vi lytter.", True)],
        Kind.approach: [("Hverdagen hos os i huset", False), ("Morgenmad", True)],
    }


def test_words_are_shown_as_they_are_whatever_signs_they_have():
    assert escaped("1. *Vi* [er] {#her} <b>") == "1\\. \\*Vi\\* \\[er\\] \\{\\#her\\} &lt;b\\>"
    assert escaped("R&D &lt; <") == "R&D &amp;lt; &lt;"
    assert escaped("~ 20 og ~~~") == "~ 20 og &#126;&#126;~"
    assert escaped("- og + 2024.") == "\\- og + 2024."
    assert [escaped(text) for text in ("-", "+", "---", "1.", "1)")] == ["\\-", "\\+", "\\---", "1\\.", "1\\)"]


@pytest.mark.parametrize(
    ("above", "headings", "title", "out"),
    [
        (["Rold Kommune"], [("Værdigrundlag for Socialpsykiatrien", 1), ("Mission", 1)], "Værdigrundlag for Socialpsykiatrien", ["Rold Kommune"]),
        (["Rold Kommune", "2024"], [("Værdigrundlag", 1), ("Mission", 2)], "Værdigrundlag", ["Rold Kommune", "2024"]),
        (["Rold Kommune"], [("Mission", 1), ("Vision", 1)], "", []),
        (["Vi støtter mennesker i Rold Kommune."], [("Værdigrundlag for Socialpsykiatrien", 1), ("Mission", 2)], "", []),
    ],
)  # fmt: skip
def test_the_name_on_a_cover_is_no_statement(above, headings, title, out):
    passages = [Passage("paragraph", text, "") for text in above]
    for text, level in headings:
        passages += [Passage("heading", text, "", level), Passage("paragraph", f"Vi lytter ({text}).", "")]
    found = outline(passages, read_kinds(tiny.REPOSITORY))
    assert found.title == title
    assert [one.text for one in found.left_out if "above the title" in (one.left_out or "")] == out
    carried = [part.passage.text for section in found.sections for part in section.parts]
    assert sorted([*carried, *(one.text for one in found.left_out)]) == sorted(one.text for one in passages)
