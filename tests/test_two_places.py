"""Two places side by side: everything each of them says, by kind, with an address to send to a colleague."""

import pytest
from conftest import withheld
from lxml import html
from playwright.sync_api import expect

import tiny
from waymarks.reading.settings import read_settings
from waymarks.reading.strings import read_strings
from waymarks.site import relate
from waymarks.source import read_content
from waymarks.views.passages import passages

WORDS_OF = {code: read_strings(tiny.REPOSITORY, code) for code in ("da", "en")}
PAGE = "/paa-tvaers/to-steder/"
SPEAKING = (
    "juvelhuset hoeje-taastrup-kommune hoeje-taastrup-socialpsykiatri hjoerring-kommune hjoerring-socialpsykiatri "
    "hjoerring-omraadet-for-udsatte-grupper halsnaes-voksenomraadet"
).split()


@pytest.mark.parametrize("prefix", ["", "en/"])
@pytest.mark.parametrize("place", SPEAKING)
def test_a_places_list_holds_all_its_statements_under_their_kind(built, site, prefix, place):
    tree = html.parse(built / prefix / PAGE.strip("/") / place / "index.html").getroot()
    language = site.languages[bool(prefix)]
    expected = {
        (statement.id, site.facts(page).kind_of(statement.section))
        for page in site.in_language(language)
        for statement in page.statements
        if site.organisations[place] in site.owners(page)
    }
    found = [
        (link.partition("#")[2], section.get("data-kind"))
        for section in tree.xpath("//section[@data-kind]")
        for link in section.xpath(".//blockquote//a/@href")
    ]
    assert len(found) == len(set(found))
    assert set(found) == expected
    pages = tree.xpath("//section[@data-kind]/h3")
    assert pages
    assert len(tree.xpath("//blockquote/following-sibling::*[1][@class='quote-source']/cite")) == len(pages)


def test_every_organisation_that_says_something_can_be_chosen(page, address):
    page.goto(address + PAGE)
    for name in ("a", "b"):
        values = page.locator(f"select[name={name}] option").evaluate_all("all => all.map((one) => one.value)")
        assert values == ["", *SPEAKING]
    # Chromium says "invalid" of what is required and has not been chosen yet; nobody has done anything wrong.
    said = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    choices = [node["properties"] for node in said if node.get("role", {}).get("value") == "combobox"]
    invalid = [one["value"]["value"] for properties in choices for one in properties if one["name"] == "invalid"]
    assert invalid == ["false", "false"]


WORDS = {
    "": ("Vis dem ved siden af hinanden", "Vision", "Kopiér link til siden", "er ved siden af hinanden"),
    "/en": ("Show them side by side", "Vision", "Copy a link to this page", "are shown side by side"),
}


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("prefix", WORDS)
def test_two_places_are_chosen_compared_and_sent_on(page, address, width, prefix):
    show, vision, copy, _ = WORDS[prefix]
    page.set_viewport_size({"width": width, "height": 740})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.goto(address + prefix + PAGE, wait_until="networkidle")  # its script is fetched by another
    page.locator("select[name=a]").select_option("juvelhuset")
    page.locator("select[name=b]").select_option("hjoerring-kommune")
    page.get_by_role("button", name=show).click()
    page.wait_for_selector(".kind")
    expect(page.locator("form.two-places [role=status]").first).to_contain_text("Juvelhuset")
    assert len([url for url in asked if url.endswith("/to-steder/juvelhuset/")]) == 1
    kinds = page.locator(".kind > h2").all_inner_texts()
    assert kinds[0] == vision  # what both speak of comes first
    first = page.locator(".kind").first.locator(".columns > section")
    assert first.locator("h3").all_inner_texts() == ["Juvelhuset", "Hjørring Kommune"]
    assert first.nth(0).locator("a[href$='#jh-vision-01']").count() == 1
    assert first.nth(1).locator("a[href$='#hj-vision-01']").count() == 1
    one, other = first.nth(0).bounding_box(), first.nth(1).bounding_box()
    assert (other["x"] > one["x"] + 100) == (width > 700)
    mission = page.locator(".kind").filter(has=page.locator("h2", has_text="Mission"))
    assert mission.locator("section").nth(1).locator("p").all_inner_texts() == ["–"]
    total = page.locator(".kind blockquote a").count()
    assert total == 80 + 12
    # The address holds the choice, and sends it to nobody.
    page.get_by_role("button", name=copy).click()
    page.locator("[data-copy] .told:not(:empty)").first.wait_for(state="attached")
    sent = page.evaluate("navigator.clipboard.readText()")
    assert sent == f"{address}{prefix}{PAGE}#a=juvelhuset&b=hjoerring-kommune"
    assert not [url for url in asked if "a=juvelhuset" in url.partition("#")[0]]
    colleague = page.context.new_page()
    colleague.goto(sent)
    colleague.wait_for_selector(".kind")
    assert colleague.locator(".kind blockquote a").count() == total
    colleague.locator(".kind a[href$='#hj-vision-01']").click()
    colleague.wait_for_url("**/hjoerring/vision/#hj-vision-01")
    # The other language keeps the choice.
    page.locator("header a[hreflang]:not([aria-current])").click()
    page.wait_for_url(f"{address}{'' if prefix else '/en'}{PAGE}*")
    expect(page.locator(".kind blockquote a")).to_have_count(total)


