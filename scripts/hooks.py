"""The adapter between MkDocs and the core: one event, one call. Nothing is decided here."""

import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import write_file

from waymarks import source, view
from waymarks.building.handover import Handover, read_handover
from waymarks.checks.checked import checked
from waymarks.data.files import write_data
from waymarks.derived import Derived, derived
from waymarks.ledgers.revision import read_revision
from waymarks.news.feeds import write_feeds
from waymarks.papers.qr import qr_code
from waymarks.problems import Refused, Weight
from waymarks.reading.drafts import SHOWN
from waymarks.reading.settings import Language, read_settings
from waymarks.reading.strings import read_strings
from waymarks.search.index import write_index
from waymarks.site import Site, relate
from waymarks.text.hyphens import Breaks, Hyphens, read_breaks
from waymarks.text.markup import clean, endurable
from waymarks.text.slugs import anchor
from waymarks.views.compiled import Compiled
from waymarks.views.passages import by_document
from waymarks.views.tables import Tables

ROOT = Path(__file__).resolve().parent.parent
# Only warnings on loggers named mkdocs.* count in a strict build.
log = logging.getLogger("mkdocs.pejlemaerker")
COMPILED = Compiled()  # MkDocs has an environment for each language, of the same templates


@event_priority(-200)  # after static-i18n, which sets the language
def on_config(config: MkDocsConfig) -> None:
    """Read and check the content once; static-i18n sends this event again for every language."""
    # Every template is ours. MkDocs would look at each file of the theme's, of which 14,000 are icons.
    config.theme.dirs = [config.theme.custom_dir or ""]
    if "given" not in config.extra:
        config.extra["given"] = _given()
    language = _language(config)
    config.extra["words"] = read_strings(ROOT, language.code)
    config.extra["entries"] = view.entries(_site(config), language)
    config.extra["around"] = view.Around(
        view.read_figures(ROOT),
        config.extra["given"].review,
        config.extra["footer"],
        config.extra["words"],
        config.site_url or "",
        config.site_name,
    )
    config.nav = ["index.md"]  # static-i18n wants a home page; menus are made of the site's tree
    config.mdx_configs.setdefault("toc", {})["slugify"] = anchor
    named = [one for one in config.markdown_extensions if isinstance(one, str)]
    config.extra["breaks"] = Breaks(read_breaks(ROOT))
    config.extra["markdown_extensions"] = [*named, Tables(), Hyphens(config.extra["breaks"])]


def _given() -> Handover:
    given = read_handover(os.environ)
    if given:
        return given
    try:
        settings = read_settings(ROOT)
    except Refused as refused:
        raise Abort("\n".join(refused.lines)) from None
    content, found = checked(ROOT, settings, datetime.now(UTC))
    for problem in found:
        log.log(logging.WARNING if problem.weight == Weight.fault else logging.INFO, problem)
    content = content.with_drafts if SHOWN in os.environ else content
    return Handover(relate(content, read_revision(ROOT).changed), content.published, settings.review)


@event_priority(100)
def _before_static_i18n(files: Files, config: MkDocsConfig) -> None:
    """static-i18n stops at a page that belongs to no language, and drops what both languages share from the second.

    Of docs/ only what was read is shipped, here what others do not render, and of the theme's own files none: its scripts, styles and fonts are not used.
    """
    for file in list(files):
        if file.src_dir != config.theme.custom_dir and not _is_shipped(file, config):
            files.remove(file)
    folders = {language.code for language in _site(config).languages}
    config.extra["shared"] = [file for file in files if Path(file.src_uri).parts[0] not in folders]


def _is_shipped(file: File, config: MkDocsConfig) -> bool:
    path = f"docs/{file.src_uri}"
    page = _site(config).by_path.get(path)
    is_read = file.src_dir == config.docs_dir and path in config.extra["given"].published
    # static-i18n would make much of the other languages' pages before it leaves them out.
    return is_read and (page is None or (page.language == _language(config) and path in config.extra["given"].needed))


