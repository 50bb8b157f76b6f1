"""Days as people write them: 31-05-2024, 31.5.2024, 31. maj 2024, 31 May 2024, 2024-05-31; and months and years, maj 2024, 2024."""

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import TypeVar

from babel.dates import get_month_names

Found = TypeVar("Found")

_MONTHS = {
    name.lower().rstrip("."): number
    for locale in ("da", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=locale).items()
}
_NAME = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>\d{4})"
    rf"|(?P<spoken_day>\d{{1,2}})\.?\s(?P<name>{_NAME})\.?\s(?P<spoken_year>\d{{4}})"
    r")(?!\d)",
    re.I,
)
# What begins as a day and is none of the calendar is no month of it either.
_PERIOD = re.compile(
    rf"{_DAY.pattern}|(?<![\d.])\b(?:(?P<of>{_NAME})\.?\s(?P<spoken>\d{{4}})|(?P<plain>\d{{4}}-\d\d)|(?P<only>(?:19|20)\d\d))(?![\d-])",
    re.I,
)


def days_in(text: str) -> Iterator[tuple[int, date]]:
    """Where each day begins in the text, and which it is. What is no day of the calendar is passed over."""
    yield from _of_calendar(_DAY.finditer(text), _day)


def day_of(text: str) -> date | None:
    """The day that the text is, and nothing else; None if it is none."""
    return next((day for _, day in _of_calendar([_DAY.fullmatch(text)], _day)), None)


def periods_in(text: str) -> Iterator[tuple[int, str]]:
    """Where each day, month or year begins in the text, and which it is, as front matter has them."""
    yield from _of_calendar(_PERIOD.finditer(text), _period)


def period_of(text: str) -> str | None:
    """The day, month or year that the text is, and nothing else, as front matter has it; None if it is none."""
    return next((period for _, period in _of_calendar([_PERIOD.fullmatch(text)], _period)), None)


def _of_calendar(
    matches: Iterable[re.Match[str] | None], read: Callable[[re.Match[str]], Found]
) -> Iterator[tuple[int, Found]]:
    """Where each match begins, with what `read` makes of it, but for what the calendar does not have."""
    for match in filter(None, matches):
        try:
            found = read(match)
        except ValueError:
            continue
        yield match.start(), found


def _period(found: re.Match[str]) -> str:
    if found["of"]:
        return f"{found['spoken']}-{_MONTHS.get(found['of'].lower(), 0):02}"
    if found["plain"]:
        return f"{date.fromisoformat(found['plain'] + '-01'):%Y-%m}"
    return found["only"] or _day(found).isoformat()


def _day(found: re.Match[str]) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["name"]:
        # `ſ`, a letter of old print, is found as an `s`, and no month is written with it.
        return date(int(found["spoken_year"]), _MONTHS.get(found["name"].lower(), 0), int(found["spoken_day"]))
    return date(int(found["year"]), int(found["month"]), int(found["day"]))
