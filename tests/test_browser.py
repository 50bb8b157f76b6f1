"""What only a browser shows: the language switch keeps the place, what a reader chooses is kept."""

import re
import subprocess

import pytest
from conftest import comes_true, withheld
from playwright.sync_api import expect

VALUES = "/herlev/juvelhuset/vaerdier/"
EXPECTATIONS = "/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/"


def switch(page):
    return page.locator("header a[hreflang]:not([aria-current])")


def read(page, id):
    """Scroll to a statement and rest there for longer than the page takes for reading, by the page's own clock."""
    page.locator(f"#{id}").evaluate(
        """one => new Promise((rested) => {
          addEventListener("scrollend", () => setTimeout(rested, 400), { once: true });
          scrollTo(0, one.offsetTop - 40);
        })"""
    )


def test_the_switch_keeps_the_statement_of_the_address(page, address):
    page.goto(f"{address}{VALUES}#jh-vaerdier-06")
    switch(page).click()
    page.wait_for_url(f"{address}/en{VALUES}#jh-vaerdier-06")
    switch(page).click()
    page.wait_for_url(f"{address}{VALUES}#jh-vaerdier-06")


def test_the_switch_keeps_the_statement_that_was_being_read(page, address):
    page.goto(f"{address}{EXPECTATIONS}")
    read(page, "ht-expect-05")
    read(page, "main")  # the switch stands at the top of the page
    switch(page).click()
    page.wait_for_url(f"{address}/en{EXPECTATIONS}#ht-expect-05")
    statement = page.locator("#ht-expect-05")
    assert comes_true(lambda: 0 <= statement.evaluate("e => e.getBoundingClientRect().top") < 200)


def test_a_statement_left_behind_for_another_is_not_kept(page, address):
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{address}{EXPECTATIONS}#ht-expect-08")
    read(page, "ht-expect-02")
    switch(page).click()
    page.wait_for_url(f"{address}/en{EXPECTATIONS}#ht-expect-02")


def test_the_switch_at_the_top_leads_to_the_top(page, address):
    page.goto(f"{address}{VALUES}")
    switch(page).click()
    page.wait_for_url(f"{address}/en{VALUES}")


def test_the_switch_works_by_keyboard_and_without_javascript(browser, page, address):
    page.goto(f"{address}{VALUES}#jh-vaerdier-04")
    switch(page).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/en{VALUES}#jh-vaerdier-04")
    with browser.new_page(java_script_enabled=False) as plain:
        plain.goto(f"{address}{VALUES}#jh-vaerdier-04")
        switch(plain).click()
        plain.wait_for_url(f"{address}/en{VALUES}")


@pytest.mark.parametrize("named", ["#100%", "#%E6", "#jh-vaerdier-06%", "#jh-vaerdier-06%E6"])
def test_an_address_that_names_nonsense_takes_nothing_from_the_page(page, address, named):
    errors = []
    page.on("pageerror", lambda error: errors.append(error.message))
    page.goto(f"{address}{VALUES}{named}")
    page.locator(".copy-link[aria-label]").first.wait_for()
    page.locator(".help summary").click()
    expect(page.locator(".help form")).to_be_visible()
    switch(page).click()
    page.wait_for_url(f"{address}/en{VALUES}")
    assert errors == []


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_what_opens_the_reading_help_closes_it_where_it_stands(page, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(address + VALUES)
    opener = page.locator(".help summary")
    before = opener.bounding_box()
    opener.click()
    expect(page.locator(".help form")).to_be_visible()
    assert opener.bounding_box() == before
    expect(opener).to_be_focused()


def test_the_sign_between_two_breadcrumbs_stands_beside_the_one_that_follows(page, address):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/en{EXPECTATIONS}")
    crumb = page.locator(".breadcrumbs li").last
    below, beside = crumb.evaluate(
        "li => [li.firstElementChild.offsetTop - li.offsetTop, li.firstElementChild.offsetLeft - li.offsetLeft]"
    )
    assert below < 4 and beside > 4


def test_a_link_to_a_file_is_whole_and_as_high_as_a_finger_needs(page, address):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{address}/om/data/")
    boxes = page.locator("main li a").evaluate_all(
        "(all) => all.map((one) => [...one.getClientRects()].map(({ height }) => height))"
    )
    assert len(boxes) > 20
    assert [heights for heights in boxes if len(heights) > 1 or heights[0] < 24] == []


def test_the_text_is_seen_while_it_is_chosen_how_it_looks(page, address):
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address + VALUES)
    page.locator(".help summary").click()
    expect(page.locator(".help select").first).to_be_visible()
    assert page.locator("article p").first.bounding_box()["y"] < 800


