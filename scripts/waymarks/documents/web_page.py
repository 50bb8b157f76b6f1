"""Web pages (.html): the headings, points and paragraphs of their text, without what stands around it."""

import re
from collections.abc import Set
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree, html

from waymarks.documents.passages import Passage, in_row
from waymarks.documents.plain_text import decoded
from waymarks.machine.refusals import Failure

_UNREAD = frozenset("script style head nav template noscript select form iframe object svg math audio video".split())
# With their level; the summary of details is that of what they hold.
_HEADINGS = {**{f"h{level}": level for level in range(1, 7)}, "summary": 3}
_AROUND = frozenset(("header", "footer", "aside", "banner", "contentinfo", "complementary"))
# What stands around the text wherever it stands, by its role: menus, and what asks for cookies.
_ROLES = frozenset(("navigation", "search", "dialog", "alertdialog"))
_BLOCKS = frozenset(
    "address article aside blockquote body dd div dl dt fieldset figcaption figure footer h1 h2 h3 h4 h5 h6 header hr html "
    "li main ol p pre section table tbody td tfoot th thead tr ul details summary center caption".split()
)
# Where pages say what leads to others, by class or id: the way to this one, and where to share it.
_LEADING = re.compile(r"breadcrumb|(?<![a-z])(?:share|sharing)(?![a-z])", re.I)
_LEADS = "It leads to other pages."
_BOLD = frozenset(("b", "strong"))
_NUMBERED = "numbered point"


def read(data: bytes) -> list[Passage]:
    """Raises Failure where it can't be read."""
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        text = re.sub(r"^\s*<\?xml[^>]*>", "", decoded(data))  # what is text already has no other encoding
        root = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, ValueError):
        raise Failure("There is no text in the file.") from None
    articles = list(root.iter("article"))
    mains = [*root.iter("main"), *(one for one in root.iter() if one.get("role") == "main")]
    mains = mains or (articles if len(articles) == 1 else [])
    reader = _Reader(not mains, _read_buttons(root))
    reader.walk(mains[0] if mains else root, "", 0)
    reader.end()
    return reader.found


def _read_buttons(root: Any) -> set[str]:
    """Leave of the buttons what is text: headings of what they open, as the summary of details is, and words of a sentence.

    What comes back are the ids of what they open: it is closed when the page is saved, and is text all the same.
    """
    opened: set[str] = set()
    menus = {one.get("id") for one in root.iter() if one.get("id") and _is_menu(one)}
    buttons = [
        (one, _is_alone(one), any(up.tag in _HEADINGS for up in one.iterancestors())) for one in root.iter("button")
    ]
    for one, alone, in_heading in buttons:
        controls = set() if any(map(_is_around, one.iterancestors())) else set(one.get("aria-controls", "").split())
        if alone or in_heading:
            opened |= controls - menus
        if alone and controls - menus and not in_heading:
            one.tag = "summary"
        elif alone if in_heading else controls and not alone:
            one.drop_tag()
        else:
            one.drop_tree()
    return opened


def _is_around(one: Any) -> bool:
    """Whether it is what stands around a text, or does something with it."""
    return one.tag in ("header", "footer") or one.get("role") in ("menu", "menubar", "toolbar")


def _is_menu(one: Any) -> bool:
    """Whether it has links and no other words."""
    return bool(
        one.xpath(".//a") and not one.xpath(".//text()[normalize-space() and not(ancestor::a or ancestor::button)]")
    )


def _is_alone(button: Any) -> bool:
    """Whether no words stand beside it in its block, but those of other buttons."""
    one = button
    while (parent := one.getparent()) is not None:
        inline = [other for other in parent if other is not one and other.tag not in _BLOCKS | _UNREAD | {"button"}]
        words = [parent.text, *(other.tail for other in parent)]
        words += [text for other in inline for text in other.xpath(".//text()[not(ancestor::button)]")]
        if any(map(str.isalnum, "".join(filter(None, words)))):
            return False
        if parent.tag in _BLOCKS:
            return True
        one = parent
    return True


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
        if _is_unread(one, self.opened) or (self.whole and _stands_around(one)):
            return
        first = len(self.found)
        self._read(one, element, level)
        if one.tag in _BLOCKS and (_is_leading(one) or (self.whole and one.tag in ("ul", "ol") and _is_menu(one))):
            self.found[first:] = [replace(each, left_out=each.left_out or _LEADS) for each in self.found[first:]]

    def _read(self, one: Any, element: str, level: int) -> None:
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


def _is_leading(one: Any) -> bool:
    return any(_LEADING.search(one.get(key, "")) for key in ("class", "id"))


def _stands_around(one: Any) -> bool:
    own = {one.tag, one.get("role")}
    return not _AROUND.isdisjoint(own) and not one.xpath("ancestor::article") and not one.xpath(".//h1")


def _is_unread(one: Any, opened: Set[str]) -> bool:
    """Whether it is no element, or one that readers of the page are not shown, not even by what opens it."""
    if not isinstance(one.tag, str) or one.tag in _UNREAD or one.get("role") in _ROLES:
        return True
    hidden = (
        one.get("hidden") is not None
        or one.get("aria-hidden") == "true"
        or re.search(r"display:none|visibility:hidden", "".join(one.get("style", "").lower().split()))
    )
    return bool(hidden) and one.get("id") not in opened


def _seen(tag: str, element: str, level: int) -> tuple[str, int]:
    """What the text of an element with this tag is, inside one that is `element`."""
    if tag in _HEADINGS:
        return "heading", _HEADINGS[tag]
    if element == "heading":
        return element, level
    if tag in ("ul", "ol"):
        return _NUMBERED if tag == "ol" else "point", level + 1
    if tag in ("li", "dd"):
        return _NUMBERED if element == _NUMBERED else "point", max(level, 1)
    if tag == "dt":
        return "point", 1
    return element, level
