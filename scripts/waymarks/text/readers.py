"""Readers: what Markdown's two readers, this one and the site's, take for different things, so that the page would lack something."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from markdown_it.token import Token

from waymarks.text.blocks import LISTS, inlines, lists
from waymarks.text.slips import Meant, short, without_code

# Python-Markdown takes any words in curly brackets for attributes, where `attr_list` has something to give them to; those with a sign
# of attributes are told of as such.
_BRACES = re.compile(r"\{\s*[^\s}#=:.][^}#=\n]*\}")
# At the end of a heading or cell it takes all from the first bracket behind the last emphasis, link or code on, and leaves it where that
# is more than one pair of brackets.
_AT_END = re.compile(r"(?<=\s)\{[^\n*`\]]{0,300}\}(?=\s*$)")
_MARK_BEHIND = re.compile(r"(?P<words>\{[^{}]*\})[^{}]*(?P<mark>\{[^{}#]*#[^{}]*\})")
_HASH = re.compile(r"(?<=[^\s#\\])#+(?=\s*(?:\{[^{}]*\}\s*)?$)")
# Behind a `\` CommonMark takes any sign for itself, and Python-Markdown those of Markdown alone.
_ESCAPED = re.compile(r"(?<!\\)(?:\\\\)*(\\[\"$%&',/:;<=?@^~])")
_DEFINED = re.compile(r" {0,3}(\[[^\]]+\]):")
# What begins a point in no Markdown: `a)`, `(1)`, `1.` with no blank behind it, or one that does not break.
_LETTER = re.compile(
    r"[ >\t]*(?:\((?P<inside>[A-Za-z]|\d{1,2})\)\s|(?P<letter>[A-Za-z])[.)]\s|(?P<number>\d{1,2})[.)](?:\u00a0|(?=[^\W\d_])))"
)
_STEP = 4  # blanks for each level, as Python-Markdown has it; CommonMark takes two or three as well
_WITH_ATTRIBUTES = ("heading_open", "td_open", "th_open")  # those that have theirs at the end of their line
_BEGINS = ("paragraph_open", "heading_open", "table_open", "fence", "code_block")


def tell_of_readers(meant: Meant, tokens: Sequence[Token]) -> None:
    """`tokens` are what the text was read as, when it was read as it is meant."""
    _defined(meant, tokens)
    _indented(meant, tokens)
    _levels(meant, tokens)
    _swallowed(meant, tokens)
    _closing_brackets(meant, tokens)
    _letters(meant, tokens)
    _empty_points(meant, tokens)
    for token, line, parents in inlines(list(tokens), 0):
        _unread_mark(meant, token, line, parents[-1])
        for number, words in _left_out(token, line, parents[-1]):
            message = f"Readers would not see {short(words)}: words in such brackets are taken for a mark."
            meant.tell(number, "lost-words", message, f"Write `\\{{` for the first one: `\\{words}`.")
        for number, shown in enumerate(without_code(token.content).split("\n") if "\\" in token.content else (), line):
            if escaped := list(dict.fromkeys(_ESCAPED.findall(shown))):
                message = f"Readers would see the sign `\\` before {', '.join(one[1] for one in escaped)}: {short(shown.strip())}."
                fix = "Write `&lt;` for both." if "\\<" in escaped else "Delete it."
                meant.tell(number, "raw-sign", message, fix)
        if parents[-1] == "heading_open" and (signs := _HASH.search(token.content)):
            message = f"Readers would not see {signs[0]!r} at the end of the heading."
            meant.tell(line, "lost-words", message, "Write `\\#` for each of them.")


def _defined(meant: Meant, tokens: Sequence[Token]) -> None:
    """Lines that say where a link of that name leads, as a note of other programs does too, where no link has the name."""
    defined = [(number, found[1].lower()) for number, line in enumerate(meant.lines) if (found := _DEFINED.match(line))]
    if not defined:
        return
    seen = {number for token in tokens if token.map and not token.level for number in range(*token.map)}
    text = "\n".join(meant.lines).lower()
    for number, name in defined:
        if number not in seen and text.count(name) == 1:
            message = f"Readers would not see this line: {short(meant.lines[number].strip())}."
            meant.tell(number, "lost-words", message, "Write `\\[` for its first sign, or take it out.")


def _indented(meant: Meant, tokens: Sequence[Token]) -> None:
    """What begins with HTML or a sign of code may be meant so."""
    for token in tokens:
        if token.type == "code_block" and token.map and not token.level:
            words = meant.lines[token.map[0]].strip()
            if not words.startswith(("<", "`")):
                message = (
                    f"The text begins four blanks or more in, and would be shown as a program's code: {short(words)}."
                )
                fix = "Begin it with no blank. Code stands between two lines of three backticks."
                meant.tell(token.map[0], "lost-level", message, fix)


def _levels(meant: Meant, tokens: Sequence[Token]) -> None:
    """What stands below a point and does not begin far enough in: Python-Markdown takes it out of the point. Of each list the first
    such point is told of."""
    told: dict[int, bool] = {}  # of the last list of each level
    point, quoted, before = -1, 0, ""  # the line of the last point
    for token in tokens:
        quoted += token.nesting if token.type.startswith("blockquote") else 0
        number = token.map[0] if token.map else -1
        depth = token.level // 2  # a list and its point are a level each
        if token.type in LISTS:
            told[depth] = False
        elif number == point or quoted or before == "list_item_open":
            pass  # the first of a point, as in `- 1. sal`, is where it is to be
        elif token.type == "list_item_open":
            told[depth] = told[depth] or _is_too_near(meant, number, depth, " and the points beside it")
        elif depth and token.type in _BEGINS:
            _is_too_near(meant, number, depth, "")
        point, before = number if token.type == "list_item_open" else point, token.type


def _is_too_near(meant: Meant, number: int, levels: int, others: str) -> bool:
    """Whether the line is, which is told."""
    line = meant.lines[number].expandtabs(_STEP)
    has, wanted = len(line) - len(line.lstrip(" ")), levels * _STEP
    if has < wanted:
        message = f"The line is meant to stand below a point, and begins only {has} blanks in: {short(line.strip())}."
        meant.tell(number, "lost-level", message, f"Begin it{others} with {wanted} blanks.")
    return has < wanted


def _empty_points(meant: Meant, tokens: Sequence[Token]) -> None:
    """For Python-Markdown the sign alone is a word."""
    for opening, following in pairwise(tokens):
        if opening.type == "list_item_open" and following.type == "list_item_close" and opening.map:
            sign = meant.lines[opening.map[0]].strip()
            message = f"The point has no words, and readers would see {sign!r}."
            meant.tell(opening.map[0], "raw-sign", message, "Write it, or delete the line.")


def _swallowed(meant: Meant, tokens: Sequence[Token]) -> None:
    """A point with no empty line above it, where there is one within the point before it: Python-Markdown takes it for a part of that."""
    begins = ([point.map[0] for point in points if point.map] for points in lists(tokens))
    for above, number in (pair for lines in begins for pair in pairwise(lines)):
        between = [line.strip(" >\t") for line in meant.lines[above:number]]
        if "" in between and between[-1]:
            words = short(meant.lines[number].strip())
            message = f"The point would be a part of what stands above it: {words}."
            meant.tell(number, "raw-sign", message, "Write an empty line above it.")


def _closing_brackets(meant: Meant, tokens: Sequence[Token]) -> None:
    """`1)` begins a point in CommonMark alone. With an empty line between them such points look like what they are."""
    for before, token in pairwise(token for token in tokens if token.type not in LISTS):
        closes = before.type in ("list_item_close", "bullet_list_close", "ordered_list_close")
        if token.type == "list_item_open" and closes and token.markup == ")" and token.map:
            number = token.map[0]
            if meant.lines[number - 1].strip():
                message = f"The points would run together in one paragraph: {short(meant.lines[number].strip())}."
                fix = "Begin each with a full stop (`1.`, `2.`), or part them by empty lines."
                meant.tell(number, "raw-sign", message, fix)
                return


def _letters(meant: Meant, tokens: Sequence[Token]) -> None:
    """`a)` begins a point in no Markdown. Two that follow each other are meant as such."""
    for token in (one for one in tokens if one.type == "paragraph_open" and one.map):
        begin, end = token.map or (0, 0)
        places = [_place(found) if (found := _LETTER.match(line)) else 0 for line in meant.lines[begin:end]]
        for number, (above, place) in enumerate(pairwise(places), begin + 1):
            if above and place == above + 1:
                message = f"The points would run together in one paragraph: {short(meant.lines[number].strip())}."
                meant.tell(number, "raw-sign", message, "Begin each with `- `, or part them by empty lines.")
                break


def _place(sign: re.Match[str]) -> int:
    """In the order of the points: of letters, or of numbers."""
    said = next(filter(None, sign.groups()))
    return int(said) if said.isdigit() else ord(said)


def _unread_mark(meant: Meant, token: Token, line: int, parent: str) -> None:
    taken = _AT_END.search(token.content) if parent in _WITH_ATTRIBUTES else None
    if taken and (found := _MARK_BEHIND.search(taken[0])):
        message = f"The mark would not be read, since words in brackets stand before it: {short(found['mark'])}."
        meant.tell(line, "damaged-mark", message, f"Write `\\{{` for the first one: `\\{found['words']}`.")


def _left_out(token: Token, line: int, parent: str) -> Iterator[tuple[int, str]]:
    """The words in brackets that Python-Markdown leaves out, each with its line."""
    if parent in _WITH_ATTRIBUTES and (found := _AT_END.search(token.content)) and _BRACES.fullmatch(found[0]):
        yield line, found[0]
    lines = token.content.split("\n")
    if parent == "paragraph_open" and len(lines) > 1 and _BRACES.fullmatch(lines[-1].strip()):
        yield line + len(lines) - 1, lines[-1].strip()
    children = token.children or []
    for before, child in pairwise(children):
        line += before.type in ("softbreak", "hardbreak")
        closes = before.type in ("em_close", "strong_close", "link_close", "code_inline", "image")
        if closes and child.type == "text" and (found := _BRACES.match(child.content)):
            yield line, found[0]
