"""Treatment: what changes the elements of a page once Markdown is read, and adds itself to Markdown's extensions."""

from typing import ClassVar

from markdown import Extension, Markdown
from markdown.treeprocessors import Treeprocessor


class Treatment(Treeprocessor, Extension):
    """What its `run` does comes before all with a lower `turn`. It keeps nothing of a page: one may treat many."""

    turn: ClassVar[float]

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(self, type(self).__module__, self.turn)
