"""Settings: what mkdocs.yml says that the tools need to know, as values; and what a single run is given instead."""

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from waymarks.ledgers.revision import given_epoch
from waymarks.problems import Problem, Refused
from waymarks.reading.configuration import Configuration, Loader
from waymarks.reading.files import read_file
from waymarks.reading.strings import TABLES, table_problems, unlike
from waymarks.reading.validation import Lines, validate_file

FILE = "mkdocs.yml"
# Gives the site another address than mkdocs.yml does, for one run.
SITE_URL = "PEJLEMAERKER_SITE_URL"
# Has papers to print made too, for one run.
PRINT = "PEJLEMAERKER_PRINT"
# Says what renders the site, for one run: "mkdocs", or "properdocs", which goes on where MkDocs 1 ends and loads its plugins.
ENGINE = "PEJLEMAERKER_ENGINE"


@dataclass(frozen=True)
class Language:
    """One language of the site. `prefix` is what its addresses begin with: "" for the default, "en/" for English.

    Its translation is only `begun`: readers of a page that is not there in it are led to the first language."""

    code: str
    name: str
    default: bool
    begun: bool = False

    @property
    def prefix(self) -> str:
        return "" if self.default else f"{self.code}/"


@dataclass(frozen=True)
class Settings:
    """`languages` has the default one first; `site_url` ends with a slash.

    `contact` is what the owner has declared below `extra.contact`: telephone numbers, e-mail addresses. `dictionaries`
    are the paths of Hunspell dictionaries, without their endings, by language code. `review` says after how many months
    a page of that kind is to be gone through again; "others" are those not named. `security` is the address of those to
    whom a weakness is told; `hsts` what Strict-Transport-Security says. `licence` is the name of the one
    under which the data may be used, and where it is to be read. All of them may be empty. `footer` are the ids of the
    pages that every page leads to, `names` the site's names. `prints`: papers to print are made with the pages. `cms` says
    in whose repository texts are changed in a browser; empty where nobody does. `lines` are those of mkdocs.yml, from 1, by what stands there.
    """

    languages: tuple[Language, ...]
    site_url: str
    contact: tuple[str, ...] = ()
    dictionaries: Mapping[str, str] = field(default_factory=dict)
    review: Mapping[str, int] = field(default_factory=dict)
    security: str = ""
    hsts: str = ""
    footer: tuple[str, ...] = ()
    licence: tuple[str, str] = ("", "")
    names: Mapping[str, str] = field(default_factory=dict)
    prints: bool = False
    cms: Mapping[str, str] = field(default_factory=dict)
    lines: Lines = field(default_factory=dict, compare=False)

    @property
    def whole(self) -> tuple[Language, ...]:
        """The languages in which every page is to be written."""
        return tuple(one for one in self.languages if not one.begun)

    def line_of(self, *place: str | int) -> int:
        """The line of mkdocs.yml that has what stands at the place: `extra`, `footer`, 0."""
        return self.lines.get(place, 1)


def read_settings(root: Path) -> Settings:
    """Raises Refused with everything that is wrong in mkdocs.yml or a string table, or OSError if mkdocs.yml can't be opened."""
    found = validate_file(read_file(FILE, (root / FILE).read_bytes()), Configuration, "configuration", Loader)
    read, wrong = found.value, [*found.problems]
    tables = sorted((root / TABLES).glob("*.yml"))
    wrong += [one for table in tables for one in table_problems(table.relative_to(root).as_posix(), table.read_bytes())]
    if read and tables:
        lacking = [one for one in read.languages if root / TABLES / f"{one.locale}.yml" not in tables]
        wrong += [_no_table(one.locale, found.lines) for one in lacking]
        wrong += () if wrong else unlike(root, [one.locale for one in read.languages])
    wrong += (*_not_taken(read, found.lines, os.environ), *_begun(read, found.lines)) if read else ()
    if wrong or not read:
        raise Refused(wrong)
    return _settings(read, found.lines)


