"""Judging: the check goes on beside the preview, so that nobody waits for it to see a page."""

import os
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from datetime import date
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess

from waymarks.checks import check, check_again
from waymarks.machine.workers import begin
from waymarks.problems import Problem
from waymarks.reading.settings import Settings
from waymarks.source import Content

Found = list[Problem]

_LATER = 0.2  # seconds in which a browser is given the page first


class Judge:
    """Asks the check in a copy of this process, which gives way to whoever else needs a processor.

    `done` is told of what was found, from a thread of its own. Whatever changes while a check runs stops it and is checked
    together with what it was about. `lock` is held by whoever calls `judge`, and while `done` is told.
    """

    def __init__(self, lock: AbstractContextManager[object], done: Callable[[Found], None]) -> None:
        self._lock, self._done = lock, done
        self._process: BaseProcess | None = None
        self._owed: frozenset[str] | None = frozenset()  # what has been begun and not found out

    def judge(
        self, content: Content, settings: Settings, today: date, before: Found, judged: frozenset[str] | None
    ) -> None:
        """`before` is what was found the last time, `judged` as in Renewed."""
        self.stop()
        self._owed = None if judged is None or self._owed is None else self._owed | judged
        owed = self._owed
        ask = (
            partial(check, content, settings, today)
            if owed is None
            else partial(check_again, content, settings, today, before, owed)
        )
        process, answer = begin(_ask, ask)
        self._process = process
        threading.Thread(target=self._wait, args=(process, answer), daemon=True).start()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process:
            process.kill()

    def _wait(self, process: BaseProcess, answer: Connection) -> None:
        try:
            found = answer.recv()
        except EOFError:  # it was stopped
            found = None
        answer.close()
        process.join()
        with self._lock:  # else another change could come in between, and go on from problems that lack these
            if found is not None and process is self._process:
                self._owed = frozenset()
                self._done(found)


def _ask(answer: Connection, ask: Callable[[], Iterable[Problem]]) -> None:
    os.nice(10)
    time.sleep(_LATER)
    answer.send(list(ask()))
