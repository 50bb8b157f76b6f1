"""Slips: lines that Markdown does not read as they are meant. Each is told of where it stands, and read as it is meant."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from markdown_it.token import Token

from waymarks.problems import Problem, shortened
from waymarks.text.blocks import LISTS, inlines, lists

_NO_BREAK, _LOST = "\u00a0", "\ufffd"
_BLANKS = " \t"
# As `attr_list` reads a statement's mark: alone on the last line of its text, or after a heading's words.
_MARK = re.compile(r"\{:?(?:[^{}\n#]* )?#[^\s{}#]+[^{}\n#]*\} *")
_AFTER_HEADING = re.compile(rf"[ \t]{_MARK.pattern}$")
# What is meant to be one, alone on a line or among words. A text may begin with `#ro`, or hold `*ro*{: #ro lang=en }`, where `attr_list`
# has something to give it to.
_LIKE_MARK = re.compile(
    r"(?:\{[\s:;]*|\{\s*:[^{}#]{1,60}|[(\[]?\s*:\s*)#\s*(?P<id>\w[\w-]*).*|[(\[]?#(?P<bare>\w+(?:-\w+)+)[)\]}]?"
    r"|[{(\[]\s*:\s*(?P<word>\w+(?:-\w+)+)\s*[)\]}]?\W?|\{\s*(?P<braced>\w+(?:-\w+)+)\s*\}"
    r"|\{[\s:]*id\s*=\s*[\"'“”]?(?P<named>\w[\w-]*)[\"'“”]?\s*\}"
)
_AMONG_WORDS = re.compile(
    r"(?:(?<=[^\s)*`_>\]}])|(?<=\S)\s)\s*(?:(?:[{(\[]\s*:[^{}#]{0,60}|\{[\s;]*)#\s*(?P<id>\w[\w-]*)[^{}()\[\]]{0,60}?(?:[)\]}][\s.,;]*|$)"
    r"|\{\s*:\s*(?P<word>\w+(?:-\w+)+)\s*\})"
)
_IN_BRACKETS = re.compile(r"(?<=[^\s\]])\s*[(\[]#(?P<id>\w+(?:-\w+)+)[)\]]$")  # at the end of a heading, and no link
_IN_PARTS = re.compile(r"(?P<begin>\{:? *#)(?P<id>[\w-]+(?: +[\w-]+)+) *\}")
_TWO = re.compile(r"(?P<first>\{:? *#[\w-]+ *\}) *\{:? *#[\w-]+ *\} *$")
_WITHOUT_ID = re.compile(r"\{\s*:[\s#]*\}\s*")
# Signs of other programs for a point, and a hyphen that nothing or no ordinary blank parts from its words. A character that was lost,
# and has been told of, may have been one.
_POINT = re.compile(r"(?P<sign>[•‣◦▪●]|·(?=\s)|o(?=\t)|[-*+]\u00a0|-(?=\[)|\ufffd(?=\s))\s*")
# These may begin a text too, unless a point stands beside them.
_DASH = re.compile(r"(?P<sign>[–—](?=\s)|-(?=[^\W\d]))\s*")
_BESIDE = re.compile(r"(\s*)(?:[-*+•‣◦▪●–—]\s|-\[|-[^\W\d])")
_BREAK = ("  ", "\\", "<br>")
_HEADING = re.compile(r"(?P<sign>#{1,6})(?:\u00a0\s*|(?<=##)(?=[^\s#]))")
# Python-Markdown knows only headings that begin at the margin.
_INDENTED = re.compile(r"(?P<outer>(?: {0,3}> ?)*) {1,3}(?=#{1,6}(?:\s|$))")
_WIDE = re.compile(r"^([ >\t]*(?:[-*+]|\d{1,9}[.)]))\s{5,}(?=\S)")
_ODD_INDENT = re.compile(r"[ >\t]*\u00a0[ >\t\u00a0]*(?=(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t])")
_DEEP = re.compile(r"#{7,}\s*(?=[^\s#])")
# `#MeToo`, and a line that ends like a sentence, begin with a word of the web.
_TITLE = re.compile(r"(?P<sign>#)(?=[A-ZÆØÅ][a-zæøå]*(?:\s.*)?(?<![.,:;!?…])\s*$)")
_RULER = re.compile(r"={3,}\s*")
_BOX = re.compile(r'!!! ?[a-z]+(?: +"[^"]*")?\s*|:::\s*[\w-]*\s*|\[![A-Za-z]+\]\s*')
_STRONG = re.compile(r"\*\*(?=\S)[^*]+?(?<=\S)\*\*")
# What readers see of Markdown that did not take, and of what only other programs read; and what to do. One `*` after a word, or at
# the beginning of a line, is the sign of a note, and one with blanks on both sides that of a product.
_SIGNS = (
    (
        re.compile(
            r"(?<![\w*])\*\*(?=\w)\S*|(?<![\w*])\w*(?<=\w)\*\*(?![\w*])|(?<!\S)\*\* [^\W\d_]{2}[^*]* \*\*(?!\S)"
        ),
        "Write `**` directly before and after the words that count, or `\\*\\*` where the signs are meant.",
    ),
    (
        re.compile(r"(?<=[\s(])(?:\*|__?)(?=[^\W\d_])\S*"),
        "Write `*` directly before and after the words that count, or `\\` before a sign that is meant.",
    ),
    (
        re.compile(r"(?<![^\s(])`+(?=[^\s`])\S*"),
        "Write the same signs directly after the code, or `\\` before a sign that is meant.",
    ),
    (
        re.compile(r"(?<!\w)(~~|==)(?=\S)[^~=]+(?<=\S)\1(?!\w)|\{\{.+?\}\}|\{%.+?%\}|\{\s*\}"),
        "Write the words alone: these signs are another program's.",
    ),
)
_OF_SIGNS = frozenset("*_`~={")  # one of them stands in all that these find
_COMMENT = re.compile(r"(?<!\\)<!--(?:(?!<!--|-->).)*(?P<end>-->)?", re.S)
# At the beginning of a point, as other programs tick it off.
_TICK = re.compile(r"\[[ xX]?\](?= |$)")
_CODE = re.compile(r"(?<!`)(`+)(?!`)[^`]+\1(?!`)")
# What stands before the words of a line.
_BEFORE = re.compile(r"[ >\t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*")
_BLOCKS = {
    **dict.fromkeys(LISTS, "list"),
    "table_open": "table",
    "blockquote_open": "quotation",
    "heading_open": "heading",
}


class Place(NamedTuple):
    """The file that is read, and the line of it that its text begins on."""

    path: str
    first_line: int


@dataclass(frozen=True)
class Meant:
    """The `lines` of a text as they are meant, and what is wrong with them by their numbers, from 0 on. A line may end in a line end of
    its own, where an empty line is missing below it."""

    place: Place
    lines: list[str]
    problems: dict[int, Problem] = field(default_factory=dict)

    def tell(self, number: int, rule: str, message: str, fix: str) -> None:
        """One slip a line, the first: mostly the others follow from it."""
        self.problems.setdefault(number, Problem(self.place.path, number + self.place.first_line, rule, message, fix))


def as_meant(text: str, tokens: list[Token], place: Place) -> Meant:
    """What can be told of each line by itself. `tokens` are what `text` was read as."""
    meant = Meant(place, text.split("\n"))
    _mend_wide_points(meant, tokens)
    _mend_fences(meant, tokens)
    _mend_comments(meant, tokens)
    _mend_numbers(meant, tokens)
    underlined = {token.map[0] for token in tokens if token.map and _mend_underlined(meant, token)}
    below_headings = {token.map[1] for token in tokens if token.type == "heading_open" and token.map}
    for token, line, parents in inlines(tokens, 0):
        numbers = range(line, line + token.content.count("\n") + 1)
        if parents[-1] == "heading_open" and line not in underlined:
            if "list_item_open" not in parents:
                _mend_indented(meant, line)
            _mend_heading(meant, line)
        elif parents == ["paragraph_open"] and line in below_headings and _mend_below_heading(meant, line):
            _mend_paragraph(meant, numbers[1:])
        elif parents[-1] == "paragraph_open" or line in underlined:
            _mend_paragraph(meant, numbers)
    return meant


def renumber(tokens: list[Token], lines: Sequence[str]) -> None:
    """Give `tokens`, read from `lines` as they are meant, the numbers that the lines had before."""
    before = [number for number, line in enumerate(lines) for _ in range(line.count("\n") + 1)]
    for token in tokens:
        if token.map:
            begin, end = token.map
            token.map = [before[min(begin, len(before) - 1)], before[min(end, len(before)) - 1] + 1 if end else 0]


def tell_of_blocks(meant: Meant, tokens: list[Token]) -> None:
    """What can only be told of a line when those around it are as they are meant. `tokens` are what they were read as."""
    above: dict[int, Token] = {}
    points = {token.map[0] for token in tokens if token.type == "list_item_open" and token.map}
    for token in tokens:
        if token.nesting >= 0 and token.map and token.block:
            _blocks(meant, above.get(token.level), token, points)
            _parted_row(meant, above.get(token.level), token)
            above[token.level] = token
            above.pop(token.level + 1, None)
    _cells(meant, tokens)
    for token, line, parents in inlines(tokens, 0):
        if "list_item_open" in parents:
            _box(meant, token, line)
        _signs(meant, token, line)


def _mend_wide_points(meant: Meant, tokens: list[Token]) -> None:
    """With five blanks or more behind its sign, a point is code for CommonMark alone. Readers see the point."""
    for token in tokens:
        if token.type == "code_block" and token.level and token.map:
            meant.lines[token.map[0]] = _WIDE.sub(r"\1 ", meant.lines[token.map[0]])


def _mend_fences(meant: Meant, tokens: list[Token]) -> None:
    """Code without an end would take in all that stands below it."""
    for token in tokens:
        if token.type == "fence" and token.map and not _is_closed(token, meant.lines):
            message = f"The code that begins here has no end: {short(meant.lines[token.map[0]].strip())}."
            fix = "Write the same signs alone on the line below the code."
            meant.tell(token.map[0], "raw-sign", message, fix)
            meant.lines[token.map[0]] = ""


def _is_closed(fence: Token, lines: Sequence[str]) -> bool:
    begin, end = fence.map or (0, 0)
    closing = rf"[\s>]*{re.escape(fence.markup)}+\s*"
    return end - begin > 1 and bool(re.fullmatch(closing, lines[end - 1]))


def _mend_comments(meant: Meant, tokens: list[Token]) -> None:
    """Without an end of its own a comment is text for one of Markdown's readers, and takes in all that stands below for the other."""
    told = set()
    for token in tokens:
        if not token.map or token.type not in ("inline", "html_block") or "<!--" not in token.content:
            continue
        number, above = token.map[0], 0
        for comment in _COMMENT.finditer(without_code(token.content)):
            number, above = number + token.content.count("\n", above, comment.start()), comment.start()
            if not comment["end"] and number not in told:
                told.add(number)
                words = token.content[comment.start() : comment.end()].split("\n")[0]
                message = f"The comment that begins here has no end: {short(words.strip())}."
                meant.tell(number, "raw-sign", message, "Write `-->` behind its last word, or delete it.")
                meant.lines[number] = meant.lines[number].replace(words, words.removeprefix("<!--").lstrip(), 1)


