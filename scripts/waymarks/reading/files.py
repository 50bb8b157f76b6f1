"""Files: everything below docs/, read once, and what is wrong with a file before anyone reads its words."""

import errno
import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from waymarks.ledgers import changes, ledger, twin_ledger
from waymarks.problems import Problem
from waymarks.reading.pictures import active_parts, broken
from waymarks.text.markup import typed

# A page's own picture is fetched on a phone; a megabyte of Markdown is no page.
BIGGEST = 1_000_000

# The commands write these, a line for each address and statement: a country has more than a megabyte of them.
_LEDGERS = {ledger.FILE, changes.FILE, twin_ledger.LEDGER}

_TEXT = {".md", ".svg", ".txt", ".yml"}
_OTHERS = {".avif", ".gif", ".ico", ".jpeg", ".jpg", ".pdf", ".png", ".webp", ".woff2"}

# What no editor sees and no text needs: control characters, signs that turn the direction of writing or have no width,
# line ends that only some programs know, those that each font shows otherwise (Word's points), and the sign for a letter that was lost.
_BAD_CHARACTER = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ue000-\uf8ff\ufeff\ufffd-\uffff\U000f0000-\U0010ffff]"
)
# What becomes of `æ`, `“` or `»` where UTF-8 was read as Windows-1252 and saved again: `Ã¦`. Neither Danish nor English has such pairs.
_MISREAD = re.compile("Ã[\u0080-\u00bfŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™]|â€[\u0080-\u00bf˜™œ“”¦¢]|Â[\u00a0-\u00bf]")
# How git begins and ends a place that two people have changed. Source: git-merge(1).
_MERGED = re.compile(r"^([<>|])\1{6}(?: |$)", re.M)
# So many on a line, and they may be a part of a person's number; fewer are those of an id: `hus-vaerdier-01`.
_FIGURES = 4
READABLE = "Give yourself the right to read it."
_STAND_IN = "\ufffd"


def is_text(words: str) -> bool:
    """Whether every character of `words` is one that a text has. A stand-in for another has been told of."""
    return not any(match[0] != _STAND_IN for match in _BAD_CHARACTER.finditer(words))


def is_whole(words: str) -> bool:
    """Whether no character in `words`, as they were read, stands in for another."""
    return _STAND_IN not in words


Key = tuple[str, str, tuple[Problem, ...]]


@dataclass(frozen=True)
class File:
    """One file. `path` is as opened from the repository root. `text` is None for a picture, and for what can't be read; `sha256` is
    that of the text, in hexadecimal, or "".

    `refused`: it must not reach the site, whatever happens to the problems. `closed`: it is a folder, and nobody knows what is
    in it.
    """

    path: str
    text: str | None = None
    problems: tuple[Problem, ...] = ()
    refused: bool = False
    sha256: str = ""
    closed: bool = False

    @property
    def key(self) -> Key:
        """What all that is read of it follows from."""
        return self.path, self.sha256, self.problems


def read_files(root: Path) -> tuple[File, ...]:
    """Every file below docs/ but hidden ones, in path order, and folders that can't be opened, whose files would be missed.
    Never raises for what a file is or holds."""
    closed: list[OSError] = []
    files = [_read(root, file) for file in sorted(_below(root / "docs", closed.append))]
    return (*files, *(_closed(root, error) for error in closed if error.errno != errno.ENOENT))


def read_files_at(root: Path, paths: Iterable[str]) -> tuple[File, ...]:
    """As `read_files`, but only those at these paths; what is not there is left out."""
    found = (root / path for path in paths if not any(part.startswith(".") for part in Path(path).parts))
    return tuple(_read(root, file) for file in found if file.is_symlink() or file.is_file())


def _below(folder: Path, refused: Callable[[OSError], None]) -> Iterator[Path]:
    """The files, and the folders that are links: MkDocs follows them, we do not."""
    for place, folders, files in os.walk(folder, onerror=refused):
        here = Path(place)
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (here / name for name in files if not name.startswith("."))
        yield from (here / name for name in folders if (here / name).is_symlink())


