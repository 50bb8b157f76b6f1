"""HTML in pages: Markdown says all that a page needs, and what runs, embeds or restyles has no place in one."""

import re
from collections.abc import Iterator

from waymarks.problems import Problem, shortened
from waymarks.reading.glossary import FILE, Glossary
from waymarks.source import Page
from waymarks.text.markup import LISTED, SCHEMES, WRITTEN, scheme_of
from waymarks.text.structure import Tag

# What runs, asks, fetches, embeds, or looks different from the site.
_ELEMENTS = frozenset(
    "animate applet audio base basefont bgsound body button canvas dialog embed fencedframe fieldset form frame frameset "
    "head html iframe image input isindex keygen layer link listing marquee math meta noembed noframes noscript object "
    "option output param picture plaintext portal script search select slot source style svg template textarea title "
    "track use video xml xmp".split()
)
_ATTRIBUTES = frozenset(
    "action autofocus background contenteditable data dynsrc formaction formmethod href http-equiv lowsrc manifest "
    "ping popover popovertarget poster src srcdoc srcset style target xlink:href xml:base".split()
)
_LONGEST = 30  # letters of a name that are told
# Of emphasis, a link or code. What looks like HTML there is what it looks like.
_SIGNS = re.compile(r"\*\*(?=\S)[^*]+\*\*|\[[^\]]+\]\([^)]*\)|`[^`]+`")


def check(pages: tuple[Page, ...], glossary: Glossary) -> Iterator[Problem]:
    """`active-html` for what would run, embed or restyle, `raw-html` for what would only be left out, and `raw-sign` where the
    front matter or the glossary holds signs of Markdown."""
    yield from _explained(glossary)
    for page in pages:
        yield from _front(page)
        # `<javascript:…>` is a link, which is told of as one, and not HTML too.
        links = [(one.line, one.target.lower()) for one in page.links if scheme_of(one.target) not in ("", *SCHEMES)]
        for tag in page.tags:
            if ":" in tag.element and any(line == tag.line and to.startswith(tag.element) for line, to in links):
                continue
            yield from _tag(page.path, tag)


def _front(page: Page) -> Iterator[Problem]:
    """Its words are shown as they are."""
    for line, text in page.front_texts:
        yield from _signs((page.path, line), text, "above a page's text")


def _explained(glossary: Glossary) -> Iterator[Problem]:
    """So are those of an explanation."""
    for term in glossary.terms:
        for code, wording in term.wordings.items():
            yield from _signs((FILE, term.line_of(code)), wording.word, "in the glossary")
            yield from _signs((FILE, term.line_of(f"def_{code}")), wording.definition, "in the glossary")


def _signs(where: tuple[str, int], text: str, here: str) -> Iterator[Problem]:
    if match := _SIGNS.search(text):
        message = f"Readers would see the signs: {match[0]!r}."
        yield Problem(*where, "raw-sign", message, f"Write the words alone: {here} nothing is Markdown.")


def _tag(path: str, tag: Tag) -> Iterator[Problem]:
    """An element is told of once, or else each of its attributes."""
    active = [name for name in tag.attributes if name.startswith("on") or name in _ATTRIBUTES]
    allowed = WRITTEN.get(tag.element, frozenset()) if tag.element else LISTED
    if tag.element in _ELEMENTS:
        yield _active(path, tag.line, f"`<{tag.element}>` has no place in a page.")
    elif tag.element and tag.element not in WRITTEN and not (active and tag.element not in ("a", "img")):
        fix = "Write it in Markdown, and `&lt;` where the sign `<` itself is meant."
        yield Problem(path, tag.line, "raw-html", f"`<{shortened(tag.element, _LONGEST)}` is HTML.", fix)
    else:
        for name in active:
            yield _active(path, tag.line, f"The attribute `{shortened(name, _LONGEST)}` has no place in a page.")
        for name in (name for name in tag.attributes if name not in (*allowed, *active)):
            message = f"The attribute `{shortened(name, _LONGEST)}` would be left out of the page."
            fix = "Delete it: there is room for an id and a language here."
            yield Problem(path, tag.line, "raw-html", message, fix)


def _active(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, "active-html", message, "Delete it: a page holds text, links and pictures.")
