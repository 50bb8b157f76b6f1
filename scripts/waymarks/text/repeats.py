"""Repeats: words that stand beside themselves, mostly by a slip of the hand."""

import re
from collections.abc import Iterable, Iterator

# By language, those that do so in a right sentence: "er det det, vi vil", "det, vi tror på på mandag", "føler sig sig selv", "meget meget";
# "they had had", "the world that we live in in 2026". Other languages may write any word twice to say more.
_RIGHT = {
    "da": frozenset(
        "af de dem den der det dig for fra i ja langt mange med meget mig nej om op over på rigtig sig så til ud ved virkelig".split()
    ),
    "en": frozenset("for had her in is long many no on so that to very with".split()),
}
_TWICE = re.compile(r"(?<![\w'’-])([^\W\d_]+) +((?i:\1))(?![\w'’-])")


def repeats(texts: Iterable[tuple[int, str]], code: str) -> Iterator[tuple[int, str]]:
    """Of texts in the language `code`, with their lines: each such pair with the line. Not "Tivoli Tivoli", which is a name."""
    right = _RIGHT.get(code, frozenset())
    for line, text in texts if right else ():
        for found in _TWICE.finditer(text):
            if not found[2][0].isupper() and found[2] not in right:
                yield line, found[0]
