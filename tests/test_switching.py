"""A page that is open while another release becomes the one that is shown: what it fetches later is there, or is not missed."""

import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import web_servers
from conftest import build, command, copied, serving
from playwright.sync_api import expect
from test_serving import SERVERS, ask, missing_headers

import tiny
from waymarks.building.manifest import damage
from waymarks.equipment import policy
from waymarks.publish import releases

VALUES = "/hus/vaerdier/"


def other_style(root: Path) -> None:
    file = root / "overrides/assets/stylesheets/site.css"
    file.write_text(file.read_text("utf-8") + "hr { color: red }\n", "utf-8")


@pytest.fixture(scope="module")
def other_scripts(published, tmp_path_factory) -> Path:
    """A site with two releases whose scripts and styles have other fingerprints; the newer is shown. For copies."""
    root = copied(published, tmp_path_factory.mktemp("other"))
    tiny.write(root, tiny.SEARCH)
    build(root)
    assert command(root, "publish", "prune", "--keep", "1").returncode == 0
    other_style(root)
    build(root)
    return root


@pytest.fixture
def root(other_scripts):
    """A copy that a web server's own user can read."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        root = copied(other_scripts, Path(name) / "site")
        root.chmod(0o755)
        yield root


def switch(root: Path) -> None:
    """Show the other of the two releases, with the command of the README."""
    shown = (root / "public/current").resolve().name
    other = next(one.name for one in releases(root / "public") if one.name != shown)
    assert command(root, "publish", "rollback", other).returncode == 0


def served(root: Path, name: str, folder: str = ""):
    """A real web server, set up as the README says; with `folder`, the site is a link of that name below its root."""
    work, public = root / name, root / "public"
    if not folder:
        return web_servers.serve(name, public / "current", public / "current", work)
    (work / "www").mkdir(parents=True)
    (work / "www" / folder).symlink_to(public / "current")
    return web_servers.serve(name, work / "www", work / "www" / folder, work)


def scripts(release: Path) -> str:
    return next(release.glob("assets/*/javascripts")).relative_to(release).as_posix()


def statement(tab, address: str):
    tab.goto(address + VALUES)
    return tab.locator("[data-both]").first


@pytest.mark.parametrize("name", SERVERS)
def test_scripts_of_the_release_before_are_there_with_all_that_they_are_sent_with(root, name):
    now = (root / "public/current").resolve()
    before = next(one for one in releases(root / "public") if one.name != now.name)
    assert (root / "public/previous").resolve().name == before.name
    assert scripts(before) != scripts(now)
    with served(root, name) as address:
        for release in (now, before):
            path = f"{scripts(release)}/site.js"
            for encoding, copy in (("", path), ("gzip", f"{path}.gz"), ("br", f"{path}.br")):
                answer, body = ask(address, f"/{path}", Accept_Encoding=encoding)
                assert (answer.status, answer.headers["Content-Encoding"] or "") == (200, encoding)
                assert body == (release / copy).read_bytes()
                assert answer.headers.get_all("Cache-Control") == [policy.FOREVER]
                assert missing_headers(answer, now) == {}
        missing = (
            scripts(before).replace("/javascripts", "/nej.js"),
            "previous/assets/images/icon.svg",
            "previous/index.html",
            "previous/.server/nginx.conf",
        )
        for path in missing:
            answer, body = ask(address, f"/{path}")
            assert (answer.status, answer.headers["Cache-Control"]) == (404, policy.REVALIDATE), path
            assert b'<html lang="da"' in body
        (root / "public/previous").unlink()
        assert ask(address, f"/{scripts(before)}/site.js")[0].status == 404
    assert not damage(now) + damage(before)


def test_nginx_finds_them_for_a_site_that_is_a_link_in_a_folder_too(root):
    switch(root)
    build(root, "--site-url", "https://a.example/ord/")
    before = (root / "public/previous").resolve()
    with served(root, "nginx", "ord") as address:
        answer, body = ask(address, f"/ord/{scripts(before)}/site.js")
        assert (answer.status, body) == (200, (before / scripts(before) / "site.js").read_bytes())
        assert ask(address, f"/ord/{scripts(before)}/nej.js")[0].status == 404


@pytest.mark.parametrize("name", SERVERS)
def test_an_open_page_fetches_what_it_still_needs_from_the_release_before(root, page, name):
    failures = []
    page.on("response", lambda answer: answer.status >= 400 and failures.append(answer.url))
    with served(root, name) as address:
        both = statement(page, address)
        page.evaluate("window.same = true")
        switch(root)
        both.click()
        expect(page.locator(".pair").first).to_be_visible()
        page.locator("#q").fill("ro")
        expect(page.locator(".found .results a").first).to_be_visible()
        assert page.evaluate("window.same")
    assert failures == []


@pytest.fixture
def address(root):
    """A server that has only the release that is shown, as hosts of static files do."""
    with serving(root / "public/current", "https://a.example/") as address:
        yield address


def test_without_the_release_before_a_page_is_loaded_anew_when_the_reader_acts(root, address, page):
    both = statement(page, address)
    page.evaluate("window.same = true")
    switch(root)
    with page.expect_navigation():
        both.click()
    expect(page.locator(".pair").first).to_be_visible()  # what the reader asked for
    assert page.evaluate("window.same") is None
    assert urlsplit(page.url).path == VALUES


def test_without_the_release_before_and_without_a_connection_no_page_is_lost(root, address, page):
    both = statement(page, address)
    switch(root)
    page.context.set_offline(True)
    failures = []
    page.on("requestfailed", lambda request: failures.append(request.method))
    both.click()
    expect(page.locator("#hus-vaerdier-02")).to_be_visible()
    while "HEAD" not in failures:  # it has been asked whether there is a page to load
        page.wait_for_timeout(20)
    expect(page.locator("#hus-vaerdier-02")).to_be_visible()


def test_without_the_release_before_the_search_leads_to_its_page(root, address, page):
    page.goto(address + VALUES)
    switch(root)
    with page.expect_response(lambda answer: answer.url.endswith("/search-panel.js")) as asked:
        page.locator("#q").type("ro")
    assert asked.value.status == 404
    page.locator("#q").press("Enter")
    page.wait_for_url("**/soeg/#q=ro")
    expect(page.locator("ol.results a").first).to_be_visible()


@pytest.mark.parametrize("path", ["/soeg/", VALUES])
def test_a_search_that_has_begun_goes_on_in_the_new_index(root, address, page, path):
    page.goto(address + path)
    page.locator("#q").fill("xyzzyx")  # nothing is found, so no text has been fetched
    expect(page.get_by_role("status").filter(has_text="xyzzyx")).to_be_visible()
    tiny.change(root)
    build(root)
    page.locator("#q").fill("arbejder")
    expect(page.locator("ol.results")).to_contain_text("Huset arbejder for fred.")  # the new words


def test_the_search_of_a_page_that_came_without_its_script_is_made_when_sent(root, address, page):
    page.route("**/search-page.js", lambda route: route.fulfill(status=404))
    page.goto(f"{address}/soeg/")
    page.wait_for_load_state("networkidle")
    page.unroute("**/search-page.js")
    page.locator("#q").fill("ro")
    page.locator("#q").press("Enter")
    expect(page.locator("ol.results a").first).to_be_visible()


def test_a_folder_that_is_sent_to_keeps_the_release_before_as_well(root, tmp_path):
    older, newer = [one.name for one in releases(root / "public")]
    web = tmp_path / "web"
    for release in (older, newer):
        assert command(root, "publish", "to", str(web), "--release", release).returncode == 0
    assert [(web / name).readlink().name for name in ("previous", "current")] == [older, newer]
    assert command(root, "publish", "to", str(web), "--release", newer).returncode == 0
    assert (web / "previous").readlink().name == older
