"""Everyone can use every page: axe with all its rules, the keyboard, strict policies, weight. `--record` keeps the figures."""

import json
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from conftest import FIGURES, build, serving
from playwright.sync_api import expect

import tiny
from waymarks.derived import Derived, derived
from waymarks.equip import NOT_FOR_READERS, SERVER

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RUN_AXE = """async () => {
  const rules = {};
  for (const rule of axe.getRules()) {
    if (!rule.tags.some((tag) => /experimental|deprecated/.test(tag))) rules[rule.ruleId] = { enabled: true };
  }
  const found = await axe.run(document, { rules, resultTypes: ["violations"] });
  return found.violations.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.target.join(" ")}`));
}"""
SIZES = {360: 740, 1280: 800}
LOST = {"da": "findes-ikke/", "en": "en/not-found/"}
SCHEMES = ("light", "dark")


def examples(site) -> list[Derived]:
    """One derived page of every template and language; the short addresses lead on at once."""
    found = {(one.template, one.language): one for one in derived(site) if one.template != "short.html"}
    return list(found.values())


def axe(tab) -> list[str]:
    """What axe finds on the loaded page as it looks now."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(AXE + ";0")
    return tab.evaluate(RUN_AXE)


def axe_in(tab, looks: Iterable[tuple[str, int]]) -> dict[str, list[str]]:
    """What axe finds on the loaded page in these looks. Both are switched, as a reader's machine does it."""
    found = {}
    for scheme, width in looks:
        tab.set_viewport_size({"width": width, "height": SIZES.get(width, 640)})
        tab.emulate_media(color_scheme=scheme)
        found[f"{scheme} {width}"] = axe(tab)
    return found


def count(figures: dict, found: dict[str, list[str]]) -> None:
    figures["axe_runs"] += len(found)
    figures["axe_nodes"] += sum(map(len, found.values()))


def failing(found: dict[str, list[str]]) -> dict[str, list[str]]:
    return {look: nodes for look, nodes in found.items() if nodes}


# A page and its twin share markup and styles: each is seen in one look, its twin in that of which both are otherwise, and the next
# page in the next one. For the record, each is in all.
LOOKS = [("dark", 360), ("light", 360), ("light", 1280), ("dark", 1280)]


def look(number: int, language: str) -> tuple[str, int]:
    """The one of a page, or of a state."""
    return LOOKS[(number + 2 * (language == "en")) % 4]


class Walk:
    """What is found on a walk through every page, each of which is opened once for all that is asked of it."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.faults: dict[str, dict[str, list[str]]] = {}  # what axe finds, by page and look
        self.cut_off: dict[str, list[str]] = {}  # how a page has to be looked at to be too wide
        self.hosts: set[str] = set()
        self.complaints: list[str] = []

    def listen(self, context) -> None:
        """What the pages of the context ask for, and what the browser says of them."""
        context.on("request", lambda request: self.hosts.add(urlsplit(request.url).netloc))
        context.on(
            "console",
            lambda said: said.type in ("error", "warning") and self.complaints.append(f"{said.page.url}: {said.text}"),
        )
        context.on("weberror", lambda error: self.complaints.append(str(error.error)))

    def visit(self, tab, url: str, looks: Iterable[tuple[str, int]]) -> None:
        tab.goto(f"{self.address}/{url}")
        self.cut_off[url] = cut_off(tab)
        self.faults[url] = axe_in(tab, looks)


@pytest.fixture(scope="module")
def walk(browser, address, site, record) -> Walk:
    """In the order of the pages. The last look of one is that in which the next one loads, as in a reader's browser."""
    found = Walk(address)
    context = browser.new_context()
    context.add_init_script(AXE)  # half of what it takes to give it to each page when that is there
    found.listen(context)
    tab = context.new_page()
    seen = Counter()
    for one in [*site.pages, *examples(site)]:
        looks = LOOKS if record else [look(seen[one.language], one.language.code)]
        found.visit(tab, one.url, looks)
        seen[one.language] += 1
    tab.wait_for_load_state("networkidle")
    assert context.cookies() == []
    context.close()
    return found


