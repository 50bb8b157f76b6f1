"""The adapter between MkDocs and the core: one event, one call. Nothing is decided here."""

import logging
from pathlib import Path

from mkdocs.plugins import event_priority
from mkdocs.utils import write_file

from waymarks.checks import check
from waymarks.settings import read_settings
from waymarks.site import Site
from waymarks.slugs import slug
from waymarks.source import read_assets, read_pages
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
    languages = read_settings(ROOT).languages
    pages = read_pages(ROOT, languages)
    for problem in check(pages, read_assets(ROOT)):
        log.warning(problem)
    return Site(languages, tuple(page for page in pages if page.readable))


@event_priority(100)  # before static-i18n, which stops at a page that belongs to no language
def on_files(files, config):
    for file in list(files.documentation_pages()):
        if f"docs/{file.src_uri}" not in config.extra["site"].by_path:
            files.remove(file)


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
