"""Alphabetical order. The Danish one is … z, æ, ø, å, with aa as å; capitals, accents and signs before the first letter do not matter."""

import re
import unicodedata
from collections.abc import Callable

# The characters after z in ASCII stand in for the three letters: { < | < }.
_LETTERS = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"})
_WRITTEN = str.maketrans({"{": "Æ", "|": "Ø", "}": "Å"})


def danish_key(text: str) -> str:
    """A sort key: `sorted(titles, key=danish_key)`. The order is that of Retskrivningsordbogen."""
    return _plain(unicodedata.normalize("NFC", _from_its_letters(text)).lower().translate(_LETTERS).replace("aa", "}"))


def alphabetical_key(code: str) -> Callable[[str], str]:
    """The sort key of the language `code`."""
    return danish_key if code == "da" else lambda text: _plain(_from_its_letters(text).lower())


def initial(text: str, code: str) -> str:
    """The letter below which `text` stands in an index of the language `code`: Å for "Aabenraa" in Danish, E for "état"."""
    return alphabetical_key(code)(text)[:1].translate(_WRITTEN).upper()


def _plain(letters: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letters) if not unicodedata.combining(c))


def _from_its_letters(text: str) -> str:
    """Without the quotation mark, bracket or dash that it begins with."""
    return re.sub(r"^[\W_]+(?=.)", "", text)
