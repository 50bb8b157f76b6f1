"""Editing: when mkdocs.yml asks for it, a release gets a page at /redaktion/ on which its texts are changed, with Sveltia CMS."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from waymarks.editing.form import Labels, fields, read_labels
from waymarks.equipment.compression import compress, compress_all
from waymarks.equipment.policy import editor_headers, editor_policy, source_of
from waymarks.folders import EDITOR
from waymarks.machine.compact import compact
from waymarks.machine.disk import below, lay
from waymarks.machine.refusals import Failure, refusal_in
from waymarks.reading.settings import Language, Settings
from waymarks.source import Content, Page

# Below the project's root: what is ours, and where npm puts what is not.
_OURS, _INSTALLED = "scripts/cms", ".cache/cms"
_PACKAGE = f"{_INSTALLED}/node_modules/@sveltia/cms"
# The languages that the editor's own words are shipped in; a browser in any other one gets the last.
_LOCALES = ("da", "en-GB", "en-US")
# Whom an editor's browser talks to. None for a folder on this machine.
_HOSTS = {"local": (), "github": ("https://api.github.com",), "gitlab": ("https://gitlab.com",)}
# Its styles name three fonts at another host, beside the copies of the same that it brings and loads.
_FOREIGN_FONT = re.compile(r"@font-face \{[^{}]*url\(https:[^{}]*\}")


@dataclass(frozen=True)
class Editor:
    """A page on which texts are changed. `headers` are sent otherwise with it, and with all that it loads."""

    headers: Mapping[str, str]
    page: str


def editor(root: Path, settings: Settings) -> Editor | None:
    """The page that mkdocs.yml asks for, with its program installed; None if it asks for none.

    Raises Failure when npm does not install, OSError.
    """
    if not settings.cms:
        return None
    hosts = _HOSTS[settings.cms["backend"]]
    _install(root)
    import_map = _import_map(root / _PACKAGE / "locales")
    scripts = [source_of(import_map.encode())]
    page = (root / _OURS / "index.html").read_text("utf-8").replace("{{ import_map }}", import_map)
    policy = escape(editor_policy(hosts, scripts, in_page=True), quote=False)
    return Editor(editor_headers(hosts, scripts), page.replace("{{ policy }}", policy))


def add_editor(root: Path, folder: Path, page: str, content: Content, settings: Settings) -> None:
    """Put the page and all that it loads into the built site in `folder`, with compressed copies. Raises Failure, OSError."""
    there = folder / EDITOR
    lay_out(root, there)
    for name, text in {"index.html": page, **forms(root, content, settings)}.items():
        lay(there / name, text.encode())
        compress(there / name, text.encode())
    compress_all([there / path for path in below(there)])


def lay_out(root: Path, there: Path) -> None:
    """Put into the folder what the page loads, but for the forms. Raises Failure, OSError."""
    _copy(root / _PACKAGE, there / "sveltia")
    shutil.copy(root / _OURS / "start.js", there)


def forms(root: Path, content: Content, settings: Settings) -> dict[str, str]:
    """What the page is told of the content, in each language that a browser may have, by the names of the files. Raises OSError."""
    return {
        # JSON is YAML too, and leaves no doubt about quotes.
        f"config.{code}.yml": compact(configuration(content, settings, labels)) + "\n"
        for code, labels in read_labels(root).items()
    }


def configuration(content: Content, settings: Settings, labels: Labels) -> dict[str, Any]:
    """What Sveltia CMS is told: whose repository it is, and each page with its fields."""
    first = settings.languages[0].code
    return {
        "backend": _backend(settings.cms),
        "site_url": settings.site_url,
        "media_folder": "docs/assets",
        "public_folder": "/assets",
        "output": {"omit_empty_optional_fields": True},
        "editor": {"preview": False},
        "i18n": {
            "structure": "multiple_folders",
            "locales": [one.code for one in settings.languages],
            "default_locale": first,
        },
        "collections": list(_collections(content, settings.languages, labels)),
    }


def _backend(cms: Mapping[str, str]) -> dict[str, Any]:
    """With an access token nobody else has a part in signing in: the other way goes over a third party's server."""
    if cms["backend"] == "local":
        # Sveltia opens a folder only beside a host. This one has no address, and the policy lets nothing through to it.
        return {"name": "gitea", "repo": "pejlemaerker/mappe", "branch": "main", "auth_methods": ["token"]}
    branch = cms.get("branch") or "main"
    return {"name": cms["backend"], "repo": cms["repo"], "branch": branch, "auth_methods": ["token"]}


