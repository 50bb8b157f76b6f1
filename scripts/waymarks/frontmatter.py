"""Front matter: the YAML block becomes the schema's value, or problems with the line of the key."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from waymarks.problems import Problem
from waymarks.schema import Facts, Words
from waymarks.settings import Language

Place = tuple[str | int, ...]
Lines = dict[Place, int]

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", re.S | re.M)


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
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return FrontMatter(None, block.end(), (_bad_yaml(path, error),))
    problems = [_doubled(path, key, line) for key, line in doubles]
    schema: type[Facts | Words] = Facts if language.default else Words
    try:
        front = schema.model_validate(raw if raw is not None else {})
    except ValidationError as error:
        return FrontMatter(None, block.end(), (*problems, *_explained(path, error, lines, schema)), lines)
    return FrontMatter(front, block.end(), tuple(problems), lines)


def _no_block(path: str, text: str) -> Problem:
    if text.startswith("---"):
        return Problem(
            path, 1, "front-matter-not-closed", "The front matter that begins here is never closed.",
            "Write a line with only `---` below the last key.",
        )
    return Problem(
        path, 1, "no-front-matter", "The page does not begin with front matter.",
        "Begin the file with a line `---`, then `title:` and `description:`, then a line `---`.",
    )


def _bad_yaml(path: str, error: Exception) -> Problem:
    mark = getattr(error, "problem_mark", None)
    # YAML counts from 0 and the opening --- is not part of the block.
    line = mark.line + 2 if mark else 2
    what = getattr(error, "problem", None) or str(error)
    return Problem(
        path, line, "bad-yaml", f"The front matter can't be read here: {what}.",
        'Write `key: value`, and put a value that holds a colon in quotation marks: `title: "A: B"`.',
    )


def _read_yaml(block: str) -> tuple[Any, Lines, list[tuple[str, int]]]:
    loader = yaml.SafeLoader(block)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        doubles = list(_walk(node, (), lines)) if node else []
        return (loader.construct_document(node) if node else None), lines, doubles
    finally:
        loader.dispose()


def _walk(node: yaml.Node, location: Place, lines: Lines) -> Iterator[tuple[str, int]]:
    """Fill `lines` with the line of every key and list entry; yield the keys that stand twice."""
    lines.setdefault(location, node.start_mark.line + 2)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*location, str(key.value))
            line = key.start_mark.line + 2
            if here in lines:
                yield str(key.value), line
            lines[here] = line
            yield from _walk(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _walk(value, (*location, index), lines)


def _doubled(path: str, key: str, line: int) -> Problem:
    return Problem(path, line, "double-key", f"`{key}` stands twice in the front matter.", "Delete one of the two lines.")


def _explained(path: str, error: ValidationError, lines: Lines, schema: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's findings in an editor's words."""
    for detail in error.errors():
        location = tuple(detail["loc"])
        line = next((lines[location[:n]] for n in range(len(location), -1, -1) if location[:n] in lines), 1)
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in location)
        rule, message, fix = _explanation(detail, key, schema)
        yield Problem(path, line, rule, message, fix)


def _explanation(detail: ErrorDetails, key: str, schema: type[BaseModel]) -> tuple[str, str, str]:
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "missing":
            return "missing-key", f"`{key}` is missing.", f"Add a line `{key}: …` to the front matter."
        case "extra_forbidden" if schema is Words and key in Words.fact_keys:
            return (
                "fact-in-translation", f"`{key}` is a fact, and facts stand only in the Danish page.",
                "Delete the line here; it is read from the Danish page.",
            )
        case "extra_forbidden":
            name = key.rpartition(".")[2]
            return "unknown-key", f"`{key}` is not a key that front matter knows.", _did_you_mean(name, _known(schema, detail["loc"]))
        case "enum":
            rule = "unknown-kind" if key.startswith("kind") else "unknown-type"
            return rule, f"`{key}` can't be {value!r}.", f"Write one of: {context['expected']}."
        case "string_pattern_mismatch":
            return "bad-id", f"`{key}` is not an id: {value!r}.", "Use small letters a–z, digits and hyphens: `juvelhuset`."
        case "string_too_short":
            return "missing-key", f"`{key}` is empty.", f"Write `{key}: ` and the text after it."
        case _:
            return "wrong-type", f"`{key}` must be {_wanted(detail['type'])}, not {_shown(value)}.", "Correct the value."


def _known(schema: type[BaseModel], location: Place) -> list[str]:
    """The keys that may stand where the unknown one stood, found by walking the schema."""
    model: Any = schema
    for part in location[:-1]:
        if isinstance(part, str):
            model = _inner_model(model.model_fields[part].annotation)
    return list(model.model_fields)


def _inner_model(annotation: Any) -> Any:
    """The model inside `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((m for m in map(_inner_model, getattr(annotation, "__args__", ())) if m), None)


def _did_you_mean(key: str, known: list[str]) -> str:
    near = get_close_matches(key.lower(), known, n=1, cutoff=0.6)
    listed = ", ".join(known)
    return f"Did you mean `{near[0]}`?" if near else f"Delete the line, or use one of: {listed}."


def _wanted(kind: str) -> str:
    words = {
        "string": "text", "int": "a whole number", "date": "a date such as 2026-11-22",
        "tuple": "a list", "model": "a group of `key: value` lines",
    }
    return next((word for prefix, word in words.items() if kind.startswith(prefix)), "something else")


def _shown(value: Any) -> str:
    match value:
        case dict():
            return "a group of `key: value` lines"
        case list():
            return "a list"
        case None:
            return "empty"
        case date():
            return f"the date {value}"
        case _:
            return repr(value)
