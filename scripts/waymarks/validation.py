"""YAML as editors write it becomes a schema's value, or problems with the line of the key."""

import re
from calendar import month_name, monthrange
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.error import MarkedYAMLError

from waymarks.files import is_text
from waymarks.problems import Problem
from waymarks.schema import keys_of
from waymarks.slugs import slug

Place = tuple[str | int, ...]
Lines = dict[Place, int]
Model = TypeVar("Model", bound=BaseModel)

_QUOTED = "Put the value in quotation marks."
_OPEN = ("a bracket is opened and not closed", "Close it, `]` or `}`, at the end of the list.")
_UNQUOTED = ("a quotation mark is opened and not closed", "Close the quotation mark at the end of the value.")
_SIGN = ("a value begins with a sign that means something else", _QUOTED)
# Keys of one group stand below each other, and YAML says of one that does not whatever it then takes it for.
_INDENT = (
    "the line does not begin as far in as the other lines of its group",
    "Begin it below the first letter of the key above it (groups are two spaces in), with spaces.",
)
_ENDED = ("a line of `...` or `---` ends it, and more follows", "Delete the line of `...` or `---`.")
# What YAML's reader says, in an editor's words, and what to do. The first that fits.
_YAML_WORDS = (
    ("mapping values are not allowed", "a value holds a colon", 'Put the value in quotation marks: `title: "A: B"`.'),
    ("'\\t'", "a tab stands where spaces must stand", "Replace the tab with two spaces."),
    ("unexpected end of stream", *_UNQUOTED),
    ("unexpected document separator", *_UNQUOTED),
    ("special characters are not allowed", "a character that no text has", "Delete the line and type it again."),
    ("an anchor or an alias", "a value begins with `&` or `*`", _QUOTED),
    ("a tag", "a value begins with `!`", _QUOTED),
    ("could not find expected ':'", "the line is not `key: value`", "Write a colon and a space after the key."),
    ("but found '<stream end>'", *_OPEN),
    ("expected ',' or", *_OPEN),
    ("cannot start any token", *_SIGN),
    ("expected chomping", *_SIGN),
    ("expected the node content", *_SIGN),
    ("unknown escape character", "a `\\` in quotation marks means something else", "Write `\\\\` for one `\\`."),
    (
        "<block end>, but found '<scalar>'",
        "more follows after the closing quotation mark",
        "Put the whole value in quotation marks, and write `’` or `”` for a mark inside it.",
    ),
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

# Pydantic's types of error, by how they begin: what the value must be, and how that is written.
_WANTED = (
    ("string", "text", "Write text after the colon: `{key}: …`."),
    ("bool", "true or false", "Write `{key}: true` or `{key}: false`."),
    ("int", "a whole number", "Write a number, such as `{key}: 1`."),
    ("greater", "a number above 0", "Write such as `{key}: 12`."),
    ("date", "a date", "Write year, month and day, such as `{key}: 2026-11-22`."),
    (
        "dict",
        "one word, or a word for each section",
        "Write such as `{key}: values`, or below `{key}:` lines such as `  jh-mission: mission`.",
    ),
    ("pairs", "old ids with the ids that took over", "Write `{key}: {{old-id: new-id}}`."),
    ("tuple", "a list", "Write each entry on a line of its own below `{key}:`, beginning with `  - `."),
    ("model", "a group of `key: value` lines", "Write the lines below `{key}:`, two spaces in."),
)


class _Loader(yaml.BaseLoader):
    """Of YAML what editors use. Aliases make a few lines as long as one likes, and tags can name a program's parts."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if event.anchor:
            raise MarkedYAMLError(None, None, "an anchor or an alias", event.start_mark)
        if event.tag:
            raise MarkedYAMLError(None, None, "a tag", event.start_mark)
        node = super().compose_node(parent, index)
        if isinstance(node, yaml.ScalarNode) and not is_text(node.value):
            raise MarkedYAMLError(None, None, "special characters are not allowed", node.start_mark)
        return node


# Reads the same ten times as fast, and can't be asked about what _Loader refuses, nor say what is wrong in its words.
_FAST: Any = getattr(yaml, "CBaseLoader", _Loader)
# Reads values as MkDocs does: with libyaml, which is many times as fast.
ENGINE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Keys, and values without signs that mean something, each on a line of its own. Every line is read in one way only (`+` after
# a sign for "many" keeps what it took), or a list of thirty entries would be tried in a thousand million ways. Lists within
# lists of many levels are left to the other reader: libyaml's ends the whole program when there are too many.
_PLAIN = re.compile(
    r"(?>(?: *- ){0,9}+(?! *- )(?: *[a-z_-]+:(?: [\w.,()’”–/ +-]+| \"[^\"\\\n]+\")?|[\w-][\w.,()’”–/ +-]*)?\n)*+"
)


@dataclass(frozen=True)
class Written:
    """Where a piece of YAML stands: `name` is what an editor calls it, `first_line` the line of the file it begins on."""

    path: str
    name: str
    first_line: int


@dataclass(frozen=True)
class Validated(Generic[Model]):
    """What the YAML says. `value` is None if it can't be used; `rest` is then what it says apart from single values that are
    wrong, or None if more than that is."""

    value: Model | None
    problems: tuple[Problem, ...]
    lines: Lines = field(default_factory=dict)
    rest: Model | None = None


def validate(text: str, schema: type[Model], written: Written, loader: Any = None) -> Validated[Model]:
    """Never raises: whatever is wrong is in `problems`. A `loader` of its own reads what editors do not use."""
    try:
        if loader:
            raw, lines, doubles = _read_with(loader(text), written.first_line)
        else:
            raw, lines, doubles = _read_yaml(text, written.first_line)
    except (yaml.YAMLError, RecursionError) as error:
        return Validated(None, (_bad_yaml(text, written, error),))
    problems = [_doubled(written, place, line) for place, line in doubles]
    try:
        return Validated(schema.model_validate(raw or {}), tuple(problems), lines)
    except ValidationError as error:
        found = (*problems, *_explained(written, error, lines, schema))
        return Validated(None, found, lines, _rest(raw, error, schema))


def _rest(raw: Any, error: ValidationError, schema: type[Model]) -> Model | None:
    """What can be looked at in the same run. An unknown key may be meant for any other, and a list that is none may hold anything."""
    if not isinstance(raw, dict) or not all(_taken_out(raw, detail) for detail in error.errors()):
        return None
    try:
        return schema.model_validate(raw)
    except ValidationError:
        return None


def _taken_out(raw: Any, detail: ErrorDetails) -> bool:
    """Whether a wrong value could be taken out of `raw`, or be one that is known."""
    holder, key = raw, ""
    for part in detail["loc"]:
        if isinstance(raw, dict) and isinstance(part, str) and part in raw:
            holder, key = raw, part
        elif not (isinstance(raw, list) and isinstance(part, int)):
            break
        raw = raw[part]
    if not isinstance(raw, str) or detail["type"] in ("missing", "extra_forbidden") or key in ("", "id"):
        return False
    del holder[key]
    if detail["type"] == "enum":
        holder[key] = re.findall("'(.*?)'", detail["ctx"]["expected"])[0]
    return True


def _bad_yaml(text: str, written: Written, error: Exception) -> Problem:
    said = f"{getattr(error, 'problem', None) or error}".splitlines()[0]
    found = next(((what, fix) for known, what, fix in _YAML_WORDS if known in said), (said, _YAML_FIX))
    at, begun = (getattr(error, name, None) for name in ("problem_mark", "context_mark"))
    lines = text.rstrip().split("\n")
    # A value that never ends is found at the end, and begins at the context.
    mark = begun or at
    line = min(mark.line, len(lines) - 1) if mark else 0
    ends = [number for number, one in enumerate(lines) if number and re.match(r"(?:\.\.\.|---)(?:\s|$)", one)]
    if at and _is_key_too_far_in(lines[: at.line + 1], at.column):
        found = _INDENT
    if found in (_INDENT, _ENDED) and ends:
        line, found = ends[0], _ENDED
    elif found == _INDENT and at:
        line = at.line
    message = f"The {written.name} can't be read from here: {found[0]}."
    return Problem(written.path, line + written.first_line, "bad-yaml", message, found[1])


def _is_key_too_far_in(lines: list[str], column: int) -> bool:
    """Whether a colon in the last of `lines` is that of a key, which YAML takes for more of the value above."""
    above = next((one for one in reversed(lines[:-1]) if one.strip()), "")
    indent, key = re.match(r"[ -]*", above), re.fullmatch(r"( +)[\w-]+", lines[-1][:column])
    return bool(key and indent and len(key[1]) > len(indent[0]) and re.search(r":\s+\S", above))


def _read_yaml(text: str, first_line: int) -> tuple[Any, Lines, list[tuple[Place, int]]]:
    """The values, all of them text (so that `title: No` and `title: 2026` are titles), with lines and doubled keys."""
    if _PLAIN.fullmatch(text) and is_text(text):
        with suppress(yaml.YAMLError):  # whose words are not those that editors are told
            return _read_with(_FAST(text), first_line)
    return _read_with(_Loader(text), first_line)


def _read_with(loader: Any, first_line: int) -> tuple[Any, Lines, list[tuple[Place, int]]]:
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        doubles = list(doubled_keys(node, (), lines)) if node else []
        shifted = {place: line + first_line for place, line in lines.items()}
        return (
            loader.construct_document(node) if node else None,
            shifted,
            [(place, line + first_line) for place, line in doubles],
        )
    finally:
        loader.dispose()


def doubled_keys(node: yaml.Node, location: Place, lines: Lines) -> Iterator[tuple[Place, int]]:
    """Fill `lines` with the line of every key and list entry, from 0; yield the keys that stand twice."""
    lines.setdefault(location, node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*location, str(key.value))
            line = key.start_mark.line
            if here in lines:
                yield here, line
            lines[here] = line
            yield from doubled_keys(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from doubled_keys(value, (*location, index), lines)


def _doubled(written: Written, place: Place, line: int) -> Problem:
    entry = next((f"one entry of `{place[n - 1]}:`" for n, part in enumerate(place) if isinstance(part, int)), None)
    message = f"`{place[-1]}` stands twice in {entry or f'the {written.name}'}."
    return Problem(written.path, line, "double-key", message, "Delete one of the two lines.")


def _explained(written: Written, error: ValidationError, lines: Lines, schema: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's findings in an editor's words."""
    for detail in error.errors():
        place = detail["loc"]
        line = next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), 1)
        yield Problem(written.path, line, *_explanation(detail, schema, written.name))


