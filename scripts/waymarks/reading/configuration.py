"""The configuration's schema: every key of mkdocs.yml that is ours, or that the tools rely on, and what may stand there.

MkDocs judges the rest."""

import re
from typing import Annotated, Any

import yaml
from babel.localedata import locale_identifiers
from pydantic import BeforeValidator, ConfigDict, Field, ValidationInfo, create_model, field_validator, model_validator
from pydantic_core import PydanticCustomError
from yaml_env_tag import construct_env_tag

from waymarks.reading.schema import Kind, Strict, Text, pairs
from waymarks.reading.site_address import SITE, WEB

# Those whose direction of writing, dates and numbers are known. A code with a country has a folder that is no address.
LANGUAGES = frozenset(code for code in locale_identifiers() if code.isalpha())


class Loader(yaml.BaseLoader):
    """Reads mkdocs.yml: fills in !ENV as MkDocs does, and takes tags that name Python code for plain text."""


Loader.add_constructor("!ENV", construct_env_tag)


def _unlike(what: str, fix: str) -> PydanticCustomError:
    """What a value is not, in an editor's words, and what to do."""
    return PydanticCustomError("setting", "another value", {"what": what, "fix": fix})


def _form(pattern: str, what: str, fix: str) -> BeforeValidator:
    """A text that is written into addresses or servers' files, so that it must be what it says."""

    def judged(value: Any) -> Any:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise _unlike(what, fix)
        return value

    return BeforeValidator(judged)


def _only(right: str, why: str, otherwise: str = "") -> BeforeValidator:
    """The one value that a key may have. `otherwise` goes on with how to mend another."""

    def judged(value: Any, info: ValidationInfo) -> Any:
        is_yes_or_no = right in ("true", "false")
        if isinstance(value, str) and (value.lower() if is_yes_or_no else value) != right:
            fix = f"Write `{info.field_name}: {right}`{otherwise}."
            raise _unlike(f"{right if is_yes_or_no else f'`{right}`'}, {why}", fix)
        return value

    return BeforeValidator(judged)


def _holding(why: str, *needed: str) -> BeforeValidator:
    """A list of MkDocs's that has what the tools rely on, and whatever else."""

    def judged(value: Any) -> Any:
        if isinstance(value, list):
            names = {
                name
                for one in value
                for name in ([one] if isinstance(one, str) else one if isinstance(one, dict) else ())
            }
            lacking = next((one for one in needed if one not in names), None)
            if lacking:
                raise _unlike(f"a list with `{lacking}`, {why}", f"Add `{lacking}` to it.")
        return value

    return BeforeValidator(judged)


_WHOLE = "Write it whole: `https://example.org/values/`."
_MAIL = r"[^\s\"\\:@<>?&]+@[^\s\"\\:@<>?&]+\.[^\s\"\\:@<>?&]+"
_PLAIN = "Write it whole, what follows the host in letters a–z, digits and hyphens: `https://example.org/values/`."
SiteUrl = Annotated[str, _form(SITE, "the address of a site", _PLAIN)]
Web = Annotated[str, _form(rf"{WEB}([/?#][^\s\"<>\\]*)?", "a web address", _WHOLE)]
Phone = Annotated[
    str, _form(r"\+?\d(?:[ -]?\d){2,14}", "a telephone number", 'Write digits and spaces alone: `"+45 12 34 56 78"`.')
]
Mail = Annotated[str, _form(_MAIL, "an e-mail address", "Write one such as `navn@kommune.dk`.")]
# Sources: RFC 9116 and RFC 6797.
Security = Annotated[
    str,
    _form(
        rf"(?:https://|tel:|mailto:)[^\s\"\\]+|{_MAIL}",
        "an address to tell of a weakness",
        "Write an e-mail address or a https: address.",
    ),
]
Hsts = Annotated[
    str,
    _form(
        r"max-age=\d+(?:; includeSubDomains)?(?:; preload)?",
        "a value of Strict-Transport-Security",
        'Write such as "max-age=31536000; includeSubDomains", or nothing: "".',
    ),
]
Backend = Annotated[str, _form("local|github|gitlab", "a place for the texts", "Write one of: local, github, gitlab.")]
Repository = Annotated[str, _form(r"[\w.-]+(/[\w.-]+)+", "a repository", "Write `repo: owner/name`.")]
Code = Annotated[
    str, _form("|".join(sorted(LANGUAGES)), "the code of a language that is known", "Write such as `da`, `en` or `fa`.")
]
Months = Annotated[int, Field(gt=0)]


