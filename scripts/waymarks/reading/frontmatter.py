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
# One that is meant: with other signs for the hyphens, or not at the beginning. A heading above its end is one of the text.
_SIGNS = r"(?:[-–—_*+=.~]{2,}|[–—])"
_MEANT = re.compile(
    rf"(?P<above>[\s\ufffd]*)(?P<first>{_SIGNS})[ \t]*\n(?P<yaml>\s*^[a-z_]+:(?:(?!^#+ ).)*?)"
    rf"^(?P<last>[ \t]*{_SIGNS}|---[^\n]*?)[ \t]*(?:\n|\Z)",
    re.S | re.M,
)
# One that has lost its first line; group 1 is its first key.
_UNOPENED = re.compile(r"[\s\ufffd]*^([a-z_]+): (?:(?!^#+ |^---).)*?^---[ \t]*(?:\n|\Z)", re.S | re.M)
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
    schema: type[Facts] | type[Words] = Facts if language.default else Words
    if not block:
        return _read_meant(path, text, schema)
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


def _read_meant(path: str, text: str, schema: type[Facts] | type[Words]) -> FrontMatter:
    """What does not stand between two lines of `---` at the beginning, which is told, and is read as it is meant."""
    lacking = _UNOPENED.match(text)
    if lacking and lacking[1] in keys_of(schema):
        found = validate(lacking[0].rstrip().removesuffix("---"), schema, Written(path, "front matter", 1))
        message = "The page does not begin with a line of `---`, and its keys would be seen as text."
        opening = Problem(path, 1, "no-front-matter", message, "Write `---` on a line above the first key.")
        return FrontMatter(found.value, lacking.end(), (opening, *found.problems), found.lines, found.rest)
    meant = _MEANT.match(text)
    if not meant:
        return FrontMatter(None, 0, (_no_block(path, text),))
    found = validate(meant["yaml"], schema, Written(path, "front matter", text.count("\n", 0, meant.start("yaml")) + 1))
    problems = (*_not_as_meant(path, text, meant), *found.problems)
    return FrontMatter(found.value, meant.end(), problems, found.lines, found.rest)


def _not_as_meant(path: str, text: str, meant: re.Match[str]) -> Iterator[Problem]:
    begins = text.count("\n", 0, meant.start("first")) + 1
    if is_whole(meant["above"]) and meant["above"]:
        message = f"The page does not begin with front matter: something empty stands above it or before it, in line {begins}."
        fix = "Delete the empty lines, and spaces, before its first `---`."
        yield Problem(path, 1, "no-front-matter", message, fix)
    said, fix = "Front matter stands between two lines of three hyphens, and here stands {!r}.", "Write `---`."
    if meant["first"] != "---":
        yield Problem(path, begins, "no-front-matter", said.format(meant["first"]), fix)
    if meant["last"] != "---":
        ends = text.count("\n", 0, meant.start("last")) + 1
        yield Problem(path, ends, "front-matter-not-closed", said.format(meant["last"]), fix)


def _no_block(path: str, text: str) -> Problem:
    if text.startswith("---"):
        message = "The front matter that begins here is never closed."
        return Problem(path, 1, "front-matter-not-closed", message, "Write a line with only `---` below the last key.")
    fix = "Begin the file with a line `---`, then `title:` and `description:`, then a line `---`."
    return Problem(path, 1, "no-front-matter", "The page does not begin with front matter.", fix)
