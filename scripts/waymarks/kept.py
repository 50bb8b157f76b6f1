"""Kept: pages of the release that is shown, which are not made again when all that they follow from is as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from hashlib import sha256
from pathlib import Path

from waymarks import disk, view
from waymarks.cache import Digests
from waymarks.checks.links import file_meant
from waymarks.compression import COPIES, TEXTS, Copies
from waymarks.derived import Derived, derived
from waymarks.feeds import feeds
from waymarks.fingerprint import is_fingerprinted
from waymarks.glossary import Term
from waymarks.manifest import File
from waymarks.markup import is_elsewhere
from waymarks.serving import Scripts
from waymarks.settings import Settings
from waymarks.site import Site
from waymarks.source import Content, Page
from waymarks.strings import read_strings
from waymarks.verify import Look
from waymarks.workers import spread

# What stands at the address of a page and is made with it; `.gz` and `.br` beside each.
_MADE = [f"{name}{packed}" for name in ("index.html", view.QR) for packed in ("", *COPIES)]


@dataclass(frozen=True)
class Finished:
    """A page as readers are given it, by the digest of all that it follows from. `scripts` are the sources that let its
    inline scripts run, `files` those that belong to it, by their paths."""

    made_from: bytes
    scripts: frozenset[str]
    look: Look
    files: Mapping[str, File]


@dataclass(frozen=True)
class Kept:
    """Pages of a release, which is in `folder`, by address. `scripts` are the sources that let the inline scripts of all its pages run;
    `states` those of its files: one that has another now was touched. `copied` are the compressed copies in it, by the SHA-256 of
    what they are copies of and by path. `index_from` stands for all that its index follows from."""

    release: str = ""
    pages: Mapping[str, Finished] = field(default_factory=dict)
    scripts: frozenset[str] = frozenset()
    states: Mapping[str, str] = field(default_factory=dict)
    copied: Mapping[str, Mapping[str, File]] = field(default_factory=dict)
    index_from: bytes = b""
    folder: Path = Path()

    @property
    def files(self) -> dict[str, File]:
        return {path: file for one in self.pages.values() for path, file in one.files.items()}

    @property
    def looks(self) -> dict[str, Look]:
        return {f"{url}index.html": one.look for url, one in self.pages.items()}

    @property
    def copies(self) -> Copies:
        return {of: [self.folder / path for path in one] for of, one in self.copied.items()}

    def own_scripts(self) -> frozenset[str]:
        """The sources that let the inline scripts of these pages run."""
        return frozenset().union(*(one.scripts for one in self.pages.values()))

    def those(self, made_from: Mapping[str, bytes], folder: Path, now: Mapping[str, str]) -> Kept:
        """The pages that would be made from the same again, and whose files in `folder`, which are in the states `now`, are
        whole."""
        here = replace(self, folder=folder)
        found = {url: one for url, one in self.pages.items() if made_from.get(url) == one.made_from}
        whole = {
            url: one for url, one in found.items() if all(here._is_whole(*file, now) for file in one.files.items())
        }
        copied = {of: one for of, one in self.copied.items() if all(here._is_whole(*file, now) for file in one.items())}
        return replace(here, pages=whole, copied=copied)

    def _is_whole(self, path: str, file: File, now: Mapping[str, str]) -> bool:
        """Of a file that was touched, as by a build that was stopped, the bytes count."""
        if path in now and now[path] == self.states[path]:
            return True
        return path in now and sha256((self.folder / path).read_bytes()).hexdigest() == file.sha256

    def link(self, folder: Path) -> None:
        """Put the pages into `folder` too. Releases are never changed, so that two can share a file. Raises OSError."""
        for url, one in self.pages.items():
            disk.make(folder / url)
            for path in one.files:
                disk.put(self.folder, path, folder)


def copied(files: Mapping[str, File]) -> dict[str, dict[str, File]]:
    """Of the `files` of a release, the compressed copies of its texts, but for pages: by the SHA-256 of the text, and by path."""
    texts = {path: file.sha256 for path, file in files.items() if path.endswith(tuple(TEXTS))}
    found = {digest: {f"{path}{end}": files.get(f"{path}{end}") for end in COPIES} for path, digest in texts.items()}
    return {of: {path: file for path, file in one.items() if file} for of, one in found.items() if all(one.values())}


def finished(
    made_from: Mapping[str, bytes], scripts: Scripts, looks: Mapping[str, Look], files: Mapping[str, File]
) -> dict[str, Finished]:
    """What the next build may keep of a release with these `files`; `scripts` and `looks` are by the file of the page."""
    found = {}
    for url, digest in made_from.items():
        if f"{url}index.html" not in scripts:  # it is kept as it is
            continue
        own = {f"{url}{name}": files[f"{url}{name}"] for name in _MADE if f"{url}{name}" in files}
        found[url] = Finished(digest, scripts[f"{url}index.html"], looks[f"{url}index.html"], own)
    return found


def made_from(root: Path, content: Content, site: Site, settings: Settings, made_with: bytes) -> dict[str, bytes]:
    """By address: the digest of all that a page follows from, which is what templates and Markdown are given of it, and
    what all pages share. `made_with` stands for the tools. Raises OSError."""
    makings = _Makings(root, content, site, settings, made_with)
    everything: list[Page | Derived] = [*site.pages, *derived(site)]
    return {url: digest for share in spread(makings.digests, everything) for url, digest in share}


class _Makings:
    """What pages are made of."""

    def __init__(self, root: Path, content: Content, site: Site, settings: Settings, made_with: bytes) -> None:
        self.site = site
        figures, says = view.read_figures(root), {one.code: read_strings(root, one.code) for one in site.languages}
        # The site's name stands in mkdocs.yml, which is one of the tools.
        self.around = {
            one.code: view.Around(
                figures,
                settings.review,
                settings.footer,
                cache(partial(feeds, site, one)),
                says[one.code],
                settings.site_url,
                "",
            )
            for one in site.languages
        }
        self.texts = {file.path: file.text for file in content.files}
        self.digest = Digests(Page, Term)
        stubs = (f"docs/{one.code}/{page.id}" for one in site.languages for page in site.untranslated(one))
        self.there = content.published.union(stubs)
        # All pages name the folder of scripts and styles, which has its name from all that is in it.
        beside = [(path, (root / path).read_bytes()) for path in sorted(content.assets) if is_fingerprinted(path)]
        self.shared = {one.code: self.digest(made_with, beside, view.entries(site, one)) for one in site.languages}

    def digests(self, share: Sequence[Page | Derived]) -> list[tuple[str, bytes]]:
        return [(one.url, self._of(one)) for one in share]

    def _of(self, one: Page | Derived) -> bytes:
        site, around, shared = self.site, self.around[one.language.code], self.shared[one.language.code]
        if isinstance(one, Derived):
            return self.digest(shared, one.template, one.url, view.context(site, one, around))
        return self.digest(
            shared,
            self.texts[one.path],
            [file_meant(one, link) in self.there for link in one.links if not is_elsewhere(link.target)],
            view.meta(site, one),
            view.written(site, one, around.words),
            view.context(site, one, around),
        )
