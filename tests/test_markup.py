"""No script, style or frame in a page's text reaches a reader, even where the check is not asked."""

import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from conftest import serving

import tiny
from waymarks.text.markup import clean

PAYLOADS = [
    line
    for line in (Path(__file__).parent / "data" / "xss.txt").read_text("utf-8").splitlines()
    if line and not line.startswith(("# ", "#  "))
]

# Everything that an editor can write, with the payload in each place. What may swallow the rest stands last.
PLACES = """\
# Om {0}

Et afsnit, og så: {0}

[et link]({0}) og [et link](<{0}>) og [et link][her] og *vægt*{{: {0} }} og ![et billede]({0}) og ![{0}](x.png)

[her]: {0}

Et udsagn.
{{: {0} }}

Et udsagn mere.
{{: title="{0}" class='{0}' }}

- {0}
- punkt {{: {0} }}

Tabel: {0}

| {0} | b |
|:-:|--:|
| {0} | [x]({0}) |

> {0}

```{0}
{0}
```

{0}
"""

# What a browser has made of a page, and must not be there. Each line names what it is.
FOUND = """() => {
  const found = [];
  const all = [...document.querySelectorAll("*")];
  const urls = ["href", "src", "action", "formaction", "data", "xlink:href", "srcset", "poster", "background"];
  const forms = "form.search, form[data-part=help]";
  for (const element of all) {
    const what = element.outerHTML.slice(0, 200);
    for (const {name, value} of element.attributes) {
      if (/^on/i.test(name)) found.push(`handler: ${what}`);
      if (["style", "srcdoc", "ping", "autofocus", "contenteditable"].includes(name)) found.push(`${name}: ${what}`);
      if (urls.includes(name) && /^[\\0- ]*(javascript|data|vbscript|blob|feed|view-source|livescript):/i.test(value.replace(/[\\t\\n\\r]/g, "")))
        found.push(`address: ${what}`);
    }
    if (element.type === "application/ld+json" && element.matches("head > script:not([src])")) {
      try { if (/[<>&]/.test(element.textContent) || !JSON.parse(element.textContent)) found.push(`data: ${what}`); } catch { found.push(`data: ${what}`); }
    } else if (element.localName === "script" && (element.textContent.trim() || !/\\/assets\\/javascripts\\/[a-z-]+\\.js$/.test(element.src)))
      found.push(`script: ${what}`);
    if (element.localName === "form" && !element.matches(forms)) found.push(`form: ${what}`);
    if (location.pathname.includes("/angreb/") && element.matches("article :is(input, select, textarea)")) found.push(`field: ${what}`);
  }
  const never = "iframe, frame, object, embed, applet, base, style, article svg, article math, meta[http-equiv], dialog, portal, audio, video";
  for (const element of document.querySelectorAll(never)) found.push(`never: ${element.outerHTML.slice(0, 200)}`);
  for (const link of document.querySelectorAll("article link, article meta")) found.push(`head: ${link.outerHTML}`);
  return found;
}"""


