"""The check as a person, a pipeline or an editor's program runs it."""

import json
import os
import re
import subprocess
import sys

import pytest
from conftest import command

import tiny
import warm
from waymarks.problems import Problem, Weight, as_github, as_json, below, faults
from waymarks.rules import read_rules


@pytest.fixture
def root(tmp_path):
    root = tiny.site(tmp_path)
    for path, old, new in (
        ("docs/da/index.md", "hus/index.md", "hus/nej.md"),
        ("docs/en/hus/vaerdier.md", "{: #hus-vaerdier-02 }", ""),
    ):
        tiny.replace(root / path, (old, new))
    return root


LINK = "docs/da/index.md:9: The link leads to no file: 'hus/nej.md'. Did you mean `hus/index.md`? [broken-link]"
MISSING = (
    "docs/en/hus/vaerdier.md:1: The statement `hus-vaerdier-02` is missing. "
    "Translate it from docs/da/hus/vaerdier.md:13. [missing-statement]"
)


def test_everything_is_told_and_nothing_is_changed(root):
    before = {file: file.read_bytes() for file in (root / "docs").rglob("*.md")}
    done = command(root, "check")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-3:] == [LINK, MISSING, "2 problems. Nothing is changed in what is published."]
    assert before == {file: file.read_bytes() for file in (root / "docs").rglob("*.md")}


def test_tools_that_a_test_has_changed_are_those_that_run(root):
    assert warm.has(root)
    tiny.replace(root / "scripts" / "waymarks" / "checks" / "links.py", ("leads to no file", "leads nowhere"))
    assert "The link leads nowhere: 'hus/nej.md'." in command(root, "check").stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
def test_a_terminal_that_lacks_some_signs_is_written_to_all_the_same(root, encoding):
    done = command(root, "build", env={**os.environ, "PYTHONIOENCODING": encoding}, encoding=encoding)
    assert done.returncode == 1
    assert "Check ? stopped" in done.stdout
    assert "2 problems." in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("is_folder", "told"), [(False, "This is missing"), (True, "A folder stands where a file is to be")]
)
def test_a_configuration_that_is_missing_is_one_line(tmp_path, is_folder, told):
    root = tiny.site(tmp_path)
    (root / "mkdocs.yml").unlink()
    if is_folder:
        (root / "mkdocs.yml").mkdir()
    done = command(root, "check")
    assert done.returncode == 1
    assert re.fullmatch(rf"{told}: {root}/mkdocs\.yml\. [^\n]+ then run the command again\.\n", done.stderr)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("docs/da/nyt", "docs/da/nyt:1: The folder can't be opened: Permission denied. What is in it would be missing on the site."),
        ("docs/da/nyt/index.md", "docs/da/nyt/index.md:1: The file can't be opened: Permission denied."),
        ("sources", "This can't be read: {root}/sources."),
        ("mkdocs.yml", "This can't be read: {root}/mkdocs.yml."),
    ],
)  # fmt: skip
def test_what_may_not_be_read_is_told_of_and_not_left_out(tmp_path, path, told):
    root = tiny.site(tmp_path)
    tiny.write(root, {"docs/da/nyt/index.md": "---\ntitle: Nyt\n---\n", "sources/x.yml": "x"})
    done = checked_without_rights(root, path)
    assert done.returncode == 1
    line = next(line for line in done.stderr.splitlines() if "can't be" in line)
    assert line.startswith(f"{told.format(root=root)} Give yourself the right to read it")


@pytest.mark.parametrize("path", ["docs/da", "docs/da/hus", "docs/en"])
def test_what_follows_from_a_closed_folder_is_not_told_of(tmp_path, path):
    done = checked_without_rights(tiny.site(tmp_path), path)
    assert done.returncode == 1
    found = [line.rpartition(" ")[2] for line in done.stderr.splitlines() if line.startswith("docs/")]
    assert found == ["[not-opened]"]


def checked_without_rights(root, path):
    """What the check says when `path` may not be read."""
    (root / path).chmod(0)
    # Root may read everything unless it has let go of that right.
    rights = "-dac_override,-dac_read_search"
    bound = ["setpriv", f"--bounding-set={rights}", f"--inh-caps={rights}"] if os.geteuid() == 0 else []
    words = [*bound, sys.executable, "scripts/check.py"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True)
    (root / path).chmod(0o755)
    return done


@pytest.mark.parametrize(
    ("path", "lines"),
    [("docs/da", [LINK]), ("docs/en/hus/vaerdier.md", [MISSING]), ("da/index.md", None), ("docs/da/hus", [])],
)
def test_paths_keep_it_to_some_files(root, path, lines):
    done = command(root, "check", path)
    assert done.returncode == (2 if lines is None else 1 if lines else 0)
    assert "Traceback" not in done.stderr
    if lines is None:
        assert "'da/index.md' is no file or folder below docs/" in done.stderr
    else:
        assert [line for line in done.stderr.splitlines() if line.startswith("docs/")] == lines
        # Elsewhere there is what stops publishing: nobody is told that there is nothing.
        assert lines or done.stdout.endswith(" Nothing to look at there, nothing there that stops publishing.\n")


