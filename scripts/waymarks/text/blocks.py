"""Blocks: a page's running words, one heading, paragraph, point or cell at a time."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby, pairwise
from typing import Any, NamedTuple

from markdown_it.token import Token
from pydantic import BaseModel

from waymarks.text.mixed import Run, mixed

# attr_list: `{#id}` at the end of a heading, `{: #id }` on a line of its own below a paragraph or in a list item.
ATTRIBUTES = re.compile(r"\{:?([^{}\n]*)\}\s*$")
# Those of emphasis, a link or code, directly behind it.
_OF_PART = re.compile(r"\{:?[^{}\n]*[#=.][^{}\n]*\}")
_PARTS = ("em_close", "strong_close", "link_close", "code_inline", "image")
_LANGUAGE = re.compile(r"\slang\s*=\s*[\"']?([\w-]+)")
LISTS = ("bullet_list_open", "ordered_list_open")
_ELEMENTS = {"heading_open": "heading", "td_open": "table cell", "th_open": "table cell"}
# The keys of the front matter that hold sentences or headings. A name is nobody's to spell.
_WRITTEN = {"title", "description", "text", "question", "choice", "because"}
_SIGN = Token("text", "", 0, content="`")


class Block(NamedTuple):
    """`element` is "heading", "paragraph", "list item", "table cell" or "front matter"; `text` its words, without markup.

    `is_link`: it holds a link and nothing else, as in a list of what to read next.
    """

    line: int
    element: str
    text: str
    is_link: bool = False


def blocks(tokens: list[Token], first_line: int) -> Iterator[Block]:
    """Every block with its line, in the order of the page."""
    for token, line, parents in inlines(tokens, first_line):
        inside = "list item" if "list_item_open" in parents else "paragraph"
        element = _ELEMENTS.get(parents[-1], inside)
        yield Block(line, element, _prose(token), is_link(token))


def inlines(tokens: list[Token], first_line: int) -> Iterator[tuple[Token, int, list[str]]]:
    """Every token that holds running words, with its line and the elements that it stands in, from the outermost on."""
    parents: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            parents.append(token.type)
        elif token.nesting == -1:
            parents.pop()
        elif token.type == "inline" and token.map:
            yield token, token.map[0] + first_line, parents


def lists(tokens: Iterable[Token]) -> list[list[Token]]:
    """The points of each list, in the order in which the lists begin."""
    found: list[list[Token]] = []
    begun: dict[int, list[Token]] = {}  # by the level of its points: the last list there
    for token in tokens:
        if token.type in LISTS:
            begun[token.level + 1] = []
            found.append(begun[token.level + 1])
        elif token.type == "list_item_open":
            begun[token.level].append(token)
    return found


def plain(inline: Token) -> str:
    """The words of a block, as they are read: mixed, where some are marked as another language's."""
    text = words(inline.children or [])
    return mixed(_runs(text, inline)) if "lang" in inline.content else text


def _runs(text: str, inline: Token) -> Iterator[Run]:
    """The parts of `text`, which are the block's words. What is not found in it is not marked."""
    told = 0
    for language, together in groupby(_spoken(inline), key=lambda one: one[0]):
        said = words(child for _, child in together)
        start = text.find(said, told)
        if start >= 0:
            yield Run(text[told:start], "")
            yield Run(said, language)
            told = start + len(said)
    yield Run(text[told:], "")


def _spoken(inline: Token) -> Iterator[tuple[str, Token]]:
    """The parts of a block, each with the language that it is marked as, or ""."""
    children = inline.children or []
    of_block = ATTRIBUTES.search(inline.content) if not any(_of_part(*two) for two in pairwise(children[-2:])) else None
    within = [_language(of_block[1]) if of_block else ""]
    for child in children:
        if child.type == "html_inline" and child.content.startswith("<span"):
            within.append(_language(child.content) or within[-1])
        elif child.type == "html_inline" and child.content.startswith("</span") and within[1:]:
            within.pop()
        yield within[-1], child


def _language(attributes: str) -> str:
    found = _LANGUAGE.search(attributes)
    return found[1] if found else ""


def apart(inline: Token) -> str:
    """The words of a block, with a sign instead of code and pictures: what stands around them does not stand together."""
    children = inline.children or []
    return words(_SIGN if one.type in ("code_inline", "image") else one for one in children)


def _prose(inline: Token) -> str:
    """The words of a block that are the page's own language: no code, and nothing that is marked as another language's."""
    spoken = _spoken(inline) if "lang" in inline.content else (("", child) for child in inline.children or [])
    return words(child for language, child in spoken if not language and child.type != "code_inline")


def words(tokens: Iterable[Token]) -> str:
    """The words of a part of a block, such as a link."""
    tokens = [*tokens]
    said = [_read(child, before) for before, child in zip([None, *tokens], tokens, strict=False)]
    return " ".join(ATTRIBUTES.sub("", "".join(said)).split())


def _of_part(before: Token | None, child: Token) -> re.Match[str] | None:
    """The attributes of what stands before it."""
    return _OF_PART.match(child.content) if before and before.type in _PARTS and child.type == "text" else None


def _read(child: Token, before: Token | None) -> str:
    if attributes := _of_part(before, child):
        return child.content[attributes.end() :]
    if child.type in ("softbreak", "hardbreak") or (child.type == "html_inline" and child.content.startswith("<br")):
        return " "
    return child.content if child.type in ("text", "code_inline", "image") else ""


def front_blocks(front: BaseModel, line_of: Callable[..., int]) -> Iterator[Block]:
    """The words of the front matter, with the lines of their keys."""
    for place, text in texts_of(front.model_dump()):
        if place[-1] in _WRITTEN:
            yield Block(line_of(*place), "front matter", text)


def texts_of(value: Any, place: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """All texts in `value`, each with its place there."""
    if isinstance(value, str):
        yield place, value
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else ()
    for key, one in inside:
        yield from texts_of(one, (*place, key))


def is_link(inline: Token) -> bool:
    """Whether a block is a link and nothing else."""
    depth, outside = 0, ""
    for child in inline.children or []:
        depth += child.nesting if child.type in ("link_open", "link_close") else 0
        outside += child.content if depth == 0 else ""
    return not outside.strip()
