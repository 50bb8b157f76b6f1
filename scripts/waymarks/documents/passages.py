"""Passages: what the lines of a document are, by their style, their signs ("•", "2.1") or their looks."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import accumulate

from babel.dates import get_month_names

from waymarks.text.days import days_in

# Signs that people type before a point. Word's own bullets reach other formats as signs of its fonts (U+F0B7, "§").
BULLET = re.compile(
    r"-\s*o\s+(?=[A-ZÆØÅ])|[•◦▪▫‣·●○■□◆◇►▶➢➤→➔✓✔✅👉❖–—*+\uf0a7\uf0b7\uf0d8\uf0fc\u2010-\u2012-]\ufe0f?[\s\u00a0]+|§(?!\s*\d)[\s\u00a0]+|o[\t\u00a0 ]+(?=\S)|\(cid:\d+\)\s+"
)
# Days and floors, and words made short, as "F. eks.", "H. C. Andersen" and "d. 12. marts", begin with no number or letter of a list.
_COUNTED = "|".join((*get_month_names("wide", locale="da").values(), "sal", "etage", "kvartal", "halvår", "udgave"))
NUMBER = re.compile(
    rf"(?!\d{{1,2}}\.\s*(?i:{_COUNTED})\b)"
    r"(?![a-zA-Z]\.\s*(?:eks|fl|lign|[a-zæøåA-ZÆØÅ])\.|[dD]\.\s*\d{1,2}\.)"
    r"\(?(?P<number>\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivx]{1,4}|[IVX]{2,5})(?:[.):](?=\s|[A-ZÆØÅ])|(?<=\.\d)(?=\s))\s*(?=\S)"
)
# "s. 12", "v. Anna Hansen", "E. coli" and "2. sal" begin as points do. They are some only where they count on from one above.
_DOUBTFUL = re.compile(r"[svpSVP]\.\s*(?:\d|[A-ZÆØÅ])|(?:[B-Z]|[2-9]|\d\d)\.\s+[a-zæøå]")
_ROMAN = "i ii iii iv v vi vii viii ix x".split()
# The number of a heading without any sign: "2 Mission". After the number of things a noun would be small.
_CHAPTER = re.compile(r"\d{1,2}\s+(?=[A-ZÆØÅ])")
_SENTENCE_ENDS = (".", "!", "?", ";", ",", ":", ".”", ".»", '."')
# A heading has no more words than this, and one without any mark of its own no more than the second.
_LONGEST_HEADING, _LONGEST_PLAIN = 16, 10
_SHORT = 6
# What a line that opens a list ends with; one that does not is the list's heading: "Kollegiale forventninger:".
_OPENS = re.compile(
    r"(?:^|\s)(?:er|vil|skal|kan|har|vi|sige|med|for|at|om|på|af|til|i|ved|prioriteres|are|is|will|to|that|on)\s*:$|^(?:vi|det|de|den|her|we)\s",
    re.I,
)
# Why no statement is to carry it.
CONTENTS, _HEAD = "It is a table of contents.", "It is the head of a table."
_OF_PAGES = "It stands at the head or the foot of pages."
# The foot of a page, where it stands in the text.
_OF_PAGE = re.compile(r"(?:side|page)\s+\d{1,3}(?:\s*(?:af|of|/)\s*\d{1,3})?|[-–]\s*\d{1,3}\s*[-–]", re.I)
_CONTENTS_TITLES = {"indhold", "indholdsfortegnelse", "contents", "table of contents"}
# A line of a table of contents that somebody typed: words, a gap, a page.
_WIDEST_OF_CONTENTS = 300
_OF_CONTENTS = re.compile(r"(?P<words>.*?\w.*?)(?P<gap>[\s.…·_]+)(?P<page>\d{1,3})\s*")
# What is no syllable, at which a program would divide a word: the hyphen is the word's own, as in "fx-aftaler" and "it-kurser".
_NO_SYLLABLE = re.compile(r"(?:[A-ZÆØÅ]{2,}|\b(?i:[^\W\d_]|[^\W\d_aeiouyæøå]+|it))[-\u2010]$")
# Words after which a hyphen at the end of a line belongs to the word: "individ- og gruppesamtaler".
_AFTER_HYPHEN = re.compile(r"(?:og|eller|samt|and|or|til)\b")


@dataclass(frozen=True)
class Passage:
    """`element` is "heading", "point" or "paragraph", or "" for what is still to be seen; `level` counts from 1 for the
    title. `at` says where in the document. `left_out` is why no statement is to carry it, if so.

    Until it has been seen what it is: `strong` is whether all of it is bold or larger than the rest, `alone` whether
    nothing stands directly above it, and a line break is in `text` where the document has one. `implied`: a point that no
    sign tells. `first`: its number or letter begins a list.
    """

    element: str
    text: str
    at: str
    level: int = 0
    left_out: str | None = None
    strong: bool = False
    ordered: bool = False
    alone: bool = True
    implied: bool = False
    first: bool = False


def of_pages(texts: Iterable[str]) -> Iterator[Passage]:
    """What stands at the head or the foot of pages, once."""
    told = dict.fromkeys(text for text in texts if text.strip())
    return (Passage("paragraph", text, "head or foot", left_out=_OF_PAGES) for text in told)


def in_row(row: Iterable[Iterable[Passage]], *, is_head: bool) -> Iterable[Passage]:
    """The passages of a table's row, whose cells hold these. The head of a table says what its columns are."""
    written = ([one for one in cell if one.text.strip()] for cell in row)
    cells = [cell for cell in written if cell]
    if is_head and len(cells) > 1:
        return [replace(_joined(cells), left_out=_HEAD)]
    if len(cells) < 2 or any(len(cell) > 1 or cell[0].element in ("heading", "point") for cell in cells):
        return [one for cell in cells for one in cell]
    return [_joined(cells)]


