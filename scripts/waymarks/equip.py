"""Equip: a built site gets all that a web server needs to serve it well, and nothing of the machine it was built on."""

import json
import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from waymarks.equipment.compression import TEXTS, Copies, compress, compress_all
from waymarks.equipment.fingerprint import fingerprint, fingerprinted, links
from waymarks.equipment.policy import (
    FOREVER,
    OPEN,
    REVALIDATE,
    beside_pages,
    head_of,
    headers,
    in_pages,
    inline_scripts,
    with_policy,
)
from waymarks.equipment.whitespace import tightened, without_comments, without_end_tags, without_indentation
from waymarks.folders import DATA, EDITOR
from waymarks.machine.disk import below, lay
from waymarks.machine.workers import gathered, spread
from waymarks.reading.settings import Settings

# Below the site, and served by nobody: the files that a web server is set up with.
SERVER = ".server"
_SENT = f"{SERVER}/headers.json"
NOT_FOR_READERS = frozenset({SERVER, ".htaccess", "_headers", "_redirects"})

# Where each template's text goes, below the site.
_FILES = {
    "nginx": f"{SERVER}/nginx.conf",
    "nginx-brotli": f"{SERVER}/nginx-brotli.conf",
    "caddy": f"{SERVER}/Caddyfile",
    "apache": ".htaccess",
    "headers": "_headers",
    "redirects": "_redirects",
}
_LEGAL_SHORTCUT = "was"  # where Danish authorities' accessibility statements are looked for
# How a style sheet of ours imports another, on a line of its own.
_IMPORT = re.compile(rb'@import "([\w-]+\.css)";[^\n]*\n')
# A security.txt is to be less than a year old. Source: RFC 9116, section 2.5.5.
_SECURITY_DAYS = 364


# By the file of a page: the sources that let its inline scripts run.
Scripts = dict[str, frozenset[str]]


@dataclass(frozen=True)
class Equipped:
    """Pages that are equipped already, and are not in the folder yet: their addresses, `urls`, and the sources that let their inline
    `scripts` run. And the `copies` that there are of other texts."""

    urls: frozenset[str]
    scripts: frozenset[str]
    copies: Copies


def equip(
    folder: Path,
    settings: Settings,
    changed: datetime | None,
    apart: Equipped,
    editor: Mapping[str, str],
) -> Scripts:
    """Tighten, fingerprint, compress and describe the built site in `folder`, to which comes what stands `apart`. `changed` is
    when its content last did, in UTC: without it, no security.txt is made. `editor` is what is sent otherwise below /redaktion/, where there
    is such a page.

    Raises OSError.
    """
    files = list(below(folder))
    for script in (folder / path for path in files if path.endswith(".js")):
        script.write_bytes(without_comments(script.read_bytes()))
    _join(folder / "assets" / "stylesheets" / "site.css")
    name = fingerprint(folder)
    pages = [folder / path for path in files if path.endswith(".html")]
    own = scripts_of(folder, pages)
    scripts = sorted(apart.scripts.union(*own.values()))
    _tighten(pages, links(_base(settings)), name, in_pages(scripts))
    if settings.security and changed:
        lay(folder / ".well-known" / "security.txt", _security(settings, changed).encode())
    every = headers(scripts, settings.hsts)
    told = {"every": every, "editor": editor, "fingerprint": name}
    lay(folder / _SENT, f"{json.dumps(told, indent=1)}\n".encode())
    was = _shortcuts(folder, settings, apart.urls)
    _describe(folder, {**_context(folder, settings, name, every, editor), "was": was})
    compress_all([folder / path for path in below(folder)], apart.copies)
    return own


def _join(style: Path) -> None:
    """Put what the style sheet imports in the place of the imports: a page would ask for one file after the other. And tighten it."""
    if not style.is_file():
        return
    written = style.read_bytes()
    joined = _IMPORT.sub(lambda line: style.with_name(line[1].decode()).read_bytes(), written)
    style.write_bytes(tightened(joined))
    for name in _IMPORT.findall(written):
        style.with_name(name.decode()).unlink()


