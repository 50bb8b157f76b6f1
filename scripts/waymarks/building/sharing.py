"""Sharing: each of several machines renders a share of the pages into a folder, and one puts the folders together.

What says that two shares belong together is what they were made from. Each machine reads and checks all of the content,
which is little work; to render it is what takes long.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.problems import Refused

LABEL = "share.json"
# Lines that somebody reads of one thing that is wrong with many.
_MOST = 20


@dataclass(frozen=True)
class Share:
    """Share `number`, which counts from 1, of `of`."""

    number: int
    of: int

    def __str__(self) -> str:
        return f"{self.number}/{self.of}"

    def part(self, urls: Sequence[str]) -> frozenset[str]:
        """Its addresses. Neighbours, which are alike, come into different shares."""
        return frozenset(urls[self.number - 1 :: self.of])


@dataclass(frozen=True)
class Shared:
    """A share, and the folder that it is written to."""

    share: Share
    folder: Path

    def refuse_overwriting(self) -> None:
        """Raises Failure if there is something in the folder already."""
        if self.folder.exists() and (not self.folder.is_dir() or any(self.folder.iterdir())):
            raise Failure(
                f"{self.folder} is not empty, and nothing is written over it. Name another folder, or empty it."
            )


def read_share(text: str) -> Share:
    """The share that a person calls "2/8". Raises ValueError."""
    found = re.fullmatch(r"(\d{1,4})/(\d{1,4})", text)
    if not found or not 1 <= int(found[1]) <= int(found[2]):
        raise ValueError(text)
    return Share(int(found[1]), int(found[2]))


def write_share(rendered: Path, shared: Shared, made_from: str) -> None:
    """Copy what was `rendered` into the share's folder, and label it; the label comes last, so that a folder that has one is
    whole. Raises OSError."""
    to = shared.folder
    disk.copy(rendered, to)
    files = {path: _digest(to / path) for path in sorted(disk.below(to))}
    disk.write(to / LABEL, json.dumps({"share": str(shared.share), "made_from": made_from, "files": files}, indent=0))


def put_together(folders: Sequence[Path], made_from: str, whole: Path) -> None:
    """Copy the pages of all shares, which are in `folders`, to `whole`.

    Raises Refused if they are not all the shares of what is `made_from` the same as here, each of them once and as it was
    rendered, with nothing besides; OSError.
    """
    labels = {folder: _label(folder) for folder in folders}
    wrong = list(_wrong(labels, made_from))
    if wrong:
        raise Refused(wrong)
    for folder, says in labels.items():
        # What is in several, of every page's surroundings, is the same.
        for path in says["files"]:
            disk.make((whole / path).parent)
            shutil.copyfile(folder / path, whole / path)


def _label(folder: Path) -> dict[str, Any]:
    """What the folder says of itself; nothing if it is no share, or not a whole one."""
    try:
        says = json.loads((folder / LABEL).read_text("utf-8"))
        return {"share": read_share(says["share"]), "made_from": says["made_from"], "files": dict(says["files"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _wrong(labels: dict[Path, dict[str, Any]], made_from: str) -> Iterator[str]:
    """A line for each thing that keeps the shares from being put together."""
    seen: dict[Share, Path] = {}
    for folder, says in labels.items():
        if not says:
            yield f"{folder}: This is no whole share of a build. Render it again: share.py 1/{len(labels)} FOLDER"
        elif says["made_from"] != made_from:
            yield f"{folder}: Share {says['share']} was rendered from other content, or with other tools, than are here. Render it again."
        elif says["share"] in seen:
            yield f"{folder}: Share {says['share']} is in {seen[says['share']]} too. Name each share once."
        else:
            seen[says["share"]] = folder
            yield from _first(_changed(folder, says), f"{folder}: {{}} more files are wrong too.")
    for of in sorted({one.of for one in seen}) if all(labels.values()) else ():
        missing = [one for n in range(1, of + 1) if (one := Share(n, of)) not in seen]
        told = [f"Share {one} is missing. Render it: share.py {one} FOLDER" for one in missing]
        yield from _first(told, "{} more shares are missing.")


def _changed(folder: Path, says: dict[str, Any]) -> Iterator[str]:
    """A line for each file that is not as the label says. What is found is below the folder, and so is then all that is
    listed; behind a link nothing is found."""
    found = {
        one.relative_to(folder).as_posix(): one for one in folder.rglob("*") if one.is_symlink() or not one.is_dir()
    }
    for path, digest in says["files"].items():
        file = found.get(path)
        if not file or file.is_symlink() or not file.is_file() or _digest(file) != digest:
            yield f"{folder}/{path}: The file is not as it was rendered. Render share {says['share']} again."
    for path in sorted(found.keys() - says["files"].keys() - {LABEL}):
        yield f"{folder}/{path}: The file was not rendered with share {says['share']}. Move it away, or render the share again."


def _first(lines: Iterable[str], more: str) -> Iterator[str]:
    """The first of the lines, and `more` with how many there are besides."""
    every = list(lines)
    yield from every[:_MOST]
    if len(every) > _MOST:
        yield more.format(len(every) - _MOST)


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()
