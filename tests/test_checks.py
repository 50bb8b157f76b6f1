"""Every rule, by its cases: a tiny site with one thing wrong, and the exact lines that an editor is shown."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

import tiny
from waymarks.checks import check
from waymarks.settings import read_settings
from waymarks.source import read_content

HERE = Path(__file__).parent
FILES = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted((HERE / "cases").glob("*.yml"))}
CASES = [pytest.param(rule, case, id=f"{rule}: {case['name']}") for rule, cases in FILES.items() for case in cases]


def lines(root: Path) -> list[str]:
    return [str(problem) for problem in check(read_content(root, read_settings(root).languages))]


def encoded(content):
    """A case may give a file's bytes as hexadecimal, for what YAML can't hold."""
    return bytes.fromhex(content["hex"]) if isinstance(content, dict) else content


@pytest.mark.parametrize(("rule", "case"), CASES)
def test_rule(rule, case, tmp_path):
    """A case that gives no ledger of its own is one in which every translation is confirmed."""
    tiny.content(tmp_path)
    tiny.write(tmp_path, {path: encoded(content) for path, content in case.get("files", {}).items()})
    for path, changes in case.get("replace", {}).items():
        file = tmp_path / path
        for old, new in changes.items():
            assert old in file.read_text("utf-8")
            file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    if "docs/twins.yml" not in case.get("files", {}):
        tiny.confirm(tmp_path)
    found = lines(tmp_path)
    assert found == case["lines"]
    assert not found or any(line.endswith(f"[{rule}]") for line in found)


def test_no_rule_without_a_case():
    """A rule's name is the third word of a Problem, or the first of what front matter's `_explanation` returns."""
    core = HERE.parent / "scripts" / "waymarks"
    code = "".join(
        file.read_text("utf-8")
        for file in [
            core / "source.py",
            core / "frontmatter.py",
            core / "twin_ledger.py",
            *(core / "checks").glob("*.py"),
        ]
    )
    named = set(re.findall(r'(?:Problem\(\s*[^"]*?,\s*|return )"([a-z0-9]+(?:-[a-z0-9]+)+)"', code))
    assert len(named) > 20
    assert sorted(named - set(FILES) - {"not-opened"}) == []  # that one has a test of its own


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


def test_everything_is_told_in_one_run(tmp_path):
    tiny.content(tmp_path)
    tiny.write(tmp_path, {"docs/da/a.md": "# A\n", "docs/en/b.md": "---\ntitel: B\n---\n# B\n[x](c.md)\n"})
    assert [line.split(" ")[0] + line.rpartition(" ")[2] for line in lines(tmp_path)] == [
        "docs/da/a.md:1:[missing-twin]",
        "docs/da/a.md:1:[no-front-matter]",
        "docs/en/b.md:1:[missing-twin]",
        "docs/en/b.md:2:[missing-key]",
        "docs/en/b.md:2:[missing-key]",
        "docs/en/b.md:2:[unknown-key]",
        "docs/en/b.md:5:[broken-link]",
    ]
