"""Old ids: a statement that took over from another answers to its id too, so that old anchors work without a script."""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from waymarks.text.treatment import Treatment


class OldIds(Treatment):
    """`by_id` as `Addresses.old_ids` gives them."""

    turn = 2  # after attr_list (8), which gives the statements their ids, and toc (5), which reads the headings' words

    def __init__(self, by_id: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.by_id = by_id

    def run(self, root: Element) -> None:
        for statement in list(root.iter()):
            for old in self.by_id.get(statement.get("id", ""), ()):
                anchor = Element("span", {"id": old, "class": "old-id"})
                anchor.tail, statement.text = statement.text, None
                statement.insert(0, anchor)
