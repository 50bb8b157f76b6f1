"""Lists: what editors write down of words, each in a list of its own: people's words for pages, words that are right, compounds."""

import re
from collections.abc import Iterator
from difflib import get_close_matches

from waymarks.problems import Problem, Weight, did_you_mean
from waymarks.reading.words import ASKED, FOLDER, asked_for
from waymarks.relations.addresses import Addresses
from waymarks.source import Content
from waymarks.text.spelling import word_list

_COMPOUND = re.compile(r"[^\s|,;]+(?:\|[^\s|,;]+)+\s*")
_NO_WORD = re.compile(r"""[^\s,;:|"”()]*[,;:|"”()]\S*""")


def check(content: Content, ours: Addresses) -> Iterator[Problem]:
    """What leads nowhere and what nothing is found by. The site is as right without it."""
    wrong = {one.path for one in content.wrong_lists}
    for file in content.beside:
        if file.path == ASKED and ASKED not in wrong:
            yield from _asked(file.text or "", content, ours)
        if file.path.startswith(f"{FOLDER}/compounds."):
            yield from _compounds(file.path, file.text or "")
    lists = {word_list(language.code) for language in content.languages}
    for file in content.files:
        yield from _words(file.path, file.text or "") if file.path in lists else ()


def _asked(text: str, content: Content, ours: Addresses) -> Iterator[Problem]:
    codes = [one.code for one in content.languages]
    pages = (*content.pages, *content.drafts)
    for begin, code, asked in asked_for(text):
        if code not in codes:
            fix = f"Write one of: {', '.join(codes)}, or delete what stands below it."
            yield _notice((ASKED, begin), "unknown-language", f"`{code}` is no language of the site.", fix)
            continue
        # A page that is not translated stands there too, and says so.
        there = {page.address for page in pages if page.language.default or page.language.code == code}
        for line, address in asked:
            if address not in there and not ours.derived_from(address):
                moved = ours.page_at(address)
                near = [moved.address] if moved and moved.address else get_close_matches(address, there, n=1)
                fix = did_you_mean(near, "Write where the page is now, or delete its words.")
                yield _notice((ASKED, line), "unknown-page", f"There is no page at `{address}` ({code}).", fix)


def _compounds(path: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() and line[0] != "#" and not _COMPOUND.fullmatch(line):
            message = f"The line is no word with its parts: {line.strip()!r}."
            fix = "Write one word, with `|` between its parts, such as `omsorgs|pligt`."
            yield _notice((path, number), "bad-list-line", message, fix)


def _words(path: str, text: str) -> Iterator[Problem]:
    for number, line in enumerate(text.split("\n"), start=1):
        if found := _NO_WORD.search(line.partition("#")[0]):
            message = f"{found[0]!r} is no word, and will be found in no text."
            fix = "Write one word a line, without signs; a remark stands behind `#`."
            yield _notice((path, number), "bad-list-line", message, fix)


def _notice(where: tuple[str, int], rule: str, message: str, fix: str) -> Problem:
    return Problem(*where, rule, message, fix, Weight.notice)