def test_a_folder_is_not_taken_for_one_whose_name_begins_as_its_own():
    found = [Problem(f"docs/da/{name}.md", 1, "no-link", "No.", "Mend it.") for name in ("hus/a", "hus", "husets/a")]
    assert below(["docs/da/hus"], found) == found[:1]
    assert below(["docs/da/hus.md", "docs/da/husets"], found) == found[1:]


def test_programs_are_told_and_nothing_else_is_printed(root):
    done = command(root, "check", "--format", "json")
    assert done.returncode == 1
    found = json.loads(done.stdout)
    assert [(one["path"], one["line"], one["rule"], one["weight"]) for one in found] == [
        ("docs/da/index.md", 9, "broken-link", "fault"),
        ("docs/en/hus/vaerdier.md", 1, "missing-statement", "fault"),
    ]
    done = command(root, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == (
        "::error file=docs/da/index.md,line=9,title=broken-link"
        "::The link leads to no file: 'hus/nej.md'. Did you mean `hus/index.md`?"
    )


@pytest.mark.parametrize("form", ["json", "github"])
def test_programs_are_told_of_wrong_settings_too(tmp_path, form):
    root = tiny.site(tmp_path)
    file = root / "mkdocs.yml"
    wrong = file.read_text("utf-8").replace("https://pejlemaerker.example/", "pejlemaerker.example")
    file.write_text(wrong, "utf-8")
    done = command(root, "check", "--format", form, "docs/da")  # without them nobody knows what is there
    assert (done.returncode, done.stderr) == (1, "")
    line = 1 + next(n for n, text in enumerate(wrong.splitlines()) if text.startswith("site_url"))
    if form == "json":
        (one,) = json.loads(done.stdout)
        assert (one["path"], one["line"], one["rule"]) == ("mkdocs.yml", line, "bad-setting")
    else:
        assert done.stdout.startswith(f"::error file=mkdocs.yml,line={line},title=bad-setting::")


def test_what_only_concerns_language_stops_nothing_unless_it_is_asked_to():
    heavy = Problem("docs/da/a.md", 3, "long-sentence", "100 %\nlong.", "Cut it.", Weight.language)
    due = Problem("docs/da/a,b.md", 1, "review-due", "Due.", "Read it.", Weight.notice)
    wrong = Problem("docs/da/a.md", 1, "broken-link", "Broken.", "Mend it.")
    assert faults([heavy, due, wrong]) == [wrong]
    assert faults([heavy, due, wrong], strict_language=True) == [heavy, wrong]
    assert as_github([heavy, due]).splitlines() == [
        "::warning file=docs/da/a.md,line=3,title=long-sentence::100 %25%0Along. Cut it.",
        "::notice file=docs/da/a%2Cb.md,line=1,title=review-due::Due. Read it.",
    ]
    assert json.loads(as_json([due]))[0]["weight"] == "notice"


def test_a_rule_is_explained(root):
    done = command(root, "check", "--explain", "broken-link")
    assert done.returncode == 0
    assert done.stdout.strip() == read_rules(root)["broken-link"]
    assert command(root, "check", "--explain", "BROKEN-LINK").stdout == done.stdout
    done = command(root, "check", "--explain", "broken-lnk")
    assert done.returncode == 2
    assert "no rule is called 'broken-lnk'; did you mean broken-link?" in done.stderr


NUMBER = "010190-1234"


@pytest.mark.parametrize(
    ("command_name", "words"),
    [
        ("check", []),
        ("check", ["--format", "json"]),
        ("check", ["--format", "github"]),
        ("build", []),
        ("mkdocs", ["build", "--strict", "-v"]),
    ],
)
def test_a_cpr_number_stops_everything_and_is_never_shown(tmp_path, command_name, words):
    root = tiny.site(tmp_path)
    file = root / "docs" / "da" / "hus" / "vaerdier.md"
    more = f"\n[x]({NUMBER}.md) ![x]({NUMBER}.png) <b title='{NUMBER}'>\n{{: #{NUMBER} data-{NUMBER}=x }}\n"
    file.write_text(file.read_text("utf-8").replace("kind: values", f"kind: {NUMBER}\n{NUMBER}: x") + more, "utf-8")
    (root / "docs" / "da" / "latin.md").write_bytes(f"---\ntitle: F\xf8r {NUMBER}\n---\n".encode("latin-1"))
    if command_name == "mkdocs":
        mkdocs = [sys.executable, "-m", "mkdocs", *words]
        done = subprocess.run(mkdocs, cwd=root, capture_output=True, text=True)
    else:
        done = command(root, command_name, *words)
    assert done.returncode == 1
    assert "cpr-number" in done.stdout + done.stderr
    assert "1234" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr
