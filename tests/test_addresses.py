"""Addresses never die: whatever is deleted, renamed or moved, the build refuses until the old address leads on."""

import os
import re
import shutil
from datetime import date
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import build, comes_true, command, git, mkdocs, serving, shown
from lxml import etree, html
from test_accessibility import axe, shipped_policy

import tiny
from waymarks.checks import check
from waymarks.derived import Moved, derived
from waymarks.ledgers.ledger import LIST, begun_anew, promise, read_ledger
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content

LEDGER = "docs/addresses.txt"
FIRST = """\
/
/data/v1/places/huset/
/hus/
/hus/laeserute/
/hus/laeserute/udskrift/
/hus/vaerdier/
/hus/vaerdier/#hus-vaerdier-01
/hus/vaerdier/#hus-vaerdier-02
/kommuner-og-tilbud/
/s/hus-vaerdier-01/
/s/hus-vaerdier-02/
"""


@pytest.fixture
def root(again) -> Path:
    return again


def addresses(root: Path) -> str:
    return "".join(line for line in (root / LEDGER).read_text("utf-8").splitlines(True) if line.startswith("/"))


def in_both(root: Path, path: str, *pairs: tuple[str, str]) -> None:
    for language in ("da", "en"):
        tiny.replace(root / f"docs/{language}/{path}", *pairs)


def move(root: Path, old: str, new: str) -> None:
    for language in ("da", "en"):
        target = root / "docs" / language / new
        target.parent.mkdir(parents=True, exist_ok=True)
        (root / "docs" / language / old).rename(target)


def refused(root: Path) -> list[str]:
    """The lines that a build prints; what is published and the ledger are as before."""
    before = shown(root), (root / LEDGER).read_bytes()
    done = command(root, "build")
    assert done.returncode == 1
    assert (shown(root), (root / LEDGER).read_bytes()) == before
    return [line for line in done.stderr.splitlines() if line.startswith("docs/")]


def built(root: Path) -> Path:
    return build(root)


def astray(browser, root: Path, ways: dict[str, str], script: bool) -> list[str]:
    """Those of the addresses from which a browser does not come to where it should, after one redirect at most, and show the
    place that is named there. Each is opened by a reader of its own, all at once: whether a page leads on takes half a second to know."""
    with serving(root / "public" / "current") as home:
        readers = [Reader(browser, home + address, script) for address in ways]
        try:
            return [
                address
                for reader, (address, to) in zip(readers, ways.items(), strict=True)
                if not reader.ends_at(home + to)
            ]
        finally:
            for reader in readers:
                reader.context.close()


class Reader:
    """Somebody who opens an address, and has been nowhere before."""

    def __init__(self, browser, address: str, script: bool) -> None:
        self.context = browser.new_context(java_script_enabled=script, viewport={"width": 800, "height": 300})
        self.tab = self.context.new_page()
        self.asked: list[str] = []
        self.tab.on("request", lambda one: self.asked.append(one.url) if one.is_navigation_request() else None)
        self.tab.goto(address)

    def ends_at(self, to: str) -> bool:
        """Whether it is where the address leads, and shows the place that is named there."""
        self.tab.wait_for_url(to, wait_until="networkidle")
        id = urlsplit(to).fragment
        place = self.tab.locator(f"[id='{id}']" if id else "h1")
        in_view = comes_true(lambda: (box := place.bounding_box()) and (not id or -30 <= box["y"] < 300))
        assert self.tab.url == to  # and it leads no further
        assert len(self.asked) <= 2, self.asked  # one redirect, and no chain
        return in_view


def test_a_build_records_what_it_publishes_and_an_unchanged_ledger_is_not_touched(root, tmp_path):
    assert addresses(root) == FIRST
    assert not (root / "public" / "current" / "addresses.txt").exists()
    before = (root / LEDGER).stat()
    done = command(root, "build", "--site-url", "https://andet.example/sted/")
    assert done.returncode == 0
    assert "published for the first time" not in done.stdout
    after = (root / LEDGER).stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert not list((root / "docs").glob(".*"))


