"""How Danish words become addresses: ASCII, lower case, hyphens."""

import re
import unicodedata

# Letters that are none with a mark, and would be lost: those of Danish, and of neighbours' names (Große Straße, Suðuroy, Łódź).
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ß": "ss", "ð": "d", "þ": "th", "đ": "d", "ł": "l", "œ": "oe", "ı": "i"}
    | dict.fromkeys("‐‑‒–—−", "-")  # for a hyphen, as writing programs make them
)


def slug(text: str, separator: str = "-") -> str:
    """The address form of `text`: "Mål og ambition" → "maal-og-ambition". Signature as Markdown's `toc` wants it."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)
