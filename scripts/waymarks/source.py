"""Read: a Markdown file becomes a frozen Page, with the line number of everything that can be wrong."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from posixpath import normpath
from types import MappingProxyType
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from markdown.extensions.toc import unique
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.token import Token

from waymarks.ledgers import changes
from waymarks.ledgers.changes import Changes, read_changes
from waymarks.ledgers.ledger import FILE as LEDGER
from waymarks.ledgers.ledger import Ledger, read_ledger, with_history
from waymarks.ledgers.twin_ledger import TwinLedger, fingerprint, read_twin_ledger
from waymarks.machine.workers import gathered
from waymarks.problems import Problem
from waymarks.reading.drafts import drafted, is_gap
from waymarks.reading.files import File, Key, read_files, read_files_at
from waymarks.reading.frontmatter import FrontMatter, read_front_matter
from waymarks.reading.glossary import FILE, Glossary, read_glossary
from waymarks.reading.schema import Facts, Words
from waymarks.reading.settings import Language
from waymarks.reading.strings import TABLES
from waymarks.reading.validation import Lines
from waymarks.reading.words import FOLDER as SEARCH
from waymarks.reading.words import wrong_lists
from waymarks.reading.working_texts import WorkingText, read_working_texts
from waymarks.text.blocks import ATTRIBUTES, Block, apart, blocks, front_blocks, inlines, plain, texts_of
from waymarks.text.leftovers import leftovers
from waymarks.text.links import Link, links, no_links
from waymarks.text.markup import WRITTEN, is_elsewhere
from waymarks.text.mixed import Mixed, cut, joined
from waymarks.text.people import cpr_numbers
from waymarks.text.readability import Figures, figures
from waymarks.text.readers import tell_of_readers
from waymarks.text.repeats import copies, repeats
from waymarks.text.slips import Place, as_meant, renumber, tell_of_blocks
from waymarks.text.slugs import anchor
from waymarks.text.spelling import read_words, word_list
from waymarks.text.structure import Heading, Table, Tag, headings, tables, tags

_ID = re.compile(r"#(\S+)")
# What begins a text for the site's reader, and a block of HTML for this one: `<br>` alone on its line, words behind a comment.
_OF_TEXT = re.compile(rf"</?(?:{'|'.join(WRITTEN)})\b|<!--(?:(?!-->).)*-->[ \t]*\S", re.I)
# So many pages take as long to read as another process to start.
_FEWEST = 100
# What is worked out of a page's words.
_OF_BLOCKS = ("words", "figures", "fingerprints", "leftovers", "gaps")
_ELEMENTS = {"heading_open": "heading", "paragraph_open": "paragraph", "list_item_open": "list item"}


class Statement(NamedTuple):
    """The unit of content. `element` is "heading", "paragraph" or "list item".

    `text` is its words, without markup; `below` those of the paragraphs and points that stand under a heading
    and are no statements themselves; `lead` the words that open the list it stands in ("The values are:"), or "".
    All of them are Mixed where words are marked as another language's.
    """

    id: str
    line: int
    element: str
    text: str
    below: tuple[str, ...] = ()
    lead: str = ""

    @property
    def words(self) -> str:
        """All of it in one line, to be understood alone."""
        space = " " if self.lead and self.text else ""
        return joined((self.lead, space, self.text, *(part for one in self.below for part in (". ", one))))

    @property
    def section(self) -> str:
        """What its id begins with, and those of its neighbours: "jt-tilbud-03" is of the section "jt-tilbud"."""
        return section_of(self.id)


def section_of(id: str) -> str:
    return id.rpartition("-")[0]


@dataclass(frozen=True)
class Page:
    """One Markdown file.

    `path` is as opened from the repository root. `id` is the path below the language folder, the same for a
    page and its twin. `front` is None where the front matter can't be used; `problems` says why, and `rest` has what
    is right in it, if little is wrong. `blocks` are its words, `no_links` what is written like a link and is none, or is to
    be one, with its line.
    `read_numbers` are the lines on which one reads a CPR number that is written otherwise, `repeats` are words that stand beside
    themselves, with their lines, and `copies` texts that stand further up too, with their own line and that one. A `draft` is not to
    be published yet.
    """

    path: str
    language: Language
    id: str
    front: Facts | Words | None = field(hash=False)
    statements: tuple[Statement, ...] = ()
    anchors: frozenset[str] = frozenset()
    links: tuple[Link, ...] = ()
    headings: tuple[Heading, ...] = ()
    no_links: tuple[tuple[str, int], ...] = ()
    tables: tuple[Table, ...] = ()
    tags: tuple[Tag, ...] = ()
    blocks: tuple[Block, ...] = ()
    read_numbers: tuple[int, ...] = ()
    repeats: tuple[tuple[int, str], ...] = ()
    copies: tuple[tuple[int, int, str], ...] = ()
    problems: tuple[Problem, ...] = ()
    lines: Lines = field(default_factory=dict, compare=False)
    readable: bool = True
    draft: bool = False
    rest: Facts | Words | None = field(default=None, hash=False)

    def line_of(self, *place: str | int) -> int:
        """The line of a front matter key, `line_of("sources", 0, "id")`, or of the nearest one that exists above it."""
        return next((self.lines[place[:n]] for n in range(len(place), 0, -1) if place[:n] in self.lines), 1)

    @cached_property
    def words(self) -> int:
        """How many words there are to read."""
        return sum(len(block.text.split()) for block in self.blocks)

    @cached_property
    def fingerprints(self) -> Mapping[Statement, str]:
        """Of everything that each statement says.

        The words that open its list count ("The values are not:"), unless another statement says them: then that one has
        changed, and this one has not.
        """
        said = [words for one in self.statements for words in (one.text, *one.below)]
        leads = {one.lead for one in self.statements if not any(words.endswith(one.lead) for words in said)}
        return {
            one: fingerprint(" ".join((one.lead if one.lead in leads else "", one.text, *one.below)))
            for one in self.statements
        }

    @cached_property
    def figures(self) -> Figures:
        """How easily it is read."""
        return figures(self.texts)

    @cached_property
    def leftovers(self) -> tuple[tuple[int, str], ...]:
        """What stands where something is still to be written, each with its line."""
        return tuple(leftovers(self._lines_of_texts))

    @cached_property
    def gaps(self) -> tuple[int, ...]:
        """The lines on which nothing stands yet but a gap."""
        return tuple(line for line, text in self._lines_of_texts if is_gap(text))

    @property
    def _lines_of_texts(self) -> Iterator[tuple[int, str]]:
        yield from self.front_texts
        yield from ((one.line, one.text) for one in self.blocks)

    @property
    def front_texts(self) -> Iterator[tuple[int, str]]:
        """Every text of the front matter, words or not, each with its line."""
        front = texts_of(self.front.model_dump()) if self.front else ()
        return ((self.line_of(*place), text) for place, text in front)

    @cached_property
    def texts(self) -> tuple[Block, ...]:
        """All that is written on the page: the words of the front matter, then its blocks."""
        return (*front_blocks(self.front, self.line_of), *self.blocks) if self.front else self.blocks

    @property
    def when_checked(self) -> "Page":
        """Without what only the check reads, which is half of the page; what is worked out of it stays."""
        one = replace(self, blocks=(), headings=(), tags=(), anchors=frozenset())
        vars(one).update({name: getattr(self, name) for name in _OF_BLOCKS})
        return one

    @property
    def file(self) -> str:
        """The path as its id has it: where the file is to stand."""
        return f"docs/{self.language.code}/{self.id}"

    @property
    def is_index(self) -> bool:
        return self.id == "index.md" or self.id.endswith("/index.md")

    @property
    def folder(self) -> str:
        """The folder below its language's that it stands in, "herlev/juvelhuset", or ""."""
        return self.id.rpartition("/")[0]

    @cached_property
    def address(self) -> str:
        """The page's address below its language, for example "herlev/juvelhuset/vaerdier/"."""
        return self.id.removesuffix("index.md") if self.is_index else self.id.removesuffix(".md") + "/"

    @property
    def slug(self) -> str:
        """The last part of the address, for example "vaerdier"."""
        return self.address.strip("/").rpartition("/")[2]

    @cached_property
    def url(self) -> str:
        """The page's address below the site, for example "en/herlev/juvelhuset/vaerdier/"."""
        return self.language.prefix + self.address

    @property
    def title(self) -> str:
        return self.front.title if self.front else self.id

    @property
    def description(self) -> str:
        return self.front.description if self.front else ""

    @property
    def names(self) -> tuple[str, ...]:
        """What the place that it is the front page of is called, and the parts of that place."""
        own = (self.front.organisation.name,) if self.front and self.front.organisation else ()
        return (*own, *(unit.name for unit in (self.front.units if self.front else ())))


