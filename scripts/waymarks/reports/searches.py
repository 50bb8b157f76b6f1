"""Which judgements of the search are to be looked at again, because the content has changed since."""

from collections.abc import Iterator

from waymarks.problems import counted
from waymarks.reports.report import Asked, Report
from waymarks.search.judgements import Judged, State, key_of, states
from waymarks.site import Site

_ABOUT = {
    State.gone: "Gone. Judge these questions by other pages, or write where the page is now:",
    State.changed: "Changed since they were judged. Do they still answer these questions?",
    State.new: "Confirmed by nobody yet:",
}


def report(asked: Asked) -> Report:
    """What people's questions and the pages that answer them have become since somebody judged it."""
    judged, found = asked.judged, states(asked.site, asked.judged)
    by_state = {state: [page for page, one in found.items() if one == state] for state in _ABOUT}
    questions = {one for pages in by_state.values() for page in pages for one in judged.pages[page]}
    unasked = _unasked(asked.site, judged)
    summary = (
        f"{counted(len(questions), 'question is', 'questions are')} to be judged again; "
        f"{counted(len(unasked), 'page with statements is', 'pages with statements are')} asked for by none."
    )
    data = {state.value: {page: _lines(judged, page) for page in pages} for state, pages in by_state.items()}
    text = "\n\n".join((summary, *_text(judged, by_state, unasked)))
    return Report(text, summary, {**data, "unasked": unasked})


def _unasked(site: Site, judged: Judged) -> list[str]:
    """The pages whose statements no question is judged by: new ones may answer what others answer worse."""
    if not judged.judgements:
        return []
    pages = (page for page in site.to_be_found(site.languages[0]) if page.statements)
    return [key_of(page) for page in pages if key_of(page) not in judged.pages]


def _lines(judged: Judged, page: str) -> list[dict[str, object]]:
    return [{"path": one.path, "line": one.line, "query": one.query} for one in judged.pages[page]]


def _text(judged: Judged, by_state: dict[State, list[str]], unasked: list[str]) -> Iterator[str]:
    for state, pages in by_state.items():
        if pages:
            yield "\n".join((_ABOUT[state], *(line for page in pages for line in _of_page(judged, page))))
    waiting = [*by_state[State.changed], *by_state[State.new]]
    if waiting:
        named = " ".join(waiting) if len(waiting) <= 5 else ""
        yield f"When the judgements are right: python3 scripts/report.py searches --confirm {named}".rstrip()
    if unasked:
        yield "\n".join(("No question is judged by these pages with statements:", *(f"  {page}" for page in unasked)))


def _of_page(judged: Judged, page: str) -> Iterator[str]:
    yield f"  {page}"
    yield from (f"    {one.path}:{one.line}: {one.query}" for one in judged.pages[page])