@pytest.fixture(scope="module")
def attacked(tmp_path_factory) -> Path:
    """A tiny site whose check finds nothing, with every payload in every place, built. Some of the pages are in the menu."""
    root = tiny.site(tmp_path_factory.mktemp("attacked"))
    (root / "scripts" / "waymarks" / "checks" / "__init__.py").write_text(
        "def check(*_):\n    return []\n\n\nstopping = check\n", "utf-8"
    )
    tiny.write(root, {f"docs/da/angreb/nr-{n}.md": _page(n, payload) for n, payload in enumerate(PAYLOADS)})
    statements = "\n\n".join(f"{payload}\n{{: #hus-angreb-{n} }}" for n, payload in enumerate(PAYLOADS[::5]))
    terms = [_term(n, payload) for n, payload in enumerate(PAYLOADS)]
    facts = {"title": "Angreb", "description": "D.", "kind": "values", "source": "husets-ord"}
    tiny.write(
        root,
        {
            "docs/da/hus/angreb.md": f"---\n{yaml.safe_dump(facts)}---\n# Angreb\n\n{statements}\n",
            "docs/da/soeg.md": "---\ntitle: Søg\ndescription: D.\nkind: search\n---\n# Søg\n",
            "docs/da/ordliste.md": "---\ntitle: Ordliste\ndescription: D.\nkind: glossary\n---\n# Ordliste\n",
            "docs/glossary.yml": yaml.safe_dump({"version": 1, "terms": terms}, allow_unicode=True),
            "docs/assets/ond.svg": "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            "docs/assets/ond.html": "<script>alert(1)</script>",
            "docs/assets/god.svg": "<svg xmlns='http://www.w3.org/2000/svg'/>",
            # What no page shows is not shipped, whatever it is.
            "docs/da/viser.md": "---\ntitle: Viser\ndescription: D.\nkind: overview\n---\n# Viser\n\n![a](../assets/ond.svg) [b](../assets/ond.html) ![c](../assets/god.svg)\n",
            "docs/da/tom.md": "\n",
        },
    )
    build = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(root / "site")]
    done = subprocess.run(build, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    return root / "site"


def _page(n: int, payload: str) -> str:
    facts = {"title": f"Om {payload}", "description": payload, "kind": "overview", "in_menu": n % 20 == 0}
    return f"---\n{yaml.safe_dump(facts, allow_unicode=True)}---\n{PLACES.format(payload)}"


def _term(n: int, payload: str) -> dict:
    words = {"da": f"ord{n} {payload}", "en": f"word{n} {payload}", "def_da": payload, "def_en": payload}
    return {"id": f"ord-{n}", **words, "in_sources": []}


def test_the_list_is_long():
    assert len(set(PAYLOADS)) >= 100


def test_nothing_that_runs_asks_or_dresses_is_in_any_page(attacked, browser):
    with serving(attacked) as address, browser.new_context() as context:
        home = f"{address}/"
        opened: list[str] = []
        context.on("dialog", lambda dialog: (opened.append(f"dialog on {dialog.page.url}"), dialog.dismiss()))
        context.on("request", lambda request: None if request.url.startswith(home) else opened.append(request.url))
        tab, still = context.new_page(), context.new_page()
        still.route("**/short.js", lambda route: route.abort())  # a short address leads on before it can be looked at
        pages = [file.relative_to(attacked).as_posix() for file in sorted(attacked.rglob("*.html"))]
        assert len(pages) > len(PAYLOADS)
        found = {}
        for page in [*pages, "soeg/index.html#q=alert"]:
            shown = still if page.startswith("s/") else tab
            shown.goto(home + page.replace("index.html", ""))
            assert urlsplit(shown.url).netloc == urlsplit(home).netloc
            if faults := shown.evaluate(FOUND):
                found[page] = faults
    assert found == {}
    assert opened == []


def test_what_is_refused_is_not_shipped(attacked):
    assert (attacked / "assets" / "god.svg").is_file()
    assert not list(attacked.glob("assets/ond.*"))
    assert not (attacked / "tom").exists()
    assert not list(attacked.glob("*.yml"))


def test_what_our_markdown_makes_stays():
    html = """<h1 id="om">Om \u00ad<em>os</em></h1>
<p id="hus-vaerdier-02" lang="en">5 &lt; 6 &amp; 7, <strong>a</strong>, <code>b</code>, <a href="../x/#y" title="t">c</a><br>
<a href="mailto:a@example.org">d</a> <a href="https://example.org/?a=1&amp;b=2">e</a></p>
<ul><li id="hus-vaerdier-03">f</li></ul><ol><li>g</li></ol><blockquote><p>h</p></blockquote><hr>
<p><img src="../assets/i.svg" alt="j" width="3" height="4"> <button type="button" class="term" popovertarget="term-ro">ro</button></p>
<div class="scroller" tabindex="0" role="region" aria-labelledby="table-1"><table><caption id="table-1">k</caption><thead><tr>\
<th scope="col" class="right">l</th></tr></thead><tbody><tr><td class="center">m</td></tr></tbody></table></div>
<pre><code class="language-yaml">n: 1
</code></pre>"""
    assert clean(html) == html


@pytest.mark.parametrize(
    ("html", "rest"),
    [
        ('<p onclick="x">a</p>', "<p>a</p>"),
        ("<p>a<script>b</script>c</p>", "<p>ac</p>"),
        ('<p style="color:red" class="skip">a</p>', "<p>a</p>"),
        ('<div role="alert" class="menu">a</div>', "<div>a</div>"),
        ('<button type="submit" class="x" popovertarget="main">a</button>', "<button>a</button>"),
        ('<a href="java\nscript:x">a</a>', "<a>a</a>"),
        ('<img src="//x.example/a.png" alt="a">', '<img alt="a">'),
        ('<img src="/\\x.example/a.png" alt="a">', '<img alt="a">'),
        ("<p>a<!-- b --></p>", "<p>a</p>"),
    ],
)
def test_all_else_goes(html, rest):
    assert clean(html) == rest
