"""Reading aloud, on a page of its own: shown only where the device has a voice, and what is then spoken and marked."""

import json
import re
from contextlib import contextmanager
from itertools import product
from pathlib import Path

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe
from conftest import comes_true, serving
from jinja2 import Environment, FileSystemLoader

import tiny

ASSETS = tiny.REPOSITORY / "overrides" / "assets"

WORDS = yaml.safe_load((tiny.REPOSITORY / "overrides" / "locales" / "da.yml").read_text("utf-8"))

PAGE = """\
<!doctype html>
<html lang="{{ language }}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width,initial-scale=1">
  <meta http-equiv="Content-Security-Policy"
        content="default-src 'self'; require-trusted-types-for 'script'; trusted-types 'none'">
  <title>Husets værdier</title>
  <link rel="icon" href="icon.svg">
  {% for sheet in sheets %}<link rel="stylesheet" href="stylesheets/{{ sheet }}">{% endfor %}
  <script src="javascripts/site.js" defer></script>
</head>
<body>
<main id="main" tabindex="-1">
  <article class="text" data-statements="hus-01 hus-02 hus-03 hus-04 hus-05">
    <h1>Husets værdier</h1>
    <p id="hus-01">Huset arbejder
      for ro. Det gælder <a href="en.html">alle, der bor</a> her.</p>
    <h2 id="hus-02">1. Tro på, at menne\u00adsker kan komme sig</h2>
    <p>Mødet er kl. 8. Vi lytter.</p>
    <h3>Hvordan</h3>
    <p>Med <b>åbne</b> ører.</p>
    <ul>
      <li id="hus-03">Tillid til hinanden
        <ul><li>også i svære tider</li></ul></li>
      <li>Omsorg</li>
    </ul>
    <p id="hus-04">Tillid er en af husets fem fælles <button type="button" class="term">værdier</button>, og den gælder alle.</p>
    <h2 id="hus-05">Læs videre</h2>
    <p lang="en">Recovery is <b>possible</b>.</p>
    <p hidden>Skjult.</p>
    <details><summary>Mere</summary><p>Foldet sammen.</p></details>
  </article>
</main>
</body>
</html>
"""

# The parts of site.js that find a voice, fetch read-aloud.js and keep what is chosen.
LOADER = "".join(
    re.search(part, (ASSETS / "javascripts" / "site.js").read_text("utf-8"), re.S | re.M)[0]
    for part in (
        r"^const KEY = [^\n]*\n",
        r"^const root = [^\n]*\n",
        r"^const begin = [^\n]*\n",
        r"^let held;\n.*?(?=^function forget)",
        r"function readAloud\(\) \{.*?\n\}\n",
    )
)
LOADER += "readAloud();\n"

# The browser's own part: it keeps what it is asked to speak, and says "end" or "error" when the test wants it to.
BROWSER = """\
window.voices = VOICES;
window.spoken = [];
window.SpeechSynthesisUtterance = class extends EventTarget {
  constructor(text) { super(); Object.assign(this, { text, lang: "", voice: null, rate: 1 }); }
};
const synthesis = Object.assign(new EventTarget(), {
  getVoices: () => window.voices.map((voice) => ({ ...voice, voiceURI: voice.name })), // new objects, as in Safari
  speak(utterance) {
    if (this.current) throw new Error("Two sentences at once");
    this.current = utterance;
    spoken.push({ text: utterance.text, lang: utterance.lang, rate: utterance.rate, voice: utterance.voice.name });
  },
  tell(what) {
    const { current } = this;
    this.current = null;
    current?.dispatchEvent(new Event(what));
  },
  cancel() { sessionStorage.setItem("cancelled", "yes"); this.tell("error"); },
});
Object.defineProperty(window, "speechSynthesis", { value: synthesis });
"""

