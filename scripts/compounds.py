"""Propose lines for scripts/search/compounds.<language>.txt: words of the built site that fall into parts a dictionary knows.

Look at every line before you add it: a dictionary knows many short words. It needs hunspell, with the language's dictionary.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from functools import partial
from pathlib import Path

from terminal import run, set_up

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    given = _arguments()
    set_up(ROOT, "requirements.txt")
    from waymarks.machine import Failure
    from waymarks.search import compounds, entries, words
    from waymarks.settings import read_settings
    from waymarks.site import relate
    from waymarks.source import read_content

    built = ROOT / "public" / "current"
    if not built.is_dir():
        raise Failure("There is no built site. Run `python3 scripts/build.py` first.")
    if not shutil.which("hunspell"):
        raise Failure("hunspell is missing. Run `apt-get install hunspell hunspell-da`.")
    site = relate(read_content(ROOT, read_settings(ROOT).languages))
    language = next(one for one in site.languages if one.code == given.language)
    listed = words.read_lists(ROOT, language.code).parts
    read = partial(entries.read, built)
    texts = (text for _, one in entries.entries(site, language, read, {}) for text in one.texts)
    new = {word for text in texts for word in words.written(text) if words.fold(word) not in listed}
    parts = compounds.possible_parts(new)
    wrong = set(_hunspell(given.dictionary, parts))
    for line in compounds.proposals(new, lambda part: part in parts and part not in wrong):
        print(line)


def _hunspell(dictionary: str, words: set[str]) -> list[str]:
    """The words that the dictionary does not know."""
    asked = "\n".join(sorted(words))
    done = subprocess.run(["hunspell", "-d", dictionary, "-l"], input=asked, capture_output=True, text=True, check=True)
    return done.stdout.split()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", choices=["da", "en"], default="da", help="of the site (da)")
    parser.add_argument("--dictionary", default="da_DK", metavar="NAME", help="of hunspell (da_DK)")
    return parser.parse_args()


if __name__ == "__main__":
    run(main)
