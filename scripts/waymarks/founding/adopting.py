"""Adopting: the toolbox with no content but what every site needs, for those who make a site of their own."""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import NoReturn

import yaml

from waymarks.checks.checked import checked
from waymarks.founding.additions import known
from waymarks.founding.places import escaped, head, value
from waymarks.ledgers.ledger import FILE as LEDGER
from waymarks.ledgers.ledger import begun_anew
from waymarks.ledgers.revision import unsaved
from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.problems import Refused, faults
from waymarks.reading.settings import FILE, SITE_URL, Language, Settings, read_settings
from waymarks.reading.strings import TABLES, Strings, read_strings, unlike
from waymarks.reading.words import ASKED
from waymarks.reading.working_texts import FOLDER as WORKING_TEXTS
from waymarks.reading.working_texts import quoted
from waymarks.search.judgements import FILES as QUESTIONS
from waymarks.search.judgements import LEDGER as JUDGEMENTS
from waymarks.source import read_content
from waymarks.text.spelling import word_list, words_of
from waymarks.view import FIGURES

# Pages that tell of the software itself, and so are as right on another site; all that changes in them is its name.
_KEPT = ("soeg.md", "was.md", "nyt.md", "om/privatliv.md", "om/status.md", "om/data.md")
# Pages that are written anew.
_NEW = ("index.md", "kommuner-og-tilbud.md", "om/index.md")
# The guide for editors, with its pictures.
_GUIDE = "om/redaktion"
# While the content is exchanged: docs/ as it will be, and as it was.
_FRESH, _BEFORE = ".docs-new", ".docs-before"
# What was found out about the old content, and holds for no other: how accessible it is, and which pages answer which questions.
_JUDGED = (FIGURES, *QUESTIONS, JUDGEMENTS)
# What a change of the site takes along, below the root.
_CHANGED = ("docs", WORKING_TEXTS, FILE, TABLES, ASKED, *_JUDGED)
# The words of the interface that name the site. In the others its name may be an ordinary word.
_NAMING = ("short:", "place_description:", "two_unknown:", "site:")
_SAID = ("title:", "description:")
_LANGUAGES = re.compile(r"(?<=^      languages:\n)(?:        .*\n)+", re.M)


@dataclass(frozen=True)
class NewSite:
    """`names` and `abouts` (what it is about, in a sentence) are by language code, the first language's first.

    `own` are the names of languages that the site does not have yet. `contact` is as below `extra.contact`.
    """

    names: Mapping[str, str]
    abouts: Mapping[str, str]
    address: str
    own: Mapping[str, str]
    contact: Mapping[str, str]


def adopt(root: Path, site: NewSite, now: datetime) -> list[str]:
    """Empty the content, and make the site of these. Raises Failure where something would be lost that git does not
    have, or a language has no string table; Refused, and all is as it was, if the site could not be built.

    Gives a line for each setting that was the former owner's alone, and is empty now."""
    _refuse(root, site)
    old = read_settings(root)
    for left in (_FRESH, _BEFORE):  # by a run that was killed; all of it is in git
        shutil.rmtree(root / left, ignore_errors=True)
    texts = {path: (root / path).read_text("utf-8") for path in _outside_docs(root, site)}
    try:
        _empty_docs(root, site, old)
        for path, text in texts.items():
            change = {FILE: partial(_configured, text), ASKED: partial(_asked, text)}
            disk.write(root / path, change.get(path, partial(_renamed, text, path))(site, old))
        settings = read_settings(root)
        wrong = faults(checked(root, settings, now)[1])
        if wrong:
            raise Refused(wrong, "Everything is as it was.")
    except BaseException:
        _put_back(root, texts)
        raise
    shutil.rmtree(root / _BEFORE)
    _forget(root)
    return [
        f"Look at {FILE}:{settings.line_of(*place)}: `{'.'.join(place)}` was the former owner's, and is empty now."
        for place in _inherited(old)
    ]


def _empty_docs(root: Path, site: NewSite, old: Settings) -> None:
    """docs/ with what every site needs alone; as it was, it stays in `_BEFORE`."""
    fresh = root / _FRESH
    for path, text in _content(root, site, old).items():
        disk.make((fresh / path).parent)
        disk.write(fresh / path, text)
    disk.write(fresh / LEDGER.removeprefix("docs/"), begun_anew(root))
    _keep_pictures(root, fresh, site.names)
    (root / "docs").replace(root / _BEFORE)
    fresh.replace(root / "docs")


def refuse_unsaved(root: Path) -> None:
    """Raises Failure where something would be lost that git does not have."""
    changed = unsaved(root, *_CHANGED)
    if changed is None:
        raise Failure(
            "This folder is not in git, so that all of its content would be lost. Run `git init`, commit, then try again."
        )
    if changed:
        raise Failure(
            f"{changed[0]} is not committed, and would be lost. Commit it, put it back or move it away, then run the command again."
        )


