"""Reading a document: by a process of its own that may take only so much, since nobody knows who made the file."""

import resource
from collections.abc import Callable
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from waymarks.documents.passages import Passage, passages
from waymarks.machine.refusals import Failure
from waymarks.machine.workers import begin
from waymarks.problems import NotFound

# In bytes, and in seconds of the processor.
_BIGGEST, _MEMORY, _SECONDS = 25_000_000, 3_000_000_000, 60
# By the ending of a document's name: the module beside this whose `read` reads it. Only that one is loaded.
_READERS = {
    ".docx": "word",
    ".odt": "open_document",
    ".pdf": "pdf",
    ".txt": "plain_text",
    ".html": "web_page",
    ".htm": "web_page",
}
FORMATS = tuple(_READERS)
# What begins as these is what stands beside, and is read only where the name says so too.
_SIGNED = {
    b"\xd0\xcf\x11\xe0": ("protected by a password, or of Word's old kind", ()),
    b"{\\rtf": ("of the kind RTF", ()),
    b"PK\3\4": ("a packed file, as those of Word and LibreOffice are", (".docx", ".odt")),
    b"%PDF": ("a PDF", (".pdf",)),
}


def read_document(file: Path) -> list[Passage]:
    """The passages of the document in `file`. Raises NotFound where there is none, Failure, in one line,
    where it can't be read, or OSError."""
    if file.is_dir():
        raise NotFound(f"{file} is a folder. Write the path of one document in it, such as {file / 'vaerdier.docx'}.")
    if file.suffix.lower() not in FORMATS:
        raise Failure(
            f"{file.name} is none of the formats that can be read: {', '.join(FORMATS)}. Save it as one of them."
        )
    if not file.is_file():
        raise NotFound(f"There is no file {file}. Write the path of the document, from here.")
    if file.stat().st_size > _BIGGEST:
        raise Failure(f"{file.name} is larger than {_BIGGEST // 1_000_000} MB. Save it without its pictures.")
    data = file.read_bytes()
    _check_kind(file, data)
    found = _in_another_process(file, data)
    if not any(not one.left_out for one in found):
        raise Failure(f"There is no text in {file.name}.")
    return found


def _check_kind(file: Path, data: bytes) -> None:
    """Whether it may be what its name says."""
    for begins, (what, endings) in _SIGNED.items():
        if data.startswith(begins) and file.suffix.lower() not in endings:
            if endings:
                raise Failure(f"{file.name} is {what}. Give its name the ending that it had: {' or '.join(endings)}.")
            raise Failure(f"{file.name} is {what}. Open it in Word and save it as .docx, without a password.")


def _in_another_process(file: Path, data: bytes) -> list[Passage]:
    process, answer = begin(_read, file.suffix.lower(), data)
    try:
        said = answer.recv() if answer.poll(_SECONDS * 2) else None
    except EOFError:  # it was stopped
        said = None
    finally:
        process.kill()
        process.join()
    if said is None:
        raise Failure(
            f"{file.name} takes too long or too much to read, and is given up. Save it again in another format."
        )
    if isinstance(said, str):
        raise Failure(f"{file.name}: {said}")
    return list(said)


def _read(answer: Connection, ending: str, data: bytes) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    try:
        answer.send(passages(_reader(ending)(data)))
    except Failure as failure:
        answer.send(str(failure))
    except (MemoryError, RecursionError):
        answer.send("It takes too much to read, and is given up. Save it again in another format.")
    except Exception:  # what is broken, or made to break what reads it, raises anything
        answer.send("It can't be read: it is damaged. Open it in the program that it was made with, and save it again.")


def _reader(ending: str) -> Callable[[bytes], list[Passage]]:
    reader: Callable[[bytes], list[Passage]] = import_module(f"waymarks.documents.{_READERS[ending]}").read
    return reader
