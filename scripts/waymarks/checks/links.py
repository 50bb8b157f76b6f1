"""Links and pictures: what is linked to exists, or is declared untranslated; what is shown is ours and can be read aloud."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import relpath
from urllib.parse import unquote, urlsplit

from waymarks.checks.unseen import Unseen
from waymarks.markup import SCHEMES, is_elsewhere, scheme_of
from waymarks.pictures import PICTURES
from waymarks.problems import Problem
from waymarks.source import Content, Link, Page, file_meant
from waymarks.twins import untranslated

# By scheme: what there is to follow, and how it is written.
_WEB = re.compile(r"https?://[^\s/?#@:%\[\]\\]+(?::(?P<port>\d{1,5}))?(?:[/?#].*)?", re.I)
_WHOLE = {
    "https": _WEB,
    "http": _WEB,
    "mailto": re.compile(r"mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+(?:\?.*)?", re.I),
    "tel": re.compile(r"tel:\+?\d[\d.()-]{1,20}", re.I),
}
_WRITE = {
    "https": "Write the whole address: `https://kommune.dk/`.",
    "mailto": "Write the whole address: `mailto:navn@kommune.dk`.",
    "tel": "Write the number without blanks: `tel:+4512345678`.",
}


def check(content: Content, site_url: str, hidden: Unseen) -> Iterator[Problem]:
    """What is written like a link and is none, leads nowhere or is not to be led to, and `no-text-alternative`; `hidden` is
    not there for readers."""
    pages = content.pages
    by_path = {page.path: page for page in pages}
    stubs = {f"docs/{code}/{id}" for code, id in untranslated(pages)} - by_path.keys()
    for page in pages:
        yield from _no_links(page)
        for link in page.links:
            yield from _empty(page, link)
            if link.image and not link.text:
                message = f"The picture {unquote(link.target)!r} has no words for those who can't see it."
                fix = "Say what it shows: `![Words](picture.png)`."
                yield Problem(page.path, link.line, "no-text-alternative", message, fix)
            if is_elsewhere(link.target):
                yield from _elsewhere(page, link, site_url)
            else:
                path = file_meant(page, link)
                if path in hidden.pages:
                    said = f"The link leads to {unquote(link.target)!r}"
                    yield hidden.only_in_draft(page.path, link.line, said, hidden.pages[path])
                elif path in stubs:
                    yield from _to_stub(page, link, path)
                else:
                    yield from _check(page, link, by_path, content.assets)


def _no_links(page: Page) -> Iterator[Problem]:
    for written, line in page.no_links:
        message = f"This is written like a link, and is none: {written!r}."
        fix = "Write `[words](address)`, with `%20` for a blank in the address."
        if written.startswith("[^"):
            message = f"A note is written like this elsewhere, and readers would see the signs: {written!r}."
            fix = "Write what it says where it belongs, in brackets."
        elif written.endswith("]") and not written.startswith("("):
            message = f"Nothing says where this link leads: {written!r}."
            fix = "Write `[words](address)`."
        yield Problem(page.path, line, "no-link", message, fix)


def _empty(page: Page, link: Link) -> Iterator[Problem]:
    if not link.target:
        message = f"The {'picture' if link.image else 'link'} {link.text!r} has no address."
        yield Problem(page.path, link.line, "empty-link", message, "Write it in the brackets: `[words](address)`.")
    if not link.text and not link.image:
        message = f"The link to {unquote(link.target)!r} has no words, so that nobody sees it."
        yield Problem(
            page.path, link.line, "empty-link", message, "Say where it leads: `[words](address)`, or delete it."
        )


def _elsewhere(page: Page, link: Link, site_url: str) -> Iterator[Problem]:
    scheme, shown = scheme_of(link.target), f"{unquote(link.target)!r}"
    host = re.sub(r"^(?:https?:)?//", "", link.target.replace("\\", "/"), flags=re.I)
    own = re.sub(r"^https?://", "", site_url)
    if scheme and scheme not in SCHEMES:
        message = f"The {'picture' if link.image else 'link'} begins with `{scheme}:`: {shown}."
        fix = "Keep the picture in docs/assets/, and show that." if link.image else "Link to a page, with `https:`."
        yield Problem(page.path, link.line, "bad-scheme", message, fix)
    elif link.image:
        message = f"The picture comes from elsewhere, which would tell them who reads this: {shown}."
        fix = "Keep a copy in docs/assets/, if you may, and show that."
        yield Problem(page.path, link.line, "foreign-picture", message, fix)
    elif f"{host}/".lower().startswith(own.lower()):
        message = f"The link names the site's own address: {shown}."
        fix = "Link to the file, seen from this one: `../index.md`."
        yield Problem(page.path, link.line, "link-to-own-address", message, fix)
    elif not _is_whole(scheme, link.target):
        message = f"The link leads nowhere: {shown}."
        yield Problem(page.path, link.line, "broken-link", message, _WRITE.get(scheme, _WRITE["https"]))
    elif scheme in ("", "http"):
        message = f"The link is not encrypted: {shown}."
        yield Problem(page.path, link.line, "insecure-link", message, "Begin it with `https://`, and try it.")


def _is_whole(scheme: str, target: str) -> bool:
    """Whether a browser can follow it. It takes `https:/kommune.dk` for a page of this site."""
    whole = _WHOLE.get(scheme)
    match = whole.fullmatch(target) if whole else None
    return whole is None or bool(match and int(match.groupdict().get("port") or 0) < 65536)


def _check(page: Page, link: Link, by_path: dict[str, Page], assets: frozenset[str]) -> Iterator[Problem]:
    parts, path = urlsplit(link.target), file_meant(page, link)
    target = by_path.get(path)
    if link.image and link.target and (target or path in assets) and not path.endswith(PICTURES):
        message = f"This is shown as a picture, and is none: {unquote(link.target)!r}."
        fix = "Leave out the `!`, and it is a link; or show a picture."
        yield Problem(page.path, link.line, "broken-link", message, fix)
    elif path in assets:
        return
    elif target is None:
        known = [one for one in (*by_path, *assets) if not link.image or one.endswith(PICTURES)]
        yield _broken(page, link, path, known)
    elif target.language != page.language:
        yield _to_other_language(page, link, target.id)
    elif parts.fragment and target.readable and unquote(parts.fragment) not in target.anchors:
        yield Problem(
            page.path,
            link.line,
            "broken-anchor",
            f"{target.path} has no place named {parts.fragment!r}.",
            "Link to the id of one of its statements, or leave out the `#…`.",
        )


def _to_stub(page: Page, link: Link, path: str) -> Iterator[Problem]:
    """A page that is not translated has an address in its language, and no statements there."""
    _, code, id = path.split("/", 2)
    fragment = unquote(urlsplit(link.target).fragment)
    if code != page.language.code:
        yield _to_other_language(page, link, id)
    elif fragment:
        message = f"The page is not translated yet, and has no place named {fragment!r}: {unquote(link.target)!r}."
        yield Problem(page.path, link.line, "broken-anchor", message, "Leave out the `#…` until it is translated.")


def _to_other_language(page: Page, link: Link, id: str) -> Problem:
    return Problem(
        page.path,
        link.line,
        "link-to-other-language",
        f"The link leads into another language: {link.target!r}.",
        f"Link to docs/{page.language.code}/{id}; the language switch leads to its twin.",
    )


def _broken(page: Page, link: Link, path: str, known: list[str]) -> Problem:
    same = [one for one in known if one.casefold() == path.casefold()]
    near = same or get_close_matches(path, known, n=1, cutoff=0.8)
    fix = "Link to a file below docs/, seen from this one: `../index.md`."
    if link.image:
        fix = "Keep the picture in docs/assets/, and show that."
    if near:
        fix = f"Did you mean `{relpath(near[0], page.path.rpartition('/')[0])}`?"
    return Problem(page.path, link.line, "broken-link", f"The link leads to no file: {unquote(link.target)!r}.", fix)
