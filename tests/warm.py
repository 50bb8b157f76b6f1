"""A warm Python: it has read the tools, their libraries and the dictionaries, and each command that a test runs is a copy of it.

So a command is a process of its own, as a person's is, without the second that reading all of this takes.
"""

import importlib
import json
import os
import runpy
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile

import machine

# What commands read last: the rest follows from these.
_READ = (
    "waymarks.pipeline",
    "waymarks.checks.checked",
    "waymarks.releases.keeper",
    "waymarks.reports.report",
    "interview",
)
_SCRIPTS = str(Path(__file__).resolve().parent.parent / "scripts")
LONGEST = 400  # seconds; what takes longer hangs


def has(root: Path) -> bool:
    """Whether the tools of `root` are those that it has read: where a test has changed them, a fresh Python is to read them."""
    return _tools(str(root / "scripts")) == _read_tools()


@cache
def _read_tools() -> dict[str, tuple[int, int]]:
    return _tools(_SCRIPTS)


def _tools(folder: str) -> dict[str, tuple[int, int]]:
    found = {}
    for above, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".py"):
                about = os.stat(f"{above}/{name}")  # noqa: PTH116 - before each command
                found[f"{above[len(folder) :]}/{name}"] = (about.st_size, about.st_mtime_ns)
    return found


def run(root: Path, words: list[str], given: str = "") -> subprocess.CompletedProcess[str]:
    """Run a script of `root`, the first of the words, as one does who stands there and answers with what is `given`."""
    asked = json.dumps({"root": str(root), "words": words, "environment": dict(os.environ)})
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(4)]
        for file, text in zip(files, (given, "", "", asked), strict=True):
            file.write(text)
            file.seek(0)
        ended, end = os.pipe()
        socket.send_fds(_started(), [b"."], [*(file.fileno() for file in files), end])
        os.close(end)
        code = int(stack.enter_context(os.fdopen(ended)).read())
        output, errors = (os.pread(file.fileno(), 1 << 30, 0).decode() for file in files[1:3])
    return subprocess.CompletedProcess(words, code, output, errors)


@cache
def _started() -> socket.socket:
    """Where it is asked. It ends with the process that asks."""
    ours, its = socket.socketpair()
    subprocess.Popen([sys.executable, __file__], stdin=its, env={**os.environ, "PYTHONPATH": _SCRIPTS})
    its.close()
    return ours


def _read() -> None:
    """Read what commands need, once for all of them."""
    for module in _READ:
        importlib.import_module(module)
    from waymarks.text.spelling import Spelling

    for path in machine.DICTIONARIES:
        list(Spelling("da", frozenset(), path).unknown("ord"))


def _wait() -> None:
    """Go on in a copy of this process whenever something is asked, as a fresh one in which a command begins. Ends when nobody asks."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody is told how the copies have ended
    line = socket.socket(fileno=os.dup(0))
    while files := socket.recv_fds(line, 1, 5)[1]:
        if not os.fork():
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            line.close()
            return _begin(files)
        for file in files:
            os.close(file)
    os._exit(0)


def _begin(files: list[int]) -> None:
    *streams, question, end = files
    command = os.fork()
    if command:
        os.write(end, str(os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])).encode())
        os._exit(0)
    os.close(end)
    signal.alarm(LONGEST)
    for number, file in enumerate(streams):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, how, closefd=False) for n, how in enumerate("rww"))
    with os.fdopen(question) as file:
        asked = json.load(file)
    os.chdir(asked["root"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["words"]
    sys.path[0] = str(Path(asked["root"], "scripts"))


if __name__ == "__main__":
    _read()
    _wait()
    runpy.run_path(sys.argv[0], run_name="__main__")
