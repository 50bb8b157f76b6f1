"""The cache: what earlier builds have worked out, in .cache/, and the digests by which it is known to be the same.

It may be deleted at any time: that costs one whole build.
"""

import pickle
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from pydantic import BaseModel

FOLDER = ".cache"
_DIGEST = 32  # bytes of a SHA-256


class Digests:
    """Gives the SHA-256 of values. Other values have other digests, since each could be built again from what is digested.

    Equal values have the same one, wherever sets are only in the fields of dataclasses; elsewhere the order of a set may be
    another the next time, so that something is worked out again. What is `whole`, a type, is digested once for each
    value, as large ones that stand in many others are.
    """

    def __init__(self, whole: type) -> None:
        self.whole = whole
        self._known: dict[int, tuple[Any, bytes]] = {}  # the value too, so that no other gets its number

    def __call__(self, *values: Any) -> bytes:
        return self._of(values, self._short)

    def _of(self, values: Any, short: Callable[[Any], Any]) -> bytes:
        written = BytesIO()
        pickler = _Pickler(written, short)
        pickler.dump(values)
        return sha256(written.getbuffer()).digest()

    def _short(self, value: Any) -> Any:
        if not isinstance(value, self.whole):
            return _parts(value)
        if id(value) not in self._known:
            self._known[id(value)] = value, self._of(_parts(value), _parts)
        return self._known[id(value)][1]


class _Pickler(pickle.Pickler):
    def __init__(self, stream: BytesIO, parts: Callable[[Any], Any]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self.fast = True  # equal strings are written alike, whether they are one in memory or two
        self.parts = parts

    def reducer_override(self, value: Any) -> Any:
        if isinstance(value, type):
            return NotImplemented
        parts = self.parts(value)
        return (
            NotImplemented if parts is None else (_value, (f"{type(value).__module__}.{type(value).__name__}", parts))
        )


def _value(name: str, parts: Any) -> None:
    """What a digested value is written as."""


def _parts(value: Any) -> Any:
    """The fields of a value; None of one that has none."""
    if isinstance(value, BaseModel):
        names = list(type(value).model_fields)
    elif is_dataclass(value):
        names = [field.name for field in fields(value)]
    else:
        return None
    found = [getattr(value, name) for name in names]
    return [sorted(one) if isinstance(one, (set, frozenset)) else one for one in found]


def load(root: Path, name: str, made_with: bytes) -> Any:
    """What was kept as `name` by a build with the same tools; None if it is not there or not whole."""
    try:
        data = (root / FOLDER / name).read_bytes()
    except OSError:
        return None
    head, rest = data[: 2 * _DIGEST], memoryview(data)[2 * _DIGEST :]
    if head != made_with + sha256(rest).digest():
        return None
    return pickle.loads(rest)  # noqa: S301 - what has this digest we have written


def draft(root: Path, name: str, made_with: bytes, value: Any) -> None:
    """Write `value` to be kept as `name` when the build is done. Raises OSError."""
    folder = root / FOLDER
    folder.mkdir(exist_ok=True)
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    with (folder / f"{name}~").open("wb") as stream:
        stream.write(made_with + sha256(data).digest())
        stream.write(data)


def keep(root: Path) -> None:
    """Keep all drafts. Raises OSError."""
    for one in (root / FOLDER).glob("*~"):
        one.replace(one.with_name(one.name[:-1]))
