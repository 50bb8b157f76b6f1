"""A third language is configuration, a string table and a folder: Arabic, which is written from the right to the left."""

import re
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import yaml
from conftest import build, built_once, built_page, command, serving, shown
from lxml import html

import tiny
from waymarks.checks import check
from waymarks.reading.settings import read_settings
from waymarks.source import read_content

WORDS = "كلمة"
LANGUAGE = """
        - locale: ar
          name: العربية
          build: true
          site_name: معالم
"""


def arabic(text: str) -> str:
    """Every word of an English text as an Arabic one, and its places as they are."""
    return re.sub(r"\{\w+\}|[A-Za-z’]+", lambda match: match[0] if match[0].startswith("{") else WORDS, text)


def declare_arabic(root: Path) -> None:
    """In the configuration, and by a string table."""
    file = root / "mkdocs.yml"
    before, after = file.read_text("utf-8").split("\nvalidation:")
    file.write_text(f"{before.rstrip()}{LANGUAGE}\nvalidation:{after}", "utf-8")
    table = yaml.safe_load((root / "overrides" / "locales" / "en.yml").read_text("utf-8"))
    text = yaml.safe_dump({key: arabic(words) for key, words in table.items()}, allow_unicode=True)
    (root / "overrides" / "locales" / "ar.yml").write_text(text, "utf-8")


def with_arabic(root: Path) -> None:
    tiny.site(root)
    declare_arabic(root)
    for path, text in list(tiny.PAGES.items()):
        if path.startswith("docs/en/"):
            lines = tiny.dedented(text).splitlines(keepends=True)
            said = [
                re.sub(r"(?<=: )[A-Z].*|(?<=# )[A-Z]\w.*?(?= \{|$)|(?<=^)[A-Z].*", lambda m: arabic(m[0]), one)
                for one in lines
            ]
            tiny.write(root, {path.replace("/en/", "/ar/"): "".join(said)})
    tiny.confirm(root)


@pytest.fixture(scope="module")
def three(tmp_path_factory) -> Path:
    return built_once(tmp_path_factory, "three", with_arabic)


def test_every_page_has_its_direction_and_all_languages(three):
    built = three / "public" / "current"
    for prefix, code, direction in (("", "da", "ltr"), ("en/", "en", "ltr"), ("ar/", "ar", "rtl")):
        tree = html.parse(built / prefix / "hus/vaerdier/index.html").getroot()
        assert (tree.get("lang"), tree.get("dir")) == (code, direction)
        assert tree.xpath("//nav[@class='languages']//a/@hreflang") == ["da", "en", "ar"]
        assert sorted(tree.xpath("//link[@rel='alternate']/@hreflang")) == ["ar", "da", "en", "x-default"]
        assert tree.xpath("//h1/following::*[@id='hus-vaerdier-01']")
        [picture] = tree.xpath("//meta[@property='og:image']/@content")
        assert (built / picture.removeprefix("https://pejlemaerker.example/")).is_file()
    short = html.parse(built / "s/hus-vaerdier-01/index.html").getroot()
    assert short.xpath("//main/p/text()") == ["Vælg, på hvilket sprog du vil læse udsagnet."]
    assert WORDS in tiny.searched(built, "ar")
    assert command(three, "check").returncode == 0


@pytest.mark.parametrize("width", [360, 1280])
def test_arabic_begins_at_the_right(browser, three, width):
    with serving(shown(three)) as address:
        page = browser.new_page(viewport={"width": width, "height": 800})
        page.goto(f"{address}/ar/hus/vaerdier/")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        sides = "one => { const box = one.getBoundingClientRect(); return [box.left, innerWidth - box.right]; }"
        left, right = page.locator(".languages li").first.evaluate(sides)
        name, _ = page.locator(".brand").evaluate(sides)
        # Below the name of the site, or after it, which is to the left.
        assert right < left if width == 360 else width - right <= name
        assert page.locator(".source").evaluate("one => getComputedStyle(one).borderRightWidth") == "6px"
        page.locator(".views [data-both='da']").click()
        cell = page.locator("[lang='da'][dir='auto']").filter(has_text="Huset arbejder for ro.")
        assert cell.first.evaluate("one => getComputedStyle(one).direction") == "ltr"
        page.close()


def test_a_language_may_begin_with_two_pages(tmp_path):
    """No page of another language is touched, and no word of the glossary."""
    tiny.tools(tmp_path)
    shutil.copytree(tiny.REPOSITORY / "docs", tmp_path / "docs")
    declare_arabic(tmp_path)
    tiny.replace(tmp_path / "mkdocs.yml", ("begun: []", "begun: [ar]"))
    for path, title in (("docs/ar/index.md", WORDS), ("docs/ar/soeg.md", f"{WORDS} {WORDS}")):
        tiny.write(tmp_path, {path: f"---\ntitle: {title}\ndescription: {WORDS}\n---\n\n# {title}\n"})
    build(tmp_path)
    assert command(tmp_path, "check").stdout.startswith("148 pages are checked. Nothing to look at")
    later = built_page(tmp_path, "ar/hjoerring/vaerdier")
    assert (later.get("lang"), later.get("dir")) == ("ar", "rtl")
    assert later.xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "/hjoerring/vaerdier/" in str(later.xpath("//main//a[@lang='da' or @hreflang='da']/@href"))
    explained = built_page(tmp_path, "ordliste").xpath("//main//*[@lang='en']")
    assert explained
    assert not built_page(tmp_path, "ordliste").xpath("//main//*[@lang='ar']")
    assert "Not translated into ar: docs/da/hjoerring/vaerdier.md" in command(tmp_path, "report", "translations").stdout


def test_a_page_that_is_lost_stood_in_the_folder_of_the_first_language(tmp_path):
    tiny.content(tmp_path)
    tiny.write(tmp_path, {"docs/addresses.txt": "/gl/\n"})
    shutil.rmtree(tmp_path / "docs" / "da")
    settings = read_settings(tmp_path)
    english, danish = sorted(settings.languages, key=lambda one: one.default)
    languages = (replace(english, default=True), replace(danish, default=False))
    content = replace(read_content(tmp_path, languages), pages=())
    found = check(content, settings, date(2026, 11, 24))
    assert [one.fix.count("Put docs/en/gl.md back") for one in found if one.rule == "lost-page"] == [1]
