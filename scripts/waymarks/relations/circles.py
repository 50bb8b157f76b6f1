"""Circles: what is above itself, where each thing names the one above it."""

from collections.abc import Mapping


def circle(id: str, above: Mapping[str, str | None]) -> list[str]:
    """The way up from `id` that comes back to it, ["a", "b", "a"]; [] where none does."""
    way = [id]
    while (one := above.get(way[-1])) and one not in way:
        way.append(one)
    return [*way, id] if one == id else []