def _mend_numbers(meant: Meant, tokens: list[Token]) -> None:
    """The points of lists are counted, whatever number they begin with. Where all begin with 1 that is meant."""
    ended: dict[int, int] = {}  # by the level of a list: the number of its last point
    for points in lists(tokens):
        expected = 1
        for point in points:
            number, counted = int(point.info or 1), expected
            expected = counted + 1 if number == 1 else number + 1
            if point.markup != "." or not point.map or number in (1, counted):
                continue
            line = point.map[0]
            message = f"The line begins with `{number}.`, which would be lost: it is read as point {counted} of a list."
            fix = f"Write `{number}\\.`, if it begins a text, or `{counted}.`, if it is a point."
            if counted == 1 and number == ended.get(point.level, 0) + 1:
                fix = f"Begin the lines between it and point {number - 1} with four blanks, and it is one list. Write `{number}\\.`, if it begins a text."
            meant.tell(line, "lost-number", message, fix)
            if len(points) == 1:  # it is no list
                meant.lines[line] = meant.lines[line].replace(".", "\\.", 1)
        ended[points[0].level] = expected - 1


def _mend_block(meant: Meant, number: int) -> bool:
    """Whether the line is meant to begin a point or a heading, or is what git left, and nothing that goes on."""
    line = meant.lines[number]
    if _NO_BREAK in line and _mend_no_break(meant, number):
        return True
    words = line.lstrip(" >\t")
    indent = line[: len(line) - len(words)]
    if found := _no_words(words):
        meant.lines[number] = indent
        message, fix = found
    elif heading := _heading(meant.lines, number, words):
        sign, rest, message, fix = heading
        meant.lines[number] = f"{indent}{sign} {rest}"
    elif point := _POINT.match(words) or _dash(meant.lines, number, words):
        meant.lines[number] = f"{indent}- {words[point.end() :]}"
        message = f"This is meant as a point of a list, and begins with {short(point['sign'])}: {short(words)}."
        fix = "Begin it with `-` and an ordinary blank."
        if point["sign"] == _LOST:  # which is told already
            return True
    else:
        return False
    meant.tell(number, "raw-sign", message, fix)
    return True


