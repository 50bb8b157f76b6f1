"""How easily each page is read: its LIX and its longest sentence."""

from dataclasses import dataclass
from itertools import groupby

from waymarks.reports.report import Asked, Report, table
from waymarks.settings import Language
from waymarks.site import Site
from waymarks.source import Page


@dataclass(frozen=True)
class Readable:
    """A page with its Figures."""

    page: Page
    lix: float | None
    longest: int
    sentence: str
    line: int


def readable(site: Site, language: Language) -> list[Readable]:
    """Every page of one language, because a LIX can't be compared with that of another. The heaviest comes first; of those
    too short for a LIX the one with the longest sentence."""
    return sorted(map(_readable, site.in_language(language)), key=_lightness)


def _lightness(one: Readable) -> tuple[float, int, str]:
    return -(one.lix or 0), -one.longest, one.page.path


def _readable(page: Page) -> Readable:
    return Readable(page, **vars(page.figures))


def report(asked: Asked) -> Report:
    """Every page of each language, the heaviest first."""
    found = [one for language in asked.site.languages for one in readable(asked.site, language)]
    summary = "; ".join(_worst(list(pages)) for _, pages in groupby(found, key=lambda one: one.page.language))
    rows = [(_figure(one), one.longest, f"{one.page.path}:{one.line}") for one in found]
    data = [
        {
            "path": one.page.path,
            "language": one.page.language.code,
            "lix": None if one.lix is None else round(one.lix, 1),
            "longest": one.longest,
            "line": one.line,
            "sentence": one.sentence,
        }
        for one in found
    ]
    return Report(f"{summary}\n\n{table(('LIX', 'longest', 'longest sentence'), rows)}", summary, data)


def _worst(found: list[Readable]) -> str:
    """Of one language's pages, the heaviest first."""
    longest = max(found, key=lambda one: one.longest)
    return (
        f"{found[0].page.language.code}: highest LIX {_figure(found[0])} ({found[0].page.path}), longest sentence "
        f"{longest.longest} words ({longest.page.path}:{longest.line})"
    )


def _figure(one: Readable) -> str:
    return "–" if one.lix is None else f"{one.lix:.1f}"
