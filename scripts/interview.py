"""The questions of new.py: what a place, a page or a statement is, from a person or from options."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from prompts import Prompts, by_language, file_path, one_of, one_of_folders, period, readable
from pydantic import TypeAdapter, ValidationError

from waymarks.documents.passages import Passage
from waymarks.documents.reading import FORMATS, read_document
from waymarks.founding.additions import Known, found, known
from waymarks.founding.adopting import NewSite, adopt, refuse_unsaved
from waymarks.founding.outline import adoption, outline, read_kinds
from waymarks.founding.places import (
    Document,
    Place,
    Room,
    Written,
    new_document,
    new_page,
    new_place,
    presents,
    short_name,
    source_id,
    with_source,
)
from waymarks.founding.restating import Gap, gaps, take_out, write
from waymarks.machine import disk
from waymarks.machine.refusals import Failure
from waymarks.news.feeds import ALL
from waymarks.problems import NotFound, Refused, faults
from waymarks.reading.configuration import LANGUAGES, Mail, Phone, SiteUrl, Web
from waymarks.reading.drafts import is_gap
from waymarks.reading.schema import LONGEST, Kind, Text, Tone
from waymarks.reading.settings import Language, Settings, read_settings
from waymarks.reading.strings import TABLES, Strings, read_strings
from waymarks.reading.working_texts import Point, quoted, read_working_texts
from waymarks.relations.addresses import is_kept, is_taken
from waymarks.source import Content, read_content
from waymarks.text.days import period_of
from waymarks.text.slugs import slug

_PAGE_KINDS = [kind.value for kind in Kind if kind.template == "main.html"]
_LONGEST = 60  # of a folder that is made here: its name begins the ids of its statements
# What is asked of a site's contact: below which key it stands, the option that says it, and what it has to be.
_CONTACT = (
    ("owner", "owner", Text, "Who owns it, as readers are to see it?"),
    ("statement", "was", Web, "The address of its statement in the state's WAS tool?"),
    ("phone", "phone", Phone, "A telephone number for those who can't use it?"),
    ("email", "email", Mail, "An e-mail address for them?"),
)
_HOW = "Enter: later   =: as it is, for a name   +: it is said by the one before   -: leave it out   .: stop"


def place(root: Path, given: SimpleNamespace) -> None:
    """A municipality or a facility."""
    settings, prompts = read_settings(root), Prompts()
    there = known(read_content(root, settings.languages))
    # The document first: who has written a wrong name for it is not asked all the rest.
    passages = read_document(Path(given.document)) if given.document else None
    new, document, plan = _place(prompts, given, there, settings), None, None
    if given.document is None and (asked := _file(prompts)):
        given.document = asked
        passages = read_document(Path(asked))
    if passages is not None:
        document = _document(prompts, given, passages, _id_of(new, there), settings)
        plan = outline(passages, read_kinds(root), document.verbatim)
    _make(root, settings, new_place(new, _words(root, settings), document, plan), f"{new.folder}/index.md")


municipality = facility = place  # new.py calls what it is asked for by its name


def _words(root: Path, settings: Settings) -> dict[Language, Strings]:
    return {language: read_strings(root, language.code) for language in settings.whole}


def _file(prompts: Prompts) -> str:
    question = f"Its document ({', '.join(FORMATS)}; Enter for none):"
    return file_path(prompts.ask(None, "--from", question, "", readable(FORMATS)))


def _place(prompts: Prompts, given: SimpleNamespace, there: Known, settings: Settings) -> Place:
    names = prompts.in_languages(given.name, "--name", f"What is the {given.what} called", settings.whole)
    first = names[settings.languages[0].code]
    parent = _parent(prompts, given, there)
    folder = (given.folder or f"{parent}/{short_name(first)}").strip("/")
    _check_folder(folder, there, settings)
    own, long = slug(first), folder.replace("/", "-")
    free = own and own not in there.places.values() and own != ALL
    id = own if free and len(own) <= LONGEST else long[-LONGEST:].strip("-")
    return Place(id, given.what, folder, names, there.places.get(parent, ""), _tone(given))


def _id_of(new: Place, there: Known) -> Callable[[str], str]:
    taken = {id for ids in there.sources.values() for id in ids}
    return lambda title: source_id(new.folder, title, taken)


def _parent(prompts: Prompts, given: SimpleNamespace, there: Known) -> str:
    if given.what == "municipality":
        return ""
    question = (
        f"Which place is it part of? Write its folder: {', '.join(there.places) or 'there is none yet'}."
        " Enter for none. Is its municipality not among them? Stop with Ctrl-C, and make that first: new.py municipality."
    )
    return prompts.ask(given.parent, "--parent", question, "", one_of_folders(there.places)).strip("/")


def _check_folder(folder: str, there: Known, settings: Settings) -> None:
    right = _address_of(folder)
    if folder != right or not folder:
        raise NotFound(
            f"--folder: {folder!r} is no address. Write small letters a–z, digits and hyphens: {right or 'silkeborg'!r}."
        )
    longest = max(folder.split("/"), key=len)
    if len(longest) > _LONGEST:
        raise NotFound(
            f"--folder: {longest!r} has {len(longest)} characters, and {_LONGEST} is the most. Write a shorter one."
        )
    _check_free(folder, settings)
    if folder in there.places:
        raise Failure(
            f"There is a place in docs/{settings.languages[0].code}/{folder} already. Choose another folder: --folder."
        )


def _address_of(path: str) -> str:
    """The path in letters that an address may have, without parts that have no name."""
    return "/".join(part for part in map(slug, path.split("/")) if part)


def _check_free(path: str, settings: Settings) -> None:
    """The check would refuse what is written there."""
    address, codes = f"{path}/", [one.code for one in settings.languages]
    if is_taken(address) or is_kept(address) or path.partition("/")[0] in codes:
        raise Failure(f"The address /{address} is kept for what the site makes itself. Choose another one.")


def _tone(given: SimpleNamespace) -> str:
    complaint = one_of(tone.value for tone in Tone)(given.tone) if given.tone else None
    if complaint:
        raise NotFound(f"--tone: {complaint}")
    return given.tone or ""


def _document(
    prompts: Prompts,
    given: SimpleNamespace,
    passages: Sequence[Passage],
    id_of: Callable[[str], str],
    settings: Settings,
) -> Document:
    title = outline(passages, {}).title or Path(given.document).stem
    told = adoption(passages)
    titles = prompts.in_languages(given.title, "--title", "What is the document called", settings.whole, title)
    unsaid = "Write - if that is something else." if told.when else "Enter if it does not say."
    question = f"When was it adopted, as 2024-05-31, 2024-05 or 2024? {unsaid}"
    adopted = period_of(prompts.ask(given.adopted, "--adopted", question, told.when, period)) or ""
    said = by_language(given.adopted_at, [language.code for language in settings.whole])
    bodies = _bodies(prompts, said, told.body, settings.whole if adopted else ())
    question = "Has its owner declared that the wording is to stand, word for word? Write yes or no."
    wording = prompts.ask(given.wording, "--wording", question, "no", one_of(["yes", "no", "own", "adopted"]))
    first = titles[settings.languages[0].code]
    name = Path(given.document).name.encode("utf-8", "replace").decode()  # of a file from an old system
    return Document(id_of(first), name, titles, adopted, bodies, wording in ("yes", "adopted"))


def _bodies(prompts: Prompts, said: Mapping[str, str], told: str, languages: tuple[Language, ...]) -> dict[str, str]:
    """What adopted the document, by language code; in the first language it may have `told` that itself."""
    bodies = {}
    for language in languages:
        body = told if language.default else ""
        unsaid = "" if body else " Enter if it does not say."
        question = f"What meeting or body adopted it ({language.name})?{unsaid}"
        bodies[language.code] = prompts.ask(said.get(language.code), "--adopted-at", question, body)
    return bodies


def _make(root: Path, settings: Settings, new: Written, main: str, changed: Mapping[str, str] | None = None) -> None:
    left = found(root, settings, datetime.now(UTC), new.files, changed)
    for path in changed or ():
        print(f"{path} names the document now.")
    for path in new.files:
        print(f"{path} is written.")
    if new.points:
        _tell_points(new.points)
    if new.masked:
        print(
            f"Numbers or addresses of people were taken out of {new.masked} of them (×× stands there). Look for names of people too."
        )
    unwritten = sum(one.rule == "not-written" for one in left)
    print("It is a draft, which nobody but you sees.", _still_to_write(unwritten) if unwritten else "")
    if unwritten:
        print("Be asked for them: python3 scripts/new.py restate. Or write them where … stands in the files.")
    print("See what is still to be done: python3 scripts/check.py")
    confirm = "confirm the translations (check.py --confirm), " if len(settings.languages) > 1 else ""
    link = "link to it from the list of places, " if main.endswith("/index.md") else ""
    print(
        f"To publish it: delete the line `draft: true` in docs/{settings.languages[0].code}/{main}, {link}"
        f"{confirm}build, and commit docs/ and sources/. README.md says more."
    )


def _tell_points(points: Sequence[Point]) -> None:
    """How many points of its document are where, and which are left out."""
    out = [one for one in points if one.left_out]
    print(
        f"The document has {len(points)} points: {len(points) - len(out)} on the pages and {len(out)} left out{':' if out else '.'}"
    )
    for one in out:
        print(f"  {one.at}: {one.text!r}. {one.left_out}")


def page(root: Path, given: SimpleNamespace) -> None:
    """A page, or with a document all the pages that present it, of a place that is there."""
    settings, prompts = read_settings(root), Prompts()
    there = known(read_content(root, settings.languages))
    if given.document:
        _pages_of(root, settings, prompts, given, there)
        return
    said = prompts.ask(given.path, "path", "What is the page's address, such as herlev/juvelhuset/natur?")
    path = said.strip("/").removesuffix(".md")
    above = there.above(f"{path}.md")
    _check_path(root, path, there, settings)
    titles = prompts.in_languages(given.title, "--title", "What is its title", settings.whole)
    question = "What does it hold, in a sentence"
    texts = prompts.in_languages(given.description, "--description", question, settings.whole)
    kind = Kind(prompts.ask(given.kind, "--kind", "What kind of text is it?", "overview", one_of(_PAGE_KINDS)))
    source = _source(prompts, given, kind, there, above)
    both = {code: (titles[code], texts[code]) for code in titles}
    _make(root, settings, new_page(f"{path}.md", both, kind, source, settings.whole), f"{path}.md")
    if above:
        print(
            f"Link to it from docs/{settings.languages[0].code}/{above}/index.md before that,"
            " and name it below `path:` if that is there."
        )


def _check_path(root: Path, path: str, there: Known, settings: Settings) -> None:
    """Whether a page can stand there, in a folder that is there."""
    if not path or path != _address_of(path):
        raise NotFound(f"{path!r} is no address. Write small letters a–z, digits and hyphens.")
    _check_free(path, settings)
    folder, first = path.rpartition("/")[0], settings.languages[0].code
    disk.refuse_existing(root, (f"docs/{first}/{path}.md", f"docs/{first}/{path}/index.md"))
    if not (root / "docs" / first / folder).is_dir():
        where = f"Write its address below one of: {', '.join(there.places)}, or make the place first: new.py municipality or facility."
        raise NotFound(f"There is no place in docs/{first}/{folder}. {where}")


def _pages_of(root: Path, settings: Settings, prompts: Prompts, given: SimpleNamespace, there: Known) -> None:
    """The pages of one more document of a place."""
    passages = read_document(Path(given.document))
    question = f"Whose is the document? Write the folder of the place: {', '.join(there.places)}."
    folder = prompts.ask(given.path, "path", question, None, one_of_folders(there.places)).strip("/")
    place = Place(there.places[folder], "", folder, there.names[folder])
    _check_new(root, passages, there.sources[folder])
    document = _document(prompts, given, passages, _id_of(place, there), settings)
    own = {id.removesuffix(".md").rpartition("/")[2] for id in there.pages if id.rpartition("/")[0] == folder}
    plan = outline(passages, read_kinds(root), document.verbatim)
    new = new_document(place, _words(root, settings), document, plan, Room(own, there.statements))
    indexes = {language: root / "docs" / language.code / folder / "index.md" for language in settings.whole}
    changed = {
        file.relative_to(root).as_posix(): with_source(file.read_text("utf-8-sig"), document, language)
        for language, file in indexes.items()
        if file.is_file()
    }
    _make(root, settings, new, f"{folder}/, in each of the new pages", changed)


def _check_new(root: Path, passages: Sequence[Passage], own: Container[str]) -> None:
    """Whether the place presents the document already, whatever its file is called now."""
    for one in read_working_texts(root):
        if one.source in own and presents(one.points, passages):
            raise Failure(
                f"The place has pages of this document already: {one.path} has the same points."
                f" Go on with those: python3 scripts/new.py restate {one.source}."
            )


def _source(prompts: Prompts, given: SimpleNamespace, kind: Kind, there: Known, above: str | None) -> str:
    if not kind.presents_source:
        return ""
    own, top = there.sources.get(above or "", ()), (above or "").partition("/")[0]
    every = [one for folder, ids in there.sources.items() for one in ids if folder.partition("/")[0] == top]
    if not every:
        raise Failure(
            f"A page of kind {kind} presents a document, and no place there names one below `sources:` in its index.md."
        )
    question = f"Which document does it present? Write its id: {', '.join(own or every)}."
    return prompts.ask(given.source, "--source", question, own[0] if len(own) == 1 else None, one_of(every))


def restate(root: Path, given: SimpleNamespace) -> None:
    """Ask for what is still to be written. Each answer is in the pages before the next question."""
    settings, prompts = read_settings(root), Prompts()
    content = read_content(root, settings.languages)
    _check_working_texts(content, given.source)
    later: set[tuple[str, str | int | None, str]] = set()
    print(_HOW)
    while gap := next((one for one in gaps(content, given.source) if _mark(one) not in later), None):
        later.add(_mark(gap))
        left = sum(_mark(one) not in later for one in gaps(content, given.source)) + 1
        print(
            f"\n{left} to go. docs/…/{gap.page}{f', {gap.statement}' if gap.statement else ', a heading'}\n  {gap.says}"
        )
        if not _answered(root, prompts, gap, content):
            break
        content = read_content(root, settings.languages)
    left = sum(1 for _ in gaps(content, given.source))
    print(
        f"\n{_still_to_write(left)}"
        if left
        else "\nEvery statement and heading is written. python3 scripts/check.py says what else is to be done."
    )


def _check_working_texts(content: Content, source: str | None) -> None:
    """All can be read, and there is one of the document that is asked for."""
    wrong = [problem for one in content.working_texts for problem in faults(one.problems)]
    if wrong:
        raise Refused(wrong, "Nothing is asked until it can be read.")
    if source and source not in {one.source for one in content.working_texts}:
        known_ids = ", ".join(one.source for one in content.working_texts) or "there is none"
        raise NotFound(f"There is no working text of a document {source!r}. Those that there are: {known_ids}.")


def _still_to_write(texts: int) -> str:
    return "One text is still to be written." if texts == 1 else f"{texts} texts are still to be written."


def _mark(gap: Gap) -> tuple[str, str | int | None, str]:
    return gap.page, gap.statement or gap.nth, gap.says


def _answered(root: Path, prompts: Prompts, gap: Gap, content: Content) -> bool:
    """Whether to go on."""
    own = _own_words(gap, content)
    for language in gap.lines:
        words = prompts.line(f"  {language.name}: ")
        if words is None or words == ".":
            return False
        if words in ("+", "-"):
            account = _account(prompts, gap, words)
            if account and _may_go(prompts, own):
                take_out(root, gap, content.languages, account)
                print("  It is taken out, in every language.", _if_emptied(gap, content))
            return True
        if words:
            write(root, gap, language, gap.says if words == "=" else words)
            own = own or words.removeprefix("=")
    return True


def _if_emptied(gap: Gap, content: Content) -> str:
    """What to do with a page of which the only statement is taken out."""
    ids = {one.id for page in content.with_drafts.pages if page.id == gap.page for one in page.statements}
    return (
        f"No statement is left on {gap.page}: delete the page, also in other languages. python3 scripts/check.py says what leads to it."
        if ids == {gap.statement}
        else ""
    )


def _own_words(gap: Gap, content: Content) -> str:
    """What somebody has written of the statement, and no document has: it would be lost with it."""
    texts = (one.text for page in content.with_drafts.pages for one in page.statements if one.id == gap.statement)
    return next((text for text in texts if not is_gap(text) and text != gap.says), "")


def _may_go(prompts: Prompts, own: str) -> bool:
    if not own or prompts.line(f"  {own!r} is written already. Take that out too? Write yes or no. ") == "yes":
        return True
    print("  It stays.")
    return False


def _account(prompts: Prompts, gap: Gap, sign: str) -> str:
    """What the working text is to say of a point that is taken out; nothing if it stays."""
    if not gap.where:
        print("  It is no point of a document, so that it can't be left out. Take it out of the file.")
        return ""
    if sign == "+" and gap.above and gap.statement:
        return f"merged_into: {gap.above}"
    if sign == "+":
        print("  There is no statement before it. Leave it out with -, or write it.")
        return ""
    reason = prompts.line("  Why is it left out? ")
    if not reason:
        print("  It stays: what is left out needs a reason.")
    return f"left_out: {quoted(reason)}" if reason else ""


def site(root: Path, given: SimpleNamespace) -> None:
    """A site of one's own: the content is emptied, and what every site says of itself is asked for."""
    refuse_unsaved(root)  # before all the rest is asked
    ours, prompts = read_settings(root).languages, Prompts()
    chosen = _chosen(root, prompts, given.languages, ours)
    names = prompts.in_languages(given.name, "--name", "What is the site called", chosen)
    abouts = prompts.in_languages(given.about, "--about", "What is it about, in a sentence", chosen)
    question = "What will its address be, such as https://vaerdier.example.dk/?"
    address = prompts.ask(given.address, "--address", question, None, _setting(SiteUrl))
    contact = {
        key: prompts.ask(
            getattr(given, option), f"--{option}", f"{question} Enter if there is none yet.", "", _setting(kind)
        )
        for key, option, kind, question in _CONTACT
    }
    own = {one.code: one.name for one in chosen if one.code not in {other.code for other in ours}}
    emptied = adopt(root, NewSite(names, abouts, address.rstrip("/") + "/", own, contact), datetime.now(UTC))
    print(f"The site is {names[chosen[0].code]}, with no places yet. The old content is in git: git log -- docs")
    print(
        "See it: python3 scripts/build.py --serve. Then read docs/*/om/, and bring in a place: python3 scripts/new.py municipality"
    )
    for line in emptied:
        print(line)


