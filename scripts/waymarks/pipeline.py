"""A page's way, in order: read → check → relate → render → index → data → equip → verify → publish."""

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from waymarks import changes, ledger
from waymarks.checks import check
from waymarks.data.files import write_data
from waymarks.derived import published
from waymarks.feeds import write_feeds
from waymarks.handover import Handover, all_urls
from waymarks.lock import Step, alone, check_held
from waymarks.manifest import Manifest, manifest, seal
from waymarks.problems import Problem, Refused, faults
from waymarks.publish import Release, add, current, make_current, name, same, staging
from waymarks.render import pages_in, render
from waymarks.revision import read_revision
from waymarks.search.index import write_index
from waymarks.serving import equip
from waymarks.settings import Settings, today
from waymarks.site import Site, relate
from waymarks.source import Content, read_content
from waymarks.stamp import is_stamped, read_inputs, write_stamp
from waymarks.verify import verify
from waymarks.workers import spread

_UNKNOWN = datetime.fromtimestamp(0, UTC)  # when content last changed that is in no git


def checked(root: Path, settings: Settings, now: datetime) -> tuple[Content, list[Problem]]:
    """The content of `root`, and everything that is wrong in it."""
    content = read_content(root, settings.languages)
    return content, check(content, settings, today(now, os.environ))


def build(root: Path, settings: Settings, now: datetime, step: Step) -> Release:
    """Build the site of `root` and publish it to `root`/public. `step` is told of each step as it begins.

    Raises Refused when the content is wrong, Failure or OSError when the machine refuses; what is published
    is then as it was.
    """
    public = root / "public"
    with alone(public, now, step) as lock, staging(public) as folder:
        _keep_promise(root)
        with step("Read"):
            revision, day = read_revision(root), today(now, os.environ)
            inputs, shown = read_inputs(root, revision, day), current(public)
            if shown and is_stamped(root, inputs, shown):
                return Release(shown, new=False)
            content = read_content(root, settings.languages)
        with step("Check"):
            _refuse(check(content, settings, day))
        site = relate(content, revision.changed)
        _render(root, folder, Handover(site, content.published, settings.review), lock, step)
        with step("Data"):
            write_data(folder, site, settings)
            write_feeds(folder, root, site, settings.site_url)
        with step("Equip"):
            equip(folder, settings, revision.changed or _UNKNOWN)
        with step("Verify"):
            _refuse(verify(folder, site, settings.site_url))
        with step("Publish"):
            check_held(public, lock)
            says = seal(folder, manifest(root, content, site, revision, settings.site_url))
            release = publish(root, folder, says, site, now)
            ledgers = {*content.ledger.lines, *published(site)}, site.changes.lines
            write_stamp(root, inputs, *ledgers, release.folder)
            return release


def _render(root: Path, folder: Path, handover: Handover, lock: int, step: Step) -> None:
    """The pages, then the index of what they say."""
    site = handover.site
    all_pages = len(all_urls(site))
    with step("Render", lambda: f"{pages_in(folder)} of {all_pages} pages"):
        render(root, folder, lock, handover)
    with step("Index"):
        spread(partial(write_index, folder, root, site), site.languages, fewest=1)


def publish(root: Path, folder: Path, says: Manifest, site: Site, now: datetime) -> Release:
    """Show the sealed `folder` in `root`/public, and write its addresses into the ledger. A release that holds the same is used again.

    Killed at any moment, it leaves the old release or the new one, and a ledger that the next build completes.
    """
    public = root / "public"
    shown, known = current(public), same(public, says)
    called = known.name if known else name(says, now)
    addresses = ledger.promise(root, called, published(site))
    lines = changes.promise(root, called, site.changes)
    release = known or add(folder, public, called)
    if release != shown:
        make_current(release)
    # Only now, so that an address is in the ledger exactly when it has been published.
    _keep_promise(root)
    return Release(release, release != shown, addresses, lines)


def _keep_promise(root: Path) -> None:
    shown = current(root / "public")
    for one in (ledger, changes):
        one.keep(root, shown.name if shown else None)


def _refuse(problems: Iterable[Problem]) -> None:
    found = faults(problems)
    if found:
        raise Refused(found)