@pytest.mark.parametrize("path", ["/", VALUES, "/en" + EXPECTATIONS, "/nej/", "/en/om/kilder/"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_overflows_on_a_phone(browser, address, path, scheme):
    with browser.new_page(viewport={"width": 360, "height": 740}, color_scheme=scheme) as phone:
        phone.goto(address + path)
        assert phone.evaluate("document.documentElement.scrollWidth") <= 360
        assert phone.locator("h1").first.is_visible()
        assert switch(phone).is_visible()


def test_the_readers_choices_are_carried_out_kept_and_deleted(page, address):
    page.emulate_media(color_scheme="light")
    page.goto(address)
    look = "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).fontSize]"
    before = page.evaluate(look)
    assert page.evaluate("localStorage.length") == 0
    page.get_by_text("Læsehjælp").click()
    page.get_by_label("Farver").select_option("Mørke")
    page.get_by_label("Tekststørrelse").select_option("Større")
    chosen = page.evaluate(look)
    assert chosen[0] != before[0]
    assert chosen[1] != before[1]
    page.goto(f"{address}/en/")
    assert page.evaluate(look) == chosen
    page.get_by_text("Reading help").click()
    assert page.get_by_label("Text size").input_value() == "large"
    page.get_by_role("button", name="Delete my choices").click()
    assert page.evaluate(look) == before
    assert page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("path", ["/", VALUES, "/en/", "/hoeje-taastrup/socialpsykiatri/ledelse/", "/paa-tvaers/"])
def test_the_largest_text_is_larger_everywhere_and_fits_on_the_smallest_phone(page, address, path):
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(address + path)
    sizes = """() => [...document.querySelectorAll("h1, h2, h3, p, a, dt, dd, button, label")]
      .filter((one) => one.checkVisibility()).map((one) => parseFloat(getComputedStyle(one).fontSize))"""
    before = page.evaluate(sizes)
    page.evaluate("document.documentElement.dataset.size = 'larger'")
    after = page.evaluate(sizes)
    assert len(before) == len(after) > 10
    assert all(new > 1.09 * old for old, new in zip(before, after, strict=True))
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_a_choice_holds_in_other_tabs_and_on_the_page_that_is_gone_back_to(page, address):
    other = page.context.new_page()
    look = "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).fontSize"
    for one in (page, other):
        one.goto(f"{address}{VALUES}")
        one.locator(".help summary").click()
    before = other.evaluate(look)
    page.get_by_label("Farver").select_option("dark")
    page.get_by_label("Tekststørrelse").select_option("larger")
    assert comes_true(lambda: other.evaluate(look) == page.evaluate(look) != before)
    expect(other.get_by_label("Farver")).to_have_value("dark")
    page.get_by_role("button", name="Slet mine valg").click()
    assert comes_true(lambda: other.evaluate(look) == before)
    # As a browser that has kept the page shows it again; by the test's browser none is kept.
    other.evaluate("localStorage.setItem('pejlemaerker', '{\"theme\": \"dark\"}')")
    other.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert other.evaluate("document.documentElement.dataset.theme") == "dark"


def test_what_only_a_script_shows_is_fetched_when_it_is_wanted(page, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    page.goto(f"{address}/en/halsnaes/principper/", wait_until="networkidle")
    assert not [name for name in asked if name.startswith("parts")]
    page.locator(".help summary").click()
    expect(page.get_by_label("Colours")).to_be_visible()
    page.locator(".halt summary").click()
    expect(page.get_by_label("My thoughts")).to_be_visible()
    for summary in (".help summary", ".help summary", ".halt summary", ".halt summary"):
        page.locator(summary).click()
    assert page.locator(".help form, .halt textarea").count() == 2
    assert [name for name in asked if name.startswith("parts")] == ["parts.js", "parts-en.txt"]


def test_a_page_that_could_not_fetch_it_is_loaded_anew_when_it_can(page, address):
    page.goto(address, wait_until="networkidle")
    page.route("**/*", lambda route: route.abort())
    help = page.locator(".help summary")
    help.click()
    page.wait_for_timeout(300)
    assert page.locator(".help form").count() == 0
    page.unroute("**/*")
    help.click()
    with page.expect_navigation(wait_until="networkidle"):
        help.click()
    help.click()
    expect(page.locator(".help form")).to_be_visible()


@pytest.mark.parametrize(
    ("path", "opens", "shown"), [("/en/", ".help", "select"), ("/halsnaes/principper/", ".halt", "textarea")]
)
def test_what_is_opened_before_the_script_has_come_is_filled(page, address, path, opens, shown):
    held = withheld(page, "**/site.js")
    page.goto(f"{address}{path}", wait_until="commit")
    page.locator(f"{opens} summary").click()
    assert page.locator(f"{opens} {shown}").count() == 0
    held[0].continue_()
    expect(page.locator(f"{opens} {shown}").first).to_be_visible()


@pytest.mark.parametrize("path", [EXPECTATIONS, "/paa-tvaers/to-steder/"])
def test_where_the_script_does_not_come_nothing_is_shown_that_needs_it(page, address, path):
    page.route("**/site.js", lambda route: route.abort())
    page.goto(address + path)
    assert page.locator(".needs-js").count() > 0
    assert page.locator(".needs-js:visible").count() == 0


def test_a_choice_that_the_site_does_not_have_any_more_is_shown_as_none(page, address):
    page.add_init_script("localStorage.pejlemaerker = JSON.stringify({ size: 'of old', theme: 'dark' })")
    page.goto(address)
    page.locator(".help summary").click()
    expect(page.get_by_label("Farver")).to_have_value("dark")
    assert page.get_by_label("Tekststørrelse").evaluate("one => one.selectedIndex") == 0


def test_calm_shows_only_text(page, address):
    page.goto(address)
    assert page.locator("svg").first.is_visible()
    page.get_by_text("Læsehjælp").click()
    page.get_by_label("Rolig visning").select_option("Ja, kun teksten")
    assert not page.locator("svg").first.is_visible()
    assert page.locator("h1").is_visible()


def test_without_its_colours_the_front_page_stands_on_one_line(page, address):
    """Calm and on paper no ground asks for room between its edge and its words."""
    left = "(all) => [...new Set(all.map((one) => Math.round(one.getBoundingClientRect().left)))].length"
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(address)
    page.evaluate("document.documentElement.dataset.calm = 'on'")
    assert page.locator(".hero h1, .arms h2, .arms > ul > :nth-child(odd) h3").evaluate_all(left) == 1
    page.evaluate("delete document.documentElement.dataset.calm")
    page.emulate_media(media="print")
    assert page.locator(".brand, .hero h1, .ways h2").evaluate_all(left) == 1


def test_the_menu_on_a_phone_opens_and_escape_gives_focus_back(page, address):
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(address)
    links = page.locator("details.menu nav a")
    assert not links.first.is_visible()
    page.get_by_text("Menu", exact=True).focus()
    page.keyboard.press("Enter")
    links.first.wait_for(state="visible")
    page.keyboard.press("Tab")
    expect(links.first).to_be_focused()
    page.keyboard.press("Escape")
    expect(links.first).to_be_hidden()
    expect(page.get_by_text("Menu", exact=True)).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_without_javascript_everything_that_is_content_works(browser, address, width):
    with browser.new_page(viewport={"width": width, "height": 740}, java_script_enabled=False) as plain:
        plain.goto(address + VALUES)
        if width < 700:
            plain.get_by_text("Menu", exact=True).click()
        plain.locator("details.menu a", has_text="Juvelhusets menneskesyn").click()
        plain.wait_for_url(f"{address}/herlev/juvelhuset/menneskesyn/")
        assert not [one for one in plain.locator(".needs-js").all() if one.is_visible()]
        assert not plain.locator("[data-read-aloud]").is_visible()
        plain.locator("#q").fill("respekt")
        plain.keyboard.press("Enter")
        plain.wait_for_url(f"{address}/soeg/?q=respekt")
        plain.locator("main a", has_text="Juvelhusets værdier").click()  # the index of all pages
        plain.wait_for_url(address + VALUES)


@pytest.mark.parametrize(
    ("path", "query", "hit"),
    [
        ("/", "omsorgspligt", "/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/#ht-expect-07"),
        ("/", "vaerdier i Hjorring", "/hjoerring/vaerdier/"),
        ("/", "bestemmelse", "/hoeje-taastrup/socialpsykiatri/"),
        ("/en/", "duty of care", "/en/hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/#ht-expect-07"),
    ],
)
def test_search_finds_a_statement_and_tells_no_server(page, address, path, query, hit):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address + path)
    assert not [url for url in asked if "search" in url]  # nothing is fetched before someone searches
    page.locator("#q").fill(query)
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-search-results] a")
    links = page.locator("[data-search-results] > li:nth-child(-n + 3) a").evaluate_all(
        "all => all.map(one => one.href)"
    )
    assert any(link.startswith(address + hit) for link in links), links
    assert re.search(r"\d", page.locator("[data-search-status]").inner_text())
    assert not [url for url in asked if query.split()[0].lower() in url.lower().split("#")[0]]
    page.locator("[data-search-results] a").first.click()
    page.wait_for_url(re.compile(re.escape(address) + r"/(?!.*soeg/)"))
    expect(page.locator("h1")).to_be_visible()


def test_search_says_when_there_is_nothing(page, address):
    page.goto(f"{address}/soeg/#q=xyzzyx")
    page.locator("[role=status]", has_text="xyzzyx").first.wait_for(state="attached")
    assert page.locator("[data-search-help]").is_visible()
    page.goto("about:blank")  # or the words of the search before would do
    page.goto(f"{address}/soeg/#q=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E")
    page.locator("[role=status]:not(:empty)").first.wait_for(state="attached")
    assert page.locator("main img").count() == 0


def test_404_pages_lead_on(page, address):
    for path, words, home in (("/nej/nej/", "Gå til forsiden", "/"), ("/en/no/", "Go to the front page", "/en/")):
        assert page.goto(address + path).status == 404
        page.get_by_role("link", name=re.compile(words)).first.click()
        page.wait_for_url(address + home)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_shows_the_text_its_source_and_address_and_nothing_else(page, address, scheme):
    page.emulate_media(color_scheme=scheme)
    page.goto(address + VALUES)
    page.locator(".help summary").click()
    page.locator(".help select").first.wait_for()
    page.emulate_media(media="print", color_scheme=scheme)
    for gone in (
        ".search",
        "details.menu",
        ".languages",
        ".page-turn",
        ".footer",
        ".breadcrumbs",
        ".skip",
        ".help select",
    ):
        assert not page.locator(gone).first.is_visible(), gone
    note = page.locator("aside.source").inner_text()
    assert "Kilden har ingen dato." in note
    assert f"https://pejlemaerker.example{VALUES}" in note
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


@pytest.mark.parametrize(
    "path",
    [
        "/paa-tvaers/indflydelse/",
        "/paa-tvaers/selvbestemmelse/",
        "/paa-tvaers/ressourcer/",
        "/paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune",
        "/for/medarbejdere/",
        "/ordliste/",
        "/en/ordliste/",
        VALUES,
    ],
)
def test_on_paper_what_names_the_next_lines_does_not_end_a_page(page, address, path):
    page.add_init_script("localStorage.pejlemaerker = JSON.stringify({ both: 'en' })")
    page.goto(address + path, wait_until="networkidle")
    names = page.locator("main :is(h2, h3, h4, dt, summary, tbody th)").all_inner_texts()
    pages = subprocess.run(["pdftotext", "-", "-"], input=page.pdf(format="A4"), capture_output=True, check=True)
    ends = [text.strip().rpartition("\n")[2].strip() for text in pages.stdout.decode().split("\f")]
    assert len(ends) > 3
    assert set(ends) & {" ".join(name.replace("\u00ad", "").split()) for name in names} == set()


@pytest.mark.parametrize("path", ["/om/status/", "/en/om/status/"])
def test_on_paper_the_head_of_a_table_or_of_its_rows_does_not_end_a_page(page, address, path):
    page.goto(address + path, wait_until="networkidle")
    heads = page.locator("main :is(caption, thead tr, tr:has([scope=rowgroup]))").evaluate_all(
        "all => all.map((one) => [...one.cells ?? [one]].map((cell) => cell.textContent.trim()).join(' '))"
    )
    assert len(heads) > 6
    ends = set()
    for above in range(0, 500, 50):  # something else ends each page
        page.evaluate("(above) => { document.querySelector('h1').style.marginTop = `${above}px`; }", above)
        paper = page.pdf(format="A4")
        pages = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True)
        ends |= {" ".join(text.strip().rpartition("\n")[2].split()) for text in pages.stdout.decode().split("\f")}
    assert len(ends) > 15
    assert [end for end in ends - {""} if any(head.endswith(end) for head in heads)] == []


