"""Grouping: what belongs together, by what it has in common."""

from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key")
One = TypeVar("One")


def grouped(pairs: Iterable[tuple[Key, One]]) -> dict[Key, tuple[One, ...]]:
    """By the first of each pair: all the seconds, in the order in which they come."""
    found: dict[Key, list[One]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}
