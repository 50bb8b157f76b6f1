"""Misread: what people write in YAML that is read as something else or not at all, in an editor's words, with what to write."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import yaml


class Slip(NamedTuple):
    """`line` counts from 0; `what` completes "it can't be read from here", but for what `cut_values` gives."""

    line: int
    what: str
    fix: str


_QUOTED = "Put the value in quotation marks."
_OPEN = ("a bracket is opened and not closed", "Close it, `]` or `}`, at the end of the list.")
_UNQUOTED = ("a quotation mark is opened and not closed", "Close the quotation mark at the end of the value.")
_SIGN = ("a value begins with a sign that means something else", _QUOTED)
_COLON = ("a value holds a colon", 'Put the value in quotation marks: `title: "A: B"`.')
_NO_KEY = ("the line is not `key: value`", "Write a colon and a space after the key.")
_MORE = (
    "more follows after the closing quotation mark",
    "Put the whole value in quotation marks, and write `’` or `”` for a mark inside it.",
)
# Keys of one group stand below each other, and YAML says of one that does not whatever it then takes it for.
_INDENT = (
    "the line does not begin as far in as the other lines of its group",
    "Begin it below the first letter of the key above it (groups are two spaces in), with spaces.",
)
_ENDED = ("a line of `...` or `---` ends it, and more follows", "Delete the line of `...` or `---`.")
# What YAML's reader says, in an editor's words, and what to do. The first that fits.
_YAML_WORDS = (
    ("mapping values are not allowed", *_COLON),
    ("unexpected end of stream", *_UNQUOTED),
    ("unexpected document separator", *_UNQUOTED),
    ("special characters are not allowed", "a character that no text has", "Delete the line and type it again."),
    ("an anchor or an alias", "a value begins with `&` or `*`", _QUOTED),
    ("a tag", "a value begins with `!`", _QUOTED),
    ("could not find expected ':'", *_NO_KEY),
    ("but found '<stream end>'", *_OPEN),
    ("expected ',' or", *_OPEN),
    ("found character '\\t'", "a tab stands in a value", "Delete it and type a space."),
    ("cannot start any token", *_SIGN),
    ("expected chomping", *_SIGN),
    ("expected a comment or a line break", *_SIGN),
    ("expected alphabetic or numeric character", *_SIGN),
    ("sequence entries are not allowed", *_SIGN),
    ("expected the node content", *_SIGN),
    ("unknown escape character", "a `\\` in quotation marks means something else", "Write `\\\\` for one `\\`."),
    ("<block end>, but found '<scalar>'", *_MORE),
    ("another document", *_ENDED),
    (
        "recursion depth",
        "groups stand inside each other in more levels than can be read",
        "Write fewer `[`, `{` or `- ` on it.",
    ),
    ("expected <block end>", *_INDENT),
    ("expected '<document start>'", *_INDENT),
)
_YAML_FIX = "Write one `key: value` on each line; put text with special signs in quotation marks."

_UNSEEN = "\u00ad\u200c\u200d\u2060\ufffd"  # the last one stands for what has been told of: see files.py
# What of a line is not its value: it may have spaces only.
_HEAD = re.compile(
    rf"(?P<indent>[\s{_UNSEEN}]*)(?P<dashes>(?:-[\s{_UNSEEN}]+)*)(?:(?P<key>[\w-]+)(?P<colon>[\s{_UNSEEN}]*:[\s{_UNSEEN}]*))?"
)
_DASH = re.compile(r"( *)([–—―−‐‑‒]|[•·*+](?= )|-(?=\w)) *(?=\S)")
_IS_KEY = re.compile(r"[\w-]+:(?: |$)")
_END = re.compile(r"(?:\.\.\.|---)(?:\s|$)")
_VALUE = re.compile(r"(?P<head> *(?:- +)*(?:[\w-]+ *: +)?)(?P<value>\S.*?) *$")
# Keys that hold others.
_OF_GROUP = re.compile(r"(?:kind|organisation|replaces_statements|superseded|withdrawn) *:")
_LONG_TEXT = re.compile(r".*: +[|>][-+0-9]* *$")


def mended(text: str) -> tuple[str, list[Slip]]:
    """The text with spaces and hyphens where other signs look like them, and without a line that ends it; and what that was."""
    lines, slips = text.split("\n"), []
    for number in _structure(lines):
        for one in (_ended, _spaced, _dashed):
            lines[number], slip = one(lines, number)
            slips += [slip] if slip else []
    return "\n".join(lines), slips


def _structure(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that are not those of a text below `key: |`."""
    below: int | None = None
    for number, line in enumerate(lines):
        if below is None or (line.strip() and _indent(line) <= below):
            below = column(line) if _LONG_TEXT.match(line) else None
            yield number


