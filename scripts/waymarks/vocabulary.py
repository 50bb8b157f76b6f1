"""How a term is recognised in a text: its inflections, whole words only, the longest phrase first."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from waymarks.glossary import Term, Wording

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
            sentence_begins = _BEGINS.search(before + text[: match.start()])
            if form.id and (match[0][0] == form.text[0] or sentence_begins):
                yield Found(form.id, match.start(), match.end())

    @cached_property
    def _compiled(self) -> tuple[re.Pattern[str], list["_Form"]]:
        # Capitals sort first: a form that is written with one wins where a text has it.
        forms = sorted(_forms(self.code, self.terms), key=lambda form: (-len(form.text), form.text))
        pattern = "|".join(f"({form.pattern})" for form in forms)
        return re.compile(_WHOLE.format(f"(?:{pattern or '(?!)'})")), forms


@dataclass(frozen=True)
class _Form:
    """A phrase, and the term that it stands for; None for a phrase that stands for no term."""

    text: str
    id: str | None
    endings: str

    @property
    def pattern(self) -> str:
        """The text with its endings, on one line or broken over two, with a small first letter or a capital."""
        words = r"\s+".join(re.escape(word) for word in self.text.split())
        first = self.text[0]
        start = f"[{first}{first.upper()}]" if first.isalpha() else re.escape(first)
        return start + re.sub("['’]", "['’]", words[len(re.escape(first)) :]) + self.endings


def _forms(code: str, terms: Iterable[Term]) -> Iterator[_Form]:
    for term in terms:
        wording = term.wordings[code]
        for text in wording.unlike:
            yield _Form(text, None, "")
        if wording.forms is None:
            yield from _inflected(code, term.id, wording)
        for text in wording.forms or ():
            yield _Form(text, term.id, "")


def _inflected(code: str, id: str, wording: Wording) -> Iterator[_Form]:
    yield _Form(wording.plain, id, _ENDINGS.get(code, "").format(re.escape(wording.plain[-1])))
    if code == "en" and re.search(r"[^aeiou]y$", wording.plain):
        yield _Form(f"{wording.plain[:-1]}ies", id, "['’]?")
