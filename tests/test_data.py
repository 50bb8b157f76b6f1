"""What other systems can fetch: every file against its schema, as spreadsheets and other programs read it."""

import csv
import io
import json
import re
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from conftest import build, copied
from pyld import jsonld

import tiny
from waymarks.data.datasets import Dataset
from waymarks.data.files import as_json, as_linked, check
from waymarks.data.in_pages import in_page
from waymarks.data.records import PageText, Statement, StatementText, Value
from waymarks.data.tables import table
from waymarks.derived import derived
from waymarks.reading.settings import read_settings

SITE = "https://pejlemaerker.example/"
DATA = "data/v1"
SCHEMA_ORG = "https://schema.org/"
DATASETS = {"organisations", "sources", "values", "themes", "withdrawn", "pages", "statements"}


def read(file: Path):
    return json.loads(file.read_text("utf-8"))


def listed(built: Path) -> list[dict]:
    return read(built / DATA / "index.json")["files"]


def file_of(built: Path, address: str) -> Path:
    return built / address.removeprefix(SITE)


def statements(built: Path) -> dict[str, dict]:
    files = [file_of(built, one["json"]) for one in listed(built) if one["dataset"] == "statements"]
    return {record["id"]: record for file in files for record in read(file)["records"]}


def graph_of(document: dict, address: str) -> dict[str, dict]:
    """The nodes that another program finds in it, expanded, by what names them. schema.org's own context is stood in for."""
    local = {"contextUrl": None, "documentUrl": SCHEMA_ORG, "document": {"@context": {"@vocab": SCHEMA_ORG}}}
    options = {"base": address, "documentLoader": lambda url, _: {"https://schema.org": local}[url]}
    nodes = jsonld.flatten(document, None, options)
    assert not jsonld.to_rdf(document, {**options, "format": "application/n-quads"}).isspace()
    return {node["@id"]: node for node in nodes}


def test_every_json_file_is_valid_by_its_schema_and_every_schema_is_one(built):
    files = [*built.glob(f"{DATA}/*.json"), *built.glob(f"{DATA}/places/*/*.json")]
    assert {file.stem for file in files} == {*DATASETS, "index"}
    assert len(files) == len(listed(built)) + 1
    for file in files:
        schema = read(built / DATA / "schema" / file.name)
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$id"] == f"{SITE}{DATA}/schema/{file.name}"
        jsonschema.Draft202012Validator.check_schema(schema)
        validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
        assert list(validator.iter_errors(read(file))) == []
        assert next(iter(read(file).items())) == ("$schema", schema["$id"])


def test_no_schema_tells_of_the_order_in_which_our_code_has_the_words_of_a_list(built):
    for file in (built / DATA / "schema").iterdir():
        for name, one in read(file).get("$defs", {}).items() if file.suffix == ".json" else ():
            said = one.get("description", "") if "enum" in one else ""
            assert not re.search(r"\b(first|last|above|below)\b", said), name


def test_the_schema_refuses_what_is_no_statement(built):
    schema, whole = (
        read(built / DATA / "schema/statements.json"),
        read(built / DATA / "places/herlev-kommune/statements.json"),
    )
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    for name, value in (("id", ""), ("adopted", "2013"), ("kind", "wish"), ("short_address", "s/x/"), ("more", 1)):
        wrong = {**whole, "records": [{**whole["records"][0], name: value}]}
        assert [list(error.path)[:2] for error in validator.iter_errors(wrong)] == [["records", 0]], name
    missing = {name: value for name, value in whole["records"][0].items() if name != "texts"}
    assert len(list(validator.iter_errors({**whole, "records": [missing]}))) == 1


