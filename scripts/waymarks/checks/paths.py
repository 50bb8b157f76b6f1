"""Reading paths: every step is a page of the place itself, once, and no file stands where derived pages do."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import relpath

from waymarks.checks.unseen import Unseen
from waymarks.problems import Problem, did_you_mean
from waymarks.reading.schema import Kind, Organisation
from waymarks.relations.addresses import is_kept, is_taken, is_withdrawn
from waymarks.relations.navigation import nearest_above
from waymarks.relations.paths import step_id
from waymarks.source import Page, with_facts


def check(pages: tuple[Page, ...], hidden: Unseen) -> Iterator[Problem]:
    """`address-taken` for a page where the site makes one itself, and of reading paths `unknown-step` and `step-twice`."""
    homes = {page.address for page, front in with_facts(pages) if front.organisation}
    chosen = tuple(page.address for page, front in with_facts(pages) if Kind.two_places in front.kind)
    own: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        listed = page.address.startswith(chosen) and page.address not in chosen
        if is_taken(page.address) or is_kept(page.address) or listed:
            message = f"The address /{page.url} is kept for pages that the site makes itself."
            yield Problem(page.path, 1, "address-taken", message, "Give the file or its folder another name.")
        if page.language.default and not is_withdrawn(page):
            own[page.address if page.address in homes else nearest_above(page.address, homes)].append(page.id)
    for page, front in with_facts(pages):
        if front.organisation:
            yield from _steps(page, front.organisation, own[page.address], hidden)


def _steps(page: Page, place: Organisation, own: list[str], hidden: Unseen) -> Iterator[Problem]:
    """No workplace's rules are shown as another's, so a path stays among the pages of its place."""
    seen: Counter[str] = Counter()
    for n, step in enumerate(place.path):
        id, line = step_id(page, step.page), page.line_of("organisation", "path", n, "page")
        seen[id] += 1
        if draft := hidden.page(id):
            yield hidden.only_in_draft(page.path, line, f"The reading path names {step.page!r}", draft)
        elif id not in own:
            names = [relpath(one, page.folder or ".") for one in own]
            one_of = f"Write one of: {', '.join(names)}." if names else "Delete it here."
            fix = did_you_mean(get_close_matches(step.page, names, n=1), one_of)
            message = f"The reading path names {step.page!r}, which is no page of this place."
            yield Problem(page.path, line, "unknown-step", message, fix)
        elif seen[id] > 1:
            message = f"The reading path comes to {step.page!r} twice."
            yield Problem(page.path, line, "step-twice", message, "Delete one of the two.")
