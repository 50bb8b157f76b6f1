"""Notes at statements: below a translation whose text has changed since, readers are told, with a link to the text."""

from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement

from waymarks.text.treatment import Treatment

# What can't have a note beside it has it inside, before a list that it holds.
_HOLDERS = {"li", "td", "th"}


@dataclass(frozen=True)
class Note:
    """What stands at a statement: `text`, then `link` in the page's language, to `address` in `language`."""

    text: str
    link: str
    address: str
    language: str


class Notes(Treatment):
    """`notes` are by the id of the statement."""

    turn = -1  # after attr_list (8), which gives the ids, and MkDocs's relpath (0), which knows only links to files

    def __init__(self, notes: Mapping[str, Note]) -> None:
        super().__init__()
        self.notes = notes

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for statement in list(parent):
                note = self.notes.get(statement.get("id", ""))
                if note and statement.tag in _HOLDERS:
                    lists = (place for place, part in enumerate(statement) if part.tag in ("ul", "ol"))
                    statement.insert(next(lists, len(statement)), _element(note))
                elif note:
                    parent.insert(list(parent).index(statement) + 1, _element(note))


def _element(note: Note) -> Element:
    """An element of its own, so that it is no part of what the statement says."""
    # `awaiting` is what the style sheet and the scripts know it by.
    frame = Element("div", {"class": "awaiting", "role": "note"})
    frame.tail = "\n"
    words = SubElement(frame, "p")
    words.text = f"{note.text} "
    link = SubElement(words, "a", {"href": note.address, "hreflang": note.language})
    link.text = note.link
    return frame
