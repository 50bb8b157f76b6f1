"""What there is to translate: every statement whose text has changed since, with both texts."""

from collections.abc import Iterable
from typing import Any

from waymarks.problems import counted
from waymarks.relations.twins import Pair, State, untranslated
from waymarks.reports.report import Asked, Report
from waymarks.site import Site

_AWAITS = ("statement awaits", "statements await")


def awaiting(site: Site) -> tuple[list[Pair], list[Pair]]:
    """The pairs whose text has changed since the translation, and those that nobody has ever confirmed."""
    changed = [pair for pair in site.pairs if pair.state == State.awaiting_translation]
    return changed, [pair for pair in site.pairs if pair.state == State.awaiting_confirmation]


def report(asked: Asked) -> Report:
    """What awaits a translator, with both texts, what awaits one who confirms it, and pages that are not translated."""
    site = asked.site
    changed, new = awaiting(site)
    missing = [
        {"path": f"docs/{site.languages[0].code}/{id}", "language": code}
        for code, id in sorted(untranslated(site.pages, site.languages))
    ]
    text = [
        *_changed(changed),
        *_new(new),
        *(f"Not translated into {one['language']}: {one['path']}" for one in missing),
    ]
    data = {
        "awaiting_translation": [_data(pair) for pair in changed],
        "awaiting_confirmation": [_data(pair) for pair in new],
        "untranslated": missing,
    }
    summary = (
        f"{counted(len(changed), *_AWAITS)} translation, {len(new)} confirmation; "
        f"{counted(len(missing), 'page is', 'pages are')} not translated."
    )
    return Report("\n".join(text), summary, data)


def _changed(found: list[Pair]) -> Iterable[str]:
    if not found:
        yield "No statement awaits translation."
        return
    yield f"{counted(len(found), *_AWAITS)} translation, because the text has changed:"
    for pair in found:
        yield f"\n{pair.key}"
        yield f"  {pair.page.path}:{pair.statement.line}\n    {pair.statement.words}"
        yield f"  {pair.twin_page.path}:{pair.twin.line}\n    {pair.twin.words}"
    yield f"\nWhen they are translated: python3 scripts/check.py --confirm {' '.join(pair.key for pair in found)}"


def _new(found: list[Pair]) -> Iterable[str]:
    if found:
        keys = " ".join(pair.key for pair in found)
        yield f"New, and confirmed by nobody yet ({len(found)}): {keys}"


def _data(pair: Pair) -> dict[str, Any]:
    return {
        "id": pair.statement.id,
        "language": pair.twin_page.language.code,
        "path": pair.page.path,
        "line": pair.statement.line,
        "text": pair.statement.words,
        "twin_path": pair.twin_page.path,
        "twin_line": pair.twin.line,
        "twin_text": pair.twin.words,
    }
