"""The adapter between MkDocs and the core: one event, one call. Nothing is decided here."""

import logging
from pathlib import Path

from mkdocs.plugins import CombinedEvent, event_priority
from mkdocs.utils import write_file

from waymarks.checks import check
from waymarks.settings import read_settings
from waymarks.site import Site
from waymarks.slugs import slug
from waymarks.source import read_content
from waymarks.strings import read_strings

ROOT = Path(__file__).resolve().parent.parent
# Only warnings on loggers named mkdocs.* count in a strict build.
log = logging.getLogger("mkdocs.pejlemaerker")


@event_priority(-200)  # after static-i18n, which sets the language
def on_config(config):
    """Read and check the content once; static-i18n sends this event again for every language."""
    if "site" not in config.extra:
        config.extra["site"] = _read()
    config.nav = config.extra["site"].navigation(_language(config))
    config.mdx_configs.setdefault("toc", {})["slugify"] = slug


def _read():
    content = read_content(ROOT, read_settings(ROOT).languages)
    for problem in check(content):
        log.warning(problem)
    return Site(content.languages, tuple(page for page in content.pages if page.readable))


@event_priority(100)
def _before_static_i18n(files, config):
    """static-i18n stops at a page that belongs to no language, and drops what both languages share from the second."""
    for file in list(files.documentation_pages()):
        if f"docs/{file.src_uri}" not in config.extra["site"].by_path:
            files.remove(file)
    folders = {language.code for language in config.extra["site"].languages}
    config.extra["shared"] = [file for file in files if Path(file.src_uri).parts[0] not in folders]


@event_priority(-200)
def _after_static_i18n(files, config):
    for file in config.extra["shared"]:
        if file.src_uri not in files.src_uris:
            files.append(file)


on_files = CombinedEvent(_before_static_i18n, _after_static_i18n)


def on_env(env, config, files):
    site = config.extra["site"]
    env.globals["s"] = read_strings(ROOT, _language(config).code)
    env.globals["languages"] = [(language, read_strings(ROOT, language.code)) for language in site.languages]


def on_page_markdown(markdown, page, config, files):
    """Templates get what the schema let through, whatever else the front matter holds."""
    ours = _ours(page, config)
    page.meta = {"title": ours.title, "description": ours.description}


def on_page_context(context, page, config, nav):
    site, ours = config.extra["site"], _ours(page, config)
    context["provenance"] = site.provenance(ours)
    context["statements"] = [statement.id for statement in ours.statements]
    context["alternates"] = site.alternates(ours.language, ours)


def on_template_context(context, template_name, config):
    context["alternates"] = config.extra["site"].alternates(_language(config), None)


def on_post_template(output, template_name, config):
    """MkDocs writes one 404.html; each language gets its own, the default one at the root."""
    language = _language(config)
    if template_name != "404.html" or language.default:
        return output
    write_file(output.encode(), f"{config.site_dir}/{language.prefix}{template_name}")
    return ""


def _language(config):
    return next(one for one in config.extra["site"].languages if one.code == config.theme["language"])


def _ours(page, config):
    return config.extra["site"].by_path[f"docs/{page.file.src_uri}"]
