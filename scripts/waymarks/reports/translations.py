"""What there is to translate: every statement whose text has changed since, with both texts."""

from collections.abc import Iterable
from typing import Any

from waymarks.reports.report import Report
from waymarks.source import Content
from waymarks.twins import Pair, State, pairs, untranslated


def report(content: Content) -> Report:
    found = list(pairs(content.pages, content.twin_ledger))
    changed = [pair for pair in found if pair.state == State.awaiting_translation]
    new = [pair for pair in found if pair.state == State.awaiting_confirmation]
    missing = [
        {"path": f"docs/{content.languages[0].code}/{id}", "language": code}
        for code, id in sorted(untranslated(content.pages))
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
    return Report("\n".join(text), data)


def _changed(found: list[Pair]) -> Iterable[str]:
    if not found:
        yield "No statement awaits translation."
        return
    yield f"{len(found)} {'statement awaits' if len(found) == 1 else 'statements await'} translation, because the text has changed:"
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