def _mend_no_break(meant: Meant, number: int) -> bool:
    """Whether the line is empty, or begins a point or a heading, but for a blank that does not break."""
    line = meant.lines[number]
    if not line.strip(f" >\t{_NO_BREAK}"):
        meant.lines[number] = ""
        around = "so that what stands around it is one text"
        message = f"The line looks empty, and holds a blank that does not break, {around}."
        meant.tell(number, "raw-sign", message, "Delete what stands in the line.")
        return True
    odd = _ODD_INDENT.match(line)
    if odd:
        meant.lines[number] = f"{odd[0].replace(_NO_BREAK, ' ')}{line[odd.end() :]}"
        seen = f"so that readers would see its sign: {short(line)}"
        message = f"The line begins with a blank that does not break, {seen}."
        meant.tell(number, "raw-sign", message, "Begin it with ordinary blanks, or none.")
    return bool(odd)


def _no_words(words: str) -> tuple[str, str] | None:
    """What is wrong with a line of signs, and what to do."""
    if _RULER.fullmatch(words):
        return f"Readers would see a line of signs: {short(words)}.", "Delete the line."
    if _BOX.fullmatch(words):
        message = f"A box begins or ends like this elsewhere, and readers would see the signs: {short(words)}."
        return message, "Delete the line. If the text needs a heading, write one."
    return None


