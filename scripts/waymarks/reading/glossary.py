"""The glossary: the words that the editors explain, in every language, with the lines they stand on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import GenericAlias
from typing import Any

from pydantic import BaseModel, create_model

from waymarks.problems import Problem
from waymarks.reading.schema import Id, Strict, Text
from waymarks.reading.settings import Language
from waymarks.reading.validation import Lines, Written, validate

# For editors and this program; it is not shipped with the site.
FILE = "docs/glossary.yml"
# The keys that hold lists, for each language by its code.
_LISTS = ("{}_also", "texts_{}", "avoid_{}", "allowed_{}", "false_{}", "not_{}")


def without_brackets(words: str) -> str:
    """ "holistic (for helhedsorienteret)" → "holistic"."""
    return words.partition(" (")[0].rstrip()


@dataclass(frozen=True)
class Unwanted:
    """Words that are not to stand for a term, and why; `reason` may be ""."""

    words: str
    reason: str


@dataclass(frozen=True)
class Wording:
    """A term in one language.

    `forms` are the forms in which texts have it, every one of them; None: those that the language's rule makes.
    `unlike` are phrases in which the same word is another one. `also` are words that mean the same, and `texts` words
    by which a text may render the term. `avoid` are words never to be used but in the phrases `allowed`, `false` words
    that are no rendering of the term.
    """

    word: str
    definition: str
    forms: tuple[str, ...] | None
    unlike: tuple[str, ...]
    also: tuple[str, ...]
    texts: tuple[str, ...]
    avoid: tuple[Unwanted, ...]
    allowed: tuple[str, ...]
    false: tuple[Unwanted, ...]

    @property
    def plain(self) -> str:
        """The word alone: "to recover" → "recover", "MED committee (joint committee …)" → "MED committee"."""
        bare = without_brackets(self.word)
        return next((bare.removeprefix(sign) for sign in ("at ", "to ") if bare.startswith(sign)), bare)


@dataclass(frozen=True)
class Term:
    """An entry. `wordings` is by language code, without those of begun languages that lack it; `sources` are the documents in which
    the word is found."""

    id: str
    wordings: dict[str, Wording]
    sources: tuple[str, ...]
    is_name: bool
    lines: Lines = field(compare=False)

    def is_meant_in(self, source: str | None) -> bool:
        """Whether the word is this term on a page of the document. A name means what it does in its own sources alone."""
        return not self.is_name or source in self.sources

    def line_of(self, *place: str | int) -> int:
        """The line of a key of the entry, or of the nearest one that exists above it."""
        return next(self.lines[place[:n]] for n in range(len(place), -1, -1) if place[:n] in self.lines)


def terms_in(code: str, terms: Iterable[Term]) -> tuple[Term, ...]:
    """Those that are explained in the language `code`."""
    return tuple(term for term in terms if code in term.wordings)


@dataclass(frozen=True)
class Glossary:
    """What docs/glossary.yml holds. `terms` is empty if it can't be used."""

    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_glossary(text: str, languages: tuple[Language, ...]) -> Glossary:
    """Never raises: whatever is wrong is in `problems`."""
    found = validate(text, schema(languages), Written(FILE, "glossary", 1))
    entries: tuple[Any, ...] = getattr(found.value, "terms", ())
    terms = (_term(entry, languages, _below(("terms", n), found.lines)) for n, entry in enumerate(entries))
    return Glossary(tuple(terms), (*found.problems, *_halves(entries, languages, found.lines)))


def _halves(entries: Iterable[Any], languages: Iterable[Language], lines: Lines) -> Iterator[Problem]:
    """Words without their explanation, and explanations without their word, in a language that may lack both."""
    for n, entry in enumerate(entries):
        for language in languages:
            keys = _word(language.code), f"def_{language.code}"
            there = [key for key in keys if getattr(entry, key)]
            if len(there) == 1:
                lacking = next(key for key in keys if key not in there)
                message = f"`{entry.id}` has `{there[0]}:` and no `{lacking}:`."
                fix = f"Write it, or delete `{there[0]}:` until both are translated."
                yield Problem(FILE, lines["terms", n, there[0]], "missing-key", message, fix)


@cache
def schema(languages: tuple[Language, ...]) -> type[BaseModel]:
    """The keys that an editor may write, for each language by its code."""
    several = (tuple[Text, ...], ())
    keys: dict[str, Any] = {"id": (Id, ...)}
    for language in languages:
        needed = "" if language.begun else ...
        keys |= {_word(language.code): (Text, needed), f"def_{language.code}": (Text, needed)}
        keys |= {key.format(language.code): several for key in _LISTS}
        keys[f"forms_{language.code}"] = (tuple[Text, ...] | None, None)
    keys |= {"in_sources": (tuple[Id, ...], ...), "note": (str, "")}
    entries: Any = GenericAlias(tuple, (create_model("Entry", __base__=Strict, **keys), ...))
    return create_model("GlossaryFile", __base__=Strict, version=(int, ...), terms=(entries, ...))


def _word(code: str) -> str:
    """The key of a term's word in the language `code`: that of Indonesian is the name of another key."""
    return "word_id" if code == "id" else code


def _term(entry: Any, languages: tuple[Language, ...], lines: Lines) -> Term:
    wordings = {
        code: Wording(
            word=getattr(entry, _word(code)),
            definition=getattr(entry, f"def_{code}"),
            forms=getattr(entry, f"forms_{code}"),
            unlike=getattr(entry, f"not_{code}"),
            also=getattr(entry, f"{code}_also"),
            texts=getattr(entry, f"texts_{code}"),
            avoid=_unwanted(getattr(entry, f"avoid_{code}")),
            allowed=getattr(entry, f"allowed_{code}"),
            false=_unwanted(getattr(entry, f"false_{code}")),
        )
        for code in (language.code for language in languages)
        if getattr(entry, _word(code)) and getattr(entry, f"def_{code}")
    }
    # Danish writes only names with a capital.
    return Term(entry.id, wordings, entry.in_sources, wordings[languages[0].code].plain[0].isupper(), lines)


def _unwanted(entries: tuple[str, ...]) -> tuple[Unwanted, ...]:
    """ "klient - forældet": the words, and the reason after the dash."""
    return tuple(
        Unwanted(words.strip(), reason.strip()) for words, _, reason in (one.partition(" - ") for one in entries)
    )


def _below(place: tuple[str | int, ...], lines: Lines) -> Lines:
    return {key[len(place) :]: line for key, line in lines.items() if key[: len(place)] == place}