def _ended(lines: Sequence[str], number: int) -> tuple[str, Slip | None]:
    if not _END.match(lines[number]):
        return lines[number], None
    is_begun = any(lines[n].strip() and not lines[n].startswith("#") for n in range(number))
    goes_on = any(lines[n].strip() for n in range(number + 1, len(lines)))
    return ("", Slip(number, *_ENDED)) if is_begun and goes_on else (lines[number], None)


def _spaced(lines: Sequence[str], number: int) -> tuple[str, Slip | None]:
    line = lines[number]
    head = _HEAD.match(line)
    odd = [sign for sign in head[0] if sign != " " and (sign.isspace() or sign in _UNSEEN)] if head else []
    if not (head and odd and line.strip()):
        return line, None
    indent = len(re.sub(f"[{_UNSEEN}]", "", head["indent"]))
    if "\t" in head["indent"]:
        indent = _beside(lines, number)
    dashes = re.sub(rf"-[\s{_UNSEEN}]+", "- ", head["dashes"])
    key = f"{head['key']}: " if head["key"] else ""
    new = f"{' ' * indent}{dashes}{key}{line[head.end() :]}"
    if odd[0] == "\ufffd":
        return new, None
    sign = "a tab" if odd[0] == "\t" else f"a sign that looks like a space or is not seen ({_name(odd[0])})"
    if odd[0] in head["indent"]:
        return new, Slip(number, f"{sign} stands where spaces must stand", _begin(indent))
    return new, Slip(number, f"{sign} stands where a space must stand", "Delete it and type a space.")


def _name(sign: str) -> str:
    return f"{unicodedata.name(sign, 'no name').lower()}, U+{ord(sign):04X}"


def _begin(spaces: int) -> str:
    return f"Begin the line with {_spaces(spaces)}."


def _spaces(number: int) -> str:
    return {0: "no space", 1: "1 space"}.get(number, f"{number} spaces")


def _dashed(lines: Sequence[str], number: int) -> tuple[str, Slip | None]:
    line = lines[number]
    dash = _DASH.match(line)
    if not dash:
        return line, None
    above = _above(lines, number)
    opens = above is not None and (lines[above].rstrip().endswith(":") or lines[above].startswith(f"{dash[1]}- "))
    if not (opens or _IS_KEY.match(line[dash.end() :])):
        return line, None
    new = f"{' ' * _entries(lines, number, len(dash[1]))}- {line[dash.end() :]}"
    what = "no space stands after the hyphen" if dash[2] == "-" else f"`{dash[2]}` stands where a hyphen must stand"
    return new, Slip(number, what, f"Write a hyphen and a space: `{new}`.")


def _entries(lines: Sequence[str], number: int, otherwise: int) -> int:
    """With how many spaces the entries above the line begin, in the same list."""
    for n in range(number - 1, -1, -1):
        if entry := re.match(r"( *)- ", lines[n]):
            return len(entry[1])
        if re.match(r"[^\s#]", lines[n]):
            break
    return otherwise


def _above(lines: Sequence[str], number: int) -> int | None:
    """The nearest line above that is not empty, and no comment."""
    return next((n for n in range(number - 1, -1, -1) if lines[n].strip() and lines[n].lstrip()[0] != "#"), None)


def column(line: str) -> int:
    """Where its key stands, or its value: behind spaces, and the hyphens of a list."""
    return len(re.match(r" *(?:- +)*", line)[0])  # type: ignore[index]  # it matches everything


def _beside(lines: Sequence[str], number: int) -> int:
    """With how many spaces the line has to begin to stand in the group of the line above it."""
    above = _above(lines, number)
    if above is None:
        return 0
    if lines[above].rstrip().endswith(":"):
        return column(lines[above]) + 2
    listed = re.match(r"( *)- ", lines[above])
    return len(listed[1]) if listed and lines[number].lstrip().startswith("- ") else column(lines[above])


