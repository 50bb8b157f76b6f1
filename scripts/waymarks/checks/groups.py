"""Groups of statements for an audience: what stands under a place is what that place says."""

from collections.abc import Iterator

from waymarks.problems import Problem
from waymarks.reading.schema import Group
from waymarks.relations.organisations import Organisation
from waymarks.site import Site
from waymarks.source import Page, with_facts


def check(site: Site) -> Iterator[Problem]:
    """`other-place`: a reader would take the words for another place's."""
    for page, front in with_facts(site.pages):
        for n, group in enumerate(front.groups):
            place = site.organisations.get(group.place or "")
            if place:
                yield from _under(site, page, n, group, place)


def _under(site: Site, page: Page, n: int, group: Group, place: Organisation) -> Iterator[Problem]:
    others = [(m, name, owner) for m, name in enumerate(group.statements) if (owner := _other(site, name, place))]
    # Where all of them are one place's, it is the place that is wrong.
    is_place = len(others) == len(group.statements) and len({owner for *_, owner in others}) == 1
    for m, name, owner in others[:1] if is_place else others:
        line = page.line_of("groups", n, "place") if is_place else page.line_of("groups", n, "statements", m)
        fix = f"Write `place: {owner}`." if is_place else f"Move it to a group with `place: {owner}`."
        message = f"`{name}` stands under the place `{place.id}`, and is what `{owner}` says."
        yield Problem(page.path, line, "other-place", message, fix)


def _other(site: Site, name: str, place: Organisation) -> str | None:
    """The id of the place that says the statement or section `name`; None where that is `place`, part of it, or what it is
    part of."""
    for id in site.statements_of([name]):
        owners = site.owners(site.addresses.statements[id])
        if owners and not any(place in site.upwards(one) or one in site.upwards(place) for one in owners):
            return owners[0].id
    return None
