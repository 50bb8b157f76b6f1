"""What a command asks a person for that the options do not say: one question a line, with what Enter means in brackets."""

from __future__ import annotations

import re
import readline  # with it, arrow keys move in what is typed, and do not become a part of it
import select
import shlex
import sys
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from pathlib import Path

from waymarks.problems import NotFound
from waymarks.reading.files import is_text
from waymarks.reading.settings import Language
from waymarks.text.days import period_of

# In seconds: how long a program that hands over answers has for it.
_PATIENCE = 0.5


class Prompts:
    """Asks on a terminal; else takes the lines that are handed over, and what Enter means when there are no more."""

    def __init__(self) -> None:
        self.answers: list[str] | None = None
        if sys.stdin is None:  # a program has closed it
            self.answers = []
            return
        if isinstance(sys.stdin, TextIOWrapper):
            sys.stdin.reconfigure(errors="surrogateescape")  # what is no UTF-8 is told of when it is an answer
        for name in ("convert-meta off", "input-meta on", "output-meta on"):  # else `æ` is lost where LC_ALL=C
            readline.parse_and_bind(f"set {name}")
        if not sys.stdin.isatty():
            ready = select.select([sys.stdin], [], [], _PATIENCE)[0]
            self.answers = sys.stdin.read().splitlines() if ready else []

    def line(self, question: str) -> str | None:
        """An answer; None when nobody is there to give one. Raises NotFound for one that is handed over and not in UTF-8."""
        if self.answers is not None:
            answer = self.answers.pop(0).strip() if self.answers else None
            if answer and (complaint := _foreign(answer)):
                raise NotFound(complaint)
            return answer
        while True:
            try:
                answer = input(question).strip()
            except EOFError:
                return None
            if not (complaint := _foreign(answer)):
                return answer
            print(complaint)

    def ask(
        self,
        given: str | None,
        option: str,
        question: str,
        otherwise: str | None = None,
        wrong: Callable[[str], str | None] = lambda text: None,
    ) -> str:
        """What the option says, or else the answer to the question. Raises NotFound, which is a usage error, if neither is
        right; on a terminal it asks again."""
        while True:
            answer = given if given is not None else self.line(f"{question}{f' ({otherwise})' if otherwise else ''} ")
            if answer is None and self.answers is None:
                raise KeyboardInterrupt  # who ends the questions with Ctrl-D wants nothing made
            if answer is None and otherwise is None:
                raise NotFound(f"{option} is missing. {question} Write it as an option, or answer when you are asked.")
            text = answer or otherwise or ""
            complaint = (_foreign(text) or wrong(text)) if text else (None if otherwise is not None else "it is empty.")
            if not complaint:
                return text
            if given is not None or self.answers is not None:
                raise NotFound(f"{option}: {complaint}")
            print(complaint)

    def in_languages(
        self,
        given: Iterable[str] | None,
        option: str,
        question: str,
        languages: tuple[Language, ...],
        otherwise: str | None = None,
    ) -> dict[str, str]:
        """A text in every language, by its code. In the others it is the same as in the first unless somebody says so."""
        said = by_language(given, [language.code for language in languages])
        texts: dict[str, str] = {}
        for language in languages:
            one = said.get(language.code)
            default = otherwise if not texts else (one or next(iter(texts.values())))
            texts[language.code] = self.ask(one, option, f"{question} ({language.name})?", default)
        return texts


def _foreign(text: str) -> str | None:
    """What is wrong with letters that a terminal has sent in another encoding, as an old one does with æ, ø and å."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return f"{text!r} is not in UTF-8. Set the terminal to UTF-8, then write it again."
    if not is_text(text):
        return f"{text!r} holds a sign that no text has, as of an arrow key. Write it again."
    return None


def period(text: str) -> str | None:
    """What is wrong with a day, month or year; "-" is none."""
    known = text == "-" or period_of(text)
    return None if known else f"{text!r} is no date; write it as 2024-05-31, 31.5.2024, 31. maj 2024, maj 2024 or 2024."


def file_path(text: str) -> str:
    """The path of a file as a terminal writes it when one is dragged there: in quotation marks, or with signs before spaces."""
    try:
        return " ".join(shlex.split(text)) if re.search(r"^['\"]|\\", text) else text
    except ValueError:  # a quotation mark of the name itself
        return text


def readable(formats: Iterable[str]) -> Callable[[str], str | None]:
    """What is wrong with the path of a document."""
    known = tuple(formats)

    def wrong(typed: str) -> str | None:
        text = file_path(typed)
        if not text.lower().endswith(known):
            return f"{text!r} is none of the formats that can be read: {', '.join(known)}. Save it as one of them."
        if Path(text).is_dir():
            return f"{text} is a folder. Write the path of the document itself."
        return None if Path(text).is_file() else f"There is no file {text}. Write the path of the document, from here."

    return wrong


def one_of(words: Iterable[str]) -> Callable[[str], str | None]:
    known = [word for word in words if word]
    return lambda text: None if text in known else f"{text!r} is none of them; write one of: {', '.join(known)}."


def one_of_folders(folders: Iterable[str]) -> Callable[[str], str | None]:
    """As `one_of`, of folders as a terminal completes them: with a slash."""
    right = one_of(folders)
    return lambda text: right(text.strip("/"))


def by_language(texts: Iterable[str] | None, codes: Iterable[str]) -> dict[str, str]:
    """`["Huset", "en:The house"]` by language code: what names none is in the first of them. Raises NotFound."""
    first, *others = codes
    found: dict[str, str] = {}
    for text in texts or ():
        code = next((one for one in (first, *others) if text.startswith(f"{one}:")), None)
        words = text.removeprefix(f"{code}:").strip() if code else text.strip()
        if (code or first) in found:
            raise NotFound(
                f"{text!r}: there is one for this language already. Begin it with its language: {others[0] if others else first}:…"
            )
        found[code or first] = words
    return found
