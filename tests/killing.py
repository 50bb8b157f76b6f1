"""Builds that are killed: `killing.py ROOT RENDERED POINTS` prints, as JSON, what each left and what the next build made of it.

It runs `quick_build.py` in a process of its own, and kills that (SIGKILL) just before its Nth call to the file system.
"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path

from quick_build import copying_engine

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from waymarks.building.manifest import damage, read_manifest
from waymarks.pipeline import build
from waymarks.reading.settings import Settings, read_settings

_CHANGED = ("docs", "public", ".cache")  # by a build
# What Python tells of before it does it (docs.python.org, "Audit events table").
_CALLS = ("open", "os.", "shutil.", "fcntl.", "subprocess.", "tempfile.")
_CHANGING = {"os.rename", "os.remove", "os.symlink", "os.link", "os.mkdir", "os.rmdir"}


def calls_of(root: Path, settings: Settings, kill_at: int | None) -> list[int]:
    """Build `root` here, and say which of the calls change a file or a folder from the first time on that one of docs/ is changed:
    from there everything is decided. Before the call `kill_at` this process dies."""
    count, found = 0, list[int]()
    docs = str(root / "docs")

    def hook(event: str, told: tuple) -> None:
        nonlocal count
        if event.startswith(_CALLS):
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            changes = event in _CHANGING or (event == "open" and told[2] & (os.O_WRONLY | os.O_RDWR))
            if changes and (found or str(told[0]).startswith(docs)):
                found.append(count)

    sys.addaudithook(hook)
    build(root, settings, datetime.now(UTC), lambda *_: nullcontext())
    return found


def apart(work: Callable[[], object]) -> tuple[int, str]:
    """Do the work in a process of its own: its exit code (-9 when it was killed), and what it gave, as JSON."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.write(write, json.dumps(work()).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read) as answer:
        given = answer.read()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), given


def state(root: Path) -> dict[str, object]:
    """What a visitor, and the next person to look, find."""
    public = root / "public"
    shown = (public / "current").resolve()
    return {
        "content": read_manifest(shown).content,
        "damage": damage(shown),
        "broken": [name.name for name in (public / "releases").iterdir() if damage(name)],
        "left": sorted(path.name for path in (*public.iterdir(), *(root / "docs").glob(".*"))),
        "ledger": (root / "docs" / "addresses.txt").read_text("utf-8"),
        "changes": (root / "docs" / "changes.txt").read_text("utf-8"),
    }


def main(root: Path, rendered: Path, points: int) -> None:
    copying_engine(root, rendered)
    kept = root / "kept"
    for name in _CHANGED:
        shutil.copytree(root / name, kept / name, symlinks=True)

    def again() -> None:
        for name in _CHANGED:
            shutil.rmtree(root / name)
            shutil.copytree(
                kept / name, root / name, symlinks=True, copy_function=os.link if name == "public" else shutil.copy2
            )

    # The builds are forked from this process: once it has built itself, they find all libraries read.
    settings = read_settings(root)
    build(root, settings, datetime.now(UTC), lambda *_: nullcontext())
    again()
    code, given = apart(lambda: calls_of(root, settings, None))
    found = [{"at": None, "code": code, "killed": state(root)}]
    changing = json.loads(given)
    # Before and after each change where everything is decided; the others spread over what comes before.
    decisive = {at for call in changing for at in (call, call + 1)}
    others = points - len(decisive)
    for at in sorted(decisive | {1 + n * (changing[0] - 1) // others for n in range(others)}):
        again()
        code, _ = apart(lambda at=at: calls_of(root, settings, at))
        killed = state(root)
        after, _ = apart(lambda: calls_of(root, settings, None))
        found.append({"at": at, "code": code, "killed": killed, "after": after, "next": state(root)})
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]))
