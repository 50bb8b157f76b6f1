"""Web pages (.html): the headings, points and paragraphs of their text, without what stands around it."""

from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree, html

from waymarks.documents.passages import Passage
from waymarks.documents.plain_text import decoded
from waymarks.documents.word import in_row
from waymarks.machine.refusals import Failure

_UNREAD = frozenset("script style head nav template noscript select form iframe object svg math audio video".split())
# With their level; the summary of details is that of what they hold, and so is a button that opens something.
_HEADINGS = {**{f"h{level}": level for level in range(1, 7)}, "summary": 3, "button": 3}
_AROUND = frozenset(("header", "footer", "aside"))
_BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html "
    "li main ol p pre section table tbody td tfoot th thead tr ul details summary center caption button".split()
)
_BOLD = frozenset(("b", "strong"))
_NUMBERED = "numbered point"


def read_web_page(data: bytes) -> list[Passage]:
    """Raises Failure where it can't be read."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(decoded(data), parser=parser)
    except (etree.ParserError, ValueError):
        raise Failure("There is no text in the file.") from None
    articles = list(root.iter("article"))
    mains = [*root.iter("main"), *(one for one in root.iter() if one.get("role") == "main")]
    mains = mains or (articles if len(articles) == 1 else [])
    # What a button opens is closed when the page is saved, and is its text all the same.
    opened = {name for one in root.iter("button") for name in one.get("aria-controls", "").split()}
    reader = _Reader(not mains, opened)
    reader.walk(mains[0] if mains else root, "", 0)
    reader.end()
    return reader.found


@dataclass
class _Reader:
    """`text` is what has been read of the block that is being read."""

    whole: bool
    opened: set[str]  # ids
    found: list[Passage] = field(default_factory=list)
    text: str = ""
    bold: str = ""
    element: str = ""
    level: int = 0

    @property
    def at(self) -> str:
        return f"block {len(self.found) + 1}"

    def end(self) -> None:
        """The block that was being read is read."""
        if self.text.strip():
            strong = not self.element and self.bold.strip() == "".join(self.text.split())
            numbered = self.element == _NUMBERED
            element = "point" if numbered else self.element
            self.found.append(Passage(element, self.text, self.at, self.level, strong=strong, ordered=numbered))
        self.text = self.bold = ""

    def walk(self, one: Any, element: str, level: int) -> None:
        if _is_unread(one, self.opened):
            return
        if one.tag in _AROUND and self.whole and not one.xpath("ancestor::article") and not one.xpath(".//h1"):
            return
        if one.tag == "tr":
            self._row(one)
            return
        inside, depth = _seen(one.tag, element, level)
        if one.tag in _BLOCKS:
            self._begin(inside, depth)
        if one.tag == "br":
            self.text += "\n"
        self._say(one.text, one)
        for child in one:
            self.walk(child, inside, depth)
            if child.tag in _BLOCKS:
                self._begin(inside if one.tag not in ("ul", "ol", "dl") else "", depth)
            self._say(child.tail, one)
        if one.tag in _BLOCKS:
            self.end()

    def _begin(self, element: str, level: int) -> None:
        self.end()
        self.element, self.level = element, level

    def _say(self, text: str | None, inside: Any) -> None:
        if text:
            words = " ".join(f"x{text}x".split())[1:-1]
            self.text += words
            if inside.tag in _BOLD or any(up.tag in _BOLD for up in inside.iterancestors()):
                self.bold += "".join(words.split())

    def _row(self, row: Any) -> None:
        self.end()
        cells = []
        for cell in row:
            reader = _Reader(self.whole, self.opened)
            reader.walk(cell, "", 0)
            reader.end()
            cells.append(reader.found)
        is_head = all(cell.tag == "th" for cell in row)
        for one in in_row(cells, is_head=is_head):
            self.found.append(replace(one, at=self.at))


def _is_unread(one: Any, opened: Set[str]) -> bool:
    """Whether it is no element, or one that readers of the page are not shown, not even by what opens it."""
    if not isinstance(one.tag, str) or one.tag in _UNREAD:
        return True
    if one.tag == "button":
        return one.get("aria-controls") is None and not any(up.tag in _HEADINGS for up in one.iterancestors())
    hidden = (
        one.get("hidden") is not None
        or one.get("aria-hidden") == "true"
        or "display:none" in "".join(one.get("style", "").split())
    )
    return hidden and one.get("id") not in opened


def _seen(tag: str, element: str, level: int) -> tuple[str, int]:
    """What the text of an element with this tag is, inside one that is `element`."""
    if element == "heading":
        return element, level
    if tag in _HEADINGS:
        return "heading", _HEADINGS[tag]
    if tag in ("ul", "ol"):
        return _NUMBERED if tag == "ol" else "point", level + 1
    if tag in ("li", "dd"):
        return _NUMBERED if element == _NUMBERED else "point", max(level, 1)
    if tag == "dt":
        return "point", 1
    return element, level
