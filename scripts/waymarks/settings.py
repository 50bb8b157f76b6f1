"""What the core needs to know of mkdocs.yml: the languages, and the site's address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from yaml_env_tag import construct_env_tag

# Gives the site another address than mkdocs.yml does, for one run.
SITE_URL = "PEJLEMAERKER_SITE_URL"
# Has papers to print made too, for one run.
PRINT = "PEJLEMAERKER_PRINT"
# Says what renders the site, for one run: "mkdocs", or "properdocs", which goes on where MkDocs 1 ends and loads its plugins.
ENGINE = "PEJLEMAERKER_ENGINE"


@dataclass(frozen=True)
class Language:
    """One language of the site. `prefix` is what its addresses begin with: "" for the default, "en/" for English."""

    code: str
    name: str
    default: bool

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
    in whose repository texts are changed in a browser; empty where nobody does.
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


class _Loader(yaml.SafeLoader):
    """Reads mkdocs.yml: fills in !ENV as MkDocs does, and ignores tags that name Python code."""


_Loader.add_constructor("!ENV", construct_env_tag)
_Loader.add_multi_constructor("tag:yaml.org,2002:python/", lambda loader, suffix, node: None)


def read_settings(root: Path) -> Settings:
    """Raises OSError or yaml.YAMLError if mkdocs.yml can't be read, KeyError if it lacks what is needed."""
    config: dict[str, Any] = yaml.load((root / "mkdocs.yml").read_text("utf-8"), Loader=_Loader)  # noqa: S506 - a SafeLoader
    declared = next(plugin["i18n"]["languages"] for plugin in config["plugins"] if "i18n" in plugin)
    languages = [Language(entry["locale"], entry["name"], bool(entry.get("default"))) for entry in declared]
    extra = config.get("extra") or {}
    contact, licence = extra.get("contact") or {}, extra.get("licence") or {}
    return Settings(
        tuple(sorted(languages, key=lambda one: not one.default)),
        config["site_url"].rstrip("/") + "/",
        tuple(_texts(contact)),
        extra.get("dictionaries") or {},
        extra.get("review_after") or {},
        contact.get("security") or "",
        extra.get("hsts") or "",
        tuple(extra.get("footer") or ()),
        (licence.get("name") or "", licence.get("address") or ""),
        {entry["locale"]: entry.get("site_name") or config["site_name"] for entry in declared},
        bool(extra.get("print")),
        extra.get("cms") or {},
    )


def _texts(value: Any) -> Iterator[str]:
    """Every text in lists and groups, however deep; a number is one too."""
    if isinstance(value, (dict, list)):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _texts(one)
    elif value:
        yield str(value)


def today(now: datetime, environment: Mapping[str, str]) -> date:
    """The day by which content is judged: `now` where the command runs, or the build's own date if that is later.

    Where a clock is behind, what was written today is then not of the future.
    """
    epoch = environment.get("SOURCE_DATE_EPOCH", "")
    built = datetime.fromtimestamp(int(epoch)).astimezone() if epoch.isdigit() and len(epoch) < 12 else now
    return max(now.astimezone().date(), built.astimezone().date())


def engine(environment: Mapping[str, str]) -> str:
    """What renders the site: the name of a program that is called as MkDocs is."""
    return environment.get(ENGINE, "mkdocs")
