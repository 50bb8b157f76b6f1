"""Loading: all that the page at /redaktion/ makes a browser load is in the release, and comes from no other host."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

from waymarks.folders import EDITOR
from waymarks.machine.disk import below
from waymarks.problems import Problem

# As its page, and as modules name other files. What is put together while a script runs, the policy alone can stop.
_IN_PAGE = re.compile(r'(?:src|href)="(?!data:)([^"]+)"')
_IMPORT_MAP = re.compile(r'<script type="importmap">(.*?)</script>', re.S)
_IN_SCRIPT = re.compile(
    r"""\b(?:from|import)\s*\(?\s*["'`](\.{1,2}/[^"'`]+)|new URL\(\s*["'`]([^"'`]+)["'`],\s*import\.meta\.url"""
)
_HOST_IN_PAGE = re.compile(r'(?:src|href)="(?:https?:)?//([^/"]+)')
_HOST_IN_SCRIPT = re.compile(r"""(?:url\(\s*['"]?|\b(?:from|import)\s*\(?\s*["'`])(?:https?:)?//([^/'"`)]+)""")
_FIX = "Delete .cache/cms, then build again; if it is still so, tell a developer."


def check(folder: Path) -> Iterator[Problem]:
    """What is missing below the built site, and what would be asked of others. Nothing where no text is changed in a browser."""
    if not (folder / EDITOR).is_dir():
        return
    files = {f"{EDITOR}/{path}" for path in below(folder / EDITOR)}
    page = f"{EDITOR}/index.html"
    if page not in files:
        yield _problem(page, "page-not-built", "was not built.")
        return
    others = _import_map((folder / page).read_text("utf-8"))
    for path in sorted(one for one in files if one.endswith((".html", ".js"))):
        text = (folder / path).read_text("utf-8")
        named = _IN_PAGE.findall(text) if path == page else map("".join, _IN_SCRIPT.findall(text))
        for address in sorted({*named, *(others.values() if path == page else ())}):
            file = _file(path, address)
            if "//" not in address and _file(page, others.get(file, "")) not in files and file not in files:
                yield _problem(path, "dead-link", f"loads {address!r}, which is not in the site.")
        for host in sorted(set((_HOST_IN_PAGE if path == page else _HOST_IN_SCRIPT).findall(text))):
            yield _problem(path, "foreign-request", f"fetches from {host!r}.")


def _import_map(page: str) -> dict[str, str]:
    """What modules are given when they ask for another file, by that file."""
    found = _IMPORT_MAP.search(page)
    imports: dict[str, str] = json.loads(found[1])["imports"] if found else {}
    return {_file(f"{EDITOR}/index.html", name): address for name, address in imports.items()}


def _file(path: str, address: str) -> str:
    return normpath(join(dirname(path), address))


def _problem(file: str, rule: str, message: str) -> Problem:
    return Problem(file, 1, rule, f"{file} {message}", _FIX)
