"""Every rule, by its cases: a tiny site with one thing wrong, and the exact lines that an editor is shown."""

import re
import shutil
from contextlib import suppress
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from markdown import markdown
from PIL import Image

import tiny
from waymarks.checks import check, stopping
from waymarks.checks.checked import checked
from waymarks.problems import Refused, faults
from waymarks.reading.files import read_file
from waymarks.reading.schema import Facts, Group, Kind, OrganisationType, Source, Step, Unit, keys_of
from waymarks.reading.settings import read_settings, today
from waymarks.reading.validation import _IN_DANISH
from waymarks.rules import read_rules
from waymarks.source import read_content, read_page

HERE = Path(__file__).parent
FILES = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted((HERE / "cases").glob("*.yml"))}
CASES = [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule, cases in FILES.items() for case in cases]


DANISH = read_settings(tiny.REPOSITORY).languages[0]
EXTENSIONS = ["attr_list", "toc", "tables", "fenced_code", "pymdownx.saneheaders"]  # as in mkdocs.yml
TODAY = date(2026, 11, 24)


def lines(root: Path) -> list[str]:
    try:
        settings = read_settings(root)
    except Refused as refused:
        return refused.lines
    content = read_content(root, settings.languages)
    found = check(content, settings, TODAY)
    assert stopping(content, settings, TODAY, frozenset()) == faults(found)
    return [str(problem) for problem in found]


def encoded(content):
    """A case may give a file's bytes as hexadecimal, for what YAML can't hold, or a text that is written many times."""
    match content:
        case {"hex": digits}:
            return bytes.fromhex(digits)
        case {"text": text, "times": times}:
            return (text * times).encode()
    return content


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_rule(rule, case, tmp_path):
    """A case that gives no ledger of its own is one in which every translation is confirmed."""
    tiny.content(tmp_path)
    tiny.write(tmp_path, {path: encoded(content) for path, content in case.get("files", {}).items()})
    for path, target in case.get("links", {}).items():
        (tmp_path / path).symlink_to(target)
    for path, changes in case.get("replace", {}).items():
        file = tmp_path / path
        for old, new in changes.items():
            tiny.replace(file, (old, new))
    if "docs/twins.yml" not in case.get("files", {}):
        with suppress(Refused):  # of the configuration, which the case is about
            tiny.confirm(tmp_path)
    # In the cases of other rules no page needs to lead to a file or a place, nor its twin to have the same headings and links.
    aside = {f"[{one}]" for one in ("unused-file", "unlinked-place", "other-headings", "other-links") if one != rule}
    found = [line for line in lines(tmp_path) if not line.endswith(tuple(aside))]
    assert found == case["lines"]
    assert not found or any(line.endswith(f"[{rule}]") for line in found)


CORE = HERE.parent / "scripts" / "waymarks"
# Where a rule's name is put together: `f"no-{what}"`, `f"{what}-declared-twice"`. What they become stands in cases/.
PUT_TOGETHER = {"no-title", "no-description"}


def named(*files: Path) -> set[str]:
    """A rule's name is the third word of a Problem, or the first of what `_explanation` in validation.py returns."""
    code = "".join(file.read_text("utf-8") for file in files)
    return set(re.findall(r'(?:[Pp]roblem\(\s*(?:[^"]*?,\s*)?|return )"([a-z0-9]+(?:-[a-z0-9]+)+)"', code))


def test_no_rule_without_a_case():
    parts = ("source.py", "reading/*.py", "text/*.py", "ledgers/*.py", "checks/*.py")
    found = named(*(file for part in parts for file in CORE.glob(part)))
    assert len(found) > 50
    assert sorted(found - set(FILES) - {"not-opened"}) == []  # that one has a test of its own


def test_every_rule_is_explained_with_a_wrong_and_a_right_example():
    rules = read_rules(HERE.parent)
    known = named(*CORE.rglob("*.py")) | set(FILES) | PUT_TOGETHER
    assert sorted(known - set(rules)) == []
    assert sorted(set(rules) - known) == []
    for rule, text in rules.items():
        assert re.search(r"(?m)^Wrong(, in \S+)?:\n\n    \S", text), rule
        assert re.search(r"(?m)^Right(, in \S+)?:\n\n    \S", text), rule
        assert len(text.splitlines()) <= 30, rule