def with_facts(pages: Iterable[Page]) -> Iterator[tuple[Page, Facts]]:
    """Those whose own front matter holds facts, with these: pages in the default language that can be used."""
    return ((page, page.front) for page in pages if isinstance(page.front, Facts))


def file_meant(page: Page, link: Link) -> str:
    """The file that a link means, from the repository root. Above docs/ there is nothing for pages: such a one is not there."""
    path = unquote(urlsplit(link.target).path)
    return f"docs/{normpath(f'{page.language.code}/{page.folder}/{path}')}" if path else page.file


@dataclass(frozen=True)
class Content:
    """Everything below docs/. `languages` has the default one first; `assets` are the paths of the other files.

    `ledger` is what has been published, `twin_ledger` what has been confirmed of the twins, `changes` when what was changed.
    `words` are those that the editors know to be right and a dictionary lacks, by language code. `drafts` are the pages
    that are not to be published yet, and `working_texts` the documents' own words, which never are. `wrong_lists` is what is
    wrong with what the search knows of words. `beside` are the files outside docs/ that have words which reach readers.
    """

    languages: tuple[Language, ...]
    pages: tuple[Page, ...]
    assets: frozenset[str]
    glossary: Glossary = field(default_factory=Glossary)
    files: tuple[File, ...] = ()
    ledger: Ledger = field(default_factory=Ledger)
    twin_ledger: TwinLedger = field(default_factory=TwinLedger)
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    changes: Changes = field(default_factory=Changes)
    drafts: tuple[Page, ...] = ()
    working_texts: tuple[WorkingText, ...] = ()
    wrong_lists: tuple[Problem, ...] = ()
    beside: tuple[File, ...] = ()

    @property
    def with_drafts(self) -> "Content":
        """As if every draft were published."""
        order = [language.code for language in self.languages]
        every = sorted((*self.pages, *self.drafts), key=lambda page: (order.index(page.language.code), page.path))
        return replace(self, pages=tuple(every), drafts=())

    @property
    def when_checked(self) -> "Content":
        """Without the texts of files and pages, which are large and are not needed once all is checked."""
        files = tuple(replace(file, text=None) for file in self.files)
        return replace(self, files=files, pages=tuple(page.when_checked for page in self.pages), beside=())

    @cached_property
    def shown(self) -> frozenset[str]:
        """Those of the assets that a page shows or links to."""
        links = ((page, link) for page in self.pages for link in page.links if not is_elsewhere(link.target))
        return self.assets.intersection(file_meant(page, link) for page, link in links) if self.assets else self.assets

    @cached_property
    def published(self) -> frozenset[str]:
        """The paths of all that may reach the site, whatever else is wrong with it. What lies beside the pages, and no page
        leads to, nobody has decided to publish: it may belong to a draft, or have come here by a slip of the hand.
        """
        pages = {page.path for page in self.pages if page.readable}
        return frozenset(pages | self.shown) - {file.path for file in self.files if file.refused}