def test_another_choice_takes_the_place_of_the_first(page, address):
    page.goto(f"{address}{PAGE}#a=juvelhuset&b=hjoerring-kommune")
    page.wait_for_selector(".kind")
    page.locator("select[name=a]").select_option("halsnaes-voksenomraadet")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Vis dem").press("Enter")
    expect(page.locator(".columns h3").first).to_contain_text("Halsnæs")
    assert page.locator(".kind > h2").first.inner_text() == "Principper"
    page.go_back()
    expect(page.locator(".columns h3").first).to_have_text("Juvelhuset")
    expect(page.locator("select[name=a]")).to_have_value("juvelhuset")


def test_the_skip_link_leaves_what_is_compared(page, address):
    shown = f"{address}{PAGE}#a=juvelhuset&b=hjoerring-kommune"
    page.goto(shown)
    page.wait_for_selector(".kind")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    assert page.url == shown
    expect(page.locator(".kind").first).to_be_visible()


def test_back_from_the_first_choice_leads_to_none(page, address):
    page.goto(address + PAGE, wait_until="networkidle")
    page.locator("select[name=a]").select_option("juvelhuset")
    page.locator("select[name=b]").select_option("hjoerring-kommune")
    page.get_by_role("button", name="Vis dem").click()
    expect(page.locator(".kind").first).to_be_visible()
    page.go_back()
    expect(page.locator("[data-two-result]")).to_be_hidden()
    expect(page.locator("form.two-places [role=status]").first).to_be_empty()
    expect(page.locator("select[name=a]")).to_have_value("")
    page.go_forward()
    expect(page.locator(".kind").first).to_be_visible()
    expect(page.locator("select[name=a]")).to_have_value("juvelhuset")


@pytest.mark.parametrize("path", [PAGE, "/soeg/#q=borger"])
def test_a_name_that_is_longer_than_its_field_is_seen_to_go_on(page, address, path):
    page.goto(address + path)
    looks = page.locator("main select").evaluate_all("all => all.map((one) => getComputedStyle(one).textOverflow)")
    assert set(looks) == {"ellipsis"}


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ("a=juvelhuset&b=juvelhuset", "two_same"),
        ("a=juvelhuset&b=x%22%3E%3Cimg%20src=x%3E", "two_unknown"),
        ("a=&b=juvelhuset", "two_unknown"),
    ],
)
def test_a_choice_that_cannot_be_shown_is_told_of(page, address, choice, words):
    page.goto(f"{address}{PAGE}#{choice}")
    page.locator("form.two-places [role=status]").first.get_by_text(WORDS_OF["da"](words)).wait_for()
    assert page.locator(".kind").count() == 0
    assert not page.locator("[data-two-result]").is_visible()


def test_while_it_is_fetched_nothing_else_is_said_to_be_shown_and_who_asks_twice_sees_it_once(page, address):
    page.goto(f"{address}{PAGE}#a=juvelhuset&b=hjoerring-kommune")
    expect(page.locator(".kind").first).to_be_visible()
    held = withheld(page, "**/to-steder/halsnaes-voksenomraadet/")
    page.locator("select[name=b]").select_option("halsnaes-voksenomraadet")
    page.get_by_role("button", name="Vis dem").click()
    expect(page.locator("form.two-places [role=status]").first).to_have_text(WORDS_OF["da"]("fetch_slow"))
    page.get_by_role("button", name="Vis dem").click()
    while len(held) < 2:
        page.wait_for_timeout(10)  # milliseconds; what is asked for is told of meanwhile
    for route in held:
        route.continue_()
    expect(page.locator("form.two-places [role=status]").first).to_contain_text("Halsnæs")
    page.wait_for_load_state("networkidle")
    kinds = page.locator(".kind > h2").all_inner_texts()
    assert len(kinds) == len(set(kinds))


