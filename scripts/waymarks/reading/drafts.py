"""Drafts: pages that are being written, and what stands where something is still to be written."""

from collections.abc import Callable, Iterable
from typing import Any

from waymarks.reading.schema import Facts

# What stands in a draft for words that nobody has written yet.
GAP = "…"

# Lets a preview show drafts as if they were published; a build never looks at it.
SHOWN = "PEJLEMAERKER_DRAFTS"


def drafted(fronts: Iterable[tuple[str, Any]]) -> Callable[[str], bool]:
    """Whether the page with an id is a draft. `fronts` are the ids of all pages with their front matter.

    A draft's twins are drafts too, and so is all that stands in the folder of an index.md that is one.
    """
    ids = {id for id, front in fronts if isinstance(front, Facts) and front.draft}
    folders = tuple(id.removesuffix("index.md") for id in ids if id.endswith("/index.md"))
    return lambda id: id in ids or id.startswith(folders)


def is_gap(text: str) -> bool:
    """Whether nothing but a gap stands there: "…", or "…:" where a list is to be opened."""
    return text.strip(" .:") in (GAP, "") and bool(text.strip())