def _settings(read: Configuration, lines: Lines) -> Settings:
    extra = read.extra
    return Settings(
        languages=tuple(
            Language(one.locale, one.name, one.default, one.locale in extra.begun) for one in read.languages
        ),
        site_url=read.site_url.rstrip("/") + "/",
        contact=tuple(filter(None, extra.contact.model_dump().values())),
        dictionaries=extra.dictionaries,
        review=extra.review,
        security=extra.contact.security,
        hsts=extra.hsts,
        footer=extra.footer,
        licence=(extra.licence.name, extra.licence.address),
        names={one.locale: one.site_name or read.site_name for one in read.languages},
        prints=extra.print,
        cms=extra.cms.model_dump(exclude_defaults=True) if extra.cms else {},
        lines=lines,
    )


def _no_table(code: str, lines: Lines) -> Problem:
    line = next((line for place, line in lines.items() if "i18n" in place and place[-1] == "languages"), 1)
    message = f"`languages` names {code!r}, of which there is no table {TABLES}/{code}.yml."
    return Problem(FILE, line, "bad-setting", message, "Translate da.yml or en.yml to it, or delete the language.")


def _begun(read: Configuration, lines: Lines) -> Iterator[Problem]:
    first, *others = [one.locale for one in read.languages]
    for n, code in enumerate(read.extra.begun):
        if code not in others:
            what = "the site's first language" if code == first else "which is no language of the site"
            message = f"`begun` names {code!r}, {what}."
            fix = f"Write one of: {', '.join(others)}, or delete it." if others else "Delete it."
            yield Problem(FILE, lines["extra", "begun", n], "bad-setting", message, fix)


def _not_taken(read: Configuration, lines: Lines, environment: Mapping[str, str]) -> Iterator[Problem]:
    """What is given for this run and would change nothing, since mkdocs.yml does not take it from the environment."""
    address = environment.get(SITE_URL)
    if address and read.site_url.rstrip("/") != address.rstrip("/"):
        message = f"`site_url` stays {read.site_url!r}, although this run is given {address!r}."
        fix = f'Write `site_url: !ENV [{SITE_URL}, "{read.site_url}"]`.'
        yield Problem(FILE, lines[("site_url",)], "bad-setting", message, fix)
    if environment.get(PRINT) == "true" and not read.extra.print:
        line = lines.get(("extra", "print"), lines.get(("extra",), 1))
        message = "`print` stays false, although this run is to make papers to print."
        yield Problem(FILE, line, "bad-setting", message, f"Write `print: !ENV [{PRINT}, false]` below `extra:`.")


def not_taken_by_mkdocs(root: Path, said: str) -> Problem | str:
    """What MkDocs has said, with the line in mkdocs.yml if it is of a setting. Raises OSError."""
    found = re.match(r"Config value '(\w+)': (.*)", said)
    if not found:
        return said
    key, why = found[1], found[2].rstrip(".")
    way = why.rpartition(": ")[0] or why  # behind that may stand what would be right
    lines = list(enumerate((root / FILE).read_text("utf-8").splitlines(), 1))
    line = next((n for n, text in lines if text.startswith(f"{key}:")), 1)
    for word in re.findall(r"'([\w.-]+)'", way):
        there = re.compile(rf"[ -]+{re.escape(word)}\b")
        line = next((n for n, text in lines[line:] if there.match(text)), line)
    message = f"MkDocs does not take `{key}`: {why}."
    return Problem(FILE, line, "bad-setting", message, "Correct it, or delete the line.")


def today(now: datetime, environment: Mapping[str, str] = os.environ) -> date:
    """The day by which content is judged: `now` where the command runs, or the build's own date if that is later.

    Where a clock is behind, what was written today is then not of the future.
    """
    epoch = given_epoch(environment)
    built = now if epoch is None else datetime.fromtimestamp(epoch).astimezone()
    return max(now.astimezone().date(), built.astimezone().date())


def engine(environment: Mapping[str, str]) -> str:
    """What renders the site: the name of a program that is called as MkDocs is."""
    return environment.get(ENGINE, "mkdocs")