def test_only_what_is_published_is_recorded_and_the_person_is_told(root):
    page = "---\ntitle: {0}\ndescription: D.\n{1}---\n# {0}\n"
    tiny.write(root, {"docs/da/ny.md": page.format("Ny", "kind: overview\n"), "docs/en/ny.md": page.format("New", "")})
    assert mkdocs(root, root / "bare").returncode == 0
    assert command(root, "check").returncode == 0
    assert addresses(root) == FIRST
    # A draft that nobody has seen may be renamed at will.
    move(root, "ny.md", "nyere.md")
    done = command(root, "build")
    assert "1 address is published for the first time. Commit docs/addresses.txt, which keeps them." in done.stdout
    assert sorted([*FIRST.splitlines(), "/nyere/"]) == addresses(root).splitlines()
    # It is taken back with its line, or another branch that never had it is built.
    tiny.write(root, {"docs/da/nyere.md": None, "docs/en/nyere.md": None, LEDGER: FIRST})
    done = command(root, "build")
    assert "What was shown until now is gone: /nyere/ (and 1 more). docs/addresses.txt does not know it" in done.stdout
    assert "is gone" not in command(root, "build", "--site-url", "https://andet.example/").stdout


def record(root: Path, addresses: list[str]) -> int:
    new = promise(root, "release", addresses)
    LIST.keep(root, "release")
    return new


def test_the_ledger_only_grows_and_takes_what_git_merged(root):
    ledger = root / LEDGER
    ledger.write_text("# top\r\n/b/\r\n/a/\r\n/b/\r\n", "utf-8")
    assert record(root, ["a/", "b/"]) == 0
    assert ledger.read_bytes() == b"# top\r\n/b/\r\n/a/\r\n/b/\r\n"
    assert record(root, ["", "b/", "c/#c-01"]) == 2
    assert addresses(root) == "/\n/a/\n/b/\n/c/#c-01\n"
    assert list(read_ledger(root).lines) == ["", "a/", "b/", "c/#c-01"]


def test_two_branches_that_publish_are_merged_by_git(tmp_path):
    shutil.copy(tiny.REPOSITORY / ".gitattributes", tmp_path)
    (tmp_path / "docs").mkdir()

    git(tmp_path, "init", "-qb", "main")
    record(tmp_path, ["", "hus/"])
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "one")
    git(tmp_path, "checkout", "-qb", "other")
    record(tmp_path, ["hus/b/"])
    git(tmp_path, "commit", "-qam", "other")
    git(tmp_path, "checkout", "-q", "main")
    record(tmp_path, ["hus/a/"])
    git(tmp_path, "commit", "-qam", "ours")
    git(tmp_path, "merge", "-q", "other")
    ledger = read_ledger(tmp_path)
    assert set(ledger.lines) == {"", "hus/", "hus/a/", "hus/b/"}
    assert not ledger.problems


def test_git_knows_a_line_that_somebody_deleted_with_its_page(tmp_path):
    ours = partial(git, tiny.content(tmp_path))

    def told() -> list[str]:
        content = read_content(tmp_path, read_settings(tmp_path).languages)
        found = check(content, read_settings(tmp_path), date(2026, 11, 24))
        return [str(one) for one in found if one.path == LEDGER]

    record(tmp_path, ["", "hus/", "hus/regler/", "hus/regler/#hus-regler-01", "s/hus-regler-01/"])
    ours("init", "-qb", "main")
    ours("add", "-A")
    ours("commit", "-qm", "published")
    # Nobody has published this, here: a merge has left it where it was.
    ours("checkout", "-qb", "other")
    record(tmp_path, ["andres/"])
    ours("commit", "-qam", "theirs")
    ours("checkout", "-q", "main")
    ours("merge", "-q", "-s", "ours", "--no-ff", "other")
    (tmp_path / LEDGER).write_text("/\n", "utf-8")
    lost = (
        "docs/addresses.txt:1: The page /hus/regler/ has been published and is gone. Put the line `/hus/regler/` back. Put "
        "docs/da/hus/regler.md back, or write `replaces: [/hus/regler/]` in the page that took over. If the page is to go for "
        "good, write docs/da/hus/regler.md again with `kind: withdrawn` and, below `withdrawn:`, `on`, `by` and `because`. [lost-page]"
    )
    assert told() == [lost]
    (tmp_path / LEDGER).write_text("/\n/no address\n", "utf-8")
    ours("commit", "-qam", "gone")
    (tmp_path / LEDGER).write_text("/\n", "utf-8")
    assert told() == [lost]  # not what has never been an address
    (tmp_path / LEDGER).unlink()
    assert told() == [lost]
    # A site of its own begins, in the clone of another one's.
    (tmp_path / LEDGER).write_text(begun_anew(tmp_path), "utf-8")
    assert told() == []
    record(tmp_path, ["", "nyt-hus/"])
    ours("commit", "-qam", "ours")
    (tmp_path / LEDGER).write_text(ours("show", "HEAD:" + LEDGER).replace("/nyt-hus/\n", ""), "utf-8")
    assert [line.partition(" has been")[0] for line in told()] == ["docs/addresses.txt:1: The page /nyt-hus/"]
    # The history is written anew, and has the commit no more after which the site begins.
    shutil.rmtree(tmp_path / ".git")
    ours("init", "-qb", "main")
    for _ in range(2):
        ours("add", "-A")
        ours("commit", "-qm", "anew")
        record(tmp_path, ["", "nyere-hus/"])
    (tmp_path / LEDGER).write_text(ours("show", "HEAD:" + LEDGER).replace("/nyere-hus/\n", ""), "utf-8")
    assert [line.partition(" has been")[0] for line in told()] == ["docs/addresses.txt:1: The page /nyere-hus/"]


