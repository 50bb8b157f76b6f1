"""Repeats: words that stand beside themselves, and texts that stand twice, mostly by a slip of the hand."""

import re
from collections.abc import Iterable, Iterator

from markdown_it.token import Token

from waymarks.text.blocks import ATTRIBUTES, inlines, is_link, words

# By language, those that do so in a right sentence: "er det det, vi vil", "det, vi tror på på mandag", "føler sig sig selv", "meget meget";
# "they had had", "the world that we live in in 2026". Other languages may write any word twice to say more.
_RIGHT = {
    "da": frozenset(
        "af de dem den der det dig for fra i ja langt mange med meget mig nej om op over på rigtig sig så til ud ved virkelig".split()
    ),
    "en": frozenset("for had her in is long many no on so that to very with".split()),
}
# So many words a text has, or a statement, that is told of when it stands twice: "What does it mean to you?" may be asked again and again.
_FEWEST, _FEWEST_OF_STATEMENT = 10, 3
_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+) +((?i:\1))(?![\w'’-])")


def repeats(texts: Iterable[tuple[int, str]], code: str) -> Iterator[tuple[int, str]]:
    """Of texts in the language `code`, with their lines: each such pair with the line. Not "Tivoli Tivoli", which is a name."""
    right = _RIGHT.get(code, frozenset())
    for line, text in texts if right else ():
        for found in _TWICE.finditer(text):
            if not found[2][0].isupper() and found[2] not in right:
                yield line, found[0]


def copies(tokens: list[Token], first_line: int) -> Iterator[tuple[int, int, str]]:
    """Of paragraphs and points, each that stands further up on the page, with its line, that of the first, and its words. Not what opens a
    list, nor a link that stands alone."""
    first: dict[str, tuple[int, bool]] = {}
    for token, line, parents in inlines(tokens, first_line):
        if parents[-1] != "paragraph_open":
            continue
        mark, text = ATTRIBUTES.search(token.content), " ".join(ATTRIBUTES.sub("", token.content).split())
        is_statement = bool(mark and "#" in mark[1])
        above, both = first.setdefault(text, (line, is_statement))
        fewest = _FEWEST_OF_STATEMENT if is_statement and both else _FEWEST
        if above != line and len(text.split()) >= fewest and not text.endswith(":") and not is_link(token):
            yield line, above, words(token.children or [])
