"""The built site as a whole: languages, addresses, navigation, words of the interface."""

import re
from collections import defaultdict
from pathlib import Path
from posixpath import normpath

import pytest
import yaml
from conftest import build
from lxml import etree, html

import tiny
from waymarks.data.datasets import datasets
from waymarks.data.files import ENDINGS
from waymarks.derived import derived
from waymarks.papers.papers import Form
from waymarks.reading.schema import Kind
from waymarks.search.index import SAYS
from waymarks.site import on_or_in
from waymarks.text.collation import danish_key
from waymarks.text.slugs import slug
from waymarks.verification.built import expected
from waymarks.view import READING_CHOICES

OVERRIDES = tiny.REPOSITORY / "overrides"
INDEX = tiny.REPOSITORY / "scripts" / "waymarks" / "search" / "index.py"
PREVIEW = (tiny.REPOSITORY / "scripts" / "waymarks" / "preview").glob("*.py")
FEEDS = tiny.REPOSITORY / "scripts" / "waymarks" / "news" / "feeds.py"
NEW = [tiny.REPOSITORY / "scripts" / "waymarks" / "founding" / f"{name}.py" for name in ("places", "adopting")]
TABLES = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in (OVERRIDES / "locales").glob("*.yml")}

# The order of the sitemap. A place's own page comes first, then what stands below it.
ORDER = """
/ om/ om/kilder/ ordliste/ kommuner-og-tilbud/
for/medarbejdere/ for/nye-medarbejdere/ for/borgere/
herlev/ herlev/juvelhuset/ herlev/juvelhuset/mission-og-vision/ herlev/juvelhuset/vaerdier/ herlev/juvelhuset/menneskesyn/
herlev/juvelhuset/maal-og-ambition/ herlev/juvelhuset/faglig-udvikling/ herlev/juvelhuset/organisation/
herlev/juvelhuset/tilbud/ herlev/juvelhuset/tilgang/ herlev/juvelhuset/baggrund/
hoeje-taastrup/ hoeje-taastrup/vision/ hoeje-taastrup/vaerdier/ hoeje-taastrup/socialpsykiatri/
hoeje-taastrup/socialpsykiatri/mission-og-vision/ hoeje-taastrup/socialpsykiatri/vaerdier/
hoeje-taastrup/socialpsykiatri/lokalsamfund/ hoeje-taastrup/socialpsykiatri/uddannelse/
hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/ hoeje-taastrup/socialpsykiatri/viden-og-projekter/
hoeje-taastrup/socialpsykiatri/ledelse/ hoeje-taastrup/socialpsykiatri/strategi/ hoeje-taastrup/socialpsykiatri/tilblivelse/
hjoerring/ hjoerring/vision/ hjoerring/vaerdier/ hjoerring/mission/
halsnaes/ halsnaes/principper/ halsnaes/principper/oensker-og-haab/ halsnaes/principper/ressourcer/
halsnaes/principper/recovery-og-rehabilitering/
""".split()

# The values come between, in alphabetical order.
THEMES = """
paa-tvaers/ paa-tvaers/recovery-og-rehabilitering/ paa-tvaers/selvbestemmelse/ paa-tvaers/ressourcer/ paa-tvaers/laering/
paa-tvaers/indflydelse/ paa-tvaers/faellesskab/ paa-tvaers/to-steder/
""".split()


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_menu_unfolded_has_the_order_of_the_sitemap(site, language):
    values = [page for page in site.pages if page.language.code == language and re.match("vaerdier/.", page.address)]
    alphabetical = [page.address for page in sorted(values, key=lambda page: danish_key(page.title))]
    own = next(one for one in site.languages if one.code == language)
    assert [page.address or "/" for page in site.in_menu_order(own)] == [*ORDER, "vaerdier/", *alphabetical, *THEMES]


