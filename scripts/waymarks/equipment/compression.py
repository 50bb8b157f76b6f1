"""Compressed copies: what a web server sends instead of a text file, made once and the same each time."""

import gzip
from collections.abc import Iterable, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

import brotli

from waymarks.machine import disk
from waymarks.machine.workers import spread

# Copies that lie in a release, by the SHA-256 in hexadecimal of the text that they are copies of.
Copies = Mapping[str, Sequence[Path]]
_NONE: Copies = {}

TEXTS = {".atom", ".css", ".csv", ".js", ".json", ".jsonld", ".svg", ".xml", ".txt"}
COPIES = (".gz", ".br")  # how their names end
# Smaller texts have no copies: less than a network packet would be saved. A page is fetched alone, other texts many at a time.
_BYTES, _PAGE_BYTES = 1024, 2048
_BROTLI_QUALITY = 9
# As powers of two. A window that just holds the file compresses no less than the largest, and a page seventeen times
# as fast: most of the time goes to making the window ready. Source: RFC 7932, section 9.1.
_SMALLEST, _LARGEST = 16, 22


def compress_all(files: Iterable[Path], there: Copies = _NONE) -> None:
    """Do it to every text file but pages, which have got theirs as they were written. Copies that are `there` already are
    shared. Raises OSError."""

    def compress_share(share: Sequence[Path]) -> None:
        for file in share:
            content = file.read_bytes()
            copies = there.get(sha256(content).hexdigest(), ())
            for copy in copies:
                disk.link(str(copy), f"{file}{copy.suffix}")
            if not copies:
                compress(file, content)

    spread(compress_share, [file for file in files if file.suffix in TEXTS])


def compress(file: Path, content: bytes) -> None:
    """Lay a .gz and a .br beside the file, which holds `content`, if it is large enough. Raises OSError."""
    if len(content) < (_PAGE_BYTES if file.suffix == ".html" else _BYTES):
        return
    window = min(_LARGEST, max(_SMALLEST, len(content).bit_length()))
    file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    file.with_name(f"{file.name}.br").write_bytes(brotli.compress(content, brotli.MODE_TEXT, _BROTLI_QUALITY, window))
