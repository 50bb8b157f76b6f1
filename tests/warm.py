"""A warm Python: it has read the tools, their libraries and the dictionaries, and each command that a test runs is a copy of it.

So a command is a process of its own, as a person's is, without the second that reading all of this takes. So is the MkDocs
that a build begins: a copy of what no command has worked in, which knows of the build what is handed over and nothing else.
"""

import gc
import importlib
import json
import os
import runpy
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Mapping
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from types import SimpleNamespace
from typing import IO

import machine

# What commands read last: the rest follows from these.
_READ = (
    "waymarks.pipeline",
    "waymarks.checks.checked",
    "waymarks.releases.keeper",
    "waymarks.reports.report",
    "interview",
    # MkDocs, with what it reads of ours and of others.
    "mkdocs.commands.build",
    "mkdocs_static_i18n.plugin",
    "pymdownx.superfences",
    "markdown.extensions.attr_list",
    "waymarks.view",
    "waymarks.views.compiled",
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
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile("w+", encoding="utf-8")) for _ in range(3)]
        files[0].write(given)
        files[0].seek(0)
        code = _Copy(_started(), root, words, os.environ, [file.fileno() for file in files]).wait()
        output, errors = (os.pread(file.fileno(), 1 << 30, 0).decode() for file in files[1:])
    return subprocess.CompletedProcess(words, code, output, errors)


class _Copy:
    """What `subprocess.Popen` is, as far as it is needed here: a copy of the warm Python that is asked on `line`. It works on `words`
    in the folder `root` with these files, of which the first three are its streams."""

    def __init__(
        self, line: socket.socket, root: Path, words: list[str], environment: Mapping[str, str], files: list[int]
    ) -> None:
        told, tell = os.pipe()
        with TemporaryFile("w+", encoding="utf-8") as question:
            json.dump({"root": str(root), "words": words, "environment": dict(environment)}, question)
            question.seek(0)
            socket.send_fds(line, [b"."], [tell, question.fileno(), *files])
        os.close(tell)
        self.stdin: IO[bytes] | None = None
        self._told = os.fdopen(told)
        self._pid = int(self._told.readline())
        self._code = 0

    def wait(self) -> int:
        if not self._told.closed:
            with self._told:
                self._code = int(self._told.read())
        return self._code

    def kill(self) -> None:
        if not self._told.closed:
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)


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
    while files := _asked(line):
        if not os.fork():
            line.close()
            return _keep(*files)
        _close(files)
    os._exit(0)


def _keep(tell: int, question: int, *files: int) -> None:
    """Go on in a copy of this process, and in a further one for each MkDocs that it asks for; tell of its id, and then of its end."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    asks, line = socket.socketpair()
    command = os.fork()
    if not command:
        os.close(tell)
        line.close()
        return _begin(asks, question, *files)
    asks.close()
    _close((question, *files))
    os.write(tell, f"{command}\n".encode())
    ended = os.pidfd_open(command)
    while ended not in select.select([line, ended], [], [])[0] and (another := _asked(line)):
        if not os.fork():
            os.close(tell)
            line.close()
            return _keep(*another)
        _close(another)
    os.write(tell, str(os.waitstatus_to_exitcode(os.waitpid(command, 0)[1])).encode())
    os._exit(0)


def _asked(line: socket.socket) -> list[int]:
    """The files of what is asked next, or none when nobody can ask any more."""
    return socket.recv_fds(line, 1, 9)[1]


def _close(files: Iterable[int]) -> None:
    for file in files:
        os.close(file)


def _begin(asks: socket.socket, question: int, *files: int) -> None:
    """Be what a fresh process is. Files besides the three streams stay open as long as it lives."""
    signal.alarm(LONGEST)
    for number, file in enumerate(files[:3]):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(n, how, closefd=False) for n, how in enumerate("rww"))
    with os.fdopen(question) as file:
        asked = json.load(file)
    os.chdir(asked["root"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    sys.argv = asked["words"]
    sys.path[0] = str(Path(asked["root"], "" if sys.argv[0] == "-m" else "scripts"))

    def engine(
        words: list[str], cwd: Path, env: dict[str, str], pass_fds: list[int], stdout: IO[bytes], **_: int
    ) -> _Copy:
        end, stdin = os.pipe()
        copy = _Copy(asks, cwd, words[1:], env, [end, stdout.fileno(), stdout.fileno(), *pass_fds])
        os.close(end)
        copy.stdin = os.fdopen(stdin, "wb")
        return copy

    render = importlib.import_module("waymarks.render")
    render.subprocess = SimpleNamespace(Popen=engine, PIPE=subprocess.PIPE, STDOUT=subprocess.STDOUT)


if __name__ == "__main__":
    _read()
    gc.freeze()  # what a copy leaves alone stays shared
    _wait()
    if sys.argv[0] == "-m":
        del sys.argv[0]
        runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(sys.argv[0], run_name="__main__")