def _forget(root: Path) -> None:
    """What is nowhere in docs/ and follows from the old content."""
    shutil.rmtree(root / WORKING_TEXTS, ignore_errors=True)
    for path in _JUDGED:
        (root / path).unlink(missing_ok=True)


def _refuse(root: Path, site: NewSite) -> None:
    refuse_unsaved(root)
    lacking = [code for code in site.names if not (root / TABLES / f"{code}.yml").is_file()]
    if lacking:
        raise Failure(f"There is no string table {TABLES}/{lacking[0]}.yml. Translate da.yml or en.yml to it first.")
    wrong = list(unlike(root, list(site.names)))
    if wrong:
        raise Refused(wrong, "Nothing is changed.")


def _put_back(root: Path, texts: Mapping[str, str]) -> None:
    before = root / _BEFORE
    if before.exists():
        shutil.rmtree(root / "docs", ignore_errors=True)
        before.replace(root / "docs")
    shutil.rmtree(root / _FRESH, ignore_errors=True)
    for path, text in texts.items():
        disk.write(root / path, text)


def _outside_docs(root: Path, site: NewSite) -> list[str]:
    return [FILE, ASKED, *(f"{TABLES}/{code}.yml" for code in site.names)]


def _content(root: Path, site: NewSite, old: Settings) -> dict[str, str]:
    """All the texts of docs/, by the paths below it."""
    codes = list(site.names)
    lists = (root / word_list(code) for code in codes)
    files = {one.name: one.read_text("utf-8") for one in lists if one.is_file()}
    for code in codes:
        words = read_strings(root, code)
        kept = dict(_kept_pages(root, code, site, old))
        files |= kept
        if named := _named(root, old, kept):
            name = word_list(code).removeprefix("docs/")
            files[name] = "\n".join((files.get(name, "").rstrip("\n"), *named, "")).lstrip("\n")
        files |= {f"{code}/{path}": text for path, text in _fresh(site, code, words, first=code == codes[0])}
        if f"{code}/soeg.md" not in files:
            files[f"{code}/soeg.md"] = _page(words("search_button"), words("search_label"), "", "")
    return files


def _kept_pages(root: Path, code: str, site: NewSite, old: Settings) -> Iterator[tuple[str, str]]:
    """Those that are as right on another site. Nobody there has read them yet."""
    folder = root / "docs" / code
    for page in [*(folder / name for name in _KEPT), *sorted((folder / _GUIDE).rglob("*.md"))]:
        if page.is_file():
            path = page.relative_to(root / "docs").as_posix()
            text = _renamed(page.read_text("utf-8"), f"docs/{path}", site, old)
            yield path, re.sub(r"(?m)^reviewed: .*\n", "", text, count=1)


def _named(root: Path, old: Settings, kept: Mapping[str, str]) -> list[str]:
    """The words of places' names that the kept pages use in their examples, and that no place here is called any more."""
    names = known(read_content(root, old.languages)).names.values()
    words = words_of(name for one in names for name in one.values())
    return sorted(word for word in words if any(re.search(rf"\b{re.escape(word)}", text) for text in kept.values()))


def _keep_pictures(root: Path, fresh: Path, codes: Iterable[str]) -> None:
    for code in codes:
        for file in (root / "docs" / code / _GUIDE).rglob("*"):
            if file.is_file() and file.suffix != ".md":
                place = fresh / file.relative_to(root / "docs")
                disk.make(place.parent)
                shutil.copyfile(file, place)


def _fresh(site: NewSite, code: str, words: Strings, first: bool) -> Iterator[tuple[str, str]]:
    """The pages that say what the site is, until its editors say more."""
    name, about = site.names[code], site.abouts[code]
    body = "\n\n".join((escaped(about), words("new_site_text"), words("new_site_sources")))
    yield "index.md", _page(name, about, "home" if first else "", body)
    title, places = words("new_site_places"), words("new_site_places_text")
    yield "kommuner-og-tilbud.md", _page(title, places, "overview\norder: 1" if first else "", places)
    title, text = words("new_site_about"), words("new_site_about_text", site=name)
    body = "\n\n".join((escaped(about), words("new_site_sources")))
    yield "om/index.md", _page(title, text, "about\norder: 2" if first else "", body)


def _page(title: str, description: str, kind: str, body: str) -> str:
    lines = head(title, description, [f"kind: {kind}"] if kind else ())
    return "\n".join([*lines, "", *([body, ""] if body else [])])


def _renamed(text: str, path: str, site: NewSite, old: Settings) -> str:
    """The text with the site's new name for the old one: in English both "Waymarks (Pejlemærker)" and "Waymarks". What stands
    in a value of YAML is written as one, and what stands on a page as Markdown that shows just these words."""
    code = next(one for one in site.names if f"/{one}/" in path or path.endswith(f"/{one}.yml"))
    known = {name for whole in old.names.values() for name in (whole, whole.partition(" (")[0])}
    line = partial(_line_renamed, _any_of(known), site.names[code])
    if path.endswith(".yml"):
        return "".join(line(one) if one.startswith(_NAMING) else one for one in text.splitlines(keepends=True))
    head, closed, body = text.partition("\n---\n")
    head = "".join(line(one) if one.startswith(_SAID) else one for one in head.splitlines(keepends=True))
    return f"{head}{closed}{_any_of({*known, *map(escaped, known)}).sub(lambda match: escaped(site.names[code]), body)}"


