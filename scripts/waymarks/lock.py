"""The lock: one program at a time changes what is published, and the others are told which."""

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

# Called with the name of a step; the step lasts as long as the context. What says how far it is may come with it.
Step = Callable[..., AbstractContextManager[None]]

FILE = ".lock"


@contextmanager
def alone(folder: Path, now: datetime, step: Step) -> Iterator[int]:
    """Wait until nobody else changes what is published in `folder`, then keep all others waiting.

    The kernel frees the lock when the last program that has it open ends, however it ends. So the descriptor, which
    this gives, is handed to a program that works on after its parent was killed. `now` is in UTC. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = _locked(folder / FILE, step)
    try:
        _sign(lock, f"process {os.getpid()} on {socket.gethostname()}, since {now:%Y-%m-%d %H:%M:%S} UTC")
        yield lock
        _sign(lock, "")
    finally:
        os.close(lock)


def _locked(file: Path, step: Step) -> int:
    while True:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        _wait(lock, step)
        # If somebody has deleted the file meanwhile, others may hold the lock of a new one.
        with suppress(FileNotFoundError):
            if file.stat().st_ino == os.fstat(lock).st_ino:
                return lock
        os.close(lock)


def _wait(lock: int, step: Step) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 1000, 0).decode("utf-8", "replace").strip() or "another program"
        with step(f"Wait for {holder}"):
            fcntl.flock(lock, fcntl.LOCK_EX)


def _sign(lock: int, holder: str) -> None:
    """Say who has the lock. On a full disk it is held all the same."""
    with suppress(OSError):
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{holder}\n".encode(), 0)
