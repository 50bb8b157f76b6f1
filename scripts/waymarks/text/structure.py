"""Structure: the headings, tables and HTML of a page's text, each with its line."""

import re
from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown_it.token import Token

# As a browser begins a tag. What stands between `<` and `>` may be a web or e-mail address instead.
_TAG = re.compile(r"<(?:/?([A-Za-z][^\s/>]*)([^>]{0,2000})|([!?])(?!--))")
_ADDRESS = re.compile(r"<(?:https?://|mailto:)[^\s<>]+>|<[\w.+-]{1,64}@[\w.-]{1,200}>|(?<=\]\()<[^<>\n]*>", re.I)
_NAME = re.compile(r"([^\s\"'>/=]+)\s*(?:=\s*(?:\"[^\"]*\"?|'[^']*'?|[^\s\"'>]+))?")
# As it is written, or as Word and Excel give it: with a tab between two cells.
_TABLE_ROW = re.compile(r"\s*\|.*\|\s*$|(?!\s*\(?(?:[A-Za-z]|\d{1,2})[.)]\t).*\S\t\s*\S")
_WITHOUT_WORDS = re.compile(r"<!--.*?-->|\{:?[^{}\n]*\}\s*$", re.S)
# Where an attribute list may begin: behind a `\` the brace is a sign like any other.
_BRACE = re.compile(r"(?<!\\)\{")
# More braces on a line, and more in one of them, than any text has.
_MOST, _LONGEST = 50, 1000


class Heading(NamedTuple):
    """`text` is as written, but for its id. `alone`: nothing stands between it and the next one, or the end of the page."""

    level: int
    text: str
    line: int
    alone: bool = False


class Table(NamedTuple):
    """`headers` are the words above each column; none of all, where the rows stand without a line of headers."""

    headers: tuple[str, ...]
    line: int


class Tag(NamedTuple):
    """HTML as written. `element` is "" for the attributes of an attribute list, and "!" or "?" for what is no element."""

    element: str
    attributes: tuple[str, ...]
    line: int


def headings(tokens: list[Token], first_line: int) -> Iterator[Heading]:
    """In the order of the page, with its words as they are written, and without attributes."""
    for n, opening in enumerate(tokens):
        if opening.type == "heading_open" and opening.map:
            words = _WITHOUT_WORDS.sub("", tokens[n + 1].content).strip()
            alone = opening.markup[0] == "#" and all(one.type == "heading_open" for one in tokens[n + 3 : n + 4])
            yield Heading(int(opening.tag[1:]), words, opening.map[0] + first_line, alone)


def tables(tokens: list[Token], first_line: int) -> Iterator[Table]:
    """Each by the line that it begins on, with the words of its headers."""
    table: Token | None = None
    headers: list[str] = []
    for token, inline in pairwise(tokens):
        if token.type == "table_open":
            table, headers = token, []
        elif token.type == "th_open":
            headers.append(inline.content.strip() if inline.type == "inline" else "")
        elif token.type == "thead_close" and table and table.map:
            yield Table(tuple(headers), table.map[0] + first_line)
        elif token.type == "paragraph_open" and token.map:
            rows = [bool(_TABLE_ROW.match(line)) for line in inline.content.split("\n")]
            if sum(rows) > 1:
                yield Table((), token.map[0] + first_line + rows.index(True))


def tags(text: str, tokens: list[Token], first_line: int) -> Iterator[Tag]:
    """All HTML of `text`, comments apart. Code shows HTML and has none."""
    shown = _without_code(text, tokens)
    addresses = {match.start() for match in _ADDRESS.finditer(shown)}
    line, done = first_line, 0
    for match in _TAG.finditer(shown):
        if match.start() not in addresses:
            line, done = line + shown.count("\n", done, match.start()), match.start()
            names = tuple(name[1].lower() for name in _NAME.finditer(match[2] or ""))
            yield Tag((match[1] or match[3]).lower(), names, line)
    for number, words in enumerate(shown.split("\n"), start=first_line):
        if "{" in words:
            yield from (Tag("", names, number) for names in _lists(words))


def _lists(words: str) -> Iterator[tuple[str, ...]]:
    """The names in each attribute list, as Markdown reads it. `{word}` alone is text."""
    for brace in islice(_BRACE.finditer(words), _MOST):
        rest = words[brace.end() :][:_LONGEST]
        attributes, _ = get_attrs_and_remainder(rest.removeprefix(":").strip())
        listed = rest.lstrip().startswith((":", "#", ".")) or any(value is not None for _, value in attributes)
        if "}" in rest and listed and attributes:
            yield tuple("class" if name == "." else name.lower() for name, _ in attributes)


def _without_code(text: str, tokens: list[Token]) -> str:
    """`text` with blanks for its code, where Markdown's two readers (this one, and the site's) agree that it is code."""
    lines = text.split("\n")
    for token in tokens:
        if token.map and (_is_fence(token, lines) or (token.type == "code_block" and token.level == 0)):
            for number in range(token.map[0], min(token.map[1], len(lines))):
                lines[number] = ""
        elif token.map and token.type == "inline" and "`" in token.content:
            _blank_spans(token, lines)
    return "\n".join(lines)


def _is_fence(token: Token, lines: list[str]) -> bool:
    """Python-Markdown knows only fences at the margin that are closed."""
    if token.type != "fence" or not token.map or token.map[1] - token.map[0] < 2:
        return False
    return all(lines[number].startswith(token.markup) for number in (token.map[0], token.map[1] - 1))


def _blank_spans(token: Token, lines: list[str]) -> None:
    """Blank each code span that stands on one line."""
    number, last = token.map or (0, 0)
    for child in token.children or []:
        if child.type != "code_inline":
            continue
        span = re.compile(f"{child.markup} ?{re.escape(child.content)} ?{child.markup}")
        while number < last:
            lines[number], found = span.subn("`", lines[number], count=1)
            if found:
                break
            number += 1
