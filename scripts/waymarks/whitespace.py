"""White space and comments: what is written for us, and what browsers drop, is not sent to readers."""

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
# In these it is part of what is written.
_KEPT = re.compile(rb"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)


def without_comments(script: bytes) -> bytes:
    """The script without the comments that have a line of their own."""
    return _COMMENT.sub(b"", script)


def without_indentation(page: bytes) -> bytes:
    """The built page without it."""
    parts = _KEPT.split(page)  # every second one is kept
    parts[::2] = [_INDENTATION.sub(b"\n", _BETWEEN.sub(b"", part)) for part in parts[::2]]
    return b"".join(parts)
