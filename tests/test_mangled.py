"""Whatever bytes a file holds, it is read and checked, and every problem can be shown and found."""

import json
import re
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import tiny
from waymarks.checks import check
from waymarks.problems import as_github, as_json
from waymarks.reading.files import read_file
from waymarks.reading.glossary import FILE, Glossary, read_glossary
from waymarks.reading.settings import read_settings
from waymarks.source import Content, read_content, read_page
from waymarks.text.people import cpr_numbers

DANISH, ENGLISH, LIST, PICTURE = "docs/da/hus/vaerdier.md", "docs/en/hus/vaerdier.md", FILE, "docs/assets/hus.svg"
with tempfile.TemporaryDirectory() as folder:
    tiny.content(Path(folder))
    OURS = read_settings(Path(folder))
    TINY = read_content(Path(folder), OURS.languages)

REAL = [file.read_bytes()[:2000] for file in sorted((tiny.REPOSITORY / "docs").rglob("*.md"))[::6]]
REAL.append((tiny.REPOSITORY / FILE).read_bytes()[:3000])
TINY_PAGE = tiny.dedented(tiny.PAGES[DANISH]).encode()

# What Markdown, YAML, HTML, people and encodings trip over.
WORDS = """---|...|title: |kind: |description: |source: |sources:|  - id: |organisation:|reviewed: 2026-02-30|order: |units: |
rows: [{id: a, title: b, says: [c]}]|path: |tone: |name: |values|holds: [a, b]|? |: |- |&a |*a |!!python/name:os |!x |<<: |{|}|[|]|"|'|
"a\\nb": |"\\n"|"010190-1234": |order: 010190-1234|](010190-1234.md)|"\\0"|"\\ud800"|"\\x1b"|> |>>>>>>>>|> > > - |#|##|# H|####### |{#a}|{: #a }|{: #hus-vaerdier-02 }|{: onclick="x" }|{: .a b=c }|```|~~~|`|``|
<|>|</|<b|<!--|-->|<![|<?|<script>|<img src=x onerror=y>|<a href=|[a](|](|)|![](|[a]: |[a][b]|<https://|http://[|javascript:|data:|//x|\\\\|
| a | b |\n|---|---|\n|*|**|__|\\|&amp;|&#0;|&#xD800;|010190-1234|01 01 90 1234|20 30 12 34|a@b.dk|+45 |%|%00|%ff|
\t|\0|\x01|\x0b|\x0c|\x1c|\x7f|\x85|\u00ad|\u00a0|\u200b|\u2028|\u202e|\ufeff|\ufffd|\uffff|æ|Å|😀|\U0010ffff|0x_|1e999|=|2026-13-45|null|~|
@|$|{{ x }}|<svg xmlns='http://www.w3.org/2000/svg'>|</svg>|<!DOCTYPE x [<!ENTITY a 'b'>]>|&a;|<?xml version='1.0' encoding='x'?>| on=''| xlink:href='x'"""
TOKENS = [token.strip("\n") if len(token) > 1 else token for token in WORDS.split("|")]

