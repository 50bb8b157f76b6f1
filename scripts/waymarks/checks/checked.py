"""Checked: the content, with everything that is wrong in it. Of all the tools this needs only those that read and check."""

from datetime import datetime
from pathlib import Path

from waymarks.checks import check
from waymarks.problems import Problem, Refused
from waymarks.reading.settings import Settings, read_settings, today
from waymarks.source import Content, read_content


def checked_as_set_up(root: Path, now: datetime) -> tuple[Content | None, list[Problem]]:
    """As `checked`, with the root's own settings. Without them nothing else is judged: then there is no content."""
    try:
        return checked(root, read_settings(root), now)
    except Refused as refused:
        return None, refused.problems


def checked(root: Path, settings: Settings, now: datetime) -> tuple[Content, list[Problem]]:
    """The content of `root`, and everything that is wrong in it."""
    content = read_content(root, settings.languages)
    return content, check(content, settings, today(now))
