"""Following: what each change of a file means for the preview."""

import gc
from collections.abc import Callable, Iterable
from pathlib import Path

from waymarks.preview.draft import Draft
from waymarks.problems import Refused
from waymarks.reading.settings import read_settings

_TEXTS = ("docs/", "overrides/", "sources/")


def follow(draft: Draft, changes: Iterable[frozenset[str]], tell: Callable[[str], None]) -> str:
    """Keep the draft in step with the `changes` until a tool or the configuration is another, whose path is returned.

    A tool that can't be read, or mkdocs.yml, is told of, and waited for until it is mended.
    """
    gc.collect()
    gc.freeze()  # what has been read stays: looking through it again and again costs more than all the rest
    for changed in changes:
        tools = sorted(path for path in changed if not path.startswith(_TEXTS))
        if tools:
            error = _unreadable(draft.root, tools)
            if not error:
                return tools[0]
            draft.block(error)
        else:
            named = f"{', '.join(sorted(changed)[:3])}{' …' if len(changed) > 3 else ''}"
            tell(f"{named} {'has' if len(changed) == 1 else 'have'} changed.")
            draft.follow(changed)
    return ""


def _unreadable(root: Path, tools: Iterable[str]) -> Exception | None:
    try:
        for path in tools:
            if path.endswith(".py") and (root / path).is_file():
                compile((root / path).read_bytes(), str(root / path), "exec")
        read_settings(root)
    except (SyntaxError, OSError, Refused) as error:
        return error
    return None