def _joined(cells: list[list[Passage]]) -> Passage:
    """The first passages of the cells as one point."""
    text = " – ".join(" ".join(cell[0].text.split()) for cell in cells)
    return replace(cells[0][0], element="point", level=1, strong=False, text=text)


def joined(before: str, after: str) -> str:
    """Two lines as one: a word that is divided between them is whole again."""
    if before.endswith("\u00ad"):
        return before[:-1] + after
    if re.search(r"[^\W\d_][-\u2010]$", before) and after[:1].islower() and not _AFTER_HYPHEN.match(after):
        return before + after if _NO_SYLLABLE.search(before) else before[:-1] + after
    return f"{before} {after}"


def is_ended(text: str) -> bool:
    """Whether what follows begins anew."""
    return text.rstrip().endswith((".", ":", "!", "?"))


def tidied(text: str) -> str:
    """In one line, without what nobody sees."""
    return " ".join(
        re.sub(
            "[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff\ufffc\ue000-\uf8ff\x00-\x08\x0b-\x1f\x7f]", "", text
        ).split()
    )


def number_of(text: str, above: str) -> re.Match[str] | None:
    """The number or letter of a point or heading with which `text` begins; `above` is one that stands above it, or other words."""
    found = NUMBER.match(text)
    return found if found and (not _DOUBTFUL.match(text) or _counts_on(above, found["number"])) else None


def passages(raw: Sequence[Passage]) -> list[Passage]:
    """What they are, without those that are empty."""
    apart = _without_contents([one for each in raw for one in _divided(each) if tidied(one.text)])
    texts = [one.text.strip() for one in apart]
    numbered = accumulate(texts, lambda last, text: text if number_of(text, last) else last, initial="")
    marked = [_marked(*each) for each in zip(apart, ("", *texts), numbered, strict=False)]
    # Where headings look like headings, a short line that does not is none.
    by_looks = (
        sum(one.element == "heading" or (one.strong and len(one.text.split()) <= _LONGEST_HEADING) for one in marked)
        > 1
    )
    seen: list[Passage] = []
    for n, one in enumerate(marked):
        after = next((other for other in marked[n + 1 :] if not other.left_out), None)
        seen.append(one if one.left_out or one.element == "point" else _seen(one, seen, after, by_looks))
    return [replace(one, text=tidied(one.text)) for one in seen if tidied(one.text)]


def _without_contents(all: Sequence[Passage]) -> list[Passage]:
    """Where lines follow each other that name a page, each, they are a table of contents, and so is the title above."""
    headings = {_bare(one.text) for one in all}
    listed = {n for n, one in enumerate(all) if not one.left_out and _is_of_contents(one.text, headings)}
    out = {n for n in listed if n - 1 in listed or n + 1 in listed}
    out |= {n for n, one in enumerate(all) if one.left_out == CONTENTS}
    out |= {n - 1 for n in out if n and _bare(all[n - 1].text) in _CONTENTS_TITLES}
    return [replace(one, element="paragraph", left_out=CONTENTS) if n in out else one for n, one in enumerate(all)]


def _is_of_contents(text: str, headings: Set[str]) -> bool:
    """Where only a space stands before the page, its words must be those of a heading."""
    found = _OF_CONTENTS.fullmatch(text) if len(text) < _WIDEST_OF_CONTENTS else None
    wide = found and (len(found["gap"]) > 2 or "\t" in found["gap"])
    return bool(found and (wide or _bare(found["words"]) in headings))


def _bare(text: str) -> str:
    """A heading without its number, to compare."""
    return tidied(NUMBER.sub("", text.strip(), count=1)).lower()