def test_a_ledger_that_grew_changes_nothing_in_what_is_built(root):
    epoch = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    other = tiny.site(root / "first")
    (root / "docs" / "changes.txt").unlink()  # it has the day on which the copy was built, which was another
    build(other, env=epoch)  # without a ledger
    build(root, env=epoch)  # with one
    names = {shown(one).name.rpartition("-")[2] for one in (root, other)}
    assert len(names) == 1


RENAMED = (
    "docs/da/hus/grundlag.md:1: The page /hus/vaerdier/ has been published and is gone; this one seems to have taken "
    "over. If so, write `replaces: [/hus/vaerdier/]` in its front matter. [lost-page]"
)
OLD_PAGE = {
    "/hus/vaerdier/": "/hus/grundlag/",
    "/en/hus/vaerdier/": "/en/hus/grundlag/",
    "/hus/vaerdier/#hus-vaerdier-02": "/hus/grundlag/#hus-vaerdier-02",
    "/en/hus/vaerdier/#hus-vaerdier-02": "/en/hus/grundlag/#hus-vaerdier-02",
    "/en/hus/vaerdier/#main": "/en/hus/grundlag/#main",  # no statement, and statements are listed in it
    "/s/hus-vaerdier-02/": "/hus/grundlag/#hus-vaerdier-02",
}


def test_a_page_is_renamed(root, browser):
    move(root, "hus/vaerdier.md", "hus/grundlag.md")
    assert refused(root) == [RENAMED]
    tiny.replace(root / "docs/da/hus/grundlag.md", ("kind:", "replaces: [/hus/vaerdier/]\nkind:"))
    folder = built(root)
    assert astray(browser, root, OLD_PAGE, script=True) == []
    # A short address has two links then.
    plain = {old: new.partition("#")[0] for old, new in OLD_PAGE.items() if not old.startswith("/s/")}
    assert astray(browser, root, plain, script=False) == []
    for prefix in ("", "en/"):
        tree = html.parse(folder / prefix / "hus/vaerdier/index.html").getroot()
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"https://pejlemaerker.example/{prefix}hus/grundlag/"]
        (link,) = tree.xpath("//*[@data-moved-page]/@href")
        assert (folder / prefix / "hus/vaerdier" / link).resolve() == folder / prefix / "hus/grundlag"
        assert tree.xpath("//noscript/meta[@http-equiv='refresh']/@content") == [f"0; url={link}"]
        assert {"hus-vaerdier-01", "hus-vaerdier-02"} <= set(tree.xpath("//@id"))
    assert "hus/vaerdier" not in (folder / "sitemap.xml").read_text("utf-8")
    assert "hus/vaerdier" not in tiny.searched(folder, "da")
    assert addresses(root) == "".join(
        sorted(
            [*FIRST.splitlines(True), *(f"/hus/grundlag/{id}\n" for id in ("", "#hus-vaerdier-01", "#hus-vaerdier-02"))]
        )
    )