def _heading(lines: Sequence[str], number: int, words: str) -> tuple[str, str, str, str] | None:
    """Of what is meant as a heading: its sign, its words, what is wrong, and what to do."""
    if deep := _DEEP.match(words):
        message = f"A heading has six signs at most: {short(words)}."
        return "######", words[deep.end() :], message, "Write fewer of them."
    begins = number == 0 or not lines[number - 1].strip(" >\t")
    title = _TITLE.match(words) if begins else None
    found = _HEADING.match(words) or title
    if not found:
        return None
    message = f"No ordinary blank parts the signs of this heading from its words: {short(words)}."
    fix = f"Begin it with `{found['sign']} `."
    fix = "Write a blank after the `#`, or `\\#` where the sign is meant." if title else fix
    return found["sign"], words[found.end() :], message, fix


def _dash(lines: Sequence[str], number: int, words: str) -> re.Match[str] | None:
    return found if (found := _DASH.match(words)) and _is_beside(lines, number) else None


def _is_beside(lines: Sequence[str], number: int) -> bool:
    """Whether the line above or below, marks apart, is a point as far in as this one."""
    indent = len(lines[number]) - len(lines[number].lstrip())
    for step in (-1, 1):
        other = number + step
        while 0 <= other < len(lines) and lines[other].lstrip().startswith("{"):
            other += step
        if 0 <= other < len(lines) and (point := _BESIDE.match(lines[other])):
            upper = lines[min(number, other)]
            if len(point[1]) == indent and not upper.endswith(_BREAK):
                return True
    return False


def _mend_paragraph(meant: Meant, numbers: range) -> None:
    others = [number for number in numbers if not _mend_block(meant, number)]
    above = _marks_above(meant, numbers)
    for number in others:
        if number not in above:
            _mend_mark(meant, number, has_text_below=number + 1 in others)
    if above:
        _mend_above(meant, numbers, above)


