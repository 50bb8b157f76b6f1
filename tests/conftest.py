"""What tests share: the real site, built once by the README's command; a tiny site; a browser."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from lxml import html
from playwright.sync_api import Browser, Page, Route, expect, sync_playwright
from web_servers import serving

import machine
import tiny
import warm
from waymarks.reading.settings import read_settings
from waymarks.site import Site, relate
from waymarks.source import read_content

FIGURES = tiny.REPOSITORY / "tests" / "figures.json"

# Begun first, the longest of all before the others: a worker that takes one of them up last works on alone. Those of less than
# half a minute come after them in any order.
LONGEST = (
    "test_accessibility.py", "test_publishing.py", "test_inspectors.py", "test_search.py", "test_print.py", "test_cms.py",
    "test_addresses.py", "test_browser.py", "test_new.py", "test_publish_command.py", "test_kept.py", "test_glossary.py",
    "test_paths.py", "test_build.py", "test_twins.py", "test_preview.py", "test_markup.py", "test_mangled.py",
)  # fmt: skip

# On a machine that does other things too. What is as it should be is waited for no longer than it takes.
PATIENCE = 30  # seconds
expect.set_options(timeout=PATIENCE * 1000)

os.environ.pop("SOURCE_DATE_EPOCH", None)  # the tests that need a day say so


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.index(item.path.name) if item.path.name in LONGEST else len(LONGEST))


def comes_true(holds: Callable[[], object]) -> bool:
    """Whether it holds within PATIENCE: for positions and what a browser keeps, of which Playwright's `expect` knows nothing."""
    end = time.monotonic() + PATIENCE
    while not (held := holds()) and time.monotonic() < end:
        time.sleep(0.05)
    return bool(held)


def command(root: Path, name: str, *words: str, **options) -> subprocess.CompletedProcess[str]:
    """Run scripts/<name>.py of `root` as a person would, and keep what it prints. With other options than `input`, or with tools
    that the test has changed, in a fresh Python, and else in a warm one."""
    run = [f"scripts/{name}.py", *words]
    if options.keys() <= {"input"} and warm.has(root):
        return warm.run(root, run, options.get("input", ""))
    return subprocess.run(
        [sys.executable, *run], cwd=root, capture_output=True, text=True, timeout=warm.LONGEST, **options
    )


def mkdocs(root: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """MkDocs by itself, strictly, which makes the site of `root` in `folder`."""
    run = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    return subprocess.run(run, cwd=root, capture_output=True, text=True)


def shown(root: Path) -> Path:
    """The release that a web server serves."""
    return (root / "public" / "current").resolve()


def built_page(root: Path, path: str) -> html.HtmlElement:
    """The page at `path`, as it is published."""
    return html.parse(shown(root) / path / "index.html").getroot()


def build(root: Path, *words: str, **options) -> Path:
    """Build `root`, which must go well, and give the release."""
    done = command(root, "build", *words, **options)
    assert done.returncode == 0, done.stdout + done.stderr
    return shown(root)


def built_once(factory: pytest.TempPathFactory, name: str, prepare: Callable[[Path], object]) -> Path:
    """The folder `name`, prepared and built by the worker that asks first; the others wait for it and share it."""
    own = factory.getbasetemp()
    shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    root, mark = shared / name, shared / f"{name}-is-built"
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not mark.exists():
            shutil.rmtree(root, ignore_errors=True)  # another worker may have failed
            root.mkdir()
            prepare(root)
            build(root)
            mark.touch()
    return root


def copied(root: Path, to: Path) -> Path:
    """A copy to change."""
    shutil.copytree(root, to, symlinks=True, dirs_exist_ok=True, ignore=tiny.HALF_COMPILED)
    return to


@contextmanager
def small_disk(folder: Path, options: str = "") -> Iterator[Path]:
    """Where `folder` is, a disk of its own as `mount` gives it; without one, as where the tests are not run as root, the test is skipped."""
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", *(["-o", options] if options else []), "tmpfs", str(folder)]
    if os.geteuid() or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("only root can mount a small disk, and not on every machine")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def withheld(page: Page, address: str) -> list[Route]:
    """What the page asks for at `address`, which does not come until the test lets it."""
    routes: list[Route] = []
    page.route(address, lambda route: routes.append(route))  # Playwright takes no method of a list  # noqa: PLW0108
    return routes


def git(folder: Path, *words: str, **options) -> str:
    """Run git in `folder` as somebody, and give what it prints."""
    someone = ["-c", "user.name=x", "-c", "user.email=x@x.example", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *someone, *words], cwd=folder, check=True, capture_output=True, text=True, **options)
    return done.stdout


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the repository with the real content, built by `scripts/build.py`. No test changes it."""

    def prepare(root: Path) -> None:
        tiny.tools(root)
        shutil.copytree(tiny.REPOSITORY / "docs", root / "docs")
        if FIGURES.is_file():
            (root / "tests").mkdir()
            shutil.copy(FIGURES, root / "tests")

    return built_once(tmp_path_factory, "project", prepare)


@pytest.fixture(scope="session")
def published(tmp_path_factory) -> Path:
    """A tiny site that has been published once. Tests that change it take a copy."""
    return built_once(tmp_path_factory, "published", tiny.site)


@pytest.fixture
def again(published, tmp_path) -> Path:
    return copied(published, tmp_path)


@pytest.fixture(scope="session")
def twice(published, tmp_path_factory) -> Path:
    """A tiny site with two releases. Tests that change it take a copy."""
    return built_once(tmp_path_factory, "twice", lambda root: tiny.change(copied(published, root)))


@pytest.fixture(scope="session")
def rendered(twice, tmp_path_factory) -> Path:
    """What MkDocs by itself makes of the changed site."""
    folder = tmp_path_factory.mktemp("rendered")
    assert mkdocs(twice, folder).returncode == 0
    return folder


@pytest.fixture
def two(twice, tmp_path) -> Path:
    return copied(twice, tmp_path / "two")


@pytest.fixture(scope="session")
def site(project) -> Site:
    return relate(read_content(project, read_settings(project).languages))


@pytest.fixture(scope="session")
def built(project) -> Path:
    """The folder that a web server serves."""
    return shown(project)


@pytest.fixture(scope="session")
def trees(site, built) -> dict:
    """Every page as it is published, read."""
    return {page: html.parse(built / page.url / "index.html").getroot() for page in site.pages}


@pytest.fixture(scope="session")
def address(built) -> Iterator[str]:
    """The real site on this machine, at the root of a host that is not `site_url`."""
    with serving(built) as address:
        yield address


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.bare_browser(), args=machine.QUIET)
        yield chromium
        chromium.close()


def pytest_addoption(parser):
    parser.addoption(
        "--record", action="store_true", help="keep this run's figures in tests/figures.json, for the page /was/"
    )


@pytest.fixture(scope="session")
def record(request) -> bool:
    """Whether what is looked at is all that there is, and not as much as shows what goes wrong."""
    return request.config.getoption("--record")


@pytest.fixture(scope="session")
def figures(record, site) -> Iterator[dict]:
    """What this run finds, as the accessibility page tells it. Tests add to it."""
    found = {
        "date": date.today().isoformat(),
        "pages": len(site.pages),
        "axe_runs": 0,
        "axe_nodes": 0,
        "keyboard_faults": 0,
        "html_errors": None,
        "qualweb_failed": None,
        "lighthouse": None,
    }
    yield found
    if record:
        FIGURES.write_text(json.dumps(found, indent=2) + "\n", "utf-8")


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
