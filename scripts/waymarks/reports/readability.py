"""How easily each page is read: its LIX and its longest sentence."""

from itertools import groupby

from waymarks.reading.settings import Language
from waymarks.reports.report import Asked, Report, table
from waymarks.site import Site
from waymarks.source import Page


def readable(site: Site, language: Language) -> list[Page]:
    """Every page of one language, because a LIX can't be compared with that of another. The heaviest comes first; of those
    too short for a LIX the one with the longest sentence."""
    return sorted(
        site.in_language(language), key=lambda page: (-(page.figures.lix or 0), -page.figures.longest, page.path)
    )


def report(asked: Asked) -> Report:
    """Every page of each language, the heaviest first."""
    found = [one for language in asked.site.languages for one in readable(asked.site, language)]
    summary = "; ".join(_worst(list(pages)) for _, pages in groupby(found, key=lambda one: one.language))
    rows = [(_lix(one), one.figures.longest, f"{one.path}:{one.figures.line}") for one in found]
    data = [
        {
            "path": one.path,
            "language": one.language.code,
            "lix": None if one.figures.lix is None else round(one.figures.lix, 1),
            "longest": one.figures.longest,
            "line": one.figures.line,
            "sentence": one.figures.sentence,
        }
        for one in found
    ]
    return Report(f"{summary}\n\n{table(('LIX', 'longest', 'longest sentence'), rows)}", summary, data)


def _worst(found: list[Page]) -> str:
    """Of one language's pages, the heaviest first."""
    longest = max(found, key=lambda one: one.figures.longest)
    return (
        f"{found[0].language.code}: highest LIX {_lix(found[0])} ({found[0].path}), longest sentence "
        f"{longest.figures.longest} words ({longest.path}:{longest.figures.line})"
    )


def _lix(page: Page) -> str:
    return "–" if page.figures.lix is None else f"{page.figures.lix:.1f}"
