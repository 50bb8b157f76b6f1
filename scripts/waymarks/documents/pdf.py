"""PDF: lines, with their places and sizes, become headings, points and paragraphs again."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from statistics import median
from typing import Any, TypeVar

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTContainer, LTCurve, LTLine, LTPage, LTRect, LTTextLine
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage

from waymarks.documents.passages import BULLET, NUMBER, Passage, is_ended, joined, number_of, of_pages
from waymarks.machine.refusals import Failure
from waymarks.text.markup import typed

Part = TypeVar("Part")

_MOST_PAGES = 300
_MARKER = re.compile(r"(?:[^\w\s]|o|\(cid:\d+\)|\(?\d{1,2}[.)]|[a-z][.)])")
_PAGE_NUMBER = re.compile(r"(?:side|page|s\.)?\s*[-–]?\s*\d{1,3}\s*(?:(?:af|of|/)\s*\d{1,3})?\s*[-–]?", re.I)
# How much of a page is its head, and its foot.
_MARGIN = 0.08
# In points: how wide the white space between two columns is at least; and how few lines are no column.
_GUTTER, _FEWEST = 10, 4
# In points: how far a rule may end from what it goes on from, or from the lines that it is to go past.
_APART = 3
# In points: how far from its text a bullet may stand.
_BESIDE = 45


@dataclass(frozen=True)
class _Line:
    """`x0`, `x1`, `top` and `bottom` are in points from the page's left and lower edge."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    where: float  # 0 at the page's foot, 1 at its head

    @property
    def is_of_pages(self) -> bool:
        return self.where < _MARGIN or self.where > 1 - _MARGIN


# Where it stands, and from where to where it goes, with what is lower on the page as the greater number.
_Rule = tuple[float, float, float]
_Extent = Callable[[_Line], tuple[float, float]]
_Sides = tuple[list[_Line], list[_Line]]


@dataclass(frozen=True)
class _Rules:
    """What is drawn straight on a page: the borders of tables and boxes, and what stands between columns."""

    level: list[_Rule]
    upright: list[_Rule]


def read(data: bytes) -> list[Passage]:
    """Raises Failure where it can't be read, or has no text to read, or anything if it is damaged."""
    try:
        pages = list(_pages(data))
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise Failure(
            "The PDF is protected by a password. Save a copy without one, or use the document it was made from."
        ) from None
    found = [list(_found(page, number)) for number, page in enumerate(pages, start=1)]
    ends = Counter(round(line.x1) for lines in found for line in lines)
    lines = [
        line for page, of_page in zip(pages, found, strict=True) for line in _lines(page, list(_whole(of_page, ends)))
    ]
    if sum(len(line.text) for line in lines) < min(20 * max(1, len(pages)), 200):
        raise Failure(
            "There is no text in the PDF, only pictures of it: it is scanned. Let the scanner's program recognise the text (OCR), or use the document it was made from."
        )
    return list(_passages(lines))


def _pages(data: bytes) -> Iterator[LTPage]:
    """Those that lie on their side are turned."""
    resources = PDFResourceManager()
    device = PDFPageAggregator(resources, laparams=LAParams(all_texts=True))
    interpreter = PDFPageInterpreter(resources, device)
    for page in PDFPage.get_pages(BytesIO(data), maxpages=_MOST_PAGES):
        interpreter.process_page(page)
        turns = Counter(_turn(sign) for sign in _parts(device.get_result(), LTChar))
        if turn := max(turns, key=turns.__getitem__, default=0):
            page.rotate = (page.rotate + turn) % 360
            interpreter.process_page(page)
        yield device.get_result()


def _turn(sign: LTChar) -> int:
    """By how many degrees the page is to be turned for the sign to stand."""
    a, b, *_ = sign.matrix
    return 0 if abs(a) >= abs(b) else 90 if b > 0 else 270


def _whole(lines: list[_Line], ends: Counter[int]) -> Iterator[_Line]:
    """The lines of a page. One that is stretched to the margin falls apart where its spaces are wide: its last word ends where lines
    do, `ends` has how many, and in between nothing begins or ends where others do, as columns and cells would."""
    first, last = Counter(round(one.x0) for one in lines), Counter(round(one.x1) for one in lines)
    rows: dict[tuple[int, float, bool], list[_Line]] = {}
    for line in sorted(lines, key=lambda one: one.x0):
        rows.setdefault((round(line.bottom), line.size, line.bold), []).append(line)
    for row in rows.values():
        stretched = ends[round(row[-1].x1)] >= _FEWEST - 1 and all(
            last[round(one.x1)] == first[round(after.x0)] == 1 for one, after in pairwise(row)
        )
        if stretched:
            yield replace(row[0], text=" ".join(one.text for one in row), x1=row[-1].x1)
        else:
            yield from row