def _explanation(detail: ErrorDetails, schema: type[BaseModel], name: str) -> tuple[str, str, str]:
    """Rule, message and fix."""
    value, names = detail["input"], [part for part in detail["loc"] if isinstance(part, str)]
    if not names:
        return (
            "wrong-type",
            f"The {name} must be `key: value` lines, not {_shown(value)}.",
            "Write `{}: …` and `{}: …`.".format(*keys_of(schema)[:2]),
        )
    # A page's kind may stand below the name of a section, and a statement's successor below its id.
    key = names[0] if names[0] in ("kind", "replaces_statements") else names[-1]
    match detail["type"]:
        case "missing":
            where = f"below `{names[-2]}:`" if len(names) > 1 else f"to the {name}"
            return "missing-key", f"`{key}` is missing.", f"Add a line `{key}: …` {where}."
        case "extra_forbidden" if key in getattr(schema, "fact_keys", ()):
            return (
                "fact-in-translation",
                f"`{key}` is a fact, and facts stand only in the Danish page.",
                "Delete the line here.",
            )
        case "extra_forbidden":
            fix = _did_you_mean(key, _known(schema, detail["loc"]), otherwise="Delete the line, or write one of")
            return "unknown-key", f"`{key}` is not a key that is known here.", fix
        case "enum":
            known = re.findall("'(.*?)'", detail["ctx"]["expected"])
            return f"unknown-{key}", f"`{key}` can't be {value!r}.", _did_you_mean(str(value), known)
        case "string_too_short" | "string_pattern_mismatch" | "too_short" if not value:
            return "missing-key", f"`{key}` is empty.", f"Write it after the colon: `{key}: …`."
        case "string_pattern_mismatch" | "string_too_long":
            is_listed = isinstance(detail["loc"][-1], int)
            return "bad-id", *_no_id(key, value, detail.get("ctx", {}), is_listed)
        case "setting" if value == "":
            return "missing-key", f"`{key}` is empty.", f"Write it after the colon: `{key}: …`."
        case "setting":
            told = detail["ctx"]
            return (
                "bad-setting",
                f"`{key}` is not {told['what']}{f': {value!r}' if isinstance(value, str) else ''}.",
                told["fix"],
            )
        case "told":
            told = detail["ctx"]
            return told["rule"], f"`{key}` {told['what']}.", told["fix"]
        case kind if kind.startswith("date") and (why := _no_such_day(str(value))):
            return "wrong-type", f"`{key}` is {_shown(value)}, and {why}.", "Write the day that is meant."
        case kind:
            what, fix = next(
                ((what, fix) for start, what, fix in _WANTED if kind.startswith(start)),
                ("something else", "Correct it."),
            )
            return "wrong-type", f"`{key}` must be {what}, not {_shown(value)}.", fix.format(key=key)


