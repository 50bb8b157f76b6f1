"""What inspectors from npm say of the built site: QualWeb, Lighthouse, html-validate and the Nu validator.

They are in tests/npm/. Each answers with faults, and a fault is one line: page, rule, element.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

import pytest
from conftest import serving
from lxml import etree, html

import machine
import tiny
from machine import QUIET

NPM = tiny.REPOSITORY / "tests" / "npm"
NU = NPM / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
NU_NEEDS_JAVA = 17
# Speed is measured on this machine, at this moment: the record keeps the figure, and only a real loss fails the test.
FULL_MARKS = {"performance": 90}
SECONDS = 900  # many times what an inspector needs on a machine with nothing else to do

# Home, an organisation, a page of statements and a page about the site.
PAGES = ["/", "/herlev/juvelhuset/", "/herlev/juvelhuset/vaerdier/", "/om/"]
CATEGORIES = ["performance", "accessibility", "best-practices", "seo"]


class Fault(NamedTuple):
    """Something that an inspector does not accept. `element` is the HTML, or the place in the file."""

    page: str
    rule: str
    element: str


@pytest.fixture(scope="session")
def inspections(figures) -> Iterator[dict[str, Any]]:
    """What this run's inspectors find, each there once it has answered; the figures of the run keep the sums."""
    found: dict[str, Any] = {}
    yield found
    if "html_errors" in found:
        figures["html_errors"] = sum(found["html_errors"].values())
    if "qualweb_failed" in found:
        figures["qualweb_failed"] = found["qualweb_failed"]
    if "lighthouse" in found:
        lowest = {category: min(page[category] for page in found["lighthouse"].values()) for category in CATEGORIES}
        lowest["practices"] = lowest.pop("best-practices")
        figures["lighthouse"] = lowest


