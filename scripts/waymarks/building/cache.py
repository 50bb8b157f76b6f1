"""The cache: what earlier builds have worked out, in .cache/, and the digests by which it is known to be the same.

It may be deleted at any time: that costs one whole build. Python runs whatever a pickle says, and a digest only shows that a file is whole,
not who has written it: .cache/ is for this user alone, and never to be brought back from a place that others can write to.
"""

import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from hashlib import file_digest, sha256
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel

from waymarks.machine import disk
from waymarks.machine.batches import pickled, unpickled

FOLDER = ".cache"
_DIGEST = 32  # bytes of a SHA-256

Reduced = tuple[Callable[..., None], tuple[Any, ...]]  # as pickle wants it


class Digests:
    """Gives the SHA-256 of values. Other values have other digests, since each could be built again from what is digested.

    Equal values have the same one, wherever sets are only in the fields of dataclasses and models; elsewhere the order of a
    set may be another the next time, so that something is worked out again. A value of one of the types `whole` is digested
    once, as is good for large ones that stand in many others.
    """

    def __init__(self, *whole: type) -> None:
        self._inner = _Parts()
        self._outer = _Parts(dict.fromkeys(whole, self._short))
        self._known: dict[int, tuple[Any, Reduced]] = {}  # the value too, so that no other gets its number

    def __call__(self, *values: Any) -> bytes:
        return _digest(values, self._outer)

    def stands_for(self, other: Any, value: Any) -> None:
        """From now on `value`, which follows from `other` alone, is digested as that, which is smaller."""
        self._known[id(value)] = value, (_value, (_digest(other, self._inner),))

    def _short(self, value: Any) -> Reduced:
        if id(value) not in self._known:
            self.stands_for(value, value)
        return self._known[id(value)][1]


def _digest(value: Any, parts: "_Parts") -> bytes:
    written = BytesIO()
    pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
    pickler.fast = True  # equal strings are written alike, whether they are one in memory or two
    pickler.dispatch_table = parts
    pickler.dump(value)
    return sha256(written.getbuffer()).digest()


class _Parts(dict[type, Callable[[Any], Reduced]]):
    """By type: how a value is digested. What has no fields is left to pickle."""

    def __init__(self, known: Mapping[type, Callable[[Any], Reduced]] = MappingProxyType({})) -> None:
        super().__init__(known)
        self._others: set[type] = set()

    def __missing__(self, kind: type) -> Callable[[Any], Reduced]:
        if kind in self._others:
            raise KeyError(kind)
        if issubclass(kind, BaseModel):
            names = tuple(kind.model_fields)
        elif is_dataclass(kind):
            names = tuple(one.name for one in fields(kind))
        else:
            self._others.add(kind)
            raise KeyError(kind)
        self[kind] = _reducing(f"{kind.__module__}.{kind.__name__}", names)
        return self[kind]


def _reducing(kind: str, names: tuple[str, ...]) -> Callable[[Any], Reduced]:
    def reduced(value: Any) -> Reduced:
        parts = [getattr(value, name) for name in names]
        return _value, (kind, *[sorted(one) if isinstance(one, frozenset) else one for one in parts])

    return reduced


def _value(*parts: Any) -> None:
    """What a digested value is written as."""


def load(root: Path, name: str, made_with: bytes) -> Iterator[Any]:
    """The values that were kept as `name`, in their order, if `made_with`, which is a digest, is the same; none if they are not
    there or not whole. Raises OSError."""
    if is_whole(root, name, made_with):
        with (root / FOLDER / name).open("rb") as stream:
            stream.seek(2 * _DIGEST)
            yield from unpickled(stream)


def is_whole(root: Path, name: str, made_with: bytes) -> bool:
    """Whether `load` gives what was kept."""
    try:
        with (root / FOLDER / name).open("rb") as stream:
            return stream.read(2 * _DIGEST) == made_with + file_digest(stream, "sha256").digest()
    except OSError:
        return False


def draft(root: Path, name: str, made_with: bytes, values: Iterable[Any]) -> None:
    """Write `values` to be kept as `name` when the build is done. Raises OSError."""
    folder = root / FOLDER
    disk.make(folder)
    total = sha256()
    with (folder / f"{name}~").open("wb") as stream:
        stream.seek(2 * _DIGEST)
        for data in pickled(values):
            total.update(data)
            stream.write(data)
        stream.seek(0)
        stream.write(made_with + total.digest())


def discard(root: Path) -> None:
    """Delete the drafts of a build that came to nothing. Raises OSError."""
    for one in (root / FOLDER).glob("*~"):
        one.unlink()


def keep(root: Path) -> None:
    """Keep all drafts. Raises OSError."""
    for one in (root / FOLDER).glob("*~"):
        one.replace(one.with_name(one.name[:-1]))