DANISH = {"name": "Sara", "lang": "da-DK", "localService": True, "default": False}
ENGLISH = {"name": "Daniel", "lang": "en-GB", "localService": True, "default": False}
JOKE = {"name": "Bubbles", "lang": "en-US", "localService": True, "default": False}
REMOTE = {"name": "Far away", "lang": "da-DK", "localService": False, "default": True}
ANDROID = {"name": "Android", "lang": "da_DK", "localService": True, "default": False}

# fmt: off
ALL = [
    "Husets værdier", "Huset arbejder for ro.", "Det gælder alle, der bor her.",
    "1. Tro på, at mennesker kan komme sig", "Mødet er kl. 8.", "Vi lytter.", "Hvordan", "Med åbne ører.",
    "Tillid til hinanden", "også i svære tider", "Omsorg",
    "Tillid er en af husets fem fælles værdier, og den gælder alle.",
    "Læs videre", "Recovery is possible.", "Mere",
]
# fmt: on


@pytest.fixture(scope="module")
def harness(tmp_path_factory):
    folder: Path = tmp_path_factory.mktemp("read-aloud")
    sheets = [file.name for file in sorted((ASSETS / "stylesheets").glob("*.css"))]
    for name in ("javascripts", "stylesheets"):
        (folder / name).mkdir()
    for name in sheets:
        # All are linked here: where one imports another, axe wants to write its own style into the page, which the policy forbids.
        sheet = (ASSETS / "stylesheets" / name).read_text("utf-8").replace('@import "tokens.css";', "")
        (folder / "stylesheets" / name).write_text(sheet, "utf-8")
    for name in ("read-aloud.js", "parts.js", "fetch-page.js"):
        (folder / "javascripts" / name).write_bytes((ASSETS / "javascripts" / name).read_bytes())
    (folder / "javascripts" / "site.js").write_text(LOADER, "utf-8")
    (folder / "icon.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"/>', "utf-8")
    templates = Environment(loader=FileSystemLoader(tiny.REPOSITORY / "overrides" / "partials"), autoescape=True)
    for language in ("da", "en"):
        html = templates.from_string(PAGE).render(language=language, sheets=sheets, s=WORDS.__getitem__)
        (folder / f"{language}.html").write_text(html, "utf-8")
        parts = templates.get_template("read-aloud.html").render(s=WORDS.__getitem__)
        (folder / "javascripts" / f"parts-{language}.txt").write_text(parts, "utf-8")
    with serving(folder) as address:
        yield address


class Reader:
    """A page in a browser with these voices, and what happens there."""

    def __init__(self, tab, harness: str) -> None:
        self.tab, self.harness = tab, harness
        self.requests: list[str] = []
        self.complaints: list[str] = []
        tab.on("request", lambda request: self.requests.append(request.url))
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))
        tab.on("console", lambda message: message.type in ("error", "warning") and self.complaints.append(message.text))

    def visit(self, voices: list[dict] | None, path: str = "/da.html", before: str = "") -> None:
        if voices is not None:
            self.tab.add_init_script(BROWSER.replace("VOICES", json.dumps(voices)))
        self.tab.add_init_script(before)
        self.tab.goto(self.harness + path)

    def open(self, *given, **more) -> None:
        self.visit(*given, **more)
        self.control.wait_for()

    @property
    def control(self):
        return self.tab.locator("[data-read-aloud]")

    @property
    def buttons(self) -> list[str]:
        return [button.inner_text() for button in self.tab.get_by_role("group").get_by_role("button").all()]

    @property
    def spoken(self) -> list[str]:
        return [one["text"] for one in self.last(0)]

    @property
    def marked(self) -> str | None:
        range = "[...(CSS.highlights.get('reading') ?? [])][0]"
        return self.tab.evaluate(f"{range}?.toString().replace(/\\s+/g, ' ').replaceAll('\\u00ad', '') ?? null")

    @property
    def focused(self) -> str:
        return self.tab.evaluate("document.activeElement.textContent")

    def last(self, start: int = -1) -> list[dict]:
        return self.tab.evaluate(f"spoken.slice({start})")

    def press(self, name: str) -> None:
        self.tab.get_by_role("button", name=name, exact=True).click()

    def sentence_ends(self, what: str = "end") -> None:
        self.tab.evaluate(f"speechSynthesis.tell('{what}')")

    def hear_all(self) -> list[str]:
        while self.tab.evaluate("speechSynthesis.current !== null"):
            self.sentence_ends()
        return self.spoken


