"""A page's way, in order: read → check → relate → render and index → verify → publish."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path

from waymarks.checks import check
from waymarks.problems import Problem, Refused, faults
from waymarks.publish import Release, publish, staging
from waymarks.render import render
from waymarks.settings import Settings
from waymarks.site import Site
from waymarks.source import read_content
from waymarks.verify import verify

Step = Callable[[str], AbstractContextManager[None]]


def build(root: Path, settings: Settings, now: datetime, step: Step) -> Release:
    """Build the site of `root` and publish it to `root`/public. `step` is told of each step as it begins.

    Raises Refused when the content is wrong, Failure or OSError when the machine refuses; what is published
    is then as it was.
    """
    public = root / "public"
    with step("Read"):
        content = read_content(root, settings.languages)
    with step("Check"):
        _refuse(check(content))
    site = Site(content.languages, content.pages, content.ledger)
    with staging(public) as folder:
        with step("Render"):
            render(root, folder)
        with step("Verify"):
            _refuse(verify(folder, site, settings.site_url))
        with step("Publish"):
            return publish(folder, public, now)


def _refuse(problems: Iterable[Problem]) -> None:
    found = faults(problems)
    if found:
        raise Refused(found)
