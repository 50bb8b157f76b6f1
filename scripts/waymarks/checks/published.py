"""Addresses never die: what has been published is still there, or says what took over, or that it is withdrawn."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator
from difflib import get_close_matches
from itertools import chain, starmap

from waymarks.checks.statements import similar
from waymarks.checks.unseen import Unseen
from waymarks.grouping import grouped
from waymarks.ledgers.ledger import FILE, SHORT
from waymarks.problems import Problem, did_you_mean
from waymarks.reading.schema import Facts, Words
from waymarks.relations.addresses import Addresses, is_kept, is_taken, is_withdrawn
from waymarks.source import Content, Page, with_facts

_OR_WITHDRAWN = "name it below `withdrawn_statements:` with `id`, `on`, `by` and `because`"


def check(content: Content, addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    """`lost-page`, `lost-statement`, and whatever is wrong with `replaces`, with withdrawals and their reasons, or in the
    ledger."""
    pages, first = content.pages, content.languages[0].code
    facts = list(with_facts(pages))
    yield from addresses.ledger.problems
    # Where a page can't be used, what it replaces and withdraws is not known.
    if all(page.front for page in pages if page.language.default):
        yield from _lost_pages(addresses, hidden, first)
        yield from _lost_statements(addresses, hidden)
        yield from _lost_places(addresses, hidden)
    yield from _replaced_pages(facts, addresses, {page.language.code for page in pages})
    yield from _replaced_statements(facts, addresses, hidden)
    yield from _former_places(facts, addresses)
    for page, front in facts:
        yield from _withdrawn_page(page, front)
    yield from _still_there(pages, {page.id for page, front in facts if front.is_withdrawn})
    yield from _reasons(pages)


def _lost_pages(addresses: Addresses, hidden: Unseen, code: str) -> Iterator[Problem]:
    lost = [one for one in addresses.ledger.pages if not one.startswith(SHORT) and not addresses.leads_on(one)]
    heirs = {one: _heir(one, addresses) for one in lost if not hidden.at(one)}
    again = dict.fromkeys(filter(None, map(hidden.at, lost)))
    for sayer in dict.fromkeys(map(hidden.sayer, again)):
        yield _drafts_again(sayer, [draft for draft in again if hidden.sayer(draft) == sayer])
    for address, heir in heirs.items():
        gone = f"The page /{address} has been published and is gone"
        if heir and isinstance(heir.front, Facts):
            all_of_them = (*heir.front.replaces, *(f"/{one}" for one, other in heirs.items() if other == heir))
            fix = f"If so, write `replaces: [{', '.join(all_of_them)}]` in its front matter."
            message = f"{gone}; this one seems to have taken over."
            yield Problem(heir.path, heir.line_of("replaces"), "lost-page", message, fix)
        else:
            line, first = _in_ledger(address, addresses)
            file = f"docs/{code}/{_file_of(address, addresses)}"
            fix = f"{first} Put {file} back, or write `replaces: [/{address}]` in the page that took over. If the page is to go for good, write {file} again with `kind: withdrawn` and, below `withdrawn:`, `on`, `by` and `because`."
            yield Problem(FILE, line, "lost-page", f"{gone}.", fix)


def _in_ledger(address: str, addresses: Addresses) -> tuple[int, str]:
    """Where the ledger has an address, and what is to be done with the line."""
    ledger = addresses.ledger
    first = f"Put the line `/{address}` back." if address in ledger.taken_out else "Leave this line."
    return ledger.lines[address], first


def _drafts_again(sayer: Page, drafts: list[Page]) -> Problem:
    """`drafts` have been published, and are drafts since `sayer` says so."""
    others = f" (and {len(drafts) - 1} more)" if len(drafts) > 1 else ""
    message = (
        f"The page /{drafts[0].address}{others} has been published, and now it is a draft, which readers don't get."
    )
    fix = "Take `draft: true` out. If the page is to go for good, write `kind: withdrawn` and, below `withdrawn:`, `on`, `by` and `because`."
    return Problem(sayer.path, sayer.line_of("draft"), "lost-page", message, fix)


def _heir(address: str, addresses: Addresses) -> Page | None:
    """The page that most likely took over: the one with its statements, else a new one with a name like it."""
    ids = addresses.ledger.ids.get(address, ())
    holders = Counter(addresses.statements[id].address for id in ids if id in addresses.statements)
    new = [one for one in addresses.pages if one not in addresses.ledger.lines]
    same_name = [one for one in new if _name(one) == _name(address)]
    near = [*(one for one, _ in holders.most_common(1)), *same_name, *get_close_matches(address, new, n=1, cutoff=0.75)]
    return addresses.pages[near[0]] if near else None


def _file_of(address: str, addresses: Addresses) -> str:
    """Where the page most likely stood below its language: one with others below it is the front page of a folder."""
    is_folder = address in addresses.ledger.folders
    return f"{address}index.md" if is_folder else f"{address.rstrip('/')}.md"


def _name(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]


def _lost_statements(addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    lost = _homes_of_lost(addresses, hidden)
    heirs = {id: _heir_of(id, filter(None, pages), addresses) for id, pages in lost.items()}
    together = grouped((addresses.statements[heir].path, id) for id, heir in heirs.items() if heir)
    for id, pages in lost.items():
        heir, page = heirs[id], next(filter(None, pages), None)
        gone = f"The statement `{id}` has been published and is gone"
        if id in hidden.statements:
            said = f"`{id}` has been published on this page and now stands in {hidden.statements[id].path}"
            # Where its page itself is the draft, that is told.
            yield from (hidden.only_in_draft(page.path, 1, said, hidden.statements[id]),) if page else ()
        elif heir and together[addresses.statements[heir].path][0] == id:  # one line says what became of all of them
            holder = addresses.statements[heir]
            others = len(together[holder.path]) - 1
            also = f", and {others} more with it" if others else ""
            fix = f"If so, write `replaces_statements: {_pairs(holder, heirs, addresses)}` in the front matter; if not, {_OR_WITHDRAWN.replace('it', 'each', 1) if others else _OR_WITHDRAWN}."
            line = next(one.line for one in holder.statements if one.id == heir)
            yield Problem(holder.path, line, "lost-statement", f"{gone}{also}; `{heir}` seems to have taken over.", fix)
        elif not heir and (page or not pages):  # where its page is gone, that is told, and is to be mended first
            fix = f"Put the statement back, write `replaces_statements: {{{id}: …}}` with the id that took over, or {_OR_WITHDRAWN}."
            if page:
                yield Problem(page.path, 1, "lost-statement", f"{gone}.", fix)
            else:
                line, first = _in_ledger(f"{SHORT}{id}/", addresses)
                yield Problem(FILE, line, "lost-statement", f"{gone}.", f"{first} {fix}")


def _homes_of_lost(addresses: Addresses, hidden: Unseen) -> dict[str, list[Page | None]]:
    """By id: the pages, None for one that is gone too, where each lost statement has been published; last, those on which none may stand."""
    homes = addresses.ledger.homes
    # What stands where its successor is to be named is told there.
    told = {new for old, new in addresses.renamed.items() if _is_turned(old, new, addresses)} | hidden.unread
    lost = (id for id in homes if id not in told and not addresses.now(id))
    return {id: sorted(map(addresses.page_at, homes[id]), key=is_withdrawn) for id in lost}


def _heir_of(id: str, pages: Iterable[Page], addresses: Addresses) -> str | None:
    """The statement that most likely took over: a new one on the same page, else one with an id very much like it."""
    known = addresses.ledger.homes
    for page in pages:
        new = [one.id for one in page.statements if one.id not in known]
        if new:
            return (*get_close_matches(id, new, n=1), *new)[0]
    new = [one for one in addresses.statements if one not in known]
    return next(iter(similar(id, new, cutoff=0.85)), None)


def _pairs(holder: Page, heirs: dict[str, str | None], addresses: Addresses) -> str:
    """What `replaces_statements:` of the page has to say: what it says already, and what took over on it."""
    said = holder.front.replaces_statements if isinstance(holder.front, Facts) else {}
    kept = {old: id for old, id in said.items() if old not in addresses.statements}
    new = {old: id for old, id in heirs.items() if id and addresses.statements[id] == holder}
    return "{" + ", ".join(f"{old}: {id}" for old, id in {**kept, **new}.items()) + "}"


def _lost_places(addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    lost: dict[str, list[str]] = defaultdict(list)
    for address, id in addresses.ledger.places.items():
        draft = hidden.declared.get(id)
        # Where its page is a draft again, that is told.
        if not addresses.place_now(id) and not (draft and draft.address in addresses.ledger.lines):
            lost[id].append(address)
    for id, gone in lost.items():
        message = (
            f"The place `{id}` has been published and is gone, and with it {' and '.join(f'/{one}' for one in gone)}."
        )
        line, first = _in_ledger(gone[0], addresses)
        fix = f"{first} Write `formerly: [{id}]` at the place that took over or, if none did, at the one that it was part of; or let its index.md stay, with `organisation:` and `kind: withdrawn`."
        yield Problem(FILE, line, "lost-place", message, fix)


def _former_places(facts: list[tuple[Page, Facts]], addresses: Addresses) -> Iterator[Problem]:
    """Each former id is one no longer, and leads to one place."""
    first: dict[str, str] = {}
    for page, place, id in chain.from_iterable(starmap(_formerly, facts)):
        line = page.line_of(*place)
        earlier = first.setdefault(id, f"{page.path}:{line}")
        if standing := addresses.places.get(id):
            message = f"`formerly` names `{id}`, and that place is still there, in {standing.path}."
            yield Problem(page.path, line, "replaces-existing", message, "Delete the id here, or that place.")
        elif earlier != f"{page.path}:{line}":
            message = f"What became of `{id}` is said already, in {earlier}."
            yield Problem(page.path, line, "replaced-twice", message, "Delete one of the two.")


def _formerly(page: Page, front: Facts) -> Iterator[tuple[Page, tuple[str | int, ...], str]]:
    own = [(("organisation", "formerly"), front.organisation.formerly)] if front.organisation else []
    units = [(("units", n, "formerly"), one.formerly) for n, one in enumerate(front.units)]
    for place, ids in (*own, *units):
        yield from ((page, (*place, n), id) for n, id in enumerate(ids))


def _replaced_pages(facts: list[tuple[Page, Facts]], addresses: Addresses, codes: Container[str]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for page, front in facts:
        for n, address in enumerate(front.replaces):
            line = page.line_of("replaces", n)
            earlier = first.setdefault(address, f"{page.path}:{line}")
            standing = addresses.pages.get(address[1:])
            if address.split("/")[1] in codes:
                message = f"`replaces` names an address with its language: {address!r}."
                fix = f"Leave the language out: `/{address.split('/', 2)[2]}`."
                yield Problem(page.path, line, "bad-address", message, fix)
            elif is_taken(address[1:]) or is_kept(address[1:]):
                message = f"The address {address} is kept for pages that the site makes itself."
                follows = "it follows its page by itself" if is_taken(address[1:]) else "no page has stood there"
                yield Problem(page.path, line, "address-taken", message, f"Delete it here; {follows}.")
            elif standing:
                message = f"`replaces` names {address}, and that page is still there: {standing.path}."
                yield Problem(page.path, line, "replaces-existing", message, "Delete the address here, or that page.")
            elif earlier != f"{page.path}:{line}":
                message = f"{address} is replaced already, in {earlier}."
                yield Problem(page.path, line, "replaced-twice", message, "Delete it in one of the two.")


def _replaced_statements(facts: list[tuple[Page, Facts]], addresses: Addresses, hidden: Unseen) -> Iterator[Problem]:
    """Each old id is spoken of once, is gone, and leads to something."""
    spoken: dict[str, list[tuple[Page, int]]] = defaultdict(list)
    for page, front in facts:
        for old, new in front.replaces_statements.items():
            line = page.line_of("replaces_statements", old)
            spoken[old].append((page, line))
            if old not in addresses.statements:
                found = _successor(page, line, (old, new), addresses)
                yield from found if new not in hidden.unread else ()
        for n, one in enumerate(front.withdrawn_statements):
            spoken[one.id].append((page, page.line_of("withdrawn_statements", n, "id")))
    for id, places in spoken.items():
        (page, line), *others = places
        standing = addresses.statements.get(id)
        if standing:
            message = f"`{id}` is said to be gone, and is still there, in {standing.path}."
            fix = "Delete it here, or there."
            new = addresses.renamed.get(id, "")
            if _is_turned(id, new, addresses):
                fix = f"The id that is gone comes first: write `{new}: {id}`."
            yield Problem(page.path, line, "replaces-existing", message, fix)
        for other, again in others:
            message = f"What became of `{id}` is said already, in {page.path}:{line}."
            yield Problem(other.path, again, "replaced-twice", message, "Delete one of the two.")


def _is_turned(old: str, new: str, addresses: Addresses) -> bool:
    """Whether the two ids of `replaces_statements:` stand the other way round: the new one is gone, and the old one is there."""
    return old in addresses.statements and new in addresses.ledger.homes and not addresses.now(new)


def _successor(page: Page, line: int, pair: tuple[str, str], addresses: Addresses) -> Iterator[Problem]:
    old, new = pair
    way = [old]
    while new in addresses.renamed and new not in addresses.statements and new not in way:
        way.append(new)
        new = addresses.renamed[new]
    if new in way:
        message = f"`replaces_statements` goes in a circle: {' → '.join((*way, new))}."
        yield Problem(page.path, line, "replaced-in-circle", message, "Write the id of a statement that is there.")
    elif len(way) == 1 and not addresses.now(new):
        near = [] if new in addresses.ledger.homes else similar(new, addresses.statements)
        fix = did_you_mean(near, "Write the id of the statement that took over.")
        message = f"`{old}` leads to `{new}`, and no statement has that id."
        yield Problem(page.path, line, "unknown-successor", message, fix)


def _withdrawn_page(page: Page, front: Facts) -> Iterator[Problem]:
    line = page.line_of("kind")
    if front.is_withdrawn and not front.withdrawn:
        message = "A page of kind withdrawn says since when, by whom and why, and this one does not."
        fix = "Add `withdrawn:` and below it lines `  on: …`, `  by: …` and `  because: …`."
        yield Problem(page.path, line, "no-withdrawal", message, fix)
    if front.withdrawn and not front.is_withdrawn:
        message = f"`withdrawn` says that the page is withdrawn, and `kind` says {', '.join(front.kind)}."
        fix = "Write `kind: withdrawn`, or delete `withdrawn:`."
        yield Problem(page.path, page.line_of("withdrawn"), "not-withdrawn", message, fix)


def _still_there(pages: tuple[Page, ...], withdrawn: set[str]) -> Iterator[Problem]:
    """A page that is withdrawn holds no statement, in no language; it is told in the first of them. `withdrawn` are ids."""
    for page in pages:
        if page.id in withdrawn and page.statements:
            withdrawn.discard(page.id)
            first = page.statements[0]
            message = f"The page is withdrawn, and still holds the statement `{first.id}`."
            fix = "Delete the text below the heading; the statements are withdrawn with their page."
            yield Problem(page.path, first.line, "statement-on-withdrawn-page", message, fix)


def _reasons(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """A page that is withdrawn says why in the other languages too."""
    defaults = {page.id: (page.path, front.withdrawn) for page, front in with_facts(pages)}
    for page in pages:
        path, withdrawn = defaults.get(page.id, ("", None))
        if isinstance(page.front, Words) and path and bool(withdrawn) != bool(page.front.withdrawn):
            message = f"Only one of this page and {path} says that it is withdrawn."
            fix = "Write `withdrawn:` in both (here only `by` and `because`), or in none."
            yield Problem(page.path, page.line_of("withdrawn"), "no-withdrawal", message, fix)
