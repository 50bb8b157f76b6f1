"""Handover: what a build has read, checked and related is given to the engine's processes, each of which renders its share."""

import gc
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from waymarks.derived import derived
from waymarks.machine.batches import pickled, unpickled
from waymarks.machine.workers import without_collecting
from waymarks.site import Site
from waymarks.source import file_meant

_FILE, _NUMBER = "PEJLEMAERKER_HANDOVER", "PEJLEMAERKER_SHARE"


@dataclass(frozen=True)
class Handover:
    """What the engine is to render. `published` and `review` are as in Content and Settings.

    `urls` are the addresses below the site of the pages that are to be written, derived ones too; None is all of them.
    `by_request`: any page may be asked for later, as in the preview.
    """

    site: Site
    published: frozenset[str]
    review: Mapping[str, int]
    urls: frozenset[str] | None = None
    by_request: bool = False

    def wants(self, url: str) -> bool:
        """Whether the page at `url` is to be rendered now, not by another share nor only when it is asked for."""
        return self.urls is None or url in self.urls

    @cached_property
    def needed(self) -> frozenset[str]:
        """The paths of the pages that are written, of what they link to, and of front pages, without which there is no
        language."""
        written = [page for page in self.site.pages if self.by_request or self.wants(page.url)]
        linked = (file_meant(page, link) for page in written for link in page.links)
        homes = (f"docs/{language.code}/index.md" for language in self.site.languages)
        return frozenset((*(page.path for page in written), *linked, *homes))

    @property
    def is_share(self) -> bool:
        """Whether others render the rest, and a build puts it together."""
        return self.urls is not None


def all_urls(site: Site) -> list[str]:
    """The addresses, below the site, of all that is rendered."""
    return [*(page.url for page in site.pages), *(one.url for one in derived(site))]


def write_handover(file: Path, whole: Handover, shares: Iterable[Sequence[str]]) -> None:
    """Raises OSError."""
    # What the site has worked out already stays here: written down with the pages it would take more memory than they do.
    rest = replace(whole, site=replace(whole.site, pages=()))
    with file.open("wb") as stream:
        for data in pickled([(rest, [frozenset(share) for share in shares]), *whole.site.pages]):
            stream.write(data)


def environment(file: Path, number: int) -> dict[str, str]:
    """What tells a process that share `number` of the handover in `file` is its own. No page has the date of the build, and
    so that none ever follows from it, it is the same for all."""
    return {_FILE: str(file), _NUMBER: str(number), "SOURCE_DATE_EPOCH": "0"}


def read_handover(given: Mapping[str, str]) -> Handover | None:
    """What this process, whose environment is `given`, is to render; None if nobody hands anything over. It is there when the
    build that started this process, or its end, closes what this reads from."""
    if _FILE not in given:
        return None
    sys.stdin.read()
    with without_collecting(), Path(given[_FILE]).open("rb") as stream:
        (rest, shares), *pages = unpickled(stream)  # the build that started this process wrote it
    whole: Handover = replace(rest, site=replace(rest.site, pages=tuple(pages)), urls=shares[int(given[_NUMBER])])
    gc.freeze()  # it stays as long as this process, and is most of what would be looked through again and again
    return whole