def test_the_data_holds_every_statement_in_every_language_with_its_words_its_twin_and_its_source(built, site):
    found = statements(built)
    ours = {(page.language.code, one.id): (page, one) for page in site.pages for one in page.statements}
    assert {(code, id) for id, record in found.items() for code in record["texts"]} == ours.keys()
    for (code, id), (page, one) in ours.items():
        record, text = found[id], found[id]["texts"][code]
        facts = site.facts(page)
        assert text["text"] == one.words
        assert text["address"] == f"{SITE}{page.url}#{id}"
        assert text["translation"] == ("original" if code == "da" else "confirmed")
        assert record["short_address"] == f"{SITE}s/{id}/"
        assert record["source"] == facts.source
        assert record["page"] == f"/{page.address}"
        assert date.fromisoformat(text["modified"]) >= date(2026, 11, 22)


def test_what_the_records_name_is_there(built, site):
    by_set: dict[str, list[dict]] = {}
    for one in listed(built):
        records = read(file_of(built, one["json"]))["records"]
        assert one["records"] == len(records)
        by_set.setdefault(one["dataset"], []).extend(records)
    ids = {name: {record["id"] for record in records} for name, records in by_set.items()}
    assert all(len(ids[name]) == len(records) for name, records in by_set.items())
    for record in by_set["statements"]:
        assert {record["page"]} <= ids["pages"]
        assert {record["source"]} <= ids["sources"]
        assert {*record["organisations"]} <= ids["organisations"]
        assert {*record["values"]} <= ids["values"]
        assert {*record["themes"]} <= ids["themes"]
    respect = next(record for record in by_set["values"] if record["id"] == "respekt")
    assert {*respect["holds"], *respect["mentions"]} <= ids["statements"]
    assert [id for id in respect["holds"] if "respekt" not in statements(built)[id]["values"]] == []
    assert {row["id"] for record in by_set["themes"] for row in record["rows"]} >= {"supervision", "temadage"}
    assert ids["pages"] == {f"/{page.address}" for page in site.to_be_found(site.languages[0])}
    adopted = {record["id"]: record["adopted"] for record in by_set["sources"]}
    assert adopted["ht-vaerdigrundlag"] == "2013-08-20"
    assert adopted["jh-vaerdier"] is None


def test_a_table_says_what_the_json_says(built):
    for one in listed(built):
        raw = file_of(built, one["csv"]).read_bytes()
        assert not raw.startswith(b"\xef\xbb\xbf")
        assert raw.count(b"\n") == raw.count(b"\r\n")
        rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline=""), strict=True))
        records = read(file_of(built, one["json"]))["records"]
        assert list(dict.fromkeys(row["id"] for row in rows)) == [record["id"] for record in records]
        by_id = {record["id"]: record for record in records}
        for row in rows:
            record = by_id[row["id"]]
            assert None not in row.values()
            for code, text in record.get("texts", {}).items():
                assert all(row[f"{name}_{code}"] == (value or "") for name, value in text.items())
            for name, value in record.items():
                if name in row:
                    assert row[name] == (" ".join(value) if isinstance(value, list) else str(value or ""))
    rows = list(csv.DictReader((built / DATA / "themes.csv").read_text("utf-8").splitlines()))
    assert [row["row_id"] for row in rows if row["id"] == "laering"] == ["sammen", "supervision", "temadage", "viden"]


AWKWARD = ["=1+1", "+45", "-1", "@SUM(A1)", "\tx", "'quoted", 'a "b", c', "linje\nlinje", "æøå – ”x”", "", "</script>"]


@pytest.fixture
def awkward(site) -> list[Statement]:
    return [
        Statement(
            id=f"x-{number:02}",
            formerly=(),
            short_address=f"{SITE}s/x/",
            kind=None,
            page="/x/",
            organisations=("a", "b"),
            source=None,
            adopted=None,
            superseded=None,
            values=(),
            themes=(),
            texts={
                "da": StatementText(address=f"{SITE}x/#x", text=text, translation="original", modified=None),
            },
        )
        for number, text in enumerate(AWKWARD)
    ]