def test_the_menu_unfolds_only_the_way_to_the_page(site, trees):
    hidden = {"was.md", "soeg.md", "om/privatliv.md", "om/status.md", "om/data.md", "nyt.md"}
    addresses = {page.address for page in site.pages if page.id not in hidden and "om/redaktion/" not in page.id}
    for page, tree in trees.items():
        links = [
            normpath(f"/{page.url}/{link}").lstrip("/") for link in tree.xpath("//details[@data-menu]//nav//a/@href")
        ]
        shown = {link.removeprefix("en").strip("/") for link in links}
        above = [address.strip("/") for address in addresses if address and page.address.startswith(address)]
        expected = {one.strip("/") for one in addresses if _parent(one) in ("", "for", *above)}
        assert shown == expected, page.path
        current = tree.xpath("//details[@data-menu]//nav//a[@aria-current='page']")
        assert len(current) == (page.address in addresses), page.path


def _parent(address: str) -> str:
    return address.strip("/").rpartition("/")[0]


def test_every_page_says_its_language_and_its_twin(site, trees):
    for page, tree in trees.items():
        assert tree.get("lang") == page.language.code
        if not site.is_to_be_found(page):
            assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]
            assert not tree.xpath("//link[@hreflang or @rel='canonical']")
            continue
        alternates = {link.get("hreflang"): link.get("href") for link in tree.xpath("//link[@hreflang]")}
        danish, english = (f"https://pejlemaerker.example/{prefix}{page.address}" for prefix in ("", "en/"))
        assert alternates == {"da": danish, "en": english, "x-default": danish}, page.path
        assert tree.xpath("//link[@rel='canonical']/@href") == [alternates[page.language.code]]


