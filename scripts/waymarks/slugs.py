"""How Danish words become addresses: ASCII, lower case, hyphens."""

import re
import unicodedata

_DANISH = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa"})


def slug(text: str, separator: str = "-") -> str:
    """The address form of `text`: "Mål og ambition" → "maal-og-ambition". Signature as Markdown's `toc` wants it."""
    plain = unicodedata.normalize("NFC", text).lower().translate(_DANISH)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", separator, plain).strip(separator)
