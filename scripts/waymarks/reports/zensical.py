"""What Zensical, another engine, makes of each language's pages: what it gives, and what of this site it lacks.

It runs no hooks and no plugins, and its templates are others, so it gets each language's folder as a site of its own.
"""

import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from lxml import html

from waymarks.derived import derived
from waymarks.machine.refusals import Failure
from waymarks.problems import counted
from waymarks.reading.settings import Language
from waymarks.reports.report import Asked, Report
from waymarks.site import Site

_SHOWN = 3  # examples of what is missing, in the text; programs get all


@dataclass(frozen=True)
class Tree:
    """What was made of one language, of so many pages with so many statements and headings.

    `lost` names what is missing: "addresses" of pages below the site, the "language" that `<html lang>` says, the anchors
    (`address#id`) of "statements" and of "headings". `derived` counts, by template, the pages of this site that have no file
    for Zensical to read.
    """

    language: str
    counts: dict[str, int]
    lost: dict[str, list[str]]
    derived: dict[str, int]


def report(asked: Asked) -> Report:
    """Raises Failure when Zensical can't build."""
    trees = [_tree(asked, language) for language in asked.site.languages]
    lost = sum(len(missing) for tree in trees for missing in tree.lost.values())
    pages = sum(tree.counts["addresses"] for tree in trees)
    summary = f"Zensical {version('zensical')} builds {counted(pages, 'page', 'pages')}, and keeps all but {lost} of their addresses, languages and anchors."
    told = ("\n".join(_lines(tree)) for tree in trees)
    return Report("\n\n".join((summary, *told, _LACKS)), summary, [asdict(tree) for tree in trees])


_LACKS = (
    "It does not run this site's hooks, templates and plugins. So it lacks the design, the source labels and notes at "
    "statements, glossary explanations, the switch between the languages, the search, the checks and the server's files."
)


def _tree(asked: Asked, language: Language) -> Tree:
    with TemporaryDirectory() as folder:
        _build(asked.root, Path(folder), language)
        return _compared(asked.site, language, Path(folder, "site"))


def _build(root: Path, folder: Path, language: Language) -> None:
    ours = yaml.load((root / "mkdocs.yml").read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    config = {
        "site_name": ours["site_name"],
        "docs_dir": "docs",
        "site_dir": "site",
        "theme": {"language": language.code, "font": False},
        "markdown_extensions": ours["markdown_extensions"],
    }
    # Zensical wants the content below its configuration, follows no link out of there, and writes its cache beside it.
    shutil.copytree(root / "docs" / language.code, folder / "docs")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(config), "utf-8")
    command = [sys.executable, "-m", "zensical", "build", "-f", "mkdocs.yml"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"Zensical stopped: {(done.stderr or done.stdout).strip().splitlines()[-1]}")


def _compared(site: Site, language: Language, built: Path) -> Tree:
    pages = [page for page in site.pages if page.language == language]
    made = {page.url: _read(built / page.url.removeprefix(language.prefix) / "index.html") for page in pages}
    own = {page.url: {one.id for one in page.statements} for page in pages}
    wanted = {
        "addresses": [(url, lang is not None) for url, (lang, _) in made.items()],
        "language": [(url, lang == language.code) for url, (lang, _) in made.items()],
        "statements": [(f"{url}#{id}", id in ids) for url, (_, ids) in made.items() for id in sorted(own[url])],
        "headings": [
            (f"{page.url}#{id}", id in made[page.url][1])
            for page in pages
            for id in sorted(page.anchors - own[page.url])
        ],
    }
    return Tree(
        language.code,
        {what: len(all) for what, all in wanted.items()},
        {what: [name for name, kept in all if not kept] for what, all in wanted.items()},
        dict(sorted(Counter(one.template for one in derived(site) if one.language == language).items())),
    )


def _read(file: Path) -> tuple[str | None, frozenset[str]]:
    """A built page's language and its ids; none if it was not built."""
    if not file.is_file():
        return None, frozenset()
    tree = html.fromstring(file.read_bytes())
    return tree.get("lang", ""), frozenset(filter(None, (one.get("id") for one in tree.iter())))


def _lines(tree: Tree) -> Iterator[str]:
    yield tree.language
    for what, names in tree.lost.items():
        some = f": {', '.join(names[:_SHOWN])}{' …' if len(names) > _SHOWN else ''}" if names else ""
        yield f"  {what}: {tree.counts[what] - len(names)} of {tree.counts[what]} are kept; {len(names)} are not{some}"
    lacking = ", ".join(f"{count} by {template}" for template, count in tree.derived.items())
    yield f"  it lacks the pages that have no file of their own: {lacking}"
