"""What has changed is told in feeds that a reader's programs take, and on a page; the same in any clone."""

import filecmp
import json
import os
import re
import shutil
import subprocess
from datetime import date, datetime
from pathlib import Path

import feedparser
import pytest
from conftest import build, command, copied, git
from lxml import etree

import tiny
from waymarks.ledgers.changes import FILE
from waymarks.news.feeds import check, feeds
from waymarks.news.news import Event, News, Told, news

ATOM = "{http://www.w3.org/2005/Atom}"
NAMES = {"a": "http://www.w3.org/2005/Atom"}
SITE = "https://pejlemaerker.example/"
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
TAG = re.compile(r"tag:[a-z0-9.-]+,\d{4}(-\d\d(-\d\d)?)?:[\w.~!$&'()*+,;=:@/?%-]*", re.ASCII)  # RFC 4151
NEWS_PAGE = {
    "docs/da/nyt.md": "---\ntitle: Nyt\ndescription: Nyt.\nkind: news\n---\n\n# Nyt\n",
    "docs/en/nyt.md": "---\ntitle: News\ndescription: News.\n---\n\n# News\n",
}


def faults_of(file: Path, address: str) -> list[str]:
    """What RFC 4287 forbids, section by section, and what a feed validator warns of."""
    root = etree.parse(file).getroot()
    entries = root.findall(f"{ATOM}entry")
    found = []

    def demand(holds: object, what: str) -> None:
        if not holds:
            found.append(f"{file.name}: {what}")

    def once(element, name: str) -> str:
        texts = [one.text or "" for one in element.findall(f"{ATOM}{name}")]
        demand(len(texts) == 1 and texts[0].strip(), f"exactly one {name} with text (4.1.1, 4.1.2)")
        return (texts or [""])[0]

    demand(root.tag == f"{ATOM}feed", "the root is a feed (4.1.1)")
    demand(root.get("{http://www.w3.org/XML/1998/namespace}lang"), "says its language")
    for element in (root, *entries):
        id, updated = once(element, "id"), once(element, "updated")
        once(element, "title")
        demand(TIME.fullmatch(updated), f"{updated} is a time (3.3)")
        demand(datetime.fromisoformat(updated), "a day that there is")
        demand(re.match(r"https://|tag:", id), f"{id} is an absolute IRI (4.2.6)")
        demand(not id.startswith("tag:") or TAG.fullmatch(id), f"{id} is a tag (RFC 4151)")
        kinds = [(one.get("rel"), one.get("type"), one.get("hreflang")) for one in element.findall(f"{ATOM}link")]
        demand(
            len([kind for kind in kinds if kind[0] == "alternate"]) == len(set(kinds) - {("self", kinds[0][1], None)}),
            "links of one kind once (4.1.1)",
        )
        demand(all(one.get("href").startswith(SITE) for one in element.findall(f"{ATOM}link")), "links are absolute")
        demand(any(kind[0] == "alternate" for kind in kinds), "an alternate link (4.1.2)")
        allowed = "id title updated author link category summary entry".split()
        demand({etree.QName(child).localname for child in element} <= set(allowed), "nothing else (4.1)")
        demand(len(element.findall(f"{ATOM}summary")) <= 1, "one summary (4.1.2)")
    demand(root.find(f"{ATOM}author/{ATOM}name").text, "an author for every entry (4.1.1)")
    self = [one.get("href") for one in root.findall(f"{ATOM}link[@rel='self']")]
    demand(self == [address], f"self is {address} (4.2.7.2)")
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    demand(len(set(ids)) == len(ids), "ids are unique (4.2.6)")
    demand(root.findtext(f"{ATOM}id") not in ids, "the feed's id is its own")
    demand(all(entry.find(f"{ATOM}category").get("term") in {*Event} for entry in entries), "terms (4.2.2.1)")
    times = [entry.findtext(f"{ATOM}updated") for entry in entries]
    demand(times == sorted(times, reverse=True), "the newest first")
    demand(root.findtext(f"{ATOM}updated") == max(times), "as new as its newest entry (4.2.15)")
    return found


