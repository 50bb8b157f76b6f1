"""A place's own document, in five formats and as people really write them: no point is lost, and no file does harm."""

import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from random import Random

import documents
import docx
import pytest
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt

from waymarks.documents.passages import joined
from waymarks.documents.reading import _reader, read_document
from waymarks.machine.refusals import Failure

RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WHOLE = [("heading", documents.TITLE), *documents.PASSAGES]


def read(folder: Path, name: str, data: bytes | str) -> list[tuple[str, str]]:
    return [(one.element, one.text) for one in every(folder, name, data) if not one.left_out]


def every(folder: Path, name: str, data: bytes | str):
    file = folder / name
    file.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_document(file)


# What Word calls a template, and documents with macros, where it says what kind of file each part is.
DOCUMENT = b"openxmlformats-officedocument.wordprocessingml.document.main+xml"
KINDS = (
    b"openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"ms-word.document.macroEnabled.main+xml",
    b"ms-word.template.macroEnabledTemplate.main+xml",
)


def of_kind(kind: bytes) -> bytes:
    """The document as Word saves that kind, or as it is when it is given another name."""
    with zipfile.ZipFile(BytesIO(documents.docx())) as inside:
        return documents.packed({name: inside.read(name).replace(DOCUMENT, kind) for name in inside.namelist()})


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ord.docx", documents.docx()),
        ("ord.odt", documents.odt()),
        *(("ord.docx", of_kind(kind)) for kind in KINDS),
        ("ord.html", documents.page_of()),
        ("gammel.htm", documents.page_of().replace("<meta charset=utf-8>", "").encode("cp1252")),
        ("ord.txt", documents.text_of()),
        ("brudt.txt", documents.text_of(60)),
        ("windows.txt", documents.text_of(72).replace("\n", "\r\n").encode("cp1252")),
        ("utf16.txt", documents.text_of().encode("utf-16")),
    ],
)
def test_the_same_points_are_found_in_every_format(tmp_path, name, data):
    assert read(tmp_path, name, data) == WHOLE


@pytest.mark.parametrize("style", ["", "body{hyphens:auto;width:9cm;text-align:justify}h2{break-before:page}"])
def test_the_same_points_are_found_in_a_pdf(browser, tmp_path, style):
    """Bullets are drawn, words are divided at the end of lines, and each page has a head and a foot."""
    body = documents.page_of().partition("<main>")[2].partition("</main>")[0]
    found = every(tmp_path, "ord.pdf", documents.pdf(browser, f"<div lang=da>{body}</div>", style))
    assert [(one.element, one.text) for one in found if not one.left_out] == WHOLE
    assert {one.text.split()[0] for one in found if one.left_out} == {"Bostedet", "Side"}


def test_letters_that_a_font_draws_as_one_are_letters_again(browser, tmp_path):
    body = "<p>Beboerne har ind\ufb02ydelse på huset og træ\ufb00er \ufb01re valg om dagen.</p>"
    found = read(tmp_path, "ord.pdf", documents.pdf(browser, body, ""))
    assert found == [("paragraph", "Beboerne har indflydelse på huset og træffer fire valg om dagen.")]


def test_a_messy_pdf(browser, tmp_path):
    told = [
        f"{chr(97 + n)} er et afsnit om noget, som vi gør sammen med beboerne hver {chr(122 - n)}-dag i huset.".capitalize()
        for n in range(26)
    ]
    told += [one.replace("noget", "andet") for one in told]
    column = "".join(f"<p>{one}</p>" for one in told)
    body = (
        "<p><b>Vores værdier</b></p><p>–&nbsp;Mod<br>–&nbsp;Ro og orden</p><p>1) Vi lytter.<br>2) Vi spørger.</p>"
        f"<p><b>Hverdagen</b></p><div style='columns:2'>{column}</div>"
    )
    found = read(tmp_path, "ord.pdf", documents.pdf(browser, body, "p{margin:6pt 0}"))
    assert found[:6] == [
        ("heading", "Vores værdier"),
        ("point", "Mod"),
        ("point", "Ro og orden"),
        ("point", "Vi lytter."),
        ("point", "Vi spørger."),
        ("heading", "Hverdagen"),
    ]
    assert found[6:] == [("paragraph", one) for one in told]


def point(sign: str, text: str, depth: int = 1) -> str:
    """A point as Word prints it: its sign stands apart from its text."""
    own = f"<span style='display:inline-block;width:.6cm;text-indent:0'>{sign}</span>"
    return f"<p style='margin:2pt 0 2pt {depth}cm;text-indent:-.6cm'>{own}{text}</p>"


def test_points_and_rows_of_a_pdf_stay_whole(browser, tmp_path):
    long = "Vi samarbejder med borgeren om udvikling og respekterer den enkeltes ret til selv at bestemme, også når vi ser det anderledes."
    body = (
        f"<h1>Grundlag</h1><h2>1. Vores værdier</h2><p>Vi bygger på:</p>{point('•', 'Respekt')}{point('•', long)}"
        f"{point('o', 'også om natten', 2)}<h2>2. Mål</h2>{point('1.', 'Flere i job')}{point('2.', long)}<p>{long} {long}</p><p>{long}</p>"
        f"<table style='width:100%'><tr><th width=30%>Bolig<td>Et hjem</tr><tr><th>Fritid<td>{long}</tr></table>"
    )
    found = read(tmp_path, "ord.pdf", documents.pdf(browser, body, "p{line-height:1.4}"))
    assert sorted(found[11:]) == sorted(("paragraph", words) for words in ("Bolig", "Et hjem", "Fritid", long))
    assert found[:11] == [
        ("heading", "Grundlag"),
        ("heading", "Vores værdier"),
        ("paragraph", "Vi bygger på:"),
        ("point", "Respekt"),
        ("point", long),
        ("point", "også om natten"),
        ("heading", "Mål"),
        ("point", "Flere i job"),
        ("point", long),
        ("paragraph", f"{long} {long}"),
        ("paragraph", long),
    ]


