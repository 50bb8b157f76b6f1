"""Spelling: the words that neither a dictionary nor the editors' own list has."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from hunspell import Hunspell

from waymarks.text.hyphens import SOFT_HYPHEN

# A word, with its apostrophes and hyphens. What holds a figure (`B12`, `m²`), or belongs to an address, is no word to look up.
_LETTERS = r"[^\W\d_²³¹¼½¾⁰-ₜ]+"
_WORD = re.compile(rf"(?<![\w@./#-]){_LETTERS}(?:['’-]{_LETTERS})*(?![\w@/#]|[.'’-]\w)")
# What the genitive ends with. A dictionary has it only for the words it has.
_GENITIVE = {"da": ("s", "'", "'s"), "en": ("'s", "'")}


def word_list(code: str) -> str:
    """The editors' own list of the language `code`, as opened from the repository root."""
    return f"docs/words.{code}.txt"


def read_words(text: str) -> frozenset[str]:
    """The words of a list: one a line; what follows a `#` is a remark."""
    return frozenset(" ".join(line.partition("#")[0] for line in text.split("\n")).split())


@dataclass(frozen=True)
class Spelling:
    """How the language `code` is spelt. `dictionary` is the path of a Hunspell dictionary without its endings.

    A known word with a small letter may begin with a capital.
    """

    code: str
    known: frozenset[str]
    dictionary: str

    @property
    def has_dictionary(self) -> bool:
        """Whether this machine has it."""
        return all(Path(f"{self.dictionary}.{ending}").is_file() for ending in ("aff", "dic"))

    def unknown(self, text: str) -> Iterator[str]:
        """The words of `text` that are not known, as they are written."""
        text = text.replace(SOFT_HYPHEN, "")
        for match in _WORD.finditer(text):
            word = match[0].replace("’", "'")
            # An abbreviation is one with its dot (`ca.`, `CVR-nr.`), and the beginning of a compound with its hyphen (`børne- og`).
            whole = word + (text[match.end() : match.end() + 1] if text.startswith((".", "-"), match.end()) else "")
            if not any(self._knows(one) or all(map(self._knows, one.rstrip("-").split("-"))) for one in (word, whole)):
                yield match[0]

    def _knows(self, word: str) -> bool:
        endings = ("", *_GENITIVE.get(self.code, ()))
        bare = [word.removesuffix(ending) for ending in endings if word.endswith(ending)]
        if any(one in self.known or one[0].lower() + one[1:] in self.known for one in bare if one):
            return True
        return any(_has(self.dictionary, one) for one in (bare if self.code == "en" else bare[:1]))


@cache  # a dictionary takes a tenth of a second to open, and never changes
def _opened(path: str) -> Hunspell:
    folder, _, name = path.rpartition("/")
    return Hunspell(name, hunspell_data_dir=folder)


@lru_cache(maxsize=50_000)  # texts have the same words over and over, also those that a preview checks next
def _has(path: str, word: str) -> bool:
    try:
        return bool(_opened(path).spell(word))
    except UnicodeEncodeError:  # the dictionary is written in an alphabet that lacks one of its letters
        return False


def words_of(phrases: Iterable[str]) -> frozenset[str]:
    """Every word of these phrases."""
    return frozenset(word for phrase in phrases for word in _WORD.findall(phrase.replace("’", "'")))
