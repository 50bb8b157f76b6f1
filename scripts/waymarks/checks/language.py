"""Language: pages that are heavy to read, sentences that are too long, words that nobody knows or that are written twice."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from waymarks.problems import Problem, Weight, shortened
from waymarks.reading.glossary import FILE, Term, terms_in
from waymarks.reading.settings import FILE as MKDOCS
from waymarks.reading.settings import Settings
from waymarks.source import Content, Page, with_facts
from waymarks.text.blocks import Block
from waymarks.text.readability import heaviest, readability, sentences, words
from waymarks.text.repeats import repeats
from waymarks.text.spelling import Spelling, word_list, words_of

# LIX above this is heavy for a citizen who is not used to official Danish.
HEAVIEST = 40
LONGEST = 30
# Of more than these in one text, and at least half of its words, all have one reason: it is in another language.
_MOST_UNKNOWN = 5
# What people write for a link, and which tells nobody who hears or skims the links alone where it leads.
_VAGUE = {
    "da": frozenset(
        "her|klik her|læs her|læs mere|læs mere her|se her|se mere|tryk her|mere|link|linket|dette link".split("|")
    ),
    "en": frozenset(
        "here|click here|read here|read more|read more here|see here|see more|more|link|this link".split("|")
    ),
}

# Writing programs make these of the quotes that YAML takes off.
_QUOTED = re.compile("[“”„»«‘’][^“”„»«‘’]+[“”»«’‘]")


def check(content: Content, settings: Settings, only: Container[str] | None = None) -> Iterator[Problem]:
    """With `only`, of the files at these paths alone."""
    pages = tuple(page for page in content.pages if page.front)  # else its keys are taken for words
    # What is to stand word for word is not for the editors to make lighter, nor is its translation.
    adopted = {page.id for page, front in with_facts(pages) if front.wording}
    for page in pages:
        if page.id not in adopted and (only is None or page.path in only):
            yield from _readability(page)
            yield from _sentences(page.path, page.texts)
            yield from _twice(page.path, page.repeats)
            yield from _vague(page)
            yield from _quoted(page)
    for language in content.languages:
        if only is None or FILE in only:
            definitions = _definitions(content.glossary.terms, language.code)
            yield from _sentences(FILE, definitions)
            yield from _twice(FILE, repeats(((one.line, one.text) for one in definitions), language.code))
        if _has_lists(content, language.code):
            yield from _spelling(replace(content, pages=pages), settings, language.code, only)


def _has_lists(content: Content, code: str) -> bool:
    """Whether the editors' own words can be read: without them, half of the words of a page are unknown."""
    unread = {file.path for file in content.files if file.problems}
    return word_list(code) not in unread and bool(content.glossary.terms or not content.glossary.problems)


def _readability(page: Page) -> Iterator[Problem]:
    """LIX is made for the Scandinavian languages."""
    figure = readability(page.blocks) if page.language.code == "da" else None
    if figure and figure > HEAVIEST:
        message = f"The page is heavy to read: its LIX is {figure:.1f}, and {HEAVIEST} is the most."
        fix = "Divide long sentences, and say long words in shorter ones, here first."
        line = heaviest(page.blocks, HEAVIEST).line
        yield Problem(page.path, line, "heavy-page", message, fix, Weight.language)


def _sentences(path: str, blocks: tuple[Block, ...]) -> Iterator[Problem]:
    for block in blocks:
        for sentence in sentences(block.text):
            count = len(words(sentence))
            if count > LONGEST:
                begins = " ".join(sentence.split()[:6])
                message = f"The sentence that begins {begins!r} has {count} words, and {LONGEST} is the most."
                yield Problem(path, block.line, "long-sentence", message, "Divide it into two.", Weight.language)


def _twice(path: str, pairs: Iterable[tuple[int, str]]) -> Iterator[Problem]:
    for line, pair in pairs:
        message = f"A word stands here twice: {pair!r}."
        fix = "Delete one of the two, or write a comma between them."
        yield Problem(path, line, "word-twice", message, fix, Weight.language)


