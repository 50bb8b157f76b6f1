"""Papers: what is printed can be read by everybody, and says what the pages say."""

import re
import subprocess
from collections import Counter
from collections.abc import Callable
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from conftest import build, command
from lxml import html
from PIL import Image
from test_third_language import arabic, with_arabic

import tiny
from waymarks.papers import papers, press
from waymarks.papers.papers import Form, Paper
from waymarks.papers.printing import _Press, lay_in, print_all
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content
from waymarks.text.mixed import runs

MILLIMETRES = {"A5": (148, 210), "A4": (210, 297), "A3": (297, 420)}
HEADINGS = ("/H1", "/H2", "/H3", "/H4", "/H5", "/H6")


@pytest.fixture(scope="module")
def folder(project, site, tmp_path_factory) -> Path:
    """All papers of the real site."""
    made = tmp_path_factory.mktemp("papers")
    settings = read_settings(project)
    print_all(project, made, site, settings.site_url)
    lay_in(made)
    return made


@pytest.fixture(scope="module")
def every(site) -> list[Paper]:
    return list(papers.papers(site))


@pytest.fixture(scope="module")
def opened(folder, every) -> list[tuple[Paper, pikepdf.Pdf]]:
    return [(paper, pikepdf.open(folder / paper.url)) for paper in every]


def parts(pdf: pikepdf.Pdf):
    """The parts of the structure in the order in which they are read, each with the language that holds for it."""

    def below(part, language):
        language = str(part.get("/Lang", language))
        yield part, language
        inside = part.get("/K", [])
        for kid in inside if isinstance(inside, pikepdf.Array) else [inside]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from below(kid, language)

    for root in pdf.Root.StructTreeRoot.K:
        yield from below(root, str(pdf.Root.Lang))


def words(pdf: pikepdf.Pdf) -> str:
    """What a screen reader reads, in its order, as poppler finds it by the structure."""
    return " ".join(_text(pdf).replace("-\n", "").split())


def _text(pdf: pikepdf.Pdf) -> str:
    data = BytesIO()
    pdf.save(data)
    return subprocess.run(["pdftotext", "-enc", "UTF-8", "-", "-"], input=data.getvalue(), capture_output=True, check=True).stdout.decode()  # fmt: skip


def squeezed(text: str) -> str:
    """Without white space and hyphens: where lines end says nothing."""
    return re.sub(r"[\s\u00ad-]", "", text)


def codes(file: Path, folder: Path) -> list[str]:
    """What the QR codes of a paper say, page by page; `folder` is empty."""
    subprocess.run(["pdftoppm", "-r", "150", "-gray", "-png", str(file), str(folder / "page")], check=True)
    return [one.text for page in sorted(folder.iterdir()) for one in zxingcpp.read_barcodes(Image.open(page))]


def test_every_place_that_says_something_has_booklets_and_those_with_values_posters(site, every):
    default = site.languages[0]
    forms = Counter((one.place.id, one.form) for one in every)
    for place in site.speaking(default):
        assert forms[place.id, Form.booklet] == 3
    assert {place for place, form in forms if form == Form.poster} == {
        "juvelhuset", "hoeje-taastrup-kommune", "hoeje-taastrup-socialpsykiatri", "hjoerring-socialpsykiatri",
    }  # fmt: skip
    assert {place for place, form in forms if form == Form.card} == {"hoeje-taastrup-socialpsykiatri"}
    assert len({one.url for one in every}) == len(every)


