"""The adapter between MkDocs and the core: one event, one call. Nothing is decided here."""

import logging
import os
from datetime import UTC, datetime
from functools import cache, partial
from pathlib import Path

from mkdocs.exceptions import Abort
from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.structure.files import File, InclusionLevel
from mkdocs.utils import write_file

from waymarks import view
from waymarks.checked import checked
from waymarks.compiled import Compiled
from waymarks.data.files import write_data
from waymarks.derived import derived
from waymarks.drafts import SHOWN
from waymarks.feeds import feeds, write_feeds
from waymarks.handover import Handover, read_handover
from waymarks.hyphens import Breaks, Hyphens, read_breaks
from waymarks.markup import clean, endurable
from waymarks.problems import Refused, Weight
from waymarks.qr import qr_code
from waymarks.revision import read_revision
from waymarks.search.index import write_index
from waymarks.settings import read_settings
from waymarks.site import relate
from waymarks.slugs import slug
from waymarks.strings import read_strings
from waymarks.tables import Tables

ROOT = Path(__file__).resolve().parent.parent
# Only warnings on loggers named mkdocs.* count in a strict build.
log = logging.getLogger("mkdocs.pejlemaerker")
COMPILED = Compiled()  # MkDocs has an environment for each language, of the same templates


@event_priority(-200)  # after static-i18n, which sets the language
def on_config(config):
    """Read and check the content once; static-i18n sends this event again for every language."""
    # Every template is ours. MkDocs would look at each file of the theme's, of which 14,000 are icons.
    config.theme.dirs = [config.theme.custom_dir]
    if "site" not in config.extra:
        hand_over(config, _given())
        config.extra["figures"] = view.read_figures(ROOT)
    language = _language(config)
    config.extra["words"] = read_strings(ROOT, language.code)
    config.extra["entries"] = view.entries(config.extra["site"], language)
    config.extra["around"] = view.Around(
        config.extra["figures"],
        config.extra["given"].review,
        config.extra["footer"],
        cache(partial(feeds, config.extra["site"], language)),
        config.extra["words"],
        config.site_url,
        config.site_name,
    )
    config.nav = ["index.md"]  # static-i18n wants a home page; menus are made of the site's tree
    config.mdx_configs.setdefault("toc", {})["slugify"] = slug
    named = [one for one in config.markdown_extensions if isinstance(one, str)]
    config.extra["breaks"] = Breaks(read_breaks(ROOT))
    config.extra["markdown_extensions"] = [*named, Tables(), Hyphens(config.extra["breaks"])]


def hand_over(config, given):
    """What is rendered from now on."""
    config.extra["given"] = given
    config.extra["site"], config.extra["published"] = given.site, given.published


def _given():
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
def _before_static_i18n(files, config):
    """static-i18n stops at a page that belongs to no language, and drops what both languages share from the second.

    Of docs/ only what was read is shipped, here what others do not render, and of the theme's own files none: its scripts, styles and fonts are not used.
    """
    for file in list(files):
        if file.src_dir != config.theme.custom_dir and not _is_shipped(file, config):
            files.remove(file)
    folders = {language.code for language in config.extra["site"].languages}
    config.extra["shared"] = [file for file in files if Path(file.src_uri).parts[0] not in folders]


def _is_shipped(file, config):
    path = f"docs/{file.src_uri}"
    page = config.extra["site"].by_path.get(path)
    is_read = file.src_dir == config.docs_dir and path in config.extra["published"]
    # static-i18n would make much of the other languages' pages before it leaves them out.
    return is_read and (page is None or (page.language == _language(config) and path in config.extra["given"].needed))