def _mend_below_heading(meant: Meant, number: int) -> bool:
    """Whether the line is a mark that is meant for the heading that ends above it, and has none."""
    heading, mark = meant.lines[number - 1], meant.lines[number].strip()
    if not _MARK.fullmatch(mark) or not heading.startswith("#") or _MARK.search(heading):
        return False
    meant.lines[number - 1], meant.lines[number] = f"{heading} {mark}", ""
    message, fix = f"The mark stands below its heading: {short(mark)}.", "Write it at the end of the heading."
    meant.tell(number, "damaged-mark", message, fix)
    return True


def _marks_above(meant: Meant, numbers: range) -> list[int]:
    """The lines of the marks, where each stands above its text, which it would be a part of."""
    marks = [number for number in numbers if _MARK.fullmatch(_parted(meant.lines[number])[1])]
    return marks if marks and marks[0] == numbers[0] and marks[-1] != numbers[-1] else []


def _mend_above(meant: Meant, numbers: range, marks: Sequence[int]) -> None:
    """The text moves up a line: below its last one there may be none in the file."""
    for mark, end in pairwise((*marks, numbers[-1] + 1)):
        before, words = _parted(meant.lines[mark])
        text = [line.lstrip(f">{_BLANKS}") for line in meant.lines[mark + 1 : end]]
        parted = "" if end > numbers[-1] else "\n"
        first, *rest = [*text, f"{words}{parted}"]
        meant.lines[mark:end] = [f"{before}{first}", *(f"{' ' * len(before)}{line}" for line in rest)]
        message = f"The mark stands above its text: {short(words.strip())}."
        meant.tell(mark, "damaged-mark", message, "Put it alone on the line directly below the text.")


def _mend_mark(meant: Meant, number: int, has_text_below: bool) -> None:
    before, words = _parted(meant.lines[number])
    if parts := _IN_PARTS.search(without_code(words)):
        words = _mend_parts(meant, number, parts)
    if _MARK.fullmatch(words) and _NO_BREAK not in words:
        if has_text_below and _MARK.fullmatch(_parted(meant.lines[number + 1])[1]):
            _tell_of_two(meant, number + 1, f"{words.strip()} {_parted(meant.lines[number + 1])[1].strip()}")
            meant.lines[number + 1] = ""
        elif has_text_below:
            meant.lines[number] += "\n"
            message = f"A text follows directly below this mark: {short(words.strip())}."
            meant.tell(number, "damaged-mark", message, "Write an empty line below the mark.")
        return
    if found := _marked(words, has_text_above=bool(number and meant.lines[number - 1].strip())):
        line, message, fix = found
        meant.lines[number] = f"{before}{line}" + ("\n" if has_text_below else "")
        meant.tell(number, "damaged-mark", message, fix)


def _tell_of_two(meant: Meant, number: int, marks: str) -> None:
    message = f"A statement has one id, and two stand here: {marks!r}."
    meant.tell(number, "damaged-mark", message, "Keep the one that has been published, or the first.")


def _mend_parts(meant: Meant, number: int, parts: re.Match[str]) -> str:
    """The words of the line, with an id of one piece."""
    id = "-".join(parts["id"].split())
    message = f"The id in this mark has blanks: {short(parts[0])}."
    meant.tell(number, "damaged-mark", message, f"Write hyphens: `{parts['begin']}{id} }}`.")
    meant.lines[number] = meant.lines[number].replace(parts[0], f"{parts['begin']}{id} }}")
    return _parted(meant.lines[number])[1]


def _marked(words: str, has_text_above: bool) -> tuple[str, str, str] | None:
    """A line that is meant as a mark, or to have one, as it is meant; what is wrong with it, and what to do."""
    if not any(sign in words for sign in "{[(#"):  # as in most lines
        return None
    # Without a text it may be shown, as code in a guide.
    written = words.strip()
    bare = written.strip("*_`\\") if has_text_above and written.lstrip("*_`\\").startswith("{") else written
    if (beside := _AMONG_WORDS.search(without_code(words))) and bare == written:
        mark = f"{{: #{_id(beside)} }}"
        message = f"The mark stands on the same line as its text: {short(beside[0].strip())}."
        line = f"{words[: beside.start()]}{words[beside.end() :]} {mark}"
        return line, message, f"Write `{mark}` alone on the line below."
    if like := _LIKE_MARK.fullmatch(bare):
        mark = f"{{: #{_id(like)} }}"
        message = f"This is meant as the mark of a statement, and is none: {short(words.strip(_BLANKS))}."
        if like["word"] or like["braced"]:
            return mark, message, f"Write `#` before the id: `{mark}`."
        blanks = ", with ordinary blanks" if _NO_BREAK in words else ""
        return mark, message, f"Write `{mark}` alone on the line{blanks}."
    if _WITHOUT_ID.fullmatch(words):
        message = f"This is meant as the mark of a statement, and has no id: {short(words.strip())}."
        return "", message, "Write one, such as `{: #place-subject-01 }`, or delete the line."
    return None


