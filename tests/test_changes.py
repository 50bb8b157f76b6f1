"""On which day each statement got its words is told by a committed list, and never by the clock."""

import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from conftest import build

import tiny
from waymarks.ledgers.changes import FILE, LIST, WITHDRAWN, Change, Changes, State, read_changes
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content

MONDAY, TUESDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 29)
A, B, C = ("a" * 12, "b" * 12, "c" * 12)


def lines(root: Path) -> list[str]:
    return [line for line in (root / FILE).read_text("utf-8").splitlines() if not line.startswith("#")]


def related(root: Path, day: date | None):
    content = read_content(root, read_settings(root).languages)
    return relate(content, datetime(day.year, day.month, day.day, 12, tzinfo=UTC) if day else None)


def recorded(root: Path, day: date, state: str) -> tuple[str, ...]:
    """What the ledger of `root` says after a build on this day has shown the statement da/x in this state."""
    now = read_changes(root).brought_up({"da/x": State(state, day)})
    LIST.promise(root, "r", now.lines, now.overtaken)
    LIST.keep(root, "r")
    assert [file.name for file in (root / FILE).parent.iterdir()] == [Path(FILE).name]
    return read_changes(root).lines


def build_on(root: Path, day: str) -> None:
    epoch = str(int(datetime.fromisoformat(f"{day}T12:00:00+00:00").timestamp()))
    build(root, env={**os.environ, "SOURCE_DATE_EPOCH": epoch})


def test_a_build_writes_down_what_it_publishes_for_the_first_time_and_what_has_other_words(again):
    assert all(line.startswith("- ") for line in lines(again))  # it was built where nothing told the day
    before = lines(again)
    tiny.change(again)
    build_on(again, "2026-11-23")
    words = related(again, None).changes.by_key["da/hus-vaerdier-02"][-1].state
    assert lines(again) == [*before[:2], f"2026-11-23 da/hus-vaerdier-02 {words}", *before[2:]]
    (again / "docs/da/hus/vaerdier.md").write_text(
        (again / "docs/da/hus/vaerdier.md").read_text("utf-8").replace("arbejder for", "arbejder\nfor"), "utf-8"
    )
    build_on(again, "2026-11-29")
    assert [line for line in lines(again) if line.startswith("2026-11-29")] == []  # white space is no change


def test_the_day_of_a_change_is_that_of_the_revision_or_a_later_one_on_which_the_page_was_reviewed(tmp_path):
    root = tiny.content(tmp_path)
    assert {one.day for one in related(root, MONDAY).changes.all} == {MONDAY}
    page = root / "docs/da/hus/vaerdier.md"
    tiny.replace(page, ("kind: values", "kind: values\nreviewed: 2026-11-24"))
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
        tiny.replace(page, ("hus-vaerdier-01", "hus-ro-01"))
    ours.write_text(
        ours.read_text("utf-8").replace(
            "kind: values", "kind: values\nreplaces_statements: {hus-vaerdier-01: hus-ro-01}"
        ),
        "utf-8",
    )
    site = related(root, SUNDAY)
    assert site.changes == recorded  # another name is no other word
    assert [one.day for one in site.changes_to("hus-ro-01", site.languages[0])] == [MONDAY]
    tiny.replace(ours, ("## Ro ", "## Stilhed "))
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


def test_of_what_happens_on_one_day_the_ledger_keeps_the_last_whatever_was_written_before(tmp_path):
    (tmp_path / "docs").mkdir()
    assert recorded(tmp_path, MONDAY, A) == (f"2026-11-23 da/x {A}",)
    assert recorded(tmp_path, MONDAY, B) == (f"2026-11-23 da/x {B}",)
    assert recorded(tmp_path, TUESDAY, A) == (f"2026-11-23 da/x {B}", f"2026-11-24 da/x {A}")
    assert recorded(tmp_path, TUESDAY, B) == (f"2026-11-23 da/x {B}",)  # as it was on Monday: nothing has happened
    assert recorded(tmp_path, SUNDAY, B) == (f"2026-11-23 da/x {B}",)