@pytest.mark.parametrize("language", LOST)
def test_axe_finds_nothing_on_any_page(page, address, site, figures, language, record, walk):
    urls = [one.url for one in [*site.pages, *examples(site)] if one.language.code == language]
    assert len(urls) > 50
    page.goto(f"{address}/{LOST[language]}")  # apart: of an address that leads nowhere the browser complains
    seen = {url: walk.faults[url] for url in urls} | {LOST[language]: axe_in(page, LOOKS)}
    if not record:
        number = Counter(look for url in urls for look in walk.faults[url])
        assert min(number[f"{scheme} {width}"] for scheme, width in LOOKS) > 15
    for found in seen.values():
        count(figures, found)
    assert {url: failing(found) for url, found in seen.items() if failing(found)} == {}


def test_nothing_overflows_or_is_cut_off(walk, site):
    assert walk.cut_off.keys() == {one.url for one in [*site.pages, *examples(site)]}
    assert {url: how for url, how in walk.cut_off.items() if how} == {}


def test_no_page_asks_another_host_or_complains(walk, address):
    assert walk.hosts == {urlsplit(address).netloc}
    assert walk.complaints == []


def open_menu(tab):
    tab.locator("details.menu summary").evaluate("summary => summary.parentElement.open = true")


def open_help(tab):
    tab.locator("details.help summary").click()
    tab.wait_for_selector("details.help form")


def show_results(tab):
    tab.locator("#q").fill("recovery")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-search-results] a")


def narrow_the_results(tab):
    tab.locator("#q").fill("recovry")
    tab.keyboard.press("Enter")
    tab.locator("[data-search-filters] summary").click()
    tab.locator("#by-municipality").select_option("halsnaes-kommune")
    tab.wait_for_selector("[data-search-only] button")
    tab.locator("[data-remember]").check()


def show_no_results(tab):
    tab.locator("#q").fill("terapeutisk pharmacy")
    tab.keyboard.press("Enter")
    tab.wait_for_selector("[data-search-nearest] a")


def open_the_panel(tab):
    tab.goto(tab.url.rstrip("/") + "/herlev/juvelhuset/")
    tab.locator("#q").fill("recovry")
    tab.wait_for_selector(".found .results a")
    tab.locator(".found input").focus()


def open_the_panel_with_nothing_in_it(tab):
    tab.locator("#q").fill("terapeutisk pharmacy")
    tab.wait_for_selector(".found [data-walk] > p > a")


def choose_everything(tab):
    tab.evaluate(
        "Object.assign(document.documentElement.dataset, {size: 'larger', lines: 'opener', width: 'wide', calm: 'on'})"
    )


def be_told_of_a_copied_link(tab):
    tab.goto(tab.url.rstrip("/") + "/hoeje-taastrup/socialpsykiatri/vaerdier/")
    tab.locator(".copy-link").first.click()
    tab.wait_for_selector(".told:not(:empty)")


def compare_two_places(tab):
    tab.goto(tab.url.rstrip("/") + "/paa-tvaers/to-steder/#a=hjoerring-kommune&b=halsnaes-voksenomraadet")
    tab.wait_for_selector(".kind")


def mark_a_step_as_read(tab):
    tab.goto(tab.url.rstrip("/") + "/halsnaes/principper/")
    tab.locator(".halt summary").click()
    tab.locator(".halt input").check()
    tab.locator(".halt textarea").fill("Tanker")


def see_how_far_one_has_come(tab):
    mark_a_step_as_read(tab)
    tab.goto(tab.url.replace("/principper/", "/laeserute/"))
    tab.wait_for_selector("[data-read-on]:not(:empty)")


def print_what_one_has_read(tab):
    mark_a_step_as_read(tab)
    tab.goto(tab.url.replace("/principper/", "/laeserute/udskrift/"))
    tab.wait_for_selector("input:checked")


def show_both_languages(tab):
    tab.goto(tab.url.rstrip("/") + "/herlev/juvelhuset/vaerdier/")
    if not tab.evaluate("'both' in JSON.parse(localStorage.getItem('pejlemaerker') ?? '{}')"):  # else it is on its way
        tab.locator("[data-both]").click()
    tab.wait_for_selector("[data-both][aria-pressed=true]")


