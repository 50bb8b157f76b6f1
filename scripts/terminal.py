"""What a person sees while a command runs: each step with its time, problems line by line, one line when it fails."""

from __future__ import annotations

import argparse
import os
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from io import TextIOWrapper
from pathlib import Path
from typing import TypeAlias

from waymarks.building.sharing import Share, read_share
from waymarks.machine import environment
from waymarks.machine.refusals import Failure, refusal
from waymarks.problems import NotFound, Refused, counted
from waymarks.reading.site_address import SITE
from waymarks.rules import read_rules

Parts: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # what add_subparsers gives

# In seconds: how often a terminal's line is renewed; when a log is first told how far a step is, and how often then.
_RENEWED = 0.2
_FIRST, _AGAIN = 2, 10


@contextmanager
def step(name: str, how_far: Callable[[], str] = str) -> Iterator[None]:
    """Show the step as it begins, and its time when it is done.

    A long step tells how far it is: a terminal in the same line, a log (such as CI's) in a line now and then.
    """
    begun, done = time.monotonic(), threading.Event()
    on_terminal = sys.stdout.isatty()
    if on_terminal:
        _tell(f"{name} … ")
    told = threading.Thread(target=_in_place if on_terminal else _in_lines, args=(name, how_far, done), daemon=True)
    told.start()
    end = "stopped"
    try:
        yield
        end = f"{time.monotonic() - begun:.1f} s"
    finally:
        done.set()
        told.join()
        _tell(f"{_CLEARED if on_terminal else ''}{name} … {end}\n")


def _tell(text: str) -> None:
    """Nobody reads any more, as behind `| head -1`? What has begun goes on all the same: it is worth more than what is said of it."""
    try:
        print(text, end="", flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


_CLEARED = "\r\033[K"  # the sequence that empties a terminal's line


def _in_place(name: str, how_far: Callable[[], str], done: threading.Event) -> None:
    while not done.wait(_RENEWED):
        _tell(f"{_CLEARED}{name} … {how_far()}")


def _in_lines(name: str, how_far: Callable[[], str], done: threading.Event) -> None:
    wait = _FIRST
    while not done.wait(wait):
        _tell(f"{name} … {how_far()}".rstrip() + "\n")
        wait = _AGAIN


def set_up(root: Path, *requirements: str) -> None:
    """Make the project's own Python ready and go on in it."""
    if not (environment.inside(root) and environment.ready(root, *requirements)):
        with step("Set up"):
            environment.prepare(root, *requirements)
        environment.enter(root)


def _ready_output() -> None:
    if sys.stdout is None:  # a program has closed it
        sys.stdout = Path(os.devnull).open("w")  # noqa: SIM115 - it stays open to the end
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # an old terminal lacks signs such as `…`


def run(command: Callable[[], None]) -> None:
    """Run a command and exit: 0 when it is done, 1 with one line for every expected failure, 2 when it was asked for
    something that is not there, 130 on Ctrl-C."""
    _refuse_old_python()
    _ready_output()
    try:
        command()
        sys.stdout.flush()
    except BrokenPipeError:  # whoever reads has seen enough: `report.py readability | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Refused as refused:
        sys.exit(_told(refused))
    except NotFound as unknown:
        print(unknown, file=sys.stderr)
        sys.exit(2)
    except Failure as failure:
        sys.exit(str(failure))
    except OSError as error:
        known = refusal(error)
        if known is None:
            raise
        sys.exit(str(known))
    except KeyboardInterrupt:
        print()
        sys.exit(130)


def _refuse_old_python() -> None:
    if sys.version_info < (3, 11):  # noqa: UP036 - the person may have started it with an older one
        sys.exit("Python 3.11 or newer is needed; this is {}.{}.".format(*sys.version_info))


def _told(refused: Refused) -> str:
    """All that is wrong, how much that is, and what it leads to."""
    return f"{refused}\n{counted(len(refused.lines), 'problem', 'problems')}. {refused.outcome}"


def part(parts: Parts, name: str, does: str) -> argparse.ArgumentParser:
    """A part of a command, with what it does both in the command's help and in its own."""
    return parts.add_parser(name, help=does, description=f"{does[0].upper()}{does[1:]}.")


def port(text: str) -> int:
    """An argument that is a port."""
    if text.isdecimal() and int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a port; write a number up to 65535 (0 takes a free one)")


def word(text: str) -> str:
    """An argument that says something: one that is empty, as of a variable that nobody has set, is not taken for none."""
    if text.strip():
        return text
    raise argparse.ArgumentTypeError("it is empty; write what is meant, or leave it out")


def whole_number(text: str) -> int:
    """An argument that is a number of days, seconds or releases."""
    if text.isascii() and text.isdigit() and 0 < int(text) <= 36500:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 to 36500")


def web_address(text: str) -> str:
    """An argument that is the address of a site."""
    if re.fullmatch(SITE, text):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is not a web address; write it whole, with a–z, digits and hyphens after the host: https://example.org/values/"
    )


def share(text: str) -> Share:
    """An argument that is a share of the work: 2/8 is the second of eight."""
    try:
        return read_share(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a share; write 2/8 for the second of eight") from None


def folder(text: str) -> Path:
    """An argument that is a folder which is there."""
    if text and Path(text).is_dir():  # "" would be the folder that the command runs in
        return Path(text)
    raise argparse.ArgumentTypeError(f"there is no folder {text!r}")


_LOCAL = r"https?://(127(\.\d+){3}|localhost|\[::1\])(:\d+)?(/[A-Za-z0-9._~%/-]*)?"


def release_or_local(text: str) -> str:
    """An argument that names a release, or is an address on this machine."""
    if "://" not in word(text) or re.fullmatch(_LOCAL, text):
        return text
    raise argparse.ArgumentTypeError(
        f"{text!r} is not on this machine; write an address such as http://127.0.0.1:8000/"
    )


def below_docs(root: Path) -> Callable[[str], str]:
    """An argument that is a file or folder below docs/: its path as problems name it."""

    def path(text: str) -> str:
        file = (root / text).resolve() if (root / text).exists() else Path(text).resolve()
        docs = (root / "docs").resolve()  # it may be a link itself
        if file.exists() and file.is_relative_to(docs):
            return Path("docs", file.relative_to(docs)).as_posix()
        raise argparse.ArgumentTypeError(f"{text!r} is no file or folder below docs/")

    return path


def statement_or_path(root: Path) -> Callable[[str], str]:
    """An argument that is a file or folder below docs/, as problems name it, or else the id of a statement."""
    path = below_docs(root)

    def either(text: str) -> str:
        try:
            return path(text)
        except argparse.ArgumentTypeError:
            return word(text)  # whether there is such a statement is known when the content has been read

    return either


def known_rule(root: Path) -> Callable[[str], str]:
    """An argument that is the name of a rule: what scripts/rules.md says of it."""

    def text(name: str) -> str:
        rules = read_rules(root)
        if name.lower() in rules:
            return rules[name.lower()]
        near = get_close_matches(name.lower(), rules, n=1)
        hint = f"did you mean {near[0]}?" if near else "scripts/rules.md has them all"
        raise argparse.ArgumentTypeError(f"no rule is called {name!r}; {hint}")

    return text