def test_a_short_address_leads_to_the_statement_in_the_language_read_last(browser, page, address):
    page.goto(f"{address}/s/jh-vaerdier-06/")
    page.wait_for_url(f"**{VALUES}#jh-vaerdier-06")
    switch(page).click()
    page.wait_for_url(f"**/en{VALUES}#jh-vaerdier-06")
    page.goto(f"{address}/s/ht-expect-05/")
    page.wait_for_url(f"**/en{EXPECTATIONS}#ht-expect-05")
    page.add_init_script("localStorage.pejlemaerker = 'null'")  # damaged
    page.goto(f"{address}/s/jh-vaerdier-06/")
    page.wait_for_url(f"**{VALUES}#jh-vaerdier-06")
    with browser.new_page(java_script_enabled=False) as plain:
        plain.goto(f"{address}/s/jh-vaerdier-06/")
        assert plain.locator("main li a").all_inner_texts() == ["Dansk", "English"]
        plain.locator("main li a[hreflang=en]").click()
        plain.wait_for_url(f"{address}/en{VALUES}#jh-vaerdier-06")


def test_every_statement_has_a_short_address(built, site):
    ids = {statement.id for page in site.pages for statement in page.statements}
    assert {file.parent.name for file in (built / "s").glob("*/index.html")} == ids


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("prefix", "word", "statement", "told"),
    [
        ("", "Kopiér link", "5. Konstruktiv feedback", "Linket er kopieret"),
        ("/en", "Copy link", "5. Constructive feedback", "The link has been copied"),
    ],
)
def test_a_link_to_a_statement_is_copied_and_told(page, address, width, prefix, word, statement, told):
    page.set_viewport_size({"width": width, "height": 740})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{prefix}{EXPECTATIONS}")
    assert page.locator(".copy-link").count() == 8
    status = page.locator("[data-share][role=status]")
    assert not status.is_visible()
    page.get_by_role("button", name=f"{word}: {statement}").click()
    expect(status).to_have_text(re.compile(f"{told}.*{re.escape(address)}/s/ht-expect-05/"))
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/s/ht-expect-05/"


