"""How the cost of a build grows: makes sites of several sizes, builds each with stock Material, with Hugo and with build.py,
and prints a table. Ratios within one run are what counts: this machine is not yours."""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(ROOT / "scripts"), str(ROOT / "tests"), str(HERE)]

from terminal import run, set_up  # noqa: E402

STOCK_LIMIT = 2000  # Material does not finish 4,000 pages in ten minutes, and 8,000 take seven with a pruned navigation
PAGE = "docs/da/herlev/juvelhuset/vaerdier.md"  # the page that is changed


@dataclass(frozen=True)
class Cost:
    """Seconds of CPU and of the wall's clock, megabytes of the largest process."""

    cpu: float
    wall: float
    memory: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[500, 2000, 8000], help="sizes (500 2000 8000)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--only", nargs="+", choices=RIVALS, default=list(RIVALS), help="what else is built (all)")
    given = parser.parse_args()
    set_up(ROOT, "requirements.txt")
    import corpus

    ours: dict[int, Cost] = {}
    print(
        "| pages | what is built | CPU s | wall s | MB a process | wall, against the first |\n|---|---|---|---|---|---|"
    )
    for wanted in given.pages:
        with TemporaryDirectory() as folder:
            site = Path(folder) / "site"
            site.mkdir()
            # Elsewhere: what this process has had in memory counts as that of the programs that it starts.
            writing = multiprocessing.Process(
                target=corpus.write_corpus, args=(site, corpus.municipalities_for(wanted))
            )
            writing.start()
            writing.join()
            if writing.exitcode:
                sys.exit("The content could not be written.")
            pages = len(list((site / "docs").rglob("*.md")))
            rows = measured(site, pages, given.only, given.runs)
            ours[pages] = rows["build.py, cold"]
            report(pages, rows)
            print(f"| {pages} | output: {size(site / 'public' / 'current')} | | | | |", flush=True)
    if len(ours) > 1:
        print(f"\nCPU time of build.py grows with the number of pages to the power of {exponent(ours):.2f}.")


def measured(site: Path, pages: int, rivals: list[str], runs: int) -> dict[str, Cost]:
    """What each way of building costs, by its name."""
    rows = {}
    for name in rivals:
        if name == "hugo" and not shutil.which("hugo"):
            print("| | Hugo is not installed here | | | | |")
        elif name == "hugo" or pages <= STOCK_LIMIT * 1.1:
            title, build = RIVALS[name]
            rows[title] = median(lambda build=build: build(site), runs)
    rows["build.py, cold"] = median(lambda: cold(site), runs)
    rows["build.py, nothing changed"] = median(lambda: ours(site), runs)
    numbers = iter(range(runs))
    rows["build.py, one page changed"] = median(lambda: one_changed(site, next(numbers)), runs)
    return rows


def material(site: Path, *features: str) -> Cost:
    """Material and static-i18n as they come, on the same Markdown."""
    config = (HERE / "material.yml").read_text("utf-8").replace("FEATURES", ", ".join(features))
    (site / "material.yml").write_text(config, "utf-8")
    return cost(
        site, [str(site / ".venv/bin/python"), "-m", "mkdocs", "build", "-q", "-f", "material.yml", "-d", "out"]
    )


def hugo(site: Path) -> Cost:
    """Hugo with a plain theme of one template, on the same Markdown."""
    shutil.rmtree(site / "hugo", ignore_errors=True)
    shutil.copytree(HERE / "hugo", site / "hugo")
    shutil.copytree(
        site / "docs", site / "hugo" / "content", ignore=lambda _, names: [n for n in names if n[-3:] in ("yml", "txt")]
    )
    for file in (site / "hugo" / "content").rglob("index.md"):
        file.rename(file.with_name("_index.md"))
    return cost(site / "hugo", ["hugo", "--quiet"])


RIVALS: dict[str, tuple[str, Callable[[Path], Cost]]] = {
    "material": ("Material + static-i18n as it comes", material),
    "pruned": ("… with navigation.prune", lambda site: material(site, "navigation.prune")),
    "hugo": ("Hugo, a plain theme", hugo),
}


def ours(site: Path) -> Cost:
    return cost(site, [str(site / ".venv/bin/python"), "scripts/build.py"])


def cold(site: Path) -> Cost:
    """As in a fresh clone: nothing published, nothing kept from earlier builds."""
    for folder in ("public", ".cache"):
        shutil.rmtree(site / folder, ignore_errors=True)
    return ours(site)


def one_changed(site: Path, number: int) -> Cost:
    file = site / PAGE
    file.write_text(file.read_text("utf-8") + f"\nHer er linje {number}.\n", "utf-8")
    return ours(site)


def cost(folder: Path, command: list[str]) -> Cost:
    """Run the command in `folder` and wait for it; stops the bench when it fails."""
    begun = time.monotonic()
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)} failed.")
    return Cost(used.ru_utime + used.ru_stime, time.monotonic() - begun, used.ru_maxrss / 1024)


def median(build: Callable[[], Cost], runs: int) -> Cost:
    costs = [build() for _ in range(runs)]
    return Cost(*(statistics.median(getattr(one, name) for one in costs) for name in ("cpu", "wall", "memory")))


def report(pages: int, rows: dict[str, Cost]) -> None:
    first = next(iter(rows.values()))
    for name, one in rows.items():
        ratio = f"{first.wall / one.wall:.1f} ×"
        print(f"| {pages} | {name} | {one.cpu:.1f} | {one.wall:.1f} | {one.memory:.0f} | {ratio} |", flush=True)


def size(release: Path) -> str:
    """What the release weighs: its files, and the compressed copies beside them."""
    files = [file for file in release.resolve().rglob("*") if file.is_file()]
    copies = sum(file.stat().st_size for file in files if file.suffix in (".gz", ".br"))
    plain = sum(file.stat().st_size for file in files) - copies
    return f"{plain / 1e6:.0f} MB in {len(files)} files, compressed copies {copies / 1e6:.0f} MB more"


def exponent(costs: dict[int, Cost]) -> float:
    """The slope of CPU time over the number of pages, between the smallest and the largest site."""
    least, most = min(costs), max(costs)
    return math.log(costs[most].cpu / costs[least].cpu) / math.log(most / least)


if __name__ == "__main__":
    run(main)
