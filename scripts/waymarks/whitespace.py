"""White space and comments: what is written for us, and what browsers drop, is not sent to readers."""

import re
from pathlib import Path

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


def without_comments(folder: Path) -> None:
    """Take the comments that have a line of their own out of every script in `folder`. Raises OSError."""
    for file in folder.rglob("*.js"):
        file.write_bytes(_COMMENT.sub(b"", file.read_bytes()))


def without_indentation(folder: Path) -> None:
    """Take the templates' indentation out of every built page in `folder`. Raises OSError."""
    for file in folder.rglob("*.html"):
        parts = _KEPT.split(file.read_bytes())  # every second one is kept
        parts[::2] = [_INDENTATION.sub(b"\n", _BETWEEN.sub(b"", part)) for part in parts[::2]]
        file.write_bytes(b"".join(parts))
