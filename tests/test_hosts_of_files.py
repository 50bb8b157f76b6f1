"""What hosts of static files make of `_headers` and `_redirects`, by their public documentation, and whether nginx answers the same.

No such host runs here. Read as Netlify and Cloudflare Pages say they do (docs.netlify.com/routing/headers and
/redirects, developers.cloudflare.com/pages/configuration/headers and /redirects): every header rule that matches is
applied, and what two of them say of one header is joined; of the redirects the first that matches.
"""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import web_servers
from test_serving import FOLDER, ask, at_root, in_folder, open_folder, sent, styles  # noqa: F401 - fixtures

from waymarks.equipment import policy

# Cloudflare's bounds, which are the narrowest.
HEADER_RULES, HEADER_LINE = 100, 2000
STATIC_REDIRECTS, DYNAMIC_REDIRECTS, REDIRECT_LINE = 2000, 100, 1000


def matches(pattern: str, path: str) -> bool:
    return re.fullmatch(re.escape(pattern).replace(r"\*", ".*"), path) is not None


def header_rules(release: Path) -> list[tuple[str, list[tuple[str, str]]]]:
    rules = []
    for line in (release / "_headers").read_text("utf-8").splitlines():
        assert len(line) <= HEADER_LINE
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if not line[0].isspace():
            assert line.startswith("/")
            assert line.count("*") <= 1
            rules.append((line.strip(), []))
        else:
            name, colon, value = line.strip().partition(":")
            assert colon
            rules[-1][1].append((name, value.strip()))
    assert 0 < len(rules) <= HEADER_RULES
    return rules


def headers_of(release: Path, path: str) -> dict[str, str]:
    found: dict[str, list[str]] = {}
    for pattern, headers in header_rules(release):
        for name, value in headers if matches(pattern, path) else ():
            found.setdefault(name, []).append(value)
    return {name: ", ".join(values) for name, values in found.items()}


def redirects(release: Path) -> list[tuple[str, str, int]]:
    rules = []
    for line in (release / "_redirects").read_text("utf-8").splitlines():
        assert len(line) <= REDIRECT_LINE
        source, target, status = line.split()
        assert source.startswith("/")
        assert target.startswith("/")
        rules.append((source, target, int(status)))
    dynamic = ["*" in source for source, _, _ in rules]
    assert dynamic == sorted(dynamic)  # those with a * stand last
    assert dynamic.count(False) <= STATIC_REDIRECTS
    assert 0 < dynamic.count(True) <= DYNAMIC_REDIRECTS
    return rules


def answer_of(release: Path, base: str, path: str, knows_404: bool) -> tuple[int, str | bytes]:
    """The status, and where it leads or what is shown. Hosts that do not know 404 in `_redirects` take the nearest 404.html."""
    file = release / path.removeprefix(base)
    file = file / "index.html" if path.endswith("/") else file
    if file.is_file():
        return 200, file.read_bytes()
    for source, target, status in redirects(release):
        if matches(source, path) and status == 301:
            return status, target
        if matches(source, path) and status == 404 and knows_404:
            return status, (release / target.removeprefix(base)).read_bytes()
    nearest = next(one for one in file.parents if (one / "404.html").is_file())
    return 404, (nearest / "404.html").read_bytes()


@pytest.fixture(params=["real", "folder"])
def place(request, at_root, in_folder) -> tuple[Path, Path, str]:  # noqa: F811
    """A release, the folder that is the host's root, and the release's path there."""
    return (at_root, at_root, "/") if request.param == "real" else (in_folder, in_folder.parent, FOLDER)


@pytest.mark.parametrize("knows_404", [True, False])
def test_they_answer_as_nginx_does(place, tmp_path_factory, open_folder, knows_404):  # noqa: F811
    release, root, base = place
    work = open_folder / tmp_path_factory.mktemp("work").name
    paths = ["", "en/", "was/", "was", "en/was", "nej/", "nej", "en/nej", "en/hus/nej/", "assets/0123456789ab/nej.js"]
    paths += [styles(release), "assets/images/icon.svg", "sitemap.xml", "404.html", "en/404.html", "data/v1/index.json"]
    with web_servers.serve("nginx", root, release, work) as address:
        for path in (base + path for path in paths):
            answer, body = ask(address, path)
            status, shown = answer_of(release, base, path, knows_404)
            assert (path, answer.status) == (path, status)
            assert (urlsplit(answer.headers["Location"]).path if status == 301 else body) == shown, path
            theirs = headers_of(release, path)
            forever = theirs.pop("Cache-Control", None)
            opened = theirs.pop("Access-Control-Allow-Origin", None)
            assert opened == answer.headers["Access-Control-Allow-Origin"]
            assert (opened == "*") == path.startswith(f"{base}data/")
            assert theirs == sent(release) == {name: answer.headers[name] for name in theirs}
            # What no rule speaks of these hosts ask for anew by themselves: "max-age=0, must-revalidate".
            assert answer.headers["Cache-Control"] == (forever or policy.REVALIDATE)
            assert (forever == policy.FOREVER) == (path == base + styles(release))
