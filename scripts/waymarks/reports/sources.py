"""What the site presents of each document: its statements, in every language, and how many translations are confirmed."""

from collections import Counter
from dataclasses import dataclass

from waymarks.problems import counted
from waymarks.reading.settings import Language
from waymarks.relations.organisations import Source
from waymarks.relations.twins import State
from waymarks.reports.report import Asked, Report, table
from waymarks.site import Site


@dataclass(frozen=True)
class Count:
    """In one language: how many of a document's statements there are, and how many of those are confirmed. Nobody need
    confirm those of the first language."""

    language: Language
    statements: int
    confirmed: int | None


@dataclass(frozen=True)
class Presented:
    """`total` is how many different statements the site has of a document in all, `withdrawn` how many it had before."""

    source: Source
    total: int
    counts: tuple[Count, ...]
    withdrawn: int


def presented(site: Site) -> list[Presented]:
    """Every document, in the order in which the pages declare them."""
    ids: dict[tuple[str, str], set[str]] = {}
    withdrawn: Counter[str] = Counter()
    for page in site.pages:
        facts = site.facts(page)
        if facts and facts.source:
            ids.setdefault((facts.source, page.language.code), set()).update(one.id for one in page.statements)
            withdrawn[facts.source] += len(facts.withdrawn_statements) if page.language.default else 0
    confirmed = {pair.key for pair in site.pairs if pair.state == State.confirmed}
    return [_presented(site, source, ids, confirmed, withdrawn[source.id]) for source in site.sources.values()]


def _presented(
    site: Site, source: Source, ids: dict[tuple[str, str], set[str]], confirmed: set[str], withdrawn: int
) -> Presented:
    """`ids` are by source and language code."""
    of_it = {language: ids.get((source.id, language.code), set()) for language in site.languages}
    counts = []
    for language, own in of_it.items():
        sure = None if language.default else sum(f"{language.code}/{id}" in confirmed for id in own)
        counts.append(Count(language, len(own), sure))
    return Presented(source, len(set().union(*of_it.values())), tuple(counts), withdrawn)


def report(asked: Asked) -> Report:
    """Every document with how many of its statements there are in each language."""
    found = presented(asked.site)
    statements = sum(one.total for one in found)
    summary = (
        f"{counted(len(found), 'document', 'documents')}, {counted(statements, 'statement', 'statements')}"
        + "".join(
            f"; {_told(one, [of.counts[n] for of in found], statements)}" for n, one in enumerate(asked.site.languages)
        )
        + "."
    )
    headers = ["document", "withdrawn"]
    for language in asked.site.languages:
        headers += [language.code] if language.default else [language.code, f"{language.code} confirmed"]
    text = table(headers, [_row(one) for one in found])
    return Report(f"{summary}\n\n{text}", summary, [_data(one) for one in found])


def _told(language: Language, counts: list[Count], total: int) -> str:
    """`counts` are those of the language, of every document."""
    told = f"{language.code} {sum(one.statements for one in counts)} of {total}"
    return told if language.default else f"{told}, {sum(one.confirmed or 0 for one in counts)} confirmed"


def _row(one: Presented) -> list[str]:
    row = [one.source.id, str(one.withdrawn)]
    for count in one.counts:
        row.append(f"{count.statements} of {one.total}")
        row += [] if count.confirmed is None else [f"{count.confirmed} of {one.total}"]
    return row


def _data(one: Presented) -> dict[str, object]:
    return {
        "source": one.source.id,
        "titles": one.source.titles,
        "adopted": one.source.adopted,
        "total": one.total,
        "withdrawn": one.withdrawn,
        "languages": {
            count.language.code: {"statements": count.statements, "confirmed": count.confirmed} for count in one.counts
        },
    }
