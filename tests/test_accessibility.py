"""Everyone can use every page: axe with all its rules, the keyboard, strict policies, weight. `--record` keeps the figures."""

import gzip
import json
import threading
from pathlib import Path

import axe_playwright_python
import pytest
from conftest import FIGURES, command

import tiny
from waymarks.derived import Derived, derived
from waymarks.server import server
from waymarks.serving import NOT_FOR_READERS

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
LOST = ["findes-ikke/", "en/not-found/"]
POLICY = (
    "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)


def examples(site) -> list[Derived]:
    """One derived page of every template and language; the short addresses lead on at once."""
    found = {(one.template, one.language): one for one in derived(site) if one.template != "short.html"}
    return list(found.values())


def axe(page) -> list[str]:
    page.evaluate(AXE + ";0")
    return page.evaluate(RUN_AXE)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", SIZES)
def test_axe_finds_nothing_on_any_page(browser, address, site, figures, scheme, width):
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": SIZES[width]})
    tab = context.new_page()
    faults = {}
    for url in [*(page.url for page in site.pages), *(one.url for one in examples(site)), *LOST]:
        tab.goto(f"{address}/{url}")
        faults[url] = axe(tab)
        figures["axe_runs"] += 1
    figures["axe_nodes"] += sum(map(len, faults.values()))
    context.close()
    assert {url: found for url, found in faults.items() if found} == {}


def open_menu(tab):
    tab.locator("details.menu summary").evaluate("summary => summary.parentElement.open = true")


def open_help(tab):
    tab.locator("details.help summary").click()


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
    tab.locator("#q").press_sequentially("recovry")
    tab.wait_for_selector(".found .results a")
    tab.locator(".found input").focus()


def open_the_panel_with_nothing_in_it(tab):
    tab.locator("#q").press_sequentially("terapeutisk pharmacy")
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
    tab.locator("[data-both]").evaluate("button => button.ariaPressed === 'true' || button.click()")
    tab.wait_for_selector(".twin")


def open_comparison(tab):
    tab.goto(tab.url.rstrip("/") + "/paa-tvaers/")
    tab.evaluate("for (const one of document.querySelectorAll('td details')) one.open = true")


def open_groups(tab):
    tab.goto(tab.url.rstrip("/") + "/for/medarbejdere/")
    tab.evaluate("for (const one of document.querySelectorAll('main details')) one.open = true")


def open_explanation(tab):
    tab.goto(tab.url.rstrip("/") + "/hjoerring/mission/")
    tab.locator("button.term").first.click()
    tab.wait_for_selector(".term-note:popover-open")


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
def test_axe_finds_nothing_in_any_state(browser, address, figures, state):
    for scheme in ("light", "dark"):
        for width, height in SIZES.items():
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
            tab = context.new_page()
            for path in ("/", "/en/"):
                tab.goto(address + path)
                state(tab)
                found = axe(tab)
                figures["axe_runs"] += 1
                figures["axe_nodes"] += len(found)
                assert found == [], f"{path} {scheme} {width}"
            context.close()


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


@pytest.mark.parametrize("width", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
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
            tab.wait_for_timeout(15)
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


def test_the_skip_link_leads_into_the_text(page, address):
    for path in ("/", "/en/", "/findes-ikke/"):
        page.goto(address + path)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
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


def test_the_strictest_policy_holds(browser, address, site):
    context = browser.new_context()
    context.add_init_script(
        "window.broken = []; document.addEventListener('securitypolicyviolation', (e) => window.broken.push(`${e.effectiveDirective} ${e.blockedURI}`))"
    )

    def with_policy(route):
        answer = route.fetch()
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": POLICY})

    context.route("**/*", with_policy)
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
        tab.goto(address + path)
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
        assert text.count("<script") == text.count("<script src=")
    kept = [
        file
        for file in built.rglob("*")
        if file.is_file() and NOT_FOR_READERS.isdisjoint(file.relative_to(built).parts)
    ]
    kinds = {file.suffix for file in kept}
    assert kinds <= {".html", ".css", ".js", ".json", ".svg", ".png", ".xml", ".gz", ".br", ".txt"}
    assert not list(built.rglob("*.map"))
    assert not list(built.rglob("*lunr*"))


def packed(file: Path) -> int:
    return len(gzip.compress(file.read_bytes(), 9))


def test_a_page_is_light(built, site, page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address).lstrip("/") or "index.html"))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    icon = {"assets/images/icon.svg"}  # Chromium asks for it outside the page
    first = {*asked, *icon}
    assert len(first) <= 6
    assert sum(packed(built / file) for file in first) <= 15 * 1024
    heavy = {one.url: packed(built / one.url / "index.html") for one in site.pages}
    # The audiences' pages quote up to a hundred statements, whose words alone weigh 3.5 KB; the glossary has every term, and the search an
    # index of everything.
    bounds = {"for/": 7.5, "ordliste/": 8, "soeg/": 6}
    limit = {url: 1024 * next((kb for part, kb in bounds.items() if part in url), 5) for url in heavy}
    assert {url: size for url, size in heavy.items() if size > limit[url]} == {}