@contextmanager
def reading(browser, address):
    with browser.new_page(viewport={"width": 1280, "height": 800}) as tab:
        one = Reader(tab, address)
        yield one
        assert one.complaints == []


@pytest.fixture
def reader(browser, harness):
    with reading(browser, harness) as one:
        yield one


def not_even_fetched(reader: Reader) -> bool:
    reader.tab.wait_for_load_state("networkidle")
    return reader.control.is_hidden() and not any(url.endswith("read-aloud.js") for url in reader.requests)


@pytest.mark.parametrize(
    ("voices", "path"),
    [([], "/da.html"), ([REMOTE], "/da.html"), ([ENGLISH], "/da.html"), ([DANISH, REMOTE], "/en.html")],
    ids=["no voice", "only a remote voice", "only another language", "only another language, in English"],
)
def test_without_a_voice_on_the_device_nothing_is_shown_or_fetched(reader, voices, path):
    reader.visit(voices, path)
    assert not_even_fetched(reader)


@pytest.mark.parametrize("missing", ["delete window.speechSynthesis", ""], ids=["no speech", "this browser as it is"])
def test_a_browser_that_cannot_speak_shows_nothing(reader, missing):
    reader.visit(None, before=missing)
    assert not_even_fetched(reader)


@pytest.mark.parametrize("voice", [DANISH, ANDROID], ids=lambda voice: voice["lang"])
def test_a_voice_on_the_device_brings_the_control(reader, voice):
    reader.open([REMOTE, voice])
    assert reader.buttons == ["Læs siden op", "Vælg udsagn"]
    assert reader.tab.get_by_role("group", name="Oplæsning").is_visible()
    reader.press("Læs siden op")
    assert reader.last()[0]["voice"] == voice["name"]


def test_voices_that_arrive_late_bring_it_too(reader):
    reader.visit([])
    reader.tab.evaluate(f"voices.push({json.dumps(DANISH)})")
    for _ in range(2):
        reader.tab.evaluate("speechSynthesis.dispatchEvent(new Event('voiceschanged'))")
    reader.tab.get_by_role("button", name="Læs siden op").wait_for()
    reader.press("Vælg udsagn")
    assert reader.tab.locator(".read-this").count() == 5  # started once


def test_the_page_is_read_in_order_and_the_sentence_is_marked(reader):
    reader.open([DANISH])
    reader.press("Læs siden op")
    for sentence in ALL:
        assert reader.last()[0] == {"text": sentence, "lang": "da-DK", "rate": 1, "voice": "Sara"}
        assert reader.marked == sentence
        reader.sentence_ends()
    assert reader.spoken == ALL
    assert reader.marked is None
    assert reader.buttons == ["Læs siden op", "Vælg udsagn"]


def test_text_in_another_language_is_read_by_a_voice_of_it(reader):
    reader.open([DANISH, JOKE, ENGLISH])
    reader.press("Læs siden op")
    reader.hear_all()
    others = [one for one in reader.last(0) if one["voice"] != "Sara"]
    assert others == [{"text": "Recovery is possible.", "lang": "en-GB", "rate": 1, "voice": "Daniel"}]


def test_the_voice_that_the_reader_has_chosen_comes_first(reader):
    reader.open([JOKE, ENGLISH, {**JOKE, "name": "Own", "default": True}], "/en.html")
    reader.press("Læs siden op")
    assert reader.last()[0]["voice"] == "Own"