def reason(lines: Sequence[str], begin: int, error: Exception) -> Slip:
    """Why a part of `lines`, from the line `begin` on, can't be read. `error` is what YAML's reader says of the part."""
    if lines[begin][:1].isalpha() and not re.search(r":(?:\s|$)", lines[begin]):
        return no_key(lines, begin)
    said = f"{getattr(error, 'problem', None) or error}".splitlines()[0]
    found = next(((what, fix) for known, what, fix in _YAML_WORDS if known in said), (said, _YAML_FIX))
    at, begun = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    numbers = [min(mark.line + begin, len(lines) - 1) for mark in (at, begun) if mark]
    if at and found in (_INDENT, _COLON) and (both := _value_and_group(lines, numbers[0])):
        return both
    if at and (found == _INDENT or (found == _COLON and _is_key_too_far_in(lines, numbers[0], at.column))):
        return _indentation(lines, numbers[0])
    for number in numbers:
        if sign := _unquoted(lines[number], found):
            return Slip(number, *sign)
    # A value that never ends is found at the end, and begins at the context.
    number = numbers[-1] if numbers else begin
    return no_key(lines, number) if found == _NO_KEY else Slip(number, *found)


def no_key(lines: Sequence[str], number: int) -> Slip:
    """The line is neither a key nor anything else that is known."""
    said = re.match(r"\s*(?:- )*([\w-]+)\W*(.*?)\s*$", lines[number])
    if remark := re.match(r"\s*(?:<!--|//)\s*(.*?)\s*(?:-->)?$", lines[number]):
        return Slip(number, _NO_KEY[0], f"Delete it, or begin a remark with a `#`: `# {remark[1]}`.")
    if not said:
        return Slip(number, *_NO_KEY)
    opens = "".join(lines[number + 1 : number + 2]).startswith("  ") and not said[2]
    key = f"{said[1]}:" if opens else f"{said[1]}: {said[2] or '…'}"
    fix = f"{_NO_KEY[1][:-1]}: `{key}`. If the line goes on with the value above it, put two spaces before it."
    return Slip(number, _NO_KEY[0], fix)


def _unquoted(line: str, found: tuple[str, str]) -> tuple[str, str] | None:
    """What is wrong in the line's value that would be right in quotation marks, and how it is written then."""
    parts = _VALUE.match(line)
    if not parts or not parts["head"].strip():
        return None
    value = parts["value"]
    fix = f"Put quotes round it: `{parts['head'].strip()} {_in_quotes(value)}`."
    if value[0] in "*&!%@|>?,]}`" or value.startswith(("- ", ": ")):
        return f"a value may not begin with {f'`{value[0]}`' if value[0] != '`' else 'a backtick'}", fix
    if value[0] in "[{" and found == _OPEN:
        close = "Close it with `{}` at the end of the list.".format("]" if value[0] == "[" else "}")
        return _OPEN[0], f"{close} If it is no list, {fix[0].lower()}{fix[1:]}" if len(value) > 1 else close
    if value[0] in "[{" and found == _MORE:
        return "more follows after the closing bracket", fix
    holds_colon = found == _COLON and f"{value} ".find(": ") > 0
    if holds_colon and _OF_GROUP.match(parts["head"]) and re.fullmatch(r"[a-z0-9_-]+: \S+", value):
        return found[0], f"Write `{value}` on the line below, with two spaces before it."
    if holds_colon or (found == _MORE and value[0] in "\"'" and value[0] != value[-1]):
        return found[0], fix
    return None


def _in_quotes(value: str) -> str:
    """The value in such quotation marks that it is what it was."""
    if "'" in value and not {'"', "\\"} & {*value}:
        return f'"{value}"'
    return "'{}'".format(value.replace("'", "''"))


def _is_key_too_far_in(lines: Sequence[str], number: int, colon: int) -> bool:
    """Whether the colon in the line is that of a key, which YAML takes for more of the value above."""
    above = _above(lines, number)
    key = re.fullmatch(r"( +)[\w-]+", lines[number][:colon])
    if not key or above is None:
        return False
    return len(key[1]) > column(lines[above]) and bool(re.search(r":\s+\S", lines[above]))


