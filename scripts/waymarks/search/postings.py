"""Where each word stands, and how much a page is about it: a score that is ready, so that a search only adds up."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from itertools import chain
from sys import intern
from typing import Any

from waymarks.reading.words import Lists, fold, hyphenated, written
from waymarks.search.entries import Entry

# BM25F: how much a word counts by where it stands, how soon more of them stop to count, and how much long pages lose.
_WEIGHTS = {
    "title": 20.0,
    "description": 2.0,
    "place": 2.5,
    "name": 1.6,
    "heading": 1.3,
    "term": 1.8,
    "statement": 2.0,
    "text": 0.7,
    "chosen": 0.6,
    "quoted": 0.175,
    "asked": 1.5,
}
_PART = 0.7  # a part of a compound, as against the whole word
_SATURATION = 6.0
_LENGTH = 0.5
# A score is a whole number in the index.
TOP = 99


# How a word stands on a page ("!" in the title, "-" only as a part of other words, or as one that people use for the page), what
# it weighs there, and the numbers of its passages.
Place = tuple[str, float, tuple[int, ...]]


@dataclass
class Word:
    """A word of the index, folded. `spellings` are the ways in which texts write it, `parts` what a compound is made of.
    `pages` are the numbers of those that hold it, rising, and `places` how it stands on each."""

    spellings: Counter[str] = field(default_factory=Counter)
    parts: tuple[str, ...] = ()
    pages: "array[int]" = field(default_factory=lambda: array("I"))
    places: list[Place] = field(default_factory=list)


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


@lru_cache(maxsize=200_000)
def _one(value: Any) -> Any:
    """What stands on many pages, as the same on all of them: it is in memory once, and once in what is kept."""
    return value


def weigh(entry: Entry, lists: Lists) -> Weighed:
    """What a search finds of `entry` by each of its words, and how good an answer it then is."""
    title, texts = title_words(entry, lists), list(_texts(entry))
    # A page is more about the one word of its title than about each of ten.
    lead = max(len(title), 1) ** -0.5
    said = [
        (_WEIGHTS[place] * (lead if place == "title" else 1.0), [*written(text)], number)
        for place, text, number in texts
    ]
    counts = Counter(chain.from_iterable(words for _, words, _ in said))
    wholes = set(map(fold, counts))
    asked = [*written(entry.asked)]
    counts.update(asked)
    weights, passages = _weighed(said, lists)
    for word in map(fold, asked):
        weights[word] += _WEIGHTS["asked"]
    return Weighed(
        sum(weight * len(words) for weight, words, _ in said),
        tuple(map(intern, weights)),
        tuple(map(_one, weights.values())),
        tuple("!" if word in title else "" if word in wholes else "-" for word in weights),
        tuple(_one(tuple(passages.get(word, ()))) for word in weights),
        tuple(_one((intern(word), intern(fold(word)), times)) for word, times in counts.items()),
        tuple((fold("".join(parts)), tuple(map(fold, parts))) for parts in hyphenated(text for _, text, _ in texts)),
    )


class Postings:
    """The words of all pages. What one weighs on a page is only known as a score when all pages are there: long ones count less,
    and what is long follows from the others."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._words: dict[str, Word] = defaultdict(Word)
        self._lengths = array("d")
        self._alike: dict[Place, Place] = {}  # most stand as others do

    def add(self, page: Weighed) -> None:
        """The next page: they are numbered as they come, passages as in the page's entry."""
        number, words, alike, parts = len(self._lengths), self._words, self._alike, self._lists.parts
        self._lengths.append(page.length)
        # Half a million times for a thousand pages: nothing is called here that need not be.
        for word, there in zip(page.words, zip(page.standing, page.weights, page.passages, strict=True), strict=True):
            one = words[word]
            one.pages.append(number)
            one.places.append(alike.setdefault(there, there))
        for word, folded, times in page.spelt:
            one = words[folded]
            one.spellings[word] += times
            one.parts = parts.get(folded, ())
        for word, halves in page.hyphenated:
            words[word].parts = halves

    @property
    def words(self) -> dict[str, Word]:
        """By folded word."""
        return {word: one for word, one in self._words.items() if one.pages}

    @cached_property
    def _mean(self) -> float:
        return sum(self._lengths) / max(len(self._lengths), 1) or 1.0

    @cached_property
    def _longs(self) -> list[float]:
        """By page: what a word weighs there that has half of the highest score."""
        return [_SATURATION * (1 - _LENGTH + _LENGTH * length / self._mean) for length in self._lengths]

    def scored(self, word: str) -> Iterator[tuple[int, str, int, tuple[int, ...]]]:
        """The pages of a word: number, how it stands there, score and passages."""
        one, longs = self._words[word], self._longs
        for page, (standing, weight, passages) in zip(one.pages, one.places, strict=True):
            yield page, standing, round(TOP * weight / (weight + longs[page])) or 1, passages

    def fields(self) -> Iterator[tuple[str, list[tuple[int, str, int, tuple[int, ...]]]]]:
        """The fields of the lists as words of the index, "~0", "~1" …: the pages that have a form of any of a field's words."""
        known = self.words.keys()
        for number, field_ in enumerate(self._lists.fields):
            forms = {word + ending for word in field_.split() for ending in self._lists.endings}
            scores: dict[int, int] = {}
            for form in forms & known:
                for page, _, score, _ in self.scored(form):
                    scores[page] = max(score, scores.get(page, 0))
            yield f"~{number}", [(page, "-", score, ()) for page, score in sorted(scores.items())]


def title_words(entry: Entry, lists: Lists) -> set[str]:
    """What the title says, without the stop words."""
    return {*map(fold, written(entry.title))} - {*lists.stop}


def subject(entry: Entry, lists: Lists) -> set[str]:
    """The words of the title but for the names that say where it holds, unless it has no others."""
    words = title_words(entry, lists)
    return words - {*map(fold, written(entry.place))} or words


def _weighed(
    said: Iterable[tuple[float, Sequence[str], int | None]], lists: Lists
) -> tuple[dict[str, float], dict[str, list[int]]]:
    """Of each word its weight, and its passages. `said` are texts: what a word of it weighs, its words, and the number of its
    passage."""
    weights: dict[str, float] = defaultdict(float)
    passages: dict[str, list[int]] = defaultdict(list)
    for weight, words, number in said:
        for word, share in chain.from_iterable(_with_parts(fold(whole), lists) for whole in words):
            weights[word] += weight * share
            if number is not None and (word not in passages or passages[word][-1] != number):
                passages[word].append(number)
    return weights, passages


def _texts(entry: Entry) -> Iterator[tuple[str, str, int | None]]:
    """The page's texts: what each is, its words, and the number of its passage."""
    yield "title", entry.title, None
    yield "description", entry.description, None
    yield "place", entry.place, None
    yield "name", entry.names, None
    yield "chosen" if entry.rank > 5 else "quoted", entry.quoted, None
    for number, one in enumerate(entry.passages):
        yield one.field, one.text, number


def _with_parts(word: str, lists: Lists) -> Iterator[tuple[str, float]]:
    if len(word) > 1 or word.isdigit():
        yield word, 1.0
    for part in lists.parts.get(word, ()):
        yield part, _PART
