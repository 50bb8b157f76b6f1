"""`quick_build.py ROOT RENDERED`: build and publish ROOT as scripts/build.py does, with a copy of RENDERED for what MkDocs makes."""

import sys
from datetime import UTC, datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from terminal import run, step
from waymarks.lock import Step
from waymarks.pipeline import build
from waymarks.settings import read_settings


def copying_engine(root: Path, rendered: Path) -> None:
    """From here on MkDocs, which is another program and slow, is a copy of what it has rendered.

    As long as there is a file `wait` in `root`, it is slower still, but at most by 30 seconds.
    """
    engine = root / "engine"
    engine.write_text(
        f'#!/bin/sh\nn=0; while [ -e "{root}/wait" ] && [ $((n+=1)) -lt 300 ]; do sleep 0.1; done\nexec cp -R "{rendered}/." "$6"\n'
    )
    engine.chmod(0o755)
    sys.executable = str(engine)


def quick_build(root: Path, step: Step) -> None:
    build(root, read_settings(root), datetime.now(UTC), step)


if __name__ == "__main__":
    copying_engine(Path(sys.argv[1]), Path(sys.argv[2]))
    run(lambda: quick_build(Path(sys.argv[1]), step))
