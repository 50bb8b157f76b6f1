"""YAML as editors write it becomes a schema's value, or problems with the line of the key."""

import re
from calendar import month_name, monthrange
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from itertools import pairwise
from typing import Any, Generic, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.error import MarkedYAMLError

from waymarks.problems import Problem, did_you_mean
from waymarks.reading.files import File, is_text
from waymarks.reading.misread import Slip, column, cut_values, mended, no_key, reason
from waymarks.reading.schema import OLDEST, keys_of
from waymarks.text.slugs import slug

Place = tuple[str | int, ...]
Lines = dict[Place, int]
Model = TypeVar("Model", bound=BaseModel)

# Pydantic's types of error, by how they begin: what the value must be, and how that is written.
_WANTED = (
    ("string", "text", "Write text after the colon: `{key}: …`."),
    ("bool", "true or false", "Write `{key}: true` or `{key}: false`."),
    ("int", "a whole number", "Write a number, such as `{key}: 1`."),
    ("greater", "a number above 0", "Write such as `{key}: 12`."),
    (
        "date_or_year",
        "a date",
        "Write year, month and day, as far as the document says them: `{key}: 2026-11-22`, `{key}: 2026-11` or `{key}: 2026`; where it says none, delete the line.",
    ),
    ("date", "a date", "Write year, month and day, such as `{key}: 2026-11-22`."),
    ("dict", "a group of `key: value` lines", "Write the lines below `{key}:`, two spaces in."),
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


# Reads the same (every value is text: `no` is a word) ten times as fast, and can't be asked about what _Loader refuses, nor say what
# is wrong in its words.
TEXTS: Any = getattr(yaml, "CBaseLoader", _Loader)
# Reads values as MkDocs does: with libyaml, which is many times as fast.
ENGINE = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Keys, and values without signs that mean something, each on a line of its own. Every line is read in one way only (`+` after
# a sign for "many" keeps what it took), or a list of thirty entries would be tried in a thousand million ways. Lists within
# lists of many levels are left to the other reader: libyaml's ends the whole program when there are too many.
_PLAIN = re.compile(
    r"(?>(?: *- ){0,9}+(?! *- )(?: *[a-z_-]+:(?: [\w.,()’”–/ +-]+| \"[^\"\\\n]+\")?|[\w-][\w.,()’”–/ +-]*)?\n)*+"
)
# The beginning of a key that stands at the left, below no other.
_LEFT = re.compile(r"[^\s#\]}-]")
_MOST_KEYS = 1000
# Ids of statements with blanks between them.
_SEVERAL = re.compile(r"[a-z][a-z0-9-]*-[0-9]+(?: +[a-z][a-z0-9-]*-[0-9]+)+")
# Of what may be declared below these, nobody knows anything where the value of one is wrong.
_DECLARING = ("", "id", "organisation", "units", "sources")
# So many words help who is to choose one of them.
_MOST_NAMED = 8
# What editors write in Danish for a word of the site.
_IN_DANISH = [
    pair.split("=")
    for pair in """beskrivelse=description slags=kind kilde=source kilder=sources dokumenter=sources gennemgået=reviewed rækkefølge=order
    kladde=draft navn=name vedtaget=adopted udsagn=statements grupper=groups side=page spørgsmål=question tekst=text sted=place
    værdi=values værdier=values værdigrundlag=values principper=principles mål=goals maal=goals politikker=policies ledelse=management
    tilbud=offer tilbud=facility bosted=facility botilbud=facility tilgang=approach uddannelse=training viden=knowledge
    baggrund=background oversigt=overview målgruppe=audience emne=theme ordliste=glossary kommune=municipality afdeling=department
    område=area""".split()
]


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
    found = _validated(text, schema, written, loader)
    new, slips = mended(text) if found.problems else (text, [])
    if new == text:
        return found
    told = tuple(_bad_yaml(written, one) for one in slips)
    found = _validated(new, schema, written, loader)
    return replace(found, problems=(*told, *found.problems))


def validate_file(file: File, schema: type[Model], name: str, loader: Any = None) -> Validated[Model]:
    """What a whole file says, and what is wrong with the file itself; `name` is as in Written."""
    if file.text is None:
        return Validated(None, file.problems)
    found = validate(file.text, schema, Written(file.path, name, 1), loader)
    return replace(found, problems=(*file.problems, *found.problems))


def _validated(text: str, schema: type[Model], written: Written, loader: Any) -> Validated[Model]:
    read = _read(text, written, loader)
    try:
        value = schema.model_validate(read.raw or {})
    except ValidationError as error:
        found = (*read.problems, *_explained(written, error, read, schema))
        return Validated(None, found, read.lines, _rest(read.raw, error, schema) if read.whole else None)
    return Validated(value if read.whole else None, read.problems, read.lines)


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
    if not isinstance(raw, str) or detail["type"] in ("missing", "extra_forbidden") or key in _DECLARING:
        return False
    del holder[key]
    if detail["type"] == "enum":
        holder[key] = re.findall("'(.*?)'", detail["ctx"]["expected"])[0]
    return True


def _bad_yaml(written: Written, slip: Slip) -> Problem:
    message = f"The {written.name} can't be read from here: {slip.what}."
    return Problem(written.path, slip.line + written.first_line, "bad-yaml", message, slip.fix)


@dataclass(frozen=True)
class _Read:
    """The values of `text`, all of them text (so that `title: No` and `title: 2026` are titles), with their lines. Where it is
    not `whole`, keys are left out, or entries are taken for one, of which `problems` tell. Where keys stand twice, the last of
    their lines count."""

    text: list[str]
    raw: Any
    lines: Lines
    problems: tuple[Problem, ...]
    first_line: int = 1
    whole: bool = True

    def line_of(self, place: Place) -> int:
        """The line of a key, or of the nearest one that exists above it."""
        return next((self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines), 1)

    def text_of(self, place: Place) -> str:
        return self.text[self.line_of(place) - self.first_line]

    def spaces(self, group: Place) -> int:
        """With how many spaces the keys of a group begin."""
        inner = next((place for place in self.lines if place[:-1] == group and place != group), None)
        return column(self.text_of(inner)) if inner else column(self.text_of(group)) + 2


def _read(text: str, written: Written, loader: Any) -> _Read:
    """Never raises. What can't be read as a whole is read key by key."""
    try:
        return _read_whole(text, written, loader)
    except (yaml.YAMLError, RecursionError) as error:
        read = _read_by_keys(text, written, loader)
        if read.whole:
            return replace(read, raw={}, problems=(_bad_yaml(written, reason(read.text, 0, error)),), whole=False)
        return read


def _read_by_keys(text: str, written: Written, loader: Any) -> _Read:
    """It is `whole` if nothing is wrong in any of the keys by itself."""
    lines = text.rstrip().split("\n")
    begins = [0, *(number for number, line in enumerate(lines) if number and _LEFT.match(line))]
    slips: list[Slip] = []
    found = _Read(lines, {}, {}, (), written.first_line)
    for begin, end in pairwise([*begins, len(lines)]) if len(begins) <= _MOST_KEYS else ():
        part = "\n".join(lines[begin:end])
        try:
            read = _read_whole(part, replace(written, first_line=written.first_line + begin), loader)
        except (yaml.YAMLError, RecursionError) as error:
            slips.append(reason(lines, begin, error))
            continue
        if isinstance(read.raw, dict):
            doubles = [Double((key,), begin, begins=False) for key in read.raw if key in found.raw]
            problems = (*found.problems, *_doubled(written, doubles), *read.problems)
            lines_of, whole = read.lines | found.lines, found.whole and read.whole
            found = replace(found, raw=found.raw | read.raw, lines=lines_of, problems=problems, whole=whole)
        elif read.raw is not None:
            slips.append(no_key(lines, begin))
    problems = (*(_bad_yaml(written, one) for one in slips), *found.problems)
    return replace(found, problems=problems, whole=found.whole and not slips)


def _read_whole(text: str, written: Written, loader: Any) -> _Read:
    """Raises YAMLError or RecursionError."""
    if loader:
        return _read_with(loader, text, written)
    if _PLAIN.fullmatch(text) and is_text(text):
        with suppress(yaml.YAMLError):  # whose words are not those that editors are told
            return _read_with(TEXTS, text, written)
    return _read_with(_Loader, text, written)


def _read_with(kind: Any, text: str, written: Written) -> _Read:
    loader = kind(text)
    try:
        node = loader.get_single_node()
        lines: Lines = {}
        doubles = list(doubled_keys(node, (), lines)) if node else []
        raw = loader.construct_document(node) if node else None
        # Developers write such comments in mkdocs.yml.
        cut = [*cut_values(node, text)] if kind is _Loader else []
    finally:
        loader.dispose()
    shifted = {place: line + written.first_line for place, line in lines.items()}
    told = (Problem(written.path, one.line + written.first_line, "cut-value", one.what, one.fix) for one in cut)
    problems = (*_doubled(written, doubles), *told)
    return _Read(text.split("\n"), raw, shifted, problems, written.first_line, not _two_in_one(doubles))


def has_slips(text: str) -> bool:
    """Whether a key stands twice in it, or a value is cut off. Much faster than to say where. Raises YAMLError."""
    node = yaml.compose(text, TEXTS)
    return bool(node and (any(doubled_keys(node, (), {})) or any(cut_values(node, text))))


class Double(NamedTuple):
    """A key that stands twice in its group. `begins`: the group begins with it."""

    place: Place
    line: int
    begins: bool


def doubled_keys(node: yaml.Node, location: Place, lines: Lines) -> Iterator[Double]:
    """Fill `lines` with the line of every key and list entry, from 0; yield the keys that stand twice."""
    lines.setdefault(location, node.start_mark.line)
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            here = (*location, str(key.value))
            line = key.start_mark.line
            if here in lines:
                yield Double(here, line, begins=key.value == node.value[0][0].value)
                _forget(here, lines)
            lines[here] = line
            yield from doubled_keys(value, here, lines)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from doubled_keys(value, (*location, index), lines)


def _forget(location: Place, lines: Lines) -> None:
    """A group or list does not count: take out its line, and those of what is in it."""
    for place in [one for one in lines if one[: len(location)] == location]:
        del lines[place]


def _two_in_one(doubles: Iterable[Double]) -> set[Place]:
    """Entries of a list that are two, since their first key stands twice."""
    return {one.place[:-1] for one in doubles if one.begins and len(one.place) > 1 and isinstance(one.place[-2], int)}


def _doubled(written: Written, doubles: Sequence[Double]) -> Iterator[Problem]:
    two = _two_in_one(doubles)
    for place, line, begins in doubles:
        fix = "Delete one of the two lines."
        if place[:-1] in two and not begins:
            continue
        if place[:-1] in two:
            fix = "If another entry begins here, write `- ` in place of the last two spaces before it. If not, delete the line."
        entry = next((f"one entry of `{place[n - 1]}:`" for n, part in enumerate(place) if isinstance(part, int)), None)
        message = f"`{place[-1]}` stands twice in {entry or f'the {written.name}'}."
        yield Problem(written.path, line + written.first_line, "double-key", message, fix)


def _explained(written: Written, error: ValidationError, read: _Read, schema: type[BaseModel]) -> Iterator[Problem]:
    """Pydantic's findings in an editor's words. What is missing may stand where nothing could be read, or what is
    wrong where a value is cut off."""
    cut = {one.line for one in read.problems if one.rule == "cut-value"}
    details = [one for one in error.errors() if read.whole or one["type"] != "missing"]
    details = [one for one in details if read.line_of(one["loc"]) not in cut]
    # Pydantic counts a list's entries without those that are wrong.
    details = [one for one in details if one["type"] != "too_short" or not one["input"]]
    meant = dict(_meant(details, schema))
    for detail in details:
        place = detail["loc"]
        if place in meant.values():
            continue  # it is told where it stands
        if place in meant:
            told = _misplaced(place, meant[place], read)
        elif detail["type"] == "missing":
            told = _missing(place, read, written.name)
        else:
            told = _explanation(detail, schema, read, written.name)
        yield Problem(written.path, read.line_of(place), *told)


def _meant(details: list[ErrorDetails], schema: type[BaseModel]) -> Iterator[tuple[Place, Place]]:
    """Keys that are not known with the missing ones that they are: misspelt, or not as far in as their group."""
    missing = [one["loc"] for one in details if one["type"] == "missing"]
    unknown = (one["loc"] for one in details if one["type"] == "extra_forbidden")
    for place in (one for one in unknown if not _is_fact(one, schema)):
        *group, key = place
        beside = {str(one[-1]): one for one in missing if [*one[:-1]] == group}
        near = _near(str(key), beside, cutoff=0.6)
        within = [one for one in missing if one[-1] == key and len(one) > len(place)]
        for one in [beside[near[0]]] if near else within[:1]:
            missing.remove(one)
            yield place, one


def _misplaced(place: Place, meant: Place, read: _Read) -> tuple[str, str, str]:
    """Rule, message and fix."""
    value = str(place[-1]).partition(":")[2]
    fix = f"Write `{meant[-1]}{f': {value}' if value else ''}` instead."
    if meant[-1] == place[-1]:
        fix = f"It belongs to {_named(meant[:-1], read)}: begin the line with {read.spaces(meant[:-1])} spaces."
    return "unknown-key", f"`{place[-1]}` is not a key that is known here.", fix


def _missing(place: Place, read: _Read, name: str) -> tuple[str, str, str]:
    """Rule, message and fix."""
    *group, key = place
    fix = f"Add a line `{key}: …` to the {name}."
    if group and "{" in read.text_of(tuple(group)):
        fix = f"Write `{key}: …` between the brackets of {_named(group, read)}, with a comma."
    elif group:
        spaces = read.spaces(tuple(group))
        fix = f"Add a line `{' ' * spaces}{key}: …`, with the {spaces} spaces, to {_named(group, read)}."
    return "missing-key", f"`{key}` is missing.", fix


def _named(group: Sequence[str | int], read: _Read) -> str:
    if isinstance(group[-1], int):
        return f"the entry that begins in line {read.line_of(tuple(group))}"
    return f"what stands below `{group[-1]}:`"


def _explanation(detail: ErrorDetails, schema: type[BaseModel], read: _Read, name: str) -> tuple[str, str, str]:
    """Rule, message and fix."""
    value, names = detail["input"], [part for part in detail["loc"] if isinstance(part, str)]
    if not names:
        fix = "Write `{}: …` and `{}: …`.".format(*keys_of(schema)[:2])
        return "wrong-type", f"The {name} must be `key: value` lines, not {_shown(value)}.", fix
    # A page's kind may stand below the name of a section, and a statement's successor below its id.
    key = names[0] if names[0] in ("kind", "replaces_statements") else names[-1]
    match detail["type"]:
        case "extra_forbidden" if _is_fact(detail["loc"], schema):
            message = f"`{key}` is a fact, and facts stand only in the page that this one translates."
            return "fact-in-translation", message, "Delete the line here."
        case "extra_forbidden":
            fix = _known_instead(detail["loc"], schema, read)
            return "unknown-key", f"`{key}` is not a key that is known here.", fix
        case "model_type" | "model_attributes_type" if isinstance(detail["loc"][-1], int):
            first, *others = _needed(schema, detail["loc"])
            message = f"An entry of `{key}:` must be a group of `key: value` lines, not {_shown(value)}."
            return "wrong-type", message, f"Write `- {first}: …`, and on lines below it: {', '.join(others)}."
        case _:
            return _of_value(detail, key)


def _of_value(detail: ErrorDetails, key: str) -> tuple[str, str, str]:
    """Rule, message and fix, where a key that is known has a value that it can't have."""
    value = detail["input"]
    match detail["type"]:
        case "enum":
            known = re.findall("'(.*?)'", detail["ctx"]["expected"])
            rule, message = f"unknown-{key}", f"`{key}` can't be {value!r}."
            if len(known) > _MOST_NAMED and not _near(str(value), known):
                return rule, message, f"Which words there are: `check.py --explain {rule}`."
            return rule, message, did_you_mean(_near(str(value), known), f"Write one of: {', '.join(known)}.")
        case "string_too_short" | "string_pattern_mismatch" | "too_short" if not value:
            return "missing-key", f"`{key}` is empty.", f"Write it after the colon: `{key}: …`."
        case "string_pattern_mismatch" | "string_too_long":
            is_listed = isinstance(detail["loc"][-1], int)
            return "bad-id", *_no_id(key, value, detail.get("ctx", {}), is_listed)
        case "setting" if value == "":
            return "missing-key", f"`{key}` is empty.", f"Write it after the colon: `{key}: …`."
        case "setting":
            told, found = detail["ctx"], f": {value!r}" if isinstance(value, str) else ""
            return "bad-setting", f"`{key}` is not {told['what']}{found}.", told["fix"]
        case "told":
            told = detail["ctx"]
            return told["rule"], f"`{key}` {told['what']}.", told["fix"]
        case _:
            return "wrong-type", *_of_another_type(detail, key)


def _of_another_type(detail: ErrorDetails, key: str) -> tuple[str, str]:
    """Message and fix."""
    kind, value = detail["type"], detail["input"]
    if kind.startswith("date") and not value:
        return f"`{key}` is empty.", f"Write the day, such as `{key}: 2026-11-22`, or delete the line."
    if kind.startswith("date") and (why := _no_such_day(str(value))):
        return f"`{key}` is {_shown(value)}, and {why}.", "Write the day that is meant."
    what, fix = next(
        ((what, fix) for start, what, fix in _WANTED if kind.startswith(start)), ("something else", "Correct it.")
    )
    if isinstance(detail["loc"][-1], int) and kind.startswith("string"):
        return f"An entry of `{key}:` must be text, not {_shown(value)}.", "Write the text alone after the hyphen."
    if kind == "pairs":
        what, fix = detail["ctx"]["what"], detail["ctx"]["fix"]
    elif kind.startswith("tuple") and isinstance(value, dict):
        fix = f"Begin the first line of each entry below `{key}:` with `  - `, and its other lines with four spaces."
    else:
        fix = fix.format(key=key)
    return f"`{key}` must be {what}, not {_shown(value)}.", fix


def _no_id(key: str, value: str, ctx: Mapping[str, Any], is_listed: bool) -> tuple[str, str]:
    """Message and fix. An id in a list may be several."""
    if "max_length" in ctx:
        return f"`{key}` has {len(value)} characters, and {ctx['max_length']} is the most.", "Shorten it."
    # An address, or a link, ends in the id.
    message, meant = f"`{key}` is not an id: {value!r}.", slug(re.split("[/#]", value.strip("/#"))[-1])
    if is_listed and (";" in value or _SEVERAL.fullmatch(value)):
        return message, f"Write a comma between two ids: `{', '.join(re.split('[; ]+', value))}`."
    example = f": `{meant}`" if meant else ", such as `herlev-kommune`"
    return message, f"Use small letters a–z, digits and hyphens{example}."


def _no_such_day(text: str) -> str | None:
    """Why there is no such day, if it is written as one: "April has 30 days"."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", text):
        return None
    if text < OLDEST[: len(text)]:
        return f"the oldest that it can be is {OLDEST}"
    year, month, *of_month = (*map(int, text.split("-")), 1)[:3]
    if not 1 <= month <= 12:
        return "a year has 12 months"
    days = monthrange(year, month)[1]
    if any(not 1 <= day <= days for day in of_month):
        return f"{month_name[month]}{f' {year}' if month == 2 else ''} has {days} days"
    return None


def _known_instead(place: Place, schema: type[BaseModel], read: _Read) -> str:
    """What is to be written for a key that is not known."""
    known, key = keys_of(_model_at(place, schema)), str(place[-1])
    name, _, value = key.partition(":")
    if value and (meant := _near(name, known)):
        return f"Write a space after the colon: `{meant[0]}: {value}`."
    for near in _near(key, known):
        if (*place[:-1], near) in read.lines:
            return f"Delete the line: `{near}` stands there already."
    free = [one for one in known if (*place[:-1], one) not in read.lines]
    if not free:
        return "Delete the line."
    if len(free) > _MOST_NAMED and not _near(key, free):
        return "Delete the line. Which keys there are: `check.py --explain unknown-key`."
    return did_you_mean(_near(key, free), f"Delete the line, or write one of: {', '.join(free)}.")


def _is_fact(place: Place, schema: type[BaseModel]) -> bool:
    """Whether the key stands only in the page of the site's first language."""
    return place[-1] in getattr(_model_at(place, schema), "fact_keys", ())


def _needed(schema: type[BaseModel], entry: Place) -> list[str]:
    """The keys that no entry of the list lacks."""
    return [name for name, one in _model_at(entry, schema).model_fields.items() if one.is_required()]


def _model_at(place: Place, schema: type[BaseModel]) -> Any:
    """What may stand where the key, or the entry of a list, stands, found by walking the schema."""
    model: Any = schema
    for part in place[:-1]:
        if isinstance(part, str):
            known = model.model_fields.get(part)
            model = _inner_model(known.annotation if known else model.__annotations__.get("__pydantic_extra__"))
    return model


def _inner_model(annotation: Any) -> Any:
    """The model inside `Model | None` or `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for model in map(_inner_model, getattr(annotation, "__args__", ())) if model), None)


def _near(word: str, known: Collection[str], cutoff: float = 0.67) -> list[str]:
    """The one that is most likely meant, in Danish or as it is. `kilde`, which means `source`, is two thirds of `kind`."""
    names = {danish: one for danish, one in _IN_DANISH if one in known} | {one: one for one in known}
    return [names[near] for near in get_close_matches(word.lower(), names, n=1, cutoff=cutoff)]


def _shown(value: Any) -> str:
    match value:
        case dict():
            return "a group of `key: value` lines"
        case list():
            return "a list"
        case _:
            return repr(value)