@pytest.mark.parametrize("path", ["", "kommuner-og-tilbud/", "herlev/juvelhuset/vaerdier/", "halsnaes/laeserute/"])
def test_a_page_fetches_little_javascript(built, page, address, path):
    """A search, both languages and two places side by side cost more, and only those who ask for them."""
    scripts = set()
    page.on("request", lambda request: request.resource_type == "script" and scripts.add(request.url))
    page.goto(f"{address}/{path}")
    page.wait_for_load_state("networkidle")
    assert len(scripts) >= 2
    assert sum(packed(built / script.removeprefix(address).lstrip("/")) for script in scripts) <= 5 * 1024


@pytest.mark.parametrize("width", [320, 640])
def test_nothing_overflows_or_is_cut_off(browser, address, site, width):
    spacing = "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }"
    # The reader's own spacing comes from the browser, which no policy of the page binds.
    context = browser.new_context(viewport={"width": width, "height": 640}, bypass_csp=True)
    tab = context.new_page()
    for one in [*site.pages, *examples(site)]:
        tab.goto(f"{address}/{one.url}")
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= width, one.url
        tab.add_style_tag(content=spacing)
        assert tab.evaluate("document.scrollingElement.scrollWidth") <= width, f"{one.url} with text spacing"
    context.close()


def test_forced_colours_and_reduced_motion(browser, address):
    context = browser.new_context(forced_colors="active", reduced_motion="reduce")
    tab = context.new_page()
    tab.goto(address)
    tab.keyboard.press("Tab")
    assert tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 3
    moving = "[...document.querySelectorAll('*')].filter((e) => parseFloat(getComputedStyle(e).transitionDuration) > 0.02).length"
    assert tab.evaluate(moving) == 0
    context.close()


def test_the_recorded_figures_are_of_this_site(site):
    """They stand on the page /was/. Record them anew with `python3 scripts/test.py -- --record`."""
    assert FIGURES.is_file()
    recorded = json.loads(FIGURES.read_text("utf-8"))
    assert recorded["pages"] == len(site.pages)
    assert (recorded["axe_nodes"], recorded["keyboard_faults"]) == (0, 0)


def test_every_component_is_held_to_the_same(browser, tmp_path):
    root = tiny.components(tmp_path)
    done = command(root, "build")
    assert done.returncode == 0, done.stderr
    web = server(root / "public" / "current", 0, "https://components.example/")
    threading.Thread(target=web.serve_forever, daemon=True).start()
    for scheme in ("light", "dark"):
        for width, height in {**SIZES, 320: 640}.items():
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": height})
            tab = context.new_page()
            tab.goto(f"http://127.0.0.1:{web.server_port}/dele/")
            assert axe(tab) == [], f"{scheme} {width}"
            assert tab.evaluate("document.scrollingElement.scrollWidth") <= width
            context.close()
    web.shutdown()
    text = (root / "public" / "current" / "dele" / "index.html").read_text("utf-8")
    assert '<caption id="table-1">Hvem holder hvad</caption>' in text
    assert 'aria-labelledby="table-1"' in text
    assert text.count('<th scope="col"') == 5
    assert text.count('tabindex="0"') == 1  # the table without a caption has no name to take focus with