def messy_docx() -> bytes:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Kommunen"
    document.add_heading("Grundlag", 0)
    document.add_paragraph("Mission\t3", document.styles.add_style("toc 1", 1))
    bold = document.add_paragraph()
    bold.add_run("1. Vores mission").bold = True
    soft = document.add_paragraph("Vi støtter den enkelte\ni at leve sit liv.")
    soft._p.append(
        parse_xml(
            f'<w:r {nsdecls("w")}><w:softHyphen/><w:t xml:space="preserve"> Vi gør det</w:t><w:noBreakHyphen/><w:t>sammen.</w:t></w:r>'
        )
    )
    soft._p.append(
        parse_xml(f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t xml:space="preserve"> Hver dag.</w:t></w:r></w:ins>')
    )
    soft._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>Slettet.</w:delText></w:r></w:del>'))
    for text in ("Huset er åbent ", "hele året ", "for alle."):
        apart = document.add_paragraph(text)
        if text != "for alle.":  # whose mark somebody has deleted, with changes tracked
            apart._p.get_or_add_pPr().append(parse_xml(f'<w:rPr {nsdecls("w")}><w:del w:id="3"/></w:rPr>'))
    large = document.add_paragraph()
    large.add_run("Vores værdier").font.size = Pt(18)
    document.add_paragraph("- Respekt\n- Mod")
    document.add_paragraph("•\u00a0Ro")
    row = document.add_table(2, 2)
    for n, text in enumerate(["Bolig", "Et trygt hjem", "Fritid", "Vi følges ad"]):
        row.cell(n // 2, n % 2).text = text
    frame = document.add_table(1, 1).cell(0, 0)
    frame.text = "Først det ene."
    frame.add_paragraph("Så det andet.")
    box = "<w:txbxContent><w:p><w:r><w:t>Borgeren bestemmer selv.</w:t></w:r></w:p></w:txbxContent>"
    own = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
    )
    holder = document.add_paragraph("Ved siden af står en boks.")
    holder._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {own}><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    control = f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>I et felt.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(control))
    return documents.saved(document)


def test_a_messy_word_document(tmp_path):
    found = every(tmp_path, "ord.docx", messy_docx())
    assert [(one.element, one.text) for one in found if not one.left_out] == [
        ("heading", "Grundlag"),
        ("heading", "Vores mission"),
        ("paragraph", "Vi støtter den enkelte i at leve sit liv. Vi gør det-sammen. Hver dag."),
        ("paragraph", "Huset er åbent hele året for alle."),
        ("heading", "Vores værdier"),
        ("point", "Respekt"),
        ("point", "Mod"),
        ("point", "Ro"),
        ("point", "Bolig – Et trygt hjem"),
        ("point", "Fritid – Vi følges ad"),
        ("paragraph", "Først det ene."),
        ("paragraph", "Så det andet."),
        ("paragraph", "Ved siden af står en boks."),
        ("paragraph", "Borgeren bestemmer selv."),
        ("paragraph", "I et felt."),
    ]
    assert [(one.text, one.left_out) for one in found if one.left_out] == [
        ("Mission 3", "It is a table of contents."),
        ("Kommunen", "It stands at the head or the foot of pages."),
    ]


def word_by_style() -> bytes:
    document = docx.Document()
    for line in ("Indhold", "1. Indledning\t2", "2. Når noget går galt ..... 3", "Opfølgning 4"):
        document.add_paragraph(line)
    document.add_heading("Indledning", 1)
    document.add_paragraph("Huset er åbent i 2024.")
    document.add_heading("Når noget går galt", 1)
    for text in ("Vi stopper op.", "Vi taler sammen."):
        document.add_paragraph(text, "List Number")
    document.add_paragraph("Vi lytter", "List Bullet")
    document.add_paragraph("også når der er travlt", "List Bullet 2")
    document.add_heading("Opfølgning", 1)
    for style in (None, "Light List"):  # the second makes the first row bold
        table = document.add_table(2, 2, style)
        for n, text in enumerate(("Værdi", "Det betyder", "Respekt", "Alle bliver hørt")):
            run = table.cell(n // 2, n % 2).paragraphs[0].add_run(text)
            run.bold = True if n < 2 and not style else None
    return documents.saved(document)


TABLE = "<{0}>{1}Værdi{2}{1}Det betyder{2}</{0}><{3}>{4}Respekt{5}{4}Alle bliver hørt{5}</{3}>"
CELL = "<table:table-cell><text:p>"
ENDS = "</text:p></table:table-cell>"
HEAD = "table:table-header-rows><table:table-row", "table:table-row></table:table-header-rows"
NUMBERS = '<text:list-style style:name="L1"><text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        (
            "ord.html",
            "<ol><li>Stop op<ul><li>også om natten</li></ul></li><li>Tal sammen</li></ol><table>"
            + TABLE.format("tr", "<th>", "</th>", "tr", "<td>", "</td>")
            + "</table><p style='display: none'>Skjult</p>",
        ),
        (
            "ord.odt",
            documents.odt(
                '<text:list text:style-name="L1"><text:list-item><text:p>Stop op</text:p><text:list><text:list-item>'
                "<text:p>også om natten</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>Tal sammen"
                "</text:p></text:list-item></text:list><table:table>"
                + TABLE.format("tr", CELL, ENDS, "table:table-row", CELL, ENDS)
                .replace("<tr>", f"<{HEAD[0]}>")
                .replace("</tr>", f"</{HEAD[1]}>")
                + "</table:table>",
                NUMBERS,
            ),
        ),
    ],
)
def test_numbers_and_the_head_of_a_table_are_known_in_other_formats_too(tmp_path, name, data):
    found = every(tmp_path, name, data)
    assert [(one.level, one.ordered, one.text, one.left_out) for one in found] == [
        (1, True, "Stop op", None),
        (2, False, "også om natten", None),
        (1, True, "Tal sammen", None),
        (1, False, "Værdi – Det betyder", "It is the head of a table."),
        (1, False, "Respekt – Alle bliver hørt", None),
    ]
    assert len({one.at for one in found}) == 5


