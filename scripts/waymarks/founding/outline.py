"""Outline: the passages of a document in sections, each of a kind, and each passage with a place on a page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pydantic import create_model

from waymarks.documents.passages import Passage
from waymarks.problems import Refused
from waymarks.reading.files import read_file
from waymarks.reading.schema import Kind, Strict, Text
from waymarks.reading.validation import validate_file
from waymarks.text.days import periods_in
from waymarks.text.readability import sentences

_KINDS = "scripts/kinds.yml"

# A longer heading is a claim of its own, and not just the name of what follows.
_LONGEST_NAME = 6
# Where a heading is often a value or a principle, and what stands below says what it means.
_NAMED = (Kind.values, Kind.principles, Kind.collegial_expectations, Kind.goals)
# More sentences than this say several things.
_MOST_SENTENCES = 2
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:bl\.a|f\.eks|d|nr|ca|mv|m\.v|osv|kl|pga|jf|evt|inkl|stk|dvs|dr|hr|fr|e\.g|i\.e|\d{1,2})\.$|:$", re.I
)
# "Vedtaget af Byrådet den 12. marts 2024", "… i marts 2024": what stands between the verb and the day is who adopted it.
_ADOPTED = re.compile(
    r"\b(?:vedtaget|godkendt|besluttet|adopted|approved)\b(?:\s+(?:af|i|på|by|at)\s+(?P<body>[^.;:\d]{3,80}?))?,?\s+"
    r"(?:(?:den|d\.|on|i|in)\s*)?$",
    re.I,
)
_TITLE, _COVER = "It is the title of the document.", "It stands above the title of the document."
_MOST_ON_COVER = 3  # lines


@dataclass(frozen=True)
class Part:
    """A passage on a page. `level` is that of a heading there (2 or 3) or, from 1 on, how deep in a list a point stands.

    `carried`: it is a statement. Else it is the heading of those that follow, or left out.
    """

    passage: Passage
    level: int
    carried: bool

    @property
    def is_heading(self) -> bool:
        return self.passage.element == "heading"


@dataclass(frozen=True)
class Section:
    """What is to stand on one page: all of one kind, in the order of the document."""

    kind: Kind
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Outline:
    """`title` is what the document calls itself, or "". `left_out` are the passages that no page is to carry."""

    title: str
    sections: tuple[Section, ...]
    left_out: tuple[Passage, ...]


_WORDS: dict[str, Any] = {kind.value: (tuple[Text, ...], ()) for kind in Kind}
_Kinds = create_model("_Kinds", __base__=Strict, **_WORDS)


def read_kinds(root: Path) -> dict[str, Kind]:
    """By a word of a heading: the kind that it speaks of. Raises Refused with everything that is wrong in the list, or OSError."""
    found = validate_file(read_file(_KINDS, (root / _KINDS).read_bytes()), _Kinds, "list")
    if found.problems or not found.value:
        raise Refused(sorted(found.problems), "Nothing is written.")
    return {word: Kind(kind) for kind, words in found.value.model_dump().items() for word in words}


def outline(passages: Sequence[Passage], kinds: Mapping[str, Kind], verbatim: bool = False) -> Outline:
    """Every passage is in it once; a long paragraph as its sentences, unless its wording is to stand."""
    title, rest, left_out = _apart(passages)
    rest = rest if verbatim else [one for each in rest for one in _sentences(each)]
    found: dict[Kind, list[Part]] = {}
    speaking = any(one.element == "heading" and proposed(one.text, kinds) for one in rest)
    kind, level = (None if speaking else proposed(title, kinds)) or Kind.background, 0
    for one in rest:
        own = proposed(one.text, kinds) if one.element == "heading" else None
        if own:
            kind, level = own, one.level
        elif one.element == "heading" and one.level <= level and not _may_be_named(one, kind):
            kind = Kind.approach  # it is of something else, and most often of how a place works
        found.setdefault(kind, []).append(_part(one, kind, named=not own, below=one.level > level))
    carrying = {kind: parts for kind, parts in found.items() if any(part.carried for part in parts)}
    empty = tuple(part.passage for kind, parts in found.items() if kind not in carrying for part in parts)
    return Outline(title, tuple(Section(kind, tuple(parts)) for kind, parts in carrying.items()), (*left_out, *empty))


@dataclass(frozen=True)
class Adoption:
    """What a document says of its adoption: the day, month or year, as front matter has it, and who adopted it. Empty where it
    does not."""

    when: str = ""
    body: str = ""


def adoption(passages: Sequence[Passage]) -> Adoption:
    """Of the first passage that speaks of it."""
    for one in passages:
        for at, when in periods_in(one.text):
            if spoken := _ADOPTED.search(one.text[:at]):
                return Adoption(when, (spoken["body"] or "").strip(" ,"))
    return Adoption()


def _sentences(one: Passage) -> list[Passage]:
    apart: list[str] = []
    for sentence in sentences(one.text) if one.element == "paragraph" else ():
        if apart and _ABBREVIATION.search(apart[-1]):
            apart[-1] = f"{apart[-1]} {sentence}"
        else:
            apart.append(sentence)
    return [replace(one, text=text) for text in apart] if len(apart) > _MOST_SENTENCES else [one]


def proposed(heading: str, kinds: Mapping[str, Kind]) -> Kind | None:
    """The kind that a heading speaks of: that of the known word that stands first in it, and of two there the longer."""
    places = [
        (match.start(), -len(word), kind)
        for word, kind in kinds.items()
        if (match := re.search(rf"(?<!\w){re.escape(word)}(?:ne?|er|erne|et|en|s|r)?s?(?!\w)", heading.lower()))
    ]
    return min(places, default=(0, 0, None), key=lambda one: one[:2])[2]


def _may_be_named(one: Passage, kind: Kind) -> bool:
    """Whether the heading may be the name of a value, where headings of all levels look the same."""
    return kind in _NAMED and len(one.text.split()) <= 3


def _apart(passages: Sequence[Passage]) -> tuple[str, list[Passage], list[Passage]]:
    """The title, what is to be carried, and what is left out."""
    left_out = [one for one in passages if one.left_out]
    rest = [one for one in passages if not one.left_out]
    at = next((n for n, one in enumerate(rest) if one.element == "heading"), len(rest))
    above, below = rest[:at], rest[at + 1 :]
    if below and _is_title(rest[at], above, [one.level for one in below if one.element == "heading"]):
        titled = Passage("heading", rest[at].text, rest[at].at, 1, _TITLE)
        return titled.text, below, [*(replace(one, left_out=_COVER) for one in above), titled, *left_out]
    return "", rest, left_out


def _is_title(first: Passage, above: Sequence[Passage], levels: Sequence[int]) -> bool:
    """Whether the first heading is that of the whole document, of whose other headings these are the `levels`. What a cover has `above` it is
    a line or three with a name."""
    names = all(len(one.text.split()) <= _LONGEST_NAME and one.text[-1:] not in ".:;!?" for one in above)
    is_whole = not above or len(first.text.split()) > 2 or first.level < min(levels, default=9)
    return all(level >= first.level for level in levels) and len(above) <= _MOST_ON_COVER and names and is_whole


def _part(one: Passage, kind: Kind, *, named: bool, below: bool) -> Part:
    """`named`: a heading is not that of its section; `below`: it stands deeper in the document than that."""
    if one.element != "heading":
        return Part(one, one.level if one.element == "point" else 0, carried=True)
    is_claim = len(one.text.split()) > _LONGEST_NAME
    deeper = named and (below or kind in _NAMED)
    return Part(one, 3 if deeper else 2, carried=is_claim or (named and kind in _NAMED))
