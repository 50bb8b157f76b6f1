"""What only a browser shows: the language switch keeps the place, nothing is fetched from elsewhere."""

import re
from urllib.parse import urlsplit

import pytest

VALUES = "/herlev/juvelhuset/vaerdier/"
EXPECTATIONS = "/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/"


def switch(page):
    return page.locator("header a[hreflang]")


def place(page) -> str:
    parts = urlsplit(page.url)
    return parts.path + (f"#{parts.fragment}" if parts.fragment else "")


def test_the_switch_keeps_the_statement_of_the_address(page, address):
    page.goto(f"{address}{VALUES}#jh-vaerdier-06")
    switch(page).click()
    assert place(page) == f"/en{VALUES}#jh-vaerdier-06"
    switch(page).click()
    assert place(page) == f"{VALUES}#jh-vaerdier-06"


def test_the_switch_keeps_the_statement_that_is_being_read(page, address):
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator("#ht-expect-05").evaluate("element => window.scrollTo(0, element.offsetTop - 80)")
    page.wait_for_function("window.scrollY > 300")
    switch(page).click()
    assert place(page) == f"/en{EXPECTATIONS}#ht-expect-05"
    assert page.locator("#ht-expect-05").evaluate("e => e.getBoundingClientRect().top") > 40  # not below the header


def test_a_statement_left_behind_is_not_kept(page, address):
    page.goto(f"{address}{EXPECTATIONS}#ht-expect-08")
    page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_function("window.scrollY === 0")
    switch(page).click()
    assert place(page) == f"/en{EXPECTATIONS}"


def test_the_switch_at_the_top_leads_to_the_top(page, address):
    page.goto(f"{address}{VALUES}")
    switch(page).click()
    assert place(page) == f"/en{VALUES}"


def test_the_switch_works_by_keyboard_and_without_javascript(browser, page, address):
    page.goto(f"{address}{VALUES}#jh-vaerdier-04")
    switch(page).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en{VALUES}#jh-vaerdier-04")
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{address}{VALUES}#jh-vaerdier-04")
    switch(plain).click()
    assert place(plain) == f"/en{VALUES}"
    context.close()


def test_no_page_asks_another_host_or_complains(browser, address, site):
    context = browser.new_context()
    hosts, complaints = set(), []
    context.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    context.on("console", lambda message: message.type in ("error", "warning") and complaints.append(message.text))
    tab = context.new_page()
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    for one in site.pages:
        tab.goto(f"{address}/{one.url}")
    tab.wait_for_load_state("networkidle")
    assert hosts == {urlsplit(address).netloc}
    assert complaints == []
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", ["/", VALUES, "/en" + EXPECTATIONS, "/nej/", "/en/om/kilder/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_on_a_phone(browser, address, path, scheme):
    context = browser.new_context(viewport={"width": 360, "height": 740}, color_scheme=scheme)
    phone = context.new_page()
    phone.goto(address + path)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    assert phone.locator("h1").first.is_visible()
    assert switch(phone).is_visible()
    context.close()


def test_the_palette_switch_changes_light_to_dark_and_remembers(page, address):
    page.emulate_media(color_scheme="light")
    page.goto(address)
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_title("Skift til mørk visning").click()
    page.wait_for_function(f"{background} !== {light!r}")
    dark = page.evaluate(background)
    page.goto(f"{address}/en/")
    assert page.evaluate(background) == dark
    assert page.get_by_title("Switch to light mode").is_visible()


@pytest.mark.parametrize(
    ("path", "query", "hit"),
    [("/", "omsorgspligt", "kollegiale-forventninger"), ("/en/", "duty of care", "kollegiale-forventninger")],
)
def test_search_finds_a_statement(page, address, path, query, hit):
    page.goto(address + path)
    page.locator("[data-md-component=search-query]").fill(query)
    page.wait_for_selector(f".md-search-result__link[href*='{hit}']")


def test_404_pages_lead_on(page, address):
    for path, words, home in (("/nej/nej/", "Gå til forsiden", "/"), ("/en/no/", "Go to the front page", "/en/")):
        assert page.goto(address + path).status == 404
        page.get_by_role("link", name=re.compile(words)).first.click()
        assert place(page) == home
