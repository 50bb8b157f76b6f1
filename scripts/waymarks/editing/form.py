"""Form: the fields in which an editor changes a page in the browser. They follow from the front matter's schema."""

import types
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Union, get_args, get_origin

import yaml
from pydantic import BaseModel

from waymarks.editing.described import read_keys
from waymarks.reading.schema import Facts, Kind, Words, keys_of
from waymarks.reading.strings import read_strings
from waymarks.source import Page

Field = dict[str, Any]
# What an editor reads at each key, by its name, or by that of the key above and its own: a label, and a hint if it needs one. Below
# "choices", by each word that may be chosen for a key: what it is called.
Labels = Mapping[str, Mapping[str, str]]

_BODY, _CHOICES = "body", "choices"
_DATE = {"widget": "datetime", "format": "YYYY-MM-DD", "time_format": False, "picker_utc": True}


def read_labels(root: Path) -> dict[str, Labels]:
    """By the code of a browser's language. The kinds that readers meet are called what they are called there. Raises OSError."""
    own = yaml.safe_load((root / "scripts" / "cms" / "labels.yml").read_text("utf-8"))
    for code, labels in own.items():
        words = read_strings(root, code).words
        kinds = {kind.value: words.get(f"kind_{kind.name}") for kind in Kind}
        named = {kind: word for kind, word in kinds.items() if word}
        labels[_CHOICES] = {**labels.get(_CHOICES, {}), **named}
    english = {
        place: {"label": place.rpartition(".")[2].replace("_", " ").capitalize(), "hint": said}
        for place, said in read_keys(root).items()
    }
    return {**own, "en": {**english, **own["en"]}}


def fields(page: Page, labels: Labels) -> list[Field]:
    """The fields of one page, in the order in which it has them, then those that it might have; its text comes third. Raises KeyError if a key
    has no label."""
    made = [*_of(Facts, Words, page, labels, ())]
    # Plain text: an editor that shows it formatted writes all of it anew.
    body = {"name": _BODY, **labels[_BODY], "required": True, "i18n": True, "widget": "text"}
    return [*made[:2], body, *made[2:]]


def _of(
    facts: type[BaseModel], words: type[BaseModel] | None, page: Page, labels: Labels, above: tuple[str, ...]
) -> Iterator[Field]:
    """The fields of a group of keys. `words` are those that another language has too; `above` are the keys it stands below."""
    kinds = dict(zip(keys_of(facts), facts.model_fields.values(), strict=True))
    others = dict(zip(keys_of(words), words.model_fields.values(), strict=True)) if words else {}
    for key in _sorted(list(kinds), page, above):
        widget = _widget(kinds[key].annotation, others.get(key), page, labels, (*above, key))
        if widget:
            spoken = {"required": kinds[key].is_required(), "i18n": _languages(key, key in others)}
            yield {"name": key, **_label(labels, (*above, key)), **spoken, **widget}


def _label(labels: Labels, place: tuple[str, ...]) -> Mapping[str, str]:
    return labels.get(".".join(place)) or labels[place[-1]]


def _languages(key: str, has_words: bool) -> bool | str:
    """An id, or a page that a step leads to, is the same in every language; other facts stand in the first alone."""
    return ("duplicate" if key in ("id", "page") else True) if has_words else False


def _widget(annotation: Any, other: Any, page: Page, labels: Labels, place: tuple[str, ...]) -> Field:
    """What the key is changed with, by the type that the schema gives it."""
    inner = _inner(annotation)
    if get_origin(inner) is tuple:
        item = _inner(get_args(inner)[0])
        if not _is_model(item):
            return {"widget": "list"}
        below = [*_of(item, _model_of(other), page, labels, place)]
        return {"widget": "list", "collapsed": "auto", "summary": f"{{{{fields.{below[0]['name']}}}}}", "fields": below}
    if _is_model(inner):
        below = [*_of(inner, _model_of(other), page, labels, place)]
        return {"widget": "object", "collapsed": "auto", "fields": below}
    if get_origin(inner) is dict:
        return _pairs(_simple(_inner(get_args(inner)[1]), labels), page, place)
    return _simple(inner, labels)


def _pairs(value: Field, page: Page, place: tuple[str, ...]) -> Field:
    """One field for each pair that the page has. A page without any has no field, unless it may write a single word instead."""
    keys = [str(one[-1]) for one in page.lines if one and one[:-1] == place]
    if keys:
        below = [{"name": key, "label": key, "required": True, "i18n": False, **value} for key in keys]
        return {"widget": "object", "fields": below}
    return value if "options" in value else {}


def _simple(inner: Any, labels: Labels) -> Field:
    choices: Sequence[Any] = ()
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        choices = [one.value for one in inner]
    if inner is bool:
        choices = (True, False)  # a box to tick would write its answer into every page
    if choices:
        names = {one: str(one).lower() for one in choices}
        options = [{"label": labels[_CHOICES].get(name, name), "value": one} for one, name in names.items()]
        return {"widget": "select", "options": options}
    if inner is int:
        return {"widget": "number", "value_type": "int"}
    return dict(_DATE) if inner is date else {"widget": "string"}


def _inner(annotation: Any) -> Any:
    """The type without its constraints and without None."""
    if hasattr(annotation, "__metadata__"):
        return _inner(get_args(annotation)[0])
    if get_origin(annotation) in (Union, types.UnionType):
        return _inner(next(one for one in get_args(annotation) if one is not type(None)))
    return annotation


def _is_model(one: Any) -> bool:
    return isinstance(one, type) and issubclass(one, BaseModel)


def _model_of(field: Any) -> type[BaseModel] | None:
    """The group of keys that a field of the schema holds, one or a list of them."""
    inner = _inner(field.annotation) if field else None
    inner = _inner(get_args(inner)[0]) if get_origin(inner) is tuple else inner
    return inner if _is_model(inner) else None


def _sorted(keys: Sequence[str], page: Page, above: tuple[str, ...]) -> list[str]:
    """As the page has them: what is saved then stands where it stood."""
    named = (tuple(part for part in place if isinstance(part, str)) for place in page.lines)
    there = [place[-1] for place in named if len(place) == len(above) + 1 and place[:-1] == above]
    return [*dict.fromkeys(key for key in there if key in keys), *(key for key in keys if key not in there)]