def _chosen(root: Path, prompts: Prompts, given: str | None, ours: tuple[Language, ...]) -> tuple[Language, ...]:
    """The languages of a site; what one is called is asked for where it is none of `ours`."""
    first, called = ours[0].code, {language.code: language.name for language in ours}
    question = (
        f"Which languages, the first one first? {first} stays the first; others need a table in overrides/locales/."
    )
    right = _languages(first, {table.stem for table in (root / TABLES).glob("*.yml")})
    codes = _codes(prompts.ask(given, "--languages", question, ",".join(called), right))
    for code in codes:
        if code not in called:
            called[code] = prompts.ask(None, "languages", f"What is {code!r} called in its own language?", code)
    return tuple(Language(code, called[code], code == first) for code in codes)


def _codes(text: str) -> list[str]:
    return [code for code in re.split(r"[,\s]+", text) if code]


def _languages(first: str, tables: Container[str]) -> Callable[[str], str | None]:
    """What is wrong with a list of languages, before all the rest is asked."""

    def wrong(text: str) -> str | None:
        codes = _codes(text)
        if codes[:1] != [first] or len({*codes}) < len(codes):
            return f"{text!r} is no list of languages; write {first},en or the like, {first} first."
        odd = next((code for code in codes if code not in LANGUAGES), None)
        if odd:
            return f"{odd!r} is not the code of a language that is known; write such as en or fa."
        lacking = next((code for code in codes if code not in tables), None)
        return lacking and f"There is no string table {TABLES}/{lacking}.yml. Translate da.yml or en.yml to it first."

    return wrong


def _setting(kind: Any) -> Callable[[str], str | None]:
    """What is wrong with an answer that is to stand in mkdocs.yml, told before all the rest is asked."""

    def wrong(text: str) -> str | None:
        try:
            TypeAdapter(kind).validate_python(text)
        except ValidationError as error:
            told = error.errors()[0]["ctx"]
            return f"{text!r} is not {told['what']}. {told['fix']}".replace('"', "")
        return None

    return wrong