def test_pause_go_on_and_stop(reader):
    reader.open([DANISH])
    reader.press("Læs siden op")
    assert reader.buttons == ["Pause", "Stop"]
    reader.sentence_ends()
    reader.press("Pause")
    assert reader.tab.evaluate("speechSynthesis.current") is None
    assert reader.buttons == ["Fortsæt", "Stop"]
    assert reader.marked == ALL[1]
    reader.press("Fortsæt")
    assert reader.spoken == [ALL[0], ALL[1], ALL[1]]
    reader.press("Stop")
    assert reader.tab.evaluate("speechSynthesis.current") is None
    assert reader.marked is None
    assert reader.buttons == ["Læs siden op", "Vælg udsagn"]
    reader.press("Læs siden op")
    assert reader.last()[0]["text"] == ALL[0]


def test_the_keyboard_keeps_its_place_when_buttons_change(reader):
    reader.open([DANISH])
    reader.tab.get_by_role("button", name="Læs siden op").focus()
    for expected in ("Pause", "Fortsæt", "Pause"):
        reader.tab.keyboard.press("Enter")
        assert reader.focused == expected
    reader.tab.get_by_label("Tempo").focus()
    reader.hear_all()
    assert reader.focused == "Læs siden op"


def test_a_voice_that_fails_ends_the_reading(reader):
    reader.open([DANISH])
    reader.press("Læs siden op")
    reader.sentence_ends("error")
    assert reader.spoken == ALL[:1]
    assert reader.buttons[0] == "Læs siden op"


def test_speed_holds_from_the_next_sentence_and_is_stored_only_when_changed(reader):
    reader.open([DANISH])
    stored = "localStorage.getItem('pejlemaerker')"
    speed = reader.tab.get_by_label("Tempo")
    assert speed.input_value() == "1"
    reader.press("Læs siden op")
    reader.sentence_ends()
    assert reader.tab.evaluate("localStorage.length") == 0
    reader.tab.evaluate("localStorage.setItem('pejlemaerker', '{\"theme\": \"dark\"}')")
    speed.select_option("1.5")
    assert len(reader.spoken) == 2
    reader.sentence_ends()
    assert [one["rate"] for one in reader.last(0)] == [1, 1, 1.5]
    assert json.loads(reader.tab.evaluate(stored)) == {"theme": "dark", "speed": "1.5"}
    reader.tab.reload()
    reader.control.wait_for()
    assert speed.input_value() == "1.5"
    assert json.loads(reader.tab.evaluate(stored)) == {"theme": "dark", "speed": "1.5"}


@pytest.mark.parametrize("kept", ["not JSON", "null", '{"speed": "9"}', '{"speed": 2}'])
def test_a_stored_speed_that_is_none_is_ignored(reader, kept):
    reader.open([DANISH], before=f"localStorage.setItem('pejlemaerker', {json.dumps(kept)})")
    assert reader.tab.get_by_label("Tempo").input_value() == "1"


def test_storage_that_is_refused_does_no_harm(reader):
    refuse = (
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } })"
    )
    reader.open([DANISH], before=refuse)
    reader.press("Læs siden op")
    reader.tab.get_by_label("Tempo").select_option("0.75")
    reader.sentence_ends()
    assert reader.last()[0]["rate"] == 0.75


STATEMENTS = {
    "Huset arbejder for ro.": ALL[1:3],
    "1. Tro på, at mennesker kan komme sig": ALL[3:8],  # the heading, and what follows until the next statement
    "Tillid til hinanden": ALL[8:10],
    "Tillid er en af husets fem fælles": ALL[11:12],
    "Læs videre": ALL[12:],
}


def test_every_statement_gets_a_button_that_names_it(reader):
    reader.open([DANISH])
    toggle = reader.tab.get_by_role("button", name="Vælg udsagn")
    text = reader.tab.locator("article").inner_text()
    assert toggle.get_attribute("aria-pressed") == "false"
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "true"
    names = [button.get_attribute("aria-label") for button in reader.tab.locator(".read-this").all()]
    assert names == [f"Læs op: {words}" for words in names_of(STATEMENTS)]
    assert reader.tab.get_by_role("heading", name="Læs videre", exact=True).count() == 1  # a heading's name stays
    assert reader.tab.evaluate("document.querySelector('#hus-03 > ul').previousSibling.className") == "read-this"
    toggle.click()
    assert toggle.get_attribute("aria-pressed") == "false"
    assert reader.tab.locator("article").inner_text() == text


