"""A page's way, in order: read → check → relate → render and index → equip → verify → publish."""

import os
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from waymarks.checks import check
from waymarks.derived import published
from waymarks.ledger import record
from waymarks.problems import Problem, Refused, faults
from waymarks.publish import Release, publish, staging
from waymarks.render import changed, render
from waymarks.serving import equip
from waymarks.settings import Settings, today
from waymarks.site import relate
from waymarks.source import Content, read_content
from waymarks.verify import verify

Step = Callable[[str], AbstractContextManager[None]]


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
    with step("Read"):
        content = read_content(root, settings.languages)
    with step("Check"):
        _refuse(check(content, settings, today(now, os.environ)))
    site = relate(content)
    with staging(public) as folder:
        with step("Render"):
            render(root, folder)
        with step("Equip"):
            equip(folder, settings, changed(root))
        with step("Verify"):
            _refuse(verify(folder, site, settings.site_url))
        with step("Publish"):
            release = publish(folder, public, now)
            # Only now, so that an address is in the ledger exactly when it has been published.
            return replace(release, new_addresses=record(root, published(site)))


def _refuse(problems: Iterable[Problem]) -> None:
    found = faults(problems)
    if found:
        raise Refused(found)