def test_a_list_without_signs_goes_on_as_long_as_its_lines_are_alike(tmp_path):
    document = docx.Document()
    document.add_heading("Ord", 0)
    document.add_heading("Værdier", 1)
    for text in ("Vores værdier er:", "Respekt", "Ligeværd", "Håb", "De gælder alle."):
        document.add_paragraph(text)
    assert read(tmp_path, "ord.docx", documents.saved(document))[2:] == [
        ("paragraph", "Vores værdier er:"),
        ("point", "Respekt"),
        ("point", "Ligeværd"),
        ("point", "Håb"),
        ("paragraph", "De gælder alle."),
    ]


def test_the_last_of_typed_numbers_is_no_heading(tmp_path):
    document = docx.Document()
    lines = (
        "1. Mission",
        "Vi lytter.",
        "2. Forventninger",
        "Vi:",
        "1) hilser",
        "2) svarer",
        "3) spørger",
        "Det gælder.",
        "a. ro",
        "b. mod",
        "Slut.",
    )
    for text in lines:
        document.add_paragraph(text)
    found = read(tmp_path, "ord.docx", documents.saved(document))
    assert [text for element, text in found if element == "heading"] == ["Mission", "Forventninger"]
    assert [text for element, text in found if element == "point"] == ["hilser", "svarer", "spørger", "ro", "mod"]


def test_words_in_a_drawing_are_passages_of_their_own(tmp_path):
    document = docx.Document()
    words = "".join(
        f"<dgm:pt><dgm:t><a:p><a:r><a:t>{word}</a:t></a:r></a:p></dgm:t></dgm:pt>" for word in ("Ro", "Mod")
    )
    data = f"<dgm:dataModel {nsdecls('dgm', 'a')}><dgm:ptLst><dgm:pt type='doc'/>{words}</dgm:ptLst></dgm:dataModel>"
    part = Part(PackURI("/word/diagrams/data1.xml"), "application/xml", data.encode(), document.part.package)
    id = document.part.relate_to(part, f"{RELATIONSHIPS}/diagramData")
    drawing = f"<w:drawing {nsdecls('w', 'dgm', 'r')}><dgm:relIds r:dm='{id}'/><dgm:relIds r:dm='lost'/></w:drawing>"
    document.add_paragraph("Vores værdier er:").add_run()._r.append(parse_xml(drawing))
    shape = "<draw:custom-shape><text:p>{}</text:p></draw:custom-shape>"
    body = f"<text:p>Vores værdier er:<draw:g>{shape.format('Ro')}{shape.format('Mod')}</draw:g></text:p>"
    for name, whole in (("ord.docx", documents.saved(document)), ("ord.odt", documents.odt(body))):
        assert [text for _, text in read(tmp_path, name, whole)] == ["Vores værdier er:", "Ro", "Mod"]


def test_what_word_says_by_style_or_nobody_says(tmp_path):
    """A list's depth and order, the head of a table, and a table of contents that was typed."""
    found = every(tmp_path, "ord.docx", word_by_style())
    assert [(one.element, one.level, one.ordered, one.text) for one in found if not one.left_out] == [
        ("heading", 1, False, "Indledning"),
        ("paragraph", 0, False, "Huset er åbent i 2024."),
        ("heading", 1, False, "Når noget går galt"),
        ("point", 1, True, "Vi stopper op."),
        ("point", 1, True, "Vi taler sammen."),
        ("point", 1, False, "Vi lytter"),
        ("point", 2, False, "også når der er travlt"),
        ("heading", 1, False, "Opfølgning"),
        ("point", 1, False, "Respekt – Alle bliver hørt"),
        ("point", 1, False, "Respekt – Alle bliver hørt"),
    ]
    assert [(one.text, one.left_out) for one in found if one.left_out] == [
        ("Indhold", "It is a table of contents."),
        ("Indledning 2", "It is a table of contents."),
        ("Når noget går galt ..... 3", "It is a table of contents."),
        ("Opfølgning 4", "It is a table of contents."),
        *[("Værdi – Det betyder", "It is the head of a table.")] * 2,
    ]


