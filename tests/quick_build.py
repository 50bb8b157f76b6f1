"""`quick_build.py ROOT RENDERED`: ROOT's own scripts/build.py, with a copy of RENDERED for what MkDocs makes."""

import os
import runpy
import sys
from pathlib import Path


def copying_engine(root: Path, rendered: Path) -> None:
    """From here on MkDocs, which is another program and slow, is a copy of what it has rendered.

    As long as there is a file `wait` in `root`, it is slower still, but at most by 30 seconds.
    """
    engine = root / f"engine-{os.getpid()}"
    engine.write_text(
        f'#!/bin/sh\nn=0; while [ -e "{root}/wait" ] && [ $((n+=1)) -lt 300 ]; do sleep 0.1; done\n'
        f'for last; do :; done\nexec cp -R "{rendered}/." "$last"\n'
    )
    engine.chmod(0o755)
    sys.executable = str(engine)


if __name__ == "__main__":
    root, rendered = map(Path, sys.argv[1:])
    copying_engine(root, rendered)
    sys.path[0] = str(root / "scripts")
    sys.argv = [str(root / "scripts" / "build.py")]
    runpy.run_path(sys.argv[0], run_name="__main__")
