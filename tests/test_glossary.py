"""The glossary: its page, and the words in the texts that explain themselves – only where they mean what is explained."""

import re
from itertools import pairwise

import markdown
import pytest
import yaml
from conftest import build, serving
from lxml import html
from playwright.sync_api import expect

import tiny
from waymarks.reading.glossary import read_glossary
from waymarks.reading.settings import Language, read_settings
from waymarks.relations.vocabulary import Vocabulary
from waymarks.text.collation import alphabetical_key
from waymarks.views.explanations import Explanations, explained_in

LANGUAGES = {"da": "", "en": "en/"}
STRINGS = {
    code: yaml.safe_load((tiny.REPOSITORY / "overrides" / "locales" / f"{code}.yml").read_text("utf-8"))
    for code in LANGUAGES
}
LABEL = {
    "da": "Fra redaktionens ordliste, ikke fra kilden.",
    "en": "From the editors’ glossary, not from the source.",
}
BUTTON = "//button[@class='term']"
SIZE = "size => { document.documentElement.dataset.size = size; }"  # as the reading help does it


def glossary_page(trees, language):
    return next(tree for page, tree in trees.items() if page.url == f"{LANGUAGES[language]}ordliste/")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_has_every_term_in_the_order_of_the_alphabet(site, trees, language):
    tree = glossary_page(trees, language)
    words = {term.id: term.wordings[language] for term in site.terms}
    assert len(words) == 69
    entries = {dt.get("id"): dt.text_content() for dt in tree.xpath("//dl[@class='glossary']/dt")}
    assert entries == {id: wording.word for id, wording in words.items()}
    plain = [words[id].plain for id in entries]
    assert plain == sorted(plain, key=alphabetical_key(language))
    definitions = tree.xpath("//dl[@class='glossary']/dt/following-sibling::dd[1]/text()")
    assert definitions == [words[id].definition for id in entries]
    letters = tree.xpath("//nav[@class='letters text']//a")
    assert [link.text for link in letters] == list(dict.fromkeys(word[0].upper() for word in plain))
    assert [link.get("href").lstrip("#") for link in letters] == tree.xpath("//h2[starts-with(@id, 'letter-')]/@id")


@pytest.mark.parametrize(("language", "other"), [("da", "en"), ("en", "da")])
def test_the_page_is_the_editors_and_gives_the_word_in_the_other_language(site, trees, language, other):
    tree = glossary_page(trees, language)
    assert tree.xpath("//main//p[contains(@class, 'editors')]/text()") == [STRINGS[language]["terms_label"]]
    for term in site.terms:
        name = {"da": "Dansk", "en": "English"}[other]
        (translated,) = tree.xpath(f"//dt[@id='{term.id}']/following-sibling::dd[2]")
        assert translated.text_content() == f"{name}: {term.wordings[other].word}"
        assert translated.get("lang") == other
    assert tree.xpath(BUTTON) == []


@pytest.mark.parametrize("prefix", LANGUAGES.values())
def test_a_value_leads_to_its_own_page(built, site, prefix):
    tree = html.parse(built / prefix / "ordliste" / "index.html").getroot()
    links = {
        link.get("href"): link.xpath("preceding::dt[1]/@id")[0] for link in tree.xpath("//dl[@class='glossary']//a")
    }
    values = [page.slug for page in site.pages if page.id.startswith("vaerdier/") and not page.is_index]
    assert sorted(links) == sorted({f"../vaerdier/{slug}/" for slug in values})
    assert links["../vaerdier/faelles-vaerdier/"] == "faelles-vaerdier"
    assert links["../vaerdier/menneskelighed-og-et-positivt-livssyn/"] == "menneskelighed"


def test_ids_are_no_statements_and_the_file_is_not_published(site, built):
    statements = {statement.id for page in site.pages for statement in page.statements}
    assert not statements & {term.id for term in site.terms}
    assert not list(built.rglob("*.yml"))