def test_what_explains_an_unknown_key_names_every_key_of_a_page():
    said = set(re.findall(r"`(\w+)`", read_rules(HERE.parent)["unknown-key"]))
    assert sorted(set(keys_of(Facts)) - said) == []
    assert sorted(said - set(keys_of(Facts))) == []


def test_what_explains_an_unknown_kind_names_every_kind():
    said = re.findall(r"[\w-]+(?=[,.\n])", read_rules(HERE.parent)["unknown-kind"].split("Wrong:")[0].split(": ", 1)[1])
    assert sorted(set(Kind) - set(said)) == []


def test_what_is_taken_for_danish_means_a_word_of_the_site():
    words = {
        *keys_of(Facts),
        *keys_of(Group),
        *keys_of(Source),
        *keys_of(Step),
        *keys_of(Unit),
        *Kind,
        *OrganisationType,
    }
    assert {word for _, word in _IN_DANISH} <= words


BEFORE = [
    "Ro\n",
    "Ro ",
    "Ro",
    "- Ro\n  ",
    "- Ro ",
    "1. [Ro](b.md)\n   ",
    "> Ro\n> ",
    "**Ro** ",
    "## Ro ",
    "## Ro",
    "Se:\n- Ro\n  ",
]
MARKS = """
{: #hus-01 }| {:#hus-01}|{#hus-01}|{ #hus-01 }|{: #hus-01  }  |{: lang=en #hus-01 }|{: #hus-01 lang=en }|\t{: #hus-01 }|{: #hus-01
(: #hus-01 )|[: #hus-01 ]|{: #hus-01 )|{; #hus-01 }|{:: #hus-01 }|{{: #hus-01 }}|{: # hus-01 }|{: hus-01 }|{: #hus-01 }.|{: #hus-01 } Mere
{:~#hus-01 }|{: #hus-01~}|{: #hus-01 }~|~{: #hus-01 }|{: lang=en #hus-01|{: #hus-01 #hus-02 }|{: #hus-01 }\\Mere|{: #hus-01 }\\## Mere"""


@pytest.mark.parametrize("before", BEFORE)
def test_a_mark_that_is_not_told_of_is_one_in_what_is_built(before):
    for mark in MARKS.strip().replace("\n", "|").replace("~", "\u00a0").replace("\\", "\n").split("|"):
        text = f"{before}{mark}\n"
        page = read_page(read_file("docs/da/a.md", f"---\ntitle: A\n---\n\n{text}".encode()), DANISH)
        told = {"damaged-mark", "raw-sign"}.intersection(one.rule for one in page.problems)
        assert told or 'id="hus-01"' in markdown(text, extensions=EXTENSIONS), text
        assert [one.id for one in page.statements] == ["hus-01"], text


def test_the_tiny_site_has_no_problems(tmp_path):
    assert lines(tiny.content(tmp_path)) == []


def test_a_file_that_cannot_be_opened(tmp_path):
    tiny.content(tmp_path)
    for language in ("da", "en"):
        (tmp_path / "docs" / language / "tom.md").symlink_to("/nowhere")
        (tmp_path / "docs" / language / "mappe.md").mkdir()
    fix = "Replace it with an ordinary file. [not-opened]"
    assert lines(tmp_path) == [
        f"docs/{language}/tom.md:1: The file can't be opened: No such file or directory. {fix}"
        for language in ("da", "en")
    ]


def test_a_language_without_pages_is_missed(tmp_path):
    tiny.content(tmp_path)
    shutil.rmtree(tmp_path / "docs" / "en")
    assert [line.rpartition(" ")[2] for line in lines(tmp_path)] == ["[missing-twin]"] * 4


