"""Confirm: someone has compared twins with the text as it is now, and the ledger is told."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from waymarks.ledgers.twin_ledger import LIST
from waymarks.problems import NotFound, Problem, Refused, counted, faults
from waymarks.reading.drafts import is_gap
from waymarks.relations.addresses import addresses
from waymarks.relations.twins import Pair, State, pairs, untranslated
from waymarks.source import Content


@dataclass(frozen=True)
class _Wanted:
    """A statement that is to have a twin: what the ledger calls it, and the page and the twin's page that hold it."""

    key: str
    id: str
    paths: tuple[str, str]


def confirm(root: Path, content: Content, problems: Iterable[Problem], words: Iterable[str]) -> str:
    """Write to the ledger that the twins named by `words` (statement ids, or paths below docs/) are confirmed.

    Says in one line what that was. Raises NotFound for a word that names nothing, Refused where something is wrong with
    what it names (nothing is written then), or OSError.
    """
    words, content = tuple(words), content.with_drafts
    known = tuple(_known(content))
    chosen = {one.key: one for word in words for one in _named(root, word, known)}
    found = {
        pair.key: pair for pair in pairs(content.pages, content.twin_ledger, addresses(content.pages, content.ledger))
    }
    gaps = {key for key in chosen if key in found and _is_unwritten(found[key])}
    wrong = _wrong(content, problems, [one for key, one in chosen.items() if key not in gaps], found)
    if wrong:
        raise Refused(wrong, "Nothing is confirmed.")
    # A draft may lack twins, and nothing is wrong.
    written = [key for key in chosen if key in found and key not in gaps]
    if written:
        fresh = [(key, found[key].fingerprint) for key in written]
        kept = _kept(content, known, found, written)
        LIST.write(root, (f"{key}: {fingerprint}" for key, fingerprint in (*kept, *fresh)))
    return _told(words, [found[key] for key in written], len(chosen) - len(written))


def _is_unwritten(pair: Pair) -> bool:
    """In one language at least: whoever writes it there has to read both again."""
    return is_gap(pair.statement.text) or is_gap(pair.twin.text)


def _known(content: Content) -> Iterator[_Wanted]:
    first, declared = content.languages[0], untranslated(content.pages, content.languages)
    for page in content.pages:
        own = content.languages[1:] if page.language.default else (page.language,)
        for language in own:
            if (language.code, page.id) not in declared:
                paths = f"docs/{first.code}/{page.id}", f"docs/{language.code}/{page.id}"
                yield from (_Wanted(f"{language.code}/{one.id}", one.id, paths) for one in page.statements)


def _named(root: Path, word: str, known: tuple[_Wanted, ...]) -> list[_Wanted]:
    """What an editor means by an id, by an id of one language, or by a file or folder."""
    is_path = word == "docs" or word.startswith("docs/")
    if is_path:
        found = [one for one in known if any(f"{path}/".startswith(f"{word}/") for path in one.paths)]
    else:
        found = [one for one in known if word in (one.id, one.key)]
    if not found and not (is_path and (root / word).exists()):
        near = get_close_matches(word, {name for one in known for name in (one.id, *one.paths)}, n=1)
        hint = f" Did you mean {near[0]}?" if near else " A statement's id stands in its page: {: #jh-vaerdier-02 }"
        raise NotFound(f"{word!r} is no statement with a translation, and no file or folder below docs/.{hint}")
    return found


def _wrong(
    content: Content, problems: Iterable[Problem], chosen: Iterable[_Wanted], found: dict[str, Pair]
) -> list[Problem]:
    """The faults of the ledger and of the chosen statements, and whatever keeps one of them from having a twin."""
    stopping = faults(problems)
    wrong = set(content.twin_ledger.problems)
    for one in chosen:
        pair = found.get(one.key)
        lines = {(pair.page.path, pair.statement.line), (pair.twin_page.path, pair.twin.line)} if pair else set()
        wrong |= {
            fault
            for fault in stopping
            if (fault.path, fault.line) in lines
            or (fault.path in one.paths and (pair is None or f"`{one.id}`" in fault.message))
        }
    return sorted(wrong)


def _kept(
    content: Content, known: tuple[_Wanted, ...], found: Mapping[str, Pair], written: Collection[str]
) -> Iterator[tuple[str, str]]:
    """The ledger without what is `written` anew and without the statements that are gone (while a file can't be read, nobody knows
    which those are). Of two lines for one statement the one that holds."""
    keys = {one.key for one in known}
    whole = all(page.readable for page in content.pages)
    for key, fingerprints in content.twin_ledger.confirmed.items():
        if key not in written and (key in keys or not whole):
            now = {found[key].fingerprint} if key in found else set()
            yield from ((key, one) for one in fingerprints & now or fingerprints)
    # Those that were confirmed with another id.
    for key, pair in found.items():
        if pair.state == State.confirmed and key not in written and key not in content.twin_ledger.confirmed:
            yield key, pair.fingerprint


def _told(words: tuple[str, ...], confirmed: list[Pair], unwritten: int) -> str:
    where = ", ".join(words)
    still = f" {counted(unwritten, 'is', 'are')} not written yet: `…` or nothing stands there." if unwritten else ""
    if not confirmed:
        nothing = (
            "nothing there is written in both languages." if unwritten else "no statement there has a translation."
        )
        return f"There is nothing to confirm in {where}: {nothing}{still}"
    before = sum(pair.state == State.confirmed for pair in confirmed)
    count = counted(len(confirmed), "translation is", "translations are")
    already = f" ({before} had been already)" if before else ""
    return f"{count} confirmed{already}: {where}.{still}"