def _lines(page: LTPage, found: list[_Line]) -> list[_Line]:
    """The lines of a page as they are read; a bullet that stands apart is with its text."""
    number = found[0].page if found else 0
    found += [
        _dot(one, number) for one in _parts(page, LTCurve) if all(1 < side < 8 for side in (one.width, one.height))
    ]
    lone = [one for one in found if _MARKER.fullmatch(one.text)]
    rest = [one for one in found if one not in lone]
    for marker in lone:
        beside = [
            one for one in rest if one.x0 >= marker.x0 and min(one.top, marker.top) - max(one.bottom, marker.bottom) > 0
        ]
        nearest = min(beside, key=lambda one: one.x0, default=None)
        if nearest and nearest.x0 - marker.x1 < _BESIDE:
            rest[rest.index(nearest)] = replace(nearest, text=f"{marker.text} {nearest.text}", x0=marker.x0)
        elif any(sign.isalnum() for sign in marker.text):
            rest.append(marker)
    return list(_ordered(rest, _rules(page)))


def _rules(page: LTPage) -> _Rules:
    boxes = [(one.x0, one.x1, -one.y1, -one.y0) for one in (*_parts(page, LTLine), *_parts(page, LTRect))]
    return _Rules(
        _drawn((at, x0, x1) for x0, x1, top, bottom in boxes for at in (top, bottom)),
        _drawn((at, top, bottom) for x0, x1, top, bottom in boxes for at in (x0, x1)),
    )


def _drawn(edges: Iterable[_Rule]) -> list[_Rule]:
    """Those that go on from each other are one."""
    rules: list[_Rule] = []
    for at, start, end in sorted((round(at), start, end) for at, start, end in edges):
        last = rules[-1] if rules else None
        if last and last[0] == at and start <= last[2] + _APART:
            rules[-1] = (at, last[1], max(end, last[2]))
        else:
            rules.append((at, start, end))
    return rules


def _ordered(lines: list[_Line], rules: _Rules) -> Iterator[_Line]:
    """As they are read: columns one after the other, what stands across them before or after, and rows cell by cell.

    The recursive cut along white space (Nagy and Seth, 1984): where none runs from top to bottom, the widest one from
    side to side divides the lines. What is ruled is divided along its rules.
    """
    across = _cut(sorted(lines, key=_width), _width, _GUTTER)
    whole = _ruled(lines, rules.level, _height, _width) or (
        across if across and min(map(len, across)) >= _FEWEST else None
    )
    if whole:
        for part in whole:
            yield from _ordered(part, rules)
        return
    # The lines of one cell stand nearer to each other than this.
    apart = 0.5 * median(one.top - one.bottom for one in lines) if lines else 0.0
    down = _down(lines, apart)
    beside = None if down else across or _ruled(lines, rules.upright, _width, _height)
    parts = down or beside or _down(lines, 0.0)
    for part in parts or ():
        # The cells of a table's row stand beside each other; its bold ones are no headings of the text.
        yield from _ordered([replace(one, bold=False) for one in part] if beside else part, rules)
    if not parts:
        yield from sorted(lines, key=lambda one: (-round(one.bottom / 3), one.x0))


def _width(one: _Line) -> tuple[float, float]:
    return one.x0, one.x1


def _height(one: _Line) -> tuple[float, float]:
    return -one.top, -one.bottom


def _ruled(lines: list[_Line], rules: list[_Rule], extent: _Extent, along: _Extent) -> _Sides | None:
    """The lines on the two sides of the first rule between them that goes past them all, and through none. A page's head and foot
    may be wider."""
    inner = [along(one) for one in lines if not one.is_of_pages]
    first, last = min((one[0] for one in inner), default=0.0), max((one[1] for one in inner), default=0.0)
    for at, start, end in rules:
        if start <= first + _APART and end >= last - _APART:
            before = [one for one in lines if extent(one)[1] <= at + _APART]
            after = [one for one in lines if extent(one)[0] >= at - _APART]
            if before and after and len(before) + len(after) == len(lines):
                return before, after
    return None


def _down(lines: list[_Line], least: float) -> _Sides | None:
    return _cut(sorted(lines, key=_height), _height, least)


def _cut(lines: list[_Line], extent: _Extent, least: float) -> _Sides | None:
    """The lines, which are in order, on the two sides of the widest white space between them; None where there is none
    of at least so many points."""
    widest, at, end = least, 0, float("-inf")
    for n, line in enumerate(lines):
        first, last = extent(line)
        if n and first - end >= widest:
            widest, at = first - end, n
        end = max(end, last)
    return (lines[:at], lines[at:]) if at else None


def _parts(one: Iterable[object], kind: type[Part]) -> Iterator[Part]:
    """Those of a kind, however deep."""
    for child in one:
        if isinstance(child, kind):
            yield child
        elif isinstance(child, LTContainer):
            yield from _parts(child, kind)


def _dot(one: LTCurve, page: int) -> _Line:
    """A bullet that is drawn and not written."""
    return _Line("•", page, one.x0, one.x1, one.y1, one.y0, one.height, False, 0.5)


def _found(page: LTPage, number: int) -> Iterator[_Line]:
    upright = _rules(page).upright
    for one in _parts(page, LTTextLine):
        yield from filter(None, (_line(cell, page, number) for cell in _cells(one, upright)))


