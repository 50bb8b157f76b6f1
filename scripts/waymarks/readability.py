"""How easily a text is read: its sentences, its words, and Björnsson's LIX."""

import re
from collections.abc import Iterable

from waymarks.blocks import Block

# LIX of a few words is chance.
_FEWEST = 30
# Björnsson counts letters, and a word over six of them is long.
_LONG = 6
_SENTENCE_ENDS = re.compile(r"(?:(?<=[.!?:])|(?<=[.!?:][”\"’»)]))\s+(?=[A-ZÆØÅ”“\"»(])")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.,:]\d+)*")


def sentences(text: str) -> list[str]:
    """A sentence ends with `.`, `!`, `?` or `:` before a capital, and where its block ends."""
    return [sentence for sentence in _SENTENCE_ENDS.split(text) if re.search(r"\w", sentence)]


def words(text: str) -> list[str]:
    """The words and numbers; a hyphenated word is one."""
    return _WORD.findall(text)


def lix(texts: Iterable[str]) -> float | None:
    """Words to a sentence and, of a hundred words, those over six letters. None of fewer than 30 words.

    Source: C. H. Björnsson, Läsbarhet, 1968. Under 25 is very easy, 25–34 easy, 35–44 medium.
    """
    apart = [sentence for text in texts for sentence in sentences(text)]
    found = [word for sentence in apart for word in words(sentence)]
    if len(found) < _FEWEST:
        return None
    return len(found) / len(apart) + 100 * sum(len(word.replace("-", "")) > _LONG for word in found) / len(found)


def readability(blocks: Iterable[Block]) -> float | None:
    """LIX of a page's paragraphs and points, or of its paragraphs alone if that is higher.

    Many short points do not make heavy paragraphs light. Headings, tables and lists of links are not read as sentences.
    """
    prose = [block for block in blocks if block.element in ("paragraph", "list item") and not block.is_link]
    figures = (
        lix(block.text for block in prose),
        lix(block.text for block in prose if block.element == "paragraph"),
    )
    return max((figure for figure in figures if figure is not None), default=None)