# What has been read of each page.
Known = Mapping[Key, "Page"]


def read_content(root: Path, languages: tuple[Language, ...], known: Known = MappingProxyType({})) -> Content:
    """Read docs/<language>/ for each language, in path order. Never raises for what a file holds."""
    files = read_files(root)
    pages = _all_pages(files, languages, known)
    glossary = next((_glossary(file, languages) for file in files if file.path == FILE), Glossary())
    lists = {word_list(language.code): language.code for language in languages}
    # Lists are for editors and this program.
    kept = {LEDGER, changes.FILE, *lists}
    return Content(
        languages,
        pages=tuple(page for page in pages if not page.draft),
        drafts=tuple(page for page in pages if page.draft),
        assets=frozenset(one.path for one in files if not one.path.endswith((".md", ".yml")) and one.path not in kept),
        glossary=glossary,
        files=files,
        ledger=with_history(root, read_ledger(root)),
        twin_ledger=read_twin_ledger(root),
        words={lists[file.path]: read_words(file.text or "") for file in files if file.path in lists},
        changes=read_changes(root),
        working_texts=read_working_texts(root),
        wrong_lists=tuple(wrong_lists(root)),
        beside=read_files_at(root, _beside(root)),
    )


def _beside(root: Path) -> Iterator[str]:
    """The configuration, the interface's words, and those that the search knows."""
    yield "mkdocs.yml"
    for folder in (TABLES, SEARCH):
        yield from sorted(f"{folder}/{file.name}" for file in (root / folder).glob("*.*") if file.is_file())


