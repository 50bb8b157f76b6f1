"""Markdown tables that everyone can use: a caption, headers that say what they head, and a frame that scrolls by keyboard."""

from xml.etree.ElementTree import Element

from waymarks.text.treatment import Treatment

# Pandoc's way of writing a caption: a paragraph above the table that begins with one of these.
_CAPTION = ("Tabel: ", "Table: ")


class Tables(Treatment):
    """Beside Markdown's own `tables`."""

    turn = 15  # before attr_list (8), so that a caption keeps an id it is given

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            blocks = list(parent)  # as they are written: a caption does not stay where it is
            for above, table in zip([None, *blocks], blocks, strict=False):
                if table.tag == "table":
                    self._frame(parent, table, above, f"table-{len(list(root.iter('caption'))) + 1}")

    def _frame(self, parent: Element, table: Element, above: Element | None, id: str) -> None:
        for header in table.iter("th"):
            header.set("scope", "col")
        for cell in (*table.iter("th"), *table.iter("td")):
            aligned = cell.attrib.pop("style", "").removeprefix("text-align: ").strip(";")
            if aligned in ("center", "right"):  # Markdown's own way is a style, and no style stands in a page
                cell.set("class", aligned)
        frame = Element("div", {"class": "scroller"})
        begin = next((begin for begin in _CAPTION if above is not None and (above.text or "").startswith(begin)), None)
        if above is not None and begin:
            caption = Element("caption", {"id": id})
            caption.text = (above.text or "").removeprefix(begin)
            caption.extend(list(above))
            table.insert(0, caption)
            # What takes focus must have a role and a name; without a caption there is none to give.
            frame.attrib.update({"tabindex": "0", "role": "region", "aria-labelledby": caption.get("id", "")})
            parent.remove(above)
        parent[list(parent).index(table)] = frame
        frame.append(table)
