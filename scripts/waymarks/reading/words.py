"""The words of a text as the search compares them, and the lists by which a language is searched."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from waymarks.problems import Problem
from waymarks.reading.files import File, read_files_at
from waymarks.reading.schema import Strict, pairs
from waymarks.reading.validation import TEXTS, has_slips, validate_file
from waymarks.text.hyphens import SOFT_HYPHEN, read_breaks

FOLDER = "scripts/search"
ASKED = f"{FOLDER}/asked.yml"
WORDS = f"{FOLDER}/words.yml"
# Letters and digits; search-engine.js has the same expression.
_WORD = re.compile(r"[^\W_]+")
_HYPHENS = frozenset("-\u2010\u2011")
_HYPHENATED = re.compile(r"[^\W_]+(?:[-\u2010\u2011][^\W_]+)+")


@lru_cache(maxsize=200_000)  # a language has fewer words, and texts have the same ones over and over
def fold(text: str) -> str:
    """Small letters, with one letter for every way of writing æ, ø and å: "Værdi", "vaerdi" → "vardi"."""
    plain = unicodedata.normalize("NFD", text.replace(SOFT_HYPHEN, "").lower())
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return re.sub("aa", "a", re.sub("ø|oe", "o", re.sub("æ|ae", "a", plain)))


def written(text: str) -> Iterator[str]:
    """The words in small letters; words with a hyphen also as one: "well-being" → well, being, wellbeing."""
    text = unicodedata.normalize("NFC", text.replace(SOFT_HYPHEN, "")).lower()
    yield from _WORD.findall(text)
    yield from map("".join, hyphenated([text]))


def hyphenated(texts: Iterable[str]) -> Iterator[list[str]]:
    """The parts of words with a hyphen: "well-being" → [well, being]."""
    for text in texts:
        if not _HYPHENS.isdisjoint(text):
            yield from (_WORD.findall(word) for word in _HYPHENATED.findall(text))


@dataclass(frozen=True)
class Lists:
    """What is known of a language, for the search. Words are folded.

    `stop` are words that say nothing of what is looked for, `endings` those of inflected words, `synonyms` what
    people say and what texts say instead, `fields` are words of one subject, `parts` the parts of compounds. `asked` has,
    by address below the language, the words that people use for a page; they are as written.
    """

    stop: tuple[str, ...]
    endings: tuple[str, ...]
    synonyms: dict[str, tuple[str, ...]]
    fields: tuple[str, ...]
    parts: dict[str, tuple[str, ...]]
    asked: dict[str, str]


class _Known(Strict):
    """What words.yml says of a language; words stand in one text, with spaces between."""

    stop: str = ""
    endings: str = ""
    synonyms: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    fields: tuple[str, ...] = ()


# By language code; da and en are named for who is told what may stand there.
class _WordsFile(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _Known]

    da: _Known = _Known()
    en: _Known = _Known()


_Asked = Annotated[
    dict[str, str],
    pairs(
        "addresses of pages with the words that people use for them",
        "Write below it lines such as `  vaerdier/tillid/: stole på`.",
    ),
]


class _AskedFile(BaseModel):
    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[str, _Asked]

    da: _Asked = {}
    en: _Asked = {}


_FILES: tuple[tuple[str, type[BaseModel]], ...] = ((WORDS, _WordsFile), (ASKED, _AskedFile))


def wrong_lists(root: Path) -> Iterator[Problem]:
    """What is wrong with the lists of the project `root`. Never raises for what a file holds."""
    for path, schema in _FILES:
        for file in read_files_at(root, [path]):
            yield from file.problems if _is_right(file, schema) else validate_file(file, schema, "list").problems


def read_lists(root: Path, code: str) -> Lists:
    """Of scripts/search/words.yml, asked.yml and compounds.<code>.txt, whose lines are "omsorgs|pligt". Of a language that has
    none nothing is known: its words are found as they are. Raises OSError; what `wrong_lists` tells of, as it comes."""
    own, asked = (next(map(_values, read_files_at(root, [path])), {}).get(code, {}) for path, _ in _FILES)
    known = _Known.model_validate(own)
    file = root / FOLDER / f"compounds.{code}.txt"
    lines = file.read_text("utf-8").splitlines() if file.is_file() else []
    # Where headings may break is also where compounds have their joints.
    breaks = [word.split(SOFT_HYPHEN) for word in read_breaks(root).values()]
    compounds = [line.split("|") for line in lines if line and line[0] != "#"]
    return Lists(
        stop=tuple(fold(word) for word in known.stop.split()),
        endings=("", *(fold(ending) for ending in known.endings.split())),
        synonyms={fold(said): tuple(map(fold, meant)) for said, meant in known.synonyms.items()},
        fields=tuple(map(fold, known.fields)),
        parts={fold("".join(parts)): tuple(map(fold, parts)) for parts in (*breaks, *compounds)},
        asked=asked,
    )


def asked_for(text: str) -> Iterator[tuple[int, str, list[tuple[int, str]]]]:
    """Of asked.yml, whose `text` it is and with which nothing is wrong: the line of each language, its code, and the addresses
    below it that there are words for, each with its line."""
    whole = yaml.compose(text, TEXTS)
    for code, pages in whole.value if whole else ():
        yield code.start_mark.line + 1, code.value, [(one.start_mark.line + 1, one.value) for one, _ in pages.value]


def _is_right(file: File, schema: type[BaseModel]) -> bool:
    """Whether nothing is wrong. To say what it is takes ten times as long."""
    try:
        schema.model_validate(_values(file))
        return not has_slips(file.text or "")
    except (yaml.YAMLError, ValidationError):
        return False


def _values(file: File) -> dict[str, Any]:
    """By language, what the list has."""
    found: dict[str, Any] | None = yaml.load(file.text or "", TEXTS)  # noqa: S506 - gives text only
    return found or {}
