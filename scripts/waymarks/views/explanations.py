"""The first use of a term in a page's running text becomes a button that opens its explanation."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from waymarks.relations.vocabulary import Found, Vocabulary
from waymarks.text.treatment import Treatment

# A button in a link or a heading would be in the way; code is not words.
_PASSED_OVER = {"a", "button", "caption", "code", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "th"}
_BLOCKS = {"blockquote", "dd", "div", "dt", "li", "ol", "p", "table", "td", "tr", "ul"}
# A button is a box, and a line may break on both sides of a box. What is held to the word goes into a span with it,
# which the style sheet does not break.
_OPENS = re.compile(r"[(\[“”‘\"'–]+\Z")
_CLOSES = re.compile(r"[.,;:!?)\]“”’\"'…]+")
_OPENER = re.compile(r'<button [^>]*\bpopovertarget="term-([a-z0-9-]+)"')


def explained_in(html: str) -> list[str]:
    """The ids of the terms that `html` has a button for, in their order."""
    return _OPENER.findall(html)


class Explanations(Treatment):
    """`ids` are the terms that may be explained on the page."""

    turn = 2  # after attr_list (8) has taken its ids out of the text

    def __init__(self, vocabulary: Vocabulary, ids: frozenset[str]) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.ids = ids

    def run(self, root: Element) -> None:
        self._explain(root, "", set(self.ids))

    def _explain(self, element: Element, before: str, wanted: set[str]) -> str:
        """Put buttons into `element` for the terms that are still `wanted`.

        `before` is what stands before it in its block; returned is what stands before what follows it.
        """
        if element.tag in _PASSED_OVER:
            return before + "".join(element.itertext())
        if element.tag in _BLOCKS:
            before = ""
        children = list(element)
        text = element.text or ""
        element.text = self._cut(element, 0, text, before, wanted)
        before += text
        for child in children:
            before = self._explain(child, before, wanted)
            tail = child.tail or ""
            child.tail = self._cut(element, list(element).index(child) + 1, tail, before, wanted)
            before += tail
        return "" if element.tag in _BLOCKS else before

    def _cut(self, parent: Element, place: int, text: str, before: str, wanted: set[str]) -> str:
        """What is left of `text` before the first button; the buttons go into `parent` from `place` on."""
        if not wanted or not text or text.isspace():  # as between most elements
            return text
        rest, found = text, list(self._first_uses(text, before, wanted))
        for one in reversed(found):  # from the end, so that the places in what is left stay right
            opens, closes = _OPENS.search(rest, 0, one.start), _CLOSES.match(rest, one.end)
            start, end = opens.start() if opens else one.start, closes.end() if closes else one.end
            button = Element("button", {"class": "term", "popovertarget": f"term-{one.id}"})
            button.text = rest[one.start : one.end]
            held = button
            if " " in button.text:
                # Its box may have several lines, and be wider than the last: what is beside it stands apart from its words.
                button.text = rest[start:end]
            elif end - start > one.end - one.start:
                held = Element("span")
                held.text, button.tail = rest[start : one.start], rest[one.end : end]
                held.append(button)
            held.tail = rest[end:]
            parent.insert(place, held)
            rest = rest[:start]
        return rest

    def _first_uses(self, text: str, before: str, wanted: set[str]) -> Iterator[Found]:
        for one in self.vocabulary.find(text, before):
            if one.id in wanted:
                wanted.remove(one.id)
                yield one