def _collections(content: Content, languages: tuple[Language, ...], labels: Labels) -> Iterator[dict[str, Any]]:
    """The pages by folder, each folder called as its first page."""
    twins = {(page.language.code, page.id) for page in content.pages}
    pages = sorted(
        (page for page in content.pages if page.language == languages[0]),
        key=lambda one: (one.folder, not one.is_index),
    )
    for folder, there in groupby(pages, lambda one: one.folder):
        inside = list(there)
        yield {
            "name": _collection(inside[0]),
            "label": inside[0].title if folder else labels["site"]["label"],
            "i18n": True,
            "files": [
                {
                    "name": _entry(one),
                    "label": one.title,
                    "file": f"docs/{{{{locale}}}}/{one.id}",
                    "i18n": {"locales": [code.code for code in languages if (code.code, one.id) in twins]},
                    "fields": fields(one, labels),
                }
                for one in inside
            ],
        }


def place_of(page: Page) -> str:
    """Where the page is changed: the part after `#` of the address."""
    return f"/collections/{_collection(page)}/entries/{_entry(page)}"


def _collection(page: Page) -> str:
    return page.folder.replace("/", "_") or "forside"


def _entry(page: Page) -> str:
    return "index" if page.is_index else page.slug


def _install(root: Path) -> None:
    """Let npm lay the package of the lock file below .cache/, with the sums that stand there; a second time it is there already."""
    there, lock = root / _INSTALLED, (root / _OURS / "package-lock.json").read_bytes()
    stamp = there / "node_modules" / ".stamp"
    if stamp.is_file() and stamp.read_bytes() == lock:
        return
    if not shutil.which("npm"):
        raise Failure("`extra.cms` in mkdocs.yml needs npm, which is not there. Install it: apt install npm")
    there.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copy(root / _OURS / name, there)
    command = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error".split()
    done = subprocess.run(command, cwd=there, capture_output=True, text=True)
    if done.returncode:
        last = next((line for line in done.stderr.splitlines() if line.strip()), "no message")
        raise refusal_in(done.stderr) or Failure(f"npm can't install Sveltia CMS: {last}")
    stamp.write_bytes(lock)


def _copy(package: Path, to: Path) -> None:
    """The release's own files, without maps for its makers. Its words are JSON, which a browser does not import: as
    modules they are the same."""
    shutil.copytree(package / "npm", to / "npm", ignore=shutil.ignore_patterns("*.map"))
    program = to / "npm" / "index.js"
    text, count = _FOREIGN_FONT.subn("", program.read_text("utf-8"))
    if not count:
        raise Failure(
            "Sveltia CMS is not as scripts/cms/package-lock.json has it. Delete .cache/cms, then build again."
        )
    program.write_text(text, "utf-8")
    shutil.copy(package / "LICENSE.txt", to)
    for name in _LOCALES:
        words = (package / "locales" / f"{name}.json").read_text("utf-8")
        lay(to / "locales" / f"{name}.js", f"export default {words}".encode())


def _import_map(locales: Path) -> str:
    """Where the words are that the program asks for, below the page's own address."""
    there = {
        name: name if name in _LOCALES else _LOCALES[-1]
        for name in sorted(file.stem for file in locales.glob("*.json"))
    }
    imports = {f"./sveltia/locales/{name}.json": f"./sveltia/locales/{other}.js" for name, other in there.items()}
    return compact({"imports": imports})