def all_feeds(built: Path) -> list[Path]:
    return sorted([*built.glob("feeds/*.atom"), *built.glob("en/feeds/*.atom")])


def test_every_feed_is_as_the_standard_wants_it_and_as_readers_take_it(built, site):
    files = all_feeds(built)
    assert len(files) == 2 * 10
    for file in files:
        path = file.relative_to(built).as_posix()
        assert faults_of(file, SITE + path) == []
        read = feedparser.parse(file.read_bytes())
        assert not read.bozo, path
        assert read.version == "atom10"
        assert read.feed.language == ("en" if path.startswith("en/") else "da")
        assert read.entries
        for entry in read.entries:
            page, _, id = entry.link.removeprefix(SITE).partition("#")
            text = (built / page / "index.html").read_text("utf-8")
            assert not id or f'id="{id}"' in text
            assert all(entry[name] for name in ("id", "title", "updated_parsed", "link"))


def test_the_rules_of_the_standard_find_what_is_wrong(built, tmp_path):
    right = (built / "feeds/juvelhuset.atom").read_text("utf-8")
    address = f"{SITE}feeds/juvelhuset.atom"
    file = tmp_path / "juvelhuset.atom"
    first = re.search(r"<id>(tag:[^<]*)</id>", right)[1]
    for old, new in (
        ("T00:00:00Z", ""),
        (f"<id>{first}</id>", ""),
        (first, "jh-vaerdier-01"),
        (f"<id>{first}</id>", f"<id>{first}</id><id>x</id>"),
        ("<name>Pejlemærker</name>", "<name/>"),
        ('rel="self"', 'rel="related"'),
        ("<category term=", "<content/><category term="),
    ):
        file.write_text(right.replace(old, new, 1), "utf-8")
        assert faults_of(file, address) != [], old
    file.write_text(right, "utf-8")
    assert faults_of(file, address) == []


def test_a_place_has_the_news_of_what_is_part_of_it_and_the_site_has_them_all(site):
    for language in site.languages:
        told = {feed.place.id if feed.place else None: feed.news for feed in feeds(site, language)}
        assert [one.id for one in told["juvelhuset"]] == [one.id for one in told["herlev-kommune"]]
        assert {one.key for one in told["halsnaes-voksenomraadet"]} == {one.key for one in told["halsnaes-kommune"]}
        ours = news(site, language)
        assert len({one.id for one in ours}) == len(ours)
        statements = {one.id for page in site.in_language(language) for one in page.statements}
        assert {told.id for one in ours if one.event == Event.added for told in one.statements} == statements
        adopted = [one for one in ours if one.document]
        assert [(one.document[1], one.key) for one in adopted] == [("2013-08-20", "ht-vaerdigrundlag")]


@pytest.fixture(scope="module")
def friday(published, tmp_path_factory) -> Path:
    """A tiny site with a page of news, in git, whose ledger says that all is of Friday. No test changes it."""
    root = copied(published, tmp_path_factory.mktemp("friday"))
    tiny.write(root, NEWS_PAGE)
    (root / FILE).unlink()
    (root / ".gitignore").write_text("public\n.venv\n.cache\n__pycache__\n")
    git(root, "init", "-qb", "main")
    commit(root, "2026-11-20")
    build(root)
    commit(root, "2026-11-20")
    return root


@pytest.fixture
def root(friday, tmp_path) -> Path:
    """A copy to change. What its first build has kept is of other files: the first build here makes everything anew."""
    return copied(friday, tmp_path / "root")


def commit(root: Path, day: str) -> None:
    git(root, "add", "-A")
    dates = {"GIT_COMMITTER_DATE": f"{day}T12:00:00Z", "GIT_AUTHOR_DATE": f"{day}T12:00:00Z"}
    git(root, "commit", "-qm", "x", env={**os.environ, **dates})