def test_a_page_is_renamed_twice_and_the_first_address_goes_straight_to_the_last(root, browser):
    move(root, "hus/vaerdier.md", "hus/grundlag.md")
    tiny.replace(root / "docs/da/hus/grundlag.md", ("kind:", "replaces: [/hus/vaerdier/]\nkind:"))
    built(root)
    move(root, "hus/grundlag.md", "grundlag.md")
    tiny.replace(root / "docs/da/grundlag.md", ("kind: values\n", "kind: values\norganisations: [huset]\n"))
    assert refused(root) == [
        "docs/da/grundlag.md:4: The page /hus/grundlag/ has been published and is gone; this one seems to have taken "
        "over. If so, write `replaces: [/hus/vaerdier/, /hus/grundlag/]` in its front matter. [lost-page]"
    ]
    tiny.replace(root / "docs/da/grundlag.md", ("[/hus/vaerdier/]", "[/hus/vaerdier/, /hus/grundlag/]"))
    built(root)
    ways = {"/hus/vaerdier/": "/grundlag/", "/hus/grundlag/": "/grundlag/", "/en/hus/vaerdier/": "/en/grundlag/"}
    named = {f"{old}#hus-vaerdier-01": f"{new}#hus-vaerdier-01" for old, new in ways.items()}
    assert astray(browser, root, named, script=True) == []
    assert astray(browser, root, ways, script=False) == []


def test_a_place_is_renamed_and_what_was_made_for_it_follows(root, browser):
    move(root, "hus/index.md", "hytte/index.md")
    move(root, "hus/vaerdier.md", "hytte/vaerdier.md")
    in_both(root, "index.md", ("hus/index.md", "hytte/index.md"))
    assert [line.partition(":")[0] for line in refused(root)] == [LEDGER, "docs/da/hytte/vaerdier.md"]
    tiny.replace(root / "docs/da/hytte/index.md", ("kind:", "replaces: [/hus/]\nkind:"))
    tiny.replace(root / "docs/da/hytte/vaerdier.md", ("kind:", "replaces: [/hus/vaerdier/]\nkind:"))
    built(root)
    ways = {
        f"{prefix}/hus/{below}": f"{prefix}/hytte/{below}"
        for prefix in ("", "/en")
        for below in ("", "laeserute/", "laeserute/udskrift/", "vaerdier/#hus-vaerdier-01")
    }
    assert astray(browser, root, ways, script=True) == []


def test_what_a_place_says_beside_others_follows_it_to_its_new_id(tmp_path):
    root = tiny.content(tmp_path)
    tiny.write(
        root,
        {
            "docs/da/steder.md": "---\ntitle: Steder\ndescription: D.\nkind: two-places\n---\n# Steder\n",
            "docs/en/steder.md": "---\ntitle: Places\ndescription: D.\n---\n# Places\n",
            "docs/addresses.txt": "/steder/\n/steder/huset/\n",
        },
    )
    tiny.replace(root / "docs/da/hus/index.md", ("id: huset\n", "id: hytten\n  formerly: [huset]\n"))
    site = relate(read_content(root, read_settings(root).languages))
    moved = {one.url: one.about.to for one in derived(site) if isinstance(one.about, Moved)}
    assert moved == {"steder/huset/": "steder/hytten/", "en/steder/huset/": "steder/hytten/"}


