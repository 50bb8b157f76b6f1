"""A command's option stays whole: a browser may end a line between the hyphens of `--confirm`, and a style sheet can't tell it not to."""

import re
from xml.etree.ElementTree import Element, SubElement

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor

_OPTION = re.compile(r"(?<!\S)(--\S+)")


class _Options(Treeprocessor):
    def run(self, root: Element) -> None:
        for code in list(root.iter("code")):
            code.text, *parts = _OPTION.split(code.text or "")
            for option, after in zip(parts[::2], parts[1::2], strict=True):
                span = SubElement(code, "span")
                span.text, span.tail = option, after


class Options(Extension):
    """Add to Markdown's extensions: an option in code stands in an element of its own, which the style sheet does not break."""

    def extendMarkdown(self, md: Markdown) -> None:
        # After the inline patterns (20), which make the code.
        md.treeprocessors.register(_Options(md), "pejlemaerker-options", 1)
