"""new.py site: the toolbox with no content but what every site needs, in the languages that somebody chose."""

import re
import shutil
from pathlib import Path

import pytest
import yaml
from conftest import command, git
from lxml import html
from test_third_language import arabic

import tiny
from waymarks.founding.adopting import NewSite, _configured
from waymarks.machine.refusals import Failure
from waymarks.reading.settings import Language, Settings, read_settings
from waymarks.reading.strings import read_strings
from waymarks.source import read_content

NAMES = (
    "--name",
    "Værdikort",
    "--name",
    "en:Value Map",
    "--about",
    "Om byens værdier.",
    "--about",
    "en:On the town’s values.",
)
CONTACT = (
    "--address",
    "https://v.example.dk",
    "--owner",
    "Byens Hus",
    "--was",
    "https://was.digst.dk/v",
    "--phone",
    "70 10 20 30",
    "--email",
    "post@v.example.dk",
)


@pytest.fixture
def root(tmp_path) -> Path:
    tiny.tools(tmp_path)
    shutil.copytree(tiny.REPOSITORY / "docs", tmp_path / "docs")
    (tmp_path / "tests" / "data").mkdir(parents=True)
    for file in ("figures.json", "data/queries.yml", "data/queries-unseen.yml", "data/judged.yml"):
        shutil.copy(tiny.REPOSITORY / "tests" / file, tmp_path / "tests" / file)
    (tmp_path / ".gitignore").write_text("/.venv\n__pycache__/\n/public/\n/.cache/\n")
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "All")
    return tmp_path