def test_a_page_is_deleted_and_its_tombstone_stays(root, browser):
    for language in ("da", "en"):
        (root / "docs" / language / "hus" / "vaerdier.md").unlink()
    assert refused(root) == [
        "docs/addresses.txt:8: The page /hus/vaerdier/ has been published and is gone. Leave this line. Put "
        "docs/da/hus/vaerdier.md back, or write `replaces: [/hus/vaerdier/]` in the page that took over. If the page is to go "
        "for good, write docs/da/hus/vaerdier.md again with `kind: withdrawn` and, below `withdrawn:`, `on`, `by` and `because`. [lost-page]"
    ]
    tombstone = "---\ntitle: {0}\ndescription: D.\n{1}---\n\n# {0}\n"
    why = "withdrawn:\n{}  by: {}\n  because: {}\n"
    danish = "kind: withdrawn\n" + why.format("  on: 2026-11-24\n", "Huset", "Værdierne gælder ikke mere.")
    tiny.write(
        root,
        {
            "docs/da/hus/vaerdier.md": tombstone.format("Husets værdier", danish),
            "docs/en/hus/vaerdier.md": tombstone.format(
                "The values of the house", why.format("", "the house", "The values no longer hold.")
            ),
        },
    )
    folder = built(root)
    said = {
        "": "Siden blev trukket tilbage den 24. november 2026 af Huset. Begrundelse: Værdierne gælder ikke mere.",
        "en/": "This page was withdrawn on 24 November 2026 by the house. Reason: The values no longer hold.",
    }
    for prefix, words in said.items():
        tree = html.parse(folder / prefix / "hus/vaerdier/index.html").getroot()
        assert words in " ".join(tree.xpath("string(//main)").split())
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not tree.xpath("//link[@rel='canonical']")
    stay = {f"/{prefix}hus/vaerdier/#hus-vaerdier-02": f"/{prefix}hus/vaerdier/#hus-vaerdier-02" for prefix in said}
    # The place has nothing to read any more, so its reading path leads to the place.
    path = {f"/{prefix}hus/laeserute/udskrift/": f"/{prefix}hus/" for prefix in said}
    assert astray(browser, root, stay, script=True) == []
    assert astray(browser, root, stay | path, script=False) == []
    short = html.parse(folder / "s/hus-vaerdier-02/index.html").getroot()
    text = " ".join(short.xpath("string(//main)").split())
    assert "blev trukket tilbage den 24. november 2026 af Huset" in text
    assert "was withdrawn on 24 November 2026 by the house" in text
    for file in ("sitemap.xml", "index.html", "hus/index.html"):
        assert "vaerdier/" not in (folder / file).read_text("utf-8"), file
    assert "vaerdier/" not in tiny.searched(folder, "da")


def test_a_statement_is_renamed_twice(root, browser):
    in_both(root, "hus/vaerdier.md", ("hus-vaerdier-02", "hus-vaerdier-03"))
    assert refused(root) == [
        "docs/da/hus/vaerdier.md:13: The statement `hus-vaerdier-02` has been published and is gone; `hus-vaerdier-03` "
        "seems to have taken over. If so, write `replaces_statements: {hus-vaerdier-02: hus-vaerdier-03}` in the front "
        "matter; if not, name it below `withdrawn_statements:` with `id`, `on`, `by` and `because`. [lost-statement]"
    ]
    said = "replaces_statements: {hus-vaerdier-02: hus-vaerdier-03}\nkind:"
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("kind:", said))
    built(root)
    in_both(root, "hus/vaerdier.md", ("#hus-vaerdier-03", "#hus-vaerdier-04"))
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("-03}", "-03, hus-vaerdier-03: hus-vaerdier-04}"))
    built(root)
    olds = ("hus-vaerdier-02", "hus-vaerdier-03")
    short = {f"/s/{old}/": "/hus/vaerdier/#hus-vaerdier-04" for old in olds}
    # The new statement answers to the old id.
    stay = {address: address for old in olds for address in (f"/hus/vaerdier/#{old}", f"/en/hus/vaerdier/#{old}")}
    assert astray(browser, root, short | stay, script=True) == []
    assert astray(browser, root, stay, script=False) == []


