"""Pictures: whether a file is the picture that its name says, and what an SVG file, which can run and fetch, may not do."""

import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import suppress
from io import BytesIO
from typing import Any

from lxml import etree

from waymarks.problems import Problem, shortened
from waymarks.text.people import cpr_numbers, without_cpr_numbers

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_RUNS = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}
# Its own parts, and a photograph inside the file, are not from elsewhere.
_OWN = re.compile(r"#|data:image/(png|jpeg|gif|webp|avif);base64,|$", re.I)
# A backslash is CSS's way of writing a letter as a number.
_FETCHES = re.compile(
    r"@import|image-set\(|\\|(?:url|src)\((?!\s*['\"]?\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif);base64,))", re.I
)
# What an animation may not change. A prefix may be called anything.
_ACTS = re.compile(r"on|(?:[^:]*:)?href", re.I)
# Those that are not UTF-8 and may have other signs for `<`. Illustrator says ISO-8859-1 of what is ASCII.
_ENCODING = re.compile(
    rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*['\"](?!(?:utf-?8|us-ascii|iso-8859-\d+|windows-125\d)['\"])([^'\"]{1,40})",
    re.I,
)
_FIX = "Export the picture again as a plain SVG, or save it as PNG."
# By the end of a file's name: what Pillow calls such a picture.
_FORMATS = {f".{kind.lower()}": kind for kind in "AVIF GIF ICO JPEG PNG WEBP".split()} | {".jpg": "JPEG"}
# How the name of a file ends that a page can show.
PICTURES = (*_FORMATS, ".svg")
# What is no picture begins with this.
_BEGINS = {".pdf": b"%PDF-", ".woff2": b"wOF2"}
# What Pillow, and the libraries that it calls, raise for a file that is damaged.
_UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, RuntimeError, KeyError, TypeError, IndexError)
# Of what a camera writes down: where it was, and what else. Source: Exif 2.32, section 4.6.3.
_PLACE, _DETAILS = 0x8825, 0x8769
# Where other programs write words as bytes.
_WORDS = {"comment", "xmp"}
_WITHOUT = "Save a copy without that: in Windows, Properties, Details, “Remove Properties and Personal Information”; or take a screenshot of it."


def broken(path: str, suffix: str, data: bytes) -> Iterator[Problem]:
    """Whether the file is none of what its name says: another thing, or only half there; and what a picture tells besides."""
    if suffix in _BEGINS and _BEGINS[suffix] not in data[:1024]:  # readers of PDF pass over what stands before it
        message = f"The file is no {suffix[1:].upper()}: it begins {_start(data)}."
        yield Problem(path, 1, "broken-file", message, "Save it again from the program that it was made with.")
    elif suffix in _FORMATS and (wrong := _wrong(_FORMATS[suffix], data)):
        fix = "Save the picture again, as what its name says."
        yield Problem(path, 1, "broken-picture", f"The picture {wrong}.", fix)
    elif suffix in _FORMATS:
        where, words = _says(_FORMATS[suffix], data)
        if where:
            yield Problem(path, 1, "picture-tells-place", "The picture says where it was taken.", _WITHOUT)
        if any(cpr_numbers(words)):
            message = "In what the picture says of itself stands what looks like a CPR number."
            yield Problem(path, 1, "cpr-number", message, _WITHOUT)


def _wrong(kind: str, data: bytes) -> str:
    from PIL import Image, ImageFile, UnidentifiedImageError  # a site without pictures needs none of it

    # WeasyPrint lets Pillow take what is cut off, in all of the process.
    takes, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        with warnings.catch_warnings(action="ignore"), Image.open(BytesIO(data), formats=[kind]) as picture:
            picture.draft(picture.mode, (1, 1))  # an eighth of a photograph's points says whether it is whole
            picture.load()
    except UnidentifiedImageError:
        return f"is no {kind}, or not all of one: it begins {_start(data)}"
    except (*_UNREADABLE, Image.DecompressionBombError) as error:
        return f"can't be read: {str(error)!r}"
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = takes
    return ""