@pytest.mark.parametrize(
    ("written", "danish", "english"),
    [
        ("2019-05", "Vedtaget i maj 2019 (husmøde)", "Adopted in May 2019"),
        ("2019", "Vedtaget i 2019", "Adopted in 2019"),
    ],
)
def test_of_a_document_that_names_no_day_the_month_or_year_is_told(again, written, danish, english):
    tiny.replace(again / "docs/da/hus/index.md", ("adopted: 2020-05-01", f"adopted: {written}"))
    release = build(again)
    assert danish in (release / "hus" / "vaerdier" / "index.html").read_text("utf-8")
    assert english in (release / "en" / "hus" / "vaerdier" / "index.html").read_text("utf-8")
    [source] = json.loads((release / "data" / "v1" / "sources.json").read_text("utf-8"))["records"]
    assert (source["adopted"], source["adopted_in"]) == (None, written)
    assert f'"dateCreated":"{written}"' in (release / "data" / "v1" / "sources.jsonld").read_text("utf-8")


def test_no_cell_of_a_table_is_a_formula_and_every_word_comes_back(awkward, site):
    text = table(Dataset("statements", Statement, awkward, lambda one: one), site.languages)
    rows = list(csv.DictReader(io.StringIO(text, newline=""), strict=True))
    shown = [row["text_da"] for row in rows]
    assert [cell for cell in shown if cell[:1] in ("=", "+", "-", "@", "\t", "\r")] == []
    guarded = [cell[1:] if cell[:2] in ("'=", "'+", "'-", "'@", "'\t") else cell for cell in shown]
    assert guarded == AWKWARD
    assert {row["organisations"] for row in rows} == {"a b"}
    assert {row["text_en"] for row in rows} == {""}


def test_awkward_words_come_back_from_json_and_json_ld(awkward):
    dataset = Dataset("statements", Statement, awkward, lambda one: one, "sted")
    assert [one["texts"]["da"]["text"] for one in json.loads(as_json(dataset, SITE))["records"]] == AWKWARD
    graph = graph_of(json.loads(as_linked(dataset, SITE)), SITE)
    said = {value["@value"] for node in graph.values() for value in node.get(f"{SCHEMA_ORG}text", ())}
    assert said == set(AWKWARD)


def test_json_ld_says_what_the_json_says_in_the_words_of_schema_org(built, site):
    types: dict[str, set[str]] = {}
    named: dict[str, dict] = {}
    for one in listed(built):
        graph = graph_of(read(file_of(built, one["jsonld"])), one["jsonld"])
        own = {id: node for id, node in graph.items() if f"{SCHEMA_ORG}identifier" in node}
        types.setdefault(one["dataset"], set()).update(type for node in own.values() for type in node["@type"])
        named |= own
    assert types["organisations"] == {f"{SCHEMA_ORG}GovernmentOrganization"}
    assert types["pages"] == types["statements"] == types["sources"] == {f"{SCHEMA_ORG}CreativeWork"}
    assert types["values"] == types["themes"] == {f"{SCHEMA_ORG}DefinedTerm"}
    for id, record in statements(built).items():
        node = named[f"{SITE}s/{id}/"]
        said = {text["@language"]: text["@value"] for text in node[f"{SCHEMA_ORG}text"]}
        assert said == {code: text["text"] for code, text in record["texts"].items()}
        links = [link["@id"] for name in ("isBasedOn", "about") for link in node[f"{SCHEMA_ORG}{name}"]]
        assert [link for link in links if link not in named] == []
    twin = named[f"{SITE}en/vaerdier/respekt/"]
    assert twin[f"{SCHEMA_ORG}workTranslation"] == [{"@id": f"{SITE}vaerdier/respekt/"}]


SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


