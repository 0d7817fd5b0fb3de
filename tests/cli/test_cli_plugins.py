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
    assert run(command, "--plugins", PLUGINS, "--plugins", tmp_path, "--json") == 2
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


def test_work_is_done_without_a_plugin_that_was_named_and_the_status_says_so(small, tmp_path, capsys):
    folder = tmp_path / "plugins"
    folder.mkdir()
    (folder / "broken.py").write_text("import sys; sys.exit(0)")
    target = tmp_path / "labels.csv"
    said = ("export", small.project, "--format", "labels-csv", "-o", target)
    assert run(*said, "--plugins", folder) == 2
    error = capsys.readouterr().err
    assert error.count("broken.py could not be loaded: it raised SystemExit, which would end the program") == 1
    assert target.exists()
    places = UserFolders()
    shutil.copytree(folder, places.data / "plugins")
    chosen = {one.source: one.sha256 for one in plugin_sources(places.data / "plugins")}
    TrustStore(places.data).switch_plugins(small.project, chosen)
    assert run(*said) == 0
    assert "broken.py could not be loaded" in capsys.readouterr().err


def test_a_missing_plugin_stops_only_what_needs_its_strategy(small, tmp_path, capsys):
    assert run("topic", small.project, "--strategy", "spread", "--plugins", PLUGINS) == 0
    for number, name in enumerate(("labels-csv", "ranking-csv", "evidence")):
        assert run("export", small.project, "--format", name, "-o", tmp_path / f"out{number}") == 0
    for command in ("status", "rank", "history", "progress", "topics", "audit"):
        assert run(command, small.project) == 0
    assert run("topic", small.project, "--batch-size", "4") == 0
    assert run("why", small.project, "00/im0001.png") == 0
    capsys.readouterr()
    assert run("next", small.project) == 2
    error = capsys.readouterr().err
    assert "There is no strategy 'spread'" in error
    assert "--plugins FOLDER loads it" in error
    assert "annotator topic PROJECT --strategy NAME" in error
    assert run("next", small.project, "--plugins", PLUGINS) == 0
    parts = ("--strategy", "combination", "--param", "parts=spread:1, ital:1")
    assert run("topic", small.project, *parts, "--plugins", PLUGINS) == 0
    assert run("rank", small.project) == 0
    capsys.readouterr()
    assert run("next", small.project) == 2
    assert "--plugins FOLDER loads it" in capsys.readouterr().err