def test_a_term_is_explained_once_on_a_page_by_the_editors_and_with_its_own_words(site, trees):
    terms = {term.id: term for term in site.terms}
    for page, tree in trees.items():
        code = page.language.code
        buttons = [button.get("popovertarget") for button in tree.xpath(f"//article{BUTTON}")]
        assert len(buttons) == len(set(buttons)), page.path
        notes = tree.xpath("//div[@popover]")
        assert [note.get("id") for note in notes] == buttons, page.path
        assert not tree.xpath("//article//*[@popover]")
        for note in notes:
            wording = terms[note.get("id").removeprefix("term-")].wordings[code]
            word, definition, label = (paragraph.text_content() for paragraph in note.xpath("div/p"))
            assert (word, definition, label) == (wording.word, wording.definition, LABEL[code])
            assert note.find("div").get("aria-label") == word


def test_headings_links_and_captions_are_left_alone(trees):
    for page, tree in trees.items():
        inside = "ancestor::*[self::h1 or self::h2 or self::h3 or self::h4 or self::a or self::th or self::caption]"
        assert tree.xpath(f"{BUTTON}[{inside}]") == [], page.path


def test_a_name_is_explained_only_on_pages_of_its_own_sources(site, trees):
    names = {term.id: term.sources for term in site.terms if term.is_name}
    assert {"respekt", "ansvar", "engagement", "serviceloven", "med-udvalg", "faelles-vaerdier"} <= names.keys()
    for page, tree in trees.items():
        for target in tree.xpath(f"{BUTTON}/@popovertarget"):
            id = target.removeprefix("term-")
            assert id not in names or site.facts(page).source in names[id], page.path


# Places where a word is another one than the glossary explains, with the explained words of that sentence.
UNLIKE = {
    "halsnaes/principper/ressourcer/": ("en indsats for sig selv", ["borgerens", "ressourcer", "lokalsamfundet"]),
    "herlev/juvelhuset/mission-og-vision/": ("en fuldgyldig borger", []),
    "herlev/juvelhuset/tilbud/": ("respekteret som borger", []),
    "herlev/juvelhuset/tilgang/": ("Juvelhuset bruger lige så mange metoder", []),
    "hoeje-taastrup/vision/": ("give alle borgere", []),
    "hoeje-taastrup/socialpsykiatri/index/": ("www.socialpsykiatrien.htk.dk", []),
    "hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/": ("du kan tage ansvar", []),
    "om/": ("Pejlemærker fortæller", ["socialpsykiatrien", "voksenområdet", "kommuner"]),
    "om/privatliv/": ("Siden bruger ingen cookies", []),
    "en/herlev/juvelhuset/tilgang/": ("empathetic support from those around them", ["mental health difficulties"]),
    "en/herlev/juvelhuset/vaerdier/": ("decisions that support the basic task", []),
    "en/hjoerring/mission/": (
        "The mission is to support",
        ["citizens", "psychosocial difficulties.", "recovery-oriented"],
    ),
    "en/hjoerring/vaerdier/": ("people with mental illness", ["value foundation"]),
    "en/hoeje-taastrup/socialpsykiatri/ledelse/": ("everyone can support the values", []),
    "en/hoeje-taastrup/socialpsykiatri/mission-og-vision/": (
        "The service’s mission",
        ["citizens", "mental vulnerability."],
    ),
}


@pytest.mark.parametrize("url", UNLIKE)
def test_a_word_that_means_something_else_is_not_explained(trees, url):
    words, explained = UNLIKE[url]
    tree = next(tree for page, tree in trees.items() if page.url == url.removesuffix("index/"))
    blocks = [
        block for block in tree.xpath("//article//p|//article//li") if words in " ".join(block.text_content().split())
    ]
    assert blocks, words
    assert [button.text_content() for button in blocks[-1].xpath(f".{BUTTON}")] == explained


# Matching, on a glossary of a few words.

GLOSSARY = """
version: 1
terms:
  - {id: borger, da: borger, en: citizen, def_da: D., def_en: D., not_da: [alle borgere], in_sources: []}
  - {id: tilbud, da: tilbud, en: service, def_da: D., def_en: D., in_sources: []}
  - {id: rehabilitering, da: rehabilitering, en: rehabilitation, def_da: D., def_en: D., in_sources: []}
  - {id: psykosocial-rehabilitering, da: psykosocial rehabilitering, en: psychosocial rehabilitation, def_da: D., def_en: D., in_sources: []}
  - {id: komme-sig, da: at komme sig, en: to recover, def_da: D., def_en: D., forms_da: [komme sig, kommer sig], in_sources: []}
  - {id: kommune, da: kommune, en: municipality, def_da: D., def_en: D., in_sources: []}
  - {id: recovery, da: recovery, en: recovery, def_da: D., def_en: D., in_sources: []}
  - {id: med-udvalg, da: MED-udvalg, en: MED committee (of management and staff), def_da: D., def_en: D., in_sources: [s]}
  - {id: ansvar, da: Ansvar, en: Responsibility, def_da: D., def_en: D., in_sources: [s]}
  - {id: bruger, da: bruger, en: user, def_da: D., def_en: D., forms_da: [brugere, brugerne], forms_en: [], in_sources: []}
"""
TERMS = read_glossary(GLOSSARY, (Language("da", "Dansk", True), Language("en", "English", False))).terms