@event_priority(-200)
def _after_static_i18n(files, config):
    for file in config.extra["shared"]:
        if file.src_uri not in files.src_uris:
            files.append(file)
    language = _language(config)
    # Pages that are not translated yet can be linked to; what stands there is a derived page.
    for page in config.extra["site"].untranslated(language):
        path = f"{language.code}/{page.id}"
        files.append(File.generated(config, path, content="", inclusion=InclusionLevel.EXCLUDED))
    for file in files:
        page = config.extra["site"].by_path.get(f"docs/{file.src_uri}")
        if page and not config.extra["given"].wants(page.url):
            file.inclusion = InclusionLevel.EXCLUDED


on_files = CombinedEvent(_before_static_i18n, _after_static_i18n)


def on_env(env, config, files):
    site, language = config.extra["site"], _language(config)
    env.bytecode_cache = COMPILED
    env.auto_reload = False  # asks the disk for each part of each page; the preview has a new one for each build
    env.trim_blocks = env.lstrip_blocks = env.autoescape = True
    env.filters["may_break"] = config.extra["breaks"]
    env.globals["s"] = config.extra["words"]
    env.globals["languages"] = [(language, read_strings(ROOT, language.code)) for language in site.languages]
    for one in derived(site):
        if one.language == language and config.extra["given"].wants(one.url):
            _write(one, env, config)


def _write(one, env, config):
    write_file(derived_text(one, env, config).encode(), f"{config.site_dir}/{one.url}index.html")
    if one.template == "path.html":
        write_file(qr_code(config.site_url + one.url), f"{config.site_dir}/{one.url}{view.QR}")


def derived_text(one, env, config):
    """A page that is none of MkDocs's: it has no file in docs/."""
    context = view.context(config.extra["site"], one, config.extra["around"])
    base_url = "../" * one.url.count("/")
    return env.get_template(one.template).render(config=config, page=None, base_url=base_url, **context)


def on_page_markdown(markdown, page, config, files):
    """Templates get what the schema let through, whatever else the front matter holds."""
    ours, site = _ours(page, config), config.extra["site"]
    page.meta = view.meta(site, ours)
    written = view.written(site, ours, config.extra["words"])
    own = view.markdown_extensions(site.vocabularies[ours.language.code], written)
    config.markdown_extensions = [*config.extra["markdown_extensions"], *own]
    return endurable(markdown)


def on_page_content(html, page, config, files):
    return clean(html)


def on_page_context(context, page, config, nav):
    ours = _ours(page, config)
    context.update(view.context(config.extra["site"], ours, config.extra["around"]))
    context["explained"] = view.explained(config.extra["entries"], page.content)


def on_template_context(context, template_name, config):
    site, language = config.extra["site"], _language(config)
    context.update(view.shell(site, language, None, config.extra["footer"]))
    # Each language writes it anew: the last one's stays.
    stays = language == site.languages[-1] or config.extra["given"].by_request
    context["sitemap"] = view.sitemap(site) if template_name == "sitemap.xml" and stays else ()


def on_post_template(output, template_name, config):
    """MkDocs writes one 404.html; each language gets its own, the default one at the root. And each gets its parts."""
    language = _language(config)
    files = {"parts.html": view.parts(language), "404.html": f"{language.prefix}404.html"}
    if files.get(template_name, template_name) == template_name:
        return output
    write_file(output.encode(), f"{config.site_dir}/{files[template_name]}")
    return ""


@event_priority(-200)  # after static-i18n, which builds the other languages in this event
def on_post_build(config):
    # The last time that this event comes, all languages are there; unless others render a part of them.
    if not config.plugins["i18n"].building and not config.extra["given"].is_share:
        write_data(Path(config.site_dir), config.extra["site"], read_settings(ROOT))
        write_feeds(Path(config.site_dir), ROOT, config.extra["site"], config.site_url)
        write_index(Path(config.site_dir), ROOT, config.extra["site"], config.extra["site"].languages)


def _language(config):
    return next(one for one in config.extra["site"].languages if one.code == config.theme["language"])


def _ours(page, config):
    return config.extra["site"].by_path[f"docs/{page.file.src_uri}"]
