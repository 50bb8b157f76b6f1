"""Word documents (.docx): their paragraphs, lists, tables, text boxes and notes, in the order in which they are read."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from docx.opc.exceptions import OpcError
from docx.opc.part import PartFactory
from docx.oxml.ns import qn
from docx.package import Package
from docx.parts.document import DocumentPart

from waymarks.documents.packed import opened, parsed, xml
from waymarks.documents.passages import CONTENTS, Passage, in_row, of_pages
from waymarks.machine.refusals import Failure

# What is not read: what was deleted or moved away, the old form of a text box, and what a field was made by.
_DELETED = qn("w:del")
_UNREAD = {_DELETED} | {qn(f"w:{name}") for name in ("moveFrom", "instrText", "pPr", "rPr", "txbxContent", "delText")}
# Source: ECMA-376, 17.4.56, of what of its style a table shows.
_FIRST_ROW = 0x20
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
# Written as any other document: templates, and what has macros, which nobody runs here.
for _kind in (
    "openxmlformats-officedocument.wordprocessingml.template.main+xml",
    "ms-word.document.macroEnabled.main+xml",
    "ms-word.template.macroEnabledTemplate.main+xml",
):
    PartFactory.part_type_for[f"application/vnd.{_kind}"] = DocumentPart
_SIGNS = {qn("w:tab"): "\t", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-", qn("w:softHyphen"): ""}


@dataclass(frozen=True)
class _Style:
    name: str = ""
    level: int = 0  # of a heading
    numbered: str | None = None  # the id of its list
    depth: int = 0  # in that list, from 0
    bold: bool = False
    size: int = 0  # in half points
    hidden: bool = False


def read(data: bytes) -> list[Passage]:
    """Raises Failure where it can't be read, or anything if it is damaged."""
    inside = opened(data)
    if "word/document.xml" in inside.namelist():
        xml(inside, "word/document.xml")
    try:
        document: Any = Package.open(BytesIO(data)).main_document_part
        reader = _Reader(document.document)
    except (OpcError, KeyError, ValueError, AttributeError):
        raise Failure("The file is no Word document. Open it in Word and save it as .docx.") from None
    return [*reader.blocks(document.element.body), *reader.of_pages()]