def test_a_messy_open_document(tmp_path):
    bold = '<style:style style:name="P1" style:family="paragraph"><style:text-properties fo:font-weight="bold"/></style:style>'
    body = (
        "<text:tracked-changes><text:p>Slettet</text:p></text:tracked-changes>"
        '<text:p text:style-name="Title">Grundlag</text:p><text:p text:style-name="P1">Mission</text:p>'
        "<text:p>Vi lytter<text:s text:c='2'/>altid.<text:note><text:note-body><text:p>Det gælder alle.</text:p></text:note-body></text:note></text:p>"
        '<text:section><text:p text:style-name="P1">Værdier</text:p><text:list><text:list-item><text:p>Ro</text:p><text:list>'
        "<text:list-item><text:p>også om natten</text:p></text:list-item></text:list></text:list-item></text:list></text:section>"
        "<text:p>- Mod<text:line-break/>- Håb</text:p><table:table><table:table-row><table:table-cell><text:p>Bolig</text:p></table:table-cell>"
        "<table:table-cell><text:p>Et hjem</text:p></table:table-cell></table:table-row></table:table>"
        "<text:p>Se boksen.<draw:frame><draw:text-box><text:p>Borgeren bestemmer.</text:p></draw:text-box></draw:frame></text:p>"
    )
    assert read(tmp_path, "ord.odt", documents.odt(body, bold)) == [
        ("heading", "Grundlag"),
        ("heading", "Mission"),
        ("paragraph", "Vi lytter altid."),
        ("paragraph", "Det gælder alle."),
        ("heading", "Værdier"),
        ("point", "Ro"),
        ("point", "også om natten"),
        ("point", "Mod"),
        ("point", "Håb"),
        ("point", "Bolig – Et hjem"),
        ("paragraph", "Se boksen."),
        ("paragraph", "Borgeren bestemmer."),
    ]


def test_a_messy_web_page(tmp_path):
    page = """<html><body><header>Menu</header><div id=x>Vi lytter
        altid.<script>alert(1)</script><p><strong>Vores værdier</strong></p>- Ro<br>- Mod<ul><li>Håb<ul><li>for alle</li></ul>og for os</li></ul>
        <table><tr><th>Bolig</th><td>Et&nbsp;hjem</td></tr></table><p hidden>Skjult</p><p><b>Hverdagen</b></p><p class=MsoListParagraph>·&nbsp;&nbsp; Vi spørger</p>
        <p>Vi <em>svarer</em>.</p></div></body></html>"""
    assert read(tmp_path, "ord.html", page) == [
        ("paragraph", "Vi lytter altid."),
        ("heading", "Vores værdier"),
        ("point", "Ro"),
        ("point", "Mod"),
        ("point", "Håb"),
        ("point", "for alle"),
        ("point", "og for os"),
        ("point", "Bolig – Et hjem"),
        ("heading", "Hverdagen"),
        ("point", "Vi spørger"),
        ("paragraph", "Vi svarer."),
    ]


def test_what_leads_elsewhere_from_a_web_page_is_left_out_and_told_of(tmp_path):
    page = """<html><body>{}<div class="c-breadcrumb__list"><ul><li><a href=/>Forside</a></li><li>Værdier</li></ul></div><h1>Værdier</h1>
        <p>Vi lytter.</p><ul><li>Ro, som <a href=/ro>her</a></li></ul><div class="page-share"><h2>Del siden</h2><ul><li><a href=/f>Facebook</a></li></ul></div>
        <p>Vi har <span class=shareholders>tid</span>.</p><ul><li><a href=/mod>Mod</a></li><li><a href=/haab>Håb</a></li></ul>{}</body></html>"""
    told = [one for one in every(tmp_path, "ord.html", page.format("", "")) if one.left_out]
    assert [one.text for one in told] == ["Forside", "Værdier", "Del siden", "Facebook", "Mod", "Håb"]
    assert {one.left_out for one in told} == {"It leads to other pages."}
    kept = [("heading", "Værdier"), ("paragraph", "Vi lytter."), ("point", "Ro, som her"), ("paragraph", "Vi har tid.")]
    assert read(tmp_path, "ord.html", page.format("", "")) == kept
    # Where the page says what its text is, a list in it may be of links.
    whole = [*kept, ("point", "Mod"), ("point", "Håb")]
    assert read(tmp_path, "ord.html", page.format("<main>", "</main>")) == whole


def test_what_a_web_page_opens_on_a_click_is_read(tmp_path):
    """As accordions are saved: closed. What is hidden and nothing opens is not shown to anybody."""
    page = """<html><body><main><h1>Bostedet</h1><p>Vi er til for dig.</p>
        <h2><button aria-expanded=false aria-controls=a1>Vores mission</button></h2><div id=a1 aria-hidden=true><p>Vi hjælper den enkelte.</p></div>
        <ul><li><button aria-controls="x a2">Vores værdier</button><div id=a2 hidden>Vi bygger på tillid.</div></li></ul>
        <details><summary>Vores mål</summary><p>Vi når det, vi vil.</p></details><button>Del siden</button><p aria-hidden=true>Pynt</p></main></body></html>"""
    found = every(tmp_path, "ord.html", page)
    assert [(one.element, one.level, one.text) for one in found] == [
        ("heading", 1, "Bostedet"),
        ("paragraph", 0, "Vi er til for dig."),
        ("heading", 2, "Vores mission"),
        ("paragraph", 0, "Vi hjælper den enkelte."),
        ("heading", 3, "Vores værdier"),
        ("point", 1, "Vi bygger på tillid."),
        ("heading", 3, "Vores mål"),
        ("paragraph", 0, "Vi når det, vi vil."),
    ]


