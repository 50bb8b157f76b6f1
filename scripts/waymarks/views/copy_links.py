"""A place for the button that copies a statement's address, so that nothing moves when the script has come."""

from xml.etree.ElementTree import Element

from waymarks.text.treatment import Treatment

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ol", "ul"}


class CopyLinks(Treatment):
    """`ids` are the page's statements, `word` is what the button says."""

    turn = 0.5  # after all that reads or changes words, so that the button's are none of the text's

    def __init__(self, ids: frozenset[str], word: str) -> None:
        super().__init__()
        self.ids = ids
        self.word = word

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for place, element in enumerate(list(parent)):
                if element.get("id") in self.ids:
                    self._add(element.get("id", ""), self._end(list(parent)[place:]))

    def _end(self, blocks: list[Element]) -> Element:
        """Where the statement that is the first of `blocks` ends: a heading's is all that stands below it."""
        end, *following = blocks
        if end.tag in _HEADINGS:
            for block in following:
                if block.tag in _HEADINGS or any(one.get("id") in self.ids for one in block.iter()):
                    break
                end = block if block.tag != "hr" else end  # which holds nothing
        return end

    def _add(self, id: str, end: Element) -> None:
        """The button goes into what it ends, before a list of further points. The page's style shows it where scripts run."""
        if end.tag in _LISTS:  # below a heading
            *_, end = end.iter("li")
        inner = end[-1] if end.tag == "li" and len(end) and end[-1].tag == "p" else end
        place = next((n for n, child in enumerate(inner) if child.tag in _LISTS), len(inner))
        before = inner[place - 1] if place else None
        if before is None:
            inner.text = f"{(inner.text or '').rstrip()} "
        else:
            before.tail = f"{(before.tail or '').rstrip()} "
        button = Element("button", {"class": "copy-link", "value": id, "hidden": "hidden"})
        button.text = self.word
        inner.insert(place, button)