def without_code(line: str) -> str:
    """As long as it was."""
    return _CODE.sub(lambda code: "`" * len(code[0]), line)


def _parted(line: str) -> tuple[str, str]:
    """What stands before the words of a line, and the words."""
    before = match[0] if (match := _BEFORE.match(line)) else ""
    return before, line[len(before) :]


def _id(mark: re.Match[str]) -> str:
    return str(next(filter(None, mark.groups())))


def _mend_indented(meant: Meant, number: int) -> None:
    """A heading may not begin with blanks: Python-Markdown takes it for a text."""
    if found := _INDENTED.match(meant.lines[number]):
        rest = meant.lines[number][found.end() :]
        meant.lines[number] = f"{found['outer']}{rest}"
        message = f"Blanks stand before this heading, and readers would see its signs: {short(rest)}."
        meant.tell(number, "raw-sign", message, f"Begin the line with `{rest.partition(' ')[0]}`.")


def _mend_heading(meant: Meant, number: int) -> None:
    if parts := _IN_PARTS.search(without_code(meant.lines[number])):
        _mend_parts(meant, number, parts)
    if two := _TWO.search(without_code(meant.lines[number])):
        _tell_of_two(meant, number, two[0].strip())
        meant.lines[number] = meant.lines[number][: two.end("first")]
    line = meant.lines[number].rstrip("#").rstrip()
    whole = _AFTER_HEADING.search(line)
    among = _AMONG_WORDS.search(without_code(line)) or _IN_BRACKETS.search(without_code(line))
    mark = None if whole and _NO_BREAK not in whole[0] else among
    if mark:
        meant.lines[number] = f"{line[: mark.start()]} {{#{_id(mark)}}}"
        message = f"This is meant as the mark of a statement, and is none: {short(mark[0].strip(_BLANKS))}."
        fix = f"Write `{{#{_id(mark)}}}` at the end of the line, after an ordinary blank."
        meant.tell(number, "damaged-mark", message, fix)


def _blocks(meant: Meant, above: Token | None, token: Token, points: Collection[int]) -> None:
    """Tell of a block directly below a text, and of a list directly below one of the other sort. `points` are the lines on which
    points begin."""
    if above is None or not above.map or not token.map or token.type not in _BLOCKS:
        return
    number = token.map[0]
    if above.map[1] == number and _is_part(above, token, above.map[0] in points):
        message = f"The {_BLOCKS[token.type]} begins directly below a text, and would be a part of it."
        meant.tell(number, "raw-sign", message, "Write an empty line above it.")
    elif above.type in LISTS and token.type in LISTS and above.type != token.type:
        one, other = ("points", "numbers") if token.type == "ordered_list_open" else ("numbers", "points")
        message = f"This list of {other} stands directly below one of {one}, and would be a part of it."
        meant.tell(number, "lost-number", message, "Write a line of text between the two.")


def _parted_row(meant: Meant, above: Token | None, token: Token) -> None:
    """Tell of a row alone that stands below a table. Several together are told of as a table without headers."""
    begin, end = token.map or (0, 0)
    is_line = above and above.type == "table_open" and token.type == "paragraph_open" and end - begin == 1
    if is_line and re.fullmatch(r"\|.*\|", row := meant.lines[begin].strip(" >\t")):
        message = f"An empty line parts this row from its table: {short(row)}."
        meant.tell(begin, "raw-sign", message, "Delete the empty line.")


def _is_part(above: Token, token: Token, begins_point: bool) -> bool:
    """Whether Python-Markdown takes a block for a part of the text that stands directly `above` it: a list directly below the words of a
    point is one, and nothing else is there."""
    if token.type in (*LISTS, "table_open"):
        return above.type in ("paragraph_open", "blockquote_open") and not (begins_point and token.type in LISTS)
    return above.type == "paragraph_open" and begins_point


