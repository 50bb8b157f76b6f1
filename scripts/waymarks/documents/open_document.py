"""OpenDocument texts (.odt): their headings, lists, tables, text boxes and notes, in the order in which they are read."""

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from waymarks.documents.packed import opened, xml
from waymarks.documents.passages import CONTENTS, Passage, in_row, of_pages
from waymarks.machine.refusals import Failure

_NAMES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
}
_BOLD = ("bold", "600", "700", "800", "900")


def _name(short: str) -> str:
    space, _, name = short.partition(":")
    return f"{{{_NAMES[space]}}}{name}"


_UNREAD = {
    *(_name(f"text:{one}") for one in ("tracked-changes", "note", "sequence-decls", "hidden-text", "ruby-text")),
    *(_name(f"office:{one}") for one in ("annotation", "forms")),
}
_WRITTEN = {_name(one) for one in ("text:p", "text:h", "text:list", "text:section", "table:table")}
_INDEXES = {_name(f"text:{one}") for one in ("table-of-content", "alphabetical-index", "illustration-index")}


def read(data: bytes) -> list[Passage]:
    """Raises Failure where it can't be read, or anything if it is damaged."""
    inside = opened(data)
    if "META-INF/manifest.xml" in inside.namelist() and b"encryption-data" in inside.read("META-INF/manifest.xml"):
        raise Failure("The file is protected by a password. Save a copy without one.")
    content = xml(inside, "content.xml")
    styles = xml(inside, "styles.xml") if "styles.xml" in inside.namelist() else None
    body = content.find(f".//{_name('office:text')}")
    if body is None:
        raise Failure("The file is no text document. Open it in LibreOffice and save it as .odt.")
    reader = _Reader([one for one in (styles, content) if one is not None])
    reader.delete_unshown(body)
    return [*reader.blocks(body), *_of_pages(styles)]


class _Reader:
    def __init__(self, roots: list[etree._Element]) -> None:
        self.number = 0
        self.styles = {
            one.get(_name("style:name"), ""): one for root in roots for one in root.iter(_name("style:style"))
        }
        # By the names of lists: how deep in them points have numbers.
        self.numbered = {
            (one.get(_name("style:name"), ""), level.get(_name("text:level")))
            for root in roots
            for one in root.iter(_name("text:list-style"))
            for level in one.iter(_name("text:list-level-style-number"))
            if level.get(_name("style:num-format"))
        }

    def delete_unshown(self, body: etree._Element) -> None:
        """What nobody is shown is as if it were hidden text: a section that is not displayed, and what a style hides."""
        for one in list(body.iter(*map(_name, ("text:span", "text:p", "text:h", "text:section")))):
            styles = self._ancestry(one.get(_name("text:style-name"), ""))
            if "none" in (one.get(_name("text:display")), *(self._property(name, "text:display") for name in styles)):
                one.tag = _name("text:hidden-text")

    def blocks(self, parent: etree._Element, depth: int = 0, list_name: str = "") -> Iterator[Passage]:
        """`list_name` is that of the list that `parent` is, or stands in, `depth` lists deep."""
        for child in parent:
            if child.tag == _name("text:h"):
                yield from self.paragraph(child, "heading", int(child.get(_name("text:outline-level"), "1")))
            elif child.tag == _name("text:p"):
                ordered = (list_name, str(depth)) in self.numbered
                for one in self.paragraph(child, "point" if depth else "", depth):
                    yield replace(one, ordered=ordered and one.element == "point")
            elif child.tag == _name("text:list"):
                yield from self.blocks(child, depth + 1, child.get(_name("text:style-name")) or list_name)
            elif child.tag == _name("table:table"):
                yield from self.table(child)
            elif child.tag in _INDEXES:
                texts = (_text(one) for one in child.iter(_name("text:p")))
                yield from (Passage("paragraph", text, "contents", left_out=CONTENTS) for text in texts)
            elif child.tag == _name("draw:frame"):
                yield from self.boxes([child])
            elif isinstance(child.tag, str) and child.tag not in _UNREAD:
                yield from self.blocks(child, depth, list_name)  # a list's items, and sections

    def paragraph(self, one: etree._Element, element: str, level: int) -> Iterator[Passage]:
        self.number += 1
        at = f"paragraph {self.number}"
        ancestry = list(self._ancestry(one.get(_name("text:style-name"), "")))
        if element != "point" and "Title" in ancestry:
            element, level = "heading", 1
        heading = next((match for name in ancestry if (match := re.fullmatch(r"Heading_20_(\d)", name))), None)
        if not element and heading:
            element, level = "heading", int(heading[1])
        yield Passage(element, _text(one), at, level, strong=not element and self._is_strong(one, ancestry))
        yield from self.boxes(one)
        for note in one.iter(_name("text:note-body")):
            yield Passage("paragraph", "\n".join(_text(each) for each in note), f"note at {at}")

    def boxes(self, parent: etree._Element | list[etree._Element]) -> Iterator[Passage]:
        """What is written in the frames and shapes that stand in `parent`."""
        for one in parent:
            if any(each.tag in _WRITTEN for each in one) and one.tag.startswith(_name("draw:")):
                yield from self.blocks(one)
            else:
                yield from self.boxes(one)

    def table(self, one: etree._Element) -> Iterator[Passage]:
        for row in one.iter(_name("table:table-row")):
            if next(up for up in row.iterancestors() if up.tag == _name("table:table")) is one:
                is_head = any(up.tag == _name("table:table-header-rows") for up in row.iterancestors())
                yield from in_row(map(self.blocks, row), is_head=is_head)

    def _ancestry(self, name: str) -> Iterator[str]:
        """The style and those it is made from."""
        for _ in range(20):
            if not name:
                return
            yield name
            name = self.styles[name].get(_name("style:parent-style-name"), "") if name in self.styles else ""

    def _is_strong(self, one: etree._Element, ancestry: list[str]) -> bool:
        if any(self._is_bold(name) for name in ancestry):
            return True
        spans = [each for each in one if each.tag == _name("text:span") and _text(each).strip()]
        bare = (one.text or "") + "".join(each.tail or "" for each in one)
        return (
            bool(spans)
            and not bare.strip()
            and all(self._is_bold(each.get(_name("text:style-name"), "")) for each in spans)
        )

    def _is_bold(self, name: str) -> bool:
        return self._property(name, "fo:font-weight") in _BOLD

    def _property(self, name: str, short: str) -> str | None:
        properties = self.styles[name].find(_name("style:text-properties")) if name in self.styles else None
        return None if properties is None else properties.get(_name(short))


def _text(one: etree._Element) -> str:
    if not isinstance(one.tag, str) or one.tag in _UNREAD or one.tag.startswith(_name("draw:")):
        return ""
    if one.tag == _name("text:s"):
        return " "
    own = {_name("text:tab"): "\t", _name("text:line-break"): "\n"}.get(one.tag, "")
    return own + (one.text or "") + "".join(_text(child) + (child.tail or "") for child in one)


def _of_pages(styles: etree._Element | None) -> Iterator[Passage]:
    places = [] if styles is None else [*styles.iter(_name("style:header")), *styles.iter(_name("style:footer"))]
    return of_pages(_text(one) for place in places for one in place.iter(_name("text:p")))
