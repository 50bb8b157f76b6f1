"""How easily a text is read: its sentences, its words, and Björnsson's LIX."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from waymarks.text.blocks import Block

# LIX of a few words is chance.
FEWEST = 30
# Björnsson counts letters, and a word over six of them is long.
_LONG = 6
# Of Latin, Greek and Cyrillic. Other scripts have no small letters, and so no capitals.
_SMALL = "".join(filter(str.islower, map(chr, range(0x530))))
_SENTENCE_ENDS = re.compile(rf"(?:(?<=[.!?:؟])|(?<=[.!?:؟][”\"’»)]))\s+(?=[”“\"»(]|(?![\d_{_SMALL}])\w)")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")


def sentences(text: str) -> list[str]:
    """A sentence ends with `.`, `!`, `?` or `:` before a letter that is not small, and where its block ends."""
    return [sentence for sentence in _SENTENCE_ENDS.split(text) if re.search(r"\w", sentence)]


def words(text: str) -> list[str]:
    """The words and numbers; a hyphenated word is one."""
    return _WORD.findall(text)


class _Sentence(NamedTuple):
    """How many `words` it has, and how many of them are `long`."""

    text: str
    words: int
    long: int


@lru_cache(maxsize=1000)  # the texts of a page are asked for up to three times
def _read(text: str) -> tuple[_Sentence, ...]:
    found = [(sentence, words(sentence)) for sentence in sentences(text)]
    return tuple(
        _Sentence(sentence, len(said), sum(len(word.replace("-", "")) > _LONG for word in said))
        for sentence, said in found
    )


def lix(texts: Iterable[str], fewest: int = FEWEST) -> float | None:
    """Words to a sentence and, of a hundred words, those over six letters. None of less than `fewest` words.

    Source: C. H. Björnsson, Läsbarhet, 1968. Under 25 is very easy, 25–34 easy, 35–44 medium.
    """
    apart = [sentence for text in texts for sentence in _read(text)]
    found = sum(sentence.words for sentence in apart)
    if found < fewest:
        return None
    return found / len(apart) + 100 * sum(sentence.long for sentence in apart) / found


def readability(blocks: Iterable[Block]) -> float | None:
    """LIX of a page's prose, or of its paragraphs alone if that is higher.

    Many short points do not make heavy paragraphs light.
    """
    read = list(prose(blocks))
    figures = (
        lix(block.text for block in read),
        lix(block.text for block in read if block.element == "paragraph"),
    )
    return max((figure for figure in figures if figure is not None), default=None)


@dataclass(frozen=True)
class Figures:
    """`lix` is None where there are too few words to say. `longest` is how many words the longest sentence has, which
    begins with `sentence` and stands in a block that begins at `line`."""

    lix: float | None
    longest: int
    sentence: str
    line: int


def figures(blocks: Sequence[Block]) -> Figures:
    """Of a page's prose."""
    every = [(one.words, one.text, block.line) for block in prose(blocks) for one in _read(block.text)]
    longest, sentence, line = max(every, key=lambda one: one[0], default=(0, "", 1))
    return Figures(readability(blocks), longest, sentence, line)


def heaviest(blocks: Iterable[Block], limit: float) -> Block:
    """The paragraph or point that does most to lift a page's LIX above `limit`."""
    return max(prose(blocks), key=lambda block: len(words(block.text)) * ((lix([block.text], 1) or 0) - limit))


def prose(blocks: Iterable[Block]) -> Iterator[Block]:
    """The paragraphs and points. Headings, tables and lists of links are not read as sentences."""
    return (block for block in blocks if block.element in ("paragraph", "list item") and not block.is_link)