def test_the_sitemap_has_every_page_once_with_its_twins(site, built):
    tree = etree.parse(built / "sitemap.xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    found = tree.xpath("//s:loc/text()", namespaces=names)
    pages = [*filter(site.is_to_be_found, site.pages), *(one for one in derived(site) if one.template != "short.html")]
    assert sorted(found) == sorted(f"https://pejlemaerker.example/{page.url}" for page in pages)
    assert {len(url.xpath("x:link", namespaces=names)) for url in tree.getroot()} == {3}
    assert "\nSitemap: https://pejlemaerker.example/sitemap.xml" in (built / "robots.txt").read_text("utf-8")


def test_whoever_looks_for_pages_finds_no_other_files(site, built):
    found = {file.relative_to(built).as_posix() for file in built.rglob("*.html")}
    assert found == {one.file for one in expected(site)}


def test_titles_and_descriptions_are_all_different(site, trees):
    assert [page.path for page, tree in trees.items() if page.title not in tree.xpath("string(//title)")] == []
    for path in ("string(//title)", "string(//meta[@name='description']/@content)"):
        pages = defaultdict(list)
        # A search engine is told nothing of the others, so that they have no description of their own.
        for page, tree in ((page, trees[page]) for page in trees if site.is_to_be_found(page)):
            pages[tree.xpath(path)].append(page.path)
        assert {words: found for words, found in pages.items() if len(found) > 1 or len(words) > 175} == {}


def test_links_are_relative_so_that_the_site_works_below_any_path(trees):
    for page, tree in trees.items():
        addresses = tree.xpath("//a/@href|//script/@src|//link[@rel='stylesheet' or @rel='icon']/@href|//img/@src")
        assert [address for address in addresses if address.startswith("/")] == [], page.path


def test_the_language_switch_is_an_ordinary_link_to_the_twin(trees, built):
    for page, tree in trees.items():
        links = {link.get("hreflang"): link for link in tree.xpath("//header//a[@hreflang]")}
        assert links.keys() == {"da", "en"}
        for code, link in links.items():
            assert link.get("lang") == code
            assert link.get("aria-current") == ("true" if code == page.language.code else None)
            target = (built / page.url / link.get("href")).resolve()
            assert target == (built / ("en/" if code == "en" else "") / page.address).resolve()


INTERFACE = "|".join(
    f"//{path}"
    for path in (
        "@aria-label[not(../@role='dialog')] @placeholder @title button[not(@class='term')]/text() label/text() option[not(ancestor::*[@data-two-places])]/text() summary/text() "
        "dl[not(@class='glossary')]/dt/text() a[@class='skip']/text()"
    ).split()
)


def test_interface_words_are_in_the_language_of_the_page(trees, built):
    words = defaultdict(set)
    for page, tree in trees.items():
        words[page.language.code] |= {text.strip() for text in tree.xpath(INTERFACE)} - {""}
    for code in words:
        (parts,) = built.glob(f"assets/*/javascripts/parts-{code}.txt")
        words[code] |= {text.strip() for text in html.parse(parts).xpath(INTERFACE)} - {""}
    assert words["da"] & words["en"] == {"Menu", "Pause", "Stop"}  # the same words in both


def test_404_pages_stand_in_both_languages(built):
    for path, language, other in (("404.html", "da", "en"), ("en/404.html", "en", "da")):
        tree = html.parse(built / path).getroot()
        assert tree.get("lang") == language
        assert tree.xpath("//h1/text()") == [TABLES[language]["not_found"]]
        assert tree.xpath(f"//section[@lang='{other}']/h2/text()") == [TABLES[other]["not_found"]]
        assert tree.xpath("//meta[@name='robots']/@content") == ["noindex"]


def test_the_string_tables_have_the_same_keys_and_places():
    places = {
        code: {key: sorted(re.findall(r"{(\w+)}", text)) for key, text in table.items()}
        for code, table in TABLES.items()
    }
    assert places["da"] == places["en"]


def test_every_string_is_used_and_exists(site):
    code = "".join(file.read_text("utf-8") for file in [*OVERRIDES.rglob("*.html"), INDEX, FEEDS, *PREVIEW, *NEW])
    used = set(re.findall(r"(?:\bs|words|strings|own|other)\(\s*[\"'](\w+)[\"']", code)) - {
        "help_",
        "kind_",
        "question_",
        "data_",
        "data_example_",
        "history_",
        "print_",
    }
    used |= set(re.findall(r"(?:says|near) = \"(\w+)\"", code))
    for name, values in READING_CHOICES:
        used |= {f"help_{name}", *(f"help_{name}_{value or 'auto'}" for value in values)}
    used |= {f"kind_{kind.name}" for kind in Kind if kind.presents_source}
    used |= {f"question_{kind.name}" for kind in Kind if kind.presents_source}
    used |= {"history_added", "history_reworded"}
    used |= {f"news_{event}_{count}" for event in ("added", "reworded", "withdrawn") for count in ("one", "many")}
    used |= {f"data_{one.name}" for one in datasets(site, "https://a.example/")} | {
        f"data_example_{ending}" for ending in ENDINGS
    }
    used |= {f"print_{form.name}" for form in Form} | {f"search_{name}" for name in SAYS}
    used |= {"place_title", "place_description", "path_title", "path_description"}  # see view.derived_page
    used |= {on_or_in("2019-05-31"), on_or_in("2019")}
    used |= {"path_print_title", "path_print_description", "share_copy"}
    used |= {f"preview_{where}_{count}" for where in ("here", "elsewhere") for count in ("one", "many")}
    assert used == TABLES["da"].keys()


@pytest.mark.parametrize("file", sorted(OVERRIDES.rglob("*.html")), ids=lambda file: file.name)
def test_templates_hold_no_words(file):
    plain = re.sub(
        r"<style>.*?</style>|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", file.read_text("utf-8"), flags=re.S
    )
    assert re.findall(r"[A-Za-zÆØÅæøå]{2,}", plain) == []


def test_what_front_matter_says_is_text_and_never_active(tmp_path):
    root = tiny.site(tmp_path)
    for language in ("da", "en"):
        file = root / "docs" / language / "hus" / "index.md"
        text = file.read_text("utf-8").replace("title: ", "title: <script>alert(1)</script> & ", 1)
        file.write_text(re.sub("(?m)^  name: ", '  name: <img src=x onerror="alert(1)"> ', text), "utf-8")
    build(root)
    for file in (root / "public" / "current").rglob("*.html"):
        text = file.read_text("utf-8")
        for data in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.S):
            assert not set(data) & set("<>&")
            text = text.replace(data, "")
        assert "alert(1)" not in re.sub(r"&lt;script&gt;alert\(1\)|onerror=(&#34;|&quot;)alert\(1\)", "", text), file
        assert not html.fromstring(text).xpath("//img[@onerror]|//script[not(@src)][not(@type='application/ld+json')]")


