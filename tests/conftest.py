"""What tests share: the real site, built once by the README's command; a tiny site; a browser."""

import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

import machine
import tiny
from waymarks.server import server
from waymarks.settings import read_settings
from waymarks.site import Site
from waymarks.source import read_content

# Chromium asks its maker for things unless told not to; a closed network then floods it with refusals.
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

Command = Callable[..., subprocess.CompletedProcess[str]]


def command(root: Path, name: str, *words: str, **options) -> subprocess.CompletedProcess[str]:
    """Run scripts/<name>.py of `root` as a person would, and keep what it prints."""
    return subprocess.run(
        [sys.executable, f"scripts/{name}.py", *words], cwd=root, capture_output=True, text=True, timeout=120, **options
    )


@pytest.fixture(scope="session")
def project(tmp_path_factory) -> Path:
    """A copy of the repository with the real content, built by `scripts/build.py`."""
    root = tmp_path_factory.mktemp("project")
    tiny.tools(root)
    shutil.copytree(tiny.REPOSITORY / "docs", root / "docs")
    done = command(root, "build")
    assert done.returncode == 0, done.stdout + done.stderr
    return root


@pytest.fixture(scope="session")
def site(project) -> Site:
    languages = read_settings(project).languages
    return Site(languages, read_content(project, languages).pages)


@pytest.fixture(scope="session")
def built(project) -> Path:
    """The folder that a web server serves."""
    return (project / "public" / "current").resolve()


@pytest.fixture(scope="session")
def address(built) -> Iterator[str]:
    """The real site on this machine, at the root of a host that is not `site_url`."""
    web = server(built, 0, "https://preview.example/")
    threading.Thread(target=web.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{web.server_port}"
    web.shutdown()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=machine.browser(), args=QUIET)
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    yield context.new_page()
    context.close()
