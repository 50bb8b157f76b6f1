"""What templates are told of what stood at an address before: where it stands now, or why nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass

from waymarks.site import Site, written_date
from waymarks.source import Page


@dataclass(frozen=True)
class Grave:
    """Why something is withdrawn, in the page's language. `on` is a written date."""

    on: str | None
    by: str
    because: str


@dataclass(frozen=True)
class Former:
    """A statement that stood on a page, by its id there. `url` is below the site, `title` that of the page it is on now.

    `grave` says why it stands nowhere any more; `url` is then where that is told.
    """

    id: str
    url: str
    title: str
    grave: Grave | None


def former(site: Site, page: Page) -> tuple[Former, ...]:
    """What stood on the page and stands there no more; what is withdrawn on it comes first."""
    ours = site.addresses
    home = ours.pages.get(page.address)
    own = [id for id, says in ours.withdrawn.items() if says == home]
    # A statement that is still here, or answers here by a new id, needs no telling.
    gone = [id for id in ours.ledger.ids.get(page.address, ()) if ours.statements.get(ours.now(id) or "") != home]
    return here_before(site, page, dict.fromkeys((*own, *gone)))


def here_before(site: Site, page: Page, ids: Iterable[str]) -> tuple[Former, ...]:
    """Of each of the ids what it leads to now, in the language of `page`."""
    return tuple(one for one in (_former(site, page, id) for id in ids) if one)


def _former(site: Site, page: Page, id: str) -> Former | None:
    now = site.addresses.now(id)
    home = site.addresses.page_of(now) if now else None
    twin = site.twin(home, page.language) if home else None
    if not now or not twin:
        return None
    grave = withdrawal(site, twin, now) if now not in site.addresses.statements else None
    return Former(id, f"{twin.url}#{now}", twin.title, grave)


def withdrawal(site: Site, page: Page, id: str | None = None) -> Grave | None:
    """Why the statement `id` is withdrawn, as `page` says it of the statement or of itself as a whole."""
    facts = site.facts(page)
    fact = facts.withdrawal_of(id) if facts else None
    if not fact or not page.front:
        return None
    words = next((one for one in page.front.withdrawn_statements if one.id == id), page.front.withdrawn)
    on = written_date(fact.on, page.language.code)
    return Grave(on, words.by, words.because) if words else None
