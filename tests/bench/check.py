"""What checking all content costs: CPU time of the check, beside that of turning the same Markdown into HTML and doing no more."""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "scripts"))

from terminal import run, set_up  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, default=ROOT, help="the project whose content is checked (this one)")
    parser.add_argument("--runs", type=int, default=5, help="of which the median counts (5)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from markdown import Markdown

    from waymarks.checked import checked
    from waymarks.settings import read_settings

    settings, texts = read_settings(given.site), [file.read_text("utf-8") for file in given.site.glob("docs/**/*.md")]
    parser_of_markdown = Markdown(extensions=["extra"])
    plain = median(lambda: [parser_of_markdown.reset().convert(text) for text in texts], given.runs)
    whole = median(lambda: checked(given.site, settings, datetime.now(UTC)), given.runs)
    print("| pages | Markdown alone, CPU s | check, CPU s | against Markdown alone |\n|---|---|---|---|")
    print(f"| {len(texts)} | {plain:.2f} | {whole:.2f} | {whole / plain:.1f} × |")


def median(work: Callable[[], object], runs: int) -> float:
    """Seconds of CPU that `work` takes."""
    spent = []
    for _ in range(runs):
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)


if __name__ == "__main__":
    run(main)