@pytest.mark.parametrize(
    ("path", "id", "quotation"),
    [
        (
            EXPECTATIONS,
            "ht-expect-05",
            "”5. Konstruktiv feedback – Du kan give konstruktiv feedback, og du kan selv tage imod den.” Kilde: Socialpsykiatrien i"
            " Høje-Taastrup Kommune, ”Værdigrundlag for Socialpsykiatrien i Høje-Taastrup Kommune”, vedtaget den 20. august 2013."
            " Redigeret fremstilling på Pejlemærker: ",
        ),
        (
            f"/en{VALUES}",
            "jh-vaerdier-06",
            "“The shared values are: Respect (Respekt)” Source: Juvelhuset, “Faglighed – Værdier”, undated. Edited presentation on Waymarks (Pejlemærker): ",
        ),
    ],
)
@pytest.mark.parametrize("both", [False, True])
def test_pressed_again_the_button_copies_the_statement_with_its_source(page, address, path, id, quotation, both):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{path}")
    if both:  # the twin beside it is not quoted
        page.locator(".views button").click()
        page.locator(".twin").first.wait_for()
    button, told = page.locator(f".copy-link[value={id}]"), page.locator("[data-share][role=status]")
    link = f"{address}/s/{id}/"
    again = re.compile(re.escape(link) + " (Tryk igen|Press again)")
    for copied in (link, quotation + link, link):
        expect(button).to_have_text(
            re.compile("^(Kopiér|Copy) " + ("link" if copied == link else "(tekst og kilde|text and source)"))
        )
        assert button.get_attribute("aria-label").startswith(f"{button.inner_text()}: ")
        button.click()
        expect(told).to_have_text(again if copied == link else re.compile("sammen med kilden|with its source"))
        assert page.evaluate("navigator.clipboard.readText()") == copied
    page.locator("h1").click()  # who has gone on begins anew
    expect(button).to_have_text(re.compile("link$"))
    button.press("Enter")
    expect(told).to_have_text(again)
    button.press("Enter")
    expect(told).to_have_text(re.compile("sammen med kilden|with its source"))