def _read(root: Path, file: Path) -> File:
    path = file.relative_to(root).as_posix().encode("utf-8", "replace").decode()  # a name may be no text at all
    try:
        link = _link(root, file, path)
        if link or file.suffix not in _TEXT | _OTHERS:
            problem = link or _unknown(path, file.suffix)
            return File(path, None, (problem,) if problem else (), refused=True)
        about = file.stat()
        if not stat.S_ISREG(about.st_mode):  # a pipe would be waited for
            raise OSError(errno.EINVAL, "it is no ordinary file")
        size = about.st_size
        if size > BIGGEST and path not in _LEDGERS:
            return File(path, None, (_too_big(path, size),), refused=file.suffix in _TEXT)
        return read_file(path, file.read_bytes())
    except OSError as error:
        return File(path, None, (_not_opened(path, error),), refused=True)


def read_file(path: str, data: bytes) -> File:
    """The file at `path` with these bytes. A byte order mark and the line ends of any system are accepted."""
    if not data.strip():
        return File(path, None, (_empty(path),))
    if Path(path).suffix not in _TEXT:
        return File(path, None, tuple(broken(path, Path(path).suffix, data)))
    if path.endswith(".svg"):
        active = tuple(active_parts(path, data))
        return _with_text(path, data.decode("utf-8", "replace"), active, refused=bool(active))
    try:
        text = re.sub("\r\n?", "\n", _decoded(data))
    except UnicodeDecodeError as error:
        return File(path, None, (_not_utf8(path, error),), refused=True)
    merged = () if path in _LEDGERS else tuple(_unmerged(path, text))  # they are read line by line
    if merged:
        return File(path, None, merged, refused=True)
    text, misread = typed(text), tuple(_misread(path, text))
    text = _MISREAD.sub(lambda match: _right(match[0]), text) if misread else text
    return _with_text(path, _BAD_CHARACTER.sub(_STAND_IN, text), (*misread, *_bad_characters(path, text)))


def _with_text(path: str, text: str, problems: tuple[Problem, ...], *, refused: bool = False) -> File:
    return File(path, text, problems, refused, sha256(text.encode()).hexdigest())


def _decoded(data: bytes) -> str:
    if data.count(0) > len(data) / 4:  # UTF-16 without a mark is UTF-8 with a NUL beside each letter
        raise UnicodeDecodeError("utf-8", data, 0, 1, "UTF-16")
    return data.decode("utf-8-sig")


def _unmerged(path: str, text: str) -> Iterator[Problem]:
    """The first line of each place where git has left what two people have made of it."""
    is_open = False
    for number, line in enumerate(text.split("\n"), start=1) if _MERGED.search(text) else ():
        if match := _MERGED.match(line):
            if not is_open:
                message = f"git has left two versions of the text here: {line.rstrip()!r}."
                fix = "Keep the right one, and delete the lines that begin with `<<<<<<<`, `|||||||`, `=======` and `>>>>>>>`."
                yield Problem(path, number, "unmerged", message, fix)
            is_open = match[1] != ">"


def _misread(path: str, text: str) -> Iterator[Problem]:
    for number, match in _first_on_lines(_MISREAD, text):
        right, seen = _right(match[0]), "".join(filter(str.isprintable, match[0]))
        message = f"A letter of this line was saved wrong: {match[0]!r} was {right!r}."
        fix = f"Write `{right}`, and so the others of its kind."
        if not right.isprintable():  # mostly the blank of Word that does not break
            message = f"A blank or a sign that is not seen was saved wrong in this line, and shows as {seen!r}."
            fix = f"Delete `{seen}`, and so the others of its kind."
        yield Problem(path, number, "bad-character", message, fix)


def _right(misread: str) -> str:
    """What was meant. Windows-1252 has no letter for five bytes, which stay what they are."""
    data = b"".join(one.encode("latin-1") if ord(one) < 256 else one.encode("cp1252") for one in misread)
    return data.decode("utf-8", "replace")