def names_of(statements: dict[str, list[str]]) -> list[str]:
    """The first eight words of the first sentence."""
    return [" ".join(read[0].split()[:8]) for read in statements.values()]


@pytest.mark.parametrize(("start", "expected"), STATEMENTS.items(), ids=STATEMENTS)
def test_a_statement_is_read_alone_and_without_its_button(reader, start, expected):
    reader.open([DANISH])
    reader.press("Vælg udsagn")
    button = reader.tab.locator(f'.read-this[aria-label^="Læs op: {start}"]')
    button.click()
    stop = reader.tab.locator('.read-this[aria-label^="Stop: "]')
    assert stop.inner_text() == "Stop"
    assert reader.hear_all() == expected
    assert stop.count() == 0
    button.click()
    stop.click()
    assert reader.marked is None
    assert len(reader.spoken) == len(expected) + 1


def test_a_note_at_a_statement_is_read_with_the_page_and_not_with_the_statement(reader):
    reader.open([DANISH])
    note = "Object.assign(document.createElement('div'), { className: 'awaiting', textContent: 'Teksten er ændret.' })"
    for id, place in (("hus-01", "after"), ("hus-02", "after"), ("hus-03", "append")):
        reader.tab.evaluate(f"document.getElementById('{id}').{place}({note})")
    reader.press("Vælg udsagn")
    for n, expected in enumerate(list(STATEMENTS.values())[:3]):
        heard = len(reader.spoken)
        reader.tab.locator(".read-this").nth(n).click()
        assert reader.hear_all()[heard:] == expected
    heard = len(reader.spoken)
    reader.press("Læs siden op")
    assert reader.hear_all()[heard:].count("Teksten er ændret.") == 3


def test_another_statement_takes_over(reader):
    reader.open([DANISH])
    reader.press("Vælg udsagn")
    reader.tab.locator(".read-this").nth(0).click()
    reader.tab.locator(".read-this").nth(3).click()
    assert reader.hear_all() == [ALL[1], ALL[11]]


PLACE = "/hoeje-taastrup/socialpsykiatri/vaerdier/"


@pytest.fixture
def real(browser, address):
    """A page of the real site, where both languages can stand beside each other."""
    with reading(browser, address) as one:
        yield one


def both_shown(reader: Reader, shown: bool = True) -> None:
    reader.press("Begge sprog")
    twins = reader.tab.locator(".twin")
    if shown:
        twins.first.wait_for()
    else:
        twins.first.wait_for(state="detached")


def test_reading_goes_on_where_the_sentence_stands_when_both_languages_are_shown_and_when_not(real):
    real.open([DANISH, ENGLISH], PLACE)
    real.press("Læs siden op")
    real.sentence_ends()
    sentence = real.marked
    both_shown(real)
    assert real.marked == sentence
    real.sentence_ends()
    while real.last()[0]["voice"] == "Sara":
        assert real.marked == real.spoken[-1]
        real.sentence_ends()
    assert len(real.spoken) < 8  # what stands beside the sentence follows it
    both_shown(real, shown=False)
    assert real.last()[0]["voice"] == "Sara"  # not what is gone
    assert real.marked == real.spoken[-1]
    real.press("Pause")
    both_shown(real)
    assert real.marked == real.spoken[-1]
    assert real.tab.evaluate("speechSynthesis.current") is None


def test_a_twin_in_a_language_without_a_voice_is_left_out(real):
    real.open([DANISH], PLACE)
    real.press("Læs siden op")
    alone = real.hear_all()
    both_shown(real)
    real.press("Læs siden op")
    assert real.hear_all()[len(alone) :] == alone