def test_every_page_says_what_it_is_and_stays_small(built, site):
    sizes = []
    pages = [page for page in site.pages if site.is_to_be_found(page)]
    for page in pages:
        (script,) = SCRIPT.findall((built / page.url / "index.html").read_text("utf-8"))
        sizes.append(len(script.encode()))
        graph = graph_of(json.loads(script), SITE + page.url)
        node = graph[SITE + page.url]
        assert node["@type"] == [f"{SCHEMA_ORG}WebPage"]
        assert node[f"{SCHEMA_ORG}inLanguage"] == [{"@value": page.language.code}]
        twins = {f"{SITE}{one.url}" for one in site.alternates(page.language, page) if not one.current}
        assert {link["@id"] for link in node[f"{SCHEMA_ORG}workTranslation"]} == twins
        modified = site.modified(page)
        assert node.get(f"{SCHEMA_ORG}dateModified") == ([{"@value": modified.isoformat()}] if modified else None)
        items = [one[f"{SCHEMA_ORG}item"][0]["@value"] for one in graph.values() if f"{SCHEMA_ORG}item" in one]
        assert all((built / page.url / item / "index.html").is_file() for item in items)
        if page.id == "herlev/juvelhuset/vaerdier.md":
            assert len(items) == 2
            assert node[f"{SCHEMA_ORG}isBasedOn"] == [{"@id": f"{SITE}{DATA}/sources.jsonld#jh-vaerdier"}]
    assert sum(sizes) / len(sizes) <= 500
    assert max(sizes) <= 750


def test_pages_that_only_lead_on_say_nothing_to_programs_and_the_others_do(built, site):
    told = {one.template: SCRIPT.findall((built / one.url / "index.html").read_text("utf-8")) for one in derived(site)}
    assert {template for template, scripts in told.items() if scripts} == {"path.html", "path-print.html", "place.html"}
    assert told["short.html"] == []
    assert SCRIPT.findall((built / "om/status/index.html").read_text("utf-8")) == []


def test_no_title_ends_the_script_that_holds_it(site):
    title = "</script><script>alert(1)</script><!-- & \u2028"
    script = in_page(title, "x/", (), site.alternates(site.languages[0], None), {})
    assert not set(script) & set("<>&\u2028")
    assert json.loads(script)["name"] == title


def test_the_page_about_the_data_shows_lines_of_the_files_and_leads_to_every_file(page, address, built, site):
    for path in ("om/data/", "en/om/data/"):
        page.goto(f"{address}/{path}")
        links = page.locator("main a").evaluate_all("all => all.map(one => new URL(one.href).pathname)")
        wanted = [file_of(Path(), one[ending]) for one in listed(built) for ending in ("csv", "json", "jsonld")]
        assert {f"/{file}" for file in wanted} <= set(links)
        names = page.locator("main ul a[href*=data]").evaluate_all("all => all.map(one => one.ariaLabel)")
        assert len(set(names)) == len(names) >= len(wanted)
        texts = page.locator("pre").all_inner_texts()
        assert len(texts) == 3
        lines = [
            {line.rstrip(",\r") for file in built.glob(f"{DATA}/places/*/statements.{ending}") for line in whole(file)}
            for ending in ("csv", "json", "jsonld")
        ]
        for text, there in zip(texts, lines, strict=True):
            assert text.strip()
            assert [line.rstrip(",") for line in text.splitlines() if line.rstrip(",") not in there] == []
    assert page.locator("footer a", has_text="Download data").count() == 1


def whole(file: Path) -> list[str]:
    return file.read_bytes().decode("utf-8").split("\n")


def test_the_licence_is_the_owners_and_missing_until_the_owner_says_so(built, published, tmp_path):
    assert read(built / DATA / "index.json")["licence"] is None
    assert "Her mangler en licens." in (built / "om/data/index.html").read_text("utf-8")
    root = copied(published, tmp_path)
    configuration = root / "mkdocs.yml"
    text = configuration.read_text("utf-8").replace('    name: ""\n', '    name: "CC BY 4.0"\n')
    configuration.write_text(text, "utf-8")
    tiny.write(
        root,
        {
            "docs/da/hent.md": "---\ntitle: Data\ndescription: Data.\nkind: data\n---\n\n# Data\n",
            "docs/en/hent.md": "---\ntitle: Data\ndescription: Data.\n---\n\n# Data\n",
        },
    )
    release = build(root)
    index = read(release / DATA / "index.json")
    assert index["licence"] == {"name": "CC BY 4.0", "address": None}
    assert index["documentation"] == {"da": f"{SITE}hent/", "en": f"{SITE}en/hent/"}
    assert "CC BY 4.0" in (release / "en/hent/index.html").read_text("utf-8")


