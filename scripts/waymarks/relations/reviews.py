"""Reviews: when a page is to be gone through again."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from waymarks.reading.schema import Facts, Kind

_DECLARATIONS = {Kind.accessibility, Kind.privacy}


def is_declaration(front: Facts) -> bool:
    """Whether it says what holds now, about the site itself."""
    return not _DECLARATIONS.isdisjoint(front.kind)


def is_reviewed(front: Facts) -> bool:
    """Whether someone is to go through the page again, now and then: not through what is withdrawn or superseded."""
    return not (front.is_withdrawn or front.superseded)


def review_due(front: Facts, months: Mapping[str, int]) -> date | None:
    """The last day before the page is late. `review_by` says it, or `reviewed` and the `months` for its kind.

    `months` is by kind, "others" for those not named. None: nothing says when.
    """
    if front.review_by:
        return front.review_by
    after = min((months[kind] for kind in front.kind if kind in months), default=months.get("others"))
    return _later(front.reviewed, after) if front.reviewed and after else None


def _later(day: date, months: int) -> date:
    """The same day of the month, or the month's last: 30 November and three months are 28 February."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
