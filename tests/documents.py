"""One document in five formats, with the same points, and what makes real ones messy: for tests."""

import textwrap
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document

# Each passage as it is to be found: what it is, and its words.
TITLE = "Værdigrundlag for Bostedet Lyngvej"
PASSAGES = [
    ("heading", "Mission"),
    (
        "paragraph",
        "Vi støtter mennesker med psykiske vanskeligheder i at leve et liv, som de selv har valgt, og vi gør det sammen med dem, deres familie og de medarbejdere, som kender dem godt.",
    ),
    ("heading", "Vision"),
    ("paragraph", "Vores vision er, at:"),
    ("point", "alle beboere har mindst én nær relation uden for bostedet"),
    (
        "point",
        "beboerne har indflydelse på deres egen støtte, på husets dagligdag og på de beslutninger, som ledelsen træffer om hverdagen i huset",
    ),
    ("point", "pårørende oplever sig som samarbejdspartnere"),
    ("heading", "Vores værdier"),
    ("paragraph", "Værdierne er et pejlemærke i hverdagen."),
    ("point", "Respekt"),
    ("point", "Nærvær"),
    ("point", "Mod"),
    ("heading", "Kollegiale forventninger"),
    ("paragraph", "Her er, hvad vi forventer af hinanden."),
    ("point", "Vi taler med hinanden og ikke om hinanden"),
    ("point", "Vi holder det, vi lover"),
    ("heading", "Ledelse"),
    ("paragraph", "Ledelsen går foran og er synlig i huset."),
]


def docx() -> bytes:
    document = Document()
    document.add_heading(TITLE, 0)
    for element, text in PASSAGES:
        if element == "heading":
            document.add_heading(text, 1)
        else:
            document.add_paragraph(text, "List Bullet" if element == "point" else None)
    return saved(document)


def saved(document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
    )
)


def odt(body: str | None = None, styles: str = "", **others: str) -> bytes:
    """An OpenDocument text; of these passages, or with `body`."""
    own = f'<text:p text:style-name="Title">{TITLE}</text:p>'
    for element, text in PASSAGES:
        own += {
            "heading": '<text:h text:outline-level="1">{}</text:h>',
            "paragraph": "<text:p>{}</text:p>",
            "point": "<text:list><text:list-item><text:p>{}</text:p></text:list-item></text:list>",
        }[element].format(escape(text))
    content = f"<office:document-content {NAMES}><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{own if body is None else body}</office:text></office:body></office:document-content>"
    return packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content, **others})


def packed(files: dict[str, str | bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as inside:
        for name, text in files.items():
            inside.writestr(name, text)
    return stream.getvalue()


def page_of(passages=PASSAGES) -> str:
    """HTML, with what stands around the text of a page of a municipality's site."""
    body, in_list = f"<h1>{TITLE}</h1>", False
    for element, text in passages:
        body += "<ul>" if element == "point" and not in_list else "</ul>" if in_list and element != "point" else ""
        in_list = element == "point"
        tag = {"heading": "h2", "paragraph": "p", "point": "li"}[element]
        body += f"<{tag}>{escape(text)}</{tag}>"
    body += "</ul>" if in_list else ""
    return (
        "<!doctype html><html lang=da><head><meta charset=utf-8><title>Bostedet</title><style>p{color:red}</style></head><body>"
        f"<nav><ul><li>Forside</li><li>Kontakt</li></ul></nav><main>{body}</main><footer>Kommunen, cookies</footer></body></html>"
    )


def text_of(width: int = 0) -> str:
    """Plain text; with `width`, its lines are broken as an old program does."""
    lines = [TITLE, ""]
    before = "heading"
    for element, text in PASSAGES:
        lines += [""] if element == "heading" or before == "heading" or element != before else []
        mark = " • " if element == "point" else ""
        lines += (
            textwrap.wrap(mark + text, width, subsequent_indent=" " * len(mark), drop_whitespace=True)
            if width
            else [mark + text]
        )
        before = element
    return "\n".join(lines) + "\n"


def pdf(browser, body: str, style: str = "", *, furniture: bool = True) -> bytes:
    """As a browser prints the page; with `furniture`, a line above each page and its number below."""
    with browser.new_page() as page:
        sizes = "body{font:11pt serif;width:15cm}h1{font-size:20pt}h2{font-size:14pt}"
        page.set_content(f"<style>{sizes}{style}</style>{body}")
        line = '<p style="font-size:8px;margin-left:2cm">{}</p>'
        number = 'Side <span class="pageNumber"></span> af <span class="totalPages"></span>'
        return page.pdf(
            format="A4",
            display_header_footer=furniture,
            header_template=line.format("Bostedet Lyngvej, Lyngby"),
            footer_template=line.format(number),
            margin=dict.fromkeys(("top", "bottom", "left", "right"), "2cm"),
        )
