"""Feature sets in the window."""

from __future__ import annotations

import numpy as np
import pytest
import small_collection
from on_screen import on_screen
from PIL import Image

from annotator.data.features.annotator_hdf5 import AnnotatorHdf5Writer
from annotator.data.features.features import FeatureStore
from annotator.gui.dialogs.feature_sets_dialog import FeatureSetsDialog
from annotator.gui.dialogs.name_dialog import NameDialog
from annotator.types import Label


@pytest.fixture
def opened(window, tmp_path, qtbot):
    small = small_collection.make(tmp_path)
    for number, file in enumerate(sorted(small.images.rglob("*.png"))):
        Image.new("RGB", (20, 20), (20 * number, 0, 0)).save(file)
    with FeatureStore.open(small.features) as store:
        names, n = store.names, store.n
    with AnnotatorHdf5Writer(tmp_path / "other.h5", 3) as writer:
        writer.append(names, np.random.default_rng(0).normal(size=(n, 3)))
    with small.create() as session:
        session.judge([0, 1], Label.RELEVANT)
    window.open_project(small.project)
    qtbot.waitUntil(lambda: on_screen(window))
    qtbot.waitUntil(lambda: not window.workspace.controller.busy)
    return window


def test_another_set_is_added_and_used(opened, qtbot, tmp_path):
    opened.actions_["project.features"].trigger()
    dialog = opened.findChildren(FeatureSetsDialog)[-1]
    assert dialog.table.rowCount() == 1
    assert not dialog.use.isEnabled()
    dialog.take(tmp_path / "other.h5")
    question = dialog.findChild(NameDialog)
    assert question.name.text() == "other"
    question.accept()
    assert dialog.table.rowCount() == 2
    dialog.compare.click()
    qtbot.waitUntil(lambda: "judgements are needed" in dialog.said.text())
    dialog.table.selectRow(1)
    old = opened.workspace
    qtbot.waitUntil(lambda: not opened.workspace.controller.busy)
    dialog.use.click()
    qtbot.waitUntil(lambda: opened.workspace is not None and opened.workspace is not old)
    session = opened.workspace.controller.session
    assert session.features.path == tmp_path / "other.h5"
    assert session.collection.import_report.d == 3
    assert dict(session.labels) == {0: Label.RELEVANT, 1: Label.RELEVANT}


def test_sets_are_compared_by_the_judgements(opened, qtbot, tmp_path):
    session = opened.workspace.controller.session
    session.features.add("other", tmp_path / "other.h5")
    session.judge(range(6), Label.RELEVANT)
    session.judge(range(6, 12), Label.IRRELEVANT)
    opened.actions_["project.features"].trigger()
    dialog = opened.findChildren(FeatureSetsDialog)[-1]
    dialog.compare.click()
    qtbot.waitUntil(lambda: dialog.said.text() not in ("", "Comparing…"))
    if "needed" not in dialog.said.text():
        assert [dialog.table.item(row, 1).text() for row in range(2)] == [str(session.collection.import_report.d), "3"]
        assert all("±" in dialog.table.item(row, 3).text() for row in range(2))
    dialog.reject()
