"""Compressed copies: what a web server sends instead of a text file, made once and the same each time."""

import gzip
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli

_TEXT = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}
_BYTES = 1024  # below one network packet nothing is won
_BROTLI_QUALITY = 9


def compress(folder: Path) -> None:
    """Lay a .gz and a .br beside every text file of the site that is large enough. Raises OSError."""
    files = [file for file in folder.rglob("*") if file.suffix in _TEXT and file.stat().st_size >= _BYTES]
    with ThreadPoolExecutor() as pool:
        list(pool.map(_compress, files))


def _compress(file: Path) -> None:
    content = file.read_bytes()
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, brotli.MODE_TEXT, _BROTLI_QUALITY))
