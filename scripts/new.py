"""Something new: a municipality, a facility or a page, in every language, as a draft that the site builds with.

What the options do not say is asked for. `--from FILE` begins with the place's own document; `restate` then asks for its
statements in your own words, one after the other, and can be stopped at any time. `site` empties the content.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace

from terminal import part, run, set_up, word

ROOT = Path(__file__).resolve().parent.parent
_IN = "; the others with their language before them, as en:…"  # such an option may be given once for each language


def main() -> None:
    given = _arguments()
    set_up(ROOT, "requirements.txt")
    import interview

    getattr(interview, given.what)(ROOT, given)


def _arguments() -> SimpleNamespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    new = parser.add_subparsers(dest="what", required=True, metavar="municipality|facility|page|restate|site")
    for what in ("municipality", "facility", "page"):
        own = part(new, what, f"a {what}, with or without a document")
        own.add_argument("--from", dest="document", metavar="FILE", help=".docx, .odt, .pdf, .txt, .html; '' for none")
        own.add_argument("--title", action="append", help=f"what the document, or the page, is called{_IN}")
        own.add_argument("--adopted", metavar="DATE", help="when it was adopted; '' if it does not say")
        own.add_argument("--adopted-at", action="append", metavar="BODY", help=f"what adopted it{_IN}")
        own.add_argument("--wording", choices=("own", "adopted"), help="adopted: it stands word for word (own)")
        if what == "page":
            own.add_argument("path", nargs="?", help="its address, or with --from the place's: herlev/juvelhuset")
            own.add_argument("--description", action="append", help=f"a sentence on what it holds{_IN}")
            own.add_argument("--kind", type=word, help="what it holds, such as mission, values or offer")
            own.add_argument("--source", type=word, metavar="ID", help="the document, as the place's index.md names it")
        else:
            own.add_argument("--name", action="append", help=f"its name{_IN}")
            own.add_argument("--folder", type=word, help="its folder below docs/<language>/ (from its name)")
            own.add_argument("--tone", type=word, help="its colour: petrol, moss, plum, rust, indigo or ochre")
            own.add_argument("--parent", metavar="FOLDER", help="of a facility: the place it is part of; '' for none")
    restate = part(new, "restate", "be asked for what is still to be written")
    restate.add_argument("source", nargs="?", type=word, metavar="ID", help="only for this document")
    site = part(new, "site", "a site of your own: the content is emptied")
    site.add_argument("--name", action="append", help=f"what it is called{_IN}")
    site.add_argument("--about", action="append", help=f"what it is about, in a sentence{_IN}")
    site.add_argument("--languages", metavar="CODES", help="such as da,en: the first one first (those that it has)")
    site.add_argument("--address", help="where it will be, such as https://vaerdier.example.dk/")
    for option, of in (("owner", "its owner"), ("was", "WAS address"), ("phone", "to ring"), ("email", "to write to")):
        site.add_argument(f"--{option}", help=f"{of}; '' for none yet")
    return parser.parse_args(namespace=SimpleNamespace())


if __name__ == "__main__":
    run(main)