def _bad_characters(path: str, text: str) -> Iterator[Problem]:
    """Each shown as a dot among the words around it."""
    for number, match in _first_on_lines(_BAD_CHARACTER, text):
        line = match.string
        around = f"{line[max(0, match.start() - 15) : match.start()]}·{line[match.end() : match.end() + 15]}"
        shown = "".join(sign if sign.isprintable() else "·" for sign in around).strip()
        if len(re.findall(r"\d", line)) >= _FIGURES:
            shown = _without_figures(shown)
        message = f"The line holds a character that no text has, U+{ord(match[0]):04X}, where the dot is: {shown!r}."
        yield Problem(path, number, "bad-character", message, "Delete the words around it and type them again.")


def _first_on_lines(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """The first match on each line that has one, with the line's number. Most texts have none, and are looked through once."""
    for number, line in enumerate(text.split("\n"), start=1) if pattern.search(text) else ():
        if match := pattern.search(line):
            yield number, match


def _without_figures(words: str) -> str:
    """Half of a person's number is a part of it too."""
    return re.sub(r"\d", "×", words).strip()


def _link(root: Path, file: Path, path: str) -> Problem | None:
    """A link may lead to another file of docs/, and not to a folder: the folder's pages would be there twice."""
    if not file.is_symlink() or not file.exists():  # one that leads nowhere can't be opened
        return None
    target = str(file.readlink())
    if not file.resolve().is_relative_to((root / "docs").resolve()):
        message = f"This is a link to {target!r}, which is not below docs/."
        return Problem(path, 1, "symbolic-link", message, "Put the file itself here.")
    if file.is_dir():
        message = f"This is a link to the folder {target!r}."
        return Problem(path, 1, "symbolic-link", message, "Put the files themselves here.")
    return None


def _unknown(path: str, suffix: str) -> Problem | None:
    """None where its name is wrong, which is told of as in any name."""
    if suffix.lower() in _TEXT | _OTHERS | {".markdown"}:
        return None
    known = ", ".join(sorted(_TEXT | _OTHERS))
    message = f"The site has no use for a file that ends in {suffix!r}."
    return Problem(path, 1, "unknown-file-type", message, f"Take it out of docs/, or save it as one of: {known}.")


def _too_big(path: str, size: int) -> Problem:
    fix = (
        "Divide it into several pages."
        if path.endswith(".md")
        else "Save it smaller: fewer points across, or as WebP or AVIF."
    )
    return Problem(path, 1, "too-big", f"The file is {size / 1_000_000:.1f} MB, and 1 MB is the most.", fix)


def _empty(path: str) -> Problem:
    fix = "Write it, or bring back what it held. Delete it only if it is new."
    return Problem(path, 1, "empty-file", "The file is empty.", fix)


def _closed(root: Path, error: OSError) -> File:
    path = Path(str(error.filename)).relative_to(root).as_posix()
    message = f"The folder can't be opened: {error.strerror}. What is in it would be missing on the site."
    return File(path, None, (Problem(path, 1, "not-opened", message, READABLE),), refused=True, closed=True)


def _not_opened(path: str, error: OSError) -> Problem:
    fix = READABLE if error.errno in (errno.EACCES, errno.EPERM) else "Replace it with an ordinary file."
    return Problem(path, 1, "not-opened", f"The file can't be opened: {error.strerror}.", fix)


def _not_utf8(path: str, error: UnicodeDecodeError) -> Problem:
    data: bytes = error.object
    fix = "Open it with that encoding and save it again as UTF-8."
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or data.count(0) > len(data) / 4:
        return Problem(path, 1, "not-utf8", "The file is not saved as UTF-8, but as UTF-16.", fix)
    before, after = data[: error.start], data[error.start :]
    line = re.sub(b"\r\n?", b"\n", before).count(b"\n") + 1
    words = (re.split(b"[\r\n]", before)[-1][-20:] + re.split(b"[\r\n]", after)[0][:20]).decode("cp1252", "replace")
    message = f"The file is not saved as UTF-8; as Windows-1252 it reads {_without_figures(words)!r} here."
    return Problem(path, line, "not-utf8", message, fix)
