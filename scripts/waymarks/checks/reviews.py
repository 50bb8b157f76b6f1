"""Reviews: pages that someone said to have gone through so long ago that it is time again."""

from collections.abc import Iterator
from datetime import date

from waymarks.problems import Problem, Weight
from waymarks.reviews import is_declaration, review_due
from waymarks.schema import Facts
from waymarks.settings import Settings
from waymarks.source import Page

_FIX = "Read it in every language, correct what is no longer so, and write today's date as `reviewed:`."


def check(pages: tuple[Page, ...], settings: Settings, today: date) -> Iterator[Problem]:
    for page in pages:
        if not isinstance(page.front, Facts):
            continue
        due = review_due(page.front, settings.review)
        if due and due < today:
            last = f", and was last on {page.front.reviewed}" if page.front.reviewed else ""
            message = f"The page was to be gone through again by {due}{last}."
            fix = _FIX
            place = "review_by" if page.front.review_by else "reviewed"
            yield Problem(page.path, page.line_of(place), "review-due", message, fix, Weight.notice)
        elif is_declaration(page.front) and not page.front.reviewed:
            message = "The page declares something to its readers, and does not say when it was last gone through."
            fix = "Read it, and write the day in its front matter: `reviewed: 2026-11-24`."
            yield Problem(page.path, page.line_of("kind"), "undated-declaration", message, fix, Weight.notice)