def entries(release: Path, feed: str = "feeds/all.atom") -> list[tuple[str, str, str]]:
    root = etree.parse(release / feed).getroot()
    found = root.findall(f"{ATOM}entry")
    return [tuple(one.findtext(f"{ATOM}{name}") or "" for name in ("updated", "title", "summary")) for one in found]


def ids(release: Path) -> list[str]:
    return re.findall("<id>(tag.*?)</id>", (release / "feeds/all.atom").read_text("utf-8"))


DAY = "T00:00:00Z"
FRIDAY = [
    (f"2026-11-20{DAY}", "Husets værdier: 2 nye udsagn", "Ro\nHuset arbejder for ro."),
    (f"2026-11-20{DAY}", "Husets værdier: Kilden ”Husets ord”, som blev vedtaget den 1. maj 2020", ""),
]


def test_a_change_is_news_with_the_editors_note_and_what_was_told_before_stays_as_it_was(root):
    assert entries(root / "public/current") == FRIDAY
    build(root)  # so that the next one keeps what it may
    before = ids(root / "public/current")
    note = "changes:\n  - on: 2026-11-21\n    note: {}\n"
    for code, text in (("da", "Rettet efter kilden."), ("en", "Corrected after the source.")):
        tiny.replace(root / f"docs/{code}/hus/vaerdier.md", ("\n---\n", f"\n{note.format(text)}---\n"))
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("arbejder for ro", "arbejder for fred"))
    commit(root, "2026-11-23")
    release = build(root)
    assert entries(release) == [
        (f"2026-11-23{DAY}", "Husets værdier: 1 udsagn har fået en ny ordlyd", "Rettet efter kilden."),
        (*FRIDAY[0][:2], "Ro"),  # the other words of then are no more
        FRIDAY[1],
    ]
    # The English words have not changed, so that the note is all that is new.
    assert entries(release, "en/feeds/all.atom")[0] == (
        f"2026-11-21{DAY}",
        "The values of the house: A message from the editors",
        "Corrected after the source.",
    )
    assert ids(release)[1:] == before
    assert (release / "feeds/huset.atom").is_file()
    page = etree.HTML((release / "nyt/index.html").read_bytes())
    assert page.xpath("//main//h2/text()")[:2] == ["23. november 2026", "20. november 2026"]
    assert "Redaktionen skriver: Rettet efter kilden." in "".join(page.xpath("//main//text()"))
    # Committed and built again, another day: nothing is told anew.
    commit(root, "2026-11-29")
    again = build(root)
    assert (again / "feeds/all.atom").read_bytes() == (release / "feeds/all.atom").read_bytes()


def test_two_wordings_on_one_day_are_one_piece_of_news_with_one_id_and_make_one_release(root):
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("arbejder for ro", "arbejder for fred"))
    commit(root, "2026-11-23")
    before = ids(build(root))
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("arbejder for fred", "arbejder for stilhed"))
    commit(root, "2026-11-23")
    release = build(root)
    assert ids(release) == before
    assert entries(release)[0] == (
        f"2026-11-23{DAY}",
        "Husets værdier: 1 udsagn har fået en ny ordlyd",
        "Huset arbejder for stilhed.",
    )
    shutil.rmtree(root / ".cache")
    assert build(root) == release


