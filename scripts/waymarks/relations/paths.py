"""Reading paths: which of a place's pages a new employee reads, in which order, and what to think about on the way."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from posixpath import normpath

from waymarks.reading.schema import Kind
from waymarks.source import Page

# Where a place's path stands, below the place's own address, and the page to print below that.
FOLDER = "laeserute/"
PRINT_FOLDER = "udskrift/"

# Words a minute. Brysbaert's review of 190 studies (2019) finds 238 for adults who read non-fiction silently; here
# they read to think about it, and some of them in a second language.
_SPEED = 200


@dataclass(frozen=True)
class Step:
    """One page of a path. `question` is the editors'; None if they have written none: its `kind` then has a question."""

    page: Page
    kind: Kind
    question: str | None

    @property
    def minutes(self) -> int:
        """How long it takes to read, in whole minutes, at least one."""
        return max(1, round(self.page.words / _SPEED))


@dataclass(frozen=True)
class ReadingPath:
    """A place's path in one language. `page` is the place's own page, `place` its name."""

    page: Page
    place: str
    steps: tuple[Step, ...]

    @property
    def address(self) -> str:
        """Where it stands, below its language."""
        return self.page.address + FOLDER

    @property
    def url(self) -> str:
        return self.page.url + FOLDER

    @property
    def print_url(self) -> str:
        return self.url + PRINT_FOLDER

    @property
    def minutes(self) -> int:
        """What is shown at the steps, added up."""
        return sum(step.minutes for step in self.steps)


@dataclass(frozen=True)
class Halt:
    """Where on a path a page stands; `number` counts from 1."""

    path: ReadingPath
    number: int

    @property
    def step(self) -> Step:
        return self.path.steps[self.number - 1]

    @property
    def next_page(self) -> Page | None:
        return self.path.steps[self.number].page if self.number < len(self.path.steps) else None


def step_id(index: Page, named: str) -> str:
    """The id of the page that the path in `index` calls `named`: as a link from there would, "vision.md"."""
    return normpath(f"{index.folder}/{named}").lstrip("/")


def steps(
    index: Page, own: Iterable[Page], declared: dict[str, str | None], kind_of: Callable[[Page], Kind]
) -> tuple[Step, ...]:
    """The steps of the place whose page is `index`.

    `own` are the place's pages in the order of the menu; `declared` has the question by the name of each page that the
    editors have chosen, and nothing if they have chosen none: then it is every page with statements.
    """
    pages = {page.id: page for page in own}
    chosen = {step_id(index, name): question for name, question in declared.items()}
    wanted = chosen or {id: None for id, page in pages.items() if page.statements}
    found = (Step(pages[id], kind_of(pages[id]), question) for id, question in wanted.items() if id in pages)
    # Of a page whose front matter can't be used nobody knows what to ask.
    return tuple(step for step in found if step.question or step.kind.presents_source)
