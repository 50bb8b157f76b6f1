"""Plain text (.txt): lines become headings, points and paragraphs by their signs, their length and the empty lines between."""

import re
from collections.abc import Iterable, Iterator

from waymarks.documents.passages import BULLET, Passage, in_row, is_ended, joined, number_of
from waymarks.machine.refusals import Failure

# A text whose lines are no longer than this was broken by the program that saved it.
_WIDEST = 110
# Below a heading or the head of a table, or between two parts.
_RULER = re.compile(r"[=_*~-]{3,}|(?=.*\|)(?=.*-)[|: -]+")
_ROW = re.compile(r"\|.+\|")
# What Markdown writes around words, and an address that it names beside them.
_EMPHASIS = re.compile(r"(?<![\w*_])(\*{1,3}|_{1,3})(?=[^\s*_])(.+?)(?<=[^\s*_])\1(?![\w*_])")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^()\s]*\)")


def decoded(data: bytes) -> str:
    """As UTF-8, UTF-16 or, if it is neither, Windows-1252, which Danish programs have saved in for long."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    if data and data.count(0) > len(data) / 4:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def read(data: bytes) -> list[Passage]:
    """Raises Failure where there is no text in it."""
    text = decoded(data)
    if (
        text.count("\0")
        or sum(not sign.isprintable() and sign not in "\n\r\t\f\u00a0\u00ad\ufeff" for sign in text) > len(text) / 20
    ):
        raise Failure("The file holds no text. Save it as text (UTF-8), or hand over the document itself.")
    text = re.sub("\r\n?|\f", "\n", text).expandtabs(4)
    # Of Markdown: comments, and the signs of a quotation.
    text = re.sub("(?s)<!--.*?-->", lambda match: "\n" * match[0].count("\n"), text)
    return list(_passages(re.sub(r"(?m)^ *(?:> ?)+", "", text).split("\n")))


def _passages(lines: list[str]) -> Iterator[Passage]:
    width = max((len(line.rstrip()) for line in lines), default=0)
    width = width if width <= _WIDEST else 0
    text, at, alone, before = "", 0, True, ""
    for number, line in enumerate([*lines, ""], start=1):
        plain = "" if _RULER.fullmatch(line.strip()) else line.strip()
        if text and plain and not _begins(text, before, line, width):
            text = joined(text, plain)
        else:
            if text:
                yield from _found(text, at, alone, is_head="|" in line and not plain)
            text, at, alone = plain, number, not before
        before = plain and line


def _begins(text: str, before: str, line: str, width: int) -> bool:
    """Whether `line` begins a passage of its own, and does not go on with `text`, whose last line is `before`."""
    plain = line.strip()
    if BULLET.match(plain) or number_of(plain, text) or plain.startswith("#") or _ROW.fullmatch(plain):
        return True
    if plain[:1].islower() and not is_ended(text):
        return False
    if not width:
        return True
    indented = bool(BULLET.match(text)) and line[:1].isspace()
    # The next word would have had room in the line before.
    room = width - len(before.rstrip()) > len(plain.split()[0]) + 1
    return room and not (indented and plain[:1].islower())


def _found(text: str, at: int, alone: bool, *, is_head: bool) -> Iterable[Passage]:
    if _ROW.fullmatch(text):
        return in_row(([_passage(cell.strip(), at, alone)] for cell in text.strip("|").split("|")), is_head=is_head)
    return [_passage(text, at, alone)]


def _passage(text: str, at: int, alone: bool) -> Passage:
    strong = re.fullmatch(r"(\*\*|__)((?:(?!\1).)+)\1:?", text)
    text = _LINK.sub(r"\1", _EMPHASIS.sub(r"\2", text))
    if match := re.match(r"(#{1,6})\s+", text):
        return Passage("heading", text[match.end() :].strip("# "), f"line {at}", len(match[1]))
    if strong:
        return Passage("", strong[2], f"line {at}", strong=True)
    return Passage("", text, f"line {at}", alone=alone)