@pytest.mark.parametrize(
    ("code", "text", "found"),
    [
        ("da", "Borgeren, borgere, borgernes og borgers", "Borgeren borgere borgernes borgers"),
        ("da", "tilbuddet og tilbuddene", "tilbuddet tilbuddene"),
        ("da", "medborger, borgerskab og borger-ting", ""),
        ("da", "Alle borgere og alle borgere og en borger", "borger"),
        ("da", "psykosocial rehabilitering og rehabiliteringen", "psykosocial rehabilitering|rehabiliteringen"),
        ("da", "psykosocial\nrehabilitering", "psykosocial\nrehabilitering"),
        ("da", "De kommer sig. Kommer sig de?", "kommer sig|Kommer sig"),
        ("da", "Kommunen siger. Kommunen tier: Kommunen", "Kommunen Kommunen Kommunen"),
        ("da", "Herlev Kommune og kommunen", "kommunen"),
        ("da", "www.kommune.dk, info@kommune.dk og /kommune/", ""),
        ("da", "recovery-orienteret, recoveryorienteret og recovery.", "recovery"),
        ("da", "MED-udvalget og med-udvalget", "MED-udvalget"),
        ("da", "Ansvar. Han har ansvar for Ansvar", "Ansvar Ansvar"),
        ("da", "Siden bruger ikke brugere. Brugerne", "brugere Brugerne"),
        ("en", "Citizens’ and citizen's services", "Citizens’ citizen's services"),
        ("en", "municipalities, the municipality’s", "municipalities municipality’s"),
        ("en", "to recover, the MED committee’s user", "recover|MED committee’s"),
        ("en", "discover recovery", "recovery"),
    ],
)
def test_forms_are_found_and_other_words_are_not(code, text, found):
    hits = [text[one.start : one.end] for one in Vocabulary(code, TERMS).find(text)]
    assert hits == (found.split("|") if "|" in found or "\n" in found or " sig" in found else found.split())


def convert(text: str, ids: str = "borger tilbud kommune recovery rehabilitering psykosocial-rehabilitering") -> str:
    extension = Explanations(Vocabulary("da", TERMS), frozenset(ids.split()))
    return markdown.markdown(text, extensions=["attr_list", "tables", extension])


def explained(text: str) -> list[str]:
    return re.findall(r"<button[^>]*>(.*?)</button>", convert(text), re.S)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# Borger\n\nEn borger.\n\nEn borger til.", ["borger"]),
        ("[borger](a.md), `borger` og **borgeren**", ["borgeren"]),
        ("- en *borger* i\n- kommunen", ["borger", "kommunen"]),
        ("Kommunen har tilbud til [borgere](a.md).\n{: #ho-01 }\n\nTilbud", ["Kommunen", "tilbud"]),
        ("Herlev *Kommune*: Kommunen", ["Kommunen"]),
        ("I psykosocial rehabilitering. Og psykosocial rehabilitering. Rehabilitering!", ["psykosocial rehabilitering.", "Rehabilitering"]),
        ("| Borger | B |\n|---|---|\n| en borger | tilbud |", ["borger", "tilbud"]),
        ("Ansvar og MED-udvalg", []),
        ("    borger\n\n<p>borger</p>", []),
    ],
)  # fmt: skip
def test_the_first_use_in_running_text_is_a_button(text, words):
    assert explained(text) == words


def test_marks_around_a_phrase_stay_at_its_words():
    assert explained("Det er “psykosocial rehabilitering”. Og (borgere).") == [
        "“psykosocial rehabilitering”.",
        "borgere",
    ]
    assert explained("Det er (helt) psykosocial rehabilitering).") == ["psykosocial rehabilitering)."]
    assert "<span>(<button" in convert("Og (borgere).")