def _all_pages(files: Iterable[File], languages: tuple[Language, ...], known: Known) -> list[Page]:
    """Drafts are marked as such."""
    written = [
        (file, language)
        for language in languages
        for file in files
        if file.path.endswith(".md") and file.path.startswith(f"docs/{language.code}/")
    ]
    read = tuple(_read_pages(written, known))
    is_draft = drafted((page.id, page.front) for page in read)
    # A page that is known already may have become one, or be one no more.
    return [page if page.draft == is_draft(page.id) else replace(page, draft=not page.draft) for page in read]


def _read_pages(written: Sequence[tuple[File, Language]], known: Known) -> Iterator[Page]:
    def read(share: Sequence[tuple[File, Language]]) -> dict[Key, Page]:
        pages = {file.key: read_page(file, language) for file, language in share}
        for page in pages.values():
            # Here, where every processor has its share, and to be known with the page.
            _ = [getattr(page, name) for name in _OF_BLOCKS]
        return pages

    found = gathered(read, [one for one in written if one[0].key not in known], fewest=_FEWEST)
    return (found.get(file.key) or known[file.key] for file, _ in written)


def _glossary(file: File, languages: tuple[Language, ...]) -> Glossary:
    return Glossary(problems=file.problems) if file.text is None else read_glossary(file.text, languages)


def read_page(file: File, language: Language) -> Page:
    """One file; whatever is wrong with it is in the page's `problems`."""
    path, text = file.path, file.text
    page_id = path.removeprefix(f"docs/{language.code}/")
    if text is None:
        return Page(path, language, page_id, None, problems=file.problems, readable=False)
    block = read_front_matter(path, text, language)
    body, first_line = text[block.end :], text[: block.end].count("\n") + 1
    body, tokens, wrong = _as_meant(body, Place(path, first_line))
    statements, slugs = _anchors(tokens, first_line)
    said = {text: text for one in statements for text in (one.text, *one.below)}
    return Page(
        path,
        language,
        page_id,
        _titled(block.front, tokens),
        statements,
        anchors=_all_anchors(statements, slugs),
        links=tuple(links(tokens, first_line)),
        headings=tuple(headings(tokens, first_line)),
        no_links=tuple(no_links(tokens, first_line)),
        tables=tuple(tables(tokens, first_line)),
        tags=tuple(tags(body, tokens, first_line)),
        # Most blocks are statements: their words are kept once.
        blocks=tuple(one._replace(text=said.get(one.text, one.text)) for one in blocks(tokens, first_line)),
        read_numbers=tuple(_read_numbers(text, _read(tokens, first_line, block, plain))),
        repeats=tuple(repeats(_read(tokens, first_line, block, apart), language.code)),
        copies=tuple(copies(tokens, first_line)),
        problems=(*file.problems, *block.problems, *wrong),
        lines=block.lines,
        rest=block.rest,
    )


def _titled(front: Facts | Words | None, tokens: list[Token]) -> Facts | Words | None:
    """With its title as the heading of the page has it, where that marks words of it as another language's."""
    heading = next((plain(one) for one, _, parents in inlines(tokens, 0) if parents[-1] == "heading_open"), "")
    is_marked = front and isinstance(heading, Mixed) and heading == front.title
    return front.model_copy(update={"title": heading}) if front and is_marked else front


