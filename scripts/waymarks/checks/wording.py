"""Wording: words that the glossary says never to use, and terms that a translation renders by another word."""

from collections.abc import Container, Iterator, Mapping

from waymarks.checks.statements import unclear
from waymarks.problems import Problem, Weight
from waymarks.reading.drafts import is_gap
from waymarks.reading.glossary import FILE, Term, terms_in
from waymarks.reading.schema import Facts
from waymarks.relations.vocabulary import Vocabulary, false_renderings, renders
from waymarks.source import Content, Page, Statement


def check(content: Content, only: Container[str] | None = None) -> Iterator[Problem]:
    """With `only`, of the pages at these paths alone."""
    judged = [page for page in content.pages if only is None or page.path in only]
    vocabularies = {one: Vocabulary(one.code, terms_in(one.code, content.glossary.terms)) for one in content.languages}
    for page in judged:
        yield from _avoided(page, vocabularies[page.language]) if page.front else ()
    default = content.languages[0]
    originals = {page.id: page for page in content.pages if page.language == default}
    for twin in judged:
        original = originals.get(twin.id)
        if twin.language != default and original and not unclear((original, twin)):
            yield from _renderings(original, twin, vocabularies[default])


def _avoided(page: Page, vocabulary: Vocabulary) -> Iterator[Problem]:
    code = page.language.code
    for block in page.texts:
        for found in vocabulary.avoided(block.text):
            why = f": {found.unwanted.reason}" if found.unwanted.reason else ""
            message = f"`{found.text}` is a word that the glossary says not to use{why}."
            fix = (
                f"Write `{found.term.wordings[code].plain}`, or say it in another way. Where it is right, write "
                f"the phrase under `allowed_{code}:` of `{found.term.id}` in {FILE}."
            )
            yield Problem(page.path, block.line, "avoided-word", message, fix, Weight.language)


def _renderings(page: Page, twin: Page, vocabulary: Vocabulary) -> Iterator[Problem]:
    """Statement by statement: a term that the original has, the twin has too."""
    # Of two terms with one id the first counts.
    source = page.front.source if isinstance(page.front, Facts) else None
    there = terms_in(twin.language.code, vocabulary.terms)
    terms = {term.id: term for term in reversed(there) if term.is_meant_in(source)}
    twins = {statement.id: statement for statement in twin.statements}
    for statement in page.statements:
        if statement.id in twins and not is_gap(twins[statement.id].text):
            yield from _lacking(statement, twins[statement.id], twin, _used(statement, vocabulary, terms))


def _used(statement: Statement, vocabulary: Vocabulary, terms: Mapping[str, Term]) -> list[tuple[str, Term]]:
    """Each term once, with the words that stand for it. What opens a list is not said again by each of its points."""
    text = ". ".join((statement.text, *statement.below))
    found = {one.id: text[one.start : one.end] for one in reversed(list(vocabulary.find(text)))}
    return [(words, terms[id]) for id, words in sorted(found.items()) if id in terms]


def _lacking(original: Statement, translated: Statement, twin: Page, used: list[tuple[str, Term]]) -> Iterator[Problem]:
    code = twin.language.code
    for words, term in used:
        if renders(code, term, translated.words):
            continue
        false = false_renderings(code, term, translated.words)
        instead = f", but `{false[0].words}` ({false[0].reason or 'something else'})" if false else ""
        right = term.wordings[code].plain
        message = f"`{original.id}` says `{words}` in the original, and not `{right}` here{instead}."
        fix = f"Write `{right}`. If other words say it here, write them under `texts_{code}:` of `{term.id}` in {FILE}."
        yield Problem(twin.path, translated.line, "wrong-rendering", message, fix, Weight.language)
