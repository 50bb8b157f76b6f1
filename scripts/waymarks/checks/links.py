"""Links and pictures: what is linked to exists, or is declared untranslated; what is shown is ours and can be read aloud."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from posixpath import normpath, relpath
from urllib.parse import unquote, urlsplit

from waymarks.checks.unseen import Unseen
from waymarks.ledgers.ledger import SHORT
from waymarks.problems import Problem, Weight
from waymarks.reading.pictures import PICTURES
from waymarks.reading.settings import Language
from waymarks.relations.addresses import Addresses
from waymarks.relations.twins import untranslated
from waymarks.source import Content, Page, file_meant
from waymarks.text.links import Link
from waymarks.text.markup import SCHEMES, is_elsewhere, scheme_of
from waymarks.text.people import email_addresses
from waymarks.text.slugs import slug

_LABEL = r"[^\s/?#@:%\[\]\\.,;]+"
_WEB = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})*\.?(?::(?P<port>\d{{1,5}}))?(?:[/?#].*)?", re.I)
# By scheme: what there is to follow, and how it is written.
_WHOLE = {
    "https": _WEB,
    "http": _WEB,
    "mailto": re.compile(r"mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+(?:\?.*)?", re.I),
    "tel": re.compile(r"tel:\+?\d[\d.()-]{1,20}", re.I),
}
_NO_PLACE = "Link to the id of one of its statements, or leave out the `#…`."
_NETWORK = "\\\\"  # before the name of a machine, in Windows
_WRITE = {
    "https": "Write the whole address, such as `https://kommune.dk/`.",
    "mailto": "Write the whole address, such as `mailto:navn@kommune.dk`.",
    "tel": "Write the number without blanks, such as `tel:+4512345678`.",
}
# What is meant for the web, and a browser takes for a file of ours: `www.kommune.dk`, `https//kommune.dk`.
_NO_SCHEME = re.compile(r"https?/+|(?=www\.)", re.I)


@dataclass(frozen=True)
class _There:
    """What can be linked to: pages by path, the paths of pages that are declared untranslated, and other files, some of which are
    `refused`.

    `awaited` are the paths of pages and of their translations, whether they are there or not. `hidden` is not there for readers.
    """

    pages: dict[str, Page]
    stubs: set[str]
    awaited: set[tuple[Language, str]]
    assets: frozenset[str]
    refused: frozenset[str]
    addresses: Addresses
    prefixes: tuple[str, ...]
    hidden: Unseen


def check(content: Content, addresses: Addresses, site_url: str, hidden: Unseen) -> Iterator[Problem]:
    """What is written like a link and is none, leads nowhere or is not to be led to, and `no-text-alternative`; `hidden` is
    not there for readers."""
    by_path = {path: page for page in content.pages for path in (page.path, page.file)}
    stubs = {f"docs/{code}/{id}" for code, id in untranslated(content.pages, content.languages)} - by_path.keys()
    awaited = {
        (language, f"docs/{language.code}/{page.id}")
        for page in content.pages
        if page.language.default
        for language in content.languages
    }
    prefixes = tuple(one.prefix for one in content.languages if one.prefix)
    refused = frozenset(one.path for one in content.files if one.refused)
    there = _There(by_path, stubs, awaited, content.assets, refused, addresses, prefixes, hidden)
    for page in content.pages:
        yield from _no_links(page)
        for link in page.links:
            yield from _without_words_or_address(page, link)
            is_ours = not is_elsewhere(link.target)
            yield from _to_file(page, link, there) if is_ours else _elsewhere(page, link, site_url, there)


def _no_links(page: Page) -> Iterator[Problem]:
    for written, line in page.no_links:
        weight = Weight.fault
        message = f"This is written like a link, and is none: {written!r}."
        fix = "Write `[words](address)`, with `%20` for a blank in the address."
        if "](tel:" in written:
            fix = _WRITE["tel"]
        elif written.startswith("[^"):
            message = f"A note is written like this elsewhere, and readers would see the signs: {written!r}."
            fix = "Write what it says where it belongs, in brackets."
        elif written.endswith("]") and not written.startswith("("):
            message = f"Nothing says where this link leads: {written!r}."
            fix = "Write `[words](address)`."
        elif scheme_of(written):
            weight = Weight.notice
            message = f"This address is no link, so nobody can press it: {written!r}."
            fix = "Write `[words](address)`, with words that say where it leads."
        yield Problem(page.path, line, "no-link", message, fix, weight)


def _without_words_or_address(page: Page, link: Link) -> Iterator[Problem]:
    if link.target in ("", "#"):
        message = f"The {'picture' if link.image else 'link'} {link.text!r} has no address."
        yield Problem(page.path, link.line, "empty-link", message, "Write it in the brackets: `[words](address)`.")
    if link.image and (not link.text or link.text.lower().endswith(PICTURES)):
        message = f"The picture {unquote(link.target)!r} has no words for those who can't see it."
        if link.text:
            message = f"The picture has the name of a file for words: {link.text!r}."
        fix = "Say what it shows: `![Words](picture.png)`."
        yield Problem(page.path, link.line, "no-text-alternative", message, fix)
    elif not link.text:
        message = f"The link to {unquote(link.target)!r} has no words, so that nobody sees it."
        fix = "Say where it leads: `[words](address)`, or delete it."
        yield Problem(page.path, link.line, "empty-link", message, fix)


def _elsewhere(page: Page, link: Link, site_url: str, there: _There) -> Iterator[Problem]:
    scheme, shown = scheme_of(link.target), f"{unquote(link.target)!r}"
    host = re.sub(r"^(?:https?:)?//", "", link.target.replace("\\", "/"), flags=re.I)
    own = re.sub(r"^https?://", "", site_url)
    begins = _NETWORK if link.target.startswith(_NETWORK) else f"{scheme}:"
    if begins not in (":", *(f"{one}:" for one in SCHEMES)):
        yield _bad_scheme(page, link, begins)
    elif link.image:
        message = f"The picture comes from elsewhere, which would tell them who reads this: {shown}."
        fix = "Keep a copy in docs/assets/, if you may, and show that."
        yield Problem(page.path, link.line, "foreign-picture", message, fix)
    elif f"{host}/".lower().startswith(own.lower()):
        message = f"The link names the site's own address: {shown}."
        found = _file_at(host[len(own) :], page, there)
        fix = f"Link to the file: `{found}`." if found else _to_a_file(page)
        yield Problem(page.path, link.line, "link-to-own-address", message, fix)
    elif not _is_whole(scheme, link.target):
        message = f"The link leads nowhere: {shown}."
        yield Problem(page.path, link.line, "broken-link", message, _WRITE.get(scheme, _WRITE["https"]))
    elif scheme in ("", "http"):
        fix = "Begin it with `https://`, and try it."
        yield Problem(page.path, link.line, "insecure-link", f"The link is not encrypted: {shown}.", fix)


def _bad_scheme(page: Page, link: Link, begins: str) -> Problem:
    what, fix = "link", "Link to a page, with `https:`."
    if link.image:
        what, fix = "picture", "Keep the picture in docs/assets/, and show that."
    elif begins in (_NETWORK, "file:") or len(begins) == 2:  # `C:`
        fix = "It is a file on your machine or network: put a copy below docs/, and link to that."
    message = f"The {what} begins with `{begins}`: {unquote(link.target)!r}."
    return Problem(page.path, link.line, "bad-scheme", message, fix)


def _file_at(address: str, page: Page, there: _There) -> str | None:
    """How `page` links to what stands at an address below the site, or took over there: in its own language, whichever the
    address is of."""
    parts, code = urlsplit(address), page.language.code
    path = unquote(parts.path)
    path = next((path.removeprefix(one) for one in there.prefixes if f"{path}/".startswith(one)), path)
    asset = {f"docs/{path}", f"docs/{code}/{path}"} & there.assets
    if asset:
        return _seen_from(page, asset.pop())
    id = there.addresses.ledger.short(path) if path.startswith(SHORT) else unquote(parts.fragment)
    anchor = there.addresses.now(id) or id
    found = there.addresses.page_of(anchor) or there.addresses.page_at(path and f"{path.rstrip('/')}/")
    if not found:
        return None
    file = f"docs/{code}/{found.id}"
    is_there = file in there.pages and anchor in there.pages[file].anchors
    return _seen_from(page, file) + (f"#{anchor}" if is_there else "")


def _seen_from(page: Page, path: str) -> str:
    return relpath(path, page.file.rpartition("/")[0])


def _to_a_file(page: Page) -> str:
    front = _seen_from(page, f"docs/{page.language.code}/index.md")
    return f"Link to a file below docs/, seen from this one, such as `{front}`."


def _is_whole(scheme: str, target: str) -> bool:
    """Whether a browser can follow it. It takes `https:/kommune.dk` for a page of this site."""
    whole = _WHOLE.get(scheme)
    match = whole.fullmatch(target) if whole else None
    return whole is None or bool(match and int(match.groupdict().get("port") or 0) < 65536)


def _to_file(page: Page, link: Link, there: _There) -> Iterator[Problem]:
    path = file_meant(page, link)
    if draft := there.hidden.pages.get(path):
        said = f"The link leads to {unquote(link.target)!r}"
        yield there.hidden.only_in_draft(page.path, link.line, said, draft)
    elif path in there.stubs:
        yield from _to_stub(page, link, path, there)
    # Of a translation that is missing [missing-twin] tells, and the links to it are right.
    elif path in there.pages or (page.language, path) not in there.awaited:
        yield from _check(page, link, there)


def _check(page: Page, link: Link, there: _There) -> Iterator[Problem]:
    parts, path = urlsplit(link.target), file_meant(page, link)
    target = there.pages.get(path)
    if path in there.refused and path in there.assets:
        return  # it is told of where it lies
    if link.image and link.target and (target or path in there.assets) and not path.lower().endswith(PICTURES):
        message = f"This is shown as a picture, and is none: {unquote(link.target)!r}."
        fix = "Leave out the `!`, and it is a link; or show a picture."
        yield Problem(page.path, link.line, "broken-link", message, fix)
    elif path in there.assets:
        return
    elif target is None:
        message = f"The link leads to no file: '{unquote(link.target)}'."
        yield Problem(page.path, link.line, "broken-link", message, _instead(page, link, there))
    elif target.language != page.language:
        yield _to_other_language(page, link, target.id, there)
    elif parts.fragment and target.readable and unquote(parts.fragment) not in target.anchors:
        message, meant = f"{target.path} has no place named {parts.fragment!r}.", slug(unquote(parts.fragment))
        fix = f"Did you mean `#{meant}`?" if meant in target.anchors else _NO_PLACE
        yield Problem(page.path, link.line, "broken-anchor", message, fix)


def _to_stub(page: Page, link: Link, path: str, there: _There) -> Iterator[Problem]:
    """A page that is not translated has an address in its language, and no statements there."""
    _, code, id = path.split("/", 2)
    fragment = unquote(urlsplit(link.target).fragment)
    if code != page.language.code:
        yield _to_other_language(page, link, id, there)
    elif fragment:
        message = f"The page is not translated yet, and has no place named {fragment!r}: {unquote(link.target)!r}."
        yield Problem(page.path, link.line, "broken-anchor", message, "Leave out the `#…` until it is translated.")


def _to_other_language(page: Page, link: Link, id: str, there: _There) -> Problem:
    own = f"docs/{page.language.code}/{id}"
    fix = "Link to a page in this one's language, or take the link out."
    if own in there.pages or own in there.stubs:
        fix = f"Link to {own}; the language switch leads to its twin."
    message = f"The link leads into another language: {link.target!r}."
    return Problem(page.path, link.line, "link-to-other-language", message, fix)


def _instead(page: Page, link: Link, there: _There) -> str:
    """What to do with a link that leads to no file. What has been published and is gone is no slip of the finger."""
    if (bare := _NO_SCHEME.match(link.target)) and not link.image:
        return f"Begin it with `https://`: `https://{link.target[bare.end() :]}`."
    address = link.target.partition("?")[0]  # behind it a subject may stand
    if any(match[0] == address for match in email_addresses(address)):
        return f"Begin it with `mailto:`: `mailto:{link.target}`."
    written = link.target.replace("\\", "/")
    path, code = file_meant(page, link._replace(target=written)), page.language.code
    from_root, sign, anchor = written.lstrip("/").partition("#")
    if from_root in there.pages and there.pages[from_root].language == page.language:
        return f"Write it as it is seen from this one: `{_seen_from(page, from_root)}{sign}{anchor}`."
    if path in there.pages or path in there.assets:
        return f"Write it with `/`: `{written}`."
    place = re.sub(r"(^|/)index\.md$|\.md$", r"\1", path.removeprefix(f"docs/{code}/"))
    if found := _file_at(written[1:] if written.startswith("/") else place, page, there):
        return f"Link to the file: `{found}`."
    if f"{place.rstrip('/')}/" in there.addresses.ledger.lines:
        return "The page has been published and is gone: link to what took over, or take the link out."
    ours = (one.path for one in there.pages.values() if one.language == page.language)
    known = [one for one in (*ours, *there.assets) if not link.image or one.endswith(PICTURES)]
    same = [one for one in known if one.casefold() == normpath(path).casefold()]
    others = [one for one in known if one != page.path]
    if near := same or _above(path, others) or get_close_matches(path, others, n=1, cutoff=0.8):
        return f"Did you mean `{_seen_from(page, near[0])}`?"
    return "Keep the picture in docs/assets/, and show that." if link.image else _to_a_file(page)


def _above(path: str, known: Iterable[str]) -> list[str]:
    """The nearest file of the same name in a folder above: what a page linked to before it moved into a folder of its own."""
    places = ((one.rpartition("/"), one) for one in known)
    name = path.rpartition("/")[2]
    above = [one for (place, _, own), one in places if own == name != "index.md" and path.startswith(f"{place}/")]
    return sorted(above, key=len)[-1:]
