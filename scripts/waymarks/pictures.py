"""Pictures: an SVG file is a document that can run and fetch; what it may not do, with its line."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from waymarks.people import without_cpr_numbers
from waymarks.problems import Problem

_SVG = "http://www.w3.org/2000/svg"
_XHTML = "http://www.w3.org/1999/xhtml"
_RUNS = {"script", "foreignobject", "handler", "listener", "iframe", "object", "embed", "audio", "video"}
# Its own parts, and a photograph inside the file, are not from elsewhere.
_OWN = re.compile(r"#|data:image/(png|jpeg|gif|webp|avif);base64,|$", re.I)
# A backslash is CSS's way of writing a letter as a number.
_FETCHES = re.compile(
    r"@import|image-set\(|\\|(?:url|src)\((?!\s*['\"]?\s*(?:#|data:image/(?:png|jpeg|gif|webp|avif);base64,))", re.I
)
_FIX = "Export the picture again as a plain SVG, or save it as PNG."


def active_parts(path: str, data: bytes) -> Iterator[Problem]:
    """What of an SVG file runs, asks for something or can't be read."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line = min(max(1, error.lineno or 1), data.count(b"\n") + 1)
        said = (error.msg or "").split(", line ")[0]
        yield Problem(path, line, "broken-picture", f"The picture can't be read from here: {said!r}.", _FIX)
        return
    for line, what in _found(root):
        message = f"The picture holds {what}, and a picture only shows."
        yield Problem(path, min(line, data.count(b"\n") + 1), "active-picture", message, _FIX)


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
            yield f"a link to {without_cpr_numbers(value)[:60]!r}"
        elif _FETCHES.search(value):
            yield f"`{name}`, which fetches something"
        elif element in ("animate", "set") and name == "attributename" and re.match(r"on|(xlink:)?href", value, re.I):
            yield f"an animation of `{value[:20]}`"