@pytest.mark.parametrize("width", [360, 1280])
def test_what_is_told_does_not_lie_over_the_button(page, address, width):
    """Who wants the words too presses it again, and it has the focus (WCAG 2.4.12)."""
    page.set_viewport_size({"width": width, "height": 600})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{EXPECTATIONS}")
    button = page.locator(".copy-link[aria-label]").nth(2)
    button.evaluate("button => scrollBy(0, button.getBoundingClientRect().bottom - innerHeight + 4)")
    button.press("Enter")
    expect(page.locator("[data-share][role=status]")).to_have_text(re.compile("Tryk igen"))
    foot, head = button.bounding_box(), page.locator("[data-share][role=status]").bounding_box()
    assert foot["y"] + foot["height"] < head["y"]


def test_where_nothing_can_be_copied_the_link_is_shown(page, address):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.clock.install()
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator(".copy-link").first.click()
    told = page.locator("[data-share][role=status]")
    again = "Tryk igen, hvis du vil have teksten og kilden."
    shown = f"Det kunne ikke kopieres. Her er det: {address}/s/ht-expect-01/ {again}"
    expect(told).to_have_text(shown)
    page.clock.fast_forward("00:30")
    assert told.inner_text() == shown  # until it has been marked and copied


def test_without_a_connection_what_has_become_of_the_link_is_told_all_the_same(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.clock.install()
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator(".copy-link[aria-label]").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    told = page.locator("[data-share][role=status]")
    for number in (1, 2):
        page.locator(".copy-link").nth(number - 1).click()
        expect(told).to_have_text(f"Linket er kopieret: {address}/s/ht-expect-0{number}/")
        page.clock.fast_forward("00:05")
        assert told.is_visible()
    page.clock.fast_forward("00:05")
    assert told.is_hidden()


@pytest.mark.parametrize("way", ["Escape", "Tab", "elsewhere"])
def test_what_is_told_goes_when_somebody_goes_on(page, address, way):
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator(".copy-link").first.click()
    told = page.locator("[data-share][role=status]")
    expect(told).to_be_visible()
    told.click()  # as to mark the address
    expect(told).to_be_visible()
    if way == "elsewhere":
        page.locator("h1").click()
    else:
        page.keyboard.press(way)
    expect(told).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("path", "first", "then"),
    [
        (VALUES, ".copy-link[value=jh-vaerdier-01]", ".copy-link[value=jh-vaerdier-02]"),
        ("/halsnaes/laeserute/", "[data-copy] button", "[data-copy] ~ p a"),
        ("/paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune", "[data-copy] button", "blockquote a"),
    ],
)
def test_a_press_is_heard_though_what_was_told_before_goes(page, address, width, path, first, then):
    """What is told takes room: it may not go, and move the page, between the button's way down and its way up."""
    page.set_viewport_size({"width": width, "height": 740})
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{address}{path}")
    page.locator(then).first.wait_for()
    page.locator(first).first.click()
    page.locator(".told:not(:empty), [data-share]:not(:empty)").first.wait_for(state="attached")
    pressed = "(one) => one.addEventListener('click', (event) => { event.preventDefault(); window.pressed = true; })"
    page.locator(then).first.evaluate(pressed)
    page.locator(then).first.click()
    assert page.evaluate("window.pressed")


