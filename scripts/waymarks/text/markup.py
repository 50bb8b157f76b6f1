"""Markup: which HTML may stand in a page. What our Markdown makes, and nothing else, reaches a reader."""

import re
from unicodedata import normalize

import nh3

from waymarks.text.people import without_cpr_numbers

# What an editor may write as HTML, because Markdown has no sign for it; the attributes of each.
WRITTEN: dict[str, frozenset[str]] = {
    "br": frozenset(),
    "span": frozenset({"lang"}),
    "sub": frozenset(),
    "sup": frozenset(),
}
# What may stand in an attribute list, `{: #id lang=en }`.
LISTED = frozenset({"id", "lang", "width", "height"})
_LIGATURE = re.compile("[\ufb00-\ufb06]")
SCHEMES = frozenset({"https", "http", "mailto", "tel"})

_ELEMENTS = set(
    "a blockquote br button caption code div em h1 h2 h3 h4 h5 h6 hr img li ol p pre span strong sub sup "
    "table tbody td th thead tr ul".split()
)
_ATTRIBUTES = {
    "*": {"id", "lang"},
    "a": {"href", "hreflang", "title"},
    "button": {"popovertarget", "value"},
    "code": {"class"},
    "div": {"aria-labelledby"},
    "img": {"src", "alt", "title", "width", "height"},
}
# What our own extensions write, and nothing like it: the frame of a table, a word that explains itself, a copy
# button, an old id, a note at a statement.
_VALUES = {
    "button": {"type": {"button"}, "class": {"term", "copy-link"}, "hidden": {"hidden"}},
    "div": {"class": {"scroller", "awaiting"}, "tabindex": {"0"}, "role": {"region", "note"}},
    "span": {"class": {"old-id"}},
    "td": {"class": {"center", "right"}},
    "th": {"class": {"center", "right"}, "scope": {"col"}},
}


def scheme_of(address: str) -> str:
    """What a browser takes for the scheme: it drops spaces and line ends first. "" for a link within the site."""
    match = re.match(r"([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", address), re.I)
    return match[1].lower() if match else ""


def is_elsewhere(address: str) -> bool:
    """Whether a browser would ask another host for it. It reads a backslash as a slash."""
    plain = re.sub(r"[\x00-\x20]", "", address).replace("\\", "/")
    return plain.startswith("//") or scheme_of(address) != ""


def typed(text: str) -> str:
    """`text` in the letters that one types: a Mac has `å` in two parts, and a PDF two letters in one, which no search finds."""
    return _LIGATURE.sub(lambda match: normalize("NFKC", match[0]), normalize("NFC", text))


def endurable(markdown: str) -> str:
    """`markdown` as MkDocs may have it: its reader of HTML stops at `<![` with an exception, what it says of a link
    would tell a CPR number on, and in letters that nobody types it would find no word that is explained.
    """
    return without_cpr_numbers(typed(markdown).replace("<![", "&lt;!["))


def clean(html: str) -> str:
    """`html` with only what may stand in a page; what a script, a style or a form holds goes with it."""
    return _CLEANER.clean(html)


def _attribute(element: str, name: str, value: str) -> str | None:
    if (element, name) == ("img", "src"):
        return None if is_elsewhere(value) else value
    if (element, name) == ("code", "class"):
        return value if re.fullmatch(r"language-[\w+-]+", value) else None
    if name == "value":
        return value if re.fullmatch(r"[a-z0-9-]+", value) else None
    if name == "popovertarget":
        return value if re.fullmatch(r"term-[a-z0-9-]+", value) else None
    return value


_CLEANER = nh3.Cleaner(
    tags=_ELEMENTS,
    attributes=_ATTRIBUTES,
    tag_attribute_values=_VALUES,
    attribute_filter=_attribute,
    clean_content_tags={"script", "style", "iframe", "object", "form", "svg", "math", "template", "noscript"},
    url_schemes=set(SCHEMES),
    link_rel=None,
)
