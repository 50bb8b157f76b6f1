"""How the wording of a page is judged: key terms and copied runs."""

import re
from collections.abc import Iterable, Iterator

import snowballstemmer
from lxml import html

_STEMMERS = {"da": snowballstemmer.stemmer("danish"), "en": snowballstemmer.stemmer("english")}
_SMALL = {
    "da": set(
        "og i på af at en et den det de der som til for med om sig selv egen eget egne ved fra eller vi vores man er så".split()
    ),
    "en": set("and or the a an of to in on for with their own as by at is are be".split()),
}
# The stemmers leave these apart; the inventory means them as one word.
_SAME = {"da": {"bedste": "bedst", "bedre": "bedr"}, "en": dict.fromkeys(["life", "lives", "live", "living"], "liv")}

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}


def article(tree: html.HtmlElement) -> html.HtmlElement:
    """The page's own text, without what the template adds around it, and without soft hyphens."""
    text = tree.xpath("//article")[0]
    for button in text.xpath(".//button[@class='copy-link']"):
        button.drop_tree()
    for element in text.iter():
        element.text, element.tail = (words and words.replace("\u00ad", "") for words in (element.text, element.tail))
    return text


def sections(text: html.HtmlElement) -> Iterator[tuple[set[str], str]]:
    """The ids and the words of each heading with what stands below it, up to the next heading."""
    ids: set[str] = set()
    words: list[str] = []
    for element in text:
        if element.tag in _HEADINGS:
            yield ids, " ".join(words)
            ids, words = set(), []
        ids |= set(element.xpath("descendant-or-self::*/@id"))
        words.append(" ".join(element.itertext()))
    yield ids, " ".join(words)


def has_term(term: str, text: str, language: str) -> bool:
    """Whether every word of `term` is in `text`, in any order, inflection or compound; small words are left out."""
    tokens = set(_tokens(text))
    tokens |= {_stem(token, language) for token in tokens}
    wanted = [word for word in _tokens(term, whole=False) if word not in _SMALL[language]]
    return all(_has_word(_stem(word, language), word, tokens) for word in wanted or _tokens(term, whole=False))


def _has_word(stem: str, word: str, tokens: set[str]) -> bool:
    return word in tokens or stem in tokens if len(stem) <= 2 else any(stem in token for token in tokens)


def _stem(word: str, language: str) -> str:
    return _SAME[language].get(word) or _STEMMERS[language].stemWord(word)


def _tokens(text: str, whole: bool = True) -> list[str]:
    """Lower-case words; with `whole`, a hyphenated word also as one and without its hyphen."""
    plain = text.lower().replace("’", "'").replace("–", "-")
    found = []
    for word in (word.strip(".'-") for word in re.findall(r"[0-9a-zæøåéüöä.'-]+", plain)):
        parts = (
            [word] if "." in word and not word[:1].isdigit() else [part for part in re.split(r"[-'.]", word) if part]
        )
        found += [word, word.replace("-", ""), *parts] if whole else parts
    return found


def runs(text: str, length: int) -> set[tuple[str, ...]]:
    """Every run of `length` words in `text`."""
    words = re.findall(r"[a-zæøåéüöä0-9]+", text.lower())
    return {tuple(words[n : n + length]) for n in range(len(words) - length + 1)}


def copied(text: html.HtmlElement, sources: set[tuple[str, ...]], names: Iterable[str], length: int) -> list[str]:
    """The runs of `length` words that a block of the page shares with the sources, names left out."""
    found = []
    for element in text.iter("p", "li", *_HEADINGS):
        block = " ".join(element.text_content().split())
        for name in sorted(names, key=len, reverse=True):
            block = block.replace(name, "|")
        found += [" ".join(run) for part in block.split("|") for run in runs(part, length) & sources]
    return found