def _cells(meant: Meant, tokens: list[Token]) -> None:
    """Rows with more cells than the table has columns: what stands in them is left out."""
    columns, header = 0, ""
    for token in tokens:
        columns = 0 if token.type == "table_open" else columns + (token.type == "th_open")
        if token.type == "table_open" and token.map:
            header = meant.lines[token.map[0]].strip(" >\t")
        if token.type == "tr_open" and token.map and columns:
            row = without_code(meant.lines[token.map[0]]).strip(" >\t")
            if header.startswith("|") and not row.startswith("|"):
                message = f"The line stands directly below a row, and would be one itself: {short(row)}."
                fix = "Write an empty line above it, or write it on the line of its row."
                meant.tell(token.map[0], "raw-sign", message, fix)
            cells = row.removeprefix("|")
            more = " | ".join(one.strip() for one in re.split(r"(?<!\\)\|", cells)[columns:]).strip(" |")
            if more:
                message = f"The row has more cells than the table has columns, and would lose {short(more)}."
                fix = "Give the table one more column, or write `\\|` where the sign itself is meant."
                meant.tell(token.map[0], "lost-cell", message, fix)


def _mend_underlined(meant: Meant, token: Token) -> bool:
    """Whether a text is a heading because a line of signs, which was meant to part it from the next one, stands directly below."""
    begin, end = token.map or (0, 0)
    # Above a text with `---` above it stands front matter, which is told of as such.
    if token.markup not in ("-", "=") or not end or (begin and meant.lines[begin - 1].startswith("---")):
        return False
    last = meant.lines[end - 2].rstrip()
    is_meant = token.type == "heading_open" and (end - begin > 2 or last.endswith((".", "!", "?", ":", ",", "}")))
    if is_meant:
        message = f"The line of signs below makes a heading of this text: {short(last.strip())}."
        or_part = ", or write an empty line above it" if token.markup == "-" else ""
        meant.tell(end - 2, "raw-sign", message, f"Delete the line{or_part}.")
        below = next((n for n in range(end, len(meant.lines)) if not meant.lines[n].strip()), len(meant.lines))
        if token.markup == "-" and not any(_MARK.fullmatch(line.strip()) for line in meant.lines[end : end + 1]):
            below = end  # the text ends there
        meant.lines[end - 1 : below] = [*meant.lines[end:below], ""]
    return is_meant


def _box(meant: Meant, token: Token, line: int) -> None:
    is_text = token.children and token.children[0].type == "text"  # and no link of that name
    if is_text and (box := _TICK.match(token.content)):
        message = f"Readers would see the brackets of a box: {short(meant.lines[line].strip())}."
        meant.tell(line, "raw-sign", message, f"Delete `{box[0]}`: nobody can tick a point off here.")


def _signs(meant: Meant, token: Token, line: int) -> None:
    """Signs that readers would see. Where one of a text stands behind a `\\`, all of that sort are meant."""
    for child in token.children or []:
        if child.type == "hardbreak" and meant.lines[line].endswith("\\"):
            message = f"Readers would see the sign at the end of the line: {short(meant.lines[line].strip())}."
            meant.tell(line, "raw-sign", message, "Write `<br>` instead.")
        line += child.type in ("softbreak", "hardbreak")
        if child.type != "text" or _OF_SIGNS.isdisjoint(child.content):
            continue
        text = _STRONG.sub("", child.content)
        for pattern, fix in _SIGNS:
            match = pattern.search(text)
            if match and not _is_meant(match[0], token.content, meant.lines[line]):
                meant.tell(line, "raw-sign", f"Readers would see the signs: {short(match[0])}.", fix)


def _is_meant(signs: str, text: str, line: str) -> bool:
    """Whether they are written out, or begin code which only the site's reader takes for such: in a cell it may hold a `|`."""
    return any(f"\\{one}" in text for one in signs if one in "*_`{") or (
        signs[0] == "`" and signs not in without_code(line)
    )


def short(words: str) -> str:
    """The beginning of the words, in quotation marks, with a dot for each blank that does not break."""
    return repr(shortened(words.replace(_NO_BREAK, "·"), 40))