def test_a_page_and_a_statement_tell_what_they_were_called_before_and_what_is_withdrawn_says_so(published, tmp_path):
    root = copied(published, tmp_path)
    for code in ("da", "en"):
        (root / f"docs/{code}/hus/vaerdier.md").rename(root / f"docs/{code}/hus/maerker.md")
        file = root / f"docs/{code}/hus/maerker.md"
        text = file.read_text("utf-8").replace("hus-vaerdier-01", "hus-ro-01")
        text = re.sub(r"\n[^\n]+\n\{: #hus-vaerdier-02 \}\n", "", text)
        more = (
            {
                "da": "replaces: [/hus/vaerdier/]\nreplaces_statements: {hus-vaerdier-01: hus-ro-01}\n",
                "en": "",
            }[code]
            + "withdrawn_statements:\n  - id: hus-vaerdier-02\n"
            + "    on: 2026-11-23\n" * (code == "da")
        )
        file.write_text(text.replace("\n---\n", f"\n{more}    by: X\n    because: Y.\n---\n", 1), "utf-8")
    places = build(root) / DATA / "places" / "huset"
    (statement,) = read(places / "statements.json")["records"]
    assert (statement["id"], statement["formerly"]) == ("hus-ro-01", ["hus-vaerdier-01"])
    pages = {record["id"]: record["formerly"] for record in read(places / "pages.json")["records"]}
    assert pages["/hus/maerker/"] == ["/hus/vaerdier/"]
    (gone,) = read(places.parents[1] / "withdrawn.json")["records"]
    assert (gone["id"], gone["on"], gone["because"]) == ("hus-vaerdier-02", "2026-11-23", {"da": "Y.", "en": "Y."})
    (node,) = read(places.parents[1] / "withdrawn.jsonld")["@graph"]
    assert (node["@id"], node["expires"]) == ("s/hus-vaerdier-02/", "2026-11-23")


def test_data_that_is_missing_or_leads_nowhere_is_told_of(published, tmp_path):
    release = copied((published / "public" / "current").resolve(), tmp_path)
    url = read_settings(published).site_url
    assert list(check(release, url, lambda page, id: True)) == []
    names = [str(one) for one in check(release, url, lambda page, id: id != "hus-vaerdier-02")]
    assert names == [
        f"{DATA}/places/huset/statements.json:1: {DATA}/places/huset/statements.json names "
        f"'{url}{code}hus/vaerdier/#hus-vaerdier-02', which is not in the site. Build again; if it is still so, tell a "
        "developer. [wrong-data]"
        for code in ("", "en/")
    ]
    (short,) = check(release, url, lambda page, id: page != "s/hus-vaerdier-02/")
    assert short.message.endswith(f"names '{url}s/hus-vaerdier-02/', which is not in the site.")
    lost = ["sources.csv", "schema/values.json", "values.json"]
    for file in lost:
        (release / DATA / file).unlink()
    told = [one.message for one in check(release, url, lambda page, id: True)]
    assert told == [f"{DATA}/{file} was not built." for file in lost]
    (release / DATA / "index.json").unlink()
    assert [one.message for one in check(release, url, lambda page, id: True)] == [f"{DATA}/index.json was not built."]


def test_a_dataset_is_as_new_as_the_newest_of_its_records():
    texts = [PageText(address=SITE, title="T", description="D", modified=day) for day in (date(2026, 1, 1), None)]
    values = [Value(id="a", page="/a/", holds=(), mentions=(), texts={"da": text}) for text in texts]
    assert Dataset("values", Value, values, lambda one: one).modified == date(2026, 1, 1)
    assert Dataset("values", Value, values[1:], lambda one: one).modified is None