@pytest.mark.parametrize("before", [True, False], ids=["buttons first", "both languages first"])
def test_each_statement_is_read_in_both_languages_that_are_shown_and_its_button_stands_after_both(real, before):
    real.open([DANISH, ENGLISH], PLACE)
    if before:
        real.press("Vælg udsagn")
    both_shown(real)
    if not before:
        real.press("Vælg udsagn")
    assert real.tab.locator(".pair .read-this").count() == 0
    buttons = real.tab.locator(".read-this")
    assert {"ARTICLE", "LI"} <= set(buttons.evaluate_all("all => all.map((one) => one.parentElement.nodeName)"))
    for button in buttons.all():
        start = len(real.spoken)
        button.click()
        real.hear_all()
        assert {one["voice"] for one in real.last(start)} == {"Sara", "Daniel"}
    count = buttons.count()
    both_shown(real, shown=False)
    assert buttons.count() == count


def test_the_sentence_is_scrolled_into_view(reader):
    reader.tab.set_viewport_size({"width": 360, "height": 500})
    reader.tab.emulate_media(reduced_motion="reduce")
    reader.open([DANISH])
    reader.press("Læs siden op")
    bar = "document.querySelector('[data-read-aloud]').getBoundingClientRect().bottom"
    box = "[...CSS.highlights.get('reading')][0].getBoundingClientRect()"
    for _ in ALL:
        assert reader.tab.evaluate(f"{box}.top >= {bar} && {box}.bottom <= innerHeight")
        reader.sentence_ends()
    assert reader.tab.evaluate("scrollY") > 0


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_what_gets_the_focus_while_it_reads_is_not_below_the_bar(reader, width):
    reader.tab.set_viewport_size({"width": width, "height": 740})
    reader.open([DANISH])
    reader.press("Læs siden op")
    for size, lines in product(("", "large", "larger"), ("", "open", "opener")):
        room = reader.tab.evaluate(
            """(chosen) => {
              Object.assign(document.documentElement.dataset, chosen);
              const { height } = document.querySelector("[data-read-aloud]").getBoundingClientRect();
              return parseFloat(getComputedStyle(document.documentElement).scrollPaddingTop) - height;
            }""",
            {"size": size, "lines": lines},
        )
        assert room >= 6, (size, lines)  # the ring around it


def test_older_browsers_mark_and_read_whole_blocks(reader):
    reader.open([DANISH], before="delete window.Highlight; delete Intl.Segmenter")
    reader.press("Læs siden op")
    reader.sentence_ends()
    assert reader.last()[0]["text"] == "Huset arbejder for ro. Det gælder alle, der bor her."
    assert reader.tab.locator(".is-read").get_attribute("id") == "hus-01"
    reader.press("Stop")
    assert reader.tab.locator(".is-read").count() == 0


def test_leaving_the_page_silences_it(reader):
    reader.open([DANISH])
    reader.press("Læs siden op")
    assert reader.tab.evaluate("sessionStorage.getItem('cancelled')") is None
    reader.tab.goto(f"{reader.harness}/en.html")
    assert comes_true(lambda: reader.tab.evaluate("sessionStorage.getItem('cancelled')") == "yes")


@pytest.mark.parametrize("state", ["idle", "reading", "paused", "statements"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(reader, state, width, scheme):
    reader.tab.set_viewport_size({"width": width, "height": 740})
    reader.tab.emulate_media(color_scheme=scheme)
    reader.open([DANISH])
    presses = {
        "reading": ["Læs siden op"],
        "paused": ["Læs siden op", "Pause"],
        "statements": [WORDS["read_aloud_statements"]],
    }
    for name in presses.get(state, []):
        reader.press(name)
    aaa = ["color-contrast-enhanced", "identical-links-same-purpose", "meta-refresh-no-exceptions", "target-size"]
    rules = {rule: {"enabled": True} for rule in aaa}
    found = Axe().run(reader.tab, options={"resultTypes": ["violations"], "rules": rules})
    assert found.violations_count == 0, found.generate_report()
    assert reader.tab.evaluate("document.documentElement.scrollWidth") <= width
