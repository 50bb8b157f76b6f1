"""Git: what it says of a folder, where it is there."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

# Here git tells a hook of the repository that it runs in, which may be another one: `git rev-parse --local-env-vars`, but for what
# somebody has configured.
_OF_HOOKS = frozenset(
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_COMMON_DIR GIT_DIR GIT_GRAFT_FILE GIT_IMPLICIT_WORK_TREE GIT_INDEX_FILE "
    "GIT_NAMESPACE GIT_OBJECT_DIRECTORY GIT_PREFIX GIT_SHALLOW_FILE GIT_WORK_TREE".split()
)


def git(root: Path, *words: str) -> str:
    """What git says, or "" without git or outside of it."""
    # Also of a folder that is somebody else's, as on many servers: without its dates what changes now would for ever be written
    # down as changed on no day. Git refuses it since a folder may name programs to run; those of this one run already.
    command = ["git", "-c", "safe.directory=*", "-C", str(root), *words]
    try:
        done = subprocess.run(command, env=out_of_hooks(os.environ), capture_output=True)
    except FileNotFoundError:  # a copy of the files on a machine without git
        return ""
    return done.stdout.decode("utf-8", "replace").strip()


def out_of_hooks(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment, without what would lead git to another repository than that of the folder it is called for."""
    return {name: value for name, value in environment.items() if name not in _OF_HOOKS}