def test_a_statement_moves_to_another_page_and_nothing_needs_to_be_written(root, browser):
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("\nHuset arbejder for ro.\n{: #hus-vaerdier-02 }\n", ""))
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("\nThe house works for calm.\n{: #hus-vaerdier-02 }\n", ""))
    for language, words in (("da", "Huset arbejder for ro."), ("en", "The house works for calm.")):
        file = root / "docs" / language / "kommuner-og-tilbud.md"
        file.write_text(file.read_text("utf-8") + f"\n{words}\n{{: #hus-vaerdier-02 }}\n", "utf-8")
    tiny.replace(root / "docs/da/kommuner-og-tilbud.md", ("kind: overview", "kind: values\nsource: husets-ord"))
    built(root)
    ways = {
        f"{prefix}/hus/vaerdier/#hus-vaerdier-02": f"{prefix}/kommuner-og-tilbud/#hus-vaerdier-02"
        for prefix in ("", "/en")
    }
    short = {"/s/hus-vaerdier-02/": "/kommuner-og-tilbud/#hus-vaerdier-02"}
    skipped = {"/hus/vaerdier/#main": "/hus/vaerdier/#main"}  # where the first link of every page leads
    assert astray(browser, root, ways | short | skipped, script=True) == []
    # Without a script the place where it stood says so; whoever does not ask for it is not told.
    assert astray(browser, root, {old: old for old in ways}, script=False) == []
    for prefix, words in (("", "Udsagnet er flyttet."), ("/en", "This statement has moved.")):
        tree = html.parse(root / f"public/current{prefix}/hus/vaerdier/index.html").getroot()
        (note,) = tree.xpath("//p[@id='hus-vaerdier-02']")
        assert note.text_content().strip().startswith(words)
        assert note.xpath("a/@href") == ["../../kommuner-og-tilbud/#hus-vaerdier-02"]
    # Then its old page is renamed: what the address names still decides where it leads.
    move(root, "hus/vaerdier.md", "hus/grundlag.md")
    tiny.replace(root / "docs/da/hus/grundlag.md", ("kind:", "replaces: [/hus/vaerdier/]\nkind:"))
    built(root)
    ways = {
        f"{prefix}/hus/vaerdier/#{id}": f"{prefix}/{page}/#{id}"
        for prefix in ("", "/en")
        for id, page in (("hus-vaerdier-01", "hus/grundlag"), ("hus-vaerdier-02", "kommuner-og-tilbud"))
    }
    assert astray(browser, root, ways, script=True) == []


def withdraw(root: Path) -> None:
    """The second statement of the house is withdrawn."""
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("\nHuset arbejder for ro.\n{: #hus-vaerdier-02 }\n", ""))
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("\nThe house works for calm.\n{: #hus-vaerdier-02 }\n", ""))
    said = "withdrawn_statements:\n  - id: hus-vaerdier-02\n{}    by: {}\n    because: {}\n"
    danish = said.format("    on: 2026-11-24\n", "Huset", "Det gælder ikke mere.")
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("kind:", f"{danish}kind:"))
    english = said.format("", "the house", "It no longer holds.")
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("Two values.\n", f"Two values.\n{english}"))


def test_a_statement_is_deleted_and_its_tombstone_stays(root, browser):
    before = [(root / f"docs/{code}/hus/vaerdier.md").read_text("utf-8") for code in ("da", "en")]
    withdraw(root)
    after = [(root / f"docs/{code}/hus/vaerdier.md").read_text("utf-8") for code in ("da", "en")]
    for code, text in zip(("da", "en"), before, strict=True):
        deleted = re.sub(r"\n[^\n]+\n\{: #hus-vaerdier-02 \}\n", "", text)
        (root / f"docs/{code}/hus/vaerdier.md").write_text(deleted, "utf-8")
    assert refused(root) == [
        "docs/da/hus/vaerdier.md:1: The statement `hus-vaerdier-02` has been published and is gone. Put the statement back, write "
        "`replaces_statements: {hus-vaerdier-02: …}` with the id that took over, or name it below "
        "`withdrawn_statements:` with `id`, `on`, `by` and `because`. [lost-statement]"
    ]
    for code, text in zip(("da", "en"), after, strict=True):
        (root / f"docs/{code}/hus/vaerdier.md").write_text(text, "utf-8")
    folder = built(root)
    for prefix, words in (
        ("", "blev trukket tilbage den 24. november 2026 af Huset. Begrundelse: Det gælder ikke mere."),
        ("/en", "was withdrawn on 24 November 2026 by the house. Reason: It no longer holds."),
    ):
        tree = html.parse(f"{folder}{prefix}/hus/vaerdier/index.html").getroot()
        assert words in " ".join(tree.xpath("string(//p[@id='hus-vaerdier-02'])").split())
        assert words in " ".join(html.parse(folder / "s/hus-vaerdier-02/index.html").getroot().text_content().split())
    stay = {address: address for address in ("/hus/vaerdier/#hus-vaerdier-02", "/en/hus/vaerdier/#hus-vaerdier-02")}
    assert astray(browser, root, stay | {"/s/hus-vaerdier-02/": "/s/hus-vaerdier-02/"}, script=True) == []
    assert astray(browser, root, stay, script=False) == []
    assert "hus-vaerdier-02" not in tiny.searched(folder, "da")