def _value_and_group(lines: Sequence[str], number: int) -> Slip | None:
    """What is wrong where a key at the left has a value and, from the line `number` on, a group or a list too."""
    above = _above(lines, number)
    holder = re.match(r"([\w-]+) *: +([^#\s].*?) *$", lines[above]) if above is not None else None
    if above is None or not holder or _LONG_TEXT.match(lines[above]):
        return None
    own, is_list = _indent(lines[number]), lines[number].lstrip().startswith("- ")
    group = [one for one in lines[number : number + 2] if _indent(one) == own and _IS_KEY.match(one[column(one) :])]
    if not own or len(group) < (1 if is_list else 2):
        return None
    what = f"`{holder[1]}` has a value, `{holder[2]}`, and lines below it that begin further in"
    fix = f"If these are its {'list' if is_list else 'group'}, delete the value; if not, begin them with no space."
    return Slip(above, what, fix)


def _indentation(lines: Sequence[str], number: int) -> Slip:
    """Which line stands not below the others of its group: the one where YAML's reader stops, or the one above it."""
    line, above = lines[number], _above(lines, number)
    own = _indent(line)
    if above is None:
        return Slip(number, *_INDENT)
    if line.lstrip().startswith("-"):
        entries = _entries(lines, number, own)
        fix = "Write the key that it belongs to, such as `holds:`, on a line of its own above it."
        return Slip(number, _INDENT[0], fix if entries == own else _begin(entries))
    holder = next((n for n in range(number - 1, -1, -1) if lines[n].strip() and _indent(lines[n]) <= own), above)
    key = re.match(r" *- +([\w-]+):", lines[holder])
    if key and line.lstrip().startswith(f"{key[1]}:"):
        return _no_hyphen(lines, number, column(lines[holder]) - 2)
    before = _above(lines, above)
    wrong, wanted = number, column(lines[above])
    if before is None or (own > wanted and column(lines[before]) == own):
        wrong, wanted = above, own
    elif own > wanted and re.match(r" *- ", lines[above]) and _stands_alone(lines, above):
        wrong, wanted = above, own - 2
    elif own == wanted + 2 and lines[before].rstrip().endswith(":") and _stands_alone(lines, above):
        return _no_hyphen(lines, above, wanted)
    elif own < wanted and lines[above].rstrip().endswith(":"):
        wanted += 2
    return Slip(wrong, f"{_INDENT[0]} (it begins with {_spaces(_indent(lines[wrong]))})", _begin(wanted))


def _no_hyphen(lines: Sequence[str], number: int, spaces: int) -> Slip:
    what = "the line lacks the hyphen with which an entry of a list begins"
    return Slip(number, what, f"Write `{' ' * spaces}- {lines[number].strip()}`.")


def _stands_alone(lines: Sequence[str], number: int) -> bool:
    """Whether all that follows in the line's group stands further in."""
    for line in lines[number + 1 :]:
        if line.strip() and column(line) <= column(lines[number]):
            return column(line) < column(lines[number])
    return True


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def cut_values(node: yaml.Node | None, text: str) -> Iterator[Slip]:
    """The values below `node` after which more stands on their line, which is taken for a comment. As `node` the `text` was
    read; it is None where that holds nothing."""
    return _cut(node, text.split("\n")) if node and re.search(r"[ \t]#", text) else iter(())


def _cut(node: yaml.Node, lines: Sequence[str]) -> Iterator[Slip]:
    if isinstance(node, yaml.ScalarNode):
        begin, end = node.start_mark, node.end_mark
        long = node.style in ("|", ">") or end.line >= len(lines)
        comment = None if long else re.match(r"[ \t]+(#.*)", lines[end.line][end.column :])
        if comment:
            column = begin.column if begin.line == end.line else 0
            key, whole = lines[end.line][:column].strip(), lines[end.line][column:].strip()
            what = (
                f"What follows ` #` on the line is left out, {comment[1].strip()!r}, and the value is {node.value!r}."
            )
            own = f"If it belongs to the value, put quotes round it: `{f'{key} {_in_quotes(whole)}'.strip()}`."
            yield Slip(end.line, what, f"{own} If it is a comment, write it on a line of its own.")
        return
    inner: Any = node.value
    for one in inner:
        yield from _cut(one[1] if isinstance(node, yaml.MappingNode) else one, lines)
