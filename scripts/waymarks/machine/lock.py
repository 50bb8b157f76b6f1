"""The lock: one program at a time changes what is published, and the others are told which."""

import errno
import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import datetime
from pathlib import Path

from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.problems import Refused

# Called with the name of a step; the step lasts as long as the context. What says how far it is may come with it.
Step = Callable[..., AbstractContextManager[None]]

FILE = ".lock"
# What a file system answers that keeps no locks. Source: flock(2), and Linux's NFS, FUSE and 9p.
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL, errno.ENOTTY}

_UNLOCKED = (
    "The file system here keeps no locks, so two builds could publish at once. Make `public` a link to a folder on a "
    "local disk, then run the command again."
)


@contextmanager
def alone(folder: Path, now: datetime, step: Step) -> Iterator[int]:
    """Wait until nobody else changes what is published in `folder`, then keep all others waiting.

    The kernel frees the lock when the last program that has it open ends, however it ends. So the descriptor, which
    this gives, is handed to a program that works on after its parent was killed. `now` is in UTC. Raises Failure if
    no lock can be had there, or whatever goes wrong is due to the folder's having been taken away; OSError.
    """
    disk.make(folder)
    lock = _locked(folder / FILE, step)
    try:
        _sign(lock, f"process {os.getpid()} on {socket.gethostname()}, since {now:%Y-%m-%d %H:%M:%S} UTC")
        yield lock
        _sign(lock, "")
    except (OSError, Failure, Refused):
        check_held(folder, lock)
        raise
    finally:
        os.close(lock)


def check_held(folder: Path, lock: int) -> None:
    """Raise Failure if `folder` is not the one any more that `lock` was taken in: others may be at work in the new one."""
    if not _is_held(folder / FILE, lock):
        raise Failure(f"{folder} was moved or deleted during the work. Run the command again.")


def _locked(file: Path, step: Step) -> int:
    while True:
        lock = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        _wait(lock, step)
        # If somebody has deleted the file meanwhile, others may hold the lock of a new one.
        if _is_held(file, lock):
            return lock
        os.close(lock)


def _is_held(file: Path, lock: int) -> bool:
    try:
        return os.path.samestat(file.stat(), os.fstat(lock))
    except (FileNotFoundError, NotADirectoryError):
        return False


def _wait(lock: int, step: Step) -> None:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        holder = os.pread(lock, 1000, 0).decode("utf-8", "replace").strip() or "another program"
        with step(f"Wait for {holder}"):
            fcntl.flock(lock, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
        raise Failure(_UNLOCKED) from None


def _sign(lock: int, holder: str) -> None:
    """Say who has the lock. On a full disk it is held all the same."""
    with suppress(OSError):
        os.ftruncate(lock, 0)
        os.pwrite(lock, f"{holder}\n".encode(), 0)
