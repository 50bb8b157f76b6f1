"""Other engines than MkDocs: the door stays open."""

import json
import os
from contextlib import nullcontext
from datetime import UTC, datetime

import pytest
from conftest import command, copied

import tiny
from waymarks.building.handover import Handover
from waymarks.machine.lock import alone
from waymarks.problems import Refused
from waymarks.reading.settings import ENGINE, read_settings
from waymarks.render import Engines
from waymarks.site import relate
from waymarks.source import read_content


def test_properdocs_makes_the_same_release_where_there_is_no_mkdocs(project, tmp_path):
    root = copied(project, tmp_path / "project")
    (tmp_path / "instead" / "mkdocs").mkdir(parents=True)
    for name in ("__init__.py", "__main__.py"):
        (tmp_path / "instead" / "mkdocs" / name).write_text("raise SystemExit('this is no MkDocs')\n")
    # It hides MkDocs from whoever imports it; ProperDocs gives itself to those who ask for MkDocs.
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "instead")}
    refused = command(root, "build", env={**environment, "SOURCE_DATE_EPOCH": "1"})
    assert refused.returncode == 1
    assert "this is no MkDocs" in refused.stderr
    done = command(root, "build", "--engine", "properdocs", env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Render … " in done.stdout
    assert "Nothing has changed" in done.stdout


def test_properdocs_refuses_what_mkdocs_refuses(tmp_path, monkeypatch):
    root = tiny.site(tmp_path / "site")
    page = root / "docs/da/hus/vaerdier.md"
    page.write_text(f"{page.read_text('utf-8')}\nSe [huset](../intet.md).\n", "utf-8")
    monkeypatch.setenv(ENGINE, "properdocs")
    content = read_content(root, read_settings(root).languages)
    with (
        alone(tmp_path, datetime.now(UTC), lambda _: nullcontext()) as lock,
        pytest.raises(Refused, match=r"intet\.md"),
    ):
        Engines(root, tmp_path / "built", lock).render(Handover(relate(content), content.published, {}))


def test_an_unknown_engine_is_a_usage_error(published):
    asked = command(published, "build", "--engine", "jekyll")
    assert asked.returncode == 2
    assert "jekyll" in asked.stderr


def test_zensical_keeps_addresses_language_and_statements():
    """It may be another engine's turn one day: what this site promises must not be what is lost then."""
    made = command(tiny.REPOSITORY, "report", "zensical", "--format", "json")
    assert made.returncode == 0, made.stderr
    trees = json.loads(made.stdout)
    assert [tree["language"] for tree in trees] == ["da", "en"]
    for tree in trees:
        assert tree["counts"]["addresses"] > 60
        assert tree["counts"]["statements"] >= 248
        assert [tree["lost"][what] for what in ("addresses", "language", "statements")] == [[], [], []]
        # Its slugs write æ, ø and å otherwise; the report says how many headings that concerns.
        assert 0 < len(tree["lost"]["headings"]) < tree["counts"]["headings"]