def test_a_button_changes_no_word_and_no_id():
    text = "Kommunen har *et* tilbud til borgere, altså borgere.\n{: #ho-01 }\n\n- borgeren i kommunen\n  {: #ho-02 }"
    with_buttons = convert(text)
    assert re.sub("</?(button|span)[^>]*>", "", with_buttons) == convert(text, "")
    assert explained_in(with_buttons) == ["kommune", "tilbud", "borger"]


def test_a_term_in_indonesian_has_an_id_too():
    entry = {"id": "ro", "da": "ro", "def_da": "Stilhed.", "word_id": "tenang", "def_id": "Sunyi.", "in_sources": []}
    text = yaml.safe_dump({"version": 1, "terms": [entry]})
    found = read_glossary(text, (Language("da", "Dansk", True), Language("id", "Bahasa Indonesia", False)))
    assert found.problems == ()
    (term,) = found.terms
    assert (term.id, term.wordings["id"].word) == ("ro", "tenang")


def test_an_editor_adds_a_word_and_it_is_explained(tmp_path):
    """Also where the letters are in two parts, as a Mac gives them."""
    root = tiny.site(tmp_path)
    entry = (
        "version: 1\nterms:\n- {id: ro, da: ro, en: calm, def_da: Stilhed., def_en: Quiet., in_sources: [husets-ord]}\n"
    )
    entry += "- {id: aar, da: år, en: year, def_da: Tid., def_en: Time., in_sources: [husets-ord]}\n"
    page = "---\ntitle: {0}\ndescription: {0}.\n{1}---\n\n# {0}\n"
    tiny.write(
        root,
        {
            "docs/glossary.yml": entry,
            "docs/da/ord.md": page.format("Ord", "kind: glossary\n"),
            "docs/en/ord.md": page.format("Words", ""),
        },
    )
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("arbejder for ro", "arbejder i a\u030ar for ro"))
    tiny.confirm(root)
    current = build(root)
    tree = html.parse(current / "hus" / "vaerdier" / "index.html").getroot()
    assert tree.xpath(f"{BUTTON}/text()") == ["år", "ro"]
    tree = html.parse(current / "en" / "hus" / "vaerdier" / "index.html").getroot()
    assert tree.xpath(f"{BUTTON}/text()") == ["calm"]
    assert tree.xpath("//div[@id='term-ro']/div/p[2]/text()") == ["Quiet."]
    assert tree.xpath("//div[@id='term-ro']/div/p/a/@href") == ["../../ord/#ro"]
    assert not list(current.rglob("*.yml"))


# In a browser.

PAGES = {"da": "/hjoerring/mission/", "en": "/en/hjoerring/mission/"}
OPEN = "[...document.querySelectorAll(':popover-open')].map((note) => note.id)"
FOCUS = "document.activeElement.closest('[role=dialog]')?.parentElement.id ?? document.activeElement.getAttribute('popovertarget')"


