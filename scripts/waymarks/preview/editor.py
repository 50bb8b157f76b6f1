"""The page on which texts are changed, in the preview: with forms for the pages as they are now, drafts too,
and what is wrong with each."""

from dataclasses import replace
from pathlib import Path

from waymarks.editing.editor import editor, forms, lay_out, place_of
from waymarks.preview.draft import Draft


class LiveEditor:
    """The page that mkdocs.yml asks for. `folder` has what it loads, `headers` are sent otherwise with it.

    Raises as editing.editor does.
    """

    def __init__(self, draft: Draft, folder: Path) -> None:
        self.folder, self._draft = folder, draft
        made = editor(draft.root, draft.settings)
        self.is_wanted = made is not None
        self.page, self.headers = (made.page, made.headers) if made else ("", {})
        if made:
            folder.mkdir()
            lay_out(draft.root, folder)

    def form(self, name: str) -> str | None:
        """The file of that name, made of the content as it is; None if no form is called that."""
        with self._draft.lock:
            settings = replace(self._draft.settings, site_url=self._draft.site_url)
            return forms(self._draft.root, self._draft.content.with_drafts, settings).get(name)

    def url_of(self, place: str) -> str | None:
        """The address, below the site, of the page that is changed at `place`, the part after `#`; None if none is."""
        with self._draft.lock:
            pages = self._draft.content.with_drafts.pages
            return next((page.url for page in pages if place_of(page) == place), None)
