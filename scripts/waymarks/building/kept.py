"""Kept: pages of the release that is shown, which are not made again when all that they follow from is as it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from waymarks import view
from waymarks.building.cache import Digests
from waymarks.building.manifest import File
from waymarks.building.stamp import state
from waymarks.derived import Derived, derived
from waymarks.equip import Scripts
from waymarks.equipment.compression import COPIES, TEXTS, Copies
from waymarks.equipment.fingerprint import is_fingerprinted
from waymarks.machine import disk
from waymarks.machine.workers import gathered
from waymarks.reading.glossary import Term
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language, Settings
from waymarks.reading.strings import read_strings
from waymarks.relations.navigation import MenuItem
from waymarks.site import Site
from waymarks.source import Content, Page, file_meant
from waymarks.text.markup import is_elsewhere
from waymarks.verify import Look

# What stands at the address of a page and is made with it; `.gz` and `.br` beside each.
_MADE = [f"{name}{packed}" for name in ("index.html", view.QR) for packed in ("", *COPIES)]


class Stored(NamedTuple):
    """Files of a release that belong together, by path. `state` stands for those of all of them: when it is another now, one
    was touched."""

    files: Mapping[str, File]
    state: bytes = b""

    def seen_in(self, folder: Path) -> Stored:
        """As they are now in `folder`. Raises OSError."""
        states = "\n".join(state(f"{folder}/{path}") for path in self.files)
        return self._replace(state=sha256(states.encode()).digest())

    def is_whole_in(self, folder: Path) -> bool:
        """Of a file that was touched, as by a build that was stopped, the bytes count. Raises OSError."""
        return self.state == self.seen_in(folder).state or all(
            (folder / path).is_file() and sha256((folder / path).read_bytes()).hexdigest() == file.sha256
            for path, file in self.files.items()
        )


class Finished(NamedTuple):
    """A page as readers are given it, by the digest of all that it follows from. `scripts` are the sources that let its
    inline scripts run, `stored` the files that belong to it."""

    made_from: bytes
    scripts: frozenset[str]
    look: Look
    stored: Stored


@dataclass(frozen=True)
class Kept:
    """Pages of a release, which is in `folder`, by address. `scripts` are the sources that let the inline scripts of all its pages run.
    `copied` are the compressed copies in it, by the SHA-256 of what they are copies of. `index_from` stands for all that its
    index follows from."""

    release: str = ""
    pages: Mapping[str, Finished] = field(default_factory=dict)
    scripts: frozenset[str] = frozenset()
    copied: Mapping[str, Stored] = field(default_factory=dict)
    index_from: bytes = b""
    folder: Path = Path()

    @classmethod
    def of(cls, values: Iterable[Any]) -> Kept:
        """What `values` has said; nothing is kept if that is not there."""
        left = iter(values)
        return cls(**next(left, {}), pages=dict(left))

    def values(self) -> Iterator[Any]:
        """All that is to be known in the next build, one after the other."""
        yield {name: getattr(self, name) for name in ("release", "scripts", "copied", "index_from")}
        yield from self.pages.items()

    @property
    def files(self) -> dict[str, File]:
        return {path: file for one in self.pages.values() for path, file in one.stored.files.items()}

    @property
    def looks(self) -> dict[str, Look]:
        return {f"{url}index.html": one.look for url, one in self.pages.items()}

    @property
    def copies(self) -> Copies:
        return {of: [self.folder / path for path in one.files] for of, one in self.copied.items()}

    def own_scripts(self) -> frozenset[str]:
        """The sources that let the inline scripts of these pages run."""
        return frozenset().union(*(one.scripts for one in self.pages.values()))

    def those(self, made_from: Mapping[str, bytes], folder: Path) -> Kept:
        """The pages that would be made from the same again, and whose files in `folder` are whole. Raises OSError."""
        found = {url: one for url, one in self.pages.items() if made_from.get(url) == one.made_from}
        whole = {url: one for url, one in found.items() if one.stored.is_whole_in(folder)}
        copied = {of: one for of, one in self.copied.items() if one.is_whole_in(folder)}
        return replace(self, folder=folder, pages=whole, copied=copied)

    def seen_in(self, folder: Path) -> Kept:
        """With their files as they are now in `folder`. Raises OSError."""
        pages = {url: one._replace(stored=one.stored.seen_in(folder)) for url, one in self.pages.items()}
        return replace(self, pages=pages, copied={of: one.seen_in(folder) for of, one in self.copied.items()})

    def link(self, folder: Path) -> None:
        """Put the pages into `folder` too. Releases are never changed, so that two can share a file. Raises OSError."""
        for url, one in self.pages.items():
            disk.make(folder / url)
            for path in one.stored.files:
                disk.link(f"{self.folder}/{path}", f"{folder}/{path}")


def copied(files: Mapping[str, File]) -> dict[str, Stored]:
    """Of the `files` of a release, the compressed copies of its texts, but for pages: by the SHA-256 of the text."""
    texts = {path: file.sha256 for path, file in files.items() if path.endswith(tuple(TEXTS))}
    found = {digest: {f"{path}{end}": files.get(f"{path}{end}") for end in COPIES} for path, digest in texts.items()}
    return {
        of: Stored({path: file for path, file in one.items() if file}) for of, one in found.items() if all(one.values())
    }


def finished(
    made_from: Mapping[str, bytes], scripts: Scripts, looks: Mapping[str, Look], files: Mapping[str, File]
) -> dict[str, Finished]:
    """What the next build may keep of a release with these `files`; `scripts` and `looks` are by the file of the page."""
    found = {}
    for url, digest in made_from.items():
        if f"{url}index.html" not in scripts:  # it is kept as it is
            continue
        own = {f"{url}{name}": files[f"{url}{name}"] for name in _MADE if f"{url}{name}" in files}
        found[url] = Finished(digest, scripts[f"{url}index.html"], looks[f"{url}index.html"], Stored(own))
    return found


def made_from(root: Path, content: Content, site: Site, settings: Settings, made_with: bytes) -> dict[str, bytes]:
    """By address: the digest of all that a page follows from, which is what templates and Markdown are given of it, and
    what all pages share. `made_with` stands for the tools. Raises OSError."""
    makings = _Makings(root, content, site, settings, made_with)
    everything: list[Page | Derived] = [*site.pages, *derived(site)]
    return gathered(makings.digests, everything)


def _around(root: Path, site: Site, settings: Settings) -> Iterator[tuple[str, view.Around]]:
    """By language code. Without the site's name, which stands in mkdocs.yml, and that is one of the tools."""
    figures = view.read_figures(root)
    for one in site.languages:
        words = read_strings(root, one.code)
        yield one.code, view.Around(figures, settings.review, settings.footer, words, settings.site_url, "")


