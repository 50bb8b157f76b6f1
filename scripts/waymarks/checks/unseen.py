"""Unseen: what is there and yet not found, because it is in a draft or on a page that can't be read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from waymarks.checks.statements import unclear
from waymarks.ledgers.ledger import Ledger
from waymarks.problems import Problem
from waymarks.relations.addresses import is_taken
from waymarks.relations.navigation import nearest_above
from waymarks.source import Content, Page, section_of, with_facts


@dataclass(frozen=True)
class Unseen:
    """What would be called missing if nobody looked here.

    `pages` are the drafts by path, `addresses` those in the default language by all addresses that lead to them. What drafts hold
    are `statements` (and the sections of their ids) and what is `declared`: organisations and sources. `sayers` are the pages that
    say `draft: true`, by their ids. `unclear` are the paths of pages on which ids are wrong; `unread` the ids of statements, and
    their sections, that such a page, or one that can't be read, is known to have had.
    """

    pages: Mapping[str, Page]
    addresses: Mapping[str, Page]
    statements: Mapping[str, Page]
    declared: Mapping[str, Page]
    sayers: Mapping[str, Page]
    unread: frozenset[str]
    unclear: frozenset[str]

    def at(self, address: str) -> Page | None:
        """The draft that would stand at the address, or that what would stand there is derived from."""
        above = nearest_above(address, self.addresses) if is_taken(address) else address
        return self.addresses.get(above)

    def page(self, id: str) -> Page | None:
        """The draft with the id of a page, in the default language."""
        return next((one for one in self.addresses.values() if one.id == id), None)

    def sayer(self, draft: Page) -> Page:
        """The page that makes it a draft: itself, its twin, or the index.md of a folder that it stands in."""
        folders = (one for one in self.sayers if one.endswith("/index.md") and draft.id.startswith(one[:-8]))
        return self.sayers.get(draft.id) or self.sayers[max(folders, key=len)]

    def only_in_draft(self, path: str, line: int, said: str, draft: Page) -> Problem:
        """That the file at `path` leads to what is in a draft; `said` is with which words."""
        fix = f"Take it out here, or `draft: true` out of {self.sayer(draft).path}."
        message = f"{said}, which is in a draft, and readers get no drafts."
        return Problem(path, line, "only-in-draft", message, fix)


def unseen(content: Content) -> Unseen:
    """Of the drafts and the unread pages of `content`, by all that others may name: paths, addresses, ids."""
    ours = [page for page in content.drafts if page.language.default]
    facts = list(with_facts(ours))
    mistaken = unclear(content.pages)
    return Unseen(
        pages={page.path: page for page in content.drafts},
        addresses={page.address: page for page in ours}
        | {old[1:]: page for page, front in facts for old in front.replaces},
        statements={id: page for page, front in facts for id in front.replaces_statements}
        | {one.id: page for page, front in facts for one in front.withdrawn_statements}
        | {name: page for page in ours for one in page.statements for name in (one.id, one.section)},
        declared={one.id: page for page, front in facts for one in front.places}
        | {one.id: page for page, front in facts for one in front.sources},
        sayers={page.id: page for page, front in facts if front.draft},
        unread=frozenset(_unread(content.pages, content.ledger, mistaken)),
        unclear=mistaken,
    )


def _unread(pages: tuple[Page, ...], ledger: Ledger, mistaken: frozenset[str]) -> Iterable[str]:
    """The ledger knows what has been published on a page, and its twin has the same ids."""
    ours = (page for page in pages if page.language.default)
    broken = {page.id: page.address for page in ours if not page.readable or page.path in mistaken}
    published = (id for address in broken.values() for id in ledger.ids.get(address, ()))
    in_twins = (one.id for page in pages if page.id in broken for one in page.statements)
    return chain.from_iterable((id, section_of(id)) for id in chain(published, in_twins))
