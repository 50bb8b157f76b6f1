"""What a build costs grows with the pages and not with their square. Calls are counted, which are the same on every machine."""

import cProfile
import os
import pstats
from collections import Counter
from datetime import date
from pathlib import Path

import tiny
from waymarks.building.kept import made_from
from waymarks.checks import check
from waymarks.data.files import write_data
from waymarks.reading.settings import read_settings
from waymarks.site import relate
from waymarks.source import read_content

FEW, TIMES = 25, 4  # places; of fewer, the menu shows them all
# So many more calls than a function that grows with the pages may have: one that looks at all pages for each has four times as many.
MOST = 1.5 * TIMES


def with_places(root: Path, places: int) -> Path:
    root.mkdir()
    tiny.site(root)
    for number in range(places):
        for path in ("da/hus/index.md", "da/hus/vaerdier.md", "en/hus/index.md", "en/hus/vaerdier.md"):
            text = tiny.dedented(tiny.PAGES[f"docs/{path}"])
            for word in ("huset", "husets", "Huset", "Husets", "The house", "the house"):
                text = text.replace(word, f"{word}{number}")
            text = text.replace("hus-", f"hus{number}-")
            tiny.write(root, {f"docs/{path.replace('/hus/', f'/by{number}/')}": text})
    tiny.confirm(root)
    return root


def calls(root: Path) -> Counter[str]:
    """How often each function of the core is called to read, check and relate `root`, and to know what each page is made from."""
    profile = cProfile.Profile()
    settings = read_settings(root)
    processors = os.sched_getaffinity(0)
    os.sched_setaffinity(0, list(processors)[:1])  # what is shared among several is not seen
    try:
        with profile:
            content = read_content(root, settings.languages)
            check(content, settings, date(2026, 11, 24))
            site = relate(content)
            made_from(root, content, site, settings, b"")
            write_data(root / "data", site, settings)
    finally:
        os.sched_setaffinity(0, processors)
    found = Counter[str]()
    for (file, line, name), (_, times, *_) in pstats.Stats(profile).stats.items():
        if "/waymarks/" in file:
            found[f"{file.rpartition('/waymarks/')[2]}:{line} {name}"] += times
    return found


def test_no_function_is_called_more_often_than_there_are_more_pages(tmp_path):
    few, many = (calls(with_places(tmp_path / str(places), places)) for places in (FEW, FEW * TIMES))
    assert len(few) > 500
    grown = {
        name: (few[name], times) for name, times in many.items() if times > 2000 and times > MOST * max(few[name], 1)
    }
    assert grown == {}