def test_what_is_chosen_before_the_script_has_come_is_sent_to_nobody_and_shown_then(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    held = withheld(page, "**/two-places.js")
    page.goto(address + PAGE)
    page.locator("select[name=a]").select_option("juvelhuset")
    page.locator("select[name=b]").select_option("hjoerring-kommune")
    page.get_by_role("button", name="Vis dem").click()
    page.wait_for_url(f"{address}{PAGE}#a=juvelhuset&b=hjoerring-kommune")
    held[0].continue_()
    expect(page.locator(".kind").first).to_be_visible()
    assert not [url for url in asked if "juvelhuset" in url.partition("?")[2]]


@pytest.mark.parametrize("answer", ["none", "another page"])
def test_a_failure_to_fetch_is_told_of(page, address, answer):
    login = {"content_type": "text/html", "body": "<!doctype html><title>Log in</title><h1>Log in</h1>"}
    page.route("**/to-steder/juvelhuset/", lambda route: route.abort() if answer == "none" else route.fulfill(**login))
    page.goto(f"{address}{PAGE}#a=juvelhuset&b=hjoerring-kommune")
    page.locator("form.two-places [role=status]").first.get_by_text(WORDS_OF["da"]("two_failed")).wait_for()
    assert page.locator(".kind").count() == 0


@pytest.mark.parametrize(("prefix", "language"), [("", "da"), ("/en", "en")])
def test_without_javascript_each_places_list_can_be_opened(browser, address, prefix, language):
    with browser.new_page(java_script_enabled=False, viewport={"width": 360, "height": 740}) as plain:
        plain.goto(address + prefix + PAGE)
        assert not plain.locator("form.two-places").is_visible()
        assert plain.get_by_text(WORDS_OF[language]("two_no_js")).is_visible()
        plain.locator("main a[href='juvelhuset/']").click()
        expect(plain.locator("section[data-kind] blockquote a")).to_have_count(80)


def test_words_that_open_a_list_right_below_a_heading_are_shown_once(tmp_path):
    """They stand with the heading already."""
    root = tiny.content(tmp_path)
    points = "Huset lytter:\n\n- til det, der siges\n  {: #hus-vaerdier-02 }"
    tiny.replace(root / "docs/da/hus/vaerdier.md", ("Huset arbejder for ro.\n{: #hus-vaerdier-02 }", points))
    languages = read_settings(root).languages
    site = relate(read_content(root, languages))
    found = list(passages(site.quotes(["hus-vaerdier-01", "hus-vaerdier-02"], languages[0])))
    assert [line.quote.below for line in found[0].lines] == [("Huset lytter:",)]
    assert [(one.lead, [line.quote.text for line in one.lines]) for one in found] == [
        ("", ["Ro"]),
        ("", ["til det, der siges"]),
    ]


@pytest.mark.parametrize(
    ("own", "places"),
    [
        ("herlev", ["juvelhuset"]),  # which says all that there is from the municipality
        ("herlev/juvelhuset", ["juvelhuset"]),
        ("hoeje-taastrup", ["hoeje-taastrup-kommune", "hoeje-taastrup-socialpsykiatri"]),
        ("hjoerring", ["hjoerring-kommune", "hjoerring-socialpsykiatri", "hjoerring-omraadet-for-udsatte-grupper"]),
        ("kommuner-og-tilbud", None),
        ("herlev/juvelhuset/vaerdier", None),
    ],
)
@pytest.mark.parametrize("prefix", ["", "en/"])
def test_a_places_own_page_leads_to_all_that_is_said_there_and_to_what_compares_it(built, prefix, own, places):
    tree = html.parse(built / prefix / own / "index.html").getroot()
    found = tree.xpath("//*[@aria-labelledby='collected']//a/@href")
    expected = [f"to-steder/{place}/" for place in places] + ["to-steder/"] if places else []
    assert [one.rpartition("paa-tvaers/")[2] for one in found] == expected
    assert all((built / prefix / own / one).is_dir() for one in found)
