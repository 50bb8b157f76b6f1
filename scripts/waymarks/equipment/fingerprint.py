"""Fingerprints: scripts and styles get an address that changes when they do, so that browsers may keep them."""

import re
from hashlib import sha256
from pathlib import Path

_FOLDERS = ("javascripts", "stylesheets")


def fingerprint(folder: Path) -> str:
    """Move the scripts and styles of the built site to assets/<fingerprint>/, and return the fingerprint.

    One for them all, so that what a script imports and a style sheet names lies beside it as before. Raises OSError.
    """
    files = sorted(file for name in _FOLDERS for file in (folder / "assets" / name).rglob("*") if file.is_file())
    total = sha256()
    for file in files:
        total.update(f"{file.relative_to(folder).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    name = total.hexdigest()[:12]
    (folder / "assets" / name).mkdir()
    for one in _FOLDERS:
        (folder / "assets" / one).rename(folder / "assets" / name / one)
    return name


def is_fingerprinted(path: str) -> bool:
    """Whether the file of docs/ at `path`, from the repository root, comes to lie there too."""
    return path.startswith(tuple(f"docs/assets/{name}/" for name in _FOLDERS))


def links(base: str) -> re.Pattern[bytes]:
    """What the links to scripts and styles begin with, as far as the fingerprint is to stand. `base` is the site's path
    on its host."""
    way = rf"(?:(?:\.{{1,2}}/)*|{re.escape(base)})assets/"
    return re.compile(rf'((?:src|href)="{way})(?=(?:{"|".join(_FOLDERS)})/)'.encode())


def fingerprinted(page: bytes, link: re.Pattern[bytes], name: str) -> bytes:
    """The built page with `name` in its links to scripts and styles; `link` is as `links` gives it."""
    return link.sub(rb"\g<1>" + name.encode() + b"/", page)
