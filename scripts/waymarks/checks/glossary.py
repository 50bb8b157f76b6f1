"""The glossary: every id and every word once, sources that are declared, and something for its page to show."""

from collections.abc import Iterator

from waymarks.checks.statements import similar
from waymarks.checks.translations import is_name, not_translated
from waymarks.checks.unseen import Unseen
from waymarks.problems import Problem, did_you_mean
from waymarks.reading.glossary import FILE, Glossary, Term, Wording
from waymarks.reading.schema import Kind
from waymarks.source import Page, with_facts


def check(glossary: Glossary, pages: tuple[Page, ...], hidden: Unseen) -> Iterator[Problem]:
    """What is wrong in the file itself, `id-used-twice`, `term-used-twice`, `not-translated`, `unknown-source`, and `no-glossary` where no
    page shows it."""
    yield from glossary.problems
    yield from _ids(glossary.terms, pages)
    yield from _words(glossary.terms)
    yield from _copied(glossary.terms)
    yield from _sources(glossary.terms, pages, hidden)
    yield from _page(glossary, pages)


def _ids(terms: tuple[Term, ...], pages: tuple[Page, ...]) -> Iterator[Problem]:
    """A term's id is its anchor, so that it is no statement's either."""
    first = {
        one.id: f"{page.path}:{one.line}"
        for page in reversed(pages)
        if page.language.default
        for one in page.statements
    }
    for term in terms:
        line = term.line_of("id")
        earlier = first.setdefault(term.id, f"{FILE}:{line}")
        if earlier != f"{FILE}:{line}":
            message = f"The id `{term.id}` is used already, in {earlier}."
            yield Problem(FILE, line, "id-used-twice", message, "Give this term an id of its own.")


def _words(terms: tuple[Term, ...]) -> Iterator[Problem]:
    """Two explanations of one word could not be told apart, neither in the glossary nor in a text. Of two terms that share
    several forms the first is told; that they share their id is told already."""
    first: dict[tuple[str, str], Term] = {}
    for term in terms:
        for code, wording in term.wordings.items():
            shared: dict[str, tuple[Term, str, tuple[str | int, ...]]] = {}
            for word, place in _claims(code, wording):
                other = first.setdefault((code, word), term)
                shared.setdefault(other.id, (other, word, place))
            shared.pop(term.id, None)
            for other, word, place in shared.values():
                message = f"`{word}` is a word of `{other.id}` already, in line {other.line_of(code)}."
                fix = "Write one explanation for both, or tell them apart in brackets: `word (about people)`."
                yield Problem(FILE, term.line_of(*place), "term-used-twice", message, fix)


def _claims(code: str, wording: Wording) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The words that stand for the term, each with its place in the entry."""
    yield wording.word, (code,)
    if wording.forms is None:
        yield wording.plain, (code,)
    for n, form in enumerate(wording.forms or ()):
        yield form, (f"forms_{code}", n)


def _copied(terms: tuple[Term, ...]) -> Iterator[Problem]:
    for term in terms:
        first, *others = term.wordings.items()
        for code, wording in others:
            if wording.definition == first[1].definition and not is_name(wording.definition):
                yield not_translated((FILE, term.line_of(f"def_{code}")), wording.definition, "Translate it.")


def _sources(terms: tuple[Term, ...], pages: tuple[Page, ...], hidden: Unseen) -> Iterator[Problem]:
    declaring = [page for page in pages if page.is_index and page.language.default]
    if not all(page.front for page in declaring):
        return  # where an index.md can't be used, what it declares is not known
    known = [one.id for _, front in with_facts(declaring) for one in front.sources]
    for term in terms:
        for n, id in enumerate(term.sources):
            line = term.line_of("in_sources", n)
            if id in hidden.declared:
                yield hidden.only_in_draft(FILE, line, f"`in_sources` names `{id}`", hidden.declared[id])
            elif id not in known:
                fix = did_you_mean(similar(id, known), "Write the id of a source that an index.md declares.")
                yield Problem(FILE, line, "unknown-source", f"No source is declared as `{id}`.", fix)


def _page(glossary: Glossary, pages: tuple[Page, ...]) -> Iterator[Problem]:
    for page, front in with_facts(pages):
        if Kind.glossary in front.kind and glossary == Glossary():
            message = f"A page of kind glossary shows {FILE}, and no word stands there."
            yield Problem(page.path, page.line_of("kind"), "no-glossary", message, "Write some, or delete this page.")
