"""Batches: many values in a file, pickled a few at a time.

Pickle remembers all that it has written, so that it stands there once. Of everything that takes more memory than the values.
"""

import pickle
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

_TOGETHER = 200


def pickled(values: Iterable[Any]) -> Iterator[bytes]:
    """The values, to be written one piece after the other."""
    left = iter(values)
    while batch := list(islice(left, _TOGETHER)):
        yield pickle.dumps(batch, pickle.HIGHEST_PROTOCOL)


def unpickled(stream: IO[bytes]) -> Iterator[Any]:
    """The values that stand in `stream` from where it is to its end. It must be our own: what stands there is run. Raises OSError."""
    while stream.peek(1):  # type: ignore[attr-defined]  # a file that is read has it
        yield from pickle.load(stream)  # noqa: S301 - as said
