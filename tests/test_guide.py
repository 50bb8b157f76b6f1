"""The editors' guide: its commands exist, its pictures are of the site as it is, and it is short."""

import re
import subprocess
import sys

import pytest
from pictures import CHANGED, GUIDE, PICTURES, README, SIZE, WAITING, take_guide
from PIL import Image

import tiny
from waymarks.rules import read_rules

DOCS = tiny.REPOSITORY / "docs"
PAGES = sorted(file for code in ("da", "en") for file in (DOCS / code / GUIDE).glob("*.md"))
TEXTS = {file.relative_to(DOCS).as_posix(): file.read_text("utf-8") for file in PAGES}
COMMANDS = sorted({one for text in TEXTS.values() for one in re.findall(r"python3 (scripts/\w+\.py)([^`\n]*)", text)})


def test_it_takes_ten_minutes_to_read():
    for code in ("da", "en"):
        read = [text.split("---\n", 2)[2] for path, text in TEXTS.items() if path.startswith(code)]
        # Adults read 238 words of English a minute (Brysbaert, 2019); commands take somewhat longer.
        assert 1000 < sum(len(text.split()) for text in read) < 2200, code


@pytest.mark.parametrize(("script", "words"), COMMANDS)
def test_each_command_takes_what_the_guide_gives_it(script, words):
    """With `--help` nothing is done, and a part of the command that there is not is an error."""
    part = [one for one in words.split()[:1] if one[0] != "-"]
    told = subprocess.run(
        [sys.executable, script, *part, "--help"], cwd=tiny.REPOSITORY, capture_output=True, text=True
    )
    assert told.returncode == 0, told.stderr
    assert all(option in told.stdout for option in re.findall(r"--[\w-]+", words)), told.stdout


def test_it_names_rules_that_there_are():
    named = {
        rule
        for text in TEXTS.values()
        for rule in re.findall(r"--explain ([\w-]+)|\[([\w-]+)\](?:</span>)?$", text, re.M)
    }
    assert named
    assert {one for pair in named for one in pair if one} <= read_rules(tiny.REPOSITORY).keys()


def test_each_picture_is_of_its_size_and_shown_so():
    for path, text in TEXTS.items():
        for name, width, height in re.findall(r'\((\w+)\.png\)\{: width="(\d+)" height="(\d+)"', text):
            assert name in PICTURES
            with Image.open(DOCS / path.rpartition("/")[0] / f"{name}.png") as picture:
                assert picture.size == (int(width), int(height)) == SIZE
    shown = re.findall(r"\((\w+)\.png\)", "".join(TEXTS.values()))
    assert sorted(shown) == sorted([*PICTURES, *PICTURES])


def test_the_pictures_can_be_taken_anew(browser, tmp_path):
    for code in ("da", "en"):
        (tmp_path / "docs" / code / GUIDE).mkdir(parents=True)
    (tmp_path / ".readme").mkdir()
    take_guide(browser, tmp_path)
    assert CHANGED[0] in (DOCS / "da" / f"{WAITING}.md").read_text("utf-8")
    for file in tmp_path.rglob("*.png"):
        with Image.open(file) as picture:
            assert picture.size == (README if file.parent.name == ".readme" else SIZE)
            assert len(picture.getcolors()) > 20, file  # something is on it
    assert len([*tmp_path.rglob("*.png")]) == 7
