"""Compressed copies: what a web server sends instead of a text file, made once and the same each time."""

import gzip
from collections.abc import Iterable, Sequence
from pathlib import Path

import brotli

from waymarks.workers import spread

TEXTS = {".atom", ".css", ".csv", ".js", ".json", ".jsonld", ".svg", ".xml", ".txt"}
_BYTES = 1024  # below one network packet nothing is won
_BROTLI_QUALITY = 9
# As powers of two. A window that just holds the file compresses no less than the largest, and a page seventeen times
# as fast: most of the time goes to making the window ready. Source: RFC 7932, section 9.1.
_SMALLEST, _LARGEST = 16, 22


def compress_all(files: Iterable[Path]) -> None:
    """Do it to every text file but pages, which have got theirs as they were written. Raises OSError."""
    spread(_compress_share, [file for file in files if file.suffix in TEXTS])


def _compress_share(files: Sequence[Path]) -> None:
    for file in files:
        compress(file, file.read_bytes())


def compress(file: Path, content: bytes) -> None:
    """Lay a .gz and a .br beside the file, which holds `content`, if it is large enough. Raises OSError."""
    if len(content) < _BYTES:
        return
    window = min(_LARGEST, max(_SMALLEST, len(content).bit_length()))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, brotli.MODE_TEXT, _BROTLI_QUALITY, window))