def scripts_of(folder: Path, pages: Sequence[Path]) -> Scripts:
    """Of pages that are not tightened yet. Every page has to name those of all."""

    def read(files: Sequence[Path]) -> Scripts:
        return {
            file.relative_to(folder).as_posix(): inline_scripts(without_indentation(head_of(file.read_bytes())))
            for file in files
        }

    # Most pages have the same ones: they are in memory once.
    alike: dict[frozenset[str], frozenset[str]] = {}
    return {file: alike.setdefault(scripts, scripts) for file, scripts in gathered(read, pages).items()}


def _tighten(pages: Sequence[Path], link: re.Pattern[bytes], name: str, lines: bytes) -> None:
    """Every page as it is sent, with its compressed copies."""

    def tighten(files: Sequence[Path]) -> None:
        for file in files:
            page = without_end_tags(without_indentation(file.read_bytes()))
            page = with_policy(fingerprinted(page, link, name), lines)
            file.write_bytes(page)
            compress(file, page)

    spread(tighten, pages)


def sent(folder: Path, file: Path) -> dict[str, str]:
    """The headers that the release in `folder` wants sent with its `file`; none if it has never been equipped."""
    if not (folder / _SENT).is_file():
        return {}
    rules = json.loads((folder / _SENT).read_text("utf-8"))
    fingerprinted = file.is_file() and file.is_relative_to(folder / "assets" / rules["fingerprint"])
    opened = OPEN if file.is_relative_to(folder / DATA) else {}
    own = rules["editor"] if file.is_relative_to(folder / EDITOR) else {}
    return {**rules["every"], **opened, **own, "Cache-Control": FOREVER if fingerprinted else REVALIDATE}


def is_for_readers(path: str) -> bool:
    """Whether servers give the file at `path`, below the site or below its host, to anybody."""
    return NOT_FOR_READERS.isdisjoint(path.split("/"))


def _describe(folder: Path, context: Mapping[str, Any]) -> None:
    """Write what each web server, and each host of static files, is set up with."""
    # Only here: it takes long to load, and most commands describe nothing.
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "equipment" / "servers"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - these are no pages
    )
    for template, file in _FILES.items():
        lay(folder / file, environment.get_template(template).render(context).encode())
    for language in context["others"]:
        lay(folder / language / ".htaccess", f"ErrorDocument 404 {context['base']}{language}404.html\n".encode())


def _context(
    folder: Path, settings: Settings, name: str, every: Mapping[str, str], editor: Mapping[str, str]
) -> dict[str, Any]:
    """What the templates are told; `others` are prefixes."""
    prefixes = [one.prefix for one in settings.languages if (folder / one.prefix / "404.html").is_file()]
    return {
        "base": _base(settings),
        "others": [prefix for prefix in prefixes if prefix],
        "headers": every,
        "data": DATA,
        "open": OPEN,
        "texts": "|".join(sorted(ending[1:] for ending in (".html", *TEXTS))),
        "fingerprint": name,
        "forever": FOREVER,
        "revalidate": REVALIDATE,
        "editor": editor,
        "editor_folder": EDITOR,
        # Hosts of static files can't send a folder another policy, only one more: there all pages get what they can't say themselves.
        "beside_pages": {"Content-Security-Policy": beside_pages()} if editor else {},
    }


def _shortcuts(folder: Path, settings: Settings, apart: Set[str]) -> list[str]:
    """The addresses without a slash that lead to pages, which are there or `apart`."""
    pages = [f"{one.prefix}{_LEGAL_SHORTCUT}" for one in settings.languages]
    return [page for page in pages if f"{page}/" in apart or (folder / page / "index.html").is_file()]


def _base(settings: Settings) -> str:
    return urlsplit(settings.site_url).path or "/"


def _security(settings: Settings, changed: datetime) -> str:
    """A security.txt. Source: RFC 9116."""
    contact = settings.security
    until = changed + timedelta(days=_SECURITY_DAYS)
    return (
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}\n"
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(one.code for one in settings.languages)}\n"
        f"Canonical: {settings.site_url}.well-known/security.txt\n"
    )
