"""How a text is written: figures that can be counted by hand, and what an editor is told of it and where."""

import os
import re
from datetime import date

import markdown
import pytest
import yaml
from conftest import command, mkdocs

import tiny
from waymarks.checks.language import HEAVIEST
from waymarks.reading.schema import Facts
from waymarks.reading.settings import read_settings
from waymarks.relations.reviews import review_due
from waymarks.source import read_content
from waymarks.text.blocks import Block
from waymarks.text.days import days_in
from waymarks.text.hyphens import Breaks, Hyphens, read_breaks
from waymarks.text.readability import heaviest, lix, readability, sentences, words
from waymarks.text.spelling import Spelling, read_words

# Of the interface only: names of tools and of a file.
NAMES = {"ACT", "Digitaliseringsstyrelsen", "HTML", "Lighthouse", "QualWeb", "SVG", "axe", "laeserute", "validatoren"}
MISTYPED = (
    "docs/en/hus/vaerdier.md:10: The dictionary does not know the word `wroks`. "
    "Correct it. If it is right, write it on a line of its own in docs/words.en.txt. [unknown-word]"
)


@pytest.fixture
def root(tmp_path):
    root = tiny.site(tmp_path)
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("works", "wroks"))
    return root


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Det er ro. Er det ro? Ja!", ["Det er ro.", "Er det ro?", "Ja!"]),
        ("Vi siger: Det er ro. De siger: ro, f.eks. her.", ["Vi siger:", "Det er ro.", "De siger: ro, f.eks. her."]),
        ("”Det er ro.” Det siger vi den 20. august 2013.", ["”Det er ro.”", "Det siger vi den 20. august 2013."]),
        ("Økonomi. Åbenhed. – …", ["Økonomi.", "Åbenhed. – …"]),
        ("Das ist so. Ändern wir es, bzw. étwas? Ja.", ["Das ist so.", "Ändern wir es, bzw. étwas?", "Ja."]),
        ("نحن نستمع. هل هذا هدوء؟ نعم.", ["نحن نستمع.", "هل هذا هدوء؟", "نعم."]),
        ("– …", []),
    ],
)
def test_where_sentences_end(text, parts):
    assert sentences(text) == parts


def test_what_a_word_is():
    assert words("MED-udvalget i Høje-Taastrup – ét af 3,5 – har Ida’s ord.") == [
        *("MED-udvalget", "i", "Høje-Taastrup", "ét", "af", "3,5", "har", "Ida’s", "ord")
    ]


def test_lix_is_words_to_a_sentence_and_the_percentage_of_long_words():
    text = "Huset er her for os alle. " * 4 + "Forventningerne er her for os alle."
    # 30 words in 5 sentences are 6 words each, and 1 word of 30 has more than six letters.
    assert lix([text]) == pytest.approx(6 + 100 / 30)
    assert lix(["Huset er her for os alle."] * 5) == 6  # a block ends a sentence, whether it has a full stop or not
    assert lix(["Forventningerne er her"] * 9) is None  # 27 words
    # Six letters are not long, seven are; a hyphen is no letter.
    assert lix(["Huse-ts er her"] * 10) == 3
    assert lix(["Huse-tsx er her"] * 10) == pytest.approx(3 + 100 / 3)


def test_short_points_do_not_make_heavy_paragraphs_light():
    heavy = Block(9, "paragraph", "Forventningerne beskriver grundlæggende samarbejdsrelationer. " * 10)
    points = tuple(Block(10 + n, "list item", "vi er her") for n in range(90))
    links = Block(200, "list item", "Forventningerne beskriver grundlæggende samarbejdsrelationer. " * 99, is_link=True)
    heading = Block(201, "heading", "Forventningerne beskriver grundlæggende samarbejdsrelationer. " * 99)
    assert readability((heavy,)) == 104
    assert readability((heavy, *points, links, heading)) == 104
    assert readability(points) == 3
    assert readability((links, heading)) is None
    assert heaviest((*points, heavy, links, heading), HEAVIEST) == heavy


def test_every_danish_page_can_be_read_with_ease():
    content = read_content(tiny.REPOSITORY, read_settings(tiny.REPOSITORY).languages)
    figures = [readability(page.blocks) for page in content.pages if page.language.code == "da"]
    assert sum(figure is not None for figure in figures) > 50
    assert max(figure for figure in figures if figure) <= HEAVIEST


def test_a_word_that_is_known_in_the_list_is_known_in_its_forms():
    spelling = Spelling("da", read_words("# navne\nBlafrehuset  # et hus\nblafre-tal\n"), "/usr/share/hunspell/da_DK")
    text = "Blafrehuset, Blafrehusets, Blafre-tal, blafrehuset, Blafrehusen, kommunens, Recovery-huset"
    assert list(spelling.unknown(text)) == ["blafrehuset", "Blafrehusen"]


def test_an_abbreviation_is_known_with_its_dot():
    spelling = Spelling("da", frozenset(["WAS-Tool"]), "/usr/share/hunspell/da_DK")
    text = "Ring ca. kl. 9, dvs. om morgenen, osv. Brug WAS-Tool. Vi ses evt., dvs nu, på mandagg."
    assert list(spelling.unknown(text)) == ["dvs", "mandagg"]
    assert list(Spelling("en", frozenset(), "/usr/share/hunspell/en_GB").unknown("Values, etc. At houses etc")) == [
        "etc"
    ]