def test_the_name_of_a_copy_button_ends_with_a_word(page, address):
    page.goto(f"{address}{VALUES}")
    page.locator(".copy-link[aria-label]").first.wait_for()
    for button in page.locator(".copy-link").all():
        name, text = button.get_attribute("aria-label"), button.evaluate("one => one.parentElement.textContent")
        said = name.removeprefix("Kopiér link: ")
        assert said.removesuffix(" …") in " ".join(text.split())
        assert len(said) <= 62


def test_a_copy_button_stands_at_the_end_of_what_its_statement_says(page, address):
    page.goto(f"{address}{EXPECTATIONS}")
    assert page.locator("#ht-expect-05 + p > .copy-link:last-child").count() == 1
    page.goto(f"{address}{VALUES}")
    assert page.locator("li#jh-vaerdier-06 > .copy-link:last-child").count() == 1
    assert page.locator("p#jh-vaerdier-01 > .copy-link:last-child").count() == 1


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("prefix", "other", "button", "words", "lead"),
    [
        ("", "en", "Begge sprog", "You can give constructive feedback", "The shared values are:"),
        ("/en", "da", "Both languages", "Du kan give konstruktiv feedback", "De fælles værdier er:"),
    ],
)
def test_both_languages_stand_beside_each_other_and_it_is_kept(
    page, address, width, prefix, other, button, words, lead
):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}{prefix}{EXPECTATIONS}")
    before = page.locator("article").inner_html()
    both = page.get_by_role("button", name=button)
    both.click()
    twin = page.locator(".pair:has(#ht-expect-05) + .pair .twin")
    twin.wait_for()
    assert both.get_attribute("aria-pressed") == "true"
    assert twin.get_attribute("lang") == other
    assert words in twin.inner_text()
    assert page.locator(".pair:has(> #ht-expect-05) .twin").inner_text().startswith("5. ")
    own, beside = twin.locator("xpath=..").locator("> p").bounding_box(), twin.bounding_box()
    assert (beside["x"] > own["x"] + 200) == (width > 700)
    assert (beside["y"] > own["y"] + 20) == (width < 700)
    page.goto(f"{address}{prefix}{VALUES}")
    page.wait_for_selector("li .twin")
    assert all(page.locator(f"[id='jh-vaerdier-0{n}'] .twin").count() == 1 for n in (4, 5, 6, 8, 9))
    assert page.locator(".twin").get_by_text(lead).count() == 1  # what opens a list has its twin too
    assert page.locator(".twin [id]").count() == 0
    assert page.locator(".twin", has_text=re.compile("Copy link|Kopiér link")).count() == 0
    switch(page).click()
    page.wait_for_url(f"{address}{'' if prefix else '/en'}{VALUES}*")
    page.wait_for_selector("li .twin")  # in the other language too
    switch(page).click()
    page.wait_for_url(f"{address}{prefix}{VALUES}*")
    page.goto(f"{address}{prefix}{EXPECTATIONS}")
    page.wait_for_selector(".twin")
    both.click()
    page.locator(".twin").first.wait_for(state="detached")
    assert page.locator("article").inner_html() == before
    assert "both" not in page.evaluate("localStorage.getItem('pejlemaerker') ?? ''")