def test_what_else_happens_to_a_page_and_its_statements_makes_no_old_news_new(root):
    for code in ("da", "en"):
        note = "\nchanges:\n  - on: 2026-11-10\n    note: Se her.\n---\n"
        tiny.replace(root / f"docs/{code}/hus/vaerdier.md", ("\n---\n", note))
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("arbejder for ro", "arbejder for fred"))
    commit(root, "2026-11-23")
    before = ids(build(root))
    # Later on that day the first on the page gets other words and another id.
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("#hus-vaerdier-01", "#hus-ro-01"))
    facts = ("kind: values\n", "kind: values\nreplaces_statements: {hus-vaerdier-01: hus-ro-01}\n")
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("## Ro {#hus-vaerdier-01}", "## Fred {#hus-ro-01}"), facts)
    commit(root, "2026-11-23")
    assert ids(build(root)) == before
    # The page moves, and that statement goes.
    for code in ("da", "en"):
        path, to = (root / f"docs/{code}/hus/{name}.md" for name in ("vaerdier", "ord"))
        text = re.sub(r"\n## .*\n", "", path.read_text("utf-8"))
        facts = "replaces: [/hus/vaerdier/]\n" if code == "da" else ""
        day = "    on: 2026-11-24\n" if code == "da" else ""
        more = f"{facts}withdrawn_statements:\n  - id: hus-ro-01\n{day}    by: X\n    because: Den er ude.\n"
        path.unlink()
        to.write_text(text.replace("\n---\n", f"\n{more}---\n", 1), "utf-8")
    commit(root, "2026-11-24")
    release = build(root)
    assert entries(release)[0] == (
        f"2026-11-24{DAY}",
        "Husets værdier: 1 udsagn er trukket tilbage",
        "Den er ude.",
    )
    assert ids(release)[1:] == before
    # Also where it had another id and no other words.
    assert entries(release, "en/feeds/all.atom")[0][:2] == (
        f"2026-11-24{DAY}",
        "The values of the house: 1 statement has been withdrawn",
    )


def test_what_is_withdrawn_is_news_and_what_is_renamed_is_not(root):
    for code in ("da", "en"):
        path = f"docs/{code}/hus/vaerdier.md"
        tiny.replace(root / path, ("hus-vaerdier-01", "hus-ro-01"))
        text = re.sub(r"\n[^\n]+\n\{: #hus-vaerdier-02 \}\n", "", (root / path).read_text("utf-8"))
        facts = "replaces_statements: {hus-vaerdier-01: hus-ro-01}\n" if code == "da" else ""
        day = "    on: 2026-11-22\n" if code == "da" else ""
        more = f"{facts}withdrawn_statements:\n  - id: hus-vaerdier-02\n{day}    by: X\n    because: Den er ude.\n"
        (root / path).write_text(text.replace("\n---\n", f"\n{more}---\n", 1), "utf-8")
    commit(root, "2026-11-23")
    assert entries(build(root)) == [
        (f"2026-11-23{DAY}", "Husets værdier: 1 udsagn er trukket tilbage", "Den er ude."),
        (f"2026-11-20{DAY}", "Husets værdier: 1 nyt udsagn", "Ro"),
        FRIDAY[1],
    ]


def test_why_all_of_a_page_is_withdrawn_is_told_once(site):
    statements = tuple(Told(id, words, id) for id, words in (("a", "Ude."), ("b", "Ude."), ("c", ""), ("d", "Tom.")))
    one = News(date(2026, 11, 24), Event.withdrawn, "a", site.pages[0], (), statements)
    assert [told.id for told in one.quoted] == ["a", "d"]


def test_a_place_gets_another_id_and_its_feed_and_data_stay_where_they_were(root):
    tiny.replace(root / "docs/da/hus/index.md", ("id: huset\n", "id: hytten\n"))
    refused = command(root, "build")
    assert "The place `huset` has been published and is gone, and with it /data/v1/places/huset/ and" in refused.stderr
    tiny.replace(root / "docs/da/hus/index.md", ("id: hytten", "id: hytten\n  formerly: [huset]"))
    release = build(root)
    for language in ("", "en/"):
        feed = (release / f"{language}feeds/huset.atom").read_bytes()
        assert feed == (release / f"{language}feeds/hytten.atom").read_bytes()
        assert f'rel="self" type="application/atom+xml" href="{SITE}{language}feeds/hytten.atom"'.encode() in feed
    now, before = (release / "data/v1/places" / id for id in ("hytten", "huset"))
    files = sorted(file.name for file in now.iterdir())
    assert "statements.csv" in files
    assert filecmp.cmpfiles(now, before, files, shallow=False) == (files, [], [])
    data = json.loads((release / "data/v1/organisations.json").read_text("utf-8"))
    assert [(one["id"], one["formerly"]) for one in data["records"]] == [("hytten", ["huset"])]
    assert "places/huset/" not in (release / "data/v1/index.json").read_text("utf-8")


