"""Front matter: the YAML block becomes the schema's value, or problems with the line of the key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from waymarks.problems import Problem
from waymarks.schema import Facts, Words, keys_of
from waymarks.settings import Language

Place = tuple[str | int, ...]
Lines = dict[Place, int]

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)

# What YAML's reader says, in an editor's words, and what to do.
_YAML_WORDS = (
    ("mapping values are not allowed", "a value holds a colon", 'Put the value in quotation marks: `title: "A: B"`.'),
    ("'\\t'", "a tab stands where spaces must stand", "Replace the tab with two spaces."),
    (
        "unexpected end of stream",
        "a quotation mark is opened and not closed",
        "Close the quotation mark at the end of the value.",
    ),
    ("special characters are not allowed", "a character that no text has", "Delete the line and type it again."),
    ("could not find expected ':'", "the line is not `key: value`", "Write a colon and a space after the key."),
)
_YAML_FIX = "Write one `key: value` on each line; put text with special signs in quotation marks."

# Pydantic's types of error, by how they begin: what the value must be, and how that is written.
_WANTED = (
    ("string", "text", "Write text after the colon: `{key}: …`."),
    ("int", "a whole number", "Write a number: `{key}: 1`."),
    ("date", "a date", "Write year, month and day: `{key}: 2026-11-22`."),
    (
        "dict",
        "one word, or a word for each section",
        "Write `{key}: values`, or below `{key}:` lines such as `  jh-mission: mission`.",
    ),
    ("pairs", "old ids with the ids that took over", "Write `{key}: {{old-id: new-id}}`."),
    ("tuple", "a list", "Write each entry on a line of its own below `{key}:`, beginning with `  - `."),
    ("model", "a group of `key: value` lines", "Write the lines below `{key}:`, two spaces in."),
)


@dataclass(frozen=True)
class FrontMatter:
    """What stands above a page's text. `front` is None if it can't be used; `end` is where the text begins."""

    front: Facts | Words | None
    end: int
    problems: tuple[Problem, ...]
    lines: Lines = field(default_factory=dict)


def read_front_matter(path: str, text: str, language: Language) -> FrontMatter:
    """Never raises: whatever is wrong is in `problems`."""
    block = _BLOCK.match(text)
    if not block:
        return FrontMatter(None, 0, (_no_block(path, text),))
    try:
        raw, lines, doubles = _read_yaml(block[1])
    except (yaml.YAMLError, RecursionError) as error:
        return FrontMatter(None, block.end(), (_bad_yaml(path, error),))
    problems = [_doubled(path, key, line) for key, line in doubles]
    schema: type[Facts | Words] = Facts if language.default else Words
    try:
        front = schema.model_validate(raw or {})
    except ValidationError as error:
        return FrontMatter(None, block.end(), (*problems, *_explained(path, error, lines, schema)), lines)
    return FrontMatter(front, block.end(), tuple(problems), lines)


def _no_block(path: str, text: str) -> Problem:
    if text.startswith("---"):
        return Problem(
            path,
            1,
            "front-matter-not-closed",
            "The front matter that begins here is never closed.",
            "Write a line with only `---` below the last key.",
        )
    return Problem(
        path,
        1,
        "no-front-matter",
        "The page does not begin with front matter.",
        "Begin the file with a line `---`, then `title:` and `description:`, then a line `---`.",
    )


def _bad_yaml(path: str, error: Exception) -> Problem:
    # A value that never ends is found at the end, and begins at the context.
    mark = getattr(error, "context_mark", None) or getattr(error, "problem_mark", None)
    said = f"{getattr(error, 'problem', None) or error}".splitlines()[0]
    what, fix = next(((what, fix) for known, what, fix in _YAML_WORDS if known in said), (said, _YAML_FIX))
    return Problem(path, _line(mark), "bad-yaml", f"The front matter can't be read from here: {what}.", fix)


def _line(mark: yaml.Mark | None) -> int:
    return mark.line + 2 if mark else 2  # YAML counts from 0 and the opening --- is not part of the block


def _read_yaml(block: str) -> tuple[Any, Lines, list[tuple[str, int]]]:
    """The values, all of them text (so that `title: No` and `title: 2026` are titles), with lines and doubled keys."""
    loader = yaml.BaseLoader(block)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        doubles = list(_walk(node, (), lines)) if node else []
        return (loader.construct_document(node) if node else None), lines, doubles
    finally:
        loader.dispose()


def _walk(node: yaml.Node, location: Place, lines: Lines) -> Iterator[tuple[str, int]]:
    """Fill `lines` with the line of every key and list entry; yield the keys that stand twice."""
    lines.setdefault(location, _line(node.start_mark))
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*location, str(key.value))
            line = _line(key.start_mark)
            if here in lines:
                yield str(key.value), line
            lines[here] = line
            yield from _walk(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*location, index), lines)


def _doubled(path: str, key: str, line: int) -> Problem:
    return Problem(
        path, line, "double-key", f"`{key}` stands twice in the front matter.", "Delete one of the two lines."
    )


def _explained(path: str, error: ValidationError, lines: Lines, schema: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's findings in an editor's words."""
    for detail in error.errors():
        place = detail["loc"]
        line = next((lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in lines), 1)
        yield Problem(path, line, *_explanation(detail, schema))


def _explanation(detail: ErrorDetails, schema: type[BaseModel]) -> tuple[str, str, str]:
    """Rule, message and fix."""
    value, names = detail["input"], [part for part in detail["loc"] if isinstance(part, str)]
    if not names:
        return (
            "wrong-type",
            f"The front matter must be `key: value` lines, not {_shown(value)}.",
            "Write `title: …` and `description: …`.",
        )
    # A page's kind may stand below the name of a section, and a statement's successor below its id.
    key = names[0] if names[0] in ("kind", "replaces_statements") else names[-1]
    match detail["type"]:
        case "missing":
            where = f"below `{names[-2]}:`" if len(names) > 1 else "to the front matter"
            return "missing-key", f"`{key}` is missing.", f"Add a line `{key}: …` {where}."
        case "extra_forbidden" if schema is Words and key in Words.fact_keys:
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
        case "string_pattern_mismatch":
            return (
                "bad-id",
                f"`{key}` is not an id: {value!r}.",
                "Use small letters a–z, digits and hyphens: `juvelhuset`.",
            )
        case "address":
            return (
                "bad-address",
                f"`{key}` names no address of a page: {value!r}.",
                "Write what stands after the site's name and the language: `/hus/vaerdier/`.",
            )
        case kind:
            what, fix = next(
                ((what, fix) for start, what, fix in _WANTED if kind.startswith(start)),
                ("something else", "Correct it."),
            )
            return "wrong-type", f"`{key}` must be {what}, not {_shown(value)}.", fix.format(key=key)


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
