"""What the machine refuses (disk, network, ports, rights), told in one line. Runs before anything is installed."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path


class Failure(Exception):
    """An expected failure. Its text is one line: what is wrong and what to do."""


_FULL = "The disk is full{where}. Free some space, then run the command again."
_READ_ONLY = "The folder can't be written{where}. Give yourself the right to write there, or work in another folder."
_UNREADABLE = "This can't be read{where}. Give yourself the right to read it, then run the command again."
_BROKEN = "The disk can't be read or written{where}: it reports an error. Have it looked at, or work on another one."
_MISSING = (
    "This is missing{where}. If it is one of the tools' files, put it back (git restore), then run the command again."
)
_TOO_LONG = "The disk has no room for so long a name{where}. Shorten it, then run the command again."
_FOLDER = "A folder stands where a file is to be{where}. Move it away, then run the command again."
_APART = "This lies on another disk than what is moved there{where}. Make `public` itself the link, then run the command again."
_NETWORK = "The packages can't be downloaded: there is no connection. Check the network, then run the command again."

_BY_NUMBER = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EROFS: _READ_ONLY,
    errno.EACCES: _READ_ONLY,
    errno.EPERM: _READ_ONLY,
    errno.EIO: _BROKEN,
    errno.ENOENT: _MISSING,
    errno.ENOTDIR: _MISSING,
    errno.ENAMETOOLONG: _TOO_LONG,
    errno.EISDIR: _FOLDER,
    errno.EXDEV: _APART,
}

_UNCONNECTED = (
    "Failed to establish a new connection|NameResolutionError|Network is unreachable|ProxyError|ConnectTimeout"
)
_BY_TEXT = (
    (re.compile("No space left on device|Disk quota exceeded"), _FULL),
    (re.compile("Read-only file system|Permission denied"), _READ_ONLY),
    (re.compile("Input/output error"), _BROKEN),
    (re.compile(_UNCONNECTED), _NETWORK),
)


def refusal(error: OSError) -> Failure | None:
    """The failure behind an OSError, or None if it is none of the machine's known refusals."""
    sentence = _BY_NUMBER.get(error.errno or 0)
    if sentence is _READ_ONLY and isinstance(error.filename, str) and not _may_read(Path(error.filename)):
        sentence = _UNREADABLE
    return Failure(sentence.format(where=f": {error.filename}" if error.filename else "")) if sentence else None


def _may_read(path: Path) -> bool:
    """Whether what is there may be read; where nothing is, it was to be written."""
    return os.access(path, os.R_OK) or not os.access(path, os.F_OK)


def refusal_in(output: str) -> Failure | None:
    """The failure that another program's output tells of, or None."""
    for pattern, sentence in _BY_TEXT:
        if pattern.search(output):
            return Failure(sentence.format(where=""))
    return None


def port_refusal(error: OSError, port: int) -> Failure | None:
    """The failure behind an OSError from opening a port, or None."""
    if error.errno != errno.EADDRINUSE:
        return None
    return Failure(f"Port {port} is in use by another program. Choose another one: --port {port + 1}")