def _cells(line: LTTextLine, upright: list[_Rule]) -> Iterator[list[Any]]:
    """The signs of a line, apart where a rule stands between them: what is near is one line, though the border of a cell is between."""
    cell: list[Any] = []
    last = None
    for sign in line:
        if isinstance(sign, LTChar):
            if last and any(
                last.x1 - 1 <= at <= sign.x0 + 1 and start < -sign.y0 and end > -sign.y1 for at, start, end in upright
            ):
                yield cell
                cell = []
            last = sign if sign.get_text().strip() else last
        cell.append(sign)
    yield cell


def _line(one: list[Any], page: LTPage, number: int) -> _Line | None:
    placed = [sign for sign in one if isinstance(sign, LTChar)]
    signs = [sign for sign in placed if sign.get_text().strip()]
    text = typed(" ".join(_written(one).split()))
    if not signs or not text:
        return None
    size = median(sign.size for sign in signs)
    bold = all(
        re.search("bold|black|heavy|semibold", sign.fontname, re.I) for sign in signs if sign.get_text().isalpha()
    ) and any(sign.get_text().isalpha() for sign in signs)
    x0, x1 = min(sign.x0 for sign in placed), max(sign.x1 for sign in placed)
    bottom, top = min(sign.y0 for sign in placed), max(sign.y1 for sign in placed)
    return _Line(text, number, x0, x1, top, bottom, round(size, 1), bold, (bottom + top) / 2 / (page.height or 1))


def _written(line: list[Any]) -> str:
    """The words of a line. A space that takes no room is a soft hyphen, as browsers print it."""
    return "".join(
        sign.get_text()
        for sign, after in pairwise([*line, None])
        if not (isinstance(sign, LTChar) and isinstance(after, LTChar))
        or sign.get_text() != " "
        or after.x0 - sign.x0 > 0.2 * sign.width
    )


def _passages(lines: list[_Line]) -> Iterator[Passage]:
    pages = len({line.page for line in lines})
    seen = Counter(key for line in lines if line.is_of_pages for key in {_key(line.text)})
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    running = {id(line) for line in lines if _is_running(line, seen, pages, body)}
    larger = sorted({line.size for line in lines if line.size > body * 1.12}, reverse=True)
    text_lines = [line for line in lines if id(line) not in running]
    right = {
        page: max((line.x1 for line in text_lines if line.page == page), default=0.0)
        for page in {line.page for line in lines}
    }
    group: list[_Line] = []
    for line in text_lines:
        if group and _begins(group, line, body, right[group[-1].page]):
            yield _passage(group, body, larger)
            group = []
        group.append(line)
    if group:
        yield _passage(group, body, larger)
    yield from of_pages(line.text for line in lines if id(line) in running)


def _key(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _is_running(line: _Line, seen: Counter[str], pages: int, body: float) -> bool:
    """A line that comes again on other pages or is much smaller than their text, or the number of one."""
    again = pages > 1 and seen[_key(line.text)] >= max(2, pages // 2)
    return line.is_of_pages and (again or line.size < 0.85 * body or bool(_PAGE_NUMBER.fullmatch(line.text)))


def _begins(group: list[_Line], line: _Line, body: float, right: float) -> bool:
    """Whether the line begins a passage of its own, and does not go on with `group`."""
    last, first = group[-1], group[0]
    if BULLET.match(line.text) or number_of(line.text, first.text):
        return True
    if abs(line.size - last.size) > 0.06 * body or line.bold != last.bold:
        return not (line.bold != last.bold and abs(line.size - last.size) < 0.5 and _goes_on(last, line))
    gap, height = last.bottom - line.top, last.top - last.bottom
    apart = line.x1 < last.x0 or line.x0 > last.x1
    if line.page != last.page or gap < -2 * height or apart:  # the next page, column or cell, or a box beside
        return not _goes_on(last, line)
    if gap > 0.65 * height and not _goes_on(last, line):
        return True
    # The next word would have had room in the line before.
    word = (line.x1 - line.x0) / max(1, len(line.text)) * (len(line.text.split()[0]) + 1)
    short = last.x1 + word < min(right, max(one.x1 for one in group) if len(group) > 2 else right) - 2
    is_point = bool(BULLET.match(first.text) or NUMBER.match(first.text))
    if short and not line.text[:1].islower():
        return True
    return is_point and line.x0 < first.x0 - 1 and is_ended(last.text)


def _goes_on(last: _Line, line: _Line) -> bool:
    return line.text[:1].islower() and not is_ended(last.text)


def _passage(group: list[_Line], body: float, larger: list[float]) -> Passage:
    text = group[0].text
    for line in group[1:]:
        text = joined(text, line.text)
    is_large = group[0].size in larger
    strong = is_large or all(line.bold for line in group)
    level = 1 + larger.index(group[0].size) if is_large else 0
    words = len(text.split())
    if is_large and words <= 16 and not text.endswith(".") and not BULLET.match(text):
        number = NUMBER.match(text)
        return Passage("heading", text[number.end() :] if number else text, f"page {group[0].page}", level)
    return Passage("", text, f"page {group[0].page}", strong=strong)
