"""How soon the preview shows a change: makes sites of several sizes, edits a page again and again, and measures in a browser
how long it takes from the save to the new words."""

from __future__ import annotations

import argparse
import math
import os
import re
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(HERE)]

from terminal import run, set_up  # noqa: E402

PAGE = "docs/da/herlev/juvelhuset/vaerdier.md"  # the page that is changed
URL = "herlev/juvelhuset/vaerdier/"
WAYS = {
    "serve.py": ["scripts/serve.py", "--port", "PORT"],
    "mkdocs serve": ["-m", "mkdocs", "serve", "--livereload", "--dev-addr", "127.0.0.1:PORT"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[500, 2000], help="sizes (500 2000)")
    parser.add_argument("--edits", type=int, default=20, help="of serve.py; mkdocs serve gets a tenth (20)")
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS), help="what is measured (both)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt", "tests/requirements.txt")
    import corpus

    print(
        "| pages | preview | edits | median s | 95 % s | CPU s an edit | CPU s idle, in 5 s |\n|---|---|---|---|---|---|---|"
    )
    for wanted in given.pages:
        with TemporaryDirectory() as folder:
            site = Path(folder)
            corpus.write_corpus(site, corpus.municipalities_for(wanted))
            pages = len(list((site / "docs").rglob("*.md")))
            for name in given.only:
                edits = given.edits if name == "serve.py" else max(1, given.edits // 10)
                print(f"| {pages} | {name} | {edits} | {measured(site, WAYS[name], edits)} |", flush=True)


def measured(site: Path, words: list[str], edits: int) -> str:
    """Median, 95 %, CPU time of an edit and of five seconds without one."""
    from playwright.sync_api import sync_playwright

    import machine

    with serving(site, words) as (process, address), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=machine.QUIET)
        tab = chromium.new_page()
        tab.goto(address + URL)
        rested(process)
        before = cpu(process)
        times = sorted(edit(site / PAGE, tab, number) for number in range(edits))
        rested(process)
        used = (cpu(process) - before) / edits
        before = cpu(process)
        time.sleep(5)
        idle = cpu(process) - before
        chromium.close()
    return f"{statistics.median(times):.2f} | {times[math.ceil(len(times) * 0.95) - 1]:.2f} | {used:.2f} | {idle:.2f}"


def edit(file: Path, tab, number: int) -> float:
    """Seconds from the save until the browser shows the new words."""
    words = f"Linje {number} fra klokken {time.time_ns()}."
    text = re.sub(r"\nLinje \d+ fra klokken \d+\.\n", "", file.read_text("utf-8"))
    begun = time.monotonic()
    file.write_text(f"{text}\n{words}\n", "utf-8")
    tab.get_by_text(words).wait_for(timeout=300_000)
    taken = time.monotonic() - begun
    time.sleep(0.5)  # a person reads
    return taken


@contextmanager
def serving(site: Path, words: list[str]) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The preview, once it has said where it is."""
    process = subprocess.Popen(
        [str(site / ".venv/bin/python"), *(word.replace("PORT", free_port()) for word in words)],
        cwd=site,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONUNBUFFERED": "1"},
        stdout=(output := (site / "output").open("w+")),
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        while not (found := re.search(r"(http://127\.0\.0\.1:\d+/)", (site / "output").read_text("utf-8"))):
            if process.poll() is not None:
                sys.exit(f"{' '.join(words)} stopped: {(site / 'output').read_text('utf-8')}")
            time.sleep(0.2)
        yield process, found[1]
    finally:
        process.terminate()
        process.wait()
        output.close()


def free_port() -> str:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return str(free.getsockname()[1])


def rested(process: subprocess.Popen[str]) -> None:
    """Wait until it has nothing more to do."""
    before = -1.0
    while cpu(process) > before + 0.02:
        before = cpu(process)
        time.sleep(1)


def cpu(process: subprocess.Popen[str]) -> float:
    """Seconds of the process and of those that it has started. Source: proc(5), /proc/pid/stat."""
    total = 0.0
    for pid in (process.pid, *children(process.pid)):
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        except FileNotFoundError:  # it has ended, and counts below the one that started it
            continue
        total += sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")
    return total


def children(pid: int) -> list[int]:
    return [
        int(word) for file in Path(f"/proc/{pid}/task").glob("*/children") for word in file.read_text("utf-8").split()
    ]


if __name__ == "__main__":
    run(main)
