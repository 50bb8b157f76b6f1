"""Making: a site from its content to a folder that can be verified, with as much of it kept as is the same as before."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from waymarks.building import cache, kept
from waymarks.building.handover import Handover, all_urls
from waymarks.building.kept import Kept
from waymarks.building.sharing import Share
from waymarks.building.stamp import Inputs
from waymarks.data.files import write_data
from waymarks.equip import scripts_of
from waymarks.machine.workers import spread
from waymarks.news.feeds import write_feeds
from waymarks.papers.printing import WAITING
from waymarks.reading.files import Key
from waymarks.reading.settings import Language, Settings
from waymarks.render import Engines
from waymarks.search.index import Earlier, Index
from waymarks.site import Site
from waymarks.source import Content, read_content

_READ, _PAGES = "read", "pages"


def read(root: Path, settings: Settings, inputs: Inputs) -> tuple[Content, Set[Key]]:
    """The content of `root`; what has been read before is not read again. And the files that were in the last release,
    which nothing kept from being published. Raises OSError."""
    cache.discard(root)
    known = dict(cache.load(root, _READ, inputs.made_with))
    content = read_content(root, settings.languages, known)
    files = {file.path: file for file in content.files}
    now = {files[page.path].key: page for page in content.pages}
    if now.keys() != known.keys():
        cache.draft(root, _READ, inputs.made_with, now.items())
    return content, frozenset(known)  # a view of its keys would keep the pages


@dataclass(frozen=True)
class Making:
    """What is made, and where: `folder` becomes the release."""

    root: Path
    folder: Path
    settings: Settings
    content: Content
    site: Site
    made_with: bytes

    @cached_property
    def made_from(self) -> dict[str, bytes]:
        """By the address of a page: the digest of all that it follows from."""
        return kept.made_from(self.root, self.content, self.site, self.settings, self.made_with)

    @cached_property
    def _index_from(self) -> bytes:
        """The index is kept with the pages, or neither is."""
        return sha256(self.made_with + b"".join(self.made_from[url] for url in sorted(self.made_from))).digest()

    def kept(self, shown: Path | None) -> Kept:
        """The pages of the release that is `shown` which are the same as they would be now. Raises OSError."""
        found = Kept.of(cache.load(self.root, _PAGES, self.made_with))
        if not shown or found.release != shown.name:
            return Kept()
        if not all(cache.is_whole(self.root, _index(one), found.index_from) for one in self.site.languages):
            return Kept()
        return found.those(self.made_from, shown)

    def render(self, engines: Engines, same: Kept) -> Kept:
        """Everything but the pages that are the `same`, and what of these may stay so. With it, the data and the feeds."""
        urls = frozenset(all_urls(self.site)) - same.pages.keys()
        whole = Handover(self.site, self.content.published, self.settings.review)
        engines.render(replace(whole, urls=urls), self.write_data)
        if same.pages and same.scripts != same.own_scripts().union(*self._scripts().values()):
            # Every page says which scripts may run on any of them.
            engines.render(whole)
            return Kept()
        return same

    def render_share(self, engines: Engines, share: Share) -> None:
        """What comes to a machine of several that share the work."""
        urls = share.part(all_urls(self.site))
        engines.render(Handover(self.site, self.content.published, self.settings.review, urls))

    def write_data(self) -> None:
        """What follows from the site alone: the data and the feeds, to be laid in. Raises OSError."""
        to = self.folder / WAITING
        write_data(to, self.site, self.settings)
        write_feeds(to, self.root, self.site, self.settings.site_url)

    def _scripts(self) -> Mapping[str, frozenset[str]]:
        return scripts_of(self.folder, list(self.folder.rglob("*.html")))

    def index(self, same: Kept) -> None:
        """The index of what all pages say. Raises OSError."""

        made_from = self._index_from  # worked out here, since what the copies work out is gone with them

        def write(languages: Sequence[Language]) -> None:
            for one in languages:
                index = Index(self.root, self.site, one)
                known = Earlier(cache.load(self.root, _index(one), same.index_from), same.pages)
                cache.draft(self.root, _index(one), made_from, index.read(self.folder, known))
                index.write(self.folder)

        spread(write, self.site.languages, fewest=1, apart=True)

    def remember(self, release: Path, same: Kept) -> None:
        """Keep what is the `same` of the `release` for the next build. Raises OSError."""
        whole = replace(same, release=release.name, scripts=same.own_scripts(), index_from=self._index_from)
        cache.draft(self.root, _PAGES, self.made_with, whole.seen_in(release).values())
        cache.keep(self.root)


def _index(language: Language) -> str:
    return f"index-{language.code}"
