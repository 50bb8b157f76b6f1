"""Which pages are to be gone through again, and whose they are."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from waymarks.problems import counted
from waymarks.relations.reviews import is_reviewed, review_due
from waymarks.reports.report import Asked, Report, table
from waymarks.site import Site
from waymarks.source import Page

# Whose the pages are that belong to no place.
_EDITORS = "The editors"


@dataclass(frozen=True)
class Review:
    """A page in the site's first language. `owners` are their names, none for a page of the site itself; `due` is the
    last day before it is late, or None where nothing says."""

    page: Page
    owners: tuple[str, ...]
    reviewed: date | None
    due: date | None


def reviews(site: Site, months: Mapping[str, int]) -> list[Review]:
    """Every page that is in force, by owner as the pages first name them, then by day; what has no day comes first."""
    found = list(_reviews(site, months))
    order = {owners: place for place, owners in enumerate(dict.fromkeys(one.owners for one in found))}
    return sorted(found, key=lambda one: (order[one.owners], one.due or date.min, one.page.id))


def _reviews(site: Site, months: Mapping[str, int]) -> Iterator[Review]:
    for page in site.in_language(site.languages[0]):
        facts = site.facts(page)
        if facts and is_reviewed(facts):
            yield Review(page, site.owner_names(page), facts.reviewed, review_due(facts, months))


def report(asked: Asked) -> Report:
    """The pages that are late or will be within `asked.days`, and those of which nothing says when."""
    until = asked.today + timedelta(days=asked.days)
    all_of_them = reviews(asked.site, asked.months)
    found = [one for one in all_of_them if one.due is None or one.due <= until]
    late = sum(one.due is not None and one.due < asked.today for one in found)
    undated = sum(one.due is None for one in found)
    summary = (
        f"{counted(late, 'page is', 'pages are')} late, {len(found) - late - undated} more due by {until}; "
        f"{counted(undated, 'page has', 'pages have')} no date."
    )
    data = [
        {
            "owners": list(one.owners),
            "path": one.page.path,
            "title": one.page.title,
            "reviewed": one.reviewed and one.reviewed.isoformat(),
            "due": one.due and one.due.isoformat(),
            "late": one.due is not None and one.due < asked.today,
        }
        for one in found
    ]
    return Report("\n\n".join((summary, *_by_owner(found, asked.today))), summary, data)


def _by_owner(found: list[Review], today: date) -> Iterator[str]:
    for owners, group in groupby(found, key=lambda one: one.owners):
        rows = []
        for one in group:
            late = "late" if one.due and one.due < today else ""
            rows.append((one.due or "no date", late, one.reviewed or "never", one.page.path))
        yield f"{' · '.join(owners) or _EDITORS}\n" + table(("due", "", "last", "page"), rows)
