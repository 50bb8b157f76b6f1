"""Proposals for the list of compounds: words of the site that are put together of words that somebody knows."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from waymarks.reading.settings import Language
from waymarks.reading.words import fold, read_lists, written
from waymarks.search.entries import entries, read
from waymarks.site import Site

# Between the parts of a Danish compound may stand an s or an e, which belongs to none of them.
_LINKS = ("", "s", "e")
_SHORTEST = 3
# Endings of words, and words that are seldom a part: what looks like a compound because of them is none.
_NO_PARTS = frozenset(
    "hed heder else elser ende eres erne ens ene ing inger lig lige ligt isk iske som sam bar løs ret rer ter ser tes "
    "ers den det der des dem end ned ind ude del ned gen for fra til med mod ved over under efter an af op om sig".split()
)


def unlisted(root: Path, site: Site, language: Language) -> set[str]:
    """The words of the built site whose parts the list does not have. Raises OSError."""
    listed, built = read_lists(root, language.code).parts, root / "public" / "current"
    texts = (text for _, one in entries(site, language, partial(read, built), {}) for text in one.texts)
    return {word for text in texts for word in written(text) if fold(word) not in listed}


def possible_parts(words: Iterable[str]) -> set[str]:
    """All beginnings and ends of the words that could be parts of them, to be looked up at once."""
    found = {part for word in words for cut in range(_SHORTEST, len(word)) for part in (word[:cut], word[cut:])}
    return {part for part in found if len(part) >= _SHORTEST and part.isalpha()}


def proposals(words: Iterable[str], known: Callable[[str], bool]) -> Iterator[str]:
    """A line "omsorgs|pligt" for each word that falls into two known ones, in alphabetical order."""
    for word in sorted(set(words)):
        if len(word) >= 2 * _SHORTEST + 1 and (parts := _parts(word, known)):
            yield "|".join(parts)


def _parts(word: str, known: Callable[[str], bool]) -> tuple[str, ...]:
    """Both parts, the link with the first, cut where the shorter one is longest; () where there are none."""
    cuts = (
        (word[:cut], word[cut:])
        for cut in range(_SHORTEST, len(word) - _SHORTEST + 1)
        if word[cut:] not in _NO_PARTS and known(word[cut:]) and _begins(word[:cut], known)
    )
    return max(cuts, key=lambda parts: min(map(len, parts)), default=())


def _begins(part: str, known: Callable[[str], bool]) -> bool:
    return any(
        part.endswith(link)
        and len(bare := part[: len(part) - len(link)]) >= _SHORTEST
        and bare not in _NO_PARTS
        and known(bare)
        for link in _LINKS
    )