def open_comparison(tab):
    tab.goto(tab.url.rstrip("/") + "/paa-tvaers/")
    tab.evaluate("for (const one of document.querySelectorAll('td details')) one.open = true")


def open_groups(tab):
    tab.goto(tab.url.rstrip("/") + "/for/medarbejdere/")
    tab.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def open_explanation(tab):
    tab.goto(tab.url.rstrip("/") + "/hjoerring/mission/")
    tab.locator("button.term").first.click()
    tab.wait_for_selector(".terms :popover-open")


STATES = [
    open_menu,
    open_help,
    be_told_of_a_copied_link,
    show_both_languages,
    compare_two_places,
    mark_a_step_as_read,
    see_how_far_one_has_come,
    print_what_one_has_read,
    open_comparison,
    open_groups,
    open_explanation,
    show_results,
    narrow_the_results,
    show_no_results,
    open_the_panel,
    open_the_panel_with_nothing_in_it,
    choose_everything,
]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
@pytest.mark.parametrize("width", SIZES)
def test_axe_finds_nothing_in_any_state(page, address, figures, state, width, record):
    page.set_viewport_size({"width": width, "height": SIZES[width]})  # before: what opens has its place from then on
    for language, path in (("da", "/"), ("en", "/en/")):
        page.goto(address + path)
        state(page)
        other = SCHEMES[(width == 360) ^ (language == "en")]  # so that each language and each width is seen in both
        found = axe_in(page, [(scheme, width) for scheme in (SCHEMES if record else [other])])
        count(figures, found)
        assert failing(found) == {}, path


STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const [box] = at.getClientRects(), style = getComputedStyle(at); // of a link over two lines, the first
  const middle = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height, 20) / 2);
  return {
    what: at.outerHTML.slice(0, 90), name: (at.innerText || at.labels?.[0]?.textContent || "").trim(), href: at.getAttribute("href"),
    ring: parseFloat(style.outlineWidth) >= 3 && style.outlineStyle === "solid" && style.boxShadow !== "none",
    seen: box.width > 2 && box.height > 2 && (at.contains(middle) || middle?.contains(at) || false),
    tall: Math.round(box.height),
  };
}"""


@pytest.mark.parametrize(("width", "scheme"), list(zip(SIZES, SCHEMES, strict=True)))
def test_every_stop_of_the_keyboard_is_seen_named_and_ringed(browser, address, figures, scheme, width):
    context = browser.new_context(
        color_scheme=scheme, viewport={"width": width, "height": SIZES[width]}, reduced_motion="reduce"
    )
    tab = context.new_page()
    faults = []
    for path in (
        "/",
        "/en/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/",
        "/kommuner-og-tilbud/",
        "/for/medarbejdere/",
        "/en/for/borgere/",
        "/soeg/",
        "/was/",
        "/halsnaes/laeserute/udskrift/",
    ):
        tab.goto(address + path)
        stops = []
        for _ in range(150):
            tab.keyboard.press("Tab")
            stop = tab.evaluate(STOP)
            if stop is None:
                break
            stops.append(stop)
        assert stops[0]["href"] == "#main"
        assert len(stops) > 10
        faults += [f"{path}: {stop}" for stop in stops if not (stop["name"] and stop["ring"] and stop["seen"])]
    figures["keyboard_faults"] += len(faults)
    context.close()
    assert faults == []


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("path", ["/", "/en/herlev/juvelhuset/vaerdier/"])
def test_the_header_is_seen_in_the_order_of_the_keyboard(page, address, path, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(address + path)
    stops = [one.bounding_box() for one in page.locator(".header :is(a, input, button, summary)").all()]
    assert len(stops) > 3
    for one, following in pairwise(stops):
        is_below = following["y"] >= one["y"] + one["height"]
        assert is_below or following["x"] >= one["x"] + one["width"]


def test_the_skip_link_leads_into_the_text(page, address):
    for path in ("/", "/en/", "/findes-ikke/"):
        page.goto(address + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.locator("#main")).to_be_focused()
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('main')")


def test_no_key_alone_does_anything(page, address):
    page.goto(address)
    before = page.evaluate("document.activeElement.outerHTML.length")
    for key in "abcdefghijklmnopqrstuvwxyz/?,.":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == f"{address}/"
    assert page.evaluate("document.activeElement.outerHTML.length") == before


def shipped_policy(release: Path) -> str:
    return json.loads((release / SERVER / "headers.json").read_text("utf-8"))["every"]["Content-Security-Policy"]


def test_the_policy_that_is_shipped_holds(browser, address, built):
    policy = shipped_policy(built)
    context = browser.new_context()
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', (e) => window.broken.push(`${e.effectiveDirective} ${e.blockedURI}`))"
    )
    tab = context.new_page()
    errors = []
    tab.on("pageerror", lambda error: errors.append(str(error)))
    for path in (
        "/",
        "/en/",
        "/herlev/juvelhuset/vaerdier/",
        "/soeg/#q=recovery",
        "/was/",
        "/nej/",
        "/paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune",
        "/halsnaes/laeserute/",
        "/halsnaes/laeserute/udskrift/",
    ):
        assert tab.goto(address + path).headers["content-security-policy"] == policy
        for both in tab.locator("[data-both]").all():
            both.click()
        tab.wait_for_timeout(200)
        assert tab.evaluate("window.broken") == [], path
    assert errors == []
    context.close()


def test_nothing_inline_and_nothing_of_the_theme(built, site):
    for page in [*site.pages, *derived(site)]:
        text = (built / page.url / "index.html").read_text("utf-8")
        assert "<style" not in text
        assert " style=" not in text
        # What is for programs is data: no browser runs it.
        assert text.count("<script") == text.count("<script src=") + text.count('<script type="application/ld+json">')
    kept = [
        file
        for file in built.rglob("*")
        if file.is_file() and NOT_FOR_READERS.isdisjoint(file.relative_to(built).parts)
    ]
    kinds = {file.suffix for file in kept}
    assert kinds <= {
        ".atom",
        ".html",
        ".css",
        ".csv",
        ".js",
        ".json",
        ".jsonld",
        ".svg",
        ".png",
        ".xml",
        ".gz",
        ".br",
        ".txt",
    }
    assert not list(built.rglob("*.map"))
    assert not list(built.rglob("*lunr*"))


def test_a_page_is_light(built, site, page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address).lstrip("/") or "index.html"))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    icon = {"assets/images/icon.svg"}  # Chromium asks for it outside the page
    first = {*asked, *icon}
    assert len(first) <= 6
    assert sum(tiny.packed(built / file) for file in first) <= 15 * 1024
    heavy = {one.url: tiny.packed(built / one.url / "index.html") for one in site.pages}
    # The audiences' pages quote up to a hundred statements, whose words alone weigh 3.5 KB; the glossary has every term, and the search an
    # index of everything.
    # Half a KB of each is its history and what the page says of itself to programs.
    bounds = {"for/": 7.75, "ordliste/": 8, "soeg/": 6, "nyt/": 8, "om/data/": 6}
    limit = {url: 1024 * next((kb for part, kb in bounds.items() if part in url), 5.5) for url in heavy}
    assert {url: size for url, size in heavy.items() if size > limit[url]} == {}


@pytest.mark.parametrize("path", ["", "kommuner-og-tilbud/", "herlev/juvelhuset/vaerdier/", "halsnaes/laeserute/"])
def test_a_page_fetches_little_javascript(built, page, address, path):
    """A search, both languages and two places side by side cost more, and only those who ask for them."""
    scripts = set()
    page.on("request", lambda request: request.resource_type == "script" and scripts.add(request.url))
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    assert len(scripts) >= 2
    assert sum(tiny.packed(built / script.removeprefix(address).lstrip("/")) for script in scripts) <= 5 * 1024


# The reader's own spacing comes from the browser, which no policy of the page binds: it is no element of the page.
SPACED = """(on) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = on ? [sheet] : [];
}"""


# So does the size of letters: a phone or a browser can double it, and the window stays as narrow as it is (WCAG 1.4.4).
DOUBLED = """(on) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("html { font-size: 200% !important }");
  document.adoptedStyleSheets = on ? [sheet] : [];
}"""


def cut_off(tab) -> list[str]:
    """In which width, with and without text spacing and larger text, the page has to be scrolled sideways; it is left without."""
    plain = [str(width) for width in too_wide(tab, (320, 640))]
    tab.evaluate(SPACED, True)
    spaced = [f"{width} with text spacing" for width in too_wide(tab, (640, 320))]
    tab.evaluate("document.documentElement.dataset.size = 'larger'")
    largest = [f"{width} with text spacing and the largest text" for width in too_wide(tab, (320,))]
    tab.evaluate("delete document.documentElement.dataset.size")
    tab.evaluate(DOUBLED, True)
    doubled = [f"{width} with letters twice as large" for width in too_wide(tab, (320,))]
    tab.evaluate(DOUBLED, False)
    return plain + spaced + largest + doubled


def too_wide(tab, widths: Iterable[int]) -> list[int]:
    """Those of the widths in which the page has to be scrolled sideways."""
    found = []
    for width in widths:
        tab.set_viewport_size({"width": width, "height": 640})
        if tab.evaluate("document.scrollingElement.scrollWidth") > width:
            found.append(width)
    return found


@pytest.mark.parametrize(
    "state", [open_help, compare_two_places, open_the_panel, mark_a_step_as_read, open_explanation]
)
def test_what_is_opened_fits_with_letters_twice_as_large(page, address, state):
    page.goto(f"{address}/")
    state(page)
    page.evaluate(DOUBLED, True)
    assert too_wide(page, (1280, 640, 320)) == []


@pytest.mark.parametrize(
    "path", ["/herlev/juvelhuset/vaerdier/", "/soeg/", "/en/paa-tvaers/to-steder/", "/halsnaes/laeserute/"]
)
def test_what_will_be_told_is_there_before_it_has_words(page, address, path):
    """Screen readers follow only those live regions that they have met: none that comes together with its words."""
    page.goto(address + path, wait_until="networkidle")
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    met = [node for node in tree if node["role"]["value"] == "status" and not node["ignored"]]
    regions = page.locator("[role=status]").evaluate_all(
        "all => all.filter((one) => !one.parentElement.closest('details:not([open]), [hidden]')).length"
    )
    assert len(met) == regions > 1


# What stands in the last line of each that has several.
LAST_LINES = """(all) => all.flatMap(({ firstChild }) => {
  const range = document.createRange(), letters = [...firstChild.data];
  const tops = letters.map((_, at) => { range.setStart(firstChild, at); range.setEnd(firstChild, at + 1); return range.getBoundingClientRect().top; });
  return tops.at(-1) - tops[0] < 9 ? [] : letters.filter((_, at) => tops.at(-1) - tops[at] < 9).join("").trim();
})"""


def test_forced_colours_and_reduced_motion(browser, address):
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 3
    moving = "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0.02).length"
    assert tab.evaluate(moving) == 0
    # Its colour goes: a border keeps it apart from the text below.
    tab.goto(f"{address}/herlev/juvelhuset/vaerdier/")
    for one in (".text-by", ".next-step > a"):
        assert tab.evaluate("(one) => getComputedStyle(document.querySelector(one)).borderTopStyle", one) == "solid"
    # The letters of what is marked keep the colour of their own, so the ground that they are read on must be there.
    tab.goto(f"{address}/soeg/#q=respekt")
    tab.locator(".results mark").first.wait_for()
    tab.locator(".results a", has=tab.locator("mark")).first.focus()
    tab.keyboard.press("Shift+Tab")
    tab.keyboard.press("Tab")
    ground = "getComputedStyle(document.querySelector(':focus-visible mark')).backgroundColor"
    assert tab.evaluate(ground) == "rgb(255, 255, 0)"
    context.close()


# What leads on, or is chosen, and stands in no sentence (WCAG 2.5.5). As wide as its words, of which the shortest is CSV.
ALONE = (
    ":is(header, nav, footer, form, .views, .plain, .values, .ways-on, .files, .glossary, .terms, .matrix th)"
    " :is(a, button, select, summary, input:not([type=checkbox])):visible, .path > li > a, summary:visible, button:not(.term, .copy-link):visible"
)
BOXES = (
    "all => all.map((one) => [one.innerText, one.getBoundingClientRect().width, one.getBoundingClientRect().height])"
)


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize(
    "path",
    [
        "/", "/en/herlev/juvelhuset/vaerdier/", "/vaerdier/", "/paa-tvaers/", "/soeg/", "/ordliste/", "/for/medarbejdere/",
        "/halsnaes/laeserute/udskrift/", "/paa-tvaers/to-steder/", "/om/data/",
    ],
)  # fmt: skip
def test_what_stands_in_no_sentence_is_as_large_as_a_finger_needs(page, address, path, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(address + path)
    page.locator(".menu").evaluate("menu => menu.open = true")
    open_help(page)
    boxes = page.locator(ALONE).evaluate_all(BOXES)
    assert len(boxes) > 20
    assert [box for box in boxes if box[1] < 36 or box[2] < 43.9] == []


@pytest.mark.parametrize("path", ["/", "/for/borgere/", "/ordliste/", "/soeg/", "/paa-tvaers/to-steder/juvelhuset/"])
def test_a_list_without_signs_is_a_list_on_an_iphone_too(page, address, path):
    """VoiceOver takes one whose signs are `none` for no list."""
    page.goto(address + path)
    signs = page.locator(":is(ul, ol) > li").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).listStyleType)"
    )
    assert '""' in signs
    assert "none" not in signs


# The longest choice of each field, as wide as it is when nothing holds it back, and the width that it has.
FIELDS = """(all) => all.map((one) => {
  const free = one.cloneNode(true);
  free.style.cssText = "position: absolute; width: auto; max-width: none";
  one.after(free);
  const widths = [free.offsetWidth, one.offsetWidth];
  free.remove();
  return widths;
})"""


@pytest.mark.parametrize("state", [open_help, compare_two_places])
def test_a_choice_is_read_whole_where_there_is_room_for_it(page, address, state):
    page.set_viewport_size({"width": 1280, "height": 800})
    for larger in (False, True):
        page.goto(f"{address}/")
        state(page)
        page.evaluate(DOUBLED, larger and state == open_help)  # names of places are as long as a line then
        fields = page.locator("details.help select, main select").evaluate_all(FIELDS)
        assert len(fields) >= 2
        assert [widths for widths in fields if widths[1] < widths[0]] == []


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize(
    "path", ["/for/nye-medarbejdere/", "/en/for/nye-medarbejdere/", "/was/", "/en/paa-tvaers/selvbestemmelse/"]
)
def test_no_short_word_or_number_is_a_line_of_its_own(page, address, path, width):
    page.set_viewport_size({"width": width, "height": SIZES[width]})
    page.goto(address + path)
    lines = page.locator("main :is(p, li, dd, summary):not(:has(*), :empty):visible").evaluate_all(LAST_LINES)
    assert lines
    assert [line for line in lines if " " not in line and len(line) < 7] == []


def test_the_recorded_figures_are_of_this_site(site):
    """They stand on the page /was/, with their date and the number of pages. A few new pages leave them true; when a tenth
    of the pages is new, record them anew with `python3 scripts/test.py -- --record`."""
    assert FIGURES.is_file()
    recorded = json.loads(FIGURES.read_text("utf-8"))
    assert len(site.pages) * 0.9 <= recorded["pages"] <= len(site.pages) * 1.1
    assert (recorded["axe_nodes"], recorded["keyboard_faults"]) == (0, 0)


def test_every_component_is_held_to_the_same(page, tmp_path):
    root = tiny.components(tmp_path)
    build(root)
    with serving(root / "public" / "current", "https://components.example/") as address:
        page.goto(f"{address}/dele/")
        assert failing(axe_in(page, [*LOOKS, ("dark", 320), ("light", 320)])) == {}
        assert too_wide(page, [*SIZES, 320]) == []
    text = (root / "public" / "current" / "dele" / "index.html").read_text("utf-8")
    assert '<caption id="table-1">Hvem holder hvad</caption>' in text
    assert 'aria-labelledby="table-1"' in text
    assert text.count('<th scope="col"') == 5
    assert text.count('tabindex="0"') == 1  # the table without a caption has no name to take focus with
