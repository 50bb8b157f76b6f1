"""The index as files: a first one that every search needs, and chunks of words, spellings and texts."""

import hashlib
import heapq
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path
from typing import Any

from waymarks.machine.compact import base36, compact
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.reading.strings import read_strings
from waymarks.reading.words import Lists, read_lists
from waymarks.search import FOLDER
from waymarks.search.entries import Entry, Read, entries, read
from waymarks.search.filters import PAGES_EACH, PLACES_EACH, Filters
from waymarks.search.postings import Postings, Weighed, Word, subject, weigh
from waymarks.search.synonyms import others, phrase, synonyms
from waymarks.site import Site
from waymarks.text.mixed import Mixed

# Bytes before compression. A search fetches the chunks of its words and of the first results.
_WORDS_CHUNK = 8_000
_LONG = 1_500  # of a word that stands on many pages: its neighbours, which a search has to read as well, fetch less
_SPELLINGS_CHUNK = 16_000
_ADDRESSES_EACH = 50  # pages whose addresses, and the ids of whose statements, are as many as stand in a file
# The words that results come with: they are fetched with the first search, not with every page.
SAYS = (
    "none begun one many more more_hit more_hits quoted related all meant nearest found keep help_link last forget forgotten "
    "other spoken every filtered"
).split()


@dataclass(frozen=True)
class Told:
    """What the index has of a page. `entry` and `weighed` follow from `read` and from what other pages say."""

    read: Read
    entry: Entry
    weighed: Weighed


# Gives what an earlier index had of a page that is built as it was then, by its address.
Known = Callable[[str], Told | None]


class Earlier:
    """The earlier index, `there`, of the pages that are `kept` from then. It is read as far as is asked: pages come in the order in
    which they came."""

    def __init__(self, there: Iterator[tuple[str, Told]], kept: Container[str]) -> None:
        self._there, self._kept = there, kept
        self._ahead: dict[str, Told] = {}

    def __call__(self, url: str) -> Told | None:
        if url not in self._kept:
            return None
        while url not in self._ahead and (found := next(self._there, None)):
            self._ahead[found[0]] = found[1]
        return self._ahead.pop(url, None)


def write_index(folder: Path, root: Path, site: Site, languages: Sequence[Language]) -> None:
    """Write assets/search/<language>/ into the built site `folder`; the lists are those of the project `root`.

    index.json names the folder that holds the chunks, which has another name when anything changes: what a browser has
    kept of an older index is never mixed with a newer one. Raises OSError.
    """
    for language in languages:
        index = Index(root, site, language)
        for _ in index.read(folder, lambda url: None):
            pass
        index.write(folder)


