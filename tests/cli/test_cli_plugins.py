"""Formats of plugins on the command line: with --plugins, or where they were switched on for the project."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import small_collection

from annotator.cli import main
from annotator.data.project.trust import TrustStore
from annotator.extensions import plugin_sources
from annotator.runtime.paths import UserFolders
from annotator.session.session import Session
from annotator.types import Label

PLUGINS = Path(__file__).resolve().parents[2] / "plugins"


def run(*words: object) -> int:
    return main([str(word) for word in words])


@pytest.fixture
def small(tmp_path, capsys):
    made = small_collection.make(tmp_path)
    assert run("new", made.images, made.features, "-o", made.project) == 0
    with Session.open(made.project) as session:
        session.judge([0], Label.RELEVANT)
    capsys.readouterr()
    return made


@pytest.mark.parametrize(("command", "name"), [("formats", "checklist"), ("import-formats", "stars")])
def test_formats_are_listed_and_those_that_could_not_be_loaded_are_said(tmp_path, capsys, command, name):
    (tmp_path / "broken.py").write_text("raise RuntimeError('no luck')\n")
    assert run(command, "--json") == 0
    assert name not in {entry["name"] for entry in json.loads(capsys.readouterr().out)}
    assert run(command, "--plugins", PLUGINS, "--plugins", tmp_path, "--json") == 0
    said = capsys.readouterr()
    assert name in {entry["name"] for entry in json.loads(said.out)}
    assert "broken.py could not be loaded: RuntimeError: no luck" in said.err
    assert run(command, "--plugins", PLUGINS) == 0
    assert name in capsys.readouterr().out


def test_an_export_format_writes_and_is_remembered(small, tmp_path, capsys):
    target = tmp_path / "list.md"
    said = ("--format", "checklist", "-o", target)
    assert run("export", small.project, *said) == 2
    assert "no export format 'checklist'" in capsys.readouterr().err
    assert run("export", small.project, *said, "--plugins", PLUGINS, "--remember", "list", "--dry-run") == 0
    assert not target.exists()
    assert run("export", small.project, "--profile", "list", "--plugins", PLUGINS) == 0
    assert target.read_text(encoding="utf-8").count("- [x] `") == 1
    before = small.project.read_bytes()
    assert run("export", small.project, "--format", "checklist", "-o", small.project, "--plugins", PLUGINS) == 2
    assert "is in use by this project" in capsys.readouterr().err
    assert small.project.read_bytes() == before


def test_an_import_format_reads(small, tmp_path, capsys):
    with Session.open(small.project) as session:
        paths = list(session.paths)
    file = tmp_path / "stars.txt"
    file.write_text(f"5 {paths[2]}\n0 {paths[3]}\ngood {paths[1]}\n")
    said = (file, "--format", "stars", "--map", "good=relevant")
    assert run("import-labels", small.project, *said) == 2
    assert "no format 'stars'" in capsys.readouterr().err
    assert run("import-labels", small.project, *said, "--plugins", PLUGINS) == 0
    with Session.open(small.project) as session:
        assert dict(session.labels) == dict.fromkeys((0, 1, 2), Label.RELEVANT)


def test_what_was_switched_on_for_a_project_needs_no_option(small, tmp_path):
    places = UserFolders()
    shutil.copytree(PLUGINS, places.data / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    said = ("--format", "checklist", "-o", tmp_path / "list.md")
    assert run("export", small.project, *said) == 2
    chosen = {one.source: one.sha256 for one in plugin_sources(places.data / "plugins")}
    TrustStore(places.data).switch_plugins(small.project, chosen)
    assert run("export", small.project, *said) == 0
    assert (tmp_path / "list.md").stat().st_size > 0