@pytest.fixture(scope="session")
def npm() -> None:
    """The inspectors are installed as package-lock.json says; a second run installs nothing."""
    for tool in ("node", "npm"):
        if not shutil.which(tool):
            pytest.skip(f"{tool} is not on PATH: the inspectors were not asked. Install Node.js with npm.")
    stamp = NPM / "node_modules" / ".stamp"
    lock = hashlib.sha256((NPM / "package-lock.json").read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return
    # Install scripts would download a browser and a Java; the tests use what the machine has.
    command = "npm ci --ignore-scripts --engine-strict --no-audit --no-fund --loglevel=error".split()
    environment = {**os.environ, "PUPPETEER_SKIP_DOWNLOAD": "1"}
    done = subprocess.run(command, cwd=NPM, env=environment, capture_output=True, text=True, timeout=SECONDS)
    if re.search("ENOTFOUND|ECONNREFUSED|ECONNRESET|ETIMEDOUT|EAI_AGAIN|ENETUNREACH", done.stderr):
        pytest.skip("npm has no connection: the inspectors were not asked. Check the network.")
    if done.returncode != 0:
        pytest.fail(f"npm could not install the inspectors of tests/npm:\n{done.stderr[:2000]}", pytrace=False)
    stamp.write_text(lock, "utf-8")


@pytest.fixture(scope="session")
def files(built) -> list[Path]:
    """Every built page, the 404 pages too. Of the short addresses, which are all alike, one."""
    pages = [file for file in built.rglob("*.html") if file.relative_to(built).parts[0] != "s"]
    return sorted([*pages, built / "s" / "jh-vaerdier-06" / "index.html"])


@pytest.fixture(scope="session")
def lighthouse(npm, address, inspections, record) -> dict[str, dict]:
    """What Lighthouse says of PAGES, and its figures. A slow moment of the machine gets a second chance, where it matters."""
    found = ask_lighthouse(address, PAGES)
    enough = 100 if record else FULL_MARKS["performance"]
    slow = [path for path in PAGES if found[path]["scores"]["performance"] < enough]
    for path, again in ask_lighthouse(address, slow).items():
        if again["scores"]["performance"] > found[path]["scores"]["performance"]:
            found[path]["scores"]["performance"] = again["scores"]["performance"]
            found[path]["faults"] = [
                *(fault for fault in found[path]["faults"] if fault["category"] != "performance"),
                *(fault for fault in again["faults"] if fault["category"] == "performance"),
            ]
    inspections["lighthouse"] = {path: {**one["scores"], "shift": one["shift"]} for path, one in found.items()}
    return found


def shapes(file: Path) -> set[tuple]:
    """What its elements are as far as markup goes: which one in which, with which classes and attributes."""
    elements = html.parse(file).getroot().iter(etree.Element)
    return {
        (one.tag, one.get("class"), tuple(sorted(one.keys())), getattr(one.getparent(), "tag", "")) for one in elements
    }


def of_every_shape(files: list[Path]) -> list[Path]:
    """As few of the files as have, together, an element of every shape that there is."""
    found, chosen = {file: shapes(file) for file in files}, []
    missing = set().union(*found.values())
    while missing:
        chosen.append(max(files, key=lambda file: len(found[file] & missing)))
        missing -= found[chosen[-1]]
    return chosen


def test_no_page_fails_an_act_rule(npm, address, built, files, inspections, record):
    """Its rules are of the markup, which many pages share; for the record each page is seen."""
    asked = files if record else of_every_shape(files)
    assert len(asked) > 20
    faults = ask_qualweb(address, [web_path(file, built) for file in asked])
    inspections["qualweb_failed"] = len({fault.rule for fault in faults})
    none_of(faults)


def test_html_validate_finds_no_error(npm, built, files, inspections):
    faults = ask_html_validate(built, files)
    inspections.setdefault("html_errors", {})["html-validate"] = len(faults)
    none_of(faults)


def test_the_nu_validator_finds_no_error(npm, built, files, inspections):
    needs_java()
    faults = ask_nu(built, files)
    inspections.setdefault("html_errors", {})["nu"] = len(faults)
    none_of(faults)


@pytest.mark.parametrize("path", PAGES)
def test_lighthouse_gives_full_marks(lighthouse, path):
    scores, faults = lighthouse[path]["scores"], lighthouse[path]["faults"]
    short = {category for category in CATEGORIES if scores[category] < FULL_MARKS.get(category, 100)}
    below = [Fault(path, f"{category} {scores[category]}", "") for category in CATEGORIES if category in short]
    taking = [
        Fault(path, f"{fault['category']}: {fault['rule']}", element)
        for fault in faults
        for element in fault["elements"] or [""]
        if fault["category"] in short
    ]
    none_of([*below, *taking])


@pytest.mark.parametrize("path", PAGES)
def test_nothing_moves_while_a_page_loads(lighthouse, path):
    shift = lighthouse[path]["shift"]
    none_of([Fault(path, f"cumulative layout shift {shift:.4f}", "")] if shift else [])


FAULTY = """\
    <!doctype html>
    <html lang="da">
    <head><meta charset="utf-8"><title>Fejl</title></head>
    <body><h1>Fejl</h1><p id="a">En</p><p id="a">To</p><button type="button"></button></body>
    </html>
    """


def test_the_inspectors_see_a_fault(npm, tmp_path):
    tiny.write(tmp_path, {"index.html": FAULTY})
    with serving(tmp_path) as address:
        faults = ask_qualweb(address, ["/"])
    assert lines(faults) == ['/: QW-ACT-R11 Button has accessible name: <button type="button"></button>']
    faults = ask_html_validate(tmp_path, [tmp_path / "index.html"])
    assert lines(faults) == ['/: no-dup-id Duplicate ID "a": line 4']
    if java() >= NU_NEEDS_JAVA:
        assert lines(ask_nu(tmp_path, [tmp_path / "index.html"])) == ["/: Duplicate ID “a”.: line 4"]


def test_a_fault_of_many_pages_is_one_line():
    faults = [Fault("/a/", "rule", "<p>"), Fault("/b/", "rule", "<p>"), Fault("/b/", "rule", "<p>")]
    assert lines([*faults, Fault("/b/", "other", "")]) == ["/a/ (and 1 more): rule: <p>", "/b/: other"]


def test_npm_packages_are_pinned_and_name_no_registry():
    package, lock = (json.loads((NPM / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    assert all(re.fullmatch(r"[\d.]+", version) for version in package["dependencies"].values())
    pinned = {path: entry for path, entry in lock["packages"].items() if path}
    assert [path for path, entry in pinned.items() if "integrity" not in entry or "resolved" in entry] == []


def ask_qualweb(address: str, paths: list[str]) -> list[Fault]:
    viewport = {"width": 1280, "height": 800}
    answer = ask("qualweb", addresses=[address + path for path in paths], viewport=viewport, **chromium())
    return [
        Fault(one["address"].removeprefix(address), one["rule"], element)
        for one in answer
        for element in one["elements"] or [""]
    ]


def ask_lighthouse(address: str, paths: list[str]) -> dict[str, dict]:
    if not paths:
        return {}
    answer = ask("lighthouse", addresses=[address + path for path in paths], **chromium())
    return {one.removeprefix(address): figures for one, figures in answer.items()}


def ask_html_validate(root: Path, files: list[Path]) -> list[Fault]:
    answer = ask("html", files=[str(file) for file in files])
    return [Fault(web_path(Path(one["file"]), root), one["rule"], f"line {one['line']}") for one in answer]


def ask_nu(root: Path, files: list[Path]) -> list[Fault]:
    command = ["java", "-jar", NU, "--format", "json", "--stdout", "--exit-zero-always", *files]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS)
    broke("The Nu validator", done)
    messages = [one for one in json.loads(done.stdout)["messages"] if one["type"] != "info"]
    return [Fault(web_path(file_of(one), root), one["message"], f"line {one.get('lastLine', '?')}") for one in messages]


def ask(inspector: str, **question: Any) -> Any:
    """What tests/npm/<inspector>.mjs answers."""
    done = subprocess.run(
        ["node", f"{inspector}.mjs"],
        cwd=NPM,
        input=json.dumps({"seconds": SECONDS, **question}),
        # QualWeb reads pages with a library that would ask a proxy even for this machine.
        env={**os.environ, "NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
        capture_output=True,
        text=True,
        timeout=SECONDS + 30,
    )
    broke(inspector, done)
    return json.loads(done.stdout)


def broke(inspector: str, done: subprocess.CompletedProcess[str]) -> None:
    """Fail if the inspector could not do its work: that says nothing of the site."""
    if done.returncode != 0:
        pytest.fail(f"{inspector} broke:\n{done.stderr[-2000:]}", pytrace=False)


def chromium() -> dict[str, Any]:
    return {"browser": machine.browser(), "flags": QUIET}


def needs_java() -> None:
    if java() < NU_NEEDS_JAVA:
        pytest.skip(
            f"Java {NU_NEEDS_JAVA} or newer is not on PATH: the Nu validator was not asked (html-validate was)."
        )


def java() -> int:
    """The version of Java on PATH, or 0."""
    if not shutil.which("java"):
        return 0
    said = subprocess.run(["java", "-version"], capture_output=True, text=True).stderr
    version = re.search(r'version "(\d+)', said)
    return int(version[1]) if version else 0


def web_path(file: Path, root: Path) -> str:
    """The address of a built page below the site: a folder for an index.html."""
    return f"/{file.relative_to(root).as_posix()}".removesuffix("index.html")


def file_of(message: dict) -> Path:
    """The file that a message of the Nu validator is about."""
    return Path(unquote(urlsplit(message["url"]).path))


def lines(faults: Iterable[Fault]) -> list[str]:
    """A line for each fault; the same fault on many pages, as in a header, is one line."""
    pages: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for fault in faults:
        pages[fault.rule, " ".join(fault.element.split())[:110]][fault.page] = None
    return [": ".join(filter(None, (first_of(list(found)), *what))) for what, found in pages.items()]


def first_of(pages: list[str]) -> str:
    return pages[0] if len(pages) == 1 else f"{pages[0]} (and {len(pages) - 1} more)"


def none_of(faults: Iterable[Fault]) -> None:
    """Fail with a line for each fault."""
    found = lines(faults)
    if found:
        pytest.fail("\n".join(found), pytrace=False)
