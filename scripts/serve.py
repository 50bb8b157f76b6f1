"""The live preview: shows a change in the browser as soon as it is saved, and content problems here, line by line."""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path

from terminal import port, run, set_up
from waymarks import machine

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port, default=8000, metavar="N", help="where it is shown (8000)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    from waymarks.drafts import SHOWN
    from waymarks.render import engine_environment, preview_line

    machine.free_port(given.port)
    # Whoever stops this command stops the engine with it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    command = [sys.executable, "-m", "mkdocs", "serve", "--dev-addr", f"127.0.0.1:{given.port}"]
    shown = {**engine_environment(ROOT), SHOWN: "1"}
    engine = subprocess.Popen(command, cwd=ROOT, env=shown, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        for line in engine.stdout or ():
            shown = preview_line(line.rstrip())
            if shown:
                print(shown, flush=True)
    finally:
        engine.terminate()
        engine.wait()
    raise machine.Failure("The preview stopped. Run python3 scripts/check.py to see what is wrong.")


if __name__ == "__main__":
    run(main)
