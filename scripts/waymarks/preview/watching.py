"""Watching: which files of the project change, told once they have come to rest."""

import logging
import queue
import time
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from waymarks.building.stamp import FOLDERS

# It complains of what changes while it ends.
logging.getLogger("watchdog").addHandler(logging.NullHandler())

# In seconds. An editor saves in several steps: a file is emptied and written, or another takes its name.
_REST = 0.03
_LOOKED = 2.0  # between two looks at all files, where the machine tells of no more changes


class Watch:
    """The files below `FOLDERS` of `root`, of which any may come later, and those beside them. Used with `with`."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._seen: queue.Queue[str] = queue.Queue()

    def __enter__(self) -> "Watch":
        self._observer = self._observe()
        return self

    def __exit__(self, *_: object) -> None:
        self._observer.stop()
        self._observer.join()

    def changes(self) -> Iterator[frozenset[str]]:
        """Paths from the root on, of files that were written, made, moved or deleted. Waits for each without any work."""
        while True:
            found = {self._seen.get()}
            time.sleep(_REST)
            while not self._seen.empty():
                found.add(self._seen.get())
            if any(f"{folder}/" in found for folder in FOLDERS):  # nobody watches one that has come yet
                old, self._observer = self._observer, self._observe()
                old.stop()
                old.join()
            yield frozenset(found)

    def _observe(self) -> BaseObserver:
        try:
            return self._begin(Observer())
        except OSError:  # the machine watches as many folders as it may: fs.inotify.max_user_watches
            return self._begin(PollingObserver(timeout=_LOOKED))

    def _begin(self, observer: BaseObserver) -> BaseObserver:
        handler = _Handler(self._root, self._seen)
        for folder in filter(Path.is_dir, map(self._root.joinpath, FOLDERS)):
            observer.schedule(handler, str(folder), recursive=True)
        observer.schedule(handler, str(self._root), recursive=False)
        observer.start()
        return observer


class _Handler(FileSystemEventHandler):
    def __init__(self, root: Path, seen: "queue.Queue[str]") -> None:
        self._root = root
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        for name in filter(None, (event.src_path, event.dest_path)):
            path = Path(str(name)).relative_to(self._root)
            if not any(part.startswith(".") or part == "__pycache__" for part in path.parts):
                if event.is_directory:
                    self._folder(path, event.event_type)
                elif len(path.parts) > 1 or path.name == "mkdocs.yml":
                    self._seen.put(path.as_posix())

    def _folder(self, path: Path, what: str) -> None:
        """A folder that comes or goes brings its files without a word of them."""
        if path.parts and path.parts[0] in FOLDERS and what in ("created", "deleted", "moved"):
            self._seen.put(f"{path.as_posix()}/")
