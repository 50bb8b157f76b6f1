"""A country to measure with: the site's own pages, and as many invented municipalities as are asked for.

Each has ten places, and each place four pages in two languages, with sources, statements, headings, lists, tables and
links. Their sentences are the site's own, drawn anew, so that search, glossary and spelling have real words to work
on; their names are invented. The first M municipalities are the same however many are made.
"""

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import tiny

PLACES = 10
_KINDS = {
    "index": ("background", "Om", "About"),
    "vaerdier": ("values", "Værdier i", "Values of"),
    "principper": ("principles", "Principper i", "Principles of"),
    "forventninger": ("collegial-expectations", "Kollegiale forventninger i", "Collegial expectations of"),
}
PAGES = len(_KINDS)

_STEMS = "Nord Syd Vester Øster Sønder Ny Gammel Stor Lille Høj Dyb Lang Bred Sol Måne Skov Mose Bæk Klit Lynge".split()
_TAILS = "by holm rup lev strup sund bro vig lund".split()
_HOUSES = "Kilden Engen Bakken Lunden Stranden Mølledammen Kirkevej Havnen Torvet Dalen".split()
_ASCII = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})
_TONES = "petrol moss plum rust".split()


def municipalities_for(pages: int) -> int:
    """How many make a site of about so many pages in all."""
    own = len(list((tiny.REPOSITORY / "docs").rglob("*.md")))
    return max(1, round((pages - own) / (2 * (1 + PLACES * PAGES))))


def write_corpus(root: Path, municipalities: int) -> None:
    """Fill `root`, which is empty, with the project and this content."""
    tiny.tools(root)
    shutil.copytree(tiny.REPOSITORY / "docs", root / "docs")
    sentences = _sentences()
    for number in range(municipalities):
        _municipality(root, number, sentences)
    tiny.confirm(root)


def _sentences() -> list[tuple[str, str]]:
    """Every statement of the site that is a sentence, in Danish and in English."""
    by_language = []
    for code in ("da", "en"):
        found = {}
        for file in sorted((tiny.REPOSITORY / "docs" / code).rglob("*.md")):
            for text, id in re.findall(r"^([A-ZÆØÅ][^\n\[*{|<]{20,}\.)\n\{: #(\S+) \}", file.read_text("utf-8"), re.M):
                found[id] = text
        by_language.append(found)
    danish, english = by_language
    return [(danish[id], english[id]) for id in sorted(danish.keys() & english.keys())]


def _municipality(root: Path, number: int, sentences: list[tuple[str, str]]) -> None:
    name = _name(number)
    folder, id = _slug(name), f"m{number}"
    places = [f"{house}, {name}" for house in _HOUSES]
    for n, code in enumerate(("da", "en")):
        title = f"{name} {('Kommune', 'Municipality')[n]}"
        links = "".join(f"- [{place}](sted-{p}/index.md)\n" for p, place in enumerate(places))
        kind = ("kind: overview\norder: 50\n", "")[n]
        facts = f"  id: {id}\n  type: municipality\n  tone: {_TONES[number % len(_TONES)]}\n"
        front = f"{kind}organisation:\n{('', facts)[n == 0]}  name: {title}\n"
        text = f"{_front(title, sentences[number % len(sentences)][n], front)}# {title}\n\n{sentences[0][n]}\n\n{links}"
        _write(root, code, f"{folder}/index.md", text)
    for p, place in enumerate(places):
        for stem, page in _place(number, p, place, sentences):
            for code, text in zip(("da", "en"), page, strict=True):
                _write(root, code, f"{folder}/sted-{p}/{stem}.md", text)


def _place(number: int, p: int, place: str, sentences: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, str]]]:
    id = f"m{number}-{p}"
    declared = (
        f"organisation:\n  id: {id}\n  type: facility\n  name: {place}\n  parent: m{number}\n"
        f"sources:\n  - id: {id}-ord\n    title: Vores ord\n    adopted: 20{10 + p}-05-01\n    adopted_at: husmøde\n",
        f"organisation:\n  name: {place}\n"
        f"sources:\n  - id: {id}-ord\n    title: Our words\n    adopted_at: house meeting\n",
    )
    for order, (stem, (kind, *titles)) in enumerate(_KINDS.items()):
        facts = (f"kind: {kind}\nsource: {id}-ord\norder: {order}\nreviewed: 2026-11-22\n", "")
        texts = []
        for n in range(2):
            chance = random.Random(f"{id}/{stem}")  # the same in both languages  # noqa: S311 - no secret
            title = f"{titles[n]} {place}"
            own = declared[n] if stem == "index" else ""
            front = _front(title, chance.choice(sentences)[n], facts[n] + own)
            texts.append(f"{front}# {title}\n\n{_body(chance, sentences, n, f'{id}-{stem}')}")
        yield stem, (texts[0], texts[1])


def _body(chance: random.Random, sentences: list[tuple[str, str]], n: int, id: str) -> str:
    """Three to seven sections of a statement, or a list of some, and running text below; `n` is the language's."""

    def some(fewest: int, most: int) -> str:
        return " ".join(chance.choice(sentences)[n] for _ in range(chance.randint(fewest, most)))

    blocks = [some(1, 3)]
    for count in range(chance.randint(3, 6)):
        blocks.append(f"## {('Afsnit', 'Section')[n]} {count + 1}\n\n{some(2, 3)}\n{{: #{id}-{count:02} }}")
        shape = chance.random()
        if shape < 0.3:
            blocks.append("\n".join(f"- {some(1, 1)}" for _ in range(chance.randint(3, 5))))
        elif shape < 0.4:
            rows = "".join(f"| {some(1, 1)} | {some(1, 1)} |\n" for _ in range(3))
            blocks.append(f"{('Tabel', 'Table')[n]}: {some(1, 1)}\n\n| A | B |\n|---|---|\n{rows}")
        elif shape < 0.7:
            blocks.append(some(2, 4))
    others = [stem for stem in _KINDS if not id.endswith(stem)]
    blocks.append("\n".join(f"- [{stem.capitalize()}]({stem}.md)" for stem in others))
    return "\n\n".join(blocks) + "\n"


def _front(title: str, description: str, rest: str) -> str:
    return f'---\ntitle: "{title}"\ndescription: "{description}"\n{rest}---\n\n'


def _name(number: int) -> str:
    stem, tail = divmod(number * 7 % (len(_STEMS) * len(_TAILS)), len(_TAILS))
    again = number // (len(_STEMS) * len(_TAILS))
    return f"{_STEMS[stem]}{_TAILS[tail]}{f' {again + 1}' if again else ''}"


def _slug(name: str) -> str:
    return name.lower().translate(_ASCII).replace(" ", "-")


def _write(root: Path, code: str, path: str, text: str) -> None:
    file = root / "docs" / code / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
