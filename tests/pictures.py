"""Pictures: of the published site, and those of the README and the editors' guide, which show a site where something awaits translation."""

from __future__ import annotations

import shutil
import subprocess
import sys
from io import BytesIO
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from web_servers import serving

import tiny

STATEMENTS = "hoeje-taastrup/socialpsykiatri/kollegiale-forventninger/"
PAGES = ["", STATEMENTS, "soeg/#q=recovery", "paa-tvaers/to-steder/#a=juvelhuset&b=hjoerring-kommune"]
PAGES += """
herlev/juvelhuset/ for/medarbejdere/ for/nye-medarbejdere/ for/borgere/ vaerdier/respekt/ paa-tvaers/ ordliste/
halsnaes/laeserute/ halsnaes/laeserute/udskrift/ was/ findes-ikke/
""".split()

GUIDE = "om/redaktion"
WAITING, CHANGED = "hjoerring/mission", ("Missionen går ud på at støtte", "Missionen er at støtte")
# In CSS pixels, as the guide's pages say; wide enough for the text, too narrow for the menu beside it.
SIZE = (760, 500)
README = (1280, 760)
# Each picture: the page it is taken of, and what stands at its top.
PICTURES = {
    "siden": ("herlev/juvelhuset/vaerdier/", ".breadcrumbs"),
    "venter": (f"{WAITING}/", "h1"),
    "status": ("om/status/", "h1"),
}


def take_site(chromium, folder: Path) -> None:
    """Write a picture of each of PAGES into `folder`, as each kind of reader sees it."""
    with serving(tiny.REPOSITORY / "public" / "current") as address:
        for width, scheme in product((360, 1280), ("light", "dark")):
            tab = chromium.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme).new_page()
            _take(tab, f"{address}/", folder, f"{width}-{scheme}")


def _take(tab, address: str, folder: Path, kind: str) -> None:
    for language, prefix in (("da", ""), ("en", "en/")):
        for path in PAGES:
            name = path.partition("#")[0].strip("/").replace("/", "-") or "front-page"
            tab.emulate_media(media="screen")
            tab.goto("about:blank")
            tab.goto(address + prefix + path, wait_until="networkidle")
            tab.screenshot(path=folder / f"{name}-{language}-{kind}.png", full_page=True)
        tab.goto(address + prefix + STATEMENTS)
        tab.emulate_media(media="print")
        tab.screenshot(path=folder / f"paper-{language}-{kind}.png", full_page=True)


def take_guide(chromium, root: Path) -> None:
    """Write the pictures of each language into the guide below `root`, and that of the README."""
    size = dict(zip(("width", "height"), SIZE, strict=True))
    tab = chromium.new_context(viewport=size, color_scheme="light").new_page()
    with TemporaryDirectory() as folder:
        _build(Path(folder))
        with serving(Path(folder, "public", "current")) as address:
            for (language, prefix), (name, (path, top)) in product((("da", ""), ("en", "en/")), PICTURES.items()):
                # What awaits translation is shown to English readers only.
                tab.goto(f"{address}/{'en/' if name == 'venter' else prefix}{path}")
                tab.locator(top).first.evaluate("element => scrollTo(0, element.getBoundingClientRect().top - 16)")
                _write(tab.screenshot(), root / "docs" / language / GUIDE / f"{name}.png")
            tab.set_viewport_size({"width": README[0], "height": README[1]})
            tab.goto(f"{address}/{PICTURES['siden'][0]}")
            _write(tab.screenshot(), root / ".readme" / "a-page.png")


def _build(root: Path) -> None:
    tiny.tools(root)
    shutil.copytree(tiny.REPOSITORY / "docs", root / "docs")
    page = root / "docs" / "da" / f"{WAITING}.md"
    text = page.read_text("utf-8")
    if CHANGED[0] not in text:
        raise ValueError(f"{page} no longer says {CHANGED[0]!r}: choose another sentence for the picture")
    page.write_text(text.replace(*CHANGED), "utf-8")
    subprocess.run([sys.executable, "scripts/build.py"], cwd=root, check=True, stdout=subprocess.DEVNULL)


def _write(picture: bytes, file: Path) -> None:
    """256 colours are enough for a page, and a quarter of the bytes."""
    Image.open(BytesIO(picture)).convert("RGB").quantize(256).save(file, optimize=True)