def _any_of(names: Iterable[str]) -> re.Pattern[str]:
    """Whole words alone: a site may be called "Vi", and "Vil" is another word."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names, key=len, reverse=True)))})(?!\w)")


def _line_renamed(named: re.Pattern[str], name: str, line: str) -> str:
    """A line `key: value`, with the value in quotation marks if it needs them now."""
    key, _, written = line.partition(": ")
    try:
        said = str(yaml.safe_load(written))
    except yaml.YAMLError:  # it goes on in the next line
        return line
    return f"{key}: {value(named.sub(lambda match: name, said))}\n" if named.search(said) else line


def _configured(text: str, site: NewSite, old: Settings) -> str:
    """mkdocs.yml with the site's name, address, languages and contact; its comments stay."""
    first = next(iter(site.names))
    changes: dict[tuple[str, ...], str] = {
        ("site_name",): quoted(site.names[first]),
        ("site_description",): quoted(site.abouts[first]),
        ("site_url",): f"!ENV [{SITE_URL}, {quoted(site.address)}]",
        **{("extra", "contact", key): quoted(words) for key, words in site.contact.items()},
        **_inherited(old),
    }
    if old.footer:
        changes["extra", "footer"] = f"[{', '.join(one for one in old.footer if one in (*_KEPT, *_NEW))}]"
    whole = {one.code for one in old.languages if not one.begun}
    begun = [code for code in site.names if code not in whole]
    if begun or any(one.begun for one in old.languages):
        changes["extra", "begun"] = f"[{', '.join(begun)}]"
    for place, words in changes.items():
        text = _put(text, place, words)
    languages = "".join(_language(site, code, old.languages) for code in site.names)
    text, put = _LANGUAGES.subn(lambda match: languages, text, count=1)
    return text if put else _lacking("languages")


def _inherited(old: Settings) -> dict[tuple[str, ...], str]:
    """What the former owner has said for nobody else, as it is when nothing is said: who is told of a weakness, what others may do
    with the data, in whose repository texts are changed, and what browsers keep of the host."""
    said: dict[tuple[str, ...], tuple[object, str]] = {
        ("extra", "contact", "security"): (old.security, '""'),
        ("extra", "hsts"): (old.hsts, '""'),
        ("extra", "cms"): (old.cms, "{}"),
        ("extra", "licence", "name"): (old.licence[0], '""'),
        ("extra", "licence", "address"): (old.licence[1], '""'),
    }
    return {place: empty for place, (words, empty) in said.items() if words}


def _put(text: str, place: tuple[str, ...], words: str) -> str:
    """mkdocs.yml with `words` for the value that stands at the place, however that is written: else the former owner's would
    stay."""
    node = yaml.compose(text, yaml.BaseLoader)
    for key in place:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    if node is None:
        return _lacking(".".join(place))
    start, end = node.start_mark.index, node.end_mark.index
    # A value of several lines ends before the next key, and before the comment on that.
    end = start + len(re.sub(r"(?:\n[ \t]*(?:#.*)?)+\Z", "", text[start:end]))
    return f"{text[:start].rstrip()} {words}{text[end:]}"


def _lacking(key: str) -> NoReturn:
    raise Failure(
        f"mkdocs.yml has no `{key}:` where the toolbox has it, so that it can't be changed. Write it there, commit, then run the command again."
    )


def _asked(text: str, site: NewSite, _old: Settings) -> str:
    """People's words for the pages that are kept."""
    lines = [line for line in text.splitlines() if line.startswith("#")]
    for code, words in (yaml.safe_load(text) or {}).items():
        kept = {address: said for address, said in words.items() if code in site.names and _is_kept(address)}
        lines += [f"{code}:"] if kept else []
        for address, said in kept.items():
            lines += [f"  {address}: >-", f"    {' '.join(said.split())}"]
    return "\n".join((*lines, ""))


def _is_kept(address: str) -> bool:
    return f"{address.rstrip('/')}.md" in _KEPT or address.startswith(f"{_GUIDE}/")


def _language(site: NewSite, code: str, known: tuple[Language, ...]) -> str:
    named = {one.code: one.name for one in known} | dict(site.own)
    is_first = code == next(iter(site.names))
    more = [f"site_name: {quoted(site.names[code])}", f"site_description: {quoted(site.abouts[code])}"]
    lines = [
        f"name: {quoted(named[code])}",
        *(["default: true", "build: true"] if is_first else ["build: true", *more]),
    ]
    return f"        - locale: {code}\n" + "".join(f"          {line}\n" for line in lines)