def test_redirects_and_tombstones_are_accessible_and_keep_the_policy(root, page):
    move(root, "kommuner-og-tilbud.md", "oversigt.md")
    tiny.replace(root / "docs/da/oversigt.md", ("kind:", "replaces: [/kommuner-og-tilbud/]\nkind:"))
    for file in ("not-found.html",):  # whose link is to the real content's page
        tiny.replace(root / f"overrides/partials/{file}", ("kommuner-og-tilbud/", "oversigt/"))
    withdraw(root)
    folder = built(root)
    with serving(folder) as home:
        policy = shipped_policy(folder)
        broken = []
        page.on("console", lambda said: "Content Security" in said.text and broken.append(said.text))
        for address, to in (
            ("/kommuner-og-tilbud/", "/oversigt/"),
            ("/hus/vaerdier/#hus-vaerdier-02", "/hus/vaerdier/#hus-vaerdier-02"),
            ("/s/hus-vaerdier-02/", "/s/hus-vaerdier-02/"),
        ):
            assert page.goto(home + address).headers["content-security-policy"] == policy
            page.wait_for_url(home + to, wait_until="networkidle")
            assert broken == [], address
        page.route("**/moved.js", lambda route: route.abort())  # so that it does not lead on
        for address in ("/kommuner-og-tilbud/", "/en/kommuner-og-tilbud/", "/s/hus-vaerdier-02/", "/hus/vaerdier/"):
            page.goto(home + address)
            assert axe(page) == [], address
    assert etree.parse(folder / "sitemap.xml").xpath("count(//*[local-name()='loc'])") == 12
    for file in folder.rglob("*.html"):
        text = file.read_text("utf-8")
        assert text.count("<script") == text.count("<script src=") + text.count('<script type="application/ld+json">')


def test_verify_finds_a_published_address_that_the_built_site_lacks(root):
    folder = shown(root)
    assert tiny.verified(root, folder) == []
    file = folder / "en/hus/vaerdier/index.html"
    tiny.replace(file, ('id="hus-vaerdier-01"', ""))
    told = [str(one) for one in tiny.verified(root, folder) if one.rule == "address-not-built"]
    assert told == [
        "docs/addresses.txt:9: /en/hus/vaerdier/#hus-vaerdier-01 has been published, and the built site does not have "
        "it. Tell a developer; it is kept as it was. [address-not-built]"
    ]


def test_verify_finds_that_the_data_of_a_place_are_gone(root):
    folder = shown(root)
    shutil.rmtree(folder / "data/v1/places/huset")
    told = [str(one) for one in tiny.verified(root, folder) if one.rule == "address-not-built"]
    assert told == [
        "docs/addresses.txt:4: /data/v1/places/huset/ has been published, and the built site does not have it. Tell a "
        "developer; it is kept as it was. [address-not-built]"
    ]


def test_the_preview_and_bare_mkdocs_tell_the_same_line(root):
    move(root, "hus/vaerdier.md", "hus/grundlag.md")
    done = mkdocs(root, root / "bare")
    assert done.returncode == 1
    assert RENAMED in done.stderr
    assert RENAMED in command(root, "check").stderr


def test_every_address_of_the_real_site_is_in_the_ledger(project):
    """Whoever publishes commits what the build has added."""
    assert (project / LEDGER).read_bytes() == (tiny.REPOSITORY / LEDGER).read_bytes()


def test_a_country_has_more_addresses_than_fit_in_a_megabyte(tmp_path):
    tiny.content(tmp_path)
    tiny.write(tmp_path, {"docs/addresses.txt": "".join(f"/hus/{number:07}/\n" for number in range(100_000))})
    files = {file.path: file for file in read_content(tmp_path, read_settings(tmp_path).languages).files}
    assert files["docs/addresses.txt"].problems == ()