def test_byte_order_mark_and_crlf_are_accepted(tmp_path):
    tiny.content(tmp_path)
    for file in (tmp_path / "docs").rglob("*.md"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert lines(tmp_path) == []
    file = tmp_path / "docs" / "da" / "index.md"
    file.write_bytes(file.read_bytes().replace(b"hus/index.md", b"huz/index.md"))
    assert lines(tmp_path) == [
        "docs/da/index.md:9: The link leads to no file: 'huz/index.md'. Did you mean `hus/index.md`? [broken-link]"
    ]


def test_of_files_only_those_that_a_published_page_leads_to_are_published(tmp_path):
    """Whatever lies beside them: a draft's own, and what is there by a slip of the hand."""
    tiny.content(tmp_path)
    front, house = (tmp_path / "docs" / "da" / path for path in ("index.md", "hus/index.md"))
    tiny.replace(front, ("hus/index.md", "hus/plan.pdf#page=2"))
    draft = house.read_text("utf-8").replace("kind: overview", "kind: overview\ndraft: true")
    house.write_text(f"{draft}\n[Kladde](kladde.pdf)\n", "utf-8")
    names = ("hus/plan.pdf", "hus/kladde.pdf", "hus/foto.pdf", "moede.txt")
    tiny.write(tmp_path, {f"docs/da/{name}": b"%PDF-1.7" for name in names})
    content = read_content(tmp_path, read_settings(tmp_path).languages)
    assert sorted(content.published - {page.path for page in content.pages}) == ["docs/da/hus/plan.pdf"]
    shown = content.with_drafts  # as in a preview
    files = sorted(shown.published - {page.path for page in shown.pages})
    assert files == ["docs/da/hus/kladde.pdf", "docs/da/hus/plan.pdf"]


def test_everything_is_told_in_one_run(tmp_path):
    tiny.content(tmp_path)
    tiny.write(tmp_path, {"docs/da/a.md": "# A\n", "docs/en/b.md": "---\ntitel: B\n---\n# B\n[x](c.md)\n"})
    assert [line.split(" ")[0] + line.rpartition(" ")[2] for line in lines(tmp_path)] == [
        "docs/da/a.md:1:[missing-twin]",
        "docs/da/a.md:1:[no-front-matter]",
        "docs/en/b.md:1:[missing-twin]",
        "docs/en/b.md:2:[missing-key]",
        "docs/en/b.md:2:[unknown-key]",
        "docs/en/b.md:5:[broken-link]",
    ]


def test_the_day_is_that_of_the_clock_or_of_the_build_if_that_is_later():
    noon = datetime(2026, 11, 24, 12).astimezone()
    seconds = int(noon.timestamp())
    assert today(noon, {}) == date(2026, 11, 24)
    assert today(noon, {"SOURCE_DATE_EPOCH": str(seconds - 86400 * 9)}) == date(2026, 11, 24)
    assert today(noon, {"SOURCE_DATE_EPOCH": str(seconds + 86400)}) == date(2026, 11, 25)
    assert today(noon, {"SOURCE_DATE_EPOCH": "soon"}) == date(2026, 11, 24)
    assert today(noon, {"SOURCE_DATE_EPOCH": "²"}) == date(2026, 11, 24)


def test_the_real_content_has_nothing_wrong():  # tests/bench/check.py measures what it costs
    content, found = checked(tiny.REPOSITORY, read_settings(tiny.REPOSITORY), datetime.now(UTC))
    assert len(content.pages) > 100
    assert faults(found, strict_language=True) == []
    assert not [one for one in found if one.rule == "no-dictionary"]


def test_a_picture_that_is_cut_off_is_told_of_also_where_papers_are_printed(tmp_path):
    import weasyprint  # noqa: F401 - it lets Pillow take such pictures

    whole = BytesIO()
    Image.effect_noise((64, 64), 50).save(whole, "PNG")
    tiny.write(tiny.content(tmp_path), {})
    (tmp_path / "docs" / "assets").mkdir(parents=True, exist_ok=True)
    (tmp_path / "docs" / "assets" / "hus.png").write_bytes(whole.getvalue()[:-400])
    assert any(line.endswith("[broken-picture]") for line in lines(tmp_path))


MANY_ENTRIES = "holds:\n" + "- hus-vaerdier-01\n" * 60
LEVELS = " in more levels than can be read. Write fewer `[`, `{` or `- ` on it. [bad-yaml]"


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (MANY_ENTRIES + "note: Hvad?\n", "`note` is not a key that is known here."),
        ("- " * 50_000 + "!\n", "the line does not begin as far in as the other lines"),
        ("holds:\n" + "- " * 50_000 + "a\n", LEVELS),
        ("holds: " + "[" * 50_000 + "\n", LEVELS),
    ],
)
def test_no_list_ends_the_check_or_is_checked_for_ever(tmp_path, keys, said):
    tiny.content(tmp_path)
    page = tiny.dedented(tiny.PAGES["docs/da/index.md"])
    tiny.write(tmp_path, {"docs/da/index.md": page.replace("kind:", f"{keys}kind:")})
    assert any(said in line for line in lines(tmp_path))
