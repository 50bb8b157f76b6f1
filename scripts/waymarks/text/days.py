"""Days as people write them: 31-05-2024, 31.5.2024, 31. maj 2024, 31 May 2024, 2024-05-31."""

import re
from collections.abc import Iterator
from datetime import date

from babel.dates import get_month_names

_MONTHS = {
    name.lower().rstrip("."): number
    for locale in ("da", "en")
    for width in ("wide", "abbreviated")
    for number, name in get_month_names(width, locale=locale).items()
}
_DAY = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}-\d\d-\d\d)"
    r"|(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})\s?[./-]\s?(?P<year>\d{4})"
    rf"|(?P<spoken_day>\d{{1,2}})\.?\s(?P<name>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?\s(?P<spoken_year>\d{{4}})"
    r")(?!\d)",
    re.I,
)


def days_in(text: str) -> Iterator[tuple[int, date]]:
    """Where each day begins in the text, and which it is. What is no day of the calendar is passed over."""
    for found in _DAY.finditer(text):
        try:
            yield found.start(), _day(found)
        except ValueError:
            continue


def day_of(text: str) -> date | None:
    """The day that the text is, and nothing else; None if it is none."""
    found = _DAY.fullmatch(text)
    try:
        return _day(found) if found else None
    except ValueError:
        return None


def _day(found: re.Match[str]) -> date:
    if found["iso"]:
        return date.fromisoformat(found["iso"])
    if found["name"]:
        # `ſ`, a letter of old print, is found as an `s`, and no month is written with it.
        return date(int(found["spoken_year"]), _MONTHS.get(found["name"].lower(), 0), int(found["spoken_day"]))
    return date(int(found["year"]), int(found["month"]), int(found["day"]))
