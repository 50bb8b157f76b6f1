"""Failures: what keeps a page or the site from being rendered, told as a problem of the file that has to be mended."""

import traceback
from pathlib import Path

from waymarks.problems import Problem, Refused
from waymarks.reading.files import READABLE
from waymarks.reading.settings import read_settings


def failure(root: Path, error: Exception, path: str = "mkdocs.yml") -> Problem:
    """Where in `root` the error lies, as far as it can be known; else `path` is told of.

    Whatever fails while mkdocs.yml or a table of words is wrong is laid to that, in the words of a build.
    """
    try:
        read_settings(root)
    except (OSError, Refused) as wrong:
        error = wrong
    if isinstance(error, Refused) and error.problems:
        return error.problems[0]
    if isinstance(error, OSError) and error.filename and Path(error.filename).is_relative_to(root):
        missing = Path(error.filename).relative_to(root).as_posix()
        fix = READABLE if isinstance(error, PermissionError) else "Put it back, as it last was."
        return Problem(missing, 1, "not-rendered", f"The file can't be opened: {error.strerror}.", fix)
    file, line = _place(root, error) or (path, _line(error))
    said = " ".join(str(getattr(error, "problem", "") or error).split()) or "no message"
    message = f"The page can't be rendered: {type(error).__name__}: {said}.".replace("..", ".")
    return Problem(file, line, "not-rendered", message, "Correct this line, or undo your last change.")


def _place(root: Path, error: Exception) -> tuple[str, int] | None:
    """The file and line that the error names; or the last ones that were run, of those that are no Python."""
    mark = getattr(error, "problem_mark", None)
    named = [(getattr(error, "filename", None), getattr(error, "lineno", None))]  # jinja2.TemplateSyntaxError
    named += [(mark.name, _line(error))] if mark else []
    run = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    named += [(file, line) for file, line in reversed(run) if not file.endswith(".py")]
    for file, line in named:
        if file and Path(file).is_absolute() and Path(file).is_relative_to(root):
            return Path(file).relative_to(root).as_posix(), line or 1
    return None


def _line(error: Exception) -> int:
    mark = getattr(error, "problem_mark", None)  # yaml.MarkedYAMLError, which counts from 0
    return mark.line + 1 if mark else 1
