"""Front matter: the YAML block becomes the schema's value, or problems with the line of the key."""

import re
from dataclasses import dataclass, field

from waymarks.problems import Problem
from waymarks.schema import Facts, Words
from waymarks.settings import Language
from waymarks.validation import Lines, Written, validate

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)


@dataclass(frozen=True)
class FrontMatter:
    """What stands above a page's text. `front` is None if it can't be used; `end` is where the text begins."""

    front: Facts | Words | None
    end: int
    problems: tuple[Problem, ...]
    lines: Lines = field(default_factory=dict)


def read_front_matter(path: str, text: str, language: Language) -> FrontMatter:
    """Never raises: whatever is wrong is in `problems`."""
    block = _BLOCK.match(text)
    if not block:
        return FrontMatter(None, 0, (_no_block(path, text),))
    schema: type[Facts] | type[Words] = Facts if language.default else Words
    # The opening --- is not part of the block.
    found = validate(block[1], schema, Written(path, "front matter", 2))
    return FrontMatter(found.value, block.end(), found.problems, found.lines)


def _no_block(path: str, text: str) -> Problem:
    if text.startswith("---"):
        return Problem(
            path,
            1,
            "front-matter-not-closed",
            "The front matter that begins here is never closed.",
            "Write a line with only `---` below the last key.",
        )
    return Problem(
        path,
        1,
        "no-front-matter",
        "The page does not begin with front matter.",
        "Begin the file with a line `---`, then `title:` and `description:`, then a line `---`.",
    )