def test_a_button_is_a_heading_only_where_it_opens_text_and_no_words_stand_beside_it(tmp_path):
    page = """<html><body><main><header><h1>Bostedet</h1><button aria-controls=m>Menu</button><div id=m hidden>Alt</div></header>
        <p>Kort <button>Læs</button> hale.</p><p>Vi arbejder med <b><button aria-controls=t>recovery</button></b> hver dag.</p><div id=t hidden>At komme sig.</div>
        <div><button aria-controls=s>Del siden</button><ul id=s hidden><li><a href=x>Facebook</a></li></ul></div>
        <div role=menu><button aria-controls=u>Mere</button></div>
        <details><summary><h2>Ro</h2></summary><p>Vi er rolige.</p></details>
        <h2>Mod <button aria-controls=v>Vis</button></h2><div id=v hidden>Vi er modige.</div>
        <div><button aria-controls=w>Håb</button> <button>Luk</button><p id=w hidden>Vi håber.</p></div></main></body></html>"""
    assert [(one.element, one.level, one.text) for one in every(tmp_path, "ord.html", page)] == [
        ("heading", 1, "Bostedet"),
        ("paragraph", 0, "Kort hale."),
        ("paragraph", 0, "Vi arbejder med recovery hver dag."),
        ("heading", 2, "Ro"),
        ("paragraph", 0, "Vi er rolige."),
        ("heading", 2, "Mod"),
        ("paragraph", 0, "Vi er modige."),
        ("heading", 3, "Håb"),
        ("paragraph", 0, "Vi håber."),
    ]


WORDS_MADE_SHORT = [
    "O. lign. steder er der ro til at tale.",
    "o. lign. steder er der ro til at tale.",
    "s. 12 i strategien står, hvad vi vil.",
    "v. Anna Hansen fra Herlev Kommune.",
    "p. 4 i planen står det samme.",
    "E. coli er en bakterie.",
    "2. sal er fælles for alle, der bor her.",
]


@pytest.mark.parametrize("line", WORDS_MADE_SHORT)
def test_a_word_that_is_made_short_is_no_letter_of_a_list(tmp_path, line):
    assert read(tmp_path, "ord.txt", f"Sådan er huset\n\nVi bor i huset.\n\n{line}\n") == [
        ("heading", "Sådan er huset"),
        ("paragraph", "Vi bor i huset."),
        ("paragraph", line),
    ]
    assert read(tmp_path, "brudt.txt", f"Sådan er huset\n\nVi bor i et gammelt hus med en stor have og\n{line}\n")[
        1:
    ] == [("paragraph", f"Vi bor i et gammelt hus med en stor have og {line}")]


def test_letters_that_count_on_are_those_of_a_list(tmp_path):
    text = "Sådan er huset\n\nVi vil:\n\nr. Ro\ns. Samarbejde\nt. Tillid\nu. Udvikling\nv. Vilje\n\n1. Vi lytter.\n2. Spis sammen.\n"
    assert [text for element, text in read(tmp_path, "ord.txt", text) if element == "point"] == [
        *("Ro", "Samarbejde", "Tillid", "Udvikling", "Vilje"),
        *("Vi lytter.", "Spis sammen."),
    ]


def test_the_foot_of_a_page_and_the_day_of_adoption_are_no_headings(tmp_path):
    text = "Grundlag\n\nGodkendt af Byrådet den 3. maj 2022\n\nVi lytter til hinanden hver dag.\n\nSide 2 af 9\n\n- 3 -\n\nVi svarer.\n"
    assert [(one.element, one.text, one.left_out) for one in every(tmp_path, "ord.txt", text)] == [
        ("heading", "Grundlag", None),
        ("paragraph", "Godkendt af Byrådet den 3. maj 2022", None),
        ("paragraph", "Vi lytter til hinanden hver dag.", None),
        ("paragraph", "Side 2 af 9", "It stands at the head or the foot of pages."),
        ("paragraph", "- 3 -", "It stands at the head or the foot of pages."),
        ("paragraph", "Vi svarer.", None),
    ]


def test_a_messy_text(tmp_path):
    text = (
        "VÆRDIGRUNDLAG\n=============\n\n1. Mission\nVi støtter den enkelte i individ-\nog gruppesamtaler og med rehabili-\ntering i hverdagen hos os alle sammen.\n\n"
        "2. Vision\n\n20. august 2013 vedtog vi, at vi vil:\n\n- o Lytte\n- o Spørge\na) Svare\n\n## Værdier\n\nVores værdier er:\nRo\nMod\n\n**Ledelse**\n\nMED-\nudvalget er med til at træffe beslutninger."
    )
    assert read(tmp_path, "ord.txt", text) == [
        ("heading", "VÆRDIGRUNDLAG"),
        ("heading", "Mission"),
        (
            "paragraph",
            "Vi støtter den enkelte i individ- og gruppesamtaler og med rehabilitering i hverdagen hos os alle sammen.",
        ),
        ("heading", "Vision"),
        ("paragraph", "20. august 2013 vedtog vi, at vi vil:"),
        ("point", "Lytte"),
        ("point", "Spørge"),
        ("point", "Svare"),
        ("heading", "Værdier"),
        ("paragraph", "Vores værdier er:"),
        ("point", "Ro"),
        ("point", "Mod"),
        ("heading", "Ledelse"),
        ("paragraph", "MED-udvalget er med til at træffe beslutninger."),
    ]


