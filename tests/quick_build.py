"""`quick_build.py ROOT RENDERED`: build and publish ROOT as scripts/build.py does, with a copy of RENDERED for what MkDocs makes."""

import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from terminal import run
from waymarks.pipeline import build
from waymarks.settings import read_settings


def copying_engine(root: Path, rendered: Path) -> None:
    """From here on MkDocs, which is another program and slow, is a copy of what it has rendered."""
    engine = root / "engine"
    engine.write_text(f'#!/bin/sh\nexec cp -R "{rendered}/." "$6"\n')
    engine.chmod(0o755)
    sys.executable = str(engine)


def quick_build(root: Path) -> None:
    build(root, read_settings(root), datetime.now(UTC), lambda name: nullcontext())


if __name__ == "__main__":
    copying_engine(Path(sys.argv[1]), Path(sys.argv[2]))
    run(lambda: quick_build(Path(sys.argv[1])))