def test_they_are_tagged_as_pdf_ua_wants(opened):
    for paper, pdf in opened:
        root = pdf.Root
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(root.Lang) == paper.languages[0].code
        with pdf.open_metadata(set_pikepdf_as_editor=False) as told:
            assert told["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"
            assert paper.place.name_in(paper.languages[0]) in told["dc:title"]
        assert "/ModDate" not in pdf.docinfo
        assert "/CreationDate" not in pdf.docinfo
        for page in pdf.pages:
            assert page.Tabs == "/S"
            for one in page.get("/Annots", []):
                assert str(one.Contents).startswith("https://")


def test_all_that_is_shown_is_tagged_or_is_none_of_the_text(opened):
    """Each operator that paints letters or pictures stands in marked content that the structure knows, or is an artifact."""
    for paper, pdf in opened:
        for page in pdf.pages:
            marked: list[bool] = []
            for operands, operator in pikepdf.parse_content_stream(page):
                match str(operator):
                    case "BDC":
                        marked.append(str(operands[0]) == "/Artifact" or "/MCID" in operands[1])
                    case "BMC":
                        marked.append(str(operands[0]) == "/Artifact")
                    case "EMC":
                        marked.pop()
                    case "Tj" | "TJ" | "Do":
                        assert any(marked), paper.url


def test_pictures_have_words_and_headings_leave_out_no_level(opened):
    for paper, pdf in opened:
        level = 0
        for part, _ in parts(pdf):
            kind = str(part.S)
            if kind == "/Figure":
                assert "https://pejlemaerker.example/" in str(part.Alt)
            if kind in HEADINGS:
                assert int(kind[2]) <= level + 1, paper.url
                level = int(kind[2])
        assert [str(part.S) for part, _ in parts(pdf)].count("/H1") == 1


def test_each_part_has_its_language(opened, site):
    """In two languages each statement stands in both; in English the titles of documents stay Danish."""
    for paper, pdf in opened:
        found = Counter(language for part, language in parts(pdf) if part.S == "/P")
        if paper.form == Form.booklet:
            assert set(found) == {one.code for one in paper.languages}
            counts = sorted(found.values())
            assert counts[0] == counts[-1] or len(counts) == 1 or counts[0] > counts[-1] / 3
        if [one.code for one in paper.languages] == ["en"]:
            assert "da" in {language for part, language in parts(pdf) if part.S == "/Span"}


def test_a_word_of_the_sources_language_in_a_translation_is_marked(opened, site):
    marked = 0
    for paper, pdf in opened:
        if paper.form == Form.booklet and [one.code for one in paper.languages] == ["en"]:
            sections = [section for one in papers.chapters(site, paper) for section in one.sections]
            rows = [row for section in sections for row in section.rows]
            texts = [text for row in rows for text in (*row.leads, row.quotes[0].text, *row.quotes[0].below)]
            words = [run for text in texts for run in runs(text) if run.language == "da"]
            found = [
                part for part, language in parts(pdf) if part.S == "/Span" and language == "da" and "/Lang" in part
            ]
            assert len(found) >= len(sections) + len(words), paper.url  # each section has the title of its document
            marked += len(words)
    assert marked > 0


def test_fonts_are_inside_and_the_same_on_every_machine(opened):
    names = set()
    for _, pdf in opened:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                about = font.DescendantFonts[0].FontDescriptor
                assert any(key in about for key in ("/FontFile", "/FontFile2", "/FontFile3"))
                names.add(str(font.BaseFont).partition("+")[2])
    assert names == {"Text", "Text-Bold", "Text-Italic", "Title-Bold"}


def test_they_have_their_size_and_posters_and_cards_are_one_page(opened):
    for paper, pdf in opened:
        if paper.form != Form.booklet:
            assert len(pdf.pages) == 1, paper.url
        for page in pdf.pages:
            shown = [float(edge) * 25.4 / 72 for edge in page.mediabox[2:]]
            assert shown == pytest.approx(MILLIMETRES[paper.size], abs=0.5)


def test_a_booklet_has_every_statement_once_in_order(opened, site):
    for paper, pdf in opened:
        if paper.form != Form.booklet or len(paper.languages) > 1:
            continue
        language = paper.languages[0]
        text = squeezed(words(pdf))
        place = 0
        for chapter in papers.chapters(site, paper):
            for section in chapter.sections:
                for row in section.rows:
                    place = text.find(squeezed(row.quotes[0].text), place)
                    assert place >= 0, (paper.url, row.short)
        shown = [row.short for one in papers.chapters(site, paper) for section in one.sections for row in section.rows]
        own = [f"s/{one.id}/" for page in site.said_by(paper.place, language) for one in page.statements]
        assert sorted(shown) == sorted(own)


def test_nothing_of_a_poster_or_card_lies_over_something_else(folder, every):
    """The foot stands at the bottom of the page: what is above it must end before."""
    for paper in every:
        if paper.form == Form.booklet:
            continue
        boxes = subprocess.run(["pdftotext", "-bbox-layout", str(folder / paper.url), "-"], capture_output=True, text=True, check=True)  # fmt: skip
        blocks = sorted(
            (float(box.get("ymin")), float(box.get("ymax")))
            for box in html.fromstring(boxes.stdout.encode()).iter("block")
        )
        for (_, end), (begin, _) in pairwise(blocks):
            assert begin >= end - 1, paper.url
        height = MILLIMETRES[paper.size][1] / 25.4 * 72
        assert blocks[-1][1] < height - 8


def test_a_phone_reads_the_codes(folder, every, site, tmp_path):
    for paper in every:
        if paper.languages[0].code != "da" or paper.size == "A3" or len(paper.languages) > 1:
            continue
        pages = tmp_path / paper.url.replace("/", "-")
        pages.mkdir()
        found = codes(folder / paper.url, pages)
        if paper.form == Form.booklet:
            rows = [row for one in papers.chapters(site, paper) for section in one.sections for row in section.rows]
            assert sorted(found) == sorted(["https://pejlemaerker.example/", *(f"https://pejlemaerker.example/{row.short}" for row in rows)])  # fmt: skip
        else:
            assert len(found) == 1
            assert found[0].startswith("https://pejlemaerker.example/")


def test_the_same_is_printed_the_same(folder, every, site, project):
    again = _Press(project, site, read_settings(project).site_url)
    for form in Form:
        paper = next(one for one in every if one.form == form)
        assert again.pdf(paper) == (folder / paper.url).read_bytes()


LONG = "Medborgerskabsinkluderingsparathedsvurderingskompetence"
UNUSUAL = {
    "values": "# The values\n\n## Calm {{#od-v-01}}\n\nWe listen:\n\n- to what is said\n  {{: #od-v-02 }}\n\n## {long} {{#od-v-03}}\n\nWith words of its own.\n",
    "collegial-expectations": "# Expectations\n\nWe expect of you:\n\n{points}",
}
POINT = "- to say when things go too fast for you and to ask your colleagues before you go home ({n})\n  {{: #od-f-{n:02} }}\n"


@pytest.fixture(scope="module")
def unusual(tmp_path_factory) -> Callable[[str], Path]:
    """Prints a paper of a place that has a very long word, more than a page of expectations, and Arabic."""
    root = tmp_path_factory.mktemp("unusual")
    with_arabic(root)
    for name, text in UNUSUAL.items():
        words = text.format(long=LONG, points="".join(POINT.format(n=n) for n in range(34)))
        for code in ("da", "en", "ar"):
            facts = f"kind: {name}\nsource: husets-ord\n" if code == "da" else ""
            said = _arabic(words) if code == "ar" else words
            tiny.write(root, {f"docs/{code}/hus/{name}.md": f"---\ntitle: x\ndescription: x\n{facts}---\n\n{said}"})
    held = "kind: named-value\nholds: [od-v-01, od-v-03]\nuntranslated: [en, ar]"
    tiny.write(root, {"docs/da/ro.md": f"---\ntitle: Ro\ndescription: Ro.\n{held}\n---\n\n# Ro\n"})
    settings = read_settings(root)
    site = relate(read_content(root, settings.languages))
    prints = _Press(root, site, settings.site_url)

    def made(name: str) -> Path:
        file = root / name
        if not file.exists():
            (paper,) = (one for one in papers.papers(site) if one.url.endswith(f"/{name}.pdf"))
            file.write_bytes(prints.pdf(paper))
        return file

    return made


def _arabic(text: str) -> str:
    """Arabic, but for the ids."""
    return "".join(one if one.startswith("{") else arabic(one) for one in re.split(r"(\{.*?\})", text))


def boxes(file: Path):
    """The words of a paper with their page, and the sides of the box of each, in points."""
    said = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True).stdout
    for number, page in enumerate(
        html.fromstring(said, parser=html.HTMLParser(encoding="utf-8")).iter("page"), start=1
    ):
        for word in page.iter("word"):
            yield number, word.text, *(float(word.get(side)) for side in ("xmin", "xmax", "ymin", "ymax"))


