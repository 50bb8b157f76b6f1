"""What every report is asked for and gives."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from waymarks.problems import Refused
from waymarks.reading.settings import read_settings, today
from waymarks.search.judgements import Judged, read_judged
from waymarks.site import Site, relate
from waymarks.source import read_content


@dataclass(frozen=True)
class Asked:
    """`months` is after how many months a page of that kind is to be gone through again. `days` is how far ahead from
    `today` to look; `timeout` for how many seconds to wait for another's server. `judged` is what people have judged of the search;
    `root` the project's folder."""

    site: Site
    months: Mapping[str, int]
    today: date
    days: int
    timeout: float
    judged: Judged = field(default_factory=Judged)
    root: Path = field(default_factory=Path.cwd)


def read_asked(root: Path, now: datetime, days: int, timeout: float) -> Asked:
    """What the reports on the content of `root` are made from. Raises OSError, or Refused if a list of the search can't be read."""
    ours = read_settings(root)
    content = read_content(root, ours.languages)
    if content.wrong_lists:
        raise Refused(content.wrong_lists, "")
    site = relate(content)
    return Asked(site, ours.review, today(now), days, timeout, judged=read_judged(root), root=root)


@dataclass(frozen=True)
class Report:
    """The same thrice: `text` for people, `summary` in one line, `data` for programs."""

    text: str
    summary: str
    data: Any


def told(names: Sequence[str], asked: Asked, form: str) -> str:
    """All of the one report that is named, or a line of each; `form` is "text" or "json". Names are modules beside this."""
    made = {name: import_module(f"waymarks.reports.{name}").report(asked) for name in names}
    if form == "json":
        data = {name: one.data for name, one in made.items()}
        return json.dumps(data if len(made) > 1 else data[names[0]], ensure_ascii=False, indent=2)
    return "\n".join(f"{name}: {one.summary}" for name, one in made.items()) if len(made) > 1 else made[names[0]].text


def table(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Plain columns; numbers are as wide as their column, and the last column is as long as it likes."""
    cells = [list(headers), *([str(cell) for cell in row] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(headers))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if cell[:1].isdigit() else cell.ljust(width)
            for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in cells
    )
