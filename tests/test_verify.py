"""Verify: what is wrong in the built pages alone is told before anyone is served them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import build, shown

import tiny
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content
from waymarks.verify import look

URL = "https://pejlemaerker.example"
VALUES, ENGLISH = "hus/vaerdier/index.html", "en/hus/vaerdier/index.html"
CANONICAL = f'<link rel="canonical" href="{URL}/hus/vaerdier/">'
HREFLANG = f'<link rel="alternate" hreflang="en" href="{URL}/en/hus/vaerdier/">'
DEFAULT = f'<link rel="alternate" hreflang="x-default" href="{URL}/hus/vaerdier/">'
LOC = f"<loc>{URL}/hus/vaerdier/</loc>"
IN_SITEMAP = f'<xhtml:link rel="alternate" hreflang="x-default" href="{URL}/hus/vaerdier/"/>'
SHORT = "s/hus-vaerdier-01/index.html"
TEMPLATE = "Correct the template, overrides/partials/meta.html."

WRONG = {
    "no canonical": (
        (VALUES, CANONICAL, ""),
        f"docs/da/hus/vaerdier.md:1: {VALUES} says that its own address is nothing; it is '{URL}/hus/vaerdier/'. "
        f"{TEMPLATE} [wrong-canonical]",
    ),
    "another's canonical": (
        (VALUES, CANONICAL, f'<link rel="canonical" href="{URL}/">'),
        f"docs/da/hus/vaerdier.md:1: {VALUES} says that its own address is '{URL}/'; it is '{URL}/hus/vaerdier/'. "
        f"{TEMPLATE} [wrong-canonical]",
    ),
    "two canonicals": (
        (VALUES, CANONICAL, CANONICAL * 2),
        f"docs/da/hus/vaerdier.md:1: {VALUES} says that its own address is '{URL}/hus/vaerdier/' and "
        f"'{URL}/hus/vaerdier/'; it is '{URL}/hus/vaerdier/'. {TEMPLATE} [wrong-canonical]",
    ),
    "no twin": (
        (VALUES, HREFLANG, ""),
        f"docs/da/hus/vaerdier.md:1: {VALUES} names None as its twin for hreflang 'en'; it is "
        f"'{URL}/en/hus/vaerdier/'. {TEMPLATE} [wrong-alternates]",
    ),
    "a twin that is another page": (
        (VALUES, HREFLANG, HREFLANG.replace("/hus/vaerdier/", "/")),
        f"docs/da/hus/vaerdier.md:1: {VALUES} names '{URL}/en/' as its twin for hreflang 'en'; it is "
        f"'{URL}/en/hus/vaerdier/'. {TEMPLATE} [wrong-alternates]",
    ),
    "a twin in a language that is not there": (
        (VALUES, HREFLANG, HREFLANG + HREFLANG.replace('"en"', '"de"')),
        f"docs/da/hus/vaerdier.md:1: {VALUES} names '{URL}/en/hus/vaerdier/' as its twin for hreflang 'de'; it is None. "
        f"{TEMPLATE} [wrong-alternates]",
    ),
    "a twin twice": (
        (VALUES, HREFLANG, HREFLANG * 2),
        f"docs/da/hus/vaerdier.md:1: {VALUES} names its twin for hreflang 'en' 2 times. {TEMPLATE} [wrong-alternates]",
    ),
    "no x-default": (
        (ENGLISH, DEFAULT, ""),
        f"docs/en/hus/vaerdier.md:1: {ENGLISH} names None as its twin for hreflang 'x-default'; it is "
        f"'{URL}/hus/vaerdier/'. {TEMPLATE} [wrong-alternates]",
    ),
    "a page that hides": (
        (VALUES, "<title>", '<meta name="robots" content="noindex"><title>'),
        f"docs/da/hus/vaerdier.md:1: {VALUES} asks search engines to leave it out, and it is to be found. {TEMPLATE} "
        "[wrong-noindex]",
    ),
    "a short address that does not hide": (
        (SHORT, '<meta name="robots" content="noindex">', ""),
        f"docs/da/hus/vaerdier.md:1: {SHORT} does not ask search engines to leave it out, and it is not to be found by "
        f"itself. {TEMPLATE} [wrong-noindex]",
    ),
    "a feed that is not there": (
        (
            VALUES,
            "<title>",
            '<link rel="alternate" type="application/atom+xml" title="x" href="../../feeds/x.atom"><title>',
        ),
        f"docs/da/hus/vaerdier.md:1: {VALUES} links to '../../feeds/x.atom', which is not in the site. Correct the link. "
        "[dead-link]",
    ),
    "an id twice": (
        (VALUES, "</article>", '<p id="main">x</p></article>'),
        f"docs/da/hus/vaerdier.md:1: {VALUES} has the id 'main' 2 times, so that a link to it is to the first. Give each "
        "of them an id of its own. [double-id]",
    ),
    "an address twice in the site map": (
        ("sitemap.xml", LOC, LOC.replace("/hus/vaerdier/", "/hus/")),
        f"overrides/sitemap.xml:1: sitemap.xml does not name '{URL}/hus/vaerdier/'. Correct the template. [wrong-sitemap]",
        f"overrides/sitemap.xml:1: sitemap.xml has '{URL}/hus/', which names '{URL}/en/hus/vaerdier/' as its twin for "
        f"hreflang 'en'; it is '{URL}/en/hus/'. Correct the template. [wrong-sitemap]",
        f"overrides/sitemap.xml:1: sitemap.xml has '{URL}/hus/', which names '{URL}/hus/vaerdier/' as its twin for "
        f"hreflang 'da'; it is '{URL}/hus/'. Correct the template. [wrong-sitemap]",
        f"overrides/sitemap.xml:1: sitemap.xml has '{URL}/hus/', which names '{URL}/hus/vaerdier/' as its twin for "
        f"hreflang 'x-default'; it is '{URL}/hus/'. Correct the template. [wrong-sitemap]",
        f"overrides/sitemap.xml:1: sitemap.xml names '{URL}/hus/' 2 times. Correct the template. [wrong-sitemap]",
    ),
    "what is not to be found in the site map": (
        ("sitemap.xml", "<url>", f"<url><loc>{URL}/s/hus-vaerdier-01/</loc></url><url>"),
        f"overrides/sitemap.xml:1: sitemap.xml names '{URL}/s/hus-vaerdier-01/', which is not a page to be found. Correct "
        "the template. [wrong-sitemap]",
    ),
    "a site map without x-default": (
        ("sitemap.xml", IN_SITEMAP, ""),
        f"overrides/sitemap.xml:1: sitemap.xml has '{URL}/hus/vaerdier/', which names None as its twin for hreflang "
        f"'x-default'; it is '{URL}/hus/vaerdier/'. Correct the template. [wrong-sitemap]",
    ),
    "a site map that is no XML": (
        ("sitemap.xml", "<?xml", "xml"),
        "overrides/sitemap.xml:1: sitemap.xml is no XML; line 1 is wrong. Correct the template. [wrong-sitemap]",
    ),
    "no site map": (
        ("sitemap.xml", None, None),
        "overrides/sitemap.xml:1: sitemap.xml was not built. Correct the template. [wrong-sitemap]",
    ),
    "no title": (
        (ENGLISH, "<title>The values of the house – The house – Waymarks (Pejlemærker)</title>", "<title> </title>"),
        f"docs/en/hus/vaerdier.md:1: {ENGLISH} has no title. Write `title:` in the page's front matter. [no-title]",
    ),
    "another language": (
        ("en/404.html", '<html lang="en"', '<html lang="da"'),
        "overrides/404.html:1: en/404.html says lang='da' and stands among the English pages. Correct the language in "
        "mkdocs.yml. [wrong-language]",
    ),
    "no such page in one language": (
        ("en/404.html", None, None),
        "overrides/404.html:1: en/404.html was not built. Build again; if it is still so, tell a developer. "
        "[page-not-built]",
    ),
}

# What makes a browser fetch from another host, each in its own way.
FOREIGN = {
    '<img srcset="/assets/images/icon.svg 1x, https://cdn.example/x.png 2x" alt="">': "https://cdn.example/x.png",
    '<video poster="//cdn.example/x.png"></video>': "//cdn.example/x.png",
    '<video><track src="https://cdn.example/x.vtt"></video>': "https://cdn.example/x.vtt",
    '<input type="image" src="https://cdn.example/x.png" alt="x">': "https://cdn.example/x.png",
    '<svg><use href="https://cdn.example/x.svg#a"></use></svg>': "https://cdn.example/x.svg#a",
    '<svg><image xlink:href="https://cdn.example/x.png"></image></svg>': "https://cdn.example/x.png",
    "<p style=\"background: url('https://cdn.example/x.png')\">x</p>": "https://cdn.example/x.png",
    "<style>@import 'https://cdn.example/x.css';</style>": "https://cdn.example/x.css",
    '<link rel="preconnect" href="https://cdn.example">': "https://cdn.example",
    '<link rel="alternate stylesheet" href="https://cdn.example/x.css">': "https://cdn.example/x.css",
    '<link rel="al" href="https://cdn.example/x">': "https://cdn.example/x",  # nobody says that it isn't fetched
    '<meta http-equiv="Refresh" content="0; url=https://cdn.example/">': "https://cdn.example/",
    '<iframe src="https://cdn.example/" title="x"></iframe>': "https://cdn.example/",
    '<object data="https://cdn.example/x"></object>': "https://cdn.example/x",
    '<a href="#main" ping="https://cdn.example/x">x</a>': "https://cdn.example/x",
    '<script src="/\\cdn.example/x.js"></script>': "/\\cdn.example/x.js",
    '<script src="https:cdn.example/x.js"></script>': "https:cdn.example/x.js",
}


def damaged(published: Path, into: Path, file: str, old: str | None, new: str | None) -> list[str]:
    """What verify says of a copy of the site in which `new` stands instead of `old` once, or the file is gone."""
    folder = into / "site"
    shutil.copytree(shown(published), folder)
    if old is None or new is None:
        (folder / file).unlink()
    else:
        tiny.replace(folder / file, (old, new), times=1)
    return [str(one).replace(f"{folder}/", "") for one in tiny.verified(published, folder)]


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_in_a_built_page_is_told(published, tmp_path, case):
    damage, *told = WRONG[case]
    assert damaged(published, tmp_path, *damage) == told


def test_everything_is_told_at_once(again):
    folder = shown(again)
    assert tiny.verified(again, folder) == []

    def damage(file: str, old: str, new: str) -> None:
        tiny.replace(folder / file, (old, new), times=1)

    damage("index.html", '<html lang="da"', '<html lang="en"')
    damage("en/index.html", "<title>", '<script src="https://cdn.example/x.js"></script><title>')
    damage("hus/index.html", "</article>", '<a href="../vej/">x</a><a href="../hus/vaerdier/#nej">y</a></article>')
    damage("en/hus/vaerdier/index.html", 'id="hus-vaerdier-02"', 'class="x"')
    damage(
        "kommuner-og-tilbud/index.html",
        '<meta name="description" property="og:description" content="Her er alle huse.">',
        "",
    )
    (folder / "en" / "404.html").unlink()
    (folder / "extra.css").write_text("@import '//cdn.example/a.css'")
    assert [one.rule for one in tiny.verified(again, folder)] == [
        "wrong-data",
        "address-not-built",
        "dead-anchor",
        "dead-link",
        "dead-anchor",  # of the short address, whose English twin is damaged below
        "wrong-language",
        "no-description",
        "anchor-not-built",
        "foreign-request",
        "foreign-request",
        "page-not-built",
    ]


@pytest.mark.parametrize("markup", FOREIGN)
def test_whatever_is_fetched_from_another_host_is_told(published, tmp_path, markup):
    assert damaged(published, tmp_path, VALUES, "</article>", f"{markup}</article>") == [
        f"docs/da/hus/vaerdier.md:1: {VALUES} fetches {FOREIGN[markup]!r} from another host. Keep a copy in docs/assets/ "
        "and use that. [foreign-request]"
    ]


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="https://cdn.example/">x</a>',  # fetched only by who follows it
        '<link rel="next PREV" href="https://cdn.example/">',
        '<link href="https://cdn.example/">',  # no relation, no fetch
        '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="">',
        '<a href="../../%65n/hus/v%61erdier/#hus-v%61erdier-01">x</a>',
        '<img srcset="../../assets/images/icon.svg 1x, ../../assets/images/icon.svg 2x" alt="">',
    ],
)
def test_what_is_fetched_from_the_site_itself_is_not_told(published, tmp_path, markup):
    assert damaged(published, tmp_path, VALUES, "</article>", f"{markup}</article>") == []


def test_what_is_fetched_is_there(published, tmp_path):
    for n, markup in enumerate(('<img srcset="nej.png 2x" alt="">', '<form action="nej/"></form>')):
        [line] = damaged(published, tmp_path / str(n), VALUES, "</article>", f"{markup}</article>")
        assert "links to 'nej" in line
        assert line.endswith("[dead-link]")


@pytest.mark.parametrize(
    ("page", "link", "is_right"),
    [
        (VALUES, "/x/y/hus/", True),
        (VALUES, "../", True),
        (VALUES, "../../hus/", True),
        (VALUES, "/hus/", False),
        (VALUES, "../../../hus/", False),
        (VALUES, "../../../../hus/", False),
        ("404.html", "/x/y/hus/", True),
        ("404.html", "hus/", False),
    ],
)
def test_of_a_site_in_a_folder_no_link_leads_out_of_it(tmp_path, in_folder, page, link, is_right):
    folder = shutil.copytree(shown(in_folder), tmp_path / "folder")
    tiny.replace(folder / page, ("</main>", f'<a href="{link}">x</a></main>'))
    settings = replace(read_settings(in_folder), site_url="https://example.org/x/y/")
    found, _ = look(folder, relate(read_content(in_folder, settings.languages)), settings.site_url, {})
    assert [one.rule for one in found] == ([] if is_right else ["dead-link"])


@pytest.fixture(scope="module")
def in_folder(tmp_path_factory):
    root = tiny.site(tmp_path_factory.mktemp("in-folder"))
    build(root, "--site-url", "https://example.org/x/y/")
    return root


def test_a_page_that_is_not_translated_names_no_twin(again):
    """Nor does the reading path of its place, which has no other page. What stands there in English leads on."""
    tiny.write(again, {"docs/en/hus/vaerdier.md": None})
    page = again / "docs/da/hus/vaerdier.md"
    tiny.replace(page, ("kind: values", "kind: values\nuntranslated: [en]"))
    folder = build(again)
    for file in (VALUES, "hus/laeserute/index.html"):
        assert "hreflang" not in (folder / file).read_text("utf-8").partition("</head>")[0]
    assert "/en/hus/laeserute/" not in (folder / "sitemap.xml").read_text("utf-8")
    assert '<a href="../../../en/hus/" data-moved-page>' in (folder / "en/hus/laeserute/index.html").read_text("utf-8")
    tiny.replace(folder / VALUES, (CANONICAL, CANONICAL + HREFLANG))
    assert [one.rule for one in tiny.verified(again, folder)] == ["wrong-alternates"]
