"""A site of four pages in two languages, for tests: one place, one document, two statements."""

import gzip
import re
import shutil
from pathlib import Path

from waymarks.ledgers.twin_ledger import LIST, TwinLedger
from waymarks.problems import Problem
from waymarks.reading.settings import read_settings
from waymarks.relations.addresses import addresses
from waymarks.relations.twins import pairs
from waymarks.site import relate
from waymarks.source import read_content
from waymarks.verify import look

REPOSITORY = Path(__file__).resolve().parent.parent
# Python may be compiling in the original, for another worker, at this moment. What is compiled is copied: it is right where the copy of
# its source has the same time and size, and saves each command that a test starts a fifth of its work.
HALF_COMPILED = shutil.ignore_patterns("*.pyc.*")

PAGES = {
    "docs/da/index.md": """\
        ---
        title: Forside
        description: Alle huse.
        kind: overview
        ---

        # Forside

        [Huset](hus/index.md)
        """,
    "docs/en/index.md": """\
        ---
        title: Front page
        description: All houses.
        ---

        # Front page

        [The house](hus/index.md)
        """,
    "docs/da/kommuner-og-tilbud.md": """\
        ---
        title: Kommuner og tilbud
        description: Her er alle huse.
        kind: overview
        ---

        # Kommuner og tilbud
        """,
    "docs/en/kommuner-og-tilbud.md": """\
        ---
        title: Municipalities and services
        description: Here are all houses.
        ---

        # Municipalities and services
        """,
    "docs/da/hus/index.md": """\
        ---
        title: Huset
        description: Et hus.
        kind: overview
        organisation:
          id: huset
          type: facility
          name: Huset
        sources:
          - id: husets-ord
            title: Husets ord
            adopted: 2020-05-01
            adopted_at: husmøde
        ---

        # Huset
        """,
    "docs/en/hus/index.md": """\
        ---
        title: The house
        description: A house.
        organisation:
          name: The house
        sources:
          - id: husets-ord
            title: The words of the house
            adopted_at: house meeting
        ---

        # The house
        """,
    "docs/da/hus/vaerdier.md": """\
        ---
        title: Husets værdier
        description: To værdier.
        kind: values
        source: husets-ord
        ---

        # Husets værdier

        ## Ro {#hus-vaerdier-01}

        Huset arbejder for ro.
        {: #hus-vaerdier-02 }
        """,
    "docs/en/hus/vaerdier.md": """\
        ---
        title: The values of the house
        description: Two values.
        ---

        # The values of the house

        ## Calm {#hus-vaerdier-01}

        The house works for calm.
        {: #hus-vaerdier-02 }
        """,
    # Both translations are confirmed. A fingerprint that is another one day would make every translation await one.
    "docs/twins.yml": """\
        en/hus-vaerdier-01: 14cb78d8521f
        en/hus-vaerdier-02: 0bc7cedfcaf9
        """,
}


def write(root: Path, pages: dict[str, str | bytes | None]) -> None:
    """Write the files below `root`; None deletes one. Text is dedented."""
    for path, content in pages.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            file.unlink()
        else:
            file.write_bytes(content if isinstance(content, bytes) else dedented(content).encode())


NEW_PAGE = {
    "docs/da/ny.md": "---\ntitle: Ny\ndescription: En ny side.\nkind: overview\n---\n\n# Ny\n",
    "docs/en/ny.md": "---\ntitle: New\ndescription: A new page.\n---\n\n# New\n",
}


SEARCH = {
    "docs/da/soeg.md": "---\ntitle: Søg\ndescription: Søg her.\nkind: search\nin_menu: false\n---\n\n# Søg\n",
    "docs/en/soeg.md": "---\ntitle: Search\ndescription: Search here.\n---\n\n# Search\n",
}


def replace(file: Path, *pairs: tuple[str, str], times: int = -1) -> None:
    """In `file`, put the second of each pair wherever the first stands (or the first `times`). It must stand there: else a test
    would change nothing."""
    text = file.read_text("utf-8")
    for old, new in pairs:
        assert old in text, f"{file}: {old!r}"
        text = text.replace(old, new, times)
    file.write_text(text, "utf-8")