def test_a_text_in_markdown(tmp_path):
    text = """# Værdier

<!-- Spørg
Ida. -->
Vi **lytter** til *hinanden* og __svarer__, se [vores side](https://x.dk/).

> Det begynder med respekt, og
> det ender med ro.

| Værdi | Betyder    |
|:------|-----------:|
| Ro    | Vi har tid |
| Mod   | Vi tør     |

- **Tillid:** vi holder, hvad vi lover
- 2 * 3 * 4, snake_case_name og ~20 **
"""
    assert read(tmp_path, "ord.txt", text) == [
        ("heading", "Værdier"),
        ("paragraph", "Vi lytter til hinanden og svarer, se vores side."),
        ("paragraph", "Det begynder med respekt, og det ender med ro."),
        ("point", "Ro – Vi har tid"),
        ("point", "Mod – Vi tør"),
        ("point", "Tillid: vi holder, hvad vi lover"),
        ("point", "2 * 3 * 4, snake_case_name og ~20 **"),
    ]
    assert [one.text for one in every(tmp_path, "ord.txt", text) if one.left_out] == ["Værdi – Betyder"]


def test_lines_are_joined_as_they_were():
    assert joined("rehabili-", "tering") == "rehabilitering"
    assert joined("rehabili\u00ad", "tering") == "rehabilitering"
    assert joined("rehabili\u2010", "tering") == "rehabilitering"
    assert joined("individ\u2010", "og gruppe") == "individ\u2010 og gruppe"
    assert joined("individ-", "og gruppe") == "individ- og gruppe"
    assert joined("MED-", "udvalg") == "MED-udvalg"
    assert joined("med", "Høje-Taastrup") == "med Høje-Taastrup"
    assert joined("gode fx-", "aftaler") == "gode fx-aftaler"
    assert joined("en e\u2010", "bog") == "en e\u2010bog"
    assert joined("ny it-", "løsning") == "ny it-løsning"
    assert joined("med rit-", "ualer") == "med ritualer"
    assert joined("med af-", "taler") == "med aftaler"


BOMB = documents.packed({"word/document.xml": b"<a>" + b" " * 40_000_000 + b"</a>", "[Content_Types].xml": "<a/>"})
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
MANIFEST = {"META-INF/manifest.xml": "<m><encryption-data/></m>"}
LOCKED = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 1/R 2/O<00>/U<00>/P -4>>/ID[<00><00>]>>\n%%EOF"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("bombe.docx", BOMB, "unpacks to far more than any document holds"),
        ("fremmed.docx", documents.packed({"word/document.xml": XXE}), "holds what no document needs"),
        ("fremmed.odt", documents.packed({"content.xml": XXE}), "holds what no document needs"),
        ("andet.docx", documents.packed({"a.txt": "x"}), "is no Word document"),
        ("halv.docx", documents.docx()[:2000], "is damaged"),
        ("laast.docx", b"\xd0\xcf\x11\xe0" + bytes(100), "protected by a password, or of Word's old kind"),
        ("rig.txt", r"{\rtf1\ansi Vi lytter til hinanden.\par}", "rig.txt is of the kind RTF. Open it in Word"),
        ("rig.docx", r"{\rtf1\ansi Vi lytter til hinanden.\par}", "rig.docx is of the kind RTF. Open it in Word"),
        ("ord.html", documents.docx(), "ord.html is a packed file"),
        ("ord.txt", documents.odt(), "Give its name the ending that it had: .docx or .odt."),
        ("ord.docx", LOCKED, "ord.docx is a PDF. Give its name the ending that it had: .pdf."),
        ("laast.odt", documents.odt(**MANIFEST), "protected by a password"),
        ("laast.pdf", LOCKED, "protected by a password"),
        ("skrot.pdf", b"%PDF-1.7\n" + bytes(range(1, 256)) * 9, "can't be read: it is damaged"),
        ("billede.txt", bytes(range(1, 256)) * 9, "holds no text"),
        ("dyb.html", "<b>" * 100_000 + "x", "There is no text in dyb.html."),
        ("tom.html", "<html><body><script>x</script></body></html>", "There is no text in tom.html."),
        ("tom.txt", "", "There is no text in tom.txt."),
        ("ord.pages", "x", "none of the formats that can be read: .docx"),
        ("stor.txt", b"x" * 25_000_001, "larger than 25 MB"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, name, data, said):
    with pytest.raises(Failure) as failure:
        every(tmp_path, name, data)
    assert said in str(failure.value)
    assert "\n" not in str(failure.value)


