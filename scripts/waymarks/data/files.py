"""The files of the data below the built site, and whether they are there and lead to what is."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from waymarks.data import records
from waymarks.data.datasets import FOLDER, Dataset, datasets, folders_before
from waymarks.data.linked import document
from waymarks.data.tables import table
from waymarks.machine.compact import compact
from waymarks.machine.disk import lay
from waymarks.problems import Problem
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Settings
from waymarks.site import Site

INDEX = f"{FOLDER}index.json"
# The endings of a dataset's files, and what each kind is called.
ENDINGS = {"csv": "CSV", "json": "JSON", "jsonld": "JSON-LD"}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_SCHEMAS = f"{FOLDER}schema/"


def write_data(folder: Path, site: Site, settings: Settings) -> None:
    """Write all files of the data into the built site `folder`, those of a place also where it had them before. Raises OSError."""
    url, schemas, files = settings.site_url, {"index": _index_schema(settings.site_url)}, []
    before = folders_before(site)
    for one in datasets(site, url):  # one at a time, since each holds its records from now on
        for path in {one.path, *map(one.path_in, before.get(one.place or "", ()))}:
            lay(folder / f"{path}.json", as_json(one, url).encode())
            lay(folder / f"{path}.csv", table(one, site.languages).encode())
            lay(folder / f"{path}.jsonld", as_linked(one, url).encode())
        files.append(_file(one, url))
        if one.name not in schemas:
            schemas[one.name] = _schema(one, url)
    for name, schema in schemas.items():
        lay(folder / _SCHEMAS / f"{name}.json", _pretty(schema).encode())
    lay(folder / INDEX, _pretty(_index(files, site, settings).model_dump(mode="json", by_alias=True)).encode())


def as_json(dataset: Dataset, site_url: str) -> str:
    """A record to a line, so that what has changed is seen line by line."""
    head = {
        "$schema": f"{site_url}{_SCHEMAS}{dataset.name}.json",
        "dataset": dataset.name,
        "place": dataset.place,
        "modified": dataset.modified.isoformat() if dataset.modified else None,
    }
    lines = ",\n".join(record.model_dump_json(by_alias=True) for record in dataset.records)
    return f'{compact(head)[:-1]},"records":[\n{lines}\n]}}\n'


def as_linked(dataset: Dataset, site_url: str) -> str:
    """A node to a line. What is on the site is named from its address on, which is the base."""
    whole = document(dataset, site_url)
    lines = ",\n".join(compact(node).replace(f'"@id":"{site_url}', '"@id":"') for node in whole["@graph"])
    return f'{{"@context":{compact(whole["@context"])},"@graph":[\n{lines}\n]}}\n'


def _file(one: Dataset, url: str) -> records.File:
    return records.File(
        dataset=one.name,
        place=one.place,
        records=len(one.records),
        modified=one.modified,
        json_schema=f"{url}{_SCHEMAS}{one.name}.json",
        **{ending: f"{url}{one.path}.{ending}" for ending in ENDINGS},
    )


def _index(files: Sequence[records.File], site: Site, settings: Settings) -> records.Index:
    url = settings.site_url
    pages = ((language.code, site.first_of(Kind.data, language)) for language in site.languages)
    name, address = settings.licence
    return records.Index(
        **{"$schema": f"{url}{_SCHEMAS}index.json"},
        version=1,
        site=url,
        languages=tuple(language.code for language in site.languages),
        documentation={code: url + page.url for code, page in pages if page},
        licence=records.Licence(name=name, address=address or None) if name else None,
        modified=max((one.modified for one in files if one.modified), default=None),
        files=tuple(files),
    )


def _schema(dataset: Dataset, site_url: str) -> dict[str, Any]:
    """The schema of the file that holds these records. Source: JSON Schema, draft 2020-12."""
    record = dataset.record.model_json_schema(mode="serialization", by_alias=True)
    definitions = {**record.pop("$defs", {}), dataset.record.__name__: record}
    modified = {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}
    known = {
        "$schema": {"type": "string"},
        "dataset": {"const": dataset.name},
        "place": {"type": ["string", "null"], "description": "Id of the organisation whose records these are."},
        "modified": modified,
        "records": {"type": "array", "items": {"$ref": f"#/$defs/{dataset.record.__name__}"}},
    }
    return {
        "$schema": _DIALECT,
        "$id": f"{site_url}{_SCHEMAS}{dataset.name}.json",
        "title": dataset.name,
        "type": "object",
        "properties": known,
        "required": list(known),
        "additionalProperties": False,
        "$defs": definitions,
    }


def _index_schema(site_url: str) -> dict[str, Any]:
    return {
        "$schema": _DIALECT,
        "$id": f"{site_url}{_SCHEMAS}index.json",
        **records.Index.model_json_schema(mode="serialization", by_alias=True),
    }


def check(folder: Path, site_url: str, stands: Callable[[str, str], bool]) -> Iterator[Problem]:
    """The files that are missing, and addresses in them at which nothing stands. `stands` is asked of a page's address
    below the site and of a place on it, or ""."""
    if not (folder / INDEX).is_file():
        yield wrong_data(INDEX, "was not built.")
        return
    for one in json.loads((folder / INDEX).read_text("utf-8"))["files"]:
        files = [one[name].removeprefix(site_url) for name in ("json_schema", *ENDINGS)]
        yield from (wrong_data(file, "was not built.") for file in files if not (folder / file).is_file())
        file = one["json"].removeprefix(site_url)
        yield from dead(file, _addresses(folder / file), site_url, stands)


def dead(file: str, addresses: Iterable[str], site_url: str, stands: Callable[[str, str], bool]) -> Iterator[Problem]:
    """Those of the addresses in the file at which nothing stands; `stands` is asked as in `check`."""
    for address in addresses:
        page, _, id = address.removeprefix(site_url).partition("#")
        if not stands(page, id):
            yield wrong_data(file, f"names {address!r}, which is not in the site.")


def said(folder: Path) -> dict[tuple[str, str], str]:
    """What each statement says, by language and id, as the data below `folder` have it; nothing where there are none."""
    found: dict[tuple[str, str], str] = {}
    index = json.loads((folder / INDEX).read_text("utf-8")) if (folder / INDEX).is_file() else {"files": []}
    for one in index["files"]:
        if one["dataset"] == "statements":
            for record in json.loads((folder / one["json"].removeprefix(index["site"])).read_text("utf-8"))["records"]:
                found |= {(code, record["id"]): text["text"] for code, text in record["texts"].items()}
    return found


def _addresses(file: Path) -> Iterator[str]:
    if not file.is_file():
        return
    for record in json.loads(file.read_text("utf-8"))["records"]:
        yield from record.get("addresses", {}).values()
        yield from (text["address"] for text in record.get("texts", {}).values())
        yield from filter(None, [record.get("short_address")])


def wrong_data(file: str, message: str) -> Problem:
    """A fault of a file that the site makes of its content, and so of no editor."""
    return Problem(file, 1, "wrong-data", f"{file} {message}", "Build again; if it is still so, tell a developer.")


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
