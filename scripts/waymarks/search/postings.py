"""Where each word stands, and how much a page is about it: a score that is ready, so that a search only adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from sys import intern

from waymarks.search.entries import Entry
from waymarks.search.words import Lists, fold, hyphenated, written

# BM25F: how much a word counts by where it stands, how soon more of them stop to count, and how much long pages lose.
_WEIGHTS = {
    "title": 20.0,
    "description": 2.0,
    "place": 2.5,
    "heading": 1.3,
    "term": 1.5,
    "statement": 2.0,
    "text": 0.7,
    "chosen": 0.6,
    "quoted": 0.25,
    "asked": 1.5,
}
_PART = 0.7  # a part of a compound, as against the whole word
_SATURATION = 6.0
_LENGTH = 0.5
# A score is a whole number in the index.
TOP = 99


@dataclass
class Word:
    """A word of the index, folded. `spellings` are the ways in which texts write it, `parts` what a compound is made of.
    `pages` has, for each page that holds it, how it stands there ("!" in the title, "-" only as a part of other words, or as one that people use for the page),
    the score, and the numbers of the passages."""

    spellings: Counter[str] = field(default_factory=Counter)
    parts: tuple[str, ...] = ()
    pages: dict[int, tuple[str, int, tuple[int, ...]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Weighed:
    """What the words of one page weigh, whatever other pages there are.

    `length` is all of them together. Of each of the `words`, folded, there are its weight, how it stands there and the numbers
    of its passages. `spelt` has how texts write words, folded, and how often; `hyphenated` words that are written with a
    hyphen and their parts, folded.
    """

    length: float
    words: tuple[str, ...]
    weights: tuple[float, ...]
    standing: tuple[str, ...]
    passages: tuple[tuple[int, ...], ...]
    spelt: tuple[tuple[str, str, int], ...]
    hyphenated: tuple[tuple[str, tuple[str, ...]], ...]


def weigh(entry: Entry, lists: Lists) -> Weighed:
    weights, passages = _weighed(entry, lists)
    texts = [text for _, text, _ in _texts(entry)]
    counts = Counter(chain.from_iterable(map(written, texts)))
    wholes = set(map(fold, counts))
    counts.update(written(entry.asked))
    # Of a word that stands on many pages there is one text in memory, and in the cache.
    spelt = tuple((intern(word), intern(fold(word)), times) for word, times in counts.items())
    title = title_words(entry, lists)
    return Weighed(
        _length(entry, lists),
        tuple(map(intern, weights)),
        tuple(weights.values()),
        tuple("!" if word in title else "" if word in wholes else "-" for word in weights),
        tuple(tuple(passages[word]) for word in weights),
        spelt,
        tuple((fold("".join(parts)), tuple(map(fold, parts))) for parts in hyphenated(texts)),
    )


def words_of(pages: Sequence[Weighed], lists: Lists) -> dict[str, Word]:
    """By folded word; its pages are numbered as in `pages`, passages as in the page's entry."""
    mean = sum(page.length for page in pages) / max(len(pages), 1) or 1.0
    found: dict[str, Word] = defaultdict(Word)
    alike: dict[tuple[str, int, tuple[int, ...]], tuple[str, int, tuple[int, ...]]] = {}  # most stand as others do
    for number, page in enumerate(pages):
        long = _SATURATION * (1 - _LENGTH + _LENGTH * page.length / mean)
        for word, weight, standing, passages in zip(
            page.words, page.weights, page.standing, page.passages, strict=True
        ):
            there = (standing, max(round(TOP * weight / (weight + long)), 1), passages)
            found[word].pages[number] = alike.setdefault(there, there)
        for word, folded, times in page.spelt:
            one = found[folded]
            one.spellings[word] += times
            one.parts = lists.parts.get(folded, ())
        for word, parts in page.hyphenated:
            found[word].parts = parts
    return {word: one for word, one in found.items() if one.pages}


def fields_of(words: dict[str, Word], lists: Lists) -> dict[str, Word]:
    """The fields of `lists` as words of the index, "~0", "~1" …: the pages that have a form of any of a field's words."""
    found = {}
    for number, field_ in enumerate(lists.fields):
        forms = {word + ending for word in field_.split() for ending in lists.endings}
        pages: dict[int, tuple[str, int, tuple[int, ...]]] = {}
        for form in forms & {*words}:
            for page, (_, score, _) in words[form].pages.items():
                pages[page] = ("-", max(score, pages[page][1] if page in pages else 0), ())
        found[f"~{number}"] = Word(pages=pages)
    return found


def title_words(entry: Entry, lists: Lists) -> set[str]:
    """What the title says, without the stop words."""
    return {*map(fold, written(entry.title))} - {*lists.stop}


def _length(entry: Entry, lists: Lists) -> float:
    """Of the page: its words, by what they weigh."""
    length = 0.0
    for place, text, _ in _texts(entry):
        weight = _weight(place, entry, lists)
        for _ in written(text):
            length += weight
    return length


def _weight(place: str, entry: Entry, lists: Lists) -> float:
    """Of a word there. A page is more about the one word of its title than about each of ten."""
    lead = max(len(title_words(entry, lists)), 1) ** -0.5 if place == "title" else 1.0
    return _WEIGHTS[place] * lead


def _weighed(entry: Entry, lists: Lists) -> tuple[dict[str, float], dict[str, list[int]]]:
    """Of each word its weight, and its passages."""
    weights: dict[str, float] = defaultdict(float)
    passages: dict[str, list[int]] = defaultdict(list)
    for place, text, number in (*_texts(entry), ("asked", entry.asked, None)):
        weight = _weight(place, entry, lists)
        for whole in map(fold, written(text)):
            for word, share in _with_parts(whole, lists) if place != "asked" else [(whole, 1.0)]:
                weights[word] += weight * share
                if number is not None and (word not in passages or passages[word][-1] != number):
                    passages[word].append(number)
    return weights, passages


def _texts(entry: Entry) -> Iterator[tuple[str, str, int | None]]:
    """The page's texts: what each is, its words, and the number of its passage."""
    yield "title", entry.title, None
    yield "description", entry.description, None
    yield "place", entry.place, None
    yield "chosen" if entry.rank > 5 else "quoted", entry.quoted, None
    for number, one in enumerate(entry.passages):
        yield one.field, one.text, number


def _with_parts(word: str, lists: Lists) -> Iterator[tuple[str, float]]:
    if len(word) > 1 or word.isdigit():
        yield word, 1.0
    for part in lists.parts.get(word, ()):
        yield part, _PART