class _Reader:
    """What is known of the whole document while its parts are read."""

    def __init__(self, document: Any) -> None:
        self.part = document.part
        self.number = 0
        self.raw = {one.get(qn("w:styleId")): one for one in document.styles.element.iter(qn("w:style"))}
        self.styles: dict[str, _Style] = {}
        own = (one for one in self.raw.values() if one.get(qn("w:type")) == "paragraph")
        default = next((one for one in own if one.get(qn("w:default")) == "1"), None)
        self.default = self.style(None if default is None else default.get(qn("w:styleId")))
        self._delete_unshown(document.element.body)
        self.formats = dict(self._formats())
        self.notes = {kind: dict(self._notes(kind)) for kind in ("footnote", "endnote")}

    def style(self, id: str | None, depth: int = 0) -> _Style:
        """With what it has from the style that it is based on."""
        if not id or id not in self.raw or depth > 20:
            return _Style()
        if id not in self.styles:
            one = self.raw[id]
            base = self.style(_value(one, "w:basedOn"), depth + 1)
            name = (_value(one, "w:name") or "").lower()
            level = _level(one, base)
            words = name.split()
            if name == "title":
                level = 1
            elif len(words) == 2 and words[0] in ("heading", "overskrift") and words[1].isdigit():
                level = int(words[1])
            bold, hidden = one.find(_path("w:rPr/w:b")), one.find(_path("w:rPr/w:vanish"))
            size = _value(one, "w:rPr/w:sz")
            self.styles[id] = _Style(
                name,
                level,
                _value(one, "w:pPr/w:numPr/w:numId") or base.numbered,
                _depth(one, words, base),
                _is_on(bold) if bold is not None else base.bold,
                int(float(size)) if size else base.size,
                _is_on(hidden) if hidden is not None else base.hidden,
            )
        return self.styles[id]

    def _delete_unshown(self, body: Any) -> None:
        """What nobody is shown is as if it were deleted: what a style hides, and what a field says until it is filled in."""
        for field in body.iter(qn("w:sdt")):
            if field.find(_path("w:sdtPr/w:showingPlcHdr")) is not None:
                field.tag = _DELETED
        for run in body.iter(qn("w:r")):
            paragraph = next(run.iterancestors(qn("w:p")), run)
            styles = (_value(run, "w:rPr/w:rStyle"), _value(paragraph, "w:pPr/w:pStyle"))
            if any(self.style(id).hidden for id in styles):
                run.tag = _DELETED

    def _formats(self) -> Iterator[tuple[tuple[str, str], str]]:
        """How each level of each list is numbered: "bullet", "decimal"."""
        found = [rel.target_part for rel in self.part.rels.values() if rel.reltype.endswith("/numbering")]
        for root in (parsed(part.blob) for part in found):
            kinds = {
                (one.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): _value(level, "w:numFmt")
                for one in root.iter(qn("w:abstractNum"))
                for level in one.iter(qn("w:lvl"))
            }
            for number in root.iter(qn("w:num")):
                kind = _value(number, "w:abstractNumId")
                own = ((level, name) for (id, level), name in kinds.items() if id == kind)
                yield from (((number.get(qn("w:numId")) or "", level or "0"), name or "") for level, name in own)

    def _notes(self, kind: str) -> Iterator[tuple[str, str]]:
        for rel in self.part.rels.values():
            if rel.reltype.endswith(f"/{kind}s"):
                for note in parsed(rel.target_part.blob).iter(qn(f"w:{kind}")):
                    yield note.get(qn("w:id"), ""), "\n".join(_text(one) for one in note.iter(qn("w:p")))

    def blocks(self, parent: Any) -> Iterator[Passage]:
        for child in parent:
            if child.tag == qn("w:p") and not _goes_on(child):
                yield from self.paragraph(child)
            elif child.tag == qn("w:tbl"):
                yield from self.table(child)
            elif child.tag not in _UNREAD and child.tag not in (_FALLBACK, qn("w:p"), qn("w:sectPr")):
                yield from self.blocks(child)  # content controls, and what was inserted

    def paragraph(self, one: Any) -> Iterator[Passage]:
        self.number += 1
        at, named = f"paragraph {self.number}", _value(one, "w:pPr/w:pStyle")
        style = self.style(named) if named else self.default
        found, level = Passage("", _text(one), at), _level(one, style)
        own = one.find(_path("w:pPr/w:numPr/w:numId"))
        list_id = own.get(qn("w:val")) if own is not None else style.numbered
        depth = _value(one, "w:pPr/w:numPr/w:ilvl") or str(style.depth)
        strong = self._is_strong(one, style)
        if style.name.startswith("toc "):
            found = replace(found, element="paragraph", left_out=CONTENTS)
        elif style.name == "caption":
            found = replace(found, element="paragraph")
        elif level:
            found = replace(found, element="heading", level=level)
        elif list_id not in (None, "0") or style.name.startswith(("list bullet", "list number")):
            own_format = self.formats.get((list_id or "", depth)) or self.formats.get((list_id or "", "0"), "bullet")
            found = _listed(found, int(depth) + 1, own_format not in ("bullet", "none", ""), strong)
        else:
            found = replace(found, strong=strong)
        yield found
        yield from self._beside(one, at)

    def _is_strong(self, one: Any, style: _Style) -> bool:
        """Whether all its words are bold, or larger than the document's own."""
        runs = [run for run in one.iter(qn("w:r")) if "".join(_text(run).split())]
        if not runs:
            return False
        bold = [_is_on(mark) if (mark := run.find(_path("w:rPr/w:b"))) is not None else style.bold for run in runs]
        sizes = [int(float(size)) if (size := _value(run, "w:rPr/w:sz")) else style.size for run in runs]
        return all(bold) or min(sizes) > (self.default.size or 22) + 3

    def _beside(self, one: Any, at: str) -> Iterator[Passage]:
        """The text boxes, the diagrams of words ("SmartArt") and the notes that hang on a paragraph."""
        boxes = [
            box for box in one.iter(qn("w:txbxContent")) if not any(up.tag == _FALLBACK for up in box.iterancestors())
        ]
        for box in boxes:
            if not any(up in boxes for up in box.iterancestors()):
                yield from self.blocks(box)
        for diagram in one.iter(qn("dgm:relIds")):
            part = self.part.related_parts.get(diagram.get(qn("r:dm")))
            for point in parsed(part.blob).iter(qn("dgm:pt")) if part else ():
                text = "\n".join("".join(map(str, each.itertext(qn("a:t")))) for each in point.iter(qn("a:p")))
                yield Passage("point", text, f"diagram at {at}", 1)
        for kind, notes in self.notes.items():
            for mark in one.iter(qn(f"w:{kind}Reference")):
                text = notes.get(mark.get(qn("w:id"), ""), "")
                yield Passage("paragraph", text, f"note at {at}")

    def table(self, one: Any) -> Iterator[Passage]:
        """A row is one point, unless it only holds text in place: several paragraphs in one cell, or a single cell."""
        rows = [row for row in one.iter(qn("w:tr")) if next(row.iterancestors(qn("w:tbl"))) is one]
        for number, row in enumerate(rows):
            cells = [
                cell
                for cell in row.iter(qn("w:tc"))
                if next(up for up in cell.iterancestors() if up.tag == qn("w:tr")) is row
            ]
            found = [list(self.blocks(cell)) for cell in cells]
            marked = row.find(_path("w:trPr/w:tblHeader")) is not None
            strong = all(each.strong for cell in found for each in cell if each.text.strip())
            looks = (strong or self._has_strong_head(one)) and len(rows) > 1
            yield from in_row(found, is_head=number == 0 and (marked or looks))

    def _has_strong_head(self, table: Any) -> bool:
        """Whether its style makes its first row bold."""
        look, named = table.find(_path("w:tblPr/w:tblLook")), _value(table, "w:tblPr/w:tblStyle")
        if look is None or not (look.get(qn("w:firstRow")) == "1" or int(look.get(qn("w:val"), "0"), 16) & _FIRST_ROW):
            return False
        parts = self.raw[named].findall(qn("w:tblStylePr")) if named in self.raw else []
        bold = (each.find(_path("w:rPr/w:b")) for each in parts if each.get(qn("w:type")) == "firstRow")
        return any(mark is not None and _is_on(mark) for mark in bold)

    def of_pages(self) -> Iterator[Passage]:
        parts = (rel.target_part for rel in self.part.rels.values() if rel.reltype.endswith(("/header", "/footer")))
        return of_pages(_text(one) for part in parts for one in parsed(part.blob).iter(qn("w:p")))