@pytest.mark.parametrize("width", [360, 1280])
def test_an_address_leads_to_its_statement_where_both_languages_are_kept(page, address, width):
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator("[data-both]").click()
    page.wait_for_selector(".twin")
    assert page.evaluate("scrollY") == 0  # what stands above the first statement stays as well
    top = "document.getElementById('ht-expect-08').getBoundingClientRect().top"
    page.goto("about:blank")
    page.goto(f"{address}{EXPECTATIONS}#ht-expect-08")
    page.wait_for_selector(".twin")
    assert comes_true(lambda: 0 <= page.evaluate(top) < 200)
    before = page.evaluate(top)
    page.evaluate("document.querySelector('[data-both]').click()")
    page.wait_for_selector(".twin", state="detached")
    assert abs(page.evaluate(top) - before) < 2


def test_one_language_again_is_chosen_by_its_name(page, address):
    page.goto(f"{address}{EXPECTATIONS}")
    page.locator("[data-both]").click()
    page.wait_for_selector(".twin")
    danish = page.locator(".views a[hreflang=da]")
    assert danish.get_attribute("aria-current") is None
    danish.click()
    page.locator(".twin").first.wait_for(state="detached")
    assert danish.get_attribute("aria-current") == "true"
    page.locator("[data-both]").click()
    page.wait_for_selector(".twin")
    page.locator(".views a[hreflang=en]").click()
    page.wait_for_url(f"**/en{EXPECTATIONS}*")
    page.wait_for_load_state("networkidle")
    assert page.locator(".twin").count() == 0


@pytest.fixture
def held(page):
    return withheld(page, f"**/en{VALUES}")


def test_a_slow_twin_is_said_to_be_on_its_way_and_two_presses_show_it_once(page, address, held):
    page.goto(f"{address}{VALUES}")
    page.locator("[data-both]").dblclick()
    status = page.locator(".views [role=status]")
    expect(status).to_have_text("Henter …")
    for route in held:
        route.continue_()
    expect(page.locator(".twin").first).to_be_visible()
    expect(status).to_be_empty()
    page.wait_for_load_state("networkidle")
    assert page.locator(".pair .pair").count() == 0
    assert page.locator(".pair").count() == page.locator(".twin").count() > 5


def test_the_language_that_is_chosen_last_is_shown(page, address, held):
    page.goto(f"{address}{VALUES}")
    with page.expect_request(f"**/en{VALUES}"):
        page.locator("[data-both]").click()
    page.locator(".views a[hreflang=da]").click()
    with page.expect_response(f"**/en{VALUES}"):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    assert page.locator(".twin").count() == 0
    assert page.locator("[data-both]").get_attribute("aria-pressed") == "false"
    assert page.locator(".views a[hreflang=da]").get_attribute("aria-current") == "true"
    expect(page.locator(".views [role=status]")).to_be_empty()


