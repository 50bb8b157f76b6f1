"""Places: the files of a new municipality, facility or page, in every language, ready for its editors."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from waymarks.checks.points import is_name
from waymarks.documents.passages import Passage
from waymarks.founding.outline import Outline, Part, Section
from waymarks.reading.drafts import GAP
from waymarks.reading.frontmatter import BLOCK
from waymarks.reading.schema import Kind
from waymarks.reading.settings import Language
from waymarks.reading.strings import Strings
from waymarks.reading.working_texts import FOLDER, Point, quoted, written
from waymarks.source import section_of
from waymarks.text.people import HIDDEN_EMAIL, HIDDEN_PHONE, email_addresses, phone_numbers, without_cpr_numbers
from waymarks.text.slugs import slug

_PLAIN = re.compile(r"[^\W\d_][\w ,.()’”–+/-]*[\w.)”]")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null"}
_NOWHERE = "It is a heading with nothing below it."
# What Markdown would take for a sign of its own.
_SIGNS = re.compile(r"([\\`*_{}\[\]>#|])")
_ENTITY = re.compile(r"&(?=#?\w+;)")
# A list of documents, up to the first, and how far that is indented; and one that is empty.
_LISTED = re.compile(r"^sources:[ \t]*(?:#.*)?\n(?:[ \t]*(?:#.*)?\n)*(?=( *)-\s)", re.M)
_NONE_LISTED = re.compile(r"^sources:[ \t]*(?:\[\])?[ \t]*(?:#.*)?\n", re.M)
_BEGINS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+])(?=\s|[-+]*$)")


@dataclass(frozen=True)
class Document:
    """What an editor says of a place's document. `titles` and `adopted_at` are by language code.

    `adopted` is a day, month or year as it is written in front matter. `verbatim`: the owner has declared that the wording is to stand.
    """

    id: str
    file: str
    titles: Mapping[str, str]
    adopted: str = ""
    adopted_at: Mapping[str, str] = field(default_factory=dict)
    verbatim: bool = False


@dataclass(frozen=True)
class Place:
    """What is to be made. `folder` is below the language's, "silkeborg" or "silkeborg/huset"; `names` by language code."""

    id: str
    type: str
    folder: str
    names: Mapping[str, str]
    parent: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Written:
    """The new files by their paths below the root, and how many points of the document they account for."""

    files: Mapping[str, str]
    points: tuple[Point, ...] = ()
    masked: int = 0


@dataclass(frozen=True)
class _Page:
    """`name` is that of its file, `section` what the ids of its statements begin with; an id is None where none is needed."""

    name: str
    section: str
    kind: Kind
    parts: tuple[tuple[Part, str | None], ...]
    is_titled: bool = False  # whether its first part is a heading that only says what kind it is
    order: int | None = None  # its place in the menu
    draft: bool = False  # by itself; at a new place, whose own page is one, nothing need say so


def short_name(name: str) -> str:
    """The slug of a place's folder: "Silkeborg Kommune" is in silkeborg/."""
    return slug(re.sub(r"\s+kommune$", "", name.strip(), flags=re.I))


def source_id(folder: str, title: str, taken: Container[str]) -> str:
    """An id for a document that nobody has: the place, and the first word of the title that says something."""
    word = next((slug(one) for one in title.split() if len(slug(one)) > 3), "") or "kilde"
    name = f"{folder.rpartition('/')[2]}-{word}"
    return next(id for n in count(1) if (id := name if n == 1 else f"{name}-{n}") not in taken)


def new_place(
    place: Place, words: Mapping[Language, Strings], document: Document | None = None, outline: Outline | None = None
) -> Written:
    """A place's own page and, if it has a document, the pages that present it: a draft, until `draft: true` is deleted."""
    pages = _pages(place, outline, words) if outline else ()
    files = {
        f"docs/{language.code}/{place.folder}/index.md": _index(place, document, pages, language, strings)
        for language, strings in words.items()
    }
    if not outline or not document:
        return Written(files)
    presented = _presented(place, words, document, pages, outline)
    return replace(presented, files={**files, **presented.files})


def _presented(
    place: Place, words: Mapping[Language, Strings], document: Document, pages: tuple[_Page, ...], outline: Outline
) -> Written:
    """The pages that present the document, and the working text that says which of them carries what of it."""
    files = {
        f"docs/{language.code}/{place.folder}/{page.name}.md": _page(place, document, page, language, strings)
        for language, strings in words.items()
        for page in pages
    }
    left_out = (Point(0, one.at, one.text, left_out=one.left_out or _NOWHERE) for one in outline.left_out)
    points = [*_points(pages), *left_out]
    shown = tuple(map(_masked, points))
    working = {f"{FOLDER}/{document.id}.yml": written(document.id, document.file, shown)}
    return Written({**files, **working}, shown, sum(one != other for one, other in zip(points, shown, strict=True)))


def presents(points: Iterable[Point], passages: Iterable[Passage]) -> bool:
    """Whether the points of a working text are these passages of a document, in whatever order."""
    texts = (_masked(Point(0, one.at, one.text)).text for one in passages)
    return Counter(one.text for one in points) == Counter(texts)