def test_the_feeds_stay_where_they_were_when_their_page_is_withdrawn_or_not_translated(root):
    published = ["en/feeds/all.atom", "en/feeds/huset.atom", "feeds/all.atom", "feeds/huset.atom"]
    tiny.write(root, {"docs/en/nyt.md": None})
    tiny.replace(root / "docs/da/nyt.md", ("kind: news\n", "kind: news\nuntranslated: [en]\n"))
    release = build(root)
    assert [file.relative_to(release).as_posix() for file in all_feeds(release)] == published
    reason = "withdrawn:\n  {}by: Redaktionen\n  because: Ingen læste den.\n---"
    page = NEWS_PAGE["docs/da/nyt.md"].replace(
        "kind: news\n---", "kind: withdrawn\n" + reason.format("on: 2026-11-23\n  ")
    )
    tiny.write(root, {"docs/da/nyt.md": page, "docs/en/nyt.md": NEWS_PAGE["docs/en/nyt.md"]})
    tiny.replace(root / "docs/en/nyt.md", ("News.\n---", "News.\n" + reason.format("")))
    release = build(root)
    assert [file.relative_to(release).as_posix() for file in all_feeds(release)] == published
    assert entries(release) == FRIDAY


def test_a_place_that_is_closed_goes_on_in_the_news_of_the_place_above(root):
    index = "---\ntitle: Byen\ndescription: D.\n{0}organisation:\n  {1}name: Byen\n---\n# Byen\n"
    tiny.write(
        root,
        {
            "docs/da/by/index.md": index.format("kind: overview\n", "id: byen\n  type: municipality\n  "),
            "docs/en/by/index.md": index.format("", ""),
        },
    )
    for unit, language in (("id: mad, type: department, name: Mad", "da"), ("id: mad, name: Mad", "en")):
        tiny.replace(root / f"docs/{language}/hus/index.md", ("sources:", f"units:\n  - {{{unit}}}\nsources:"))
    tiny.replace(root / "docs/da/hus/index.md", ("type: facility", "type: facility\n  parent: byen"))
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("source:", "organisations: [mad]\nsource:"))
    release = build(root)
    assert "/feeds/mad.atom\n" in (root / "docs/addresses.txt").read_text("utf-8")
    # What it said is the house's now, and the house's own data have long been in those of the town.
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("organisations: [mad]\n", ""))
    tiny.replace(root / "docs/da/hus/index.md", ("units:\n  - {id: mad, type: department, name: Mad}\n", ""))
    tiny.replace(root / "docs/en/hus/index.md", ("units:\n  - {id: mad, name: Mad}\n", ""))
    tiny.replace(root / "docs/da/by/index.md", ("id: byen", "id: byen\n  formerly: [mad]"))
    release = build(root)
    assert (release / "feeds/mad.atom").read_bytes() == (release / "feeds/byen.atom").read_bytes()
    places = release / "data/v1/places"
    assert (places / "huset/pages.json").read_bytes() == (places / "byen/pages.json").read_bytes()
    assert not (places / "mad").exists()


