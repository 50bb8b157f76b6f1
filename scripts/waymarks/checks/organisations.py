"""What pages say of organisations and sources fits together: every id that is used is declared, once."""

from collections.abc import Collection, Iterable, Iterator
from itertools import chain, zip_longest
from typing import Any

from waymarks.checks.statements import similar
from waymarks.checks.unseen import Unseen
from waymarks.folders import FEEDS
from waymarks.news.feeds import ALL
from waymarks.problems import Problem, did_you_mean
from waymarks.reading.schema import Facts, Words
from waymarks.relations.circles import circle
from waymarks.relations.paths import step_id
from waymarks.source import Page, with_facts

# Where an id stands: the page, the place in its front matter, the id.
_Named = tuple[Page, tuple[str | int, ...], str]
# What front matter lists, in every language.
_OF_A_PLACE = ("units", "sources")
_LISTED = (*_OF_A_PLACE, "rows", "groups")
# Entries of front matter: each has an id.
_Entries = tuple[Any, ...]
# What to do where two places have one name; the second where one of them has no folder of its own.
_TELL_APART = "Give one of the two a name that tells them apart."
_PART_OR_PLACE = (
    f"{_TELL_APART[:-1]} or, if they are one place, give its own index.md the id, and delete it below `units:`."
)


def check(pages: tuple[Page, ...], hidden: Unseen) -> Iterator[Problem]:
    """Ids that are declared or used twice, or nowhere, names that are missing or another's too, and `parent-in-circle`. What
    is unknown is told only where all that declares can be read."""
    said = [(page, page.front or page.rest) for page in pages]
    facts = [(page, front) for page, front in said if isinstance(front, Facts)]
    organisations = [named for page, front in facts for named in _declared(page, front)]
    sources: list[_Named] = [
        (page, ("sources", n, "id"), one.id) for page, front in facts for n, one in enumerate(front.sources)
    ]
    yield from _once("organisation", organisations)
    yield from _named_like_all(organisations)
    yield from _once("source", sources)
    yield from _circles(facts)
    yield from _names_of_parts(facts)
    # Where an index.md can't be used, what it declares is not known.
    complete = all(front for page, front in said if page.is_index and page.language.default)
    places, documents = ({id: None for *_, id in declared} for declared in (organisations, sources))
    for page, front in facts:
        yield from chain(_kind(page, front), _outside_index(page, front)) if page.front else ()
        if complete:
            yield from _known("organisation", _used(page, front), places, hidden)
            source = [(page, ("source",), front.source)] if front.source else []
            yield from _known("source", source, documents, hidden)
    yield from _words(pages)
    for page in pages:
        yield from _twice(page)


def _declared(page: Page, front: Facts) -> Iterator[_Named]:
    if front.organisation:
        yield page, ("organisation", "id"), front.organisation.id
    for n, unit in enumerate(front.units):
        yield page, ("units", n, "id"), unit.id


def _used(page: Page, front: Facts) -> Iterator[_Named]:
    if front.organisation and front.organisation.parent:
        yield page, ("organisation", "parent"), front.organisation.parent
    for n, id in enumerate(front.organisations):
        yield page, ("organisations", n), id
    for n, source in enumerate(front.sources):
        if source.organisation:
            yield page, ("sources", n, "organisation"), source.organisation
    for n, group in enumerate(front.groups):
        if group.place:
            yield page, ("groups", n, "place"), group.place


