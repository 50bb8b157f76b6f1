"""The adapter between MkDocs and the preview: MkDocs with its configuration and files kept, rendering one page at a time.

What a build does for every page is done for one, by the same events in the same order, and so by the same hooks and templates.
"""

import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from logging.handlers import BufferingHandler
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hooks
import jinja2
from mkdocs.commands.build import get_context
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import get_relative_url, is_error_template

from waymarks import source, view
from waymarks.building.handover import Handover
from waymarks.derived import Derived, derived
from waymarks.papers.qr import qr_code
from waymarks.problems import Refused
from waymarks.reading.settings import Language, not_taken_by_mkdocs

# What MkDocs has to say of a page, the check says better.
logging.getLogger("mkdocs").addHandler(logging.NullHandler())


@dataclass(frozen=True)
class _Language:
    """What MkDocs keeps of one language while it builds."""

    files: Files
    nav: Navigation
    env: jinja2.Environment


class LivePages:
    """The pages of the site that was handed over last. Not to be asked by two threads at once.

    What is raised by a template, a string table or mkdocs.yml that can't be used is raised here too.
    """

    def __init__(self, root: Path, site_url: str, given: Handover) -> None:
        self.config = _configuration(root, site_url)
        self._hand_over(given)
        self._current: Language | None = None
        self._kept = {one.code: self._keep(one) for one in given.site.languages}

    def renew(self, given: Handover) -> None:
        """Another text, the same files."""
        self._hand_over(given)
        self._current = None

    def text(self, url: str) -> str | None:
        """The page, or other text, at the address `url` below the site; None if there is none."""
        if url in self._pages:
            return self._page(self._pages[url])
        if url == "sitemap.xml" or url in self.config.theme.static_templates:
            return self._template(url, self._site.languages[0])
        of_parts = next((one for one in self._site.languages if url == view.parts(one)), None)
        if of_parts:
            return self._template("parts.html", of_parts)
        one = self._derived().get(url)
        if not one:
            return None
        return hooks.derived_text(one, self._at(one.language).env, self.config)

    def not_found(self, url: str) -> str:
        """The page that says, in the language of the address, that nothing is there."""
        default, *others = self._site.languages
        return self._template("404.html", next((one for one in others if url.startswith(one.prefix)), default))

    def picture(self, url: str) -> bytes | None:
        """The QR code that a build writes at this address, or None."""
        one = self._derived().get(url.removesuffix(view.QR))
        return qr_code(f"{self.config.site_url}{one.url}") if one and one.template == "path.html" else None

    def urls(self) -> list[str]:
        """Everything that is to be found, and so what the search's index is made from."""
        return [*self._pages, *(one.url for one in self._derived().values() if one.to_be_found)]

    def _hand_over(self, given: Handover) -> None:
        # No page is wanted before it is asked for.
        self.config.extra["given"] = replace(given, urls=frozenset(), by_request=True)
        self._site = given.site
        self._pages = {page.url: page for page in self._site.pages}

    def _derived(self) -> dict[str, Derived]:
        return self._site.once(__name__, lambda: {one.url: one for one in derived(self._site)})

    def _switch(self, language: Language) -> None:
        """As static-i18n does before it builds a language."""
        if self._current != language:
            i18n: Any = self.config.plugins["i18n"]
            i18n.current_language = language.code
            self.config.plugins.on_config(self.config)
            self._current = language

    def _keep(self, language: Language) -> _Language:
        self._switch(language)
        config, plugins = self.config, self.config.plugins
        files = plugins.on_files(get_files(config), config=config)
        set_exclusions(files, config)
        nav = plugins.on_nav(get_navigation(files, config), config=config, files=files)
        env = plugins.on_env(config.theme.get_env(), config=config, files=files)
        return _Language(files, nav, env)

    def _at(self, language: Language) -> _Language:
        self._switch(language)
        return self._kept[language.code]

    def _page(self, ours: source.Page) -> str:
        kept, config, plugins = self._at(ours.language), self.config, self.config.plugins
        page: Any = Page(None, kept.files.src_uris[ours.path.removeprefix("docs/")], config)
        page = plugins.on_pre_page(page, config=config, files=kept.files)
        page.read_source(config)
        page.markdown = plugins.on_page_markdown(page.markdown, page=page, config=config, files=kept.files)
        page.render(config, kept.files)
        page.content = plugins.on_page_content(page.content, page=page, config=config, files=kept.files)
        context = get_context(kept.nav, kept.files, config, page)
        template = kept.env.get_template(page.meta.get("template", "main.html"))
        context = plugins.on_page_context(context, page=page, config=config, nav=kept.nav)
        return plugins.on_post_page(template.render(context), page=page, config=config)

    def _template(self, name: str, language: Language) -> str:
        kept, config, plugins = self._at(language), self.config, self.config.plugins
        base = urlsplit(str(config.site_url)).path if is_error_template(name) else get_relative_url(".", name)
        template = plugins.on_pre_template(kept.env.get_template(name), template_name=name, config=config)
        context = get_context(kept.nav, kept.files, config, base_url=base)
        return template.render(plugins.on_template_context(context, template_name=name, config=config))


def _configuration(root: Path, site_url: str) -> MkDocsConfig:
    """Raises Refused with all that a build would not take either."""
    log, heard = logging.getLogger("mkdocs"), BufferingHandler(1000)
    heard.setLevel(logging.WARNING)
    log.addHandler(heard)
    try:
        with suppress(Abort):  # it has said why
            config = load_config(str(root / "mkdocs.yml"), site_url=site_url)
    finally:
        log.removeHandler(heard)
    if heard.buffer:
        raise Refused(not_taken_by_mkdocs(root, record.getMessage()) for record in heard.buffer)
    return config