@pytest.fixture(params=[(360, True), (360, False), (1280, True), (1280, False)], ids=str)
def tab(request, browser):
    width, javascript = request.param
    with browser.new_page(
        viewport={"width": width, "height": 740}, java_script_enabled=javascript, has_touch=width < 700
    ) as page:
        yield page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_explains_itself_by_keyboard(tab, address, language):
    tab.goto(address + PAGES[language])
    assert tab.evaluate("document.activeElement === document.body && scrollY === 0")  # `autofocus` waits
    for word in tab.locator("button.term").all():
        id = word.get_attribute("popovertarget")
        note = tab.locator(f"#{id}")
        word.focus()
        tab.keyboard.press("Enter")
        expect(note).to_be_visible()
        assert tab.evaluate(OPEN) == [id]
        assert tab.evaluate(FOCUS) == id
        assert LABEL[language] in note.inner_text()
        tab.keyboard.press("Tab")
        expect(note.locator("a")).to_be_focused()
        tab.keyboard.press("Tab")
        assert tab.evaluate("document.activeElement.textContent") == STRINGS[language]["term_close"]
        tab.keyboard.press("Enter")
        expect(note).to_be_hidden()
        assert tab.evaluate(FOCUS) == id
        tab.keyboard.press("Space")
        expect(note).to_be_visible()
        tab.keyboard.press("Escape")
        expect(note).to_be_hidden()
        expect(word).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_word_explains_itself_by_touch_and_its_note_covers_neither_word_nor_edge(tab, address, language):
    tab.goto(address + PAGES[language])
    touched = tab.viewport_size["width"] < 700
    words = tab.locator("button.term").all()
    assert words
    for word in words:
        note = tab.locator(f"#{word.get_attribute('popovertarget')}")
        word.scroll_into_view_if_needed()
        word.tap() if touched else word.click()
        expect(note).to_be_visible()
        box, own = note.bounding_box(), word.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= tab.viewport_size["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= 740
        assert box["y"] + box["height"] <= own["y"] or box["y"] >= own["y"] + own["height"]
        close = note.get_by_role("button")
        assert close.bounding_box()["height"] >= 44
        close.tap() if touched else close.click()
        expect(note).to_be_hidden()


def test_no_words_stand_beside_the_button_that_closes_a_long_explanation(page, address):
    page.set_viewport_size({"width": 320, "height": 490})
    page.goto(f"{address}/herlev/juvelhuset/vaerdier/")
    page.evaluate(SIZE, "larger")
    page.locator(".term[popovertarget]").last.click()
    card = page.locator(".terms :popover-open")
    assert card.evaluate("one => one.scrollHeight > one.clientHeight")  # else nothing lies below it
    button, text = card.locator("button").bounding_box(), card.locator("p").last.bounding_box()
    assert button["x"] <= text["x"]
    assert button["x"] + button["width"] >= text["x"] + text["width"]


def test_the_link_leads_to_the_word_in_the_glossary(tab, address):
    tab.goto(f"{address}/en/hjoerring/vision/")
    tab.locator(".term[popovertarget=term-selvhjulpen]").click()
    tab.get_by_role("dialog", name="self-reliant").get_by_role("link", name="self-reliant").click()
    tab.wait_for_url(f"{address}/en/ordliste/#selvhjulpen")
    expect(tab.locator("#selvhjulpen")).to_be_visible()


def test_a_click_elsewhere_and_another_word_close_it(page, address):
    page.goto(address + PAGES["da"])
    words = page.locator("button.term")
    words.nth(0).click()
    words.nth(2).dispatch_event("click")
    assert page.evaluate(OPEN) == [words.nth(2).get_attribute("popovertarget")]
    page.locator("h1").click(position={"x": 2, "y": 2}, force=True)
    assert page.evaluate(OPEN) == []


def test_it_goes_away_when_the_focus_leaves_it(page, address):
    page.goto(address + PAGES["da"])
    page.locator("button.term").first.focus()
    page.keyboard.press("Enter")
    opened = page.evaluate(OPEN)
    assert len(opened) == 1
    page.keyboard.press("Shift+Tab")  # to the word, which puts it away
    assert page.evaluate(OPEN) == opened
    page.keyboard.press("Tab")
    while page.evaluate(f"document.getElementById('{opened[0]}').contains(document.activeElement)"):
        page.keyboard.press("Tab")
    assert page.evaluate(OPEN) == []
    assert page.evaluate("document.activeElement.matches('a, button')")


def test_a_word_is_part_of_its_sentence(page, address):
    page.goto(address + PAGES["da"])
    copied = (
        "(id) => { getSelection().selectAllChildren(document.getElementById(id)); return getSelection().toString(); }"
    )
    words = page.evaluate(copied, "hj-mission-01")
    assert words.strip() == page.locator("#hj-mission-01").inner_text().removesuffix("Kopiér link").strip()
    assert "Brugere, medarbejdere og ledelse har udviklet den sammen." in words
    look = "e => { const s = getComputedStyle(e); return [s.fontSize, s.fontFamily, s.color, s.lineHeight, s.letterSpacing]; }"
    word = page.locator("#hj-mission-01 button.term").first
    assert word.evaluate(look) == page.locator("#hj-mission-01").evaluate(look)


@pytest.mark.parametrize("width", [320, 360, 390])
@pytest.mark.parametrize(
    ("path", "term", "end"),
    [
        ("halsnaes/principper/recovery-og-rehabilitering/", "stabiliserende-kompenserende", "r."),
        ("en/hjoerring/", "udsatte-grupper", "e)."),
    ],
)
def test_a_full_stop_stays_with_its_word(page, address, path, term, end, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}/{path}")
    button = page.locator(f".term[popovertarget=term-{term}]")
    assert button.inner_text().endswith(end)
    boxes = button.evaluate("""(button, length) => [...Array(length).keys()].reverse().map((n) => {
      const sign = document.createRange();
      sign.setStart(button.firstChild, button.firstChild.length - n - 1);
      sign.setEnd(button.firstChild, button.firstChild.length - n);
      return sign.getBoundingClientRect().toJSON();
    })""", len(end))  # fmt: skip
    assert len({box["y"] for box in boxes}) == 1
    assert all(one["right"] == pytest.approx(other["left"], abs=1) for one, other in pairwise(boxes))
    assert page.evaluate("document.scrollingElement.scrollWidth") <= width


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [(320, 256, ""), (640, 320, ""), (740, 360, ""), (320, 568, "larger"), (360, 640, "larger"), (1280, 600, "larger")],
)
@pytest.mark.parametrize("term", ["psykosociale-vanskeligheder", "kommune"])
def test_a_window_with_little_room_shows_what_a_word_means(page, address, term, width, height, size):
    page.set_viewport_size({"width": width, "height": height})
    page.goto(address + PAGES["da"])
    page.evaluate(SIZE, size)
    page.locator(f".term[popovertarget=term-{term}]").click()
    card, close = page.locator(f"#term-{term}"), page.locator(f"#term-{term} button")
    meaning = card.locator("p").nth(1).bounding_box()
    assert card.bounding_box()["y"] >= 0
    assert meaning["y"] + meaning["height"] <= min(height, close.bounding_box()["y"])


