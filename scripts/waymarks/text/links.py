"""Links: where a page leads and what it shows, as written, and what is written like a link and is none."""

import re
from collections.abc import Iterator
from itertools import accumulate, takewhile
from typing import NamedTuple

from markdown_it.common.normalize_url import normalizeLink
from markdown_it.common.utils import unescapeAll
from markdown_it.token import Token

from waymarks.text.blocks import words

# What is left of a link that is none, such as one with a blank in its address: `[words](here is it)`, `[words][unknown]`.
# Or with a blank between its halves, the brackets exchanged, one of them lost or doubled, or a note, of which Markdown knows nothing here.
_FILE = r"[^][()\s]{0,200}(?:://|\.(?:md|pdf|png|jpe?g|webp|avif|gif|svg)\b)[^][()\s]{0,200}"
_NO_LINK = re.compile(
    rf"\[\[[^][]+\]\]|\[\^[^][\s]+\](?!:)|\[[^][]*\]\s+\({_FILE}\)|\[[^][()]*\({_FILE}\)(?![^][]*\])|\([^()]*\)\[{_FILE}\]|\[[^][]*\]{_FILE}\)"
    r"|(?:\[[^][]*)?\](?:\([^()]*\)?|\[[^][]*\])"
)
# Up to the last letter or figure: what ends the sentence is no part of it. What is not encrypted, or begins with `www.`, may only be named.
_BARE = re.compile(r"https://[^\s<>()\[\]\"”“]*\w/?", re.I)
_NOTE = re.compile(r"\^\w+")
# The address of a link as Windows writes a path, of which Markdown leaves out the `\` before a dot.
_BACKSLASHES = re.compile(r"\]\(<?([\w./-]*\\[\w./\\-]*)")
_WRITTEN_OUT = re.compile(r"\\[][]")


class Link(NamedTuple):
    """A link or image as written: `[text](target)`. `text` is its words, or what an image has for those who don't see it."""

    target: str
    line: int
    image: bool = False
    text: str = ""


def links(tokens: list[Token], first_line: int) -> Iterator[Link]:
    """All links and images, in the order of the page."""
    for children, line, content in _lines(tokens, first_line):
        written = {unescapeAll(one): one for one in _BACKSLASHES.findall(content)}
        paths = {normalizeLink(read): one for read, one in written.items() if "\\" in read}
        for n, child in enumerate(children):
            if child.type == "link_open" and not _NOTE.fullmatch(said := _said(children[n + 1 :])):
                href = str(child.attrGet("href"))
                yield Link(paths.get(href, href), line[n], text=said)
            elif child.type == "image":
                src = str(child.attrGet("src"))
                yield Link(paths.get(src, src), line[n], image=True, text=child.content.strip())


def _said(following: list[Token]) -> str:
    """The words up to the link's end. A picture stands for words: its own are asked for where it is none."""
    own = list(takewhile(lambda one: one.type != "link_close", following))
    return words(own) or ("…" if any(one.type == "image" for one in own) else "")


def no_links(tokens: list[Token], first_line: int) -> Iterator[tuple[str, int]]:
    """What is written like a link and is none, and addresses of the web that stand in a text by themselves; with their lines."""
    for children, line, content in _lines(tokens, first_line):
        are_meant = _WRITTEN_OUT.search(content)  # the brackets
        depth = 0  # of links
        for n, child in enumerate(children):
            depth += child.nesting if child.type.startswith("link_") else 0
            if child.type == "text":
                like_links = _NO_LINK.findall(child.content)
                bare = _BARE.findall(child.content) if not like_links and not depth else []
                yield from ((one, line[n]) for one in (bare if are_meant else like_links or bare))
            elif child.type == "link_open" and not are_meant and _NOTE.fullmatch(said := _said(children[n + 1 :])):
                yield f"[{said}]", line[n]


def _lines(tokens: list[Token], first_line: int) -> Iterator[tuple[list[Token], list[int], str]]:
    """The parts of each text, the line of each part, and the text as it is written."""
    for token in tokens:
        if token.type == "inline" and token.map and token.children:
            breaks = (child.type in ("softbreak", "hardbreak") for child in token.children)
            yield token.children, list(accumulate(breaks, initial=token.map[0] + first_line)), token.content
