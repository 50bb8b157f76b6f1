"""What people say, and the words that texts have for it: from the glossary, the other languages, and the list."""

import re
from collections import defaultdict
from collections.abc import Iterator

from waymarks.reading.glossary import Term
from waymarks.reading.settings import Language
from waymarks.reading.words import Lists, fold, written
from waymarks.site import Site


def synonyms(site: Site, language: Language, lists: Lists) -> dict[str, tuple[str, ...]]:
    """By what is said (folded words with a space between them): what to look for instead, in `language`."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for said, meant in lists.synonyms.items():
        for one in meant:
            found[phrase(said)][phrase(one)] = None
    for term in site.terms_in(language):
        for said in others(term, language):
            found[said][phrase(term.wordings[language.code].plain)] = None
    return {said: tuple(one for one in meant if one != said) for said, meant in sorted(found.items()) if said}


def others(term: Term, language: Language) -> Iterator[str]:
    """Phrases that mean the term: those beside it, those to avoid, and all of the other languages."""
    for code, wording in term.wordings.items():
        foreign = [wording.word, wording.plain] if code != language.code else []
        for said in (*foreign, *wording.also, *(one.words for one in (*wording.avoid, *wording.false))):
            yield phrase(re.sub(r"\(.*?\)", "", said).split(",")[0])


def phrase(text: str) -> str:
    """Folded words with a space between them: "Self-determination" → "self determination"."""
    return " ".join(fold(word) for word in written(text.replace("-", " ")))