DRAWN = zlib.compress(
    b"BT /F1 12 Tf 72 700 Td (Vi lytter til hinanden, og vi taler sammen om det, som er svaert.) Tj ET"
)
PDF = b"""%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>> endobj
4 0 obj <</Length %d/Filter/FlateDecode>> stream
%s
endstream endobj
5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
trailer <</Root 1 0 R>>
%%%%EOF
""" % (len(DRAWN), DRAWN)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ord.docx", documents.docx()),
        ("ord.odt", documents.odt()),
        ("ord.pdf", PDF),
        ("ord.html", documents.page_of().encode()),
        ("ord.txt", documents.text_of().encode()),
    ],
)
def test_a_byte_that_is_another_is_read_over_or_said_to_be_damage(tmp_path, capfd, name, data):
    _reader(Path(name).suffix)  # what reads it is loaded here, and not in each of the processes
    assert every(tmp_path, name, data)
    places, said = Random(8), []  # noqa: S311 - the same ones each time
    for _ in range(40):
        place = places.randrange(len(data))
        try:
            every(tmp_path, name, data[:place] + bytes([data[place] ^ 1 << places.randrange(8)]) + data[place + 1 :])
        except Failure as failure:
            said.append(str(failure))
    assert [one for one in said if "takes too" in one] == []
    assert "Traceback" not in capfd.readouterr().err


LEVEL = (
    "<w:p {}><w:pPr><w:numPr><w:ilvl w:val='x'/><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>Ro</w:t></w:r></w:p>"
)


def odd_level() -> bytes:
    document = docx.Document()
    document.element.body.insert(0, parse_xml(LEVEL.format(nsdecls("w"))))
    return documents.saved(document)


@pytest.mark.parametrize(
    ("name", "data"),
    [("ord.docx", odd_level()), ("ord.odt", documents.odt('<text:h text:outline-level="">Ro</text:h>'))],
)
def test_a_level_that_is_no_number_is_damage(tmp_path, name, data):
    with pytest.raises(Failure, match="it is damaged"):
        every(tmp_path, name, data)


def test_a_scanned_pdf_is_said_to_be_one(browser, tmp_path):
    picture = "<svg width=500 height=700><rect width=500 height=700 fill=gray /></svg>"
    with pytest.raises(Failure, match="it is scanned"):
        every(tmp_path, "scan.pdf", documents.pdf(browser, picture, furniture=False))


@pytest.mark.parametrize(
    "text",
    ["F. eks. kan borgeren selv bestemme, hvornår der er mad i huset.",
     "d. 12. marts 2024 vedtog byrådet grundlaget for huset.",
     "12. marts 2024 vedtog byrådet grundlaget for huset.",
     "H. C. Andersens Vej 3 er husets adresse, og der bor ti borgere.",
     "M.fl. steder i kommunen er der værksteder og åben rådgivning.",
     "2. sal er fælles for alle, der bor i huset.",
     "§ 107 i serviceloven siger, at der skal være et tilbud."],
)  # fmt: skip
def test_a_sentence_keeps_its_first_words(tmp_path, text):
    assert read(tmp_path, "ord.txt", f"Grundlag\n\nIndledning\n\n{text}\n")[-1] == ("paragraph", text)


def test_a_day_at_the_beginning_of_a_line_divides_no_sentence(tmp_path):
    lines = "Grundlaget for husets arbejde med borgerne er vedtaget af byrådet den\n20. august 2013 og gælder for alle husets medarbejdere, f. eks. også\nd. 24. december, og for alle de frivillige, som kommer i huset, bl.a.\nf. eks. også om natten.\n"
    found = read(tmp_path, "ord.txt", f"Grundlag\n\n{lines}")
    assert found[1:] == [("paragraph", " ".join(lines.split()))]


@pytest.mark.parametrize("signs", [("a)", "b)"), ("1)", "2)")])
def test_a_numbered_heading_above_a_list_that_begins_anew_is_one(tmp_path, signs):
    text = "1. Mission\n\nVi hjælper.\n\n2. Værdier\n\n{} Respekt\n{} Tillid\n".format(*signs)
    assert read(tmp_path, "ord.txt", text) == [
        ("heading", "Mission"), ("paragraph", "Vi hjælper."), ("heading", "Værdier"), ("point", "Respekt"), ("point", "Tillid"),
    ]  # fmt: skip


def test_a_sign_of_a_font_of_pictures_is_no_word_and_xhtml_is_text(tmp_path):
    page = '<?xml version="1.0" encoding="UTF-8"?>\n<html><body><p>Vi smiler \uf04a altid.</p></body></html>'
    assert read(tmp_path, "ord.html", page) == [("paragraph", "Vi smiler altid.")]


def test_the_last_point_of_a_list_with_letters_is_a_point(tmp_path):
    points = ["Vi hilser", "Vi lytter", "Vi siger fra"]
    lines = [
        *map(" ".join, zip(("a.", "b.", "c."), points, strict=True)),
        "",
        *map(" ".join, zip(("i.", "ii.", "iii."), points, strict=True)),
    ]
    found = read(
        tmp_path, "ord.txt", "\n".join(("Vi gør sådan", "", *lines, "", "a. Alene", "", "Vi ser frem til det."))
    )
    assert found[1:] == [
        *(("point", one) for one in (*points, *points, "Alene")),
        ("paragraph", "Vi ser frem til det."),
    ]


def test_the_number_of_a_chapter_is_no_word_of_its_heading(tmp_path):
    document = docx.Document()
    for level, heading in ((1, "1 Indledning"), (2, "1.1 Baggrund"), (1, "2 Mission"), (1, "5 gode råd")):
        document.add_heading(heading, level)
        document.add_paragraph("Vi støtter den enkelte i at leve sit eget liv.")
    found = read(tmp_path, "ord.docx", documents.saved(document))
    assert [text for element, text in found if element == "heading"] == [
        "Indledning",
        "Baggrund",
        "Mission",
        "5 gode råd",
    ]


