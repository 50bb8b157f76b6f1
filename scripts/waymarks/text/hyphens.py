"""Long words in headings and tables may break between their parts: soft hyphens, for browsers that know no Danish hyphenation."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element

from waymarks.text.mixed import mixed, runs
from waymarks.text.treatment import Treatment

SOFT_HYPHEN = "\u00ad"
_HEADINGS = {"h1", "h2", "h3", "h4"}


def read_breaks(root: Path) -> dict[str, str]:
    """The list in overrides/locales/breaks.txt: a word in small letters, and the same with soft hyphens. Raises OSError."""
    lines = (root / "overrides" / "locales" / "breaks.txt").read_text("utf-8").splitlines()
    return {line.replace("|", "").lower(): line.replace("|", SOFT_HYPHEN) for line in lines if line and line[0] != "#"}


class Breaks:
    """Puts soft hyphens into a text; `breaks` as `read_breaks` gives them."""

    def __init__(self, breaks: dict[str, str]) -> None:
        self.breaks = breaks
        self.known = re.compile("|".join(map(re.escape, sorted(breaks, key=len, reverse=True))) or "(?!)", re.I)

    def __call__(self, text: str) -> str:
        return mixed(one._replace(words=self.known.sub(self._with_hyphens, one.words)) for one in runs(text))

    def _with_hyphens(self, found: re.Match[str]) -> str:
        """The word as it is written, capitals and all, with the breaks of the list."""
        letters = iter(found[0])
        # A letter of old print, `ſ`, is found as an `s`: such a word stays whole.
        listed = self.breaks.get(found[0].lower(), found[0])
        return "".join(SOFT_HYPHEN if sign == SOFT_HYPHEN else next(letters) for sign in listed)


class Hyphens(Treatment):
    """Puts the `breaks` into headings."""

    turn = 1  # after toc (5), which makes ids of the headings' words

    def __init__(self, breaks: Breaks) -> None:
        super().__init__()
        self.breaks = breaks

    def run(self, root: Element) -> None:
        for heading in root.iter():
            if heading.tag in _HEADINGS:
                for part in heading.iter():
                    part.text = self.breaks(part.text or "")
                    part.tail = self.breaks(part.tail or "")