def test_a_shallow_clone_and_a_copy_without_git_tell_the_same(root, tmp_path):
    """Whoever builds the same files, with the ledger that is committed, tells the same news of them."""
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("works for calm", "works for peace"))
    commit(root, "2026-11-23")
    build(root)
    commit(root, "2026-11-24")
    tiny.replace(root / "docs/en/hus/vaerdier.md", ("works for peace", "works for quiet"))
    commit(root, "2026-11-25")  # and nobody has built it yet
    wanted = build(root)
    shallow = tmp_path / "shallow"
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), str(shallow))
    (shallow / ".venv").symlink_to(tiny.REPOSITORY / ".venv")
    (shallow / ".git" / "info" / "exclude").write_text(".venv\n")
    release = build(shallow)
    assert git(shallow, "rev-list", "--count", "HEAD") == "1\n"
    for file in all_feeds(wanted):
        assert (release / file.relative_to(wanted)).read_bytes() == file.read_bytes()
    assert [day for day, _, _ in entries(wanted, "en/feeds/all.atom")] == [
        f"2026-11-{day}{DAY}" for day in (25, 23, 20, 20)
    ]
    # Without git the last change has no day, and what has none is not told.
    subprocess.run(["rm", "-rf", str(shallow / ".git"), str(shallow / "public"), str(shallow / "docs/changes.txt")])
    (shallow / FILE).write_text(git(root, "show", f"HEAD:{FILE}"), "utf-8")
    assert [day for day, _, _ in entries(build(shallow), "en/feeds/all.atom")] == [
        f"2026-11-{day}{DAY}" for day in (23, 20, 20)
    ]


def test_where_nothing_tells_the_day_there_is_no_news_and_no_feed(published, tmp_path):
    root = copied(published, tmp_path / "root")
    tiny.write(root, NEWS_PAGE)
    release = build(root)
    assert all_feeds(release) == []
    assert "Der er ikke noget nyt endnu." in (release / "nyt/index.html").read_text("utf-8")
    assert "application/atom+xml" not in (release / "index.html").read_text("utf-8")


@pytest.mark.parametrize("path", ["nyt", "en/nyt"])
def test_as_many_statements_are_told_as_are_counted(built, path):
    tree = etree.HTML((built / path / "index.html").read_bytes())
    lines = [one for one in tree.xpath("//div[contains(@class, 'news')]/ul/li") if one.xpath("ul")]
    assert len(lines) > 5
    for line in lines:
        counted, *more = [
            int(number) for text in line.xpath("p/text()") for number in re.findall(r"^(?:Og |And )?(\d+) ", text)
        ]
        assert counted == len(line.xpath("ul/li")) + sum(more)


def test_programs_find_the_feeds_from_the_pages(built, site):
    def told(path: str) -> list[str]:
        tree = etree.HTML((built / path / "index.html").read_bytes())
        links = tree.xpath("//head/link[@type='application/atom+xml'][@rel='alternate']/@href")
        return [os.path.normpath(f"/{path or '.'}/{link}") for link in links]

    assert told("") == ["/feeds/all.atom"]
    assert told("en/nyt") == ["/en/feeds/all.atom"]
    assert told("herlev/juvelhuset") == ["/feeds/juvelhuset.atom"]
    assert told("en/herlev") == ["/en/feeds/herlev-kommune.atom"]
    assert told("herlev/juvelhuset/vaerdier") == []
    footer = etree.HTML((built / "herlev/index.html").read_bytes()).xpath("//footer//a/@href")
    assert "../nyt/" in footer


def test_a_feed_that_is_broken_or_leads_nowhere_is_told_of(built, tmp_path):
    (tmp_path / "feeds").mkdir()
    text = (built / "feeds/juvelhuset.atom").read_text("utf-8")
    (tmp_path / "feeds/a.atom").write_text(text, "utf-8")
    assert list(check(tmp_path, SITE, lambda page, id: True)) == []
    told = [str(one) for one in check(tmp_path, SITE, lambda page, id: page != "nyt/")]
    assert told == [
        f"feeds/a.atom:1: feeds/a.atom names '{SITE}nyt/', which is not in the site. Build again; if it is still so, tell "
        "a developer. [wrong-data]"
    ]
    (tmp_path / "feeds/a.atom").write_text(text.replace("</title>", "", 1), "utf-8")
    (problem,) = check(tmp_path, SITE, lambda page, id: True)
    assert problem.message.startswith("feeds/a.atom is no XML; line ")
    (tmp_path / "en").mkdir()
    (tmp_path / "feeds").rename(tmp_path / "en/feeds")
    (problem,) = check(tmp_path, SITE, lambda page, id: True)
    assert problem.message.startswith("en/feeds/a.atom is no XML; line ")