def test_a_ruled_table_in_a_pdf_is_read_row_by_row(browser, tmp_path):
    """As Word prints one: a name that is as high as the first line of what it means, with no more than the border between."""
    means = "Vi samarbejder med borgeren om udvikling og respekterer den enkeltes ret til selv at bestemme."
    others = "Vi spørger først, og vi venter på svar, inden vi handler."
    rows = (("Værdi", "Forklaring", "I praksis"), ("Respekt", means, others), ("Ro", others, means))
    body = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in rows)
    style = "table{border-collapse:collapse}td{border:.5pt solid;padding:0 5.4pt;vertical-align:top}"
    page = f"<h1>Grundlag</h1><h2>Værdier</h2><table>{body}</table><h2>Mål</h2><p>Flere er i job.</p>"
    found = read(tmp_path, "ord.pdf", documents.pdf(browser, page, style))
    cells = [("paragraph", cell) for row in rows for cell in row]
    assert found == [
        *(("heading", "Grundlag"), ("heading", "Værdier")),
        *cells,
        *(("heading", "Mål"), ("paragraph", "Flere er i job.")),
    ]


def test_a_page_that_lies_on_its_side_is_turned(tmp_path):
    for across, turn in (
        (b"0 1 -1 0 100 72", 0),
        (b"0 -1 1 0 100 700", 0),
        (b"1 0 0 1 72 700", 90),
        (b"1 0 0 1 72 700", 270),
    ):
        drawn = zlib.compress(zlib.decompress(DRAWN).replace(b"72 700 Td", across + b" Tm"))
        page = PDF.replace(b"/MediaBox", b"/Rotate %d/MediaBox" % turn).replace(
            b"/Length %d" % len(DRAWN), b"/Length %d" % len(drawn)
        )
        found = read(tmp_path, "ord.pdf", page.replace(DRAWN, drawn))
        assert found == [("paragraph", "Vi lytter til hinanden, og vi taler sammen om det, som er svaert.")]


def test_a_soft_hyphen_that_a_browser_prints_is_no_space(browser, tmp_path):
    words = "Social&shy;psykia&shy;triens med&shy;arbejdere respek&shy;terer ret&shy;tig&shy;heder"
    found = read(tmp_path, "ord.pdf", documents.pdf(browser, f"<h1>Grundlag</h1><p>{words} hver dag.</p>"))
    assert found[1:] == [("paragraph", "Socialpsykiatriens medarbejdere respekterer rettigheder hver dag.")]


def hiding_docx() -> bytes:
    document = docx.Document()
    document.styles.add_style("Skjult", 2).font.hidden = True
    document.styles.add_style("Skjult afsnit", 1).font.hidden = True
    document.add_paragraph("Vi lytter").add_run(" HEMMELIGT", "Skjult")
    document.add_paragraph("HEMMELIGT", "Skjult afsnit")
    control = f"<w:sdt {nsdecls('w')}><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Klik her for at skrive.</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    document.element.body.insert(-1, parse_xml(control))
    document.add_paragraph("til hinanden.")
    return documents.saved(document)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("ord.docx", hiding_docx()),
        (
            "ord.odt",
            documents.odt(
                '<text:p>Vi lytter<text:span text:style-name="T1"> HEMMELIGT</text:span></text:p><text:p text:style-name="T1">HEMMELIGT</text:p>'
                '<text:section text:display="none"><text:p>HEMMELIGT</text:p></text:section>'
                "<text:p><text:hidden-text>HEMMELIGT</text:hidden-text>til hinanden.</text:p>",
                '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>',
            ),
        ),
        (
            "ord.html",
            '<div role="dialog"><p>Vi bruger cookies.</p></div><div role="navigation">Forside</div><div role="contentinfo">Rådhuset</div>'
            '<p>Vi lytter</p><p style="visibility: hidden">HEMMELIGT</p><p>til hinanden.</p>',
        ),
    ],
)
def test_what_nobody_is_shown_is_not_read(tmp_path, name, data):
    assert [text for _, text in read(tmp_path, name, data)] == ["Vi lytter", "til hinanden."]


def test_headings_that_ask_or_end_with_a_colon_and_what_stands_below_a_picture(tmp_path):
    document = docx.Document()
    document.add_heading("Vores grundlag:", 1)
    document.add_paragraph("Vi lytter.")
    document.add_paragraph("Figur 1: Huset", "Caption")
    document.add_paragraph().add_run("Hvad betyder det i praksis?").bold = True
    document.add_paragraph("Vi spørger først.")
    assert read(tmp_path, "ord.docx", documents.saved(document)) == [
        ("heading", "Vores grundlag"),
        ("paragraph", "Vi lytter."),
        ("paragraph", "Figur 1: Huset"),
        ("heading", "Hvad betyder det i praksis?"),
        ("paragraph", "Vi spørger først."),
    ]


def test_numbers_below_numbers_roman_ones_and_arrows(tmp_path):
    lines = "Grundlag\n\n1. Værdier\n\n1.1 Respekt\n\nVi lytter.\n\nII. Forventninger\n\nVi:\n→ hilser\n✔️ spørger\n"
    assert read(tmp_path, "ord.txt", lines)[1:] == [
        *(("heading", one) for one in ("Værdier", "Respekt")),
        *(("paragraph", "Vi lytter."), ("heading", "Forventninger"), ("paragraph", "Vi:")),
        *(("point", "hilser"), ("point", "spørger")),
    ]
