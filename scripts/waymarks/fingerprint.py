"""Fingerprints: scripts and styles get an address that changes when they do, so that browsers may keep them."""

import re
from hashlib import sha256
from pathlib import Path

_FOLDERS = ("javascripts", "stylesheets")


def fingerprint(folder: Path, base: str) -> str:
    """Move the scripts and styles of the built site to assets/<fingerprint>/, and return the fingerprint.

    One for them all, so that what a script imports and a style sheet names lies beside it as before. `base` is
    the site's path on its host. Raises OSError.
    """
    files = sorted(file for name in _FOLDERS for file in (folder / "assets" / name).rglob("*") if file.is_file())
    total = sha256()
    for file in files:
        total.update(f"{file.relative_to(folder).as_posix()}\0{sha256(file.read_bytes()).hexdigest()}\n".encode())
    name = total.hexdigest()[:12]
    (folder / "assets" / name).mkdir()
    for one in _FOLDERS:
        (folder / "assets" / one).rename(folder / "assets" / name / one)
    _rewrite(folder, base, name)
    return name


def _rewrite(folder: Path, base: str, name: str) -> None:
    way = rf"(?:(?:\.{{1,2}}/)*|{re.escape(base)})assets/"
    link = re.compile(rf'((?:src|href)="{way})(?=(?:{"|".join(_FOLDERS)})/)'.encode())
    for file in folder.rglob("*.html"):
        file.write_bytes(link.sub(rb"\g<1>" + name.encode() + b"/", file.read_bytes()))