def test_a_word_that_a_dictionary_cannot_even_write_is_unknown(tmp_path):
    (tmp_path / "old.aff").write_text("SET ISO8859-1\n")
    (tmp_path / "old.dic").write_bytes("1\nmål\n".encode("latin-1"))
    assert list(Spelling("da", frozenset(), f"{tmp_path}/old").unknown("mål Łódź")) == ["Łódź"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--language", "fo"), "The site has no language 'fo'. Its languages stand in mkdocs.yml.\n"),
        (
            ("--dictionary", "x"),
            "hunspell has no dictionary 'x'. Name one of those that `hunspell -D` lists.\n",
        ),
    ],
)
def test_compounds_of_a_language_or_by_a_dictionary_that_is_not_there(published, tmp_path, words, said):
    program = tmp_path / "hunspell"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o755)
    done = command(published, "compounds", *words, env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"})
    assert (done.returncode, done.stderr) == (1, said)


def test_words_break_as_they_are_written_whatever_the_list_has(tmp_path):
    tiny.write(tmp_path, {"overrides/locales/breaks.txt": "Døgn|rytme\n"})
    broken = markdown.markdown("# DØGNRYTME døgnrytme Døgnrytmeſ", extensions=[Hyphens(Breaks(read_breaks(tmp_path)))])
    assert broken == "<h1>DØGN\u00adRYTME døgn\u00adrytme Døgn\u00adrytmeſ</h1>"
    tiny.write(tmp_path, {"overrides/locales/breaks.txt": "hus|rum\n"})
    assert markdown.markdown("# huſrum", extensions=[Hyphens(Breaks(read_breaks(tmp_path)))]) == "<h1>huſrum</h1>"


def test_a_month_in_letters_of_old_print_is_none():
    assert list(days_in("1. auguſt 2020 og 2. august 2020")) == [(18, date(2020, 8, 2))]


def test_the_words_of_the_interface_are_spelt_right():
    settings = read_settings(tiny.REPOSITORY)
    known = read_content(tiny.REPOSITORY, settings.languages).words
    for language in settings.languages:
        spelling = Spelling(language.code, known[language.code] | NAMES, settings.dictionaries[language.code])
        assert spelling.has_dictionary
        file = tiny.REPOSITORY / "overrides" / "locales" / f"{language.code}.yml"
        unknown = {
            (key, word)
            for key, text in yaml.safe_load(file.read_text("utf-8")).items()
            for word in spelling.unknown(re.sub("{[^}]*}", "", str(text)))
        }
        assert unknown == set()


def test_the_words_in_the_lists_are_all_needed():
    settings = read_settings(tiny.REPOSITORY)
    content = read_content(tiny.REPOSITORY, settings.languages)
    for code, known in content.words.items():
        spelling = Spelling(code, frozenset(), settings.dictionaries[code])
        assert known == {word for word in known if list(spelling.unknown(word))}


def test_language_stops_nothing_unless_it_is_asked_to(root):
    done = command(root, "check")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, MISTYPED)
    done = command(root, "check", "--strict-language")
    assert (done.returncode, done.stderr.splitlines()[0]) == (1, MISTYPED)


def test_the_strict_build_tells_of_it_and_goes_on(root):
    done = mkdocs(root, root / "site")
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stderr.splitlines() if "wroks" in line]
    assert [line.removeprefix("INFO    -  ") for line in told] == [MISTYPED]
    assert not list((root / "site").glob("words*"))


def test_without_a_dictionary_one_line_says_so(root):
    file = root / "mkdocs.yml"
    tiny.replace(file, ("/usr/share/hunspell/", "/nowhere/"))
    done = command(root, "check", "--strict-language")
    assert done.returncode == 0
    assert [line.rpartition(" ")[2] for line in done.stdout.splitlines()[:-1]] == ["[no-dictionary]"] * 2
    assert "`apt install hunspell-da hunspell-en-gb`" in done.stdout


@pytest.mark.parametrize(
    ("front", "due"),
    [
        ({"reviewed": "2026-11-30"}, date(2027, 2, 28)),
        ({"reviewed": "2027-11-30"}, date(2028, 2, 29)),
        ({"reviewed": "2026-09-30"}, date(2026, 12, 30)),
        ({"reviewed": "2026-12-31", "kind": "privacy"}, date(2027, 1, 31)),
        ({"reviewed": "2026-12-31", "kind": {"a": "about", "b": "privacy"}}, date(2027, 1, 31)),
        ({"reviewed": "2026-12-31", "review_by": "2027-05-05"}, date(2027, 5, 5)),
        ({"review_by": "2027-05-05"}, date(2027, 5, 5)),
        ({}, None),
    ],
)
def test_when_a_page_is_due(front, due):
    facts = Facts.model_validate({"title": "A", "description": "B", "kind": "about", **front})
    assert review_due(facts, {"privacy": 1, "others": 3}) == due
    assert review_due(facts, {}) == facts.review_by