def test_an_empty_site_in_three_languages_is_built(root):
    table = yaml.safe_load((root / "overrides" / "locales" / "en.yml").read_text("utf-8"))
    text = yaml.safe_dump({key: arabic(words) for key, words in table.items()}, allow_unicode=True)
    (root / "overrides" / "locales" / "ar.yml").write_text(text, "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Arabic")
    words = ("--languages", "da, en, ar", "--name", "ar:خريطة", "--about", "ar:قيم")
    done = command(root, "new", "site", *NAMES, *words, *CONTACT, input="العربية\n")
    assert done.returncode == 0, done.stderr
    checked = command(root, "check")
    assert checked.returncode == 0
    assert "[unknown-word]" not in checked.stdout  # neither its name nor the examples of the guide
    built = command(root, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    assert "  begun: [ar]\n" in (root / "mkdocs.yml").read_text("utf-8")
    public = root / "public" / "current"
    for prefix, name, direction in (("", "Værdikort", "ltr"), ("en/", "Value Map", "ltr"), ("ar/", "خريطة", "rtl")):
        tree = html.parse(public / prefix / "index.html").getroot()
        assert tree.get("dir") == direction
        assert tree.xpath("//h1/text()") == [name]
        assert tree.xpath("//title/text()") == [name]  # the site's, and not both that and the page's
        assert tree.xpath("//nav[@class='languages']//a/text()") == ["Dansk", "English", "العربية"]
        assert tree.xpath("//link[@rel='canonical']/@href") == [f"https://v.example.dk/{prefix}"]
    searches = command(root, "report", "searches").stdout
    assert searches.splitlines()[-1].startswith(
        "0 questions are to be judged again"
    )  # the old ones ask for the old pages
    assert (
        "asked.yml" not in command(root, "check").stdout
    )  # people's words are for pages of the old site, but for those that stay
    assert "was/" in (root / "scripts" / "search" / "asked.yml").read_text("utf-8")
    shown = "".join(file.read_text("utf-8") for file in public.rglob("*.html"))
    assert "Pejlemærker" not in shown
    assert "Waymarks" not in shown
    texts = [
        file for file in public.rglob("*.html") if "redaktion" not in file.parts
    ]  # whose examples are of the old site
    assert not [file for file in texts if "Juvelhuset" in file.read_text("utf-8")]
    assert "https://was.digst.dk/v" in (public / "was" / "index.html").read_text("utf-8")
    assert "Byens Hus" in (public / "om" / "index.html").read_text("utf-8")
    assert "70 10 20 30" in (public / "was" / "index.html").read_text("utf-8")
    assert read_strings(root, "da")("was_tested_missing") in (public / "was" / "index.html").read_text("utf-8")


OLD = """\
site_name: Vi  # kort
site_description: >-
  Alt om
  stedet.

site_url: https://old.example/  # hos os
extra:
  footer:
    - was.md
    - om/kilder.md
    - om/index.md
  contact:
      statement:
      phone: +45 12 34 56 78
      email: 'old@old.example'  # Ida
      security: ida@old.example
  hsts: max-age=1
  cms:
    backend: github
    repo: old/site

  # The licence.
  licence: {name: Ours, address: "https://old.example/l"}
plugins:
  - i18n:
      languages:
        - locale: da
"""
NEW = """\
site_name: "Ord"  # kort
site_description: "Om."

site_url: !ENV [PEJLEMAERKER_SITE_URL, "https://v.example/"]  # hos os
extra:
  footer: [was.md, om/index.md]
  contact:
      statement: ""
      phone: "70"
      email: "a@v.example"  # Ida
      security: ""
  hsts: ""
  cms: {}

  # The licence.
  licence: {name: "", address: ""}
plugins:
  - i18n:
      languages:
        - locale: da
          name: "Dansk"
          default: true
          build: true
"""
CHANGED = {"statement": "", "phone": "70", "email": "a@v.example"}
SITE = NewSite({"da": "Ord"}, {"da": "Om."}, "https://v.example/", {}, CHANGED)
FORMER = Settings(
    (Language("da", "Dansk", True),),
    "https://old.example/",
    security="ida@old.example",
    hsts="max-age=1",
    cms={"backend": "github", "repo": "old/site"},
    licence=("Ours", "https://old.example/l"),
    footer=("was.md", "om/kilder.md", "om/index.md"),
)


def test_nothing_of_the_former_owner_stays_however_it_was_written():
    assert _configured(OLD, SITE, FORMER) == NEW
    assert _configured(NEW, SITE, FORMER) == NEW


@pytest.mark.parametrize("key", ["site_url", "phone", "languages"])
def test_what_cannot_be_replaced_is_told_of(key):
    with pytest.raises(Failure, match=rf"mkdocs.yml has no `[a-z.]*{key}:` where the toolbox has it"):
        _configured(OLD.replace(f"{key}:", f"x-{key}:"), SITE, FORMER)


def test_a_site_in_one_language_offers_no_other(root):
    """And what is the former owner's alone does not pass to the new one, who is told of it."""
    said = ('security: ""', "security: ida@old.example"), ('hsts: ""', "hsts: max-age=31536000")
    tiny.replace(root / "mkdocs.yml", *said)
    git(root, "commit", "-qam", "Mine")
    words = ("--languages", "da", "--name", "Værdikort", "--about", "Om byens værdier.")
    done = command(root, "new", "site", *words, *CONTACT, input="")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [
        "Look at mkdocs.yml:34: `extra.contact.security` was the former owner's, and is empty now.",
        "Look at mkdocs.yml:36: `extra.hsts` was the former owner's, and is empty now.",
    ]
    assert "[unknown-language]" not in command(root, "check").stdout
    built = command(root, "build")
    assert built.returncode == 0, built.stdout + built.stderr
    pages = list((root / "public" / "current").resolve().rglob("*.html"))
    assert not [page for page in pages if html.parse(page).getroot().xpath("//nav[@class='languages']")]
    front = html.parse(root / "public" / "current" / "index.html").getroot()
    assert front.xpath("//main")
    assert not front.xpath("//ul[not(li)]|//dd[.='0']")
    assert not (root / "docs" / "en").exists()
    status = html.parse(root / "public" / "current" / "om" / "status" / "index.html").getroot()
    assert not status.xpath("//*[@id='translations']")
    place = command(root, "new", "municipality", "--name", "Aarhus", "--from", "", input="")
    assert place.returncode == 0, place.stderr
    assert "translations" not in place.stdout


def test_any_name_is_shown_as_it_is_written_and_can_be_changed_for_another(root):
    """The second time it is the first name that is replaced, and what only looks like it stays."""
    for name, english in (('Vi: "stedet" & <os> #1', "We"), ("Værdikort", "Value Map")):
        words = ("--name", name, "--name", f"en:{english}", "--about", "Om værdier.", "--about", "en:On values.")
        done = command(root, "new", "site", *words, *CONTACT, input="")
        assert done.returncode == 0, done.stderr
        for code, own in (("da", name), ("en", english)):
            words = read_strings(root, code)
            assert words("site") == own
            assert own in words("short")
            pages = read_content(root, read_settings(root).languages).pages
            page = next(one for one in pages if one.path == f"docs/{code}/om/privatliv.md")
            assert own in page.front.description
        git(root, "commit", "-qam", name)
    assert git(root, "diff", "--name-only", "HEAD~2", "--", "overrides/locales").split() == [
        "overrides/locales/da.yml",
        "overrides/locales/en.yml",
    ]
    changed = git(root, "diff", "--unified=0", "HEAD~2", "--", "overrides/locales/en.yml")
    keys = {line.partition(":")[0] for line in changed.splitlines() if line.startswith("+") and line[1] != "+"}
    assert keys == {"+short", "+place_description", "+two_unknown", "+site"}
    assert "Vil du fortælle hvorfor" in (root / "docs/da/om/redaktion/flyt.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--languages", "da,en,fo", "--name", "fo:X", "--about", "fo:X"), 2, "There is no string table overrides/locales/fo.yml."),
        (("--languages", "da,en,prs"), 2, "--languages: 'prs' is not the code of a language that is known; write such as en or fa."),
        (("--languages", "da,en,en"), 2, "--languages: 'da,en,en' is no list of languages"),
        (("--phone", "ring"), 2, "--phone: 'ring' is not a telephone number. Write digits and spaces alone: `+45 12 34 56 78`."),
        (("--email", "Ida"), 2, "--email: 'Ida' is not an e-mail address."),
        (("--was", "Nej"), 2, "--was: 'Nej' is not a web address."),
        (("--languages", "en,da"), 2, "--languages: 'en,da' is no list of languages; write da,en or the like, da first."),
        (("--address", "v.example"), 2, "--address: 'v.example' is not the address of a site. Write it whole"),
        (("--address", "https://v.example/ord;{x}"), 2, "is not the address of a site. Write it whole, what follows the host in letters a–z"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_all_is_as_it_was(root, words, code, said):
    done = command(root, "new", "site", *NAMES, *CONTACT, *words, input="")
    assert done.returncode == code, done.stdout
    assert said in done.stderr
    assert git(root, "status", "--porcelain") == ""


def test_a_language_whose_table_lacks_a_word_is_told_of_before_anything_is_changed(root):
    table = (root / "overrides" / "locales" / "en.yml").read_text("utf-8")
    (root / "overrides" / "locales" / "kl.yml").write_text(re.sub(r"(?m)^search_label:.*\n", "", table), "utf-8")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Greenlandic")
    done = command(root, "new", "site", *NAMES, *CONTACT, "--languages", "da,en,kl", input="")
    assert done.returncode == 1
    assert done.stderr.startswith(
        "overrides/locales/kl.yml:1: `search_label` is missing. Translate it from overrides/locales/da.yml: "
    )
    assert git(root, "status", "--porcelain") == ""


def test_nothing_is_lost_that_git_does_not_have(root):
    file = root / "docs" / "da" / "ny.md"
    file.write_text("---\n", "utf-8")
    done = command(root, "new", "site", *NAMES, *CONTACT, input="")
    assert done.returncode == 1
    assert "docs/da/ny.md is not committed, and would be lost." in done.stderr
    assert file.is_file()
    file.unlink()
    ours = root / "sources" / "silkeborg.yml"  # a document that is not public is kept out of the repository
    ours.parent.mkdir()
    ours.write_text("source: x\n", "utf-8")
    (root / ".git" / "info" / "exclude").write_text("/sources/\n")
    done = command(root, "new", "site", *NAMES, *CONTACT, input="")
    assert done.returncode == 1
    assert "sources/silkeborg.yml is not committed, and would be lost." in done.stderr
    assert ours.is_file()
    shutil.rmtree(root / ".git")
    done = command(root, "new", "site", input="")  # it asks nothing first
    assert done.returncode == 1
    assert "This folder is not in git" in done.stderr
    assert (root / "docs" / "da" / "herlev").is_dir()
