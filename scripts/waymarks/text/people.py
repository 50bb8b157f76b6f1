"""People: what in a text is a civil registration number (CPR), a telephone number or an e-mail address."""

import re
from collections.abc import Iterator
from datetime import date

# Six digits that are a day, and four more: 010190-1234, 0101901234, 010190 1234, 01 01 90 1234, 01.01.90-1234. What a
# letter, a digit or a decimal sign touches is a part of something longer: an id, a link to a file, a measure.
_DASH = "[-\u2010-\u2015\u2212\u00ad]"
_SPACE = "[ \u00a0\u2007\u2009\u202f]"
_CPR = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?P<day>\d\d)(?P<within>{_SPACE}|{_DASH}|[./])?(?P<month>\d\d)(?(within)(?P=within))(?P<year>\d\d)"
    rf"(?P<between>{_SPACE}{{0,2}}{_DASH}{_SPACE}{{0,2}}|{_SPACE})?\d{{4}}(?!\d)(?![.,]\d)"
)
# What tells that a number is one, and what may stand between that and the number: a colon, signs of Markdown.
_NO, _THEN = r"(?:[ -]?(?:num(?:mer|ber)|n[ro]\.?))", r"[:\s*_|]*$"
# The same ten digits are also the number of a workplace or of a book, when that is said.
_OTHER_NUMBER = re.compile(rf"(?:\bP{_NO}|produktionsenhed\w*|production unit{_NO}?|\bISBN(?:-10)?{_NO}?){_THEN}", re.I)
HIDDEN = "××××××-××××"
HIDDEN_PHONE, HIDDEN_EMAIL = "×× ×× ×× ××", "××@××"
SIGN = "××"  # of anything that is hidden

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
# Kept for examples by RFC 2606; nobody has them.
_NOBODYS = re.compile(r"(?:^|\.)(?:example|test|invalid|localhost)(?:\.(?:com|net|org))?$")

_BEFORE, _AFTER = r"(?<![\w/=#&?.,%-])", r"(?![\w%])(?![.,-]\d)"
_PHONE = re.compile(
    rf"{_BEFORE}(?:"
    rf"(?P<abroad>(?:\+|00)\d{{1,3}}(?:[ \u00a0-]?\d){{6,12}})"
    rf"|(?P<pairs>[2-9]\d(?P<gap>[ \u00a0.-])\d\d(?P=gap)\d\d(?P=gap)\d\d)"
    rf"|(?P<fours>[2-9]\d{{3}}[ \u00a0]\d{{4}})"
    rf"|(?P<whole>[2-9]\d{{7}})"
    rf"){_AFTER}"
)
# Eight digits are also a day or two years, and the number of a company, a journal or a case, when that is said.
_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")
_YEARS = re.compile(r"20\d\d[ \u00a0]20\d\d$")
_COMPANY = re.compile(
    rf"(?:\b(?:CVR|ISSN|EAN|GLN){_NO}?|\b(?:sags?|journal|konto|faktura|case|file|account){_NO}){_THEN}", re.I
)


def cpr_numbers(text: str) -> Iterator[re.Match[str]]:
    """Where CPR numbers stand. The check digit says nothing: numbers without a right one are given since 2007."""
    for match in _CPR.finditer(text):
        before = text[max(0, match.start() - 30) : match.start()]
        other = match[0].isdigit() and _OTHER_NUMBER.search(before)
        if _is_day(match) and not other and not _part_of_a_word(before, text[match.end() : match.end() + 1]):
            yield match


def without_cpr_numbers(text: str) -> str:
    """`text` to be shown: no number is told on."""
    places = [match.span() for match in cpr_numbers(text)]
    for start, end in reversed(places):
        text = f"{text[:start]}{HIDDEN}{text[end:]}"
    return text


def _is_day(match: re.Match[str]) -> bool:
    """Whether there is such a day in any century. A dash makes 60 more than the day a number too: a temporary one."""
    between = match["between"] or ""
    day, month, year = (int(match[part]) for part in ("day", "month", "year"))
    if match["within"] not in (None, " ", "\u00a0") and not between.strip():
        return False  # a written date and a time of the day
    if between.strip() and day > 60:
        day -= 60
    try:
        return bool(date(2000 + year, month, day))  # 2000 was a leap year, as 1900 was not
    except ValueError:
        return False


def _part_of_a_word(before: str, after: str) -> bool:
    return bool(
        re.search(r"[^\W\d]$", before) and not re.search(r"cpr\W*(?:nr|nummer|number)?$", before, re.I)
    ) or bool(re.match(r"[^\W\d]", after))


def email_addresses(text: str) -> Iterator[re.Match[str]]:
    """Where e-mail addresses stand that may be somebody's."""
    return (match for match in _EMAIL.finditer(text) if not _NOBODYS.search(match[0].rpartition("@")[2].lower()))


def phone_numbers(text: str) -> Iterator[re.Match[str]]:
    """Where telephone numbers stand: Danish ones of eight digits, and those with a country's code."""
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        is_day = match["whole"] and _DAY.match(match[0])
        is_said = not match["abroad"] and _COMPANY.search(before)
        if not (is_day or is_said or _YEARS.match(match[0])):
            yield match


def same_number(one: str, other: str) -> bool:
    """Whether two ways of writing a telephone number mean the same."""
    return _digits(one) == _digits(other) != ""


def _digits(number: str) -> str:
    return re.sub(r"\D", "", re.sub(r"^\s*(?:\+|00)45", "", number))
