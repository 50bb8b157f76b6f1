"""Front matter: the YAML block becomes the schema's value, or problems with the line of the key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from waymarks.problems import Problem
from waymarks.schema import Facts, Words
from waymarks.settings import Language
from waymarks.validation import ENGINE, Lines, Written, validate

# With the two lines that enclose it; group 1 is the YAML.
BLOCK = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)


@dataclass(frozen=True)
class FrontMatter:
    """What stands above a page's text. `front` is None if it can't be used, and `rest` then what is right in it; `end` is where the text begins."""

    front: Facts | Words | None
    end: int
    problems: tuple[Problem, ...]
    lines: Lines = field(default_factory=dict)
    rest: Facts | Words | None = None


def read_front_matter(path: str, text: str, language: Language) -> FrontMatter:
    """Never raises: whatever is wrong is in `problems`."""
    block = BLOCK.match(text)
    if not block:
        return FrontMatter(None, 0, (_no_block(path, text),))
    schema: type[Facts] | type[Words] = Facts if language.default else Words
    # The opening --- is not part of the block.
    found = validate(block[1], schema, Written(path, "front matter", 2))
    problems = found.problems or tuple(_for_the_engine(path, block[1]))
    return FrontMatter(
        found.value if problems == found.problems else None, block.end(), problems, found.lines, found.rest
    )


def _for_the_engine(path: str, block: str) -> Iterator[Problem]:
    """MkDocs reads dates and numbers too, and prints the whole block as text when one is none: `title: 2026-02-30`."""
    if _reads(block):
        return
    lines = block.split("\n")
    number = next((n for n, line in enumerate(lines) if not _reads(line.strip().removeprefix("- "))), 0)
    what, fix = "a value looks like a date or a number, and is none", "Put the value in quotation marks."
    yield Problem(path, number + 2, "bad-yaml", f"The front matter can't be read from here: {what}.", fix)


def _reads(text: str) -> bool:
    try:
        yaml.load(text, ENGINE)  # noqa: S506 - a SafeLoader
    except (yaml.YAMLError, ValueError):
        return False
    return True


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