def _listed(found: Passage, level: int, ordered: bool, strong: bool) -> Passage:
    """A passage that is numbered or has a bullet: a point or, if it is a number and a few strong words, a heading."""
    if ordered and strong and len(found.text.split()) <= 8 and not found.text.rstrip().endswith("."):
        return replace(found, element="heading", level=2)
    return replace(found, element="point", level=level, ordered=ordered)


def _goes_on(one: Any) -> bool:
    """Whether the mark at the end of a paragraph is deleted, with changes tracked. Its words then begin the next one."""
    after = one.getnext()
    if one.find(_path("w:pPr/w:rPr/w:del")) is None or after is None or after.tag != qn("w:p"):
        return False
    own = sum(part.tag == qn("w:pPr") for part in after)
    for part in reversed([part for part in one if part.tag != qn("w:pPr")]):
        after.insert(own, part)
    return True


def _level(one: Any, style: _Style) -> int:
    """Of the heading that a paragraph or style is by its own outline, or else by the style that it has."""
    outline = _value(one, "w:pPr/w:outlineLvl")
    return int(outline) + 1 if outline and outline.isdigit() and int(outline) < 9 else style.level


def _depth(style: Any, words: list[str], base: _Style) -> int:
    """How deep in its list what has the style stands: Word's own "List Bullet 2" says so in its name alone."""
    own = _value(style, "w:pPr/w:numPr/w:ilvl")
    if own and own.isdigit():
        return int(own)
    is_list = words[:1] == ["list"] and words[-1].isdigit()
    return int(words[-1]) - 1 if is_list else base.depth


def _text(one: Any) -> str:
    """The words that are shown, with line breaks."""
    if one.tag in _UNREAD or one.tag == _FALLBACK:
        return ""
    if one.tag == qn("w:t"):
        return one.text or ""
    if one.tag == qn("w:r") and (hidden := one.find(_path("w:rPr/w:vanish"))) is not None and _is_on(hidden):
        return ""
    return _SIGNS.get(one.tag, "") + "".join(_text(child) for child in one if isinstance(child.tag, str))


def _value(one: Any, path: str) -> str | None:
    found = one.find(_path(path))
    return found.get(qn("w:val")) if found is not None else None


def _path(names: str) -> str:
    return "/".join(qn(name) for name in names.split("/"))


def _is_on(mark: Any) -> bool:
    return mark.get(qn("w:val"), "1") not in ("0", "false", "off")