def change(root: Path) -> None:
    """Another page, and other words in one statement."""
    write(root, NEW_PAGE)
    replace(root / "docs" / "da" / "hus" / "vaerdier.md", ("arbejder for ro", "arbejder for fred"))


def dedented(text: str) -> str:
    """`text` without the margin that its first line has."""
    margin = len(text) - len(text.lstrip(" "))
    return "".join(line[margin:] if line.startswith(" " * margin) else line for line in text.splitlines(keepends=True))


def confirm(root: Path) -> None:
    """Every translation is confirmed, whatever the ledger says."""
    content = read_content(root, read_settings(root).languages).with_drafts
    ours = addresses(content.pages, content.ledger)
    LIST.write(root, [f"{pair.key}: {pair.fingerprint}" for pair in pairs(content.pages, TwinLedger(), ours)])


def content(root: Path) -> Path:
    """The pages, the ledger and mkdocs.yml: all that reading and checking need."""
    settings = (REPOSITORY / "mkdocs.yml").read_text("utf-8")
    (root / "mkdocs.yml").write_text(re.sub("footer: .*", "footer: []  # none of them is there", settings), "utf-8")
    write(root, PAGES)
    return root


def site(root: Path) -> Path:
    """A whole project with these pages and this repository's commands, templates and Python. People's words are of other pages."""
    tools(root)
    (root / "scripts" / "search" / "asked.yml").write_bytes(b"# None.\n")
    return content(root)


def tools(root: Path) -> None:
    """Everything of this repository but its content, and its `.venv` as a link."""
    for folder in ("scripts", "overrides"):
        shutil.copytree(REPOSITORY / folder, root / folder, ignore=HALF_COMPILED)
    for file in ("mkdocs.yml", "requirements.txt"):
        shutil.copy(REPOSITORY / file, root / file)
    (root / ".venv").symlink_to(REPOSITORY / ".venv")


def verified(root: Path, folder: Path) -> list[Problem]:
    """What is wrong in the site of `root` as it is built in `folder`."""
    settings = read_settings(root)
    found, _ = look(folder, relate(read_content(root, settings.languages)), settings.site_url, {})
    return found


def packed(file: Path) -> int:
    """The bytes of a file as a web server sends it."""
    return len(gzip.compress(file.read_bytes(), 9))


def searched(folder: Path, code: str) -> str:
    """Everything that the search of one language can find in the built site `folder`."""
    files = sorted((folder / "assets" / "search" / code).rglob("*.*"))
    return "".join(file.read_text("utf-8") for file in files if file.suffix in (".json", ".txt"))


# Every component that Markdown can make, on one page, for the tests that look at components.
COMPONENTS = """\
    ---
    title: Alle dele
    description: Hver del, som Markdown kan lave.
    kind: overview
    ---

    # Alle dele

    Et afsnit med *vægt*, **fed**, `kode` og [et link](index.md).

    ## En liste

    - et punkt
    - et punkt med en liste:

        1. det første
        2. det andet

    ### En tabel

    Tabel: Hvem holder hvad

    | Værdi | Huset | Hytten, som har en meget lang overskrift, der ikke kan være på en telefon |
    |---|---|---|
    | Ro | ja | Menneskelighed-og-et-positivt-livssyn-i-et-eneste-langt-ord |
    | Mod | – | ja |

    ### En tabel uden tekst

    | A | B |
    |---|---|
    | 1 | 2 |

    ## Et citat

    > Vi gør os umage.

    ## Kode

    ```
    en meget lang linje, som ikke kan brydes: 0123456789012345678901234567890123456789012345678901234567890123456789
    ```

    ## Et billede

    ![En firkant](../assets/firkant.svg)

    ---

    Det sidste afsnit.
    """


def components(root: Path) -> Path:
    """A site whose page /dele/ shows every component."""
    site(root)
    picture = "<svg xmlns='http://www.w3.org/2000/svg' width='900' height='90'><rect width='900' height='90'/></svg>"
    write(
        root,
        {
            "docs/da/dele.md": COMPONENTS,
            "docs/en/dele.md": COMPONENTS.replace("kind: overview\n    ", "").replace(
                "Hver del, som", "Every part that"
            ),
            "docs/assets/firkant.svg": picture,
        },
    )
    return root
