"""What the tests need of the machine beside Python: a browser, two spelling dictionaries, three web servers, an ssh server, small programs, and libraries to print with."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ctypes.util import find_library
from pathlib import Path

from waymarks.machine.refusals import Failure

# Chromium asks its maker for things unless told not to; a closed network then floods it with refusals.
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()

# The names that other tools use for the same thing.
_NAMED_BY = ("CHROMIUM_PATH", "CHROME_PATH", "CHROME_BIN", "PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH")
_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# Debian's Chromium without windows, profiles and menus: the same engine of the same version, at little more than half the work.
_BARE = "chromium-headless-shell"
DICTIONARIES = {"/usr/share/hunspell/da_DK": "hunspell-da", "/usr/share/hunspell/en_GB": "hunspell-en-gb"}

# Each command and the Debian packages that bring it. nginx's own module sends what brotli has compressed.
_PROGRAMS = {
    "nginx": ("nginx-light", "libnginx-mod-http-brotli-static"),
    "caddy": ("caddy",),
    "apache2": ("apache2-bin",),
    "rsync": ("rsync",),
    "sshd": ("openssh-server", "openssh-client"),
    "faketime": ("faketime",),
    "pdftoppm": ("poppler-utils",),
    # What WeasyPrint loads: libraries, not commands.
    "libpangoft2-1.0": ("libpango-1.0-0", "libpangoft2-1.0-0"),
    "libharfbuzz-subset": ("libharfbuzz-subset0",),
}
_SBIN = "/usr/local/sbin:/usr/sbin:/sbin"  # where Debian keeps servers, and not on everybody's PATH


def browser() -> str:
    """The path of a Chromium: named by the environment, on PATH, or installed by Playwright. Raises Failure."""
    name = _naming()
    if name:
        if not shutil.which(os.environ[name]):
            raise Failure(
                f"{name} names a browser that can't be started: {os.environ[name]!r}. Correct it, or unset it."
            )
        return os.environ[name]
    found = next(filter(None, map(_started, _ON_PATH)), None) or _playwrights_own()
    if not found:
        raise Failure(
            "The tests need a browser and found none. Install Chromium (apt install chromium), or name one: CHROMIUM_PATH=/path"
        )
    return found


def bare_browser() -> str:
    """What shows pages to the tests: a Chromium without its windows where there is one, unless the environment names another. Raises Failure."""
    return (None if _naming() else _started(_BARE)) or browser()


def install_browser() -> None:
    """Install a Chromium if there is none: with apt as root on Debian, else with Playwright. Raises Failure."""
    try:
        browser()
    except Failure:
        if not _apt("chromium"):
            subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True)
        browser()
    # The tests do as well without this one.
    if not _naming() and not shutil.which(_BARE):
        _apt(_BARE)


def _naming() -> str | None:
    """The variable of the environment that names a browser, if one does."""
    return next(filter(os.environ.get, _NAMED_BY), None)


def missing_dictionaries() -> list[str]:
    """The Debian packages that must be installed for the check to look words up."""
    return [package for path, package in DICTIONARIES.items() if not Path(f"{path}.dic").is_file()]


def install_dictionaries() -> None:
    """Install what is missing with apt as root on Debian. Raises Failure."""
    missing = missing_dictionaries()
    if missing and not _apt(*missing):
        raise Failure(f"The tests need spelling dictionaries. Install them: apt install {' '.join(missing)}")


def program(name: str) -> str:
    """The path of a command of `_PROGRAMS`. Raises Failure."""
    found = _found(name)
    if not found:
        raise Failure(f"The tests need {name} and found none. Install it: apt install {' '.join(_PROGRAMS[name])}")
    return found


def install_programs() -> None:
    """Install what is missing, all at once, with apt as root on Debian. Raises Failure."""
    missing = [package for name, packages in _PROGRAMS.items() if not _found(name) for package in packages]
    if missing:
        _apt(*missing)
    for name in _PROGRAMS:
        program(name)


def _found(name: str) -> str | None:
    if name.startswith("lib"):
        return find_library(name.removeprefix("lib"))
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:{_SBIN}")


def _apt(*packages: str) -> bool:
    """Whether apt installed the packages."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    quiet = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    }
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if subprocess.run(install, **quiet).returncode == 0:
        return True
    subprocess.run(["apt-get", "update"], **quiet)
    return subprocess.run(install, **quiet).returncode == 0


def _started(name: str) -> str | None:
    """The path of a command that starts; Ubuntu's chromium-browser may be a stub that does not."""
    path = shutil.which(name)
    works = path and subprocess.run([path, "--version"], capture_output=True).returncode == 0
    return path if works else None


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None