@dataclass(frozen=True)
class Room:
    """What is taken at a place that is there: the names of its pages, and the ids of all statements."""

    pages: Container[str]
    statements: Iterable[str]


def new_document(
    place: Place, words: Mapping[Language, Strings], document: Document, outline: Outline, room: Room
) -> Written:
    """The pages of a document for a place that is there, each of them a draft."""
    pages = tuple(_beside(page, room) for page in _pages(place, outline, words))
    return _presented(place, words, document, pages, outline)


def _beside(page: _Page, room: Room) -> _Page:
    """The page with a name and a section that are not taken, as a draft of its own."""
    sections = set(map(section_of, room.statements))
    n = next(n for n in count(1) if _nth(page.name, n) not in room.pages and _nth(page.section, n) not in sections)
    section = _nth(page.section, n)
    parts = tuple((part, id and f"{section}-{id.rpartition('-')[2]}") for part, id in page.parts)
    return replace(page, name=_nth(page.name, n), section=section, parts=parts, order=None, draft=True)


def _nth(name: str, n: int) -> str:
    return name if n == 1 else f"{name}-{n}"


def with_source(text: str, document: Document, language: Language) -> str:
    """The text of a place's index.md that names one more document, before those that it names already. It stays as it is if it has no front matter."""
    block = BLOCK.match(text)
    if not block:
        return text
    before, indent, after = f"{_NONE_LISTED.sub('', block[1])}sources:\n", "  ", ""
    if listed := _LISTED.search(block[1]):
        before, indent, after = block[1][: listed.end()], listed[1], block[1][listed.end() :]
    entry = "".join(f"{indent}{line}\n" for line in _source(document, language))
    return f"{text[: block.start(1)]}{before}{entry}{after}{text[block.end(1) :]}"


def _source(document: Document, language: Language) -> list[str]:
    lines = [f"- id: {document.id}", f"  title: {value(document.titles[language.code])}"]
    lines += [f"  adopted: {document.adopted}"] if document.adopted and language.default else []
    # What stands in one language is to stand in all.
    body = document.adopted_at.get(language.code) or (GAP if any(document.adopted_at.values()) else "")
    return [*lines, *([f"  adopted_at: {value(body)}"] if body else [])]


def new_page(
    id: str, texts: Mapping[str, tuple[str, str]], kind: Kind, source: str, languages: Iterable[Language]
) -> Written:
    """A page with its first statement still to be written. `texts` has title and description by language code."""
    files = {}
    for language in languages:
        title, description = texts[language.code]
        facts = [f"kind: {kind}", "draft: true", *([f"source: {source}"] if source else [])]
        section = slug(id.removesuffix(".md").replace("/index", "").replace("/", " "))
        lines = [*head(title, description, facts if language.default else ()), "", GAP]
        lines += [f"{{: #{section}-01 }}"] if source else []
        files[f"docs/{language.code}/{id}"] = "\n".join([*lines, ""])
    return Written(files)


def _pages(place: Place, outline: Outline, words: Mapping[Language, Strings]) -> tuple[_Page, ...]:
    default = next(strings for language, strings in words.items() if language.default)
    numbered = enumerate(outline.sections, start=1)
    return tuple(replace(_numbered(place, section, default), order=number) for number, section in numbered)


def _name(words: Strings, kind: Kind) -> str:
    """In short: "uddannelse" for "Uddannelse og kompetenceudvikling"."""
    return slug(words(f"kind_{kind.name}")).partition("-og-")[0]


def _numbered(place: Place, section: Section, words: Strings) -> _Page:
    name, kind = _name(words, section.kind), words(f"kind_{section.kind.name}")
    begins = f"{place.folder.rpartition('/')[2]}-{name}"
    parts: list[tuple[Part, str | None]] = []
    number = 0
    for part in section.parts:
        number += part.carried
        parts.append((part, f"{begins}-{number:02d}" if part.carried else None))
    first = section.parts[0]
    is_titled = not first.carried and first.passage.text.strip(" :").lower() == kind.lower()
    return _Page(name, begins, section.kind, tuple(parts), is_titled)


def _points(pages: Iterable[_Page]) -> Iterator[Point]:
    for page in pages:
        for part, id in page.parts:
            yield Point(0, part.passage.at, part.passage.text, statement=id, section=None if id else page.section)


def _masked(point: Point) -> Point:
    """Nobody's numbers or addresses are kept, not even here."""
    text = without_cpr_numbers(point.text)
    finders = ((email_addresses, HIDDEN_EMAIL), (phone_numbers, HIDDEN_PHONE))
    places = [(*match.span(), hidden) for find, hidden in finders for match in find(text)]
    after = len(text)
    for start, end, hidden in sorted(places, key=lambda one: one[1], reverse=True):
        if end <= after:  # else it is a part of one that is hidden already, as of 44521234@herlev.dk
            text, after = f"{text[:start]}{hidden}{text[end:]}", start
    return Point(**{**vars(point), "text": text})


