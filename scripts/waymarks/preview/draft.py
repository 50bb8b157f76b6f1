"""Draft: the site as it would be published now. It follows the files, renders what is asked for, and knows what is wrong."""

import threading
from collections.abc import Callable, Set
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from waymarks.building.handover import Handover
from waymarks.preview.failures import failure
from waymarks.preview.judging import Judge
from waymarks.preview.renewal import Renewed, renewed
from waymarks.problems import Problem, Refused, counted, faults
from waymarks.reading.settings import Settings, read_settings
from waymarks.site import Site, relate
from waymarks.source import Content, Page, read_content


class Pages(Protocol):
    """What renders; see scripts/live_pages.py."""

    def renew(self, given: Handover) -> None: ...
    def text(self, url: str) -> str | None: ...
    def not_found(self, url: str) -> str: ...
    def picture(self, url: str) -> bytes | None: ...
    def urls(self) -> list[str]: ...


MakePages = Callable[[Path, str, Handover], Pages]


@dataclass(frozen=True)
class Shown:
    """What a browser is given: "" where nothing could be rendered."""

    text: str
    found: bool = True


class Draft:
    """`site_url` is where the draft is shown, `today` gives the day by which it is judged, `tell` takes a line for the person.

    Everything here may be called from several threads. Raises what read_settings raises.
    """

    def __init__(
        self, root: Path, site_url: str, make: MakePages, today: Callable[[], date], tell: Callable[[str], None]
    ) -> None:
        self.root = root.resolve()
        self.settings: Settings = read_settings(root)
        # Held by whoever works on the content, so that a copy of this process is always of one piece.
        self.lock = threading.RLock()
        self.changed = threading.Condition()
        self.state = 0  # another number whenever a browser may have to show something else
        self.styles = 0  # another number for other scripts and styles, which no page's text tells of
        self.problems: list[Problem] = []
        self.site_url, self.tell, self._make, self._today = site_url, tell, make, today
        self._blocked: Problem | None = None  # what keeps every page from being rendered
        self._failed: dict[str, Problem] = {}  # by address
        self._good: dict[str, Shown] = {}
        self._cache: dict[str, Shown] = {}
        self._judge = Judge(self.lock, self._judged)
        with self.lock:
            self.content: Content = read_content(self.root, self.settings.languages)
            self._relate()
            self._begin()
            self._ask(None)

    @property
    def site(self) -> Site:
        return self._given.site

    def follow(self, changed: Set[str]) -> None:
        """Other files are at the paths `changed` than were there. Raises OSError."""
        with self.lock:
            now = self._read({path for path in changed if path.startswith(("docs/", "sources/"))})
            looks = {path for path in changed if path.startswith("overrides/")}
            self.styles += any(path.startswith("overrides/assets/") for path in looks)
            self._relate()
            if not now.same_files or self._blocked or looks:
                self._begin()
            else:
                self.pages.renew(self._given)
            self._cache.clear()
            self._failed.clear()
            self._ask(now.judged)
        self._say_changed()

    def shown(self, url: str) -> Shown:
        """The page at `url`, below the site, as it is or as it last was; or the one that says that there is none."""
        with self.lock:
            if url not in self._cache:
                self._cache[url] = self._render(url)
            return self._cache[url]

    def picture(self, url: str) -> bytes | None:
        """A picture that a build makes, of a reading path's address."""
        with self.lock:
            return None if self._blocked else self.pages.picture(url)

    def wrong(self, url: str) -> tuple[list[Problem], list[Problem]]:
        """What is wrong with the page at `url`, and what elsewhere keeps the site from being published."""
        with self.lock:
            failed = [one for one in (self._blocked, self._failed.get(url)) if one]
            page = self._page_of(url)
            paths = {page.path, *(twin.path for twin in self.site.twins(page))} if page else set()
            here = [one for one in self.problems if one.path in paths]
            return failed + here, [one for one in faults(self.problems) if one.path not in paths]

    def after(self, state: int, seconds: float) -> int:
        """The number of the state that is another than `state`; waits for it, but no longer than `seconds`."""
        with self.changed:
            self.changed.wait_for(lambda: self.state != state, seconds)
            return self.state

    def stop(self) -> None:
        self._judge.stop()

    def block(self, error: Exception) -> None:
        """Nothing can be rendered until another change."""
        with self.lock:
            self._blocked = failure(self.root, error)
            self._cache.clear()
            self.tell(str(self._blocked))
        self._say_changed()

    def _page_of(self, url: str) -> Page | None:
        """The page at `url`, or the nearest above, to which a derived page there belongs; but not a front page."""
        while url not in self._by_url and url.strip("/").count("/"):
            url = url.strip("/").rpartition("/")[0] + "/"
        return self._by_url.get(url)

    def _read(self, paths: Set[str]) -> Renewed:
        if not paths:
            return Renewed(self.content, frozenset(), same_files=True)
        now = renewed(self.root, self.content, paths)
        self.content = now.content
        return now

    def _relate(self) -> None:
        shown = self.content.with_drafts
        self._given = Handover(relate(shown), shown.published, self.settings.review)
        # Also those that can't be read, and so are not on the site.
        self._by_url = {page.url: page for page in shown.pages}
        self.files = self._files(self._given.published)  # by address: the pictures and documents of docs/

    def _files(self, published: Set[str]) -> dict[str, Path]:
        default = f"{self.settings.languages[0].code}/"
        paths = (path.removeprefix("docs/") for path in published if not path.endswith(".md"))
        return {path.removeprefix(default): self.root / "docs" / path for path in paths}

    def _begin(self) -> None:
        self._blocked = None
        try:
            self.pages = self._make(self.root, self.site_url, self._given)
        except Exception as error:  # a template or table is the person's own, who is told and goes on
            self._blocked = failure(self.root, error)
            self.tell(str(self._blocked))

    def _render(self, url: str) -> Shown:
        if self._blocked:
            return self._as_it_was(url)
        try:
            text = self.pages.text(url)
            if text is not None and not text.strip():
                raise Refused([_empty(self.root)])
            shown = Shown(text) if text is not None else Shown(self.pages.not_found(url), found=False)
        except Exception as error:  # as above
            self._failed[url] = failure(self.root, error, "overrides/main.html")
            self.tell(str(self._failed[url]))
            return self._as_it_was(url)
        self._good[url] = shown
        return shown

    def _as_it_was(self, url: str) -> Shown:
        return self._good.get(url, Shown(""))

    def _ask(self, judged: frozenset[str] | None) -> None:
        self._judge.judge(self.content, self.settings, self._today(), self.problems, judged)

    def _judged(self, found: list[Problem]) -> None:
        with self.lock:
            before, self.problems = self.problems, found
            known = {_key(one) for one in before}
            for one in found:
                if _key(one) not in known:
                    self.tell(str(one))
            mended = len(known - {_key(one) for one in found})
            if mended:
                self.tell(f"{counted(mended, 'problem is', 'problems are')} mended.")
        if before != found:
            self._say_changed()

    def _say_changed(self) -> None:
        with self.changed:
            self.state += 1
            self.changed.notify_all()


def _empty(root: Path) -> Problem:
    """That pages come out with nothing in them, told at the template that is to blame."""
    whole = ("overrides/base.html", "overrides/main.html")
    path = next((one for one in whole if not (root / one).read_text("utf-8").strip()), whole[1])
    return Problem(path, 1, "not-rendered", "The page comes out empty.", "Undo your last change of the templates.")


def _key(one: Problem) -> tuple[str, str, str]:
    """The same problem, wherever the lines above have moved it."""
    return one.path, one.rule, one.message
