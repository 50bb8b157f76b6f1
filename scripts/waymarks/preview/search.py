"""Search: the index that a release has, made beside the preview when a browser asks for it."""

import os
import shutil
import threading
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from waymarks.machine.disk import lay
from waymarks.machine.workers import begin
from waymarks.preview.draft import Draft
from waymarks.preview.failures import failure
from waymarks.search import FOLDER
from waymarks.search.index import write_index


class SearchIndex:
    """In folders below `folder`. It may be older than the texts: a new one is begun when an old one is asked for."""

    def __init__(self, draft: Draft, folder: Path) -> None:
        self._draft, self._folder = draft, folder
        self._lock = threading.Lock()
        self._current: tuple[int, Path] | None = None  # of which state of the draft it is
        self._making: threading.Thread | None = None
        self._process: BaseProcess | None = None

    def folder(self, path: str) -> Path:
        """Where the index is kept of which the file at `path`, below the site, is asked for. Waits for it if there is none yet."""
        with self._lock:
            state = self._draft.state
            old = self._current is None or (self._current[0] != state and path.endswith("index.json"))
            if old and not self._making:
                self._making = threading.Thread(target=self._make, args=(state,), daemon=True)
                self._making.start()
            making = self._making if self._current is None else None
        if making:
            making.join()
        return (self._current[1] if self._current else self._folder) / FOLDER

    def stop(self) -> None:
        if self._process:
            self._process.kill()

    def _make(self, state: int) -> None:
        folder = self._folder / f"search-{state}"
        with self._draft.lock:
            self._process, answer = begin(_write, folder, self._draft)
        self._process.join()
        answer.close()
        with self._lock:
            self._making = None
            if self._process.exitcode != 0 or not folder.is_dir():
                return
            # A page that searches now may still ask for a part of the one before.
            asked = {folder, self._current[1]} if self._current else {folder}
            for older in {*self._folder.glob("search-*")} - asked:
                shutil.rmtree(older, ignore_errors=True)
            self._current = state, folder


def _write(_: Connection, folder: Path, draft: Draft) -> None:
    """In a process of its own. There is no such folder when it has told why there is no index."""
    os.nice(10)
    try:
        _write_all(folder, draft)
    except Exception as error:  # a table or list is the person's own, who is told and goes on
        draft.tell(f"The search can't be made. {failure(draft.root, error)}")
        shutil.rmtree(folder, ignore_errors=True)


def _write_all(folder: Path, draft: Draft) -> None:
    for url in draft.pages.urls():
        lay(folder / url / "index.html", (draft.shown(url).text or "<html></html>").encode())
    write_index(folder, draft.root, draft.site, draft.site.languages)