def test_copied_links_and_both_languages_work_with_words_that_explain_themselves(page, address):
    page.goto(address + PAGES["da"])
    page.wait_for_selector(".copy-link")
    before = page.locator("article").inner_html()
    names = page.locator(".copy-link").evaluate_all("all => all.map((one) => one.ariaLabel)")
    assert "Kopiér link: Missionen er fælles. Brugere, medarbejdere og ledelse har …" in names
    page.locator("[data-both]").click()
    page.wait_for_selector(".twin")
    assert page.locator(".twin button").count() == 0
    page.locator("#hj-mission-03 button.term").first.click()
    assert len(page.evaluate(OPEN)) == 1
    page.keyboard.press("Escape")
    page.locator("[data-both]").click()
    page.locator(".twin").first.wait_for(state="detached")
    assert page.locator("article").inner_html() == before


def test_paper_shows_the_explanations_as_a_list_of_the_editors(page, address):
    page.goto(address + PAGES["da"])
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="Ord på siden").is_visible()
    assert page.locator(".terms > p").all_inner_texts() == [STRINGS["da"]["terms_label"]]
    shown = page.locator(".terms p:visible").all_inner_texts()
    assert shown[1:3] == ["kommune", "Den lokale myndighed, som blandt andet har ansvar for social støtte."]
    assert len(shown) == 1 + 2 * page.locator("button.term").count()
    word, definition = (page.locator("#term-kommune p").nth(n).bounding_box() for n in (0, 1))
    assert word["y"] == definition["y"]
    assert not page.locator(".terms button:visible").count()
    assert page.locator(".terms a").first.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    page.emulate_media(media="screen")
    assert not page.locator(".terms h2").is_visible()


def test_without_popovers_the_words_are_a_list_that_takes_no_focus(page, built, tmp_path):
    """As a browser reads it that knows neither the attribute nor the selector."""
    styles = [file.relative_to(built) for file in built.glob("assets/*/stylesheets/*.css")]
    for file in ("hjoerring/mission/index.html", *styles):
        text = (built / file).read_text("utf-8").replace(" popover>", " data-none>")
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_text(text.replace("selector(:popover-open)", "selector(:no-such-thing)"), "utf-8")
    with serving(tmp_path) as address:
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(f"{address}/hjoerring/mission/")
        assert page.locator(".terms h2").is_visible()
        assert page.get_by_text("Den lokale myndighed").is_visible()
        assert page.get_by_text(LABEL["da"]).first.is_visible()
        assert not page.locator(".terms button").first.is_visible()
        assert page.evaluate("scrollY") == 0


def test_every_language_of_the_site_has_its_words(project):
    codes = {language.code for language in read_settings(project).languages}
    assert codes == LANGUAGES.keys()
