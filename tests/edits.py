"""Edits as people make them to a site, drawn at random from a seed: for tests of what a build keeps."""

import random
import re
from collections.abc import Callable
from pathlib import Path

_WORDS = "ro fred mod tillid håb respekt nærvær".split()
GLOSSARY = "docs/glossary.yml"


class Edits:
    """Changes the site in `root`, one edit after the other. Every one of them may be published."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)  # no secret  # noqa: S311
        self.number = 0
        self.kinds: dict[str, Callable[[], None]] = {
            "text": self.text,
            "statement": self.statement,
            "front matter": self.front_matter,
            "add": self.add,
            "rename": self.rename,
            "delete": self.delete,
            "glossary": self.glossary,
            "template": self.template,
            "words": self.words,
            "configuration": self.configuration,
        }

    def make(self, kind: str) -> None:
        self.number += 1
        self.kinds[kind]()

    def one(self) -> str:
        """Make any edit, and tell its kind: most are of content, as people's are."""
        kind = self.chance.choice([*self.kinds, *["text", "statement", "front matter"] * 4])
        self.make(kind)
        return kind

    def text(self) -> None:
        file = self._any("da", "en")
        self._write(file, f"{self._read(file).rstrip()}\n\nHer er {self.chance.choice(_WORDS)} {self.number}.\n")

    def statement(self) -> None:
        """Other words in one language: the twin may await translation then."""
        files = [file for file in self._pages("da", "en") if "{: #" in self._read(file)]
        file = self.chance.choice(files)
        text = self._read(file)
        self._write(
            file, text.replace("\n{: #", f" {self.chance.choice(_WORDS).capitalize()} {self.number}.\n{{: #", 1)
        )

    def front_matter(self) -> None:
        file, key = self._any("da", "en"), self.chance.choice(["title", "description"])
        words = f"{self.chance.choice(_WORDS).capitalize()} {self.number}"
        self._write(file, re.sub(rf"^{key}: .*$", f"{key}: {words}", self._read(file), count=1, flags=re.M))

    def add(self) -> None:
        order = f"order: {self.chance.randint(1, 99)}\n"
        for code, front in (("da", f"kind: overview\n{order}"), ("en", "")):
            file = self.root / "docs" / code / "hus" / f"ny-{self.number}.md"
            self._write(file, f"---\ntitle: Ny {self.number}\ndescription: Ny.\n{front}---\n\n# Ny {self.number}\n")

    def rename(self) -> None:
        """What has been published leads on."""
        old = self._added()
        for code in ("da", "en"):
            file = self.root / "docs" / code / "hus" / f"{old}.md"
            text = self._read(file)
            if code == "da":
                text = self._with_address(text, f"/hus/{old}/")
            self._write(file.with_name(f"ny-{self.number}.md"), text)
            file.unlink()

    def delete(self) -> None:
        """Another page takes over by the addresses of the one that is gone."""
        old = self._added()
        heir = self.root / "docs" / "da" / "hus" / "index.md"
        had = re.findall(r"^  - (/\S+)$", self._read(self.root / "docs" / "da" / "hus" / f"{old}.md"), re.M)
        for code in ("da", "en"):
            (self.root / "docs" / code / "hus" / f"{old}.md").unlink()
        text = self._read(heir)
        for address in (*had, f"/hus/{old}/"):
            text = self._with_address(text, address)
        self._write(heir, text)

    def glossary(self) -> None:
        word = self.chance.choice(_WORDS)
        term = f"{{id: {word.translate(str.maketrans('æåø', 'aao'))}, da: {word}, en: x{self.number}, def_da: Ord {self.number}., def_en: W {self.number}., in_sources: []}}"
        self._write(self.root / GLOSSARY, f"version: {self.number}\nterms:\n  - {term}\n")

    def template(self) -> None:
        file = self.root / "overrides" / "partials" / "footer.html"
        self._write(file, self._read(file).replace("<p>", f'<p data-n="{self.number}">', 1))

    def words(self) -> None:
        file = self.root / "overrides" / "locales" / "da.yml"
        self._write(file, re.sub(r"^skip: .*$", f"skip: Hop {self.number}", self._read(file), count=1, flags=re.M))

    def configuration(self) -> None:
        file = self.root / "mkdocs.yml"
        text = re.sub(
            r"^site_description: .*$", f"site_description: Nr. {self.number}", self._read(file), count=1, flags=re.M
        )
        self._write(file, text)

    def _pages(self, *codes: str) -> list[Path]:
        return sorted(file for code in codes for file in (self.root / "docs" / code).rglob("*.md"))

    def _any(self, *codes: str) -> Path:
        return self.chance.choice(self._pages(*codes))

    def _added(self) -> str:
        """The name of a page that an edit has added; if there is none, one is added."""
        there = sorted((self.root / "docs" / "da" / "hus").glob("ny-*.md"))
        if not there:
            self.add()
            return f"ny-{self.number}"
        return self.chance.choice(there).stem

    def _with_address(self, text: str, address: str) -> str:
        line = f"  - {address}\n"
        if "\nreplaces:\n" in text:
            return text.replace("\nreplaces:\n", f"\nreplaces:\n{line}", 1)
        return text.replace("\n---\n", f"\nreplaces:\n{line}---\n", 1)

    def _read(self, file: Path) -> str:
        return file.read_text("utf-8")

    def _write(self, file: Path, text: str) -> None:
        file.write_text(text, "utf-8")
