"""How a term is recognised in a text: its inflections, whole words only, the longest phrase first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from waymarks.reading.glossary import Term, Unwanted, without_brackets

# The regular endings of a word, by language: `{0}` is the letter that it ends with ("tilbud" → "tilbuddet").
_ENDINGS = {
    "da": "(?:{0}?e(?:n|t|r|ne|rne)?|n|ne|r|rne|t)?s?",
    "en": "(?:s|es)?(?:['’]s?)?",
}
# "recovery-orienteret" and "www.kommune.dk" are wholes: no term is found in a part of one.
_WHOLE = r"(?<![\w/@.-]){}(?![\w@-]|['’./]\w)"
# What a sentence begins after.
_BEGINS = re.compile(r"(?:^|[.!?:]['’\"”“)]*\s)\s*['’\"”“(]*$")


@dataclass(frozen=True)
class Found:
    """A term in a text, from `start` to `end`."""

    id: str
    start: int
    end: int


@dataclass(frozen=True)
class Avoided:
    """A word in a text that the glossary says never to use, as it is written there."""

    text: str
    term: Term
    unwanted: Unwanted


@dataclass(frozen=True)
class Vocabulary:
    """The terms as the language `code` has them."""

    code: str
    terms: tuple[Term, ...]

    def find(self, text: str, before: str = "") -> Iterator[Found]:
        """The terms in `text`, from left to right; `before` is what stands before it in the same block.

        A form is found as it is written in the glossary, and with a capital where a sentence begins. A phrase in
        which the word is another one hides it.
        """
        pattern, forms = self._compiled
        for match in pattern.finditer(text):
            form = forms[(match.lastindex or 1) - 1]
            if form.id and (match[0][0] == form.text[0] or _BEGINS.search(before + text[: match.start()])):
                yield Found(form.id, match.start(), match.end())

    def avoided(self, text: str) -> Iterator[Avoided]:
        """The words of `text` that are never to be used, inflected or not, from left to right.

        "social psychiatry" is none in "social psychiatry service", which is the term itself, nor is any in a phrase in
        which it is allowed.
        """
        lower = _plain(text)
        if not any(words in lower for words in self._unwanted):
            return
        pattern, forms = self._avoidance
        for match in pattern.finditer(text):
            form = forms[(match.lastindex or 1) - 1]
            if form.id:
                yield Avoided(match[0], *self._unwanted[form.id])

    @cached_property
    def _unwanted(self) -> dict[str, tuple[Term, Unwanted]]:
        return {_plain(one.words): (term, one) for term in self.terms for one in term.wordings[self.code].avoid}

    @cached_property
    def _avoidance(self) -> tuple[re.Pattern[str], list["_Form"]]:
        forms = [_Form(one.words, id, _endings(self.code, one.words)) for id, (_, one) in self._unwanted.items()]
        right = (replace(form, id=None) for term in self.terms for form in _right(self.code, term))
        return _compiled([*forms, *right])

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], list["_Form"]]:
        return _compiled(_forms(self.code, self.terms))


def renders(code: str, term: Term, text: str) -> bool:
    """Whether `text` has the term, by any of the words that the glossary gives it in the language `code`."""
    return _has(text, _right(code, term))


def false_renderings(code: str, term: Term, text: str) -> list[Unwanted]:
    """The words in `text` that look like the term and are something else."""
    false = term.wordings[code].false
    return [one for one in false if _has(text, [_Form(one.words, None, _endings(code, one.words))])]


@dataclass(frozen=True)
class _Form:
    """A phrase, and the term that it stands for; None for a phrase that stands for no term."""

    text: str
    id: str | None
    endings: str

    @property
    def pattern(self) -> str:
        """The text with its endings, on one line or broken over two, with a small first letter or a capital.

        All but the first letter is a group: where that letter does not stand, `re` then tries no further.
        """
        words = r"\s+".join(re.escape(word) for word in self.text.split())
        first = self.text[0]
        start = f"[{first}{first.upper()}]" if first.isalpha() else re.escape(first)
        return start + "(" + re.sub("['’]", "['’]", words[len(re.escape(first)) :]) + self.endings + ")"


def _compiled(forms: Iterable[_Form]) -> tuple[re.Pattern[str], list[_Form]]:
    """A pattern with a group for each form, the longest first."""
    # Capitals sort first: a form that is written with one wins where a text has it.
    ordered = sorted(forms, key=lambda form: (-len(form.text), form.text))
    pattern = "|".join(form.pattern for form in ordered)
    return re.compile(_WHOLE.format(f"(?:{pattern or '(?!)'})")), ordered


def _has(text: str, forms: Iterable[_Form]) -> bool:
    pattern, _ = _compiled(forms)
    return pattern.search(text) is not None


def _plain(words: str) -> str:
    return words.lower().replace("’", "'")


def _right(code: str, term: Term) -> Iterator[_Form]:
    """Everything that stands for the term, or in which a word of its `avoid` is right."""
    wording = term.wordings[code]
    yield from _inflected(code, term.id, wording.plain)
    for words in (*wording.also, *wording.texts, *(wording.forms or ())):
        yield from _inflected(code, term.id, without_brackets(words))
    for words in wording.allowed:
        yield _Form(words, term.id, "")


def _forms(code: str, terms: Iterable[Term]) -> Iterator[_Form]:
    for term in terms:
        wording = term.wordings[code]
        for text in wording.unlike:
            yield _Form(text, None, "")
        if wording.forms is None:
            yield from _inflected(code, term.id, wording.plain)
        for text in wording.forms or ():
            yield _Form(text, term.id, "")


def _inflected(code: str, id: str, words: str) -> Iterator[_Form]:
    yield _Form(words, id, _endings(code, words))
    if code == "en" and re.search(r"[^aeiou]y$", words):
        yield _Form(f"{words[:-1]}ies", id, "['’]?")


def _endings(code: str, words: str) -> str:
    return _ENDINGS.get(code, "").format(re.escape(words[-1]))
