"""Checked: the content, with everything that is wrong in it. Of all the tools this needs only those that read and check."""

import os
from datetime import datetime
from pathlib import Path

from waymarks.checks import check
from waymarks.problems import Problem
from waymarks.reading.settings import Settings, today
from waymarks.source import Content, read_content


def checked(root: Path, settings: Settings, now: datetime) -> tuple[Content, list[Problem]]:
    """The content of `root`, and everything that is wrong in it."""
    content = read_content(root, settings.languages)
    return content, check(content, settings, today(now, os.environ))
