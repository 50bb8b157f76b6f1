"""The project's own Python: `.venv`, and the pinned requirements in it. Runs before anything is installed."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

from waymarks.machine.refusals import Failure, refusal_in


def python_of(root: Path) -> Path:
    """The project's own, whether it is made already or not."""
    return root / ".venv" / "bin" / "python"


def inside(root: Path) -> bool:
    """Whether this is `.venv`'s Python already."""
    return Path(sys.prefix).resolve() == (root / ".venv").resolve()


def ready(root: Path, *requirements: str) -> bool:
    """Whether `.venv` exists and holds what `requirements` (paths below `root`) say now."""
    return _made(root) and all(_installed(root, name) for name in requirements)


def prepare(root: Path, *requirements: str) -> None:
    """Make `.venv` ready; does nothing when it is. Raises Failure with one line when the machine does not let it."""
    if not _made(root):
        _make(root)
    if not all(_installed(root, name) for name in requirements):
        _install(root, requirements)


def enter(root: Path) -> None:
    """Go on in `.venv`'s Python: the running command is replaced by itself. Returns if it is there already."""
    if not inside(root):
        sys.stdout.flush()
        python = str(python_of(root))
        os.execv(python, [python, *sys.argv])


def _made(root: Path) -> bool:
    mark = root / ".venv" / "made-for"
    return mark.is_file() and mark.read_text() == _version() and python_of(root).exists()


def _make(root: Path) -> None:
    for module in ("venv", "ensurepip"):
        if importlib.util.find_spec(module) is None:
            package = f"python{_version()}-venv"
            raise Failure(
                f"Python's `venv` module is missing. Install it (apt install {package}), then run the command again."
            )
    _run("The Python environment .venv can't be made", sys.executable, "-m", "venv", "--clear", str(root / ".venv"))
    (root / ".venv" / "made-for").write_text(_version())


def _install(root: Path, requirements: tuple[str, ...]) -> None:
    files = [part for name in requirements for part in ("-r", str(root / name))]
    command = "-m pip install --quiet --no-input --disable-pip-version-check --retries 2 --require-hashes".split()
    _run("The packages can't be installed", str(python_of(root)), *command, *files)
    for name in requirements:
        _stamp(root, name).write_text(_digest(root, name))


def _installed(root: Path, name: str) -> bool:
    return _stamp(root, name).is_file() and _stamp(root, name).read_text() == _digest(root, name)


def _run(what: str, *command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        output = done.stdout + done.stderr
        last = next((line for line in reversed(output.splitlines()) if line.strip()), "no message")
        raise refusal_in(output) or Failure(f"{what}: {last.strip()}")


def _version() -> str:
    return "{}.{}".format(*sys.version_info)


def _stamp(root: Path, name: str) -> Path:
    return root / ".venv" / f"installed-{Path(name).parent.name or 'site'}"


def _digest(root: Path, name: str) -> str:
    return hashlib.sha256((root / name).read_bytes()).hexdigest()