words = st.one_of(
    st.sampled_from(TOKENS), st.sampled_from(["\n", "\n\n", "\n  ", " ", "|", "\r", "\r\n"]), st.text(max_size=6)
)
text = st.lists(words, max_size=40).map("".join)
deep = st.builds(lambda token, times: token * times, st.sampled_from(TOKENS), st.integers(1, 400))
ours = settings(
    max_examples=400, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


def told(path: str, data: bytes) -> None:
    """Read and check a tiny site in which one file holds `data`; look at everything that is said."""
    file = read_file(path, data)
    others = tuple(page for page in TINY.pages if page.path != path)
    language = next((one for one in OURS.languages if path.startswith(f"docs/{one.code}/")), None)
    pages = (read_page(file, language), *others) if language else others
    glossary = read_glossary(file.text, OURS.languages) if path == LIST and file.text else Glossary()
    files = (file, *(one for one in TINY.files if one.path != path))
    content = Content(OURS.languages, pages, TINY.assets | {PICTURE}, glossary, files)
    problems = check(content, OURS, date(2026, 11, 24))
    last = len(re.split(b"\r\n|\r|\n", data))
    for one in problems:
        assert one.path
        assert one.path != path or 1 <= one.line <= last, one
        assert one.message.strip()
        assert one.fix.strip()
        assert len(str(one).splitlines()) == 1
        assert not list(cpr_numbers(str(one)))
        str(one).encode()
    assert json.loads(as_json(problems)) is not None
    assert len(as_github(problems).splitlines()) == len(problems)


@st.composite
def mangled(draw) -> bytes:
    """A real page after an accident: bytes lost, doubled, or put in."""
    data = draw(st.sampled_from(REAL))
    for _ in range(draw(st.integers(1, 5))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.integers(0, 40)))
        kept = draw(st.sampled_from([b"", data[start:end], data[start:end] * 2]))
        put = draw(st.one_of(st.binary(max_size=4), words.map(_bytes), deep.map(_bytes)))
        data = data[:start] + kept + put + data[end:]
    return data


def _bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogatepass")


@ours
@given(st.sampled_from([DANISH, ENGLISH, LIST]), mangled())
def test_real_pages_after_an_accident(path, data):
    told(path, data)


@ours
@given(st.sampled_from([DANISH, ENGLISH]), text, st.one_of(text, deep))
def test_any_front_matter(path, lines, more):
    told(path, _bytes(f"---\ntitle: T\n{lines}\n{more}\n---\n# T\n"))


@ours
@given(st.sampled_from([DANISH, ENGLISH]), st.lists(st.one_of(text, deep), max_size=3).map("\n".join))
def test_any_markdown(path, body):
    told(path, TINY_PAGE[: TINY_PAGE.index(b"# Hus")] + _bytes(body))


@ours
@given(
    st.sampled_from([DANISH, LIST, PICTURE, "docs/da/noter.txt"]),
    st.one_of(text.map(_bytes), deep.map(_bytes), st.binary(max_size=60)),
)
@example(DANISH, b"{#a}\n...")
def test_any_file(path, data):
    told(path, data)


BOMB = "a: &a [x]\n" + "".join(
    f"{b}: &{b} [*{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}, *{a}]\n"
    for a, b in zip("abcdefghij", "bcdefghijk", strict=True)
)


@pytest.mark.parametrize(
    "data",
    [
        f"---\n{BOMB}---\n",
        "---\ntitle: " + "[" * 50_000 + "\n---\n",
        "---\n" + "a:\n ".join([" " * n for n in range(900)]) + "\n---\n",
        "---\ntitle: T\n---\n" + ">" * 100_000,
        "---\ntitle: T\n---\n" + "- " * 10_000,
        "---\ntitle: T\n---\n" + "[" * 25_000 + "](" * 2_000,
        "---\ntitle: T\n---\n" + "*a _b " * 10_000,
        "---\ntitle: T\n---\n{" + " " * 250_000,
        "---\ntitle: T\n---\n" + "<a" * 100_000,
        "---\ntitle: T\n---\n" + "{: a=" * 50_000,
        "---\ntitle: T\n---\n" + "a" * 450_000 + "@",
        "---\ntitle: T\n---\n" + "0" * 450_000,
        "---\ntitle: T\n---\n" + "01" * 200_000,
        "---\ntitle: T\n---\n" + "`a``b```" * 10_000,
        "---\ntitle: T\n---\n" + "<!--" * 50_000,
        "---\ntitle: T\n---\n" + "| a " * 25_000 + "|\n" + "|---" * 25_000 + "|\n",
        "---" + "\n---x" * 10_000,
    ],
    ids=lambda data: data[3:30].replace("\n", "/") + f"… {len(data)}",
)
def test_what_was_made_to_take_for_ever_does_not(data):
    told(DANISH, data.encode())
