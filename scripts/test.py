"""Run every test: set up Python, the test tools, a browser, spelling dictionaries and web servers, then pytest.

Words after `--` go to pytest: python3 scripts/test.py -- -k links
"""

from __future__ import annotations

import argparse
import compileall
import os
import subprocess
import sys
from pathlib import Path

from terminal import run, set_up, step

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pytest", nargs="*", metavar="-- WORDS", help="words for pytest")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    sys.path.insert(0, str(ROOT / "tests"))
    import machine

    with step("Browser"):
        machine.install_browser()
    with step("Dictionaries"):
        machine.install_dictionaries()
    with step("Programs"):
        machine.install_programs()
    # The tests copy the tools to many places and start them there, hundreds of times: what is compiled goes with each copy.
    compileall.compile_dir(ROOT / "scripts", quiet=2)
    # What is recorded is measured by one test at a time. A file's tests stay together: they share what it builds;
    # the files come in the order of tests/conftest.py, not in that of their number of tests. One more than this may use
    # processors at a time, since many wait for a browser or a server: about a tenth faster on two.
    workers = str(len(os.sched_getaffinity(0)) + 1)
    together = [] if "--record" in given.pytest else ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    tests = [sys.executable, "-m", "pytest", *together, *given.pytest]
    sys.exit(subprocess.run(tests, cwd=ROOT, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}).returncode)


if __name__ == "__main__":
    run(main)
