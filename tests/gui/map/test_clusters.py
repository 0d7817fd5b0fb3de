"""Clusters below the map: found, listed, selected on the map, looked at and judged as one step."""

from __future__ import annotations

import numpy as np
import pytest
from on_screen import on_screen
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.data.features import map_file
from annotator.gui.controller.ranking_filter import Tab
from annotator.gui.map import cluster_list
from annotator.gui.map.cluster_dialog import JudgeClusterDialog
from annotator.gui.map.cluster_list import usual
from annotator.session.session import Session
from annotator.types import Label

REDS = set(range(12))


@pytest.fixture(autouse=True)
def cache(tmp_path, monkeypatch):
    monkeypatch.setattr(map_file.platformdirs, "user_cache_path", lambda *_, **__: tmp_path / "cache")


@pytest.fixture
def panel(window, project, qtbot):
    """The map with its clusters unfolded and found, one red image judged."""
    with Session.open(project) as session:
        session.judge([0], Label.RELEVANT)
        session.judge([20], Label.IRRELEVANT)
    window.open_project(project)
    qtbot.waitUntil(lambda: on_screen(window))
    window.workspace.panes.open_tab(Tab.ALL)
    window.actions_["view.map"].trigger()
    panel = window.workspace.panes.panel("view.map")
    qtbot.waitUntil(lambda: panel.seen)
    QTest.mouseClick(panel.fold.button, Qt.MouseButton.LeftButton)
    panel.clusters.count.setValue(5)
    panel.clusters.start.click()
    qtbot.waitUntil(lambda: panel.clusters.clusters is not None and not panel.clusters.builder.running)
    return panel


def cell(panel, row, column) -> str:
    model = panel.clusters.model
    return model.data(model.index(row, column))


def of_reds(panel) -> int:
    """Return the row of the cluster that the first image is in."""
    return int(panel.clusters.clusters.label[0])


def look(panel, window) -> JudgeClusterDialog:
    panel.clusters.table.selectRow(of_reds(panel))
    panel.clusters.judge.click()
    return window.findChildren(JudgeClusterDialog)[-1]


def test_clusters_are_listed_with_their_labels_and_color_the_map(panel):
    clusters = panel.clusters.clusters
    assert panel.clusters.model.rowCount() == len(clusters.size) == 5
    row = of_reds(panel)
    assert cell(panel, row, 0) == f"Cluster {row + 1}"
    assert cell(panel, row, 1) == str(clusters.size[row])
    assert cell(panel, row, 2) == "1"
    assert "by cluster" in panel.legend.text
    panel.fold.button.click()
    assert "by cluster" not in panel.legend.text


def test_a_cluster_is_selected_on_the_map(panel):
    panel.clusters.table.selectRow(of_reds(panel))
    assert set(panel.view.selected.tolist()) == set(np.flatnonzero(panel.clusters.clusters.label == of_reds(panel)))


def test_a_cluster_is_judged_as_one_step_after_a_look(panel, window):
    session = window.workspace.controller.session
    size = int(panel.clusters.clusters.size[of_reds(panel)])
    dialog = look(panel, window)
    assert len(dialog.look.buttons) == min(16, size - 1)
    assert dialog.windowTitle() == f"Judge Cluster {of_reds(panel) + 1}"
    dialog.answers[Label.RELEVANT].click()
    assert session.counts.relevant == size
    assert cell(panel, of_reds(panel), 2) == str(size)
    assert cell(panel, of_reds(panel), 3) == "0"
    window.actions_["edit.undo"].trigger()
    assert session.counts.relevant == 1
    assert cell(panel, of_reds(panel), 2) == "1"


def test_an_image_that_differs_can_be_left_out(panel, window):
    session = window.workspace.controller.session
    dialog = look(panel, window)
    button = dialog.look.buttons[0]
    before = dialog.answers[Label.IRRELEVANT].text()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dialog.answers[Label.IRRELEVANT].text() != before
    assert button.text() == "left out"
    image = button.image
    dialog.answers[Label.IRRELEVANT].click()
    assert session.label_of(image) is None
    assert session.label_of(0) is Label.RELEVANT


def test_a_judged_cluster_has_nothing_left(panel, window):
    look(panel, window).answers[Label.RELEVANT].click()
    dialog = look(panel, window)
    assert not dialog.answers[Label.RELEVANT].isEnabled()
    assert dialog.look.isHidden()
    dialog.reject()


def test_what_goes_wrong_is_said(panel, qtbot, monkeypatch):
    def broken(*_arguments):
        raise OSError("the disk is gone")

    monkeypatch.setattr(cluster_list, "names_of", broken)
    panel.clusters.start.click()
    qtbot.waitUntil(lambda: not panel.clusters.builder.running)
    assert "the disk is gone" in panel.clusters.note.text()
    assert panel.clusters.start.isEnabled()


def test_a_larger_collection_gets_more_clusters():
    assert [usual(n) for n in (10, 1_000, 10_000, 1_000_000)] == [8, 16, 50, 128]


def test_progress_says_how_many_clusters_are_covered_and_shows_one_that_is_not(panel, window, qtbot):
    space = window.workspace
    window.actions_["view.progress"].trigger()
    progress = space.panes.panel("view.progress")
    qtbot.waitUntil(lambda: progress.seen and progress.progress is not None)
    progress.details.button.click()
    assert progress.covered.text() == "Clusters: 5, with a judged image: 2, with a relevant one: 1"
    progress.unseen.click()
    unseen = space.controller.session.collection.clusters.coverage().unseen
    qtbot.waitUntil(lambda: set(space.ranking.grid.images()) <= set(unseen))
    assert unseen
    space.controller.judge(unseen[:1], Label.IRRELEVANT)
    qtbot.waitUntil(lambda: "judged image: 3" in progress.covered.text())
    space.controller.undo()
    qtbot.waitUntil(lambda: "judged image: 2" in progress.covered.text())
