"""What checking all content costs: CPU time of the command, beside that of turning the same Markdown into HTML and doing no more."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(HERE)]

from scale import cost, median  # noqa: E402

from terminal import run, set_up  # noqa: E402

MARKDOWN = """
from pathlib import Path
from markdown import Markdown
plain = Markdown(extensions=["extra"])
for file in Path("docs").rglob("*.md"):
    plain.reset().convert(file.read_text("utf-8"))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT, help="the project whose content is checked (this one)")
    parser.add_argument("--runs", type=int, default=5, help="of which the median counts (5)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    site = given.site.resolve()
    pages = len(list((site / "docs").rglob("*.md")))
    # Each in a process of its own: nothing is known from the run before.
    plain = median(lambda: cost(site, [sys.executable, "-c", MARKDOWN]), given.runs).cpu
    whole = median(lambda: cost(site, [sys.executable, "scripts/check.py"]), given.runs).cpu
    print("| pages | Markdown alone, CPU s | check, CPU s | against Markdown alone |\n|---|---|---|---|")
    print(f"| {pages} | {plain:.2f} | {whole:.2f} | {whole / plain:.1f} × |")


if __name__ == "__main__":
    run(main)
