"""The panel: what is wrong, as a browser shows it above the page."""

from collections.abc import Sequence
from typing import Any

import yaml

from waymarks.preview.draft import Draft
from waymarks.problems import Problem, Weight
from waymarks.strings import Strings, read_strings

# So many problems are read in a browser; the terminal has them all.
_MOST = 20


def panel(draft: Draft, url: str) -> dict[str, Any] | None:
    """For the page at `url`: a heading, the problems of the page and those elsewhere, and the words to close it with.
    None if nothing is wrong."""
    here, elsewhere = draft.wrong(url)
    if not here and not elsewhere:
        return None
    words = words_in(draft, url)
    groups = [_group(words, "here", _gravest_first(here)), _group(words, "elsewhere", elsewhere)]
    return {
        "language": words.code,
        "heading": words("preview_heading"),
        "close": words("preview_close"),
        "groups": [one for one in groups if one["lines"]],
    }


def _gravest_first(found: Sequence[Problem]) -> list[Problem]:
    return sorted(found, key=lambda one: one.weight != Weight.fault)


def _group(words: Strings, where: str, found: Sequence[Problem]) -> dict[str, Any]:
    lines = [str(one) for one in found[:_MOST]]
    more = words("preview_more", count=str(len(found) - _MOST)) if len(found) > _MOST else ""
    count = words(f"preview_{where}_one") if len(found) == 1 else words(f"preview_{where}_many", count=str(len(found)))
    return {"heading": count, "lines": lines, "more": more}


def words_in(draft: Draft, url: str) -> Strings:
    """The interface's words in the language of the address; while their table can't be read, those of another."""
    default, *others = draft.settings.languages
    own = next((one for one in others if url.startswith(one.prefix)), default)
    for language in (own, *draft.settings.languages):
        try:
            return read_strings(draft.root, language.code)
        except (yaml.YAMLError, OSError):
            continue
    return Strings(own.code, {})
