"""On which day each statement got its words is told by a committed list, and never by the clock."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import command

import tiny
from waymarks.changes import FILE, LIST, WITHDRAWN, Change, Changes, State, read_changes
from waymarks.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)
A, B, C = ("a" * 12, "b" * 12, "c" * 12)


def lines(root: Path) -> list[str]:
    return [line for line in (root / FILE).read_text("utf-8").splitlines() if not line.startswith("#")]


def related(root: Path, day: date | None):
    content = read_content(root, read_settings(root).languages)
    return relate(content, datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None)


def build(root: Path, day: str) -> None:
    epoch = str(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))
    done = command(root, "build", env={**os.environ, "SOURCE_DATE_EPOCH": epoch})
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_build_writes_down_what_it_publishes_for_the_first_time_and_what_has_other_words(again):
    assert all(line.startswith("- ") for line in lines(again))  # it was built where nothing told the day
    before = lines(again)
    tiny.change(again)
    build(again, "2026-11-23")
    words = related(again, None).changes.by_key["da/hus-vaerdier-02"][-1].state
    assert lines(again) == [*before[:2], f"2026-11-23 da/hus-vaerdier-02 {words}", *before[2:]]
    (again / "docs/da/hus/vaerdier.md").write_text(
        (again / "docs/da/hus/vaerdier.md").read_text("utf-8").replace("arbejder for", "arbejder\nfor"), "utf-8"
    )
    build(again, "2026-11-29")
    assert [line for line in lines(again) if line.startswith("2026-11-29")] == []  # white space is no change


def test_the_day_of_a_change_is_that_of_the_revision_or_a_later_one_on_which_the_page_was_reviewed(tmp_path):
    root = tiny.content(tmp_path)
    assert {one.day for one in related(root, MONDAY).changes.all} == {MONDAY}
    page = root / "docs/da/hus/vaerdier.md"
    page.write_text(page.read_text("utf-8").replace("kind: values", "kind: values\nreviewed: 2026-11-24"), "utf-8")
    site = related(root, MONDAY)
    assert {one.day for one in site.changes.all if one.of in ("da", "en")} == {TUESDAY}
    assert {one.day for one in related(root, SUNDAY).changes.all} == {SUNDAY}
    # Where nothing tells when the words were written, a review is no answer.
    assert {one.day for one in related(root, None).changes.all} == {None}


def test_a_renamed_statement_keeps_its_history_and_a_withdrawn_one_ends_it(tmp_path):
    root = tiny.content(tmp_path)
    recorded = related(root, MONDAY).changes
    LIST.promise(root, "r", recorded.lines)
    LIST.keep(root, "r")
    ours = root / "docs/da/hus/vaerdier.md"
    for code in ("da", "en"):
        page = root / f"docs/{code}/hus/vaerdier.md"
        page.write_text(page.read_text("utf-8").replace("hus-vaerdier-01", "hus-ro-01"), "utf-8")
    ours.write_text(
        ours.read_text("utf-8").replace(
            "kind: values", "kind: values\nreplaces_statements: {hus-vaerdier-01: hus-ro-01}"
        ),
        "utf-8",
    )
    site = related(root, SUNDAY)
    assert site.changes == recorded  # another name is no other word
    assert [one.day for one in site.changes_to("hus-ro-01", site.languages[0])] == [MONDAY]
    ours.write_text(ours.read_text("utf-8").replace("## Ro ", "## Stilhed "), "utf-8")
    site = related(root, SUNDAY)
    changes = site.changes_to("hus-ro-01", site.languages[0])
    assert [(one.id, one.day) for one in changes] == [("hus-vaerdier-01", MONDAY), ("hus-ro-01", SUNDAY)]


def test_what_is_withdrawn_is_so_once_and_may_come_back():
    first = Changes().brought_up({"da/x": State(A, MONDAY)})
    gone = first.brought_up({"da/x": State(WITHDRAWN, MONDAY), "da/never": State(WITHDRAWN, MONDAY)})
    assert gone.lines == (f"2026-11-23 da/x {A}", "2026-11-23 da/x withdrawn")
    assert gone.brought_up({"da/x": State(WITHDRAWN, SUNDAY)}) == gone
    back = gone.brought_up({"da/x": State(A, SUNDAY)})
    assert back.lines == (*gone.lines, f"2026-11-29 da/x {A}")


def test_of_two_wordings_on_one_day_the_second_counts_and_no_change_is_older_than_the_one_before():
    first = Changes().brought_up({"da/x": State(A, TUESDAY)})
    assert first.brought_up({"da/x": State(B, TUESDAY)}).lines == (f"2026-11-24 da/x {B}",)
    assert first.brought_up({"da/x": State(B, MONDAY)}).lines == (f"2026-11-24 da/x {B}",)
    assert first.brought_up({"da/x": State(B, None)}).lines == (f"2026-11-24 da/x {A}", f"- da/x {B}")


def test_what_git_merged_is_kept_and_a_promise_that_was_not_kept_is_forgotten(tmp_path):
    (tmp_path / "docs").mkdir()
    mine, theirs = Change("da/x", MONDAY, A), Change("en/y", TUESDAY, B)
    LIST.promise(tmp_path, "mine", [mine.line])
    (tmp_path / FILE).write_text(f"# Theirs\r\n{theirs.line}\r\n", "utf-8")  # while the promise was not kept yet
    LIST.keep(tmp_path, "mine")
    assert read_changes(tmp_path).all == (mine, theirs)
    LIST.promise(tmp_path, "yours", [mine.line, theirs._replace(state=C).line])
    LIST.keep(tmp_path, "mine")
    assert read_changes(tmp_path).all == (mine, theirs)
    assert [file.name for file in (tmp_path / "docs").iterdir()] == ["changes.txt"]


@pytest.mark.parametrize("code", ["da", "en"])
def test_the_ledger_of_the_real_site_says_when_every_statement_got_its_words(site, code):
    real = read_changes(tiny.REPOSITORY)
    assert real.problems == ()
    missing = [f"{code}/{one.id}" for page in site.pages if page.language.code == code for one in page.statements]
    assert [key for key in missing if key not in real.by_key] == []
    assert {one.day is None for one in real.all} == {False}
