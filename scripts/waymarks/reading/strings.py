"""The interface's words: one table per language in overrides/locales/, every table with the same keys."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from string import Formatter
from typing import Any

import yaml
from babel import Locale
from pydantic import BaseModel, ConfigDict

from waymarks.problems import Problem
from waymarks.reading.files import read_file
from waymarks.reading.schema import Text
from waymarks.reading.validation import ENGINE, Lines, Written, has_slips, validate
from waymarks.text.mixed import filled

TABLES = "overrides/locales"


@dataclass(frozen=True)
class Strings:
    """The words of one language. Templates call it: `{{ s("adopted", date=…) }}`."""

    code: str
    words: dict[str, str]

    @property
    def direction(self) -> str:
        """ "rtl" for a language that is written from the right to the left, such as Arabic; else "ltr"."""
        return Locale.parse(self.code, sep="-").text_direction

    def __call__(self, key: str, **values: str) -> str:
        """The text of `key` with its {places} filled. Raises KeyError for a key that the table lacks."""
        return filled(self.words[key], values) if values else self.words[key]


class _Table(BaseModel):
    model_config = ConfigDict(extra="allow")

    __pydantic_extra__: dict[str, Text]


def table_problems(path: str, data: bytes) -> list[Problem]:
    """What is wrong in a table. Never raises."""
    file = read_file(path, data)
    if file.text is None:
        return list(file.problems)
    try:
        words = _loaded(file.text)
    except (yaml.YAMLError, ValueError):
        words = None
    right = isinstance(words, dict) and all(isinstance(one, str) and one.strip() for one in words.values())
    if right and not has_slips(file.text):
        return list(file.problems)
    found = validate(file.text, _Table, Written(path, "string table", 1))  # slower, and says where
    return [*file.problems, *(found.problems or _no_texts(path, words, found.lines))]


def _no_texts(path: str, words: Any, lines: Lines) -> Iterator[Problem]:
    """What is read as a number, a date or nothing, as `no: 1` is."""
    for key, one in words.items() if isinstance(words, dict) else ():
        if not isinstance(one, str):
            message = f"`{key}` must be text, not {one!r}."
            yield Problem(path, lines.get((str(key),), 1), "wrong-type", message, "Put the value in quotation marks.")


def unlike(root: Path, codes: Sequence[str]) -> Iterator[Problem]:
    """What the table of one of these languages lacks that another has, and where it has places that nothing is put into. Each
    of them can be read. Raises OSError."""
    tables = {code: read_strings(root, code).words for code in codes}
    lines = {code: (root / TABLES / f"{code}.yml").read_text("utf-8").splitlines() for code in codes}
    models = _models(root, list(tables.values()))
    for code, words in tables.items():
        path = f"{TABLES}/{code}.yml"
        for key, model in models.items():
            if key not in words:
                whose = next(other for other in codes if key in tables[other])
                fix = f"Translate it from {TABLES}/{whose}.yml: {model!r}."
                yield Problem(path, 1, "missing-key", f"`{key}` is missing.", fix)
            elif odd := _odd_place(words[key], model):
                line = next((n for n, one in enumerate(lines[code], 1) if one.startswith(f"{key}:")), 1)
                known = ", ".join(f"`{{{one}}}`" for one in sorted(_places(model) or ())) or "none"
                message = f"`{key}` has {odd}, which nothing is put into: {words[key]!r}."
                yield Problem(path, line, "unknown-place", message, f"The places that it may have: {known}.")


def _models(root: Path, tables: Sequence[dict[str, str]]) -> dict[str, str]:
    """Of each text that by which the others are judged: the first in which all places are filled in, or the first of all."""
    models: dict[str, str] = {}
    for words in tables:
        models = words | models
    unlike = [
        key for key, model in models.items() if any(_places(one.get(key, model)) != _places(model) for one in tables)
    ]
    given = _given(root) if unlike else frozenset()
    for key in unlike:
        texts = [one[key] for one in tables if key in one]
        models[key] = next((one for one in texts if (_places(one) or {""}) <= given), models[key])
    return models


def _given(root: Path) -> frozenset[str]:
    """The names of the places that templates and their scripts fill in: `s("adopted", date=…)`, `.replace("{count}", …)`."""
    files = [one for one in (root / "overrides").rglob("*") if one.suffix in (".html", ".js")]
    return frozenset(
        name for one in files for name in re.findall(r"[(,{]\s*\"?([a-z_]+)(?==|}\")", one.read_text("utf-8"))
    )


def _odd_place(text: str, model: str) -> str:
    """What would be in the way when the places of `text` are filled; "" if nothing is."""
    own, known = _places(text), _places(model)
    if own is None:
        return "a bracket by itself"
    more = sorted(own - (known or set()))
    return f"the place `{{{more[0]}}}`" if more else ""


def _places(text: str) -> set[str] | None:
    """The names in curly brackets; None where a bracket has no other."""
    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return None


def read_strings(root: Path, code: str) -> Strings:
    """The table of one language. Raises OSError if it does not exist."""
    with (root / TABLES / f"{code}.yml").open(encoding="utf-8") as table:  # an error names an open file
        return Strings(code, _loaded(table.read()))


@lru_cache(maxsize=16)  # a build asks ten times for each
def _loaded(text: str) -> Any:
    """What a table holds, which nobody changes. Raises yaml.YAMLError, ValueError."""
    return yaml.load(text, ENGINE)  # noqa: S506 - a SafeLoader