def _says(kind: str, data: bytes) -> tuple[bool, str]:
    """What nobody sees who looks at the picture: whether it says where it was taken, and the words that it carries."""
    from PIL import Image

    with suppress(*_UNREADABLE, Image.DecompressionBombError), warnings.catch_warnings(action="ignore"):
        with Image.open(BytesIO(data), formats=[kind]) as picture:
            about, said = picture.getexif(), picture.info
            place, details = about.get_ifd(_PLACE), about.get_ifd(_DETAILS)
        values = [*(one for name, one in said.items() if name in _WORDS or isinstance(one, str))]
        values += [*about.values(), *details.values()]  # which reads them
        texts = (one.decode("utf-8", "replace") if isinstance(one, bytes) else one for one in values)
        words = "\n".join(text for text in texts if isinstance(text, str))
        return bool(place) or "GPSLatitude" in words, words
    return False, ""


def _start(data: bytes) -> str:
    """The first signs, without the figures: half of a person's number is a part of it too."""
    return repr(re.sub(r"\d", "×", data[:12].decode("latin-1")))


def active_parts(path: str, data: bytes) -> Iterator[Problem]:
    """What of an SVG file runs, asks for something or can't be read."""
    if named := _ENCODING.match(data):
        # Servers send it as UTF-8, whatever it says: a browser would read something else than is judged here.
        message = f"The picture says that it is written in {named[1].decode('latin-1')!r}, and is sent as UTF-8."
        yield Problem(path, 1, "broken-picture", message, "Save it again as UTF-8, or as PNG.")
    try:
        root = _root(data)
    except etree.XMLSyntaxError as error:
        line = min(max(1, error.lineno or 1), data.count(b"\n") + 1)
        said = (error.msg or "").split(", line ")[0]
        yield Problem(path, line, "broken-picture", f"The picture can't be read from here: {said!r}.", _FIX)
        return
    for line, what in _found(root):
        message = f"The picture holds {what}, and a picture only shows."
        yield Problem(path, min(line, data.count(b"\n") + 1), "active-picture", message, _FIX)


def words(svg: str) -> str:
    """What one reads in the picture, a line for each of its texts; nothing if it can't be read."""
    try:
        texts = _root(svg.encode()).iter(*(f"{{{_SVG}}}{name}" for name in ("text", "title", "desc")))
    except etree.XMLSyntaxError:
        return ""
    return "\n".join("".join(map(str, text.itertext())) for text in texts)


def _root(data: bytes) -> Any:
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    return etree.fromstring(data, parser)


def _found(root: Any) -> Iterator[tuple[int, str]]:
    if root.getroottree().docinfo.doctype:
        yield 1, "a document type"
    before = root.getprevious()
    while before is not None:
        yield before.sourceline or 1, "an instruction"
        before = before.getprevious()
    for element in root.iter():
        line = element.sourceline or 1
        if not isinstance(element.tag, str):  # an instruction, or an entity
            yield line, "an instruction or a reference"
            continue
        name = etree.QName(element)
        local = name.localname.lower()
        if local in _RUNS or name.namespace == _XHTML:
            yield line, f"`<{name.localname}>`"
        elif local == "style" and _FETCHES.search("".join(map(str, element.itertext()))):
            yield line, "a style that fetches something"
        yield from ((line, what) for what in _attributes(local, element))


def _attributes(element: str, holder: Any) -> Iterator[str]:
    for full, text in holder.attrib.items():
        name, value = etree.QName(str(full)).localname.lower(), str(text).strip()
        if name.startswith("on"):
            yield f"the event handler `{name}`"
        elif name in ("href", "src", "base") and not _OWN.match(value):
            yield f"a link to {shortened(without_cpr_numbers(value), 60)!r}"
        elif _FETCHES.search(value):
            yield f"`{name}`, which fetches something"
        elif element in ("animate", "set") and name == "attributename" and _ACTS.match(value):
            yield f"an animation of `{shortened(value, 20)}`"
