"""As many random edits as are asked for, one by one, of a small site: after each, what a build makes with what it has kept is
compared, byte for byte, with what it makes from nothing."""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import defaultdict
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests")]

from terminal import run, set_up  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--edits", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=1, help="the same edits for the same number (1)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from edits import Edits

    import tiny

    counts: dict[str, int] = defaultdict(int)
    with TemporaryDirectory() as folder:
        edits = Edits(tiny.site(made(Path(folder) / "site")), given.seed)
        for number in range(given.edits):
            kind = edits.one()
            counts[kind] += 1
            if not is_same(edits.root, Path(folder) / "cold"):
                sys.exit(f"Edit {number + 1}, {kind}: the two are not the same.")
    told = ", ".join(f"{kind} {count}" for kind, count in sorted(counts.items()))
    print(f"{given.edits} edits ({told}): each release is the same as one built from nothing.")


def made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def is_same(root: Path, other: Path) -> bool:
    """Whether both builds hold the same files; the bytes of the first are compared with its own manifest too."""
    from waymarks.building.manifest import damage, read_manifest

    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(root, other, symlinks=True, ignore=shutil.ignore_patterns("public", ".cache", "__pycache__"))
    release = built(root)
    return not damage(release) and read_manifest(release) == read_manifest(built(other))


def built(root: Path) -> Path:
    from waymarks.pipeline import build
    from waymarks.reading.settings import read_settings

    return build(root, read_settings(root), datetime.now(UTC), lambda *_: nullcontext()).folder


if __name__ == "__main__":
    run(main)
