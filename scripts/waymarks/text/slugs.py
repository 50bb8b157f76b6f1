"""How Danish words become addresses: ASCII, lower case, hyphens."""

import re
import unicodedata

# Letters that are none with a mark, and would be lost: those of Danish, and of neighbours' names (Große Straße, Suðuroy, Łódź).
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "œ": "oe", "ı": "i"}
    | dict.fromkeys("‐‑‒–—−", "-")  # for a hyphen, as writing programs make them
)


# Ids of parts of a page that templates make, which no heading of its text may have too (`tests/test_style.py` compares).
_OF_TEMPLATES = frozenset(
    "alphabet audiences choice collected contact end enforcement example feeds files hand-out held last-searches licence main mentioned"
    " more municipalities places progress q read-aloud-speed readability readability-table reading-path reviews reviews-table"
    " search-form search-help source-note sources sources-table statement steps tested to-print translations".split()
)


def anchor(heading: str, separator: str = "-") -> str:
    """The id of a heading that has none of its own. Signature as Markdown's `toc` wants it."""
    found = slug(heading, separator)
    return f"{found}{separator}2" if found in _OF_TEMPLATES else found


def slug(text: str, separator: str = "-") -> str:
    """The address form of `text`: "Mål og ambition" → "maal-og-ambition"."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)
