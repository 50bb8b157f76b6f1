"""The interface's words: one table per language in overrides/locales/, every table with the same keys."""

from dataclasses import dataclass
from pathlib import Path

import yaml
from babel import Locale

from waymarks.frontmatter import ENGINE


@dataclass(frozen=True)
class Strings:
    """The words of one language. Templates call it: `{{ s("adopted", date=…) }}`."""

    code: str
    words: dict[str, str]

    @property
    def direction(self) -> str:
        """ "rtl" for a language that is written from the right to the left, such as Arabic; else "ltr"."""
        return Locale.parse(self.code, sep="-").text_direction

    def __call__(self, key: str, **values: str) -> str:
        """The text of `key` with its {places} filled. Raises KeyError for a key that the table lacks."""
        return self.words[key].format(**values) if values else self.words[key]


def read_strings(root: Path, code: str) -> Strings:
    """The table of one language. Raises OSError if it does not exist."""
    with (root / "overrides" / "locales" / f"{code}.yml").open(
        encoding="utf-8"
    ) as table:  # an error names an open file
        return Strings(code, yaml.load(table, ENGINE))  # noqa: S506 - a SafeLoader