def _no_id(key: str, value: str, ctx: Mapping[str, Any], is_listed: bool) -> tuple[str, str]:
    """Message and fix. An id in a list may be several."""
    if "max_length" in ctx:
        return f"`{key}` has {len(value)} characters, and {ctx['max_length']} is the most.", "Shorten it."
    message, meant = f"`{key}` is not an id: {value!r}.", slug(value)
    if is_listed and ";" in value:
        return message, f"Write a comma between two ids: `{value.replace(';', ',')}`."
    example = f": `{meant}`" if meant else ", such as `herlev-kommune`"
    return message, f"Use small letters a–z, digits and hyphens{example}."


def _no_such_day(text: str) -> str | None:
    """Why there is no such day, if it is written as one: "April has 30 days"."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    year, month, day = map(int, text.split("-"))
    if not 1 <= month <= 12:
        return "a year has 12 months"
    if year and not 1 <= day <= monthrange(year, month)[1]:
        return f"{month_name[month]}{f' {year}' if month == 2 else ''} has {monthrange(year, month)[1]} days"
    return None


def _known(schema: type[BaseModel], place: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand where the unknown one stood, found by walking the schema."""
    model: Any = schema
    for part in place[:-1]:
        if isinstance(part, str):
            model = _inner_model(model.model_fields[part].annotation)
    return keys_of(model)


def _inner_model(annotation: Any) -> Any:
    """The model inside `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for model in map(_inner_model, getattr(annotation, "__args__", ())) if model), None)


def _did_you_mean(word: str, known: list[str], otherwise: str = "Write one of") -> str:
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else f"{otherwise}: {', '.join(known)}."


def _shown(value: Any) -> str:
    match value:
        case dict():
            return "a group of `key: value` lines"
        case list():
            return "a list"
        case _:
            return repr(value)
