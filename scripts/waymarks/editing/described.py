"""Described: what editors' programs are told of front matter and lists, from the schema alone: which keys there are, what
each is for, and what may stand there.

VS Code completes YAML by a JSON Schema, but not the front matter of Markdown (github.com/redhat-developer/vscode-yaml,
issue 207, open since 2019); there its own snippets do it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel

from waymarks.reading.glossary import schema as glossary_schema
from waymarks.reading.schema import Facts, Kind, Words
from waymarks.reading.settings import Language
from waymarks.reading.validation import ENGINE
from waymarks.reading.working_texts import WorkingTextFile

FOLDER = ".vscode"
SNIPPETS = f"{FOLDER}/front-matter.code-snippets"
_DIALECT = "http://json-schema.org/draft-07/schema#"


def read_keys(root: Path) -> dict[str, str]:
    """What each key is for, by its place: "sources.adopted". Raises OSError."""
    found: dict[str, str] = yaml.load((root / "scripts" / "keys.yml").read_text("utf-8"), ENGINE)  # noqa: S506 - a SafeLoader
    return found


def described(keys: Mapping[str, str], languages: tuple[Language, ...]) -> dict[str, str]:
    """The files, by their paths below the root."""
    page = _schema(Facts, keys)
    schemas = {
        "page": page,
        "translation": _schema(Words, keys),
        "working-text": _schema(WorkingTextFile, {}),
        "glossary": _schema(glossary_schema(languages), {}),
    }
    files = {f"{FOLDER}/{name}.schema.json": _text(schema) for name, schema in schemas.items()}
    return {**files, SNIPPETS: _text(dict(_snippets(page)))}


def places(model: dict[str, Any], whole: dict[str, Any], above: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every key of a JSON Schema, also those below others, with what is said of it."""
    for key, one in model.get("properties", {}).items():
        place = f"{above}{key}"
        yield place, one
        inner = one.get("items", one)
        if "$ref" in inner:
            yield from places(whole["$defs"][inner["$ref"].rpartition("/")[2]], whole, f"{place}.")


def _schema(model: type[BaseModel], keys: Mapping[str, str]) -> dict[str, Any]:
    whole = _plain(model.model_json_schema())
    if "kind" in whole["properties"]:
        own = whole["properties"]["kind"]
        whole["properties"]["kind"] = {"anyOf": [own["additionalProperties"], own]}
    # A key that stands below several others is described where it is used first.
    for place, one in places(whole, whole):
        if place in keys:
            one.setdefault("description", keys[place])
    whole.pop("description", None)
    return {"$schema": _DIALECT, **whole}


def _plain(value: Any) -> Any:
    """Without what only Pydantic needs: titles of keys, docstrings, and null for what may be left out."""
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if not isinstance(value, dict):
        return value
    whole = {
        key: _plain(one) for key, one in value.items() if not (key in ("title", "description") and isinstance(one, str))
    }
    choices = [one for one in whole.get("anyOf", ()) if one != {"type": "null"}]
    if len(choices) == 1:
        whole.pop("anyOf")
        whole.pop("default", None)
        whole |= choices[0]
    return whole


def _snippets(page: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Each key of a page, as VS Code offers it in Markdown."""
    for key, one in page["properties"].items():
        said = {"body": [f"{key}: {_choice(key, one, page)}"], "description": one.get("description", key)}
        yield key, {"scope": "markdown", "prefix": key, **said}


def _choice(key: str, one: dict[str, Any], page: dict[str, Any]) -> str:
    named = one.get("$ref", "").rpartition("/")[2]
    values = [kind.value for kind in Kind] if key == "kind" else page["$defs"].get(named, {}).get("enum", [])
    values = ["true", "false"] if one.get("type") == "boolean" else values
    if values:
        return f"${{1|{','.join(values)}|}}"
    return "[$1]" if one.get("type") == "array" and "$ref" not in one["items"] else "$1"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