class Index:
    """The index of one language. It is read page by page, and of no page all is kept: there may be thousands."""

    def __init__(self, root: Path, site: Site, language: Language) -> None:
        self._site, self._language = site, language
        self._lists, self._interface = read_lists(root, language.code), read_strings(root, language.code)
        others = (one.code for one in site.languages if one.code != language.code)
        self._others = {code: read_lists(root, code).stop for code in others}
        self._postings = Postings(self._lists)
        self._found: list[Entry] = []
        self._texts: list[str] = []
        self._addresses: list[tuple[str, int]] = []

    def read(self, folder: Path, known: Known) -> Iterator[tuple[str, Told]]:
        """Every page, by its address. Raises OSError."""
        told: dict[str, Told | None] = {}

        def says(url: str) -> Read:
            told[url] = before = known(url)
            return before.read if before else read(folder, url)

        for found, entry in entries(self._site, self._language, says, self._lists.asked):
            before = told.pop(entry.url)
            weighed = before.weighed if before and before.entry == entry else weigh(entry, self._lists)
            self._add(entry, weighed)
            yield entry.url, Told(found, entry, weighed)

    def _add(self, entry: Entry, weighed: Weighed) -> None:
        self._postings.add(weighed)
        ids = (one.anchor for one in entry.passages if one.field == "statement")
        self._addresses += [(one, len(self._texts)) for one in (entry.url.strip("/"), *ids)]
        self._texts.append(_text(entry))
        is_glossary = entry.url == self._site.glossary_urls.get(self._language.code)
        self._found.append(replace(entry, quoted="", passages=entry.passages if is_glossary else ()))

    def write(self, folder: Path) -> None:
        """Write the files of what has been read. Raises OSError."""
        words, filters = self._postings.words, Filters(self._site, self._language, self._found)
        subjects = (len(subject(one, self._lists)) for one in self._found)
        chunks: dict[str, str] = {}
        long: list[str] = []
        lines = heapq.merge(filters.names(), _lines(self._postings, long), key=_word)
        first = {
            "says": {name: self._interface(f"search_{name}") for name in SAYS},
            "kinds": [[id, self._interface(f"kind_{Kind(id).name}")] for id in filters.kinds],
            "values": filters.values(),
            **_lists(self._site, self._language, self._found, self._lists, self._others),
            "pages": len(self._found),
            "compares": _compares(self._site, self._language, self._found),
            "each": {"facts": PAGES_EACH, "places": PLACES_EACH, "addresses": _ADDRESSES_EACH},
            "words": _chunked(chunks, "words", lines, _WORDS_CHUNK, _word),
            "spellings": _chunked(
                chunks, "spellings", _spellings(words), _SPELLINGS_CHUNK, lambda line: len(_word(line))
            ),
        }
        _counted(chunks, "facts", filters.pages(subjects), PAGES_EACH)
        _counted(chunks, "places", filters.places(), PLACES_EACH)
        _counted(chunks, "texts", self._texts, 1)
        _counted(chunks, "addresses", _addressed(self._addresses, -(-len(self._texts) // _ADDRESSES_EACH)), 1)
        _counted(chunks, "pages", long, 1)
        _write(folder / FOLDER / self._language.code, first, chunks)


def _lists(
    site: Site, language: Language, found: Sequence[Entry], lists: Lists, others: dict[str, tuple[str, ...]]
) -> dict[str, Any]:
    """What a search must know of words before it looks for any. `others` are those that say nothing in the other languages."""
    return {
        "stop": lists.stop,
        "speaks": others,
        "endings": lists.endings,
        "fields": lists.fields,
        "synonyms": synonyms(site, language, lists),
        "terms": _terms(site, language, found, lists),
    }


def _compares(site: Site, language: Language, found: Sequence[Entry]) -> list[int]:
    """The number of the page that lays two places side by side, if there is one."""
    page = site.first_of(Kind.two_places, language)
    return [n for n, one in enumerate(found) if page and one.url == page.url]


def _write(folder: Path, first: dict[str, Any], chunks: dict[str, str]) -> None:
    total = hashlib.sha256(compact(first).encode())
    for file, text in chunks.items():
        total.update(f"\0{file}\0{text}".encode())
    name = total.hexdigest()[:10]
    (folder / name).mkdir(parents=True, exist_ok=True)
    for file, text in chunks.items():
        (folder / name / file).write_text(text, "utf-8")
    (folder / "index.json").write_text(compact({"folder": name, **first}), "utf-8")


def _terms(site: Site, language: Language, found: Sequence[Entry], lists: Lists) -> dict[str, list[int]]:
    """By the word that the glossary explains, others for it, and the last part of a compound: the page and the passage."""
    page = next((n for n, one in enumerate(found) if one.url == site.glossary_urls.get(language.code)), None)
    if page is None:
        return {}
    places = {passage.anchor: n for n, passage in enumerate(found[page].passages)}
    words: dict[str, int | None] = {}
    for term in site.terms_in(language):
        own = phrase(term.wordings[language.code].plain)
        for word in (own, *lists.parts.get(own, ())[-1:], *others(term, language)):
            words.setdefault(word, places.get(term.id))
    return {word: [page, place] for word, place in sorted(words.items()) if place is not None}


def _lines(postings: Postings, long: list[str]) -> Iterator[str]:
    """A line a word: "vardi 3.!60.0.2 1.-12": page (as the distance from the one before), score (with how the word stands
    there), passages; base 36. A compound has its parts: "omsorgspligt=omsorgs=pligt 3.60". What would make a long line is added to
    `long`, and the line says which it is: "menneske >7"."""
    words, fields = postings.words, dict(postings.fields())
    ended: dict[tuple[int, ...], str] = {}  # most words stand in passages as others do
    for word in sorted((*words, *fields)):
        before, shown = 0, []
        for page, standing, score, passages in fields[word] if word in fields else postings.scored(word):
            if passages not in ended:
                ended[passages] = "".join(f".{base36(one)}" for one in passages)
            shown.append(f"{base36(page - before)}.{standing}{base36(score)}{ended[passages]}")
            before = page
        parts = words[word].parts if word in words else ()
        places = " ".join(shown)
        if len(places) > _LONG:
            long.append(places)
            places = f">{len(long) - 1}"
        yield f"{'='.join([word, *parts])} {places}"


def _spellings(words: dict[str, Word]) -> Iterator[str]:
    """A line a word, short ones first: the word, on how many pages it is, and how texts write it, if that is another."""
    for word in sorted(words, key=lambda one: (len(one), one)):
        spelt = min(words[word].spellings.items(), key=lambda one: (-one[1], one[0]), default=(word, 0))[0]
        yield f"{word} {len(words[word].pages)}{'' if spelt == word else ' ' + spelt}"


def _addressed(addresses: Iterable[tuple[str, int]], files: int) -> list[str]:
    """Of each of the `files` its lines, one an address or an id: "jh-vaerdier-06 2k", with its page. Which file that is, follows from
    its letters, so that the first file need not tell; search-engine.js has the same sum."""
    lines: list[list[str]] = [[] for _ in range(files)]
    for address, page in addresses:
        place = 0
        for sign in address:
            place = (65599 * place + ord(sign)) % files
        lines[place].append(f"{address} {base36(page)}")
    return ["\n".join(one) for one in lines]


def _word(line: str) -> str:
    return re.split("[ =]", line, maxsplit=1)[0]


def _text(entry: Entry) -> str:
    """What is shown of a page: its passages are `[anchor, text]`, and after a text of several languages comes which they are."""
    passages = [[one.anchor, one.text, *_languages(one.text)] for one in entry.passages]
    about = [entry.url, entry.title, entry.place or entry.below, entry.date, entry.description]
    return compact([*about, passages, *_languages(entry.title)])


def _languages(text: str) -> list[list[tuple[int, str]]]:
    """Of a text of several languages: for how many letters, as browsers count them, it is of which; "" is the page's own."""
    if not isinstance(text, Mixed):
        return []
    return [[(len(run.words.encode("utf-16-le")) // 2, run.language) for run in text.runs]]


def _chunked(
    chunks: dict[str, str], name: str, lines: Iterable[str], size: int, key: Callable[[str], Any]
) -> list[Any]:
    """Add the lines to `chunks`, about `size` bytes a file. What is given is the key of each file's first line."""
    starts: list[Any] = []
    files: list[list[str]] = []
    room = 0
    for line in lines:
        if not files or len(line) > room:
            starts.append(key(line))
            files.append([])
            room = size
        files[-1].append(line)
        room -= len(line)
    chunks |= {f"{name}-{number}.txt": "\n".join(file) for number, file in enumerate(files)}
    return starts


def _counted(chunks: dict[str, str], name: str, lines: Iterable[str], each: int) -> None:
    """Add the lines to `chunks`, so many `each` file, so that a line is found by its number."""
    all = iter(lines)
    for number in count():
        if not (file := list(islice(all, each))):
            return
        chunks[f"{name}-{number}.txt"] = "\n".join(file)
