"""Judgements: which pages answer which question, as people have judged it, and of which text they have judged it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

from waymarks.derived import derived
from waymarks.grouping import grouped
from waymarks.ledgers.committed import CommittedList
from waymarks.ledgers.twin_ledger import fingerprint
from waymarks.problems import NotFound, Refused, counted
from waymarks.site import Site
from waymarks.source import Page

# The second was judged from the pages alone, by people who had not seen what is found.
FILES = ("tests/data/queries.yml", "tests/data/queries-unseen.yml")
LEDGER = "tests/data/judged.yml"

_LIST = CommittedList(
    LEDGER,
    """\
# Of which text each page was last judged to answer its questions (queries.yml, queries-unseen.yml): language/address: fingerprint.
# Written by python3 scripts/report.py searches --confirm; nobody need write here by hand.
""",
    by=lambda line: line.partition(": "),
)
_LINE = re.compile(r"([a-z-]+/\S*): ([0-9a-f]{12})")


class State(StrEnum):
    """Whether a judgement can still be relied on."""

    right = "right"
    changed = "changed"  # the page's words are others than those that were judged
    new = "new"  # nobody has confirmed it yet
    gone = "gone"  # there is no such page


@dataclass(frozen=True)
class Judgement:
    """`pages` answer `query`: each is a language and an address below it, "da/herlev/". `path` and `line` are where that stands."""

    query: str
    pages: tuple[str, ...]
    path: str
    line: int


@dataclass(frozen=True)
class Judged:
    """All that has been judged. `confirmed` has by page the fingerprint of the text that it was judged by."""

    judgements: tuple[Judgement, ...] = ()
    confirmed: Mapping[str, str] = field(default_factory=dict, hash=False)

    @property
    def pages(self) -> dict[str, tuple[Judgement, ...]]:
        """By page: the questions that it answers."""
        return grouped((page, one) for one in self.judgements for page in one.pages)


def read_judged(root: Path) -> Judged:
    """What there is of FILES. Raises OSError, or Refused if one is not questions with lists of pages."""
    found = tuple(one for path in FILES if (root / path).is_file() for one in _judgements(root, path))
    confirmed = {one[1]: one[2] for _, line in _LIST.lines(root) if (one := _LINE.fullmatch(line))}
    return Judged(found, confirmed)


def _judgements(root: Path, path: str) -> Iterator[Judgement]:
    try:
        for language, questions in _inside(yaml.compose((root / path).read_text("utf-8")), yaml.MappingNode):
            for query, pages in _inside(questions, yaml.MappingNode):
                addresses = tuple(f"{language.value}/{page.value}" for page in _inside(pages, yaml.SequenceNode))
                yield Judgement(query.value, addresses, path, query.start_mark.line + 1)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        form = "Write below each language: `the question: [address/of/a/page/]`."
        raise Refused([f"{path}:{line}: The file is not questions with lists of pages. {form}"], "") from None


def _inside(node: yaml.Node | None, kind: type[yaml.Node]) -> Any:
    if not isinstance(node, kind):
        raise yaml.MarkedYAMLError(problem_mark=node.start_mark if node else None)
    return node.value


def states(site: Site, judged: Judged) -> dict[str, State]:
    """Every judged page, in the order of the questions."""
    now = fingerprints(site)
    return {page: _state(now.get(page), judged.confirmed.get(page)) for page in judged.pages}


def _state(now: str | None, then: str | None) -> State:
    if now is None:
        return State.gone
    if then is None:
        return State.new
    return State.right if now == then else State.changed


def fingerprints(site: Site) -> dict[str, str]:
    """By page: the fingerprint of its words, of the statements that it quotes by id, and of the words that it explains. A
    page that makes itself has that of the page which it belongs to."""
    found = {key_of(page): fingerprint(" ".join(_texts(site, page))) for page in site.pages}
    own = {f"{one.language.code}/{one.address}": found[key_of(one.page)] for one in derived(site) if one.to_be_found}
    return {**own, **found}


def key_of(page: Page) -> str:
    """What the file calls a page: "da/hus/vaerdier/". Not its address, where the first language has no prefix."""
    return f"{page.language.code}/{page.address}"


def _texts(site: Site, page: Page) -> Iterator[str]:
    yield from (block.text for block in page.texts)
    facts, code = site.facts(page), page.language.code
    if page.url == site.glossary_urls.get(code):
        yield from (
            f"{one.wordings[code].word} {one.wordings[code].definition}" for one in site.terms_in(page.language)
        )
    if facts:
        rows = (id for row in facts.rows for id in (*row.says, *row.near))
        for quote in site.quotes((*facts.holds, *facts.mentions, *rows), page.language):
            yield from (quote.lead, quote.text, *quote.below)


def confirm(root: Path, site: Site, judged: Judged, words: Iterable[str]) -> str:
    """Write to the ledger that the judgements of the pages named by `words` (all, without a word) are right as they are.

    A word is a page as the report tells of it, or a path below docs/. Says in one line what that was. Raises NotFound
    for a word that names no judged page (nothing is written then), or OSError.
    """
    now = fingerprints(site)
    known = [page for page in judged.pages if page in now]
    chosen = [page for word in words for page in _named(word, known)] or known
    kept = {page: judged.confirmed[page] for page in known if page in judged.confirmed}
    told = {**kept, **{page: now[page] for page in chosen}}
    _LIST.write(root, (f"{page}: {of_words}" for page, of_words in told.items()))
    return f"The judgements of {counted(len(chosen), 'page', 'pages')} are confirmed."


def _named(word: str, known: list[str]) -> list[str]:
    page = re.sub(r"(^|/)index\.md$", r"\1", word.removeprefix("docs/"))
    page = page.removesuffix(".md").rstrip("/") + "/"
    if page in known:
        return [page]
    near = get_close_matches(page, known, n=1)
    hint = f" Did you mean {near[0]}?" if near else f" {' and '.join(FILES)} have them all."
    raise NotFound(f"{word!r} is no page that a question is judged by.{hint}")