class _Setting(Strict):
    """What is empty is as if it did not stand there, where it may be missing."""

    @model_validator(mode="before")
    @classmethod
    def _without_empty(cls, value: Any) -> Any:
        if not isinstance(value, dict):
            return value
        may = {name for name, one in cls.model_fields.items() if not one.is_required()}
        return {key: one for key, one in value.items() if key not in may or one not in ("", None)}


class _OfMkDocs(_Setting):
    """Holds keys of others too."""

    model_config = ConfigDict(extra="ignore", frozen=True)


class Contact(_Setting):
    owner: Text = ""
    statement: Web = ""
    phone: Phone = ""
    email: Mail = ""
    security: Security = ""


class Licence(_Setting):
    name: Text = ""
    address: Web = ""


class Cms(_Setting):
    backend: Backend
    repo: Repository = ""
    branch: Text = ""

    @model_validator(mode="after")
    def _has_repository(self) -> "Cms":
        if self.backend != "local" and not self.repo:
            raise _unlike("of use without a repository", "Write `repo: owner/name`.")
        return self


_MONTHS: dict[str, Any] = {name: (Months | None, None) for name in (*map(str, Kind), "others")}
Review = create_model("Review", __base__=_Setting, **_MONTHS)


_DICTIONARIES = pairs("a group of `key: value` lines", "Write the lines below `dictionaries:`, two spaces in.")


class Extra(_Setting):
    footer: tuple[Text, ...] = ()
    contact: Contact = Contact()
    hsts: Hsts = ""
    cms: Cms | None = None
    licence: Licence = Licence()
    review_after: Review = Review()  # type: ignore[valid-type]
    print: bool = False
    dictionaries: Annotated[dict[str, Text], _DICTIONARIES] = Field(default_factory=dict)
    begun: tuple[Text, ...] = ()

    @property
    def review(self) -> dict[str, int]:
        months: dict[str, int] = self.model_dump(exclude_none=True)["review_after"]
        return months

    @field_validator("cms", mode="before")
    @classmethod
    def _none(cls, value: Any) -> Any:
        return value or None


class DeclaredLanguage(_OfMkDocs):
    locale: Code
    name: Text
    default: bool = False
    build: Annotated[str, _only("true", "and every language is built", ", or delete the language and its folder")] = (
        "true"
    )
    site_name: Text = ""


class Languages(_OfMkDocs):
    docs_structure: Annotated[str, _only("folder", "as docs/ is laid out for the tools")]
    fallback_to_default: Annotated[str, _only("false", "and no page is shown in another language")]
    reconfigure_material: Annotated[str, _only("true", "by which pages know their language")] = "true"
    languages: tuple[DeclaredLanguage, ...] = Field(min_length=1)

    @field_validator("languages")
    @classmethod
    def _one_is_the_first(cls, value: tuple[DeclaredLanguage, ...]) -> tuple[DeclaredLanguage, ...]:
        if sum(one.default for one in value) != 1 or len({one.locale for one in value}) < len(value):
            fix = "Write `default: true` below one language, and no language twice."
            raise _unlike("a list with one first language", fix)
        return value


class Plugin(_Setting):
    """No other one: what it makes is neither checked nor kept for the next build, and most of them fail with i18n."""

    i18n: Languages | None = None


class Theme(_OfMkDocs):
    custom_dir: Annotated[str, _only("overrides", "where the templates are")]
    static_templates: Annotated[tuple[Text, ...], _holding("which every site has", "robots.txt", "parts.html")]


class Configuration(_OfMkDocs):
    site_name: Text
    site_url: SiteUrl
    docs_dir: Annotated[str, _only("docs", "where the tools read")] = "docs"
    use_directory_urls: Annotated[str, _only("true", "as all addresses of the site are made")] = "true"
    hooks: Annotated[tuple[Any, ...], _holding("which makes the site of the pages", "scripts/hooks.py")]
    theme: Theme
    extra: Extra = Extra()
    markdown_extensions: Annotated[
        tuple[Any, ...], _holding("by which the checks read the pages too", "attr_list", "pymdownx.saneheaders")
    ]
    plugins: tuple[Annotated[Plugin, BeforeValidator(lambda one: {one: {}} if isinstance(one, str) else one)], ...]

    @field_validator("plugins")
    @classmethod
    def _languages_are_declared(cls, value: tuple[Plugin, ...]) -> tuple[Plugin, ...]:
        if not any(one.i18n for one in value):
            fix = "Write `- i18n:` below it, with `languages:`."
            raise _unlike("a list that says which languages there are", fix)
        return value

    @property
    def languages(self) -> list[DeclaredLanguage]:
        """The first one first."""
        declared = next(one.i18n.languages for one in self.plugins if one.i18n)
        return sorted(declared, key=lambda one: not one.default)
