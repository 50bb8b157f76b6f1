"""The one policy of what a page may do: the headers a web server sends, and the part that stands in the pages."""

import re
from base64 import b64encode
from collections.abc import Iterable, Mapping
from hashlib import sha256
from html import escape

# A page may always be asked for anew (304 if it is the same); a fingerprinted file never changes.
REVALIDATE = "no-cache"
FOREVER = "public, max-age=31536000, immutable"

_HEAD = re.compile(rb"<head\b.*?</head>", re.S)
_INLINE = re.compile(rb"<script(?![^>]*\s(?:src=|type=\"application/ld\+json\"))[^>]*>(.*?)</script>", re.S)
_CHARSET = b'<meta charset="utf-8">'
# What a policy in a page may not say. Source: CSP Level 3, section 3.3, "The <meta> element".
_ONLY_IN_HEADERS = {"frame-ancestors"}
# Who, in the code of Sveltia CMS, may make HTML of text.
_EDITOR_TYPES = ("svelte-trusted-html", "dompurify", "default")
# What is sent with the data besides: programs on any other site may read it. Source: the Fetch standard, "CORS protocol".
OPEN = {"Access-Control-Allow-Origin": "*"}
# Features that a page of this site never asks for.
_FEATURES = (
    "accelerometer camera display-capture geolocation gyroscope magnetometer microphone midi payment usb".split()
)


def head_of(page: bytes) -> bytes:
    """The <head> of a built page; nothing where it has none."""
    found = _HEAD.search(page)
    return found[0] if found else b""


def inline_scripts(page: bytes) -> frozenset[str]:
    """The sources that let the inline scripts of the built page run.

    Only those in <head>, which is the templates' own: a script in the text stays forbidden, wherever it came from.
    """
    return frozenset(map(source_of, _INLINE.findall(head_of(page))))


def headers(scripts: Iterable[str], hsts: str) -> dict[str, str]:
    """What is sent with every response. `hsts` is the value of Strict-Transport-Security, or empty."""
    rules = {
        "Content-Security-Policy": _as_text(_directives(scripts)),
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{feature}=()" for feature in _FEATURES),
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return {**rules, "Strict-Transport-Security": hsts} if hsts else rules


def in_pages(scripts: Iterable[str]) -> bytes:
    """What stands in every page, for hosts that send no headers."""
    rules = {name: value for name, value in _directives(scripts).items() if name not in _ONLY_IN_HEADERS}
    policy = f'<meta http-equiv="Content-Security-Policy" content="{escape(_as_text(rules), quote=False)}">'
    return f'\n{policy}\n<meta name="referrer" content="no-referrer">'.encode()


def with_policy(page: bytes, lines: bytes) -> bytes:
    """The built page with what `in_pages` gives."""
    return page.replace(_CHARSET, _CHARSET + lines, 1)


def beside_pages() -> str:
    """What of the policy no page can say of itself: enough where every page says the rest."""
    return _as_text({name: value for name, value in _directives(()).items() if name in _ONLY_IN_HEADERS})


def editor_policy(hosts: Iterable[str], scripts: Iterable[str], in_page: bool = False) -> str:
    """The policy of the page on which texts are changed, and of what it loads. `hosts` are the origins it may talk to."""
    rules = {
        **_directives(scripts),
        "style-src": "'self' 'unsafe-inline'",  # Sveltia's components bring their styles along
        "img-src": "'self' blob: data:",
        "connect-src": " ".join(["'self'", "blob: data:", *hosts]),  # it reads its own pictures as it reads others
        "form-action": "'none'",
        "trusted-types": " ".join(_EDITOR_TYPES),
    }
    return _as_text({name: value for name, value in rules.items() if not in_page or name not in _ONLY_IN_HEADERS})


def editor_headers(hosts: Iterable[str], scripts: Iterable[str]) -> dict[str, str]:
    """What is sent otherwise with the page on which texts are changed, and with all that it loads."""
    return {"Content-Security-Policy": editor_policy(hosts, scripts)}


def _directives(scripts: Iterable[str]) -> Mapping[str, str]:
    return {
        "default-src": "'none'",
        "script-src": " ".join(["'self'", *scripts]),
        "style-src": "'self'",
        "img-src": "'self'",
        "font-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def _as_text(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def source_of(script: bytes) -> str:
    """The source that lets just this inline script run."""
    return f"'sha256-{b64encode(sha256(script).digest()).decode()}'"
