"""The panel: what is wrong, as a browser shows it above the page."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from waymarks.preview.draft import Draft
from waymarks.problems import Problem, Weight
from waymarks.reading.strings import Strings, read_strings

# So many problems are read in a browser; the terminal has them all.
_MOST = 20
# What is said while no table of words can be used: what the English one has.
WITHOUT_TABLE = {
    "preview_heading": "What to look at",
    "preview_close": "Close",
    "preview_here_one": "1 problem on this page",
    "preview_here_many": "{count} problems on this page",
    "preview_elsewhere_one": "1 problem on another page",
    "preview_elsewhere_many": "{count} problems on other pages",
    "preview_more": "The rest are in the terminal. Number: {count}.",
    "preview_blocked": "The page can't be shown",
}


def panel(draft: Draft, url: str) -> dict[str, Any] | None:
    """For the page at `url`: a heading, the problems of the page and those elsewhere, and the words to close it with.
    None if nothing is wrong."""
    here, elsewhere = draft.wrong(url)
    if not here and not elsewhere:
        return None
    words = words_in(draft, url)
    gravest_first = sorted(here, key=lambda one: one.weight != Weight.fault)
    groups = [_group(words, "here", gravest_first), _group(words, "elsewhere", elsewhere)]
    return {
        "language": words.code,
        "heading": words("preview_heading"),
        "close": words("preview_close"),
        "groups": [one for one in groups if one["lines"]],
    }


def _group(words: Strings, where: str, found: Sequence[Problem]) -> dict[str, Any]:
    lines = [str(one) for one in found[:_MOST]]
    more = words("preview_more", count=str(len(found) - _MOST)) if len(found) > _MOST else ""
    count = words(f"preview_{where}_one") if len(found) == 1 else words(f"preview_{where}_many", count=str(len(found)))
    return {"heading": count, "lines": lines, "more": more}


def words_in(draft: Draft, url: str) -> Strings:
    """The interface's words in the language of the address; while their table can't be used, those of another, or our own."""
    default, *others = draft.settings.languages
    own = next((one for one in others if url.startswith(one.prefix)), default)
    tables = (_table(draft.root, language.code) for language in (own, *draft.settings.languages))
    return next(filter(None, tables), Strings("en", WITHOUT_TABLE))


def _table(root: Path, code: str) -> Strings | None:
    """The words of one language; None if they lack any that are said here."""
    try:
        words = read_strings(root, code)
        for key in WITHOUT_TABLE:
            words(key, count="0")
    except Exception:  # a table is the person's own, who is told elsewhere what is wrong with it
        return None
    return words
