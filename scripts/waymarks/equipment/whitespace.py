"""White space, comments and end tags: what is written for us, and what browsers do without, is not sent to readers."""

import re

# Before and after these, white space is never shown.
_BLOCKS = (
    "article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head "
    "header html legend li link main meta nav ol option p script section select summary table tbody td th thead "
    "title tr ul"
)
_BETWEEN = re.compile(rf"\s*\n\s*(?=</?(?:{'|'.join(_BLOCKS.split())})\b)".encode())
_INDENTATION = re.compile(rb"\n\s+")
_COMMENT = re.compile(rb"^[ \t]*//.*\n", re.M)
# Behind a line that is whole without it: "//" in a text is none. Where it can't be told, as after a quote in a pattern, it stays.
_REMARK = re.compile(rb"""^((?:[^"'`\n]|"[^"\n]*"|'[^'\n]*'|`[^`\n]*`)*?\S)[ \t]+// .*$""", re.M)
_IN_STYLE = re.compile(rb"/\*.*?\*/\n?|^\s+", re.S | re.M)
# What ends where something else begins or ends needs no end tag. Only before elements that every parser knows to end it: libxml2 takes
# a <section> for a part of the paragraph. Source: the HTML standard, "Optional tags".
_ENDED = re.compile(
    rb"</(?:p>(?=<(?:p|ul|ol|dl|div|h[1-6]|table|blockquote|form)\b|</(?:li|dd|td|div|section|article|aside|blockquote|main)>)"
    rb"|li>(?=<li\b|</[uo]l>)|dt>(?=<dd\b)|dd>(?=<dt\b|</dl>)|t[dhr]>(?=<t[dhr]\b|</t(?:r|body|head)>))"
)
# In these it is part of what is written.
_KEPT = re.compile(rb"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)


def without_comments(script: bytes) -> bytes:
    """The script without the comments that begin with two slashes."""
    return _REMARK.sub(rb"\1", _COMMENT.sub(b"", script))


def tightened(style: bytes) -> bytes:
    """The style sheet without comments, empty lines and indentation, which are a fifth of what readers would fetch."""
    return _IN_STYLE.sub(b"", style)


def without_indentation(page: bytes) -> bytes:
    """The built page without it."""
    parts = _KEPT.split(page)  # every second one is kept
    parts[::2] = [_INDENTATION.sub(b"\n", _BETWEEN.sub(b"", part)) for part in parts[::2]]
    return b"".join(parts)


def without_end_tags(page: bytes) -> bytes:
    """The page without those that change nothing: it is the same to whoever reads it."""
    return _ENDED.sub(b"", page)
