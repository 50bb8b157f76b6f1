"""What editors' programs are told of front matter is what the schema says."""

import json
import re

import tiny
from waymarks.editing.described import FOLDER, SNIPPETS, described, places, read_keys
from waymarks.reading.schema import Facts, Kind, Words, keys_of
from waymarks.reading.settings import read_settings

KEYS = read_keys(tiny.REPOSITORY)
FILES = described(KEYS, read_settings(tiny.REPOSITORY).languages)


def test_what_is_committed_follows_from_the_schema_as_it_is():
    """If it does not: python3 scripts/describe.py."""
    assert {path: (tiny.REPOSITORY / path).read_text("utf-8") for path in FILES} == FILES


def test_every_key_is_explained_and_no_other():
    page = json.loads(FILES[f"{FOLDER}/page.schema.json"])
    known = dict(places(page, page))
    assert {key for key in known if "." not in key} == set(keys_of(Facts))
    assert sorted(known.keys() - KEYS.keys()) == []
    assert sorted(KEYS.keys() - known.keys()) == []
    assert [place for place, one in known.items() if not one.get("description")] == []
    translation = json.loads(FILES[f"{FOLDER}/translation.schema.json"])
    assert translation["properties"].keys() == set(keys_of(Words))
    assert all("description" in one for one in translation["properties"].values())


def test_vs_code_offers_each_key_with_its_values():
    snippets = json.loads(FILES[SNIPPETS])
    assert snippets.keys() == set(keys_of(Facts))
    assert snippets["kind"]["body"] == [f"kind: ${{1|{','.join(Kind)}|}}"]
    assert snippets["holds"]["body"] == ["holds: [$1]"]
    assert snippets["draft"]["description"] == KEYS["draft"]


def test_the_settings_name_the_schemas_that_are_there():
    settings = json.loads((tiny.REPOSITORY / FOLDER / "settings.json").read_text("utf-8"))
    assert set(settings["yaml.schemas"]) <= FILES.keys()
    working = (tiny.REPOSITORY / "scripts" / "waymarks" / "reading" / "working_texts.py").read_text("utf-8")
    assert re.findall(r"\$schema=\.\./(\S+)", working) == [f"{FOLDER}/working-text.schema.json"]