@event_priority(-200)
def _after_static_i18n(files: Files, config: MkDocsConfig) -> None:
    for file in config.extra["shared"]:
        if file.src_uri not in files.src_uris:
            files.append(file)
    language = _language(config)
    # Pages that are not translated yet can be linked to; what stands there is a derived page.
    for page in _site(config).untranslated(language):
        path = f"{language.code}/{page.id}"
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.EXCLUDED))
    for file in files:
        ours = _site(config).by_path.get(f"docs/{file.src_uri}")
        if ours and not config.extra["given"].wants(ours.url):
            file.inclusion = InclusionLevel.EXCLUDED


on_files = CombinedEvent(_before_static_i18n, _after_static_i18n)


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    site, language = _site(config), _language(config)
    env.bytecode_cache = COMPILED
    env.auto_reload = False  # asks the disk for each part of each page; the preview has a new one for each build
    env.trim_blocks = env.lstrip_blocks = env.autoescape = True
    env.filters["may_break"] = config.extra["breaks"]
    env.filters["by_document"] = by_document
    env.globals["s"] = config.extra["words"]
    env.globals["languages"] = [(language, read_strings(ROOT, language.code)) for language in site.languages]
    shared: Any = env.get_template("partials/spoken.html").module
    env.globals |= {"spoken": shared.spoken, "foreign": shared.foreign}
    for one in derived(site):
        if one.language == language and config.extra["given"].wants(one.url):
            _write(one, env, config)


def _write(one: Derived, env: Environment, config: MkDocsConfig) -> None:
    write_file(derived_text(one, env, config).encode(), f"{config.site_dir}/{one.url}index.html")
    if one.template == "path.html":
        write_file(qr_code(config.extra["around"].site_url + one.url), f"{config.site_dir}/{one.url}{view.QR}")


def derived_text(one: Derived, env: Environment, config: MkDocsConfig) -> str:
    """A page that is none of MkDocs's: it has no file in docs/."""
    context = view.context(_site(config), one, config.extra["around"])
    base_url = "../" * one.url.count("/")
    return env.get_template(one.template).render(config=config, page=None, base_url=base_url, **context)


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Templates get what the schema let through, whatever else the front matter holds."""
    ours, site = _ours(page, config), _site(config)
    page.meta = view.meta(site, ours)
    written = view.written(site, ours, config.extra["words"])
    own = view.markdown_extensions(site.vocabularies[ours.language.code], written)
    config.markdown_extensions = [*config.extra["markdown_extensions"], *own]  # type: ignore[list-item]  # it takes both
    return endurable(markdown)


def on_page_content(html: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    return clean(html)


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> None:
    ours = _ours(page, config)
    context.update(view.context(_site(config), ours, config.extra["around"]))
    context["explained"] = view.explained(config.extra["entries"], page.content or "")


def on_template_context(context: dict[str, Any], template_name: str, config: MkDocsConfig) -> None:
    site, language = _site(config), _language(config)
    context.update(view.shell(site, language, None, config.extra["footer"]))
    # Each language writes it anew: the last one's stays.
    stays = language == site.languages[-1] or config.extra["given"].by_request
    context["sitemap"] = view.sitemap(site) if template_name == "sitemap.xml" and stays else ()


def on_post_template(output: str, template_name: str, config: MkDocsConfig) -> str:
    """MkDocs writes one 404.html; each language gets its own, the default one at the root. And each gets its parts."""
    language = _language(config)
    files = {"parts.html": view.parts(language), "404.html": f"{language.prefix}404.html"}
    if files.get(template_name, template_name) == template_name:
        return output
    write_file(output.encode(), f"{config.site_dir}/{files[template_name]}")
    return ""


@event_priority(-200)  # after static-i18n, which builds the other languages in this event
def on_post_build(config: MkDocsConfig) -> None:
    # The last time that this event comes, all languages are there; unless others render a part of them.
    i18n: Any = config.plugins["i18n"]
    if not i18n.building and not config.extra["given"].is_share:
        folder, site = Path(config.site_dir), _site(config)
        write_data(folder, site, read_settings(ROOT))
        write_feeds(folder, ROOT, site, config.extra["around"].site_url)
        write_index(folder, ROOT, site, site.languages)


def _site(config: MkDocsConfig) -> Site:
    site: Site = config.extra["given"].site
    return site


def _language(config: MkDocsConfig) -> Language:
    return next(one for one in _site(config).languages if one.code == config.theme["language"])


def _ours(page: Page, config: MkDocsConfig) -> source.Page:
    return _site(config).by_path[f"docs/{page.file.src_uri}"]