def _divided(one: Passage) -> Iterator[Passage]:
    """Lines that a person broke by hand are passages of their own where each begins like one."""
    lines = [line for line in one.text.split("\n") if tidied(line)]
    capitals = all(line.strip()[:1].isupper() for line in lines)
    text = ""
    for line in lines:
        marker = BULLET.match(line.lstrip()) or number_of(line.lstrip(), text)
        if text and (marker or is_ended(text) or capitals) and one.element != "heading":
            yield replace(one, text=text)
            text = line
        else:
            text = joined(text.rstrip(), line.strip()) if text else line
    if text:
        yield replace(one, text=text)


def _marked(one: Passage, before: str, numbered: str) -> Passage:
    """Without the sign or number that was typed before it. What counts on from the line `before` is a point of the same list;
    `numbered` is the last line above that has a number."""
    text = re.sub(r"^((?:\S{1,2}\s+)?)(\*\*|__)(.+?)\2(:?)$", r"\1\3\4", one.text.strip())
    if _OF_PAGE.fullmatch(tidied(text)):
        return replace(one, element="paragraph", left_out=one.left_out or _OF_PAGES)
    bullet = BULLET.match(text)
    number = None if bullet else number_of(text, numbered)
    if bullet and text[bullet.end() :].strip():
        element = one.element if one.element == "heading" else "point"
        return replace(
            one,
            text=text[bullet.end() :],
            element=element,
            level=max(one.level, 1) if element == "point" else one.level,
        )
    if number:
        level = one.level or 2 + number["number"].count(".")
        begins = number["number"].lower() in ("1", "a", "i")
        found = replace(one, text=text[number.end() :], level=level, ordered=True, first=begins)
        # Nobody numbers headings with small letters.
        counts = number["number"].islower() or _counts_on(before, number["number"])
        return replace(found, element="point", level=1) if counts and not (one.element or one.strong) else found
    is_heading = one.element == "heading" or one.strong
    return replace(one, text=_CHAPTER.sub("", text) if is_heading else text)


def _counts_on(before: str, number: str) -> bool:
    """Whether the line `before` has the number, or the letter, that comes before `number`."""
    found = NUMBER.match(before.strip())
    last = found["number"] if found else ""
    if number.isdecimal() and last.isdecimal():
        return int(number) == int(last) + 1
    if {number.lower(), last.lower()} <= set(_ROMAN):
        return _ROMAN.index(number.lower()) == _ROMAN.index(last.lower()) + 1
    return len(number) == len(last) == 1 and ord(number) == ord(last) + 1


def _seen(one: Passage, before: Sequence[Passage], after: Passage | None, by_looks: bool) -> Passage:
    words, plain = len(one.text.split()), one.text.strip()
    is_label = plain.endswith(":") and words <= 3 and not _OPENS.search(plain)
    asks = one.strong and plain.endswith("?")
    ends = plain.endswith(_SENTENCE_ENDS) and not is_label and not asks
    if one.element == "heading":
        return replace(one, text=plain.rstrip(":"))
    if not is_label and _is_implied_point(one, before, by_looks):
        return replace(one, element="point", level=1, implied=True)
    looks = one.strong or plain.isupper() or one.ordered or is_label
    short = words <= (_LONGEST_HEADING if looks else _LONGEST_PLAIN)
    # "1.1" and "a)" below "1." are parts of it, and what "2." or "b)" begins stands beside it.
    beside = one.ordered and after is not None and after.ordered and not after.first and after.level <= one.level
    leads = after is not None and not (beside and not one.strong)
    plainly = looks or not (by_looks or any(days_in(plain)))  # "Vedtaget den 3. maj 2022" is none
    if short and leads and not ends and one.alone and plainly and any(map(str.isalpha, plain)):
        return replace(one, text=plain.rstrip(":"), element="heading", level=one.level or (2 if before else 1))
    return replace(one, element="point" if one.ordered else "paragraph", level=1 if one.ordered else 0)


def _is_implied_point(one: Passage, before: Sequence[Passage], by_looks: bool) -> bool:
    """A short line below "Our values are:", or below another of its kind, without any sign before it."""
    last = next((other for other in reversed(before) if not other.left_out), None)
    plain = one.text.strip()
    if (
        not last
        or one.strong
        or one.ordered
        or one.element == "paragraph"
        or len(plain.split()) > _SHORT
        or plain.endswith(":")
    ):
        return False
    # Where it might be a heading, only what stands directly below is of its kind.
    alike = by_looks and last.implied and last.text.endswith(_SENTENCE_ENDS) == plain.endswith(_SENTENCE_ENDS)
    below = last.element == "point" and last.level == 1 and (not one.alone or alike)
    return below or last.text.rstrip().endswith(":")