def _as_meant(body: str, place: Place) -> tuple[str, list[Token], Iterable[Problem]]:
    """The text as it is meant, what it is read as, and where it is written otherwise: what follows from a slip is not told of."""
    tokens = _markdown().parse(body)
    meant = as_meant(body, tokens, place)
    if (text := "\n".join(meant.lines)) != body:
        tokens = _markdown().parse(text)
        renumber(tokens, meant.lines)
    tell_of_blocks(meant, tokens)
    tell_of_readers(meant, tokens)
    return "\n".join(line.rstrip("\n") for line in meant.lines), tokens, meant.problems.values()


@cache  # it holds nothing of what it reads
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("commonmark").enable("table")
    reader.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    reader.validateLink = lambda url: True  # type: ignore[method-assign]  # what is no safe link is told of, not passed over
    return reader


def _html_block(state: StateBlock, begin: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[begin] + state.tShift[begin] : state.eMarks[begin]]
    return not _OF_TEXT.match(line) and html_block(state, begin, end, silent)


def _anchors(tokens: list[Token], first_line: int) -> tuple[tuple[Statement, ...], list[str]]:
    """The statements, and the slugs of the headings that carry no id of their own."""
    statements: list[Statement] = []
    headings: list[str] = []
    under_heading, lead = False, ""
    for token, line, parents in inlines(tokens, first_line):
        found = _statement(token, parents, line)
        if "list_item_open" not in parents:
            lead = _lead(plain(token))
        if found:
            statements.append(found._replace(lead=lead) if found.element == "list item" else found)
            under_heading = found.element == "heading"
        elif parents[-1] == "heading_open":
            headings.append(anchor(token.content))
            under_heading = False
        elif under_heading:
            statements[-1] = statements[-1]._replace(below=(*statements[-1].below, plain(token)))
    return tuple(statements), headings


def _statement(inline: Token, parents: list[str], line: int) -> Statement | None:
    attributes = ATTRIBUTES.search(inline.content)
    named = _ID.search(attributes[1]) if attributes else None
    if not attributes or not named:
        return None
    # Python-Markdown gives the attributes of a tight list item's last line to the item, not to a paragraph.
    holder = parents[-2] if len(parents) > 1 and parents[-2] == "list_item_open" else parents[-1]
    line += inline.content[: attributes.start()].count("\n")
    return Statement(named[1], line, _ELEMENTS.get(holder, "table cell"), plain(inline))


def _lead(words: str) -> str:
    """The last sentence of a paragraph that opens a list, or ""."""
    last = re.split(r"(?<=[.!?]) ", words)[-1] if words.endswith(":") else ""
    return cut(words, len(words) - len(last), len(words))


def _read(
    tokens: list[Token], first_line: int, block: FrontMatter, words: Callable[[Token], str]
) -> Iterator[tuple[int, str]]:
    """Every text as one reads it, with its line. `words` are those of a block."""
    yield from ((line, words(token)) for token, line, _ in inlines(tokens, first_line))
    front = block.front or block.rest
    yield from ((block.lines.get(place, 1), said) for place, said in texts_of(front.model_dump())) if front else ()


def _read_numbers(text: str, words: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Markdown and YAML have signs of their own for a hyphen or a space, and break lines: `010190\\-`, `**010190**-`."""
    read = [(line, match[0]) for line, said in words for match in cpr_numbers(said)]
    written = {_figures(match[0]) for line in text.split("\n") for match in cpr_numbers(line)} if read else set()
    return (line for line, number in read if _figures(number) not in written)


def _figures(number: str) -> str:
    return "".join(sign for sign in number if sign.isdigit())


def _all_anchors(statements: Iterable[Statement], headings: Iterable[str]) -> frozenset[str]:
    """As Markdown's `toc` gives them: the second "om" becomes "om_1"."""
    found, times = {one.id for one in statements}, dict[str, int]()
    for heading in headings:
        unique(heading, found, times)  # type: ignore[call-arg]  # the types know nothing of the third
    return frozenset(found)