@pytest.mark.parametrize("name", ["plakat-a4-da", "haefte-da", "haefte-da-en-ar", "kort-da"])
def test_no_word_is_cut_at_the_edge(unusual, name):
    file = unusual(name)
    width, height = {"haefte": (420, 595), "plakat": (595, 842), "kort": (420, 595)}[name.partition("-")[0]]
    found = list(boxes(file))
    assert len(found) > 10
    assert [one for one in found if one[2] < 20 or one[3] > width - 20 or one[4] < 18 or one[5] > height - 14] == []


def test_a_word_longer_than_a_line_is_divided_with_a_hyphen(unusual):
    found = [text for _, text, *_ in boxes(unusual("plakat-a4-da"))]
    parts = [text for text in found if len(text) > 10 and text.strip("-") in LONG]
    assert len(parts) == 2
    assert parts[0].endswith("-")
    assert parts[0].strip("-") + parts[1] == LONG


def test_more_than_a_page_goes_on_to_the_next_in_letters_that_can_be_read(unusual):
    found = list(boxes(unusual("kort-da")))
    assert {page for page, *_ in found} == {1, 2}
    assert [text for _, text, *_ in found if re.fullmatch(r"\(\d+\)", text)] == [f"({n})" for n in range(34)]
    assert min(bottom - top for _, text, _, _, top, bottom in found if text == "colleagues") > 7


