"""Working texts: what a document says, point by point, in its own words, and what became of each. Never published.

sources/<id of the source>.yml is written by scripts/new.py and kept beside docs/, where no page is made of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from waymarks.problems import Problem
from waymarks.reading.files import File, read_file
from waymarks.reading.schema import Id, Strict, Text
from waymarks.reading.validation import validate_file

FOLDER = "sources"
# The ways in which a point can be accounted for. A heading may be that of a section of statements.
WAYS = ("statement", "merged_into", "section", "left_out")

_ABOUT = """\
# yaml-language-server: $schema=../.vscode/working-text.schema.json
# What the document says, point by point, in its own words: the editors' working text. It never reaches the site.
# Each point is carried by a `statement`, is `merged_into` another one, is the heading of a `section`, or is `left_out`,
# with the reason. python3 scripts/check.py tells which are not, and which statements are not in your own words yet.
"""


@dataclass(frozen=True)
class Point:
    """A heading, paragraph or point of the document. `line` is that in the working text, `at` says where in the document.

    Of the ways in which it is accounted for, those that are not taken are None.
    """

    line: int
    at: str
    text: str
    statement: str | None = None
    merged_into: str | None = None
    section: str | None = None
    left_out: str | None = None

    @property
    def ways(self) -> list[str]:
        return [way for way in WAYS if getattr(self, way)]

    @property
    def id(self) -> str | None:
        """The statement that says it now."""
        return self.statement or self.merged_into


@dataclass(frozen=True)
class WorkingText:
    """One document. `source` is its id, or "" if the file can't be used; `file` is the working text as it was read."""

    path: str
    source: str
    points: tuple[Point, ...]
    file: File
    problems: tuple[Problem, ...] = ()


class _Entry(Strict):
    at: Text
    text: Text
    statement: Id | None = None
    merged_into: Id | None = None
    section: Id | None = None
    left_out: Text | None = None


class WorkingTextFile(Strict):
    """What a working text holds, as YAML."""

    source: Id
    document: Text
    points: tuple[_Entry, ...]


def read_working_texts(root: Path) -> tuple[WorkingText, ...]:
    """All of them, in the order of their names. Never raises for what a file holds; raises OSError."""
    folder = root / FOLDER
    files = sorted(folder.iterdir()) if folder.is_dir() else []  # a `glob` would take what it may not read for empty
    return tuple(_read(root, file) for file in files if file.match("*.yml") and file.is_file())


def _read(root: Path, place: Path) -> WorkingText:
    path = place.relative_to(root).as_posix()
    file = read_file(path, place.read_bytes())
    found = validate_file(file, WorkingTextFile, "working text")
    if not found.value:
        return WorkingText(path, "", (), file, found.problems)
    lines = [found.lines["points", n] for n in range(len(found.value.points))]
    points = (Point(line, **entry.model_dump()) for line, entry in zip(lines, found.value.points, strict=True))
    return WorkingText(path, found.value.source, tuple(points), file, found.problems)


def written(source: str, document: str, points: Iterable[Point]) -> str:
    """The file that holds these points; `document` is the name of the document's own file."""
    head = f"{_ABOUT}source: {source}\ndocument: {quoted(document)}\npoints:\n"
    return head + "".join(map(_entry, points))


def _entry(point: Point) -> str:
    said = ((way, getattr(point, way)) for way in point.ways)
    ways = "".join(f"    {way}: {quoted(one) if way == 'left_out' else one}\n" for way, one in said)
    return f"  - at: {point.at}\n    text: {quoted(point.text)}\n{ways}"


def quoted(text: str) -> str:
    """A text in quotation marks, as YAML has it: every JSON string is one of YAML too."""
    return json.dumps(text, ensure_ascii=False)