def _index(
    place: Place, document: Document | None, pages: tuple[_Page, ...], language: Language, strings: Strings
) -> str:
    name = place.names[language.code]
    description = strings("new_place_description", place=name)
    front = ["kind: overview", "draft: true"] if language.default else []
    front += ["organisation:"]
    facts = {"id": place.id, "type": place.type, "tone": place.tone} if language.default else {}
    facts |= {"name": name, "parent": place.parent if language.default else ""}
    front += [f"  {key}: {value(text)}" for key, text in facts.items() if text]
    front += ["  path:"] if pages else []
    for page in pages:
        front += [f"    - page: {page.name}.md", f"      question: {value(strings(f'question_{page.kind.name}'))}"]
    if document:
        front += ["sources:", *(f"  {line}" for line in _source(document, language))]
    lines = [*head(name, description, front), "", escaped(strings("new_place_text", place=name)), ""]
    if document:
        lines += [escaped(strings("new_place_document", document=document.titles[language.code])), ""]
    else:
        lines += [strings("new_place_no_document"), ""]
    if pages:
        titles = ((_title(place, page, language, strings), page) for page in pages)
        listed = (f"- [{escaped(title)}]({page.name}.md)" for title, page in titles)
        lines += [f"## {strings('new_place_pages')}", "", *listed, ""]
    return "\n".join(lines)


def _title(place: Place, page: _Page, language: Language, strings: Strings) -> str:
    return strings("new_title", kind=strings(f"kind_{page.kind.name}"), place=place.names[language.code])


def _page(place: Place, document: Document, page: _Page, language: Language, strings: Strings) -> str:
    title = _title(place, page, language, strings)
    kind = strings(f"kind_{page.kind.name}")
    description = strings(
        "new_description", place=place.names[language.code], document=document.titles[language.code], kind=kind
    )
    facts: dict[str, object] = {"kind": page.kind, "draft": page.draft and "true", "source": document.id}
    facts |= {"wording": document.verbatim and "adopted", "order": page.order}
    front = [f"{key}: {fact}" for key, fact in facts.items() if fact] if language.default else []
    return "\n".join([*head(title, description, front), *_body(page, document, language, kind), ""])


def _body(page: _Page, document: Document, language: Language, kind: str) -> Iterator[str]:
    """The lines of the page below its heading. `kind` is in words."""
    numbered: list[bool] = []  # of each list that is open, the outermost first
    under = 1
    own = any(part.is_heading and part.level == 2 for part, _ in page.parts[page.is_titled :])
    # The page's own heading says what the first one may say.
    for part, id in page.parts[page.is_titled :]:
        level = min(part.level if own else 2, under + 1) if part.is_heading else 0
        under = level or under
        # Markdown nests a list where it is indented, and no deeper than one step at a time.
        depth = min(part.level, len(numbered) + 1) if part.passage.element == "point" else 0
        text = _text(part, id, language, document, kind)
        yield from () if depth and numbered else ("",)
        # Nor does it tell a list of numbers from one of points that stands directly above it.
        numbered = [*numbered, part.passage.ordered][:depth]
        yield from _block(text, id, level, depth, bool(depth) and numbered[-1])


def _text(part: Part, id: str | None, language: Language, document: Document, kind: str) -> str:
    """What stands there to begin with: a name as it is, the document's words if they are to stand, else a gap."""
    text = part.passage.text.capitalize() if part.passage.text.isupper() and not id else part.passage.text
    hidden = _masked(Point(0, "", text)).text != text
    if not language.default:
        return escaped(kind) if not id and text.lower() == kind.lower() else GAP
    return escaped(text) if not hidden and (document.verbatim or not id or _is_plain_name(text)) else GAP


def _is_plain_name(text: str) -> bool:
    """ "Respekt", "Job og fritid"; three words may be a sentence: "Vi lytter altid"."""
    words = text.split()
    return is_name(text) and (len(words) < 3 or words[1] in ("og", "and", "&"))


def _block(text: str, id: str | None, level: int, depth: int, ordered: bool) -> list[str]:
    if level:
        return [f"{'#' * level} {text}" + (f" {{#{id}}}" if id else "")]
    if depth:
        indent = "    " * (depth - 1)
        return [f"{indent}{'1.' if ordered else '-'} {text}", f"{indent}  {{: #{id} }}"]
    return [text, f"{{: #{id} }}"]


def escaped(text: str) -> str:
    """Words as Markdown that shows just these words. What looks like HTML, even behind a `\\`, the check refuses."""
    signs = _SIGNS.sub(r"\\\1", _ENTITY.sub("&amp;", text)).replace("<", "&lt;").replace("~~", "&#126;&#126;")
    return _BEGINS.sub(lambda match: f"{match[1]}\\{match[2]}" if match[1] else f"\\{match[3]}", signs)


def head(title: str, description: str, facts: Iterable[str] = ()) -> list[str]:
    """The first lines of a page: its front matter, of which the `facts` are lines too, and its heading."""
    front = [f"title: {value(title)}", f"description: {value(description)}", *facts]
    return ["---", *front, "---", "", f"# {escaped(title)}"]


def value(text: str) -> str:
    """A text as a value of YAML, in quotation marks where it might be taken for something else."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return quoted(text)
