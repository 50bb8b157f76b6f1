"""A page's way, in order: read → check → relate (→ print) → render (and data) → index → equip → verify → publish."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path

from waymarks.building.kept import Kept, copied, finished
from waymarks.building.manifest import Manifest, manifest, seal
from waymarks.building.sharing import Shared, put_together, write_share
from waymarks.building.stamp import Inputs, identity, is_stamped, is_untouched, read_inputs, write_stamp
from waymarks.checks import stopping
from waymarks.derived import published
from waymarks.editing.editor import Editor, add_editor, editor
from waymarks.equip import Equipped, Scripts, equip
from waymarks.ledgers import changes, ledger
from waymarks.ledgers.revision import Revision, read_revision
from waymarks.machine.lock import Step, alone, check_held
from waymarks.machine.refusals import Failure
from waymarks.machine.workers import without_collecting
from waymarks.making import Making, read
from waymarks.papers.printing import lay_in, print_all
from waymarks.problems import NotFound, Problem, Refused, faults
from waymarks.publish import Release, add, current, gone, keep_promises, make_current, name, same, staging
from waymarks.reading.settings import Settings, today
from waymarks.releases.destination import why_not_into
from waymarks.render import Engines, pages_in
from waymarks.site import Site, relate
from waymarks.verify import Look, look


def build(root: Path, settings: Settings, now: datetime, step: Step, shares: Sequence[Path] = ()) -> Release:
    """Build the site of `root` and publish it to `root`/public. `step` is told of each step as it begins. With `shares`, the
    pages are not rendered but taken from these folders, which `build_share` has written.

    Raises Refused when the content is wrong or the shares do not fit, Failure or OSError when the machine refuses; what is
    published is then as it was.
    """
    public = root / "public"
    with without_collecting(), alone(public, now, step) as lock:
        with staging(public) as folder, Engines(root, folder, lock) as engines:
            keep_promises(root)
            release, remember = _build(Place(root, folder, engines, shares), settings, now, step)
        # Not before: a file that shares its room with one of the folder is touched when that goes.
        # The site is published: what can't be kept is made again.
        with suppress(OSError):
            remember()
        return release


def _refuse_share(root: Path, settings: Settings, shared: Shared) -> None:
    if settings.prints:
        raise Failure(
            "Papers are printed by one machine alone. Take `print: true` out of mkdocs.yml, or build without shares."
        )
    if why := why_not_into(root, shared.folder):
        raise NotFound(f"{shared.folder} {why}")
    shared.refuse_overwriting()


def build_share(root: Path, settings: Settings, now: datetime, step: Step, shared: Shared) -> None:
    """Render a share of the pages into its folder, for `build` to put it together with the others.

    Raises as `build` does, and NotFound for a folder that is no place for it; nothing is published.
    """
    _refuse_share(root, settings, shared)
    public = root / "public"
    with (
        without_collecting(),
        alone(public, now, step) as lock,
        staging(public) as folder,
        Engines(root, folder, lock) as engines,
    ):
        with step("Read"):
            revision, day = read_revision(root), today(now)
            inputs = read_inputs(root, revision, day)
            content, passed = read(root, settings, inputs)
        with step("Check"):
            _refuse(stopping(content, settings, day, passed))
            site = relate(content, revision.changed)
        making = Making(root, folder, settings, content, site, inputs.made_with)
        with step("Render", lambda: f"{pages_in(folder)} pages"):
            making.render_share(engines, shared.share)
        with step("Write"):
            write_share(folder, shared, identity(root, inputs))


@dataclass(frozen=True)
class Place:
    """The project, the folder that becomes a release, what renders to it, and where the pages are rendered already."""

    root: Path
    folder: Path
    engines: Engines
    shares: Sequence[Path] = ()


def _build(place: Place, settings: Settings, now: datetime, step: Step) -> tuple[Release, Callable[[], None]]:
    """The release, and what is to be done for the next build when all is done for this one."""
    root, public = place.root, place.root / "public"
    with step("Read"):
        revision, day = read_revision(root), today(now)
        inputs, shown = read_inputs(root, revision, day), current(public)
        if shown and is_stamped(root, inputs, shown):
            return Release(shown, new=False), lambda: None
        if not place.shares:
            place.engines.begin()
        content, passed = read(root, settings, inputs)
    with step("Check"):
        _refuse(stopping(content, settings, day, passed))
        content = content.when_checked
        site, wanted = relate(content, revision.changed), editor(root, settings)
    if settings.prints:
        with step("Print"):
            site = print_all(root, place.folder, site, settings.site_url)
    making = Making(root, place.folder, settings, content, site, inputs.made_with)
    kept = _put_together(making, place, inputs, step) if place.shares else _render(making, shown, place.engines, step)
    with step("Index"):
        making.index(kept)
    changed = _changed(revision, making.site)
    scripts, looks = _finish(making, kept, changed, wanted, step)
    with step("Publish"):
        check_held(public, place.engines.lock)
        says = seal(place.folder, manifest(root, content, making.site, revision, settings.site_url), kept.files)
        release = publish(root, place.folder, says, making.site, now)
        undated = bool(settings.security) and not changed
    pages = {**kept.pages, **finished(making.made_from, scripts, looks, says.files)}
    same = Kept(pages=pages, copied=copied(says.files))
    return replace(release, undated=undated), partial(_remember, making, same, inputs, release.folder)


def _render(making: Making, shown: Path | None, engines: Engines, step: Step) -> Kept:
    """All pages but those that can be kept of the release that is `shown`, which are given."""
    kept = making.kept(shown)
    new = len(making.made_from) - len(kept.pages)
    with step("Render", lambda: f"{pages_in(making.folder)} of {new} pages"):
        return making.render(engines, kept)


def _put_together(making: Making, place: Place, inputs: Inputs, step: Step) -> Kept:
    """All pages, from the shares; none is kept."""
    with step("Put together"):
        put_together(place.shares, identity(place.root, inputs), making.folder)
        making.write_data()
    return Kept()


def _finish(
    making: Making, kept: Kept, changed: datetime | None, wanted: Editor | None, step: Step
) -> tuple[Scripts, dict[str, Look]]:
    """All that servers and editors need besides. Gives the sources of the inline scripts of the new pages, and how each page looks."""
    with step("Equip"):
        lay_in(making.folder)
        apart = Equipped(frozenset(kept.pages), kept.own_scripts(), kept.copies)
        scripts = equip(making.folder, making.settings, changed, apart, wanted.headers if wanted else {})
        kept.link(making.folder)  # only now, so that nobody looks through these again
        if wanted:  # only now, so that nothing of it is taken for a page of the site
            add_editor(making.root, making.folder, wanted.page, making.content, making.settings)
    with step("Verify"):
        found, looks = look(making.folder, making.site, making.settings.site_url, kept.looks)
        _refuse(found)
    return scripts, looks


def _changed(revision: Revision, site: Site) -> datetime | None:
    """When the content last changed: without git, as far as the ledger of changes knows."""
    if revision.changed:
        return revision.changed
    day = max((one.day for one in site.changes.all if one.day), default=None)
    return datetime.combine(day, time(), UTC) if day else None


def _remember(making: Making, same: Kept, inputs: Inputs, release: Path) -> None:
    """For the next build; but what was touched meanwhile may have been made from something else."""
    if is_untouched(making.root, inputs):
        ledgers = {*making.content.ledger.lines, *published(making.site)}, making.site.changes.lines
        write_stamp(making.root, inputs, ledgers, release)
        making.remember(release, same)


def publish(root: Path, folder: Path, says: Manifest, site: Site, now: datetime) -> Release:
    """Show the sealed `folder` in `root`/public, and write its addresses into the ledger. A release that holds the same is used again.

    Killed at any moment, it leaves the old release or the new one, and a ledger that the next build completes.
    """
    public = root / "public"
    shown, known = current(public), same(public, says)
    called = known.name if known else name(public, says, now)
    addresses = ledger.promise(root, called, {*site.ledger.lines, *published(site)})
    lines = changes.LIST.promise(root, called, site.changes.lines, site.changes.overtaken)
    release = known or add(folder, public, called)
    lost = gone(shown, says) if shown and shown != release else ()
    if release != shown:
        make_current(release)
    # Only now, so that an address is in the ledger exactly when it has been published.
    keep_promises(root)
    return Release(release, release != shown, addresses, lines, lost)


def _refuse(problems: Iterable[Problem]) -> None:
    found = faults(problems)
    if found:
        raise Refused(found)
