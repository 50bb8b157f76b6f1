"""Describe the front matter to editors' programs: write .vscode/ anew after a change of the schema or of keys.yml."""

from __future__ import annotations

import argparse
from pathlib import Path

from terminal import run, set_up

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    argparse.ArgumentParser(description=__doc__).parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks.editing.described import FOLDER, described, read_keys
    from waymarks.machine import disk
    from waymarks.reading.settings import read_settings

    files = described(read_keys(ROOT), read_settings(ROOT).languages)
    disk.make(ROOT / FOLDER)
    for path, text in files.items():
        disk.write(ROOT / path, text)
    print(f"{len(files)} files in {FOLDER}/ are written.")


if __name__ == "__main__":
    run(main)
