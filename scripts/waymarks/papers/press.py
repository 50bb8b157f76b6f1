"""The press: WeasyPrint, which makes PDF of the papers' HTML. Whoever imports this needs the system's libraries for it."""

import importlib.util
import re
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pydyf  # type: ignore[import-untyped]
from weasyprint import HTML  # type: ignore[import-untyped]
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]

# The typefaces of the papers, as Python packages, so that every machine has the same ones.
_FONTS = {"serif": "font_source_serif_pro", "sans": "font_source_sans_pro"}

# Sizes of letters, tried in turn until all fits on one page. Smaller ones than 0.6 can't be read: what does not fit then goes on to
# further pages, in letters of the last size, for which there is room again.
_SIZES = (1, 0.9, 0.8, 0.7, 0.6, 0.7)
_UNIVERSAL = {"pdf_variant": "pdf/ua-1"}


def pdf(page: Callable[[float], str], codes: Sequence[str], of_sources: str, most_pages: int | None = None) -> bytes:
    """The tagged PDF (PDF/UA-1) of an HTML page; the same page, the same bytes.

    `page` gives the HTML with letters of a size, 1 being the largest; the first size that fits on `most_pages` is taken. `codes` are
    its languages, the page's own first: an article is in the second, one within it in the third. A span is in the language `of_sources`.
    Raises RuntimeError if the page asks for anything but its own pictures and fonts.
    """

    def mark(_: Any, made: Any) -> None:
        _mark_languages(made, codes, of_sources)

    try:
        for size in _SIZES:
            text = page(size)
            # Without a base address nothing in it leads to a file of this machine.
            document = HTML(string=text, url_fetcher=_Own()).render(**_UNIVERSAL)
            if most_pages is None or len(document.pages) <= most_pages:
                break
        written: bytes = document.write_pdf(
            pdf_identifier=sha256(text.encode()).digest()[:16], finisher=mark, **_UNIVERSAL
        )
    except FatalURLFetchingError as error:
        raise RuntimeError(str(error)) from None
    return written


def _mark_languages(made: Any, codes: Sequence[str], of_sources: str) -> None:
    """ISO 14289-1 wants the language of every part; WeasyPrint tells only that of the whole."""
    parts = {
        one.reference: one for one in made.objects if isinstance(one, pydyf.Dictionary) and "S" in one and "P" in one
    }
    for part in parts.values():
        if part["S"] == "/Art":
            part["Lang"] = pydyf.String(codes[_depth(part, parts)])
        elif part["S"] == "/Span" and any(kid in parts for kid in part["K"]):  # others hold only words
            part["Lang"] = pydyf.String(of_sources)


def _depth(part: Any, parts: dict[bytes, Any]) -> int:
    """How many articles it stands in, itself among them."""
    above = parts.get(part["P"])
    return int(part["S"] == "/Art") + (_depth(above, parts) if above else 0)


class _Own(URLFetcher):  # type: ignore[misc]
    """Gives what stands in the page itself, and `font:sans/…` or `font:serif/…` with the name of a file. No network."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        asked = re.fullmatch(r"font:(\w+)/([\w-]+\.ttf)", url)
        found = importlib.util.find_spec(_FONTS[asked[1]]) if asked and asked[1] in _FONTS else None
        if not asked or not found or not found.origin:
            raise FatalURLFetchingError(f"A paper asks for {url!r}, which is none of its own.")
        return URLFetcherResponse(url, (Path(found.origin).parent / "files" / asked[2]).read_bytes())
