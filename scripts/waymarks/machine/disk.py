"""The disk: what must have reached it before anything depends on it, and files that nobody sees half-written."""

import ctypes
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from waymarks.machine.refusals import Failure, refusal_in


def make(folder: Path) -> None:
    """Make the folder, and those above it, if it is not there. Raises Failure if a file is in its place, or OSError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        wrong = (
            f"The folder {folder} can't be made: a file is in its place. Move that away, then run the command again."
        )
        raise Failure(wrong) from None


def lay(file: Path, content: bytes) -> None:
    """Write a file of what is being made, and make the folders above it. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)


def copy(here: Path, there: Path) -> None:
    """Copy the folder `here` to `there`, which may be there already. Raises Failure or OSError."""
    make(there)
    try:
        shutil.copytree(here, there, symlinks=True, dirs_exist_ok=True)
    except shutil.Error as error:  # of all files at once, each with its own
        raise refusal_in(str(error)) or Failure(f"{here} can't be copied: {error.args[0][0][-1]}") from None


def let_in(folder: Path) -> None:
    """Let everyone read the folder, whatever the umask was when it was made. Raises OSError."""
    mode = folder.stat().st_mode
    if mode & 0o555 != 0o555:
        folder.chmod(mode | 0o555)


def link(here: str, there: str) -> None:
    """Put the file `here` at `there` too, in place of what may be there, and without a copy where that can be. The paths are texts:
    there are tens of thousands of files. Raises OSError."""
    try:
        os.link(here, there)
    except FileExistsError:
        Path(there).unlink()
        link(here, there)
    except OSError:  # not every file system has links, and none endlessly many
        shutil.copyfile(here, there)


def merge(part: Path, whole: Path) -> None:
    """Move what is in the folder `part` to `whole`, in place of what may be there. Raises OSError."""
    for one in part.iterdir():
        there = whole / one.name
        if one.is_dir() and there.is_dir():
            merge(one, there)
        else:
            one.replace(there)


def flush(folder: Path) -> None:
    """Wait until all of `folder` is on the disk, and let everyone read it, whatever the umask was. Raises OSError."""
    _open_to_all(folder)
    opened = os.open(folder, os.O_RDONLY)
    try:
        # Whatever else waits to be written to this disk is written too. Since Linux 5.8 a failure to write is told of.
        if ctypes.CDLL(None, use_errno=True).syncfs(opened):
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()), str(folder))
    finally:
        os.close(opened)


def below(folder: Path) -> Iterator[str]:
    """Every file below the folder, and every link, as it is named from there. Raises OSError."""
    return (path for path, _ in entries(folder))


def entries(folder: Path | str, there: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """As `below`, each with what the disk says of it; the names, which begin with `there`, in order, so that nobody needs to keep all of
    them to sort them. Raises OSError."""
    with os.scandir(folder) as found:
        for one in sorted(found, key=lambda one: one.name):
            if one.is_dir(follow_symlinks=False):
                yield from entries(one.path, f"{there}{one.name}/")
            else:
                yield there + one.name, one


def _open_to_all(folder: Path) -> None:
    folder.chmod(0o755)
    with os.scandir(folder) as found:
        for one in found:
            if one.is_dir():
                _open_to_all(Path(one.path))
            elif one.stat().st_mode & 0o777 != 0o644:
                Path(one.path).chmod(0o644)


def flush_one(path: Path) -> None:
    """Wait until a file, or the list of names in a folder, is on the disk. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def move(old: Path, new: Path) -> None:
    """Give `old` the name `new`, in one step that has happened or has not, also after a power cut. Raises OSError."""
    old.replace(new)
    for folder in {old.parent, new.parent}:
        flush_one(folder)


def write(file: Path, text: str) -> None:
    """As `write_all`, of one text."""
    write_all(file, [text])


def write_all(file: Path, texts: Iterable[str]) -> None:
    """Write a file of `texts`, which is whole and on the disk when this returns, and else as it was. Raises OSError."""
    draft = file.with_name(f".{file.name.lstrip('.')}~")  # a name that begins with a dot is none of the content
    try:
        with draft.open("w", encoding="utf-8") as stream:
            stream.writelines(texts)
        flush_one(draft)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    move(draft, file)


def refuse_existing(root: Path, paths: Iterable[str]) -> None:
    """Raises Failure if there is a file at one of the paths below `root`: what somebody has written is not written over."""
    there = [path for path in paths if (root / path).exists()]
    if there:
        raise Failure(f"{there[0]} is there already, and nothing is written over it. Choose another name or folder.")


def write_new(root: Path, texts: Mapping[str, str]) -> None:
    """Write files that are not there yet, by their paths below `root`: all of them or, when one can't be written, none.

    Raises Failure if one is there already, or OSError.
    """
    refuse_existing(root, texts)
    done: list[Path] = []
    try:
        for path, text in texts.items():
            make((root / path).parent)
            done.append(root / path)
            write(root / path, text)
    except BaseException:
        remove(root, done)
        raise


def remove(root: Path, files: Iterable[Path]) -> None:
    """Delete files below `root`, and the folders that are empty then."""
    for file in files:
        file.unlink(missing_ok=True)
        for folder in file.parents:
            if folder == root or any(folder.iterdir()):
                break
            folder.rmdir()
