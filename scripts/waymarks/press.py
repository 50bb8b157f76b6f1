"""The press: WeasyPrint, which makes PDF of the papers' HTML. Whoever imports this needs the system's libraries for it."""

import importlib.util
from hashlib import sha256
from pathlib import Path
from typing import Any

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

# The typefaces of the papers, as Python packages, so that every machine has the same ones.
_FONTS = {"serif": "font_source_serif_pro", "sans": "font_source_sans_pro"}


def pdf(page: str) -> bytes:
    """The tagged PDF (PDF/UA-1) of an HTML page; the same page, the same bytes. Raises RuntimeError if it asks for anything
    but its own pictures and fonts."""
    try:
        # Without a base address nothing in it leads to a file of this machine.
        return HTML(
            string=page, url_fetcher=_Own()
        ).write_pdf(  # type: ignore[no-any-return]
            pdf_variant="pdf/ua-1", pdf_identifier=sha256(page.encode()).digest()[:16]
        )
    except FatalURLFetchingError as error:
        raise RuntimeError(str(error)) from None


class _Own(URLFetcher):
    """Gives what stands in the page itself, and `font:sans/…` or `font:serif/…` with the name of a file. No network."""

    def fetch(self, url: str, headers: Any = None) -> Any:
        if url.startswith("data:"):
            return super().fetch(url, headers)
        family, _, name = url.removeprefix("font:").partition("/")
        found = importlib.util.find_spec(_FONTS[family]) if family in _FONTS else None
        if not url.startswith("font:") or not found or not found.origin:
            raise FatalURLFetchingError(f"A paper asks for {url!r}, which is none of its own.")
        return URLFetcherResponse(url, (Path(found.origin).parent / "files" / name).read_bytes())
