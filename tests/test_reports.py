"""Reports: what needs looking after, in text, as JSON, and on the editors' page."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import build, built_page, command, serving
from lxml import etree, html
from test_accessibility import axe
from web_servers import answering

import tiny
from waymarks.checks.checked import checked
from waymarks.problems import Refused, faults
from waymarks.reading.settings import read_settings
from waymarks.reports import links, readability, reviews, searches, sources, translations
from waymarks.reports.report import Asked, Report, read_asked, table
from waymarks.search.judgements import State, confirm, read_judged, states
from waymarks.site import Site, relate
from waymarks.source import read_content

TODAY = date(2026, 11, 24)
VALUES, ENGLISH = "docs/da/hus/vaerdier.md", "docs/en/hus/vaerdier.md"
STATUS = {
    "docs/da/status.md": """\
        ---
        title: Status
        description: Hvad der skal ses på.
        kind: status
        ---

        # Status
        """,
    "docs/en/status.md": """\
        ---
        title: State of things
        description: What needs looking after.
        ---

        # State of things
        """,
}


def asked(root: Path, days: int = 90, timeout: float = 5) -> Asked:
    settings = read_settings(root)
    site = relate(read_content(root, settings.languages))
    return Asked(site, {"accessibility": 12, "others": 24}, TODAY, days, timeout)


@pytest.fixture
def root(tmp_path) -> Path:
    return tiny.content(tmp_path)


def test_a_table_is_plain_columns():
    assert table(("n", "page"), [(7, "a.md"), ("12 of 12", "b.md")]) == "n         page\n       7  a.md\n12 of 12  b.md"


def test_reviews_tells_what_is_late_and_what_comes_by_owner(root):
    tiny.replace(root / VALUES, ("kind: values", "kind: values\nreviewed: 2024-11-23"))  # two years ago yesterday
    dates = "reviewed: 2025-01-31\nreview_by: 2027-02-22"
    tiny.replace(root / "docs/da/hus/index.md", ("kind: overview", f"kind: overview\n{dates}"))
    tiny.replace(root / "docs/da/index.md", ("kind: overview", "kind: overview\nreviewed: 2026-11-24"))
    made = reviews.report(asked(root))
    assert made.text == (
        "1 page is late, 1 more due by 2027-02-22; 1 page has no date.\n"
        "\n"
        "Huset\n"
        "due               last        page\n"
        "2026-11-23  late  2024-11-23  docs/da/hus/vaerdier.md\n"
        "2027-02-22        2025-01-31  docs/da/hus/index.md\n"
        "\n"
        "The editors\n"
        "due        last   page\n"
        "no date    never  docs/da/kommuner-og-tilbud.md"
    )
    assert made.data[0] == {
        "owners": ["Huset"],
        "path": VALUES,
        "title": "Husets værdier",
        "reviewed": "2024-11-23",
        "due": "2026-11-23",
        "late": True,
    }
    assert [one["path"] for one in reviews.report(asked(root, days=89)).data] == [
        VALUES,
        "docs/da/kommuner-og-tilbud.md",
    ]
    assert len(reviews.report(asked(root, days=1000)).data) == 4


def test_a_page_is_not_late_on_its_last_day(root):
    tiny.replace(root / VALUES, ("kind: values", "kind: values\nreviewed: 2024-11-24"))
    [one] = [one for one in reviews.report(asked(root)).data if one["path"] == VALUES]
    assert (one["due"], one["late"]) == ("2026-11-24", False)


def test_what_is_for_the_editors_is_to_be_gone_through_too(root):
    tiny.replace(root / "docs/da/kommuner-og-tilbud.md", ("kind: overview", "kind: guide\nreviewed: 2024-11-23"))
    assert reviews.report(asked(root)).data[-1]["path"] == "docs/da/kommuner-og-tilbud.md"
    assert reviews.report(asked(root)).data[-1]["late"]


def test_what_is_withdrawn_is_not_to_be_gone_through(root):
    grave = "kind: withdrawn\nwithdrawn:\n  on: 2026-01-01\n  by: Huset\n  because: Det er slut."
    tiny.replace(root / "docs/da/kommuner-og-tilbud.md", ("kind: overview", grave))
    assert "docs/da/kommuner-og-tilbud.md" not in reviews.report(asked(root)).text


def test_sources_counts_what_the_site_has_of_each_document(root):
    made = sources.report(asked(root))
    assert made.text == (
        "1 document, 2 statements; da 2 of 2; en 2 of 2, 2 confirmed.\n"
        "\n"
        "document    withdrawn  da      en      en confirmed\n"
        "husets-ord          0  2 of 2  2 of 2        2 of 2"
    )
    tiny.replace(root / VALUES, ("arbejder for ro", "kæmper for ro"))
    tiny.replace(root / ENGLISH, ("## Calm {#hus-vaerdier-01}", "## Calm"))
    assert sources.report(asked(root)).data == [
        {
            "source": "husets-ord",
            "titles": {"da": "Husets ord", "en": "The words of the house"},
            "adopted": "2020-05-01",
            "total": 2,
            "withdrawn": 0,
            "languages": {"da": {"statements": 2, "confirmed": None}, "en": {"statements": 1, "confirmed": 0}},
        }
    ]


def test_sources_of_a_site_without_documents(tmp_path):
    empty = Asked(Site(read_settings(tiny.content(tmp_path)).languages, ()), {}, TODAY, 90, 10.0)
    assert sources.report(empty).summary == "0 documents, 0 statements; da 0 of 0; en 0 of 0, 0 confirmed."


def test_sources_tells_of_a_document_that_no_page_presents_and_of_what_is_withdrawn(root):
    tiny.replace(root / "docs/da/hus/index.md", ("sources:", "sources:\n  - id: intet\n    title: Intet"))
    grave = (
        "withdrawn_statements:\n  - id: hus-vaerdier-09\n    on: 2026-01-01\n    by: Huset\n    because: Det er slut."
    )
    tiny.replace(root / VALUES, ("kind: values", f"kind: values\n{grave}"))
    assert [(one["source"], one["total"], one["withdrawn"]) for one in sources.report(asked(root)).data] == [
        ("intet", 0, 0),
        ("husets-ord", 2, 1),
    ]


def test_readability_has_the_heaviest_page_of_each_language_first(root):
    long = "Kommunalbestyrelsens ansvarsområder omfatter " + "og ".join(["myndighedsafgørelser "] * 14) + "mere."
    tiny.replace(root / "docs/da/index.md", ("[Huset](hus/index.md)", f"En kort sætning. {long}"))
    tiny.replace(root / "docs/en/index.md", ("[The house](hus/index.md)", "A short one. " * 15))
    made = readability.report(asked(root))
    assert made.summary == (
        "da: highest LIX 69.9 (docs/da/index.md), longest sentence 31 words (docs/da/index.md:9); "
        "en: highest LIX 3.0 (docs/en/index.md), longest sentence 5 words (docs/en/hus/vaerdier.md:10)"
    )
    assert [one["path"] for one in made.data][0::4] == ["docs/da/index.md", "docs/en/index.md"]
    assert [one["language"] for one in made.data] == ["da"] * 4 + ["en"] * 4
    assert made.data[0]["sentence"] == long
    assert made.data[1] == {  # too short for a LIX
        "path": VALUES,
        "language": "da",
        "lix": None,
        "longest": 4,
        "line": 12,
        "sentence": "Huset arbejder for ro.",
    }


@dataclass
class Others:
    """A server of somebody else's. `asked` is every request, `headers` what each told of who asks; `callers` is how many
    have come to the door, whatever they asked."""

    address: str
    asked: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    callers: int = 0


@pytest.fixture
def others() -> Iterator[Others]:
    hold = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def answer(self) -> None:
            told.asked.append((self.command, self.path))
            told.headers.append({name.lower(): value for name, value in self.headers.items()})
            if self.path == "/langsom":
                hold.wait(20)
            code = {"/vaek": 410, "/flyttet": 301, "/lukket": 403, "/kun-get": 405}.get(self.path, 200)
            code = 200 if self.path == "/kun-get" and self.command == "GET" else code
            code = 404 if self.path.startswith("/nej") else code
            self.send_response(code)
            self.send_header("Set-Cookie", "spor=1")
            if code == 301:
                self.send_header("Location", "/god")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET = answer

        def log_message(self, format: str, *args: object) -> None:
            """Silence."""

    class Server(ThreadingHTTPServer):
        def verify_request(self, request: object, client_address: object) -> bool:
            told.callers += 1
            return True

    with answering(Server(("127.0.0.1", 0), Handler)) as address:
        told = Others(address)
        yield told
        hold.set()


def linking(root: Path, *addresses: str) -> None:
    text = "\n\n".join(f"[x]({address})" for address in addresses)
    tiny.replace(root / "docs/da/index.md", ("[Huset](hus/index.md)", f"[Huset](hus/index.md)\n\n{text}"))


def made(root: Path, timeout: float = 5) -> tuple[Report, list[float]]:
    """The report of links, and how long it would have waited between two requests."""
    waited: list[float] = []
    return links.report(asked(root, timeout=timeout), waited.append), waited


def test_dead_links_are_told_with_where_they_stand(root, others):
    good, gone, closed = (f"{others.address}/{name}" for name in ("god", "vaek", "lukket"))
    linking(root, f"{good}#her", good, gone, f"{others.address}/nej-æ", closed, "mailto:ida@example.org", "#nede")
    tiny.replace(root / "docs/en/index.md", ("[The house](hus/index.md)", f"[The house](hus/index.md) [x]({gone})"))
    report, waited = made(root)
    assert report.text == (
        "4 addresses on other sites: 2 dead, 1 that do not say.\n"
        "\n"
        f"{closed}\n  unsure: 403 Forbidden\n  docs/da/index.md:19\n"
        "\n"
        f"{others.address}/nej-%C3%A6\n  dead: 404 Not Found\n  docs/da/index.md:17\n"
        "\n"
        f"{gone}\n  dead: 410 Gone\n  docs/da/index.md:15\n  docs/en/index.md:8"
    )
    assert [one["state"] for one in report.data] == ["works", "unsure", "dead", "dead"]
    assert others.asked[0] == ("HEAD", "/god")  # one address once, and no more than its head
    assert others.asked.count(("GET", "/god")) == 0
    assert others.asked[1:3] == [("HEAD", "/lukket"), ("GET", "/lukket")]
    assert len(waited) == 3  # one after the other, with a pause between them
    assert set(waited) == {1.0}


def test_a_server_is_told_nothing_but_who_asks(root, others):
    linking(root, *(f"{others.address}/{name}" for name in ("a", "b", "c")))
    made(root)
    assert len(others.headers) == 3
    for headers in others.headers:
        assert set(headers) <= {"host", "user-agent", "accept-encoding", "connection"}
        assert headers["user-agent"] == "Pejlemaerker link report"


def test_a_host_is_asked_for_by_the_name_that_browsers_send(root, others, monkeypatch):
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", others.address)  # so that it gets what is meant for others
    linking(root, "http://rødovre.dk:80/æ?ø=%C3%A5")
    made(root)
    assert others.asked == [("HEAD", "http://xn--rdovre-bya.dk:80/%C3%A6?%C3%B8=%C3%A5")]
    assert others.headers[0]["host"] == "xn--rdovre-bya.dk:80"


def test_what_has_moved_or_knows_no_head_works(root, others):
    linking(root, f"{others.address}/flyttet", f"{others.address}/kun-get")
    report, _ = made(root)
    assert report.text == "2 addresses on other sites: 0 dead, 0 that do not say."
    assert ("GET", "/kun-get") in others.asked


def test_a_server_that_does_not_answer_stops_nothing(root, others):
    linking(
        root, f"{others.address}/langsom", "http://127.0.0.1:1/", "https://nowhere.invalid/", f"{others.address}/god"
    )
    report, _ = made(root, timeout=3)
    by_address = {one["address"]: (one["state"], one["reason"]) for one in report.data}
    assert by_address[f"{others.address}/langsom"] == ("dead", "no answer within 3 seconds")
    assert by_address["http://127.0.0.1:1/"] == ("dead", "[Errno 111] Connection refused")
    assert by_address["https://nowhere.invalid/"][0] == "dead"
    assert by_address[f"{others.address}/god"] == ("works", "")


def test_no_build_and_no_overview_asks_another_site(tmp_path, others):
    root = tiny.site(tmp_path)
    address = f"{others.address}/god".replace("http:", "https:")  # the check refuses `http:`
    linking(root, address)
    build(root)
    done = command(root, "report")
    assert done.returncode == 0, done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "translations",
        "reviews",
        "sources",
        "readability",
        "searches",
    ]
    assert set(json.loads(command(root, "report", "--format", "json").stdout)) == {
        "translations",
        "reviews",
        "sources",
        "readability",
        "searches",
    }
    assert others.callers == 0
    [told] = json.loads(command(root, "report", "links", "--format", "json", "--timeout", "5").stdout)
    assert (told["address"], told["state"]) == (address, "dead")  # it speaks no https
    assert others.callers == 2


def test_the_command_says_what_it_cannot_do(published):
    for words, told in (
        (["nej"], "invalid choice: 'nej'"),
        (["reviews", "--days", "snart"], "'snart' is not a number from 1 to 36500"),
        (["links", "--timeout", "0"], "'0' is not a number from 1 to 36500"),
    ):
        done = command(published, "report", *words)
        assert done.returncode == 2
        assert told in done.stderr
        assert done.stdout == ""


def test_who_has_seen_enough_of_a_report_sees_no_traceback(published):
    report = subprocess.Popen(
        [sys.executable, "scripts/report.py", "readability"],
        cwd=published,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert report.stdout and report.stderr
    report.stdout.close()
    told = report.stderr.read()
    report.stderr.close()
    assert (report.wait(), "Error" in told) == (0, False)


def test_translations_has_a_line_for_the_overview(root):
    tiny.replace(root / VALUES, ("arbejder for ro", "kæmper for ro"))
    summary = "1 statement awaits translation, 0 confirmation; 0 pages are not translated."
    assert translations.report(asked(root)).summary == summary


@pytest.fixture(scope="module")
def looked_after(tmp_path_factory) -> Path:
    """A built site with something of everything to look after."""
    root = tiny.site(tmp_path_factory.mktemp("looked-after"))
    tiny.write(
        root, {**STATUS, "docs/da/nyt.md": STATUS["docs/da/status.md"].replace("kind: status", "kind: overview")}
    )
    tiny.replace(root / "docs/da/nyt.md", ("title: Status", "title: Nyt\nuntranslated: [en]\nreviewed: 2026-11-01"))
    tiny.replace(root / VALUES, ("arbejder for ro", "kæmper for ro"))
    tiny.replace(root / VALUES, ("## Ro {", "## Ro og fred {"))
    ledger = root / "docs" / "twins.yml"
    ledger.write_text("".join(ledger.read_text("utf-8").splitlines(keepends=True)[1:]), "utf-8")
    build(root)
    return root


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().replace("\u00ad", "").split())


def rows(tree: html.HtmlElement, table: str) -> list[list[str]]:
    found = tree.xpath(f"//table[caption/@id='{table}']//tr")
    return [[words(cell) for cell in row if cell.tag in ("td", "th")] for row in found]


def test_the_editors_page_shows_what_the_reports_tell(looked_after):
    tree = built_page(looked_after, "status")
    found = tree.xpath("//h2[@id='translations']/following-sibling::ul")[:3]
    links = [[(words(one), one.get("href"), one.get("hreflang")) for one in part.iter("a")] for part in found]
    assert links == [
        [("Husets værdier (hus-vaerdier-02)", "../en/hus/vaerdier/#hus-vaerdier-02", "en")],
        [("Husets værdier (hus-vaerdier-01)", "../en/hus/vaerdier/#hus-vaerdier-01", "en")],
        [("Nyt", "../nyt/", None)],
    ]
    assert words(found[2]) == "Nyt (engelsk)"
    assert rows(tree, "sources-table") == [
        ["Kilde", "Udsagn på dansk", "Udsagn på engelsk", "Bekræftet"],
        ["Husets ord (Huset)", "2 af 2", "2 af 2", "0 af 2"],
    ]
    assert rows(tree, "reviews-table")[1:] == [
        ["Huset"],
        ["Huset", "aldrig", "ingen dato"],
        ["Husets værdier", "aldrig", "ingen dato"],
        ["Redaktionen"],
        ["Forside", "aldrig", "ingen dato"],
        ["Kommuner og tilbud", "aldrig", "ingen dato"],
        ["Status", "aldrig", "ingen dato"],
        ["Nyt", "1. nov. 2026", "1. nov. 2028"],
    ]
    assert rows(tree, "readability-table")[1] == ["Husets værdier", "–", "4"]
    assert len(rows(tree, "readability-table")) == 7


def test_the_editors_page_is_in_the_readers_language(looked_after):
    tree = built_page(looked_after, "en/status")
    assert [words(one) for one in tree.xpath("//main//h2")][:4] == [
        "Translations",
        "Reviews",
        "Statements from each source",
        "Readability",
    ]
    assert rows(tree, "reviews-table")[-1] == ["Nyt", "1 Nov 2026", "1 Nov 2028"]
    [link] = tree.xpath("//table[caption/@id='reviews-table']//a[text()='Nyt']")
    assert (link.get("lang"), link.get("hreflang"), link.get("href")) == ("da", "da", "../../nyt/")
    assert rows(tree, "sources-table")[1] == ["The words of the house (The house)", "2 of 2", "2 of 2", "0 of 2"]
    assert ["Nyt", "–", "0"] not in rows(tree, "readability-table")


def test_nobody_comes_upon_the_editors_page_by_chance(looked_after):
    current = looked_after / "public" / "current"
    for path in ("status", "en/status"):
        tree = built_page(looked_after, path)
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
        assert not tree.xpath("//link[@rel='canonical' or @rel='alternate']")
        assert words(tree.xpath("//title")[0]).startswith(("Status", "State of things"))
        switch = [link.get("hreflang") for link in tree.xpath("//nav[@class='languages']//a")]
        assert switch == ["da", "en"]
    assert not built_page(looked_after, "").xpath("//nav//a[contains(@href, 'status')]")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    assert not [
        one for one in etree.parse(current / "sitemap.xml").xpath("//s:loc/text()", namespaces=names) if "status" in one
    ]
    assert "status/" not in tiny.searched(current, "da")


def test_the_editors_page_is_the_same_on_another_day(looked_after):
    """Else a site that nobody changes would be published anew every day."""
    file = looked_after / "public" / "current" / "status" / "index.html"
    before = file.read_bytes()
    assert b"1. nov. 2028" in before
    years_later = {**os.environ, "SOURCE_DATE_EPOCH": "1924988400"}  # 31 December 2030
    build(looked_after, env=years_later)
    assert file.read_bytes() == before


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_the_editors_page(looked_after, page, width, scheme):
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    with serving(looked_after / "public" / "current") as address:
        for path in ("status", "en/status"):
            page.goto(f"{address}/{path}/")
            assert axe(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") == width


QUERIES = {
    "tests/data/queries.yml": """\
        da:
          er der ro: [hus/vaerdier/]
          huset: [hus/, hus/vaerdier/]
        en:
          is it calm: [hus/vaerdier/]
        """
}


def judged(root: Path) -> Report:
    return searches.report(replace(asked(root), judged=read_judged(root), root=root))


@pytest.fixture
def confirmed(root) -> Path:
    tiny.write(root, QUERIES)
    assert confirm(root, asked(root).site, read_judged(root), []) == "The judgements of 3 pages are confirmed."
    return root


def test_searches_tells_of_judgements_that_nobody_has_confirmed(root):
    tiny.write(root, QUERIES)
    assert judged(root).text == (
        "3 questions are to be judged again; 0 pages with statements are asked for by none.\n"
        "\n"
        "Confirmed by nobody yet:\n"
        "  da/hus/vaerdier/\n"
        "    tests/data/queries.yml:2: er der ro\n"
        "    tests/data/queries.yml:3: huset\n"
        "  da/hus/\n"
        "    tests/data/queries.yml:3: huset\n"
        "  en/hus/vaerdier/\n"
        "    tests/data/queries.yml:5: is it calm\n"
        "\n"
        "When the judgements are right: python3 scripts/report.py searches --confirm da/hus/vaerdier/ da/hus/ en/hus/vaerdier/"
    )


def test_searches_tells_which_pages_have_other_words_since(confirmed):
    assert (
        judged(confirmed).text == "0 questions are to be judged again; 0 pages with statements are asked for by none."
    )
    tiny.replace(confirmed / ENGLISH, ("works for calm", "works for peace"))
    assert judged(confirmed).data == {
        "gone": {},
        "changed": {"en/hus/vaerdier/": [{"path": "tests/data/queries.yml", "line": 5, "query": "is it calm"}]},
        "new": {},
        "unasked": [],
    }
    site = asked(confirmed).site
    confirm(confirmed, site, read_judged(confirmed), ["docs/en/hus/vaerdier.md"])
    assert judged(confirmed).data["changed"] == {}


def test_white_space_and_markup_are_no_other_words(confirmed):
    tiny.replace(confirmed / VALUES, ("Huset arbejder for ro.", "Huset  *arbejder*\nfor ro."))
    assert judged(confirmed).data["changed"] == {}


def test_searches_tells_what_is_gone_and_what_nobody_asks_for(confirmed):
    tiny.replace(confirmed / "tests/data/queries.yml", ("[hus/, hus/vaerdier/]", "[hus/, hytten/]"))
    tiny.replace(confirmed / "tests/data/queries.yml", ("er der ro: [hus/vaerdier/]", "er der ro: [hus/]"))
    made = judged(confirmed)
    assert made.summary == "1 question is to be judged again; 1 page with statements is asked for by none."
    assert made.data["gone"] == {"da/hytten/": [{"path": "tests/data/queries.yml", "line": 3, "query": "huset"}]}
    assert made.data["unasked"] == ["da/hus/vaerdier/"]
    confirm(confirmed, asked(confirmed).site, read_judged(confirmed), [])
    assert judged(confirmed).data["gone"]  # a page that is gone can't be confirmed
    assert "da/hus/vaerdier/" not in (confirmed / "tests/data/judged.yml").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "line", "rule"),
    [
        (b'da:\n  hus/: "stue\n', 2, "bad-yaml"),
        (b"da:\n  hus/: [stue, have]\n", 2, "wrong-type"),
        (b"da:\n  hus/: stue\n  hus/: have\n", 3, "double-key"),
        (b"da: stue\n", 1, "wrong-type"),
        (b"stue\n", 1, "wrong-type"),
        (b"da:\n  hus/: k\xf8kken\n", 2, "not-utf8"),
    ],
)
def test_a_wrong_list_of_peoples_words_is_told_of_and_stops_the_build(confirmed, words, line, rule):
    tiny.write(confirmed, {"scripts/search/asked.yml": words})
    with pytest.raises(Refused) as refused:
        read_asked(confirmed, datetime.now(UTC), 90, 5)
    content, found = checked(confirmed, read_settings(confirmed), datetime.now(UTC))
    assert [*map(str, faults(found))] == refused.value.lines == [*map(str, content.wrong_lists)]
    [one] = content.wrong_lists
    assert (one.path, one.line, one.rule) == ("scripts/search/asked.yml", line, rule)


def test_searches_is_used_and_misused_as_a_command(again):
    tiny.write(again, QUERIES)
    done = command(again, "report", "searches", "--confirm", "da/hus/")
    assert (done.returncode, done.stdout) == (0, "The judgements of 1 page are confirmed.\n")
    assert "da/hus/vaerdier/" in command(again, "report", "searches").stdout
    done = command(again, "report", "searches", "--confirm", "da/huz/")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        "'da/huz/' is no page that a question is judged by. Did you mean da/hus/?",
    )
    assert command(again, "report", "sources", "--confirm").returncode == 2
    tiny.write(again, {"tests/data/queries.yml": "da:\n  er der ro: [hus/]\n  huset: hus/\n"})
    done = command(again, "report", "searches")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2].startswith(
        "tests/data/queries.yml:3: The file is not questions with lists of pages."
    )
    assert "Traceback" not in done.stderr


def test_no_judged_page_is_gone():
    """What has changed stops nobody; `python3 scripts/report.py searches` tells it."""
    settings = read_settings(tiny.REPOSITORY)
    site = relate(read_content(tiny.REPOSITORY, settings.languages))
    found = states(site, read_judged(tiny.REPOSITORY))
    assert len(found) > 50
    assert State.gone not in found.values()


def test_a_place_that_is_part_of_itself_is_shown_all_the_same(root):
    """The check refuses it; but a preview and a report go upwards in what they were given, and are to arrive."""
    tiny.replace(root / "docs/da/hus/index.md", ("name: Huset", "name: Huset\n  parent: huset"))
    site = asked(root).site
    assert site.organisations["huset"].parent is None
    assert site.tone_of(site.organisations["huset"]) == "petrol"


def test_a_place_that_lacks_its_name_in_a_language_is_shown_by_another(root):
    """The check tells of it, and a preview shows the page all the same."""
    tiny.replace(root / "docs/en/hus/index.md", ("organisation:\n  name: The house\n", ""))
    site = asked(root).site
    assert site.organisations["huset"].name_in(site.languages[1]) == "Huset"
