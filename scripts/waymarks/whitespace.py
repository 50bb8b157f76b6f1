"""White space: the templates' own indentation, which browsers drop, is not sent to readers."""

import re

# Before and after these, white space is never shown.
_BLOCKS = (
    "article aside blockquote body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head "
    "header html legend li link main meta nav ol option p script section select summary table tbody td th thead "
    "title tr ul"
)
_BETWEEN = re.compile(rf"\s*\n\s*(?=</?(?:{'|'.join(_BLOCKS.split())})\b)".encode())
_INDENTATION = re.compile(rb"\n\s+")
# In these it is part of what is written.
_KEPT = re.compile(rb"(<(?:pre|textarea)\b.*?</(?:pre|textarea)>)", re.S)


def without_indentation(page: bytes) -> bytes:
    """The built page without it."""
    parts = _KEPT.split(page)  # every second one is kept
    parts[::2] = [_INDENTATION.sub(b"\n", _BETWEEN.sub(b"", part)) for part in parts[::2]]
    return b"".join(parts)
