"""Copies: what was copied, and then not changed: a text, a page's title, a statement in a value."""

import re
from collections import defaultdict
from collections.abc import Iterator

from waymarks.problems import Problem, Weight, shortened
from waymarks.source import Page, with_facts

# So many letters of a word tell it from others, whatever it ends in: "værdier", "værdigrundlag".
_STEM = 4
_HTML = re.compile(r"<[^<>]*>")


def check(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """`text-twice`, `other-title`, `same-title` and `held-twice`."""
    # What is to stand word for word may say a thing twice.
    adopted = {page.id for page, front in with_facts(pages) if front.wording}
    for page in pages:
        for line, above, words in page.copies if page.id not in adopted else ():
            message = f"The same text stands in line {above}: {shortened(words, 60)!r}."
            fix = "Delete one of the two, or say in each what is its own."
            yield Problem(page.path, line, "text-twice", message, fix, Weight.notice)
    yield from _titles(pages)
    yield from _held(pages)


def _titles(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Of pages that are in force. The front page may welcome whoever comes."""
    over = {page.id for page, front in with_facts(pages) if front.superseded or front.is_withdrawn}
    judged = [page for page in pages if page.front and page.id not in over]
    headings = {
        page.path: next((_HTML.sub("", one.text) for one in page.headings if one.level == 1), "") for page in judged
    }
    rightful: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in judged:
        if _words(page.title) == _words(headings[page.path]):
            rightful[page.language.code, _words(page.title)].append(page)
    for page in judged:
        if headings[page.path] and page.id != "index.md":
            yield from _title(page, headings[page.path], rightful[page.language.code, _words(page.title)])


def _title(page: Page, heading: str, rightful: list[Page]) -> Iterator[Problem]:
    """`rightful` are the pages that have its title, and as their heading too: it may be one of them."""
    line, title, said = page.line_of("title"), _words(page.title), _words(heading)
    if title == said:
        beside = [one.path for one in rightful if one.path < page.path and one.folder == page.folder]
        if beside:
            message = f"The title is that of {beside[0]} as well: {page.title!r}."
            fix = "Say in the title and the heading of each what only it holds."
            yield Problem(page.path, line, "same-title", message, fix, Weight.notice)
    elif rightful or not _share(title, said):
        whose = f", which is that of {rightful[0].path}" if rightful else ""
        message = f"The title says {page.title!r}{whose}, and the main heading {heading!r}."
        fix = "Write the same words in both."
        yield Problem(page.path, line, "other-title", message, fix, Weight.notice)


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _share(one: str, other: str) -> bool:
    """Whether they have a word in common, or may mean the same in words too short to tell."""
    long = [word[:_STEM] for word in one.split() if len(word) >= _STEM]
    return not long or one in other or other in one or any(stem in other for stem in long)


def _held(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """Statements that several values hold. One may name several; then each of them is said in it."""
    holders: dict[str, list[tuple[Page, int]]] = defaultdict(list)
    for page, front in with_facts(pages):
        for id in dict.fromkeys(front.holds if not front.superseded else ()):
            holders[id].append((page, front.holds.index(id)))
    said = {one.id: one.words.casefold() for page in pages if page.language.default for one in page.statements}
    for id, held in holders.items():
        unsaid = [(page, n) for page, n in held if page.title.casefold()[:_STEM] not in said.get(id, "")]
        for page, n in unsaid if len(unsaid) < len(held) else unsaid[1:]:
            other = next(one.path for one, _ in held if one is not page)
            message = f"`holds` names `{id}`, which {other} holds too, and the statement does not say {page.title!r}."
            fix = "Delete it in one of the two."
            yield Problem(page.path, page.line_of("holds", n), "held-twice", message, fix, Weight.notice)
