"""Configured: the pages and the languages that mkdocs.yml names are there."""

from collections.abc import Iterator

from waymarks.checks.references import named_page
from waymarks.checks.unseen import Unseen
from waymarks.problems import Problem, Weight
from waymarks.reading.settings import FILE, Settings
from waymarks.source import Page


def check(pages: tuple[Page, ...], settings: Settings, hidden: Unseen) -> Iterator[Problem]:
    """The pages that every page is to lead to: one that is not there would be left out, and nobody would notice."""
    known = {page.id for page in pages if page.language.default}
    for n, id in enumerate(settings.footer):
        where = FILE, settings.line_of("extra", "footer", n)
        yield from named_page(where, "footer", id, known, hidden)
        if id in settings.footer[:n]:
            yield Problem(*where, "named-twice", f"`footer` names `{id}` twice.", "Delete one of the two.")


def dictionaries(settings: Settings) -> Iterator[Problem]:
    """A dictionary of a language that the site has not, while one that it has is without. That may be meant."""
    without = [one.code for one in settings.languages if one.code not in settings.dictionaries]
    codes = {one.code for one in settings.languages}
    for code in settings.dictionaries.keys() - codes if without else ():
        fix = f"Write one of: {', '.join(without)}, or delete the line."
        message = f"`dictionaries` names `{code}`, which is no language of the site."
        line = settings.line_of("extra", "dictionaries", code)
        yield Problem(FILE, line, "unknown-language", message, fix, Weight.notice)