@pytest.mark.parametrize(
    ("name", "opening"),
    [("haefte-da", ["We listen:", "We expect of you:", "With words of its own."]),
     ("plakat-a4-da", ["We listen:", "With words of its own."]), ("kort-da", ["We expect of you:"])],
)  # fmt: skip
def test_what_opens_a_list_or_stands_below_a_value_is_printed_once(unusual, name, opening):
    with pikepdf.open(unusual(name)) as pdf:
        text = words(pdf)
    assert [text.count(one) for one in opening] == [1] * len(opening)


def test_no_page_of_a_booklet_has_the_source_alone(unusual):
    pages: dict[int, list[str]] = {}
    for page, text, *_ in boxes(unusual("haefte-da")):
        pages.setdefault(page, []).append(text)
    inside = [said for number, said in pages.items() if 1 < number < len(pages)]
    assert len(inside) > 3
    assert [said for said in inside if not any(one.startswith("/s/") for one in said)] == []


def test_the_third_language_stands_below_the_first(unusual):
    found = list(boxes(unusual("haefte-da-en-ar")))
    page = next(one[0] for one in found if one[1] == "/s/od-f-10/")
    arabic_ends = max(one[3] for one in found if one[0] == page and re.search("[\u0600-\u06ff]", one[1]))
    assert arabic_ends == pytest.approx((15 + 44) / 25.4 * 72, abs=1)


@pytest.mark.parametrize("name", ["haefte-ar", "plakat-a4-ar", "kort-ar"])
def test_what_is_written_from_the_right_begins_at_the_right(unusual, name, tmp_path):
    file = unusual(name)
    with pikepdf.open(file) as pdf:
        width, pages = float(pdf.pages[0].mediabox[2]), len(pdf.pages)
    assert max(right for page, _, _, right, *_ in boxes(file) if page == 1) > width * 0.87
    # None of them is off the page.
    assert len(codes(file, tmp_path)) == (1 + 2 + 3 + 34 if name == "haefte-ar" else pages)


@pytest.mark.parametrize("asked", ["https://example.org/a.png", "file:///etc/hostname", "font:sans/../../a.ttf/x", "font:mono/a"])  # fmt: skip
def test_a_paper_asks_for_nothing_but_its_own(asked):
    page = f'<html lang="da"><title>x</title><style>@font-face {{ font-family: x; src: url({asked}) }} p {{ font-family: x }}</style><img alt="x" src="{asked}"><p>x</p>'
    with pytest.raises((RuntimeError, OSError)):
        press.pdf(lambda _: page, ["da"], "da")


def test_a_build_prints_when_it_is_asked_and_says_how_large(again):
    build(again, "--print")
    shown = again / "public" / "current"
    for page, text in (("hus", "Hæfte på dansk og engelsk"), ("en/hus", "Booklet in Danish and English")):
        tree = html.parse(shown / page / "index.html")
        links = tree.xpath("//section[@aria-labelledby='to-print']//a")
        assert len(links) >= 3
        assert any(text in link.text for link in links)
        for link in links:
            file = (shown / page / link.get("href")).resolve()
            kilobytes = int(re.search(r"PDF, (\d+) kB", link.text)[1])
            assert (kilobytes - 1) * 1000 < file.stat().st_size <= kilobytes * 1000
    assert command(again, "publish", "verify").returncode == 0
    unchanged = command(again, "build", "--print")
    assert "Nothing has changed" in unchanged.stdout
    without = command(again, "build")
    assert without.returncode == 0
    assert not (shown / "tryk").exists()
    assert not html.parse(shown / "hus" / "index.html").xpath("//section[@aria-labelledby='to-print']")
