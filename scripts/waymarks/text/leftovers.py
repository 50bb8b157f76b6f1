"""Leftovers: what stands in a text where something is still to be written, and what nobody means who publishes it."""

import re
from collections.abc import Iterable, Iterator

# In square brackets whatever is to be done; in round ones, in which a text may ask its reader to write, only with the words that a
# writer has for himself. "XXX" is no thirty here, and "TODO-liste" is a word.
_LEFT = re.compile(
    r"\[(?:indsæt|skriv(?! til\b)|udfyld|tilføj|uddyb|insert|write(?! to\b)|fill in|add)\b[^][]*\](?!\s*\()"
    r"|\((?:indsæt|skriv|udfyld|tilføj|insert|write|fill in|add)(?: (?:mere|noget|tekst|teksten|more|something|text|the text))+"
    r"(?: (?:her|here))?[.!…]*\)"
    r"|(?-i:\bFejl! (?:Henvisningskilde|Bogmærke|Brug fanen|Der blev ikke|Ukendt)[^.]*\.?)"
    r"|(?-i:\bError! (?:Reference source|Bookmark|Use the Home tab|No text of|Unknown)[^.]*\.?)"
    r"|\blorem ipsum\b|\bklik (?:eller tryk )?her for at (?:skrive|angive) (?:tekst|en dato)\b"
    r"|\bclick (?:or tap )?here to enter (?:text|a date)\b"
    r"|(?-i:(?<![\w.-])(?:TODO|FIXME)(?![\w-]))|(?<![\w./-])x{3,}(?![\w-]|\.\w)|(?<![^\s(])\?{3,}(?=[\s.,;:)]|$)",
    re.IGNORECASE,
)
# One of these stands in all that it finds. To look for them costs a hundredth of what it does.
_IN_ALL = ("[", "(", "lorem", "fejl!", "error!", "klik", "click", "todo", "fixme", "xxx", "???")


def leftovers(texts: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """Of texts with their lines: each such words, with the line."""
    return ((line, found[0]) for line, text in texts if _may_be_left(text) for found in _LEFT.finditer(text))


def _may_be_left(text: str) -> bool:
    small = text.lower()
    return any(one in small for one in _IN_ALL)
