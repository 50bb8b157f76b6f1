"""Front matter: the YAML block becomes the schema's value, or problems with the line of the key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from waymarks.problems import Problem
from waymarks.reading.files import is_whole
from waymarks.reading.schema import Facts, Words, keys_of
from waymarks.reading.settings import Language
from waymarks.reading.validation import ENGINE, Lines, Written, validate

# With the two lines that enclose it; group 1 is the YAML.
BLOCK = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)
# Another one at the beginning of the text; group 1 is its first key.
_SECOND = re.compile(r"\s*^---[ \t]*\n\s*^([a-z_]+):.*?^---[ \t]*(?:\n|\Z)", re.S | re.M)


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
    front = found.value if problems == found.problems else None
    second = _SECOND.match(text, block.end())
    if second and second[1] in keys_of(Facts):
        line = text.count("\n", 0, second.start(1))
        return FrontMatter(front, second.end(), (*problems, _told_twice(path, line)), found.lines, found.rest)
    return FrontMatter(front, block.end(), problems, found.lines, found.rest)


def _for_the_engine(path: str, block: str) -> Iterator[Problem]:
    """MkDocs reads dates and numbers too, and prints the whole block as text when one is none: `title: 2026-02-30`."""
    if not is_whole(block) or _reads(block):  # what is not whole has been told of
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


def _told_twice(path: str, line: int) -> Problem:
    message = "A second front matter begins here, which readers would see as text. The page's own begins in line 1."
    fix = "Move what is right in it up there, and delete it here with its two lines of `---`."
    return Problem(path, line, "second-front-matter", message, fix)


def _no_block(path: str, text: str) -> Problem:
    if text.startswith("---"):
        message = "The front matter that begins here is never closed."
        return Problem(path, 1, "front-matter-not-closed", message, "Write a line with only `---` below the last key.")
    if BLOCK.match(text.lstrip()):
        begins = text[: text.index("---")].count("\n") + 1
        message = f"The page does not begin with front matter: something empty stands above it or before it, in line {begins}."
        fix = "Delete the empty lines, and spaces, before its first `---`."
        return Problem(path, 1, "no-front-matter", message, fix)
    fix = "Begin the file with a line `---`, then `title:` and `description:`, then a line `---`."
    return Problem(path, 1, "no-front-matter", "The page does not begin with front matter.", fix)
