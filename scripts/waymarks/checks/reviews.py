"""Reviews: pages that someone said to have gone through so long ago that it is time again."""

from collections.abc import Iterator
from datetime import date

from waymarks.problems import Problem, Weight
from waymarks.reading.settings import Settings
from waymarks.relations.reviews import is_declaration, is_reviewed, review_due
from waymarks.source import Page, with_facts

_FIX = "Read it in every language, correct what is no longer so, and write today's date as `reviewed:`"


def check(pages: tuple[Page, ...], settings: Settings, today: date) -> Iterator[Problem]:
    """`review-due` and `undated-declaration`, which stop nothing. What is withdrawn or superseded is not to be gone through."""
    for page, front in with_facts(pages):
        if not is_reviewed(front):
            continue
        due = review_due(front, settings.review)
        if due and due < today:
            last = f", and was last reviewed on {front.reviewed}" if front.reviewed else ""
            message = f"The page was to be reviewed by {due}{last}."
            fix = f"{_FIX} and a later day as `review_by:`." if front.review_by else f"{_FIX}."
            place = "review_by" if front.review_by else "reviewed"
            yield Problem(page.path, page.line_of(place), "review-due", message, fix, Weight.notice)
        elif is_declaration(front) and not front.reviewed:
            message = "The page tells readers what holds about the site, and nothing says when it was last reviewed."
            fix = f"Read it in every language, and write today's date in this file: `reviewed: {today}`."
            yield Problem(page.path, page.line_of("kind"), "undated-declaration", message, fix, Weight.notice)