def test_danish_alphabetical_order():
    names = [
        "Aarhus",
        "Ærø",
        "Ålborg",
        "Øster",
        "Zoo",
        "aften",
        "Ångström",
        "Albertslund",
        "Høje",
        "Hjørring",
        "Herlev",
        "Hørsholm",
    ]
    assert sorted(names, key=danish_key) == [
        "aften",
        "Albertslund",
        "Herlev",
        "Hjørring",
        "Høje",
        "Hørsholm",
        "Zoo",
        "Ærø",
        "Øster",
        "Ålborg",
        "Ångström",
        "Aarhus",
    ]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Mål og faglig ambition", "maal-og-faglig-ambition"),
        ("Høje-Taastrup, 1970’erne", "hoeje-taastrup-1970erne"),
        ("Café Ærø!", "cafe-aeroe"),
        ("Große Straße, Suðuroy og Łódź", "grosse-strasse-suduroy-og-lodz"),
    ],
)
def test_slugs(text, address):
    assert slug(text) == address


def test_order_then_the_alphabet(tmp_path):
    from waymarks.reading.settings import read_settings
    from waymarks.site import Site
    from waymarks.source import read_content

    tiny.content(tmp_path)
    for name, title, order in (
        ("a", "Åben", ""),
        ("b", "Ægte", ""),
        ("c", "Zonen", ""),
        ("d", "Sidst i alfabetet, først i menuen: ø", "order: 1\n"),
    ):
        tiny.write(
            tmp_path,
            {
                f"docs/da/hus/{name}.md": f'---\ntitle: "{title}"\ndescription: D.\nkind: overview\n{order}---\n# {title}\n'
            },
        )
    languages = read_settings(tmp_path).languages
    site = Site(languages, read_content(tmp_path, languages).pages)
    menu = site.menus["da"]
    house = [page for page in menu.pages if page.address.startswith("hus/")]
    assert [Path(page.id).stem for page in house] == ["index", "d", "vaerdier", "c", "b", "a"]
    assert [menu.before(page) for page in house[1:]] == house[:-1]
    assert [menu.after(page) for page in house[:-1]] == house[1:]


def test_long_words_in_headings_may_break_where_the_language_breaks_them(trees):
    headings = {page.url: tree.xpath("string(//h1)") for page, tree in trees.items()}
    assert headings["was/"] == "Tilgængeligheds\u00aderklæring"
    assert headings["en/hoeje-taastrup/vision/"] == "The vision of Høje-Taastrup Kommune"
    assert not [page.path for page, tree in trees.items() if "\u00ad" in "".join(tree.xpath("//@id|//title/text()"))]


def test_of_many_places_beside_each_other_the_menu_shows_only_the_one_that_is_read(tmp_path):
    from waymarks.reading.settings import read_settings
    from waymarks.site import Site
    from waymarks.source import read_content

    tiny.content(tmp_path)
    for number in range(20):
        place = (
            tiny.PAGES["docs/da/hus/index.md"]
            .replace("huset\n", f"hus{number}\n")
            .replace("husets-ord", f"ord{number}")
        )
        tiny.write(tmp_path, {f"docs/da/hus-{number:02}/index.md": place})
    languages = read_settings(tmp_path).languages
    site = Site(languages, read_content(tmp_path, languages).pages)
    read = site.by_path["docs/da/hus/vaerdier.md"]
    assert [item.url for item in site.menus["da"].shown_to(read)] == ["", "hus/", "kommuner-og-tilbud/"]
    assert [item.url for item in site.menus["da"].shown_to(None)] == ["", "kommuner-og-tilbud/"]
    fewer = Site(languages, tuple(page for page in site.pages if page.id != "hus-19/index.md"))
    assert len(fewer.menus["da"].shown_to(read)) == 22
