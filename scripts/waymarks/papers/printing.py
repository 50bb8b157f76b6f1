"""Printing: each paper as a tagged PDF that screen readers can read (PDF/UA-1), the same bytes for the same content."""

from __future__ import annotations

import shutil
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.machine.workers import gathered
from waymarks.papers.papers import Form, Paper, chapters, named_values, papers
from waymarks.papers.qr import qr_code
from waymarks.reading.strings import Strings, read_strings
from waymarks.site import Site

# Where papers and data wait below the site: MkDocs empties the folder before it writes there, but for what is hidden.
WAITING = ".waiting"


def print_all(root: Path, folder: Path, site: Site, site_url: str) -> Site:
    """Make all papers of the site, to be laid into the built `folder` later. Gives the site with their sizes.

    Raises Failure where this machine lacks what WeasyPrint needs, or OSError.
    """
    _check_machine()
    press = _Press(root, site, site_url)
    waiting = folder / WAITING

    def write(share: Sequence[Paper]) -> dict[str, int]:
        sizes = {}
        for paper in share:
            data = press.pdf(paper)
            disk.lay(waiting / paper.url, data)
            sizes[paper.url] = len(data)
        return sizes

    return replace(site, printed=gathered(write, list(papers(site)), fewest=1))


def lay_in(folder: Path) -> None:
    """Put what waits, if anything does, where readers find it. Raises OSError."""
    if (folder / WAITING).exists():
        disk.merge(folder / WAITING, folder)
        shutil.rmtree(folder / WAITING)


def _check_machine() -> None:
    try:
        import waymarks.papers.press  # noqa: F401 - it loads the system's libraries
    except OSError as error:
        raise Failure(
            f"Nothing can be printed: {str(error).splitlines()[0]}. Install the library (Debian, Ubuntu: "
            "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0`), or build without --print."
        ) from None


class _Press:
    """Templates and words, read once for all papers."""

    def __init__(self, root: Path, site: Site, site_url: str) -> None:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # only here: most builds print nothing

        self.site, self.site_url = site, site_url
        self.words = {one.code: read_strings(root, one.code) for one in site.languages}
        self.environment = Environment(
            loader=FileSystemLoader(root / "overrides" / "print"),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            autoescape=True,
        )

    def pdf(self, paper: Paper) -> bytes:
        from waymarks.papers.press import pdf

        template, context = self.environment.get_template(f"{paper.form.name}.html"), self._context(paper)
        most_pages = None if paper.form == Form.booklet else 1
        code = self.site.languages[0].code
        return pdf(lambda size: template.render(context, size=size), self._codes(paper), code, most_pages)

    def _codes(self, paper: Paper) -> list[str]:
        """Its languages, and that of what is not translated."""
        return list(dict.fromkeys(one.code for one in (*paper.languages, self.site.languages[0])))

    def _context(self, paper: Paper) -> dict[str, Any]:
        words: list[Strings] = [self.words[one.code] for one in paper.languages]
        return {
            "paper": paper,
            "s": words[0],
            "words": words,
            "name": [paper.place.name_in(one) for one in paper.languages],
            "tone": self.site.tone_of(paper.place),
            "chapters": chapters(self.site, paper),
            "values": named_values(self.site, paper.place, paper.languages[0]) if paper.form == Form.poster else [],
            "codes": self._codes(paper),
            "directions": {code: words.direction for code, words in self.words.items()},
            "source_language": self.site.languages[0].code,
            "site_url": self.site_url,
            "qr": lambda address: f"data:image/svg+xml;base64,{b64encode(qr_code(address)).decode()}",
        }
