"""Where each word stands, and how much a page is about it: a score that is ready, so that a search only adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from waymarks.search.entries import Entry
from waymarks.search.words import Lists, fold, written

# BM25F: how much a word counts by where it stands, how soon more of them stop to count, and how much long pages lose.
_WEIGHTS = {
    "title": 20.0,
    "description": 2.0,
    "place": 2.5,
    "heading": 2.0,
    "term": 1.5,
    "statement": 2.0,
    "text": 0.7,
    "chosen": 0.4,
    "quoted": 0.25,
}
_PART = 0.7  # a part of a compound, as against the whole word
_SATURATION = 6.0
_LENGTH = 0.5
# A score is a whole number in the index.
TOP = 99


@dataclass
class Word:
    """A word of the index, folded. `spellings` are the ways in which texts write it; `pages` has, for each page that
    holds it, the score and the numbers of the passages."""

    spellings: Counter[str] = field(default_factory=Counter)
    pages: dict[int, tuple[int, tuple[int, ...]]] = field(default_factory=dict)


def words_of(entries: Sequence[Entry], lists: Lists) -> dict[str, Word]:
    """By folded word; `pages` are numbered as in `entries`, passages as in the entry."""
    weighed = [_weighed(entry, lists) for entry in entries]
    mean = sum(length for _, length, _ in weighed) / max(len(weighed), 1) or 1.0
    found: dict[str, Word] = defaultdict(Word)
    for number, (weights, length, passages) in enumerate(weighed):
        long = 1 - _LENGTH + _LENGTH * length / mean
        for word, weight in weights.items():
            score = round(TOP * weight / (weight + _SATURATION * long))
            found[word].pages[number] = (max(score, 1), tuple(passages[word]))
    for entry in entries:
        for _, text, _ in _texts(entry):
            for word in written(text):
                found[fold(word)].spellings[word] += 1
    return {word: one for word, one in found.items() if one.pages}


def _weighed(entry: Entry, lists: Lists) -> tuple[Counter[str], float, dict[str, list[int]]]:
    """Of each word its weight, the page's length, and of each word its passages."""
    weights: Counter[str] = Counter()
    passages: dict[str, list[int]] = defaultdict(list)
    length = 0.0
    for place, text, number in _texts(entry):
        # A page is more about the one word of its title than about each of ten.
        words = [fold(word) for word in written(text)]
        lead = max(1, len({*words} - {*lists.stop})) ** -0.5 if place == "title" else 1.0
        for whole in words:
            length += _WEIGHTS[place] * lead
            for word, share in _with_parts(whole, lists):
                weights[word] += _WEIGHTS[place] * lead * share  # type: ignore[assignment]  # Counter adds any numbers
                if number is not None and (word not in passages or passages[word][-1] != number):
                    passages[word].append(number)
    return weights, length, passages


def _texts(entry: Entry) -> Iterator[tuple[str, str, int | None]]:
    """The page's texts: what each is, its words, and the number of its passage."""
    yield "title", entry.title, None
    yield "description", entry.description, None
    yield "place", entry.place, None
    yield "chosen" if entry.rank > 7 else "quoted", entry.quoted, None
    for number, one in enumerate(entry.passages):
        yield one.field, one.text, number


def _with_parts(word: str, lists: Lists) -> Iterator[tuple[str, float]]:
    if len(word) > 1 or word.isdigit():
        yield word, 1.0
    for part in lists.parts.get(word, ()):
        yield part, _PART
