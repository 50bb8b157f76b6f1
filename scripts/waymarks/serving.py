"""Equip: a built site gets all that a web server needs to serve it well, and nothing of the machine it was built on."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from waymarks.compression import TEXTS, compress, compress_all
from waymarks.data import FOLDER as DATA
from waymarks.fingerprint import fingerprint, fingerprinted, links
from waymarks.machine import Failure
from waymarks.policy import FOREVER, OPEN, REVALIDATE, headers, in_pages, inline_scripts, with_policy
from waymarks.settings import Settings
from waymarks.whitespace import without_comments, without_indentation
from waymarks.workers import spread

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
# What is declared in mkdocs.yml is written into the servers' files, so it must be what it says. Sources: RFC 6797, RFC 9116.
_HSTS = re.compile(r"(?:max-age=\d+(?:; includeSubDomains)?(?:; preload)?)?")
_SECURITY = re.compile(r"(?:(?:https://|tel:|mailto:)[^\s\"\\]+|[^\s\"\\:@]+@[^\s\"\\:@]+)?")
# A security.txt is to be less than a year old. Source: RFC 9116, section 2.5.5.
_SECURITY_DAYS = 364


def equip(folder: Path, settings: Settings, changed: datetime) -> None:
    """Tighten, fingerprint, compress and describe the built site in `folder`. `changed` is when its content last did.

    Raises Failure if mkdocs.yml says what can't be sent, or OSError.
    """
    _declared(
        "extra.hsts", settings.hsts, _HSTS, 'Write such as "max-age=31536000; includeSubDomains", or nothing: "".'
    )
    _declared("extra.contact.security", settings.security, _SECURITY, "Write an e-mail address or a https: address.")
    for file in folder.rglob("*.js"):
        file.write_bytes(without_comments(file.read_bytes()))
    name = fingerprint(folder)
    scripts = _tighten(folder, links(_base(settings)), name)
    if settings.security:
        _write(folder / ".well-known" / "security.txt", _security(settings, changed))
    every = headers(scripts, settings.hsts)
    _write(folder / _SENT, json.dumps({"every": every, "fingerprint": name}, indent=1) + "\n")
    _describe(folder, _context(folder, settings, name, every))
    compress_all(folder)


def _tighten(folder: Path, link: re.Pattern[bytes], name: str) -> list[str]:
    """Every page as it is sent, with its compressed copies. Gives the sources that let the inline scripts run, sorted: each page names them all."""
    pages = list(folder.rglob("*.html"))

    def tighten(files: Sequence[Path]) -> set[str]:
        scripts: set[str] = set()
        for file in files:
            page = fingerprinted(without_indentation(file.read_bytes()), link, name)
            file.write_bytes(page)
            scripts |= inline_scripts(page)
        return scripts

    scripts = sorted(set().union(*spread(tighten, pages)))
    lines = in_pages(scripts)

    def guard(files: Sequence[Path]) -> None:
        for file in files:
            page = with_policy(file.read_bytes(), lines)
            file.write_bytes(page)
            compress(file, page)

    spread(guard, pages)
    return scripts


def sent(folder: Path, file: Path) -> dict[str, str]:
    """The headers that the release in `folder` wants sent with its `file`; none if it has never been equipped."""
    if not (folder / _SENT).is_file():
        return {}
    rules = json.loads((folder / _SENT).read_text("utf-8"))
    fingerprinted = file.is_file() and file.is_relative_to(folder / "assets" / rules["fingerprint"])
    opened = OPEN if file.is_relative_to(folder / DATA) else {}
    return {**rules["every"], **opened, "Cache-Control": FOREVER if fingerprinted else REVALIDATE}


def is_for_readers(path: str) -> bool:
    """Whether servers give the file at `path`, below the site or below its host, to anybody."""
    return NOT_FOR_READERS.isdisjoint(path.split("/"))


def _declared(key: str, value: str, form: re.Pattern[str], fix: str) -> None:
    if not form.fullmatch(value):
        raise Failure(f"mkdocs.yml: `{key}` is {value!r}, which can't be sent. {fix}")


def _describe(folder: Path, context: Mapping[str, Any]) -> None:
    """Write what each web server, and each host of static files, is set up with."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "servers"),
        undefined=StrictUndefined,
        trim_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - these are no pages
    )
    for template, file in _FILES.items():
        _write(folder / file, environment.get_template(template).render(context))
    for language in context["others"]:
        _write(folder / language / ".htaccess", f"ErrorDocument 404 {context['base']}{language}404.html\n")


def _context(folder: Path, settings: Settings, name: str, every: Mapping[str, str]) -> dict[str, Any]:
    """What the templates are told. `was` maps addresses without a slash to the pages; `others` are prefixes."""
    prefixes = [one.prefix for one in settings.languages if (folder / one.prefix / "404.html").is_file()]
    pages = [f"{prefix}{_LEGAL_SHORTCUT}" for prefix in prefixes]
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
        "was": [page for page in pages if (folder / page / "index.html").is_file()],
    }


def _base(settings: Settings) -> str:
    return urlsplit(settings.site_url).path or "/"


def _security(settings: Settings, changed: datetime) -> str:
    """A security.txt. Source: RFC 9116."""
    contact = settings.security
    until = changed.astimezone(UTC) + timedelta(days=_SECURITY_DAYS)
    return (
        f"Contact: {contact if ':' in contact else f'mailto:{contact}'}\n"
        f"Expires: {until:%Y-%m-%dT%H:%M:%SZ}\n"
        f"Preferred-Languages: {', '.join(one.code for one in settings.languages)}\n"
        f"Canonical: {settings.site_url}.well-known/security.txt\n"
    )


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
