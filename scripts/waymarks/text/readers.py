"""Readers: what Markdown's two readers, this one and the site's, take for different things, so that the page would lack something."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from waymarks.text.blocks import inlines
from waymarks.text.slips import LISTS, Meant, short

# Python-Markdown takes any words in curly brackets for attributes, where `attr_list` has something to give them to; those with a sign
# of attributes are told of as such.
_BRACES = r"\{\s*[^\s{}#=:.][^{}#=\n]*\}"
_AT_END = re.compile(rf"(?<=\s){_BRACES}(?=\s*(?:\{{[^{{}}]*\}}\s*)?$)")
_ALONE = re.compile(rf"\s*(?P<braces>{_BRACES})\s*")
_BESIDE = re.compile(_BRACES)
_HASH = re.compile(r"(?<=[^\s#\\])#+(?=\s*(?:\{[^{}]*\}\s*)?$)")
_STEP = 4  # blanks for each level, as Python-Markdown has it; CommonMark takes two or three as well
_LIST_ENDS = ("bullet_list_close", "ordered_list_close")
_BEGINS = ("paragraph_open", "heading_open", "blockquote_open", "fence", "code_block")


def tell_of_readers(meant: Meant, tokens: Sequence[Token]) -> None:
    """`tokens` are what the text was read as, when it was read as it is meant."""
    _indented(meant, tokens)
    _levels(meant, tokens)
    _closing_brackets(meant, tokens)
    for token, line, parents in inlines(list(tokens), 0):
        for number, words in _left_out(token, line, parents[-1]):
            message = f"Readers would not see {short(words)}: words in such brackets are taken for a mark."
            meant.tell(number, "lost-words", message, f"Write `\\{{` for the first one: `\\{words}`.")
        if parents[-1] == "heading_open" and (signs := _HASH.search(token.content)):
            message = f"Readers would not see {signs[0]!r} at the end of the heading."
            meant.tell(line, "lost-words", message, "Write `\\#` for each of them.")


def _indented(meant: Meant, tokens: Sequence[Token]) -> None:
    """What begins with HTML or a sign of code may be meant so."""
    for token in tokens:
        words = (
            meant.lines[token.map[0]].strip() if token.type == "code_block" and token.map and not token.level else "<"
        )
        if token.map and not words.startswith(("<", "`")):
            message = f"The text begins four blanks or more in, and would be shown as a program's code: {short(words)}."
            fix = "Begin it with no blank. Code stands between two lines of three backticks."
            meant.tell(token.map[0], "lost-level", message, fix)


def _levels(meant: Meant, tokens: Sequence[Token]) -> None:
    """What stands below a point and does not begin far enough in: Python-Markdown takes it out of the point."""
    told: list[bool] = []  # of each list that is open
    is_first, quoted = False, 0
    for token in tokens:
        quoted += token.nesting if token.type.startswith("blockquote") else 0
        if token.type in LISTS:
            told.append(
                is_first and bool(told)
            )  # one that begins on the line of its point, `- 1. sal`, is where it is to be
        elif token.type in _LIST_ENDS:
            told.pop()
        elif token.type == "list_item_open":
            told[-1] = told[-1] or (
                not quoted and _is_too_near(meant, token, len(told) - 1, " and the points beside it")
            )
            is_first = True
        elif told and token.type in _BEGINS:
            _ = is_first or quoted or _is_too_near(meant, token, len(told), "")
            is_first = False


def _is_too_near(meant: Meant, token: Token, levels: int, others: str) -> bool:
    number = token.map[0] if token.map else 0
    line = meant.lines[number].expandtabs(_STEP)
    has, wanted = len(line) - len(line.lstrip(" ")), levels * _STEP
    if has < wanted:
        message = f"The line is meant to stand below a point, and begins only {has} blanks in: {short(line.strip())}."
        meant.tell(number, "lost-level", message, f"Begin it{others} with {wanted} blanks.")
    return has < wanted


def _closing_brackets(meant: Meant, tokens: Sequence[Token]) -> None:
    """`1)` begins a point in CommonMark alone. With an empty line between them such points look like what they are."""
    for before, token in pairwise(tokens):
        if token.type == "list_item_open" and before.type == "list_item_close" and token.markup == ")" and token.map:
            number = token.map[0]
            if meant.lines[number - 1].strip():
                message = f"The points would run together in one paragraph: {short(meant.lines[number].strip())}."
                meant.tell(
                    number,
                    "raw-sign",
                    message,
                    "Begin each with a full stop (`1.`, `2.`), or part them by empty lines.",
                )
                return


def _left_out(token: Token, line: int, parent: str) -> Iterator[tuple[int, str]]:
    """The words in brackets that Python-Markdown leaves out, each with its line."""
    if parent in ("heading_open", "td_open", "th_open"):
        yield from ((line, found[0]) for found in [_AT_END.search(token.content)] if found)
    lines = token.content.split("\n")
    if parent == "paragraph_open" and len(lines) > 1 and (found := _ALONE.fullmatch(lines[-1])):
        yield line + len(lines) - 1, found["braces"]
    children = token.children or []
    for before, child in pairwise(children):
        line += before.type in ("softbreak", "hardbreak")
        closes = before.type in ("em_close", "strong_close", "link_close", "code_inline", "image")
        if closes and child.type == "text" and (found := _BESIDE.match(child.content)):
            yield line, found[0]
