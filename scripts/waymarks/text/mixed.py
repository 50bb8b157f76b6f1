"""Mixed texts: words of which some are of another language, so that they are read aloud as what they are wherever they are shown."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from string import Formatter
from typing import Any, NamedTuple

_BLANKS = re.compile(r"\s+")


class Run(NamedTuple):
    """Words that follow each other. `language` is the code of theirs, or "" for that of the text around them."""

    words: str
    language: str


class Mixed(str):
    """A text that has words of another language. It is equal to the same text without them marked, so that whoever compares, counts
    or writes words needs not know of it; `runs` are its parts, for whoever shows it. What changes it makes a plain text of it."""

    runs: tuple[Run, ...]


def mixed(parts: Iterable[Run]) -> str:
    """The `parts` as one text, which is a Mixed if one of them is of another language."""
    by_language = groupby((one for one in parts if one.words), key=lambda one: one.language)
    runs = tuple(Run("".join(one.words for one in together), language) for language, together in by_language)
    text = "".join(one.words for one in runs)
    if not any(one.language for one in runs):
        return text
    made = Mixed(text)
    made.runs = runs
    return made


def runs(text: str) -> tuple[Run, ...]:
    """The parts of any text; of one that is not mixed there is one."""
    return text.runs if isinstance(text, Mixed) else (Run(text, ""),)


def joined(texts: Iterable[str]) -> str:
    """The `texts` as one, with their languages."""
    texts = tuple(texts)
    if not any(isinstance(one, Mixed) for one in texts):
        return "".join(texts)
    return mixed(run for text in texts for run in runs(text))


def tidied(parts: Iterable[Run]) -> str:
    """The `parts` as one text: where they have white space, one blank, and none at its ends; no soft hyphens."""
    found: list[Run] = []
    for run in parts:
        words = _BLANKS.sub(" ", run.words.replace("\u00ad", ""))
        is_after_blank = not found or found[-1].words.endswith(" ")
        if words := words.removeprefix(" ") if is_after_blank else words:
            found.append(run._replace(words=words))
    if found:
        found[-1] = found[-1]._replace(words=found[-1].words.rstrip())
    return mixed(found)


def filled(pattern: str, values: Mapping[str, Any]) -> str:
    """As `pattern.format(**values)`, with the languages of the values."""
    if not any(isinstance(one, Mixed) for one in values.values()):
        return pattern.format(**values)
    return joined(_filled(pattern, values))


def _filled(pattern: str, values: Mapping[str, Any]) -> Iterator[str]:
    for words, name, *_ in Formatter().parse(pattern):
        yield words
        if name:
            yield values[name] if isinstance(values[name], Mixed) else str(values[name])


def cut(text: str, start: int, end: int) -> str:
    """`text[start:end]`, with its languages; the numbers count from the beginning."""
    return mixed(_cut(text, start, end))


def _cut(text: str, start: int, end: int) -> Iterator[Run]:
    for run in runs(text):
        yield run._replace(words=run.words[max(start, 0) : max(end, 0)])
        start, end = start - len(run.words), end - len(run.words)