FAILED = {"": "Det kunne ikke hentes.", "/en": "It could not be fetched."}


@pytest.mark.parametrize("prefix", FAILED)
def test_both_languages_without_a_connection_is_said_and_tried_again(page, address, prefix):
    page.goto(f"{address}{prefix}{VALUES}", wait_until="networkidle")
    page.route("**/*", lambda route: route.abort())
    both, status = page.locator("[data-both]"), page.locator(".views [role=status]")
    both.click()
    expect(status).to_contain_text(FAILED[prefix])
    assert both.get_attribute("aria-pressed") == "false"
    page.locator(".views [aria-current]").click()  # needs nothing that is not there
    expect(status).to_be_empty()
    page.unroute("**/*")
    both.click()
    expect(page.locator(".twin").first).to_be_visible()
    assert both.get_attribute("aria-pressed") == "true"


def test_both_languages_stand_there_as_chosen_on_a_page_that_is_gone_back_to(page, address):
    page.goto(f"{address}{VALUES}")
    shown = "dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))"
    page.evaluate(f"localStorage.setItem('pejlemaerker', '{{\"both\": \"en\"}}'); {shown}")
    expect(page.locator(".twin").first).to_be_visible()
    page.evaluate(f"localStorage.clear(); {shown}")
    expect(page.locator(".twin")).to_have_count(0)


def test_deleting_all_choices_is_said_and_shows_one_language_again(page, address):
    page.goto(f"{address}{VALUES}")
    both = page.locator("[data-both]")
    both.click()
    page.wait_for_selector(".twin")
    page.locator(".help summary").click()
    page.get_by_role("button", name="Slet mine valg").click()
    expect(page.locator(".help form [role=status]")).to_have_text("Dine valg og dine seneste søgninger er slettet.")
    expect(page.locator(".twin")).to_have_count(0)
    expect(both).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("localStorage.length") == 0
    page.get_by_label("Farver").select_option("dark")
    expect(page.locator(".help form [role=status]")).to_be_empty()


@pytest.mark.parametrize(
    ("prefix", "label", "told"),
    [
        ("/", "Farver", "Din browser vil ikke gemme noget. Dine valg gælder kun, til du forlader siden."),
        ("/en/", "Colours", "Your browser refuses to keep anything. Your choices hold only until you leave the page."),
    ],
)
def test_who_can_not_keep_a_choice_is_told(page, address, prefix, label, told):
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException(); } });")
    page.goto(address + prefix)
    page.locator(".help summary").click()
    page.get_by_label(label).select_option("dark")
    expect(page.locator(".help form [role=status]")).to_have_text(told)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


@pytest.mark.parametrize("prefix", FAILED)
@pytest.mark.parametrize(("opens", "shown"), [(".help", "form"), (".halt", "textarea")])
def test_what_is_opened_says_that_it_is_on_its_way_or_could_not_be_fetched(page, address, prefix, opens, shown):
    held = withheld(page, "**/parts-*.txt")
    page.goto(f"{address}{prefix}/halsnaes/principper/")
    summary, status = page.locator(f"{opens} summary"), page.locator(f"{opens} summary ~ .told")
    with page.expect_request("**/parts-*.txt"):
        summary.click()
    expect(status).to_have_text("Fetching …" if prefix else "Henter …")
    page.route("**/*", lambda route: route.abort())  # no connection, so that the page is not loaded anew
    held[0].abort()
    expect(status).to_contain_text(FAILED[prefix])
    expect(status).to_be_visible()
    page.unroute("**/*")
    for _ in range(4):  # twice opened, while it is on its way
        summary.click()
    held[1].continue_()
    expect(page.locator(f"{opens} {shown}")).to_be_visible()
    expect(status).to_be_empty()


def test_without_javascript_a_link_leads_to_the_other_language(browser, address):
    with browser.new_page(java_script_enabled=False) as plain:
        plain.goto(f"{address}{EXPECTATIONS}")
        assert not plain.locator("[data-both]").is_visible()
        plain.locator(".views a[hreflang=en]").click()
        plain.wait_for_url(f"{address}/en{EXPECTATIONS}")