def _vague(page: Page) -> Iterator[Problem]:
    for link in page.links:
        if not link.image and link.text.strip(" .!:…›»>").lower() in _VAGUE.get(page.language.code, ()):
            message = f"The words of the link do not say where it leads: {link.text!r}."
            fix = "Put the link on the words that do, such as the name of the page."
            yield Problem(page.path, link.line, "vague-link", message, fix, Weight.language)


def _quoted(page: Page) -> Iterator[Problem]:
    """What the page itself says in quotes is meant so."""
    below = [one.text for one in page.blocks]
    for line, text in page.front_texts:
        if _QUOTED.fullmatch(text) and not any(text in one for one in below):
            message = f"Readers see the quotes round all of the text: {shortened(text, 60)}."
            fix = f'Leave them out, or write `"` for both of them: `"{shortened(text[1:-1], 60)}"`.'
            yield Problem(page.path, line, "kept-quotes", message, fix, Weight.language)


def _definitions(terms: tuple[Term, ...], code: str) -> tuple[Block, ...]:
    there = terms_in(code, terms)
    return tuple(Block(term.line_of(f"def_{code}"), "definition", term.wordings[code].definition) for term in there)


def _spelling(content: Content, settings: Settings, code: str, only: Container[str] | None) -> Iterator[Problem]:
    """The first use of every unknown word in a file. A language that mkdocs.yml names no dictionary for is passed over."""
    if code not in settings.dictionaries:
        return
    known = content.words.get(code, frozenset()) | _known(content, code) | words_of(settings.names.values())
    spelling = Spelling(code, known, settings.dictionaries[code])
    if not spelling.has_dictionary:
        message = f"This machine has no {spelling.dictionary}.dic, so that no word in docs/{code}/ is looked up."
        fix = "Install it (Debian, Ubuntu: `apt install hunspell-da hunspell-en-gb`), or say below `dictionaries:` where it is."
        line = settings.line_of("extra", "dictionaries", code)
        yield Problem(MKDOCS, line, "no-dictionary", message, fix, Weight.notice)
        return
    pages = ((page.path, page.texts) for page in content.pages if page.language.code == code)
    for path, blocks in chain(pages, [(FILE, _definitions(content.glossary.terms, code))]):
        if only is None or path in only:
            yield from _unknown(path, blocks, spelling)


def _unknown(path: str, blocks: tuple[Block, ...], spelling: Spelling) -> Iterator[Problem]:
    told: set[str] = set()
    for block in blocks:
        unknown = list(spelling.unknown(block.text))
        if len(unknown) > _MOST_UNKNOWN and len(unknown) * 2 >= len(words(block.text)):
            begins = " ".join(block.text.split()[:6])
            message = f"The dictionary does not know most words of the text that begins {begins!r}."
            yield Problem(
                path, block.line, "unknown-word", message, "Translate it into the page's own language.", Weight.language
            )
            continue
        for word in unknown:
            if word not in told:
                told.add(word)
                message = f"The dictionary does not know the word `{word}`."
                fix = f"Correct it. If it is right, write it on a line of its own in {word_list(spelling.code)}."
                yield Problem(path, block.line, "unknown-word", message, fix, Weight.language)


def _known(content: Content, code: str) -> frozenset[str]:
    """What the editors have written down elsewhere: the glossary's words, and the names of places.

    A translation quotes the words of the original: "Tillid (trust)".
    """
    codes = {code, content.languages[0].code}
    wordings = [term.wordings[one] for one in codes for term in terms_in(one, content.glossary.terms)]
    explained = [words for one in wordings for words in (one.word, *one.also, *one.texts, *(one.forms or ()))]
    return words_of([*explained, *(name for page in content.with_drafts.pages for name in page.names)])
