"""Propose lines for scripts/search/compounds.<language>.txt: words of the built site that fall into parts a dictionary knows.

Look at every line before you add it: a dictionary knows many short words. It needs hunspell, with the language's dictionary.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
from pathlib import Path

from terminal import run, set_up
from waymarks.machine.refusals import Failure

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="da", metavar="CODE", help="of the site (da)")
    parser.add_argument("--dictionary", default="da_DK", metavar="NAME", help="of hunspell (da_DK)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks.reading.settings import read_settings
    from waymarks.search import compounds
    from waymarks.site import relate
    from waymarks.source import read_content

    if not (ROOT / "public" / "current").is_dir():
        raise Failure("There is no built site. Run `python3 scripts/build.py` first.")
    if not shutil.which("hunspell"):
        raise Failure("hunspell is missing. Run `apt-get install hunspell hunspell-da`.")
    site = relate(read_content(ROOT, read_settings(ROOT).languages))
    language = next((one for one in site.languages if one.code == given.language), None)
    if not language:
        raise Failure(f"The site has no language {given.language!r}. Its languages stand in mkdocs.yml.")
    new = compounds.unlisted(ROOT, site, language)
    parts = compounds.possible_parts(new)
    right = parts.difference(_hunspell(given.dictionary, parts))
    for line in compounds.proposals(new, right.__contains__):
        print(line)


def _hunspell(dictionary: str, words: set[str]) -> list[str]:
    """The words that the dictionary does not know."""
    asked = "\n".join(sorted(words))
    done = subprocess.run(["hunspell", "-d", dictionary, "-l"], input=asked, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"hunspell has no dictionary {dictionary!r}. Name one of those that `hunspell -D` lists.")
    return done.stdout.split()


if __name__ == "__main__":
    run(main)