def _once(what: str, declared: list[_Named]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for page, place, id in declared:
        here = f"{page.path}:{page.line_of(*place)}"
        if first.setdefault(id, here) != here:
            message = f"The {what} `{id}` is declared already, in {first[id]}."
            fix = f"Give this {what} an id of its own."
            yield Problem(page.path, page.line_of(*place), f"{what}-declared-twice", message, fix)


def _named_like_all(organisations: list[_Named]) -> Iterator[Problem]:
    for page, place, id in organisations:
        if id == ALL:
            message = f"The id `{id}` is kept for the news of the whole site, /{FEEDS}{id}.atom."
            yield Problem(page.path, page.line_of(*place), "address-taken", message, "Give the place another id.")


def _circles(facts: list[tuple[Page, Facts]]) -> Iterator[Problem]:
    """Each circle once, at the first place in it."""
    places = [(page, front.organisation, front.units) for page, front in facts if front.organisation]
    above = {own.id: own.parent for _, own, _ in places} | {
        one.id: own.id for _, own, units in places for one in units if one.id != own.id
    }
    told: set[str] = set()
    for page, own, _ in places:
        way = circle(own.id, above)
        if way and own.id not in told:
            told.update(way)
            message = f"`parent` goes in a circle: {' → '.join(way)}."
            fix = "Delete `parent:` in the place that is part of no other."
            yield Problem(page.path, page.line_of("organisation", "parent"), "parent-in-circle", message, fix)


def _names_of_parts(facts: list[tuple[Page, Facts]]) -> Iterator[Problem]:
    """Two parts of one place have two names; those of two places, such as departments, may have the same."""
    first: dict[tuple[str | None, str], tuple[str, bool]] = {}
    for page, front in facts:
        own = front.organisation
        places = [(("organisation", "name"), own.parent, own)] if own else []
        units = [(("units", n, "name"), own.id if own else None, one) for n, one in enumerate(front.units)]
        for place, parent, one in (*places, *units):
            here = f"{page.path}:{page.line_of(*place)}", place[0] == "units"
            there, is_unit = first.setdefault((parent, one.name.casefold()), here)
            if there != here[0]:
                message = f"Another place is named {one.name!r} too, in {there}."
                fix = _PART_OR_PLACE if is_unit or here[1] else _TELL_APART
                yield Problem(page.path, page.line_of(*place), "place-named-twice", message, fix)


def _twice(page: Page) -> Iterator[Problem]:
    """Ids that stand twice in one list. Those of organisations and sources are looked at where they are declared, across
    all pages, and of what is withdrawn where it is."""
    keys = ("rows", "groups") if isinstance(page.front, Facts) else (*_LISTED, "withdrawn_statements")
    for key in keys:
        first: dict[str, int] = {}
        for n, one in enumerate(getattr(page.front, key, ())):
            line = page.line_of(key, n, "id")
            if first.setdefault(one.id, line) != line:
                message = f"The id `{one.id}` is used already, in line {first[one.id]}."
                fix = f"Give this entry of `{key}:` an id of its own."
                yield Problem(page.path, line, "id-used-twice", message, fix)


def _known(what: str, used: Iterable[_Named], known: Collection[str], hidden: Unseen) -> Iterator[Problem]:
    for page, place, id in used:
        if id in known:
            continue
        if id in hidden.declared:
            said = f"`{place[-1] if isinstance(place[-1], str) else place[-2]}` names `{id}`"
            yield hidden.only_in_draft(page.path, page.line_of(*place), said, hidden.declared[id])
        else:
            fix = did_you_mean(similar(id, known), "Declare it in the index.md of its place, or correct the id.")
            yield Problem(page.path, page.line_of(*place), f"unknown-{what}", f"No {what} is declared as `{id}`.", fix)


def _kind(page: Page, front: Facts) -> Iterator[Problem]:
    kinds, line = ", ".join(front.kind), page.line_of("kind")
    if front.presents_source and not front.source:
        message = f"A page of kind {kinds} presents a source, and this one does not say which."
        yield Problem(page.path, line, "no-source", message, "Add a line `source: ` with the id of the document.")
    if front.source and not front.presents_source:
        message = f"A page of kind {kinds} presents no source."
        of_statements = "Write in `kind:` what its statements are, such as `values`."
        is_told = page.statements and not front.is_withdrawn
        fix = of_statements if is_told else "Delete the line `source:`, or correct `kind:`."
        yield Problem(page.path, page.line_of("source"), "source-not-presented", message, fix)
    if page.statements and not (front.presents_source or front.source or front.is_withdrawn):
        message = (
            f"A page of kind {kinds} presents no source, and this one holds the statement `{page.statements[0].id}`."
        )
        fix = "Write in `kind:` what its statements are, such as `values`, and add `source: ` with the id of the document; or take out the ids."
        yield Problem(page.path, line, "no-source", message, fix)


def _outside_index(page: Page, front: Facts) -> Iterator[Problem]:
    if front.organisation and not page.is_index:
        message = "Only an index.md says what an organisation is."
        fix = "Move `organisation:` to the index.md of its folder."
        yield Problem(page.path, page.line_of("organisation"), "organisation-outside-index", message, fix)
    for key in _OF_A_PLACE if not front.organisation else ():
        if getattr(front, key):
            message = f"`{key}` stands on a page that does not say which place it is of."
            fix = f"Move `{key}:` to the index.md that says `organisation:` of that place, in every language."
            yield Problem(page.path, page.line_of(key), "organisation-outside-index", message, fix)


def _words(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """What the default language's page names must be named in the other languages too, and nothing else."""
    defaults = {page.id: (page, front) for page, front in with_facts(pages)}
    for page in pages:
        if isinstance(page.front, Words) and page.id in defaults:
            yield from _names(page, page.front, *defaults[page.id], defaults)


def _names(page: Page, words: Words, default: Page, facts: Facts, ids: Collection[str]) -> Iterator[Problem]:
    """`ids` are those of the pages in the default language."""
    if facts.organisation and not words.organisation:
        message = f"The name of {facts.organisation.name} is missing in this language."
        yield Problem(page.path, 1, "missing-name", message, "Add `organisation:` and below it a line `  name: …`.")
    yield from _texts(page, words, default, facts)
    for key in (*_LISTED, "withdrawn_statements", "changes"):
        if facts.organisation or key not in _OF_A_PLACE:
            yield from _entries(page, (key,), getattr(words, key), default, getattr(facts, key))
    # A step that is no page of the place is told of as such.
    path = facts.organisation.path if facts.organisation else ()
    if all(_is_own(default, step_id(default, one.page), ids) for one in path):
        ours = words.organisation.path if words.organisation else ()
        yield from _entries(page, ("organisation", "path"), ours, default, path)


def _is_own(page: Page, id: str, ids: Collection[str]) -> bool:
    return id in ids and id.startswith(f"{page.folder}/")


def _entries(page: Page, place: tuple[str, ...], words: _Entries, default: Page, facts: _Entries) -> Iterator[Problem]:
    """What stands at `place` in the front matter of both names the same ids."""
    key = place[-1]
    ours, theirs = ([one.id for one in entries] for entries in (words, facts))
    if len(set(ours)) < len(ours) or len(set(theirs)) < len(theirs):
        return  # where an id stands twice, which is told, another one is missing for no other reason
    lacking = [id for id in theirs if id not in ours]
    unknown = [id for id in ours if id not in theirs]
    for id, meant in zip_longest(unknown, lacking):  # as many as are unknown are meant for those that are lacking
        if id:
            message = f"`{key}` names `{id}`, which {default.path} does not declare."
            line = page.line_of(*place, ours.index(id), "id")
            fix = did_you_mean(filter(None, [meant]), "Delete it, or correct the id.")
            yield Problem(page.path, line, "unknown-id", message, fix)
        else:
            message = f"`{key}` does not name `{meant}` in this language."
            yield Problem(page.path, page.line_of(*place), "missing-name", message, f"Add it below `{key}:`.")


def _optional(front: Facts | Words) -> dict[str, tuple[str, str | None]]:
    """What may be left out, by what an editor calls it: the key that it stands at or below, and its text."""
    return {
        "`choice`": ("choice", front.choice),
        **{f"`text` of the group `{one.id}`": ("groups", one.text) for one in front.groups},
        **{f"`adopted_at` of the source `{one.id}`": ("sources", one.adopted_at) for one in front.sources},
    }


def _texts(page: Page, words: Words, default: Page, facts: Facts) -> Iterator[Problem]:
    """What may be left out is written in every language, or in none."""
    theirs = _optional(facts)
    for named, (key, text) in _optional(words).items():
        if named in theirs and bool(text) != bool(theirs[named][1]):
            there, here = (page.path, default.path) if text else (default.path, page.path)
            message = f"{named} stands in {there} and not in {here}."
            fix = "Write it in both, or in none."
            yield Problem(page.path, page.line_of(key), "text-in-one-language", message, fix)