def test_what_is_withdrawn_and_restored_on_one_day_was_not_withdrawn(tmp_path):
    (tmp_path / "docs").mkdir()
    first = recorded(tmp_path, MONDAY, A)
    assert recorded(tmp_path, MONDAY, WITHDRAWN) == (*first, "2026-11-23 da/x withdrawn")
    assert recorded(tmp_path, MONDAY, A) == first
    assert recorded(tmp_path, TUESDAY, WITHDRAWN) == (*first, "2026-11-24 da/x withdrawn")
    assert recorded(tmp_path, TUESDAY, B) == (*first, f"2026-11-24 da/x {B}")
    assert recorded(tmp_path, SUNDAY, B) == (*first, f"2026-11-24 da/x {B}")


def test_a_list_is_in_order_and_one_that_is_right_is_not_written_again(tmp_path):
    wanted = [f"2026-11-24 en/y {A}", f"2026-11-24 da/x {B}", f"2026-11-23 da/x {C}"]
    (tmp_path / "docs").mkdir()
    LIST.write(tmp_path, wanted)
    assert lines(tmp_path) == [*wanted[1:], wanted[0]]
    before = (tmp_path / FILE).stat()
    LIST.write(tmp_path, wanted)
    assert (tmp_path / FILE).stat().st_ino == before.st_ino


def test_what_two_that_were_joined_said_comes_in_the_order_of_its_days():
    monday, tuesday, sunday = (
        Change(f"da/{key}", day, A) for key, day in (("b", MONDAY), ("a", TUESDAY), ("x", SUNDAY))
    )
    undated = Change("da/b", None, C)
    changes = Changes((tuesday, undated, monday, sunday))
    assert changes.of("da/x", ["da/a", "da/b"]) == (undated, monday, tuesday, sunday)


def test_what_git_merged_is_kept_and_a_promise_that_was_not_kept_is_forgotten(tmp_path):
    (tmp_path / "docs").mkdir()
    mine, theirs = Change("da/x", MONDAY, A), Change("en/y", TUESDAY, B)
    LIST.promise(tmp_path, "mine", [mine.line])
    (tmp_path / FILE).write_text(f"# Theirs\r\n{theirs.line}\r\n", "utf-8-sig")  # while the promise was not kept yet
    assert (read_changes(tmp_path).all, read_changes(tmp_path).problems) == ((theirs,), ())
    LIST.keep(tmp_path, "mine")
    assert read_changes(tmp_path).all == (mine, theirs)
    LIST.promise(tmp_path, "yours", [mine.line, theirs._replace(state=C).line])
    LIST.keep(tmp_path, "mine")
    assert read_changes(tmp_path).all == (mine, theirs)
    assert [file.name for file in (tmp_path / "docs").iterdir()] == ["changes.txt"]


def test_what_git_merged_is_kept_also_where_a_line_goes(tmp_path):
    (tmp_path / "docs").mkdir()
    recorded(tmp_path, MONDAY, A)
    theirs, now = Change("en/y", TUESDAY, C), read_changes(tmp_path).brought_up({"da/x": State(B, MONDAY)})
    with (tmp_path / FILE).open("a") as ledger:  # while the release was built
        ledger.write(f"{theirs.line}\n")
    LIST.promise(tmp_path, "r", now.lines, now.overtaken)
    with (tmp_path / FILE).open("a") as ledger:  # and while the promise was not kept yet
        ledger.write(f"{theirs._replace(day=SUNDAY).line}\n")
    LIST.keep(tmp_path, "r")
    assert read_changes(tmp_path).all == (Change("da/x", MONDAY, B), theirs, theirs._replace(day=SUNDAY))


def test_a_line_that_is_none_is_told_of_and_stops_no_promise(tmp_path):
    (tmp_path / "docs").mkdir()
    LIST.promise(tmp_path, "r", [Change("da/x", MONDAY, A).line])
    (tmp_path / FILE).write_text("=======\n", "utf-8")  # of two changes that met in git
    LIST.keep(tmp_path, "r")
    read = read_changes(tmp_path)
    assert read.lines == (f"2026-11-23 da/x {A}",)
    assert [one.message for one in read.problems] == ["The line is not `day key fingerprint`: '======='."]


@pytest.mark.parametrize("code", ["da", "en"])
def test_the_ledger_of_the_real_site_says_when_every_statement_got_its_words(site, code):
    real = read_changes(tiny.REPOSITORY)
    assert real.problems == ()
    missing = [f"{code}/{one.id}" for page in site.pages if page.language.code == code for one in page.statements]
    assert [key for key in missing if key not in real.by_key] == []
    assert {one.day is None for one in real.all} == {False}
