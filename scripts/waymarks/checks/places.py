"""Places: what a page says of its own agrees with where it stands: which place it is part of, and whose document it presents."""

from collections.abc import Iterator

from waymarks.grouping import grouped
from waymarks.problems import Problem, Weight
from waymarks.reading.schema import Facts
from waymarks.site import Site
from waymarks.source import Page, file_meant, with_facts


def check(site: Site) -> Iterator[Problem]:
    """`other-parent` and, where there is none from which it would follow, `other-source`."""
    facts = list(with_facts(site.pages))
    parents = [problem for page, front in facts for problem in _parent(site, page, front)]
    yield from parents
    for page, front in () if parents else facts:
        yield from _source(site, page, front)


def unlinked(pages: tuple[Page, ...]) -> Iterator[Problem]:
    """A published place of which no text tells but its own."""
    told = grouped((file_meant(page, link), f"{page.folder}/") for page in pages for link in page.links)
    for page, front in with_facts(pages):
        own = front.organisation if page.folder and front.to_be_found and not page.draft else None
        if own and all(one.startswith(f"{page.folder}/") for one in told.get(page.file, ())):
            message = f"No page outside its folder links to {own.name}."
            fix = "Link to it where readers look for places, in every language."
            yield Problem(page.path, page.line_of("organisation"), "unlinked-place", message, fix, Weight.notice)


def _parent(site: Site, page: Page, front: Facts) -> Iterator[Problem]:
    own, above = front.organisation, site.above(page)
    if not own or not above or not page.is_index:
        return
    # It may be part of a unit of that place. An unknown one, and a circle, are told of as such.
    parent = site.organisations.get(own.parent or "")
    if own.parent and (not parent or {above.id, own.id} & {one.id for one in site.upwards(parent)}):
        return
    name, folder = own.name, above.name_in(page.language)
    said = f"`parent` says that {name} is part of {parent.name_in(page.language)}" if parent else "`parent` is missing"
    message = f"{said}, and the folder of {name} stands in that of {folder}."
    fix = f"Write `parent: {above.id}` below `organisation:`, or move the folder."
    yield Problem(page.path, page.line_of("organisation", "parent"), "other-parent", message, fix)


def _source(site: Site, page: Page, front: Facts) -> Iterator[Problem]:
    source = site.sources.get(front.source or "")
    theirs = site.organisations.get((source and source.organisation) or "")
    owners = site.owners(page)
    if not theirs or not owners:
        return
    top, *tops = (site.municipality(one) for one in (theirs, *owners))
    if top in tops or any(one.parent not in {None, *site.organisations} for one in (top, *tops)):
        return  # what is part of an unknown place is told of as such
    of, our = (one.name_in(page.language) for one in (top, tops[0]))
    message = f"`source` names `{front.source}`, a document of {of}, and the page is shown as the words of {our}."
    fix = f"Write the id of a document of {our}; if the words are not theirs, write `organisations: [{theirs.id}]`."
    yield Problem(page.path, page.line_of("source"), "other-source", message, fix)