class _Makings:
    """What pages are made of."""

    def __init__(self, root: Path, content: Content, site: Site, settings: Settings, made_with: bytes) -> None:
        self.site = site
        self.around = dict(_around(root, site, settings))
        self.texts = {file.path: file.sha256 for file in content.files}
        self.digest = Digests(Page, Term, Language, MenuItem, Kind)
        keys = {file.path: file.key for file in content.files}
        for page in site.pages:
            self.digest.stands_for((keys[page.path], page.draft), page)
        stubs = (f"docs/{one.code}/{page.id}" for one in site.languages for page in site.untranslated(one))
        self.there = content.published.union(stubs)
        # All pages name the folder of scripts and styles, which has its name from all that is in it.
        beside = [(path, (root / path).read_bytes()) for path in sorted(content.assets) if is_fingerprinted(path)]
        self.shared = {
            one.code: self.digest(made_with, beside, view.entries(site, one), site.terms) for one in site.languages
        }

    def digests(self, share: Sequence[Page | Derived]) -> dict[str, bytes]:
        return {one.url: self._of(one) for one in share}

    def _of(self, one: Page | Derived) -> bytes:
        site, around, shared = self.site, self.around[one.language.code], self.shared[one.language.code]
        if isinstance(one, Derived):
            return self.digest(shared, one.template, one.url, view.context(site, one, around))
        return self.digest(
            shared,
            self.texts[one.path],
            [file_meant(one, link) in self.there for link in one.links if not is_elsewhere(link.target)],
            view.meta(site, one),
            replace(view.written(site, one, around.words), terms=()),  # they are the same on all pages
            view.context(site, one, around),
        )
